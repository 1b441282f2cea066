"""What the clause before a figure did, where its own clause only goes on with it: 开办暑期公益托管班，接收340人."""

from __future__ import annotations

from functools import cache, lru_cache

from parsers.figures.labels.phrases import clean, end_words
from parsers.figures.labels.told import Told
from parsers.figures.labels.words import follows, is_bare, tells_act_only
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression
from parsers.text.words import tag_words

_LONGEST_ELLIPTIC = 6
_LONGEST_MATTER = 16
_LONGEST_EVENT = 20
_SHORTEST = 4
_DIGIT = expression(r"\d")
_HOURS = expression(r"\d+小时|“[^”]*”")
_JOINS = expression(r"^(?:并|还|先|均|都|同时|另外|此外|也|又|再|其中|同步|同期|联合|配合|帮助|由|[一二三四五六七]是)+")
# 坚持繁简分流, 落实包案责任, 逐件明确责任单位, 经审查: how a thing was done is no matter of its own
_HOW = expression(
    r"\s*(?:[一二三四五六七]是)?(?:并|还|继续|也|已|均|都|全部|切实|进一步|持续|不断|全面|深入|扎实|认真|严格|积极)*"
    r"(?:坚持|严格|统一|多因|主要[因是]|系|落实|执行|履行|都是|均[由是]|全部由|先由|推行|推进|推动|强化|加强|完善|健全|明确|逐[一件个项条]|经|按照?|根据|依据|通过|以|采取|采用|运用|实行|实施|确保|做到|注重|聚焦|围绕|针对|结合|随着|为[了]?(?!.{2,12}?(?:上门|提供|办理|增设|开设|发放))|深化|优化|严把|压实|规范|依托|利用|借助|统筹|属于|符合|对(?!口)|在|于|因|当|凡|如|若|其中|包括|现已|目前|截至|较|比|同比|占|达|率)"
)
_VERBS = frozenset({"v", "vn", "vd"})
_NOUNS = ("n", "l", "j", "i", "b", "s", "k", "x")


_TO_WHOM = ("向", "给", "为")
_NO_ACT = frozenset({"工作", "培训", "讲座", "服务", "检查", "宣传"})


@lru_cache(maxsize=1 << 12)
def drop_whom(own: str) -> str:
    """推送 of 向农户推送, 收缴 of 因退休、调离等原因收缴: what was done, without for whom and why; other words stay as they are."""
    if why := _WHY.match(own):
        return own[why.end() :]
    if not own.startswith(_TO_WHOM):
        return own
    words = tag_words(own)
    last, tag = words[-1]
    told = len(words) > _FEWEST_WORDS and tag in _VERBS and last not in _NO_ACT and "、" not in own[-4:]
    return last if told and words[0][0] in _TO_WHOM and words[-2][1] not in _VERBS else own


_FEWEST_WORDS = 2
_WHY = expression(r"因[一-龥、]{2,14}?(?:等原因|原因|等|变动|调整|离职|退休|调离)(?=[一-龥]{2,4}$)")


@lru_cache(maxsize=1 << 12)
def is_elliptic(own: str) -> bool:
    """Whether a figure's own words name nothing that is counted: 接收, 请企业为窗口打分收到, 向农户推送."""
    own = drop_whom(own)
    if is_bare(own):
        return not follows(own) and tells_act_only(own)
    return len(own) <= _LONGEST_ELLIPTIC and all(tag in _NO_THING for _, tag in tag_words(own))


_NO_THING = frozenset({"v", "vn", "d", "p", "m", "t", "ad", "c", "r", "vd"})


def find_new_matter(reading: Reading, sighting: Sighting, near: Told | None, room: int) -> str:
    """What was done in the clause right before, where that is of its own and no figure is told there; empty for none.

    受理案件402件，并与残联联手上门评定残疾等级，办理175件: the 175 are no cases. 受理案件57件，坚持繁简分流，审结51件: these are.
    """
    clause = sighting.clause
    kind = unit_classes().get(sighting.quantity.unit)
    if kind in {"rate", "money"} or not clause.earlier or clause.row[0] or sighting.clause.in_brackets:
        return ""
    span = clause.earlier[0]
    words = reading.folded[slice(*span)]
    if span[0] < clause.sentence[0] or (near and near.at >= span[0]) or words.rstrip().endswith((";", ":")):
        return ""
    return spell_matter(words, min(room, _LONGEST_MATTER)) if does_something(words) else ""


def does_something(words: str) -> bool:
    """Whether a clause without a figure tells what was done to a thing, and not only how or what for."""
    return not _DIGIT.search(_HOURS.sub("", words)) and not _HOW.match(words) and _acts_on_a_thing(words)


_CARRIED = (
    "整治|行动|巡查|检查|活动|改革|创建|排查|攻坚|宣传|宣讲|培训|演练|服务|工程|征集|评查|督察|督查|调研"
    "|整顿|清理|试点|抽查|竞赛|考试|测试"
)
_EVENTS = f"{_CARRIED}|巡河|征文|大赛|公园|平台|巡逻|会战|摸底|摸排|普查|体检|轮训|抽检|比武|评选"
# 公安机关开展夏季治安巡查，出动警力3600人次: what follows belongs to what was carried out
_CAMPAIGN = expression(
    rf"(?P<who>[^,;:。]{{2,24}}?(?:[局委办厅院所队]|部门|公安|机关|单位)|[^,;:。、]{{2,10}}?)?(?P<verb>(?:开展|组织|实施|启动|举办|承办|参加|集中|联合|启用|开通|打造|创建|推进|完成|统一)+(?:了)?)(?P<what>[^,;:。]*?(?:{_EVENTS})(?:工作|月|周|日)?|(?<=开展|组织|实施|启动|举办)[^,;:。]*”)$"
)
# 对各县报送的90件许可案卷进行交叉评查，评出优秀案卷12件
_TREATMENTS = ("评查", "检查", "抽查", "督察", "督查", "清理", "排查", "审计", "评估", "整治", "核查")
_TREATED = expression(
    r"[^,;:。]*?(?:\d[\d.]*|[一二三四五六七八九十百千两〇零]{2,})[万余多]*[件份卷宗起批项条本处部册](?P<thing>[^,;:。\d]{2,24}?)"
    r"(?:进行|开展|实施|组织)了?(?P<done>[一-龥]{0,4}(?:" + "|".join(_TREATMENTS) + "))了?[,。]$"
)


