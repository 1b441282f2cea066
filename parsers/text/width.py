"""Full-width and half-width forms folded for matching, one character for one, so that offsets stay true."""

from __future__ import annotations

import re
from functools import lru_cache

_FOLDED_TO = {
    " ": "\t\r\v\f\u00a0\u2002\u2003\u2009\u202f\u200b\ufeff\u3000",
    "(": "﹙❨⟮〔",
    ")": "﹚❩⟯〕",
    ":": "︰∶ː",
    ";": "﹔",
    ",": "﹐",
    "%": "﹪",
    "、": "､",
    "。": "｡",
    # 2021—2025, 2021－2025, 2021–2025 and 2021~2025 are all ranges.
    "-": "‐‑‒–—―─﹣−",
    "~": "〜∼⁓",
    # 3·15, 3•15, 3・15
    "·": "•・‧",
    # 二○二二年, 二Ｏ二二年
    "〇": "○Ｏ◯",
}

_FOLDED = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94)}
_FOLDED.update({form: folded for folded, forms in _FOLDED_TO.items() for form in forms})
_FORMS = re.compile(f"[{re.escape(''.join(_FOLDED))}]")


# No number, name or time of a report is so long; such runs (a page of blanks, a row of nines) only cost the expressions their time.
# Any of these runs is 25 characters of the one class, or holds the row of the other: two quick looks before the thorough one.
_LONG = re.compile(r"[\d\s零〇一二两三四五六七八九十百千万亿A-Za-z._+-]{25}")
_ROW = re.compile(r"[+、]\s?[\d一-九](?:[+、]\s?[\d一-九]){58}")
_RUN = re.compile(
    r"\d{25,}|\s{40,}|[零〇一二两三四五六七八九十百千万亿]{25,}|[A-Za-z._+-]{120,}|(?:[\d一-九][+、]\s?){60,}"
)


@lru_cache(maxsize=16)
def fold_for_reading(text: str) -> str:
    """As `fold_width`, with senseless runs of digits, blanks, numerals or letters replaced by U+0001: same length, same offsets."""
    folded = fold_width(text)
    if _LONG.search(folded) is None and _ROW.search(folded) is None:
        return folded
    return _RUN.sub(lambda run: "\x01" * len(run[0]), folded)


# One page's text is folded by many readers in turn.
@lru_cache(maxsize=16)
def fold_width(text: str) -> str:
    """`text` with full-width digits, letters and punctuation as half-width ones: same length, same offsets.

    １，２３４件（％） becomes 1,234件(%); 〔2018〕 becomes (2018). The ideographic 。 and 、 stay as they are.
    """
    # A text holds few of the forms: str.translate, which looks up each character, takes ten times as long.
    for form in set(_FORMS.findall(text)):
        text = text.replace(form, _FOLDED[form])
    return text
