"""Which report is this? Readable names that stay, and the means to know a text again.

A report is named by region, year and kind (`410928-2023`, `410928-2023-department`); a second one with the same three
gets `-2`. Names stay because the warehouse remembers for each page which report it carried; see `placement`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from parsers.records import Fact, Metadata

UNKNOWN = "unknown"
KINDS = ("department", "township", "zone")
"""Levels that share the region code of their government, or have none, and therefore stand in the name."""
SHORT_TEXT = 200
"""Characters below which equal texts prove nothing: a page may say no more than 附件：法治政府建设情况报告.pdf."""
VERSION_OVERLAP = 0.7
"""Share of common character runs from which two texts are versions of one report. A corrected figure or date leaves far
more in common, the next year's report of the same county far less."""
_RUN_LENGTH = 8
_NAME = re.compile(r"([^-]+-(?:\d{4}|unknown)(?:-(?:department|township|zone))?)(?:-\d+)?")


def name_report(metadata: Metadata) -> str:
    """The name of a report without its number: `410928-2023`, `unknown-2023`, `410928-2023-department`.

    A zone has no code of its own: it is named by the place that it lies in, `320500-2023-zone`.
    """
    year = UNKNOWN if metadata.year is None else f"{metadata.year:04d}"
    parts = [metadata.region_code or metadata.parent_code or UNKNOWN, year]
    if metadata.level in KINDS:
        parts.append(metadata.level)
    return "-".join(parts)


def strip_number(report_id: str) -> str:
    """The name without the number that tells like reports apart: `410928-2023-2` is one of `410928-2023`.

    Raises ValueError for what is no report_id.
    """
    found = _NAME.fullmatch(report_id)
    if found is None:
        raise ValueError(f"no report_id: {report_id!r}")
    return found[1]


def digest_text(text: str, title: str | None) -> str:
    """SHA-256 of the text without white space, 64 hexadecimal digits; of a short text together with its title."""
    folded = "".join(text.split())
    if len(folded) < SHORT_TEXT:
        folded = f"{''.join((title or '').split())}\n{folded}"
    return hashlib.sha256(folded.encode()).hexdigest()


def are_versions(one: str, other: str, overlap: float = VERSION_OVERLAP) -> bool:
    """Whether two texts are versions of one report: most of the shorter one's character runs stand in the other too."""
    runs, others = _cut_runs(one), _cut_runs(other)
    return len(runs & others) >= overlap * min(len(runs), len(others))


def _cut_runs(text: str) -> set[str]:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return {folded[start : start + _RUN_LENGTH] for start in range(max(1, len(folded) - _RUN_LENGTH + 1))}


def identify_facts(report_id: str, facts: Sequence[Fact]) -> list[str]:
    """A stable id for each fact, 20 hexadecimal digits."""
    return identify_quotes(report_id, ((fact.sentence, fact.quote, fact.char_start) for fact in facts))


def identify_quotes(report_id: str, quotes: Iterable[tuple[str, str, int]]) -> list[str]:
    """The same of what the ids are made of: sentence, quote and char_start of each fact.

    Made of the report, the sentence, the quote, which occurrence of that quote in that sentence it is, and which of the
    facts that share the quote. Offsets would change with a heading that is added above.
    """
    last: dict[tuple[str, str], tuple[int, int, int]] = {}
    ids = []
    for sentence, quote, start in quotes:
        before = last.get((sentence, quote))
        if before is None:
            occurrence = slot = 1
        elif before[0] == start:
            occurrence, slot = before[1], before[2] + 1
        else:
            occurrence, slot = before[1] + 1, 1
        last[sentence, quote] = (start, occurrence, slot)
        identity = f"{report_id}\n{sentence}\n{quote}\n{occurrence}\n{slot}".encode()
        ids.append(hashlib.blake2b(identity, digest_size=10).hexdigest())
    return ids
