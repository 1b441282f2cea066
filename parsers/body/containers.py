"""Names that tell what an element is: an article's container (`seeds/containers.csv`), or a headline."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from parsers.seed import read_seed
from parsers.text.expressions import expression

MARKED = "fazhi-marked"
"""Element around what stood between two comments that a row of seeds/containers.csv names; its `id` is the row's name."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = frozenset({"p", "li", "dt", "dd", *HEADINGS})
_TITLE_NAME = expression(r"(?:.*[-_])?(?:title|tit|headline|biaoti|bt|heading)\w{0,3}", re.I)


@cache
def list_container_names() -> tuple[str, ...]:
    """The names of the rows of seeds/containers.csv: a rank is an index into them."""
    return tuple(row["name"] for row in read_seed("containers.csv"))


@cache
def list_marking_comments() -> dict[str, tuple[str, str]]:
    """Opening comment to closing comment and name, of the rows whose selector is a pair of comments."""
    marks: dict[str, tuple[str, str]] = {}
    for row in read_seed("containers.csv"):
        if row["selector"].startswith("<!--"):
            start, stop = (mark.removeprefix("<!--").removesuffix("-->") for mark in row["selector"].split("…"))
            marks[start] = (stop, row["name"])
    return marks


@cache
def _ranks() -> tuple[dict[str, int], list[tuple[str, int]]]:
    """Exact selectors, and starts of those that end in *, in lower case, to the row's number."""
    exact: dict[str, int] = {}
    starts: list[tuple[str, int]] = []
    for rank, row in enumerate(read_seed("containers.csv")):
        selector = row["selector"].lower()
        if selector.startswith("<!--"):
            exact[f"{MARKED}#{row['name']}"] = rank
        elif selector.endswith("*"):
            starts.append((selector[:-1], rank))
        else:
            exact[selector] = rank
    return exact, starts


# A site's pages repeat the names of its template.
@lru_cache(maxsize=8192)
def rank_container(tag: str, classes: tuple[str, ...], identity: str) -> int | None:
    """The number of the first row of seeds/containers.csv that names such an element, None for most."""
    exact, starts = _ranks()
    if tag == MARKED:
        return exact[f"{MARKED}#{identity}"]
    selectors = [tag, *(f".{name.lower()}" for name in classes)]
    if identity:
        selectors.append(f"#{identity}".lower())
    ranks = [exact[selector] for selector in selectors if selector in exact]
    ranks += [rank for start, rank in starts for selector in selectors if selector.startswith(start)]
    return min(ranks, default=None)


@lru_cache(maxsize=8192)
def is_headline(tag: str, classes: tuple[str, ...], identity: str) -> bool:
    """Whether such an element is a heading by its tag or called a title by its names."""
    return tag in HEADINGS or any(_TITLE_NAME.fullmatch(name) for name in (*classes, identity))
