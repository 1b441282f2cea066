"""Tables that are laid out of other elements (`role="row"`, `display: table-cell`): to the reader they are tables."""

from __future__ import annotations

from lxml import etree

from parsers.text.expressions import expression

_HINTS = ('role="row', "role='row", "table-row")
_LAID = expression(r"display\s*:\s*table-(row|cell)(?![\w-])")
_ROLES = {
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "th",
    "rowheader": "th",
}
_LAID_AS = {"row": "tr", "cell": "td"}
_OWN = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})


def write_tables(root: etree._Element, html: str) -> None:
    """Give rows and cells that only their roles or styles tell of the names that tables have. `html` is what `root` was made of."""
    if not any(hint in html for hint in _HINTS):
        return
    for row in [element for element in root.iter("div", "ul", "li", "p", "section") if _name(element) == "tr"]:
        cells = [child for child in row if isinstance(child.tag, str)]
        parent = row.getparent()
        if (
            parent is None
            or parent.tag in ("body", "html")
            or not cells
            or any(_name(cell) not in ("td", "th") for cell in cells)
        ):
            continue
        for cell in cells:
            cell.tag = _name(cell) or "td"
        row.tag = "tr"
        if parent.tag not in _OWN and all(child.tag == "tr" or _name(child) == "tr" for child in parent):
            parent.tag = "table"


def _name(element: etree._Element) -> str | None:
    if element.tag in _OWN:
        return str(element.tag)
    if (role := element.get("role")) is not None:
        return _ROLES.get(role.lower())
    laid = _LAID.search(element.get("style", "").lower())
    return _LAID_AS[laid[1]] if laid else None
