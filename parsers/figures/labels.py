"""What a figure counts, in the report's own words, its governing subject restored: 行政复议审结, not 审结."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import FORMER, NONE, OTHER
from parsers.naming.concepts import role_bits, to_bits
from parsers.numbers.clauses import Span
from parsers.numbers.units import unit_classes
from parsers.text.words import cut_words

# (where an expression may begin at few characters, they are asked first)
_TIME = re.compile(
    r"(?=[截12今本全去上目年当近])(?:截[至止]到?)?(?:(?:19|20)\d{2}年?(?:度|底|末|初)?|今年|本年度?|全年|去年|上年度?|目前|年内|当前|近年来?)(?:\d{1,2}月(?:份|底|末|\d{1,2}日)?|[上下]半年|前\S{1,2}(?:个月|季度)|[一二三四]季度)?(?:以来|来(?![源信访电自])|至今|期间|同期)?[,、]?"
)
_DAY = re.compile(r"\d{0,2}月\d{1,2}[日号]")
_ADVERBS = re.compile(r"共计|总计|合计|累计|一共|总共|先后|目前(?<!最目前)|其中|分别(?=[一-龥])|同时(?=[一-龥])")
# 共办理, 已审结, 均为: single characters are adverbs only at the edges; inside they are parts of words (节约, 新闻).
_EDGE = re.compile(
    r"^(?:均|都|共|已经?|约|仅|还|又|再|并|全部|现(?![场行代任金实])有?|分别|依法(?!治|行政))+(?=[一-龥]{2})|(?<=[一-龥]{2})(?:均|都|共|已|(?<![公合节签制预条违履契规民集简特邀解缔续租])约|仅)+$"
)
_COPULA = re.compile(
    r"(?=[均都高达为是有占至到了约共计超近的增提下上压数总分])(?:均|都)?(?:高达|达到|达|(?<![行作])为|是|(?<!所)有|占|至|到|了|(?<![公合节签制预条违履契规民集简特邀解缔续租])约|共|(?<![合统审设会估预])计|(?<![治赶反高])超|(?<![附最临靠邻就亲贴走新])近|的|增加到|提高到|提升至|下降至|上升至|压缩至|数量|总数|分别)+\s*$"
)
_LEADING = re.compile(
    r"^(?:[\s、,;:。”\"()|]|[一二三四五六七八九十]是|和(?!解)|及(?![时格])|与|并|对(?![口应照接标比])|将|把|在(?![册岗编职调审建办])|从(?![轻业])|向|以(?!上|下|内|案))+(?=[一-龥“])"
)
# 事项由1296项减至405项, 吞吐量从3.1亿吨增加到4.3亿吨: what stands before the first number opens the change; | is a cell's edge
_TRAILING = re.compile(
    rf"(?:[\s、,;:。.·“\"(的\d|-]|(?<=[一-龥]{{3}})[和与及由从](?<![缘理自事来]由)(?<![侍服]从)|[由从]{FORMER})+$"
)
_AFTER_NOUN = re.compile(
    r"\s*(?P<noun>(?:[一-龥“”《》]|\([^()]{1,14}\)){1,24}?)(?=进行|已|均|全部|被|在(?![职编岗校册学押])|(?<![作认成])为|予以|实现|签订|提出|建成|达|得到|通过|无需|做到|设立|完成|纳入|参加|担任|对|向|由|,|。|;|、|$|\))"
)
# …条例》等, 在群众中: the tail of what was cut away
_REST = re.compile(r"^(?:[等、里内间]|中(?![心央共国小介期]))+")
_MOVED = re.compile(
    r"(?:减少|削减|缩减|精简|压减|压缩|调减|核减|降低|下降|增加|增至|增长|提高|提升|扩大|减|增|降|压|升|扩)$"
)
_BARE_VERBS = frozenset({"面向", "帮助", "覆盖", "组织", "针对", "惠及", "吸引", "动员", "带动", "选聘", "选派"})
_NEXT_WORDS = re.compile(r"[一-龥]{2,10}")
_COMPARISON = re.compile(r"(?:同比|环比|较|比|与)[^,;。]{0,12}$")
_ASPECTS = frozenset({"方面", "大方面", "领域", "类", "大类", "个方面", "环节", "板块"})
_ACTING = frozenset({"person", "visit", "entity"})
_DID = re.compile(
    r"(?P<verb>进行|参加|参与|接受|通过|获得|取得|列席|受到|完成|旁听|签订|签署|聘请|配备)了?(?P<object>[一-龥“”《》]{2,12})(?=[,;。、]|$)"
)
_LEVEL = re.compile(r"^(?:国家|自治区|省|市|州|盟|旗|县|区|乡|镇|街道|村|[一二三四五]星)级(?:以上)?")
_TAKEN_AS_THEY_ARE = frozenset({"rate", "visit", "money", "day"})
_OTHER_MATTER = re.compile(r"涉及|范围|结果|以及|并|的")
_LONGEST = 20
_SHORT_NOUN = 3
_SHORT = 5


def make_label(reading: Reading, sighting: Sighting, previous: str) -> str:
    """4 to 20 characters; for a change it ends in 变化 (行政机关败诉率同比变化). `previous` is the label of the figure before in the sentence."""
    folded = reading.folded
    quantity, clause, change, conjunct = sighting.quantity, sighting.clause, sighting.change, sighting.conjunct
    own = conjunct.text if conjunct else folded[clause.before[0] : quantity.char_start]
    before = _clean(own)
    if sighting.frame.state == "to":
        # 事项由原有的17项减少至8项: eight are left, and not eight fewer
        before = _MOVED.sub("", before) or previous
    if change:
        stem = _COMPARISON.sub("", re.sub(rf"(?:净)?{change.word}\S*$", "", before)).strip("、,()")
        return _shorten(stem if len(stem) >= 4 else previous.removesuffix("同比变化") or stem) + "同比变化"
    if quantity.unit == "倍":
        return (previous or before) + "倍数"
    if shared := _name_shared(folded, sighting):
        return shared
    after = _read_noun_behind(folded, sighting)
    if len(after) >= 2:
        # …学习全覆盖,57名在编人员: what ends before the comma is another matter
        apart = len(after) >= 12 or own.rstrip().endswith((",", "。", ";")) or _is_noun_of_previous(sighting, own)
        label = ("" if apart else _end_words(before, 6)) + after
        label = label + _read_predicate(folded, sighting) if label == after else label
    else:
        label = before
    if label in _BARE_VERBS and (following := _NEXT_WORDS.match(folded, quantity.char_end)):
        # 面向600名村民开办8场夜校: the noun stands before the next number
        label += _first_words(following[0], 6)
    if len(label) < 2:
        label = _clean(folded[clause.head[0] : clause.head[1]]) or label
    label = _lead_by_verb(label, reading, sighting)
    named = _balance(_shorten(_restore(label, reading, sighting))) or previous
    return named or "".join(re.findall(r"[一-龥]+", own))[-_LONGEST:]


def _lead_by_verb(label: str, reading: Reading, sighting: Sighting) -> str:
    """The label of a later one of a row with the row's verb before it: 处罚人员 of 处罚企业8家、人员14人.

    Only where 、 or 和 joins it to what stands before, and where it has no verb of its own (张贴海报60张、接受咨询380人次).
    """
    clause, act, folded = sighting.clause, sighting.frame.act, reading.folded
    if (
        not clause.row[0]
        or act is None
        or not clause.head[0] <= act[0] < act[1] <= min(clause.head[1], clause.before[0])
    ):
        return label
    if unit_classes().get(sighting.quantity.unit) in _TAKEN_AS_THEY_ARE or reading.tokens.acts(clause.before):
        return label
    joined = folded[clause.before[0] - 1] in "、和及" or folded[clause.before[0]] in "、和及"
    verb = folded[slice(*act)]
    whole = joined and _OTHER_MATTER.search(folded, act[1], clause.head[1]) is None
    if not whole or verb in label or len(label) > _LONGEST - len(verb):
        return label
    return verb + label


def _name_shared(folded: str, sighting: Sighting) -> str:
    """法治文化阵地(市级), of 1个省级、3个市级、5个县级法治文化阵地; empty where the noun is not shared."""
    frame, clause = sighting.frame, sighting.clause
    if frame.place != "shared" or frame.head is None:
        return ""
    noun = _LEVEL.sub("", folded[clause.tail[0] : frame.head[1]].strip())
    return _shorten(noun) + f"({folded[slice(*clause.after)].strip(' 、和及')})"


def _read_noun_behind(folded: str, sighting: Sighting) -> str:
    """The noun phrase right behind the measure word, empty where none stands there."""
    clause, frame = sighting.clause, sighting.frame
    if sighting.conjunct:
        return ""
    match = _AFTER_NOUN.match(folded, *clause.after)
    found = match["noun"].strip('“”"') if match else ""
    if frame.place == "behind" and frame.head and len(found) < 2:
        # 431项市、区行政处罚权: a comma of a row stands inside the phrase
        found = _clean(folded[clause.after[0] : frame.head[1]])
    return found


def _is_noun_of_previous(sighting: Sighting, own: str) -> bool:
    """Whether what stands before the number is the noun of the figure before: 4个方面78个具体问题."""
    return sighting.clause.row[0] > 0 and own.strip() in _ASPECTS


def _read_predicate(folded: str, sighting: Sighting) -> str:
    """What the counted persons or bodies did, with its object: 1300余名公职人员参加了学法考试; empty where that is no part of the name."""
    frame, clause = sighting.frame, sighting.clause
    if frame.place != "behind" or frame.head is None or unit_classes().get(sighting.quantity.unit) not in _ACTING:
        return ""
    match = _DID.match(folded, frame.head[1], clause.after[1])
    return (match["verb"].removeprefix("进行") + match["object"]) if match else ""


def _clean(phrase: str) -> str:
    phrase = _TIME.sub("", _DAY.sub("", phrase) if "月" in phrase else phrase)
    phrase = _COPULA.sub("", phrase)
    phrase = _ADVERBS.sub("", phrase)
    phrase = _TRAILING.sub("", _COPULA.sub("", _TRAILING.sub("", _LEADING.sub("", phrase))))
    phrase = _EDGE.sub("", phrase)
    return "".join(phrase.split())


def _restore(label: str, reading: Reading, sighting: Sighting) -> str:
    """Put the governing subject before a label that names none (审结 → 行政复议审结, 取消 → 审批事项取消)."""
    clause, concepts, folded = sighting.clause, reading.concepts, reading.folded
    subjects = _subjects()
    own = 0
    for start, end, meant in concepts.hits_in((clause.before[0], clause.after[1])):
        if folded[start:end] in label:
            own |= meant
    if own & subjects or _names_itself(label, sighting):
        return label
    bare = not own & ~role_bits("act", "rate")
    if len(label) > _SHORT and not (bare and own):
        return label
    for span in _governing_spans(reading, sighting):
        there = concepts.bits_in(span)
        wanted = subjects
        if bare and not there & wanted:
            wanted = role_bits("thing")
        if there & wanted:
            end, length = max((end, end - start) for start, end, meant in concepts.hits_in(span) if meant & wanted)
            # 复议 alone is the word that was found; 行政复议 is what the report says
            start = end - length
            start = start - 2 if folded[max(0, start - 2) : start] == "行政" else start
            start = start - 1 if folded[max(0, start - 1) : start] == "好" else start
            word = folded[start:end].strip('“”"')
            return label if word in label or len(word) < 2 else word + label
    return label


def _names_itself(label: str, sighting: Sighting) -> bool:
    """Whether a label has a noun of its own that is narrowed already: 行政奖励 is none of the 行政许可 before it."""
    frame = sighting.frame
    if frame.head_class == NONE or frame.head is None:
        return False
    if sighting.match and sighting.match.evidence != "clause":
        return False
    return len(label) > (_SHORT_NOUN if frame.head_class == OTHER else frame.head[1] - frame.head[0])


def _governing_spans(reading: Reading, sighting: Sighting) -> list[Span]:
    """Where the subject of a label may stand: in the sentence; farther off only for what was done, or where an indicator was found."""
    clause = sighting.clause
    spans = [clause.head, *clause.earlier[: sighting.frame.reach]]
    if sighting.match or sighting.frame.act or unit_classes().get(sighting.quantity.unit) == "rate":
        return [*spans, *reading.headings[clause.section_seq or 0]]
    return [span for span in spans if span[0] >= clause.sentence[0]]


@cache
def _subjects() -> int:
    """The concepts that a label may be put under: a topic of the catalogue, none of what ends the reach of one."""
    return role_bits("topic", "field") & ~to_bits(("elsewhere",))


def _balance(label: str) -> str:
    """A label without the quotation mark or bracket whose other half was cut off: 一证通办 of “一证通办."""
    if label.count("“") != label.count("”"):
        label = re.sub("[“”]", "", label)
    if label.count("(") == label.count(")"):
        return label
    # …实现“三个100%”(抽查事项覆盖率: the figure stands in the bracket
    within = label.rpartition("(")[2]
    if label.count("(") > label.count(")") and len(within) > 3:
        return within
    return re.sub(r"\([^()]*$|^[^()]*\)[、,]?", "", label)


def _end_words(phrase: str, longest: int) -> str:
    """The last whole words of a phrase, of no more than so many characters: 开展 of 党工委理论学习中心组开展."""
    if len(phrase) <= longest:
        return phrase
    kept = _keep_last(cut_words(phrase[-2 * longest :]), longest)
    # …条例》等: what is left of a title or a quotation says nothing
    closed = max((kept.rfind(mark) for mark, opened in ("》《", "”“", ")(") if opened not in kept), default=-1)
    return _REST.sub("", kept[closed + 1 :])


def _first_words(phrase: str, longest: int) -> str:
    """The first whole words of a phrase, of no more than so many characters."""
    words = cut_words(phrase)
    while len(words) > 1 and sum(map(len, words)) > longest:
        words.pop()
    return "".join(words)[:longest]


def _shorten(label: str) -> str:
    """The end of a long label, where the counted thing stands, cut between words."""
    if len(label) <= _LONGEST:
        return label
    tail = label[-_LONGEST:]
    for mark in ("、", "的", ")", "”"):
        cut = tail.find(mark)
        if 0 <= cut < _LONGEST - 6:
            return tail[cut + 1 :]
    return _keep_last(cut_words(label), _LONGEST) or tail


def _keep_last(words: list[str], longest: int) -> str:
    """As many of the last words as have no more than so many characters."""
    while words and sum(map(len, words)) > longest:
        words.pop(0)
    return "".join(words)
