"""How a character is read, put behind it where a page was turned into traditional characters: 我區(qū), 行政復(fù)議, 們(men)."""

from __future__ import annotations

from parsers.text.expressions import expression

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_READING = expression(rf"(?<=[一-龥])\([a-zü{_TONED}]{{1,7}}\)")
_TONED_READING = expression(rf"(?<=[\u4e00-\u9fff])\([a-zü]{{0,5}}[{_TONED}][a-zü]{{0,4}}\)")


def drop_readings(phrase: str) -> str:
    """A phrase of a label without the readings of its characters, toneless ones as well."""
    return _READING.sub("", phrase) if "(" in phrase else phrase


def drop_toned_readings(text: str) -> str:
    """A whole text without readings that bear a tone: what bears none may be a word of its own (小程序(app))."""
    return _TONED_READING.sub("", text)
