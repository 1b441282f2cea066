"""A report's text as HTML: headings, sentences that hold figures, and each figure with its anchor and its way out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as the report page needs it; offsets are characters of the report's text."""

    fact_id: str
    seq: int
    section_seq: int | None
    indicator_id: str | None
    label: str
    value: float | None
    unit: str
    qualifier: str
    kind: str
    scope: str | None
    quote: str
    sentence: str
    char_start: int
    char_end: int
    part_of: str | None
    check_status: str | None
    confidence: float
    is_doubtful: bool
    period: str
    """In words; see `format_period`."""

    @property
    def anchor(self) -> str:
        """The figure's name in addresses of pages; see `name_anchor`."""
        return name_anchor(self.fact_id)


class Heading(NamedTuple):
    """A section's heading: offsets of marker and heading in the text; level as in `section`."""

    seq: int
    level: int
    char_start: int
    char_end: int


class _Layer(NamedTuple):
    start: int
    end: int
    open: Callable[[bool], str]
    """The opening tag; called with whether this is the stretch's first piece, which alone carries ids."""
    close: str


def name_anchor(fact_id: str) -> str:
    """Twelve digits of a fact's stable id: enough within a report, and half as long in every page that links there."""
    return fact_id[:12]


def locate_heading(text: str, level: int, seq: int, marker: str, heading: str, start: int) -> Heading:
    """Where the heading of the section that starts at `start` ends."""
    at = text.find(heading, start, start + len(marker) + len(heading) + 4)
    return Heading(seq, level, start, start + len(marker) if at < 0 else at + len(heading))


def mark_text(text: str, headings: Sequence[Heading], figures: Sequence[Figure]) -> str:
    """The text as HTML paragraphs; a heading that fills its line becomes <h2> to <h4>, one within a line <b>.

    Each figure is a link #r-… to its table row with the id t-…; a quote that carries several facts has one link and an id
    for each. Sentences that hold figures are <span class="s">.
    """
    sentences = _join([_find_sentence(text, figure) for figure in figures])
    layers = (
        deque(_Layer(start, end, _open_sentence, "</span>") for start, end in sentences),
        deque(_layer_figures(figures)),
        deque(_Layer(heading.char_start, heading.char_end, _open_bold, "</b>") for heading in headings),
    )
    at_line_start = {heading.char_start: heading for heading in headings}
    pieces = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        heading = at_line_start.get(start)
        parts = [_take_until(layer, end) for layer in layers]
        if line.strip():
            if heading is not None and heading.level < 4 and text[heading.char_end : end].strip(" 。.：:；;，,") == "":
                tag = f"h{heading.level + 1}"
                inner = _render(text, start, end, parts[:2])
                pieces.append(f'<{tag} id="s{heading.seq}">{inner}</{tag}>')
            else:
                anchor = "" if heading is None else f' id="s{heading.seq}"'
                pieces.append(f"<p{anchor}>{_render(text, start, end, parts)}</p>")
        start = end + 1
    return "\n".join(pieces)


def _open_sentence(_is_first: bool) -> str:
    return '<span class="s">'


def _open_bold(_is_first: bool) -> str:
    return "<b>"


def _take_until(layer: deque[_Layer], end: int) -> list[_Layer]:
    """The stretches that begin before `end`; one that goes on beyond it stays for the next line."""
    taken = []
    while layer and layer[0].start < end:
        taken.append(layer.popleft())
    if taken and taken[-1].end > end:
        layer.appendleft(taken[-1])
    return taken


def _find_sentence(text: str, figure: Figure) -> tuple[int, int]:
    """Where the figure's sentence stands; never less than the figure itself."""
    start = text.rfind(figure.sentence, 0, figure.char_start + len(figure.sentence))
    end = start + len(figure.sentence)
    if start < 0 or start > figure.char_start or end < figure.char_end:
        return figure.char_start, figure.char_end
    return start, end


def _join(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping ones made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def _layer_figures(figures: Sequence[Figure]) -> list[_Layer]:
    spans = _join([(figure.char_start, figure.char_end) for figure in figures])
    ordered = sorted(figures, key=lambda figure: (figure.char_start, figure.seq))
    layers = []
    at = 0
    for start, end in spans:
        group = []
        while at < len(ordered) and ordered[at].char_start < end:
            group.append(ordered[at])
            at += 1
        layers.append(_Layer(start, end, _open_figure(group), "</a>"))
    return layers


def _open_figure(group: Sequence[Figure]) -> Callable[[bool], str]:
    first, others = group[0], group[1:]
    kinds = ["n"]
    if any(figure.indicator_id for figure in group):
        kinds.append("k")
    if any(figure.check_status in ("inconsistent", "garbled") for figure in group):
        kinds.append("bad")
    ids = "".join(f'<i id="t-{figure.anchor}"></i>' for figure in others)

    def open_tag(is_first: bool) -> str:
        name = f' id="t-{first.anchor}"' if is_first else ""
        return f'<a class="{" ".join(kinds)}"{name} href="#r-{first.anchor}">{ids if is_first else ""}'

    return open_tag


def _render(text: str, start: int, end: int, layers: Sequence[Sequence[_Layer]]) -> str:
    """text[start:end] with the outermost layer's tags around what the inner ones give."""
    if not layers:
        return str(escape(text[start:end]))
    pieces = []
    at = start
    for layer in layers[0]:
        if layer.end <= start or layer.start >= end:
            continue
        here, there = max(layer.start, start), min(layer.end, end)
        pieces.append(_render(text, at, here, layers[1:]))
        pieces.append(layer.open(here == layer.start) + _render(text, here, there, layers[1:]) + layer.close)
        at = there
    pieces.append(_render(text, at, end, layers[1:]))
    return "".join(pieces)


def mark_quote(sentence: str, quote: str) -> Markup:
    """The sentence with the quote in <mark>."""
    before, found, after = sentence.partition(quote)
    marked = f"<mark>{escape(found)}</mark>" if found else ""
    return Markup(f"{escape(before)}{marked}{escape(after)}")
