"""Parsed pages of our own making for the tests of the warehouse: places, figures and sentences are invented."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
import tempfile
from pathlib import Path

import duckdb

from parsers.records import Fact, Metadata, ParsedPage, Period, Refusal, Section
from warehouse.database import close_warehouse, open_warehouse
from warehouse.items import LoadItem

NOON = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(days=7)
VERSION = "1"

_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(件|人次|%)")
_LABELS = {
    "件": ("行政复议收到申请", "reconsideration.applications"),
    "人次": ("普法宣传受众", None),
    "%": ("按时办结率", None),
}
_STORIES = (
    (
        "各乡镇和有关单位按照年初定下的任务清单逐项对账，重点看制度有没有写清楚，流程有没有走到位，群众有没有得到实惠。",
        "司法行政机关会同编制、财政等单位查找短板，对窗口服务、案卷归档、证件管理三个环节分别提出了改进办法。",
        "下一步将把评查结果同考核挂钩，继续压缩办理时限，让来办事的人少跑路，也让执法的人有章可循。",
    ),
    (
        "围绕营商环境开展专项清理，凡是没有依据的证明一律取消，凡是能够共享的材料不再要求企业重复提交。",
        "镇街综合执法队伍完成整合，装备和经费得到保障，新录用人员全部经过集中培训并通过闭卷考试后才上岗。",
        "明年要补上合法性审核力量薄弱这一课，推动法律顾问从坐等咨询转为全程参与重大事项的研究论证。",
    ),
)


@functools.cache
def make_empty() -> bytes:
    """The bytes of a new warehouse, which is made once a session."""
    from tests.command_line import make_once  # not for who is no test: the processes that load samples

    def make(path: Path) -> None:
        close_warehouse(open_warehouse(path))

    return make_once("empty.duckdb", make)


def write_empty(path: Path) -> Path:
    """A new warehouse at this path, copied from one that is made once a session."""
    path.write_bytes(make_empty())
    return path


def connect_empty(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection to a new warehouse in the folder."""
    return duckdb.connect(str(write_empty(folder / "warehouse.duckdb")))


def connect_in_memory() -> duckdb.DuckDBPyConnection:
    """A connection to a new warehouse in memory."""
    con = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        con.execute(f"ATTACH '{write_empty(Path(folder, 'empty.duckdb'))}' AS made (READ_ONLY)")
        con.execute("COPY FROM DATABASE made TO memory")
        con.execute("DETACH made")
    return con


def make_report(
    url: str = "https://www.example.gov.cn/report.html",
    *,
    region: str | None = "410928",
    year: int | None = 2023,
    level: str | None = "county",
    cases: int = 62,
    extra: str = "",
    version: str = VERSION,
    noise: str = "",
    title: str = "年度法治政府建设情况报告",
    story: int = 0,
) -> ParsedPage:
    """A report of two sections and four facts, one a part of another.

    `noise` changes the bytes only, `cases` a figure, `story` (0 or 1) nearly every sentence.
    """
    opening, middle, closing = _STORIES[story]
    place = f"第{region}号地方" if region else "某地"
    heads = (f"一、做实{place}的依法办事", f"二、算清{year or '过去一'}年的账")
    lines = [
        heads[0],
        f"{place}{opening}",
        f"全年{place}收到行政复议申请{cases}件，其中受理{cases - 9}件，按时办结率为{cases % 7 + 92}.5%。",
        heads[1],
        f"{middle}普法活动共有{cases * 37}人次参加。{extra}",
        closing,
    ]
    text = "\n".join(lines)
    return parse_text(text, url, region=region, year=year, level=level, version=version, noise=noise, title=title)


def parse_text(
    text: str,
    url: str,
    *,
    region: str | None,
    year: int | None,
    level: str | None,
    version: str = VERSION,
    noise: str = "",
    title: str = "年度法治政府建设情况报告",
    repeat: int = 1,
) -> ParsedPage:
    """A parse of a text whose headings begin with 一、 or 二、, as sound as the parsers' own."""
    text = "\n".join([text] * repeat)
    starts = [found.start() for found in re.finditer(r"^[一二]、", text, re.MULTILINE)]
    sections = tuple(
        Section(
            seq=number,
            parent_seq=None,
            level=1,
            marker=text[start : start + 2],
            heading=text[start + 2 : text.find("\n", start)],
            theme="other",
            text=text[start:end].rstrip(),
            char_start=start,
            char_end=start + len(text[start:end].rstrip()),
        )
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1)
    )
    facts: list[Fact] = []
    for found in _FIGURE.finditer(text):
        label, indicator = _LABELS[found[2]]
        part = found.start() >= 4 and text[found.start() - 4 : found.start()].startswith("其中")
        facts.append(
            Fact(
                seq=len(facts) + 1,
                section_seq=sum(start <= found.start() for start in starts) or None,
                indicator_id=None if part else indicator,
                label=label,
                value=float(found[1]),
                unit=found[2],
                qualifier="exact",
                kind="rate" if found[2] == "%" else "level",
                scope=None,
                period=None if year is None else Period(dt.date(year, 1, 1), dt.date(year, 12, 31)),
                quote=found[0],
                sentence=_cut_sentence(text, found.start()),
                char_start=found.start(),
                char_end=found.end(),
                part_of=len(facts) if part else None,
                check_status=None,
                confidence=0.9,
            )
        )
    return ParsedPage(
        page_id=hashlib.sha256(f"{noise}{text}{title}".encode()).hexdigest(),
        url=url,
        encoding="utf-8",
        container="plain_text",
        refusal=None,
        metadata=Metadata(
            title=title,
            issuer="某地人民政府",
            published_on=None if year is None else dt.date(year + 1, 2, 1),
            year=year,
            region_code=region,
            region_name=None if region is None else f"某省某市第{region}号地方",
            level=level,  # type: ignore[arg-type]
        ),
        text=text,
        sections=sections,
        facts=tuple(facts),
        parser_version=version,
    )


def make_item(
    result: ParsedPage | Refusal | None,
    *,
    url: str | None = None,
    page_id: str | None = None,
    fetched_at: dt.datetime = NOON,
    stage: str = "parse",
) -> LoadItem:
    """The page as a flow hands it over."""
    if isinstance(result, ParsedPage):
        url, page_id = url or result.url, result.page_id
    assert url is not None
    return LoadItem(
        url=url,
        page_id=page_id,
        fetched_at=fetched_at,
        result=result,
        stage=stage,
        status=200,
        content_type="text/html; charset=utf-8",
        byte_count=1000,
        archive_file="pages-0001.warc.gz",
        archive_offset=0,
    )


def _cut_sentence(text: str, place: int) -> str:
    start = max(text.rfind("。", 0, place), text.rfind("\n", 0, place)) + 1
    end = min((at for at in (text.find("。", place), text.find("\n", place)) if at >= 0), default=len(text))
    return text[start : end + 1]
