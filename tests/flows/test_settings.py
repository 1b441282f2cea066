"""Settings come from the call, else from the environment, else they are the defaults; a wrong one is told."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import CallError
from flows.settings import count_processors, read_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("WAREHOUSE", "ARCHIVE", "SOURCES", "WORKERS", "BATCH_PAGES", "BATCH_BYTES"):
        monkeypatch.delenv(f"FAZHI_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_lie_in_the_working_directory(tmp_path: Path) -> None:
    settings = read_settings()
    assert settings.warehouse == tmp_path / "warehouse.duckdb"
    assert settings.archive_folder == tmp_path / "warehouse.archive"
    assert settings.workers == count_processors() >= 1


def test_the_environment_goes_before_defaults_and_the_call_before_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FAZHI_WAREHOUSE", "data/w.duckdb")
    monkeypatch.setenv("FAZHI_WORKERS", "3")
    assert read_settings().warehouse == tmp_path / "data/w.duckdb"
    assert read_settings().archive_folder == tmp_path / "data/w.archive"
    assert read_settings().workers == 3
    assert read_settings(Path("other.duckdb")).warehouse == tmp_path / "other.duckdb"
    monkeypatch.setenv("FAZHI_ARCHIVE", "kept")
    assert read_settings(Path("other.duckdb")).archive_folder == tmp_path / "kept"
    monkeypatch.setenv("FAZHI_SOURCES", "mine.csv")
    assert read_settings().sources == tmp_path / "mine.csv"


def test_an_empty_variable_is_no_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FAZHI_WAREHOUSE", "")
    monkeypatch.setenv("FAZHI_WORKERS", "")
    assert read_settings().warehouse == tmp_path / "warehouse.duckdb"
    assert read_settings().workers == count_processors()


@pytest.mark.parametrize(("name", "value"), [("WORKERS", "many"), ("WORKERS", "0"), ("BATCH_PAGES", "-1")])
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"FAZHI_{name}", value)
    with pytest.raises(CallError, match=f"FAZHI_{name}"):
        read_settings()


def test_nothing_else_reads_the_environment() -> None:
    """settings.py and own_seeds.py read fazhi's own; server.py prepares Prefect's. Setting a variable for a process to come is no reading."""
    readers = set()
    for path in [path for room in ("flows", "parsers", "warehouse", "seeds") for path in (ROOT / room).rglob("*.py")]:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        set_only = {node.value for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)}
        for node in nodes:
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"environ", "getenv", "environb"}
                and node not in set_only
            ):
                readers.add(path.relative_to(ROOT).as_posix())
    assert readers == {"flows/own_seeds.py", "flows/schedule/server.py"}


@pytest.mark.parametrize(
    ("own", "places"), [({}, "()"), ({"PYTHONTZPATH": "/usr/share/zoneinfo"}, "('/usr/share/zoneinfo',)")]
)
def test_time_zones_come_from_one_file_unless_the_user_says_otherwise(own: dict[str, str], places: str) -> None:
    pytest.importorskip("tzdata")
    told = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import zoneinfo; from flows.schedule.server import prepare_prefect; prepare_prefect();"
            "print(zoneinfo.TZPATH, 'Asia/Shanghai' in zoneinfo.available_timezones())",
        ],
        env={name: value for name, value in os.environ.items() if name != "PYTHONTZPATH"} | own,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == f"{places} True"
