"""RTF: the words that are shown, in their order and once; what is not shown is no text."""

from __future__ import annotations

import contextlib
import random

import pytest

from parsers.attachment_page import parse_page_or_attachment
from parsers.body.attachments import read_attachment
from parsers.body.charset import UnreadablePage
from parsers.body.documents import rtf_text
from parsers.records import RawPage
from tests.fault_server.reports import PLACES, make_report


def code(words: str) -> str:
    """The words as Chinese Word writes them: bytes of GBK, each in hexadecimal digits."""
    return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in words.encode("gbk"))


def write_rtf(content: str, page: int = 936) -> bytes:
    fonts = r"{\fonttbl{\f0\fnil\fcharset134 " + code("宋体") + ";}}"
    rest = r"{\colortbl;}{\stylesheet{\s0 Normal;}}{\*\generator x;}{\info{\title 999}}{\header\pard 8\par}"
    return (r"{\rtf1\ansi\ansicpg" + f"{page}{fonts}{rest}{content}}}").encode()


def unicode(words: str) -> str:
    return "".join(f"\\u{ord(word) - 65536 * (ord(word) > 32767)}?" for word in words)


CASES = {
    "bytes": (code("全年收到62件。"), "全年收到62件。"),
    "unicode": (unicode("全年收到") + "62" + unicode("件。"), "全年收到62件。"),
    "two bytes stand for a character": (
        r"\uc2" + "".join(f"\\u{ord(word)}{code(word)}" for word in "收到") + "62",
        "收到62",
    ),
    "beyond the plane": (r"\uc0\u-10187\u-9140\u20214.", "𝑌件."),
    "hidden": (r"6{\v 9}{\strike 5}{\deleted 7}2{\v\v0 }" + code("件"), "62件"),
    "raised": (r"62{\super 1}" + code("件，30万") + r"m{\super 2}", "62件，30万m²"),
    "broken lines": ("\n".join(map(code, "全年收到")) + "\r\n62", "全年收到62"),
    "field": (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt 62}}" + code("件"), "62件"),
    "page number": (r"a{\field{\*\fldinst PAGE}{\fldrslt 3}}b", "ab"),
    "field in an instruction": (r"{\field{\*\fldinst IF {\field{\*\fldinst REF}{\fldrslt 7}}}{\fldrslt 62}}", "62"),
    "contents": (r"{\field{\*\fldinst TOC}{\fldrslt a\tab 3\par b\tab 5}}\par c", "c"),
    "number": (
        r"{\listtext\pard " + code("一、") + r"\tab}" + code("总体") + r"\par{\pntext 2.\tab}2023",
        "一、总体\n2. 2023",
    ),
    "note": (r"a{\super\chftn{\footnote\pard{\super\chftn} b}}c", "ac\nb"),
    "text box": (r"a{\shp{\*\shpinst{\sp{\sn x}{\sv 202}}{\shptxt\pard b\par}}{\shprslt{\*\do c}}}d\par", "ad\nb"),
    "pictures": (r"a{\pict\pngblip 89504e}{\*\shppict{\pict 00ff}}{\pict\bin6 }{}{\\}b", "ab"),
    "table": (
        r"\trowd\cellx2000\cellx6000\pard\intbl a\cell b\cell\row\trowd\cellx2000\cellx4000\cellx6000\pard\intbl\cell "
        r"2022\cell 2023\cell\row\trowd\cellx2000\cellx4000\cellx6000\pard\intbl c\cell 5\cell 6\cell\row\pard d",
        "a\tb\n\t2022\t2023\nc\t5\t6\nd",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rtf_gives_what_it_shows(name):
    written, shown = CASES[name]
    assert read_attachment(write_rtf(written + r"\par")) == shown


def test_file_that_names_a_western_page_and_a_chinese_font_is_chinese():
    assert read_attachment(write_rtf(code("收到62件。"), page=1252)) == "收到62件。"


def test_report_in_rtf_is_read_as_any_other():
    report = make_report(PLACES[1], 2021)
    lines = [report.title, *report.paragraphs()]
    parsed = parse_page_or_attachment(RawPage("", write_rtf("".join(code(line) + r"\par " for line in lines))))
    assert (parsed.refusal, parsed.source_kind) == (None, "rtf")
    assert parsed.facts


@pytest.mark.parametrize("body", [b"{\\rtf1" + b"{" * 5000, b"{\\rtf1 " + b"\\u1 " * 40])
def test_endless_rtf_is_refused(body, monkeypatch):
    monkeypatch.setattr(rtf_text, "_MOST_TOKENS", 30)
    with pytest.raises(UnreadablePage, match="attachment_unreadable"):
        read_attachment(body)


def test_damaged_rtf_is_read_or_refused():
    chance = random.Random(7)
    for _ in range(400):
        body = bytearray(write_rtf(chance.choice(list(CASES.values()))[0]))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(6, len(body))
            body[at : at + chance.randint(0, 9)] = bytes(
                chance.choice(b"{}\\'0 u9afstrowdcellx*\xb0") for _ in range(4)
            )
        with contextlib.suppress(UnreadablePage):
            read_attachment(bytes(body))
