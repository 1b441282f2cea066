"""Characters that nobody sees and that break words and numbers apart: NUL, control codes, zero-width marks."""

from __future__ import annotations

from parsers.text.expressions import expression

# Control codes; soft hyphen and the joiners of other scripts; zero-width space, joiners and direction marks; invisible operators;
# selectors of a glyph's form; what stands for an object in copied text; byte order mark; and the
# code points that are no characters at all, with which parsers.body.blocks marks its breaks. One at a time: with a + behind
# the class the search for the first takes three times as long.
_INVISIBLE = expression(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff9-\ufffc\u115f\u1160\uffa0\ufffe\uffff]"
)
# Tags and selectors beyond U+FFFF stand apart: with one of them in the class the search takes many times as long.
_INVISIBLE_BEYOND = expression("[\U0001d173-\U0001d17a\U000e0000-\U000e0fff]")
# Line ends of other worlds, and two spaces that str.splitlines takes for line ends and no browser does.
_REPLACED = (("\r\n", "\n"), ("\r", "\n"), ("\u2028", "\n"), ("\u2029", "\n"), ("\x0c", " "), ("\x85", " "))


def drop_invisible(text: str) -> str:
    r"""`text` without NUL, control codes and zero-width characters, its lines ended by `\n`; all that shows stays."""
    for old, new in _REPLACED:  # many times the speed of one pattern, on text that is Chinese throughout
        if old[0] in text:
            text = text.replace(old, new)
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
        text = _INVISIBLE_BEYOND.sub("", text)
    return _INVISIBLE.sub("", text)
