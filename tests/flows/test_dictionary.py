"""The dictionary and the list of what the catalogue lacks."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from flows.quality.accuracy import Count
from flows.quality.dictionary import write_indicators, write_tables
from parsers.seed import read_seed
from tests.view_samples import Figure, Part, build_report, load_reports
from tests.warehouse_samples import connect_in_memory
from warehouse.check.unmapped import rank_unmapped_labels
from warehouse.site.wording import THEMES

APPLIED = "reconsideration.applications"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_in_memory() as con:
        yield con


def load_figures(con: duckdb.DuckDBPyConnection, labels: dict[str, list[str]]) -> None:
    pages = []
    for region, names in labels.items():
        text = "。".join(f"{name}计{number + 11}件" for number, name in enumerate(names))
        figures = [Figure(f"{number + 11}件", None, number + 11, "件", label=name) for number, name in enumerate(names)]
        pages.append(build_report(region, 2022, [Part("一、", region, "other", text)], figures))
    load_reports(con, pages)


def test_every_table_and_column_is_told_in_chinese(con):
    page = write_tables(con)
    assert "## report（表）" in page
    assert "## indicator_series（视图）" in page
    assert "| `value` | DOUBLE | 数值，按 unit 列的基本单位" in page
    assert "fact_indicator_unknown" not in page
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 200
    assert all(line.split("|")[3].strip() for line in rows)


def test_every_indicator_has_definition_unit_rules_and_accuracy(con):
    page = write_indicators(con, {APPLIED: Count(right=9, wrong=1, missed=0)})
    headings = [line for line in page.splitlines() if line.startswith("### ")]
    assert len(headings) == len(read_seed("indicators.csv"))
    part = page.split(f"`{APPLIED}`")[1].split("### ")[0]
    assert "- 单位：件（计数 count）" in part
    assert "- 如何识别：单位为件" in part
    assert "“复议”" in part
    assert "准确率 9/10 = 0.90（0.60–0.98），召回率 9/9 = 1.00（0.70–1.00）" in part
    assert "标注中没有此指标" in page
    assert "本次未作实测" in write_indicators(con, None)


def test_the_contract_comes_first_and_inner_tables_stand_apart(con):
    page = write_tables(con)
    order = [
        page.index(f"## {name}（") for name in ("report", "fact_indicator", "run", "indicator_series", "derived_state")
    ]
    assert order == sorted(order)
    views, inner = page.index("# 数据字典：视图"), page.index("# 数据字典：内部的表")
    assert order[2] < views < order[3] < inner < order[4]
    assert "Question: how did an indicator go over the years" in page


@pytest.mark.parametrize(
    ("words", "told", "untold"),
    [
        (("reconsideration",), (f"`{APPLIED}`", "Reconsideration applications"), ("`legal_aid.handled`",)),
        (("复议", "受理"), ("`reconsideration.accepted`",), (f"`{APPLIED}`", "`legal_aid.handled`")),
        (("Disputes",), (f"`{APPLIED}`", "## 纠纷化解（disputes）"), ("## 行政执法",)),
        (("纠纷化解",), (f"`{APPLIED}`",), ("## 行政执法",)),
    ],
)
def test_words_narrow_the_indicators(con, words, told, untold):
    page = write_indicators(con, None, words)
    assert [word for word in told if word not in page] == []
    assert [word for word in untold if word in page] == []


def test_words_narrow_the_tables_to_a_relation_or_to_columns(con):
    page = write_tables(con, ("period_start",))
    assert "| `period_start` |" in page
    assert "| `value` |" not in page
    assert "| `value` |" in write_tables(con, ("fact_indicator",))
    assert write_tables(con, ("火星",)) == write_indicators(con, None, ("火星",)) == ""


def test_themes_are_called_as_on_the_site(con):
    page = write_indicators(con, None)
    for row in read_seed("indicators.csv"):
        assert f"## {THEMES[row['theme']]}（{row['theme']}）" in page


def test_examples_come_from_the_warehouse_with_their_source(con):
    parts = [Part("一、", "复议", "disputes", "本年度收到复议申请77件。")]
    load_reports(con, [build_report("410928", 2022, parts, [Figure("77件", APPLIED, 77, "件")])])
    part = write_indicators(con, None).split(f"`{APPLIED}`")[1].split("### ")[0]
    assert "本年度收到复议申请77件。 → **77件**（" in part
    assert "https://410928.example.gov.cn/2022-county.html" in part


def test_labels_that_many_reports_share_come_first(con):
    load_figures(
        con,
        {
            "410928": ["全县设立法律书屋", "培育调解品牌"],
            "410922": ["设立法律书屋", "培育调解品牌", "独有之事"],
            "410923": ["本县设立法律书屋"],
        },
    )
    ranked = rank_unmapped_labels(con)
    assert [(label.label, label.reports, label.figures) for label in ranked] == [
        ("设立法律书屋", 3, 3),
        ("培育调解品牌", 2, 2),
    ]
    assert ranked[0].sentence.startswith("全县设立法律书屋") or "法律书屋" in ranked[0].sentence
