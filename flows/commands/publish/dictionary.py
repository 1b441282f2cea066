"""`fazhi dictionary`: the meaning of everything, as two Markdown files or on the terminal."""

from __future__ import annotations

import pydoc
import sys
from collections.abc import Sequence
from pathlib import Path

from flows.errors import CallError
from flows.quality.accuracy import BadGoldError, score_folder, total
from flows.quality.dictionary import write_indicators, write_tables
from flows.settings import read_settings
from flows.terminal.tables import open_console, show_controls
from warehouse.publish.snapshot import open_reader


def show_dictionary(asked: Sequence[str], gold: Path | None, texts: Path | None, warehouse: Path | None) -> int:
    """Write `tables.md` and `indicators.md` into the folder that is asked for, or tell of what holds the words asked for; 0.

    One word with a `/` in it, or the name of a folder that is there, is a folder. On a terminal what is told is paged.
    Accuracy is measured where gold and texts are given. Raises CallError where only one of them is, where they hold no
    annotations, where nothing holds the words, or the folder cannot be written; WarehouseError for want of a warehouse.
    """
    folder = Path(asked[0]) if len(asked) == 1 and ("/" in asked[0] or Path(asked[0]).is_dir()) else None
    words = () if folder is not None else tuple(asked)
    measured = None
    if (gold is None) != (texts is None):
        raise CallError("--gold 与 --texts 须一同给出。Give --gold and --texts together.")
    if gold is not None and texts is not None:
        try:
            measured = total(score_folder(gold, texts).values()).by_indicator
        except BadGoldError as bad:
            raise CallError(str(bad)) from bad
    with open_reader(read_settings(warehouse).warehouse) as con:
        pages = {"tables.md": write_tables(con, words), "indicators.md": write_indicators(con, measured, words)}
    if folder is None:
        # What was asked for by a word is an indicator more often than a column.
        told = [page for page in (reversed(pages.values()) if words else pages.values()) if page]
        if not told:
            name = " ".join(words)
            raise CallError(
                f"字典里没有“{name}”：换个词，或不写词看全部；要写成文件请写 ./{name}。"
                f"Nothing in the dictionary holds {name!r}: try another word; to write files into a folder of that name, ./{name}."
            )
        _show("\n".join(told))
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


def _show(text: str) -> None:
    if sys.stdout.isatty():
        pydoc.pager(show_controls(text))
    else:
        sys.stdout.write(text)
