"""A part of a report beside the whole one: what it may not replace."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from parsers.records import Refusal
from warehouse.items import TabulatedPage
from warehouse.load.identity import are_versions, name_report, strip_number
from warehouse.load.ledger import INCOMPLETE, ReportEntry

INCOMPLETE_PAGE = "incomplete_page"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
SHRUNK = 0.75
"""Share of the last version's characters below which a new one is a part of it: governments mend figures, they take no
quarter of a report away."""
_CORRECTED = 0.9
"""Share of common character runs of a text in which nothing but its year was mended."""
_PARTLY = 0.3
"""Share of common character runs from which a part belongs to a report: half of a page in two encodings is lost."""


def refuse_part(parsed: TabulatedPage, held: ReportEntry, read_text: Callable[[ReportEntry], str]) -> Refusal | None:
    """Why this page must not take the place of the report that its address gave before; None where it may.

    The same bytes always may: then our rules read them otherwise. So may anything where a part is held.
    """
    if held.is_incomplete or held.page_id == parsed.page_id:
        return None
    is_same = strip_number(held.report_id) == name_report(parsed.metadata)
    if parsed.state == INCOMPLETE:
        if is_same or not is_other_year(parsed, held) or are_versions(parsed.text, read_text(held), _PARTLY):
            return Refusal(INCOMPLETE_PAGE, f"{parsed.defect}；已有的完整报告保留。The whole report that is held stays")
        return None
    now = _count(parsed.text)
    before = _count(read_text(held))
    if now >= SHRUNK * before or not (is_same or are_one_report(parsed, held, read_text)):
        return None
    return Refusal(
        INCOMPLETE_PAGE,
        f"正文 {now} 字，上一版 {before} 字，短了四分之一以上，应是只得到一部分；已有的报告保留，请在浏览器中核对。"
        f"The text has {now} characters, the last version {before}: the report that is held stays, look at the page",
    )


def are_one_report(parsed: TabulatedPage, held: ReportEntry, read_text: Callable[[ReportEntry], str]) -> bool:
    """Whether the page is a version of the report that is held.

    Counties write next year's report in the words of this one: texts that tell of two years are one report only where no
    figure differs, since then the year itself was corrected.
    """
    text = read_text(held)
    if not is_other_year(parsed, held):
        return are_versions(parsed.text, text)
    return _list_figures(parsed.text) == _list_figures(text) and are_versions(parsed.text, text, _CORRECTED)


def is_other_year(parsed: TabulatedPage, held: ReportEntry) -> bool:
    """Whether both tell their year, and these differ."""
    years = {parsed.metadata.year, held.metadata.year}
    return len(years) == 2 and None not in years


def _list_figures(text: str) -> Counter[str]:
    """The numbers of a text but its years."""
    return Counter(number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number))


def _count(text: str) -> int:
    return len("".join(text.split()))
