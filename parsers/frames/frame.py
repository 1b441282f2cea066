"""The frame of a figure: what is counted, what was done with it, for whom, and in which state, as its own clause says it."""

from __future__ import annotations

from typing import NamedTuple

from parsers.frames.acts import find_act_of_row, find_elided, find_governor, find_outermost
from parsers.frames.direction import Direction, read_direction
from parsers.frames.nouns import (
    counts,
    is_meeting_of,
    is_strange,
    name_paper,
    noun_and_verb_before,
    noun_behind,
    read_other_member,
    unknown_noun,
)
from parsers.frames.reach import find_reach
from parsers.frames.tokens import Span, Token, Tokens
from parsers.frames.words import head_sorts
from parsers.numbers.clauses import Clause
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression

OTHER = "other"
"""The class of a noun that heads.csv does not know: never a guess."""
STRANGE = "strange"
"""A noun of the dictionary that heads.csv does not know, counted as only things are: 案卷评分表1200份, 队伍营房3处. No indicator counts it."""
NONE = "none"
"""No noun of its own: 受理62件."""
UNNAMED = frozenset({NONE, OTHER, STRANGE})
"""Where heads.csv tells nothing of what is counted."""


class Frame(NamedTuple):
    """What a figure's own clause says it counts."""

    head: Span | None
    """The counted noun; None where the clause has none of its own."""
    head_class: str
    """A class of heads.csv, `other` or `strange` for a noun that it does not know, `none` where there is no noun."""
    also: str
    """The class of the noun that it is joined to (建议、意见), empty where there is none."""
    place: str
    """Where the noun stands: `behind` the measure word, `before` the number, `shared` behind the last of the row, `repeated` behind the same verb
    of the figure before; empty without noun."""
    act: Span | None
    act_class: str
    """The governing verb's class in acts.csv; empty where there is none."""
    audience: str
    """For whom, a class of audiences.csv; empty where nobody is named."""
    reach: int | None
    """How many of the clauses before may govern it; None where nothing stands between."""
    state: str
    """`whole`, `remainder` (尚在审查的3件, 不合格率), `planned` (拟举办3期), `from` (由512项…), `to` (…压到388项)."""
    direction: Direction = ""
    """Of powers: given to those below, or come from above."""
    moved: Span | None = None
    """Of a figure `from` or `to`: what went from one number to the other, in its own clause or the one before."""
    given_to: Span | None = None
    """For whom a thing of another kind was made or bought: 给公证员 of 给公证员定制工作服23件. None where its own noun is known."""
    told_before: Span | None = None
    """The clause before, without a figure, that tells what a clause counts which says only how many (“一证通办”事项，目前已有112项)."""


