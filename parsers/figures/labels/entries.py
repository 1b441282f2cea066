"""What an entry is called that has no words before its number: 重点项目：19条, a table's row that came apart into lines; and 备案率、及时率."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.labels.phrases import LONGEST, clean, first_words
from parsers.figures.labels.words import VERBS, any_word, words_of
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.coordination import Conjunct
from parsers.numbers.words import any_act
from parsers.text.expressions import compile_expression, expression
from parsers.text.words import tag_words

_MARKS = frozenset({"其中", "包括", "分别", "具体", "如下"})

_BARE_LINE = expression(r"[\d.,%\s]*")
_NAME_LINE = expression(r"[^,;:。\d]{2,14}")
_LINES_BACK = 4
# 协议履行率位居全省前列，达98.6%: the clause before tells the rate
_RATE_BEFORE = expression(r"(?P<rate>[^,;。\d]{2,20}?(?:率|满意度|知晓度|比例|占比|比重))(?=[一-龥]{2,16},$)")
# 2014年复议案件审结情况(件): the line over a table that came apart into lines
_CAPTION = expression(r"(?:^|\n|年度?)(?P<about>[一-龥]{4,12}?(?:情况|统计))(?:表|图)?(?:\([^()]*\))?(?=\n)")
_CAPTION_BACK = 600


def name_entry(folded: str, sighting: Sighting) -> str:
    """What an entry before its number alone is called: 重点项目 of 重点项目：19条, or the line over the numbers of a table's row; empty for none."""
    clause, at = sighting.clause, sighting.quantity.char_start
    above = clause.earlier[0] if clause.earlier else (0, 0)
    words = folded[slice(*above)]
    if words.endswith(":") and above[1] == clause.before[0]:
        name = words[:-1]
        return name if _NAME_LINE.fullmatch(name) and name not in _MARKS else ""
    if words.endswith(",") and sighting.quantity.unit == "%" and (told := _RATE_BEFORE.match(words)):
        return told["rate"]
    start = folded.rfind("\n", 0, at) + 1
    if (
        start == 0
        or folded[start:at].strip()
        or folded[sighting.quantity.char_end : sighting.quantity.char_end + 1].strip()
    ):
        return ""
    for line in reversed(folded[max(0, start - 5 * LONGEST) : start].split("\n")[-_LINES_BACK - 1 : -1]):
        if not _BARE_LINE.fullmatch(line):
            name = line.strip() if _NAME_LINE.fullmatch(line.strip()) else ""
            captions = _CAPTION.findall(folded, max(0, start - _CAPTION_BACK), start) if name else []
            return captions[-1] + name if captions and len(captions[-1]) + len(name) <= LONGEST else name
    return ""


# 备案率、及时率均达100%
_FILED = expression(r"(?P<filed>备案|报备|报送)率(?:、|和|及|与)\s*$")


# 办理议案、建议和政协提案的满意率和基本满意率均达100%
_LIST_OF_RATE = expression(r"[一-龥“”]+(?:、[一-龥“”]+)*(?:和|及|与|以及|、)\s*")


def complete_rate(folded: str, conjunct: Conjunct, start: int) -> str:
    """备案及时率, of 及时率 that stands behind 备案率; the whole list that a rate is of; `start` is where its clause begins."""
    if "的" in conjunct.text and start < conjunct.span[0] and conjunct.span[1] - start <= LONGEST:
        before = folded[start : conjunct.span[0]]
        if "率" not in before and "度" not in before and _LIST_OF_RATE.fullmatch(before):
            return before + complete_conjunct(folded, conjunct).strip()
    if conjunct.text.strip() not in {"及时率", "规范率"}:
        return _REACHING.sub("", complete_conjunct(folded, conjunct))
    filed = _FILED.search(folded, max(0, conjunct.span[0] - 8), conjunct.span[0])
    return (filed["filed"] if filed else "") + conjunct.text.strip()


