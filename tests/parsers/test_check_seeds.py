"""Every cell of `seeds/` is what `seeds/tables.csv` declares, and a wrong one is named with its place and what would be right."""

from __future__ import annotations

import pytest

from parsers.seed import read_seed, read_table
from parsers.seed_check import SeedError, check_all, check_table, find_faults, list_columns, list_tables

WRONG = [
    ("indicators.csv", "theme", "litigation", "disputes"),
    ("indicators.csv", "kind", "flow", "count"),
    ("indicators.csv", "unit", "furlong", "units.csv:unit"),
    ("indicators.csv", "indicator_id", "Legal Aid", "identifier"),
    ("indicators.csv", "name_zh", "", "empty"),
    ("consistency.csv", "result", "litigation.lozt", "indicators.csv:indicator_id"),
    ("consistency.csv", "parts", "litigation.lost litigation.lozt", "litigation.lozt"),
    ("indicator_rules.csv", "clause", "conclude|aceept", "aceept"),
    ("indicator_rules.csv", "unless", "screen&retian", "retian"),
    ("indicator_rules.csv", "unit", "cases", "units.csv:class"),
    ("concepts.csv", "role", "verb", "act"),
    ("concepts.csv", "words", "接办|承办|接办", "接办” 在此格中写了两次 stands twice"),
    ("concepts.csv", "hides", "nothing_known", "concepts.csv:concept"),
    ("units.csv", "factor", "ten", "number"),
    ("units.csv", "chinese", "sometimes", "tens"),
    ("genres.csv", "pattern", "(法治", "pattern"),
    ("not_quantities.csv", "pattern", "{d}[", "pattern"),
    ("page_labels.csv", "field", "author", "issuer"),
    ("themes.csv", "weight", "strong", "integer"),
    ("reasons.csv", "retry", "soon", "later"),
    ("caliber_breaks.csv", "effective_on", "2024-13-01", "date"),
    ("caliber_breaks.csv", "indicator_pattern", "reconsidering.*", "indicators.csv:indicator_id"),
    ("sources.csv", "region_code", "99999", "code"),
    ("sources.csv", "region_code", "999999", "regions.csv:code"),
    ("sources.csv", "kind", "rss2", "feed"),
    ("townships.csv", "county_code", "000001", "regions.csv:code"),
]


def test_all_tables_are_as_declared() -> None:
    check_all()


@pytest.mark.parametrize(("file", "column", "value", "told"), WRONG, ids=[f"{w[0]}-{w[1]}-{w[2]}" for w in WRONG])
def test_a_wrong_cell_is_named(file: str, column: str, value: str, told: str) -> None:
    rows = [dict(row) for row in read_seed(file)]
    rows[2][column] = value
    with pytest.raises(SeedError) as raised:
        check_table(file, tuple(rows))
    [fault] = [fault for fault in raised.value.faults if fault.column == column][:1]
    assert (fault.file, fault.row) == (file, 3)
    assert told in str(fault)
    assert "row 3" in str(fault)


def test_a_cell_that_a_comma_splits_is_told() -> None:
    rows = [dict(row) for row in read_seed("genres.csv")]
    # a pattern with {2,8} and no quotation marks around it
    rows[1][None] = ["8}"]  # type: ignore[index]
    with pytest.raises(SeedError, match=r"row 2, example.*more cells than columns"):
        check_table("genres.csv", tuple(rows))


@pytest.mark.parametrize("file", [name for name in list_tables() if list_columns(name)[0]["key"]])
def test_a_name_given_twice_is_told_with_both_rows(file: str) -> None:
    rows = read_seed(file)
    if not rows:
        pytest.skip("the table is empty")
    [fault] = list(find_faults(file, (*rows[:50], rows[0])))
    assert "row 1" in str(fault)
    assert fault.row == min(50, len(rows)) + 1


def test_a_table_with_other_columns_or_short_rows_is_told() -> None:
    [fault] = list(find_faults("themes.csv", read_table("word,theme\n党,leadership\n")))
    assert "word,theme,weight,example" in str(fault)
    faults = list(find_faults("themes.csv", read_table("word,theme,weight,example\n党,leadership\n")))
    assert [fault.column for fault in faults] == ["weight", "example"]
    assert list(find_faults("unknown.csv", ()))
