"""A page's whole journey: bytes to text, page to report, report to sections, sentences to facts."""

from __future__ import annotations

from dataclasses import replace

from parsers.body.charset import UnreadablePage, decode
from parsers.body.formats import HTML, TEXT, looks_like_html
from parsers.body.strip_page import strip_page
from parsers.body.wholeness import find_missing_part
from parsers.figures.facts import TooManyFiguresError, read_facts
from parsers.identity.genre import judge_genre, list_kind_evidence
from parsers.identity.metadata import read_metadata
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata, ParsedPage, RawPage, Refusal, StrippedPage
from parsers.version import parser_version

LONGEST_REPORT = 1_000_000
"""Characters of the report proper; the longest real one has some 60,000. What takes long on text is bounded by this."""


def parse_page(page: RawPage) -> ParsedPage:
    """All that can be said of one page: HTML or plain text, in any charset.

    A page that is no report comes back with its `refusal` and, all the same, with what could be read. Raises nothing for bad input.
    """
    try:
        decoded = decode(page.body, page.content_type)
        kind = HTML if looks_like_html(decoded.text) else TEXT
        stripped = strip_page(decoded.text, kind)
        check_length(stripped)
    except UnreadablePage as unreadable:
        return refuse_unread(page, unreadable)
    return read_report(page, stripped, decoded.encoding, decoded.text, source_kind=kind)


def read_report(
    page: RawPage, stripped: StrippedPage, encoding: str = "", markup: str = "", *, source_kind: str
) -> ParsedPage:
    """Metadata, genre, sections and facts of a text that was found on a page or in a file.

    Where the text breaks off, a figure at its very end is left out: 2008件 may have become 20.
    """
    metadata = read_metadata(stripped, page.url)
    refusal = judge_genre(stripped, metadata, markup)
    sections = read_sections(stripped.text)
    try:
        facts = read_facts(stripped.text, sections, metadata)
    except TooManyFiguresError as many:
        facts, refusal = (), refusal or Refusal("oversized_page", str(many))
    missing = None if refusal is not None else find_missing_part(stripped, page.url, markup, encoding)
    if missing is not None:
        facts = drop_last_figures(facts, stripped.text)
    return ParsedPage(
        page_id=page.page_id,
        url=page.url,
        encoding=encoding,
        container=stripped.container,
        refusal=refusal,
        metadata=metadata,
        text=stripped.text,
        sections=sections,
        facts=facts,
        parser_version=parser_version(),
        defect=missing,
        source_kind=source_kind,
        kind_evidence=list_kind_evidence(stripped, metadata.title),
    )


def drop_last_figures(facts: tuple[Fact, ...], text: str) -> tuple[Fact, ...]:
    """The facts but those at the very end of a text that breaks off: their number may go on there, or their unit."""
    end = len(text.rstrip("\ufffd \n"))
    kept = tuple(fact for fact in facts if fact.char_end < end)
    lost = {fact.seq for fact in facts} - {fact.seq for fact in kept}
    return tuple(replace(fact, part_of=None) if fact.part_of in lost else fact for fact in kept)


def refuse_unread(page: RawPage, unreadable: UnreadablePage) -> ParsedPage:
    """A page of which nothing can be read but why."""
    refusal = Refusal(unreadable.reason, unreadable.detail)
    return ParsedPage(page.page_id, page.url, "", "", refusal, Metadata(), "", (), (), parser_version())


def check_length(stripped: StrippedPage) -> None:
    """Raises UnreadablePage (`oversized_page`) for a text that no report comes near."""
    if len(stripped.text) > LONGEST_REPORT:
        raise UnreadablePage(
            "oversized_page",
            f"正文有 {len(stripped.text)} 字，年度报告不会这样长。The text has more than {LONGEST_REPORT} characters: cut the file around the report",
        )
