"""Forms of one character folded for matching, one character for one, so that offsets stay true: width, traditional characters, look-alikes.

The text stays as published; what is folded stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from parsers.seed import read_seed
from parsers.text.expressions import compile_expression, expression

_FOLDED_TO = {
    " ": "\t\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3164\u200b\ufeff\u3000",
    "(": "﹙❨⟮〔",
    ")": "﹚❩⟯〕",
    ":": "︰∶ː",
    ";": "﹔",
    ",": "﹐٬",
    ".": "﹒․٫",
    "%": "﹪٪",
    "、": "､",
    "。": "｡",
    # 2021—2025, 2021－2025, 2021–2025 and 2021~2025 are all ranges.
    "-": "‐‑‒–—―─﹘﹣−➖",
    "~": "〜∼⁓",
    # 3·15, 3•15, 3・15; U+F0B7 is the bullet of Symbol, which Word writes into pages
    "·": "•・‧･∙⋅˙ꞏ‧⸱\uf0b7",
    # 二○二二年, 二Ｏ二二年; input methods give Cyrillic and Greek letters too
    "〇": "○Ｏ◯⚪⭘ОоΟο",
    # ニ十三次, ハ十五件: what character recognition and input methods give
    "一": "㆒㇐",
    "二": "ニﾆ㆓",
    "三": "㆔",
    "八": "ハﾊ",
    # the bullets of Wingdings: ▪ ● ■ ◆ ❖ ➢ ✓
    "●": "\uf06c\uf06e\uf075\uf076\uf0a7\uf0d8\uf0fc",
}

_VERTICAL = dict(
    zip(
        "︐︑︒︓︔︕︖︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈︙︱︲",
        "，、。：；！？（）｛｝〔〕【】《》〈〉「」『』［］…—–",
        strict=True,
    )
)
"""Marks as they stand in vertical lines. Fonts made for both ways give them for the plain ones."""
_LETTERS_OF_FONTS = {
    **{chr(0x1D7CE + at): str(at % 10) for at in range(50)},
    **dict(zip("ﬀﬁﬂﬃﬄ", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
    **dict(
        zip("｡､｢｣･․﹒﹐﹑﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹣﹪", "。、「」·..，、；：？！（）｛｝〔〕#&*+-%", strict=True)
    ),
}
"""Digits, ligatures and small marks that are a font's choice: 𝟏𝟐𝟖 in bold sans-serif of mathematics, ｡ for 。."""

# 二O二三年, 二00八年, 二º二三年: a year in Chinese numerals holds nothing else that looks like 〇
_ZERO = expression(
    "[oOº°囗0](?:(?<=[一二三四五六七八九〇].)|(?<=[一二三四五六七八九][oOº°囗0].))(?=[一二三四五六七八九〇]|[oOº°囗0]?[一二三四五六七八九年])"
)

# 2O23年, 1O件: a number in digits in which a zero is a letter
_LETTERED = expression(r"(?<![A-Za-z\d])\d+[Oo〇][\dOo〇]*(?=\s?[年月日号件人名次个项家场户份起宗部条万亿余%])")
_LETTER_ZEROS = str.maketrans("Oo〇", "000")


@cache
def _folded() -> dict[str, str]:
    """What each form is read as."""
    folded = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94)}
    folded |= {form: read for read, forms in _FOLDED_TO.items() for form in forms}
    folded |= {form: folded.get(mark, mark) for form, mark in _VERTICAL.items()}
    return {**_han_forms(), **folded}


# (asked of every text, and nearly always answered with no: a text has fewer numerals in words than zeros)
_MAY_BE_ZERO = expression("[一二三四五六七八九〇][oOº°囗0]")


@cache
def _widths() -> re.Pattern[str]:
    return compile_expression(f"[{re.escape(''.join(sorted(_folded().keys() - _han_forms().keys())))}]")


@cache
def _han() -> re.Pattern[str]:
    # (a class with a character beyond U+FFFF is searched forty times as slowly: those stand apart)
    return compile_expression(f"[{''.join(form for form in _han_forms() if form <= chr(0xFFFF))}]")


@cache
def _unusual() -> re.Pattern[str]:
    """Any form but the usual ones."""
    forms = _folded().keys() - {form for form, _ in _USUAL}
    return compile_expression(f"[{re.escape(''.join(sorted(form for form in forms if form <= chr(0xFFFF))))}]")


def _is_beyond(text: str) -> bool:
    """Whether a character beyond U+FFFF stands in the text; to look for it by an expression takes ten times as long."""
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


@cache
def _han_forms() -> dict[str, str]:
    return {row["written"]: row["read"] for row in read_seed("han_forms.csv")}


