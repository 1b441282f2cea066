"""A phrase of a report made fit for a label: without times, adverbs and what only joins it to its number; cut between words where it is too long."""

from __future__ import annotations

import re

from parsers.figures.labels.words import any_word, end_of_word, start_of_word
from parsers.frames.frame import FORMER
from parsers.text.expressions import expression
from parsers.text.readings import drop_readings
from parsers.text.words import cut_words, tag_words

LONGEST = 24
"""Characters of a label, without the mark of a change."""
LONGEST_WHOLE = 30
"""Of one that tells what became of the things: a long name that is whole says more than a short one that is not."""

# (where an expression may begin at few characters, they are asked first)
_TIME = expression(
    # 一季度调解纠纷400件, 3月受理7件
    r"(?=[第前一二三四\d])(?:(?:第?[一二三](?:季度)?[、和及与至到])?[第前]?[一二两三四]个?季度|前(?:[一二两三四五六七八九十]{1,2}|\d{1,2})个月|\d{1,2}月底?前|(?<![\d.~-])(?:\d{1,2}月?份?[~至到-])?\d{1,2}月份?(?=[一-龥]{2}|$)(?![租费报检考度薪供内]))|"
    r"(?=[一二三四五六七八九十元])(?:[一二三四五六七八九元]|十[一二]?)月份|"
    r"(?=[一二])(?:[一二][〇零九][〇零一二三四五六七八九]{2}年(?:度|底|末|初)?(?:[一二三四五六七八九十元]{1,2}月份?)?)[,、]?|"
    r"(?=[截12今本全去上下目年当近至到])(?:(?:截?至|到)年[末底]|[上下]半年|\d{1,2}至\d{1,2}月份?|截至\d{1,2}月[底末]?)|(?=[截12今本全去上目年当近])(?:截[至止]到?)?(?:(?:19|20)\d{2}年?(?:度|底|末|初)?|今年[底末初]?|本年度?|全年|去年[底末初]?|上年(?:度|[底末初])?|目前|年内|当前|近(?:[一二两三四五六七八九十]|\d{1,2})?年来?)(?:\d{1,2}月(?:份|底|末|\d{1,2}日)?(?:[至到~-]\d{1,2}月(?:份|底|末)?)?|[上下]半年|前\S{1,2}(?:个月|季度)|[一二三四]季度)?(?:以来年?(?![均度内初末底终])|来(?![源信访电自])|至今|期间|同期|内)?[,、]?"
)
_DAY = expression(r"\d{0,2}月\d{1,2}[日号]")
_ADVERBS = expression(
    r"已?连续[一二两三四五六七八九十\d]+[年届次](?=[一-龥])|"
    r"[共总合累]计(?![划算量价])|一共|总共|先后|目前(?<!最目前)|其中|分别(?=[一-龥])|同时(?=[一-龥])"
)
# 共办理, 已审结, 均为: single characters are adverbs only at the edges; inside they are parts of words (节约, 新闻).
_EDGE_START = expression(
    r"(?:均|都|共|即(?=每)|各(?=组织|开展|举办|召开|检查|排查|巡查|培训)|已经?|约|仅|就(?![业医学近地读诊餐职])|还|又|再|另有?|并|全部|有(?![关效限偿害毒机益利序力色声线组轨望名的针])|现(?![场行代任金实])有?|分别|依法(?!治|行政))+(?=[一-龥]{2})"
)
_EDGE_END = expression(r"(?<=[一-龥]{2})(?:(?<!平)均|都|共|已|(?<![公合节签制预条违履契规民集简特邀解缔续租])约|仅)+$")
_COPULA = expression(
    r"(?=[突一最均都高达为是有占至到做了约共计超近的增提下上压数总分保控稳维现另各仅已只原以此双在])(?:(?<!平)均|都)?(?:各(?=[为达占是])|(?<![表实体兑再出发呈])现(?=[有已共仅达])|(?<=[一-龥]{2})(?:另(?=有)|(?:原来|原先|以前|此前)?[只仅](?=[有为剩])|已(?=[有达]))|(?:保持|控制|稳定|维持|巩固)(?:在|为|达|到)|保持|一共|最[高低多]?[达为]|高达|达到|达|(?<![行作])为|是|(?<![所持占享])有|占|至|做到|(?<![收接受查追找抓感看搜])到|了|(?<![公合节签制预条违履契规民集简特邀解缔续租])约|共|(?<![合统审设会估预累共总])计|(?<![治赶反高])超|(?<![附最临靠邻就亲贴走新])近|的|突破了?|增加到|提高到|提升至|下降至|上升至|压缩至|数量|总数|分别|双双|(?<=[率度例重值])在)+\s*$"
)
_LEADING = expression(
    r"(?:[\s、,;:。”\"()|的]|然后|另?一方面|[一二三四五六七八九十]是|和(?!解)|及(?![时格])|与|并|对(?![口应照接标比])|将|把|在(?![册岗编职调审建办])|从(?![轻业])|以(?!上|下|内|案))+(?=[一-龥“A-Z])"
)
# 事项由1296项减至405项, 吞吐量从3.1亿吨增加到4.3亿吨: what stands before the first number opens the change; | is a cell's edge
_TRAILING = expression(
    rf"(?:[\s、,;:。.·“\"(的\d|-]|(?<=[一-龥]{{2}})[和与及由从](?<![缘理自事来案]由)(?<![侍服]从)(?<!言和)|[由从]全[国省市县区州]|[由从]{FORMER})+$"
)
# …条例》等, 在群众中: the tail of what was cut away
_REST = expression(r"^(?:[等、里内间暨]|领域(?=[一-龥]{4})|中(?![心央共国小介期]))+")
_LIST = expression(r"(?<=[一-龥”》])(?:、[^、的]{1,12}?)+(?:[和及与][^、的]{2,}?)?等")
_TITLE = expression(r"《([^《》]+)》")
_FEWEST = 2


