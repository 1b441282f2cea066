"""What kind of body a name is, and which place and which body a phrase names.

The kinds are data (seeds/bodies.csv). What stands behind a place and fits none of them is a department: departments have more names than
any list (史志研究室, 藏语委办(编译局)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from parsers.identity.names.divisions import (
    GENERIC_NAMES,
    Division,
    find_named,
    find_places_in_title,
    is_under,
    measure_distance,
)
from parsers.seed import read_seed
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_width

WEAK = ("", "words")
# (not within 市数据局(市营商环境建设局、市行政审批局))
_JOINT = expression(r"(?:[\s、]+|(?<=委)[和与](?=[\u4e00-\u9fff])|(?<=政府)[和与])(?![^()（）]*[)）])")
_PREFIX = expression(
    r"^(?:中共|国家[\u4e00-\u9fff]{2,12}?局(?=[\u4e00-\u9fff]{2,}(?:局|办|办公室|调查队|中心|[分支]行)$)|(?:中国)?(?:证监会|银保监会|银监会|保监会|财政部|审计署)(?=[\u4e00-\u9fff]{2,}(?:局|办|办公室)$)|中国人民银行(?=.)|国网|(?:新疆生产建设兵团)?第[一二三四五六七八九十]+师(?=[\u4e00-\u9fff]{2,}[市局])|新疆生产建设兵团(?=[\u4e00-\u9fff]{2,}[市局])|中华人民共和国(?=[\u4e00-\u9fff]{2,}(?:海关|海事局|出入境边防检查站)))"
)
# 共青团甲县委员会: an organisation's committee, not the party's of the place
_ORGANISATION = expression(
    r"^(?:中国)?(?:共青团|共产主义青年团|科学技术协会|民主同盟|民主建国会|农工民主党|致公党|九三学社)(?=.)"
)
# 新区, 高新区, 苏州工业园区 at the beginning of a remainder: a zone's own department follows; 公安局高新区分局 is the bureau's branch there
_ZONE_START = expression(
    r"^[^局厅\W]{0,14}?(?:(?:开发|高新|经开|保税|合作|度假|示范|实验|试验|航空港|工业园|产业园|科技园|高教园|新)区(?:管(?:理委员|委)会)?)(?=[\u4e00-\u9fff]{2})(?!建设|创建|申报|工作|[\u4e00-\u9fff]*领导小组)"
)
_BRACKETED = expression(r"[\u4e00-\u9fff]{2,14}[(（]([\u4e00-\u9fff]{2,12}[区县市旗])[)）]")
_BRANCH = expression(r"[\u4e00-\u9fff]{2,14}局([\u4e00-\u9fff]{2,8})分局")
# 丙市丁生态环境局: a bureau that a city keeps in its counties bears the county's short name before its field
_BRANCH_FIRST = expression(
    r"([一-龥]{2,5}?)(?:生态环境|环境保护|自然资源|国土资源|公安|税务|烟草专卖|气象|消防救援)(?:分)?(?:局|大队)"
)
_ZONE_NAME = expression(r"(?:党工委)?(?:(?:管(?:理委员|委)|执行委员|执委)会)?(?:办公室)?$")
# 市水务局, 县供销社: the place is left out
_SEAT = expression(r"^[省市县区州旗盟](?=[\u4e00-\u9fff]{2})")
_BARE_NOUN = expression(
    r"[我本全该]?(?:(?:园|新|开发|示范|度假|景|合作|试验|实验|管理|工业园|产业园|功能|港)区|园|管(?:理委员|委)会|党工委(?:、管委会)?|"
    r"[支总大中分]?(?:队|局|站|所)|中心|办公室|办事处|街道(?:办事处|党工委)?|委员会|机关|系统|部门|单位)"
)
_OF_NATURE = expression(
    "旅游区|风景|景区|保护区|灌区|水库|林场|湿地|森林公园|名胜|海事|航道|港口|口岸|河道|流域|管理处"
)
_HAN_BODY = expression(r"[\u4e00-\u9fff()（）]{2,30}")


@dataclass(frozen=True, slots=True)
class BodyRule:
    """A row of seeds/bodies.csv: how the name of a kind of body ends."""

    kind: str
    name: str
    pattern: str
    example: str


@dataclass(frozen=True, slots=True)
class NamedBody:
    """The place and the body that a phrase names."""

    said: str
    divisions: tuple[Division, ...]
    """What the place can mean; empty where the phrase names none."""
    kind: str
    """government, department, township, zone, outsider; `place` where it names nothing but a place, empty where it names nothing."""
    body: str
    """What stands behind the place: 人民政府, 水务局, 寺庄镇."""
    zone: str = ""
    """The zone's name, also where the body is a department of it: 苏州工业园区."""
    short: bool = False
    """Whether the place lacks its 省, 市, 县, 区."""


