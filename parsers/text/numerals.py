"""Numerals written in Chinese characters, in digits, or in both (1亿2千万, 3万5)."""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.text.expressions import expression

CHINESE_NUMERAL = "[零〇一二两三四五六七八九十廿卅百千万亿]"
FORMAL_DIGITS = "壹贰叁肆伍陆柒捌玖"

_DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_ORDINARY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
# 九十八点五, 三点二万
_POINT = expression(r"(?P<whole>[^点]+)点(?P<decimals>[零〇一二三四五六七八九]+)(?P<multiple>[百千万亿]*)")
_TOKEN = expression(r"\d+(?:\.\d+)?|.", re.DOTALL)


class Numeral(NamedTuple):
    """What a numeral stands for; not `sure` where it is not well formed (3万50: 30,050 or 30,500?)."""

    value: float
    sure: bool


def read_chinese_numeral(written: str) -> float | None:
    """The number that `written` stands for, or None where it is no well-formed numeral.

    三百二十 → 320, 两千零五 → 2005, 两千三 → 2300, 廿三 → 23, 九十八点五 → 98.5, 二〇二二 → 2022, 1亿2千万 → 120000000, 3万5 → 35000;
    八五 and 千百 are none.
    """
    numeral = read_numeral(written)
    return numeral.value if numeral and numeral.sure else None


def read_numeral(written: str) -> Numeral | None:
    """As `read_chinese_numeral`, and a reading that is not sure for one that adds up but is not well formed; None for no numeral at all."""
    plain = written.translate(_ORDINARY).replace("廿", "二十").replace("卅", "三十")
    if "点" in plain:
        return _read_decimals(plain)
    if len(plain) > 2 and all(character in _DIGITS for character in plain):
        return Numeral(float("".join(str(_DIGITS[character]) for character in plain)), True)
    return _Sum().add(_TOKEN.findall(plain)) if plain else None


def _read_decimals(plain: str) -> Numeral | None:
    match = _POINT.fullmatch(plain)
    whole = read_numeral(match["whole"]) if match else None
    if match is None or whole is None:
        return None
    number = float(f"{whole.value:.0f}." + "".join(str(_DIGITS[character]) for character in match["decimals"]))
    multiple = _Sum().add(["1", *match["multiple"]]) if match["multiple"] else Numeral(1.0, True)
    return Numeral(round(number * multiple.value, 6), whole.sure and multiple.sure) if multiple else None


class _Sum:
    """A numeral on the way, read from left to right: 1亿 | 2千 | 万."""

    def __init__(self) -> None:
        self.total = 0.0
        self.section = 0.0
        self.digit: float | None = None
        self.zero = False
        """Whether a 零 stands before what comes next: 三千零五 is 3005, 三千五 is 3500."""
        self.last_multiple = 0
        """The nearest multiple before: what may still come is smaller."""
        self.last_myriad = 0
        self.sure = True
        self.written = ""

    def add(self, tokens: list[str]) -> Numeral | None:
        for token in tokens:
            if token[0].isdigit() and token[0] not in _DIGITS:
                if self.digit is not None:
                    return None
                # 1.5亿2千万: what is less than a tenth was told already
                self.sure &= "." not in self.written
                self.digit = float(token)
                self.written = token
            elif token in _DIGITS:
                if self.digit is not None:
                    return None
                if _DIGITS[token] == 0 and self.last_multiple:
                    self.zero = True
                else:
                    self.digit = float(_DIGITS[token])
                    self.written = token
            elif token in _TENS:
                self._multiply(_TENS[token])
            elif token in _MYRIADS:
                if not self._close(token):
                    return None
            else:
                return None
        return Numeral(self.total + self.section + self._read_tail(), self.sure)

    def _multiply(self, multiple: int) -> None:
        within = self.last_multiple and self.last_multiple < min(_MYRIADS.values())
        if within and (multiple >= self.last_multiple or (self.digit is None and multiple > 10)):
            # 百千, 三百五千, 千百
            self.sure = False
        self.section += (1 if self.digit is None else self.digit) * multiple
        self.digit, self.last_multiple, self.zero = None, multiple, False

    def _close(self, token: str) -> bool:
        if self.digit is None and self.section == 0 and self.total == 0:
            return False
        self.section += self.digit or 0
        multiple = _MYRIADS[token]
        if self.last_myriad and (self.last_myriad == multiple or (token == "万" and self.section == 0)):
            # 3万5万, 3亿万
            self.sure = False
        # 万亿, 三万五千亿
        self.total = (self.total + self.section) * multiple if token == "亿" else self.total + self.section * multiple
        self.section, self.digit, self.zero = 0.0, None, False
        self.last_multiple = self.last_myriad = multiple
        return True

    def _read_tail(self) -> float:
        """The digits behind the last multiple: 三万五 and 3万5 are 35,000, 12万3456 is 123,456, 三万零五 is 30,005."""
        if self.digit is None:
            return 0.0
        if not self.last_multiple or self.zero or self.last_multiple == 10:
            return self.digit
        if self.digit.is_integer() and self.digit < 10 and len(self.written) == 1:
            return self.digit * self.last_multiple / 10
        if "." in self.written or len(self.written) != len(str(self.last_multiple)) - 1:
            self.sure = False
        return self.digit
