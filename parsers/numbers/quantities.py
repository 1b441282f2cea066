"""Numbers with their units and qualifiers: every one that counts or measures, none that dates, numbers or names.

What is a mention and what is not follows the annotation guidelines for such reports: counts, amounts, rates, shares, areas and ranks are;
dates, numbering, document numbers, hotlines, set phrases and names in 《》 or “” are not. The kinds that are not stand as data in
`seeds/not_quantities.csv`, the measure words in `seeds/units.csv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.records import Qualifier, Quantity
from parsers.seed import read_seed
from parsers.text.numerals import CHINESE_NUMERAL, read_chinese_numeral
from parsers.text.width import fold_for_reading

_MULTIPLES = {
    "": 1,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}

# 节约3万元, 签约12家, 附近3个: the same characters as a qualifier, but part of a word.
_BEFORE = re.compile(
    r"(?:(?<![附最临靠])将?近|(?<![节制预合公条签邀解违履特相])大?约(?:有)?|(?<![赶反])超过?|逾"
    r"|不低于|不少于|不下|至少|不超过|不高于|不多于|不足|不到|最多)\Z"
)
_QUALIFIER_ENDS = frozenset("近约有超过逾于下少足到多")
_LONGEST_QUALIFIER = 3
_QUALIFIER_BEFORE: dict[str, Qualifier] = {
    "近": "about", "将近": "about", "约": "about", "大约": "about", "约有": "about", "大约有": "about",
    "超": "over", "超过": "over", "逾": "over",
    "不低于": "at_least", "不少于": "at_least", "不下": "at_least", "至少": "at_least",
    "不超过": "at_most", "不高于": "at_most", "不多于": "at_most", "不足": "at_most", "不到": "at_most", "最多": "at_most",
}  # fmt: skip
_QUALIFIER_AFTER: dict[str, Qualifier] = {
    "余": "over", "多": "over", "几": "over", "以上": "over", "及以上": "over", "+": "over",
    "左右": "about", "上下": "about",
    "以内": "at_most", "之内": "at_most", "内": "at_most", "以下": "at_most",
}  # fmt: skip
# 县政府每年至少安排4次, 编制不低于全部人员编制的80%: the bound stands earlier in the clause.
_BOUND_EARLIER = re.compile(r"(?P<bound>至少|不少于|不低于|不超过|不多于|不高于)[^,;。、\n\d]{1,16}$")

# 3,456 · 3 456 (a thin space for thousands) · 3456.7
# (possessive: a number is taken whole or not at all; its first digit by itself, since an expression that begins with a single
# character is searched ten times as fast)
_PLAIN = r"\d(?:\d{0,2}(?:,\d{3})++(?:\.\d++)?(?!\d)|(?<![\d.].)\d{0,2} \d{3}(?![\d.])|\d*+(?:\.\d++)?)"
_OVER = r"(?P<over>余|多(?!元|头|次|方|层|项|种|名|部|地|处)|几(?!次|个))?"
_AFTER = r"(?P<after>及?以上|以下|之?以?内(?!部|容|外)|左右|上下|余(?!下|地|额))?"


@dataclass(frozen=True, slots=True)
class _Unit:
    name: str
    factor: float
    chinese: str


@cache
def _units() -> dict[str, _Unit]:
    return {row["written"]: _Unit(row["unit"], float(row["factor"]), row["chinese"]) for row in read_seed("units.csv")}


@cache
def unit_classes() -> dict[str, str]:
    """The class of each normalised unit (`件` → case, `%` → rate); units of one class count the same kind of thing."""
    return {row["unit"]: row["class"] for row in read_seed("units.csv")}


@cache
def _unit_expression() -> str:
    words = sorted(_units(), key=len, reverse=True)
    # 12件事, 3人大, 5部门, 6家庭, 3次生: a measure word that begins another word measures nothing.
    # A look at the first character first: what follows most digits is another digit.
    first = "".join(re.escape(character) for character in sorted({word[0] for word in words}))
    return f"(?=[{first}])(?:" + "|".join(re.escape(word) for word in words) + r")"


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    unit = _unit_expression()
    big = r"(?P<big>万亿|[百千十]?万|百万|千万|亿|千|百(?!分点))?"
    decimal = rf"{CHINESE_NUMERAL}+(?:点{CHINESE_NUMERAL}+)?"
    return {
        "rank": re.compile(r"第\s*(?P<number>\d+|[一二三四五六七八九十]+)\s*(?P<unit>名|位次?)(?!副|常|责|成员|委员|主任)"),
        "rank without unit": re.compile(
            r"(?:全国|全省|全市|全县|全区|全州|全盟|全疆|省|市|州|区县组|县市组|县区组|小组|排名|排在|位列|位居|居|列|获|蝉联)\s*(?P<quote>第\s*(?P<number>\d+|[一二三四五六七八九十]+))(?=[,;。、)\n]|$|的)"
        ),
        # 6\n2件: a crawler that broke the line inside the number; letters before it and a unit after it show that it is one.
        "broken": re.compile(rf"(?P<number>\d(?<=[一-龥].)\d{{0,3}}\n\d{{1,4}})(?P<unit>{unit})"),
        "range": re.compile(
            rf"(?P<low>\d\d*+(?:\.\d++)?)\s*(?:(?P<low_unit>{unit})|[万亿])?\s*[-~至到]\s*(?P<number>{_PLAIN})\s*{big}\s*(?P<unit>{unit}){_AFTER}"
        ),
        "counted": re.compile(
            rf"(?P<number>{_PLAIN})\s*{_OVER}\s*{big}\s*(?P<over2>余|多)?\s*(?P<unit>{unit})(?!之一)(?<!部(?=[门委])){_AFTER}"
        ),
        # 阅读量11万+; 1+6+1 and 互联网+ are names.
        "bare": re.compile(rf"(?P<number>{_PLAIN})\s*{_OVER}\s*{big}(?P<after>\+(?=[,;。、)\n]|$))?"),
        "percent in words": re.compile(rf"(?P<scale>[百千])分之(?P<number>{_PLAIN}|{decimal}){_AFTER}"),
        "chinese": re.compile(
            rf"(?P<number>{CHINESE_NUMERAL}{CHINESE_NUMERAL}*)(?P<over>余|多|几)?(?P<big>万|亿)?(?P<over2>余|多)?(?P<unit>{unit}){_AFTER}"
        ),
        "none": re.compile(rf"(?P<quote>(?:未发生|未出现|没有|没有发生|无)\s*(?:任何)?一(?P<unit>{unit}))(?!(?:个)?(?:不|未))"),
        "zero": re.compile(
            r"(?P<number>零)(?=(?:败诉|投诉|复议|诉讼|上访|信访|事故|纠错|撤销|差错|发生|举报|起诉|发案|案件|积案|超期|逾期|增长)(?!率|申请率))"
        ),
    }  # fmt: skip


_QUALIFIED = frozenset({"range", "counted", "bare", "percent in words", "chinese"})
"""The kinds that a qualifier may precede."""
_SIGNS = {"rank": "第", "rank without unit": "第", "percent in words": "分之", "none": "一", "zero": "零"}
"""What a text must hold for the kind to be looked for at all."""


def _find_qualifier(folded: str, at: int, floor: int) -> tuple[int, str] | None:
    """Where the qualifier that ends before the number at `at` begins, and which it is; it begins at `floor` at the earliest."""
    end = at
    while end > floor and folded[end - 1].isspace():
        end -= 1
    if end <= floor or folded[end - 1] not in _QUALIFIER_ENDS:
        return None
    match = _BEFORE.search(folded, max(floor, end - _LONGEST_QUALIFIER), end)
    return (match.start(), match[0]) if match else None


# Trying fifty kinds at each character of a report is slow: these are the characters that one of them may begin with.
_POSSIBLE_START = r"(?=[\d\sA-Za-z零〇一二两三四五六七八九十百千万亿第前件《“‘「(\[【…·图表附案例专链照框典知电传邮编证备索信①-⒇㈠-㈩._+-])"


@cache
def _blocking(only_names: bool) -> re.Pattern[str]:
    rows = [row for row in read_seed("not_quantities.csv") if not only_names or row["kind"] == "name"]
    kinds = "|".join("(?:" + row["pattern"].replace("{d}", CHINESE_NUMERAL) + ")" for row in rows)
    # All names begin with a mark of their own, which the search finds by itself.
    return re.compile(kinds if only_names else f"{_POSSIBLE_START}(?:{kinds})")


def find_names(folded: str) -> bytearray:
    """For each character of `folded` (half-width text) 1 where it stands in a name or title (《》, “”), else 0."""
    return _mark(folded, _blocking(only_names=True))


def find_blocked(folded: str) -> bytearray:
    """As `find_names`, and 1 as well in dates, numbering, document numbers, hotlines and set phrases: no figure stands there."""
    return _mark(folded, _blocking(only_names=False))


def _mark(folded: str, expression: re.Pattern[str]) -> bytearray:
    blocked = bytearray(len(folded))
    at = 0
    while match := expression.search(folded, at):
        start, end = match.span()
        blocked[start:end] = b"\x01" * (end - start)
        at = max(end, start + 1)
    for start, end in _find_straight_quotes(folded):
        blocked[start:end] = b"\x01" * (end - start)
    return blocked


def _find_straight_quotes(folded: str) -> list[tuple[int, int]]:
    """Names in straight quotation marks, paired from the line's start; a line with an odd one is left alone: which pair is open cannot be told."""
    spans: list[tuple[int, int]] = []
    if '"' not in folded:
        return spans
    start_of_line = 0
    for line in folded.split("\n"):
        marks = [start_of_line + n for n, character in enumerate(line) if character == '"']
        if len(marks) % 2 == 0:
            spans += [
                (a, b + 1)
                for a, b in zip(marks[::2], marks[1::2], strict=True)
                if b - a <= 46 and "。" not in folded[a:b]
            ]
        start_of_line += len(line) + 1
    return spans


