"""`fazhi suggest`: wording that was read wrongly, written out as rows for seeds/, for a person to accept."""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import open_console
from warehouse.judge.ledger import name_ledger, read_ledger
from warehouse.judge.suggestions import Suggestion, Wording, list_examples, list_wordings
from warehouse.publish.snapshot import open_reader

EXAMPLES, WORDINGS = "indicator_examples.csv", "suggested_words.csv"


def write_suggestions(folder: Path, warehouse: Path | None) -> int:
    """Write the rows into a new or empty folder; 0. Raises CallError, WarehouseError."""
    settings = read_settings(warehouse)
    judgements = read_ledger(name_ledger(settings.warehouse)).judgements
    with open_reader(settings.warehouse) as con:
        names = dict(con.execute("SELECT indicator_id, name_zh FROM dim_indicator").fetchall())
    examples, wordings = list_examples(judgements), list_wordings(judgements, names)
    if folder.exists() and any(folder.iterdir()):
        raise CallError(f"{folder} 不是空文件夹：请另指一个。Name a new or empty folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / EXAMPLES, Suggestion, examples)
        _write(folder / WORDINGS, Wording, wordings)
    except OSError as error:
        raise CallError(f"未能写入 {folder}：{error.strerror}。It could not be written.") from error
    open_console().print(
        f"{EXAMPLES}：{len(examples)} 行（example 应读作、near_miss 勿读作）；{WORDINGS}：{len(wordings)} 个说法，供补入 concepts.csv。"
        f"逐行看过再并入 seeds/ 或 FAZHI_SEEDS 的文件夹。{len(examples)} examples and near misses, {len(wordings)} wordings: "
        "look at each before it is taken.",
        markup=False,
        soft_wrap=True,
    )
    return 0


def _write(path: Path, kind: type[Any], rows: list[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([item.name for item in fields(kind)])
        writer.writerows(astuple(row) for row in rows)
