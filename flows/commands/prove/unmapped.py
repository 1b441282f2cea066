"""`fazhi check --unmapped`: labels that many reports share and the catalogue lacks."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

from flows.second_opinion import open_opinion
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from parsers.figures.second_opinion import ask_of_quote
from parsers.opinion.weights import Model
from warehouse.check.unmapped import FEWEST_REPORTS, UnmappedLabel, rank_unmapped_labels
from warehouse.publish.snapshot import open_reader

COLUMNS = (
    "名称 label",
    "单位",
    "报告 reports",
    "地区 regions",
    "次 figures",
    "例 report",
    "句 sentence",
    "类 outside",
    "也许是 may be",
)


def show_unmapped(warehouse: Path | None) -> int:
    """Print the ranking; 0: that the catalogue can grow is no fault."""
    settings = read_settings(warehouse)
    with open_reader(settings.warehouse) as con:
        labels = rank_unmapped_labels(con)
        model = open_opinion(settings, con) if labels else None
    if model:
        rows = [(*astuple(label)[:-1], _guess(model, label)) for label in labels]
        print_table(COLUMNS, rows, len(rows))
    open_console().print(
        f"{len(labels)} 个名称见于 {FEWEST_REPORTS} 份以上的报告而目录中没有。{len(labels)} labels without an indicator."
    )
    return 0


def _guess(model: Model, label: UnmappedLabel) -> str:
    """What the second opinion would name the figure: a hint for whoever looks, and no id; empty where it would name none."""
    opinions = ask_of_quote(model, "", label.sentence, label.quote)
    return next((opinion.indicator_id for opinion in opinions if opinion.indicator_id), "")
