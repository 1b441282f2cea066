"""Every error of the system or of DuckDB comes as plain words: what happened, what is safe, what to do; and status 2."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.errors import explain_failure
from flows.terminal.tables import show_controls
from tests.command_line import run_fazhi
from tests.warehouse_samples import write_empty

DATABASE_ERRORS = [kind for kind in vars(duckdb).values() if isinstance(kind, type) and issubclass(kind, duckdb.Error)]


@pytest.mark.parametrize("number", sorted(errno.errorcode), ids=lambda number: errno.errorcode[number])
def test_error_of_the_system_is_told_in_plain_words(number: int) -> None:
    told = explain_failure(OSError(number, "as the system calls it", "/data/w.duckdb"))
    assert told is not None
    assert "/data/w.duckdb" in told
    assert "已载入的数据" in told
    assert "运行" in told.split("whole or not at all.")[1]


@pytest.mark.parametrize("kind", DATABASE_ERRORS, ids=lambda kind: kind.__name__)
def test_error_of_the_database_is_told_in_plain_words(kind: type[duckdb.Error]) -> None:
    told = explain_failure(kind("IO Error: something happened\nand more lines"))
    assert told is not None
    assert "something happened" in told
    assert "and more lines" not in told
    assert "已载入的数据" in told


def test_full_disk_is_known_in_whatever_error_it_comes() -> None:
    for error in (
        OSError(errno.ENOSPC, "No space left on device"),
        duckdb.IOException("IO Error: No space left on device"),
    ):
        told = explain_failure(error)
        assert told is not None
        assert "磁盘已满" in told
        assert "腾出空间" in told


def test_error_of_the_program_itself_keeps_its_traceback() -> None:
    assert explain_failure(ValueError("no such thing")) is None


def damage(path: Path) -> None:
    """Overwrite the middle of a file, as a failing disk would."""
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("sql", "SELECT sum(md5_number_lower(to_json(c)::VARCHAR)) FROM dim_region AS c"),
        ("export", "out"),
        ("site", "pages"),
        ("backup", "kept"),
    ],
    ids=lambda command: command[0],
)
def test_damaged_warehouse_gives_no_traceback(tmp_path: Path, command: tuple[str, ...]) -> None:
    damage(write_empty(tmp_path / "warehouse.duckdb"))
    done = run_fazhi(*command, cwd=tmp_path, home=tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.startswith("fazhi: ")


def test_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    write_empty(tmp_path / "warehouse.duckdb")
    query = "SELECT repeat('x', 100) FROM range(200000)"
    command = f'{sys.executable} -m flows.cli sql --format csv "{query}" | head -n 2'
    done = subprocess.run(
        ["bash", "-c", f"cd {Path(__file__).parents[2]} && FAZHI_WAREHOUSE={tmp_path / 'warehouse.duckdb'} {command}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "text", ["a\x1b[2Jb", "a\x07b", "a\x9b31mb", "a\u202eb", "a\x00b", "a\udc80b", "a\rb", "a\x7fb"], ids=ascii
)
def test_what_would_act_on_a_terminal_is_shown(text: str) -> None:
    shown = show_controls(text)
    assert shown[0] + shown[-1] == "ab"
    assert "\\" in shown
    assert shown.isprintable()


def test_escape_in_a_file_name_and_in_a_cell_is_shown(tmp_path: Path) -> None:
    write_empty(tmp_path / "warehouse.duckdb")
    for form in ("table", "markdown"):
        done = run_fazhi("sql", "SELECT chr(27) || '[2J' AS a", "--format", form, cwd=tmp_path, home=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "\x1b" not in done.stdout
        assert "\\x1b[2J" in done.stdout
    done = run_fazhi("parse", "no\x1b[2J.html", cwd=tmp_path, home=tmp_path)
    assert "\x1b" not in done.stderr
