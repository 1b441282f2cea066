"""Bytes to text: which character set a page is really in, whatever it says of itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from parsers.text.expressions import expression

LONGEST_PAGE = 32 * 1024 * 1024
"""Bytes. The longest real report page seen is below 2 MB; above this bound a body is a download, not a page."""

_SNIFFED = 256 * 1024
"""Bytes that charset-normalizer gets to see: its cost grows with the length, its verdict does not."""

_JUDGED = 20_000
"""Characters from which a reading's sense is judged."""

_COUNTED = 1_000_000
"""Characters in which valid and broken ones are counted."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

# First bytes of what a link to a report may really lead to, with the tool that reads it.
_BINARY_FORMATS = (
    (b"%PDF", "a PDF document", "fetch the page that links to it, or take the text out of the PDF first"),
    (b"PK\x03\x04", "a ZIP container (docx, xlsx, ofd, zip)", "unpack it and load the text inside"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (doc, xls, wps)", "save it as text or HTML first"),
    (b"{\\rtf", "an RTF document", "save it as text or HTML first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and load the text inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and load the text inside"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "load the page that shows it"),
    (b"\xff\xd8\xff", "a JPEG picture", "load the page that shows it"),
    (b"GIF87a", "a GIF picture", "load the page that shows it"),
    (b"GIF89a", "a GIF picture", "load the page that shows it"),
    (b"RIFF", "a RIFF file (webp, avi, wav)", "load the page that shows it"),
    (b"II*\x00", "a TIFF picture", "load the page that shows it"),
    (b"\x00\x00\x01\x00", "an icon", "load the page that shows it"),
    (b"\x7fELF", "a program", "leave it out of the sources"),
    (b"SQLite format 3\x00", "a SQLite database", "leave it out of the sources"),
)

_COMPRESSED_FORMATS = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)

# `charset=gb2312`, `<?xml … encoding="GBK"?>`, `<meta charset='utf-8'>`
# (in lower case: an expression that ignores case is searched ten times as slowly)
_META_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9][a-z0-9._:-]{1,30})""")
_HEADER_CHARSET = expression(r"""charset\s*=\s*["']?\s*([A-Za-z0-9][A-Za-z0-9._:-]{1,30})""", re.I)
_META_REACH = 8192

# Names that pages use, to the codec that reads what they really send: pages that say gb2312 hold characters
# of GBK (朱镕基), and of GB18030 in personal and village names, so the widest of the family reads them all.
_CODECS = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gb_2312": "gb18030",
    "gb-2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gbk2312": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "chinese": "gb18030",
    "euc-cn": "gb18030",
    "gb18030": "gb18030",
    "gb-18030": "gb18030",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "utf_8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}

# Codecs of Python that are no character sets: they read escapes and host names.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape", "undefined"}
)

# The characters that every Chinese official text is full of; text read in a wrong character set holds hardly any.
_COMMON = frozenset(
    "的一是在和有政府法治行人国工作部市县区建设规定制度要中法律为实施管理会议服务社会公开全加强对执推进依领导年月日民关于责任机构发"
    "務會議業個來時說這國對發機關與於後無過還經濟進實現開門問題"
)
_COMMON_CHARACTERS = expression(f"[{''.join(sorted(_COMMON))}]")
_HAN = expression("[\u3400-\u9fff\uf900-\ufaff]")
_WIDE = expression("[\u0800-\ufffc\U00010000-\U0010ffff]")


