"""The sample pages that every installation brings: known by their bytes, wherever they were loaded from."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


def is_sample(page_id: str) -> bool:
    """Whether these bytes (their SHA-256) are one of the project's own sample pages."""
    return page_id in list_samples()


@cache
def list_samples() -> frozenset[str]:
    """The SHA-256 of each sample page."""
    entries = files("seeds").joinpath("pages").iterdir()
    return frozenset(
        hashlib.sha256(entry.read_bytes()).hexdigest() for entry in entries if entry.name.endswith(".html")
    )
