"""The counted noun: right behind the measure word, else the last before the number."""

from __future__ import annotations

from functools import cache

from parsers.frames.tokens import Span, Token, Tokens
from parsers.frames.words import head_sorts, only_verbs
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression
from parsers.text.words import tag_words

_UNITS_OF_ITEMS = frozenset({"项", "条", ""})
_COUNTED_BY_PERSONS = frozenset({"person", "award"})
_NEVER_CASES = frozenset({"person", "body", "meeting", "rate"})
_NEVER_TIMES = frozenset({"person", "body", "rate"})
# 共, 累计, 数量为: what stands between a noun and its number and says nothing of either
_TRANSPARENT = expression(
    r"(?:[\s:,的了“”\"'》)]|\([^()\d]{0,16}\)|共计|累计|总计|合计|一共|总共|达到|高达|均|共|已|达|(?<![行作认])为|是|(?<![所])有|约|近|总数|总量|数量|总额|人数|件数|次数"
    r"|(?<=[一-龥]{2})(?:数|量)|全年|全部|分别|各|先后|年均|平均|每年|到位|至少|超过|超|逾|只|仅|计|也|又|还|即|不少于|不低于|其中|现)+\Z"
)
# (what one of them ends in, asked first)
_TRANSPARENT_ENDS = frozenset("位的了计共到达均已为是有约近数量额年部别各后少过超逾只仅也又还即于低中现先")
_LONGEST_TAIL = 60
# What follows the noun behind the number: its predicate, not a part of it.
_PREDICATE = expression(
    r"[,;:。(!?\n]|已|均|全部|被|(?<![作认成称])为|予以|进行|实现|由(?!于)|向|对(?!外|口|象)|在(?!职|岗|编|建|册|校|矫|线)|并|共|其中|得到|做到|能够|可以|应当|需要|未|不(?!动|良|合格|予|满意|见面)|通过|涉及|按照|根据|依法|顺利|成功|有效|全面|积极|使|让|按|供(?![给水电热应销暖气货养奉])"
)
# 行政复议、行政应诉等工作汇报, “互联网+监管”事项: what is listed or named in quotation marks only narrows the noun behind it
_JOINS = expression(
    r"(?:\([一-龥、]{1,4}\))?(?:、|和|与|及|或|以及)?(?:行政|等(?:工作|方面|情况|重点|重大|相关|有关|各项|各类)*(?:的)?)?[\"”’]?"
)
# 577个社区(村)服务站, 600项行政审批(备案)事项: what is added in brackets in mid-phrase goes with the word before it
_ADDED = expression(r"\([^()\d]{1,10}\)(?=[一-龥])")
_RELATIVE = expression(r"[^,;:。、\d]{0,16}的")
# 县政府常务会议5次专题研究信访工作: what a meeting dealt with is its object, no part of its name; 5次专题研究会议 is held
_DELIBERATED = expression(
    r"(?:专题|专门|集中|集体)?(?:研究|听取|审议)(?:部署|审议|讨论|推进|解决)?了?(?=[一-龥《“])"
    r"(?![^,;:。\n]{0,24}(?:会|会议|活动|班|培训|调研|座谈)(?:[,;:。\n]|\Z))"
)
# 27项没有法律法规依据的证明事项: what a thing lacks only narrows it
# 17件与现行法律法规相抵触的规范性文件, 33份标的额较大的合同
_LACKS = expression(
    r"\s*(?:(?:没有|无|缺乏|缺少|未有|有|具有|存在|涉及|关于)[^,;:。\d]{1,20}?"
    r"|[一-龥]{1,8}(?:较大|较高|较多|较强|复杂|突出|集中|强烈|届满|到期|过高|过时)"
    r"|(?:部分|有关|主要)?(?:内容|规定|条款)?(?:与|同|和)[^,;:。\d]{1,20}?(?:抵触|冲突|不符|不一致|适应|有关|相关|矛盾|违背|协调|重复|脱节))的(?=[一-龥“])"
)
_HAN = expression(r"[一-龥]{2,}")
_NAME_THINGS = frozenset({"document", "entity", "item"})
"""Classes of units whose measure words nouns have: 份, 处, 台."""


@cache
def counts(unit: str, head_class: str) -> bool:
    """Whether such a unit can count such a noun: 各部门31件 counts no departments, 持有执法证的9名 no certificates."""
    kind, sort = unit_classes().get(unit, ""), head_sorts()[head_class]
    if kind in {"person", "visit"}:
        return sort in _COUNTED_BY_PERSONS
    if kind == "rate":
        return sort == "rate"
    if kind in {"case", "document"} or unit in _UNITS_OF_ITEMS:
        return sort not in _NEVER_CASES
    return sort not in _NEVER_TIMES if kind == "time" else sort != "rate"


