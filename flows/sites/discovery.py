"""From a column to the reports in it; and the alarm where a column that should have reports has none.

“Nothing new” and “the column is broken” look alike on the wire: both are a list without a new report. So each column is
held against what it said before and what the calendar says: see `find_alarms`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from flows.sites.registry import Source
from parsers.links.link_titles import judge_link
from parsers.links.listing import LONGEST_TITLE, MOST_PAGES, ListingEntry, ListingPage
from parsers.records import Refusal
from parsers.text.addresses import find_clocks, name_page

PUBLIC_BY = (5, 1)
"""Month and day by which last year's report should stand in its column: public by 1 April (《法治政府建设与责任落实督察工作规定》
第二十四条以下), and a month's grace."""

ReadPage = Callable[[str], Awaitable[ListingPage | Refusal]]
"""Gives what a column's page lists, or why there is nothing."""


Judge = Callable[["Source", Collection[ListingEntry]], "Discovery"]
JudgeElsewhere = Callable[[Judge, "Source", Collection[ListingEntry]], Awaitable["Discovery | Refusal"]]


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A link that leads to a report. Year and issuer are None where its text does not tell."""

    url: str
    title: str
    year: int | None
    issuer: str | None
    date: dt.date | None


@dataclass(slots=True)
class Discovery:
    """What a source gave: reports in the order of the column, links left out by the rule's name, alarms."""

    reports: list[FoundReport] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    alarms: list[Refusal] = field(default_factory=list)
    pages: int = 0
    """Pages of the column that were read."""
    articles: int = 0
    """Entries that look like articles, reports or not."""
    dated: int = 0
    """Entries with a date."""


async def judge_here(judge: Judge, source: Source, entries: Collection[ListingEntry]) -> Discovery | Refusal:
    """Judge the entries in this very process: for a few."""
    return judge(source, entries)


async def discover_reports(
    source: Source,
    read_page: ReadPage,
    today: dt.date,
    known: Collection[str] = (),
    judge_elsewhere: JudgeElsewhere = judge_here,
) -> Discovery:
    """The reports of a source, all its pages followed. `known` are report addresses that it gave in earlier runs.

    A column may have thousands of entries; `judge_elsewhere` has them judged where that keeps nobody waiting. Raises nothing
    for what a site does: where its column cannot be read, that is an alarm.
    """
    found = Discovery()
    if source.kind == "report":
        found.reports.append(FoundReport(source.url, "", source.last_year, None, None))
        return found
    waiting = deque([source.url])
    seen = {source.url}
    entries: dict[str, ListingEntry] = {}
    stated: list[ListingPage] = []
    while waiting and found.pages < MOST_PAGES:
        url = waiting.popleft()
        page = await read_page(url)
        if isinstance(page, Refusal):
            found.alarms.append(_refuse_page(page, url, source))
            continue
        found.pages += 1
        fresh = [entry for entry in page.entries if entry.url not in entries]
        if found.pages > 1 and page.entries and not any(entry.is_article for entry in fresh):
            # A pager that shows its last page for ever: going on would bring the same again and again.
            continue
        stated.append(page)
        entries.update((entry.url, entry) for entry in fresh)
        for address in page.further:
            if address not in seen:
                seen.add(address)
                waiting.append(address)
    judged = await judge_elsewhere(sort_entries, source, list(entries.values()))
    if isinstance(judged, Refusal):
        found.alarms.append(judged)
        return found
    found.reports, found.left_out, found.articles, found.dated = (
        judged.reports,
        judged.left_out,
        judged.articles,
        judged.dated,
    )
    if not found.alarms:
        found.alarms += find_alarms(source, found, stated, waiting_pages=len(waiting), today=today, known=known)
    return found


def sort_entries(source: Source, entries: Collection[ListingEntry]) -> Discovery:
    """Tell reports from what stands beside them, each page once, whatever session or clock its addresses carry."""
    found = Discovery()
    clocks = find_clocks(entry.url for entry in entries) if source.kind != "addresses" else frozenset()
    pages = {name_page(entry.url, clocks): entry for entry in reversed(list(entries))}
    entries = list(reversed(pages.values()))
    wanted = re.compile(source.match) if source.match else None
    for entry in entries:
        found.articles += entry.is_article
        found.dated += entry.date is not None
        if wanted is not None and not wanted.search(entry.url):
            found.left_out["不符合来源所定的网址"] += 1
        elif not entry.title or source.kind == "addresses":
            # A list that a person made, and a sitemap, have no titles to judge by; the parsers judge the page.
            found.reports.append(FoundReport(entry.url, entry.title, None, None, entry.date))
        elif (judged := judge_link(entry.title[:LONGEST_TITLE])).is_report:
            found.reports.append(FoundReport(entry.url, entry.title, judged.year, judged.issuer, entry.date))
        else:
            found.left_out[judged.name] += 1
    return found


