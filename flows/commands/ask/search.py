"""`fazhi search`: ranked passages with the words marked."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from flows.runs.refresh import open_refreshed
from flows.settings import read_settings
from flows.terminal.tables import Format, open_console, write_rows
from warehouse.derive.search import Hit, read_terms, search_passages

AROUND = 36
"""Characters shown on both sides of marked words."""
PIECES = 3
"""Pieces of a passage that are shown."""

QUOTED = re.compile('["“「『]')

COLUMNS = ("score", "report_id", "region_name", "year", "section_seq", "heading", "text", "url")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: words and quoted phrases, of one year or province where these are given, at most so many."""

    words: list[str]
    year: int | None = None
    province: str | None = None
    limit: int = 10
    exact: bool = False
    """Without synonyms."""


def show_hits(wanted: Wanted, form: Format, warehouse: Path | None) -> int:
    """Print the passages that hold the words, best first; 0, also where there are none.

    Raises SearchError for a query without words, WarehouseError for want of a warehouse.
    """
    # The shell takes the quotation marks off a phrase: what holds a space was quoted.
    query = " ".join(f'"{word}"' if " " in word.strip() and not QUOTED.search(word) else word for word in wanted.words)
    terms = read_terms(query, exact=wanted.exact)
    with open_refreshed(read_settings(warehouse).warehouse) as con:
        total, hits = search_passages(con, terms, year=wanted.year, province=wanted.province, limit=wanted.limit)
    if form is not Format.TABLE:
        rows = [
            (
                round(hit.score, 4), hit.report_id, hit.region_name, hit.year, hit.section_seq, hit.heading,
                mark_text(hit), hit.url,
            )
            for hit in hits
        ]  # fmt: skip
        write_rows(COLUMNS, rows, form, sys.stdout)
        return 0
    console = open_console()
    for number, hit in enumerate(hits, start=1):
        year_told = "" if hit.year is None else f" {hit.year}年"
        console.print(
            f"{number}. {hit.region_name or '地区不明'}{year_told}  {hit.heading or ''}", style="bold", markup=False
        )
        console.print(f"   {hit.report_id} §{hit.section_seq}  {hit.score:.2f}", markup=False)
        console.print(_cut_pieces(hit))
    console.print(f"共 {total} 段，显示 {len(hits)} 段。{total} passages, {len(hits)} shown.")
    return 0


def mark_text(hit: Hit) -> str:
    """The whole passage with 【】 around the words."""
    return _mark(hit.text, hit.marks, 0, len(hit.text)).plain


def _cut_pieces(hit: Hit) -> Text:
    """The pieces of the passage around its marks: first those of different words."""
    places: dict[str, tuple[int, int]] = {}
    for start, end in hit.marks:
        places.setdefault(hit.text[start:end], (start, end))
    chosen = sorted([*places.values(), *(mark for mark in hit.marks if mark not in places.values())][:PIECES])
    pieces: list[tuple[int, int]] = []
    for start, end in chosen:
        first, last = max(0, start - AROUND), min(len(hit.text), end + AROUND)
        if pieces and first <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    shown = Text("   ")
    for first, last in pieces:
        shown.append("…" if first else "")
        shown.append(_mark(hit.text, hit.marks, first, last))
        shown.append("…" if last < len(hit.text) else "")
    return shown


def _mark(text: str, marks: tuple[tuple[int, int], ...], first: int, last: int) -> Text:
    shown = Text()
    place = first
    for start, end in marks:
        if start < place or end > last:
            continue
        shown.append(" ".join(text[place:start].split("\n")))
        shown.append(f"【{text[start:end]}】", style="bold red")
        place = end
    shown.append(" ".join(text[place:last].split("\n")))
    return shown
