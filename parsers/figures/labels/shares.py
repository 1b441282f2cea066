"""What a part of something is of, and a share or an amount of it: 其中村级70个, 占全市的八分之一, 其中简易程序案件40件，罚款2万元."""

from __future__ import annotations

import re
from functools import cache

from parsers.figures.labels.phrases import LONGEST, balance, clean, drop_quantifier_end, end_words, shorten
from parsers.figures.labels.rows import opens_with_verb
from parsers.figures.labels.told import Told
from parsers.figures.labels.topics import JOINT, name_subject
from parsers.figures.labels.words import any_word, follows, is_bare, tells_act_only
from parsers.figures.reading import Reading, Sighting
from parsers.frames.frame import UNNAMED
from parsers.numbers.units import unit_classes
from parsers.text.expressions import compile_expression, expression
from parsers.text.words import tag_words

_SHORT = 5
_FEWEST = 3
_COUNTS_BODIES = frozenset({"", "个", "家", "名", "人", "位", "户", "支", "所", "家次", "户次"})
_BODY = expression(
    r"^[一-龥]{2,14}(?:[局委办厅所处]|部门|机关|单位|系统|中队|大队|支队|街道|社区|工作站|服务站|中心|法院|[镇乡村县区市])$"
)
# 占收到申请总数的1%, 占6.8%
_SHARE = expression(r"占(?:全部|(?P<all>全[市县区省州旗国]))?(?P<of>[一-龥]{2,12}?)?的?(?:约|近|超)?(?=\d|$)")
_OF_WHAT = expression(r"占(?P<of>[一-龥]{2,12}?)的?(?:比例|比重)?(?:为|达到?|约)?(?=\d)")


def name_share(reading: Reading, sighting: Sighting, near: Told | None) -> str:
    """What a share is of: 行政复议申请占收案总数; empty for what is no share, or no one's."""
    clause, at = sighting.clause, sighting.quantity.char_start
    if near is None or unit_classes().get(sighting.quantity.unit) != "rate" or not near.core:
        return ""
    own = reading.folded[clause.before[0] : at].strip()
    match = _SHARE.match(own)
    if match is None or match.end() < len(own):
        return ""
    told = list(_OF_WHAT.finditer(reading.folded, clause.sentence[0], at))
    # 占全市的八分之一: the whole is the place
    of = match["of"] or (told[-1]["of"] if told else "") or (match["all"] or "")
    core = near.core
    if near.text.endswith(core) and len(near.text) + len(of) < LONGEST:
        # 市政府收到复议申请1186件，占19.1%；部门收到1750件: whose they are
        core = near.text
    if len(core) + len(of) >= LONGEST and "、" in core and "等" in core:
        # 不予受理、告知受理机关、以转送等方式处理
        core = core.partition("、")[0] + "等"
    core = core if len(core) + len(of) < LONGEST else end_words(core, LONGEST - 1 - len(of))
    if (
        near.whole
        and (thing := balance(near.whole.core))
        and thing not in core + of
        and not core.endswith(thing[-2:])
        and len(thing + core + of) < LONGEST
    ):
        core = thing + core
    return f"{core}占{of}"


# 审批事项一窗受理率、一次办成率分别为…: what the first rate is of
_RATED_THINGS = "(?:事项|案件|纠纷|诉求|工单|项目|企业|人员|机构|建议|提案|投诉|申请|合同|文件|隐患|问题|单位)"
_FIRST_RATE = expression(
    rf"(?P<thing>[^、,;:和及]{{0,14}}?{_RATED_THINGS})(?P<rate>[^、,;:和及]{{2,6}}(?:率|度|比例))(?=[、和及])"
)
_THING_IN = expression(_RATED_THINGS)
_LONGEST_RATE = 6


def name_rated(reading: Reading, sighting: Sighting, own: str) -> str:
    """审批事项, of the second rate of 审批事项一窗受理率、一次办成率; empty for other figures."""
    conjunct, clause = sighting.conjunct, sighting.clause
    if conjunct is None or len(own) > _LONGEST_RATE or not own.endswith(("率", "度", "比例")) or _THING_IN.search(own):
        return ""
    first = _FIRST_RATE.match(reading.folded, clause.head[0], conjunct.row_end)
    return clean(first["thing"]) if first and first.end() <= conjunct.span[0] else ""


