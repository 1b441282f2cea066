"""How far back a figure may take from the clauses before it what its own does not say: up to one that begins a matter of its own."""

from __future__ import annotations

import re

from parsers.frames.tokens import Span, Tokens
from parsers.numbers.clauses import Clause
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression
from parsers.text.words import tag_words

_NEAREST = 2
_FARTHEST = 3
_OPENS = frozenset({"launch", "hold"})
# 开办农民夜校，结业410名: what no list knows is a matter of its own as well, where nothing is counted there
_IS_OPENED = expression(r"了?[^,;。:\d]{3,14}[,:]")
_MEASURES = frozenset({"system_rule", "policy", "platform", "window"})

_NUMBERS = "一二两三四五六七八九十百千万零〇"
# 审结八件, 办复率为百分之百
_HAS_FIGURE = expression(rf"\d|百分之[{_NUMBERS}]|[{_NUMBERS}]+[件起份项宗次人名场期家条部]\s*[,;:]?\s*\Z")
# 经逐件审查, 按照繁简分流要求, 坚持应调尽调, 全部按时报送: how it was done, and what became of it
_HOW = expression(
    r"\s*(?:经|按|依|通过|在|于|针对|对|将|把|就|向|由|从|自|因|为|以|凭|与|同|根据|结合|围绕|聚焦|借助|依托|利用|运用|本着|随着|鉴于|面对|除|并|且|又|也|还|再|则|但|而|均|都|全部?|多|已|其[中余他]|剩余|截至|截止|目前|较|比|同比"
    r"|坚持|秉持|秉承|遵循|严格|严守|严把|认真|充分|切实|积极|主动|及时|注重|突出|强化|加强|加大|加快|做[到好]|确保|努力|力[争求]|实现|取得|达到|无|未|没有|不)"
)
# 组建专业办案团队, 征求各方意见: said of what was received
_OF_THE_CASES = expression(
    r"复议|诉讼|应诉|出庭|调解|和解|调处|化解|审[理查核]|听证|[办涉个积专]案|案[件卷情源]|裁[决定判]|律师|法[律治规定院庭]|证据|当事人|申请[人材书]|纠纷|矛盾|信访|文件|答复|信息公开|援助|意见|台账|整改"
)
# 放宽经济困难标准, 畅通网上申请渠道: how the work was done, whatever it was
_OF_THE_WORK = expression(
    r"(?:力度|(?<!小)程序|标准|责任|要求|原则|作用|质量|质效|效率|效能|水平|关口?|流程|机制|制度|方式|方法|办法|思路|理念|能力|职[责能权]|优势|时[限间]|期限|环节|成本|渠道|基础|格局|合力|意识|规定|规范|导向|目标|任务|问题|情况|结果|纪律|监督|管理|指导|监管|保障|一并[一-龥]{2})\s*[,;:]?\s*\Z"
)
_SUBJECT = expression(
    r"\s*[^,;:。\d]{2,14}?(?:部门|公司|机关|单位|银行|大厅|窗口|中心|街道|社区|企业|[局院所站队镇乡])(?=[一-龥]{5})"
)
# (落实 and 清理 are qualities to the dictionary)
_VERBS = frozenset({"v", "vn", "vd", "a"})
# (which it has for nouns)
_ALSO_VERBS = (
    "落地",
    "试点",
    "试水",
    "新装",
    "新设",
    "选派",
    "普及",
    "铺",
    "扩",
    "增",
    "推",
    "畅通",
    "规范",
    "清理",
    "完善",
    "优化",
    "放宽",
)
_SHORTEST = 6
# 行政 of 行政复议 and of 行政审批 says nothing of either
_ANYWHERE = frozenset(
    {"行政", "政府", "办理", "受理", "办结", "全县", "全市", "全区", "工作", "服务", "事项", "企业", "群众", "部门"}
)
_HAN = expression(r"[一-龥]+")


def find_reach(folded: str, unit: str, clause: Clause, tokens: Tokens, *, elliptic: bool) -> int | None:
    """How many of the clauses before may govern a figure; None where none of them ends what is carried.

    收到复议申请40件，开通企业办事绿色通道，受理1.2万件: what was set up is a matter of its own. `elliptic`: the figure has no noun of its own.
    """
    for n, span in enumerate(clause.earlier[:_NEAREST]):
        if span[0] < clause.sentence[0]:
            break
        if _opens_matter(folded, span, tokens):
            return n + 1
    if elliptic and not clause.in_brackets and not folded.startswith("其中", clause.head[0]):
        return _find_foreign(folded, unit, clause, tokens)
    return None


def _opens_matter(folded: str, span: Span, tokens: Tokens) -> bool:
    acts = tokens.acts(span)
    if not acts or acts[0].meaning.act not in _OPENS:
        return False
    words = tokens.uncovered(span)
    things = [token.meaning.head for token in words if token.start >= acts[0].end and token.meaning.head]
    if things and things[-1] in _MEASURES:
        return True
    return _IS_OPENED.match(folded, acts[0].end, span[1]) is not None and not tokens.head_ending(
        span[1] - 1, acts[0].end
    )


