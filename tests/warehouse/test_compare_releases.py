"""What is different between two releases or warehouses: told by figure and by indicator, whatever their formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from parsers.records import ParsedPage
from tests.view_samples import Figure, Part, build_report, load_reports
from tests.warehouse_samples import write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.publish.difference import COLUMNS, NotComparable, compare_releases
from warehouse.publish.export import ExportFormat, export_release

APPLIED, MEETINGS = "reconsideration.applications", "leadership.meetings"


def build(code: str, figures: Sequence[tuple[str, str | None, float]]) -> ParsedPage:
    text = "".join(f"第{place}事=共{quote}。" for place, (quote, _, _) in enumerate(figures))
    return build_report(
        code,
        2023,
        [Part("一、", "诸事", "disputes", text)],
        [Figure(quote, indicator, value, quote[-1]) for quote, indicator, value in figures],
        name="河南省濮阳市濮阳县" if code == "410928" else "河南省濮阳市清丰县",
    )


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two warehouses, each beside its releases in every format."""
    folder = tmp_path_factory.mktemp("sides")
    pages = {
        "old": [
            build("410928", [("61件", APPLIED, 61), ("3次", MEETINGS, 3), ("7人", None, 7)]),
            build("410922", [("9件", APPLIED, 9)]),
        ],
        # The first figure is read otherwise, the second has another name, the third is gone with its sentence, one is new.
        "new": [build("410928", [("61件", APPLIED, 61.5), ("3次", None, 3), ("8人", None, 8)])],
    }
    for name, reports in pages.items():
        con = open_warehouse(write_empty(folder / f"{name}.duckdb"))
        load_reports(con, reports)
        for form in ExportFormat:
            export_release(con, folder / f"{name}.{form}", form)
        close_warehouse(con)
    return folder


KINDS = ("duckdb", "parquet", "csv", "datapackage")


@pytest.mark.parametrize(
    ("before", "after"), [*zip(KINDS, KINDS, strict=True), ("parquet", "duckdb"), ("duckdb", "csv")]
)
def test_figures_added_changed_and_gone(sides, before, after):
    found = compare_releases(sides / f"old.{before}", sides / f"new.{after}")
    assert (found.reports_added, found.reports_gone) == ((), ("410922-2023",))
    assert (found.old.reports, found.old.figures, found.new.figures) == (2, 4, 3)
    assert found.old.version != found.new.version
    assert [(row[0], *row[2:]) for row in found.summary] == [(MEETINGS, 0, 1, 0), (APPLIED, 0, 1, 1), (None, 1, 0, 1)]
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in found.figures]
    changed = {row["quote"]: row for row in rows if row["change"] == "changed"}
    assert (changed["61件"]["fields"], changed["61件"]["old_value"], changed["61件"]["new_value"]) == (
        "value",
        61,
        61.5,
    )
    assert (changed["3次"]["fields"], changed["3次"]["new_indicator_id"]) == ("indicator_id", None)
    assert {(row["change"], row["quote"], row["region_name"]) for row in rows if row["change"] != "changed"} == {
        ("added", "8人", "河南省濮阳市濮阳县"),
        ("gone", "7人", "河南省濮阳市濮阳县"),
        ("gone", "9件", "河南省濮阳市清丰县"),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_same_data_differ_in_nothing_whatever_the_format(sides, kind):
    found = compare_releases(sides / "old.duckdb", sides / f"old.{kind}")
    assert (found.figures, found.summary, found.reports_added, found.reports_gone) == ((), (), (), ())
    assert found.old.version == found.new.version


def test_what_cannot_be_compared_says_what_to_do(sides, tmp_path):
    with pytest.raises(NotComparable, match="parquet"):
        compare_releases(sides / "old.xlsx", sides / "new.csv")
    with pytest.raises(NotComparable, match="fazhi export"):
        compare_releases(tmp_path, sides / "new.csv")