def clean(phrase: str) -> str:
    """The phrase without times, adverbs, and the words that only join it to its number."""
    if not _TIME_STARTS.isdisjoint(phrase):
        phrase = _TIME.sub("", _DAY.sub("", phrase) if "月" in phrase else phrase)
    if phrase[:4].lstrip()[:1].isdigit():
        phrase = _ITEM.sub("", phrase)
    if phrase[:1] in _OCCASION_STARTS:
        phrase = _OCCASION.sub("", phrase)
    if "《" in phrase:
        phrase = _PLACE_OF_TITLE.sub("《", phrase)
    if "(" in phrase:
        phrase = drop_readings(_EMPTIED.sub("", phrase))
    phrase = _drop_copula(phrase)
    if not _ADVERB_STARTS.isdisjoint(phrase):
        phrase = _ADVERBS.sub("", phrase)
    end = phrase[-1:]
    if end in _LOST_ENDS or end.isspace() or "由" in phrase or "从" in phrase:
        phrase = _drop_trailing(_drop_copula(_drop_trailing(phrase)))
    if phrase[-1:] in _OFTEN_ENDS:
        phrase = _OFTEN.sub("", phrase)
    if phrase and phrase[0] in _LEADING_STARTS:
        phrase = _drop_trailing(_drop_start(_LEADING, phrase))
    if phrase and phrase[0] in _EDGE_STARTS:
        phrase = _drop_start(_EDGE_START, phrase)
    if phrase and phrase[-1] in _EDGE_ENDS:
        phrase = _drop_end(_EDGE_END, phrase)
    return phrase if phrase.isalnum() else "".join(phrase.split())


# 梳理出规范性文件379件，拟废止139件: what is left of the verb is no part of the noun
RESULT = expression(r"^出(?![台具庭租口版资入行席让售生产境发现诊借勤警车海厂动战击头众任差])(?=[一-龥]{3})")
# 《甲乙市重大行政决策事项目录》, not 《农贸市场管理办法》: a label holds no place
_PLACE_OF_TITLE = expression(r"《[一-龥]{2}(?:省|市(?![场容政民级区])|县(?![级域乡区]))(?=[一-龥]{4})")
# 1. 2021年一审行政案件败诉94件
_ITEM = expression(r"^\s*\d{1,2}[.、]\s*(?!\d{1,2}[%万亿])")
# 评估(2021-2022), 学习纲要(2025年版): what is left of a year in brackets
_EMPTIED = expression(r"\((?:[-—~、\s]|版|修订|试行|年)*\)")
# 结合重要节点开展主题宣传: when it was
_OCCASION = expression(r"^(?:结合|利用|抓住|借助)[^,;]{0,14}?(?:节点|时节|契机|节日|时机|假期)(?=开展|组织|举办|进行)")
_OCCASION_STARTS = frozenset("结利抓借")
# 行政机关负责人出庭应诉率首次达到100%, 连续五年
_OFTEN = expression(r"(?<=[一-龥]{2})(?:首次|进一步|大幅|明显|(?:已?连续|近)[一二两三四五六七八九十\d]+年|继续|持续)$")
_OFTEN_ENDS = frozenset("次年续步幅显")
# (an expression is asked only where a character of it stands)
_TIME_STARTS = frozenset("截今本全去上下目年当近至到第前一二三四五六七八九十元0123456789")
_ADVERB_STARTS = frozenset("共总合累一先目其分同连")
_COPULA_ENDS = frozenset("破达为是有占至到了约共计超近的量数别在持双")
_LEADING_STARTS = frozenset(' \n\t\u3000、,;:。”"()|的一二三四五六七八九十然和及与并对将把在从以另')
_TRAILING_ENDS = frozenset(' \n\t\u3000、,;:。.·“"(的0123456789-和与及由从')
_LOST_ENDS = _COPULA_ENDS | _TRAILING_ENDS
_EDGE_STARTS = frozenset("即均都共各已约仅就还又再另并全有现分依")
_EDGE_ENDS = frozenset("均都共已约仅")