class UnreadablePage(ValueError):  # noqa: N818 - it says what the page is, not what the program did
    """A page that no text can be read from.

    `reason` is the code for quarantine (`empty_page`, `binary_page`, `compressed_page`, `oversized_page`), `detail`
    plain words: what was found and what to do next.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text and the character set that it was read in."""

    text: str
    """Without byte order mark; bytes that mean nothing in the character set are U+FFFD, none is dropped."""
    encoding: str
    """Python's name: `utf-8`, `gb18030`, `big5hkscs`, `utf-16-le` …"""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of `body`; `content_type` is the HTTP header's value, None for a file.

    Asked in turn: byte order mark, header, meta, the bytes themselves, charset-normalizer. A declaration is believed
    only if the bytes read in it; bytes that are UTF-8 beyond chance are UTF-8 whatever the page says, since no other
    text looks like it. A few broken bytes do not count against a character set.

    Raises UnreadablePage for an empty body, one that is no text (PDF, ZIP, picture), one still compressed, and one
    above LONGEST_PAGE.
    """
    _refuse_unreadable(body)
    for mark, codec in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            marked = _read(body[len(mark) :], codec)
            if marked is not None:
                return marked
            break
    wide = _guess_utf16(body)
    if wide:
        return Decoded(body.decode(wide, "replace"), wide)
    if controls := _count_control_bytes(body):
        return _read_wide_text(body, controls)
    declared = _declared_codecs(body, content_type)
    utf8 = _read_utf8(body, chinese_declared=declared[:1] == ["gb18030"])
    if utf8 is not None:
        return utf8
    for codec in declared:
        read = _read(body, codec)
        if read is not None and _is_plausible(read.text):
            return read
    return _detect(body)


def _refuse_unreadable(body: bytes) -> None:
    if not body.strip(b" \t\r\n\f\x00\xef\xbb\xbf"):
        raise UnreadablePage(
            "empty_page", f"the page has no content ({len(body)} bytes); fetch it again or open it in a browser"
        )
    if len(body) > LONGEST_PAGE:
        raise UnreadablePage(
            "oversized_page",
            f"the page has {len(body)} bytes, more than {LONGEST_PAGE}; load the report's own page or cut the file",
        )
    start = body[:32].lstrip(b"\r\n\t ")
    for magic, name in _COMPRESSED_FORMATS:
        if start.startswith(magic):
            raise UnreadablePage("compressed_page", f"the body is still compressed ({name}); unpack it, then load it")
    for magic, what, step in _BINARY_FORMATS:
        if start.startswith(magic):
            raise UnreadablePage("binary_page", f"the body is {what}, no page; {step}")


def _guess_utf16(body: bytes) -> str | None:
    """UTF-16 without its mark: in markup every second byte is NUL."""
    sample = body[:4096]
    if len(sample) < 64 or sample.count(0) * 4 < len(sample):
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 20 * even:
        return "utf-16-le"
    if even > 20 * odd:
        return "utf-16-be"
    return None


def _count_control_bytes(body: bytes) -> int:
    """How many bytes of the body's start are control codes if they are too many for a page, else 0.

    A stray NUL happens on real pages; one control byte in twenty does not. 27 of the 256 values are control codes, so
    compressed or encrypted data holds one in 9.5: the bound stays clear of that.
    """
    sample = body[:_COUNTED]
    controls = len(sample) - len(sample.translate(None, bytes(range(9)) + b"\x0e\x0f" + bytes(range(0x10, 0x20))))
    return controls if controls > 32 and controls * 20 > len(sample) else 0


def _read_wide_text(body: bytes, controls: int) -> Decoded:
    """Chinese in UTF-16 without its mark and with little markup: NUL is rare, but 一 is 4E 00 and 会 is 4F 1A."""
    for codec in ("utf-16-le", "utf-16-be"):
        read = _read(body, codec)
        if read is not None and _is_plausible(read.text):
            return read
    raise UnreadablePage(
        "binary_page",
        f"{controls} of the first {min(len(body), _COUNTED)} bytes are control codes, so this is no text; look what the link leads to",
    )


def _declared_codecs(body: bytes, content_type: str | None) -> list[str]:
    """Codecs that header and meta name, in the order of trust, each once, unknown names left out."""
    names = _HEADER_CHARSET.findall(content_type or "")
    opening = body[:_META_REACH].lower()
    if b"charset" in opening or b"encoding" in opening:
        names += [name.decode("ascii") for name in _META_CHARSET.findall(opening)]
    codecs_named: list[str] = []
    for name in names:
        try:
            codec = _CODECS.get(name.lower()) or codecs.lookup(name).name
            # `charset=none`, `charset=gb1830`, and codecs that read no text (rot13, idna); of nothing Python says that any reads it.
            b" ".decode(codec, "replace")
        except (LookupError, UnicodeError):
            continue
        if codec not in codecs_named and codec not in _NO_CHARSETS:
            codecs_named.append(codec)
    return codecs_named


def _read_utf8(body: bytes, *, chinese_declared: bool) -> Decoded | None:
    """`body` as UTF-8 if it is that beyond chance, else None."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        seen = text[:_COUNTED]
        broken = seen.count("\ufffd") - body[: 4 * _COUNTED].count(b"\xef\xbf\xbd")
        # GBK read as UTF-8 is broken at nearly every character; a clean page with lost bytes, or one that a
        # GBK fragment was pasted into, is not.
        return Decoded(text, "utf-8") if len(_WIDE.findall(seen)) > 2 * broken else None
    # 联通 in GBK happens to be valid UTF-8: pairs of two bytes. Chinese in UTF-8 takes three bytes a character.
    if chinese_declared and not text.isascii() and not _WIDE.search(text):
        return None
    return Decoded(text, "utf-8")


