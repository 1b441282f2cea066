"""What the end of a run does to a file that grew piece by piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse_samples import NOON, VERSION, make_item, make_report, write_empty
from warehouse import database
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.load.load import load_pages
from warehouse.store import queries
from warehouse.store.queries import fold_log

PIECES = 5


def grow(path: Path) -> None:
    """A run whose log was folded in after each report."""
    con = open_warehouse(write_empty(path))
    run_id = start_run(con, "ingest", {}, NOON)
    for year in range(2015, 2015 + PIECES):
        page = make_report(f"https://www.example.gov.cn/{year}.html", year=year)
        load_pages(con, run_id, [make_item(page)], VERSION)
        fold_log(con)
    end_run(con, run_id, NOON)
    close_warehouse(con)


def count_groups(path: Path) -> int:
    with open_read_only(path) as con:
        assert con.execute("SELECT count(*), count(DISTINCT report_id) FROM section").fetchall() == [
            (2 * PIECES, PIECES)
        ]
        [(groups,)] = con.execute("SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('section')").fetchall()
    return int(groups)


def test_small_warehouse_is_put_together(tmp_path: Path) -> None:
    grow(tmp_path / "warehouse.duckdb")
    assert count_groups(tmp_path / "warehouse.duckdb") == 1


def test_large_warehouse_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SMALL_SECTIONS", 0)
    grow(tmp_path / "warehouse.duckdb")
    assert count_groups(tmp_path / "warehouse.duckdb") == PIECES


@pytest.mark.parametrize(("bound", "value"), [("_RUNS", 1), ("_LIVING", 1.1)])
def test_large_warehouse_with_many_runs_or_deleted_rows_is_put_together(
    bound: str, value: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SMALL_SECTIONS", 0)
    monkeypatch.setattr(database, bound, value)
    grow(tmp_path / "warehouse.duckdb")
    assert count_groups(tmp_path / "warehouse.duckdb") == 1
