"""What a page shows: one pass over lxml's tree before its text is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from parsers.shown.counters import write_counters
from parsers.shown.formulas import write_formulas
from parsers.shown.generated import write_generated
from parsers.shown.note_marks import cut_note_marks
from parsers.shown.openers import Openers
from parsers.shown.sheets import list_sheets
from parsers.shown.style_rules import Declarations, read_declarations, read_styles
from parsers.shown.tree import compile_path, list_texts
from parsers.shown.visibility import judge_sight, name_colour
from parsers.text.expressions import expression

CUT = "fazhi-unseen"
"""Tag of elements on their way out."""
_STRUCK = ("del", "s", "strike")
_READINGS = ("rt", "rp", "rtc")
# Scripts let such elements glide in while the reader scrolls; without them they are shown.
_ANIMATED = expression(r"(?:^|[\s_-])(?:wow|aos|animated?|fade\w*|slide\w*|lazy\w*|reveal|scroll\w*)(?:$|[\s_-])", re.I)
_INLINE = frozenset({"span", "font", "b", "strong", "i", "em", "u", "a", "label", "big", "small"})
_MAY_BE_HIDDEN = compile_path("//*[@hidden]")


def show(root: etree._Element, *, keep_hidden: bool = False) -> None:
    """Leave in the tree `root` what a browser shows of it, and what it shows on a click (展开全文, tabs, collapsed parts).

    Taken out: struck-out text, text that style rules of the page hide, readings over characters (`<ruby>`), raised note
    marks. Written out: the counters of `<ol>`. With `keep_hidden` what `display` and `visibility` hide stays.
    """
    sheets = list_sheets(root)
    styles = read_styles(root, sheets)
    whole = _Whole(root)
    raised: list[etree._Element] = []
    hidden: list[etree._Element] = []
    for element in _MAY_BE_HIDDEN(root):
        styles.setdefault(element, {})
    for font in root.iter("font"):
        if name_colour(font.get("color", "").lower()) == "#ffffff":
            styles.setdefault(font, {}).setdefault("color", "#ffffff")
    for element, said in list(styles.items()):
        if said.get("visibility") == "hidden" and _leave_visible(element, styles):
            continue
        _treat(element, said, whole, raised, hidden)
    for element in root.iter(*_STRUCK):
        if not _is_unstruck(element, styles) and not whole.is_most(element):
            element.tag = CUT
    if hidden and not keep_hidden:
        openers = Openers(root, hidden)
        closed = [
            element for element in hidden if not (openers.opens(element) or openers.is_the_text(element, whole.is_most))
        ]
        for element in [*closed, *openers.controls, *openers.excerpts]:
            element.tag = CUT
    etree.strip_elements(root, CUT, *_READINGS, with_tail=False)
    cut_note_marks(root, raised)
    write_formulas(root)
    write_generated(root, sheets)
    # (a list whose items bear what a rule writes before them gets no counters beside)
    write_counters(root, styles)


def _is_unstruck(element: etree._Element, styles: Mapping[etree._Element, Declarations]) -> bool:
    """Whether a rule takes the line off a `<del>`."""
    said = styles.get(element) or read_declarations(element.get("style", ""))[0]
    return "none" in said.get("text-decoration", "")


# Until a script of the page's has run: it always does.
_CLOAKS = ("v-cloak", "ng-cloak", "data-ng-cloak", "x-cloak")


def _is_cloaked(element: etree._Element) -> bool:
    return any(element.get(cloak) is not None for cloak in _CLOAKS) or "ng-cloak" in element.get("class", "")


def _treat(
    element: etree._Element,
    said: Declarations,
    whole: _Whole,
    raised: list[etree._Element],
    hidden: list[etree._Element],
) -> None:
    if element.tag in ("html", "body") or _is_cloaked(element):
        return
    sight = judge_sight(said)
    if element.get("hidden") is not None and "display" not in said:
        sight = "hidden"
    if sight == "hidden":
        hidden.append(element)
    elif sight == "raised":
        raised.append(element)
    elif sight == "empty":
        _empty(element, whole)
    elif sight in ("struck", "gone") or (sight is None and _is_white_on_white(element, said)):
        animated = sight == "gone" and (
            _ANIMATED.search(element.get("class", "")) or element.get("data-aos") is not None
        )
        if not animated and not whole.is_most(element):
            element.tag = CUT


def _is_white_on_white(element: etree._Element, said: Declarations) -> bool:
    """White words in a line whose other words are not: what is behind them is as light as behind those."""
    if (
        element.tag not in _INLINE
        or name_colour(said.get("color", "")) != "#ffffff"
        or said.get("background", said.get("background-color"))
    ):
        return False
    parent = element.getparent()
    if parent is None or not (_has_words(parent.text) or any(_has_words(child.tail) for child in parent)):
        return False
    around = [parent, *parent.iterancestors()]
    return not any(
        "background" in up.get("style", "").lower() or "color" in up.get("style", "").lower() or up.get("bgcolor")
        for up in around
    )


def _has_words(text: str | None) -> bool:
    return text is not None and not text.isspace() and text != ""


def _leave_visible(element: etree._Element, styles: Mapping[etree._Element, Declarations]) -> bool:
    """Take out what an invisible element holds but for what is made visible again inside; False where nothing is."""
    seen = {inner for inner in element.iterdescendants() if styles.get(inner, {}).get("visibility") == "visible"}
    if not seen:
        return False
    kept = {*seen, *(up for inner in seen for up in inner.iterancestors())}
    for child in _take_out_text(element, lambda child: child in kept and child not in seen):
        if child not in kept:
            child.tag = CUT
    return True


def _empty(element: etree._Element, whole: _Whole) -> None:
    """Take out the text of size 0: that of the element itself and of what inherits its size.

    Templates set 0 on lists to close the gaps between their items, whose own rules (in a linked file: a class tells) give
    them their size back.
    """
    if whole.is_most(element):
        return
    _take_out_text(
        element, lambda child: not (child.get("class") or child.get("size") or "font" in child.get("style", ""))
    )


def _take_out_text(element: etree._Element, goes_on: Callable[[etree._Element], object]) -> list[etree._Element]:
    """Take out the text of an element and of what lies in it as far as `goes_on` says; the elements where it ended."""
    waiting = [element]
    ended: list[etree._Element] = []
    while waiting:
        at = waiting.pop()
        at.text = None
        for child in at:
            child.tail = None
            (waiting if goes_on(child) else ended).append(child)
    return ended


class _Whole:
    """How many words the page has, counted once and only where something asks."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._size = -1

    def is_most(self, element: etree._Element) -> bool:
        """Whether an element holds most of the page's words: a tag that was never closed, a page that fades in."""
        size = _count(element)
        if size < 200:
            return False
        if self._size < 0:
            self._size = sum(map(_count, self._root.iter("body"))) or _count(self._root)
        return size * 2 > self._size


def _count(element: etree._Element) -> int:
    return sum(len("".join(text.split())) for text in list_texts(element))
