"""The version of the rules: it changes whenever a parser or a rule of `seeds/` does, so that a stored report can be told from a newer reading."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

RELEASE = "0.1"

# What is no rule of reading: where pages come from, and what is mended after reading.
_NOT_RULES = {"sources.csv", "caliber_breaks.csv", "corrections.csv", "indicator_examples.csv", "reasons.csv"}


@cache
def parser_version() -> str:
    """Release and a digest of the code and data that decide what is read: `0.1+3f9c2a71`."""
    digest = hashlib.sha256()
    for package, ending in (("parsers", ".py"), ("seeds", ".csv")):
        for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith(ending) and entry.name not in _NOT_RULES:
                digest.update(entry.name.encode())
                digest.update(entry.read_bytes())
    return f"{RELEASE}+{digest.hexdigest()[:8]}"
