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

_TABLE = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
_TABLE.update({ord(form): folded for folded, forms in _FOLDED_TO.items() for form in forms})


# No number, name or time of a report is so long; such runs (a page of blanks, a row of nines) only cost the expressions their time.
_RUN = re.compile(r"\d{25,}|\s{40,}|[零〇一二两三四五六七八九十百千万亿]{25,}|[A-Za-z._+-]{120,}|(?:[\d一-九][+、]\s?){60,}")


@lru_cache(maxsize=16)
def fold_for_reading(text: str) -> str:
    """As `fold_width`, with senseless runs of digits, blanks, numerals or letters replaced by U+0001: same length, same offsets."""
    return _RUN.sub(lambda run: "\x01" * len(run[0]), fold_width(text))


# One page's text is folded by many readers in turn.
@lru_cache(maxsize=16)
def fold_width(text: str) -> str:
    """`text` with full-width digits, letters and punctuation as half-width ones: same length, same offsets.

    １，２３４件（％） becomes 1,234件(%); 〔2018〕 becomes (2018). The ideographic 。 and 、 stay as they are.
    """
    return text.translate(_TABLE)
