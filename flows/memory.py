"""Memory of processes of our own: freed bytes go back to the system and are not kept for a thread that may want them again."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress

_M_ARENA_MAX = -8
"""mallopt's number for MALLOC_ARENA_MAX, which the environment would have to say before the process begins (glibc's malloc.h)."""


def keep_memory_together() -> None:
    """Call it before threads start and pyarrow is imported: two arenas for all threads, and Arrow's columns in them too.

    Of what a run takes that is a tenth. Where the C library has no such call, nothing happens.
    """
    # Arrow's own allocator keeps what a batch took; DuckDB has one of its own either way.
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


_NEW_OBJECTS = 100_000
"""So many more than were given up, before garbage in circles is looked for; Python's 700 costs a seventh of a command's start,
in which a million objects are made that all stay (expressions, tables), and none of them in a circle."""


def collect_seldom() -> None:
    """Look for garbage in circles every hundred thousand objects: a page's tree holds some ten thousand, and is given up whole."""
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