@cache
def list_body_rules() -> tuple[BodyRule, ...]:
    """All rows of seeds/bodies.csv."""
    return tuple(BodyRule(row["kind"], row["name"], row["pattern"], row["example"]) for row in read_seed("bodies.csv"))


@cache
def _compile_ends() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (rule.kind, compile_expression(rf"(?:{rule.pattern})$")) for rule in list_body_rules() if rule.kind != "words"
    )


@cache
def compile_words() -> re.Pattern[str]:
    """What a title says of the work where a body could stand: 扎实推进, 创建."""
    return compile_expression("|".join(rule.pattern for rule in list_body_rules() if rule.kind == "words"))


@cache
def compile_body() -> str:
    """A pattern for a body's whole name, place included, as short as can be."""
    kinds = ("zone", "township", "government", "department")
    endings = "|".join(rule.pattern.replace("^", "") for rule in list_body_rules() if rule.kind in kinds)
    return rf"[\u4e00-\u9fff()]{{0,30}}?(?:{endings})"


# A page names few bodies, and asks this of each a dozen times.
@lru_cache(maxsize=256)
def judge_body(name: str) -> str | None:
    """government, department, township, zone or outsider by how a body's name ends; None where it is none of these."""
    folded = fold_width(name).replace(" ", "")
    return next((kind for kind, pattern in _compile_ends() if pattern.search(folded)), None)


def is_bare_noun(name: str) -> bool:
    """Whether a name is a common noun that any body of its kind calls itself by (园区, 管委会, 大队): it names none."""
    return _BARE_NOUN.fullmatch(fold_width(name).strip()) is not None


def read_body(phrase: str, year: int | None, *, closed: bool) -> NamedBody:
    """The place and body that a phrase names: 晋城市 and 水务局 of 晋城市水务局, joint ones by the first that is a government.

    `closed` says that the phrase ends where the name does (before 关于 or the year): there an unknown remainder is a department's name.
    """
    # 广元市人民政府（本级）
    parts = split_joint(re.sub(r"[(（](?:本级|机关|本部|含.{1,8})[)）]$", "", phrase), year)
    read = [_read_single(part, year, closed=closed) for part in parts]
    named = [body for body in read if body.kind not in WEAK]
    if not named:
        return NamedBody(phrase, (), "", "")
    # 柿庄乡党委、政府: the second is the township's own; 丙县人民政府 over 丁乡2024年…: the first is the site's, no county reports with its township
    township = next((body for body in named if body.kind == "township"), None)
    best = township or next((body for body in named if body.kind == "government"), named[0])
    # 濮阳县委、县政府: the second is of the first's place
    divisions = best.divisions or next((body.divisions for body in read if body.divisions), ())
    return replace(best, said=phrase, divisions=divisions)


def split_joint(phrase: str, year: int | None) -> list[str]:
    """The names of joint bodies, each whole: 甲市 乙局, spread over a line, is one body, 中共甲市委 甲市人民政府 two."""
    parts: list[str] = []
    for part in _JOINT.split(fold_width(phrase).strip()):
        spread = parts and _is_place(parts[-1], year) and judge_body(part) and not read_leading_places(part, year)[0]
        if spread:
            parts[-1] += part
        elif part:
            parts.append(part)
    return parts


def _is_place(name: str, year: int | None) -> bool:
    divisions, end, _ = read_leading_places(name, year)
    return bool(divisions) and end == len(name)


