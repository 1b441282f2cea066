"""Tells reports on rule-of-law government from all else that government sites publish, and says what gave it away.

A title may lie: news and catalogue entries bear a report's exact title, and some reports have none. So title and body
are both heard. The rules are data (seeds/genres.csv); here is only the order in which they are asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.records import Metadata, Refusal, StrippedPage
from parsers.seed import read_seed
from parsers.text.dates import read_dates
from parsers.text.width import fold_width

NO_ARTICLE = 200
"""Below so many characters a body may be an error message, a challenge or nothing at all."""
SHORTEST_REPORT = 350
"""The shortest reports (of townships) have some 600 characters without white space, entries in catalogues under 200."""
UNTITLED_REPORT = 500
_OPENING = 400
_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)\b|附件|(?:点击|下载|查看|浏览)(?:此处|这里)?(?:下载|查看|全文|附件|原文)|全文下载|PDF",
    re.IGNORECASE,
)

VOCABULARY = (
    "法治政府|依法行政|行政执法|行政复议|行政诉讼|行政应诉|规范性文件|重大行政决策|第一责任人|普法|法治宣传|合法性审[查核]|政务公开|"
    "政府信息公开|放管服|行政审批|营商环境|法律顾问|执法人员|矛盾纠纷|人民调解|述法|出庭应诉|权责清单|权力清单|公正文明执法|"
    "法治建设|习近平法治思想|法制审核|执法监督|法律服务|学法|政务服务|双随机|负面清单|行政处罚"
)
"""Matters of the outlines 2015-2020 and 2021-2025 that a report tells of; the more of them, the more it is one."""
_VOCABULARY = re.compile(VOCABULARY)
_CORE = re.compile("法治政府|依法行政|法治建设|依法治[省市县区州旗]")
# 现将…法治政府建设情况报告如下; 一、2022年度法治政府建设主要举措及成效
_FRAME = re.compile(
    r"现(?:就|将|把)[^。]{0,60}(?:法治|依法行政|示范创建)[^。]{0,40}(?:报告|汇报|总结|公布|公开|说明)"
    r"|(?:^|\n)(?:[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)])?[^\n。]{0,20}(?:法治政府|依法行政|法治建设)[^\n。]{0,20}"
    r"(?:举措|成效|情况|做法|报告|总结)"
    r"|(?:^|\n)[^\n。]{0,30}20\d\d年度?(?:以来)?[^。\n]{0,200}(?:法治政府|依法行政|法治建设)"
)
# 现将我镇2022年度法治政府建设情况报告如下: nothing but a report says so of itself
_DECLARED = re.compile(
    r"现(?:就|将|把)?[^。;\n]{0,40}(?:法治政府|依法行政|法治建设)[^。;\n]{0,30}(?:报告|汇报|总结|公布|公开|说明)如下"
)
# …推进依法行政…。现将一年来有关工作情况汇报如下: the same in two sentences, which other reports might also say
_INTRODUCED = re.compile(
    r"^(?:[^\n。]{2,60}:\n){0,3}[^\n]{0,600}(?:法治|依法行政)[^\n]{0,400}现(?:就|将|把)?[^。;\n]{0,30}(?:报告|汇报|总结)如下"
)
_BLANK = re.compile(r"[^\S\n]")
_FIGURE = re.compile(r"\d(?:余|多)?[件次人场项份个起家名批期条%]")
LIST_ENTRIES = 8
FIGURES = 5
"""A plan tells what is to be done, a report how many cases were."""
_HEADING = re.compile(
    r"(?:^|\n)(?:[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)]|[1-9]\d?[.、])|[一二三四五六七八九]是"
)


@dataclass(frozen=True, slots=True)
class GenreRule:
    """A row of seeds/genres.csv."""

    reason: str
    name: str
    least: int
    pattern: re.Pattern[str]


@cache
def list_rules(scope: str) -> tuple[GenreRule, ...]:
    """The rules of a scope, in their order."""
    return tuple(
        GenreRule(row["reason"], row["name"], int(row["min"]), re.compile(row["pattern"]))
        for row in read_seed("genres.csv")
        if row["scope"] == scope
    )


def judge_genre(stripped: StrippedPage, metadata: Metadata, page_source: str = "") -> Refusal | None:
    """None for a report on rule-of-law government, else why the page is none.

    `page_source` is the decoded page before stripping: a challenge that is nothing but a script shows only there.
    Reasons: bot_challenge, error_page, empty_page, attachment_only, not_a_report.
    """
    body = squeeze(stripped.text)
    length = len("".join(body.split()))
    if length < NO_ARTICLE and (refusal := judge_missing_article(stripped, page_source)):
        return refusal
    title = squeeze(metadata.title or "")
    named = match_rule("title", title)
    if named and named[0].reason != "report":
        return refuse("标题", named)
    if length < SHORTEST_REPORT:
        return judge_short_text(stripped, length, bool(named))
    for scope, part in (("opening", body.lstrip()[:_OPENING]), ("body", body)):
        if found := match_rule(scope, part):
            return refuse("正文", found)
    if listed := describe_list(stripped.text):
        return Refusal("not_a_report", listed)
    return judge_body_words(body, length, title, bool(named))


def squeeze(text: str) -> str:
    """Text of folded width without white space but line breaks, which is what the rules are written for."""
    return _BLANK.sub("", fold_width(text))


def match_rule(scope: str, text: str) -> tuple[GenreRule, str] | None:
    """The first rule of a scope that the text meets often enough, and what it met first."""
    for rule in list_rules(scope):
        matches = [match[0] for match in rule.pattern.finditer(text)]
        if len(matches) >= rule.least:
            return rule, matches[0]
    return None


def refuse(where: str, found: tuple[GenreRule, str]) -> Refusal:
    """A refusal that names the genre and quotes what gave it away."""
    rule, quote = found[0], found[1].strip()
    shown = quote if len(quote) <= 60 else f"…{quote[-60:]}"
    return Refusal(rule.reason, f"{where}表明这是{rule.name}：“{shown}”")


def judge_missing_article(stripped: StrippedPage, page_source: str) -> Refusal | None:
    """Why a page with next to no article has none, or None where what little there is must be judged as an article."""
    shown = squeeze(f"{stripped.html_title or ''}\n{stripped.page_text or stripped.text}")
    # a message may stand within the site's whole navigation, which has words of its own
    article = squeeze(f"{stripped.html_title or ''}\n{stripped.head}\n{stripped.text}")
    if found := match_rule("page", shown if len(shown) < 4 * NO_ARTICLE else article):
        return refuse("页面", found)
    if not stripped.text.strip():
        script = match_rule("page", squeeze(page_source)[:20_000]) if len(shown) < NO_ARTICLE else None
        if script and script[0].reason == "bot_challenge":
            return refuse("页面脚本", script)
        entries = [line for line in stripped.page_text.split("\n") if len(line) < 80 and next(read_dates(line), None)]
        if len(entries) >= LIST_ENTRIES:
            return Refusal(
                "not_a_report", f"页面是列表页：有{len(entries)}行带日期的条目，如“{entries[0].strip()[:40]}”"
            )
        if not _ATTACHMENT.search(f"{stripped.tail}\n{stripped.page_text}"):
            return Refusal("empty_page", "页面没有正文，也没有附件：请在浏览器中打开核对，必要时重新抓取")
    return None


def judge_short_text(stripped: StrippedPage, length: int, named: bool) -> Refusal:
    """A body too short for a report: the report may be in an attachment, else the page only announces it."""
    attachment = _ATTACHMENT.search(f"{stripped.text}\n{stripped.tail}") or (
        _ATTACHMENT.search(stripped.page_text) if not stripped.text.strip() else None
    )
    if attachment and (named or not stripped.text.strip()):
        return Refusal("attachment_only", f"正文只有{length}字，报告在附件中（“{attachment[0]}”）：请下载附件后载入")
    return Refusal("not_a_report", f"正文只有{length}字，不足以成为一份报告（至少{SHORTEST_REPORT}字）")


def describe_list(text: str) -> str | None:
    """What shows that a text is a list of links: many short lines, every other with a date; None for running text."""
    lines = [line for line in text.split("\n") if line.strip()]
    dated = [line for line in lines if len(line) < 80 and next(read_dates(line), None)]
    if len(lines) >= 6 and len(dated) * 5 >= len(lines) * 2:
        return f"正文是列表页：{len(lines)}行中有{len(dated)}行是带日期的条目，如“{dated[0].strip()[:40]}”"
    sentences = sum("。" in line for line in lines)
    if len(lines) >= 10 and sentences * 10 < len(lines):
        return f"正文是列表页：{len(lines)}行中只有{sentences}行是句子，其余如“{lines[0].strip()[:40]}”"
    return None


def judge_body_words(body: str, length: int, title: str, named: bool) -> Refusal | None:
    """Whether a text speaks of what reports speak of; without a report's title it must also present itself as one."""
    words = set(_VOCABULARY.findall(body))
    core = len(_CORE.findall(body))
    if len(words) < (3 if named else 4) or core < 1:
        return Refusal("not_a_report", f"正文几乎不谈法治政府建设（只提到：{'、'.join(sorted(words)) or '无'}）")
    if named or (not title and _DECLARED.search(body[:1500])):
        return None
    if not title and len(words) >= 6 and core >= 3 and _INTRODUCED.match(body.lstrip()):
        return None
    lead = f"标题“{title[:40]}”不是法治政府建设报告的名称" if title else "没有标题"
    if length < UNTITLED_REPORT or len(words) < 7 or core < 3 or len(_HEADING.findall(body)) < 3:
        return Refusal("not_a_report", f"{lead}，正文也不像报告")
    if len(_FIGURE.findall(body)) < FIGURES:
        return Refusal("not_a_report", f"{lead}，正文也没有报告做了多少件事")
    if not _FRAME.search(body[:3000]):
        return Refusal("not_a_report", f"{lead}，正文也没有说明是在报告法治政府建设情况")
    return None
