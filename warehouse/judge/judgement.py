"""One judgement: which figure, what was read, what a person says of it, who, when, under which parser version.

A judgement is named by its content, so that the same line out of two copies of a ledger is one judgement.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, get_args

from parsers.records import Level

FIGURE, MISSED, REPORT, PARAGRAPH, AUDIT, UNDO = "figure", "missed", "report", "paragraph", "audit", "undo"
"""What a line is about: a figure that was read; one that was not; a report's own fields; a paragraph, that all its figures
are found; a sample that was drawn; a judgement that is taken back."""

RIGHT, CHANGED, REJECTED = "right", "changed", "rejected"

READ_FIELDS = ("indicator_id", "value", "unit", "qualifier", "scope", "period_start", "period_end")
"""What of a figure a person affirms or mends. The label is the machine's wording and follows its version."""

REPORT_FIELDS = ("title", "issuer", "source", "published_on", "signed_on", "year", "region_code", "level")

LEVELS = get_args(Level)
# 区县六位，乡镇九位或十二位
_CODE = re.compile(r"\d{6}(?:\d{3}|\d{6})?")

_SURROUNDING = 24
"""Characters kept on each side of a figure: enough to find it again where another parser version cut the text otherwise."""


class BadJudgementError(ValueError):
    """A line that says nothing that can be kept; the message says what is wrong with it."""


@dataclass(frozen=True)
class Judgement:
    """A line of the ledger. Dates in `read` and `said` are written as ISO 8601."""

    about: str
    reviewer: str
    """A name that the reviewer gives."""
    judged_at: str
    """ISO 8601 with its zone."""
    page_id: str | None = None
    """SHA-256 of the raw page."""
    text_digest: str | None = None
    """Of the report's text: a page that changed but for a counter still says the same."""
    report_id: str | None = None
    """As the report was named then; for people, it decides nothing."""
    char_start: int | None = None
    char_end: int | None = None
    quote: str | None = None
    before: str | None = None
    after: str | None = None
    slot: int = 1
    """Which of the figures that share the quote (办结率、满意率均达100%), from 1."""
    read: Mapping[str, Any] = field(default_factory=dict)
    verdict: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    """The fields that are otherwise; of a missed figure all of them, with its label."""
    parser_version: str | None = None
    queue: str | None = None
    note: str | None = None
    settles: tuple[str, ...] = ()
    """Judgements of others that this one was made in sight of: it decides between them."""
    undoes: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Of a sample: what was drawn, from what, how."""

    @cached_property
    def judgement_id(self) -> str:
        """20 hexadecimal digits, made of the content."""
        return hashlib.sha256(self._spell().encode()).hexdigest()[:20]

    @property
    def place(self) -> tuple[Any, ...]:
        """What it speaks of, as far as the ledger alone can tell."""
        if self.about in (FIGURE, MISSED):
            return (FIGURE, self.page_id, self.char_start, self.char_end, self.quote, self.slot)
        return (self.about, self.page_id, self.char_start, self.char_end)

    @property
    def asserted(self) -> dict[str, Any]:
        """Of a figure what it is by this judgement: what was read, with what was said instead."""
        return {**{name: self.read.get(name) for name in READ_FIELDS}, **self.said}

    def write_line(self) -> str:
        """The judgement as a line of JSON, its id first."""
        return f'{{"judgement_id":"{self.judgement_id}",{self._spell()[1:]}\n'

    def _spell(self) -> str:
        named = ((item.name, getattr(self, item.name)) for item in fields(self))
        present = {name: value for name, value in named if value not in (None, {}, ())}
        return json.dumps(present, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_line(line: str) -> Judgement:
    """The judgement of a line. Raises BadJudgementError where it is none, or not as it was when it was named."""
    try:
        content = json.loads(line)
    except ValueError as error:
        raise BadJudgementError(f"不是 JSON 行 no line of JSON: {line[:60]!r}") from error
    if not isinstance(content, dict):
        raise BadJudgementError(f"不是判断 no judgement: {line[:60]!r}")
    named = content.pop("judgement_id", None)
    # A line that was acknowledged once stays a judgement, whatever fields are refused today.
    made = _make(content) if named is not None else make_judgement(content)
    if named is not None and named != made.judgement_id:
        raise BadJudgementError(f"判断 {named} 的内容与其编号不符，已被改动 its content was altered")
    return made


def make_judgement(content: Mapping[str, Any]) -> Judgement:
    """A judgement of fields by name, checked. Raises BadJudgementError that says every fault."""
    judgement = _make(content)
    if judgement.about == REPORT and (faults := _find_wrong_fields(judgement.said)):
        raise BadJudgementError("；".join(faults))
    return judgement


def _make(content: Mapping[str, Any]) -> Judgement:
    known = {item.name for item in fields(Judgement)}
    faults = [f"不认识的字段 unknown field {name}" for name in content if name not in known]
    values = {name: value for name, value in content.items() if name in known and value is not None}
    values["settles"] = tuple(values.get("settles", ()))
    faults += [f"缺 {name} is missing" for name in ("about", "reviewer", "judged_at") if not values.get(name)]
    if faults:
        raise BadJudgementError("；".join(faults))
    judgement = Judgement(**values)
    faults = _find_faults(judgement)
    if faults:
        raise BadJudgementError("；".join(faults))
    return judgement


def cut_surroundings(text: str, start: int, end: int) -> dict[str, str]:
    """`before` and `after` of a place in a report's text."""
    return {"before": text[max(0, start - _SURROUNDING) : start], "after": text[end : end + _SURROUNDING]}


