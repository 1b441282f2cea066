"""What can be wrong with a warehouse file, each error with its next step for the user."""

# ruff: noqa: N818 - these name a state of the file: `except WarehouseLocked` says it all.

from __future__ import annotations

from pathlib import Path


class WarehouseError(Exception):
    """A warehouse cannot be used as asked; the message says what to do."""


class WarehouseMissing(WarehouseError):
    """There is no warehouse at this path."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"没有数据仓库 {path}：请先运行 fazhi ingest。There is no warehouse {path}: run `fazhi ingest` first."
        )


class WarehouseLocked(WarehouseError):
    """Another process holds the warehouse; `pid` is its process id where the system tells."""

    def __init__(self, path: Path, pid: int | None) -> None:
        self.path = path
        self.pid = pid
        holder = "另一进程" if pid is None else f"进程 {pid}"
        by = "another process" if pid is None else f"process {pid}"
        super().__init__(
            f"数据仓库 {path} 正被{holder}使用：请待其结束后再试。"
            f"The warehouse {path} is held by {by}: wait until it ends, then try again"
            + ("." if pid is None else f" (to see what it is: ps -fp {pid}).")
        )


class NotAWarehouse(WarehouseError):
    """The file is no DuckDB database, or one that is not ours."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(
            f"{path} 不是法治数据仓库：请另指路径。"
            f"{path} is no fazhi warehouse: {why}. Choose another path; nothing was changed."
        )


class NewerWarehouse(WarehouseError):
    """The warehouse was made by a newer release than this one."""

    def __init__(self, path: Path | str, version: int, known: int) -> None:
        super().__init__(
            f"{path} 的结构为第 {version} 版，本程序只识到第 {known} 版：请升级 fazhi。"
            f"{path} has schema version {version}, this release knows up to {known}: upgrade fazhi. "
            "Nothing was changed."
        )


class UnreadableWarehouse(WarehouseError):
    """The file cannot be opened: permissions, a folder in its place, a newer DuckDB's format."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"无法打开数据仓库 {path}。Cannot open the warehouse {path}: {why}")


class DiskFull(WarehouseError):
    """There is no room left for what is to be written."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "磁盘已满：请腾出空间后重新运行，已载入的不会丢失。"
            f"The disk is full: make room and run again; what was loaded stays. ({why})"
        )