def _drop_copula(phrase: str) -> str:
    end = phrase.rstrip()[-1:]
    return _drop_end(_COPULA, phrase) if end in _COPULA_ENDS else phrase


def _drop_trailing(phrase: str) -> str:
    found = phrase[-1:] in _TRAILING_ENDS or "由" in phrase or "从" in phrase
    return _drop_end(_TRAILING, phrase) if found else phrase


def _drop_end(expression: re.Pattern[str], phrase: str) -> str:
    """The phrase without what it ends in, whole words left whole: 行政执法文书送达, but 应诉率达."""
    match = expression.search(phrase)
    return phrase[: end_of_word(phrase, match.start())] if match else phrase


def _drop_start(expression: re.Pattern[str], phrase: str) -> str:
    """The phrase without what it begins with, whole words left whole: 共青团干部, but 共受理."""
    match = expression.match(phrase)
    return phrase[start_of_word(phrase, match.end()) :] if match else phrase


_OPENING_BRACKET = expression(r"^\([^()]*\)(?=[一-龥]{2})(?![长员])")


def balance(label: str) -> str:
    """A label without the quotation mark or bracket whose other half was cut off: 一证通办 of “一证通办."""
    label = label if label.count('"') % 2 == 0 else label.replace('"', "")
    if label.count("“") != label.count("”"):
        label = re.sub("[“”]", "", label)
    if label.count("《") != label.count("》"):
        label = re.sub("[《》]", "", label)
    if label.count("(") == label.count(")"):
        # (社区)出具证明: what it stands behind was cut off
        return _OPENING_BRACKET.sub("", label)
    # …实现“三个100%”(抽查事项覆盖率: the figure stands in the bracket
    within = label.rpartition("(")[2]
    if label.count("(") > label.count(")") and len(within) > 3:
        return within
    return re.sub(r"\([^()]*$|^[^()]*\)[、,]?", "", label)


def end_words(phrase: str, longest: int) -> str:
    """The last whole words of a phrase, of no more than so many characters: 开展 of 党工委理论学习中心组开展."""
    if len(phrase) <= longest:
        return phrase
    kept = _JOINED.sub("", _keep_last(cut_words(phrase[-2 * longest :]), longest))
    # …条例》等: what is left of a title or a quotation says nothing
    closed = max((kept.rfind(mark) for mark, opened in ("》《", "”“", ")(") if opened not in kept), default=-1)
    kept = kept[closed + 1 :]
    opens, closes = kept.find("“"), kept.find("”")
    # 拓展“一次办”“帮您办”服务模式: what is left of the first one
    return _REST.sub("", kept[closes + 1 :] if 0 <= closes < opens else kept)


def first_words(phrase: str, longest: int) -> str:
    """The first whole words of a phrase, of no more than so many characters."""
    if len(phrase) <= longest:
        return phrase
    words = cut_words(phrase)
    while len(words) > 1 and sum(map(len, words)) > longest:
        words.pop()
    return "".join(words)[:longest].rstrip("、和与及的对为在“《(")


def compress_list(phrase: str) -> str:
    """红色法治阵地建设等重点问题 of 红色法治阵地建设、执法规范化等重点问题."""
    return _LIST.sub("等", phrase, count=1)


