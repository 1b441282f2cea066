"""Changes and shares: 同比下降18.5% and 占总数的12% are never the level itself."""

from __future__ import annotations

from typing import NamedTuple

from parsers.numbers.clauses import Clause
from parsers.records import Quantity
from parsers.text.expressions import expression


class Change(NamedTuple):
    """A figure that says how much another changed; `sign` is -1 for a fall."""

    kind: str
    sign: int
    word: str


_FALL = (
    "下降|减少|降低|下滑|回落|负增长|减幅|降幅|压减|压降|压缩|缩减|锐减|骤减|骤降|剧减|大减|大降"
    "|下跌|下挫|跌落|递减|缩短|缩小|收窄|走低|减轻|减量|少"
)
_RISE = "增长|增速|上升|提高|增加|提升|上涨|增幅|升幅|涨幅|激增|猛增|剧增|骤增|陡增|攀升|递增|增多|多"
# 压减20% alone may be meant or ordered, and is how far a time was cut; 同比压减20% is a fall.
_TOLD_BY_COMPARISON = frozenset(["压减", "压降", "压缩", "缩减", "缩短", "缩小", "收窄", "少", "多"])
_FALLS = frozenset(_FALL.split("|"))
# 办理时限较法定减少62%, 申请材料平均减少30%: how much was cut from what the law allows, no change from year to year
_CUT_DOWN = expression(r"[较比](?:国家|省|市)?(?:法定|规定|承诺|原有?|改革前|现行)|时[限间]|材料|环节|跑动|跑腿|流程")
_MOVE = expression(f"{_FALL}|{_RISE}")
# 同比增长12.5%, 较上年减少12件, 上升了2个百分点; 下降至5% and 提高到99% state the level.
_MOVED = expression(
    rf"(?P<compare>同比|环比|较|比|相比|同期)?(?P<between>[^,;。]{{0,24}}?)(?P<word>净?(?:{_FALL}|{_RISE}))(?:(?<=[少多])(?:出现?|发生|接报|接到|登记|新增|收|受理|办理|立案|办结|查处|化解|调解|培训|检查|开展))?(?:了|幅度|(?P<share>率|比例|占比))?(?:分别|依次|均)?(?:为|达到?|约|近|超过|均超|[:(])?\s*$"
)
# 同比降15%, 信访总量比去年降了16%, 火警数较前一年锐降38%
_SHORT = expression(
    r"(?:同比|环比|[较比](?:上年|去年|上一年|前一年|前年|往年|20\d\d年)(?:度|同期)?)(?:净|锐|骤|陡|猛|大|微|略|小幅|大幅|稳步|再|又)?(?P<word>增|降|升|减|涨|跌)(?:长|少)?(?:了)?\s*$"
)
# 同比-12.5%, 环比+3.2%, 较上年变动-3.75个百分点: the sign says which way
_SIGNED = expression(
    r"(?P<word>同比|环比|[较比](?:上年|去年|上一年|前年|往年|20\d\d年)(?:度|同期)?(?=[变波升增]))(?:变动|变化|波动|升降|增减)?(?:幅度|率)?(?:分别|依次|各)?(?:为|达)?\+?\s*$"
)
# 较上年-12件
_AGAINST = expression(r"(?P<word>[较比](?:上年|去年|上一年|前年|往年|20\d\d年)(?:度|同期)?)\s*$")
# ↓9.6%, 同比↑12.3%, 9.6%↓: what points at a percentage tells which way, before any number where a comparison stands before it
_DOWN, _UP = "↓⬇⇩⇓↘⬊▼🔻🔽⤵➘", "↑⬆⇧⇑↗⬈▲🔺🔼⤴➚"
_ARROWS = frozenset(_DOWN + _UP)
_PLAIN_ARROWS = "↓⬇⇩⇓↘⬊↑⬆⇧⇑↗⬈"
_ARROW = expression(rf"[\s:(]*(?P<word>[{_DOWN}{_UP}])\s*\Z")
_ARROW_BEHIND = expression(rf"\s?(?P<word>[{_DOWN}{_UP}])(?!\s*\d)")
_FROM = expression(r"[由从自][^,;。\d]{0,6}\Z")
_NOW = expression(r"今年|本年|20\d\d年")
_BECAME = expression(r"(?:为|成)了?\s*\Z")
# 较上年上升3位, 位次前移2位: places in a ranking
_LOST_PLACES = expression(r"(?:下降|后移|后退|下滑)(?:了)?\s*$")
# 与2022年相比，案件增加10件: the comparison stands in the clause before
_COMPARED_BEFORE = expression(r"(?:相比|相比较|同期相比),\s*$")
_SHARES = frozenset({"%", "‰", "百分点"})
_COMPARED = expression(r"同比|环比|较(?:上|去|20|前|往|同)|比(?:上|去|20|前|往|同)|同期|相比|与(?:上|去)年")

