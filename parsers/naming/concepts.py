"""What reports speak of, found as words: one pass of an automaton over the text. The words are data in `seeds/concepts.csv`."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

from parsers.frames.tokens import Token, Tokens
from parsers.frames.words import Meaning, slot_words
from parsers.seed import read_seed
from parsers.text.expressions import expression
from parsers.text.width import fold_width

Span = tuple[int, int]

UNEXPLAINED = "unexplained"
"""The concept of a run of characters that no word of concepts.csv explains: 受理消费投诉36件 brings a thing of its own."""

_SHORTEST_RUN = 3
# (the first character by itself: what begins with a single class is searched several times as fast)
_RUN = expression(rf"[一-龥][一-龥]{{{_SHORTEST_RUN - 1},}}")
# 开展“甲乙护苗”等活动: a name is no thing of its own
_NAME = expression(r"“[^”\n]{1,40}”|《[^》\n]{1,60}》")
_TITLE = expression(r"《[^》\n]{1,60}》")
# “法治讲堂·逢九必讲”法治培训, “送法进企业”活动: a verb within the name of what was done governs nothing
_CALLED = expression(r"“[^”\n]{2,20}”(?=[一-龥])")
_LISTED = expression(
    r"(?:《[^》\n]{1,60}》[、和及]?)+"
    r"(?=等\s*\d+\s*[件部份](?:市|省|县|区|政府)*(?:规章|地方性法规|法规|规范性文件|合同|协议))"
)
# (each of them holds it: asked first)
_ENDS_LISTED = expression(r"》[、和及]?等")
# 濮阳县收到, 市司法局办理, 县长王某某同志召开: who acts is no thing of its own.
_ACTING = expression(r"[一-龥]{1,6}?(?:[省市县区州旗盟镇乡局厅委办院]|街道|中心|机构|同志)(?![一-龥]{0,1}[率])")
_LAST_OF_ACTING = frozenset("省市县区州旗盟镇乡局厅委办院道心构志")


Hit = tuple[int, int, int]
"""Start and end of a word in half-width text, and what it means: a bit for each concept (`concept_bits`). A report has two
thousand of them, so they are plain tuples."""

_NO_MORE: Hit = (sys.maxsize, sys.maxsize, 0)

Concepts = int
"""A set of concepts, a bit for each (`concept_bits`)."""

_ROLES = frozenset({"topic", "field", "setting", "thing", "act", "rate", "mark"})


class BadConceptError(ValueError):
    """A row of concepts.csv has a role or a hidden concept that does not exist; mend the row."""


@cache
def concept_roles() -> dict[str, str]:
    """Role of each concept: topic, field (a weak topic), setting, thing, act, rate or mark.

    Raises BadConceptError where concepts.csv names a role, or a concept to hide, that does not exist, or a concept twice.
    """
    rows = read_seed("concepts.csv")
    roles = {row["concept"]: row["role"] for row in rows}
    for row in rows:
        unknown = ({row["role"]} - _ROLES) | (set(row["hides"].split()) - roles.keys())
        if unknown:
            raise BadConceptError(f"concepts.csv, {row['concept']}: unknown {', '.join(sorted(unknown))}")
    if len(roles) < len(rows):
        names = [row["concept"] for row in rows]
        raise BadConceptError(f"concepts.csv: twice {', '.join(sorted({n for n in names if names.count(n) > 1}))}")
    return roles


@cache
def concept_words() -> dict[str, int]:
    """What each word of seeds/concepts.csv means, half-width."""
    bits = concept_bits()
    words: dict[str, int] = {}
    for row in read_seed("concepts.csv"):
        for word in filter(None, fold_width(row["words"]).split("|")):
            words[word] = words.get(word, 0) | bits[row["concept"]]
    return words


@cache
def _automaton() -> tuple[AhoCorasick, list[int], list[int], list[Meaning | None]]:
    """All words; for each what it means, what it hides, and what it can be in a frame."""
    words, slots, hides = concept_words(), slot_words(), _hides()
    every = sorted(words.keys() | slots.keys())
    meanings = [words.get(word, 0) for word in every]
    return (
        AhoCorasick(every),
        meanings,
        [hides.get(meant, 0) for meant in meanings],
        [slots.get(word) for word in every],
    )


@cache
def _hides() -> dict[int, int]:
    """The concepts that a word of this meaning hides inside itself; only words that hide some."""
    hides = {row["concept"]: to_bits(row["hides"].split()) for row in read_seed("concepts.csv") if row["hides"]}
    bits = concept_bits()
    found: dict[int, int] = {}
    for meant in set(concept_words().values()):
        hidden = 0
        for concept, others in hides.items():
            if meant & bits[concept]:
                hidden |= others
        if hidden:
            found[meant] = hidden
    return found


def find_concepts(folded: str) -> list[Hit]:
    """All concepts of half-width text, by their start; runs of three or more characters without any are `UNEXPLAINED`.

    A longer word hides a shorter one inside it where its concept says so: 不予受理 is no 受理, 行政调解 is no 人民调解.
    """
    return scan_words(folded)[0]


def scan_words(folded: str) -> tuple[list[Hit], Tokens]:
    """The concepts of half-width text (`find_concepts`) and its tokens, from one scan."""
    automaton, meanings, hides, slots = _automaton()
    found = automaton.find_matches_as_indexes(folded, overlapping=True)
    hits = [(start, end, meant) for word, start, end in found if (meant := meanings[word])]
    if folded.count("行政") >= _FEWEST_POWERS and "项" in folded:
        hits += _find_powers(folded)
    covers = [(start, end, hidden) for word, start, end in found if (hidden := hides[word])]
    # (a thousand of them: made as tuples are, without asking the class)
    make = tuple.__new__
    tokens = [make(Token, (start, end, slot)) for word, start, end in found if (slot := slots[word])]
    explained = _explain(folded, hits, covers)
    if titles := [title.span() for title in _TITLE.finditer(folded)]:
        _leave_out(titles, explained, role_bits("act"))
        if _ENDS_LISTED.search(folded):
            # 制定《规范性文件管理规定》等3件规章: what the members are called is not what they are
            _leave_out(
                [listed.span() for listed in _LISTED.finditer(folded)],
                explained,
                role_bits("act", "topic", "field", "thing"),
            )
    if "“" in folded:
        # 《关于开展“减证便民”行动的通知》: one may stand in the other
        titles = _merge([*titles, *(name.span() for name in _CALLED.finditer(folded))])
    if titles:
        tokens = [token for token in tokens if not (token[2].act and _is_in(titles, token[0]))]
    return explained, Tokens(tokens)


# 梳理行政许可12项、行政处罚96项、行政强制5项: kinds of powers one after another are powers, whether or not the text says so
_POWER = r"(?:其他)?行政(?:许可|处罚|强制|征收|征用|检查|确认|奖励|裁决|给付|权力)(?:类|权|事项)?"
_POWERS = expression(
    rf"(?:共|原有|现有|有)?(?:\d+项{_POWER}|{_POWER}\d+项)(?:[、,;和及以]{{1,2}}(?:\d+项{_POWER}|{_POWER}\d+项)){{2,}}"
)
_POWER_NAME = expression(_POWER)
# 全年办理行政许可320项、行政处罚45项、行政强制3项: deeds
_DONE = expression(r"(?:办理|办结|作出|做出|实施|受理|完成|开展|下达|查处|查办|审批|发生)[^,;。\n]{0,8}\Z")
_FEWEST_POWERS = 3


def _find_powers(folded: str) -> list[Hit]:
    """Each kind of power of a row of three or more."""
    row = bit_of("power_row")
    return [
        (*name.span(), row)
        for powers in _POWERS.finditer(folded)
        if not _DONE.search(folded, max(0, powers.start() - 12), powers.start())
        for name in _POWER_NAME.finditer(folded, *powers.span())
    ]


def _merge(spans: list[Span]) -> list[Span]:
    """The spans by their start, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _is_in(titles: list[Span], at: int) -> bool:
    index = bisect_left(titles, (at, 0)) - 1
    return index >= 0 and at < titles[index][1]