_LEVEL = expression(
    r"[\s、和及]*(?:(?:国家|自治区|省|市|州|盟|旗|县|区|乡|镇|街道|村|部|厅|处|科|副?[县处科厅]|[一二三四五]星|[一二三]类)级?(?:以上)?|[一二三]等)[\s、和及]*"
)
_LEVEL_BEFORE = expression(r"(?:(?:国家|自治区|省|市|州|盟|旗|县|区|乡|镇|村)级|全[国省市县区州盟]|国家|街道)\s*\Z")
# 10个方面79项任务; 63项处罚权交由8个镇行使
_SQUEEZED = expression(r"[一-龥]{2,4}(?:(?:交[由给予]|移交给?|下放[给到至]?|赋予)(?=\d)|(?=\d))")
_DONE_TO = expression(r"\s*(?:对|就|围绕|针对)[^,;。]{1,80}?(?:进行|开展|予以|组织)了?")
_REMAINDER = expression(
    r"尚在|尚未|正在|还在|未办结|未审结|未结|未达成|未成功|未能|未通过|待[审办查结]|暂缓|除外|其余|剩余|余下|另有|不含|不包括|结转"
)
# 尚有8项证明事项未能取消: what is left over is told by two words, one on each side of the number
_LEFT = ("尚有", "仍有", "另有", "还有", "剩余", "其余")
# 32项全部承接，除3项因不具备条件无法承接外
_EXCEPT = ("除", "除了")
_WORK = "整改|办理|处理|审理|审查|审核|调查|化解|调处|查处|核查|解决|督办|落实|治理"
# 1项不同意下放, 12件尚未办结
_NOT_DONE = expression(
    r"\s*(?:不同意|未能|暂不|暂未|尚未|仍未|还未"
    rf"|(?:已|均|都)?(?:正|仍|尚|还)在(?:抓紧|加快|持续|有序|按期|依法)?(?:{_WORK}))"
    r"(?![^,;。]{1,16}的[一-龥])"
)
# 尚有15处正在整改, 还有3件在办理中
_NOT_YET = expression(
    r"未|没有|待[审办查结]|(?:正|仍|尚|还)在|在[^,;。\d]{1,8}中(?![心学小])|(?:处于|抓紧|加快|持续|继续)"
)
# 计划举办培训班3期, 明年拟开展讲座10场: not done yet; 按计划开展检查36次, 对拟出台的文件12件进行审核: done
_PLANNED = expression(
    r"(?:(?:\A|[,;:。\s]|[局委府县市区镇乡年季月中])计划|(?<![模虚草的对将把就])拟)[^,;。的任提\d]{0,3}\Z"
)
_LONGEST_PLAN = 8
_ASPECT = "aspect"
_GIVEN_TO = expression(r"[为给向](?<![作认成称因行])[^,;:。、的\d]{0,4}(?:[^,;:。、\d]{1,10}的)?[^,;:。、\d]{0,6}\Z")
# 给公证员定制工作服, 为各调解室添置桌椅; 为农民工提供法律援助 tells below what they got
_FOR_WHOM = expression(r"\s*(?:[^,;:。\d]{0,8}?[^,;:。\d一-龥])?[给为](?!期|主|首|核心|重点|抓手|目标|例)")
_SHORTEST_GIFT = 3
_RECEIVE = frozenset({"person", "body"})
_PLANNABLE = frozenset({"hold", "issue", "train", "teach", "launch", "hand_out", "select", "inspect", "hire"})
FORMER = (
    "(?:原来|原先|原有|原|[一二两三四五几]年前|最多时|最高时|高峰时|最初时|改革前|之前|(?:上|去|前)一?年度?(?:初|末|底|同期)?"
    "|最初|年初|法定|过去|[合整归调改清精分][一-龥]{1,2}[前时]|20\\d{2}年(?:度|[初末底])?)"
)
"""What stands between 由 and the number that was before."""
# 在上年402项的基础上精简到371项
_FROM = expression(rf"(?:(?:由|从|自){FORMER}?|在{FORMER})的?\s*\Z")
_SAYS_NOTHING = expression(
    r"\s*(?:总?数量?|总量|规模|人数|件数|总数|总人数|比例|占比|共计?|累计|总体|已|也|便|更是)*\s*"
)
# 窗口经优化整合, 出庭应诉率逐年走高, 顾问队伍不断壮大: how it went is no part of what went
_HOW = expression(
    r"经(?!济|营|费|验|办|常)|历经|通过|持续|不断|逐[年步月季]|稳步|稳中|大幅|进一步|显著|明显|总体|总量|数量|规模|优化|整合|实现|得到|呈|连年|较上年|较去年|同比|随着|有所|有了|再次|再|继续|均|全面|进行|予以|,"
)
_LONGEST_FROM = 10
_DIGIT = expression(r"\d")
_MOVED = expression(
    r"[^,;。\d]{0,8}?(?:至|到|为|成)了?(?:(?:今年|目前|现在|当前|如今|本年|改革后|现有|现|(?:年|今年|本年)[底末]|20\d\d年)的?)?(?:约|近)?\s*\Z"
)


