"""Tells reports on rule-of-law government from all else that government sites publish, and says what gave it away.

A title may lie: news and catalogue entries bear a report's exact title, and some reports have none. So title and body
are both heard. The rules are data (seeds/genres.csv); here is only the order in which they are asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from parsers.identity.heard.issuers import KNOWN, read_body_of_title
from parsers.identity.heard.opening import cut_handed_on, cut_news_lead, cut_salutation, read_opening
from parsers.identity.names.bodies import judge_body
from parsers.records import Evidence, Metadata, Refusal, StrippedPage
from parsers.seed import read_seed
from parsers.text.dates import read_dates
from parsers.text.expressions import compile_expression, expression
from parsers.text.width import fold_han, fold_width

NO_ARTICLE = 200
"""Below so many characters a body may be an error message, a challenge or nothing at all."""
SHORTEST_REPORT = 300
"""The shortest reports (of townships) have some 600 characters without white space, entries in catalogues under 200."""
_OPENING = 400
OPENING = 1500
_ATTACHMENT = expression(
    r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)\b|附件|(?:点击|下载|查看|浏览)(?:此处|这里)?(?:下载|查看|全文|附件|原文)|全文下载|PDF",
    re.IGNORECASE,
)

VOCABULARY = (
    "法治政府|依法行政|行政执法|行政复议|行政诉讼|行政应诉|规范性文件|重大行政决策|第一责任人|普法|法治宣传|合法性审[查核]|政务公开|"
    "政府信息公开|放管服|行政审批|营商环境|法律顾问|执法人员|矛盾纠纷|人民调解|述法|出庭应诉|权责清单|权力清单|公正文明执法|"
    "法治建设|习近平法治思想|法制审核|执法监督|法律服务|学法|政务服务|双随机|负面清单|行政处罚"
)
"""Matters of the outlines 2015-2020 and 2021-2025 that a report tells of; the more of them, the more it is one."""
_VOCABULARY = expression(VOCABULARY)
_CORE = expression("法治政府|依法行政|法治建设|依法治[省市县区州旗]")
_REPORTED = expression("法治政府|依法行政")
# 按照习近平法治思想，全面提升法治工作水平: a bureau that speaks of its rule of law so
_OWN_FIELD = expression(r"\A[^\n]*习近平法治思想[^\n]*法治(?:工作|化)")
_BLANK = expression(r"[^\S\n]")
LIST_ENTRIES = 8
COLUMN_TITLE = "只有栏目名的标题"
NEEDED = {"titled": 2, "untitled": 5, "other title": 6}
"""What the forms of a text must sum up to: under a report's title, without title, under another title."""
FEWEST_MATTERS = 4
"""Matters of the vocabulary that a text without a report's title speaks of; one less where its form says more than it must."""
SELF_PRESENTATION = frozenset(
    {"自述报告法治政府建设", "首段述年度法治", "首段失年份", "首段述第一责任人履职", "标题列法治举措", "首行列举措成效"}
)
DEEDS_DONE = frozenset(
    {
        "自述报告法治政府建设",
        "自述报告工作",
        "首段述成效",
        "标题列举措成效",
        "标题列法治举措",
        "列举所办之事",
        "数件已成之事",
        "叙述已成之事",
    }
)
"""One of each must be there where no title says what the text is: it speaks of its year's work, and of deeds done."""

MEETINGS_HELD = "叙述所开之会"
"""Deeds told without their number: enough where all the form speaks for a report, and nothing against it."""
SURELY_FORMED = 7
"""What an untitled text's form sums up to that needs no counted deeds."""

_DEEDS = "列举所办之事"


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
        GenreRule(row["reason"], row["name"], int(row["min"]), compile_expression(row["pattern"]))
        for row in read_seed("genres.csv")
        if row["scope"] == scope
    )


@dataclass(frozen=True, slots=True)
class FormRule:
    """A row of seeds/genre_forms.csv."""

    side: str
    name: str
    part: str
    least: int
    weight: int
    pattern: re.Pattern[str]


@cache
def list_forms() -> tuple[FormRule, ...]:
    """All rows of seeds/genre_forms.csv."""
    return tuple(
        FormRule(
            row["side"],
            row["name"],
            row["part"],
            int(row["least"]),
            int(row["weight"]),
            _compile_form(row["pattern"], row["part"]),
        )
        for row in read_seed("genre_forms.csv")
    )