_COMPARED_ALONE = expression(rf"(?:同比|环比|[较比](?:上年|去年|上一年)(?:度|同期)?)(?:{_FALL}|{_RISE})了?")


def read_change(quantity: Quantity, folded: str, clause: Clause) -> Change | None:
    """The change that the figure states, or None where it states a level."""
    # 同比分别增长5%、下降3%: the comparison may open the sentence's clause before
    own = folded[clause.before[0] : quantity.char_start]
    opening = folded[clause.head[0] : quantity.char_start]
    if quantity.unit == "位" and not quantity.ordinal:
        return Change("change", -1 if _LOST_PLACES.search(own) else 1, "")
    if signed := _read_signed(quantity, own, opening, clause):
        return signed
    if arrow := _find_arrow(quantity, folded, own):
        word, own = arrow
        if not _MOVED.search(own):
            return Change("change", -1 if word in _DOWN else 1, word)
    if ("比" in own or "较" in own) and (match := _SHORT.search(own)):
        return Change("change", -1 if match["word"] in "降减跌" else 1, match["word"])
    if clause.row[0] and not own.strip(" 、和及"):
        # 分别下降11.2%、6.8%: the second falls as the first does
        own = folded[clause.head[0] : clause.head[1]]
        mark = max(own.rfind("分别"), own.rfind("依次"))
        # 同比减少5起、4人: so it does where nothing but the comparison stands before both
        beside = (
            folded[quantity.char_start - 1] in "、和" and folded[quantity.char_end : quantity.char_end + 1] in ",。;"
        )
        shared = own if beside and _COMPARED_ALONE.fullmatch(own) else ""
        own = own[:mark] + own[mark + 2 :] if mark >= 0 else shared
    if clause.row[0] and _BECAME.search(own) and _FROM.search(folded, *clause.head):
        # 由92%提升为100%: what it is now
        return None
    match = _MOVED.search(own) if _MOVE.search(own) else None
    if match is None:
        return None
    word = match["word"].removeprefix("净")
    compared = bool(_COMPARED.search(opening)) or bool(
        _COMPARED_BEFORE.search(folded, max(clause.sentence[0], clause.head[0] - 8), clause.head[0])
    )
    if match["share"] and not compared and word != "增长":
        # 减少比例达25%, 缩减率达37%: how much was cut, a rate of its own; 增长率 is a change
        return None
    if not compared and word in _FALLS and _CUT_DOWN.search(opening):
        return None
    if not compared and _BECAME.search(own) and _NOW.search(own):
        # 败诉率去年12.5%，今年下降为8.3%
        return None
    if quantity.value < 0:
        return Change("change", 1, word)
    if not compared and (word in _TOLD_BY_COMPARISON or quantity.unit not in {*_SHARES, "倍"}):
        return None
    # 下降-5.2% is typed for 下降5.2%
    return Change("change", -1 if word in _FALLS and quantity.value > 0 else 1, word)


def _read_signed(quantity: Quantity, own: str, opening: str, clause: Clause) -> Change | None:
    """同比-12.5%, 较上年-12件: the sign of the number says which way."""
    if "比" not in opening and "较" not in opening:
        return None
    if clause.row[0] and quantity.value < 0 and not own.strip(" 、和及"):
        # 事故起数、死亡人数同比分别为-12%、-20%
        own = opening[: clause.head[1] - clause.head[0]]
    told = quantity.unit in _SHARES or quantity.value < 0 or own.rstrip().endswith("+")
    match = (told and _SIGNED.search(own)) or (quantity.value < 0 and _AGAINST.search(own))
    return Change("change", 1, match["word"]) if match else None


def _find_arrow(quantity: Quantity, folded: str, own: str) -> tuple[str, str] | None:
    """The arrow at a figure, and what stands before it; None where it may point at nothing (a line's bullet), or tells no change."""
    end = quantity.char_end
    if _ARROWS.isdisjoint(own[-3:]) and _ARROWS.isdisjoint(folded[end : end + 2]):
        return None
    if match := _ARROW.search(own):
        word, before = match["word"], own[: match.start()]
    elif match := _ARROW_BEHIND.match(folded, end):
        word, before = match["word"], own
    else:
        return None
    told = quantity.unit in _SHARES or _COMPARED.search(before)
    return (word, before) if told and (before.strip() or word in _PLAIN_ARROWS) else None