def name_fined_part(sighting: Sighting, own: str, near: Told) -> str:
    """The part that an amount behind it is of, and not its whole: 其中简易程序案件40件，罚款2万元; empty where it is of none."""
    kinds = unit_classes()
    if near.whole is None or kinds.get(sighting.quantity.unit) != "money" or kinds.get(near.unit) == "money":
        return ""
    told = (is_bare(own) or follows(own)) and len(near.text) + len(own) <= LONGEST
    return near.text if told else ""


# 收到行政复议申请62件，审结50件: what is decided is no application any more
ASKED = expression(r"(?<=复议)申请$")


@cache
def _narrows() -> re.Pattern[str]:
    return compile_expression(
        rf"(?:(?:{any_word('narrows')})(?:\((?:{any_word('narrows')})\))?(?:[、和]|(?=.))?)+|[一-龥]{{1,3}}级|[一-龥]{{2,8}}(?:性|类)"
    )


# 作为被告的行政诉讼案件, 全区建有便民服务站: what narrows a thing stands right before it
_AHEAD_OF_THING = expression(
    r"^(?:[^、]*的)?(?:全[市县区省州旗镇乡街道]+|[市县区]本级)?(?:现行有效|[现共建设配拥]有|建成|设立|新(?:发展|增|建|设|登记|办))?"
)
_THING = expression(r"[一-龥“”]{2,14}")
_OPENS_CLAUSE = expression(r"[我本]|级|共(?!同|享|建|有)|主动|提起")
_LEVEL = expression(r"[一-龥]{1,3}级")
_ACTOR = expression(r"(?:机关|法院|部门|中心|机构|单位|[局委])(?=[一-龥]{2})")
_STANDS = expression(r"(?:现|共|设|拥|配|建|计)?有|现|共|达到?$")


def name_narrowed(own: str, whole: Told, unit: str) -> str:
    """社区便民服务站, of 便民服务站88个(村级70个、社区18个): a part that its own words only narrow; empty for any other."""
    core = _spell_core(whole)
    if is_bare(whole.core) and whole.text.endswith(whole.core) and len(whole.text + own) <= LONGEST:
        # 市仲裁委受理案件860件，其中金融类320件
        narrows = len(whole.core) >= _MODIFIER and _narrows().fullmatch(own) and own not in whole.text
        return whole.text.removesuffix(whole.core) + own + whole.core if narrows and unit == whole.unit else ""
    # 行政诉讼案件86件，其中一审案件52件
    own = own.removesuffix(core[-2:]) if len(own) <= _LONGEST_KIND else own
    if unit_classes().get(unit) != unit_classes().get(whole.unit) or not _narrows().fullmatch(own):
        return ""
    lead = _spell_lead(whole, core)
    ahead = _AHEAD_OF_THING.match(core)
    at = ahead.end() if ahead else 0
    opening, thing = core[:at], core[at:]
    if not _THING.fullmatch(thing) or _OPENS_CLAUSE.search(core) or own in thing or len(core + own) > LONGEST:
        # 市、县两级审批事项, 其中县级; 主动公开政府信息, 其中公共资源类
        return ""
    actor = _ACTOR.search(thing)
    if thing.endswith("类") or (actor and opens_with_verb(thing[actor.end() :])):
        # 发布图解类解读12篇、视频类7篇; 行政机关应诉行政诉讼案件86件，其中二审案件20件: what stands first is another kind, or who did it
        return ""
    if lead and _LEVEL.fullmatch(own) and _is_deed(lead):
        # 抽检食品1500批次(县级1200批次): it is not the food that is of the county
        return lead + core + JOINT + own
    opening = _STANDS.sub("", opening)
    return (lead if len(lead + core + own) <= LONGEST else "") + opening + own + thing


def _spell_core(whole: Told) -> str:
    """The thing that a whole counts, all that it was told as where that is too little by itself."""
    return whole.text if is_bare(whole.core) else whole.core


