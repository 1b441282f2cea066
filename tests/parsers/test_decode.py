"""From bytes to text in the character set that they are really in."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from parsers.body.charset import UnreadablePage, decode
from tests.patience import ends

TEXT = "青石区人民政府关于2023年度法治政府建设情况的报告：全区依法行政工作取得新的进展，办理行政复议案件六十二件。"


def page(declared: str | None, text: str = TEXT) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    return f"<html><head>{meta}<title>{text}</title></head><body><p>{text * 20}</p></body></html>"


@pytest.mark.parametrize(
    "declared", ["utf-8", "gbk", "gb2312", "big5", "iso-8859-1", "utf-16", "no-such-charset", None]
)
@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
def test_whatever_the_meta_says(declared: str | None, real: str) -> None:
    decoded = decode(page(declared).encode(real))
    assert decoded.encoding == real
    assert decoded.text == page(declared)


@pytest.mark.parametrize(
    "header", ["text/html", "text/html; charset=GBK", "text/html;charset='utf-8'", "text/html; charset=ISO-8859-1"]
)
@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
def test_whatever_the_header_says(header: str, real: str) -> None:
    assert decode(page(None).encode(real), header).text == page(None)


def test_traditional_pages() -> None:
    text = "臺北市政府法務局關於一百一十二年度依法行政工作情況的報告，對於各機關執行業務的過程與問題說明如下。"
    for declared in ("big5", None):
        decoded = decode(page(declared, text).encode("big5hkscs"))
        assert (decoded.text, decoded.encoding) == (page(declared, text), "big5hkscs")


@pytest.mark.parametrize("extra", ["镕", "㙍", "䶮", "𠮷", "€", "〇"])
def test_characters_beyond_gb2312(extra: str) -> None:
    assert decode(page("gb2312", TEXT + extra).encode("gb18030")).text == page("gb2312", TEXT + extra)


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
    ],
)
def test_byte_order_marks(mark: bytes, codec: str) -> None:
    decoded = decode(mark + page("gbk").encode(codec), "text/html; charset=gbk")
    assert (decoded.text, decoded.encoding) == (page("gbk"), codec)


def test_a_mark_that_lies() -> None:
    decoded = decode(b"\xef\xbb\xbf" + page("gbk").encode("gb18030"))
    assert decoded.encoding == "gb18030"
    assert page("gbk") in decoded.text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_characters_without_mark(codec: str) -> None:
    assert decode(page(None).encode(codec)).text == page(None)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_plain_text_of_wide_characters_without_mark(codec: str) -> None:
    """Hardly a NUL among them, so that one byte in seven looks like a control code."""
    text = "一、会议研究了全年工作。\n二、共办理行政复议案件十二件，不予受理一件。\n" * 30
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("length", [500, 5_000, 20_000])
def test_random_bytes_are_no_page(length: int) -> None:
    draw = random.Random(length)
    for _ in range(200):
        with pytest.raises(UnreadablePage) as caught:
            decode(b"\x05" + draw.randbytes(length))
        assert caught.value.reason == "binary_page"


@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gbk"])
def test_broken_bytes_do_not_flip_the_verdict(real: str, declared: str) -> None:
    body = page(declared).encode(real)
    broken = body[:900] + b"\xff" + body[900:1500] + b"<br>\xe4<br>" + body[1500:]
    decoded = decode(broken)
    assert decoded.encoding == real
    assert decoded.text.count("\ufffd") in range(2, 12)
    assert "办理行政复议案件六十二件" in decoded.text


def test_characters_already_lost_are_no_broken_bytes() -> None:
    text = page("gbk", TEXT + "\ufffd" * 40)
    decoded = decode(text.encode())
    assert (decoded.text, decoded.encoding) == (text, "utf-8")


def test_a_fragment_in_another_charset_is_marked() -> None:
    decoded = decode(page("utf-8").encode() + "<div>版权所有青石区人民政府</div>".encode("gb18030"))
    assert decoded.encoding == "utf-8"
    assert "\ufffd" in decoded.text


def test_short_text_of_gbk_that_is_valid_utf8() -> None:
    assert decode("<p>联通</p>".encode("gbk"), "text/html; charset=gbk").text == "<p>联通</p>"


def test_nothing_is_dropped() -> None:
    assert decode(b"<p>\x00a\x00</p>").text == "<p>\x00a\x00</p>"
    assert decode(b"plain text").text == "plain text"


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x00" * 50])
def test_empty_pages(body: bytes) -> None:
    with pytest.raises(UnreadablePage) as caught:
        decode(body)
    assert caught.value.reason == "empty_page"


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        (b"\r\n%PDF-1.4", "PDF"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a\1\0", "GIF"),
        (zlib.compress(b"x" * 5000)[:4] + bytes(range(32)) * 40, "control codes"),
    ],
)
def test_binary_pages(body: bytes, word: str) -> None:
    with pytest.raises(UnreadablePage, match=word) as caught:
        decode(body, "text/html; charset=utf-8")
    assert caught.value.reason == "binary_page"


def test_compressed_pages() -> None:
    with pytest.raises(UnreadablePage, match="unpack") as caught:
        decode(gzip.compress(page("utf-8").encode()))
    assert caught.value.reason == "compressed_page"


def test_bounded_size() -> None:
    with pytest.raises(UnreadablePage, match="bytes") as caught:
        decode(b"a" * (32 * 1024 * 1024 + 1))
    assert caught.value.reason == "oversized_page"


@pytest.mark.parametrize("real", ["utf-8", "gb18030", "big5hkscs", "latin-1"])
def test_bounded_time(real: str) -> None:
    text = {"latin-1": "àéîõü", "big5hkscs": "依法行政工作的問題"}.get(real, TEXT)
    body = page(None, text * 8_000).encode(real)
    with ends():
        decode(body + b"\xff\xff\x00")


def test_real_pages(shared) -> None:
    for path in sorted((shared / "pages").glob("*.html")):
        decoded = decode(path.read_bytes())
        assert "\ufffd" not in decoded.text, path.name
        assert decoded.encoding in path.with_suffix(".json").read_text(encoding="utf-8"), path.name
