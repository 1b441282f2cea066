"""What a page's own style sheets and style attributes say of its elements, as far as it bears on what is shown.

Only rules of the page itself are known: those of linked files are not part of it. Selectors are read by cssselect and
asked of lxml's tree, declarations by tinycss2; the cascade is that of CSS: importance, then style attribute over rule,
then specificity, then order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import tinycss2
from cssselect import HTMLTranslator, SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Element, Hash, Tree
from lxml import etree

from parsers.shown.media import holds_in_browser, holds_on_screen
from parsers.shown.tree import compile_path, compile_plain_values, compile_values, count_elements
from parsers.text.expressions import expression

Declarations = dict[str, str]
"""Property to value, both in lower case; of a shorthand the property under which it is judged."""
Priority = tuple[bool, int, tuple[int, int, int], int]
"""Important; 1 for a style attribute; specificity; order."""

LONGEST_SHEET = 400_000
"""Characters of style sheets that are looked at: beyond them a page's rules are not its own but a framework's."""
MOST_SELECTORS = 400
_MOST_TESTS = 20_000_000
_MOST_NESTED = 64

# Values that take an element out of sight, strike it out, raise it, or number it. Asked of a sheet in lower case, and each way
# begins with its first letter: an expression that minds no case, or asks first what stands before, takes ten times as long.
_TELLING = expression(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse|visible)|line-through|opacity\s*:\s*(?:0?\.0|0(?![.\d]))"
    r"|font(?:-size)?\s*:[^;{}]{0,80}?(?<![\d.])(?:0(?![.\d])|0?\.\d|1px)|-\d{3,}|-\d{2,}r?em|-[1-9]\d\d%|clip(?:-path)?\s*:"
    r"|[hwbi](?:(?<=h)eight|(?<=w)idth|(?<=b)lock-size|(?<=i)nline-size)\s*:\s*[01](?:px)?(?![.\d])|s(?<![\w-]s)cale\s*:\s*0(?![.\d])|scale[xy]?\(\s*0|transparent|vertical-align\s*:\s*(?:super|text-top|\+?[\d.])|t(?<![\w-]t)op\s*:\s*-[\d.]"
    r"|b(?<![\w-]b)ottom\s*:\s*\.?[1-9]|translatey\(\s*-|font-variant-position"
    r"|opacity\(\s*(?:0?\.0|0(?![.\d]))|z(?<![\w-]z)oom\s*:\s*0(?![.\d])|color\s*:\s*(?:rgba|hsla)\([^;{}]*[,/]\s*0?\.?0*%?\s*\)"
    r"|list-style|color\s*:\s*(?:#[0-9a-f]{3}(?:[0-9a-f]{3}0)?0(?![0-9a-f])|#fff(?:fff)?(?![0-9a-f])|white|rgb\(\s*255\s*,\s*255\s*,\s*255)"
)
_PROPERTIES = frozenset(
    (
        "display", "visibility", "content-visibility", "opacity", "font-size", "font", "text-decoration", "text-decoration-line", "vertical-align",
        "-webkit-text-decoration", "-webkit-text-decoration-line",
        "font-variant-position", "filter", "zoom",
        "position", "left", "right", "top", "bottom", "margin-left", "text-indent", "clip", "clip-path", "height",
        "max-height", "width", "max-width", "overflow", "overflow-y", "transform", "color", "background",
        "background-color", "list-style", "list-style-type", "scale", "translate", "inset",
        "inline-size", "block-size", "max-inline-size", "max-block-size", "-webkit-text-fill-color",
    )
)  # fmt: skip
_SHORTHANDS = {
    "font": "font-size",
    "text-decoration-line": "text-decoration",
    "-webkit-text-decoration": "text-decoration",
    "-webkit-text-decoration-line": "text-decoration",
    "list-style": "list-style-type",
    "inline-size": "width",
    "block-size": "height",
    "max-inline-size": "max-width",
    "max-block-size": "max-height",
    "-webkit-text-fill-color": "color",
}
_SIDES = ("top", "right", "bottom", "left")
# A browser passes over a value that it does not know.
_DISPLAYS = expression(
    r"none|contents|(?:inline|block|list-item|run-in)(?:-\w+)?(?:\s[\w -]+)?|flex|grid|flow-root|table(?:-[\w-]+)?|ruby(?:-[\w-]+)?|math"
    r"|-webkit-[\w-]+|-ms-[\w-]+|-moz-[\w-]+|initial|inherit|unset|revert(?:-layer)?|var\(.*"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with the declarations of its rule that bear on what is shown."""

    selector: str
    specificity: tuple[int, int, int]
    declared: tuple[Declarations, Declarations]
    """Plain ones, important ones."""
    names: tuple[str, ...]
    """Classes and ids that the selector asks for, as `.name` and `#name`."""
    telling: bool
    """Whether it takes something out of sight, and does not only bring it back."""


