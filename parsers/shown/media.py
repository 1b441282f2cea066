"""Which conditions of style sheets hold where reports are read: a screen of 1280 by 800, a mouse, a browser of today."""

from __future__ import annotations

import re

from parsers.text.expressions import expression

_LENGTHS = {"width": 1280.0, "device-width": 1280.0, "height": 800.0, "device-height": 800.0}
_UNITS = {"px": 1.0, "em": 16.0, "rem": 16.0, "pt": 1.33, "cm": 38.0, "in": 96.0, "mm": 3.8, "": 1.0}
_TYPES = ("all", "screen")
# what a feature is here; of one that is not listed it is taken that the rule is meant for this reader
_FEATURES = {
    "orientation": "landscape",
    "hover": "hover",
    "any-hover": "hover",
    "pointer": "fine",
    "any-pointer": "fine",
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "inverted-colors": "none",
    "scripting": "enabled",
    "display-mode": "browser",
    "-ms-high-contrast": "",
    "monochrome": "",
    "grid": "",
}
_DENSE = ("resolution", "device-pixel-ratio")
_OPERAND = expression(r"\s*(-?[\d.]+)([a-z]{0,3})\s*")
_BOUND = expression(r"(min|max)-([\w-]+)")
_COMPARED = expression(r"\s*([^<>=()]{1,30}?)\s*([<>]=?|=)\s*([^<>=()]{1,30}?)\s*(?:([<>]=?)\s*([^<>=()]{1,30}?)\s*)?")
_FEATURE = expression(r"\(([^()]{1,200})\)")
_FOREIGN = expression(r"\(\s*-(?:ms|moz|o|khtml)-|-ms-ime-align|-moz-appearance", re.I)
_LONGEST = 2000


def holds_on_screen(query: str) -> bool:
    """Whether a media query holds: one of its alternatives does."""
    query = query.strip().lower()[:_LONGEST]
    return not query or any(_holds(part.strip()) for part in query.split(","))


def holds_in_browser(condition: str) -> bool:
    """Whether what `@supports` asks for is there: all but what it denies, and what only old browsers had."""
    condition = condition.strip().lower()
    return not condition.startswith("not") and not _FOREIGN.search(condition)


def _holds(query: str) -> bool:
    negated = query.startswith("not ")
    words = query.removeprefix("not ").removeprefix("only ").strip()
    kind = words.partition("(")[0].split()
    named = [word for word in kind if word not in ("and", "or", "not")]
    told = all(word in _TYPES for word in named)
    features = [_has(feature) for feature in _FEATURE.findall(words)]
    met = any(features) if " or " in words else all(features)
    if "not" in kind:
        met = not met
    return (told and met) != negated


def _has(feature: str) -> bool:
    name, colon, value = (part.strip() for part in feature.partition(":"))
    if any(dense in name for dense in _DENSE):
        return False
    if colon and (bound := _BOUND.fullmatch(name)) and bound[2] in _LENGTHS:
        length = _measure(value)
        here = _LENGTHS[bound[2]]
        return length is None or (length <= here if bound[1] == "min" else length >= here)
    if not colon and (compared := _COMPARED.fullmatch(feature)):
        first, sign, second, further, third = compared.groups()
        return _compare(first, sign, second) and (not further or _compare(second, further, third))
    return not colon or _FEATURES.get(name, value) == value


def _compare(left: str, sign: str, right: str) -> bool:
    one, other = _measure(left), _measure(right)
    if one is None or other is None:
        return True
    return {"<": one < other, ">": one > other, "<=": one <= other, ">=": one >= other, "=": one == other}[sign]


def _measure(operand: str) -> float | None:
    if operand in _LENGTHS:
        return _LENGTHS[operand]
    written = _OPERAND.fullmatch(operand)
    if written is None or written[1].count(".") > 1 or not written[1].strip(".-"):
        return None
    return float(written[1]) * _UNITS[written[2]] if written[2] in _UNITS else None
