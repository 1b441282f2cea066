"""The report on a page of a government site, and what the site put around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bs4 import BeautifulSoup, NavigableString, Tag

from parsers.body.article import Region, cut_article, find_start, find_stop
from parsers.body.blocks import CELL_BREAK, LINE_BREAK, LINK_END, LINK_START, ROW_START
from parsers.body.chrome import squeeze_line
from parsers.body.containers import PARAGRAPHS, is_headline, list_container_names, rank_container
from parsers.body.density import Core, Line, find_core, make_line, make_row, weigh_line
from parsers.body.markup import CutPage, cut_markup
from parsers.body.parts.pieces import describe_rest, join_pieces
from parsers.records import StrippedPage
from parsers.text.expressions import expression

_LINK_MARK = expression(f"([{LINK_START}{LINK_END}])")
# (the first by itself: an expression that begins with a single character is searched ten times as fast)
_SPACES = expression(r"[ \t\r\n\f][ \t\r\n\f]*")
# A line of markup broken at 80 columns by Word: 党中央、国务院 / 关于 is one word to the reader
_WRAPPED = expression(r"(?<=[\u2e80-\u9fff\uff00-\uffee，。、；：])\n(?=[\u2e80-\u9fff\uff00-\uffee，。、；：])")
_LITERAL_BLOCK = expression(r"</?(?:p|div|br|li|tr|h[1-6])\b[^<>]{0,400}>", re.I)
_LITERAL_INLINE = expression(
    r"</?(?:span|strong|b|font|a|em|i|u|td|table|tbody|img|ul|ol|section|st1|o)\b[^<>]{0,400}>", re.I
)

_BELIEVED = 0.95
_ACCEPTED = 0.8
_THIN = 200
_HIDDEN_BODY = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A block element and the lines that it holds, from `start` up to `stop`."""

    start: int
    stop: int
    rank: int | None
    """The number of the row of seeds/containers.csv that names it, None for most."""
    paragraph: bool

    @property
    def container(self) -> str:
        """The name of that row."""
        return "" if self.rank is None else list_container_names()[self.rank]


def strip_boilerplate(html: str) -> StrippedPage:
    """The report's text on the page `html`, the lines before and after it that speak of it, title and meta.

    A named container of a known system (seeds/containers.csv) is believed where it holds the page's densest text, else
    the density alone decides. Text that the page hides is read only where it shows none.

    Raises UnreadablePage (`oversized_page`) for pages beyond the bounds of parsers.body.markup.
    """
    page = cut_markup(html)
    stripped = _strip(page)
    if len(stripped.text) < _HIDDEN_BODY and "none" in html:
        # Some systems deliver the text hidden and show it by script.
        revealed = _strip(cut_markup(html, keep_hidden=True))
        if len(revealed.text) > 4 * _HIDDEN_BODY:
            return revealed
    return stripped


def _strip(page: CutPage) -> StrippedPage:
    lines, blocks = read_blocks(BeautifulSoup(page.body, "lxml"))
    core = join_pieces(lines, find_core(lines))
    container, region = _find_region(lines, blocks, core)
    titles = _read_titles(page)
    start, stop = region.start, region.start
    if core.weight and core.start < region.stop and core.stop > region.start:
        start, stop = find_start(lines, core, region, titles), find_stop(lines, core, region)
    elif container != "density":
        # Too little text for a core: all of the container but its buttons and lists of files.
        whole = Core(region.start, region.start, 0)
        start, stop = region.start, find_stop(lines, whole, region)
    else:
        start = stop = _skip_head(lines, titles)
    article = cut_article(lines, start, stop, region.absent)
    return StrippedPage(
        text=article.text,
        head=article.head,
        tail=article.tail,
        html_title=page.html_title,
        meta=page.meta,
        container=container,
        page_text=page.page_text,
        goes_on=describe_rest(lines, start, stop, region.stop) if region.named and core.weight else None,
    )


def _skip_head(lines: Sequence[Line], titles: Sequence[str]) -> int:
    """One past the last line of a page without text that tells its title, its date or its source."""
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].kind in ("label", "date") or squeeze_line(lines[index].text) in titles:
            return index + 1
    return 0


def _read_titles(page: CutPage) -> list[str]:
    titles = [page.html_title or "", page.meta.get("articletitle", ""), page.meta.get("title", "")]
    return [squeezed for title in titles if len(squeezed := squeeze_line(title)) >= 5]


def read_blocks(soup: BeautifulSoup) -> tuple[list[Line], list[Block]]:
    """The lines that a browser would show, and for each block element which of them it holds.

    Inline text joins with nothing between; only block elements and the marks of parsers.body.blocks break. One pass with a
    stack of its own: pages nest deeper than Python's calls may.
    """
    lines: list[Line] = []
    blocks: list[Block] = []
    pieces: list[str] = []
    linked: list[str] = []
    headlines = 0

    def end_line() -> None:
        if pieces:
            text, links = "".join(pieces), len("".join("".join(linked).split())) if linked else 0
            pieces.clear()
            linked.clear()
            lines.extend(
                make_row(line[1:]) if line[0] == ROW_START else make_line(line, links, headline=headlines > 0)
                for line in _clean_lines(text)
            )

    in_link = 0
    stack: list[tuple[Tag, Iterator[object], int, bool]] = [(soup, iter(soup.contents), 0, False)]
    while stack:
        tag, children, start, title = stack[-1]
        child = next(children, None)
        if isinstance(child, Tag):
            end_line()
            titled = is_headline(*_read_names(child))
            headlines += titled
            stack.append((child, iter(child.contents), len(lines), titled))
        elif isinstance(child, NavigableString):
            for number, piece in enumerate(child.split(LINE_BREAK)):
                if number:
                    end_line()
                for part in _split_links(piece):
                    if part == LINK_START:
                        in_link += 1
                    elif part == LINK_END:
                        in_link -= 1
                    else:
                        pieces.append(part)
                        if in_link:
                            linked.append(part)
        elif child is None:
            stack.pop()
            end_line()
            headlines -= title
            if len(lines) > start:
                blocks.append(Block(start, len(lines), rank_container(*_read_names(tag)), tag.name in PARAGRAPHS))
    return lines, blocks


