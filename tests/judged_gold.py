"""The annotated texts as a warehouse whose truth is known: what a reviewer who errs never would say of each figure."""

from __future__ import annotations

import datetime as dt
import json
import math
import pickle
from collections.abc import Iterable
from pathlib import Path

import duckdb

from flows.quality.accuracy import align
from parsers.page import parse_page
from parsers.records import ParsedPage, RawPage
from parsers.version import parser_version
from tests.command_line import make_once
from tests.warehouse_samples import write_empty
from warehouse.database import close_warehouse, open_warehouse
from warehouse.diary import end_run, start_run
from warehouse.items import LoadItem
from warehouse.judge.judgement import Judgement, make_judgement
from warehouse.judge.stored import StoredFigure, judge_figure, spell_moment
from warehouse.load.load import load_pages

GOLD = Path(__file__).parent / "gold"
NOON = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)


def make_gold_warehouse(path: Path) -> dict[tuple[str, int, int], set[str | None]]:
    """Load every annotated text, once a session; the true indicators by page_id and place of each figure that is one."""

    def make(file: Path) -> None:
        made = file.with_name("gold.duckdb")
        truth = _load_texts(made)
        file.write_bytes(pickle.dumps((made.read_bytes(), truth)))

    body, truth = pickle.loads(make_once("gold.pickle", make))
    path.write_bytes(body)
    found: dict[tuple[str, int, int], set[str | None]] = truth
    return found


def _load_texts(path: Path) -> dict[tuple[str, int, int], set[str | None]]:
    con = open_warehouse(write_empty(path))
    run_id = start_run(con, "ingest", {}, NOON)
    truth: dict[tuple[str, int, int], set[str | None]] = {}
    items = []
    for file in sorted((GOLD / "texts").glob("*.txt")):
        body = file.read_bytes()
        parsed = parse_page(RawPage(f"https://gold.example.org/{file.stem}", body))
        truth |= _read_truth(file.stem, body.decode("utf-8"), parsed)
        items.append(LoadItem(parsed.url, parsed.page_id, NOON, parsed))
    load_pages(con, run_id, items, parser_version())
    end_run(con, run_id, NOON)
    close_warehouse(con)
    return truth


def _read_truth(name: str, text: str, parsed: ParsedPage) -> dict[tuple[str, int, int], set[str | None]]:
    places = align(parsed.text, text)
    lines = (GOLD / f"{name}.facts.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    truth: dict[tuple[str, int, int], set[str | None]] = {}
    for fact in parsed.facts:
        inside = [place for place in places[fact.char_start : fact.char_end] if place is not None]
        for mention in gold:
            if inside and inside[0] < mention["end"] and inside[-1] + 1 > mention["start"]:
                same = math.isclose(fact.value, mention["value"], rel_tol=1e-6, abs_tol=1e-6)
                ids = {mention["indicator"], *mention.get("also", [])}
                if mention.get("soft"):
                    ids.add(fact.indicator_id)
                if same:
                    truth.setdefault((parsed.page_id, fact.char_start, fact.char_end), set()).update(ids)
    return truth


def judge_truly(
    figures: Iterable[StoredFigure], truth: dict[tuple[str, int, int], set[str | None]], reviewer: str = "甲"
) -> list[Judgement]:
    """What somebody who knows the truth says of each figure."""
    said = []
    for number, figure in enumerate(figures):
        moment = NOON + dt.timedelta(seconds=number)
        ids = truth.get((figure.page_id, figure.char_start, figure.char_end))
        if ids is None:
            said.append(judge_figure(figure, "rejected", None, reviewer, moment))
        elif figure.read.get("indicator_id") in ids:
            said.append(judge_figure(figure, "right", None, reviewer, moment))
        else:
            name = min((one for one in ids if one), default=None)
            said.append(judge_figure(figure, "changed", {"indicator_id": name}, reviewer, moment))
    return said


def see_paragraphs(sample: Judgement, reviewer: str = "甲") -> list[Judgement]:
    """That every paragraph of a sample is seen to its end."""
    return [
        make_judgement(
            {
                "about": "paragraph",
                "reviewer": reviewer,
                "judged_at": spell_moment(NOON),
                "page_id": one["page_id"],
                "char_start": one["char_start"],
                "char_end": one["char_end"],
                "quote": "…",
                "verdict": "right",
            }
        )
        for one in sample.detail["paragraphs"]
    ]


def list_all_figures(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Ids of all figures."""
    return [name for (name,) in con.execute("SELECT fact_id FROM fact_indicator ORDER BY report_id, seq").fetchall()]
