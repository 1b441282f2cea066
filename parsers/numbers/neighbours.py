"""Whether the page has garbled a number: what touches it belonged to it, or no place has so many of the thing."""

from __future__ import annotations

import re
from functools import cache

from parsers.records import Quantity
from parsers.seed import read_seed
from parsers.text.alternatives import any_of
from parsers.text.expressions import compile_expression, expression

_POINTS = ".·。"
_NUMERALS = frozenset("0123456789零〇一二两三四五六七八九十百千万亿")
_MULTIPLES = frozenset("十百千万亿")
_SUSPICIOUS = _NUMERALS | set(" -,、'’") | set(_POINTS)
_THREE = expression(r"\d{3}(?!\d)")
_YEAR = expression(r"(?<!\d)(?:19|20)\d{2}\Z")


def is_garbled(folded: str, text: str, taken: bytearray, quantity: Quantity) -> bool:
    """Whether the page lost a part of the number, or ran two of them together."""
    # (few stand beside anything that could matter, and this is asked of every number)
    suspicious = folded[quantity.char_start - 1 : quantity.char_start] in _SUSPICIOUS
    if not suspicious and quantity.unit and quantity.unit != "个":
        return False
    return is_touched(folded, text, taken, quantity) or is_impossible(folded, quantity)


def is_touched(folded: str, text: str, taken: bytearray, quantity: Quantity) -> bool:
    """Whether a digit, a point, a multiple or a dash stands at the number that is no part of it."""
    start = quantity.char_start
    if folded[start - 1 : start] in _SUSPICIOUS and (
        _touches_before(folded, text, taken, start) or _is_cut_at_comma(folded, text, quantity)
    ):
        return True
    return not quantity.unit and _touches_behind(folded, text, quantity.char_end)


def _touches_before(folded: str, text: str, taken: bytearray, start: int) -> bool:
    before = folded[start - 1 : start]
    further = folded[start - 2 : start - 1] if start > 1 else ""
    if before == "零":
        # 1亿元零500万元
        return True
    if before in _NUMERALS and before:
        # 12月4日5件 and 3镇2村 hold no such; 三万5千元 does. What was read as a number of its own ended there.
        return before.isdigit() or (further in _NUMERALS and bool(further) and not taken[start - 1])
    if before == " " and further.isdigit():
        # 7 1 .5%: blanks within; 2023 62件 is a year and a count
        return not taken[start - 2] and not _YEAR.search(folded, max(0, start - 6), start - 1)
    if before in ("'", "’"):
        # 1'234'567元
        return further.isdigit() and _THREE.match(folded, start) is not None
    if before and before in _POINTS:
        return further.isdigit() or further == before
    if before == "-":
        # ——62件 is punctuation, a line's first dash its bullet
        return further != "-" and not (further.isspace() or further in "(:,;。")
    return False


# 1,2345件, 98,5%: as typed; 12,15,18件 is a row, and a full-width comma ends a clause
_CUT = expression(r"\d{3}|\d%")
# 98，5%, 98、5%: any comma may have been meant for a point
_DECIMAL = expression(r"(?<=\d.)\d ?%")


def _is_cut_at_comma(folded: str, text: str, quantity: Quantity) -> bool:
    start = quantity.char_start
    if _DECIMAL.match(folded, start):
        return folded[start - 1] in ",、"
    return (
        text.startswith(",", start - 1) and folded[start - 2 : start - 1].isdigit() and bool(_CUT.match(folded, start))
    )


def _touches_behind(folded: str, text: str, end: int) -> bool:
    if text.startswith(",", end) and _CUT.match(folded, end + 1):
        return True
    behind, further = folded[end : end + 1], folded[end + 1 : end + 2]
    return behind.isdigit() or (behind in _MULTIPLES and bool(behind)) or (behind in _POINTS and further.isdigit())


_FEWEST = 20


def is_impossible(folded: str, quantity: Quantity) -> bool:
    """Whether more is counted than a province can have of the thing (seeds/most_of_a_kind.csv): 12821个省级先进制造业开发区."""
    if quantity.value <= _FEWEST or quantity.unit not in {"个", ""}:
        return False
    match = _thing().match(folded, quantity.char_end)
    return match is not None and quantity.value > _most()[match["thing"]]


@cache
def _most() -> dict[str, float]:
    return {row["thing"]: float(row["most"]) for row in read_seed("most_of_a_kind.csv")}


@cache
def _thing() -> re.Pattern[str]:
    return compile_expression(rf"[一-龥]{{0,8}}?(?P<thing>{any_of(_most())})(?=[,;。、\s]|$)")
