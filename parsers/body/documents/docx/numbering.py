"""Numbers that Word writes before paragraphs: 一、 （一） 1. made by numbering.xml are no text in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from parsers.body.documents.docx.styles import Numbered, Styles, W, normalise, read_numbered
from parsers.text.expressions import expression

_LEVELS = 9
_MOST = 100_000
"""A counter above this is no number of an item."""
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_PLACE = expression(r"%([1-9])")


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    """The level, from 1, whose items begin this one anew; None for each level above; 0 for none."""
    paragraph_style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)
    """Levels that begin anew where this list is first used."""


class Numbering:
    """Counts the numbered paragraphs of a document, asked in their order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is not None:
            normalise(root)
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        abstracts = {element.get(f"{W}abstractNumId", ""): element for element in root.iter(f"{W}abstractNum")}
        by_style = {
            link.get(f"{W}val", ""): identity
            for identity, element in abstracts.items()
            if (link := element.find(f"{W}styleLink")) is not None
        }
        for number in root.iter(f"{W}num"):
            reference = number.find(f"{W}abstractNumId")
            identity = "" if reference is None else reference.get(f"{W}val", "")
            abstract = abstracts.get(identity)
            if abstract is None:
                continue
            # A list that only names a style of lists: its levels stand where that style is defined.
            link = abstract.find(f"{W}numStyleLink")
            if link is not None and link.get(f"{W}val", "") in by_style:
                identity = by_style[link.get(f"{W}val", "")]
                abstract = abstracts[identity]
            made = _List(identity, {_depth(level): _read_level(level) for level in abstract.findall(f"{W}lvl")})
            for change in number.findall(f"{W}lvlOverride"):
                own, start = change.find(f"{W}lvl"), change.find(f"{W}startOverride")
                if own is not None:
                    made.levels[_depth(change)] = _read_level(own)
                if start is not None:
                    made.starts[_depth(change)] = _read_int(start.get(f"{W}val"), 1)
            self._lists[number.get(f"{W}numId", "")] = made

    def number_paragraph(self, properties: etree._Element | None) -> str:
        """What Word writes before the paragraph with this `w:pPr`: 一、 · （二） · 1. ; empty where it writes nothing.

        Counts the paragraph: to be called once for each, in document order.
        """
        numbered, level = self._find(properties)
        made = self._lists.get(numbered.list_id or "")
        if made is None or numbered.list_id == "0" or level not in made.levels:
            return ""
        counters = self._counters.setdefault(made.abstract, {})
        if numbered.list_id not in self._begun:
            self._begun.add(numbered.list_id or "")
            for depth, start in made.starts.items():
                counters[depth] = start - 1
        for above in range(level):
            if above not in counters and above in made.levels:
                counters[above] = made.levels[above].start
        counters[level] = counters.get(level, made.levels[level].start - 1) + 1
        for below in range(level + 1, _LEVELS):
            lower = made.levels.get(below)
            if below in counters and lower is not None and (lower.restart is None or lower.restart >= level + 1):
                del counters[below]
        return _write(made.levels, level, counters)

    def _find(self, properties: etree._Element | None) -> tuple[Numbered, int]:
        own = read_numbered(properties)
        style = self._styles.name_paragraph_style(properties)
        inherited, giver = self._styles.find_numbered(style)
        if own.list_id is not None:
            return own, own.level if own.level is not None else (inherited.level or 0)
        if inherited.list_id is None:
            return Numbered(), 0
        level = own.level if own.level is not None else inherited.level
        made = self._lists.get(inherited.list_id)
        if made is not None:
            # Headings: which level a style stands for is said by the level.
            for depth, described in made.levels.items():
                if described.paragraph_style is not None and described.paragraph_style in (style, giver):
                    return inherited, depth
        return inherited, level or 0


def _depth(element: etree._Element) -> int:
    return _read_int(element.get(f"{W}ilvl"), 0)


def _read_int(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"\d{1,6}", written) else otherwise


