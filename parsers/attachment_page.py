"""A report that is an attached file: one report with the page that it hangs on."""

from __future__ import annotations

from dataclasses import replace

from parsers.body.attachments import find_format, read_attachment
from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import UnreadablePage, decode
from parsers.body.plain_text import strip_plain_text
from parsers.page import check_length, parse_page, read_report, refuse_unread
from parsers.records import ParsedPage, RawPage, StrippedPage


def parse_page_or_attachment(page: RawPage, cover: RawPage | None = None) -> ParsedPage:
    """All that can be said of a page, or of a file whose bytes `page` holds.

    `cover` is the page that the file hangs on: it gives title, dates, source and region where the file does not. `page.url`
    is then the cover's address. Raises nothing for bad input.
    """
    kind = find_format(page.body)
    if kind is None:
        return parse_page(page)
    try:
        stripped = replace(strip_plain_text(read_attachment(page.body)), container="attachment")
        if cover is not None:
            stripped = _put_behind(cover, stripped)
        check_length(stripped)
    except UnreadablePage as unreadable:
        return refuse_unread(page, unreadable)
    return read_report(page, stripped, source_kind=kind)


def _put_behind(cover: RawPage, attached: StrippedPage) -> StrippedPage:
    """The cover's head and meta tags around the file's text. Raises UnreadablePage for a cover that is no page."""
    page = strip_boilerplate(decode(cover.body, cover.content_type).text)
    # What stands above the file's text is its own title: it counts where the page shows none.
    head = f"{page.head}\n{attached.head}".strip("\n")
    return replace(
        page, text=attached.text, head=head, tail=f"{page.tail}\n{attached.tail}".strip("\n"), container="attachment"
    )
