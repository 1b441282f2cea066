"""FAZHI_SEEDS: rows of one's own are added to every table or take the place of ours, checked like ours, in every process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parsers.seed import read_table
from parsers.version import parser_version
from seeds.own import list_keys, merge_rows, read_merged
from tests.command_line import run_fazhi

INDICATORS = (
    "indicator_id,theme,name_zh,name_en,unit,kind,definition,origin\n"
    "region.area,profile,本区面积,Own area,平方公里,measure,自定的说法,reference\n"
    "own.lanterns,publicity,灯会场次,Lantern fairs,场次,count,举办的灯会,grown\n"
)
SLOTS = "indicator_id,heads,acts_not,audiences_not,states\nown.lanterns,,,,\n"
PAGE = (
    "<html><head><title>甲县2023年度法治政府建设情况报告</title></head><body><p>全年举办灯会12场次。</p></body></html>"
)


def test_row_takes_the_place_of_that_with_its_key_and_a_new_one_is_added() -> None:
    ours = read_merged("indicators.csv")
    own = read_table(INDICATORS)
    merged = merge_rows(ours, own, list_keys("indicators.csv"))
    assert len(merged) == len(ours) + 1
    place = next(n for n, row in enumerate(ours) if row["indicator_id"] == "region.area")
    assert merged[place]["name_zh"] == "本区面积"
    assert merged[-1]["indicator_id"] == "own.lanterns"
    assert merge_rows(merged, own, list_keys("indicators.csv")) == merged


def test_commands_use_them_name_them_and_read_under_another_version(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    # As Excel in China saves it.
    (folder / "indicators.csv").write_bytes(INDICATORS.encode("gb18030"))
    (folder / "indicator_slots.csv").write_text(SLOTS, encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    given = {"FAZHI_SEEDS": str(folder)}
    done = run_fazhi("ingest", cwd=tmp_path, home=tmp_path, **given)
    assert done.returncode == 0, done.stderr
    done = run_fazhi("status", "--json", cwd=tmp_path, home=tmp_path, **given)
    assert json.loads(done.stdout)["own_seeds"].count("indicator_slots.csv ") == 1
    sql = "SELECT name_zh FROM dim_indicator WHERE indicator_id IN ('region.area', 'own.lanterns') ORDER BY 1"
    done = run_fazhi("sql", sql, "--format", "json", cwd=tmp_path, home=tmp_path, **given)
    assert [row["name_zh"] for row in json.loads(done.stdout)] == ["本区面积", "灯会场次"]
    sql = "SELECT DISTINCT parser_version AS version FROM report"
    done = run_fazhi("sql", sql, "--format", "json", cwd=tmp_path, home=tmp_path, **given)
    [row] = json.loads(done.stdout)
    assert row["version"] != parser_version()
    done = run_fazhi("export", tmp_path / "release", cwd=tmp_path, home=tmp_path, **given)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "release" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["own_seeds"].count("indicator_slots.csv ") == 1


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("indicators.csv", INDICATORS.replace("measure", "mystery"), "mystery"),
        ("indicators.csv", "indicator_id,theme\nown.lanterns,other\n", "columns must be"),
        ("indicators.csv", INDICATORS, "no row for own.lanterns"),
        ("indicatorz.csv", INDICATORS, "indicatorz.csv"),
        ("tables.csv", "file,column\n", "tables.csv"),
    ],
    ids=["value", "columns", "alone", "name", "declaration"],
)
def test_unsound_rows_are_refused_with_their_place(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = run_fazhi("status", cwd=tmp_path, home=tmp_path, FAZHI_SEEDS=str(tmp_path))
    assert done.returncode == 2
    assert complaint in done.stderr


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run_fazhi("status", cwd=tmp_path, home=tmp_path, FAZHI_SEEDS=str(tmp_path / "none"))
    assert done.returncode == 2
    assert "FAZHI_SEEDS" in done.stderr
