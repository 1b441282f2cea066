"""Text of a docx: a paragraph a line, a table's row a line; heads, feet, page numbers and contents are left out."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import BeautifulSoup
from lxml import etree

from parsers.body.boilerplate import read_blocks
from parsers.body.charset import UnreadablePage, decode
from parsers.body.documents.containers_of_files import open_saved_page
from parsers.body.documents.detect import find_format
from parsers.body.documents.docx.diagrams import read_diagram
from parsers.body.documents.docx.numbering import Numbering
from parsers.body.documents.docx.package import BROKEN, Package, open_package, parse_part
from parsers.body.documents.docx.styles import Styles, W, normalise
from parsers.body.documents.docx.walk import Walker
from parsers.body.documents.rtf_text import read_rtf
from parsers.body.formats import looks_like_html
from parsers.body.markup import cut_markup

_MOST_CHUNKS = 50
_DEEPEST_CHUNK = 3


def read_docx(body: bytes) -> str:
    """The text of a docx, a paragraph a line, a table's row as one line with tabs between its cells.

    Raises UnreadablePage (`attachment_unreadable`, `oversized_page` for one that unpacks to more than LONGEST_PAGE).
    """
    return "\n".join(_read_lines(body, 0))


def _read_lines(body: bytes, depth: int) -> list[str]:
    try:
        package = open_package(body)
        document = parse_part(package.read_part(package.main))
        normalise(document)
        content = document.find(f"{W}body")
        if content is None:
            raise ValueError("it has no body")
        styles = Styles(package.read_related("styles"))
        numbering = Numbering(package.read_related("numbering"), styles)
        walker = Walker(styles, numbering, _list_notes(package), _Chunks(package, depth).read)
        return walker.read(content)
    except BROKEN as error:
        raise UnreadablePage(
            "attachment_unreadable", f"docx 已损坏（{error}）：请重新取得。The docx is broken: get it anew"
        ) from error


def _list_notes(package: Package) -> dict[tuple[str, str], etree._Element]:
    """Footnotes and endnotes by kind and id, those that are no lines between text and notes."""
    notes = {}
    for kind in ("footnote", "endnote"):
        part = package.read_related(f"{kind}s")
        if part is None:
            continue
        normalise(part)
        for note in part.iter(W + kind):
            if note.get(f"{W}type", "normal") == "normal":
                notes[kind, note.get(f"{W}id", "")] = note
    return notes


class _Chunks:
    """What is embedded as part of the text (`w:altChunk`: HTML, MHT, RTF, plain text, another docx), and the words of diagrams."""

    def __init__(self, package: Package, depth: int) -> None:
        self._package = package
        self._depth = depth
        self._read = 0

    def read(self, identity: str) -> Sequence[str]:
        """The lines of the chunk that this relation points to. Raises UnreadablePage for one that is of another format."""
        relation = self._package.relations.get(identity)
        if relation is None or relation.kind not in ("aFChunk", "diagramData"):
            return ()
        self._read += 1
        if relation.kind == "diagramData":
            whole = self._package.holds(relation.target) and self._read <= _MOST_CHUNKS
            return read_diagram(parse_part(self._package.read_part(relation.target))) if whole else ()
        part = self._package.read_part(relation.target)
        if self._read > _MOST_CHUNKS or self._depth >= _DEEPEST_CHUNK:
            raise ValueError("it holds too many files")
        kind, content_type = find_format(part), None
        if kind == "mht":
            part, content_type = open_saved_page(part)
            kind = find_format(part)
        if kind == "docx":
            return _read_lines(part, self._depth + 1)
        if kind == "rtf":
            return read_rtf(part).split("\n")
        if kind is not None:
            raise UnreadablePage(
                "attachment_unreadable",
                f"docx 中嵌有 {kind} 文件，不能作为正文读：请在 Word 中另存为 docx。Save it anew in Word as docx",
            )
        if not part.strip():
            return ()
        text = decode(part, content_type).text
        if looks_like_html(text):
            return [line.text for line in read_blocks(BeautifulSoup(cut_markup(text).body, "lxml"))[0]]
        return [line for part_ in text.split("\n") if (line := " ".join(part_.split()))]
