"""`import fazhi`: what it gives, in which types, and that a wheel brings it under that name and no other."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import fazhi
import pyarrow as pa
import pytest

from tests.command_line import make_environment, write_report
from tests.conftest import ROOT
from tests.view_samples import Figure, Part, build_report, load_reports
from warehouse.database import close_warehouse, open_warehouse
from warehouse.publish.snapshot import publish_snapshot

APPLIED = "reconsideration.applications"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "warehouse.duckdb"
    con = open_warehouse(path)
    pages = []
    for code, name in (("410928", "河南省濮阳市濮阳县"), ("130102", "河北省石家庄市长安区")):
        for year in (2021, 2022, 2023):
            parts = [Part("一、", "复议", "disputes", f"{name}全年收到复议申请{year - 1960}件，罚款未说。")]
            figures = [Figure(f"{year - 1960}件", APPLIED, year - 1960, "件")]
            pages.append(build_report(code, year, parts, figures, name=name))
    load_reports(con, pages)
    close_warehouse(con)
    publish_snapshot(path)
    return path


def test_connection_reads_and_cannot_write(warehouse):
    with fazhi.connect(warehouse) as con:
        assert con.sql("SELECT count(*) FROM indicator_series").fetchall() == [(6,)]
        with pytest.raises(duckdb.Error):
            con.execute("DELETE FROM report")
        con.execute("CREATE TEMP TABLE mine AS SELECT 1")


def test_series_of_an_indicator_by_id_or_name_narrowed(warehouse):
    whole = fazhi.indicator(APPLIED, warehouse)
    rows = whole.arrow().select(["region_code", "year", "value"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        (code, year, year - 1960.0) for code in ("130102", "410928") for year in (2021, 2022, 2023)
    ]
    assert len(fazhi.indicator("收到行政复议申请件数", warehouse)) == 6
    assert len(fazhi.indicator(APPLIED, warehouse, region="41", first=2022)) == 2
    assert len(fazhi.indicator(APPLIED, warehouse, last=2021)) == 2


def test_unknown_indicator_names_the_nearest(warehouse):
    with pytest.raises(fazhi.UnknownIndicator, match=r"reconsideration\.applications"):
        fazhi.indicator("reconsideration.application", warehouse)
    with pytest.raises(fazhi.UnknownIndicator):
        fazhi.indicator("火星", warehouse)


def test_missing_warehouse_says_what_to_do(tmp_path):
    with pytest.raises(fazhi.WarehouseError, match="fazhi ingest"):
        fazhi.connect(tmp_path / "none.duckdb")


def test_frames_keep_codes_days_and_whole_numbers(warehouse):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    frame = fazhi.indicator(APPLIED, warehouse)
    table = frame.pandas()
    assert str(table.year.dtype).startswith("Int")
    assert table.region_code.tolist()[0] == "130102"
    assert table.period_start[0] == pandas.Timestamp("2021-01-01")
    assert frame.polars().schema["region_code"] == polars.String
    assert polars.DataFrame(frame).shape == table.shape == (6, len(frame.columns))
    assert pa.table(frame).equals(frame.arrow())
    whole = fazhi.Frame(pa.table({"count": pa.array([1, None], pa.int32())}))
    assert whole.pandas()["count"].tolist()[0] == 1
    assert whole.pandas()["count"].isna().tolist() == [False, True]


def test_catalogue_tells_names_and_units(warehouse):
    rows = {row["indicator_id"]: row for row in fazhi.indicators(warehouse).arrow().to_pylist()}
    assert (rows[APPLIED]["unit"], bool(rows[APPLIED]["name_en"])) == ("件", True)


def test_page_is_parsed_from_a_file_and_from_bytes_alike(tmp_path):
    path = write_report(tmp_path / "report.txt", 3)
    page = fazhi.parse(path)
    again = fazhi.parse(path.read_bytes())
    assert page.refusal is None
    assert (again.text, again.facts) == (page.text, page.facts) == (fazhi.parse(str(path)).text, page.facts)
    rows = fazhi.facts(page).arrow().to_pylist()
    applied = next(row for row in rows if row["indicator_id"] == APPLIED)
    assert (applied["value"], applied["year"], applied["period_start"]) == (23, 2022, dt.date(2022, 1, 1))
    assert page.text[applied["char_start"] : applied["char_end"]] == applied["quote"]


def test_what_is_no_report_says_why_and_has_no_facts(tmp_path):
    page = fazhi.parse("<html><body><p>404 页面不存在</p></body></html>".encode())
    assert page.refusal is not None
    assert len(fazhi.facts(page)) == 0
    assert fazhi.facts(page).columns[:2] == ["seq", "section_seq"]
    with pytest.raises(fazhi.CallError):
        fazhi.parse(tmp_path / "none.html")
    (tmp_path / "broken.html.gz").write_bytes(b"\x1f\x8b\x08broken")
    with pytest.raises(fazhi.UnreadableFile) as told:
        fazhi.parse(tmp_path / "broken.html.gz")
    assert told.value.reason == "broken_gzip"


def test_wheel_brings_the_name_typed_and_once(tmp_path):
    for name in ("flows", "parsers", "warehouse", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / "tree" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / "tree" / name)
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(tmp_path), str(tmp_path / "tree")]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options], check=True, timeout=180)
    [wheel] = tmp_path.glob("fazhi-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        packed.extractall(tmp_path / "installed")
    assert {"fazhi/__init__.py", "fazhi/py.typed", "parsers/py.typed", "flows/cli.py"} <= names
    assert not [name for name in names if name.startswith("flows/fazhi/")]
    told = subprocess.run(
        [sys.executable, "-c", "import fazhi; print(fazhi.__file__, *fazhi.__all__)"],
        cwd=tmp_path,
        env=make_environment(tmp_path, PYTHONPATH=str(tmp_path / "installed")),
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    assert told.stdout.startswith(str(tmp_path / "installed" / "fazhi"))


def test_asking_loads_neither_prefect_nor_the_parsers():
    code = "import sys, fazhi; sys.exit(bool({'prefect', 'parsers.page', 'pandas', 'polars'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120, check=False).returncode == 0
