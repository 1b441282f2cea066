"""Loads made-up pages into the warehouse named on the command line, for the test that kills it: `python -m tests.load_samples`.

Two runs: sixty reports of three years, then a week later every third of them changed, some corrected in year, one refused.
Prints a line after each step, so that the killer can choose its moment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flows.without_pandas import leave_out_pandas
from parsers.records import Refusal
from tests.warehouse_samples import LATER, NOON, VERSION, make_item, make_report
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.load.load import load_pages
from warehouse.publish.snapshot import publish_snapshot

REGIONS = [f"1101{number:02d}" for number in (1, 2, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17)]
PAGES = 60
BATCH = 7


def make_items() -> list[list[LoadItem]]:
    """The items of the first and of the second run."""
    first, second = [], []
    for number in range(PAGES):
        url = f"https://www.example.gov.cn/{number}.html"
        region = REGIONS[number % len(REGIONS)]
        page = make_report(url, region=region, year=2021 + number % 3, cases=60 + number, story=number % 2)
        first.append(make_item(page, fetched_at=NOON))
        changed = make_report(url, region=region, year=2021 + number % 2, cases=99 + number, story=number % 2)
        second.append(make_item(changed if number % 3 == 0 else page, fetched_at=LATER))
    second[7] = make_item(Refusal("error_page", "页面不存在"), url=second[7].url, page_id="e" * 64, fetched_at=LATER)
    return [first, second]


def load_samples(warehouse: Path) -> None:
    """Both runs, whatever was loaded before, and the snapshot."""
    con = open_warehouse(warehouse)
    print("opened", flush=True)
    for items in make_items():
        run_id = start_run(con, "ingest", {"warehouse": warehouse.name}, items[0].fetched_at)
        for start in range(0, PAGES, BATCH):
            load_pages(con, run_id, items[start : start + BATCH], VERSION)
            print("batch", flush=True)
        end_run(con, run_id, LATER)
    close_warehouse(con)
    print("closed", flush=True)
    publish_snapshot(warehouse)
    print("published", flush=True)


if __name__ == "__main__":
    leave_out_pandas()
    load_samples(Path(sys.argv[1]))
