"""Releases: complete, readable by others, equal byte for byte, and citable cell by cell."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
import yaml

from tests.view_samples import Figure, Part, build_report, load_reports
from tests.warehouse_samples import connect_in_memory
from warehouse.publish.export import ExportError, ExportFormat, export_release


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    pages = [
        build_report(
            "410928",
            year,
            [Part("一、", "复议", "disputes", f"全年收到{61 + year - 2022}件，罚款=1+2元，“引号”,逗号。")],
            [Figure(f"{61 + year - 2022}件", "reconsideration.applications", 61 + year - 2022, "件")],
            published=dt.date(year + 1, 3, 1),
        )
        for year in (2022, 2023)
    ]
    with connect_in_memory() as con:
        load_reports(con, pages)
        yield con


def read_tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", list(ExportFormat))
def test_two_exports_are_equal_and_the_manifest_names_every_file(con, tmp_path, form):
    first = export_release(con, tmp_path / "one", form)
    time.sleep(2.1 if form is ExportFormat.XLSX else 0)  # zip files tell the time in steps of two seconds
    second = export_release(con, tmp_path / "two", form)
    tree = read_tree(tmp_path / "one")
    assert tree == read_tree(tmp_path / "two")
    assert first.digest == second.digest
    manifest = json.loads(tree["manifest.json"])
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    assert listed == {name: hashlib.sha256(body).hexdigest() for name, body in tree.items() if name != "manifest.json"}
    assert manifest["parser_versions"] == ["1"]
    assert manifest["rows"]["fact_indicator"] == 2
    assert first.digest in tree["CITATION.txt"].decode()
    assert "| value | DOUBLE | 数值" in tree["codebook.md"].decode()
    for name in ("README.md", "CITATION.cff", "CITATION.txt", "codebook.md", "manifest.json"):
        assert first.digest in tree[name].decode(), name
    assert "CC-BY-4.0" in tree["LICENSE.md"].decode()


def test_same_data_has_one_version_in_every_format_and_other_data_another(con, tmp_path):
    versions = {export_release(con, tmp_path / form, form).digest for form in ExportFormat}
    assert len(versions) == 1
    assert export_release(con, tmp_path / "year", ExportFormat.CSV, 2023).digest not in versions
    with con.cursor() as changed:
        changed.begin()
        changed.execute("UPDATE fact_indicator_2023 SET value = value + 1")
        assert export_release(changed, tmp_path / "changed", ExportFormat.CSV).digest not in versions
        changed.rollback()


def test_codebook_lists_the_columns_that_are_there(con, tmp_path):
    export_release(con, tmp_path / "book", ExportFormat.XLSX)
    export_release(con, tmp_path / "csv", ExportFormat.CSV)
    pages = [
        (tmp_path / name / "codebook.md").read_text(encoding="utf-8").split("## section")[0] for name in ("book", "csv")
    ]
    assert ["| text |" in page for page in pages] == [False, True]
    assert "2 行，在 report.csv" in pages[1]
    assert "fazhi.xlsx" in pages[0]


def test_citation_file_is_what_its_standard_asks_for(con, tmp_path):
    export_release(con, tmp_path / "out", ExportFormat.CSV)
    told = yaml.safe_load((tmp_path / "out" / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(told)
    assert (told["type"], told["license"], told["authors"]) == ("dataset", "CC-BY-4.0", [{"name": "fazhi"}])
    assert "（2022—2023）" in told["title"]


@pytest.mark.parametrize("form", list(ExportFormat))
def test_readme_says_how_each_program_reads_this_format(con, tmp_path, form):
    export_release(con, tmp_path / "out", form)
    told = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    for program in ("pandas", "R：", "Stata", "Excel"):
        assert program in told


def test_what_came_from_a_file_is_cited_by_its_name_and_digest(tmp_path):
    with connect_in_memory() as con:
        page = build_report(
            "410928", 2023, [Part("一、", "复议", "disputes", "全年收到61件。")], [Figure("61件", None, 61, "件")]
        )
        page = replace(page, url="file:///home/somebody/%E6%88%91%E7%9A%84/%E6%8A%A5%E5%91%8A%202023.html")
        load_reports(con, [page])
        export_release(con, tmp_path / "out", ExportFormat.CSV)
    whole = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "somebody" not in whole
    row = next(csv.DictReader((tmp_path / "out" / "fact_indicator.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert "本地文件 报告 2023.html（SHA-256 " in row["citation"]
    assert ("file:" in row["citation"], row["quote_url"]) == (False, "")


def test_csv_opens_in_excel_with_chinese_intact(con, tmp_path):
    export_release(con, tmp_path / "out", ExportFormat.CSV)
    body = (tmp_path / "out" / "report.csv").read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(body.decode("utf-8-sig").splitlines(keepends=True)))
    assert [row["report_id"] for row in rows] == ["410928-2022", "410928-2023"]
    assert rows[0]["text"] == "一、复议\n全年收到61件，罚款=1+2元，“引号”,逗号。"


def test_parquet_is_partitioned_by_year(con, tmp_path):
    export_release(con, tmp_path / "out", ExportFormat.PARQUET)
    assert (tmp_path / "out" / "fact_indicator" / "year=2023" / "data.parquet").is_file()
    rows = con.execute(
        f"SELECT year, value FROM read_parquet('{tmp_path}/out/fact_indicator/*/*.parquet', hive_partitioning=true) ORDER BY 1"
    ).fetchall()
    assert rows == [(2022, 61), (2023, 62)]


def test_a_single_year(con, tmp_path):
    export = export_release(con, tmp_path / "out", ExportFormat.DATAPACKAGE, 2023)
    assert export.rows["report"] == export.rows["fact_indicator"] == 1
    assert export.rows["dim_indicator"] > 100


def test_data_package_describes_every_column(con, tmp_path):
    export_release(con, tmp_path / "out", ExportFormat.DATAPACKAGE)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    for resource in package["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]
    facts = next(resource for resource in package["resources"] if resource["name"] == "fact_indicator")
    types = {field["name"]: field["type"] for field in facts["schema"]["fields"]}
    assert (types["value"], types["year"], types["period_start"], types["label"]) == (
        "number",
        "integer",
        "date",
        "string",
    )
    titles = {field["name"]: field["title"] for field in facts["schema"]["fields"]}
    assert titles["char_end"] == "quote 在 report.text 中的终点"
    limits = {field["name"]: field.get("constraints", {}) for field in facts["schema"]["fields"]}
    assert limits["qualifier"] == {"enum": ["exact", "over", "about", "at_least", "at_most"]}
    assert limits["fact_id"] == {"required": True}
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["title"] == "中国法治政府建设年度报告数据集（2022—2023）"
    for resource in package["resources"]:
        body = (tmp_path / "out" / resource["path"]).read_bytes()
        assert resource["title"]
        assert (resource["hash"], resource["bytes"]) == (f"sha256:{hashlib.sha256(body).hexdigest()}", len(body))
    assert facts["schema"]["primaryKey"] == ["fact_id"]
    assert facts["schema"]["foreignKeys"][0]["reference"] == {"resource": "report", "fields": ["report_id"]}


def test_each_cell_is_citable_and_its_address_leads_to_the_quote(con, tmp_path):
    export_release(con, tmp_path / "out", ExportFormat.CSV)
    text = (tmp_path / "out" / "fact_indicator.csv").read_text(encoding="utf-8-sig")
    row = next(csv.DictReader(text.splitlines()))
    assert row["quote_url"].startswith("https://410928.example.gov.cn/2022-county.html#:~:text=")
    prefix, quote = (unquote(part) for part in row["quote_url"].split("#:~:text=")[1].split("-,"))
    assert (prefix, quote) == ("全年收到", "61件")
    for part in ("某人民政府", "2022年度法治政府建设情况报告", "2023-03-01", row["fact_id"], "第 10—12 字“61件”"):
        assert part in row["citation"], part


def test_workbook_keeps_texts_as_texts(con, tmp_path):
    export_release(con, tmp_path / "out", ExportFormat.XLSX)
    with zipfile.ZipFile(tmp_path / "out" / "fazhi.xlsx") as book:
        sheets = book.read("xl/workbook.xml").decode()
        bodies = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
    assert 'name="fact_2022"' in sheets
    assert 'name="字段说明"' in sheets
    assert "<f>" not in bodies  # no formula came out of a text
    assert "410928-2022" in bodies


def test_a_folder_of_somebody_else_is_left_alone(con, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="里有别的文件"):
        export_release(con, tmp_path, ExportFormat.CSV)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_another_release_is_left_alone_unless_it_is_to_be_replaced(con, tmp_path):
    former = export_release(con, tmp_path / "out", ExportFormat.PARQUET)
    before = read_tree(tmp_path / "out")
    for form, year in ((ExportFormat.CSV, None), (ExportFormat.PARQUET, 2022)):
        with pytest.raises(ExportError, match=f"(?s)另一份发布版 {former.digest}.*--replace"):
            export_release(con, tmp_path / "out", form, year)
        assert read_tree(tmp_path / "out") == before
    again = export_release(con, tmp_path / "out", ExportFormat.PARQUET)
    assert (again.digest, read_tree(tmp_path / "out")) == (former.digest, before)
    other = export_release(con, tmp_path / "out", ExportFormat.CSV, 2022, over_another=True)
    assert (other.replaced.version, other.replaced.format, other.replaced.reports) == (former.digest, "parquet", 2)
    names = set(read_tree(tmp_path / "out"))
    assert "report.csv" in names
    assert not any(name.endswith(".parquet") for name in names)
