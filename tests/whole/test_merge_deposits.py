"""Workers that only insert and one writer that merges, at once, on a DuckLake: nothing is lost, and it is the same warehouse."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import pytest

from flows.without_pandas import leave_out_pandas
from parsers.records import Fact, Metadata, ParsedPage, Period, Refusal, Section
from parsers.seed import read_seed
from tests.command_line import query, run_fazhi, serve_prefect, start_fazhi
from tests.made_up_reports import VERSION, make_reports
from tests.postgres import make_database, serve_postgres
from tests.warehouse_samples import NOON, connect_empty, make_item
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.database import close_warehouse, open_read_only, open_warehouse
from warehouse.derive.derived import is_stale, refresh_derived
from warehouse.derive.search import SearchError, read_terms, search_passages
from warehouse.derive.views import list_views
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.inbox import deposit_items, ensure_inbox, list_deposits, read_deposit, remove_deposit
from warehouse.load.load import load_pages
from warehouse.publish.backup import backup_warehouse
from warehouse.publish.snapshot import publish_snapshot, reader_path
from warehouse.store.errors import NotAWarehouse, UnreadableWarehouse, WarehouseLocked, WarehouseMissing
from warehouse.store.lake import LakeError, hold_writer, is_english, open_for_inserts

BATCH = 5
PAGES = 20
"""Of the commands, half of them each machine's."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[int]:
    with serve_postgres() as port:
        yield port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_prefect(tmp_path_factory.mktemp("prefect")) as url:
        yield url


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, postgres: int, server: str) -> Path:
    """An empty lake as `fazhi merge` makes it, to be copied: to make one takes ten seconds."""
    folder = tmp_path_factory.mktemp("made")
    lake = folder / "warehouse.ducklake"
    lake.write_text(f"postgres:{make_database(postgres, 'made')}\n", encoding="utf-8")
    page = folder / "page.txt"
    write_county_report(page, "甲县", 0)
    settings = {"PREFECT_API_URL": server, "FAZHI_WAREHOUSE": str(lake)}
    early = run_fazhi("deposit", page, cwd=folder, home=folder / "home", **settings)
    assert early.returncode == 2
    assert "fazhi merge" in early.stderr
    done = run_fazhi("merge", cwd=folder, home=folder / "home", **settings)
    assert done.returncode == 0, done.stderr
    return folder


def copy_lake(folder: Path, port: int, made: Path) -> Path:
    """A lake as one that was just made, in a database of its own."""
    lake = folder / "warehouse.ducklake"
    address = make_database(port, f"lake_{abs(hash(str(folder))):x}", template="made")
    lake.write_text(f"postgres:{address}\n", encoding="utf-8")
    shutil.copytree(made / "warehouse.parquet", folder / "warehouse.parquet")
    return lake


def make_items(count: int) -> list[LoadItem]:
    """Reports of as many places and years, every twentieth page refused."""
    items = [make_item(report) for report in make_reports(count)]
    refused = Refusal("not_a_report", "会议新闻")
    return [
        make_item(refused, url=item.url, page_id=item.page_id) if number % 20 == 7 else item
        for number, item in enumerate(items)
    ]


def insert_share(lake: Path, count: int, share: int, merging: Event) -> None:
    """A worker's process: every second batch of the items, most of them after the writer has begun to merge."""
    leave_out_pandas()
    items = make_items(count)
    con = open_for_inserts(lake)
    for number, start in enumerate(range(share * BATCH, count, 2 * BATCH)):
        if number == 1:
            assert merging.wait(200)
        deposit_items(con, items[start : start + BATCH], VERSION, dt.datetime.now(dt.UTC))
    con.close()


def load_whole(con: duckdb.DuckDBPyConnection, items: list[LoadItem]) -> None:
    run_id = start_run(con, "test", {}, NOON)
    load_pages(con, run_id, items, VERSION)
    end_run(con, run_id, NOON)


