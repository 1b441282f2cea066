"""DuckDB in processes of our own: without pandas, for which none of them has a use."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class _WithoutPandas(MetaPathFinder):
    """DuckDB asks for pandas at each statement with parameters, and that loads it, or looks for it on every path: half a
    second once, or a third of a millisecond each time.
    """

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        """Raises ModuleNotFoundError for pandas; has nothing to say of any other."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def leave_out_pandas() -> None:
    """From now on pandas cannot be imported in this process: a command, or a run that is a process of its own."""
    sys.meta_path.insert(0, _WithoutPandas())