def read_frame(folded: str, unit: str, clause: Clause, tokens: Tokens, own: Span | None = None) -> Frame:
    """The frame of a figure; `own` replaces the text before the number (one of several things in a row)."""
    before = own or clause.before
    state = _read_state(folded, clause, before)
    moved = find_moved(folded, clause) if state in {"from", "to"} else None
    if moved and state == "to":
        # 事项由512项压到388项: the noun stands before the first of the two
        before = moved
    noun, verb, place = _find_noun(folded, unit, clause, tokens, before, own)
    unknown = unknown_noun(folded, before, tokens) if noun is None and verb is None else None
    act = verb or find_governor(before, noun, tokens)
    if act is None and unknown is None:
        act = find_act_of_row(folded, clause, noun, tokens) or find_elided(folded, clause, noun, tokens)
    if act:
        # 分批承接市级赋权120项; 承接四批省市下放权限86项: the verb that governs the row stands before its first figure
        act = find_outermost(act, [*(tokens.acts(clause.head) if clause.row[0] else ()), *tokens.acts(before)])
    also = ""
    head: Span | None = None
    head_class = NONE
    if noun and counts(unit, noun.meaning.head):
        head, head_class = (noun.start, noun.end), noun.meaning.head
        also = read_other_member(folded, noun, before, tokens)
        if place == "behind" and (paper := name_paper(folded, noun, clause.after[1])):
            head, head_class = paper, STRANGE
        elif is_meeting_of(noun, tokens, clause.after[0] if place == "behind" else before[0]):
            head_class = STRANGE
    elif unknown:
        head, head_class, place = unknown, STRANGE if is_strange(folded, unknown, unit) else OTHER, "before"
    is_rate = unit_classes().get(unit) == "rate"
    if (head and _is_negated(folded, head, rate=is_rate)) or (act and _is_negated(folded, (act.start, act.end))):
        # 抽检不合格率2.7%, 未出庭应诉12件, 未经合法性审查的文件2件: those that are not
        state = "remainder"
    if act and not is_rate and _is_due(folded, (act.start, act.end)):
        state = "remainder"
    told = _find_told_before(folded, clause, own)
    if act and act.start >= before[0] and _is_planned(folded, clause, act):
        state = "planned"
    return Frame(
        head=head,
        head_class=head_class,
        also=also,
        place=place if head else "",
        act=(act.start, act.end) if act else None,
        act_class=act.meaning.act if act else "",
        audience=_read_audience(before, clause.after, noun, tokens),
        reach=find_reach(folded, unit, clause, tokens, elliptic=head is None),
        state=state,
        direction=read_direction(folded, clause, told),
        moved=moved,
        given_to=_find_given_to(folded, before, tokens) if _is_unknown_before(head_class, place, act) else None,
        told_before=told,
    )


# 目前已有112项, 全年有2.6万册, 总数达到32家
_HOW_MANY = expression(
    r"\s*(?:目前|现在|现|截至目前|截至年底|截止目前|迄今|至今|全年|年内|年底|到年底|全[省市县区州旗]|已经|已|共|总共|一共|共计|累计|总计|合计|总数|总量|数量"
    r"|有|达到|达|为|是|超过|超|突破|约|近|仅|只)+\s*"
)
_GREW = expression(r"\s*(?:经过?|通过|历经|随着)[^,;。\d]{2,10},\s*")
_ONCE = expression(r"原有|原来|最初|年初|起初|此前|改革前")
_NO_MORE = expression(r"[\s,;。:!)]*")


def _find_noun(
    folded: str, unit: str, clause: Clause, tokens: Tokens, before: Span, own: Span | None
) -> tuple[Token | None, Token | None, str]:
    """The counted noun, the verb that stands in its place before the number, and where the noun was found, as in `Frame`."""
    noun = None if own else _find_behind(folded, unit, clause, tokens)
    if noun and not folded.startswith("《", clause.after[0]):
        return noun, None, "behind"
    named, verb = _find_before(folded, clause, before, tokens)
    if noun and not named:
        return noun, None, "behind"
    # 制定规范性文件1件《甲县公房管理办法》: what it is called stands behind what it is
    noun, place = named, "before" if named else ""
    if noun is None and not own and _shares_noun(folded, clause, verb):
        noun = noun_behind(folded, clause.tail, unit, tokens)
        place = "shared" if noun else ""
    if verb and not own and (repeated := _find_repeated(folded, clause, verb, tokens)):
        noun, place = repeated, "repeated"
    return noun, verb, place


