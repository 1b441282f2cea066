"""The registry of sources: a person adds a line, `fazhi sources check` says whether it is sound.

It is seeds/sources.csv as it was installed, or the file that FAZHI_SOURCES names: an installation is not there to be edited.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flows.errors import CallError
from flows.fetching.addresses import check_address
from flows.settings import read_settings
from parsers.seed import read_seed
from parsers.seed_check import list_columns
from parsers.text.addresses import normalise_address

FIRST_YEAR = 2000
"""No report on 依法行政 is older than the outline of 2004; the years before are mistakes."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_SEEN = re.compile(r"unverified(?: \(.+\))?|seen \d{4}-\d{2}-\d{2} \(.+\)")


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the registry: where reports are to be found."""

    name: str
    """What it is called on the command line."""
    url: str
    kind: str = "listing"
    """listing (a column), feed (a column as JSON, RSS or Atom), sitemap, addresses (a plain list), report (one page)."""
    region_code: str = ""
    """Six digits of GB/T 2260; empty where the publisher belongs to none."""
    level: str = ""
    site: str = ""
    charset: str = ""
    """A hint for columns that declare a wrong character set; empty: as declared."""
    first_year: int | None = None
    last_year: int | None = None
    """Years of which reports are expected; no last year: up to now."""
    match: str = ""
    """A pattern that addresses found there must meet; a sitemap cannot do without."""
    tls: str = ""
    """`unverified` where the site's certificate is known to be bad; the note says why."""
    seen: str = "unverified"
    """`seen 2026-11-22 (where)`, or `unverified`."""
    note: str = ""


def read_sources() -> tuple[Source, ...]:
    """All rows of the registry. Raises CallError that names every row that is not sound."""
    sources, complaints = _read_registry()
    if complaints:
        raise CallError(f"{name_registry()} 有误。The registry is not sound:\n" + "\n".join(complaints))
    return sources


def name_registry() -> str:
    """What messages call the registry: the file to mend."""
    return str(read_settings().sources or "seeds/sources.csv")


def find_sources(name: str) -> tuple[Source, ...]:
    """The sources of this name; those of a whole region by its code or its beginning (41 for 河南省). Empty where none is."""
    named = tuple(source for source in read_sources() if source.name == name)
    if named or not re.fullmatch(r"\d{2}|\d{4}|\d{6}", name):
        return named
    return tuple(source for source in read_sources() if source.region_code.startswith(name))


def make_source(address: str) -> Source:
    """A source for an address that someone named on the command line: taken as a page, which may turn out to be a column."""
    return Source(name=address, url=normalise_address(address), kind="report")


def check_sources() -> list[str]:
    """What is wrong with the registry, a line each; empty where it is sound."""
    return list(_read_registry()[1])


def _read_registry() -> tuple[tuple[Source, ...], tuple[str, ...]]:
    settings = read_settings()
    return _read_rows(settings.sources, settings.allow_loopback)


@cache
def _read_rows(path: Path | None, allow_loopback: bool) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    sources: list[Source] = []
    complaints: list[str] = []
    names: dict[str, int] = {}
    addresses: dict[str, str] = {}
    divisions = {row["code"] for row in read_seed("regions.csv")}
    rows = read_seed("sources.csv") if path is None else _read_file(path)
    for number, row in enumerate(rows, start=1):
        name = (row.get("name") or "").strip()
        wrong = list(find_faults(row, divisions, allow_loopback=allow_loopback))
        if name in names:
            wrong.append(f"名称与第 {names[name]} 行相同 the name is taken")
        names.setdefault(name, number)
        url = (row.get("url") or "").strip()
        if url in addresses:
            wrong.append(f"网址与 {addresses[url]} 相同 the address is there already")
        addresses.setdefault(url, name)
        if wrong:
            complaints += [f"第 {number} 行 row {number} ({name or url}): {fault}" for fault in wrong]
            continue
        sources.append(_make_row(row))
    return tuple(sources), tuple(complaints)