def shorten(label: str, act: str = "", longest: int = LONGEST) -> str:
    """A phrase of no more than so many characters: its governing verb and the end, where the counted thing stands.

    研究解决红色法治阵地建设、执法规范化等重点问题 is 研究解决红色法治阵地建设等重点问题.
    """
    if len(label) <= longest:
        return label
    if (title := _TITLE.search(label)) and title.start() <= longest // 3:
        # 学习《生产安全事故罚款处罚规定》等法律法规: a title loses its beginning
        named = end_words(title[1], longest - len(label) + len(title[1]))
        if len(named) > _FEWEST:
            return f"{label[: title.start()]}《{named}》{label[title.end() :]}"
    if titled := _shorten_titled(label, longest):
        return titled
    if label.startswith("向") and (did := _drop_recipient(label)):
        return shorten(did, act, longest)
    if "等" in label and len(compressed := compress_list(label)) <= longest:
        return compressed
    at = label.rfind(act) if act else -1
    if at > 0 and len(label) - at - len(act) >= _FEWEST:
        label = label[at:]
    if len(label) > longest and "等" in label:
        label = compress_list(label)
    if len(label) <= longest:
        return label
    if act and label.startswith(act) and longest - len(act) > 3 * _FEWEST:
        rest = _cut_end(label[len(act) :], longest - len(act))
        return act + rest
    return _cut_end(label, longest)


_RECIPIENT = expression(r"向[^,;《》]{1,14}?(?:[局办部委会厅院]|政府|部门|机关|单位)(?P<did>[一-龥]{6,})$")


def _drop_recipient(label: str) -> str:
    """推荐候选地区, of 向上级依法治县办推荐候选地区: half of those to whom it went would be taken for those who did it; empty for none."""
    found = _RECIPIENT.match(label)
    while found:
        if tag_words(found["did"])[0][1] == "v":
            return found["did"]
        found = _RECIPIENT.match("向一" + found["did"])
    return ""


_SHORTEST_TITLE = 7


def _shorten_titled(label: str, longest: int) -> str:
    """审改《示范创建实施方案》等重要文件: what was done with titles stands before the first, what they are behind the last; empty without."""
    opens, closes = label.find("《"), label.rfind("》")
    if not 0 <= opens <= longest // 2 or closes < opens:
        return ""
    before, title, behind = label[:opens], label[label.rfind("《", 0, closes) + 1 : closes], label[closes + 1 :]
    room = longest - len(before) - len(behind) - 2
    named = end_words(title, room) if room > 2 * _FEWEST else ""
    if named == title or len(named) > _SHORTEST_TITLE:
        return f"{before}《{named}》{behind}"
    kind = behind.lstrip("等")
    return before + kind if len(kind) > _FEWEST and len(before + kind) <= longest else ""


_BY_BODIES = expression(
    r"[一-龥、]{2,14}(?:[局委办厅院]|政府|部门|单位|中心)[和与及、][一-龥、]{2,14}?(?:[局厅院](?![机])|委员会|政府|部门|单位|中心)(?P<did>(?:相对集中|集中|联合|共同|统一|分别|协同)[一-龥]{6,})$"
)
# 县(市)区
_PLACE_ENDS = frozenset("市县区旗")


def _cut_end(label: str, longest: int) -> str:
    """The end of a phrase, cut behind a mark, else between words."""
    if len(label) <= longest:
        return label
    if (did := _BY_BODIES.match(label)) and len(did["did"]) <= longest:
        # 县审批局和县综合执法局集中行使权力事项: one of them alone did not
        return did["did"]
    tail = label[-longest:]
    for mark in ("、", "的", ")", "”"):
        cut = tail.find(mark)
        if 0 <= cut < longest - 6 and len(tail) - cut > _FEWEST and (mark != ")" or tail[cut + 1] not in _PLACE_ENDS):
            return tail[cut + 1 :]
    return _keep_last(cut_words(label), longest) or tail


def _keep_last(words: list[str], longest: int) -> str:
    """As many of the last words as have no more than so many characters, and the one before where what is kept is no name without it."""
    lost = ""
    while words and sum(map(len, words)) > longest:
        lost = words.pop(0)
    # 综合行政执法局, 法治临江建设: the rest would be taken for the name of another body, or for what it is not
    kept = (lost if lost in _OPENS_NAME and words else "") + "".join(words)
    # (市本级 without its first character says nothing)
    return kept.removeprefix("本级") if lost in _LEVELS else kept


_LEVELS = frozenset("省市州县区旗乡镇")


_OPENS_NAME = frozenset({"法治", "平安", "清廉", "综合", "行政", "公共", "智慧", "数字", "人民", "生态"})


