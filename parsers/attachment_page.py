"""A report that is an attached file: one report with the page that it hangs on."""

from __future__ import annotations

from dataclasses import replace

from parsers.attachments import find_format, read_attachment
from parsers.boilerplate import strip_boilerplate
from parsers.charset import UnreadablePage, decode
from parsers.facts import TooManyFiguresError, read_facts
from parsers.genre import judge_genre
from parsers.metadata import read_metadata
from parsers.page import check_length, parse_page
from parsers.plain_text import strip_plain_text
from parsers.records import Metadata, ParsedPage, RawPage, Refusal, StrippedPage
from parsers.sections import read_sections
from parsers.version import parser_version


def parse_page_or_attachment(page: RawPage, cover: RawPage | None = None) -> ParsedPage:
    """All that can be said of a page, or of a file whose bytes `page` holds.

    `cover` is the page that the file hangs on: it gives title, dates, source and region where the file does not. `page.url`
    is then the cover's address. Raises nothing for bad input.
    """
    if find_format(page.body) is None:
        return parse_page(page)
    try:
        text = read_attachment(page.body)
        stripped = strip_plain_text(text)
        if cover is not None:
            stripped = _put_behind(cover, stripped)
        check_length(stripped)
    except UnreadablePage as unreadable:
        unread = Refusal(unreadable.reason, unreadable.detail)
        return ParsedPage(page.page_id, page.url, "", "", unread, Metadata(), "", (), (), parser_version())
    metadata = read_metadata(stripped, page.url)
    refusal = judge_genre(stripped, metadata)
    sections = read_sections(stripped.text)
    try:
        facts = read_facts(stripped.text, sections, metadata)
    except TooManyFiguresError as many:
        facts, refusal = (), refusal or Refusal("oversized_page", str(many))
    return ParsedPage(
        page_id=page.page_id,
        url=page.url,
        encoding="",
        container="attachment",
        refusal=refusal,
        metadata=metadata,
        text=stripped.text,
        sections=sections,
        facts=facts,
        parser_version=parser_version(),
    )


def _put_behind(cover: RawPage, attached: StrippedPage) -> StrippedPage:
    """The cover's head and meta tags around the file's text. Raises UnreadablePage for a cover that is no page."""
    page = strip_boilerplate(decode(cover.body, cover.content_type).text)
    # What stands above the file's text is its own title: it counts where the page shows none.
    head = f"{page.head}\n{attached.head}".strip("\n")
    return replace(
        page, text=attached.text, head=head, tail=f"{page.tail}\n{attached.tail}".strip("\n"), container="attachment"
    )
