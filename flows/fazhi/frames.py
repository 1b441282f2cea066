"""Rows on their way to pandas, polars or whatever else reads Arrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from flows.errors import CallError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


class Frame:
    """Rows with named columns, held as Arrow; `pandas()`, `polars()` and `arrow()` give them in that form.

    It has the Arrow PyCapsule interface, so that `pl.DataFrame(frame)`, `pa.table(frame)` or DuckDB take it as it is.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __repr__(self) -> str:
        return f"<fazhi.Frame: {len(self)} rows of {', '.join(self.columns)}>"

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def arrow(self) -> Any:
        """A pyarrow.Table."""
        return self._table

    def pandas(self) -> pd.DataFrame:
        """A pandas.DataFrame: codes are texts, days are datetime64, whole numbers stay whole where some are missing (`Int64`).

        Raises CallError where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise _missing("pandas") from error
        whole = {
            pa.int8(): pd.Int8Dtype(),
            pa.int16(): pd.Int16Dtype(),
            pa.int32(): pd.Int32Dtype(),
            pa.int64(): pd.Int64Dtype(),
            pa.bool_(): pd.BooleanDtype(),
        }
        return self._table.to_pandas(types_mapper=whole.get, date_as_object=False)

    def polars(self) -> pl.DataFrame:
        """A polars.DataFrame. Raises CallError where polars is not installed."""
        try:
            import polars as pl
        except ImportError as error:
            raise _missing("polars") from error
        return pl.DataFrame(pl.from_arrow(self._table))


def _missing(package: str) -> CallError:
    return CallError(
        f"没有安装 {package}：请 pip install {package}，或用 arrow()。{package} is not installed: pip install {package}, or use arrow()."
    )