# 实现应用信用规则率、任务完成率均达100%
_REACHING = expression(r"^\s*(?:实现|确保|做到|保持)(?=[一-龥]{2,}率$)")
# (what stands before such a noun tells which of them)
_FIELD_ENDS = expression(r"(?<=[一-龥]{2})(?:领域|行业|企业|场所|机构|门店)(?:[一-龥]{2,4}数量?)?$")
_SHORTEST = 2
FIELD_BEHIND = expression(r"(?<=[一-龥]{2})(?:领域|行业|方面|系统)(?:(?![较比同])[一-龥]){0,6}$")
_KIND_ENDS = expression(r"(?:[局委办院队镇乡厅级类]|部门|街道)$")
_LONGEST_REST = 14
_MEASURE_ENDS = expression(
    r"(?:平均|年均|日均)?(?:办理)?(?:时间|用时|时限|时长|金额|费用|人数|起数|浓度|含量|均价|产量|面积)$"
)
_PARTS = expression("、|以及|[和及与]")
_OF_ALL = expression(r"(?<=[一-龥])的(?P<noun>[一-龥“”]{2,14})$")


@cache
def _rate_ends() -> re.Pattern[str]:
    return compile_expression(rf"(?P<stem>(?:{any_word('stem')})+)?(?P<rate>率|满意度|知晓度)$")


@cache
def _verb_ends() -> re.Pattern[str]:
    return compile_expression(rf"(?:{any_act()})$")


def complete_conjunct(folded: str, conjunct: Conjunct) -> str:
    """糕点合格率 of 白酒、糕点、食用植物油合格率分别为98.2%、96.5%、100%; 收到的案件 of 收到、受理、审结的案件: the last has what all are told of."""
    own = conjunct.text.strip()
    if conjunct.row_end <= conjunct.span[1]:
        return conjunct.text
    last = _PARTS.split(folded[conjunct.span[1] : conjunct.row_end])[-1].strip('”" ')
    if (measure := _MEASURE_ENDS.search(last)) and _MEASURE_ENDS.search(own) is None:
        # 首次登记、转移登记平均用时分别为3天、2天
        return own + measure[0]
    if last[:_SHORTEST] == own[:_SHORTEST] and len(last) - len(own) > _SHORTEST and conjunct.shares_rate:
        # 行政许可、行政处罚信息双公示率
        return own + last[len(own) :]
    if (field := _FIELD_ENDS.search(last)) and len(own) <= _LONGEST_REST and _FIELD_ENDS.search(own) is None:
        # 餐饮、酒店、美容行业立案数依次为…; 洗浴、美容企业分别检查…
        return own + field[0]
    if conjunct.shares_rate:
        rate = _rate_ends().search(last)
        if rate is None or own.endswith(rate["rate"]):
            return conjunct.text
        # 办结和答复率
        stem = "" if own.endswith(tuple(words_of("stem"))) else rate["stem"] or _find_stem(last)
        return own + stem + rate["rate"]
    # 不予处罚、减轻处罚事项分别达327项和114项
    named = last.partition(own[-2:])[2] if len(own) > _SHORTEST else ""
    if _SHORTEST <= len(named) <= 2 * _SHORTEST:
        return own + named
    if (kind := _KIND_ENDS.search(own)) and _SHORTEST < len(rest := last.partition(kind[0])[2]) <= _LONGEST_REST:
        # 甲局、乙局作出处罚决定分别为…, 国家级、省级示范村分别为…
        return own + rest
    if len(own) <= _LONGEST_PLAIN and (field := FIELD_BEHIND.search(last)) and FIELD_BEHIND.search(own) is None:
        # 电动车、燃气、烟花爆竹领域隐患分别排查…
        return own + field[0]
    if (amount := _AMOUNT_OF_ALL.search(last)) and not own.endswith(amount["noun"][-1]):
        # 人大代表建议、政协提案的办理量
        return own + amount["noun"]
    # (行政处罚 beside 行政强制 is whole)
    if len(own) != len(last) and _is_plain_noun(own.rpartition("对")[2]) and (tail := _find_tail(last)):
        return own + tail
    if (thing := _find_object(last)) and VERBS.issuperset(tag for _, tag in tag_words(clean(own.rpartition("”")[2]))):
        return own + thing
    shared = _OF_ALL.search(last)
    # 废止、修改、保留的文件: a verb has no noun of its own
    return f"{own}的{shared['noun']}" if shared and "的" not in own and _verb_ends().search(own) else conjunct.text


