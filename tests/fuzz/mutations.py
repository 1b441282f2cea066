"""A page made from others by doing to it what disks, networks, editors and other programs do, and worse."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from parsers.records import RawPage
from tests.fuzz.seed_pages import gather_files, gather_pages

MOST_STEPS = 4
"""Mutations that are laid on top of each other."""
FILE_SHARE = 0.06
"""Pages that are a docx or a PDF: each takes five times as long as a page."""

URL = "https://www.example.gov.cn/fuzz.html"

# What the rules of reading look for, and what markup is made of: one of them in a wrong place tries more than a hundred at random.
TOKENS = (
    "其中", "其中：", "分别", "分别为", "均达", "同比增长", "下降", "百分之", "第", "第一名", "余", "约", "以上", "万", "亿", "万元", "亿元", "%", "‰", "件", "人次",
    "（", "）", "(", ")", "“", "”", "《", "》", "、", "，", "。", "；", "：", "-", "—", "~", "1", "12", "３", "④", "⒈", "㈠", "〇", "零", "两", "一百", "1e9",
    "1,234", "1，234", "12.5", ".5", "00", "2023年", "2023年12月31日", "9999年99月99日", "１２月", "一、", "（一）", "1.", "一是", "附件", "来源：", "发布时间：",
    "行政复议", "受理", "办结率", "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<style>", "<p>", "</p>", "<div>", "</div>", "<td>",
    "<table>", "</table>", "<br>", "<title>", "<base href=x>", "<frameset>", "<plaintext>", "<textarea>", "<svg>", "<math>", "<template>", "&", "&#", "&#x110000;",
    "&#55296;", "&#0;", "&nbsp;", "&amp;lt;", "\0", "\x1a", "\x7f", "\u200b", "\u202e", "\ufeff", "\ufffd", "\ue000", "\u3000", "\t", "\n", "\r", "\r\n", "\u2028",
    "𠮷", "👨‍👩‍👧", "e\u0301\u0301\u0301", "http://", "<?xml version='1.0' encoding='utf-7'?>", "<meta charset=utf-16>", "<meta charset=hz>",
)  # fmt: skip

CHARSETS = (
    "utf-8",
    "gb18030",
    "gbk",
    "big5",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "hz",
    "iso2022_jp",
    "shift_jis",
    "latin-1",
    "utf-7",
    "euc_kr",
)
HEADERS = (
    None, "text/html", "text/html; charset=utf-8", "text/html; charset=gbk", "text/html; charset=utf-16", "text/html; charset=", "text/plain;charset=\"\"",
    "application/pdf", "text/html; charset=rot13", "text/html; charset=idna", "text/html; charset=zip", "text/html; charset=undefined", "；；", "\0",
)  # fmt: skip
_ELEMENTS = (b"div", b"span", b"table", b"b", b"p", b"ul", b"li", b"td", b"a", b"font", b"section", b"form", b"x-y")
_DIGITS = ("0123456789", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨")


def draw_page(seed: int, number: int) -> tuple[RawPage, tuple[str, ...]]:
    """Page `number` of the run with this seed, and the names of the mutations that made it."""
    chance = random.Random(f"{seed}:{number}")
    is_file = chance.random() < FILE_SHARE
    sources = gather_files() if is_file else gather_pages()
    body = chance.choice(sources)
    content_type = chance.choice(HEADERS) if chance.random() < 0.3 else None
    return mutate(body, sources, content_type, chance)


def mutate(
    body: bytes, sources: Sequence[bytes], content_type: str | None, chance: random.Random
) -> tuple[RawPage, tuple[str, ...]]:
    """The page after one to MOST_STEPS mutations, with their names; `sources` is what it may be spliced with."""
    names = []
    for _ in range(chance.randint(1, MOST_STEPS)):
        mutation = chance.choice(MUTATIONS)
        names.append(mutation.__name__)
        body = mutation(body or b" ", sources, chance)
    return RawPage(URL, body, content_type), tuple(names)


def flip_bytes(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.choice((1, 3, 30, 300, len(body) // 20 + 1))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def flip_bits(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.choice((1, 10, 100))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    cut = chance.randrange(len(body))
    return body[:cut] if chance.random() < 0.7 else body[cut:]


def splice(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(sources)
    start, stop = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    place = chance.randrange(len(body) + 1)
    return body[:place] + other[start:stop] + body[place + chance.choice((0, stop - start)) :]


def repeat_stretch(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    """A stretch many times over; the whole stays below 2 MB."""
    start = chance.randrange(len(body))
    stretch = body[start : start + chance.choice((1, 3, 6, 30, 300, 3000))]
    return body[:start] + stretch * chance.randint(2, 300_000 // len(stretch) + 2) + body[start:]


def drop_stretches(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 20)):
        start = chance.randrange(len(body) + 1)
        body = body[:start] + body[start + chance.choice((1, 2, 10, 100, 1000)) :]
    return body


def shuffle_lines(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    lines = re.split(chance.choice((rb"\n", rb"(?<=>)", "。".encode(), b"<p")), body)
    chance.shuffle(lines)
    return b"\n".join(lines)


def insert_tokens(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-8", "gb18030"))
    for _ in range(chance.choice((1, 5, 50))):
        start = chance.randrange(len(body) + 1)
        token = chance.choice(TOKENS).encode(encoding) * chance.choice((1, 1, 1, 2, 500))
        body = body[:start] + token + body[start:]
    return body


def change_text(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    """Characters of the text replaced by words that the rules know: the page stays a page."""
    characters = list(body.decode("utf-8", "replace"))
    for _ in range(chance.choice((5, 50, 500))):
        place = chance.randrange(len(characters)) if characters else 0
        characters[place : place + chance.choice((0, 1, 1, 2))] = [chance.choice(TOKENS)]
    return "".join(characters).encode("utf-8", "replace")


def change_figures(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    """Figures in other digits, hundreds of digits long, or run together."""
    digits = chance.choice(_DIGITS)

    def write(match: re.Match[str]) -> str:
        if chance.random() < 0.5:
            return match[0]
        long = match[0] * chance.choice((1, 1, 1, 2, 9, 200))
        return "".join(digits[int(digit)] for digit in long) + chance.choice(("", "", ".", "万", "%", "、", "至", "百"))

    return re.sub("[0-9]+", write, body.decode("utf-8", "replace")).encode("utf-8", "replace")


def nest(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    """Elements in elements around a place of the page, up to 10,000 deep, closed or not."""
    names = chance.sample(_ELEMENTS, chance.choice((1, 1, 3)))
    depth = chance.choice((10, 300, 1000, 10_000))
    path = [chance.choice(names) for _ in range(depth)]
    place = chance.randrange(len(body) + 1)
    opened = b"".join(b"<%s>" % name for name in path)
    closed = b"".join(b"</%s>" % name for name in reversed(path)) if chance.random() < 0.5 else b""
    return body[:place] + opened + body[place:] + closed


def recode(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    """The page in another character set, or taken for another one on its way."""
    text = body.decode(chance.choice(("utf-8", "gb18030", "latin-1")), chance.choice(("replace", "surrogateescape")))
    return text.encode(chance.choice(CHARSETS), chance.choice(("replace", "xmlcharrefreplace", "ignore")))


def break_characters(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    """NULs, lone surrogates as UTF-8 would write them, halves of characters, marks of byte order."""
    for _ in range(chance.choice((1, 20, 400))):
        start = chance.randrange(len(body) + 1)
        piece = chance.choice(
            (
                b"\0",
                b"\0" * 100,
                b"\xed\xa0\x80",
                b"\xed\xbf\xbf",
                b"\xc0\x80",
                b"\xf4\x90\x80\x80",
                b"\xe4\xb8",
                b"\xff\xfe",
                b"\xef\xbb\xbf",
                b"\x84\x31",
            )
        )
        body = body[:start] + piece + body[start:]
    return body


def widen_attribute(body: bytes, sources: Sequence[bytes], chance: random.Random) -> bytes:
    """An attribute of a megabyte, or ten thousand attributes."""
    place = body.find(b"<", chance.randrange(len(body)))
    if chance.random() < 0.5:
        wide = b'<p style="' + chance.choice((b"a", b"a:b;", "法".encode(), b"&quot;", b"\n")) * 200_000 + b'">'
    else:
        wide = b"<p " + b" ".join(b"a%d=%d" % (number, number) for number in range(10_000)) + b">"
    return body[:place] + wide + body[place:]


Mutation = Callable[[bytes, Sequence[bytes], random.Random], bytes]
"""The page, what it may be spliced with, and chance, to another page."""

MUTATIONS: tuple[Mutation, ...] = (
    flip_bytes, flip_bits, truncate, splice, repeat_stretch, drop_stretches, shuffle_lines, insert_tokens, change_text, change_text, change_figures,
    change_figures, nest, recode, break_characters, widen_attribute,
)  # fmt: skip
