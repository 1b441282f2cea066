"""Numerals written in Chinese characters."""

from __future__ import annotations

CHINESE_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]"

_DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


def read_chinese_numeral(written: str) -> float | None:
    """The number that `written` stands for, or None where it is no well-formed numeral.

    三百二十 → 320, 两千零五 → 2005, 三万 → 30000, 九十八点五 → 98.5, 二〇二二 → 2022; 八五 and 百千 are none.
    """
    whole, point, decimals = written.partition("点")
    if point:
        number = read_chinese_numeral(whole)
        if number is None or not decimals or any(c not in _DIGITS for c in decimals):
            return None
        return float(f"{number:.0f}." + "".join(str(_DIGITS[c]) for c in decimals))
    if not written or any(c not in _DIGITS and c not in _TENS and c not in _MYRIADS for c in written):
        return None
    if len(written) > 2 and all(c in _DIGITS for c in written):
        return float("".join(str(_DIGITS[c]) for c in written))
    total = section = 0.0
    digit: int | None = None
    for character in written:
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (1 if digit is None else digit) * _TENS[character]
            digit = None
        else:
            section += digit or 0
            if section == 0 and total == 0:
                return None
            total = (
                (total + section) * _MYRIADS[character] if character == "亿" else total + section * _MYRIADS[character]
            )
            section, digit = 0.0, None
    return total + section + (digit or 0)
