"""README's first screen and its five questions print what it says they print."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import make_environment
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
_FIRST = re.compile(r"^    make ingest\n    \.venv/bin/(fazhi sql [^\n]*)\n\n```\n(.*?)^```$", re.M | re.S)
_QUESTION = re.compile(r"^\*\*(\d)\. .*?\*\*\n\n```sh\n(.*?)^```\n\n((?:\|[^\n]*\n)+|```\n.*?^```$)", re.M | re.S)
_VERIFIED = re.compile(r"finds all (\d+) figures")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the samples were just loaded; `make ingest` is `fazhi ingest` in the environment that it made."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "ingested.txt").write_text(run("fazhi ingest", folder), encoding="utf-8")
    return folder


def run(line: str, folder: Path) -> str:
    """What a line of README prints."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=folder,
        env=make_environment(folder / "prefect", PATH=path, COLUMNS="300"),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def squeeze(text: str) -> list[str]:
    """Lines without rules, fences, blanks at their ends and the width of columns."""
    lines = (
        re.sub(r"\s+", " ", re.sub(r"^\|[-|]+\|$|^```$|─+", "", line.strip())).strip() for line in text.splitlines()
    )
    return [line for line in lines if line]


def test_first_screen(folder: Path) -> None:
    found = _FIRST.search(README)
    assert found is not None
    command, shown = found.groups()
    printed = squeeze((folder / "ingested.txt").read_text(encoding="utf-8")) + squeeze(run(command, folder))
    # The hint of what to type names the folder of the environment.
    assert [line for line in squeeze(shown) if not line.startswith("试试")] == [
        line for line in printed if not line.startswith("试试")
    ]


QUESTIONS = _QUESTION.findall(README)


def test_there_are_five_questions() -> None:
    assert [number for number, _, _ in QUESTIONS] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(("command", "shown"), [question[1:] for question in QUESTIONS], ids=[q[0] for q in QUESTIONS])
def test_question_gets_the_answer_that_is_printed(folder: Path, command: str, shown: str) -> None:
    words = shlex.split(command)
    line = command if words[1] == "search" else f"{command.rstrip()} --format markdown"
    assert squeeze(run(line, folder)) == squeeze(shown)


def test_all_figures_are_found_again(folder: Path) -> None:
    [figures] = _VERIFIED.findall(README)
    told = run("fazhi verify --all", folder)
    assert re.search(rf"\b{figures} 个数字", told), told
