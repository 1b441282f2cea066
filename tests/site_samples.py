"""A small warehouse for the tests of the site: made-up reports, and one that holds what a careless page would trip over."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools

import duckdb

from parsers.records import Fact, Metadata, ParsedPage, Period, Section
from tests.made_up_reports import load_reports, make_reports
from tests.warehouse_samples import connect_in_memory

ODD_REPORT = "140581-2021"
"""The report that `make_odd_report` gives."""
REPORTS = 40


def make_warehouse() -> duckdb.DuckDBPyConnection:
    """Eight regions with five years each, and the odd report."""
    con = connect_in_memory()
    load_reports(con, itertools.chain(make_reports(REPORTS), iter([make_odd_report()])))
    return con


def make_odd_report() -> ParsedPage:
    """Markup in the text, a quote with two facts, a heading without a line of its own, a garbled and a wrong figure."""
    lines = [
        "本地全年办件<script>document.title='坏了'</script>12件 & 其他。",
        "一、办好群众的事。全年收到行政复议申请62件，审结50件，备案率、合格率均达100%。",
        "（一）算好每一笔账",
        "一是盯住欠账。劳动类33城建类25，罚没1.4亿元，其中上缴9000余万元，败诉率为19.64%。",
        "二、其他需要报告的情况",
        "没有其他情况。",
    ]
    text = "\n".join(lines)
    wanted = [
        ("12件", "办件", "件", 12.0, "exact", "level", None, None, 0.6),
        ("62件", "收到行政复议申请", "件", 62.0, "exact", "level", "reconsideration.applications", "consistent", 0.98),
        ("50件", "审结行政复议", "件", 50.0, "exact", "level", "reconsideration.concluded", None, 0.98),
        ("100%", "备案率", "%", 100.0, "exact", "rate", "normative.filing_rate", None, 0.98),
        ("100%", "合格率", "%", 100.0, "exact", "rate", None, None, 0.98),
        ("33", "劳动类", "", 33.0, "exact", "level", None, "garbled", 0.9),
        ("1.4亿元", "罚没", "元", 140_000_000.0, "exact", "level", None, None, 0.9),
        ("9000余万元", "上缴", "元", 90_000_000.0, "over", "level", None, None, 0.9),
        ("19.64%", "败诉率", "%", 19.64, "exact", "rate", "litigation.loss_rate", "inconsistent", 0.98),
    ]
    facts = []
    for seq, (quote, label, unit, value, qualifier, kind, indicator, check, confidence) in enumerate(wanted, start=1):
        start = text.index(quote)
        before = max(text.rfind("。", 0, start), text.rfind("\n", 0, start)) + 1
        facts.append(
            Fact(
                seq=seq,
                section_seq=None if seq == 1 else 1 if seq < 6 else 3,
                indicator_id=indicator,
                label=label,
                value=value,
                unit=unit,
                qualifier=qualifier,  # type: ignore[arg-type]
                kind=kind,
                scope=None,
                period=Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
                quote=quote,
                sentence=text[before : text.index("。", start) + 1],
                char_start=start,
                char_end=start + len(quote),
                part_of=7 if seq == 8 else None,
                check_status=check,  # type: ignore[arg-type]
                confidence=confidence,
            )
        )
    heads = [
        (1, None, 1, "一、", "办好群众的事", "functions", lines[1], lines[4]),
        (2, 1, 2, "（一）", "算好每一笔账", "functions", lines[2], lines[4]),
        (3, 2, 4, "一是", "盯住欠账", None, lines[3], lines[4]),
        (4, None, 1, "二、", "其他需要报告的情况", "other", lines[4], None),
    ]
    sections = []
    for seq, parent, level, marker, heading, theme, first, after in heads:
        start = text.index(first)
        end = len(text) if after is None else text.index(after) - 1
        sections.append(Section(seq, parent, level, marker, heading, theme, text[start:end], start, end))
    return ParsedPage(
        page_id=hashlib.sha256(text.encode()).hexdigest(),
        url="https://www.example.gov.cn/odd.html",
        encoding="utf-8",
        container="made-up",
        refusal=None,
        metadata=Metadata(
            title="高平市 <b>2021</b> 年度“法治”报告",
            issuer="高平市人民政府",
            published_on=dt.date(2022, 5, 2),
            year=2021,
            region_code="140581",
            region_name="山西省晋城市高平市",
            level="county",
        ),
        text=text,
        sections=tuple(sections),
        facts=tuple(facts),
        parser_version="made-up",
    )