# Title, issuer, speaker and superiors ask it of the same few names.
@lru_cache(maxsize=256)
def read_leading_places(phrase: str, year: int | None) -> tuple[tuple[Division, ...], int, bool]:
    """What the places that open a phrase can mean, where they end, and whether the last is a short name."""
    divisions: tuple[Division, ...] = ()
    end = 0
    short = False
    for place in find_places_in_title(phrase, year):
        if place.char_start != end or (end and place.short):
            break
        below = tuple(d for d in place.divisions if any(d != up and is_under(d, up) for up in divisions))
        if divisions and not below:
            break
        if place.short and place.name in {name[:-1] for name in GENERIC_NAMES}:
            break
        divisions, end, short = below or place.divisions, place.char_end, place.short
    return divisions, end, short


_BARE_TOWN = expression(r"(?:街道|镇|乡|地区)(?:办事处|办|人民政府|政府|党工委|党委)?")


def _read_single(phrase: str, year: int | None, *, closed: bool) -> NamedBody:
    organisation = _ORGANISATION.match(phrase)
    bare = phrase[organisation.end() :] if organisation else _PREFIX.sub("", phrase)
    divisions, end, short = read_leading_places(bare, year)
    if not divisions and closed:
        divisions, end = _read_generic(bare, year)
    if bare[:end].endswith("新区") and all(measure_distance(division, year) > 1 for division in divisions):
        # 两江新区 of the years before it was a district
        divisions, end = (), 0
    rest = bare[end:]
    # 乌鲁木齐市高新区(新市区)人民政府: one body of a zone and a district, by the district
    if divisions and (inner := _BRACKETED.match(rest)):
        within = tuple(d for d in find_named(inner[1], year) if any(d != up and is_under(d, up) for up in divisions))
        divisions, rest = within or divisions, rest[inner.end() :] if within else rest
    # 晋城市生态环境局沁水分局: the county's branch of a city's bureau
    if divisions and (branch := _BRANCH.fullmatch(rest) or _BRANCH_FIRST.fullmatch(rest)):
        named = read_leading_places(branch[1], year)[0]
        divisions = tuple(d for d in named if any(d != up and is_under(d, up) for up in divisions)) or divisions
    kind = _judge_rest(rest, bool(divisions), short=short, closed=closed)
    if organisation and kind == "government":
        kind = "department"
    if short and kind == "department" and _OF_NATURE.search(rest) and all(d.level == "county" for d in divisions):
        # 北湖旅游区管理局, 石门水库管理处: named after a lake or a gate, and of no county for sure
        return NamedBody(phrase, (), kind, bare)
    if kind == "township" and (short or (_BARE_TOWN.fullmatch(rest) and any(d.name == bare[:end] for d in divisions))):
        # 东山街道 is none of 东山县, and 东区街道 of 中山 none of the 东区 of 攀枝花
        return NamedBody(phrase, (), kind, bare)
    if short and (kind in ("place", *WEAK) or (kind == "zone" and not rest)):
        # 濮阳 alone: the caller asks what surrounds it
        return NamedBody(phrase, divisions, "place" if kind == "place" else "", rest, short=True)
    zone = ""
    if kind == "zone":
        zone = (bare[:end] if short else "") + _ZONE_NAME.sub("", rest)
    elif kind in ("department", "township") and (started := _ZONE_START.match(rest)):
        zone = (bare[:end] if short else "") + started[0]
    return NamedBody(phrase, divisions, kind, rest, zone, short)


def _read_generic(phrase: str, year: int | None) -> tuple[tuple[Division, ...], int]:
    """The divisions of a name that is a word as well (平安区, 和平区), where it stands as a speaker's: alone, or before 人民政府 and the like."""
    name = next((name for name in GENERIC_NAMES if phrase.startswith(name)), "")
    rest = phrase[len(name) :]
    if name and (not rest or judge_body(rest) in ("government", "department")):
        return find_named(name, year), len(name)
    return (), 0


def _judge_rest(rest: str, placed: bool, *, short: bool, closed: bool) -> str:
    """The kind of body that stands behind a place."""
    if not rest:
        return "place" if placed else ""
    if kind := judge_body(rest):
        # 区 of 甲区 is no zone, and 委 alone is a party committee only behind a place
        return kind
    if compile_words().fullmatch(rest):
        return "place" if placed else ""
    full = placed and not short
    if closed and (full or _SEAT.match(rest)) and _HAN_BODY.fullmatch(rest):
        return "department"
    return ""