def _leave_out(spans: list[Span], hits: list[Hit], left_out: Concepts) -> None:
    """Takes these concepts out of what the titles say: 对《消防条例(修订草案)》等20个文件提出建议 revises nothing."""
    starts = [hit[0] for hit in hits]
    for span_start, span_end in spans:
        for n in range(bisect_left(starts, span_start), bisect_left(starts, span_end)):
            start, end, meant = hits[n]
            if end <= span_end:
                hits[n] = (start, end, meant & ~left_out)


def _explain(folded: str, hits: list[Hit], covers: list[Hit]) -> list[Hit]:
    """The hits by their start, hidden ones (`covers`: what hides them) taken out, what no word explains put in."""
    hits.sort()
    unexplained = _find_unexplained(folded, hits)
    if covers:
        hits = _uncover(hits, covers)
    if unexplained:
        hits += unexplained
        hits.sort()
    return hits


def _uncover(hits: list[Hit], covers: list[Hit]) -> list[Hit]:
    """The hits, by their start, without the concepts hidden by a word that they begin in."""
    starts = [hit[0] for hit in hits]
    for cover_start, cover_end, hidden in covers:
        # 行政调解案件: 调解案件 begins inside 行政调解 and so is not one of its own.
        for n in range(bisect_left(starts, cover_start), bisect_left(starts, cover_end)):
            start, end, meant = hits[n]
            if meant & hidden:
                hits[n] = (start, end, meant & ~hidden)
    return [hit for hit in hits if hit[2]]


