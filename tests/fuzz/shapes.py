"""Pages of one extreme each: what takes a parser down that squares its input's length or calls itself for each level."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from functools import partial

from tests.fault_server.files import make_docx, make_pdf

LONG = 50_000_000
"""Bytes of one line; above what a page may have."""
JUST_ALLOWED = 30_000_000
"""Bytes of one line that a page may still have."""
MILLION = 1_000_000
DEEP = 10_000

# A report in a few lines: what an extreme stands in, so that it is not refused before it is read.
HEAD = """丙县2022年法治政府建设工作报告
发布时间：2023-01-20 来源：丙县人民政府
2022年，丙县坚持把法治政府建设放在全局工作中谋划推进，现将有关情况报告如下：
一、主要举措和成效
（一）压实第一责任人责任。县政府常务会议学法5次，听取法治政府建设汇报3次，把法治建设同其他工作一并部署、一并考核。
（二）规范行政决策。合法性审查行政规范性文件14件，法律顾问参与重大决策论证，从源头上防范法律风险，决策的科学性不断增强。
（三）化解矛盾纠纷。收到行政复议申请62件，审结50件；办理行政应诉案件31件。
（四）严格行政执法。开展执法培训6期，评查行政处罚案卷102件。持续推行柔性执法，对轻微违法行为首次不予处罚，执法方式更加文明。
"""
TAIL = """
二、存在的不足
少数单位依法行政意识有待提高，基层执法力量仍需加强，法治人才队伍建设与形势任务的要求相比还有差距。
三、2023年工作安排
继续落实法治政府建设各项任务，推动全面依法治县工作再上新台阶。
丙县人民政府
2023年1月18日
"""


def make_long_shapes() -> dict[str, Callable[[], bytes]]:
    """Pages of tens of megabytes, by name; each is to be parsed in a process of its own."""
    pieces = {
        "text": "各单位认真落实",
        "digits": "1234567890",
        "chinese_numerals": "一百二十三万四千",
        "brackets": "（",
        "less_than": "<",
        "figures": "收到12件，",
        "spaces": " ",
        "entities": "&nbsp;",
        "tags": "<p>",
    }
    shapes: dict[str, Callable[[], bytes]] = {}
    for (name, piece), (size, length) in itertools.product(pieces.items(), (("50MB", LONG), ("30MB", JUST_ALLOWED))):
        shapes[f"{name}_{size}"] = partial(_fill, piece, length)
    # The same in the middle of a report, in HTML: nothing is refused for want of a head.
    for name in ("text", "digits", "chinese_numerals", "brackets", "figures", "less_than", "tags"):
        shapes[f"{name}_in_html_30MB"] = partial(
            _wrap, pieces[name], JUST_ALLOWED * len(pieces[name]) // len(pieces[name].encode())
        )
    shapes["attribute_30MB"] = lambda: _wrap(f'<p title="{"法" * (JUST_ALLOWED // 3)}">收到12件</p>')
    shapes["comment_30MB"] = lambda: _wrap(f"<!--{'-' * JUST_ALLOWED}-->")
    shapes["script_30MB"] = lambda: _wrap(f"<script>{'a();' * (JUST_ALLOWED // 4)}</script>")
    return shapes


def make_small_shapes() -> dict[str, Callable[[], bytes]]:
    """Pages of a few megabytes at most, by name."""
    shapes: dict[str, Callable[[], bytes]] = {}
    for element in ("div", "span", "table", "b", "font", "ul", "blockquote", "x-y"):
        shapes[f"nested_{element}"] = partial(_nest, [element] * DEEP, closed=True)
        shapes[f"nested_{element}_unclosed"] = partial(_nest, [element] * DEEP, closed=False)
    shapes["nested_cells"] = lambda: _nest(["table", "tr", "td"] * (DEEP // 3), closed=True)
    shapes["nested_mixed"] = lambda: _nest(["div", "span", "b", "p", "table", "li"] * (DEEP // 6), closed=True)
    shapes["nested_with_text"] = lambda: _wrap("<div>收到12件，" * DEEP)
    shapes["nested_wrongly_closed"] = lambda: _wrap("<b><i>收到12件</b></i>" * DEEP)
    for name, piece in (
        ("commas", "，"),
        ("enumeration_commas", "、"),
        ("full_stops", "。"),
        ("opening_quotes", "“"),
        ("closing_quotes", "”"),
        ("straight_quotes", '"'),
        ("opening_brackets", "（"),
        ("closing_brackets", "）"),
        ("ascii_brackets", "("),
        ("book_title_marks", "《"),
        ("one", "1"),
        ("chinese_one", "一"),
        ("ten_thousand", "万"),
        ("percent", "%"),
        ("points", "."),
        ("dashes", "—"),
        ("ordinal", "第"),
        ("spaces", " "),
        ("wide_spaces", "\u3000"),
        ("zero_widths", "\u200b"),
        ("line_ends", "\n"),
        ("nuls", "\0"),
        ("combining", "\u0301"),
        ("private_use", "\ue000"),
        ("carriage_returns", "\r"),
    ):
        shapes[f"million_{name}"] = partial(_report, piece, MILLION)
        shapes[f"million_{name}_in_html"] = partial(_wrap, piece, MILLION)
    for name, piece in (
        ("of_which", "其中"),
        ("of_which_one", "其中1件、"),
        ("figures", "收到12件，"),
        ("figures_enumerated", "、12件"),
        ("figures_run_together", "12件12件"),
        ("respectively", "甲、乙分别1件、2件，"),
        ("all_reached", "办结率、"),
        ("years", "2021年"),
        ("days", "2021年1月1日"),
        ("compared", "同比增长"),
        ("headings", "一、"),
        ("heading_lines", "\n一、推进工作\n（一）收到申请1件。"),
        ("run_in_items", "一是收到1件。二是办结1件。"),
        ("quoted", "“12件”"),
        ("bracketed", "（12件）"),
        ("ranges", "1-2-3至"),
        ("decimals", "1.2.3."),
        ("thousands", "1,234,"),
        ("money", "1亿2万元3角"),
        ("places", "河南省濮阳市濮阳县"),
        ("sources", "来源：丙县人民政府 发布时间：2023-01-20 "),
        ("titles", "《丙县2022年法治政府建设工作报告》"),
        ("laws", "《中华人民共和国行政复议法》第1条"),
        ("mixed_brackets", "（《“"),
        ("addresses", "http://a.gov.cn/"),
    ):
        shapes[f"repeated_{name}"] = partial(_report, piece, 600_000)
        shapes[f"few_{name}"] = partial(_report, piece, 1_500 * len(piece))
        shapes[f"repeated_{name}_in_html"] = partial(_wrap, piece, 200_000)
    for name, piece in (
        ("cells", "<tr><td>收到</td><td>12件</td></tr>"),
        ("spans", "<span>1</span>"),
        ("links", "<a href=1.html>法治政府建设工作报告</a>"),
        ("attachments", "<a href=1.pdf>报告.pdf</a>"),
        ("breaks", "<br>"),
        ("comments", "<!-- a -->"),
        ("half_comments", "<!--"),
        ("half_tags", "<p "),
        ("half_entities", "&#x"),
        ("closing_tags", "</p>"),
        ("titles", "<title>法治政府建设工作报告</title>"),
        ("metas", "<meta name=PubDate content=2023-01-20>"),
        ("scripts", "<script>"),
        ("forms", "<form><input name=a value=1>"),
        ("cdata", "<![CDATA["),
        ("doctypes", "<!DOCTYPE html>"),
        ("processing", "<?xml ?>"),
        ("bodies", "<body><html>"),
        ("plaintext", "<plaintext>"),
        ("hidden", '<p style="display:none">12件</p>'),
        ("containers", '<div class="TRS_Editor">收到12件</div>'),
    ):
        shapes[f"many_{name}"] = partial(_wrap, piece, 20_000 * len(piece))
    shapes["attribute_of_a_megabyte"] = lambda: _wrap(f'<p style="{"a:b;" * 250_000}">收到12件</p>')
    shapes["attributes_by_the_thousand"] = lambda: _wrap(
        f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>收到12件</p>"
    )
    shapes["entity_declarations"] = lambda: _bomb().encode()
    shapes["lone_surrogates"] = lambda: HEAD.encode() + b"\xed\xa0\x80\xed\xbf\xbf" * 1000 + TAIL.encode()
    shapes["lone_surrogates_utf16"] = lambda: (HEAD + "\ud800件" * 1000 + TAIL).encode("utf-16", "surrogatepass")
    shapes["surrogate_references"] = lambda: _wrap("&#55296;&#xDFFF;&#x110000;&#0;&#128;" * 1000)
    shapes["control_references"] = lambda: _wrap("<br>&#2;&#x1F;&#xFDD0;收到&#7;12件&#xFFFE;" * 100)
    shapes["codec_that_reads_no_text"] = lambda: _wrap("x").replace(b"utf-8", b"rot13")
    shapes["codec_of_host_names"] = lambda: _wrap("é").replace(b"utf-8", b"idna").decode().encode("gbk", "replace")
    shapes["line_of_arrows"] = lambda: _wrap(f"<p>{'&gt;' * 40}甲县人民政府，2022年</p>")
    shapes["wrong_charset_utf16"] = lambda: b"<meta charset=utf-8>" + (HEAD + TAIL).encode("utf-16-le")
    shapes["wrong_charset_gbk"] = lambda: ("<meta charset=utf-8>" + HEAD + TAIL).encode("gbk")
    shapes["charset_that_is_no_charset"] = lambda: _wrap("x").replace(b"utf-8", b"base64")
    shapes["utf7"] = lambda: (HEAD + TAIL).encode("utf-7")
    shapes["nothing"] = lambda: b""
    shapes["one_byte"] = lambda: b"\xff"
    shapes["only_nuls"] = lambda: bytes(MILLION)
    shapes["every_byte"] = lambda: bytes(range(256)) * 1000
    shapes["number_of_a_million_digits"] = lambda: _report("收到" + "9" * MILLION + "件。")
    shapes["number_beyond_floats"] = lambda: _report("收到" + "9" * 400 + "件，" + "9" * 309 + ".5万元。")
    shapes["chinese_number_without_end"] = lambda: _report("收到" + "万亿" * 5000 + "件。")
    return shapes


def make_file_shapes() -> dict[str, Callable[[], bytes]]:
    """Attached files: archives in archives, documents that unpack without end or hold what a page may not, by name."""
    return {
        "zip_of_zips": lambda: _zip_zips(30),
        "zip_bomb_docx": lambda: _zip({"word/document.xml": bytes(300_000_000)}),
        "zip_that_lies_of_its_size": _lie_of_size,
        "docx_deep": lambda: _write_docx("<w:p><w:r><w:t>" + "<w:smartTag>" * DEEP + "收到12件"),
        "docx_nested_tables": lambda: _write_docx(
            "<w:tbl><w:tr><w:tc>" * 1000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 1000
        ),
        "docx_entities": lambda: _zip({**_docx_members(), "word/document.xml": _bomb().encode()}),
        "docx_many_figures": lambda: make_docx([*HEAD.split("\n"), "收到12件，" * 60_000, *TAIL.split("\n")]),
        "docx_many_paragraphs": lambda: make_docx([*HEAD.split("\n"), *["收到12件。"] * 3_000, *TAIL.split("\n")]),
        "docx_without_types": lambda: _zip({"word/document.xml": b"<x/>"}),
        "docx_wide_span": lambda: _write_docx(
            '<w:tbl><w:tblGrid/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
        ),
        "pdf_many_figures": lambda: make_pdf([*HEAD.split("\n"), *["收到12件，" * 100] * 200, *TAIL.split("\n")]),
        "pdf_repeated_of_which": lambda: make_pdf([*HEAD.split("\n"), "其中" * 20_000, *TAIL.split("\n")]),
        "pdf_cut": lambda: make_pdf(HEAD.split("\n"))[:-300],
        "pdf_magic_alone": lambda: b"%PDF-1.7\n" + b"1 0 obj<<" * 100_000,
        "ole_alone": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(MILLION),
        "zip_head_alone": lambda: b"PK\x03\x04" + bytes(MILLION),
    }


def _fill(piece: str, length: int) -> bytes:
    encoded = piece.encode()
    return encoded * (length // len(encoded))


def _report(piece: str, length: int = 0) -> bytes:
    """A report as plain text with this in its middle, over and over until that has so many characters; 0: once."""
    return (HEAD + piece * max(length // len(piece), 1) + TAIL).encode()


def _wrap(piece: str, length: int = 0) -> bytes:
    """A page of our own shape with this in the middle of its report, over and over as in `_report`."""
    inside = piece * max(length // len(piece), 1)
    lines = "".join(f"<p>{line}</p>" for line in HEAD.splitlines()[2:])
    after = "".join(f"<p>{line}</p>" for line in TAIL.splitlines())
    title = HEAD.splitlines()[0]
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1><div>发布时间：2023-01-20</div>'
        f'<div class="TRS_Editor">{lines}{inside}{after}</div></body></html>'
    ).encode("utf-8", "surrogatepass")


def _nest(path: list[str], *, closed: bool) -> bytes:
    end = "".join(f"</{element}>" for element in reversed(path)) if closed else ""
    return _wrap("".join(f"<{element}>" for element in path) + "收到12件" + end)


def _bomb() -> str:
    """Entities of entities: ten to the ninth characters, where a reader unfolds them."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "法治法治法">{declared}]><html><body><p>&e9;</p></body></html>'


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return out.getvalue()


def _zip_zips(depth: int) -> bytes:
    inner = make_docx(HEAD.split("\n"))
    for level in range(depth):
        inner = _zip({f"{level}.zip": inner, f"{level}-again.zip": inner[:100_000]})
    return inner


def _docx_members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(make_docx(["甲"]))) as container:
        return {name: container.read(name) for name in container.namelist()}


def _write_docx(inside: str) -> bytes:
    """A docx with this XML as its body; elements left open stay so."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{inside}</w:body></w:document>'
    return _zip({**_docx_members(), "word/document.xml": document.encode()})


def _lie_of_size() -> bytes:
    """A docx whose table of contents says that its document has ten bytes."""
    body = _zip({**_docx_members(), "word/document.xml": b" " * 100_000_000})
    place = body.rfind(b"PK\x01\x02", 0, body.rfind(b"word/document.xml"))
    return body[: place + 24] + (10).to_bytes(4, "little") + body[place + 28 :]