# Python's gb18030 follows the standard of 2000; browsers (WHATWG) read these bytes otherwise: A3A0 is a blank, A6D9 to A6F3
# are the forms of punctuation for upright lines, FE51 to FEA0 characters that had no code point of their own then.
_AS_IN_BROWSERS = dict(
    zip(
        "\ue5e5\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
        "\ue816\ue817\ue818\ue831\ue83b\ue855",
        "\u3000\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
        "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe",
        strict=True,
    )
)
_OTHERWISE_IN_BROWSERS = expression(f"[{''.join(_AS_IN_BROWSERS)}]")


def _decode_bytes(body: bytes, codec: str, errors: str = "strict") -> str:
    """As `bytes.decode`, GB 18030 with the table of browsers."""
    text = body.decode(codec, errors)
    if codec != "gb18030":
        return text
    return _OTHERWISE_IN_BROWSERS.sub(lambda match: _AS_IN_BROWSERS[match[0]], text)


def _read(body: bytes, codec: str) -> Decoded | None:
    """`body` in `codec` if all but a few bytes have a meaning in it, else None."""
    try:
        return Decoded(_decode_bytes(body, codec), codec)
    except UnicodeDecodeError:
        text = _decode_bytes(body, codec, "replace")
    except UnicodeError:  # utf-16 of an odd length and the like
        return None
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return Decoded(text, codec) if text.count("\ufffd") * 50 <= beyond_ascii else None


def _is_plausible(text: str) -> bool:
    """Whether `text` reads like Chinese, or holds too little beyond ASCII to tell.

    A page that says iso-8859-1 reads without a broken byte and without a sense: ÖÐ»ªÈËÃñ.
    """
    judged = text[:_JUDGED]
    beyond = len(judged) - len(judged.encode("ascii", "ignore"))
    return beyond < 8 or len(_COMMON_CHARACTERS.findall(judged)) * 25 >= beyond


def _detect(body: bytes) -> Decoded:
    """The character set of bytes that are not UTF-8 and declare nothing that holds."""
    readings = [read for codec in ("gb18030", "big5hkscs") if (read := _read(body, codec)) is not None]
    readings = [read for read in readings if _is_plausible(read.text)]
    if readings:
        return max(readings, key=_count_common)
    best = charset_normalizer.from_bytes(body[:_SNIFFED]).best()
    if best is not None:
        read = _read(body, _CODECS.get(best.encoding.replace("_", "-"), best.encoding))
        if read is not None:
            return read
    # Nothing fits: the family that Chinese pages without any declaration are in, broken bytes marked.
    return Decoded(_decode_bytes(body, "gb18030", "replace"), "gb18030")


def _count_common(read: Decoded) -> float:
    han = _HAN.findall(read.text[:_JUDGED])
    return sum(map(_COMMON.__contains__, han)) / max(len(han), 1)