@lru_cache(maxsize=1 << 10)
def name_treated(words: str) -> str:
    """案卷集中评查, of a clause that tells how many things were gone through: 对报送的156卷案卷进行集中评查; empty for none."""
    words = words.strip()
    found = _TREATED.match(words) if words.rstrip(",。了").endswith(_TREATMENTS) else None
    if found is None:
        return ""
    thing = found["thing"].rpartition("的")[2]
    named = (tag_words(thing)[-1][0] if "、" in thing or "和" in thing else thing) + found["done"]
    return named if _SHORTEST <= len(named) <= _LONGEST_MATTER else ""


_ACTIVITY = expression(rf"(?:{_CARRIED}|评估|考核|考评|回头看)”?(?:工作)?[,;:。、中内]*$")


def tells_activity(words: str) -> bool:
    """Whether a clause ends in what was carried out, which is named by its last words: …领域突出问题专项整治行动."""
    return _ACTIVITY.search(words) is not None


@cache
def _event_ends() -> tuple[str, ...]:
    """What the name of an event ends in: asked before the expression, which is slow where it finds nothing."""
    return (*(event + more for event in _EVENTS.split("|") for more in ("", "工作", "月", "周", "日")), "”")


@lru_cache(maxsize=1 << 10)
def name_campaign(words: str) -> str:
    """What a clause without a figure carried out, where what follows belongs to it: 公安机关开展夏季治安巡查; empty for none."""
    words = _JOINS.sub("", clean(words.strip().rstrip(",;:。、")))
    if words.startswith(_BY_MEANS):
        # 依托“云课堂”、文化阵地开展形式丰富的民法典“六进”活动
        words = _OF_MANY_FORMS.sub(r"\g<verb>", words)
    found = _CAMPAIGN.match(words) if words.endswith(_event_ends()) and not _DIGIT.search(words) else None
    if found is None:
        return ""
    if _HOW.match(words):
        # 聚焦民生领域开展联合抽查
        return words if words.startswith(_AIMED) and found["who"] and len(words) <= _LONGEST_MATTER else ""
    if len(words) <= _LONGEST_MATTER:
        return words
    # 县总工会统一组织全系统职工安全知识竞赛
    named = found["verb"] + found["what"]
    return named if len(named) <= _LONGEST_MATTER else found["what"] if len(found["what"]) <= _LONGEST_EVENT else ""


_OF_MANY_FORMS = expression(
    r"^.*(?P<verb>开展|组织|举办)(?:形式丰富|形式多样|丰富多彩|各具特色|多种形式|各类|系列)*的?(?=[^开展组织举办]{4,}$)"
)
_BY_MEANS = ("依托", "通过", "利用", "借助", "运用")
_AIMED = ("聚焦", "围绕", "针对", "紧盯", "瞄准")


def spell_matter(words: str, room: int) -> str:
    """A clause's words without what joins it, its last words where it is long."""
    words = _JOINS.sub("", clean(words.strip().rstrip(",;:。、")))
    found = _JOINS.sub("", end_words(words, room))
    if len(found) < len(words) and "、" in found:
        # (half of a list)
        return ""
    return found if len(found) >= _SHORTEST and not is_bare(found) else ""


# 疑难案件一律集体讨论, 绝大多数不出村
AS_A_RULE = expression(r"一律|大?多数|不出[村镇乡县]")
# 板桥镇位于县境东北部, 据公安年报统计, 登记制度改革后: what is so, and when
_STATES = expression(
    # 数量较上年有所下降, 警情明显减少: how it went
    r"(?:较|比|同比|环比)[^,;]{0,10}(?:上升|下降|增加|减少|增长|回落|持平|提高|降低)|(?:上升|下降|增加|减少|增长|回落|持平|攀升|走[高低])[,;。]*$|位于|地处|统计|显示|表明|发展[,;。]|[后时前中下看上里等来][,;。:]*$|^\s*(?:将|把|有|是|为了?)|的[,;。]*$"
)


def tells_state(words: str) -> bool:
    """Whether a clause tells how things stand, or how they are done in general: 警情明显减少, 疑难案件一律集体讨论."""
    return _STATES.search(words) is not None or AS_A_RULE.search(words) is not None


def _acts_on_a_thing(words: str) -> bool:
    """Whether a clause has a verb with an object: 设立老兵服务驿站."""
    if tells_state(words):
        return False
    tagged = [(word, tag) for word, tag in tag_words(words) if tag not in {"uj", "ul", "m", "t"}]
    verb = next((n for n, (word, tag) in enumerate(tagged) if tag in _VERBS and (len(word) > 1 or word == "到")), None)
    return verb is not None and any(tag.startswith(_NOUNS) for _, tag in tagged[verb + 1 :])
