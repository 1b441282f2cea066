"""The sample pages that every installation brings: known by their bytes, wherever they were loaded from."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


def is_sample(page_id: str) -> bool:
    """Whether these bytes (their SHA-256) are one of the project's own sample pages."""
    return page_id in _hash_samples()


@cache
def _hash_samples() -> frozenset[str]:
    entries = files("seeds").joinpath("pages").iterdir()
    return frozenset(
        hashlib.sha256(entry.read_bytes()).hexdigest() for entry in entries if entry.name.endswith(".html")
    )