def _trim(folded: str, start: int, end: int) -> int:
    """Where the words before a number end, without what is transparent."""
    if end > start and "一" <= folded[end - 1] <= "龥" and folded[end - 1] not in _TRANSPARENT_ENDS:
        return end
    floor = max(start, end - _LONGEST_TAIL)
    match = _TRANSPARENT.search(folded, floor, end)
    return match.start() if match else end


def noun_and_verb_before(folded: str, span: Span, tokens: Tokens) -> tuple[Token | None, Token | None]:
    """The last noun before the number, and the verb between them where one stands there (行政复议申请共受理62件)."""
    start, end = span
    end = _trim(folded, start, end)
    verb: Token | None = None
    for _ in range(3):
        noun, act = tokens.head_ending(end, start), tokens.act_ending(end, start)
        if noun and noun.start and folded[noun.start - 1] == "被":
            # 被判决败诉的3起: what was done to them is no noun
            noun = None
        if act is None or (noun and noun.start < act.start):
            return noun, verb
        rest = _trim(folded, start, act.start)
        if noun and noun.start == act.start and (verb or tokens.head_ending(rest, start) is None):
            # 开展调解310件: what was done is itself what is counted
            return noun, verb
        verb, end = verb or act, rest
    return None, verb


def noun_behind(folded: str, span: Span, unit: str, tokens: Tokens) -> Token | None:
    """The noun right behind the measure word, to the last member of its compound."""
    found: Token | None = None
    span = (_skip_lacking(folded, span), span[1])
    at = span[0]
    times = unit_classes().get(unit) == "time"
    words = _words_behind(folded, span, tokens, times=times)
    for n, token in enumerate(words):
        if token.start < at and token.end <= at:
            continue
        if _ends_between(folded, at, token.start):
            break
        kind, act = token.meaning.head, token.meaning.act
        if times and kind == "aspect" and folded.startswith("的", token.end):
            # 10余次依法行政领域的会前学法: a field is held no times, it narrows what was
            at = token.end + 1
            continue
        if kind:
            if not counts(unit, kind):
                if found:
                    break
            elif not _continues(folded, found, token):
                break
            elif len(token.meaning.head) and (token.end - token.start > 1 or _ends_noun(folded, token.end, span[1])):
                found = token
                following = words[n + 1] if n + 1 < len(words) else None
                if unit_classes().get(unit) in {"person", "visit"} and not _is_of_person(token, following):
                    break
        elif act and _names_source(act, times, folded[found.end : token.start] if found else ""):
            found = None
        elif act and (relative := _RELATIVE.match(folded, token.end, span[1])) and found is None:
            # 42件以政府名义印发的文件: a clause of its own before the noun
            at = relative.end()
        elif act:
            following = words[n + 1] if n + 1 < len(words) else None
            joined = following is not None and following.start <= token.end and bool(following.meaning.head)
            if act in only_verbs() or (found and not joined):
                break
        at = max(at, token.end)
    return found


_OF_LEVEL = "级"
# 26名调解员家属, 6名公证员助理
_OF_PERSONS = frozenset({"masses", "assistant"})


def _is_of_person(token: Token, following: Token | None) -> bool:
    """Whether a noun right behind that of persons says that others are counted, who belong to them."""
    return following is not None and following.start == token.end and following.meaning.head in _OF_PERSONS


def _skip_lacking(folded: str, span: Span) -> int:
    """Where the noun phrase goes on behind a clause of what the thing has or lacks."""
    lacks = _LACKS.match(folded, *span)
    return lacks.end() if lacks else span[0]


def _words_behind(folded: str, span: Span, tokens: Tokens, *, times: bool) -> list[Token]:
    """The words that may be the noun or lead to it, without what a meeting dealt with and without the other kind of place in brackets."""
    # 6个乡镇级集中供水点: the townships are not counted
    words = [token for token in tokens.uncovered(span) if not folded.startswith(_OF_LEVEL, token.end)]
    if times and (dealt := _DELIBERATED.match(folded, *span)):
        return [token for token in words if token.end <= dealt.end()]
    if folded.find("(", *span) < 0:
        return words
    added = [addition.span() for addition in _ADDED.finditer(folded, *span)]
    return [token for token in words if not any(start < token.start and token.end < end for start, end in added)]


def _ends_between(folded: str, at: int, stop: int) -> bool:
    """Whether a predicate or a stop stands there."""
    addition = _ADDED.match(folded, at)
    return _PREDICATE.search(folded, addition.end() if addition else at, stop) is not None


def _names_source(act: str, times: bool, gap: str) -> bool:
    """Whether the noun before a verb is who held what is counted (9次常务会议开展会前学法), or who told of it (18个督察反馈问题)."""
    return act == "hold" if times else act == "find" and not gap


