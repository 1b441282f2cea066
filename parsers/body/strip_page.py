"""The report on a page, whichever of the two it is: markup or text."""

from __future__ import annotations

from parsers.body.formats import TEXT
from parsers.body.plain_text import strip_plain_text
from parsers.records import StrippedPage


def strip_page(text: str, kind: str) -> StrippedPage:
    """`text` taken apart as `kind` (HTML or TEXT of parsers.body.formats) asks. Raises UnreadablePage."""
    if kind == TEXT:
        return strip_plain_text(text)
    # BeautifulSoup, lxml and what reads style rules take a tenth of a second to import, which a text need not wait for.
    from parsers.body.boilerplate import strip_boilerplate

    return strip_boilerplate(text)