def _compile_form(pattern: str, part: str) -> re.Pattern[str]:
    """A body is searched with a line break before it: what a line begins with is found by that break, and not tried at each character."""
    return compile_expression(
        pattern if part == "opening" else pattern.replace(r"(?:^|\n)", r"\n").replace(r"(?:^|\n|。)", r"[\n。]")
    )


def judge_genre(stripped: StrippedPage, metadata: Metadata, page_source: str = "") -> Refusal | None:
    """None for a report on rule-of-law government, else why the page is none.

    `page_source` is the decoded page before stripping: a challenge that is nothing but a script shows only there.
    Reasons: bot_challenge, error_page, empty_page, attachment_only, not_a_report.
    """
    stripped = replace(stripped, text=cut_news_lead(stripped.text))
    body = squeeze(stripped.text)
    length = len("".join(body.split()))
    if length < NO_ARTICLE and (refusal := judge_missing_article(stripped, page_source)):
        return refusal
    title = squeeze(metadata.title or "")
    named = match_rule("title", title)
    if named and named[0].reason != "report":
        return refuse("标题", named)
    if outsider := judge_speaker(title, stripped.text):
        return outsider
    if length < SHORTEST_REPORT:
        return judge_short_text(stripped, length, bool(named))
    parts = (
        ("页首", "head", squeeze(stripped.head)),
        ("正文", "opening", cut_handed_on(_leave_out_rows(stripped.text, body).lstrip())[:_OPENING]),
        ("正文", "body", body),
    )
    for where, scope, part in parts:
        if found := match_rule(scope, part):
            return refuse(where, found)
    if listed := describe_list(stripped.text):
        return Refusal("not_a_report", listed)
    # 法治政府建设: a column's name, over reports and news alike
    is_named = named is not None and named[0].name != COLUMN_TITLE
    speaker = read_body_of_title(title, None) if is_named else None
    bureau = speaker is not None and speaker.kind in ("department", "township", "zone")
    return judge_body_words(body, "" if named and not is_named else title, is_named, bureau=bureau)


def _leave_out_rows(text: str, body: str) -> str:
    """`body`, which is `text` squeezed, without the rows of tables: 政策解读 is the head of a column there, or an entry."""
    if "\t" not in text[: 4 * _OPENING]:
        return body
    return squeeze("\n".join(line for line in text[: 8 * _OPENING].split("\n") if "\t" not in line))


@lru_cache(maxsize=4)
def squeeze(text: str) -> str:
    """Text of folded width and script without white space but line breaks, which is what the rules are written for."""
    # (依法行政 of a page in traditional characters: 貫徹、辦結)
    return _BLANK.sub("", fold_han(fold_width(text)))


def match_rule(scope: str, text: str) -> tuple[GenreRule, str] | None:
    """The first rule of a scope that the text meets often enough, and what it met first."""
    for rule in list_rules(scope):
        matches = list(islice(rule.pattern.finditer(text), rule.least))
        if len(matches) >= rule.least:
            return rule, matches[0][0]
    return None


def refuse(where: str, found: tuple[GenreRule, str]) -> Refusal:
    """A refusal that names the genre and quotes what gave it away."""
    return Refusal(found[0].reason, f"{where}表明这是{found[0].name}：“{shorten(found[1].strip())}”")


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


# A page is judged, and what speaks for the judgement is listed: the same text twice.
@lru_cache(maxsize=4)
def weigh_forms(body: str) -> tuple[Evidence, ...]:
    """What speaks for and against a report in the form of a text (of folded width, without spaces), each with what showed it."""
    found = []
    # 市委、市政府： those reported to stand over the first paragraph
    opening, lines = cut_salutation(body.lstrip())[:OPENING], f"\n{body}"
    for form in list_forms():
        matches = list(islice(form.pattern.finditer(opening if form.part == "opening" else lines), form.least))
        if len(matches) >= form.least:
            found.append(Evidence(form.side, form.name, form.weight, shorten(matches[0][0].strip())))
    return tuple(found)