def _find_told_before(folded: str, clause: Clause, own: Span | None) -> Span | None:
    if own or clause.in_brackets or not clause.earlier or clause.earlier[0][0] < clause.sentence[0]:
        return None
    if not _HOW_MANY.fullmatch(folded, *clause.before) or not _NO_MORE.fullmatch(folded, *clause.after):
        return None
    # 工作室原有120个，经过增设，目前已达186个: how it came about tells nothing of what they are
    nearer = 1 if len(clause.earlier) > 1 and _GREW.fullmatch(folded, *clause.earlier[0]) else 0
    told = clause.earlier[nearer]
    if told[0] < clause.sentence[0] or (_DIGIT.search(folded, *told) and not _ONCE.search(folded, *told)):
        return None
    return told


def find_moved(folded: str, clause: Clause) -> Span:
    """What went from one number to another: before 由, or where nothing stands there, what opens the clause before.

    政务大厅窗口经优化整合，由58个精简为34个.
    """
    start = clause.head[0]
    own = _FROM.sub("", folded[slice(*clause.head)])
    if not _SAYS_NOTHING.fullmatch(own) or not clause.earlier or clause.earlier[0][0] < clause.sentence[0]:
        return start, start + len(own)
    opens, ends = clause.earlier[0]
    how = _HOW.search(folded, opens + 2, ends)
    return opens, how.start() if how else len(folded[:ends].rstrip(",:"))


_NAMED = expression(r"《[^《》]{1,60}》(?:[、和]?《[^《》]{1,60}》)*等(?:一批)?")


def _find_behind(folded: str, unit: str, clause: Clause, tokens: Tokens) -> Token | None:
    """The counted noun behind the measure word."""
    # 出台3件《甲县渔港管理办法》等规范性文件: what they are stands behind what one is called
    named = _NAMED.match(folded, *clause.after)
    behind = noun_behind(folded, (named.end() if named else clause.after[0], clause.after[1]), unit, tokens)
    is_bare = clause.after[0] == clause.after[1]
    if behind is None and is_bare and (squeezed := _SQUEEZED.match(folded, clause.after[0])):
        # 10个方面79项任务: the noun stands between two numbers
        behind = noun_behind(folded, squeezed.span(), unit, tokens)
    if behind is None and unit_classes().get(unit) == "time" and (done := _DONE_TO.match(folded, *clause.after)):
        # 常务会议先后4次对《审计法》等法律进行专题学习: what was done is counted, not who met
        behind = noun_behind(folded, (done.end(), clause.after[1]), unit, tokens)
    return behind


def _find_before(folded: str, clause: Clause, before: Span, tokens: Tokens) -> tuple[Token | None, Token | None]:
    """The counted noun before the number, and the verb in its place."""
    noun, verb = noun_and_verb_before(folded, before, tokens)
    if noun and clause.row[0] and noun.meaning.head == _ASPECT and not folded[before[0] : noun.start].strip():
        # 7个方面21项依法行政工作: the aspects are those of the number before
        return None, verb
    if (
        noun
        and verb
        and head_sorts()[noun.meaning.head] in _RECEIVE
        and _GIVEN_TO.search(folded, before[0], noun.start)
    ):
        # 为新入职人员核发56个: who got them is not what was given
        return None, verb
    return noun, verb


def _is_unknown_before(head_class: str, place: str, act: Token | None) -> bool:
    """Whether the words before a number name a thing that heads.csv does not know, or nothing in it knows what they say."""
    return (head_class in {OTHER, STRANGE} and place == "before") or (head_class == NONE and act is None)


def _find_given_to(folded: str, before: Span, tokens: Tokens) -> Span | None:
    """给公证员, which opens a clause whose thing heads.csv does not know, where 给 or 为 and a person or body stand there."""
    opens = _FOR_WHOM.match(folded, *before)
    if opens is None:
        return None
    end = 0
    for token in tokens.uncovered((opens.end(), before[1])):
        # 各村|调解委员会: to the last of those that stand side by side
        if token.meaning.act or (end and token.start > end):
            break
        if token.meaning.head and head_sorts()[token.meaning.head] in _RECEIVE:
            end = token.end
    return (opens.end(), end) if end and before[1] - end >= _SHORTEST_GIFT else None


