"""Pictures drawn here as SVG: the provinces as tiles, coverage over the years, the share card.

Each carries its own style, with the page's colours where it stands in one and colours of its own where it stands alone, so that
the same picture can be embedded elsewhere. Words beside each picture say what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import escape

TILES = {
    "230000": (8, 0, "黑", "HL"), "150000": (5, 1, "蒙", "NM"), "220000": (8, 1, "吉", "JL"),
    "650000": (0, 2, "新", "XJ"), "620000": (2, 2, "甘", "GS"), "640000": (3, 2, "宁", "NX"),
    "140000": (4, 2, "晋", "SX"), "130000": (5, 2, "冀", "HE"), "110000": (6, 2, "京", "BJ"),
    "120000": (7, 2, "津", "TJ"), "210000": (8, 2, "辽", "LN"),
    "630000": (1, 3, "青", "QH"), "610000": (3, 3, "陕", "SN"), "410000": (4, 3, "豫", "HA"),
    "370000": (5, 3, "鲁", "SD"), "320000": (6, 3, "苏", "JS"), "310000": (7, 3, "沪", "SH"),
    "540000": (0, 4, "藏", "XZ"), "510000": (2, 4, "川", "SC"), "500000": (3, 4, "渝", "CQ"),
    "420000": (4, 4, "鄂", "HB"), "340000": (5, 4, "皖", "AH"), "330000": (6, 4, "浙", "ZJ"),
    "530000": (2, 5, "滇", "YN"), "520000": (3, 5, "黔", "GZ"), "430000": (4, 5, "湘", "HN"),
    "360000": (5, 5, "赣", "JX"), "350000": (6, 5, "闽", "FJ"), "710000": (7, 6, "台", "TW"),
    "450000": (3, 6, "桂", "GX"), "440000": (4, 6, "粤", "GD"),
    "460000": (3, 7, "琼", "HI"), "820000": (4, 7, "澳", "MO"), "810000": (5, 7, "港", "HK"),
}  # fmt: skip
"""Column, row, short name and the letters of GB/T 2260 of each province: a grid in which neighbours stay near, not a map."""
STEPS = (0.0, 0.1, 0.25, 0.5, 0.75)
"""Shares above which a tile is one shade darker."""
_STYLE = """<style>
.pic text { font-family: "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif; fill: var(--ink, #1d2025); }
.pic .soft { fill: var(--soft, #555b63); }
.pic .tile { stroke: var(--line-strong, #8b8f95); stroke-width: 1; fill: var(--link, #0f5c96); fill-opacity: 0; }
.pic .none { stroke-dasharray: 3 3; }
.pic .d1 { fill-opacity: .14; } .pic .d2 { fill-opacity: .28; } .pic .d3 { fill-opacity: .44; }
.pic .d4 { fill-opacity: .86; } .pic .d5 { fill-opacity: 1; }
.pic .d4 ~ text, .pic .d5 ~ text { fill: var(--paper, #fff); }
.pic a:hover .tile { stroke: var(--ink, #1d2025); stroke-width: 2; }
.pic .in_time { fill: var(--ontime, #1c6747); } .pic .late { fill: var(--late, #875000); } .pic .undated { fill: var(--link, #0f5c96); }
.pic .withdrawn { fill: var(--bad, #a02318); } .pic .unreadable, .pic .incomplete { fill: var(--odd, #6a3a86); }
.pic .back { fill: var(--none-back, #ebe9e2); } .pic .paper { fill: var(--paper, #faf9f6); } .pic .seal { fill: var(--seal, #9b2d20); }
</style>"""

_PAGE_COLOUR = re.compile(r"var\(--[a-z-]+, (#[0-9a-f]+)\)")
"""A colour of the page, with the one that stands where there is no page."""


class Tile(NamedTuple):
    """What a province's tile shows: its name, reports published and due, and whether it owes any."""

    name: str
    published: int
    total: int


class CoverageBar(NamedTuple):
    """A year's counts by status (those with a report), and what is due."""

    year: int
    counts: Sequence[tuple[str, int]]
    total: int


def draw_map(tiles: Mapping[str, Tile], year: int, *, linked: bool) -> str:
    """The provinces as tiles, darker with the share published of `year`; each a link to its page where `linked`."""
    size, gap = 64, 6
    parts = []
    for code, (column, row, short, letters) in TILES.items():
        tile = tiles.get(code)
        across, down = column * (size + gap), row * (size + gap)
        share = tile.published / tile.total if tile and tile.total else 0.0
        step = sum(share > bound for bound in STEPS)
        count = f"{tile.published}/{tile.total}" if tile and tile.total else "—"
        label = f"{tile.name if tile else short}：{year} 年度公开 {count}" if tile else f"{short}：不在此列"
        drawn = (
            f"<title>{escape(label)}</title>"
            f'<rect class="tile {f"d{step}" if tile else "none"}" x="{across + 1}" y="{down + 1}" width="{size}" height="{size}" rx="6"/>'
            f'<text x="{across + 1 + size / 2}" y="{down + 29}" text-anchor="middle" font-size="20" font-weight="600">{short}'
            f'<tspan font-size="11" font-weight="400" dx="3">{letters}</tspan></text>'
            f'<text x="{across + 1 + size / 2}" y="{down + 51}" text-anchor="middle" font-size="13">{count}</text>'
        )
        link = f'<a href="province/{code}.html" aria-label="{escape(label)}">{drawn}</a>'
        parts.append(link if linked and tile else f"<g>{drawn}</g>")
    return _frame(9 * (size + gap), 8 * (size + gap), f"{year} 年度各省公开份数", "".join(parts), linked=linked)


def draw_coverage(bars: Sequence[CoverageBar]) -> str:
    """A bar a year, newest first: the share of governments whose report is here, by status."""
    width, height, left, right = 560, 30, 64, 96
    parts = []
    for number, bar in enumerate(bars):
        down = number * height + 4
        across = float(left)
        parts.append(f'<text x="0" y="{down + 15}" font-size="15">{bar.year}</text>')
        parts.append(f'<rect class="back" x="{left}" y="{down}" width="{width - left - right}" height="20" rx="3"/>')
        for status, count in bar.counts:
            wide = (width - left - right) * count / (bar.total or 1)
            parts.append(
                f'<rect class="{status}" x="{across:.1f}" y="{down}" width="{max(wide, 1.5):.1f}" height="20"/>'
            )
            across += max(wide, 1.5)
        published = sum(count for _, count in bar.counts)
        parts.append(
            f'<text class="soft" x="{width}" y="{down + 15}" font-size="14" text-anchor="end">{published:,}/{bar.total:,}</text>'
        )
    return _frame(width, len(bars) * height + 4, "历年公开份数", "".join(parts), linked=False)


def draw_card(lines: Sequence[str], title: str, foot: str) -> str:
    """The share card, 1200 by 630: a title, up to three lines, and whose data it is."""
    parts = ['<rect class="paper" width="1200" height="630"/><rect class="seal" width="24" height="630"/>']
    parts.append(f'<text x="80" y="130" font-size="56" font-weight="700">{escape(title)}</text>')
    for number, line in enumerate(lines[:3]):
        # In widths of a Chinese character; of the room beside the edges a line takes all at most.
        wide = sum(1 if ord(letter) > 0x2E80 else 0.58 for letter in line)
        parts.append(
            f'<text x="80" y="{250 + number * 90}" font-size="{min(34, int(1080 / max(wide, 1)))}">{escape(line)}</text>'
        )
    parts.append(f'<text class="soft" x="80" y="570" font-size="26">{escape(foot)}</text>')
    return _frame(1200, 630, title, "".join(parts), linked=False)


def paint_card(svg: str) -> bytes | None:
    """The card as PNG, which is what sites that show a shared link take; None where this machine has no font for Chinese.

    Painted by the library that brings the charts, with the fonts that the machine has.
    """
    import vl_convert

    def paint(drawn: str) -> bytes:
        return bytes(vl_convert.svg_to_png(_PAGE_COLOUR.sub(r"\1", drawn)))

    # What no font has (a character of the private area) looks alike everywhere: as 法 does, where no font has that.
    if paint(_frame(64, 64, "", '<text y="40" font-size="32">法</text>', linked=False)) == paint(
        _frame(64, 64, "", '<text y="40" font-size="32">\ue123</text>', linked=False)
    ):
        return None
    return paint(svg)


def _frame(width: int, height: int, label: str, content: str, *, linked: bool) -> str:
    role = "group" if linked else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pic" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="{role}" aria-label="{escape(label)}">{_STYLE}{content}</svg>'
    )
