"""Names of districts that are words as well (城西区, 东区): a place where the text itself says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from parsers.identity.heard.witnesses import are_related
from parsers.identity.names.bodies import NamedBody, judge_body
from parsers.identity.names.divisions import GENERIC_NAMES, Division, find_named, list_ancestors
from parsers.text.expressions import expression

# 新城区建设指挥部 builds a new town
_DONE_TO_A_TOWN = expression("建设|改造|开发|项目|棚户|综合整治")
_DISTRICT_ORGANS = expression(r"(?<!自治)区委(?!员)[\s\S]*区人?民?政府|区人?民?政府[\s\S]*(?<!自治)区委(?!员)")


def read_word_as_name(body: NamedBody, counts: Counter[Division], text: str, year: int | None) -> NamedBody:
    """城西区 as a place, where the text names the city that it lies in (西宁市委) or its own documents; else the body as it is."""
    name = next((name for name in GENERIC_NAMES if body.said.startswith(name)), "")
    named = find_named(name, year) if name else ()
    within = tuple(d for d in named if any(counts[above] for above in list_ancestors(d, year)[:1]))
    if len(named) == 1 and _names_its_own(name, text):
        within = named
    rest = body.said[len(name) :]
    of_its_own = not rest or (judge_body(rest) in ("government", "department") and not _DONE_TO_A_TOWN.match(rest))
    if len(within) != 1 or not of_its_own:
        return body
    return replace(body, divisions=within, kind=judge_body(rest) or "place" if rest else "place")


def _names_its_own(name: str, text: str) -> bool:
    """Whether a text names a district's own documents (《城东区2023年法治政府建设工作要点》) and organs; a zone has no 区委."""
    return f"《{name}" in text and bool(_DISTRICT_ORGANS.search(text))


def is_word_alone(
    body: NamedBody, place: Division, counts: Counter[Division], near: Division | None, text: str, year: int | None
) -> bool:
    """Whether a name that is a word as well (东区坚持依法行政) has nothing beside it that speaks for its place; `near`: whose site it stands on."""
    if body.said not in GENERIC_NAMES or (near and are_related(near, place)):
        return False
    if near is None and _names_its_own(body.said, text):
        return False
    return not any(counts[above] for above in list_ancestors(place, year))
