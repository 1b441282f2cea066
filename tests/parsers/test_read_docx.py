"""docx: every w:t that is shown is in the text, in its order and once; what is not shown is not."""

from __future__ import annotations

import base64
import io
import quopri
import random
import re
import zipfile

import pytest

from parsers.body.attachments import read_attachment
from parsers.body.charset import UnreadablePage
from parsers.body.documents.docx.numbering import format_number
from parsers.body.documents.raised import write_raised
from tests.docx_samples import list_levels, numbered, paragraph, run, table, write_docx


def read(body: str, parts: dict[str, str | bytes] | None = None) -> list[str]:
    return read_attachment(write_docx(body, parts)).split("\n")


SIX = run("6")
WRAPPED = {
    "tracked insertion": f"<w:ins>{SIX}</w:ins>",
    "moved here": f"<w:moveTo>{SIX}</w:moveTo>",
    "content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{SIX}</w:sdtContent></w:sdt>",
    "smart tag in a custom tag": f"<w:customXml><w:smartTag>{SIX}</w:smartTag></w:customXml>",
    "link": f'<w:hyperlink w:anchor="a">{SIX}</w:hyperlink>',
    "simple field": f'<w:fldSimple w:instr="REF total">{SIX}</w:fldSimple>',
    "field": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>MERGEFIELD n</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{SIX}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "field that never ends": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{SIX}',
    "ruby": f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('liu')}</w:rt><w:rubyBase>{SIX}</w:rubyBase></w:ruby></w:r>",
    "equation": "<m:oMathPara><m:oMath><m:r><m:t>6</m:t></m:r></m:oMath></m:oMathPara>",
    "right to left": f"<w:bdo>{SIX}</w:bdo>",
    "first of two ways": f"<mc:AlternateContent><mc:Choice>{SIX}</mc:Choice><mc:Fallback>{SIX}</mc:Fallback></mc:AlternateContent>",
    "only the second way": f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{SIX}</mc:Fallback></mc:AlternateContent>",
    "deleted beside": f"<w:del><w:r><w:delText>5</w:delText></w:r></w:del>{SIX}<w:moveFrom>{run('7')}</w:moveFrom>",
    "vanished beside": run("5", "<w:vanish/>") + SIX + run("5", '<w:sz w:val="1"/>'),
    "struck beside": run("5", "<w:strike/>") + SIX + run("5", '<w:dstrike w:val="true"/>'),
    "strike switched off": run("6", '<w:strike w:val="0"/>'),
    "placeholder beside": f"{SIX}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字')}</w:sdtContent></w:sdt>",
    "page number beside": f'{SIX}<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>',
    "digit of a symbol font": '<w:r><w:sym w:font="Symbol" w:char="F036"/></w:r>',
    "white beside": run("5", '<w:color w:val="ffffff"/>') + SIX,
    "white on dark": run("6", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>'),
    "note mark beside": SIX + run("1", '<w:vertAlign w:val="superscript"/>'),
}


def test_a_large_first_character_begins_its_paragraph():
    initial = paragraph("去", properties='<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around"/>')
    framed = paragraph("办公室", properties='<w:framePr w:w="2000" w:wrap="around"/>')
    assert read(initial + paragraph("年受理申请62件。") + framed + paragraph("审结45件。")) == [
        "去年受理申请62件。",
        "办公室",
        "审结45件。",
    ]


def test_a_format_of_its_own_is_counted_as_others_are_told():
    ways = '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    lists = list_levels(("japaneseCounting", "%1、")).replace(
        '<w:numFmt w:val="japaneseCounting"/>',
        f'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{ways}'
        '<mc:Fallback><w:numFmt w:val="japaneseCounting"/></mc:Fallback></mc:AlternateContent>',
    )
    assert "Fallback" in lists
    assert read(paragraph("甲", properties=numbered(0)), {"numbering.xml": lists}) == ["一、甲"]


@pytest.mark.parametrize(
    ("unseen", "shown"),
    [
        ('<m:phant><m:phantPr><m:show m:val="0"/></m:phantPr><m:e>{}</m:e></m:phant>', "62件"),
        ("<m:phant><m:e>{}</m:e></m:phant>", "562件"),
        ('<m:borderBox><m:borderBoxPr><m:strikeH m:val="on"/></m:borderBoxPr><m:e>{}</m:e></m:borderBox>', "62件"),
        ('<m:borderBox><m:borderBoxPr><m:hideTop m:val="1"/></m:borderBoxPr><m:e>{}</m:e></m:borderBox>', "562件"),
    ],
)
def test_what_a_formula_only_leaves_room_for_is_no_text(unseen, shown):
    five = unseen.format("<m:r><m:t>5</m:t></m:r>")
    assert read(paragraph("收到", f"<m:oMath>{five}<m:r><m:t>62</m:t></m:r></m:oMath>", "件")) == [f"收到{shown}"]


