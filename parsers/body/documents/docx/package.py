"""The parts of a docx (ECMA-376, Open Packaging): which is the text, which are its notes, its numbering, its styles.

What a part is, is said by the package's relations and content types, never by its name: Word for the web writes word/document2.xml.
"""

from __future__ import annotations

import base64
import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from parsers.body.charset import LONGEST_PAGE, UnreadablePage
from parsers.text.expressions import expression

MOST_PARTS = 20_000
MOST_ELEMENTS = 1_500_000
"""Elements of a part; a report of 60 pages has some 60,000."""
DEEPEST = 240
"""Levels of nesting: Word itself refuses tables in tables beyond some tens, libxml2 beyond 256."""
_OFFICE = ("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
_READ = (".xml", ".rels", ".html", ".htm", ".xhtml", ".txt", ".mht", ".mhtml", ".docx", ".docm", ".rtf", ".dat", ".bin")
_MAIN_TYPE = expression(
    r"(?:wordprocessingml|ms-word)\.(?:document|template)\.(?:main|macroEnabled(?:Template)?\.main)\+xml"
)
_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
FLAT_MARK = b"http://schemas.microsoft.com/office/2006/xmlPackage"


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
    names: dict[str, str]
    """Names of all parts, as the container has them, by those in lower case: they are the same to Word."""
    relations: dict[str, Relation] = field(default_factory=dict)
    """Of the main part, by id."""

    def holds(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name.lower() in self.names

    def read_part(self, name: str) -> bytes:
        """The bytes of a part. Raises KeyError where it is missing, ValueError for one that is longer than any text."""
        item = self.container.getinfo(self.names[name.lower()])
        if item.file_size > LONGEST_PAGE:
            raise ValueError(f"{name} unpacks to more than a report")
        return self.container.read(item)

    def read_related(self, kind: str) -> etree._Element | None:
        """The tree of the main part's only relation of this kind, None where it has none."""
        for relation in self.relations.values():
            if relation.kind == kind and self.holds(relation.target):
                return parse_part(self.read_part(relation.target))
        return None


def open_package(body: bytes) -> Package:
    """The container and the name of its main part.

    Raises UnreadablePage (`oversized_page`) for one that unpacks to more than LONGEST_PAGE of text, and ValueError,
    KeyError, BadZipFile … for one that is no docx.
    """
    if not body.startswith(b"PK") and FLAT_MARK in body[:4096]:
        body = _pack_flat(body)
    container = zipfile.ZipFile(io.BytesIO(body))
    items = container.infolist()
    # Pictures stay packed; only what is read as text counts.
    unpacked = sum(item.file_size for item in items if item.filename.lower().endswith(_READ))
    if unpacked > LONGEST_PAGE or len(items) > MOST_PARTS:
        raise UnreadablePage(
            "oversized_page", f"docx 解压后超过 {LONGEST_PAGE // 1024**2} MB。It unpacks to more than a report"
        )
    package = Package(container, "word/document.xml", {_plain(item.filename).lower(): item.filename for item in items})
    package.main = _find_main(package)
    folder, name = posixpath.split(package.main)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if package.holds(rels):
        package.relations.update(_read_relations(package.read_part(rels), folder))
    return package


def _find_main(package: Package) -> str:
    """The part that the package's relations name as its text, else the one that its content types do, else the usual one."""
    if package.holds("_rels/.rels"):
        for relation in _read_relations(package.read_part("_rels/.rels"), "").values():
            if relation.kind == "officeDocument" and package.holds(relation.target):
                return relation.target
    if package.holds("[Content_Types].xml"):
        for override in parse_part(package.read_part("[Content_Types].xml")).iter("{*}Override"):
            part = override.get("PartName", "").lstrip("/")
            if _MAIN_TYPE.search(override.get("ContentType", "")) and package.holds(part):
                return part
    return package.main


def _plain(name: str) -> str:
    """A part's name as others write it: some writers set backslashes, or a slash before it."""
    return name.replace("\\", "/").lstrip("/")


def _pack_flat(flat: bytes) -> bytes:
    """A document in one XML file (Flat OPC, Word's 'Word XML document') packed as a docx."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for part in parse_part(flat).iter(f"{_FLAT}part"):
            name = part.get(f"{_FLAT}name", "").lstrip("/")
            data, binary = part.find(f"{_FLAT}xmlData"), part.find(f"{_FLAT}binaryData")
            if data is not None and len(data):
                container.writestr(name, etree.tostring(data[0]))
            elif binary is not None and name.lower().endswith(_READ):
                container.writestr(name, base64.b64decode(binary.text or ""))
    return out.getvalue()


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
        target = target.replace("\\", "/")
        place = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
        relations[element.get("Id", "")] = Relation(kind.rsplit("/", 1)[-1], place)
    return relations


BROKEN = (zipfile.BadZipFile, KeyError, ValueError, etree.LxmlError, NotImplementedError, zlib.error, EOFError, OSError)
"""What a damaged container raises."""
