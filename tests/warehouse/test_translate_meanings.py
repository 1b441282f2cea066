"""Every table and column says in English what it says in Chinese, wherever a dictionary goes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.quality.dictionary import write_tables
from parsers.seed import read_seed
from tests.view_samples import Figure, Part, build_report, load_reports
from tests.warehouse_samples import write_empty
from warehouse.database import open_warehouse
from warehouse.publish.dictionary import describe_relations, translate
from warehouse.publish.export import ExportFormat, export_release
from warehouse.publish.questions import list_columns, list_tables
from warehouse.publish.release import TABLES, describe_table

HAN = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    con = open_warehouse(write_empty(tmp_path_factory.mktemp("meanings") / "w.duckdb"))
    figure = Figure("62件", "reconsideration.applications", 62, "件")
    load_reports(con, [build_report("421222", 2023, [Part("一、", "复议", "disputes", "收到申请62件。")], [figure])])
    yield con
    con.close()


def list_meanings(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What has a meaning, by its name: relations, their columns, and the columns that a release adds."""
    meanings = {}
    for relation in describe_relations(con):
        meanings[relation.name] = relation.comment
        meanings |= {f"{relation.name}.{column.name}": column.comment for column in relation.columns}
    for table in TABLES:
        meanings |= {f"{table.name}.{column.name}": column.comment for column in describe_table(con, table)}
    return meanings


def test_no_meaning_is_without_english(con: duckdb.DuckDBPyConnection) -> None:
    meanings = list_meanings(con)
    assert len(meanings) > 700
    assert [name for name, comment in meanings.items() if not comment] == []
    assert [name for name, comment in meanings.items() if not translate(comment)] == [], (
        "add a row to seeds/meanings.csv"
    )


def test_english_says_no_more_and_no_less(con: duckdb.DuckDBPyConnection) -> None:
    rows = read_seed("meanings.csv")
    assert {row["meaning_zh"] for row in rows} - set(list_meanings(con).values()) == set(), "rows that nothing uses"
    assert [row["meaning_en"] for row in rows if len(HAN.findall(row["meaning_en"])) > 16] == []
    # Codes stand in English as they stand in Chinese: in_time, machine_value, report.year.
    code = re.compile(r"[a-z]+(?:_[a-z]+)+")
    lost = {
        row["meaning_zh"]: sorted(set(code.findall(row["meaning_zh"])) - set(code.findall(row["meaning_en"])))
        for row in rows
    }
    assert {zh: codes for zh, codes in lost.items() if codes} == {}


def test_a_column_of_the_catalogue_is_told_by_its_english_name(con: duckdb.DuckDBPyConnection) -> None:
    [meaning] = [row[3] for row in list_columns(con, "indicator_wide") if row[0] == "reconsideration_applications"]
    assert "(件), indicator reconsideration.applications" in meaning
    assert translate("seeds/indicators.csv 的附加列 origin") == "Further column origin of seeds/indicators.csv"
    assert translate("没有译过的话") == ""


def test_the_dictionary_has_both_and_is_found_by_either(con: duckdb.DuckDBPyConnection) -> None:
    page = write_tables(con)
    for relation in describe_relations(con):
        assert relation.english in page
    assert "Days late; null where it is not" in write_tables(con, ["days late"])
    assert all(english for *_, english in list_tables(con))


def test_codebook_and_package_have_both(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export_release(con, tmp_path, ExportFormat.DATAPACKAGE)
    package = json.loads(next(tmp_path.rglob("datapackage.json")).read_text(encoding="utf-8"))
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert len(fields) > 100
    assert [field["name"] for field in fields if not field["description_en"]] == []
    assert all(resource["description_en"] for resource in package["resources"])
    codebook = next(tmp_path.rglob("codebook.md")).read_text(encoding="utf-8")
    assert [field["name"] for field in fields if field["description_en"].replace("|", "/") not in codebook] == []
