"""Formats beside PDF and docx: each gives the text that it shows, or says why not; what a file holds is what is read."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
import rars

from parsers.attachment_page import parse_page_or_attachment
from parsers.body.attachments import find_format, read_attachment
from parsers.body.charset import UnreadablePage
from parsers.body.documents.recognition import can_recognise, doubt_digits
from parsers.body.documents.spreadsheet import write_cell
from parsers.records import RawPage
from tests.fault_server.files import make_docx, make_pdf, make_scan
from tests.fault_server.reports import PLACES, make_report
from tests.ofd_samples import write_ofd

FILES = Path(__file__).parent / "files"
REPORT = make_report(PLACES[3], 2022)
LINES = [REPORT.title, *REPORT.paragraphs()]


def test_word_97_gives_its_text_numbers_notes_and_table():
    """The file was written by LibreOffice from a docx: automatic numbers, a note, struck, vanished and raised text."""
    body = (FILES / "word97.doc").read_bytes()
    assert find_format(body) == "doc"
    assert read_attachment(body).split("\n") == [
        *LINES,
        "一、自动编号一",
        "（一）自动编号二",
        "附注在此。全年收到12件，删去隐藏。",
        "脚注内容3件。",
        "类别\t2022年\t2023年",
        "行政处罚\t128件\t96件",
        "^\t13\t15",
        "结尾：全年1234567件，占98.5%。",
    ]
    parsed = parse_page_or_attachment(RawPage("file:///a.doc", body))
    assert (parsed.refusal, parsed.source_kind) == (None, "doc")
    assert set(dict(REPORT.figures).values()) <= {fact.value for fact in parsed.facts}


@pytest.mark.parametrize("cut", [600, 3000, 9000])
def test_word_97_cut_off_is_refused(cut):
    body = (FILES / "word97.doc").read_bytes()[:cut] + b"WordDocument".decode().encode("utf-16-le")
    with pytest.raises(UnreadablePage, match="attachment_unreadable"):
        read_attachment(body)


def wrap(text: str, room: int) -> list[str]:
    lines, line, left = [], "", room - 2.0
    for character in text:
        width = 0.5 if character.isascii() else 1.0
        if left < width:
            lines.append(line)
            line, left = "", float(room)
        line, left = line + character, left - width
    return [*lines, line]


def test_ofd_gives_its_paragraphs_whole():
    pieces, y = [], 30.0
    pages = [pieces]
    for paragraph in LINES:
        for at, line in enumerate(wrap(paragraph, 28)):
            if y > 270:
                pieces, y = [], 30.0
                pages.append(pieces)
            pieces.append((line, 28 + (2 * 5.6 if at == 0 else 0), y, 5.6))
            y += 9.5
    body = write_ofd(pages)
    assert find_format(body) == "ofd"
    assert read_attachment(body).split("\n") == LINES
    parsed = parse_page_or_attachment(RawPage("file:///a.ofd", body))
    assert (parsed.refusal, parsed.source_kind) == (None, "ofd")


def test_ofd_without_text_is_a_scan_and_a_broken_one_is_broken():
    for body, reason in (
        (write_ofd([[]]), "scanned_pdf"),
        (write_ofd([[("甲", 1, 1, 5)]]).replace(b"OFD.xml", b"ofd.xml"), None),
    ):
        if reason is None:
            assert find_format(body) == "ofd"
            continue
        with pytest.raises(UnreadablePage, match=reason):
            read_attachment(body)


def make_sheet() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2023年行政执法情况统计表（单位：件）"])
    sheet.merge_cells("A1:C1")
    for row in (
        ["类别", "2022年", "2023年"],
        ["行政处罚", 128, 96],
        ["行政强制", 13, 15],
        ["复议申请", 58, 62],
        ["办结率", 0.975, 0.985],
    ):
        sheet.append(row)
    for cell in ("B6", "C6"):
        sheet[cell].number_format = "0.0%"
    hidden = book.create_sheet("隐藏")
    hidden.append(["不见", 999])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SHEET = [
    "2023年行政执法情况统计表（单位：件）", "类别\t2022年\t2023年", "行政处罚\t128\t96", "行政强制\t13\t15", "复议申请\t58\t62", "办结率\t97.5%\t98.5%",
]  # fmt: skip


def test_spreadsheets_give_what_their_cells_show():
    for body, kind in ((make_sheet(), "xlsx"), ((FILES / "statistics.xls").read_bytes(), "xls")):
        assert find_format(body) == kind
        assert read_attachment(body).split("\n") == SHEET


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0.985, "0.0%", "98.5%"), (0.98, "0%", "98%"), (1, "0%", "100%"), (62.0, "General", "62"), (98.5, "General", "98.5"),
        (1234.5, '#,##0.0"件"', "1234.5件"), (1234, "#,##0", "1234"), (3.14159, "0.00_ ", "3.14"), (True, "General", "是"),
        (" 合 计\n", "@", "合 计"), (12, '[$-804]0"年"', "12年"), (1.4e8, "General", "140000000"),
        # a comma behind the last place takes a thousand away, ! and \\ keep the next character where it stands
        (12000, '0!.0,"万元"', "1.2万元"), (5000, '0!.0,"万元"', "0.5万元"), (123456789, '0!.00,,"亿元"', "1.23亿元"),
        (12000, '0\\.0,"万元"', "1.2万元"), (12000, '0!.0000"万元"', "1.2000万元"), (12345678, '#,##0,"千元"', "12346千元"),
        (62, '"约"0"件"', "约62件"), (62, "0件", "62件"), (62, 'General"件"', "62件"), (1234.5, "[$¥-804]#,##0.00", "¥1234.50"),
        # as the cell shows it: half goes up, a minus stays
        (2.675, "0.00", "2.68"), (0.125, "0.00", "0.13"), (-12.5, "0.0_);(0.0)", "-12.5"), (0.0123, "0.0‰", "0.0‰"),
        (0.5, "# ?/?", "0.5"), (12345, "0.00E+00", "12345"), (1.1e17, "0", "1.1e+17"), (7, "000", "007"),
    ],
)  # fmt: skip
def test_cells_are_written_as_their_formats_show_them(value, form, shown):
    assert write_cell(value, form) == shown


@pytest.mark.parametrize(
    ("number", "value", "shown"), [(31, 45291, "2023-12-31"), (57, 45261, "2023-12-01"), (58, 45291, "2023-12-31")]
)
def test_chinese_built_in_dates_are_days(number: int, value: int, shown: str) -> None:
    """Formats 27 to 36 and 50 to 58 stand in no file: who makes the sheet writes only their number."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["截止日期", value])
    sheet["B1"].number_format = "0.00"
    sheet["B1"]._style.numFmtId = number
    out = io.BytesIO()
    book.save(out)
    assert read_attachment(out.getvalue()) == f"截止日期\t{shown}"


