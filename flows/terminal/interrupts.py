"""Ctrl-C, in whatever error it comes out of the libraries that it met at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def heed_interrupts() -> Iterator[None]:
    """Raises KeyboardInterrupt where an error of the block came of one.

    DuckDB stops with RuntimeError("Query interrupted"), or, where it was reading what Python holds, with an error of its own whose text
    says `KeyboardInterrupt: <EMPTY MESSAGE>`; Prefect, met while it makes a task run, with ValueError("Task run is
    not set").
    """
    try:
        yield
    except Exception as error:
        if _was_interrupted(error):
            raise KeyboardInterrupt from error
        raise


def _was_interrupted(error: BaseException) -> bool:
    """Whether Ctrl-C is behind an error, directly or through those that it was raised from."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, KeyboardInterrupt):
            return True
        if isinstance(behind, RuntimeError) and str(behind) == "Query interrupted":
            return True
        if isinstance(behind, duckdb.Error) and "KeyboardInterrupt: " in str(behind):
            return True
        behind = behind.__cause__ or behind.__context__
    return False