def _read_file(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a registry of one's own. Raises CallError where it cannot be read or lacks a column."""
    try:
        # A byte order mark: what spreadsheet programs put before UTF-8.
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(
            f"FAZHI_SOURCES 所指的 {path} 读不出（须为 UTF-8 的 CSV）。The registry cannot be read: {error}"
        ) from error
    table = csv.DictReader(line for line in lines if not line.startswith("#"))
    missing = [field.name for field in fields(Source) if field.name not in (table.fieldnames or ())]
    if missing:
        raise CallError(
            f"{path} 缺少这些列，表头请照 seeds/sources.csv：{'、'.join(missing)}。The registry lacks these columns."
        )
    return tuple(table)


def find_faults(row: dict[str, str], divisions: set[str], *, allow_loopback: bool = False) -> list[str]:
    """What is wrong with one row, in words; `divisions` are the codes that there are."""
    faults = []
    if None in row or None in row.values():
        return ["列数不对：含逗号的内容要加引号 the number of columns is wrong: quote what has a comma"]
    if not _NAME.fullmatch(row["name"]):
        faults.append("name 只用小写字母、数字和连字符 lower-case letters, digits and hyphens only")
    faults += [
        f"{column} 须为 {'、'.join(allowed)} 之一 one of these (seeds/tables.csv)"
        for column, allowed in _list_allowed().items()
        if row[column] not in allowed
    ]
    if row["region_code"] and row["region_code"] not in divisions:
        faults.append("region_code 不在 seeds/regions.csv 中 no such division")
    refusal = check_address(row["url"], allow_loopback=allow_loopback)
    if refusal is not None:
        faults.append(f"url: {refusal.detail}")
    elif normalise_address(row["url"]) != row["url"]:
        faults.append(f"url 请写作 {normalise_address(row['url'])} write it like this")
    elif row["site"] and row["site"] != (urlsplit(row["url"]).hostname or ""):
        faults.append("site 与网址的主机名不符 not the address's host")
    if row["charset"] and not _is_charset(row["charset"]):
        faults.append("charset 不识 no such character set")
    faults += _find_year_faults(row)
    if row["kind"] == "sitemap" and not row["match"]:
        faults.append("sitemap 须有 match，否则会抓取全站 without match the whole site would be fetched")
    try:
        re.compile(row["match"])
    except re.error as error:
        faults.append(f"match 不是正则表达式 no regular expression: {error}")
    faults += _find_tls_faults(row)
    if not _SEEN.fullmatch(row["seen"]):
        faults.append("seen 须为 “seen 2026-11-22 (何处)” 或 unverified")
    return faults


@cache
def _list_allowed() -> dict[str, list[str]]:
    """What a row's kind and level may be, as `seeds/tables.csv` declares them: there and nowhere else."""
    columns = {column["column"]: column["allowed"] for column in list_columns("sources.csv")}
    return {name: columns[name].split("|") for name in ("kind", "level")}


def _find_year_faults(row: dict[str, str]) -> list[str]:
    years = [row["first_year"], row["last_year"]]
    if any(year and not (year.isdigit() and FIRST_YEAR <= int(year) <= 2100) for year in years):
        return [f"年份须为 {FIRST_YEAR} 以后的四位数 years are four digits from {FIRST_YEAR} on"]
    if all(years) and int(years[0]) > int(years[1]):
        return ["first_year 晚于 last_year the first year is after the last"]
    return []


def _find_tls_faults(row: dict[str, str]) -> list[str]:
    faults = []
    if row["tls"] not in ("", "unverified"):
        faults.append("tls 须为空或 unverified empty or unverified")
    if row["tls"] and not row["note"]:
        faults.append("tls 的例外须在 note 中写明缘由 an exception needs its reason in the note")
    return faults


def _is_charset(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _make_row(row: dict[str, str]) -> Source:
    values = {field.name: row[field.name] for field in fields(Source)}
    first, last = values.pop("first_year"), values.pop("last_year")
    return Source(**values, first_year=int(first) if first else None, last_year=int(last) if last else None)


def choose_sources(words: Sequence[str]) -> tuple[list[Source], list[str]]:
    """The sources that words of the command line mean (addresses, registered names, region codes), and the other words.

    Raises CallError where the registry is not sound.
    """
    sources: dict[str, Source] = {}
    others = []
    for word in words:
        if word.startswith(("http://", "https://")):
            sources.setdefault(word, make_source(word))
        elif not Path(word).exists() and (named := find_sources(word)):
            sources.update((source.name, source) for source in named)
        else:
            others.append(word)
    return list(sources.values()), others
