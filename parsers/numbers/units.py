"""Measure words: what they count, in which base unit, and the expression that finds them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.seed import read_seed
from parsers.text.alternatives import any_of


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word as it is written, turned into the unit of the fact table."""

    name: str
    factor: float
    chinese: str
    """When a numeral in Chinese characters before it is a count: always, tens or never."""


NO_UNIT = Unit("", 1, "")


@cache
def list_units() -> dict[str, Unit]:
    """The units of seeds/units.csv by the word that is written."""
    return {row["written"]: Unit(row["unit"], float(row["factor"]), row["chinese"]) for row in read_seed("units.csv")}


@cache
def unit_classes() -> dict[str, str]:
    """The class of each normalised unit (`件` → case, `%` → rate); units of one class count the same kind of thing."""
    return {row["unit"]: row["class"] for row in read_seed("units.csv")}


@cache
def _list_denominators() -> dict[str, str]:
    return {row["written"]: row["unit"] for row in read_seed("unit_denominators.csv")}


_SHARES = {"%", "‰"}


@cache
def read_unit(written: str) -> Unit:
    """The unit that `written` stands for: a row of the table, or one over another (微克/立方米, mg/L).

    Raises KeyError for what `unit_expression` does not find.
    """
    units = list_units()
    if written in units:
        return units[written]
    above, *below = re.split("([/·])", written)
    # 80菌落/毫升: what stands over the stroke may be anything
    unit = units.get(above) or Unit(above, 1, "never")
    if unit.name in _SHARES:
        # 最高0.5%/年: a rate all the same
        return unit
    shown = (word if word in "/·" else _list_denominators()[word.strip()] for word in below)
    return Unit("".join([unit.name, *shown]), unit.factor, "never")


@cache
def unit_expression() -> str:
    """An expression for any measure word, the longest first, in text of half width."""
    rows = sorted(read_seed("units.csv"), key=lambda row: -len(row["written"]))
    # 12件事, 3人大, 5部门, 6家庭, 3次生: a measure word that begins another word measures nothing.
    words = "|".join(
        re.escape(row["written"])
        + (f"(?![{row['not_before']}])" if row["not_before"] else "")
        + ("(?![A-Za-z])" if row["written"][-1].isascii() and row["written"][-1].isalpha() else "")
        for row in rows
    )
    # A look at the first character first: what follows most digits is another digit.
    first = "".join(re.escape(character) for character in sorted({row["written"][0] for row in rows}))
    below = any_of(_list_denominators())
    return f"(?:(?=[{first}])(?:{words})|[一-龥]{{2,4}}(?=/ ?(?:{below})))(?:/ ?(?:{below})(?![A-Za-z])(?:·(?:{below}))?){{0,2}}"


@cache
def letters_of_units() -> str:
    """An expression for the units in letters (mg/L): digits before them are no name like 5G."""
    words = {
        row["written"] for row in read_seed("units.csv") if row["written"].isascii() and row["written"][0].isalpha()
    }
    return any_of(words)
