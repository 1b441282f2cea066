"""`fazhi dictionary`: the meaning of everything, as two Markdown files or on the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.errors import CallError
from flows.quality.accuracy import BadGoldError, score_folder, total
from flows.quality.dictionary import write_indicators, write_tables
from flows.settings import read_settings
from flows.terminal.tables import open_console
from warehouse.publish.snapshot import open_reader


def show_dictionary(folder: Path | None, gold: Path | None, texts: Path | None, warehouse: Path | None) -> int:
    """Write `tables.md` and `indicators.md` into the folder, or both to the terminal; 0.

    Accuracy is measured where gold and texts are given. Raises CallError where only one of them is, where they hold no
    annotations, or the folder cannot be written; WarehouseError for want of a warehouse.
    """
    measured = None
    if (gold is None) != (texts is None):
        raise CallError("--gold 与 --texts 须一同给出。Give --gold and --texts together.")
    if gold is not None and texts is not None:
        try:
            measured = total(score_folder(gold, texts).values()).by_indicator
        except BadGoldError as bad:
            raise CallError(str(bad)) from bad
    with open_reader(read_settings(warehouse).warehouse) as con:
        pages = {"tables.md": write_tables(con), "indicators.md": write_indicators(con, measured)}
    if folder is None:
        sys.stdout.write("\n".join(pages.values()))
        return 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in pages.items():
            (folder / name).write_text(page, encoding="utf-8")
    except OSError as error:
        raise CallError(
            f"无法写入 {folder}（{error.strerror}）。Cannot write to {folder}: {error.strerror}."
        ) from error
    open_console().print(f"已写 written：{'、'.join(str(folder / name) for name in pages)}", markup=False)
    return 0
