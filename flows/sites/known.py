"""Addresses at which reports were seen (seeds/known_reports.csv): facts, no text; `fazhi ingest --known` fetches them."""

from __future__ import annotations

import re

from flows.errors import CallError
from parsers.seed import read_seed


def list_known(region: str = "") -> list[str]:
    """The known addresses of a region, its code or the beginning of it (4109 for 濮阳市 and its counties); all where none is named.

    Raises CallError where the code is none, or no address is known there.
    """
    if region and not re.fullmatch(r"\d{2,6}", region):
        raise CallError(
            f"--region 须为两至六位数字的区划代码，不是 {region}。--region takes two to six digits of a code."
        )
    found = [row["address"] for row in read_seed("known_reports.csv") if row["region_code"].startswith(region)]
    if not found:
        raise CallError(
            f"没有 {region} 的已知网址；可在 seeds/known_reports.csv 中添加，或直接写网址。No address is known there: add a row, or name the address."
        )
    return found
