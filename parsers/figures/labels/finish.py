"""A label's own words made a phrase that ends where it should: nothing that hangs, nothing that its number does not count."""

from __future__ import annotations

from parsers.figures.labels.phrases import LONGEST_WHOLE
from parsers.figures.labels.told import Told
from parsers.figures.labels.words import is_bare
from parsers.figures.reading import Reading, Sighting
from parsers.numbers.units import unit_classes
from parsers.text.expressions import expression

_AMONG = "(比较范围)"
_FEWEST = 4
# 是全省第三批12个达标县之一, 获评全市为民16件实事之一: the number is of all of them
_ONE_OF = "之一"
_IS_ONE = expression(
    r"^.*?(?:(?:入选|成为|作为|列为|属于|跻身|获评|评为|评选为|列入|纳入|入围|是|为(?![民农企]))了?)(?=[一-龥“]{4})"
)
# 发挥12名人大代表的监督作用: the delegates are counted
_MADE_USE = expression(r"^(?:充分)?(?:发挥|激发|释放)(?:好|了)?(?=[一-龥“]{4})")
_USE = expression(
    r"(?<=[一-龥)”]{2})的?(?:示范|引领|带动|桥梁|纽带|骨干|参谋|助手|监督|智囊|专业|先锋|模范|堡垒|阵地|前哨|枢纽|载体|平台|补充|主体|职能|资源|聚合|智库)*(?:作用|优势|效应|功能)$"
)
# 通过梳理96项事项，确保有据可依
_BY_MEANS = expression(
    r"^通过(?=(?:梳理|清理|排查|摸排|整合|归并|精简|压减|取消|下放|编制|制定|出台|建立|设立|开展|组织|举办|召开|实施|推行|优化|建设|打造|培育|选派|聘请|发放|走访|检查|抽查|评查)[一-龥“]{2})"
)
# 由原来串联办理审批时间180天, 缩短到并联审批时间60天
_FORMERLY = expression(r"^[由从](?:原来|原先|以前|过去|此前|之前)的?(?=[一-龥]{3})")
_BECAME = expression(r"^(?:缩短|压缩|压减|精简|减少|增加|提高|提升|下降|降低)[到至为](?=[一-龥]{4})")
# 9项工作获全省通报表扬且全省排名第三
_AND_RANKED = expression(r"(?<=[一-龥”]{6})[,并]?且(?:在)?全[国省市县区州旗]?(?:综合)?(?:排名|位[列居]|名列)?$")
_AND = expression(r"(?<=[一-龥”]{6})[,并]?且(?=在?全[国省市县区州旗])")
_EACH_HAS = expression(r"(?<=[一-龥)]{2})[都均各](?=(?:配备|配有|设有|建有|设立|聘请|明确)了?$)")
# 选派9名队员参加省厅举办的3期救援骨干培训班; 安排12名干部参加为期5天的法律知识培训班: what they took part in stands behind the next number
_RUNS_ON = expression(r"(为期|(?:[举承主协]办|组织|开展|召开)的)(?:近|约|超|共)?[\d.]+[余多万]?[一-龥]{1,2}\Z")
_LASTING = "为期"
_NOUN_BEHIND = expression(r"的?([一-龥“”·]{3,22})(?=[,;。、(\n]|\Z)")
_REACHED = "实现"
# 群众满意率始终保持在99%以上
_ALL_ALONG = ("一直", "始终", "持续", "长期", "稳定", "仍然", "继续")
_STAYED = expression(rf"(?<=[率度例量重])(?:{'|'.join(_ALL_ALONG)})+\Z")
_STARTS = frozenset("充发激释通由从缩压精减增提下降实")
# 在《工作要点》明确的任务, 在全县开行班线; 在司法所挂牌设立 needs the word
_IN_PLAIN = expression(r"^在(?=《|全[国省市县区州镇])")
_WITHIN = expression(r"[中里内上下间前后]|方面|领域|范围")


