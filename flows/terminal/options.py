"""Options that many commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        help="数据仓库文件；默认取环境变量 FAZHI_WAREHOUSE，再则为当前目录的 warehouse.duckdb。The DuckDB file.",
        show_default=False,
    ),
]

UnusedWarehouseOption = Annotated[
    Path | None,
    typer.Option("--warehouse", help="各命令均可带此项；本命令不用数据仓库。Taken by each command; not used here."),
]
