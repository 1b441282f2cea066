"""The version of the rules: it changes whenever a parser or a rule of `seeds/` does, so that a stored report can be told from a newer reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from seeds.own import list_own

RELEASE = "0.1"

# What is no rule of reading: where pages come from, and what is mended after reading.
_NOT_RULES = {
    "tables.csv",
    "sources.csv",
    "known_reports.csv",
    "caliber_breaks.csv",
    "corrections.csv",
    "indicator_examples.csv",
    "reasons.csv",
}


@cache
def parser_version() -> str:
    """Release and a digest of the code and data that decide what is read: `0.1+3f9c2a71`."""
    digest = hashlib.sha256()
    # (.bin: the weights of words)
    for package, endings in (("parsers", (".py", ".bin")), ("seeds", (".csv",))):
        for name, content in sorted(_walk(files(package), package), key=lambda found: found[0]):
            if name.endswith(endings) and name.rpartition("/")[2] not in _NOT_RULES:
                digest.update(name.encode())
                digest.update(content.read_bytes())
    for path in list_own():
        if path.name not in _NOT_RULES:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return f"{RELEASE}+{digest.hexdigest()[:8]}"


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """Every file below a folder of a package with its path: a rule counts in whatever room it stands."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{path}/{entry.name}")
        else:
            yield f"{path}/{entry.name}", entry