# 在人才公寓、邻里中心等居民区开展活动28场: where a thing was done narrows it to nothing else; a field (在燃气领域) does
_WHERE = expression(
    r"在(?<![一-龥]在)(?![^,;。:\n]{0,40}?(?:领域|方面|行业|系统|过程|环节|工作|期间|基础|指导|领导|事项|案件))[^,;。:\n\d]{2,60}?"
    r"(?=(?:集中|统一|现场|同步|常态化)?(?:开展|举办|组织|设立|设置|召开|发放|进行|举行))"
)


# 因不符合法定条件而决定不予受理的8件, 经释法说理达成和解的13件: why or how it came to it is no thing of its own either
_WHY = expression(
    # (one class for the first character: searched eight times as fast as two alternatives)
    r"[因由经](?:(?:(?<=因)(?!地|人|企|此|素)|(?<=由)于)[^,;。:\n\d]{2,30}?(?=而|被|未|不予|决定|依法|[,;。\n])"
    r"|(?<=[,;。\n、]经)(?![济营费验办手贸])[^,;。:\n\d]{2,30}?(?=[,;。\n]|后|达成|、))"
)


def _find_unexplained(folded: str, hits: list[Hit]) -> list[Hit]:
    """Runs of characters between the words, three or more in a row, but for those that only say where or why."""
    unexplained = concept_bits()[UNEXPLAINED]
    found: list[Hit] = []
    beside = _merge([match.span() for aside in (_WHERE, _WHY) for match in aside.finditer(folded)])
    unnamed = _NAME.sub(_blank_out, folded) if "“" in folded or "《" in folded else folded
    for start, end in _cut_runs([run.span() for run in _RUN.finditer(unnamed)], hits):
        if beside and _is_in(beside, start + 1):
            continue
        run = folded[start:end]
        if _LAST_OF_ACTING.isdisjoint(run):
            found.append((start, end, unexplained))
            continue
        left = _ACTING.sub(_blank_out, run)
        found += [(start + rest.start(), start + rest.end(), unexplained) for rest in _RUN.finditer(left)]
    return found


def _blank_out(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _cut_runs(runs: list[Span], hits: list[Hit]) -> list[Span]:
    """What the hits leave of the runs, where it is long enough; both by their start."""
    left: list[Span] = []
    following = iter(hits)
    word_start, word_end, _ = next(following, _NO_MORE)
    for begin, end in runs:
        start = begin
        while word_end <= start:
            word_start, word_end, _ = next(following, _NO_MORE)
        while word_start < end:
            if word_start - start >= _SHORTEST_RUN:
                left.append((start, word_start))
            if word_end > end:
                # a word with a mark inside goes on into the next run
                start = end
                break
            if word_end > start:
                start = word_end
            word_start, word_end, _ = next(following, _NO_MORE)
        if end - start >= _SHORTEST_RUN:
            left.append((start, end))
    return left


@cache
def concept_bits() -> dict[str, int]:
    """A bit for each concept: sets of concepts are integers, and asking one of another is a single `&`."""
    return {concept: 1 << n for n, concept in enumerate(concept_roles())}


def to_bits(concepts: Iterable[str]) -> int:
    """The set of these concepts as an integer."""
    bits = concept_bits()
    found = 0
    for concept in concepts:
        found |= bits[concept]
    return found


@cache
def bit_of(concept: str) -> Concepts:
    """The set of this one concept."""
    return to_bits((concept,))


@cache
def role_bits(*roles: str) -> int:
    """All concepts of these roles."""
    return to_bits(concept for concept, role in concept_roles().items() if role in roles)


class ConceptIndex:
    """The concepts of one text, asked span by span; spans that several figures share are looked up once."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._starts = [hit[0] for hit in hits]
        self._known: dict[Span, int] = {}

    def hits_in(self, span: Span) -> list[Hit]:
        """Hits that lie wholly inside the span, by their start."""
        start, end = span
        if start >= end:
            return []
        low = bisect_left(self._starts, start)
        return [hit for hit in self._hits[low : bisect_left(self._starts, end, low)] if hit[1] <= end]

    def bits_in(self, span: Span) -> int:
        """The concepts of the span as an integer (`concept_bits`)."""
        known = self._known.get(span)
        if known is None:
            known = 0
            end = span[1]
            low = bisect_left(self._starts, span[0])
            for _, hit_end, meant in self._hits[low : bisect_left(self._starts, end, low)]:
                if hit_end <= end:
                    known |= meant
            self._known[span] = known
        return known
