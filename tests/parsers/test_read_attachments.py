"""Reports that are a file: PDF and docx give their text, what cannot be read says why, nothing comes out empty."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest

from parsers.attachment_page import parse_page_or_attachment
from parsers.body.attachments import find_attachments, find_format, read_attachment
from parsers.body.charset import UnreadablePage
from parsers.records import RawPage
from tests.fault_server.files import make_docx, make_pdf, make_scan
from tests.fault_server.reports import PLACES, YEARS, make_report
from tests.fault_server.sites import SITES

REPORT = make_report(PLACES[0], 2021)
LINES = [REPORT.title, *REPORT.paragraphs()]


@pytest.mark.parametrize("place", PLACES[:12])
@pytest.mark.parametrize("year", YEARS)
def test_pdf_gives_its_paragraphs_whole_whatever_the_line_breaks_cut(place, year):
    report = make_report(place, year)
    lines = [report.title, *report.paragraphs()]
    assert read_attachment(make_pdf(lines, head="法治政府建设资料汇编")) == "\n".join(lines)


def test_page_numbers_and_running_heads_are_dropped_but_figures_stay():
    text = read_attachment(make_pdf([*LINES, *["全年办结12件。"] * 60], head="内部资料"))
    assert "内部资料" not in text
    assert "— 1 —" not in text
    assert text.count("全年办结12件。") == 60


def test_number_cut_by_a_line_break_is_one_number():
    for shift in range(30):
        paragraph = "甲" * shift + "全年共受理申请12345件，办结6789.5万元。"
        assert paragraph in read_attachment(make_pdf([*LINES[:6], paragraph, *LINES[6:]])).split("\n")


def test_docx_gives_paragraphs_and_rows_without_its_head():
    text = read_attachment(make_docx(LINES))
    assert text == "\n".join([*LINES, "类别\t数量", "行政复议\t35件"])


def _lock(body: bytes) -> bytes:
    """A PDF whose trailer says that it is encrypted."""
    encrypt = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O ("
        + b"o" * 32
        + b") /U ("
        + b"u" * 32
        + b") /P -4 >> /ID [<00><00>] "
    )
    return body.replace(b"trailer << ", b"trailer << " + encrypt)


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "reason", "word"),
    [
        (make_scan(), "scanned_pdf", "扫描"),
        (b"%PDF-1.4\nbroken", "attachment_unreadable", "损坏"),
        (_lock(make_pdf(LINES)), "attachment_unreadable", "密码"),
        (make_pdf(["x" * 30] * 20), "attachment_unreadable", "文字对照"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "attachment_unreadable", "旧版"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "attachment_unreadable", "doc"),
        (_zip("OFD.xml", "Doc_0/Document.xml"), "attachment_unreadable", "OFD"),
        (_zip("a.pdf", "b.docx"), "attachment_unreadable", "压缩包中有 2 份"),
        (_zip("word/document.xml"), "attachment_unreadable", "损坏"),
        (make_docx(LINES)[:-400], "attachment_unreadable", "不完整"),
        (make_docx([]).replace(b"PK\x05\x06", b"PK\x05\x00"), "attachment_unreadable", "不完整"),
        (b"Rar!\x1a\x07\x01\x00", "attachment_unreadable", "RAR"),
        (b"just bytes", "attachment_unreadable", "不识"),
    ],
)
def test_what_cannot_be_read_says_why(body, reason, word):
    with pytest.raises(UnreadablePage) as caught:
        read_attachment(body)
    assert caught.value.reason == reason
    assert word in caught.value.detail


def test_docx_that_unpacks_without_end_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("word/document.xml", bytes(70 * 1024 * 1024))
    with pytest.raises(UnreadablePage, match="oversized_page"):
        read_attachment(out.getvalue())


def test_formats_are_told_by_their_bytes():
    assert find_format(b"\xef\xbb\xbf\r\n%PDF-1.5") == "pdf"
    assert find_format(make_docx([])) == "docx"
    assert find_format(b"<html>") is None
    assert len(pypdfium2.PdfDocument(make_scan(2))) == 2


def test_files_of_a_page_are_found_where_they_hang():
    page = """<div><a href="/u/1.doc">报告.doc</a> <a href="2.pdf?v=1">附件2</a> <iframe src="/viewer/web/viewer.html?file=/u/3.pdf"></iframe>
    <a href="javascript:down('x.pdf')">x.pdf</a> <a href="/download.jsp?id=9">2022年报告.docx</a> <a href="/news.html">pdf 阅读器</a></div>"""
    links = find_attachments(page, "http://x.gov.cn/a/b.html")
    assert [(link.url, link.suffix) for link in links] == [
        ("http://x.gov.cn/a/2.pdf?v=1", "pdf"),
        ("http://x.gov.cn/u/3.pdf", "pdf"),
        ("http://x.gov.cn/download.jsp?id=9", "docx"),
        ("http://x.gov.cn/u/1.doc", "doc"),
    ]
    assert find_attachments("<p>没有附件</p>", "http://x.gov.cn/") == ()


@pytest.mark.parametrize("year", [2020, 2021])
def test_page_and_its_file_are_one_report(year):
    site = SITES[5]
    url = f"http://{site.address}{site.name_path(year)}"
    cover = RawPage(url, site.answer(site.name_path(year), 1).body, "text/html; charset=utf-8")
    file = RawPage(url, site.answer(site.name_file(year), 1).body)
    parsed = parse_page_or_attachment(file, cover)
    report = make_report(site.place, year)
    assert parsed.refusal is None
    assert parsed.page_id == file.page_id
    assert parsed.url == url
    assert parsed.metadata.title == report.title
    assert parsed.metadata.year == year
    assert parsed.metadata.published_on is not None
    assert parsed.metadata.published_on.year == year + 1
    values = {fact.value for fact in parsed.facts}
    assert set(dict(report.figures).values()) <= values
    alone = parse_page_or_attachment(file)
    assert alone.refusal is None
    assert alone.metadata.year == year


def test_ordinary_page_goes_the_ordinary_way():
    site = SITES[0]
    parsed = parse_page_or_attachment(RawPage("http://x.gov.cn/", site.answer(site.name_path(2022), 1).body))
    assert parsed.refusal is None
    assert parsed.container != "attachment"


def test_file_that_cannot_be_read_is_refused_under_its_own_reason():
    parsed = parse_page_or_attachment(RawPage("http://x.gov.cn/a.pdf", make_scan()))
    assert parsed.refusal is not None
    assert parsed.refusal.reason == "scanned_pdf"


def test_pdf_whose_page_is_lost_is_broken() -> None:
    body = make_pdf(LINES)
    lost = body.replace(b"/MediaBox", b"/MediaBux").replace(b"/Kids", b"/Kits")
    with pytest.raises(UnreadablePage) as refused:
        read_attachment(lost)
    assert refused.value.reason == "attachment_unreadable"