def read_quantities(text: str) -> list[Quantity]:
    """All mentions of `text` in its order; offsets are characters of `text`, and `text[char_start:char_end] == quote`."""
    folded = fold_for_reading(text)
    taken = find_blocked(folded)
    found: list[Quantity] = []
    for kind, expression in _expressions().items():
        if (sign := _SIGNS.get(kind)) and sign not in folded:
            continue
        read, groups = _READERS[kind], expression.groupindex
        whole = "quote" if "quote" in groups else 0
        first = "low" if "low" in groups else "number" if "number" in groups else 0
        previous_end = 0
        for match in expression.finditer(folded):
            start, end = match.span(whole)
            floor, previous_end = previous_end, match.end()
            number_start = match.start(first) if first else start
            while end > start and folded[end - 1].isspace():
                end -= 1
            if taken.find(1, number_start, end) >= 0:
                continue
            qualifier = None
            if kind in _QUALIFIED and (qualified := _find_qualifier(folded, start, floor)):
                start, qualifier = qualified
            quantity = read(match, folded, text, start, end, qualifier)
            if quantity is None:
                continue
            found.append(quantity)
            taken[number_start:end] = b"\x01" * (end - number_start)
    found.sort(key=lambda quantity: quantity.char_start)
    return found


def _qualify(parts: dict[str, str | None], folded: str, start: int, qualifier: str | None) -> Qualifier:
    if qualifier:
        return _QUALIFIER_BEFORE[qualifier]
    if parts.get("over") or parts.get("over2"):
        return "over"
    if word := parts.get("after"):
        return _QUALIFIER_AFTER[word]
    if bound := _BOUND_EARLIER.search(folded, max(0, start - 24), start):
        return _QUALIFIER_BEFORE[bound["bound"]]
    return "exact"