def _read_level(element: etree._Element) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = element.find(W + name)
        return otherwise if found is None else found.get(f"{W}val", otherwise)

    # in an alternate content of newer Word: 01, 02 as a format of its own, beside the one for others
    formats = list(element.iter(f"{W}numFmt")) if element.find(f"{W}numFmt") is None else []
    style = next((found for found in formats if found.get(f"{W}val") != "custom"), element.find(f".//{W}numFmt"))
    restart, legal = element.find(f"{W}lvlRestart"), element.find(f"{W}isLgl")
    paragraph = element.find(f"{W}pStyle")
    return _Level(
        start=_read_int(value("start", "0"), 0),
        style="decimal" if style is None else style.get(f"{W}val", "decimal"),
        text=value("lvlText", ""),
        suffix=value("suff", "tab"),
        legal=legal is not None and legal.get(f"{W}val", "1") not in ("0", "false"),
        restart=None if restart is None else _read_int(restart.get(f"{W}val"), 0),
        paragraph_style=None if paragraph is None else paragraph.get(f"{W}val"),
    )


def _write(levels: dict[int, _Level], level: int, counters: dict[int, int]) -> str:
    described = levels[level]
    if described.style == "bullet":
        return ""

    def write_place(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        other = levels.get(depth)
        if other is None:
            return ""
        style = "decimal" if described.legal and depth != level else other.style
        return format_number(counters.get(depth, other.start), style)

    text = _PLACE.sub(write_place, described.text)
    if not text.strip():
        return ""
    # 1 总则 and 第一章 总则 are set apart; 一、, （一）, 一是 and ① stand by themselves, 1. only before a figure: 1. 2023年
    return f"{text} " if described.suffix != "nothing" and _SET_APART.search(text) else text


_SET_APART = expression(r"[\w.．](?<![是①-⓿❶-❿㈠-㈩])$")


def format_number(number: int, style: str) -> str:
    """`number` in a format of ECMA-376 (ST_NumberFormat): chineseCountingThousand 十二, decimalEnclosedCircle ⑫, lowerRoman xii …"""
    if style == "none" or not 0 <= number < _MOST:
        return "" if style == "none" else str(number)
    if style in _SPELT:
        return _spell(number, _DIGITS)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _spell(number, _FORMAL, units="拾佰仟萬")
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if style in _CYCLES and number > 0:
        cycle = _CYCLES[style]
        return cycle[(number - 1) % len(cycle)]
    if style in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 30)
        return letter.upper() if style.startswith("upper") else letter
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _write_roman(number)
        return roman.upper() if style.startswith("upper") else roman
    return _write_decimal(number, style)


_SPELT = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
     "koreanDigital", "ideographEnclosedCircle", "chineseLegal")
)  # fmt: skip
_CYCLES: dict[str, Sequence[str]] = {
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
    "ideographZodiacTraditional": [_STEMS[at % 10] + _BRANCHES[at % 12] for at in range(60)],
}
_ENCLOSED = {
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
}


def _write_decimal(number: int, style: str) -> str:
    first, count = _ENCLOSED.get(style, (0, 0))
    if 0 < number <= count:
        return chr(first + number - 1)
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return str(number).translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"})
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _write_roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written


def _spell(number: int, digits: str, units: str = "十百千万") -> str:
    """1 to 99,999 in Chinese: 一 · 十二 · 一百零五."""
    if number == 0:
        return digits[0]
    if number >= 10_000:
        rest = number % 10_000
        head = _spell(number // 10_000, digits, units) + units[3]
        return head + (
            ""
            if rest == 0
            else (digits[0].replace("〇", "零") if rest < 1000 else "") + _spell_below(rest, digits, units)
        )
    spelt = _spell_below(number, digits, units)
    return spelt[1:] if 10 <= number < 20 and digits is _DIGITS else spelt


def _spell_below(number: int, digits: str, units: str) -> str:
    spelt, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            spelt += ("零" if gap and spelt else "") + digits[digit] + (units[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return spelt
