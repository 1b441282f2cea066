"""docx files made from WordprocessingML of our own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_NAMES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_WORD}.footnotes+xml"/></Types>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = {
    "styles.xml": "styles",
    "numbering.xml": "numbering",
    "footnotes.xml": "footnotes",
    "endnotes.xml": "endnotes",
    "diagram.xml": "diagramData",
}


def write_docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A docx whose `w:body` is `body`; `parts` are further ones by file name (numbering.xml …), others are chunks with that id."""
    parts = dict(parts or {})
    relations = "".join(
        f'<Relationship Id="{name.split(".")[0]}" Type="{_OFFICE}/{_KINDS.get(name, "aFChunk")}" Target="{name}"/>'
        for name in parts
    )
    main = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", _CONTENT_TYPES)
        container.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{main}</Relationships>')
        container.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
        )
        container.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>")
        for name, part in parts.items():
            written = part
            if isinstance(part, str) and name in _KINDS and name != "diagram.xml":
                root = name.removesuffix(".xml")
                written = f"<w:{root} {_NAMES}>{part}</w:{root}>"
            container.writestr(f"word/{name}", written)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    """A `w:r`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A `w:p`; what is no markup becomes a run."""
    inside = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def table(*rows: list[str]) -> str:
    """A `w:tbl`; what is no markup becomes a cell's paragraph, `^` a cell that a merged one above covers."""
    written = ""
    for row in rows:
        cells = ""
        for cell in row:
            merge = '<w:tcPr><w:vMerge w:val="continue"/></w:tcPr>' if cell == "^" else ""
            cells += f"<w:tc>{merge}{cell if cell.startswith('<') else paragraph(cell)}</w:tc>"
        written += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl><w:tblPr/>{written}</w:tbl>"


def list_levels(*levels: tuple[str, str], name: str = "0", more: str = "") -> str:
    """An abstract list: format and text of each level, and a `w:num` 1 upon it."""
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{name}">{written}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="{name}"/></w:num>{more}'
    )


def numbered(level: int, number: str = "1") -> str:
    """The properties of a numbered paragraph."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
