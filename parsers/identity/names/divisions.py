"""The administrative divisions of GB/T 2260 by code and by name, each in the years in which it was in force; and in which of them zones lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from parsers.records import Level, Region
from parsers.seed import read_seed
from parsers.text.expressions import expression


@dataclass(frozen=True, slots=True)
class Division:
    """A row of seeds/regions.csv."""

    code: str
    name: str
    """Its own name: 濮阳县."""
    level: Level
    parent_code: str
    """Empty for a province."""
    valid_from: int
    valid_to: int
    """9999 for a division still in force."""


class PlaceMention(NamedTuple):
    """A place name in a text and the divisions that bear it."""

    name: str
    short: bool
    """Whether the name stands without 省, 市, 县, 区 (濮阳)."""
    divisions: tuple[Division, ...]
    char_start: int
    char_end: int


_PEOPLES = (
    "蒙古|维吾尔|布依|朝鲜|土家|哈尼|哈萨克|傈僳|拉祜|东乡|纳西|景颇|柯尔克孜|达斡尔|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|"
    "乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|高山"
)
_PEOPLE = rf"(?:(?:{_PEOPLES})族?|[回藏苗彝壮满侗瑶白傣黎佤畲水土羌怒京各]族)"
# 黔东南苗族侗族自治州 is 黔东南州, 大厂回族自治县 大厂县, 顺河回族区 顺河区, 内蒙古自治区 内蒙古
_AUTONOMOUS = expression(rf"(?P<stem>.{{2,}}?){_PEOPLE}*(?:自治(?P<unit>[区州县旗])|(?<=族)(?P<district>区))")
# 中国(福建)自由贸易试验区厦门片区
_FREE_TRADE_ZONE = expression(r"[(（]([一-龥]{2,6})[)）]自由贸易试验区(?:([一-龥]{2,8})片区)?")
_SUFFIX = expression(r"特别行政区|自治[区州县旗]|地区|林区|特区|新区|[省市县区旗盟]$")

GENERIC_NAMES = frozenset(
    {"城区", "郊区", "矿区", "东区", "西区", "新城区", "老城区", "新市区", "市中区", "城中区", "城东区", "城西区"}
    | {"城北区", "城南区", "平安区", "平安县", "和平县", "友好区"}
)
"""Names that are common words as well (老城区改造, 创建平安县): a mention counts only behind its parent's name."""

PROVINCE_LETTERS = {
    "冀": "130000", "晋": "140000", "辽": "210000", "吉": "220000", "黑": "230000", "苏": "320000", "浙": "330000", "皖": "340000",
    "闽": "350000", "赣": "360000", "鲁": "370000", "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "琼": "460000",
    "川": "510000", "黔": "520000", "云": "530000", "滇": "530000", "陕": "610000", "甘": "620000", "陇": "620000", "青": "630000",
}  # fmt: skip
"""What the numbers of a province's documents begin with."""

UNLISTED_NAMES = ("新疆生产建设兵团", "中华人民共和国", "中华人民", "北京时间", "上海合作组织")
"""Names that hold a place's name and are none of its: the corps has no code in GB/T 2260."""

# 规范县, 清单县, 建成县级: two characters make no name within a word
_BEFORE_TWO = expression(r"(?:^|[^\u4e00-\u9fff]|关于|中共|国家税务总局|印发|转发|年|年度|及|向)$")
_AFTER_TWO = expression(r"[域城直级]|[(（]市")
# 平安区域, 朝阳区间
_AFTER_DISTRICT = expression(r"[域间别块]")


@cache
def list_divisions() -> tuple[Division, ...]:
    """All rows of seeds/regions.csv, by code."""
    return tuple(
        Division(
            row["code"],
            row["name"],
            cast(Level, row["level"]),
            row["parent_code"],
            int(row["valid_from"]),
            int(row["valid_to"] or 9999),
        )
        for row in read_seed("regions.csv")
    )


@cache
def group_by_code() -> dict[str, tuple[Division, ...]]:
    """Divisions by code: several where a name changed under its code."""
    groups: dict[str, list[Division]] = {}
    for division in list_divisions():
        groups.setdefault(division.code, []).append(division)
    return {code: tuple(group) for code, group in groups.items()}


