"""The next DuckDB (2.0, deploy/requirements-duckdb2.lock) in the place of the one that is installed: the whole journey, and the same answers.

It is installed into a folder of its own that goes before the installed one; where it cannot be had the tests are skipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import make_environment, place_bundle
from tests.conftest import ROOT

JOURNEY = """
import json, sys
from pathlib import Path
import duckdb
from flows.cli import app

def call(*words):
    try:
        app([*map(str, words), "--warehouse", "warehouse.duckdb"])
    except SystemExit as end:
        return end.code

told = {"version": duckdb.__version__}
told["ingest"] = call("ingest", Path(sys.argv[1], "seeds", "pages"))
told["early"] = duckdb.connect("warehouse.snapshot.duckdb", read_only=True).execute("SELECT count(*) FROM report").fetchall()
try:
    duckdb.connect("warehouse.snapshot.duckdb", read_only=True).execute("FROM search_passage('复议')").fetchall()
except duckdb.Error as error:
    told["unmade"] = str(error)
for words in (["refresh"], ["check"], ["verify", "--all"], ["search", "行政复议", "调解"], ["export", "out"], ["site", "pages"]):
    told[words[0]] = call(*words)
con = duckdb.connect("warehouse.snapshot.duckdb", read_only=True)
told["found"] = con.execute("SELECT report_id, section_seq, round(score, 6) FROM search_passage('复议 调解')").fetchall()
told["series"] = con.execute("SELECT * FROM indicator_series ORDER BY ALL").fetchall()
views = [name for (name,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()]
told["views"] = {name: con.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in views}
Path("told.json").write_text(json.dumps(told, ensure_ascii=False, default=str), encoding="utf-8")
"""


def travel(folder: Path, packages: Path | None) -> dict[str, Any]:
    """What the journey tells in this folder, with the packages of that one before the installed ones."""
    folder.mkdir()
    program = place_bundle(folder.parent) + JOURNEY
    path = {} if packages is None else {"PYTHONPATH": str(packages)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT)],
        cwd=folder,
        env=make_environment(folder / "prefect", **path),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (folder / "told.json").is_file(), done.stdout + done.stderr
    told: dict[str, Any] = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any], Path]:
    """Of the installed DuckDB, of the next one, and the folder of both."""
    folder = tmp_path_factory.mktemp("next")
    options = ["--quiet", "--no-deps", "--require-hashes", "--target", str(folder / "packages")]
    lock = str(ROOT / "deploy" / "requirements-duckdb2.lock")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "-r", lock],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"DuckDB 2.0 cannot be had here: {done.stderr.strip().splitlines()[-1]}")
    return travel(folder / "now", None), travel(folder / "then", folder / "packages"), folder


def test_whole_journey_goes_well_and_gives_the_same_answers(journeys):
    now, then, _ = journeys
    assert then.pop("version").startswith("2.")
    assert now.pop("version").startswith("1.")
    assert {then[step] for step in ("ingest", "refresh", "check", "verify", "search", "export", "site")} == {0}
    assert "fazhi refresh" in then.pop("unmade")
    assert "fazhi refresh" in now.pop("unmade")
    assert then["found"]
    assert then == now


def test_each_reads_what_the_other_wrote(journeys):
    _, _, folder = journeys
    code = "import duckdb, sys; print(duckdb.connect(sys.argv[1], read_only=True).execute(\"SELECT count(*) FROM search_passage('复议 调解')\").fetchall())"
    told = []
    for reader, written in ((None, "then"), ("packages", "now")):
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder / written / "warehouse.snapshot.duckdb")],
            env=make_environment(folder, **({} if reader is None else {"PYTHONPATH": str(folder / reader)})),
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        told.append(done.stdout + done.stderr)
    assert told[0] == told[1]
    assert told[0].startswith("[(")