def _continues(folded: str, found: Token | None, token: Token) -> bool:
    """Whether a noun belongs to the same compound as the one before it."""
    if found is None or token.start <= found.end:
        return True
    gap = folded[found.end : token.start]
    return _JOINS.fullmatch(gap) is not None or (gap == "的" and head_sorts()[found.meaning.head] in {"person", "body"})


def _ends_noun(folded: str, end: int, stop: int) -> bool:
    """Whether the phrase ends here: a single character is a noun only there (8个村, not 村庄)."""
    return end >= stop or not "一" <= folded[end] <= "龥" or _PREDICATE.match(folded, end) is not None


def read_other_member(folded: str, noun: Token, before: Span, tokens: Tokens) -> str:
    """The class of the noun that one is joined to: 代表建议、意见; 执法记录仪等设备."""
    if noun.start > before[0] and folded[noun.start - 1] in "、和与及等":
        other = tokens.head_ending(noun.start - 1, before[0])
        verb = tokens.act_ending(noun.start - 1, before[0])
        if other is None or (verb and verb.start < other.start):
            # 起草、审查、备案等工作制度: the 案 of 备案 is none
            return ""
        return other.meaning.head
    return ""


def unknown_noun(folded: str, before: Span, tokens: Tokens) -> Span | None:
    """A noun right before the number that heads.csv does not know."""
    end = _trim(folded, *before)
    inside = tokens.inside((max(before[0], end - _LONGEST_TAIL), end))
    if end - before[0] < 2 or any(token.end == end for token in inside):
        return None
    last = max((token.end for token in inside), default=before[0])
    if end - last == 1 and folded[last] in _PARTS_OF_WORDS:
        # 案件登记|表, 对象档案|盒: the words before are known, and only narrow it
        return last, end
    return next((run.span() for run in _HAN.finditer(folded, last, end) if run.end() == end), None)


def is_strange(folded: str, noun: Span, unit: str) -> bool:
    """Whether what stands before the number is a noun of the dictionary, and its measure word one that nouns have.

    件, 次, 人 and % count cases, acts and persons whose name stands elsewhere (其中国土12件, 学习民法典12次); 份, 处, 台 the thing itself.
    """
    kind = unit_classes().get(unit)
    if (kind == "case" or kind in _NAME_THINGS) and _PAPER.search(folded, *noun):
        return True
    if kind not in _NAME_THINGS:
        return False
    if folded[noun[1] - 1] in _OBJECTS:
        return True
    word, tag = tag_words(folded[slice(*noun)])[-1]
    return tag == "n" and len(word) > 1


# 窗口摆放扫码台卡65个, 指南取阅架45个: what ends so can be put up, whatever stands before
_OBJECTS = frozenset("卡架牌柜屏机箱栏椅灯桶盒袋")
_PARTS_OF_WORDS = _OBJECTS | {"表"}
# 整理败诉案件分析报告9件, 填报提案进度表30件: a paper about a thing is no such thing
_PAPERS = r"报告|报告书|简报|专报|副本|复印件|回执|[通知登记反馈评价回访]单|(?<!代)表"
_PAPER = expression(rf"(?:{_PAPERS})\Z")
_ABOUT = (
    "(?:办理|处理|处置|工作|情况|分析|评析|调查|调研|研判|评估|统计|汇总|进展|进度|登记|审批|整改|反馈|答复|回复|征询|征求|测评|评议|评分|评价|总结|专题|年度"
    "|意见|满意度|结果|信息|数据|备案|申报|移送|送达|质量|跟踪|回访|核查|执行|公示)*"
)
_PAPER_BEHIND = expression(rf"{_ABOUT}(?:{_PAPERS})(?=[,;:。、()\s]|\Z)")


def name_paper(folded: str, noun: Token, stop: int) -> Span | None:
    """The whole of a noun that goes on as that of a paper about it: 12件败诉案件分析报告; None where it ends as it is."""
    paper = _PAPER_BEHIND.match(folded, noun.end, stop)
    return (noun.start, paper.end()) if paper else None


# 网格员见面会, 人民监督员座谈会: who met is told, and nothing of what for; 领导干部会议, 法律顾问会议 are of another kind
_MEET_FOR = frozenset({"cadre", "adviser", "lawyer", "legal_reviewer", "trainee", "department"})


def is_meeting_of(noun: Token, tokens: Tokens, floor: int) -> bool:
    """Whether a meeting is named by those who met."""
    if noun.meaning.head != "meeting":
        return False
    who = tokens.head_ending(noun.start, floor)
    return who is not None and head_sorts()[who.meaning.head] == "person" and who.meaning.head not in _MEET_FOR
