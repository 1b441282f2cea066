"""Styles of a docx, as far as they say what is shown: vanished and struck text, raised marks, numbering."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_OFF = ("0", "false", "off", "none")
_DEEPEST = 20
"""Styles based on one another; Word allows eleven."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; None where it does not say."""

    vanished: bool | None = None
    struck: bool | None = None
    raised: bool | None = None


def normalise(root: etree._Element) -> None:
    """Give the names of the strict form (ISO 29500 Strict, as WPS may save) those of the transitional one."""
    if not root.tag.startswith(_STRICT) and _STRICT[1:-1] not in root.nsmap.values():
        return
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith(_STRICT):
            element.tag = W + element.tag[len(_STRICT) :]
        for name, value in list(element.attrib.items()):
            if str(name).startswith(_STRICT):
                element.set(W + str(name)[len(_STRICT) :], value)


def read_look(properties: etree._Element | None) -> Look:
    """The look that a `w:rPr` gives."""
    if properties is None:
        return Look()
    raised = None
    align, place = properties.find(f"{W}vertAlign"), properties.find(f"{W}position")
    if align is not None:
        raised = align.get(f"{W}val") == "superscript"
    elif place is not None and (place.get(f"{W}val") or "").lstrip("-").isdigit():
        # In half points: 8 is a quarter of the usual size, a note mark set by hand.
        raised = int(place.get(f"{W}val", "0")) >= 6
    size = properties.find(f"{W}sz")
    tiny = size is not None and size.get(f"{W}val") in ("0", "1", "2")
    return Look(
        True if tiny or _is_white_on_paper(properties) else _read_switch(properties, "vanish"),
        _first(_read_switch(properties, "strike"), _read_switch(properties, "dstrike")),
        raised,
    )


def _is_white_on_paper(properties: etree._Element) -> bool:
    """Whether a run is set in white where nothing dark lies under it; a table's head and a text box may be dark by their styles."""
    colour = properties.find(f"{W}color")
    run = properties.getparent()
    if colour is None or not _is_white(colour) or run is None or run.tag != f"{W}r":
        return False
    if any(properties.find(W + name) is not None for name in ("shd", "highlight")):
        return False
    over = {parent.tag for parent in run.iterancestors()}
    paragraph = next(run.iterancestors(f"{W}p"), None)
    shaded = paragraph is not None and paragraph.find(f"{W}pPr/{W}shd") is not None
    return not shaded and not over & {f"{W}tc", f"{W}txbxContent"}


def _is_white(colour: etree._Element) -> bool:
    shaded = colour.get(f"{W}themeShade") is not None
    theme = colour.get(f"{W}themeColor") in ("background1", "light1") and not shaded
    return theme or (colour.get(f"{W}val") or "").upper() == "FFFFFF"


def _first(one: bool | None, other: bool | None) -> bool | None:
    return True if one or other else (one if one is not None else other)


def _read_switch(properties: etree._Element, name: str) -> bool | None:
    element = properties.find(W + name)
    return None if element is None else element.get(f"{W}val", "1") not in _OFF


@dataclass(frozen=True, slots=True)
class Numbered:
    """That a paragraph is numbered, and by what; None where it does not say."""

    list_id: str | None = None
    level: int | None = None


def read_numbered(properties: etree._Element | None) -> Numbered:
    """The numbering that a `w:pPr` gives."""
    element = None if properties is None else properties.find(f"{W}numPr")
    if element is None:
        return Numbered()
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    depth = None if level is None else level.get(f"{W}val", "")
    return Numbered(
        None if number is None else number.get(f"{W}val"),
        int(depth) if depth is not None and depth.isdigit() and len(depth) < 3 else None,
    )


class Styles:
    """The styles by id, with what those that they are based on give them."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default_paragraph: str | None = None
        if root is not None:
            normalise(root)
            for style in root.iter(f"{W}style"):
                identity = style.get(f"{W}styleId", "")
                self._styles[identity] = style
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF:
                    self._default_paragraph = identity
        self._looks: dict[str, Look] = {}

    def name_paragraph_style(self, properties: etree._Element | None) -> str | None:
        """The id of the style that a `w:pPr` names, or of the default one."""
        element = None if properties is None else properties.find(f"{W}pStyle")
        return self._default_paragraph if element is None else element.get(f"{W}val")

    def name_shown(self, identity: str | None) -> str:
        """What Word calls the style, lower-case: toc 1, heading 2."""
        style = self._styles.get(identity or "")
        name = None if style is None else style.find(f"{W}name")
        return ((None if name is None else name.get(f"{W}val")) or identity or "").lower()

    def find_look(self, identity: str | None) -> Look:
        """The look of a style's runs."""
        if identity is None:
            return Look()
        if identity not in self._looks:
            look = Look()
            for style in self._list_chain(identity):
                look = override(look, read_look(style.find(f"{W}rPr")))
            self._looks[identity] = look
        return self._looks[identity]

    def find_numbered(self, identity: str | None) -> tuple[Numbered, str | None]:
        """The numbering that a style or one that it is based on gives, and which of them gives it."""
        numbered, giver = Numbered(), None
        for style in self._list_chain(identity):
            own = read_numbered(style.find(f"{W}pPr"))
            if own.list_id is not None:
                numbered, giver = own, style.get(f"{W}styleId")
            elif own.level is not None:
                numbered = Numbered(numbered.list_id, own.level)
        return numbered, giver

    def _list_chain(self, identity: str | None) -> list[etree._Element]:
        """The style and those that it is based on, the base first."""
        chain: list[etree._Element] = []
        while identity is not None and len(chain) < _DEEPEST:
            style = self._styles.get(identity)
            if style is None or style in chain:
                break
            chain.insert(0, style)
            base = style.find(f"{W}basedOn")
            identity = None if base is None else base.get(f"{W}val")
        return chain


def toggle(base: Look, own: Look) -> Look:
    """The look of a paragraph's style with that of a character style upon it: what both switch on is off (ECMA-376, 17.7.3)."""
    return Look(
        bool(base.vanished) != bool(own.vanished),
        bool(base.struck) != bool(own.struck),
        base.raised if own.raised is None else own.raised,
    )


def override(base: Look, own: Look) -> Look:
    """The look `own` upon `base`."""
    return Look(
        base.vanished if own.vanished is None else own.vanished,
        base.struck if own.struck is None else own.struck,
        base.raised if own.raised is None else own.raised,
    )
