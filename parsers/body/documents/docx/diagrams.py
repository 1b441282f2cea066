"""The words of a SmartArt diagram, which stand in a part of their own (`dgm:dataModel`), and of shapes that DrawingML draws."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NODES = ("node", "asst")
_MOST = 2000


def read_diagram(model: etree._Element) -> list[str]:
    """A line for each paragraph of its points, each point before those below it, in the order in which the diagram shows them."""
    points = {point.get("modelId", ""): point for point in _list(model, "pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for link in _list(model, "cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            place = int(order) if order.isdecimal() and len(order) < 7 else 0
            below.setdefault(link.get("srcId", ""), []).append((place, link.get("destId", "")))
    waiting = [identity for identity, point in points.items() if point.get("type") == "doc"] or list(points)
    lines: list[str] = []
    seen: set[str] = set()
    while waiting:
        identity = waiting.pop(0)
        point = points.get(identity)
        if point is None or identity in seen:
            continue
        seen.add(identity)
        text = point.find(f"{DGM}t")
        if text is not None and point.get("type", "node") in _NODES:
            lines += read_drawn_text(text)
        waiting[:0] = [target for _, target in sorted(below.get(identity, ()))]
    return lines


def _list(model: etree._Element, name: str) -> Iterator[etree._Element]:
    for at, element in enumerate(model.iter(DGM + name)):
        if at >= _MOST:
            return
        yield element


def read_drawn_text(body: etree._Element) -> list[str]:
    """The lines of a DrawingML text body (`a:p`)."""
    lines = []
    for paragraph in body.iter(f"{A}p"):
        text = "".join("\n" if run.tag == f"{A}br" else run.text or "" for run in paragraph.iter(f"{A}t", f"{A}br"))
        lines += [line for part in text.split("\n") if (line := " ".join(part.split()))]
    return lines