def _find_stem(last: str) -> str:
    """聘任, of the last of 法治副校长、法治辅导员聘任率: the verb right before 率; empty where none is, or nothing stands before it."""
    words = tag_words(last.removesuffix("率"))
    if len(words) < _SHORTEST or not last.endswith("率"):
        return ""
    (noun, kind), (verb, tag) = words[-2], words[-1]
    is_noun = kind in _NOUNS or noun.endswith("员")
    return verb if tag in VERBS and is_noun and len(verb) == _SHORTEST else ""


_NOUNS = frozenset({"n", "nz", "nt", "ns", "nr", "l"})
_AMOUNT_OF_ALL = expression(r"(?<=[一-龥])的(?P<noun>[一-龥]{1,4}?(?:数量?|总?量|金额|[次人件]数))$")
_LONGEST_PLAIN = 4


_OBJECT = expression(
    r"(?!.*的)[一-龥]{0,8}(?:案件|问题|事项|申请|纠纷|文件|合同|项目|投诉|举报|建议|提案|事件|线索|诉求|业务)"
)


def _find_object(last: str) -> str:
    """企业问题, of the last of 收集、解决企业问题: what all of them were done to; empty where it is no such phrase."""
    (verb, tag), *rest = tag_words(last)
    thing = last[len(verb) :]
    return thing if rest and tag in VERBS and len(verb) >= _SHORTEST and _OBJECT.fullmatch(thing) else ""


def _is_plain_noun(own: str) -> bool:
    """食品, 医疗机构, but not 行政许可: its last word may be what is done."""
    return len(own) <= _LONGEST_PLAIN and not VERBS.intersection(tag for _, tag in tag_words(own))


def _find_tail(last: str) -> str:
    """监督抽检, of the last of 食品、药品、化妆品监督抽检: what was done with all of them; empty where it is a verb or a noun alone."""
    words = tag_words(last)
    done = len(words)
    while done and words[done - 1][1] in VERBS:
        done -= 1
    tail = "".join(word for word, _ in words[done:])
    return tail if 0 < done < len(words) and len(tail) >= _SHORTEST else ""


_WORDS = expression(r"[一-龥]+")


def cut_sentence(folded: str, sighting: Sighting) -> str:
    """The sentence's own words before the number, else behind it, where nothing else could be found."""
    start = max(sighting.clause.sentence[0], sighting.quantity.char_start - 3 * LONGEST)
    before = "".join(_WORDS.findall(folded, start, sighting.quantity.char_start))[-LONGEST:]
    behind = "".join(_WORDS.findall(folded, sighting.quantity.char_end, sighting.clause.sentence[1]))
    return before if len(before) >= _SHORTEST else before + first_words(behind, LONGEST - 1)


_BARE_VERBS = frozenset({"面向", "帮助", "覆盖", "组织", "针对", "惠及", "吸引", "动员", "带动", "选聘", "选派"})


_NEXT_WORDS = expression(r"[一-龥]{2,10}")


# 一共七项都已办结
_DONE = expression(r"(?=[都均已全])(?:都|均|已|全部)+(?P<done>[一-龥]{2,8})(?=[,;。])")


def mend(label: str, reading: Reading, sighting: Sighting) -> str:
    """A label that its own clause leaves without a noun, with the words that stand nearest."""
    folded, clause = reading.folded, sighting.clause
    if label in _BARE_VERBS and (following := _NEXT_WORDS.match(folded, sighting.quantity.char_end)):
        # 面向600名村民开办8场夜校: the noun stands before the next number
        label += first_words(following[0], 6)
    if len(label) < _SHORTEST:
        label = clean(folded[slice(*clause.head)]) or label
    if len(label) == 1 and (following := _WORDS.match(folded, sighting.quantity.char_end)):
        # 在136个村建成书屋142个
        label = first_words(following[0], LONGEST // 2)
    if not label and (done := _DONE.match(folded, sighting.quantity.char_end)):
        label = done["done"]
    return _OURS.sub("", label) if label[:1] in _OURS_STARTS else label


_OURS_STARTS = frozenset("我本位")


# 我局共召开相关工作会议12次; 位列全国100个城市第10名
_OURS = expression(
    r"^位[列居](?=全[国省市县区州])|^(?:[我本][局委厅省市县区镇乡院州旗]|我街道)(?!作?为)(?:[共已]|位列|位居|排名|列)?(?=[一-龥]{3})"
)