@pytest.mark.parametrize("name", WRAPPED)
def test_digit_in_any_wrapper_stays_in_its_number(name):
    body = paragraph("全年收到行政复议申请1", WRAPPED[name], "2件。")
    assert read(body) == ["全年收到行政复议申请162件。"]


@pytest.mark.parametrize(
    ("before", "raised", "after"),
    [
        ("受理62", "1", ""),
        ("受理62", "[12]", ""),
        ("受理62", "①", ""),
        ("受理62", "注3", ""),
        ("面积35km", "2", "²"),
        ("拆除违建120平方m", "2", "²"),
        ("共1.2×10", "4", "⁴"),
        ("", "1", "1"),
        ("会议", "（扩大）", "（扩大）"),
    ],
)
def test_raised_characters_are_marks_powers_or_words(before, raised, after):
    assert write_raised(before, raised) == after
    body = paragraph(before, *(run(part, '<w:vertAlign w:val="superscript"/>') for part in raised), "件。")
    assert read(body) == [f"{before}{after}件。"]


def test_styles_say_what_has_vanished():
    styles = (
        '<w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="character" w:styleId="c"><w:basedOn w:val="c"/><w:rPr><w:strike/></w:rPr></w:style>'
    )
    body = paragraph(
        "收到1",
        run("5", '<w:rStyle w:val="b"/>'),
        run("6", '<w:rStyle w:val="b"/><w:vanish w:val="0"/>'),
        "2件",
        run("3", '<w:rStyle w:val="c"/>'),
    )
    assert read(body, {"styles.xml": styles}) == ["收到162件"]


def test_white_text_in_a_cell_or_on_a_dark_paragraph_is_shown():
    white = run("收到162件", '<w:color w:val="FFFFFF"/>')
    assert read(paragraph(white, properties='<w:shd w:val="clear" w:fill="000000"/>')) == ["收到162件"]
    assert read(f"<w:tbl><w:tr><w:tc>{paragraph(white)}</w:tc></w:tr></w:tbl>") == ["收到162件"]


def test_what_two_styles_switch_on_is_off_and_what_the_run_says_counts():
    styles = (
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="p"/><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="c"/><w:rPr><w:strike/></w:rPr></w:style>'
    )
    both = run("62", '<w:rStyle w:val="C"/>')
    struck = paragraph("7", both, run("件", '<w:strike w:val="0"/>'), properties='<w:pStyle w:val="P"/>')
    assert read(struck + paragraph(both, "审结"), {"styles.xml": styles}) == ["62件", "审结"]


def test_deleted_cells_and_paragraphs_of_which_nothing_is_shown_count_nothing():
    deleted = f"<w:tc><w:tcPr><w:cellDel/></w:tcPr>{paragraph('旧9')}</w:tc>"
    cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("甲", "62"))
    assert read(f"<w:tbl><w:tr>{deleted}{cells}</w:tr></w:tbl>") == ["甲\t62"]
    hidden = paragraph(run("藏", "<w:vanish/>"), properties=f"{numbered(0)}<w:rPr><w:vanish/></w:rPr>")
    lists = {"numbering.xml": list_levels(("chineseCounting", "%1是"))}
    assert read(hidden + paragraph("甲", properties=numbered(0)), dict(lists)) == ["一是甲"]


def test_paragraph_whose_end_was_taken_out_goes_on_in_the_next():
    body = (
        paragraph("全年收到申请1", properties="<w:rPr><w:del/></w:rPr>") + paragraph("62件。") + paragraph("审结45件。")
    )
    assert read(body) == ["全年收到申请162件。", "审结45件。"]