def judge_speaker(title: str, text: str) -> Refusal | None:
    """A refusal where a body speaks that owes no such report: 某某集团有限公司, 第一中学.

    It stands in the title, or is the subject of the first sentence under a title that names no body.
    """
    named = read_body_of_title(title, None) if title else None
    if named is not None and named.kind == "outsider":
        return Refusal("not_a_report", f"标题表明报告的是企业、学校或村居“{named.said}”，不是政府或其部门")
    if named is not None and named.kind in KNOWN:
        return None
    if found := match_rule("speaker", squeeze(text).lstrip()[:_OPENING]):
        return refuse("首句", found)
    subject = read_opening(text).subject
    if subject and judge_body(subject) == "outsider":
        return Refusal("not_a_report", f"首句表明报告的是企业、学校或村居“{subject}”，不是政府或其部门")
    return None


def judge_body_words(body: str, title: str, named: bool, *, bureau: bool = False) -> Refusal | None:
    """Whether a text has a report's form; over words of any field: a bureau of water tells of rivers.

    `bureau`: a report's title names a body below the government, which may tell of its own field alone.
    """
    words = set(_VOCABULARY.findall(body))
    evidence = weigh_forms(body)
    # a bureau may speak of nothing but its own field under a report's title: 2023年，我局坚持依法兴农
    one_sided = all(item.side == "for" for item in evidence)
    of_its_field = (
        named and one_sided and (any(item.name == _DEEDS for item in evidence) or (bureau and bool(evidence)))
    )
    # a bureau of justice tells of rule of law under any title: 关于2025年工作情况的报告
    asked = _REPORTED if title and not named else _CORE
    score = sum(item.weight if item.side == "for" else -item.weight for item in evidence)
    case = "titled" if named else "other title" if title else "untitled"
    formed = case == "untitled" and one_sided and score > NEEDED[case] + 2 and bool(_OWN_FIELD.search(body.lstrip()))
    if not of_its_field and not formed and not asked.search(body):
        return Refusal("not_a_report", f"正文几乎不谈法治政府建设（只提到：{'、'.join(sorted(words)) or '无'}）")
    forms = {item.name for item in evidence if item.side == "for"}
    # 多次召开会议，先后作出批示: who tells no numbers does so in a form that leaves no doubt
    told = case == "untitled" and one_sided and score >= SURELY_FORMED and MEETINGS_HELD in forms
    presents = bool(forms & SELF_PRESENTATION and (forms & DEEDS_DONE or told))
    # a street's report names few of the outlines' matters, and has the form all the more
    # a bureau's has two where its form leaves no doubt
    spoken = (
        len(words) >= FEWEST_MATTERS
        or (len(words) == FEWEST_MATTERS - 1 and score > NEEDED[case])
        or (len(words) == FEWEST_MATTERS - 2 and score > NEEDED[case] + 1 and one_sided)
    )
    if score >= NEEDED[case] and (named or (presents and spoken)):
        return None
    lead = {
        "titled": "标题像法治政府建设报告而正文的形式不像",
        "untitled": "没有标题，正文也不像报告",
        "other title": f"标题“{title[:40]}”不是法治政府建设报告的名称，正文也不像报告",
    }[case]
    return Refusal("not_a_report", f"{lead}（{describe_evidence(evidence)}）")


def describe_evidence(evidence: Sequence[Evidence]) -> str:
    """What speaks for and against, in one line."""
    sides = {"for": "像报告", "against": "不像报告"}
    told = [f"{sides[side]}：{'、'.join(e.name for e in evidence if e.side == side) or '无'}" for side in sides]
    return "；".join(told)


def list_kind_evidence(stripped: StrippedPage, title: str | None) -> tuple[Evidence, ...]:
    """All that speaks for and against a page's being a report: its title's kind first, then the form of its text."""
    named = match_rule("title", squeeze(title or ""))
    first = (
        [Evidence("for" if named[0].reason == "report" else "against", named[0].name, 3, shorten(named[1]))]
        if named
        else []
    )
    return (*first, *weigh_forms(squeeze(stripped.text)))


def shorten(quote: str) -> str:
    """A quote as it fits into a message: its end where it is long."""
    return quote if len(quote) <= 60 else f"…{quote[-60:]}"