# 16 digits and more are no count of a report: an account, a code, a row of numbers run together.
_LARGEST = 1e15


_NO_UNIT = _Unit("", 1, "")


def _make(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None, number: float
) -> Quantity | None:
    parts = match.groupdict()
    unit = _units().get(parts.get("unit") or "", _NO_UNIT)
    value = number * _MULTIPLES[parts.get("big") or ""] * unit.factor
    if not value < _LARGEST:
        return None
    return Quantity(round(value, 6), unit.name, _qualify(parts, folded, start, qualifier), text[start:end], start, end)


def _read_arabic(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None
) -> Quantity | None:
    unit, following = match["unit"], folded[end : end + 1]
    # 宣讲3次到12个乡镇 is no range
    if (low_unit := match.groupdict().get("low_unit")) and _units()[low_unit].name != _units()[unit].name:
        return None
    if following and ((unit == "个" and following == "月") or (unit == "分" and following in "之钟")):
        return None
    at = match.start("number")
    if at > 1 and folded[at - 1] in ".+/×" and folded[at - 2].isdigit():
        # the digits go on before: 1+6项, 3×24小时
        return None
    return _make(match, folded, text, start, end, qualifier, float(_SEPARATORS.sub("", match["number"])))


_SEPARATORS = re.compile(r"[,\s]")

# 行政合同95全面实施: the measure word is lost. 2023, 12345, 110 are a year, a hotline, a call number.
_NO_COUNT = re.compile(r"(?:19|20)\d{2}|12[0-9]{3}|110|119|120|122|114|\d{9,}")
# 2023年, 5号, 3级, 2.0版: no counts whatever stands before.
_NO_COUNT_BEFORE = "年月日时号版届世岁点级代元维度型双多"


def _read_bare(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None
) -> Quantity | None:
    """A number without measure word: taken after a word and before a stop (各类信访8559，), or from ten up before another word."""
    number = match["number"]
    if _NO_COUNT.fullmatch(number) or " " in number or "\n" in folded[start:end]:
        return None
    before = folded[max(0, match.start("number") - 4) : match.start("number")].rstrip(" ")[-1:]
    if not ("一" <= before <= "龥" or before == ":") or before in "第年月日号至到点":
        return None
    if match["big"] and match["big"] in "百千" and not match["over"]:
        return None
    value = float(number.replace(",", ""))
    following, tail = folded[end : end + 1], folded[end : end + 2].strip()
    if following in {"", ",", ";", "。", "、", ")", "\n", " "}:
        if following == " " and tail and not "一" <= tail <= "龥":
            return None
    elif (
        not "一" <= following <= "龥"
        or following in _NO_COUNT_BEFORE
        or (value < 10 and following not in "镇乡街" and folded[end : end + 2] not in {"单位", "部门"})
    ):
        return None
    return _make(match, folded, text, start, end, qualifier, value)


