"""Where zones lie that bear a name of their own: 西咸新区 in 陕西省 (seeds/zones.csv)."""

from __future__ import annotations

from functools import cache

from parsers.identity.divisions import Division, find_division
from parsers.seed import read_seed


@cache
def list_zones() -> dict[str, str]:
    """Codes of the divisions that zones lie in, by the zones' names."""
    return {row["name"]: row["parent_code"] for row in read_seed("zones.csv")}


def find_zone_parent(zone: str, year: int | None) -> Division | None:
    """The division that a zone of this name lies in; None for 高新区 and the like, which each city has."""
    code = next((parent for name, parent in list_zones().items() if zone.endswith(name)), None)
    return find_division(code, year) if code else None
