"""Reads the data files of `seeds/`: rules and tables that change without code."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files

Rows = tuple[dict[str, str], ...]


@cache
def read_seed(name: str) -> Rows:
    """Rows of the CSV file `seeds/<name>` as dicts by its header row; UTF-8, `#` lines before the header are notes.

    Raises FileNotFoundError where the file is missing: an installation without its seeds cannot parse anything.
    """
    return read_table(files("seeds").joinpath(name).read_text(encoding="utf-8"))


def read_table(text: str) -> Rows:
    """The rows of a table in the form of `seeds/`."""
    lines = text.splitlines(keepends=True)
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return tuple(csv.DictReader(io.StringIO("".join(lines[start:]))))
