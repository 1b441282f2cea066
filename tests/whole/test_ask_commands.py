"""`fazhi search`, `verify`, `export`, `dictionary`, `refresh`, `check --unmapped` and `sql` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import run_fazhi
from tests.view_samples import Figure, Part, build_report, load_reports
from tests.warehouse_samples import write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.publish.snapshot import publish_snapshot


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ask")
    con = open_warehouse(write_empty(folder / "warehouse.duckdb"))
    text = "全年行政复议调解结案61件。"
    report = build_report(
        "410928",
        2023,
        [Part("一、", "化解争议", "disputes", text)],
        [Figure("61件", "reconsideration.mediated", 61, "件")],
        name="河南省濮阳市濮阳县",
    )
    load_reports(con, [report])
    close_warehouse(con)
    publish_snapshot(folder / "warehouse.duckdb")
    return folder


def test_search_makes_its_index_and_marks_the_words(folder):
    done = run_fazhi("search", "行政复议", "調解", "--year", "2023", "--province", "河南", cwd=folder, home=folder)
    assert done.returncode == 0, done.stderr
    assert "【行政复议】【调解】结案61件" in done.stdout
    assert "共 1 段" in done.stdout
    nothing = run_fazhi("search", "行政复议", "--year", "2022", cwd=folder, home=folder)
    assert (nothing.returncode, "共 0 段" in nothing.stdout) == (0, True)
    again = run_fazhi("refresh", cwd=folder, home=folder)
    assert "0 reports refreshed, search index unchanged" in again.stdout


def test_search_without_words_is_a_wrong_call(folder):
    done = run_fazhi("search", "的", cwd=folder, home=folder)
    assert done.returncode == 2
    assert "两个字以上" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_ends_with_one_where_a_fact_does_not_hold(folder):
    done = run_fazhi("verify", "--all", cwd=folder, home=folder)
    assert done.returncode == 1
    assert "not_archived" in done.stdout  # these reports never came from a page
    assert "0 of 1 facts hold" in done.stdout


def test_export_of_a_year_that_is_not_there(folder):
    done = run_fazhi("export", folder / "out", "--format", "csv", cwd=folder, home=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads((folder / "out" / "manifest.json").read_text())["rows"]["report"] == 1
    assert run_fazhi("export", folder / "x", "--year", "1999", cwd=folder, home=folder).returncode == 2
    assert run_fazhi("export", folder / "x", "--format", "pdf", cwd=folder, home=folder).returncode == 2


def test_dictionary_writes_its_pages(folder):
    done = run_fazhi("dictionary", folder / "d", cwd=folder, home=folder)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (folder / "d").iterdir()} == {"tables.md", "indicators.md"}
    assert run_fazhi("dictionary", "--gold", folder, cwd=folder, home=folder).returncode == 2


def test_unmapped_labels_are_no_fault(folder):
    done = run_fazhi("check", "--unmapped", cwd=folder, home=folder)
    assert (done.returncode, "0 labels" in done.stdout) == (0, True)


@pytest.mark.parametrize("query", ["DELETE FROM report", "CREATE TABLE mine (x INT)", "DROP VIEW promise"])
def test_sql_refuses_to_write(folder, query):
    done = run_fazhi("sql", query, cwd=folder, home=folder)
    assert done.returncode == 2
    assert "数据未动" in done.stderr


def test_explain_lists_who_was_heard(folder):
    text = f"陵川县水务局2023年度法治政府建设情况报告\n2023年，我局推进法治政府建设，依法行政。\n{'开展行政执法检查12次，办理行政许可30件。' * 20}"
    (folder / "page.txt").write_text(text, encoding="utf-8")
    assert run_fazhi("ingest", "page.txt", "--warehouse", "w.duckdb", cwd=folder, home=folder).returncode == 0
    done = run_fazhi("explain", "140524-2023-department", "--warehouse", "w.duckdb", cwd=folder, home=folder)
    assert done.returncode == 0, done.stderr
    assert "陵川县水务局" in done.stdout
    assert "相符" in done.stdout
    unknown = run_fazhi("explain", "140524-1999", "--warehouse", "w.duckdb", cwd=folder, home=folder)
    assert (unknown.returncode, "140524-1999" in unknown.stderr) == (2, True)


def test_region_goes_with_known_alone(folder):
    done = run_fazhi("ingest", "--region", "4109", cwd=folder, home=folder)
    assert (done.returncode, "--known" in done.stderr) == (2, True)
