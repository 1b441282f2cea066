"""One bound of sureness: what the series, the site's marks and the front page's findings call sure is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.view_samples import Figure, Part, build_report, fetch, load_reports
from tests.warehouse_samples import write_empty
from warehouse.database import open_warehouse
from warehouse.derive.settling import unsettle_years
from warehouse.derive.view_files import DOUBTFUL, SURE
from warehouse.derive.views import list_views, read_question
from warehouse.site.build import build_site

FIGURES = (
    ("61件", "reconsideration.applications", SURE),
    ("62件", "reconsideration.accepted", SURE - 0.01),
    ("63件", "reconsideration.concluded", 0.3),
    ("64件", "mediation.cases", 0.99),
)
IN_DOUBT = {"62件"}
"""63件 is judged right by a person."""


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_warehouse(write_empty(tmp_path_factory.mktemp("sure") / "w.duckdb"))
    text = "。".join(f"全年办理{quote}" for quote, _, _ in FIGURES) + "。"
    figures = [
        Figure(quote, name, float(quote[:2]), "件", confidence=confidence) for quote, name, confidence in FIGURES
    ]
    load_reports(con, [build_report("421222", 2023, [Part("一、", "复议", "disputes", text)], figures)])
    unsettle_years(con, [2023])
    con.execute("UPDATE fact_indicator_2023 SET judged = 'right', judged_by = '甲' WHERE quote = '63件'")
    yield con
    con.close()


def test_sql_and_the_order_of_choice_agree(con: duckdb.DuckDBPyConnection) -> None:
    assert {quote for (quote,) in fetch(con, f"SELECT quote FROM fact_indicator WHERE {DOUBTFUL}")} == IN_DOUBT
    unsure = "SELECT quote FROM indicator_candidate WHERE rank_key // 1000000000000 % 2 = 1"
    assert {quote for (quote,) in fetch(con, unsure)} == IN_DOUBT
    assert f"confidence from {SURE}" in read_question("indicator_candidate")
    assert not [name for name in list_views() if "{" in read_question(name)]


def test_the_site_marks_what_is_in_doubt_and_nothing_else(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    build_site(con, tmp_path / "site")
    report = (tmp_path / "site/report/421222-2023.html").read_text(encoding="utf-8")
    assert report.count("flag unsure") == len(IN_DOUBT)
    assert f"存疑 {SURE - 0.01:.2f}" in report
    region = (tmp_path / "site/region/421222.html").read_text(encoding="utf-8")
    assert region.count("存疑") == len(IN_DOUBT)
    assert f"低于 {SURE}" in (tmp_path / "site/about.html").read_text(encoding="utf-8")
