"""DuckDB in processes of our own: without pandas and Arrow's data sets, for which none of them has a use."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder


class _WithoutPandas(MetaPathFinder):
    """DuckDB asks for pandas at each statement with parameters, and that loads it, or looks for it on every path: half a
    second once, or a third of a millisecond each time.

    With the first table of Arrow it asks for pyarrow.dataset, which loads what reads from the clouds of four providers: 50 MB.
    """

    def find_spec(self, name: str, path: object, target: object = None) -> None:
        """Raises ModuleNotFoundError for these; has nothing to say of any other."""
        if name in ("pandas", "pyarrow.dataset"):
            raise ModuleNotFoundError(name)


def leave_out_pandas() -> None:
    """From now on these cannot be imported in this process: a command, or a run that is a process of its own."""
    sys.meta_path.insert(0, _WithoutPandas())