def read_styles(root: etree._Element, sheets: Iterable[str]) -> dict[etree._Element, Declarations]:
    """For each element of which a telling value is said, all that its style attribute and the page's rules say of it.

    The elements are kept in the result: a proxy of lxml that nobody holds is another one the next time.
    """
    found: dict[etree._Element, dict[str, tuple[Priority, str]]] = {}
    sheets = [sheet for sheet in sheets if sheet]
    told = frozenset(name for sheet in sheets for name in _list_told_of(sheet))
    rules = [rule for sheet in sheets for rule in read_sheet(sheet, told)] if told else []
    wanted = _choose_rules(root, rules) if rules else []
    for element in _list_told(root):
        found[element] = {}
    for telling in (True, False):
        for order, rule in enumerate(wanted):
            if rule.telling is telling and (telling or found):
                for element in _select(rule.selector)(root):
                    if telling or element in found:
                        _enter(found.setdefault(element, {}), rule.declared, (0, rule.specificity, order))
    for element, said in found.items():
        if style := element.get("style"):
            _enter(said, read_declarations(style), (1, (0, 0, 0), 0))
    return {element: {name: value for name, (_, value) in said.items()} for element, said in found.items()}


def _enter(
    said: dict[str, tuple[Priority, str]],
    declared: tuple[Declarations, Declarations],
    place: tuple[int, tuple[int, int, int], int],
) -> None:
    for important, values in zip((False, True), declared, strict=True):
        priority = important, *place
        for name, value in values.items():
            if name not in said or said[name][0] <= priority:
                said[name] = priority, value


@lru_cache(maxsize=8192)
def _is_telling(style: str) -> bool:
    return _TELLING.search(drop_comments(style).lower()) is not None


_STYLES = compile_values("//*/@style")


def _list_told(root: etree._Element) -> list[etree._Element]:
    """The elements whose style attribute holds a telling value."""
    told = (value.getparent() for value in _STYLES(root) if _is_telling(str(value)))
    return [element for element in told if element is not None]


@lru_cache(maxsize=2048)
def read_declarations(style: str) -> tuple[Declarations, Declarations]:
    """The declarations of a style attribute or a rule's block that bear on what is shown: plain ones, important ones."""
    if is_too_deep(style):
        return {}, {}
    return _sort_declarations(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))


def _sort_declarations(nodes: Iterable[object]) -> tuple[Declarations, Declarations]:
    plain: Declarations = {}
    important: Declarations = {}
    for node in nodes:
        if isinstance(node, tinycss2.ast.Declaration) and node.lower_name in _PROPERTIES:
            value = tinycss2.serialize(node.value).strip().lower()
            if node.lower_name != "display" or _DISPLAYS.fullmatch(value):
                _declare(node.lower_name, value, important if node.important else plain)
    return plain, important


def _declare(name: str, value: str, declared: Declarations) -> None:
    if name in ("scale", "translate"):
        declared["transform"] = f"{name}({value})"
    elif name == "inset":
        # 0 auto auto -9999px, clockwise from the top
        lengths = value.split()
        for at, side in enumerate(_SIDES):
            declared[side] = lengths[at if at < len(lengths) else (at - 2 if at - 2 < len(lengths) and at >= 2 else 0)]
    else:
        declared[_SHORTHANDS.get(name, name)] = value


# The pages of a site share their template's sheets.
@lru_cache(maxsize=128)
def _list_told_of(sheet: str) -> frozenset[str]:
    """The properties by which a sheet takes something out of sight."""
    sheet = drop_comments(sheet[:LONGEST_SHEET]).lower()
    return frozenset(match[0].partition(":")[0].strip() for match in _TELLING.finditer(sheet))


@lru_cache(maxsize=128)
def read_sheet(sheet: str, told: frozenset[str]) -> tuple[Rule, ...]:
    """The rules of a style sheet that bear on what is shown on a desktop screen, by the properties that the page's sheets tell of."""
    sheet = drop_comments(sheet[:LONGEST_SHEET]).replace("<!--", "").replace("-->", "")
    names = told & _PROPERTIES

    def touches(block: str) -> bool:
        return any(name in block for name in names) or _TELLING.search(block) is not None

    # The reader takes its time: it is given the blocks that can bear on it, inside the brackets of the media they are for.
    sheet = keep_blocks(sheet, touches)
    rules: list[Rule] = []
    if is_too_deep(sheet):
        return ()
    _collect(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), rules)
    return tuple(rules)


_DEEPEST = 40


def is_too_deep(style: str) -> bool:
    """Whether brackets are nested deeper than any style sheet's are: its reader calls itself for each."""
    depth = 0
    for bracket in _BRACKET.findall(style):
        depth = depth + 1 if bracket in "({[" else max(0, depth - 1)
        if depth > _DEEPEST:
            return True
    return False


