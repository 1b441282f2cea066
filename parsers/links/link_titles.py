"""What a link leads to, told by its text: a report, with year and issuer, or something that stands beside reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.identity.genre import match_rule, squeeze
from parsers.identity.heard.issuers import read_issuer_of_title
from parsers.identity.years import find_years
from parsers.seed import read_seed
from parsers.text.expressions import compile_expression, expression

_CUT = expression(r"(?:\.{2,}|…+|⋯+)$")
_OUTER = expression(r"^[·•●○■□►▶▪◆◇\-—\s\[\]【】(（]*(?:\d{1,3}[.、．])?\s*|\s+$")


@dataclass(frozen=True, slots=True)
class LinkJudgement:
    """What a link's text says. `name` is the rule that decided; `year` and `issuer` are None where the text is silent."""

    is_report: bool
    name: str
    year: int | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class _TitleRule:
    verdict: str
    name: str
    since: int
    until: int
    pattern: re.Pattern[str]


@cache
def list_title_rules() -> tuple[_TitleRule, ...]:
    """The rules of seeds/link_titles.csv in their order. Raises ValueError for a verdict that is none."""
    rules = []
    for row in read_seed("link_titles.csv"):
        if row["verdict"] not in ("report", "leave_out"):
            raise ValueError(f"seeds/link_titles.csv: {row['name']}: no such verdict: {row['verdict']}")
        since, until = int(row["since"] or 0), int(row["until"] or 9999)
        rules.append(_TitleRule(row["verdict"], row["name"], since, until, compile_expression(row["pattern"])))
    return tuple(rules)


def judge_link(title: str) -> LinkJudgement:
    """Whether a link's text is the name of a report. A text that the list cut short is judged by what is left of it."""
    shown = _CUT.sub("", _OUTER.sub("", title).strip())
    folded = squeeze(shown).replace("\n", "")
    year = next(iter(find_years(shown)), None)
    for rule in list_title_rules():
        if rule.pattern.search(folded) and (year is None or rule.since <= year <= rule.until):
            if rule.verdict == "leave_out":
                return LinkJudgement(False, rule.name)
            # The names of reports are told first: 信息公开 in the issuer's name must not count against them below.
            refused = match_rule("title", folded)
            if refused is not None and refused[0].reason != "report":
                return LinkJudgement(False, refused[0].name)
            return LinkJudgement(True, rule.name, year, read_issuer_of_title(shown))
    found = match_rule("title", folded)
    if found is not None and found[0].reason == "report" and year is not None:
        return LinkJudgement(True, found[0].name, year, read_issuer_of_title(shown))
    cut_short = shown != _OUTER.sub("", title).strip()
    if cut_short and year is not None and re.search("法治政府|依法行政", folded):
        return LinkJudgement(True, "被截断的标题", year, read_issuer_of_title(shown))
    return LinkJudgement(False, found[0].name if found is not None else "不是报告的名称")
