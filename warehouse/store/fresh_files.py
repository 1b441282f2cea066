"""Files made under a name of their own and then put in place by one rename: killed meanwhile, nothing is half."""

from __future__ import annotations

import os
from pathlib import Path


def name_fresh(target: Path) -> Path:
    """Where this process makes what will become `target`; what killed processes left there is cleared away."""
    for left in target.parent.glob(f".{target.name}.fresh-*"):
        maker = left.name.rpartition("-")[2].removesuffix(".wal")
        if not maker.isdigit() or not _is_alive(int(maker)):
            left.unlink(missing_ok=True)
    return target.with_name(f".{target.name}.fresh-{os.getpid()}")


def put_in_place(fresh: Path, target: Path) -> None:
    """Replace the target by the fresh file, so that it survives a power cut; who has the old one open keeps it."""
    _sync(fresh)
    fresh.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
