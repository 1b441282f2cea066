"""Whose site an address stands on: a second witness of a report's place, told by the host (seeds/hosts.csv, seeds/spelt_names.csv)."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from parsers.seed import read_seed
from parsers.text.expressions import expression


@cache
def list_hosts() -> dict[str, str]:
    """Region codes by host or domain; a domain stands for all hosts below it."""
    return {row["host"]: row["region_code"] for row in read_seed("hosts.csv")}


@cache
def list_spelt_names() -> dict[str, str]:
    """Region codes by the pinyin that only one division's name has (seeds/spelt_names.csv)."""
    return {row["host"]: row["region_code"] for row in read_seed("spelt_names.csv")}


# zwgk.changzhi.gov.cn is a portal, gxq.x.gov.cn a zone, lintong.xa.gov.cn a district
_NO_BUREAU = expression(
    r"www\d?|m|wap|zw|zwgk|xxgk|zfxxgk|gkml|gk|public|portal|web|old|en|app|ws|zt|zwfw|fw|data|news|credit|ftz|rd|.*(?:[qxz]|zf)"
)


def is_bureaus_host(url: str) -> bool:
    """Whether a host below a known domain is that of one of the place's bureaus: swj.gz.gov.cn.

    Of the 254 addresses of departments in seeds/known_reports.csv on such hosts 252 are the domain's own, none that of a place below without
    saying so.
    """
    host = urlsplit(url).hostname or ""
    known = find_host_region(url)
    label = host.removesuffix(known[1]).rstrip(".").rpartition(".")[2] if known else ""
    return bool(label) and not _NO_BUREAU.fullmatch(label) and label not in list_spelt_names()


def find_host_region(url: str) -> tuple[str, str, str] | None:
    """How the host of `url` tells a region, by what, and the region's code; None for files and hosts that tell none.

    ("host", "gz.gov.cn", …) for swj.gz.gov.cn, which is below a known domain; ("spelt", "changde.gov.cn", …) for a host that nobody has seen and
    that spells a place's name.
    """
    host = urlsplit(url).hostname or "" if url.startswith(("http://", "https://")) else ""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        if code := list_hosts().get(domain):
            return "host", domain, code
    if labels[-2:] == ["gov", "cn"] and len(labels) > 2 and (code := list_spelt_names().get(labels[-3])):
        return "spelt", ".".join(labels[-3:]), code
    return None
