"""The frozen records that travel from a raw page to the warehouse. They hold no behaviour beyond what identifies them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["province", "prefecture", "county", "township", "department", "zone"]
Qualifier = Literal["exact", "over", "about", "at_least", "at_most"]
CheckStatus = Literal["consistent", "inconsistent", "garbled"]
State = Literal["whole", "incomplete"]


@dataclass(frozen=True, slots=True)
class RawPage:
    """One response or file as it came: `body` is never changed."""

    url: str
    body: bytes
    content_type: str | None = None
    """The HTTP header's value, None for a file."""

    @property
    def page_id(self) -> str:
        """SHA-256 of the body, 64 hexadecimal digits."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class StrippedPage:
    """A page taken apart: what belongs to the report, and what the site put around it."""

    text: str
    """The report proper: a paragraph a line (`\\n`), characters otherwise as published, no empty line at either end."""
    head: str
    """Lines that stand before the body and belong to the article (title, 来源, 发布时间, label table), a line each."""
    tail: str
    """Lines that stand after the body and speak of the article (来源 after the body, 责任编辑)."""
    html_title: str | None
    """Content of <title>; None for plain text."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """<meta> contents by lower-cased name (`articletitle`, `pubdate`, `siteidcode` …)."""
    container: str = ""
    """Name of the rule that found the body (`TRS_Editor`, `density`, `plain_text` …)."""
    page_text: str = ""
    """All visible text of the page, for telling error pages and challenges from articles."""
    goes_on: str | None = None
    """What shows that the text stops where its container goes on, in words for the analyst; None where nothing does."""


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division of GB/T 2260."""

    code: str
    """Six digits."""
    name: str
    """Full name from the province down, joined without spaces: 河南省濮阳市濮阳县."""
    level: Level


@dataclass(frozen=True, slots=True)
class Witness:
    """What one place of a page says of who reports."""

    position: str
    """title, signature, subject, host …: seeds/witnesses.csv."""
    weight: int
    said: str
    """The words, as written."""
    region_code: str | None
    """The place that they mean; None where they name none, or one of several of that name."""
    kind: str | None
    """government, department, township or zone; None where they do not tell."""
    verdict: str
    """agrees, contradicts, silent (not used), or level (names no place and tells the level)."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who reports on what and when. What the page does not tell is None."""

    title: str | None = None
    issuer: str | None = None
    source: str | None = None
    published_on: dt.date | None = None
    signed_on: dt.date | None = None
    year: int | None = None
    region_code: str | None = None
    region_name: str | None = None
    level: Level | None = None
    parent_code: str | None = None
    """For a zone, and a department of one: the division that it lies in, where that is known."""
    region_evidence: tuple[Witness, ...] = ()
    """Who was heard on region and level, the weightiest first; where they contradict each other the region is None."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page is no report. `reason` is a code (`not_a_report`, `bot_challenge` …), `detail` plain words that quote what gave it away."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against a page's being a report (seeds/genres.csv, seeds/genre_forms.csv)."""

    side: str
    """for or against"""
    name: str
    weight: int
    quote: str
    """What showed it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, up to the next heading of its own or a higher level."""

    seq: int
    """From 1, in text order."""
    parent_seq: int | None
    level: int
    """1 一、 · 2 (一) · 3 1. · 4 run-in 一是"""
    marker: str
    """As written (`一、`, `（一）`, `1.`, `一是`); empty where the heading's number was lost."""
    heading: str
    """Without its marker."""
    theme: str | None
    """One of the themes of seeds/themes.csv for levels 1 to 3, None for run-in items."""
    text: str
    char_start: int
    """Where the marker starts in the report's text."""
    char_end: int
    """Exclusive."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as it stands in a text, before anything is known of what it counts."""

    value: float
    """In base units: 1.4亿元 is 140000000; a rate is in %. For a range its upper end."""
    unit: str
    """Normalised: 件, 人, 人次, 元, %, 百分点 …; empty where the text has none."""
    qualifier: Qualifier
    quote: str
    """Qualifier, number and unit as written: `1500余人`, `1.4亿元`."""
    char_start: int
    char_end: int
    ordinal: bool = False
    """A rank (第一名)."""
    garbled: bool = False
    """The page lost characters here and the true number cannot be told."""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both inclusive, of the time that a figure covers."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its meaning and its place in the report's text."""

    seq: int
    """From 1, in text order; a quote that carries two indicators (办结率、满意率均达100%) gives two facts."""
    section_seq: int | None
    indicator_id: str | None
    label: str
    value: float
    unit: str
    qualifier: Qualifier
    kind: str
    """level (a count or amount), rate, change (同比…, value signed), rank."""
    scope: str | None
    """government (本级政府), region (全县 …), department; None where the text does not tell."""
    period: Period | None
    quote: str
    sentence: str
    char_start: int
    char_end: int
    part_of: int | None
    """The seq of the fact that this one is a part of (其中…)."""
    check_status: CheckStatus | None
    confidence: float
    """In [0, 1]: the share of such readings that proved right when measured."""
    computed: float | None = None
    """What the figures that check this one make of it, in the same unit; None where nothing can be checked."""
    aspect: str | None = None
    """stock (at a moment: 现有, 共有) or flow (over the period: 收到, 办理); None where the text does not tell."""
    outside: str | None = None
    """What a figure without an indicator is (`seeds/outside_kinds.csv`), `unknown` where nothing explains it; None with an indicator."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """All that the parsers can say of one page; `refusal` is None for a report."""

    page_id: str
    url: str
    encoding: str
    container: str
    refusal: Refusal | None
    metadata: Metadata
    text: str
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    parser_version: str
    defect: str | None = None
    """Why the text is not the whole report (a page of several, cut in transit), in words for the analyst; None for a whole one."""
    source_kind: str = "html"
    """What the text was read from: html, text, docx, pdf … (parsers.body.formats)."""
    kind_evidence: tuple[Evidence, ...] = ()
    """What speaks for and against its being a report, whatever was decided."""

    @property
    def state(self) -> State:
        """incomplete: the text is a part of the report; its figures stand, but nothing follows from what it does not say."""
        return "whole" if self.defect is None else "incomplete"