_DROPPED = expression(rf"(?:{any_word('dropped')})+(?=[一-龥]{{2}})")
_CLOSING = expression(rf"(?<=[一-龥]{{2}})(?:{any_word('closing')})+$")
# (二)聚焦特色创新,提升基层法治建设质效: what a heading demands is no topic
_DEMAND = expression(
    r"^(?:向|编制|制定|印发|出台|修订|坚持|加强|推进|推动|深化|健全|完善|落实|强化|规范(?!性)|严格|全面|深入|持续|扎实|着力|聚焦|提升|优化|积极|切实|进一步|不断|大力|加快|创新|构建|夯实|抓好|做好|开展|履行|有力|有效|统筹|充分|发挥|提高|狠抓|紧扣|围绕|通过|依托|按照|根据|认真|组织|建立|以|在|对(?![照口应标接比])|为|把|将)+(?=[一-龥]{2})"
)
_NUMBERING = expression(
    r"^\s*(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|\d+[.、])?(?:[一二三四五六七八九十]是)?"
)
_JOINED = expression(r"^[和与及的、了]+(?![解])")
# 改革红利加快释放, 统筹力度不断加大: how well it went is no topic
_HOW = expression(
    r"(?<=[一-龥]{2})(?:持续|加快|不断|更加|稳步|有力|有效|显著|进一步|全面|日益|日趋|逐步|明显|扎实|深入).*$"
    # 清理规范的中介事项已公示
    r"|(?<=[一-龥]{4})(?:均|都|现|业)?已(?:经|全部|正式)*(?:公布|发布|印发|出台|完成|到位|建成|启用|实施|运行|落实|取消|下放)$"
)
_MARK = expression(r"[,;:。、!?\n]")


# 按照“能划则划、因事制宜”的原则, 贯彻全会精神: in what way is no topic
_NO_TOPIC = expression(
    r"(?:原则|要求|部署|精神|方针|理念|思路)$|^.{0,4}[以年]来$|^致力于|^[从据由].{2,10}看$|(?:亲自抓|负总责|抓落实|抓到底|负责任)$"
)


# 培训一万二千三百人次, 满意率达九成八: a figure in words is a figure
_SPOKEN = expression(
    r"[一二两三四五六七八九十百千万亿](?:[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+[万亿]?)?[余多]?[件人次名份家场户元起宗卷%]|成[半一二三四五六七八九]?$)|百分之[一二三四五六七八九十]"
)


def drop_quantifier(phrase: str) -> str:
    """矛盾纠纷 of 各类矛盾纠纷: what is carried is the thing alone."""
    return _drop_start(_DROPPED, phrase)


_DROPPED_END = expression(rf"(?<=[一-龥]{{2}})(?:{any_word('dropped')})+$")


def drop_quantifier_end(lead: str) -> str:
    """调解 of 调解各类: what is told of all kinds is told of one."""
    return _DROPPED_END.sub("", lead)


def name_clause(clause: str, longest: int) -> str:
    """What a clause or heading without a figure is about, as its last words tell: 学法考试 of 在学法考试工作中; empty where it tells nothing."""
    clause = _NUMBERING.sub("", clause.strip()).rstrip(",;:。、\n ")
    if _NO_TOPIC.search(clause) or _SPOKEN.search(clause):
        return ""
    found = ""
    parts = _MARK.split(clause)
    if len(parts) > 1 and "等" in parts[-1][:-2] and len(parts[-1]) > longest:
        # 涉及行政处罚、民营经济发展等规范性文件清理
        parts[-1] = parts[-1].partition("等")[2]
    for part in reversed(parts):
        found = _DEMAND.sub("", _CLOSING.sub("", clean(_HOW.sub("", _DEMAND.sub("", part.strip())))))
        if len(found) >= _FEWEST:
            break
    whole, found = found, balance(_JOINED.sub("", end_words(found, longest))) if longest >= _FEWEST else ""
    if len(found) <= _FEWEST < longest < len(whole):
        # 一次, of 推行“只跑一次”
        return ""
    return found if len(found) >= _FEWEST and any("一" <= character <= "龥" for character in found) else ""


# 印发《乙乙市养犬管理条例》…。开展《条例》宣讲20场
_SHORT_TITLE = expression(r"《(?P<kind>条例|办法|规定|规划|纲要|方案|意见|细则|规则|决定|法|标准|指南)》")


_TITLE_BACK = 1500


def spell_title(label: str, folded: str, at: int) -> str:
    """The label with the title that it only tells the kind of, as the text before spells it last."""
    short = _SHORT_TITLE.search(label)
    if short is None:
        return label
    end = folded.rfind(f"{short['kind']}》", 0, at)
    while end > 0 and folded[end - 1] == "《":
        end = folded.rfind(f"{short['kind']}》", 0, end)
    start = folded.rfind("《", max(0, at - _TITLE_BACK), end) if end > 0 else -1
    title = clean(folded[start : end + len(short["kind"]) + 1]).strip("《》") if start >= 0 else ""
    if "》" in title or not title:
        return label
    title = end_words(title, max(LONGEST // 2, LONGEST - len(label)))
    return label.replace(short[0], f"《{title}》") if len(title) > len(short["kind"]) else label
