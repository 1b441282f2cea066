"""Rows of one's own: a folder of tables in the form of these, whose rows are added to them or take the place of theirs.

A row takes the place of the one that has the same key (`key` in tables.csv), where that stands; a new one comes at the end.
"""

from __future__ import annotations

import csv
import hashlib
import io
from functools import cache
from importlib.resources import files
from pathlib import Path

Rows = tuple[dict[str, str], ...]

_folder: list[Path] = []


def use_folder(folder: Path | None) -> None:
    """Take rows of this folder from now on, of every table; None: of none. To be called before anything is read."""
    _folder[:] = [] if folder is None else [folder]
    list_keys.cache_clear()


def find_folder() -> Path | None:
    """The folder that is in use."""
    return _folder[0] if _folder else None


def list_own() -> list[Path]:
    """The tables of the folder in use, by name. Raises OSError where it cannot be read."""
    return sorted(_folder[0].glob("*.csv")) if _folder else []


def describe_own() -> str:
    """Which tables of one's own are in use, with their digest: `indicators.csv 3f9c2a71`; empty where there are none."""
    return "、".join(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:8]}" for path in list_own())


def read_merged(name: str) -> Rows:
    """The rows of a table with those of one's own. Raises FileNotFoundError where neither has it."""
    rows = read_table(files("seeds").joinpath(name).read_text(encoding="utf-8"))
    own = read_own(name)
    return merge_rows(rows, own, list_keys(name)) if own else rows


def read_own(name: str) -> Rows:
    """The rows of one's own alone; none where there is no such table."""
    path = _folder[0] / name if _folder else None
    return () if path is None or not path.is_file() else read_table(_read(path))


def merge_rows(rows: Rows, own: Rows, keys: tuple[str, ...]) -> Rows:
    """Each row of one's own in the place of that with the same key, new ones at the end; without a key all are new.

    Where the first column of the key names each row alone (an indicator's id), it decides: its name may be another.
    """
    if keys and len({row[keys[0]] for row in rows}) == len(rows):
        keys = keys[:1]
    places = {tuple(row.get(key, "") for key in keys): n for n, row in enumerate(rows)} if keys else {}
    merged = list(rows)
    for row in own:
        place = places.get(tuple(row.get(key, "") for key in keys)) if keys else None
        if place is not None:
            merged[place] = row
        elif row not in merged:
            merged.append(row)
    return tuple(merged)


@cache
def list_keys(name: str) -> tuple[str, ...]:
    """The columns that together name a row of a table."""
    declared = read_table(files("seeds").joinpath("tables.csv").read_text(encoding="utf-8"))
    return tuple(row["column"] for row in declared if row["file"] == name and row["key"])


def read_table(text: str) -> Rows:
    """Rows as dicts by the header row; `#` lines before it are notes."""
    lines = text.splitlines(keepends=True)
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return tuple(csv.DictReader(io.StringIO("".join(lines[start:]))))


def _read(path: Path) -> str:
    """A table as a spreadsheet may have saved it: with a byte order mark, or in the code page of Chinese Windows."""
    body = path.read_bytes()
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030")
