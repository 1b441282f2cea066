"""A report that is an attached file: one report with the page that it hangs on."""

from __future__ import annotations

from dataclasses import replace

from parsers.body.charset import UnreadablePage, decode
from parsers.body.documents.detect import find_format
from parsers.body.documents.readers import open_file, read_document
from parsers.body.formats import HTML
from parsers.body.plain_text import strip_plain_text
from parsers.body.strip_page import strip_page
from parsers.page import check_length, parse_page, read_report, refuse_unread
from parsers.records import ParsedPage, RawPage, StrippedPage


def parse_page_or_attachment(page: RawPage, cover: RawPage | None = None) -> ParsedPage:
    """All that can be said of a page, or of a file whose bytes `page` holds.

    `cover` is the page that the file hangs on: it gives title, dates, source and region where the file does not. `page.url`
    is then the cover's address. Raises nothing for bad input.
    """
    if find_format(page.body) is None:
        return parse_page(page)
    try:
        opened = open_file(page.body)
        if opened.kind is None:
            # A page that was saved whole, or packed: what it is called and kept as is the file's.
            return replace(parse_page(RawPage(page.url, opened.body, opened.content_type)), page_id=page.page_id)
        document = read_document(opened.body, opened.kind)
        stripped = replace(strip_plain_text(document.text, rows=True), container="attachment")
        if cover is not None:
            stripped = _put_behind(cover, stripped)
        check_length(stripped)
    except UnreadablePage as unreadable:
        return refuse_unread(page, unreadable)
    parsed = read_report(page, stripped, source_kind=document.source_kind)
    if document.certainty < 1:
        # A figure that was recognised is right where it was seen rightly and read rightly.
        facts = tuple(replace(fact, confidence=fact.confidence * document.certainty) for fact in parsed.facts)
        parsed = replace(parsed, facts=facts)
    return parsed


def _put_behind(cover: RawPage, attached: StrippedPage) -> StrippedPage:
    """The cover's head and meta tags around the file's text. Raises UnreadablePage for a cover that is no page."""
    page = strip_page(decode(cover.body, cover.content_type).text, HTML)
    # What stands above the file's text is its own title: it counts where the page shows none.
    head = f"{page.head}\n{attached.head}".strip("\n")
    return replace(
        page, text=attached.text, head=head, tail=f"{page.tail}\n{attached.tail}".strip("\n"), container="attachment"
    )