def test_text_boxes_notes_and_chunks_stand_behind_their_paragraph():
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框内62件')}{table(['甲', '乙'])}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = (
        paragraph("全年", box, "收到申请12", '<w:r><w:footnoteReference w:id="2"/></w:r>', "件。")
        + '<w:altChunk r:id="chunk"/><w:altChunk r:id="inner"/>'
        + paragraph("末段。", '<w:r><w:endnoteReference w:id="2"/></w:r>')
    )
    notes = '<w:{0} w:type="separator" w:id="0"><w:p/></w:{0}><w:{0} w:id="2">{1}</w:{0}>'
    parts: dict[str, str | bytes] = {
        "footnotes.xml": notes.format("footnote", paragraph("<w:r><w:footnoteRef/></w:r>", "含上年结转3件。")),
        "endnotes.xml": notes.format("endnote", paragraph("数据截至年底。")),
        "chunk.html": "<html><meta charset='utf-8'><body><p>嵌入的9件。</p><p>第二段</p></body></html>".encode(),
        "inner.docx": write_docx(paragraph("内层文件8件。")),
    }
    assert read(body, parts) == [
        "全年收到申请12件。", "框内62件", "甲\t乙", "含上年结转3件。", "嵌入的9件。", "第二段", "内层文件8件。", "末段。", "数据截至年底。",
    ]  # fmt: skip


