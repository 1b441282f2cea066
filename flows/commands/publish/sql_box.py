"""The SQL box of `fazhi browse`: a question in, a table or JSON out, by the same safe door as `fazhi sql`.

`/sql?q=…` is a page, `/sql.json?q=…` the answer for programs; `limit` says how many rows at most, other names are the values of
`$name` in the question. Nothing is written, nothing leaves this machine, and a question has its seconds.
"""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import duckdb

from flows.terminal.tables import spell_json
from warehouse.derive.full_text import UNMADE
from warehouse.publish.place_names import advise_places
from warehouse.publish.questions import ask, list_tables, open_for_questions
from warehouse.store.errors import WarehouseError

MOST_ROWS = 1000
"""Rows of an answer, unless `limit` asks for fewer."""

SECONDS = 30.0
"""What a question may take."""

LONGEST_CELL = 400
"""Characters of a value that the page shows; JSON gives it whole."""

EXAMPLES = (
    ("各地收到的行政复议申请 Applications for reconsideration",
     "SELECT region_name, year, value, unit, quote, report_id\nFROM indicator_series\n"
     "WHERE indicator_id = 'reconsideration.applications'\nORDER BY region_name, year"),
    ("每份报告的数字 Figures of each report",
     "SELECT report_id, count(*) AS figures, count(indicator_id) AS named\nFROM fact_indicator\nGROUP BY ALL\nORDER BY ALL"),
    ("哪里说到复议和调解 Where reports speak of both",
     "SELECT round(score, 2) AS score, region_name, year, heading\nFROM search_passage('复议 调解')\nLIMIT 20"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns with their types, rows, and whether there were more; or why there are none."""

    columns: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    has_more: bool = False
    advice: tuple[str, ...] = ()
    """What is to be said of names of places in the question."""
    error: str | None = None


@dataclass(slots=True)
class SqlBox:
    """Answers questions to one warehouse, one at a time; `busy` is held by whoever has the warehouse open in this process.

    DuckDB gives all connections of a process to one file the same settings: those of the safe door must not meet a rebuild.
    """

    warehouse: Path
    busy: threading.Lock = field(default_factory=threading.Lock)
    seconds: float = SECONDS

    def answer(self, question: str, parameters: Mapping[str, str], limit: int = MOST_ROWS) -> Answer:
        """What the question gives; whatever is wrong with it is told in the answer."""
        with self.busy:
            try:
                with open_for_questions(self.warehouse) as con:
                    return self._answer(con, question, parameters, max(0, min(limit, MOST_ROWS)))
            except WarehouseError as error:
                return Answer(error=str(error))

    def list_tables(self) -> list[tuple[str, int, str, str]]:
        """Tables and views, as `fazhi tables` lists them; none where the warehouse cannot be read."""
        with self.busy:
            try:
                with open_for_questions(self.warehouse) as con:
                    return list_tables(con)
            except WarehouseError:
                return []

    def _answer(
        self, con: duckdb.DuckDBPyConnection, question: str, parameters: Mapping[str, str], limit: int
    ) -> Answer:
        timer = threading.Timer(self.seconds, con.interrupt)
        timer.start()
        try:
            result = ask(con, question, parameters)
            rows = result.fetchmany(limit + 1)
            columns = tuple(str(column[0]) for column in result.description or ())
            types = tuple(str(column[1]) for column in result.description or ())
            advice = tuple(advise_places(con, question, parameters))
        except duckdb.InterruptException:
            return Answer(error=f"超过 {self.seconds:g} 秒，已停止。Stopped after that many seconds: ask for less.")
        except RuntimeError as error:
            if "interrupted" not in str(error):
                raise
            return Answer(error=f"超过 {self.seconds:g} 秒，已停止。Stopped after that many seconds: ask for less.")
        except duckdb.Error as error:
            return Answer(error=UNMADE if UNMADE in str(error) else f"查询有误。The query cannot be answered: {error}")
        finally:
            timer.cancel()
        return Answer(columns, types, tuple(rows[:limit]), len(rows) > limit, advice)


def respond(box: SqlBox, path: str, query: str) -> tuple[int, str, bytes]:
    """Status, content type and body of an answer to `/sql` or `/sql.json` with this query string."""
    given = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
    question = given.pop("q", "")
    stated = given.pop("limit", "")
    limit = int(stated) if stated.isdecimal() and len(stated) < 7 else MOST_ROWS
    answer = box.answer(question, given, limit) if question.strip() else None
    if path == "/sql.json":
        answer = answer or Answer(error="请在 q 中写查询。Write the question as q: /sql.json?q=FROM+report")
        return (400 if answer.error else 200), "application/json; charset=utf-8", _spell(answer).encode()
    page = _write_page(box.list_tables(), question, query, answer)
    return (400 if answer is not None and answer.error else 200), "text/html; charset=utf-8", page.encode()


def _spell(answer: Answer) -> str:
    if answer.error is not None:
        return json.dumps({"error": answer.error}, ensure_ascii=False)
    told = {"columns": answer.columns, "types": answer.types, "rows": answer.rows, "has_more": answer.has_more}
    if answer.advice:
        told["advice"] = answer.advice
    return json.dumps(told, ensure_ascii=False, default=spell_json)


_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>SQL · fazhi</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem; }}
textarea {{ width: 100%; box-sizing: border-box; font: 0.95rem/1.4 monospace; padding: 0.5rem; }}
button {{ font: inherit; padding: 0.4rem 1.5rem; margin: 0.5rem 0; }}
.scroll {{ overflow-x: auto; }} table {{ border-collapse: collapse; font-size: 0.9rem; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.25rem 0.6rem; border-bottom: 1px solid #8886; }}
td {{ max-width: 30rem; overflow-wrap: anywhere; }} td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
[role=alert] {{ border-inline-start: 4px solid #c33; padding: 0.5rem 1rem; white-space: pre-wrap; }}
summary {{ cursor: pointer; margin: 0.5rem 0; }}
</style></head><body>
<p><a href="/">← 首页 Home</a></p><h1>SQL</h1>
<p>只能查询，数据不会改动；至多 {seconds:g} 秒、{most} 行。Questions only: nothing can be changed.</p>
<form action="/sql" method="get"><label for="q">查询 question</label>
<textarea id="q" name="q" rows="8" spellcheck="false" autofocus>{question}</textarea><br><button>运行 Run</button></form>
{result}
<details><summary>例子 Examples</summary><ul>{examples}</ul></details>
<details><summary>有哪些表 Tables and views</summary><div class="scroll"><table><tbody>{tables}</tbody></table></div></details>
</body></html>
"""


def _write_page(tables: Sequence[tuple[str, int, str, str]], question: str, query: str, answer: Answer | None) -> str:
    listed = "".join(
        f'<tr><th scope="row"><a href="/sql?q={html.escape(f"FROM+{name}+LIMIT+20")}">{html.escape(name)}</a></th>'
        f'<td>{html.escape(meaning)}<br><span lang="en">{html.escape(english)}</span></td></tr>'
        for name, _, meaning, english in tables
    )
    examples = "".join(f"<li>{html.escape(title)}<pre>{html.escape(sql)}</pre></li>" for title, sql in EXAMPLES)
    return _PAGE.format(
        seconds=SECONDS,
        most=MOST_ROWS,
        question=html.escape(question or EXAMPLES[0][1]),
        result="" if answer is None else _write_answer(answer, query),
        examples=examples,
        tables=listed,
    )


def _write_answer(answer: Answer, query: str) -> str:
    if answer.error is not None:
        return f'<p role="alert">{html.escape(answer.error)}</p>'
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in answer.columns)
    body = "".join(f"<tr>{''.join(_write_cell(value) for value in row)}</tr>" for row in answer.rows)
    more = "，还有更多 and more" if answer.has_more else ""
    advice = "".join(f'<p role="status">{html.escape(sentence)}</p>' for sentence in answer.advice)
    return (
        f'{advice}<p>{len(answer.rows)} 行 rows{more} · <a href="/sql.json?{html.escape(query)}">JSON</a></p>'
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _write_cell(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td class="number">{value:,}</td>' if abs(value) >= 1e4 else f'<td class="number">{value}</td>'
    text = "" if value is None else str(value)
    return f"<td>{html.escape(text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + '…')}</td>"
