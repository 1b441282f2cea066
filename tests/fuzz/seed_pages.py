"""What is mutated: pages of our own in every shape and character set, the samples, and the real ones where they are."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from tests.benchmarks.pages import make_pages
from tests.conftest import ROOT
from tests.fault_server.files import make_docx, make_pdf, make_scan
from tests.fault_server.reports import PLACES, make_report

MADE = 60
"""Two of each of the thirty shapes and markups that `make_pages` goes through."""

# Pages above this make a mutation cost more than it teaches; those of the long shapes are made on purpose.
_LONGEST = 300_000


@cache
def gather_pages() -> tuple[bytes, ...]:
    """Pages, HTML and plain text, as bytes; at least MADE of them."""
    found = [page.body for page in make_pages(MADE, seed=5)]
    found += [Path(str(page)).read_bytes() for page in files("seeds.pages").iterdir() if page.name.endswith(".html")]
    shared = ROOT.parent / "shared"
    given = [*shared.glob("pages/*.html"), *shared.glob("seeds/*.txt")]
    found += [path.read_bytes() for path in sorted(given)]
    return tuple(body for body in found if len(body) <= _LONGEST)


@cache
def gather_files() -> tuple[bytes, ...]:
    """Reports that are a file: docx and PDF, with and without a text layer."""
    found = [make_scan()]
    for place in PLACES[:4]:
        report = make_report(place, 2021)
        lines = [report.title, *report.paragraphs()]
        found += [make_docx(lines), make_pdf(lines, head="法治政府建设资料汇编")]
    return tuple(found)
