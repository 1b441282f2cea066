"""Codes of the warehouse as readers see them: Chinese names, numbers, dates, periods."""

from __future__ import annotations

import datetime as dt

THEMES = {
    "profile": "地区概况",
    "leadership": "组织领导",
    "functions": "政府职能",
    "rules": "制度建设",
    "decisions": "行政决策",
    "enforcement": "行政执法",
    "emergency": "应急处置",
    "disputes": "纠纷化解",
    "public_legal_services": "公共法律服务",
    "supervision": "权力监督",
    "technology": "科技保障",
    "publicity": "法治宣传",
    "problems": "存在问题",
    "plans": "下年计划",
    "overview": "总述",
    "other": "其他",
}
"""Themes of sections and indicators, in the order in which pages list them."""

THEMES_EN = {
    "profile": "Profile",
    "leadership": "Leadership",
    "functions": "Government functions",
    "rules": "Rule-making",
    "decisions": "Decisions",
    "enforcement": "Enforcement",
    "emergency": "Emergencies",
    "disputes": "Disputes",
    "public_legal_services": "Public legal services",
    "supervision": "Supervision",
    "technology": "Technology",
    "publicity": "Legal education",
    "problems": "Shortfalls",
    "plans": "Plans",
}
STATUSES_EN = {
    "in_time": "in time",
    "late": "late",
    "undated": "undated",
    "withdrawn": "withdrawn",
    "incomplete": "incomplete",
    "unreadable": "unreadable",
    "known": "not fetched",
    "not_found": "not found here",
}
LEVELS = {
    "province": "省级",
    "prefecture": "地级",
    "county": "县级",
    "township": "乡级",
    "department": "部门",
    "zone": "开发区",
}
QUALIFIERS = {"exact": "", "over": "超过", "about": "约", "at_least": "不少于", "at_most": "不超过"}
CHECKS = {"consistent": "相符", "inconsistent": "不符", "garbled": "原文缺字"}
SCOPES = {"government": "本级政府", "region": "全域", "department": "部门"}
KINDS = {"level": "数量", "rate": "比率", "change": "变化", "rank": "位次"}


def format_number(value: float | None) -> str:
    """A number with its thousands parted: 221,789; 19.64; from 亿 on as 1.4 亿 where that loses nothing."""
    if value is None:
        return "—"
    if abs(value) >= 1e8:
        hundred_millions = value / 1e8
        if round(hundred_millions, 4) * 1e8 == value:
            return f"{_trim(round(hundred_millions, 4))} 亿"
    return _trim(value)


def format_value(value: float | None, unit: str | None, qualifier: str | None = None) -> str:
    """The number with its unit and what limits it: 超过 1,500 人; 99.2%."""
    number = format_number(value)
    gap = "" if not unit or unit in ("%", "‰") or number.endswith("亿") else " "
    written = f"{number}{gap}{unit or ''}"
    limit = QUALIFIERS.get(qualifier or "exact", "")
    return f"{limit} {written}" if limit else written


def format_date(day: dt.date | None) -> str:
    """2024年2月9日; a dash for what is not known."""
    return "—" if day is None else f"{day.year}年{day.month}月{day.day}日"


def format_period(start: dt.date | None, end: dt.date | None) -> str:
    """The time that a figure covers, as short as it can be told: 2023年; 2021—2023年; 2023年1—8月; else both days."""
    if start is None or end is None:
        return "时期不明"
    from_first = start.day == 1
    to_last = (end + dt.timedelta(days=1)).day == 1
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year}年" if start.year == end.year else f"{start.year}—{end.year}年"
    if start == end:
        return f"{format_date(end)}当日"
    if from_first and to_last:
        if start.year != end.year:
            return f"{start.year}年{start.month}月—{end.year}年{end.month}月"
        months = f"{start.month}月" if start.month == end.month else f"{start.month}—{end.month}月"
        return f"{start.year}年{months}"
    return f"{format_date(start)}—{format_date(end)}"


def _trim(value: float) -> str:
    written = f"{int(value):,}" if float(value).is_integer() else f"{value:,.4f}".rstrip("0").rstrip(".")
    return written.replace("-", "−")