_BRACKET = expression(r"[(){}\[\]]")


def drop_comments(sheet: str) -> str:
    """A style sheet without its comments; one that is never closed goes on to the end. Linear in its length."""
    kept = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        kept.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        at = len(sheet) if end < 0 else end + 2
    kept.append(sheet[at:])
    return "".join(kept)


def keep_blocks(sheet: str, touches: Callable[[str], object]) -> str:
    """A style sheet without the innermost blocks that do not touch what is looked for, asked in lower case. Linear in its length."""
    kept = []
    *closed, rest = sheet.split("}")
    for part in closed:
        head, brace, body = part.rpartition("{")
        if not brace or touches(body.lower()):
            kept.append(f"{part}}}")
        else:
            kept.append(head[: max(head.rfind("{"), head.rfind(";")) + 1])
    if "{" in rest and touches(rest.lower()):
        kept.append(rest)
    return "".join(kept)


def _collect(nodes: Iterable[object], rules: list[Rule], around: str = "") -> None:
    """The rules among the nodes; `around` is the selector of the rule that they stand in."""
    for node in nodes:
        if isinstance(node, tinycss2.ast.AtRule) and node.content is not None:
            if _holds(node.lower_at_keyword, tinycss2.serialize(node.prelude)):
                inside = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                _add_block(inside, around, rules)
                _collect(inside, rules, around)
        elif isinstance(node, tinycss2.ast.QualifiedRule):
            block = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            selectors = _nest(around, tinycss2.serialize(node.prelude))
            _add_block(block, selectors, rules)
            _collect(block, rules, selectors)


def _add_block(block: Sequence[object], selectors: str, rules: list[Rule]) -> None:
    declared = _sort_declarations(block)
    if selectors and any(declared):
        own = tinycss2.serialize([node for node in block if isinstance(node, tinycss2.ast.Declaration)])
        _add_rules(selectors, declared, _is_telling(own), rules)


def _nest(around: str, selectors: str) -> str:
    """The selectors of a rule within another (`.doc { .old { … } & > i { … } }`) as they would stand alone."""
    if not around:
        return selectors
    inner, outer = _part(selectors), _part(around)
    if len(inner) * len(outer) > _MOST_NESTED:
        return ""
    return ", ".join(one.replace("&", up) if "&" in one else f"{up} {one}" for up in outer for one in inner)


def _part(selectors: str) -> list[str]:
    """A list of selectors at its commas, but those within brackets."""
    parts, depth = [""], 0
    for character in selectors:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _holds(keyword: str, condition: str) -> bool:
    if keyword == "media":
        return holds_on_screen(condition)
    return keyword == "layer" or (keyword == "supports" and holds_in_browser(condition))


def _add_rules(selectors: str, declared: tuple[Declarations, Declarations], telling: bool, rules: list[Rule]) -> None:
    try:
        parsed = parse(selectors)
    except SelectorError:
        return  # a selector that no browser of the time of cssselect knew (:is(), ::-webkit-…) selects nothing here
    for selector in parsed:
        if selector.pseudo_element is not None or len(rules) >= MOST_SELECTORS:
            continue
        try:
            path = HTMLTranslator().selector_to_xpath(selector)
        except SelectorError:
            continue
        names = _list_escaped_names(selector.parsed_tree) if "\\" in selectors else _list_names(selector.canonical())
        rules.append(Rule(path, selector.specificity(), declared, names, telling))


def _list_names(selector: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[.#][\w-]+", re.sub(r":[\w-]+\([^)]*\)|\[[^\]]*\]", "", selector)))


def _list_escaped_names(tree: Tree) -> tuple[str, ...]:
    """As `_list_names` where a name holds other marks than letters and figures, each escaped: md:hidden."""
    names: list[str] = []
    waiting: list[Tree] = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Class):
            names.append(f".{at.class_name}")
        elif isinstance(at, Hash):
            names.append(f"#{at.id}")
        elif isinstance(at, CombinedSelector):
            waiting.append(at.subselector)
        if not isinstance(at, Element):
            waiting.append(at.selector)
    return tuple(names)


@lru_cache(maxsize=2048)
def _select(path: str) -> Callable[[etree._Element], list[etree._Element]]:
    return compile_path(path)


_CLASSES, _IDS = compile_plain_values("//*/@class"), compile_plain_values("//*/@id")


def _choose_rules(root: etree._Element, rules: list[Rule]) -> list[Rule]:
    """The rules that may select something here: whose classes and ids occur, as many as the page's size allows."""
    present = {f".{name}" for value in set(_CLASSES(root)) for name in value.split()}
    present.update(f"#{value}" for value in _IDS(root))
    fitting = [rule for rule in rules if present.issuperset(rule.names)]
    return fitting[: max(1, _MOST_TESTS // max(1, count_elements(root)))]