def _read_percent_in_words(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None
) -> Quantity | None:
    written = match["number"]
    number = float(_SEPARATORS.sub("", written)) if written[0].isdigit() else read_chinese_numeral(written)
    if number is None:
        return None
    value = number if match["scale"] == "百" else number / 10
    return Quantity(value, "%", _qualify(match.groupdict(), folded, start, qualifier), text[start:end], start, end)


_COUNT_VERB = re.compile(
    r"(?:共|共计|总计|合计|仅|只|分别|各|有|为|达|新增|新建|建成|设立|增设|成立|查处|查办|聘请|出台|制定|修订|废止|受理|办理|办结|审结|收到|化解|调解|举办|召开|开展|组织|印发|移送|其中|撤销|维持|驳回|败诉|胜诉|判决|终止|发生|培训|配备|建立|命名|评选|获评|完成|处理|纠正|立案|接到|编发|发放|整改|等|承接|取消|下放|新增加)(?:了)?(?:有|达|为)?\s*$"
)
# 市委常委会两次研究法治建设工作
_HELD = re.compile(r"(?:主持|召开|研究|听取|专题|专门|部署|审议|举办|集中)")
_BOUNDARY = ",;。、)\n:"
# 上百件, 上万余人次; but 成百上千, 网上百件
_UPWARDS = re.compile(r"(?<![百网线以之会街路地陆海])上\Z")
# 一次, 一名, 一件 are mostly an article: a count only where the noun stood before (行政执法资格考试一次，), and no norm (每年进行一次，最多跑一次)
_SINGLE = {"件", "人", "家", "次", "场", "期", "项", "部", "个"}
_NORM = re.compile(r"[每跑逐进少多不如同这那][^,;。]{0,10}$|[之其]$")


def _read_chinese(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None
) -> Quantity | None:
    """A numeral in Chinese characters counts only where its measure word and its place say so: 三十余件 does, 一体, 三级 and 五项制度 do not."""
    written = match["number"]
    number = 10_000.0 if written == "万" else read_chinese_numeral(written)
    if number is None or written[0] in "亿零〇":
        return None
    if written[0] in "百千万":
        if _UPWARDS.search(folded, max(0, start - 3), start):
            return _make(match, folded, text, start - 1, end, "超", number)
        if not (match["over"] or match["over2"] or qualifier):
            return None
    unit = _units()[match["unit"]]
    if unit.chinese == "never":
        return None
    at = match.start("number")
    if folded[at - 1 : at] in "第每逐统专之唯同进任某另首前后上下末数几" and at:
        return None
    before, following = folded[max(0, at - 12) : at], folded[end : end + 1]
    approximate = bool(match["over"] or match["over2"] or match["big"])
    if number < 10 and not approximate:
        ends_here = following == "" or following in _BOUNDARY
        if written == "一" and not (ends_here and unit.name in _SINGLE and not _NORM.search(before)):
            return None
        if unit.chinese == "tens" and not (ends_here or _COUNT_VERB.search(before)):
            return None
        if unit.name == "次" and number > 1 and _HELD.match(folded, end):
            return _make(match, folded, text, start, end, qualifier, number)
        if not ends_here and unit.name in {"次", "家", "户", "期", "所", "处"} and not _COUNT_VERB.search(before):
            return None
    return _make(match, folded, text, start, end, qualifier, number)


def _read_rank(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None
) -> Quantity | None:
    written = match["number"]
    number = float(written) if written.isdigit() else read_chinese_numeral(written)
    if number is None:
        return None
    unit = (match.groupdict().get("unit") or "")[:1]
    return Quantity(number, unit, "exact", text[start:end], start, end, ordinal=True)


def _read_none(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None
) -> Quantity | None:
    return Quantity(0.0, _units()[match["unit"]].name, "exact", text[start:end], start, end)


def _read_zero(
    match: re.Match[str], folded: str, text: str, start: int, end: int, qualifier: str | None
) -> Quantity | None:
    return Quantity(0.0, "", "exact", text[start:end], start, end)


_READERS = {
    "range": _read_arabic,
    "counted": _read_arabic,
    "broken": _read_arabic,
    "bare": _read_bare,
    "percent in words": _read_percent_in_words,
    "chinese": _read_chinese,
    "rank": _read_rank,
    "rank without unit": _read_rank,
    "none": _read_none,
    "zero": _read_zero,
}