def _pack_anew(body: bytes, names: dict[str, str], old: bytes, new: bytes) -> bytes:
    """The docx with parts under other names, and with `new` for `old` in each part; an empty name drops the part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as container, zipfile.ZipFile(out, "w") as packed:
        for name in container.namelist():
            if names.get(name, name):
                packed.writestr(names.get(name, name), container.read(name).replace(old, new))
    return out.getvalue()


SECOND = {"word/document.xml": "word/document2.xml", "word/_rels/document.xml.rels": "word/_rels/document2.xml.rels"}
MAIN_PARTS = {
    "another name": (SECOND, b"document.xml", b"document2.xml"),
    "another folder": (
        {"word/document.xml": "doc/main.xml", "word/_rels/document.xml.rels": "doc/_rels/main.xml.rels"},
        b"word/document.xml",
        b"doc/main.xml",
    ),
    "relation from the root": (SECOND, b'"word/document.xml"', b'"/word/document2.xml"'),
    "relation with a dot": ({}, b'"word/document.xml"', b'"./word/document.xml"'),
    "other case": ({"word/document.xml": "Word/Document.XML"}, b"", b""),
    "only its content type": ({**SECOND, "_rels/.rels": ""}, b"document.xml", b"document2.xml"),
    "with macros": ({**SECOND, "_rels/.rels": ""}, b"document.xml", b"document2.xml"),
}


@pytest.mark.parametrize("name", MAIN_PARTS)
def test_text_is_the_part_that_the_package_names(name):
    names, old, new = MAIN_PARTS[name]
    body = _pack_anew(write_docx(paragraph("收到申请162件。")), names, old, new)
    if name == "with macros":
        usual = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        body = _pack_anew(body, {}, usual, b"vnd.ms-word.document.macroEnabled.main+xml")
    assert read_attachment(body) == "收到申请162件。"
    # An older text under the usual name is none of it.
    out = io.BytesIO(body)
    with zipfile.ZipFile(out, "a") as packed:
        if "word/document.xml" not in {part.lower() for part in packed.namelist()}:
            packed.writestr("word/document.xml", "<old/>")
    assert read_attachment(out.getvalue()) == "收到申请162件。"


def test_document_in_one_xml_file_is_read():
    packed = zipfile.ZipFile(io.BytesIO(write_docx(paragraph("收到申请162件。"))))
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{packed.read(name).decode()}</pkg:xmlData></pkg:part>'
        for name in packed.namelist()
    )
    flat = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package '
        f'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    )
    assert read_attachment(flat.encode()) == "收到申请162件。"


def _save_page(markup: str, charset: str, coding: str, *, parts: bool = True) -> bytes:
    encoded = markup.encode(charset)
    content = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(coding, bytes)(encoded)
    head = f'Content-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: {coding}\r\n\r\n'.encode()
    if not parts:
        return b"MIME-Version: 1.0\r\n" + head + content
    opening = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    picture = (
        b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
    )
    return opening + head + content + picture


INNER = (
    "<html><body><p class=MsoNormal>嵌入<span lang=EN-US>9</span>件。</p><p style='display:none'>7件</p></body></html>"
)
CHUNKS = {
    "quoted-printable.mht": _save_page(INNER, "gb2312", "quoted-printable"),
    "base64.mht": _save_page(INNER, "utf-8", "base64"),
    "plain.mhtml": _save_page(INNER, "gb2312", "8bit"),
    "alone.mht": _save_page(INNER, "gb2312", "quoted-printable", parts=False),
    "page.dat": f"<meta charset=gbk>{INNER}".encode("gbk"),
    "text.txt": "嵌入9件。\r\n".encode("utf-16"),
    "macros.docm": write_docx(paragraph("嵌入9件。")),
    "rich.rtf": b"{\\rtf1\\ansi\\ansicpg936 \\'c7\\'b6\\'c8\\'eb9\\'bc\\'fe\\'a1\\'a3\\par}",
}


@pytest.mark.parametrize("name", CHUNKS)
def test_embedded_file_of_any_format_is_text(name):
    body = paragraph("前段。") + f'<w:altChunk r:id="{name.split(".")[0]}"/>' + paragraph("后段。")
    assert read(body, {name: CHUNKS[name]}) == ["前段。", "嵌入9件。", "后段。"]


def test_embedded_file_that_is_empty_is_no_text_and_a_picture_is_refused():
    body = '<w:altChunk r:id="chunk"/>' + paragraph("后段。")
    assert read(body, {"chunk.html": b" "}) == ["后段。"]
    with pytest.raises(UnreadablePage, match="pdf"):
        read(body, {"chunk.html": b"%PDF-1.4"})


BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def _tell(words: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{words}</w:instrText></w:r>'


NESTED = BEGIN + _tell("MERGEFIELD n") + SEPARATE + run("71") + END
INSTRUCTIONS = {
    "field of its own": _tell("IF ") + NESTED + _tell(' = 71 "88" "9"'),
    "field without a result": _tell("REF ") + BEGIN + _tell("SEQ a") + END,
    "field three deep": _tell("IF ") + BEGIN + _tell("= ") + NESTED + SEPARATE + run("6") + END + _tell(' = 6 "88"'),
    "simple field": _tell("IF ") + f'<w:fldSimple w:instr="REF q">{run("7")}</w:fldSimple>',
    "text": run("QUOTE 77"),
    "links and controls": _tell("IF ")
    + f"<w:hyperlink>{run('3')}</w:hyperlink><w:sdt><w:sdtContent>{run('4')}</w:sdtContent></w:sdt>",
    "note": _tell("QUOTE ") + '<w:r><w:footnoteReference w:id="2"/></w:r>',
}


@pytest.mark.parametrize("name", INSTRUCTIONS)
def test_nothing_of_a_field_s_instruction_is_text(name):
    body = paragraph("审结", BEGIN, INSTRUCTIONS[name], SEPARATE, run("88"), END, "件。")
    notes = f'<w:footnote w:id="2">{paragraph("注5件")}</w:footnote>'
    assert read(body, {"footnotes.xml": notes}) == ["审结88件。"]


def test_instruction_over_two_paragraphs_and_contents_in_a_table_are_no_text():
    over = paragraph("审结", BEGIN, _tell("IF ")) + paragraph(run("5"), SEPARATE, run("88"), END, "件。")
    contents = paragraph(BEGIN, _tell("TOC"), SEPARATE) + table(["一、总体", "3"], ["二、不足", "5"]) + paragraph(END)
    assert read(over) == ["审结", "88件。"]
    assert read(contents + paragraph("正文。")) == ["正文。"]
    assert read(paragraph("审结88件", BEGIN, _tell("REF a"), "。")) == ["审结88件。"]


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (r' EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(xùn),浚)', "浚"),
        (r"EQ \f(3,4)", "3/4"),
        (r"eq \o\ac(○,2)", "②"),
        (r"EQ \b(\f(1;2))", "1/2"),
        ("SEQ 表", ""),
    ],
)
def test_equations_of_fields_show_what_their_instruction_holds(told, shown):
    assert read(paragraph("在", BEGIN, _tell(told), END, "县。")) == [f"在{shown}县。"]


def test_tables_give_each_cell_once():
    covered = table(["受理62件", "维持30件"], ["^", "撤销5件"])
    nested = table(["行政复议", paragraph("其中") + table(["受理62件", "审结45件"])])
    long = table([paragraph("甲" * 401) + paragraph("二"), "右"])
    controlled = "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc><w:p><w:r><w:t>左</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt><w:tc><w:p><w:r><w:t>右</w:t></w:r></w:p></w:tc></w:tr></w:sdtContent></w:sdt><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>删去</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert read(covered) == ["受理62件\t维持30件", "\t撤销5件"]
    assert read(nested) == ["行政复议", "其中", "受理62件\t审结45件"]
    assert read(long) == ["甲" * 401, "二", "右"]
    assert read(controlled) == ["左\t右"]


LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%1.%4"))


def test_numbers_that_word_writes_are_text():
    body = "".join(
        paragraph(text, properties=numbered(level))
        for level, text in [
            (0, "总体"),
            (1, "机制"),
            (1, "责任"),
            (2, "会议"),
            (0, "成效"),
            (1, "执法"),
            (2, "2023年检查"),
            (3, "附"),
            (2, "再"),
        ]
    )
    assert read(body, {"numbering.xml": list_levels(*LEVELS)}) == [
        "一、总体", "（一）机制", "（二）责任", "1. 会议", "二、成效", "（一）执法", "1. 2023年检查", "二.1 附", "2. 再",
    ]  # fmt: skip


def test_lists_go_on_start_anew_and_are_linked():
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(paragraph("项", properties=numbered(0, number)) for number in ("1", "2", "3", "3", "0", "9"))
    parts: dict[str, str | bytes] = {"numbering.xml": list_levels(*LEVELS, more=more)}
    assert read(body, parts) == ["一、项", "二、项", "五、项", "六、项", "项", "项"]


def test_headings_are_numbered_by_their_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"/>'
    )
    levels = list_levels(*LEVELS).replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="H2"/>')
    named = [("H1", "总体"), ("H2", "机制"), ("H2", "责任"), ("N", "正文"), ("H1", "成效"), ("H2", "执法")]
    body = "".join(paragraph(text, properties=f'<w:pStyle w:val="{style}"/>') for style, text in named)
    body += paragraph("不编号", properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert read(body, {"numbering.xml": levels, "styles.xml": styles}) == [
        "一、总体", "（一）机制", "（二）责任", "正文", "二、成效", "（一）执法", "不编号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (10, "chineseCounting", "十"), (12, "chineseCountingThousand", "十二"), (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"), (110, "chineseCountingThousand", "一百一十"), (23, "ideographDigital", "二三"),
        (3, "ideographTraditional", "丙"), (12, "decimalEnclosedCircle", "⑫"), (21, "decimalEnclosedCircle", "21"),
        (3, "decimalEnclosedParen", "⑶"), (14, "lowerRoman", "xiv"), (28, "upperLetter", "BB"), (7, "decimalZero", "07"),
        (3, "chineseLegalSimplified", "叁"), (5, "decimalFullWidth", "５"), (5, "something new", "5"), (5, "none", ""),
    ],
)  # fmt: skip
def test_formats_of_numbers(number, style, written):
    assert format_number(number, style) == written


def test_contents_are_no_text_but_their_headings_are():
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    toc = f"{begin}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{separate}"
    page = f"{begin}<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>{separate}{run('3')}{end}"
    body = paragraph(toc, "一、总体情况", page) + paragraph("二、不足", page, end) + paragraph("一、总体情况")
    assert read(body) == ["一、总体情况"]


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
        "<w:sdt><w:sdtContent>" * 100 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 100,
        "<w:p>",
    ],
)
def test_broken_or_endless_docx_is_refused(body):
    with pytest.raises(UnreadablePage, match="attachment_unreadable"):
        read_attachment(write_docx(body))


# A generator of documents: each piece of text is a token that says whether it is shown.
_INLINE = [
    ("{}", True), ("<w:ins>{}</w:ins>", True), ("<w:moveTo>{}</w:moveTo>", True), ("<w:smartTag>{}</w:smartTag>", True),
    ("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", True), ('<w:hyperlink>{}</w:hyperlink>', True),
    ('<w:fldSimple w:instr="REF x">{}</w:fldSimple>', True), ("<w:del>{}</w:del>", False), ("<w:moveFrom>{}</w:moveFrom>", False),
    ("<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>", True),
    ("<w:r><w:ruby><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", True), ("<w:r><w:ruby><w:rt>{}</w:rt></w:ruby></w:r>", False),
    ('<w:fldSimple w:instr="PAGE">{}</w:fldSimple>', False),
]  # fmt: skip
_BLOCKS = [
    ("{}", True), ("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", True), ("<w:customXml>{}</w:customXml>", True),
    ("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", True), ("<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", True),
    ("<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>", True),
    ("<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc></w:tr></w:tbl>", False),
    ("<w:ins>{}</w:ins>", True),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_every_text_that_is_not_skipped_on_purpose_is_read_once(seed):
    dice = random.Random(seed)
    shown: list[str] = []
    count = 0

    def make_inline(visible: bool, depth: int) -> str:
        nonlocal count
        if depth == 0 or dice.random() < 0.3:
            count += 1
            if visible:
                shown.append(f"〔{count}〕")
            return run(f"〔{count}〕")
        wrapper, kept = dice.choice(_INLINE)
        return wrapper.format("".join(make_inline(visible and kept, depth - 1) for _ in range(dice.randint(1, 3))))

    def make_block(visible: bool, depth: int) -> str:
        if depth == 0 or dice.random() < 0.3:
            return f"<w:p>{''.join(make_inline(visible, 3) for _ in range(dice.randint(1, 3)))}</w:p>"
        wrapper, kept = dice.choice(_BLOCKS)
        return wrapper.format("".join(make_block(visible and kept, depth - 1) for _ in range(dice.randint(1, 3))))

    body = "".join(make_block(True, 4) for _ in range(6)) + paragraph("末")
    assert re.findall("〔\\d+〕", "\n".join(read(body))) == shown


DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def test_words_of_a_diagram_stand_behind_its_paragraph():
    def point(number: int, text: str, kind: str = "") -> str:
        inside = f"<dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t>" if text else ""
        return f'<dgm:pt modelId="{number}" {kind}>{inside}</dgm:pt>'

    points = [
        point(1, "", 'type="doc"'),
        point(4, "结案211件"),
        point(2, "全年受理"),
        point(3, "投诉举报233件"),
        point(5, "不显示9件", 'type="pres"'),
    ]
    links = "".join(
        f'<dgm:cxn srcId="{above}" destId="{below}" srcOrd="{order}" {kind}/>'
        for above, below, order, kind in ((2, 3, 0, ""), (1, 4, 1, ""), (1, 2, 0, ""), (1, 5, 2, 'type="presOf"'))
    )
    model = f'<dgm:dataModel xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}"><dgm:ptLst>{"".join(points)}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>'
    drawing = f'<w:r><w:drawing><dgm:relIds xmlns:dgm="{DIAGRAM}" r:dm="diagram" r:lo="x"/></w:drawing></w:r>'
    body = paragraph("投诉举报办理情况如下：", drawing) + paragraph("二、存在的不足")
    assert read(body, {"diagram.xml": model}) == [
        "投诉举报办理情况如下：",
        "全年受理",
        "投诉举报233件",
        "结案211件",
        "二、存在的不足",
    ]
    assert read(body) == ["投诉举报办理情况如下：", "二、存在的不足"]


def test_words_of_drawn_shapes_are_text():
    shape = f'<w:r><w:drawing><a:sp xmlns:a="{DRAWING}"><a:txSp><a:txBody><a:p><a:r><a:t>化解纠纷7</a:t></a:r><a:r><a:t>3件</a:t></a:r></a:p></a:txBody></a:txSp></a:sp></w:drawing></w:r>'
    assert read(paragraph("如图：", shape)) == ["如图：", "化解纠纷73件"]


def test_the_entry_that_an_old_form_shows():
    def choose(more: str) -> str:
        held = f'<w:ffData><w:ddList>{more}<w:listEntry w:val="58"/><w:listEntry w:val="62"/></w:ddList></w:ffData>'
        begin = f'<w:r><w:fldChar w:fldCharType="begin">{held}</w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>'
        return paragraph("收到", begin + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "件")

    assert read(choose('<w:result w:val="1"/>') + choose("") + choose('<w:result w:val="9"/>')) == [
        "收到62件",
        "收到58件",
        "收到件",
    ]


def test_word_art_is_text():
    art = '<w:r><w:pict><v:shape><v:textpath string="收到162件"/></v:shape></w:pict></w:r>'
    ways = f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{art}</mc:Fallback></mc:AlternateContent>"
    assert read(paragraph("如图：", art) + paragraph("又：", ways)) == ["如图：", "收到162件", "又：", "收到162件"]


def test_white_by_the_theme_is_white():
    theme = '<w:color w:val="auto" w:themeColor="background1"{}/>'
    grey = run("6", theme.format(' w:themeShade="80"'))
    assert read(paragraph("收到1", run("5", theme.format("")), grey, "2件")) == ["收到162件"]


def test_note_marks_that_were_typed_are_no_text():
    assert read(paragraph("收到62①件，审结45（注2）件")) == ["收到62件，审结45件"]
