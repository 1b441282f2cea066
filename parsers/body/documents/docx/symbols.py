"""Characters of symbol fonts (`w:sym`), which have code points of their own making: F0B3 of Symbol is ≥."""

from __future__ import annotations

_SYMBOL = {
    0xA3: "≤",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xD7: "·",
    0x2D: "-",
    0xB7: "·",
}
_WINGDINGS = {
    **{0x80 + at: "⓪①②③④⑤⑥⑦⑧⑨⑩"[at] for at in range(11)},
    **{0x8B + at: "⓿❶❷❸❹❺❻❼❽❾❿"[at] for at in range(11)},
    0xFE: "☑",
    0xFC: "√",
    0xFB: "×",
    0xA8: "□",
}


def read_symbol(font: str, code: str) -> str:
    """The character that `code` (four hexadecimal digits) shows in `font`; empty for an ornament."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= point <= 0xF0FF:
        point -= 0xF000
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(point, "") if font.lower() == "wingdings" else ""
    if font.lower() == "symbol":
        return _SYMBOL.get(point, chr(point) if chr(point) in "0123456789%+.,()/" else "")
    # A usual font: the code point is Unicode's.
    return chr(point) if 0x20 <= point < 0xD800 or 0xF900 <= point < 0xFFF0 else ""
