"""Ours and the others: each takes a page as it came from its server and gives the article's text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import trafilatura
from lxml import html as lxml_html
from readability import Document
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.html import HTMLTree

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import decode
from parsers.page import parse_page
from parsers.records import RawPage
from tests.benchmarks.pages import Page

OURS = "fazhi, whole parse_page"
BASE = "trafilatura.extract"
_SHINGLE = 8


def _parse(page: Page) -> str:
    return parse_page(RawPage(page.url, page.body, page.content_type)).text


def _strip(page: Page) -> str:
    return strip_boilerplate(decode(page.body, page.content_type).text).text


def _trafilatura(page: Page) -> str:
    return trafilatura.extract(page.body) or ""


def _trafilatura_fast(page: Page) -> str:
    return trafilatura.extract(page.body, fast=True) or ""


def _readability(page: Page) -> str:
    # Bytes raise a TypeError in readability-lxml 0.8.4.1, which looks for their charset with an expression for text.
    text = decode(page.body, page.content_type).text
    return str(lxml_html.fromstring(Document(text).summary()).text_content())  # type: ignore[attr-defined]


def _resiliparse(page: Page) -> str:
    tree = HTMLTree.parse_from_bytes(page.body, detect_encoding(page.body) or "utf-8")
    return str(extract_plain_text(tree, main_content=True))


EXTRACTORS: dict[str, Callable[[Page], str]] = {
    OURS: _parse,
    "fazhi, decode and strip only": _strip,
    BASE: _trafilatura,
    "trafilatura.extract(fast=True)": _trafilatura_fast,
    "readability-lxml": _readability,
    "resiliparse (main_content)": _resiliparse,
}


def compare(pairs: Iterable[tuple[str, str]]) -> tuple[float, float]:
    """Mean precision and recall of (truth, text) pairs: the share of their runs of eight characters that they have in common.

    White space does not count. Linear in the length of the texts, so that hundreds of pages can be compared.
    """
    precisions, recalls = [], []
    for truth, text in pairs:
        wanted, got = _shingle(truth), _shingle(text)
        same = (wanted & got).total()
        precisions.append(same / got.total() if got else 0.0)
        recalls.append(same / wanted.total() if wanted else 1.0)
    return sum(precisions) / len(precisions), sum(recalls) / len(recalls)


def _shingle(text: str) -> Counter[str]:
    squeezed = "".join(text.split())
    return Counter(squeezed[n : n + _SHINGLE] for n in range(max(1, len(squeezed) - _SHINGLE + 1)))
