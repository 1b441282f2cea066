"""The parts of a docx (ECMA-376, Open Packaging): which is the text, which are its notes, its numbering, its styles."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from parsers.body.charset import LONGEST_PAGE, UnreadablePage

MOST_PARTS = 20_000
MOST_ELEMENTS = 1_500_000
"""Elements of a part; a report of 60 pages has some 60,000."""
DEEPEST = 240
"""Levels of nesting: Word itself refuses tables in tables beyond some tens, libxml2 beyond 256."""
_OFFICE = ("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
_READ = (".xml", ".rels", ".html", ".htm", ".xhtml", ".txt", ".mht", ".docx", ".rtf")


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points to: `kind` is the last word of its type (footnotes, numbering, styles, aFChunk …)."""

    kind: str
    target: str
    """Name of the part inside the container."""


@dataclass(slots=True)
class Package:
    """An opened docx."""

    container: zipfile.ZipFile
    main: str
    """Name of the part that holds the text."""
    relations: dict[str, Relation] = field(default_factory=dict)
    """Of the main part, by id."""

    def read_part(self, name: str) -> bytes:
        """The bytes of a part. Raises KeyError where it is missing."""
        return self.container.read(self._names[name.lower()])

    def read_related(self, kind: str) -> etree._Element | None:
        """The tree of the main part's only relation of this kind, None where it has none."""
        for relation in self.relations.values():
            if relation.kind == kind and relation.target.lower() in self._names:
                return parse_part(self.read_part(relation.target))
        return None

    @property
    def _names(self) -> dict[str, str]:
        return {name.lower(): name for name in self.container.namelist()}


def open_package(body: bytes) -> Package:
    """The container and the name of its main part.

    Raises UnreadablePage (`oversized_page`) for one that unpacks to more than LONGEST_PAGE of text, and ValueError,
    KeyError, BadZipFile … for one that is no docx.
    """
    container = zipfile.ZipFile(io.BytesIO(body))
    items = container.infolist()
    # Pictures stay packed; only what is read as text counts.
    unpacked = sum(item.file_size for item in items if item.filename.lower().endswith(_READ))
    if unpacked > LONGEST_PAGE or len(items) > MOST_PARTS:
        raise UnreadablePage(
            "oversized_page", f"docx 解压后超过 {LONGEST_PAGE // 1024**2} MB。It unpacks to more than a report"
        )
    names = {item.filename.lower() for item in items}
    main = "word/document.xml"
    if "_rels/.rels" in names:
        for relation in _read_relations(container.read("_rels/.rels"), "").values():
            if relation.kind == "officeDocument" and relation.target.lower() in names:
                main = relation.target
    package = Package(container, main)
    folder, name = posixpath.split(main)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels.lower() in names:
        package.relations.update(_read_relations(package.read_part(rels), folder))
    return package


def parse_part(part: bytes) -> etree._Element:
    """The tree of a part; entities are not resolved, nothing is fetched. Raises XMLSyntaxError, ValueError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(part, parser)
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise ValueError(f"a part has more than {MOST_ELEMENTS} elements")
    return root


def _read_relations(part: bytes, folder: str) -> dict[str, Relation]:
    relations = {}
    for element in parse_part(part).iter("{*}Relationship"):
        kind, target = element.get("Type", ""), unquote(element.get("Target", ""))
        if element.get("TargetMode") == "External" or not kind.startswith(_OFFICE):
            continue
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        relations[element.get("Id", "")] = Relation(kind.rsplit("/", 1)[-1], place)
    return relations


BROKEN = (zipfile.BadZipFile, KeyError, ValueError, etree.LxmlError, NotImplementedError, zlib.error, EOFError, OSError)
"""What a damaged container raises."""
