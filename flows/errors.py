"""What makes a command stop. The command line prints the message and ends with the error's exit status."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


class CallError(Exception):
    """The call itself was wrong: exit status 2. The message says what to do, in Chinese and in English."""

    exit_status = 2


class ServerError(Exception):
    """Prefect's server did not start: exit status 1, for the call was right. The message names the log."""

    exit_status = 1


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM)
_SAFE = (
    "已载入的数据和已存档的网页都还在：每批一次写成，写了一半的不算。"
    "What was loaded and archived is safe: batches go in whole or not at all."
)


def explain_failure(error: BaseException) -> str | None:
    """What an error of the system or of DuckDB means: what happened, what is safe, what to do. None for any other error."""
    import duckdb

    if isinstance(error, OSError):
        return f"{_explain_system(error)} {_SAFE} {_advise_system(error)}"
    if isinstance(error, duckdb.Error):
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        happened, advice = _explain_database(error, first)
        return f"{happened}（{first}）。{_SAFE} {advice}"
    if isinstance(error, MemoryError):
        return f"内存不足。The machine has no memory left. {_SAFE} 请关闭其他程序后重新运行。Close other programs, run again."
    return None


def _explain_system(error: OSError) -> str:
    """`无法写入 /data/x：磁盘已满。`"""
    where = "" if error.filename is None else f" {error.filename}"
    words = {
        **dict.fromkeys(_NO_ROOM, "磁盘已满。The disk is full"),
        **dict.fromkeys(_NO_RIGHT, "没有权限。Permission denied"),
        errno.EROFS: "磁盘为只读。The disk is read-only",
        errno.EIO: "磁盘读写出错。The disk fails",
        errno.ENOENT: "没有这个文件或文件夹。There is no such file",
        errno.EEXIST: "已有同名的文件。It is there already",
        errno.ENOTDIR: "路径中有一段不是文件夹。A part of the path is no folder",
        errno.EISDIR: "那是文件夹，不是文件。That is a folder",
        errno.EMFILE: "打开的文件过多。Too many open files",
        errno.ENFILE: "打开的文件过多。Too many open files",
        errno.ENAMETOOLONG: "名称过长。The name is too long",
        errno.EBUSY: "正在使用，不能替换。It is in use",
        errno.EXDEV: "在另一磁盘上。It is on another disk",
    }.get(error.errno or 0, f"{error.strerror or error}. The system refused it")
    return f"系统未能完成{where}：{words}."


def _advise_system(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return "请腾出空间后重新运行。Make room and run again."
    if error.errno in (*_NO_RIGHT, errno.EROFS):
        return "请改正权限，或另指一处，再运行。Mend the permissions or name another place, then run again."
    if error.errno == errno.EIO:
        return "请检查磁盘，必要时以 fazhi restore 恢复备份，再重新运行。Check the disk, restore a backup if need be, run again."
    return "请核对路径后重新运行。Check the path and run again."


def _explain_database(error: duckdb.Error, first: str) -> tuple[str, str]:
    """What happened, and what to do."""
    import duckdb

    if "No space left" in first or "ENOSPC" in first:
        return "磁盘已满。The disk is full", "请腾出空间后重新运行。Make room and run again."
    if isinstance(error, duckdb.OutOfMemoryException):
        return (
            "DuckDB 内存不足。DuckDB has no memory left",
            "请关闭其他程序后重新运行。Close other programs, run again.",
        )
    broken = isinstance(error, duckdb.FatalException | duckdb.InternalException | duckdb.SerializationException)
    if broken or any(word in first.lower() for word in ("corrupt", "checksum", "not a valid", "deserializ")):
        return (
            "数据仓库文件有损坏。The warehouse file is damaged",
            "请以 fazhi restore 恢复最近的备份；没有备份的，把该文件移开，由存档重新载入。"
            "Bring the last backup back with fazhi restore; without one move the file away and load the archive's WARC files anew.",
        )
    if isinstance(error, duckdb.IOException):
        return "DuckDB 未能读写文件。DuckDB could not read or write a file", (
            "请检查磁盘和权限后重新运行。Check disk and permissions, then run again."
        )
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return "数据仓库的结构与本程序不符。The warehouse has another form than this release expects", (
            "请以本版运行一次 fazhi refresh，使其升级。Run fazhi refresh of this release once to bring it forward."
        )
    return "DuckDB 出错。DuckDB failed", "请重新运行；再次出错的请报告。Run again; report it where it fails twice."