def measure_distance(division: Division, year: int | None) -> int:
    """Years between `year` and the division's time in force: 0 within it. Without a year, today's come first."""
    if year is None:
        return 0 if division.valid_to == 9999 else 1
    return max(division.valid_from - year, year - division.valid_to, 0)


def pick_in_force(divisions: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """Those in force in `year`; where none was, those nearest to it.

    A report on 2019 that was written in 2020 bears the new name.
    """
    nearest = min((measure_distance(division, year) for division in divisions), default=0)
    return tuple(division for division in divisions if measure_distance(division, year) == nearest)


def find_division(code: str, year: int | None) -> Division | None:
    """The division with this code, by the name of that year; None for one that is not in GB/T 2260 (130171, a zone)."""
    return next(iter(pick_in_force(group_by_code().get(code, ()), year)), None)


def list_ancestors(division: Division, year: int | None) -> tuple[Division, ...]:
    """The division's parent, then the parent's parent, by the names of that year."""
    parent = find_division(division.parent_code, year)
    return (parent, *list_ancestors(parent, year)) if parent else ()


def is_under(division: Division, other: Division) -> bool:
    """Whether `division` lies in `other` or is `other`: 140581 in 140500 and in 140000."""
    width = {"province": 2, "prefecture": 4}.get(other.level, 6)
    return division.code[:width] == other.code[:width]


def describe_region(division: Division, year: int | None) -> Region:
    """The division as a region, with its full name in that year: 山西省晋城市高平市, 北京市海淀区."""
    chain = (division, *list_ancestors(division, year))
    return Region(division.code, "".join(part.name for part in reversed(chain)), division.level)


def list_names(division: Division) -> tuple[tuple[str, bool], ...]:
    """The names that texts use for a division, each with whether it lacks 省, 市, 县, 区."""
    names = [(division.name, False)]
    autonomous = _AUTONOMOUS.fullmatch(division.name)
    if autonomous:
        stem, unit = autonomous["stem"], autonomous["unit"] or autonomous["district"]
        # 内蒙古 and 广西 need no 区; 伊犁州 and 伊犁 do not say the same
        if division.level != "province":
            # 湘西州 and 湘西自治州
            names += (
                [(f"{stem}{unit}", False), (f"{stem}自治{unit}", False)]
                if autonomous["unit"]
                else [(f"{stem}{unit}", False)]
            )
        names.append((stem, division.level != "province"))
    else:
        stem = _SUFFIX.sub("", division.name)
        if len(stem) > 1:
            names.append((stem, True))
    names.extend((name, False) for name in _list_short_names().get(division.code, ()))
    # 鄂伦春自治旗 is its own shorter form
    return tuple(dict.fromkeys(names))


@cache
def _list_short_names() -> Mapping[str, tuple[str, ...]]:
    """What places call themselves for short (seeds/short_places.csv), by code: 锡盟, 克州, 喀左县."""
    names: dict[str, tuple[str, ...]] = {}
    for row in read_seed("short_places.csv"):
        names[row["region_code"]] = (*names.get(row["region_code"], ()), row["name"])
    return names


@cache
def index_names() -> tuple[Mapping[str, tuple[Division, ...]], Mapping[str, tuple[Division, ...]]]:
    """Divisions by their names with 省, 市, 县, 区, and by their short names where no full name is spelt alike."""
    full: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {name: [] for name in UNLISTED_NAMES}
    for division in list_divisions():
        for name, is_short in list_names(division):
            (short if is_short else full).setdefault(name, []).append(division)
    return (
        {name: tuple(divisions) for name, divisions in full.items()},
        {name: tuple(divisions) for name, divisions in short.items() if name not in full},
    )


@cache
def list_name_edges() -> tuple[frozenset[str], frozenset[str]]:
    """The last two characters of the names with 省, 市, 县, 区, and the first two of all names: no other place can hold one."""
    full, short = index_names()
    return frozenset(name[-2:] for name in full), frozenset(name[:2] for name in (*full, *short))


def find_named(name: str, year: int | None) -> tuple[Division, ...]:
    """The divisions of this full name (新市区), those nearest to `year`; empty where none bears it."""
    return pick_in_force(index_names()[0].get(name, ()), year)


_ENDING = expression("[省市县区旗盟州古西夏疆藏](?!生产建设兵团)")
_LONGEST = 16


def find_places(text: str, year: int | None) -> Iterator[PlaceMention]:
    """Place names with 省, 市, 县, 区 … in `text`, in order, with the divisions of that name nearest to `year`.

    Names that are words as well (老城区) or fall into words (规范县) count only behind their parent or at a boundary.
    """
    names, _ = index_names()
    endings, _ = list_name_edges()
    previous_end = 0
    previous: tuple[Division, ...] = ()
    for ending in _ENDING.finditer(text):
        end = ending.end()
        if text[end - 2 : end] not in endings:
            continue
        for start in range(max(previous_end, end - _LONGEST), end - 1):
            name = text[start:end]
            if name in names:
                if end < len(text) and text[start : end + 1] in names:
                    # 沙县区 is no 沙县, 巴州区 no 巴州
                    break
                adjacent = start == previous_end > 0 and not _is_joint(names[name], previous)
                if stands_alone(text, name, start, end, adjacent=adjacent):
                    previous = pick_in_force(names[name], year)
                    yield PlaceMention(name, False, previous, start, end)
                    previous_end = end
                break


def _is_joint(divisions: tuple[Division, ...], above: tuple[Division, ...]) -> bool:
    """Whether a short name that begins with 和 is none behind another place: 甲市和县委 is 甲市 and a 县委, unless 和县 lies there."""
    joint = len(divisions[0].name) == 2 and divisions[0].name[0] in "和与及"
    return joint and not any(is_under(division, up) for division in divisions for up in above)


def find_places_in_title(title: str, year: int | None) -> Iterator[PlaceMention]:
    """As `find_places`, and short names too (濮阳), which running text is too full of as words (平安, 长安)."""
    full, short = index_names()
    _, openings = list_name_edges()
    start = previous_end = 0
    while start < len(title):
        step = 1
        if title[start : start + 2] not in openings:
            start += 1
            continue
        for end in range(min(len(title), start + _LONGEST), start + 1, -1):
            name = title[start:end]
            divisions = full.get(name) or short.get(name)
            if divisions is None:
                continue
            is_short = name not in full
            if is_short or stands_alone(title, name, start, end, adjacent=start == previous_end > 0):
                if divisions:
                    yield PlaceMention(name, is_short, pick_in_force(divisions, year), start, end)
                    previous_end = end
                step = end - start
                break
        start += step


def stands_alone(text: str, name: str, start: int, end: int, *, adjacent: bool) -> bool:
    """Whether a name at a place is meant as a name; `adjacent` says that another place name ends right before it."""
    if name.endswith("区") and _AFTER_DISTRICT.match(text, end):
        return False
    if adjacent:
        return True
    if len(name) == 2:
        return bool(_BEFORE_TWO.search(text, max(0, start - 8), start)) and not _AFTER_TWO.match(text, end)
    return name not in GENERIC_NAMES


@cache
def list_zones() -> dict[str, str]:
    """Codes of the divisions that zones lie in, by the zones' names."""
    return {row["name"]: row["parent_code"] for row in read_seed("zones.csv")}


def find_zone_parent(zone: str, year: int | None) -> Division | None:
    """The division that a zone of this name lies in; None for 高新区 and the like, which each city has."""
    if free_trade := _FREE_TRADE_ZONE.search(zone):
        return _find_free_trade_parent(free_trade[1], free_trade[2], year)
    code = next((parent for name, parent in list_zones().items() if zone.endswith(name)), None)
    return find_division(code, year) if code else None


def _find_free_trade_parent(province: str, part: str | None, year: int | None) -> Division | None:
    """The province of 中国(福建)自由贸易试验区, the city of its 厦门片区."""
    above = next((place.divisions[0] for place in find_places_in_title(province, year) if place.divisions), None)
    if above is None or not part:
        return above
    named = (place for place in find_places_in_title(part, year) if place.char_start == 0)
    within = [division for place in named for division in place.divisions if is_under(division, above)]
    return min(within, key=lambda division: division.code, default=above)
