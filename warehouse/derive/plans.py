"""What a report plans for the next year, item by item, each with its theme."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from warehouse.store.dimensions import read_rows

_PLANS = "plans"
_UNSPECIFIC = frozenset({"problems", "plans", "overview", "other"})
_TELLING = 3
"""Weight from which the words of an item tell its theme; seeds/themes.csv gives 3 to a word that names one."""
_SIGNING_LINES = 6
"""Lines at a text's end that may sign it: joint issuers, each on a line, and the date."""
_SHORTEST = 10
"""Characters below which a line is a heading or a leftover, no plan."""


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """What of a section matters here."""

    seq: int
    parent_seq: int | None
    theme: str | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing that a report plans, and where it stands in the text."""

    section_seq: int
    theme: str | None
    char_start: int
    char_end: int


def read_plan(sections: Sequence[SectionPlace], text: str) -> list[PlanItem]:
    """The items of a report's plan: the lowest sections (一是 …) under a section of the theme plans; where it has none,
    its paragraphs after the heading's line. Who signs the report, and when, is no part of the last item.
    """
    stop = find_signature(text)
    planning: set[int] = set()
    for section in sections:
        if section.theme == _PLANS or section.parent_seq in planning:
            planning.add(section.seq)
    parents = {section.parent_seq for section in sections}
    items = []
    for section in sections:
        if section.seq in planning and section.seq not in parents:
            for start, told_end in _cut_item(text, section, is_whole=section.parent_seq in planning):
                end = start + len(text[start : min(told_end, stop)].rstrip()) if told_end > stop else told_end
                if end - start < _SHORTEST and told_end > stop:
                    continue
                items.append(PlanItem(section.seq, tell_theme(text[start:end]), start, end))
    return items


def find_signature(text: str) -> int:
    """Where the lines begin that sign a report (某县人民政府, 2024年1月18日) or name its imprint; the text's length where none do.

    A signature may follow the last sentence on its line: …提供有力保障。某县人民政府 2024年1月18日.
    """
    from parsers.identity.heard.issuers import cut_imprint, is_date_line, is_signer, strip_last_date

    lines = [(line.group().strip(), line.end()) for line in re.finditer(r"[^\n]+", text) if line.group().strip()]
    kept = len(cut_imprint([line for line, _ in lines]))
    first = max(0, kept - _SIGNING_LINES)
    while kept > first and (is_date_line(lines[kept - 1][0]) or is_signer(lines[kept - 1][0])):
        kept -= 1
    if not kept:
        return len(text)
    line, end = lines[kept - 1]
    if kept == len(lines) and (before := strip_last_date(line)):
        # (of a long line only the end is looked at)
        signer = re.split("[。；;]", before)[-1]
        if is_signer(signer) and signer != before:
            return text.rindex(signer, 0, end)
    return end if kept < len(lines) else len(text)


def tell_theme(words: str) -> str | None:
    """The theme that the words of an item name most strongly; None where none is named clearly."""
    pattern, weights = _load_words()
    scores: Counter[str] = Counter()
    # (each once, in the order of the text: among equals the theme named first)
    for word in dict.fromkeys(pattern.findall(words)):
        theme, weight = weights[word]
        if theme not in _UNSPECIFIC:
            scores[theme] += weight
    best = scores.most_common(1)
    return best[0][0] if best and best[0][1] >= _TELLING else None


def _cut_item(text: str, section: SectionPlace, *, is_whole: bool) -> Iterator[tuple[int, int]]:
    if is_whole:
        yield section.char_start, section.char_end
        return
    heading_end = text.find("\n", section.char_start, section.char_end)
    start = section.char_start if heading_end < 0 else heading_end + 1
    for line in re.finditer(r"[^\n]+", text[start : section.char_end]):
        if len(line.group().strip()) >= _SHORTEST:
            yield start + line.start(), start + line.end()


@cache
def _load_words() -> tuple[re.Pattern[str], dict[str, tuple[str, int]]]:
    """The words of seeds/themes.csv, longer ones first, with theme and weight."""
    weights = {row["word"] or "": (row["theme"] or "", int(row["weight"] or 0)) for row in read_rows("themes.csv")}
    ordered = sorted(weights, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), weights