HTML = f"<html><head><meta charset='gb2312'><title>{REPORT.title}</title></head><body><h1>{REPORT.title}</h1>{''.join(f'<p>{line}</p>' for line in LINES[1:])}</body></html>"


def make_saved_page(subtype: str = "related") -> bytes:
    message = EmailMessage()
    message["From"] = "Saved by a browser"
    message["Subject"] = REPORT.title
    message["Snapshot-Content-Location"] = "http://x.gov.cn/a.html"
    message.make_mixed() if subtype == "mixed" else message.make_related()
    part = EmailMessage()
    part.set_content(HTML.encode("gb18030"), "text", "html", cte="quoted-printable")
    part.replace_header("Content-Type", 'text/html; charset="gb2312"')
    message.attach(part)
    picture = EmailMessage()
    picture.set_content(b"\xff\xd8\xff", "image", "jpeg")
    message.attach(picture)
    return message.as_bytes()


@pytest.mark.parametrize("subtype", ["related", "mixed"])
def test_saved_page_is_read_as_its_page(subtype):
    body = make_saved_page(subtype)
    assert find_format(body) == "mht"
    page = RawPage("file:///a.mht", body)
    parsed = parse_page_or_attachment(page)
    assert (parsed.refusal, parsed.source_kind, parsed.page_id) == (None, "html", page.page_id)
    assert parsed.metadata.title == REPORT.title
    assert set(dict(REPORT.figures).values()) <= {fact.value for fact in parsed.facts}