def _split_links(piece: str) -> Sequence[str]:
    """A piece of text at the marks of its links, of which most have none."""
    if LINK_START in piece or LINK_END in piece:
        return _LINK_MARK.split(piece)
    return (piece,) if piece else ()


def _clean_lines(text: str) -> Iterator[str]:
    """The lines of a run of inline text: one, unless it holds markup that was escaped once too often (&lt;p&gt;)."""
    if "<" in text:
        text = _LITERAL_INLINE.sub("", _LITERAL_BLOCK.sub(LINE_BREAK, text))
    if "\n" in text:
        text = _WRAPPED.sub("", text)
    for part in text.split(LINE_BREAK):
        line = _SPACES.sub(" ", part).strip().replace(CELL_BREAK, "\t")
        if not line.startswith(ROW_START):
            line = line.strip()
        if line:
            yield line


def _read_names(tag: Tag) -> tuple[str, tuple[str, ...], str]:
    """Tag, classes and id, as parsers.body.containers asks for them."""
    attributes = tag.attrs
    if not attributes:
        return tag.name, (), ""
    return tag.name, tuple(attributes.get("class") or ()), str(attributes.get("id") or "")


def _find_region(lines: Sequence[Line], blocks: Sequence[Block], core: Core) -> tuple[str, Region]:
    """Where the body is looked for and the name of the rule that says so.

    The two ways meet here: of the named containers the innermost that holds (nearly) all of the core; several of one
    name that hold it together; else the innermost block of any name around the core. A core too thin to be an article
    gives way to a named container that holds as much.
    """
    sums = [0, *accumulate(max(0, weigh_line(line)) for line in lines)]
    inside = sums[core.stop] - sums[core.start]
    named = [block for block in blocks if block.rank is not None]

    def hold(block: Block) -> int:
        return sums[block.stop] - sums[block.start]

    def share(block: Block) -> float:
        first, last = max(block.start, core.start), min(block.stop, core.stop)
        return (sums[last] - sums[first]) / inside if inside and first < last else 0.0

    if named:
        # Where all are as empty, the earlier row is the surer one: a known editor before `.info`.
        fullest = max(named, key=lambda block: (hold(block), -(block.rank or 0)))
        held = hold(fullest)
        beside = share(fullest) < _ACCEPTED and not (share(fullest) and _runs_on(lines, core, fullest))
        if core.weight < _THIN and beside and (core.weight < 2 * held or core.weight < _THIN // 3):
            return fullest.container, Region(fullest.start, fullest.stop)
    believed = next((block for block in named if share(block) >= _BELIEVED), None)  # as they end: innermost first
    if believed is not None:
        return believed.container, Region(believed.start, believed.stop)
    for parts in _group_parts(named, core):
        if inside and sum(map(share, parts)) >= _BELIEVED:
            start, stop = parts[0].start, parts[-1].stop
            present = {index for part in parts for index in range(part.start, part.stop)}
            return parts[0].container, Region(start, stop, frozenset(range(start, stop)) - present)
    nearly = max(named, key=share, default=None)
    if nearly is not None and share(nearly) >= _ACCEPTED and not _runs_on(lines, core, nearly):
        return nearly.container, Region(nearly.start, nearly.stop)
    return "density", _surround(blocks, core, len(lines))


def _group_parts(named: Sequence[Block], core: Core) -> Iterator[list[Block]]:
    """The containers of each name that touch the core, nested ones left out: an article in parts."""
    groups: dict[int | None, list[Block]] = {}
    for block in sorted(named, key=lambda block: (block.start, -block.stop)):
        parts = groups.setdefault(block.rank, [])
        if block.stop > core.start and block.start < core.stop and (not parts or block.start >= parts[-1].stop):
            parts.append(block)
    return (parts for parts in groups.values() if len(parts) > 1)


def _runs_on(lines: Sequence[Line], core: Core, block: Block) -> bool:
    """Whether the core goes on before or behind the block without anything that parts it from it."""
    beside = [*lines[core.start : block.start], *lines[block.stop : core.stop]]
    return all(line.kind in ("text", "signed") and not line.is_link for line in beside)


def _surround(blocks: Sequence[Block], core: Core, count: int) -> Region:
    """The innermost block around the core that is more than a paragraph."""
    for block in blocks:
        around = block.start <= core.start and block.stop >= core.stop
        if around and not block.paragraph and block.stop - block.start > 1:
            return Region(block.start, block.stop, named=False)
    return Region(0, count, named=False)
