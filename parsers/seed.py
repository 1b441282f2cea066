"""Reads the data files of `seeds/`: rules and tables that change without code."""

from __future__ import annotations

from functools import cache

from seeds.own import read_merged, read_table

__all__ = ["Rows", "read_seed", "read_table"]

Rows = tuple[dict[str, str], ...]


@cache
def read_seed(name: str) -> Rows:
    """Rows of the CSV file `seeds/<name>` as dicts by its header row; UTF-8, `#` lines before the header are notes.

    With the rows of one's own where such are in use (`seeds.own`).
    Raises FileNotFoundError where the file is missing: an installation without its seeds cannot parse anything.
    """
    return read_merged(name)