def find_place(judgement: Judgement, text: str) -> tuple[int, int] | None:
    """Where the judged passage stands in a text of the same page; None where it does not, or not at one place alone.

    At its offsets, or, where another parser version cut the text otherwise, where the same words stand around it.
    """
    start, end, quote = judgement.char_start, judgement.char_end, judgement.quote
    if start is None or end is None or quote is None:
        return None
    before, after = judgement.before or "", judgement.after or ""
    if text[start:end] == quote and text[max(0, start - len(before)) : start] == before:
        return start, end
    for left, right in ((before, after), (before[-10:], after[:10]), (before[-10:], ""), ("", after[:10])):
        # A quote alone (3件) stands anywhere.
        if len(left) + len(right) < min(10, len(before) + len(after)):
            continue
        passage = left + quote + right
        found = text.find(passage)
        if found >= 0 and text.find(passage, found + 1) < 0:
            return found + len(left), found + len(left) + len(quote)
    return None


def stamp(judgement: Judgement, reviewer: str, moment: dt.datetime) -> Judgement:
    """The judgement with who and when."""
    return replace(judgement, reviewer=reviewer, judged_at=moment.astimezone(dt.UTC).isoformat(timespec="milliseconds"))


def _find_faults(judgement: Judgement) -> list[str]:
    faults = []
    if judgement.about not in (FIGURE, MISSED, REPORT, PARAGRAPH, AUDIT, UNDO):
        faults.append(f"about 不能是 cannot be {judgement.about!r}")
    try:
        if dt.datetime.fromisoformat(judgement.judged_at).tzinfo is None:
            faults.append("judged_at 须带时区 needs its zone")
    except (TypeError, ValueError):
        faults.append(f"judged_at 不是时间 no time: {judgement.judged_at!r}")
    if judgement.about == UNDO:
        return faults if judgement.undoes else [*faults, "缺 undoes is missing"]
    if judgement.about == AUDIT:
        return faults if judgement.detail else [*faults, "缺 detail is missing"]
    if not judgement.page_id and not judgement.text_digest:
        faults.append("缺 page_id is missing")
    if judgement.verdict not in (RIGHT, CHANGED, REJECTED):
        faults.append(f"verdict 须为 must be one of right, changed, rejected: {judgement.verdict!r}")
    if judgement.about != REPORT and (
        judgement.char_start is None or judgement.char_end is None or judgement.quote is None
    ):
        faults.append("缺原文位置 char_start, char_end and quote are needed")
    return faults + _find_wrong_values(judgement)


def _find_wrong_fields(said: Mapping[str, Any]) -> list[str]:
    """What of a report's own fields cannot be: a level that there is not would take its figures out of every comparison."""
    faults = []
    if said.get("level") not in (None, *LEVELS):
        faults.append(f"level 须为 must be one of {', '.join(LEVELS)}: {said['level']!r}")
    year = said.get("year")
    if year is not None and (isinstance(year, bool) or not isinstance(year, int) or not 1949 <= year <= 2200):
        faults.append(f"year 不是年份 no year: {year!r}")
    code = said.get("region_code")
    if code is not None and not (isinstance(code, str) and _CODE.fullmatch(code)):
        faults.append(f"region_code 须为区划代码 no code of a division: {code!r}")
    for name in ("title", "issuer", "source"):
        if said.get(name) is not None and not isinstance(said[name], str):
            faults.append(f"{name} 不是文字 no text: {said[name]!r}")
    return faults


def _find_wrong_values(judgement: Judgement) -> list[str]:
    by_kind = {REPORT: {*REPORT_FIELDS}, MISSED: {*READ_FIELDS, "label", "kind"}}
    allowed = by_kind.get(judgement.about, {*READ_FIELDS})
    said = judgement.said
    faults = [f"不能改的字段 cannot be said: {name}" for name in said if name not in allowed]
    if judgement.verdict == CHANGED and not said:
        faults.append("改了什么？changed, but nothing is said")
    if judgement.verdict != CHANGED and said:
        faults.append("没有改动却写了新值 something is said, but the verdict is not changed")
    value = said.get("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        faults.append(f"value 不是数 no number: {value!r}")
    if said.get("qualifier", "exact") not in ("exact", "over", "about", "at_least", "at_most"):
        faults.append(f"qualifier 不能是 cannot be {said['qualifier']!r}")
    if said.get("scope") not in (None, "government", "region", "department"):
        faults.append(f"scope 不能是 cannot be {said['scope']!r}")
    for name in ("period_start", "period_end", "published_on", "signed_on"):
        try:
            if said.get(name) is not None:
                dt.date.fromisoformat(said[name])
        except (TypeError, ValueError):
            faults.append(f"{name} 须如 2023-12-31 a date like this")
    if judgement.about == MISSED and said.get("value") is None:
        faults.append("漏读的数字须写明 value a missed figure needs its value")
    period = judgement.asserted if judgement.about in (FIGURE, MISSED) else {}
    if (period.get("period_start") is None) != (period.get("period_end") is None):
        faults.append("起止日期须同时写明 both days of a period, or none")
    elif period.get("period_start") and str(period["period_start"]) > str(period["period_end"]):
        faults.append("起止日期倒置 the period ends before it starts")
    return faults