def _find_foreign(folded: str, unit: str, clause: Clause, tokens: Tokens) -> int | None:
    """Up to the nearest clause between two figures that does something else to something else: 审结案件27件，铺开带牌销售，办理8600件.

    Sure it is only where that is a service to citizens, or the second figure no part of the first: 审结34件，邀请专家研判，办结30件 goes on.
    """
    found: int | None = None
    beside: int | None = None
    for n, span in enumerate(clause.earlier[:_FARTHEST]):
        if span[0] < clause.sentence[0]:
            return None
        if _HAS_FIGURE.search(folded, *span):
            if beside is None or _shares_words(folded, clause.earlier[beside - 1], span):
                return None
            if _is_more(folded, unit, clause, span, _MANY_TIMES):
                # 审结案件44件，延长景区检票时间，办理6200件: no part of them, whatever stands between
                return beside
            if found is None or _shares_words(folded, clause.earlier[found - 1], span):
                return None
            of_citizens = _is_of_citizens(folded, clause.earlier[found - 1], tokens)
            return found if of_citizens or _is_more(folded, unit, clause, span, _HALF_AGAIN) else None
        if (beside is None or found is None) and _is_beside(folded, span):
            beside = beside or n + 1
            if found is None and _is_foreign(folded, span, tokens):
                found = n + 1
    return None


def _is_beside(folded: str, span: Span) -> bool:
    """Whether a clause says neither how something was done nor anything of cases."""
    said = folded[slice(*span)].strip(" ,;:")
    return len(said) >= _SHORTEST and not _HOW.match(said) and not _OF_THE_CASES.search(said)


def _is_foreign(folded: str, span: Span, tokens: Tokens) -> bool:
    """Whether a clause beside the others has a verb and an object of its own, and says nothing of how the work was done."""
    said = folded[slice(*span)].strip(" ,;:")
    if _OF_THE_WORK.search(said):
        return False
    subject = _SUBJECT.match(said)
    predicate = said[subject.end() :] if subject else said
    if predicate.startswith(_ALSO_VERBS):
        return True
    start = folded.find(predicate, *span)
    if any(token.start == start for token in tokens.acts(span)):
        return True
    return tag_words(predicate)[0][1] in _VERBS


# 不动产带押过户, 车驾管社会服务站, 水电气联合报装: what citizens come to a counter for
_OF_CITIZENS = expression(
    r"[社医]保|养老|公积金|不动产|过户|户[籍政口]|[办缴报]税|税务|[供停]?[水电气暖]{2,3}|燃气|供[水电暖]|报装|出入境|护照|身份证|居住证|残疾人证|婚姻|新生儿|驾驶?[证管]|车[驾辆管]|电动|二手房|住房|租房|证照|补贴|参保|缴费|退休|就业|入学|贷款|开办|通办|一件事"
)


def _is_of_citizens(folded: str, span: Span, tokens: Tokens) -> bool:
    """Whether a clause tells of a service, or of where it is given, whatever its verb."""
    if _OF_CITIZENS.search(folded, *span):
        return True
    things = [token.meaning.head for token in tokens.uncovered(span) if token.meaning.head]
    return bool(things) and things[-1] in _COUNTERS


_COUNTERS = _MEASURES - {"system_rule"}
_NUMBER = expression(r"(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)余?(?P<times>[千万亿])?余?(?P<unit>[一-龥])")
_TIMES = {"千": 1e3, "万": 1e4, "亿": 1e8}
_HALF_AGAIN = 1.5
_MANY_TIMES = 5


def _is_more(folded: str, unit: str, clause: Clause, span: Span, times: float) -> bool:
    """Whether a figure is far greater than those of the clause that it would be a part of: of 27 cases no 8,600 were dealt with.

    (Somewhat greater it may be: 受理34件，审结36件 with those of the year before.)
    """
    kind = unit_classes().get(unit)
    own = _NUMBER.match(folded, clause.before[1])
    others = [
        _read_value(found) for found in _NUMBER.finditer(folded, *span) if unit_classes().get(found["unit"]) == kind
    ]
    return own is not None and bool(others) and _read_value(own) > times * max(others)


def _read_value(found: re.Match[str]) -> float:
    return float(found["number"].replace(",", "")) * _TIMES.get(found["times"] or "", 1)


def _shares_words(folded: str, span: Span, other: Span) -> bool:
    """Whether two clauses speak of the same: 收到投诉86件，健全投诉处理清单，办结80件."""
    return bool((_pairs(folded[slice(*span)]) & _pairs(folded[slice(*other)])) - _ANYWHERE)


def _pairs(said: str) -> set[str]:
    """Each two characters that stand side by side."""
    return {run[at : at + 2] for run in _HAN.findall(said) for at in range(len(run) - 1)}
