"""A number as a spreadsheet's format shows it: 0.985 as 98.5%, 12000 as 1.2万元 in `0!.0,"万元"`.

Source: ECMA-376, part 1, 18.8.30 (built-in formats) and 18.8.31 (codes).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from parsers.text.expressions import expression

CHINESE_DATES = frozenset({*range(27, 37), *range(50, 59)})
"""Numbers of the built-in formats that are dates and times where the spreadsheet's language is Chinese (18.8.30); no file writes them out."""

_TOKEN = expression(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)'
    r"|(?P<percent>%)|(?P<general>General)|(?P<plain>[\u4e00-\u9fff¥￥$€‰()+-]+)|.",
    re.IGNORECASE,
)
_FRACTION_OR_POWER = expression(r"/|E[+-]", re.IGNORECASE)
_LARGEST = 1e15
"""From here on a number in a cell is a code that lost its last digits, and no format says more of it."""


class _Layout:
    """The positive section of a format, cut into what stands before the point and behind it."""

    def __init__(self, section: str) -> None:
        self.whole: list[str] = []
        """Places of digits (`0`, `#`, `?`) and the literals between and around them, each in its place."""
        self.decimals = 0
        self.after: list[str] = []
        """Literals behind the last place."""
        self.multiple = Decimal(1)
        self.any_place = False
        commas = 0
        behind_point = False
        for match in _TOKEN.finditer(section):
            kind = match.lastgroup
            if kind == "digit":
                self.any_place, commas = True, 0
                if behind_point:
                    self.decimals += 1
                else:
                    self.whole.append(match[0])
            elif kind == "point":
                behind_point = True
            elif kind == "comma":
                # at the end of the places each comma takes a thousand away: 0.0,,"百万元"
                commas += 1
            elif kind:
                if kind == "percent":
                    self.multiple *= 100
                text = "" if kind == "general" else match[kind]
                self.any_place = self.any_place or kind == "general"
                (self.after if behind_point else self.whole).append(f"'{text}")
        self.multiple /= Decimal(1000) ** commas if self.any_place else 1


def write_number(value: float, form: str) -> str:
    """A number as its format shows it, without marks between thousands; `form` as the file holds it (`#,##0.0"件"`).

    A negative number keeps its sign whatever its section says: (12) in red would read as 12.
    """
    section = form.split(";")[0]
    if not abs(value) < _LARGEST or _FRACTION_OR_POWER.search(_without_literals(section)):
        return f"{value:.12g}"
    layout = _Layout(section)
    number = Decimal(repr(value)) * layout.multiple
    places = any(part in "0#?" for part in layout.whole) or layout.decimals
    if not places:
        words = "".join(part[1:] for part in (*layout.whole, *layout.after))
        return f"{value:.12g}" + words.strip()
    rounded = abs(number).quantize(Decimal(1).scaleb(-layout.decimals), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:f}".partition(".")
    sign = "-" if value < 0 and rounded else ""
    return (
        sign
        + (
            _lay(whole, layout.whole) + (f".{decimals}" if decimals else "") + "".join(p[1:] for p in layout.after)
        ).strip()
    )


def _without_literals(section: str) -> str:
    return "".join(
        match[0]
        for match in _TOKEN.finditer(section)
        if match.lastgroup not in {"quoted", "escaped"} and match[0][0] != "["
    )


def _lay(digits: str, parts: list[str]) -> str:
    """The digits in their places from the right, literals between them kept: 12 in `0!.0` is 1.2."""
    laid: list[str] = []
    first = next((n for n, part in enumerate(parts) if part in "0#?"), len(parts))
    for n in range(len(parts) - 1, -1, -1):
        part = parts[n]
        if part.startswith("'"):
            laid.append(part[1:])
        elif n == first:
            laid.append(digits or ("0" if part == "0" else ""))
            digits = ""
        else:
            laid.append(digits[-1:] or ("0" if part == "0" else ""))
            digits = digits[:-1]
    if first == len(parts):
        laid.insert(0, digits)
    return "".join(reversed(laid))
