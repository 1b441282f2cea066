"""Bodies that are counted by what is theirs: 重新梳理许可事项的部门, of 重新梳理36个部门的许可事项."""

from __future__ import annotations

from parsers.figures.labels.phrases import LONGEST_WHOLE, balance, clean
from parsers.figures.labels.words import VERBS
from parsers.figures.reading import Reading, Sighting
from parsers.text.expressions import expression
from parsers.text.words import tag_words

_BODY = (
    r"[一-龥]{0,8}?(?:单位|部门|乡镇|街道|镇街|街镇|区市|县区|市县|地区|企业|机构|学校|社区|乡|镇|村|县\([^()]{1,4}\))"
)
_DID = (
    r"(?:统一|全部|一并|集中|依法|逐步|整体)*(?:划入|划转|划归|划至|纳入|下放|移交|归并|整合|集中到|赋予|委托|交由|调整)"
    r"[^,;:。\d、]{0,14}"
)
_THEIRS = expression(
    rf"(?P<body>{_BODY})的(?:\d[\d.]*[万余多]*[项件个条份宗本卷类])?(?P<thing>[^,;:。\d]{{2,24}}?)(?P<did>{_DID})?(?=[,;:。]|(?:共计?)?\d|[、和及与](?=\d)|$)"
)
# 县编办重新核定全县29个部门的…, 印发了15家单位的…
_SCOPE = expression(r"(?:了|全[省市县区州旗镇]|[我本][省市县区]|市直|县直|区直|辖区)*\s*")
_OBJECT_FIRST = expression(r"(?:将|把)(?P<scope>全[省市县区州旗镇]|[我本][省市县区])?\s*$")
# 撤销11个区市的劳动监察队伍和8个区市的…: what stands between is the first one's
_JOINED = expression(rf"\s*\d[\d.]*[余多]?[个家]{_BODY}的[^,;:。]{{2,20}}(?:和|、|及|与|以及)\s*$")
_LONGEST_LEAD = 8
_NO_DEED = frozenset({"占", "比", "有", "是", "为", "达", "在", "对"})
# 安排4家单位的负责人进行现场述法: it is what they do
_THEIR_DEED = expression(r"进行|开展|参加|参与|接受|列席|旁听|作了")
_UNITS = frozenset({"个", "家"})


def name_holder(reading: Reading, sighting: Sighting) -> tuple[str, str] | None:
    """What was done with what is theirs, and the bodies: 撤销执法队伍的 and 区市; None where bodies are not counted so."""
    folded, clause, quantity = reading.folded, sighting.clause, sighting.quantity
    if quantity.unit not in _UNITS or sighting.conjunct:
        return None
    theirs = _THEIRS.match(folded, quantity.char_end, clause.sentence[1])
    if theirs is None:
        return _read_assessed(folded, sighting)
    if _THEIR_DEED.search(theirs["thing"]):
        return None
    thing = balance("".join(theirs["thing"].split()))
    if opened := _OBJECT_FIRST.search(folded, *clause.before):
        did = clean(theirs["did"] or "")
        body = (opened["scope"] or "") + theirs["body"]
        return _fit(f"{thing}{did}的", body) if did else None
    lead = _read_deed(reading, sighting)
    return _fit(f"{lead}{thing}{theirs['did'] or ''}的", theirs["body"]) if lead else None


# 建设成效纳入27个部门年度绩效考核
_ASSESSED = expression(rf"(?P<body>{_BODY})(?P<thing>(?:年度|绩效|目标|综合|党建|平安)[^,;:。\d]{{2,14}})(?=[,;:。]|$)")
_INTO = expression(r"(?P<what>[^,;:。\d]{2,14}(?:纳入|列入|计入)了?)(?:全[省市县区州旗])?$")


def _read_assessed(folded: str, sighting: Sighting) -> tuple[str, str] | None:
    own = _INTO.search(folded, *sighting.clause.before)
    assessed = _ASSESSED.match(folded, sighting.quantity.char_end) if own else None
    return _fit(f"{clean(own['what'])}{assessed['thing']}的", assessed["body"]) if own and assessed else None


def _fit(done: str, body: str) -> tuple[str, str] | None:
    return (done, body) if len(done) + len(body) <= LONGEST_WHOLE else None


def _read_deed(reading: Reading, sighting: Sighting) -> str:
    """重新核定, of 县编办重新核定全县29个部门的…: the row's verb, where nothing but a scope stands between it and the number."""
    folded, clause = reading.folded, sighting.clause
    start, end = clause.head
    if clause.row[0] and not _JOINED.match(folded, clause.head[1], sighting.quantity.char_start):
        return ""
    acts = [token for token in reading.tokens.acts((start, end)) if token.end - token.start > 1]
    act = next((token for token in reversed(acts) if _SCOPE.fullmatch(folded, token.end, end)), None)
    if act is None and not acts:
        # 随机抽查18个单位的执法案卷: a verb that no rule knows
        opening = clean(folded[start:end])
        return opening if 1 < len(opening) <= _LONGEST_LEAD and tag_words(opening)[-1][1] in VERBS else ""
    if act is None or folded[act.start : act.end] in _NO_DEED:
        return ""
    lead = clean(folded[start : act.end])
    return lead if len(lead) <= _LONGEST_LEAD and "对" not in lead else folded[act.start : act.end]


def is_of_names(reading: Reading, sighting: Sighting, own: str, lead: str) -> bool:
    """Whether nothing but names stands before a number: 东河桥、西河桥2座桥梁, 某区“一件事”、某县“改革”等2项创新."""
    if own.lstrip().startswith(_TO_WHOM_STARTS):
        return False
    if "”等" in own[-_SHORTEST_NAMES:] or "”、" in own:
        start = sighting.clause.before[0]
        acts = [token for token in reading.tokens.acts(sighting.clause.before) if token.end - token.start > 1]
        quoted = [own.count("“", 0, token.start - start) > own.count("”", 0, token.start - start) for token in acts]
        return own.rstrip().endswith("等") and all(quoted) and "“" not in own[:1] and "“" not in lead
    # (half of a list of them)
    cut = not clean(own).startswith(lead[:_SHORTEST_NAMES]) or len(clean(own)) > _LONGEST_NAMES
    if not cut or "、" not in lead or sighting.clause.row != (0, 1):
        return False
    many = lead.count("、") > 1 and not own.rstrip().endswith("等")
    return many or all(tag not in _NO_NAMES for _, tag in tag_words(lead))


_SHORTEST_NAMES = 3
_LONGEST_NAMES = 18
_TO_WHOM_STARTS = ("对", "将", "把", "向", "为", "与", "由", "在", "从")
_NO_NAMES = frozenset({"v", "p", "d", "a", "m"})
