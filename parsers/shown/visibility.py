"""How an element's declarations take its text out of sight."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from parsers.text.expressions import expression

Sight = Literal["hidden", "gone", "struck", "empty", "raised"]
"""hidden (display, visibility, no height: a click may open it) · gone (no size, no colour, off the screen) · struck ·
empty (font size 0: what holds a size of its own inside is shown) · raised (above the line, as note marks are)."""

_ZERO = expression(r"[-+]?0*\.?0*(?:px|pt|em|rem|ex|ch|%|vw|vh|in|cm|mm)?")
_LENGTH = expression(r"([-+]?\d*\.?\d+)(px|pt|em|rem|ex|ch|%|vw|vh|in|cm|mm)?")
_PIXELS = {
    "em": 16.0,
    "rem": 16.0,
    "ch": 8.0,
    "ex": 8.0,
    "pt": 1.33,
    "in": 96.0,
    "cm": 38.0,
    "mm": 3.8,
    "vw": 12.8,
    "vh": 7.2,
    "%": 12.8,
}
_OFF_SCREEN = -400.0
_SMALLEST = 1.0
"""Pixels of a font that nobody can read: against copying, sites strew such letters into a text."""
_FAINTEST = 0.02
_CLIPPED = expression(
    r"rect\(\s*(?:0|1)(?:px)?(?:[\s,]+(?:0|1)(?:px)?){3}\s*\)|inset\(\s*(?:[5-9]\d|100)(?:\.\d+)?%|circle\(\s*0|polygon\(\s*0 0"
)
_SHRUNK = expression(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]|translate[xy]?\([^)]*-\d{4,}px")
_FILTERED = expression(r"opacity\(\s*0?\.?0*%?\s*\)")
_MOVED_UP = expression(r"translatey\(\s*-([\d.]+(?:px|em|pt|rem))\s*\)", re.I)
_SIGN_OR_DIGIT = frozenset("+.0123456789")
_HIGHEST = 40.0
"""Pixels: what is set higher stands on a line of its own."""
_NO_COLOUR = expression(r"transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*0?\.?0*%?\s*\)|#[0-9a-f]{6}00|#[0-9a-f]{3}0")
_COLOUR = expression(r"#[0-9a-f]{3,8}|rgba?\([^)]*\)|\b(?:white|black|red|blue|gray|grey|silver|yellow|green)\b")
_NAMES = {"white": "#ffffff", "black": "#000000"}


def judge_sight(said: Mapping[str, str]) -> Sight | None:
    """Whether the declarations take an element out of sight, and how; None for one that is shown."""
    if said.get("display", "").startswith("none") or "hidden" in said.get("content-visibility", ""):
        return "hidden"
    if said.get("visibility") in ("hidden", "collapse"):
        return "hidden"
    if _has_no_room(said):
        return "hidden"
    if _is_faint(said) or _is_off_screen(said):
        return "gone"
    if "line-through" in said.get("text-decoration", ""):
        return "struck"
    if _has_no_size(said.get("font-size", "")):
        return "empty"
    if _is_lifted(said):
        return "raised"
    return None


def _is_lifted(said: Mapping[str, str]) -> bool:
    """Set a little above the line: vertical-align: super, or 6px; position: relative; top: -5px, or bottom: 5px."""
    aligned = said.get("vertical-align", "")
    if aligned in ("super", "text-top") or said.get("font-variant-position") == "super":
        return True
    if aligned.endswith("%") and aligned[:1] in _SIGN_OR_DIGIT:
        return True  # of the line's height
    lifts = [read_pixels(aligned)] if aligned[:1] in _SIGN_OR_DIGIT else []
    if said.get("position") == "relative":
        lifts.append(read_pixels(said.get("bottom", "")))
        lifts += [-top for top in [read_pixels(said.get("top", ""))] if top is not None]
    if moved := _MOVED_UP.search(said.get("transform", "")):
        lifts.append(read_pixels(moved[1]))
    return any(lift is not None and 0 < lift < _HIGHEST for lift in lifts)


def _has_no_size(value: str) -> bool:
    """`0`, `0px`; of the shorthand `font: 0/0 a` the size is the first length."""
    size = next((part for part in value.replace("/", " ").split() if _LENGTH.fullmatch(part)), "")
    if size == "":
        return False
    # (an em is that of what stands around: 0.05em of it is as good as nothing)
    return _ZERO.fullmatch(size) is not None or (not size.endswith("%") and (read_pixels(size) or 9.0) <= _SMALLEST)


def _has_no_room(said: Mapping[str, str]) -> bool:
    if said.get("overflow", said.get("overflow-y", "")).split(" ")[0] not in ("hidden", "clip"):
        return False
    return any(
        (length := read_pixels(said.get(name, ""))) is not None and length <= 1
        for name in ("height", "max-height", "width", "max-width")
    )


def _is_faint(said: Mapping[str, str]) -> bool:
    if said.get("zoom") in ("0", "0%") or _FILTERED.search(said.get("filter", "")):
        return True
    opacity = said.get("opacity", "")
    if re.fullmatch(r"\d*\.?\d+%?", opacity):
        share = float(opacity.rstrip("%")) / (100 if opacity.endswith("%") else 1)
        if share <= _FAINTEST:
            return True
    colour = said.get("color", "")
    if not colour:
        return False
    if _NO_COLOUR.fullmatch(colour):
        return True
    behind = _COLOUR.search(said.get("background-color") or said.get("background", ""))
    return behind is not None and name_colour(behind[0]) == name_colour(colour)


def name_colour(written: str) -> str:
    """A colour as `#rrggbb` where it is written with digits or as white or black; else as it is."""
    short = _NAMES.get(written, written)
    if re.fullmatch(r"#[0-9a-f]{3}", short):
        return "#" + "".join(digit * 2 for digit in short[1:])
    parts = re.fullmatch(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)", short)
    return "#" + "".join(f"{min(255, int(part)):02x}" for part in parts.groups()) if parts else short


def _is_off_screen(said: Mapping[str, str]) -> bool:
    names = ["text-indent", "margin-left"]
    if said.get("position") in ("absolute", "fixed"):
        names += ["left", "right", "top", "bottom"]
        if _CLIPPED.search(said.get("clip", "")):
            return True
    if _CLIPPED.search(said.get("clip-path", "")) or _SHRUNK.search(said.get("transform", "")):
        return True
    return any((length := read_pixels(said.get(name, ""))) is not None and length <= _OFF_SCREEN for name in names)


def read_pixels(value: str) -> float | None:
    """A length in (roughly) pixels, None for anything else; calc(-9999px) holds but one."""
    match = _LENGTH.fullmatch(value.removeprefix("calc(").rstrip(")").strip() if value.startswith("calc(") else value)
    return float(match[1]) * _PIXELS.get(match[2] or "px", 1.0) if match else None