@pytest.mark.postgres
def test_two_workers_insert_while_one_writer_merges(tmp_path: Path, postgres: int, made: Path) -> None:
    count = 20
    lake = copy_lake(tmp_path, postgres, made)
    processes = multiprocessing.get_context("spawn")
    merging = processes.Event()
    workers = [processes.Process(target=insert_share, args=(lake, count, share, merging)) for share in (0, 1)]
    with hold_writer(lake):
        con = open_warehouse(lake)
        for worker in workers:
            worker.start()
        end = time.monotonic() + 300
        run_id = start_run(con, "merge", {}, NOON)
        while True:
            alive = any(worker.is_alive() for worker in workers)
            waiting = list_deposits(con)
            for batch_id in waiting:
                load_pages(con, run_id, read_deposit(con, batch_id).items, VERSION)
                remove_deposit(con, batch_id)
                merging.set()
            if not waiting and not alive:
                break
            assert time.monotonic() < end
            if not waiting:
                time.sleep(0.2)  # each look is a query of PostgreSQL
        for worker in workers:
            worker.join()
            assert worker.exitcode == 0
        end_run(con, run_id, NOON)
    counts = con.execute("SELECT seen, loaded, unchanged, quarantined FROM run WHERE seen > 0").fetchall()
    assert counts == [(count, count * 19 // 20, 0, count // 20)]
    close_warehouse(con)

    file = connect_empty(tmp_path)
    load_whole(file, make_items(count))
    with open_warehouse(lake) as con:
        assert refresh_derived(con).reports == count * 19 // 20
        assert not is_stale(con)
        with pytest.raises(SearchError, match="DuckLake"):
            search_passages(con, read_terms("行政复议"))
    refresh_derived(file)
    with open_read_only(lake) as reader:
        assert content_digest(reader) == content_digest(file)
        assert [check.name for check in check_warehouse(reader) if not check.passed] == []
        for view in list_views():
            rows = [sorted(map(repr, con.execute(f"FROM {view}").fetchall())) for con in (reader, file)]
            assert rows[0] == rows[1], view
    years = {folder.name for folder in (tmp_path / "warehouse.parquet" / "main" / "report").iterdir()}
    assert years == {f"year={year}" for year in range(2019, 2024)}
    tables = {folder.name for folder in (tmp_path / "warehouse.parquet" / "main").iterdir()}
    assert {f"fact_indicator_{year}" for year in range(2019, 2024)} <= tables
    file.close()


@pytest.mark.postgres
def test_opening_a_lake_again_writes_nothing(tmp_path: Path, postgres: int, made: Path) -> None:
    lake = copy_lake(tmp_path, postgres, made)
    with open_read_only(lake) as con:
        [(before,)] = con.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('warehouse')").fetchall()
    open_warehouse(lake).close()
    with open_read_only(lake) as con:
        assert con.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('warehouse')").fetchall() == [(before,)]
        with pytest.raises(duckdb.Error):
            con.execute("DELETE FROM dim_region")
    assert reader_path(lake) == publish_snapshot(lake) == lake


@pytest.mark.postgres
def test_there_is_one_writer_and_a_dead_one_is_none(tmp_path: Path, postgres: int) -> None:
    lake = tmp_path / "warehouse.ducklake"
    lake.write_text(f"postgres:{make_database(postgres, 'held')}\n", encoding="utf-8")
    hold = f"from warehouse.store.lake import hold_writer\nfrom pathlib import Path\nimport time\nwith hold_writer(Path({str(lake)!r})):\n"
    held = tmp_path / "held"
    holder = subprocess.Popen([sys.executable, "-c", hold + f"    Path({str(held)!r}).touch()\n    time.sleep(900)"])
    while not held.exists():
        assert holder.poll() is None
        time.sleep(0.05)
    with pytest.raises(WarehouseLocked), hold_writer(lake):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait(300)
    end = time.monotonic() + 300
    while True:
        try:
            with hold_writer(lake):
                break
        except WarehouseLocked:
            assert time.monotonic() < end


@pytest.mark.postgres
def test_what_is_no_lake_is_told(tmp_path: Path, postgres: int) -> None:
    lake = tmp_path / "warehouse.ducklake"
    for opener in (open_warehouse, open_read_only):
        with pytest.raises(WarehouseMissing, match=r"warehouse\.ducklake"):
            opener(lake)
    for line in ("", "sqlite:x.db", "postgres:", "postgres:dbname=a\npostgres:dbname=b"):
        lake.write_text(line, encoding="utf-8")
        with pytest.raises(NotAWarehouse, match="postgres:host="):
            open_warehouse(lake)
    lake.write_text(f"postgres:host=127.0.0.1 port={postgres} user=fazhi dbname=nobody", encoding="utf-8")
    with pytest.raises(UnreadableWarehouse, match="nobody"):
        open_warehouse(lake)
    empty = make_database(postgres, "empty")
    lake.write_text(f"postgres:{empty}", encoding="utf-8")
    with pytest.raises(WarehouseMissing):
        open_read_only(lake)
    with pytest.raises(LakeError, match="fazhi merge"):
        open_for_inserts(lake)
    with pytest.raises(LakeError, match="one file"):
        open_for_inserts(tmp_path / "warehouse.duckdb")
    with pytest.raises(LakeError, match="pg_dump"):
        backup_warehouse(lake, tmp_path / "backup", NOON)


@pytest.mark.parametrize(
    ("locale", "english"),
    [
        ("C", True),
        ("", True),
        ("C.UTF-8", True),
        ("en_GB.UTF-8", True),
        ("POSIX", True),
        ("zh_CN.UTF-8", False),
        ("cs_CZ", False),
    ],
)
def test_messages_in_another_language_are_refused(locale: str, english: bool) -> None:
    """DuckLake would take a lost race for an error there."""
    assert is_english(locale) is english


def test_what_is_deposited_comes_out_as_it_went_in() -> None:
    fact = Fact(
        seq=1,
        section_seq=None,
        indicator_id=None,
        label="收到申请",
        value=1.4e8,
        unit="元",
        qualifier="about",
        kind="level",
        scope=None,
        period=Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        quote="约1.4亿元",
        sentence="投入约1.4亿元。",
        char_start=2,
        char_end=8,
        part_of=None,
        check_status=None,
        confidence=0.1 + 0.2,
        computed=1 / 3,
    )
    page = ParsedPage(
        page_id="a" * 64,
        url="https://www.example.gov.cn/一.html",
        encoding="gb18030",
        container="density",
        refusal=None,
        metadata=Metadata(title="报告\u2028", published_on=dt.date(2024, 2, 29), year=2023),
        text="投入约1.4亿元。\n𠮷",
        sections=(Section(1, None, 1, "一、", "投入", None, "投入", 0, 2),),
        facts=(fact, Fact(**{name: getattr(fact, name) for name in fact.__slots__} | {"period": None, "seq": 2})),
        parser_version="1",
    )
    refused = ParsedPage(
        "b" * 64, "file:///b", "utf-8", "", Refusal("error_page", "坏字 \udc80"), Metadata(), "", (), (), "1"
    )
    items = [
        make_item(page),
        make_item(refused),
        make_item(Refusal("timeout", "未应答"), url="https://www.example.gov.cn/2.html", stage="fetch"),
        make_item(None, url="https://www.example.gov.cn/3.html", page_id="c" * 64),
    ]
    con = duckdb.connect()
    for _ in range(2):
        ensure_inbox(con)
    batch_id = deposit_items(con, items, "1", NOON)
    assert list_deposits(con) == [batch_id]
    deposited = read_deposit(con, batch_id)
    assert deposited.items == tuple(items)
    assert deposited.parser_version == "1"
    remove_deposit(con, batch_id)
    assert list_deposits(con) == []


@pytest.mark.postgres
def test_appending_beside_taking_out_loses_no_race(tmp_path: Path, postgres: int, made: Path) -> None:
    """DuckLake turns away whoever of the two commits last; each of them does it again."""
    lake = copy_lake(tmp_path, postgres, made)
    con = open_warehouse(lake)
    count = 10

    def append() -> list[str]:
        with open_for_inserts(lake) as worker:
            return [deposit_items(worker, make_items(size), VERSION, NOON) for size in range(1, count + 1)]

    with ThreadPoolExecutor(1) as pool:
        appended = pool.submit(append)
        taken: dict[str, int] = {}
        while len(taken) < count:
            waiting = list_deposits(con)
            for batch_id in waiting:
                taken[batch_id] = len(read_deposit(con, batch_id).items)
                remove_deposit(con, batch_id)
            if not waiting:
                time.sleep(0.2)  # each look is a query of PostgreSQL
            assert not appended.done() or appended.exception() is None, appended.exception()
        assert set(taken) == set(appended.result())
    assert sorted(taken.values()) == list(range(1, count + 1))
    assert list_deposits(con) == []
    close_warehouse(con)


@pytest.mark.server
@pytest.mark.postgres
def test_the_commands_deposit_and_merge(tmp_path: Path, postgres: int, server: str, made: Path) -> None:
    """Two machines' worth of `fazhi deposit` with `fazhi merge` beside them end as one `fazhi ingest` of all."""
    counties = [row["name"] for row in read_seed("regions.csv") if row["level"] == "county" and not row["valid_to"]][
        :PAGES
    ]
    parts = [tmp_path / "north", tmp_path / "south"]
    for number, county in enumerate(counties):
        parts[number % 2].mkdir(exist_ok=True)
        write_county_report(parts[number % 2] / f"{number}.txt", county, number)
    lake = copy_lake(tmp_path, postgres, made)
    home = tmp_path / "home"
    settings = {"PREFECT_API_URL": server, "FAZHI_WAREHOUSE": str(lake), "FAZHI_BATCH_PAGES": "5"}
    # A batch of a worker of another release: what it read is not taken, the pages are read again.
    done = run_fazhi("deposit", parts[0], cwd=tmp_path, home=home, **settings)
    assert done.returncode == 0, done.stderr
    with open_for_inserts(lake) as con:
        con.execute(
            "UPDATE inbox SET parser_version = 'other', result = ?", ['{"Refusal":{"reason":"x","detail":"y"}}']
        )
    workers = [start_fazhi("deposit", part, cwd=tmp_path, home=home, **settings) for part in parts]
    # One merge beside them, which has those batches to do at least, and one of whatever came after it.
    for turn in range(2):
        if turn == 1:
            for worker in workers:
                out, errors = worker.communicate(timeout=600)
                assert worker.returncode == 0, errors
                assert f"{PAGES // 2} 页已追加" in out
        done = run_fazhi("merge", cwd=tmp_path, home=home, **settings)
        assert done.returncode == 0, done.stdout + done.stderr
    assert f"{PAGES} 份报告" in done.stdout
    settings["FAZHI_WAREHOUSE"] = str(tmp_path / "warehouse.duckdb")
    file = run_fazhi("ingest", *parts, cwd=tmp_path, home=home, **settings)
    assert file.returncode == 0, file.stderr
    refused = run_fazhi("deposit", parts[0], cwd=tmp_path, home=home, **settings)
    assert refused.returncode == 2
    assert "fazhi ingest" in refused.stderr
    with open_read_only(lake) as lake_con, open_read_only(tmp_path / "warehouse.duckdb") as file_con:
        assert content_digest(lake_con) == content_digest(file_con)
        assert list_deposits(lake_con) == []
    assert query("SELECT count(*) AS reports FROM report", tmp_path, str(lake)) == [{"reports": PAGES}]
    checked = run_fazhi("check", "--warehouse", lake, cwd=tmp_path, home=home)
    assert checked.returncode == 0, checked.stdout
    assert not list(tmp_path.glob("warehouse.deposit-*"))


def write_county_report(path: Path, county: str, number: int) -> None:
    path.write_text(
        f"""{county}2022年法治政府建设工作报告
发布时间：2023-01-20 来源：{county}人民政府
2022年，{county}把依法办事的要求落到各个环节，现将有关情况报告如下：
一、主要举措和成效
（一）压实第一责任人责任。政府常务会议学法{number % 7 + 2}次，听取法治政府建设汇报3次。
（二）化解矛盾纠纷。收到行政复议申请{number + 20}件，审结{number + 11}件；办理行政应诉案件{number + 5}件。
（三）严格行政执法。开展执法培训{number % 9 + 1}期，评查行政处罚案卷{number + 60}件。对轻微的违法行为首次不罚，让执法更有温度。
二、存在的不足
个别单位的依法行政意识还不够强，基层的执法力量也比较单薄，年轻的执法人员缺少办理疑难案件的经验，与形势任务的要求相比还有差距。
三、2023年工作安排
继续抓好法治政府建设的各项任务，把群众反映多的问题一件一件办好，做到年初有安排、年中有督促、年底有考评，让依法办事成为各级干部的习惯。同时加强对乡镇执法工作的指导，补上业务培训这一课。
{county}人民政府
2023年1月18日
""",
        encoding="utf-8",
    )