def _shares_noun(folded: str, clause: Clause, verb: Token | None) -> bool:
    """Whether the noun stands once, behind the last of the row: 1个省级、3个市级、5个县级法治文化阵地, 修改5件、废止25件政府规章."""
    if clause.row[0] + 1 >= clause.row[1]:
        return False
    if _LEVEL.fullmatch(folded, *clause.after) is not None:
        return True
    if clause.after[0] != clause.after[1]:
        return False
    # 国家级2个、省级11个、市级26个民主法治示范村
    return verb is not None or _LEVEL_BEFORE.search(folded, *clause.before) is not None


# 市级成立专家组2个、县级成立7个: at which level, and no thing of its own
_AT_LEVEL = expression(
    r"[\s、,和及]*(?:全[省市县区州旗镇乡]|[省市县区州旗镇乡村]|街道|社区|部门|单位|园区|开发区|本级|所属|下属|各|级|直|\(|\)|、|和){1,8}(?:共|也|又|则|另|均)?\s*"
)


def _find_repeated(folded: str, clause: Clause, verb: Token, tokens: Tokens) -> Token | None:
    """The noun behind the same verb of the figure before, its words included, where this one names only the level at which it was done as well."""
    if not _AT_LEVEL.fullmatch(folded, clause.before[0], verb.start):
        return None
    opens, ends = clause.head[0], clause.before[0]
    if not clause.row[0]:
        if not clause.earlier or clause.earlier[0][0] < clause.sentence[0]:
            return None
        opens, ends = clause.earlier[0]
    at = folded.find(folded[verb.start : verb.end], opens, ends)
    number = _DIGIT.search(folded, at, ends) if at >= 0 else None
    if number is None or folded.find(folded[clause.after[0] - 1], number.start(), ends) < 0:
        return None
    start = at + verb.end - verb.start
    noun, acted = noun_and_verb_before(folded, (start, number.start()), tokens)
    return None if noun is None or acted else noun._replace(start=start)


def _is_planned(folded: str, clause: Clause, act: Token) -> bool:
    if (act.meaning.act not in _PLANNABLE and not act.meaning.audience) or folded.startswith("的", act.end):
        # 对拟印发的12件文件进行审查: they were reviewed
        return False
    return _PLANNED.search(folded[max(clause.sentence[0], act.start - _LONGEST_PLAN) : act.start]) is not None


_WAITING_WORDS = frozenset(
    {
        "接待",
        "招待",
        "期待",
        "等待",
        "对待",
        "看待",
        "优待",
        "供应",
        "对应",
        "反应",
        "适应",
        "响应",
        "相应",
        "回应",
        "感应",
        "答应",
    }
)


def _is_due(folded: str, word: Span) -> bool:
    """Whether it has yet to be done, or ought to be: 待审核的文件6件, 应备案文件9件."""
    before = folded[max(word[0] - 2, 0) : word[0]]
    return before.endswith(("待", "应")) and before not in _WAITING_WORDS


# 未出庭应诉, 未经审查, 未按期办结
_NOT = expression(r"未(?:经|能|按[期时]|按规定|及时|如期)?(?:全部|依法)?\Z")
_LONGEST_NOT = 6


def _is_negated(folded: str, word: Span, *, rate: bool = False) -> bool:
    before = folded[max(word[0] - _LONGEST_NOT, 0) : word[0]]
    return ("未" in before and _NOT.search(before) is not None) or (rate and before.endswith("不"))


def _read_audience(before: Span, after: Span, noun: Token | None, tokens: Tokens) -> str:
    return tokens.last_audience(before, noun) or tokens.last_audience(after, noun)


# 计划培训执法人员500人, 拟于来年轮训干部300人次, 力争建成法治公园3个, 目标任务为调解纠纷2000件: meant, not done
_MEANT = expression(
    r"\s*(?:(?:明年|下一年|下年度?|20\d{2}年底?(?:前)?)[,、]?)?"
    r"(?:力争|计划(?!生育|[的内外中书]|任务|方案|项目)(?=(?:于|在|明年|20\d\d年)?[一-龥]{2})|预计|争取(?=到?20|年底|在|于|实现)|目标(?:任务)?(?:为|是)|目标(?=培[育养]|建成|新[建增]|实现|创[建成]|打造|达到)|有望|预期|即将|将要|打算|准备(?=[聘建新开组制出培举召])|(?:今后|未来)[一二两三四五六七八九十\d]+年|拟[于在]?(?:明年|来年|次年|下一?年度?))"
)


