"""What a reviewer works through: the figures in their order, what is told of each, and what he says of them.

One thread alone asks the warehouse: the server's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from flows.review.candidates import Indicator, rank_indicators
from flows.review.entries import Entry
from flows.review.explaining import prepare_explanation
from parsers.opinion.weights import Model
from warehouse.judge.judgement import (
    CHANGED,
    FIGURE,
    MISSED,
    PARAGRAPH,
    REPORT,
    REPORT_FIELDS,
    RIGHT,
    UNDO,
    BadJudgementError,
    Judgement,
    cut_surroundings,
    make_judgement,
)
from warehouse.judge.ledger import append_judgements, read_tail
from warehouse.judge.standing import CONTESTED, STANDING, WITHDRAWN, judge_standing, spell_verdict
from warehouse.judge.stored import StoredFigure, fetch_report_figures, judge_figure, spell_moment
from warehouse.store.queries import registered

_KEPT_REPORTS = 16
"""Reports whose figures are kept at hand: the next figure is mostly of the same report."""


@dataclass(slots=True)
class _OpenReport:
    """A report at hand."""

    row: dict[str, Any]
    read: dict[str, Any]
    """Its own fields as the machine read them, whatever has been judged since."""
    figures: list[StoredFigure]
    facts: dict[str, dict[str, Any]]
    sections: list[tuple[str, int, int]]


@dataclass(slots=True)
class Desk:
    """The reviewer's work of one sitting. `now` tells the time."""

    con: duckdb.DuckDBPyConnection
    ledger: Path
    reviewer: str
    entries: Sequence[Entry]
    queue: str
    now: Callable[[], dt.datetime]
    find_model: Callable[[], Model | None] = lambda: None
    """The second opinion; asked for in the threads that explain."""
    indicators: dict[str, Indicator] = field(default_factory=dict)
    _reports: OrderedDict[str, _OpenReport] = field(default_factory=OrderedDict)
    _said: list[str] = field(default_factory=list)
    """Ids of the judgements of this sitting that are not taken back, in order."""
    _read_to: int = 0
    _pages: set[str] = field(default_factory=set)
    _standing: dict[str, Judgement] = field(default_factory=dict)
    _judgements: list[Judgement] = field(default_factory=list)
    _own: dict[tuple[Any, ...], Judgement] = field(default_factory=dict)
    _names: dict[str, dict[str, int]] = field(default_factory=dict)
    _fields: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """By page what the reviewer has said of the report's own fields."""

    def __post_init__(self) -> None:
        rows = self.con.execute(
            "SELECT indicator_id, name_zh, theme, unit, coalesce(definition, '') FROM dim_indicator ORDER BY indicator_id"
        ).fetchall()
        self.indicators = {row[0]: Indicator(*row) for row in rows}
        self._take_along()
        self._look()

    def _take_along(self) -> None:
        """Copy what the sitting is about into memory: to look for one report among a hundred thousand takes half a second."""
        import pyarrow as pa

        ids = sorted({entry.report_id for entry in self.entries})
        with registered(self.con, "wanted", pa.table({"report_id": pa.array(ids, pa.string())})):
            for kept, source in (
                ("desk_report", "report"),
                ("desk_fact", "fact_indicator"),
                ("desk_section", "section"),
            ):
                columns = "* EXCLUDE (text)" if source == "section" else "*"
                self.con.execute(
                    f"CREATE OR REPLACE TEMP TABLE {kept} AS SELECT {columns} FROM {source} SEMI JOIN wanted USING (report_id)"
                )
        # Small questions are answered sooner by one thread than shared out over several.
        self.con.execute("SET threads = 1")

    def show(self, index: int) -> dict[str, Any]:
        """All that is told of an entry. Raises IndexError for one that is not there."""
        if not 0 <= index < len(self.entries):
            raise IndexError(index)
        self._look()
        entry = self.entries[index]
        report = self._open(entry)
        shown = {
            "index": index,
            "total": len(self.entries),
            "judged": len(self._said),
            "report": {**report.row, **self._fields.get(entry.page_id, {})},
            "next": self.find_next(index),
        }
        if entry.fact_id is None:
            return shown | self._show_paragraph(entry, report)
        return shown | self._show_figure(entry, report)

    def explain(self, index: int) -> Callable[[], dict[str, Any]]:
        """What gives how the engine read a figure, and the names that it weighed: it reads anew, so it is asked for apart.

        Raises IndexError for an entry that is not there.
        """
        if not 0 <= index < len(self.entries):
            raise IndexError(index)
        entry = self.entries[index]
        if entry.fact_id is None:
            return dict
        return prepare_explanation(self.con, entry.report_id, entry.span, self.find_model)

    def find_next(self, index: int) -> int | None:
        """The first entry behind this one that the reviewer has not judged yet."""
        for n in range(index + 1, len(self.entries)):
            if self._find_word(self.entries[n]) is None:
                return n
        return None

    def judge(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what is said of an entry; back comes what it was named. Raises BadJudgementError, IndexError, OSError."""
        index = int(said.get("index", -1))
        if not 0 <= index < len(self.entries):
            raise IndexError(index)
        entry = self.entries[index]
        about = str(said.get("about", FIGURE))
        make = {
            FIGURE: self._judge_figure,
            MISSED: self._judge_missed,
            REPORT: self._judge_report,
            PARAGRAPH: self._judge_paragraph,
        }
        if about not in make:
            raise BadJudgementError(f"about 不能是 cannot be {about}")
        judgement = make[about](entry, said)
        append_judgements(self.ledger, [judgement])
        self._said.append(judgement.judgement_id)
        self._look()
        return {"judgement_id": judgement.judgement_id, "judged": len(self._said), "next": self.find_next(index)}

    def undo(self) -> dict[str, Any]:
        """Take the last judgement of this sitting back; where it was. Raises BadJudgementError where there is none."""
        if not self._said:
            raise BadJudgementError("本次没有可撤回的判断。Nothing of this sitting is left to take back")
        last = self._said[-1]
        one = next(judgement for judgement in self._judgements if judgement.judgement_id == last)
        undoing = {"about": UNDO, "reviewer": self.reviewer, "judged_at": spell_moment(self.now()), "undoes": last}
        append_judgements(self.ledger, [make_judgement(undoing)])
        self._said.pop()
        self._look()
        return {"index": self._find_entry(one), "undone": one.quote or "", "judged": len(self._said)}

    def _look(self) -> None:
        """Take in what other tabs and other people have said meanwhile."""
        tail, place = read_tail(self.ledger, self._read_to)
        if place == self._read_to and self._pages:
            return
        self._read_to = place
        self._pages = self._pages or {entry.page_id for entry in self.entries}
        self._judgements += [one for one in tail.judgements if one.page_id in self._pages or one.about == UNDO]
        states = judge_standing(self._judgements)
        self._standing = {
            one.judgement_id: one for one in self._judgements if states.get(one.judgement_id) in (STANDING, CONTESTED)
        }
        # A word that another one settled or replaced is said all the same: one's own last one counts.
        self._own = {
            (one.page_id, one.char_start, one.char_end, one.slot if one.about == FIGURE else 0): one
            for one in sorted(self._judgements, key=lambda judgement: judgement.judged_at)
            if one.reviewer == self.reviewer and states.get(one.judgement_id) not in (None, WITHDRAWN)
            and one.about in (FIGURE, PARAGRAPH)
        }  # fmt: skip
        self._fields = {
            str(one.page_id): one.said
            for one in sorted(self._judgements, key=lambda judgement: judgement.judged_at)
            if one.about == REPORT and one.reviewer == self.reviewer and one.judgement_id in self._standing
        }
        self._names = {}
        for one in self._standing.values():
            if one.about == FIGURE and one.verdict != "rejected":
                chosen = self._names.setdefault(str(one.read.get("label")), {})
                name = str(one.asserted["indicator_id"])
                chosen[name] = chosen.get(name, 0) + 1

    def _open(self, entry: Entry) -> _OpenReport:
        if entry.report_id in self._reports:
            self._reports.move_to_end(entry.report_id)
            return self._reports[entry.report_id]
        names = ("report_id", "region_name", "url", "page_id", *REPORT_FIELDS, "machine_read")
        [values] = self.con.execute(
            f"SELECT {', '.join(names)} FROM desk_report WHERE report_id = ?", [entry.report_id]
        ).fetchall()
        row = {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in zip(names, values, strict=True)
        }
        machine = json.loads(row.pop("machine_read") or "{}")
        told = (
            "fact_id",
            "label",
            "sentence",
            "part_of",
            "check_status",
            "computed",
            "section_seq",
            "corrected_by",
            "judged",
            "judged_by",
        )
        facts = {
            fact[0]: dict(zip(told, fact, strict=True))
            for fact in self.con.execute(
                f"SELECT {', '.join(told)} FROM desk_fact WHERE report_id = ?", [entry.report_id]
            ).fetchall()
        }
        sections = self.con.execute(
            "SELECT marker || heading, char_start, char_end FROM desk_section WHERE report_id = ? AND level <= 3 ORDER BY seq",
            [entry.report_id],
        ).fetchall()
        opened = _OpenReport(
            row,
            {name: row[name] for name in REPORT_FIELDS} | machine,
            fetch_report_figures(self.con, entry.report_id, entry.year, "desk_fact", "desk_report"),
            facts,
            sections,
        )
        self._reports[entry.report_id] = opened
        if len(self._reports) > _KEPT_REPORTS:
            self._reports.popitem(last=False)
        return opened

    def _show_figure(self, entry: Entry, report: _OpenReport) -> dict[str, Any]:
        figure = next(one for one in report.figures if one.fact_id == entry.fact_id)
        fact = report.facts[figure.fact_id]
        whole = next((one for one in report.figures if one.fact_id == fact["part_of"]), None)
        word = self._find_word(entry)
        return {
            "about": FIGURE,
            "fact_id": figure.fact_id,
            "quote": figure.quote,
            **self._cut(figure.text, (figure.char_start, figure.char_end), report),
            "read": dict(figure.read),
            "sentence": fact["sentence"],
            "part_of": None if whole is None else f"{whole.read.get('label', '')} {whole.quote}",
            "check_status": fact["check_status"],
            "computed": fact["computed"],
            "corrected_by": fact["corrected_by"],
            "word": None if word is None else spell_verdict(word),
            "words": [
                {"reviewer": one.reviewer, "said": spell_verdict(one), "note": one.note}
                for one in self._list_words(figure) if one.reviewer != self.reviewer
            ],
            "candidates": rank_indicators(
                self.indicators, figure, fact["sentence"], [one for one in report.figures if one is not figure],
                self._names.get(str(figure.read.get("label")), {}),
            ),
        }  # fmt: skip

    def _show_paragraph(self, entry: Entry, report: _OpenReport) -> dict[str, Any]:
        start, end = entry.span
        text = report.figures[0].text if report.figures else self._read_text(entry.report_id)
        word = self._find_word(entry)
        return {
            "about": PARAGRAPH,
            **self._cut(text, (start, end), report),
            "word": None if word is None else spell_verdict(word),
        }

    def _cut(self, text: str, span: tuple[int, int], report: _OpenReport) -> dict[str, Any]:
        """The paragraph around a place with the marks of all its figures, and the headings over it."""
        start = text.rfind("\n", 0, span[0]) + 1
        end = text.find("\n", span[1])
        end = len(text) if end < 0 else end
        marks = sorted({(one.char_start, one.char_end) for one in report.figures if start <= one.char_start < end})
        return {
            "paragraph": text[start:end],
            "paragraph_start": start,
            "mark": [span[0] - start, span[1] - start],
            "marks": [[first - start, last - start] for first, last in marks],
            "headings": [name for name, first, past in report.sections if first <= span[0] < past],
        }

    def _read_text(self, report_id: str) -> str:
        [(text,)] = self.con.execute("SELECT text FROM desk_report WHERE report_id = ?", [report_id]).fetchall()
        return str(text)

    def _list_words(self, figure: StoredFigure) -> list[Judgement]:
        return [
            one
            for one in self._standing.values()
            if one.about == FIGURE
            and (one.page_id, one.char_start, one.char_end, one.slot)
            == (figure.page_id, figure.char_start, figure.char_end, figure.slot)
        ]

    def _find_word(self, entry: Entry) -> Judgement | None:
        """The reviewer's own word on an entry."""
        return self._own.get(entry.place)

    def _find_entry(self, one: Judgement) -> int:
        """Where the entry of a judgement stands; of a missed figure or a report the first of its report."""
        slot = one.slot if one.about == FIGURE else 0
        place = (one.page_id, one.char_start, one.char_end, slot)
        for n, entry in enumerate(self.entries):
            if entry.place == place:
                return n
        return next((n for n, entry in enumerate(self.entries) if entry.page_id == one.page_id), 0)

    def _judge_figure(self, entry: Entry, said: Mapping[str, Any]) -> Judgement:
        report = self._open(entry)
        figure = next(one for one in report.figures if one.fact_id == entry.fact_id)
        words = [one.judgement_id for one in self._list_words(figure) if one.reviewer != self.reviewer]
        more = {"queue": self.queue, "note": said.get("note") or None}
        if self.queue == "conflicts":
            more["settles"] = words
        return judge_figure(figure, str(said.get("verdict")), said.get("said"), self.reviewer, self.now(), **more)

    def _judge_missed(self, entry: Entry, said: Mapping[str, Any]) -> Judgement:
        text = self._read_text(entry.report_id)
        start, end = int(said["char_start"]), int(said["char_end"])
        if not 0 <= start < end <= len(text) or end - start > 80:
            raise BadJudgementError("所选不是正文中的数字。That is no place in the text")
        return self._make(entry, MISSED, said, char_start=start, char_end=end, quote=text[start:end], slot=int(said.get("slot", 1)),
                          **cut_surroundings(text, start, end))  # fmt: skip

    def _judge_report(self, entry: Entry, said: Mapping[str, Any]) -> Judgement:
        read = self._open(entry).read
        # One word speaks of all fields: a date mended now leaves the level that was mended before as it was said.
        all_said = {**self._fields.get(entry.page_id, {}), **(said.get("said") or {})}
        kept = {name: value for name, value in all_said.items() if name not in read or read[name] != value}
        verdict = said.get("verdict")
        if verdict in (RIGHT, CHANGED):
            verdict = CHANGED if kept else RIGHT
        known = {name: value for name, value in read.items() if value is not None}
        return self._make(entry, REPORT, {**said, "said": kept, "verdict": verdict}, read=known)

    def _judge_paragraph(self, entry: Entry, said: Mapping[str, Any]) -> Judgement:
        text = self._read_text(entry.report_id)
        start, end = entry.span
        return self._make(entry, PARAGRAPH, said, char_start=start, char_end=end, quote=text[start:end][:40])

    def _make(self, entry: Entry, about: str, said: Mapping[str, Any], **more: Any) -> Judgement:
        [(page_id, digest, version)] = self.con.execute(
            "SELECT page_id, text_digest, parser_version FROM desk_report WHERE report_id = ?", [entry.report_id]
        ).fetchall()
        return make_judgement(
            {
                "about": about,
                "reviewer": self.reviewer,
                "judged_at": spell_moment(self.now()),
                "page_id": page_id,
                "text_digest": digest,
                "report_id": entry.report_id,
                "verdict": said.get("verdict"),
                "said": dict(said.get("said") or {}),
                "parser_version": version,
                "queue": self.queue,
                "note": said.get("note") or None,
                **more,
            }
        )
