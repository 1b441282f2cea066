"""Formulas of a docx on one line: equations (`m:oMath`) and what the older field EQ shows (readings over characters, 3/4, ①)."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from parsers.body.documents.docx.styles import W
from parsers.text.expressions import expression

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def write_formula(element: etree._Element, skipped: Collection[str]) -> str:
    """An equation on one line: 98.5 · 3/4 · 10⁴. What stands in elements named in `skipped` is left out."""
    tag = element.tag
    if tag in skipped or not isinstance(tag, str):
        return ""
    if tag in (f"{M}t", f"{W}t"):
        return element.text or ""
    if tag in _UNSEEN and _is_unseen(element):
        return ""
    written = [(child.tag, write_formula(child, skipped)) for child in element]
    parts = dict(written)
    if tag == f"{M}f":
        return f"{parts.get(f'{M}num', '')}/{parts.get(f'{M}den', '')}"
    if tag == f"{M}sSup":
        base, power = parts.get(f"{M}e", ""), parts.get(f"{M}sup", "")
        if base[-1:].isdigit() and _NOTE.fullmatch(power):
            return base
        return base + (power.translate(_SUPERSCRIPTS) if power.lstrip("-").isdigit() else f"^{power}")
    return "".join(text for _, text in written)


_UNSEEN = {f"{M}phant": ("show", ("0", "false", "off")), f"{M}borderBox": ("strikeH", ("1", "true", "on"))}
"""What only takes room, or is struck out, by the switch that says so."""


def _is_unseen(element: etree._Element) -> bool:
    name, values = _UNSEEN[element.tag]
    switch = element.find(f"{element.tag}Pr/{M}{name}")
    return switch is not None and switch.get(f"{M}val", "1") in values


_NOTE = expression(r"[①-⑳*※]|[\[［〔（(]注?\d{1,2}[\]］〕）)]")
_EQUATION = expression(r"\s*EQ\s+(?:\\\*\s*(?:\w+|\"[^\"]*\"|“[^”]*”)\s*)*", re.I)
# \\o\\ad(\\s\\up 9(xùn),浚): the command, its options, and where what it holds begins
_COMMAND = expression(r"\\([a-z])((?:\s*\\[a-z]{2}\s*\d*)*)\s*\d*\s*\(", re.I)
_LONGEST = 2000
_DEEPEST = 20


def write_field_equation(told: str) -> str:
    """What the field EQ with this instruction shows: the character under its reading, 3/4, ①; empty for any other field."""
    opening = _EQUATION.match(told)
    return _write(told[opening.end() :], 0).strip() if opening and len(told) <= _LONGEST else ""


def _write(told: str, depth: int) -> str:
    shown, at = "", 0
    while depth < _DEEPEST and (command := _COMMAND.search(told, at)) is not None:
        parts, end = _split(told, command.end())
        shown += told[at : command.start()] + _show(command[1].lower(), command[2].lower(), parts, depth)
        at = end
    return shown + told[at:]


def _show(command: str, options: str, parts: list[str], depth: int) -> str:
    if command == "o":
        base = [part for part in parts if not re.match(r"\s*\\s\s*\\(?:up|do)", part, re.I)]
        written = [_write(part, depth + 1).strip() for part in base]
        if "\\ac" in options and len(written) > 1 and written[0] in ("○", "◯"):
            number = written[-1]
            return chr(0x245F + int(number)) if number.isdecimal() and 0 < int(number) <= 20 else number
        return "".join(written)
    written = [_write(part, depth + 1) for part in parts]
    return ("/" if command == "f" else "").join(written)


def _split(told: str, start: int) -> tuple[list[str], int]:
    """The parts, by commas or semicolons, of what a bracket holds that was opened before `start`, and where it is closed."""
    parts: list[str] = []
    depth, begin = 0, start
    for at in range(start, len(told)):
        character = told[at]
        if character == "(" and told[at - 1] != "\\":
            depth += 1
        elif character == ")" and told[at - 1] != "\\":
            if depth == 0:
                return [*parts, told[begin:at]], at + 1
            depth -= 1
        elif character in ",;" and depth == 0:
            parts.append(told[begin:at])
            begin = at + 1
    return [*parts, told[begin:]], len(told)
