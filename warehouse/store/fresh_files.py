"""Files and folders made under a name of their own and then put in place at once: killed meanwhile, nothing is half."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""Linux's renameat2: two names change places in one step."""


def name_fresh(target: Path) -> Path:
    """Where this process makes what will become `target`; what killed processes left there is cleared away."""
    clear_fresh(target.parent, target.name)
    return target.with_name(f".{target.name}.fresh-{os.getpid()}")


def clear_fresh(folder: Path, name: str = "*") -> None:
    """Remove the files that killed processes were making in a folder, for a target of this name or for any."""
    for left in folder.glob(f".{name}.fresh-*"):
        maker = left.name.rpartition("-")[2].removesuffix(".wal")
        if left.is_file() and (not maker.isdigit() or not is_alive(int(maker))):
            left.unlink(missing_ok=True)


def put_in_place(fresh: Path, target: Path) -> None:
    """Replace the target by the fresh file, so that it survives a power cut; who has the old one open keeps it."""
    sync_file(fresh)
    fresh.replace(target)
    sync_file(target.parent)


def name_fresh_folder(target: Path) -> Path:
    """Where this process makes the folder that will become `target`; what killed processes left there is put right first."""
    aside = target.with_name(f".{target.name}.former")
    if aside.exists():
        # Killed between two renames, on a system that cannot exchange names: the former folder comes back.
        if target.exists():
            shutil.rmtree(aside)
        else:
            aside.rename(target)
    for left in target.parent.glob(f".{target.name}.fresh-*"):
        maker = left.name.rpartition("-")[2]
        if not maker.isdigit() or not is_alive(int(maker)):
            shutil.rmtree(left, ignore_errors=True)
    return target.with_name(f".{target.name}.fresh-{os.getpid()}")


def put_folder_in_place(fresh: Path, target: Path) -> None:
    """Let the fresh folder take the target's name, and remove what had it. Nobody ever finds none or half of one there.

    Raises OSError where the system refuses; the target is as it was then.
    """
    if not target.exists():
        fresh.rename(target)
    elif _exchange(fresh, target):
        shutil.rmtree(fresh)
    else:
        aside = target.with_name(f".{target.name}.former")
        target.rename(aside)
        fresh.rename(target)
        shutil.rmtree(aside)
    sync_file(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places; False where the system or the file system knows no such thing. Raises OSError."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def sync_file(path: Path) -> None:
    """Wait until a file, or a folder's list of files, is safe on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_alive(pid: int) -> bool:
    """Whether a process of this machine has this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
