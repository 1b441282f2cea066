"""Reads the data files of `seeds/`: rules and tables that change without code."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files


@cache
def read_seed(name: str) -> tuple[dict[str, str], ...]:
    """Rows of the CSV file `seeds/<name>` as dicts by its header row; UTF-8, `#` lines before the header are notes.

    Raises FileNotFoundError where the file is missing: an installation without its seeds cannot parse anything.
    """
    text = files("seeds").joinpath(name).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return tuple(csv.DictReader(io.StringIO("".join(lines[start:]))))
