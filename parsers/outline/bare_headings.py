"""Headings on a line of their own whose number the page lost, told by the numbers around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.outline.headings import NUMERAL
from parsers.outline.openings import Opening, end_heading, make_key
from parsers.outline.themes import score_words
from parsers.text.expressions import expression

Span = tuple[int, int]

_SHORTEST, _LONGEST = 4, 45
_SENTENCE = expression("[。!?;:]")
# A signature, a date, an enclosure, a page's own words, a run-in item: lines that stand alone and head nothing.
_NO_HEADING = expression(
    r"^(?:附件|附:|抄送|目录|来源|主办|责任编辑|[\d\s年月日./-]+$|.*(?:http|www\.))"
    rf"|^其?{NUMERAL}{{1,3}}[是要]|^[第其]{NUMERAL}{{1,3}}[,:]|^(?:首先|其次|再次|最后)"
    r"|(?:人民政府|政府办公室|委员会|办公室|领导小组|司法局|[局厅委]|\d日|日|报告|总结)$"
)
_FIRST_WORD = expression(
    "加强|强化|深化|推进|推动|健全|完善|坚持|落实|提升|提高|优化|规范|严格|依法|全面|持续|切实|扎实|聚焦|突出|压实|构建|创新|着力|大力|"
    "狠抓|做好|抓好|抓实|开展|加快|夯实|筑牢|打造|营造|畅通|主要|存在|下一步|积极|统筹|注重|立足|围绕|充分|继续|认真|高度重视"
)
_CLOSING_THEMES = ("problems", "plans")


def find_bare_openings(folded: str, paragraphs: Sequence[Span], numbered: Sequence[Opening]) -> list[Opening]:
    """Openings for lines that read as headings and stand where a number is missing.

    What gives the level away, in this order: the numbering after the line starts anew (the line is a step above it); a
    number of the series is missing; a lone heading between two neighbours is their sibling, several are the children of
    the first; 存在的问题 or 下一步 after the last number closes the report. Without any of these a line is text.
    """
    candidates = _find_candidates(folded, paragraphs, numbered)
    if not candidates:
        return []
    # A table of contents without numbers names the numbered headings.
    keys = {make_key(folded[opening.heading_start : end_heading(folded, opening)]) for opening in numbered}
    candidates = [span for span in candidates if make_key(folded[slice(*span)]) not in keys]
    steps = [opening for opening in numbered if opening.level <= 3]
    if not steps:
        bare = [span for span in candidates if _reads_as_heading(folded[span[0] : span[1]])]
        return [_open(span, 1) for span in bare] if len(bare) > 2 else []
    found: list[Opening] = []
    levels = {opening.level for opening in steps}
    trail: dict[int, int] = {}
    for before, after, spans in _pair_stretches(steps, candidates):
        if before is not None:
            trail = {level: number for level, number in trail.items() if level < before.level}
            trail[before.level] = before.ordinal or trail.get(before.level, 0) + 1
        found += _judge_stretch(folded, spans, before, after, trail, levels)
    return found


def _pair_stretches(
    steps: Sequence[Opening], candidates: Sequence[Span]
) -> Iterator[tuple[Opening | None, Opening | None, list[Span]]]:
    """Each pair of neighbouring numbered headings with the candidates between them."""
    position = 0
    for before, after in pairwise((None, *steps, None)):
        spans = []
        while position < len(candidates) and (after is None or candidates[position][0] < after.start):
            spans.append(candidates[position])
            position += 1
        yield before, after, spans


def _judge_stretch(
    folded: str,
    spans: list[Span],
    before: Opening | None,
    after: Opening | None,
    trail: dict[int, int],
    levels: set[int],
) -> list[Opening]:
    """The openings among the candidates between two numbered headings; `trail` holds each level's latest number."""
    if not spans:
        return []
    telling = [span for span in spans if _reads_as_heading(folded[span[0] : span[1]])]
    if after is None:
        closing = [span for span in telling if _is_closing(folded[span[0] : span[1]])]
        return [_open(span, min(levels)) for span in closing]
    restarts = after.ordinal == 1 and after.level > 1 and (before is None or before.level >= after.level)
    if restarts:
        return [_open(spans[-1], after.level - 1 if any(level < after.level for level in levels) else 1)]
    missing = (after.ordinal or 0) - trail.get(after.level, 0) - 1
    if missing > 0 and missing in (len(spans), len(telling)):
        return [_open(span, after.level) for span in (telling if missing == len(telling) else spans)]
    if before is None or before.level > after.level:
        return []
    if len(telling) == 1 and before.level == after.level:
        return [_open(telling[0], after.level)]
    return [_open(span, min(before.level + 1, 3)) for span in telling] if len(telling) > 1 else []


def _open(span: Span, level: int) -> Opening:
    return Opening(level, None, span[0], span[0], span[0], span[1])


def _find_candidates(folded: str, paragraphs: Sequence[Span], numbered: Sequence[Opening]) -> list[Span]:
    """Lines in the shape of a heading: short, no sentence; a sentence or a heading before, text or a heading after."""
    opened = {place for opening in numbered for place in (opening.start, opening.heading_start)}
    owned = [_has_opening(folded, span, opened) for span in paragraphs]
    candidates: list[Span] = []
    after_text = False
    for index, (start, end) in enumerate(paragraphs):
        line = folded[start:end].rstrip()
        # A line that breaks off in a sentence goes on in the next one: it is text however it reads.
        ends_well = line[-1:] in "。!?;:”)…" or (owned[index] and "。" not in line)
        has_text_below = index + 1 < len(paragraphs) and (
            owned[index + 1] or "。" in folded[slice(*paragraphs[index + 1])]
        )
        if (
            after_text
            and has_text_below
            and not owned[index]
            and _SHORTEST <= len(line) <= _LONGEST
            and not _SENTENCE.search(line)
            and line[-1] not in ",、"
            and not _NO_HEADING.search(line)
        ):
            candidates.append((start, start + len(line)))
        after_text = ends_well or bool(candidates and candidates[-1][0] == start)
    return candidates


def _has_opening(folded: str, span: Span, opened: set[int]) -> bool:
    start = span[0]
    return any(place in opened for place in range(start, min(start + 4, span[1])))


def _reads_as_heading(line: str) -> bool:
    return bool(_FIRST_WORD.match(line)) or max(score_words(line).values(), default=0) >= 2


def _is_closing(line: str) -> bool:
    scores = score_words(line)
    return any(scores.get(theme, 0) >= 3 for theme in _CLOSING_THEMES)
