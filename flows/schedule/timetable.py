"""When things run by themselves. deploy/prefect.yaml says the same for a work pool; a test compares them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TIME_ZONE = "Asia/Shanghai"

DEPLOYMENT = "fazhi"
"""What both deployments of `warehouse.duckdb` are called in Prefect: collect/fazhi and check/fazhi."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A flow and its times, as cron has them, in TIME_ZONE."""

    flow: str
    crons: tuple[str, ...]
    description: str


TIMETABLE = (
    Timed(
        "collect",
        # Reports are due by 1 April and come in from January on, the late ones until summer; after that a look a month.
        ("30 6 * 1-7 1", "30 6 1 8-12 *"),
        "查看登记的来源并载入新报告：1至7月每周一，8至12月每月1日，6:30。New reports from the registered sources",
    ),
    Timed("check", ("0 3 * * *",), "检查数据：每日3:00。The nightly data checks"),
)


def name_deployments(warehouse: Path) -> tuple[str, str]:
    """What the deployments of a warehouse are called, and what instead where another warehouse has that name already.

    `fazhi` for warehouse.duckdb, `fazhi-henan` for henan.duckdb; the second name adds six digits made from the whole path, so
    that it is the same at each start.
    """
    # Prefect takes none of these in a name.
    stem = re.sub(r"[/%&<>]", "-", warehouse.stem)
    name = DEPLOYMENT if stem == "warehouse" else f"{DEPLOYMENT}-{stem}"
    return name, f"{name}-{sha256(str(warehouse).encode()).hexdigest()[:6]}"
