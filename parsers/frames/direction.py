"""Who gives a power and who takes it: 省级部门下放的36项 came from above, 交由街道行使 was given, whatever verb stands nearer."""

from __future__ import annotations

from typing import Literal

from parsers.numbers.boundaries import Span
from parsers.numbers.clauses import Clause
from parsers.text.expressions import expression

Direction = Literal["", "given", "from_above", "taken_over"]
"""Empty where no word tells; `taken_over` is what came from above and was taken."""

_HANDS = "(?:下放|赋权|放权|授权|赋予|授予|委托|下沉|移交|划转|下划|放到|放给)"
# 市直部门交给我区的管理权限
_TO_OURS = r"(?:交给|交由|交到|转给|划给)(?:我|本)[省市县区州旗盟镇乡]"
_HANDED = expression(rf"{_HANDS}|{_TO_OURS}")
# 国务院部门、省级有关部门分批下放; 全市下放 and 向县市下放 are no others' acts, 由省级下放 tells from where, not by whom
_ABOVE = r"(?:上级|国务院|国家|中央|(?<![全我本各该由])(?:省|自治区)|(?<![全我本各该城县由州区的])(?:设区的?)?市|(?<![全我本各该由])州)"
# 省住房城乡建设厅委托
_NAMED = r"(?<![全我本各该由])[省市州][一-龥]{2,10}?(?:厅|局|委员会|委|办)"
_GIVER = rf"{_ABOVE}(?:(?:、|和|及)?{_ABOVE})*(?:级|里|委|人民政府|政府|直|有关|相关|各|主管|业务|职能|行政|两级)*(?:部门|机关|单位|厅局|厅|局)?"
_HOW = (
    r"(?:统一|分批|分[一二两三四五六七八九十\d]{1,2}个?批次?|先后|陆续|新|已|集中|依法|此次|本轮|本次|决定|明确|要求"
    # 市级向我县下放
    r"|部署|直接|全部|近年来|取消(?:和|、|或)?|、|共|的|[向给对](?:我|本)[省市县区州旗盟镇乡局])*"
)
_BY_ABOVE = expression(rf"(?:{_GIVER}|{_NAMED}){_HOW}{_HANDS}")
# 下放至我县, 下放本区: to whom is told
_TO_US = expression(rf"{_HANDS}(?:至|到|给|由|于)?(?:我|本)[省市县区州旗盟镇乡局]|{_TO_OURS}")
# 根据省、市统一部署，下放行政审批事项36项: at whose order, and to nobody
_AT_ORDER = expression(
    rf"(?:根据|按照|依照|依据|遵照|落实|执行|对照)[^,;。]{{0,6}}?{_GIVER}[^,;。]{{0,10}}?(?:要求|部署|决定|文件|通知|安排|规定|目录|清单)"
)
_TOWARDS = expression(r"(?:向|给|对(?!应))[^,;。]{0,12}\Z")
_LOWER = r"(?:镇|乡|街道|街镇|开发区|经开区|园区|片区|高新区|示范区|新区|县区|区县|各县|各区|县级|区级|县市|县\(市|基层|办事处|社区|村)"
_TO_LOWER = expression(rf"(?:向|给|至|到|由|对|赋予|授予|赋权|授权|委托|下沉){_HOW}[^,;。]{{0,12}}?{_LOWER}")
_GIVEN = expression(
    rf"(?:交由|交给|交予|授予|移交给?|划转给?|委托给?|授权给?|赋予|赋权给?|由)[^,;。]{{0,12}}?{_LOWER}[^,;。\d]{{0,12}}?(?:行使|实施|办理|承担|执行|履行|审批)"
    # 把56项权限放到乡镇一线
    rf"|放[到给至](?:了|各|基层|全[省市县区州]|所有)*{_LOWER}"
)
# 向上级争取下放权限
_ASKED_FOR = expression(rf"向{_GIVER}[^,;。\d]{{0,4}}?(?:争取|申请|请求|对接){_HOW}{_HANDS}")
# 向高新区移交审批权限: what is moved without a word for giving it
_MOVED_TO_LOWER = expression(
    rf"向(?:各|全[省市县区州]|\d+个)*[^,;。\d]{{0,6}}?{_LOWER}[^,;。\d]{{0,6}}?(?:移交|划转|下划)"
)
# 县政府把74项执法权交由12个乡镇行使: who gives may be named first
_OBJECT_FIRST = expression(r"\s*[^,;:。\d]{0,12}?[将把对]")
# 原由县直部门行使的74项权限，依法交由各镇实施
_HELD = expression(r"由[^,;。\d]{2,14}(?:行使|实施|承担|办理|履行)的")
# 已逐项明确责任科室，全部承接; 由乡镇全部承接 is said of those below
_TAKEN = expression(r"(?:承接|接收|对接|接住|接好|接稳|接牢|接收到位|接得住|衔接)(?!能力|[^,;:。]{0,6}\d)")


def read_direction(folded: str, clause: Clause, told: Span | None = None) -> Direction:
    """Whether what a figure's clause hands on was given to others below, or came from above.

    `told`: the clause before, where the figure's own says only how many (下放我县的职权已全部接稳，共计73项).
    """
    start, end = told[0] if told else clause.head[0], clause.tail[1]
    said = folded[start:end]
    if _OBJECT_FIRST.match(said) and _GIVEN.search(said):
        return "given"
    if _HELD.search(said) and _GIVEN.search(folded, *clause.ahead):
        return "given"
    handed = _HANDED.search(said)
    if handed is None:
        return "taken_over" if _takes_what_was_handed(folded, clause) else ""
    by_above = _BY_ABOVE.search(said)
    # 向13个设区市下放: to whom, not by whom
    if not (by_above and not _TOWARDS.search(said, 0, by_above.start())) and not _TO_US.search(said):
        if _ASKED_FOR.search(said):
            return "from_above"
        if _MOVED_TO_LOWER.search(said):
            return "given"
        opening = folded[max(clause.sentence[0], start - _LONGEST_ORDER) : start + handed.start()]
        if not _AT_ORDER.search(opening) or _TO_LOWER.search(said):
            return ""
    if by_above and _TAKEN.search(said, 0, by_above.start()):
        # 如数接收省级部门移交的29项
        return "taken_over"
    rest = folded[start + handed.end() if told else clause.after[0] : clause.sentence[1]]
    return "taken_over" if any(_is_ours(part) for part in _PARTS.split(rest)) else "from_above"


# 对接市级赋权，领回审批权限26项: what is taken was handed down in the clause before
_TAKES = expression(
    r"\s*(?:已|共|累计|先后|分批|依法|逐项|全部|陆续)*(?:承接|接收|领回|接回|接住|接下|接稳|争取到?|获得|取得)(?:到|了|回)?"
)


def _takes_what_was_handed(folded: str, clause: Clause) -> bool:
    if clause.row[0] or not clause.earlier or clause.earlier[0][0] < clause.sentence[0]:
        return False
    if not _TAKES.match(folded, *clause.before):
        return False
    before = folded[slice(*clause.earlier[0])]
    return _BY_ABOVE.search(before) is not None and _TO_LOWER.search(before) is None


_LONGEST_ORDER = 40
_PARTS = expression("[,;:。]")
# 4月底前已由对口部门完成承接: a day is no number of others
_OTHERS = expression(rf"\d(?!\d?[月日])|{_LOWER}")


def _is_ours(part: str) -> bool:
    """Whether a clause says that we took over what was handed down, without a number of its own."""
    taken = _TAKEN.search(part)
    return taken is not None and not _OTHERS.search(part, 0, taken.end())