def finish(label: str, reading: Reading, sighting: Sighting) -> str:
    """The label without what only joins it to the sentence; as it is where nothing hangs."""
    if label[:1] == "在" and not _WITHIN.search(label):
        label = _IN_PLAIN.sub("", label)
    if label[:1] in _STARTS:
        label = _FORMERLY.sub("", _BECAME.sub("", _BY_MEANS.sub("", label)))
        label = _MADE_USE.sub("", label)
        if label.startswith(_REACHED) and unit_classes().get(sighting.quantity.unit) == "duration":
            label = label.removeprefix(_REACHED)
    if label.endswith(_ALL_ALONG):
        label = _STAYED.sub("", label)
    if "且" in label:
        label = _AND_RANKED.sub("", label) if not sighting.quantity.ordinal else _AND.sub("", label)
    if _LASTING in label[:-2] and reading.folded.endswith(_LASTING, 0, sighting.quantity.char_start):
        # 参加为期5天的法律知识培训班
        label = label.replace(_LASTING, "", 1)
    if label[-1:] not in _ENDS:
        return label
    if label.endswith(_OPEN_ENDS) and (whole := _run_on(label, reading, sighting)):
        return whole
    if label.endswith(_USES) and _is_made_use_of(reading, sighting):
        label = _USE.sub("", label)
    if label.endswith(_ONE_OF) and len(label) > _FEWEST:
        return _IS_ONE.sub("", label.removesuffix(_ONE_OF)) + _AMONG
    return _EACH_HAS.sub("", label)


_USES = ("作用", "优势", "效应", "功能")
_ENDS = frozenset("用势应能一备有设立请确了的期办织展开")
_OPEN_ENDS = ("为期", "的", "办", "组织", "开展", "召开")


def _run_on(label: str, reading: Reading, sighting: Sighting) -> str:
    """The label with the noun that stands behind the next number; empty where it does not run on to it."""
    between = reading.folded[sighting.quantity.char_end : sighting.clause.tail[0]]
    led = _RUNS_ON.search(between)
    noun = _NOUN_BEHIND.match(reading.folded, *sighting.clause.tail) if led else None
    if led is None or noun is None or not label.endswith((led[1], led[1].removesuffix("的"))):
        return ""
    stem = label.removesuffix(led[1]).removesuffix(led[1].removesuffix("的"))
    return stem + ("" if led[1] == _LASTING else led[1]) + noun[1]


def _is_made_use_of(reading: Reading, sighting: Sighting) -> bool:
    opening = reading.folded[slice(*sighting.clause.head)].lstrip()
    return opening.startswith(("发挥", "充分发挥", "激发", "释放"))


_TOOK_PART = ("参加", "参与")
_HELD = expression(r"^[^、]{0,10}?(?:(?:举办|举行|组织|开展|召开|承办|开办)+了?|^办(?![理件案公事]))(?=[一-龥“《]{2})")
_EVENT_ENDS = expression(r"(?:举办|举行|组织|开展|召开|承办|开办)$")


_IS_EVENT = expression(
    r"(?:考试|培训|轮训|竞赛|比赛|活动|班|演练|会|会议|讲座|测试|测评|仪式|庭审|宣讲|宣传|学习|答题|观摩|课)$"
)
_HELD_BY = expression(r"^(?:举办|举行|组织|开展|召开)(?=参加$|参与$)")


def join_event(label: str, event: str) -> str:
    """参加应急演练, of 应急演练46场，5600人次参加; 工作人员参加宣誓仪式, of 工作人员 and it; empty for a label that does not end so."""
    if not label.endswith(_TOOK_PART) or not event:
        return ""
    held = _HELD.sub("", event)
    if held == event and not _IS_EVENT.search(event):
        # 实现学习全覆盖，48名在编人员参加
        return ""
    event = _EVENT_ENDS.sub("", held)
    joined = _HELD_BY.sub("", label) + event
    return joined if len(event) >= _FEWEST and not is_bare(event) and len(joined) <= LONGEST_WHOLE else ""


def find_event_before(near: Told | None) -> str:
    """What the figure before counts, where that is an event: 应急演练 of 组织应急演练46场."""
    if near is None or unit_classes().get(near.unit) != "time":
        return ""
    return near.text if "：" not in near.text else ""
