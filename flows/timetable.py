"""When things run by themselves. deploy/prefect.yaml says the same for a work pool; a test compares them."""

from __future__ import annotations

from dataclasses import dataclass

TIME_ZONE = "Asia/Shanghai"

DEPLOYMENT = "fazhi"
"""What both deployments are called in Prefect: collect/fazhi and check/fazhi."""


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