# 筹建调解中心2个, 拟建法治广场3处, 在建服务站1个; 在建工地检查42处 are there
_TO_BE_BUILT = expression(
    r"[\s、,和及]*(?:正在|正|还|另)?(?:(?:筹建|拟建|待建|规划建设)(?!的)|在建(?!的|工地|工程|项目|房|楼|小区|道路))"
)
# 未达标服务站3个, 停用服务站5个, 离职调解员9名, 应建未建2个, 年审未通过的6名: what cannot be counted among what there is
_OUT_OF_USE = expression(
    r"[\s、,和及]*(?:共|已|另有|还有|有)?(?:"
    r"(?:尚|仍|还)?未(?!予|成年|来|央|婚|知|发[生现]|出现|引发|接[到报]|收到)[^,;。\d]{1,12}?(?=[一-龥]{2}\s*\Z)"
    r"|(?:停用|停办|闲置|空置|离职|离任(?!经济|审计)|过期|作废|报废|失联|脱管|漏管|损坏|遗失|退回[^,;。\d]{0,8}的)"
    r"|应[一-龥]{1,2}未[一-龥]{1,2})"
    r"|(?:尚|仍|还)?未(?!予|成年|来|婚|知)[^,;。\d]{1,10}的\s*\Z"
)
_OUT_OF_USE_CHARACTERS = frozenset("未停闲空离过作报失脱漏损遗退")
# 尚缺法制员6名, 调解员缺口9名: who is not there
_MISSING = expression(
    r"[\s、,和及]*(?:目前|现|全[省市县区州])?(?:尚|仍|还|共)?(?:缺少|欠缺|缺额|空缺|紧缺|短缺|缺编|缺(?!席|陷|失|勤|口|斤|岗))|缺(?:口|额|编|员)(?:数?为|达|有|共)?\s*\Z"
)
# 已整改48处，正在整改5处
_GOING_ON = expression(rf"(?:正|仍|尚|还)在(?:抓紧|加快|持续|有序|依法)?(?:{_WORK})的?(?:有|共)?\Z")
# 5件规范性文件列入修改计划
_ONLY_PLANNED = expression(r"[列纳]入[^,;。]{0,6}(?:修改|修订|修法|废止|制定|清理|整改|改造|建设)[^,;。]{0,4}计划")


def _is_out_of_use(folded: str, before: Span) -> bool:
    said = folded[slice(*before)]
    if _OUT_OF_USE_CHARACTERS.isdisjoint(said):
        return False
    return _OUT_OF_USE.match(said) is not None or (
        said.rstrip().endswith("的") and _OUT_OF_USE.search(said) is not None
    )


def _read_state(folded: str, clause: Clause, before: Span) -> str:
    if _MEANT.match(folded, *clause.head):
        return "planned"
    if _NOT_DONE.match(folded, *clause.after):
        return "remainder"
    if folded.find("建", *before) >= 0 and _TO_BE_BUILT.match(folded, *before):
        return "planned"
    if _is_out_of_use(folded, before):
        return "remainder"
    if folded.find("缺", *before) >= 0 and _MISSING.search(folded, *before):
        return "remainder"
    if folded.find("计划", *clause.after) >= 0 and _ONLY_PLANNED.search(folded, *clause.after):
        return "planned"
    if clause.in_brackets and _REMAINDER.search(folded, *before):
        return "remainder"
    last = folded[max(before[0], before[1] - _LONGEST_FROM) : before[1]].rstrip()
    if "在" in last and _GOING_ON.search(last):
        return "remainder"
    if last.endswith(_EXCEPT) or (last.endswith(_LEFT) and _NOT_YET.search(folded, *clause.after)):
        return "remainder"
    position, count = clause.row
    if count < 2:
        return "whole"
    if position + 1 < count and _FROM.search(folded, max(before[0], before[1] - _LONGEST_FROM), before[1]):
        return "from"
    head = (max(clause.head[0], clause.head[1] - _LONGEST_FROM), clause.head[1])
    if position and _FROM.search(folded, *head) and _MOVED.match(folded, *before):
        return "to"
    return "whole"
