"""The index that the search page reads from disk: which pairs of neighbouring characters stand in which reports.

Chinese has no spaces, and a browser no word list: a query is cut into pairs (行政复议 is 行政, 政复, 复议), the reports that
hold all of them are looked up, and their texts, a script each, show whether the words truly stand there. A query reads a
few files of some ten kilobytes, however many reports there are. Traditional characters are looked up as simplified ones, in texts
and queries alike; places are found by pinyin too, by any reading of their characters (单县 is shanxian and danxian: which one it
is no table says for all places), indicators by their English names.
"""

from __future__ import annotations

import json
import operator
import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby
from pathlib import Path

from parsers.seed import read_seed
from parsers.text.width import fold_width
from warehouse.site.library import Library
from warehouse.site.render import write_call, write_file, write_page

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
"""Five bits a character; the upper half says that more follow. Also in assets/search.js."""
REPORTS_OF_A_FILE = 20
MOST_FILES = 512
_RUN = re.compile(r"\w{2,}")

Pairs = defaultdict[str, "array[int]"]
"""Numbers of reports by pair, ascending."""


def make_pairs() -> Pairs:
    """An empty index."""
    return defaultdict(lambda: array("I"))


def add_text(pairs: Pairs, number: int, text: str) -> None:
    """Enter the pairs of a report; numbers are those of the library's order and must ascend."""
    folded = fold_width(text).lower()
    found = {run[at : at + 2] for run in _RUN.findall(folded) for at in range(len(run) - 1)}
    for pair in found:
        pairs[pair].append(number)


def write_text(folder: Path, report_id: str, text: str) -> None:
    """The report's text where the search page finds it."""
    write_call(folder, f"search/text/{report_id}.js", "searchText", report_id, text)


def write_search(folder: Path, library: Library, pairs: Pairs, pages: Collection[str]) -> None:
    """The page, the names that it knows, and the pairs spread over files; `pages` are the indicators that have one."""
    count = max(1, min(MOST_FILES, -(-len(library.reports) // REPORTS_OF_A_FILE)))
    files: list[list[str]] = [[] for _ in range(count)]
    codes = [_encode(number) for number in range(len(library.reports) + 1)]
    for pair in sorted(pairs):
        numbers = pairs[pair]
        steps = codes[numbers[0] + 1] + "".join(map(codes.__getitem__, map(operator.sub, numbers[1:], numbers)))
        files[_place(pair) % count].append(f"{json.dumps(pair, ensure_ascii=False)}:{json.dumps(steps)}")
    for number, entries in enumerate(files):
        write_file(folder, f"search/pairs/{number}.js", f"searchPairs({number},{{{','.join(entries)}}})\n")
    places = []
    for code, group in groupby(library.reports, key=lambda line: line.region_code):
        region = library.regions.get(code or "")
        above = library.regions.get(region.parent_code or "") if region else None
        name = region.name if region else "地区不明"
        lines = list(group)
        places.append(
            [
                code or "",
                f"{above.name}{name}" if above else name,
                [
                    [line.year, "" if line.report_id == f"{code}-{line.year}" else line.report_id, line.kind]
                    for line in lines
                ],
            ]
        )
    write_call(
        folder,
        "search/names.js",
        "searchNames",
        {
            "files": count,
            "places": places,
            "indicators": [
                [row.indicator_id, row.name, row.name_en]
                for row in library.indicators.values()
                if row.indicator_id in pages
            ],
            "readings": _read_aloud(str(place[1]) for place in places),
            "forms": _list_forms(),
            "years": sorted({line.year for line in library.reports if line.year}),
            "provinces": {
                code: library.regions[code].name
                for code in sorted({library.find_province(line.region_code) for line in library.reports})
                if code in library.regions
            },
        },
    )
    write_page(folder, "search.html", "search.html", {"library": library})


def _read_aloud(names: Iterable[str]) -> dict[str, str]:
    """Every reading of each character of these names, without tones: `{"单": "dan chan shan"}`."""
    from pypinyin import Style, pinyin

    characters = sorted({character for name in names for character in name if "\u4e00" <= character <= "\u9fff"})
    readings = (pinyin(character, style=Style.NORMAL, heteronym=True)[0] for character in characters)
    return {
        character: " ".join(dict.fromkeys(reading.replace("ü", "v") for reading in told))
        for character, told in zip(characters, readings, strict=True)
    }


def _list_forms() -> list[str]:
    """Characters as written, and as they are looked up, one for one; only those that JavaScript counts as one."""
    forms = {row["written"]: row["read"] for row in read_seed("han_forms.csv")}
    short = sorted(
        (written, read)
        for written, read in forms.items()
        if len(written) == len(read) == 1 and max(written, read) <= "\uffff"
    )
    return ["".join(written for written, _ in short), "".join(read for _, read in short)]


def _place(pair: str) -> int:
    """Which file a pair is in, before the remainder; JavaScript counts in UTF-16, hence no pair with rarer characters."""
    return ord(pair[0]) * 31 + ord(pair[1])


def _encode(number: int) -> str:
    written = ""
    while number > 31:
        written += DIGITS[32 + number % 32]
        number //= 32
    return written + DIGITS[number]
