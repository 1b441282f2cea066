"""Where a number counts nothing: dates, numbering, captions, document numbers, hotlines, set phrases, names.

The kinds stand as data in `seeds/not_quantities.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from parsers.numbers.units import letters_of_units, unit_expression
from parsers.seed import read_seed
from parsers.text.expressions import compile_expression
from parsers.text.numerals import CHINESE_NUMERAL

# Trying fifty kinds at each character of a report is slow: these are the characters that one of them may begin with.
_POSSIBLE_START = r"(?=[\d\sA-Za-z零〇一二两三四五六七八九十百千万亿第前件《“‘「(\[…·电传邮编证备索信①-⒇㈠-㈩._+-])"


_OPENINGS = {
    "digit": r"(?=\d)",
    "numeral": "(?=[零〇一二两三四五六七八九十百千万亿])",
    "mark": r"(?![\d零〇一二两三四五六七八九十百千万亿])",
}
"""What the character that a kind begins with can be, by the word for it in the table: at a digit only half of the kinds are tried."""


@cache
def _blocking(only_names: bool) -> re.Pattern[str]:
    rows = read_seed("not_quantities.csv")
    if only_names:
        # All names begin with a mark of their own, which the search finds by itself.
        return compile_expression(_join(row["pattern"] for row in rows if row["kind"] == "name"))
    ways = (
        ahead + _join(row["pattern"] for row in rows if opening in (row["opens"] or opening).split())
        for opening, ahead in _OPENINGS.items()
    )
    return compile_expression(f"{_POSSIBLE_START}(?:{'|'.join(ways)})")


def _join(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(f"(?:{_fill(pattern)})" for pattern in patterns) + ")"


def _fill(pattern: str) -> str:
    marks = {"{d}": CHINESE_NUMERAL, "{letters}": letters_of_units(), "{unit}": unit_expression()}
    for mark, expression in marks.items():
        pattern = pattern.replace(mark, expression)
    return pattern.replace("{place}", _name_places()) if "{place}" in pattern else pattern


def _name_places() -> str:
    """The divisions whose names begin like a count, as an expression: 三元区, 五台县, 九台区."""
    counted = compile_expression(f"{CHINESE_NUMERAL}+{unit_expression()}")
    return "|".join(sorted({row["name"] for row in read_seed("regions.csv") if counted.match(row["name"])}))


def find_names(folded: str) -> bytearray:
    """For each character of `folded` (half-width text) 1 where it stands in a name or title (《》, “”), else 0."""
    return _mark(folded, _blocking(only_names=True))


def find_blocked(folded: str) -> bytearray:
    """As `find_names`, and 1 as well in dates, numbering, document numbers, hotlines and set phrases: no figure stands there."""
    return _mark(folded, _blocking(only_names=False))


def _mark(folded: str, expression: re.Pattern[str]) -> bytearray:
    blocked = bytearray(len(folded))
    for match in expression.finditer(folded):
        start, end = match.span()
        blocked[start:end] = b"\x01" * (end - start)
    for start, end in _find_straight_quotes(folded):
        blocked[start:end] = b"\x01" * (end - start)
    return blocked


def _find_straight_quotes(folded: str) -> list[tuple[int, int]]:
    """Names in straight quotation marks, paired from the line's start; a line with an odd one is left alone: which pair is open cannot be told."""
    spans: list[tuple[int, int]] = []
    if '"' not in folded:
        return spans
    start_of_line = 0
    for line in folded.split("\n"):
        marks = [start_of_line + n for n, character in enumerate(line) if character == '"']
        if len(marks) % 2 == 0:
            spans += [
                (a, b + 1)
                for a, b in zip(marks[::2], marks[1::2], strict=True)
                if b - a <= 46 and "。" not in folded[a:b]
            ]
        start_of_line += len(line) + 1
    return spans
