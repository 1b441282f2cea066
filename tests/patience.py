"""How long a test waits before it calls something a hang: `with ends(): read(text)`.

A test tells what never ends, or grows with the square of its input, from what is merely read on a slow machine; how fast something is, `benchmarks/`
measures. So the inputs are chosen such that the fault takes many minutes, and the bound lies far above what a busy machine needs.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

HANG_SECONDS = 90.0
"""Of processor time: what is right takes 0.1 to 6 of them on a machine with two busy cores."""


@contextlib.contextmanager
def ends() -> Iterator[None]:
    """What is done inside takes no more processor time than HANG_SECONDS."""
    started = time.process_time()
    yield
    taken = time.process_time() - started
    assert taken < HANG_SECONDS, f"{taken:.0f} s of processor time: this grows out of all proportion, or never ends"
