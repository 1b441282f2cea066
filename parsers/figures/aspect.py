"""Whether a count is a stock (how many there are) or a flow (how many came in the period)."""

from __future__ import annotations

import re

from parsers.numbers.clauses import Clause
from parsers.records import Quantity
from parsers.text.expressions import expression

# 现有人民调解员320名, 共有律师事务所6家, 建成工作站12个: what stands there at the end
_STOCK = expression(
    r"现有|共有|拥有|配备|设有|设立|建成|建立|在册|保留|继续有效|持证|总人口|面积|达到?(?=[^,;。]{0,2}$)|进驻|聘有|覆盖|登记在|在管|现行有效|辖"
)
# 收到, 办理, 开展: what happened in the time
_FLOW = expression(
    r"收到|接收|新收|受理|立案|办理|办结|审结|结案|开展|举办|召开|组织|印发|制定|出台|审查|审核|发放|化解|调解|培训|检查|查处|作出|下达|发布|公开|报送|备案|取消|下放|承接|调整|废止|修改|出动|处罚|罚款|移送|接待|答复|采纳|宣传|评查|换发|注销|新增|败诉|胜诉|撤销|维持|开庭|出庭|参加|出具|接听"
)


def read_aspect(quantity: Quantity, folded: str, clause: Clause, kind: str) -> str | None:
    """`stock`, `flow`, or None for rates and ranks and where no verb tells; the verb nearest before the number decides."""
    if kind != "level":
        return None
    for start, end in (clause.before,) if clause.before == clause.head else (clause.before, clause.head):
        stock, flow = _find_last(_STOCK, folded, start, end), _find_last(_FLOW, folded, start, end)
        if stock >= 0 or flow >= 0:
            return "stock" if stock > flow else "flow"
    return None


def _find_last(words: re.Pattern[str], folded: str, start: int, end: int) -> int:
    """Where the last of the words ends, -1 where none stands."""
    at = -1
    for match in words.finditer(folded, start, end):
        at = match.end()
    return at