@cache
def list_lookalikes() -> dict[int, str]:
    """By code point what a character of a font is that nobody typed, as `unify_lookalikes` reads it."""
    forms = {row["written"]: row["read"] for row in read_seed("han_forms.csv") if row["kind"] != "traditional"}
    return {ord(form): read for form, read in {**forms, **_VERTICAL, **_LETTERS_OF_FONTS}.items()}


# No number, name or time of a report is so long; such runs (a page of blanks, a row of nines) only cost the expressions their time.
# Any of these runs is 25 characters of the one class, or holds the row of the other: two quick looks before the thorough one.
_LONG = expression(r"[\d\s零〇一二两三四五六七八九十百千万亿A-Za-z._+-]{25}")
_ROW = expression(r"[+、]\s?[\d一-九](?:[+、]\s?[\d一-九]){58}")
_RUN = expression(
    r"\d{25,}|\s{40,}|[零〇一二两三四五六七八九十百千万亿]{25,}|[A-Za-z._+-]{120,}|(?:[\d一-九][+、]\s?){60,}"
)


@lru_cache(maxsize=16)
def fold_for_reading(text: str) -> str:
    """As `fold_width`, with senseless runs of digits, blanks, numerals or letters replaced by U+0001: same length, same offsets."""
    folded = fold_width(text)
    if _LONG.search(folded) is None and _ROW.search(folded) is None:
        return folded
    return _RUN.sub(lambda run: "\x01" * len(run[0]), folded)


# More forms than these in one text make str.translate the faster one.
_MANY = 60


_LINE = 400
"""Characters up to which a text is a line: remembered apart, it does not push out the page's text, which many readers fold in turn."""


def fold_width(text: str) -> str:
    """`text` with each character in its plainest form: same length, same offsets.

    Full-width digits, letters and punctuation become half-width (１，２３４件（％） is 1,234件(%), 〔2018〕 is (2018)); traditional
    characters become simplified ones, radicals and compatibility ideographs the characters that they look like (⾼⻘縣 is 高青县).
    The ideographic 。 and 、 stay as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return _fold_line(text) if len(text) <= _LINE else _fold_once(text)


@lru_cache(maxsize=16)
def _fold_once(text: str) -> str:
    return _fold(text)


# (every second line is read by more than one: the body's finder, the outline, dates, signature)
@lru_cache(maxsize=512)
def _fold_line(text: str) -> str:
    return _fold(text)


# What nearly every line holds; most lines hold no other form.
_USUAL = tuple(zip("，：；（）％\u3000", ",:;()% ", strict=True))


def _fold(text: str) -> str:
    for form, read in _USUAL:
        text = text.replace(form, read)
    if _unusual().search(text) or _is_beyond(text):
        text = _fold_unusual(text)
    if ("O" in text or "o" in text or "〇" in text) and _LETTERED.search(text):
        text = _LETTERED.sub(lambda match: match[0].translate(_LETTER_ZEROS), text)
    return _ZERO.sub("〇", text) if _MAY_BE_ZERO.search(text) else text


def _fold_unusual(text: str) -> str:
    # A text holds few of the forms: str.translate, which looks up each character, takes ten times as long.
    folded = _folded()
    forms = set(_widths().findall(text))
    if _han().search(text) or _is_beyond(text):
        forms |= _han_forms().keys() & set(text)
    if len(forms) > _MANY:
        text = text.translate({ord(form): folded[form] for form in forms})
    else:
        for form in forms:
            text = text.replace(form, folded[form])
    return text


def list_forms_of(characters: Collection[str]) -> list[str]:
    """The forms that are read as one of these characters: （ and ﹙ of (."""
    return [form for form, read in _folded().items() if read in characters]


def fold_han(text: str) -> str:
    """As `fold_width` for the Han characters alone: widths and marks stay as they are."""
    if not (_han().search(text) or _is_beyond(text)):
        return text
    forms = _han_forms()
    for form in set(text) & forms.keys():
        text = text.replace(form, forms[form])
    return text


def unify_lookalikes(text: str) -> str:
    """`text` with radicals, compatibility ideographs, vertical marks and a font's own digits as the characters that they look like.

    For sources in which they are no one's choice but a font's (⼈⺠政府 out of a PDF). Traditional characters stay.
    """
    return text.translate(list_lookalikes())


# (all else left out: a class of what is not meant is searched twice as fast as one of what is)
_RADICALS = expression("[^\u0000-\u2e7f\u2fe0-\uf8ff\ufb00-\U0010ffff]")


def unify_radicals(text: str) -> str:
    """`text` with radicals and compatibility ideographs as the characters that they look like: ⼈⺠政府, pasted out of a PDF, is 人民政府.

    A browser and Word show no difference; whoever searches finds only the usual ones.
    """
    if _RADICALS.search(text) is None:
        return text
    return _RADICALS.sub(lambda form: list_lookalikes().get(ord(form[0]), form[0]), text)
