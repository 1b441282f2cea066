"""The sample pages: each in its own shape, each read whole, none with a sentence of the real reports."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from parsers.page import parse_page
from parsers.records import RawPage

PAGES = Path(__file__).resolve().parents[2] / "seeds" / "pages"
RUN = 24
"""So many equal characters in a row are no accident."""

# Name, encoding, region, year, sections of each level, something that only this shape has.
SHAPES = [
    ("410928-2023", "utf-8", "410928", 2023, {1: 5, 4: 16}, "<o:p></o:p>"),
    ("140581-2021", "utf-8", "140581", 2021, {1: 4, 2: 6, 3: 20, 4: 19}, 'class="TRS_Editor"'),
    ("421222-2023", "gb18030", "421222", 2023, {1: 3, 2: 10, 4: 13}, "charset=gb2312"),
    ("411300-2022", "utf-8", "411300", 2022, {1: 3, 2: 11, 4: 28}, '<meta name="ArticleTitle"'),
    ("410203-2019", "utf-8", "410203", 2019, {1: 9, 2: 24, 4: 11}, "</span><span>"),
]


def read_page(path: Path) -> tuple[bytes, str]:
    body = path.read_bytes()
    encoding = "gb18030" if b"gb2312" in body[:400] else "utf-8"
    return body, body.decode(encoding)


def test_every_page_is_listed() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.html")) == sorted(shape[0] for shape in SHAPES)


@pytest.mark.parametrize(("name", "encoding", "region", "year", "levels", "mark"), SHAPES, ids=str)
def test_page_is_read_whole(
    name: str, encoding: str, region: str, year: int, levels: dict[int, int], mark: str
) -> None:
    body, html = read_page(PAGES / f"{name}.html")
    assert mark in html
    page = parse_page(RawPage(url=f"file:///{name}.html", body=body))
    assert page.refusal is None
    assert page.encoding.lower().replace("gbk", "gb18030") == encoding
    assert (page.metadata.region_code, page.metadata.year) == (region, year)
    assert page.metadata.title is not None
    assert Counter(section.level for section in page.sections) == levels
    assert page.text.count("\n") >= len([1 for section in page.sections if section.level < 3])
    assert not re.search("字号|字体|打印|版权|标识码|当前位置|您的位置", page.text)


def test_no_sentence_of_the_real_reports(shared: Path) -> None:
    runs: set[str] = set()
    for path in (shared / "seeds").glob("*.txt"):
        text = fold(path.read_text(encoding="utf-8"))
        runs.update(text[start : start + RUN] for start in range(len(text) - RUN + 1))
    for path in PAGES.glob("*.html"):
        text = fold(unescape(re.sub("<[^>]+>", "", read_page(path)[1])))
        copied = [
            text[start : start + RUN] for start in range(len(text) - RUN + 1) if text[start : start + RUN] in runs
        ]
        assert copied == [], path.name


def fold(text: str) -> str:
    """Without white space, and half width for full, so that other punctuation hides nothing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