def find_alarms(
    source: Source,
    found: Discovery,
    stated: Collection[ListingPage],
    *,
    waiting_pages: int,
    today: dt.date,
    known: Collection[str],
) -> list[Refusal]:
    """What is wrong with a column that could be read: empty, without dates, cut short, without the years it should have."""
    if source.kind == "addresses":
        return (
            []
            if found.reports
            else [Refusal("listing_empty", "地址清单是空的：请补上。The list of addresses is empty")]
        )
    if not found.articles:
        return [
            Refusal(
                "listing_empty",
                f"栏目读到 {found.pages} 页，却没有一条文章：请在浏览器中核对，栏目可能已改版或迁移。"
                "The column shows no entry at all: it may have moved or been rebuilt",
            )
        ]
    alarms = []
    if source.kind != "sitemap" and not found.dated:
        alarms.append(
            Refusal(
                "listing_undated",
                "栏目条目都没有日期：版式可能已改。No entry has a date: the column may have been rebuilt",
            )
        )
    alarms += _find_unseen(source, found, stated, waiting_pages)
    if not found.reports:
        passed = "、".join(f"{name} {count}" for name, count in found.left_out.most_common(3))
        alarms.append(
            Refusal(
                "listing_without_reports",
                f"栏目有 {found.articles} 条，没有一条是报告（{passed}）：请核对栏目，或在 seeds/link_titles.csv 补上新的名称。"
                "No entry is a report: check the column, or add the new name to seeds/link_titles.csv",
            )
        )
        return alarms
    if missing := find_missing_years(source, found, today):
        listed = "、".join(map(str, missing))
        alarms.append(
            Refusal("years_missing", f"栏目缺 {listed} 年的报告。The column lacks the reports of these years")
        )
    return [*alarms, *_find_lost(found, known)]


def _find_unseen(
    source: Source, found: Discovery, stated: Collection[ListingPage], waiting_pages: int
) -> list[Refusal]:
    """Whether the column has more pages or entries than were read."""
    pages = max((page.pages for page in stated if page.pages), default=None)
    total = max((page.total for page in stated if page.total), default=None)
    if waiting_pages or (pages is not None and pages > found.pages):
        shown = pages if pages is not None else found.pages + waiting_pages
        seen = f"栏目共 {shown} 页，只读到 {found.pages} 页。"
    elif total is not None and total > found.articles and source.kind != "sitemap":
        seen = f"栏目共 {total} 条，只读到 {found.articles} 条。"
    else:
        return []
    return [Refusal("pager_stopped", f"{seen}The pager stopped early: the rest was not seen")]


def _find_lost(found: Discovery, known: Collection[str]) -> list[Refusal]:
    """Whether most of the reports that the column had are gone."""
    here = {name_page(report.url) for report in found.reports}
    lost = [url for url in known if name_page(url) not in here]
    if not known or len(lost) * 2 <= len(known):
        return []
    return [
        Refusal(
            "listing_shrank",
            f"栏目曾有 {len(known)} 份报告，现已不见 {len(lost)} 份。Most of the reports that it had are gone from the column",
        )
    ]


def find_missing_years(source: Source, found: Discovery, today: dt.date) -> list[int]:
    """Years of which the column should have a report and shows none; none where the source does not say what to expect."""
    if source.first_year is None:
        return []
    due = today.year - (1 if (today.month, today.day) >= PUBLIC_BY else 2)
    last = due if source.last_year is None else source.last_year
    shown = {report.year for report in found.reports}
    return [year for year in range(source.first_year, last + 1) if year not in shown]


def _refuse_page(refusal: Refusal, url: str, source: Source) -> Refusal:
    if url != source.url:
        return Refusal("pager_stopped", f"第 {url} 页：{refusal.detail}")
    if refusal.reason in ("page_gone", "withdrawn"):
        return Refusal("listing_empty", f"栏目已不在原处：{refusal.detail}")
    return refusal