@pytest.mark.parametrize(("blanks", "refused"), [(20, False), (400, True)])
def test_ofd_padded_within_a_tag_is_broken(blanks, refused):
    pieces = [(line[:28], 28.0, 30.0 + 9 * at, 5.6) for at, line in enumerate(LINES)]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_ofd([pieces]))) as made, zipfile.ZipFile(out, "w") as padded:
        for name in made.namelist():
            padded.writestr(name, made.read(name).replace(b"<ofd:Layer", b"<ofd:Layer" + b" " * blanks, 1))
    parsed = parse_page_or_attachment(RawPage("file:///a.ofd", out.getvalue()))
    assert (parsed.refusal is not None and parsed.refusal.reason == "attachment_unreadable") == refused


def make_zip(members: dict[str, bytes], *, gbk: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            item = zipfile.ZipInfo(name.encode("gb18030").decode("cp437") if gbk else name)
            container.writestr(item, content)
    return out.getvalue()


HIDDEN = HTML.replace("</p>", '<span class="old">受理行政复议申请7777件。</span></p>', 1)
RULES = b"\xef\xbb\xbf/* \xe6\x97\xa7 */ .old{display:none}"


def make_page(link: str) -> bytes:
    return HIDDEN.replace("</head>", f"{link}</head>", 1).encode("gb18030")


def make_saved(link: str, **headers: str) -> bytes:
    message = EmailMessage()
    message["MIME-Version"], message["Subject"] = "1.0", "saved"
    message.make_related()
    part = EmailMessage()
    part.set_content(make_page(link), "text", "html", cte="base64")
    part.replace_header("Content-Type", 'text/html; charset="gb2312"')
    message.attach(part)
    sheet = EmailMessage()
    sheet.set_content(RULES, "text", "css", cte="quoted-printable")
    for name, value in headers.items():
        sheet[name.replace("_", "-")] = value
    message.attach(sheet)
    return message.as_bytes()


@pytest.mark.parametrize(
    "body",
    [
        make_saved('<link rel="stylesheet" href="http://a.gov.cn/css/a.css?v=1">', Content_Location="http://a.gov.cn/css/a.css?v=1"),
        make_saved("<link href=css/a.css rel=stylesheet>", Content_Location="http://a.gov.cn/css/a.css"),
        make_saved("<LINK REL='StyleSheet' HREF='cid:css-1@a'/>", Content_ID="<css-1@a>"),
        make_zip({"报告.html": make_page('<link rel="stylesheet" href="报告_files/a.css">'), "报告_files/a.css": RULES}),
        make_zip({"a.html": make_page('<link rel="stylesheet" href="data:text/css,.old%7Bdisplay%3Anone%7D">')}),
        make_page('<link rel="stylesheet" href="data:text/css;base64,Lm9sZHtkaXNwbGF5Om5vbmV9">'),
    ],
    ids=["address", "relative", "cid", "zip", "data in zip", "data"],
)  # fmt: skip
def test_rules_of_a_linked_sheet_that_is_at_hand_hide(body):
    assert "7777" not in parse_page_or_attachment(RawPage("file:///a.html", body)).text


@pytest.mark.parametrize(
    "body",
    [
        make_saved('<link rel="stylesheet" href="b.css">', Content_Location="http://a.gov.cn/css/a.css"),
        make_saved('<link rel="stylesheet" media="print" href="a.css">', Content_Location="http://a.gov.cn/css/a.css"),
        make_saved('<link rel="alternate stylesheet" href="a.css">', Content_Location="http://a.gov.cn/css/a.css"),
        make_page('<link rel="stylesheet" href="http://a.gov.cn/css/a.css">'),
    ],
    ids=["another", "print", "alternate", "elsewhere"],
)
def test_rules_of_other_sheets_hide_nothing(body):
    assert "7777" in parse_page_or_attachment(RawPage("file:///a.html", body)).text


def make_rar(members: dict[str, bytes], form: str = "rar50") -> bytes:
    builder = rars.RarBuilder(format=form)
    for name, content in members.items():
        builder.add_bytes(content, name)
    return bytes(builder.to_bytes())


BESIDE = {"__MACOSX/._报告.pdf": b"x", "Thumbs.db": b"x", "封面.css": b"x"}


@pytest.mark.parametrize(
    "make",
    [make_zip, lambda members: make_zip(members, gbk=True), make_rar, lambda members: make_rar(members, "rar29")],
)
@pytest.mark.parametrize(
    ("name", "inner"),
    [("报告.pdf", make_pdf(LINES)), ("附件/报告.docx", make_docx(LINES)), ("报告.html", HTML.encode("gb18030"))],
)
def test_archive_that_holds_one_report_is_read_as_that(make, name, inner):
    page = RawPage("file:///a.zip", make({**BESIDE, name: inner}))
    parsed = parse_page_or_attachment(page)
    assert (parsed.refusal, parsed.page_id) == (None, page.page_id)
    assert parsed.source_kind == {"f": "pdf", "x": "docx", "l": "html"}[name[-1]]
    assert set(dict(REPORT.figures).values()) <= {fact.value for fact in parsed.facts}


@pytest.mark.parametrize("make", [make_zip, make_rar])
def test_archives_of_none_or_several_or_too_much_are_refused(make):
    pdf = make_pdf(LINES[:3])
    deep = pdf
    for _ in range(5):
        deep = make({"报告.zip.pdf": deep})
    for members, reason in (
        ({"a.pdf": pdf, "b.pdf": pdf}, "attachment_unreadable"),
        ({"a.css": b"x"}, "attachment_unreadable"),
        ({"a.pdf": deep}, "attachment_unreadable"),
        *((({"a.pdf": bytes(70_000_000)}, "oversized_page"),) if make is make_zip else ()),
    ):
        with pytest.raises(UnreadablePage, match=reason):
            read_attachment(make(members))


def test_locked_archive_says_so():
    builder = rars.RarBuilder(password="geheim")
    builder.add_bytes(make_pdf(LINES[:3]), "报告.pdf")
    with pytest.raises(UnreadablePage, match="有密码"):
        read_attachment(bytes(builder.to_bytes()))


@pytest.mark.skipif(can_recognise(), reason="recognition is installed")
def test_without_recognition_it_is_said_what_to_install():
    for body, reason in ((make_scan(), "scanned_pdf"), (b"\xff\xd8\xff\xe0" + bytes(99), "binary_page")):
        with pytest.raises(UnreadablePage, match=r"fazhi\[ocr\]") as refused:
            read_attachment(body)
        assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("受理162件，审结45件。", "受理162件,审结45件。", "受理162件，审结45件。"),
        ("受理162件，审结45件。", "受理182件，审结45件。", "受理1\ufffd2件，审结45件。"),
        ("占98.5%", "占985%", "占\ufffd%"),
        ("受理162件", "受理16件", "受理\ufffd件"),
        ("受理1,234件", "受理1,284件", "受理1,2\ufffd4件"),
        ("甲12件、乙34件", "甲12件、乙", "甲12件、乙3\ufffd件"),
        ("没有数字", "没有", "没有数字"),
    ],
)
def test_digits_that_two_looks_see_differently_are_in_doubt(first, second, kept):
    assert doubt_digits(first, second) == kept
