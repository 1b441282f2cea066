"""The tutorial does what it says: its shell, Python and SQL blocks are run as a reader would paste them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.command_line import make_environment
from tests.conftest import ROOT

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def read_blocks() -> list[tuple[str, str]]:
    return _BLOCK.findall((ROOT / "warehouse" / "tutorial.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after all shell blocks were pasted into one shell, then all Python blocks, each on its own, into one Python."""
    folder = tmp_path_factory.mktemp("tutorial")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    blocks = read_blocks()
    (folder / "blocks.json").write_text(json.dumps([block for language, block in blocks if language == "python"]))
    script = ["set -euo pipefail", *(block for language, block in blocks if language == "sh")]
    script.append("python -c 'import json; [exec(block, {}) for block in json.load(open(\"blocks.json\"))]'")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder,
        env=make_environment(folder / "prefect", PATH=path),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "told.txt").write_text(done.stdout, encoding="utf-8")
    return folder


def test_blocks_of_every_kind_are_there():
    assert {language for language, _ in read_blocks()} >= {"sh", "python", "sql", "r", "console"}


def test_table_figure_release_and_workbook_hold_the_figures(folder):
    assert "410203,河南省开封市顺河回族区" in (folder / "table_1.csv").read_text(encoding="utf-8-sig")
    figure = (folder / "figure_1.svg").read_text(encoding="utf-8")
    assert "收到行政复议申请（件）" in figure
    assert "湖北省咸宁市通城县 2023" in figure
    assert (folder / "figure_1.png").read_bytes().startswith(b"\x89PNG")
    manifest = json.loads((folder / "release" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["rows"]["report"] == 5
    sheet = openpyxl.load_workbook(folder / "table_1.xlsx", read_only=True).worksheets[0]
    assert "通城县" in str([[cell.value for cell in row] for row in sheet.iter_rows()])
    told = (folder / "told.txt").read_text(encoding="utf-8")
    assert "全年收到行政复议申请62件" in told


def test_queries_for_the_user_interface_are_answered(folder):
    with duckdb.connect(str(folder / "paper.snapshot.duckdb"), read_only=True) as con:
        for language, block in read_blocks():
            if language == "sql":
                assert con.execute(block).fetchall()
