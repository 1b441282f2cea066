"""Formulas of MathML as the characters of a line: what they show is text (98.5%), what they only explain is not."""

from __future__ import annotations

from lxml import etree

from parsers.shown.tree import join_texts

_SHOWN = frozenset(
    {
        "math",
        "mrow",
        "mn",
        "mo",
        "mi",
        "mtext",
        "mstyle",
        "mspace",
        "mpadded",
        "semantics",
        "mfrac",
        "msup",
        "ms",
        "mfenced",
    }
)
_EXPLAINED = ("annotation", "annotation-xml", "mphantom")
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_MOST = 200


def write_formulas(root: etree._Element) -> None:
    """Make each formula that can be written on a line a `span` of its characters: 98.5%, 3/4, 10⁴; others stay for others to cut."""
    formulas = list(root.iter("math"))
    for formula in formulas:
        # KaTeX gives each formula twice: as MathML for machines, and as it is drawn
        above = formula.getparent()
        drawn = None if above is None or above.get("class") != "katex-mathml" else above.getnext()
        if drawn is not None and drawn.get("class") == "katex-html":
            tail = drawn.tail
            drawn.clear()
            drawn.tail = tail
    for formula in formulas:
        etree.strip_elements(formula, *_EXPLAINED, with_tail=False)
        parts = [part for part in formula.iter() if isinstance(part.tag, str)]
        if len(parts) > _MOST or not _SHOWN.issuperset(part.tag for part in parts):
            continue
        written = _write(formula)
        tail = formula.tail
        formula.clear()
        formula.tag, formula.text, formula.tail = "span", written, tail


def _write(element: etree._Element) -> str:
    if not len(element):
        return "".join(join_texts(element).split())
    parts = [_write(child) for child in element]
    if element.tag == "mfrac" and len(parts) == 2:
        return "/".join(parts)
    if element.tag == "msup" and len(parts) == 2:
        return parts[0] + parts[1].translate(_SUPERSCRIPTS)
    return "".join(parts)
