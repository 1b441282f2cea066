"""Every fact must be found again in the archived bytes; what was tampered with must not."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.archive.warc import open_archive
from flows.quality.verify import (
    ARCHIVE_DAMAGED,
    NOT_ARCHIVED,
    QUOTE_MOVED,
    READ_OTHERWISE,
    VALUE_DIFFERS,
    verify_facts,
)
from parsers.page import parse_page
from parsers.records import RawPage
from parsers.version import parser_version
from tests.warehouse_samples import connect_in_memory
from warehouse.diary import start_run
from warehouse.items import LoadItem
from warehouse.load.corrections import make_corrections, refresh_corrections
from warehouse.load.load import load_pages

NOW = dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC)
TEXT = """濮阳县2023年度法治政府建设情况报告

一、主要举措和成效
一年来，全县收到行政复议申请62件，受理51件，不予受理11件；开展普法活动1500余场次，罚款1.4亿元。
全县行政机关负责人出庭应诉率95.26%，比上年提高3个百分点。
各部门把依法行政同日常管理结合起来，定期研究、定期通报，对排名靠后的单位由分管领导约谈提醒，限时拿出改进办法。
窗口单位推行一次性告知，凡能通过数据核验的材料不再要求群众重复提交，办事指引全部上墙上网，接受社会监督评议。
对跨部门的疑难事项，由牵头单位召集会商，形成书面意见后分头落实，避免相互推诿、久拖不决，企业和群众的评价有所好转。
司法行政机关组织业务骨干逐案评查，对文书不规范、程序有瑕疵的，点对点反馈并跟踪到底，类似问题明显减少。
二、存在的不足
基层执法力量薄弱，业务能力有待提高，制度落实还不够到位，部分单位重视程度不够。
三、下一步打算
继续加强队伍建设，完善各项制度，提升执法水平，推动法治政府建设再上新台阶。
"""


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    page = RawPage("https://www.example.gov.cn/2023.html", TEXT.encode(), None)
    with open_archive(tmp_path) as archive:
        place = archive.keep_file(page, NOW)
    with connect_in_memory() as con:
        run_id = start_run(con, "ingest", {}, NOW)
        item = LoadItem(
            page.url,
            page.page_id,
            NOW,
            parse_page(page),
            archive_file=place.archive_file,
            archive_offset=place.archive_offset,
        )
        counts = load_pages(con, run_id, [item], parser_version())
        assert counts.loaded == 1
        yield con, tmp_path


def verify(loaded, sample: int | None = None):
    con, archive = loaded
    return verify_facts(con, archive, sample=sample, workers=1)


def reasons(loaded) -> set[str]:
    found = verify(loaded)
    assert found.failures
    return {failure.reason for failure in found.failures}


def test_every_fact_holds(loaded):
    found = verify(loaded)
    assert found.facts >= 6
    assert found.failures == ()
    assert verify(loaded, sample=2).facts == 2


def test_a_changed_value_or_unit_is_found_out(loaded):
    con, _ = loaded
    con.execute("UPDATE fact_indicator_2023 SET value = value + 1 WHERE quote = '62件'")
    con.execute("UPDATE fact_indicator_2023 SET unit = '元' WHERE quote = '51件'")
    found = verify(loaded)
    assert [(failure.quote, failure.reason) for failure in found.failures] == [
        ("62件", VALUE_DIFFERS),
        ("51件", VALUE_DIFFERS),
    ]


def test_a_shifted_quote_is_found_out(loaded):
    con, _ = loaded
    con.execute(
        "UPDATE fact_indicator_2023 SET char_start = char_start - 1, char_end = char_end - 1 WHERE quote = '11件'"
    )
    assert reasons(loaded) == {QUOTE_MOVED}


def test_a_correction_is_no_failure(loaded):
    con, _ = loaded
    correction = {
        "correction_id": "c",
        "region_code": "410928",
        "year": "2023",
        "level": None,
        "context": "全县收到行政复议申请62件",
        "quote": "62件",
        "value": "63",
        "unit": "件",
        "reason": "笔误",
        "evidence": "统计公报",
        "noted_on": "2025-06-01",
    }
    refresh_corrections(con, make_corrections([correction]))
    assert con.execute("SELECT value FROM fact_indicator WHERE corrected_by = 'c'").fetchall() == [(63.0,)]
    assert verify(loaded).failures == ()
    # A value that says that it was corrected, and that no correction knows.
    con.execute(
        "UPDATE fact_indicator_2023 SET published_value = value, value = 99, corrected_by = 'd' WHERE quote = '51件'"
    )
    assert {(one.quote, one.column) for one in verify(loaded).failures} == {
        ("51件", "value"),
        ("51件", "published_value"),
        ("51件", "corrected_by"),
    }


def test_missing_and_damaged_archives_are_told_apart(loaded):
    con, archive = loaded
    file = next(archive.glob("*.warc.gz"))
    body = file.read_bytes()
    file.write_bytes(body[:-20] + bytes(20))
    assert reasons(loaded) == {ARCHIVE_DAMAGED}
    file.unlink()
    assert reasons(loaded) == {ARCHIVE_DAMAGED}
    assert {failure.damaged_file for failure in verify(loaded).failures} == {file}
    con.execute("UPDATE page SET archive_file = NULL")
    assert reasons(loaded) == {NOT_ARCHIVED}


def test_other_bytes_under_the_same_place_are_found_out(loaded):
    con, archive = loaded
    other = RawPage("https://www.example.gov.cn/2023.html", TEXT.replace("62件", "63件").encode(), None)
    with open_archive(archive) as writer:
        place = writer.keep_file(other, NOW)
    con.execute("UPDATE page SET archive_file = ?, archive_offset = ?", [place.archive_file, place.archive_offset])
    assert reasons(loaded) == {ARCHIVE_DAMAGED}


@pytest.mark.parametrize("field", ["WARC-Truncated: length", "WARC-Segment-Number: 1"])
def test_a_record_that_says_that_it_is_not_whole_is_named(loaded, field):
    """The bytes agree with what is stored: only the second reading sees that they are not all."""
    con, archive = loaded
    [path] = archive.glob("*.warc.gz")
    offset = con.execute("SELECT archive_offset FROM page").fetchone()[0]
    kept = path.read_bytes()
    record = gzip.decompress(kept[offset:]).replace(b"WARC-Type:", field.encode() + b"\r\nWARC-Type:", 1)
    path.write_bytes(kept[:offset] + gzip.compress(record))
    found = verify(loaded)
    assert {failure.reason for failure in found.failures} == {READ_OTHERWISE}
    assert found.failed_facts == found.facts
