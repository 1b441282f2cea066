"""Made-up reports in any number, for measuring and for looking at pages: real regions, invented sentences and figures.

They are parsed pages as the parsers would hand them over (offsets true, sections and facts sound), so that 10,000 of them
go through the real loader in a minute.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import duckdb

from parsers.records import Fact, Metadata, ParsedPage, Period, Section
from parsers.seed import read_seed
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages

FIRST_YEAR = 2019
VERSION = "made-up"

_OUTLINE = (
    ("leadership", "党政主要负责人履职情况", 2),
    ("functions", "政务服务更便利", 4),
    ("decisions", "重大决策更规范", 3),
    ("enforcement", "行政执法更文明", 4),
    ("disputes", "矛盾纠纷化解更有力", 5),
    ("problems", "存在的不足和原因", 2),
    ("plans", "下一年度工作安排", 3),
)
_FILLERS = (
    "各单位把这项工作列入年度任务清单，逐项明确牵头领导、承办科室和完成时限，做到月月有调度、季季有通报。",
    "针对群众反映集中的难点，有关部门多次到现场办公，当面听取意见，能当场答复的当场答复，不能答复的限期回告。",
    "同时注重把好做法固化为制度，修订了工作规程和操作指引，让基层人员遇事有章可循、有例可查。",
    "通过以案代训、跟班学习、交叉评查等办法，一线人员办案能力明显提升，程序瑕疵比往年减少。",
    "司法行政机关发挥统筹协调作用，对进展缓慢的单位发函提醒，对推诿敷衍的情形予以通报。",
    "部分乡镇专业人员不足，流动性大，案卷质量参差不齐，个别部门对新规定理解不够透彻。",
    "下一步将继续补短板、强弱项，推动力量和经费向基层倾斜，把法治建设的成效体现在日常服务中。",
    "邀请人大代表、政协委员和企业代表参加评议，评议结果作为考核的重要依据，并向社会公开。",
)


@cache
def _catalogue() -> dict[str, list[dict[str, str]]]:
    by_theme: dict[str, list[dict[str, str]]] = {}
    for row in read_seed("indicators.csv"):
        if row["unit"]:
            by_theme.setdefault(row["theme"], []).append(row)
    return by_theme


@cache
def _regions() -> tuple[tuple[str, str, str], ...]:
    """Code, full name and level of the counties and prefectures that there are today, mixed over the provinces."""
    rows = {row["code"]: row for row in read_seed("regions.csv") if not row["valid_to"]}

    def name_fully(code: str) -> str:
        row = rows[code]
        return (name_fully(row["parent_code"]) if row["parent_code"] in rows else "") + row["name"]

    chosen = [(code, name_fully(code), row["level"]) for code, row in rows.items() if row["level"] != "province"]
    random.Random(1).shuffle(chosen)
    return tuple(chosen)


def make_reports(count: int, years: int = 5) -> Iterator[ParsedPage]:
    """`count` reports: region after region, `years` of them each."""
    for number in range(count):
        place, offset = divmod(number, years)
        code, name, level = _regions()[place]
        yield make_report(code, name, level, FIRST_YEAR + offset)


def make_report(code: str, region_name: str, level: str, year: int) -> ParsedPage:
    """One report of some 5,000 characters, 30 sections and 60 figures; the same arguments give the same report."""
    chance = random.Random(f"{code}{year}")
    size = random.Random(code).uniform(0.3, 3)
    lines: list[str] = []
    sections: list[dict[str, Any]] = []
    figures: list[dict[str, Any]] = []
    length = 0

    def add_line(text: str) -> int:
        nonlocal length
        start = length
        lines.append(text)
        length += len(text) + 1
        return start

    add_line(f"{year}年，{region_name}以增强群众获得感为目标，扎实做好年度各项法治工作。现将有关情况报告如下。")
    for number, (theme, heading, parts) in enumerate(_OUTLINE, start=1):
        marker = "一二三四五六七"[number - 1] + "、"
        top = len(sections) + 1
        indicators = _catalogue().get(theme, [])
        start = add_line(f"{marker}{heading}")
        sections.append(_describe(top, None, 1, marker, heading, theme, start))
        for part in range(parts):
            marker = f"（{'一二三四五'[part]}）"
            heading_below = f"{heading[:4]}方面的第{'一二三四五'[part]}项举措"
            start = add_line(f"{marker}{heading_below}")
            sections.append(_describe(len(sections) + 1, top, 2, marker, heading_below, theme, start))
            for paragraph in range(2):
                text = "".join(chance.sample(_FILLERS, 2))
                chosen = (
                    chance.sample(indicators, min(2, len(indicators))) if theme not in ("problems", "plans") else []
                )
                for row in chosen:
                    sentence, at, quote, value = _write_sentence(row, chance, size, year)
                    figures.append(
                        {
                            "row": row,
                            "sentence": sentence,
                            "quote": quote,
                            "value": value,
                            "start": length + len(text) + at,
                            "section": len(sections),
                            "doubt": chance.random(),
                        }
                    )
                    text += sentence
                add_line(text + (f"（第{paragraph + 1}段）" if paragraph else ""))
        for section in sections[top - 1 :]:
            section["end"] = length - 1
    text = "\n".join(lines)
    published = dt.date(year + 1, 1, 10) + dt.timedelta(days=chance.randrange(150))
    return ParsedPage(
        page_id=hashlib.sha256(text.encode()).hexdigest(),
        url=f"https://www.example.gov.cn/{code}/{year}.html",
        encoding="utf-8",
        container="made-up",
        refusal=None,
        metadata=Metadata(
            title=f"{region_name}{year}年度法治政府建设情况报告",
            issuer=f"{region_name}人民政府",
            source="示例网站",
            published_on=published,
            signed_on=published - dt.timedelta(days=3),
            year=year,
            region_code=code,
            region_name=region_name,
            level=level,  # type: ignore[arg-type]
        ),
        text=text,
        sections=tuple(_cut_sections(sections, text)),
        facts=tuple(_make_facts(figures, year)),
        parser_version=VERSION,
    )


def load_reports(con: duckdb.DuckDBPyConnection, pages: Iterator[ParsedPage], batch: int = 500) -> int:
    """Load the pages as a run of their own, in batches as a flow does; how many were loaded."""
    moment = dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC)
    run_id = start_run(con, "ingest", {}, moment)
    loaded = 0
    while items := [
        LoadItem(page.url, page.page_id, moment, page, status=200, byte_count=len(page.text) * 3)
        for page in itertools.islice(pages, batch)
    ]:
        loaded += load_pages(con, run_id, items, VERSION).loaded
    end_run(con, run_id, moment + dt.timedelta(minutes=1))
    return loaded


def _describe(
    seq: int, parent: int | None, level: int, marker: str, heading: str, theme: str, start: int
) -> dict[str, Any]:
    return {
        "seq": seq,
        "parent": parent,
        "level": level,
        "marker": marker,
        "heading": heading,
        "theme": theme,
        "start": start,
        "end": None,
    }


def _cut_sections(sections: list[dict[str, Any]], text: str) -> Iterator[Section]:
    for number, section in enumerate(sections):
        end = section["end"]
        for later in sections[number + 1 :]:
            if later["level"] <= section["level"]:
                end = min(end, later["start"] - 1)
                break
        yield Section(
            section["seq"],
            section["parent"],
            section["level"],
            section["marker"],
            section["heading"],
            section["theme"],
            text[section["start"] : end],
            section["start"],
            end,
        )


def _write_sentence(row: dict[str, str], chance: random.Random, size: float, year: int) -> tuple[str, int, str, float]:
    """A sentence that gives the indicator a value: sentence, place of the quote in it, quote, value in base units."""
    unit = row["unit"]
    if unit in ("%", "‰"):
        value = round(100 - chance.random() ** 2 * 12, 1)
        number = f"{value:g}"
    elif unit == "元":
        value = float(round(size * chance.uniform(100, 3000)) * 10_000)
        number = f"{value / 10_000:g}万"
    else:
        value = float(
            max(
                1, round(size * chance.uniform(0.8, 1.2) * (40 + len(row["indicator_id"]) ** 2) * 1.04 ** (year - 2019))
            )
        )
        number = f"{value:g}" if value < 1e6 else str(int(value))
    limit = "余" if chance.random() < 0.1 and unit not in ("%", "‰", "元") else ""
    quote = f"{number}{limit}{unit}"
    before = f"全年{row['name_zh']}为"
    return f"{before}{quote}，比预定目标更进一步。", len(before), quote, value


def _make_facts(figures: list[dict[str, Any]], year: int) -> Iterator[Fact]:
    for seq, figure in enumerate(figures, start=1):
        row, doubt = figure["row"], figure["doubt"]
        is_rate = row["unit"] in ("%", "‰")
        status = (
            "garbled" if doubt < 0.01 else "inconsistent" if doubt < 0.03 else "consistent" if doubt < 0.1 else None
        )
        yield Fact(
            seq=seq,
            section_seq=figure["section"],
            indicator_id=row["indicator_id"],
            label=row["name_zh"],
            value=figure["value"],
            unit=row["unit"],
            qualifier="over" if "余" in figure["quote"] else "exact",
            kind="rate" if is_rate else "level",
            scope=None,
            period=Period(dt.date(year, 1, 1), dt.date(year, 12, 31)),
            quote=figure["quote"],
            sentence=figure["sentence"],
            char_start=figure["start"],
            char_end=figure["start"] + len(figure["quote"]),
            part_of=None,
            check_status=status,  # type: ignore[arg-type]
            confidence=0.7 if doubt > 0.96 else 0.98,
        )