def drop_lead(narrowed: str, whole: Told) -> str:
    """公安类行政复议案件, of 审结公安类行政复议案件: the thing alone."""
    return narrowed.removeprefix(_spell_lead(whole, _spell_core(whole)))


_LONGEST_LEAD = 8
_LONGEST_KIND = 5
_MODIFIER = 2
_DEEDS = frozenset({"v", "vn", "vd", "d", "ad"})


def _spell_lead(whole: Told, core: str) -> str:
    """新建, of 新建泊位: what was done with a whole was done with its parts; empty where nothing was, or what stands before is longer."""
    core = whole.core if core == whole.text else core
    lead = whole.text.removesuffix(core) if core and whole.text.endswith(core) and JOINT not in whole.text else ""
    lead = drop_quantifier_end(_STANDS.sub("", lead))
    if not lead or len(lead) > _LONGEST_LEAD:
        return ""
    return lead if tells_act_only(lead) or _is_deed(lead) else ""


def _is_deed(phrase: str) -> bool:
    return all(tag in _DEEDS for _, tag in tag_words(phrase))


_PARTS = ("其中", "包括")


def name_whole(reading: Reading, sighting: Sighting, own: str, whole: Told, *, listed: bool) -> str:
    """The thing that a part is of: 政务服务事项： before 即办件; empty where the part names it."""
    core = _spell_core(whole)
    if len(core) < _FEWEST and whole.text.endswith(core) and len(whole.text) + len(own) <= LONGEST:
        # 三支救援队伍共有队员386人，消防210人: of whose members
        core = whole.text
    if not core or own.startswith(core):
        return ""
    subject = name_subject(own, reading, sighting, in_sentence=True) if is_bare(own) else ""
    if subject and subject not in core:
        return ""
    if is_bare(own):
        core = ASKED.sub("", core)
    topic = strip_generic(core)
    acted = sighting.acts_itself
    # (城区21家、乡镇15家): a place alone names nothing
    placed = bool(sighting.clause.in_brackets) and len(own) < _FEWEST and not is_bare(own)
    # 记录仪240台，公安机关150台、城管部门38台: whose they are
    placed = placed or (sighting.quantity.unit not in _COUNTS_BODIES and _BODY.search(own) is not None)
    named = core in own or (topic in own and not opens_with_verb(own)) or (not is_bare(core[-2:]) and core[-2:] in own)
    if not placed and named:
        # 新建泊位900个：路内泊位300个: what was done with the whole was done with its part
        return (
            "" if acted or sighting.quantity.unit != whole.unit or tells_act_only(own[:2]) else _spell_lead(whole, core)
        )
    named = sighting.frame.head_class not in UNNAMED and not listed and not placed
    start = sighting.clause.told_from
    marked = any(reading.folded.rfind(word, start, sighting.quantity.char_start) > whole.at for word in _PARTS)
    # (图片信息 tells too little without its whole, 乡镇街道负责人 does not)
    if named and not is_bare(own) and topic == core and not (marked and len(own) < _SHORT):
        return ""
    kind = unit_classes().get(sighting.quantity.unit)
    # 出租车3200辆(纯电动2100辆)
    beside = marked or (bool(sighting.clause.in_brackets) and not any(tag in _DEEDS for _, tag in tag_words(own)))
    joined = kind != "rate" and (placed or (beside and not is_bare(own)))
    # (持证新取证: a matter has to stand before what is too little)
    mark = JOINT if joined and (len(core) > _FEWEST or not is_bare(core)) else ""
    if (
        mark
        and not acted
        and "有" not in whole.text
        and whole.text.endswith(core)
        and len(whole.text) + len(own) + len(mark) <= LONGEST
    ):
        # 主动公开政府信息152条，其中概况类20条: what was done with the whole was done with its part
        core = whole.text
    room = LONGEST - len(own) - len(mark)
    if room < len(core):
        core = topic if len(topic) <= room else shorten(core, longest=room) if room > _SHORT else ""
    return core + mark if core else ""


@cache
def _generic_end() -> re.Pattern[str]:
    return compile_expression(rf"(?<=[一-龥]{{2}})(?:{any_word('generic')})$")


def strip_generic(core: str) -> str:
    """行政处罚 of 行政处罚案件."""
    return _generic_end().sub("", core)
