"""Judgements as a table that a spreadsheet opens: the way of a team that works in Excel.

UTF-8 with a byte order mark; read back also as GB 18030, which is what Excel saves in China. A row without verdict is not
judged yet. Cells: empty is nothing said, （无） is said to be none (no indicator, no scope), （空） the empty text (no unit).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from warehouse.judge.judgement import (
    AUDIT,
    CHANGED,
    READ_FIELDS,
    REJECTED,
    REPORT_FIELDS,
    RIGHT,
    UNDO,
    BadJudgementError,
    Judgement,
    make_judgement,
)
from warehouse.judge.stored import StoredFigure, spell_moment

NONE, EMPTY = "（无）", "（空）"

_READ = (*READ_FIELDS, "label", "kind", "confidence", *REPORT_FIELDS)
_SAID = (*READ_FIELDS, "label", "kind", *REPORT_FIELDS)
_PLAIN = tuple(item.name for item in fields(Judgement) if item.name not in ("read", "said", "settles", "detail"))
COLUMNS = (
    *("judgement_id", "sentence", "verdict", "reviewer", "note", "quote"),
    *(f"read_{name}" for name in _READ),
    *(f"said_{name}" for name in _SAID),
    *(name for name in _PLAIN if name not in ("verdict", "reviewer", "note", "quote")),
    *("settles", "detail"),
)
_WORDS = ("before", "after", "quote")
"""As they stand in the text, blanks at their ends too; a line's end is written as a mark."""
_LINE_END = "⏎"
_NUMBERS = ("value", "confidence")
_WHOLE_NUMBERS = ("char_start", "char_end", "slot", "year")
_DATE = re.compile(r"((?:19|20)\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_VERDICTS = {
    **{name: name for name in (RIGHT, CHANGED, REJECTED)},
    **{"正确": RIGHT, "对": RIGHT, "改正": CHANGED, "更正": CHANGED, "不是数字": REJECTED, "不是": REJECTED},
}
_LONGEST_CELL = 16_000_000
_SHOWN = 20
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class BadSheetError(ValueError):
    """A table that cannot be taken as it is; the message names every row at fault."""


def write_sheet(
    path: Path, judgements: Iterable[Judgement], asked: Sequence[tuple[StoredFigure, str]] = (), queue: str = ""
) -> int:
    """Write judgements, and figures of a queue with their sentences that are to be judged, as CSV; how many rows."""
    rows = [_spell_judgement(one) for one in judgements] + [{**_spell_figure(*one), "queue": queue} for one in asked]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def read_sheet(path: Path, known: Mapping[str, Judgement], moment: dt.datetime) -> list[Judgement]:
    """The judgements of a table. Rows without verdict are left out; one that was changed in the table is a judgement of now.

    `known` are those of the ledger by their id. All of it is taken or nothing: raises BadSheetError that names each row at fault,
    numbered as a spreadsheet does; OSError.
    """
    judgements, complaints = [], []
    for number, row in _read_rows(path):
        cells = {name: text if name in _WORDS else text.strip() for name, text in row.items() if name in COLUMNS}
        try:
            if _is_judged(cells):
                judgements.append(_read_row(cells, known, moment))
        except (BadJudgementError, ValueError) as error:
            complaints.append(f"第 {number} 行 row {number}: {error}")
    if complaints:
        more = [f"…… 共 {len(complaints)} 行 rows in all"] if len(complaints) > _SHOWN else []
        raise BadSheetError(
            f"{path} 有 {len(complaints)} 行有误，整表一行未收；改正后再导入。Nothing was taken of it: mend these rows.\n"
            + "\n".join([*complaints[:_SHOWN], *more])
        )
    return judgements


def _read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows with their numbers in the spreadsheet, blank ones left out. Raises BadSheetError."""
    body = _decode(path)
    # A sample is one long cell: longer than the module takes by itself.
    csv.field_size_limit(_LONGEST_CELL)
    heading = body.partition("\n")[0]
    # Excel writes ; where the comma is the decimal sign, and tabs as Unicode text.
    delimiter = max(",;\t", key=heading.count)
    try:
        rows = [
            (n, row) for n, row in enumerate(csv.reader(io.StringIO(body), delimiter=delimiter), start=1) if any(row)
        ]
    except csv.Error as error:
        raise BadSheetError(f"{path} 不是 CSV：{error}。It is no CSV.") from error
    names = [name.strip() for name in rows[0][1]] if rows else []
    if rows and "verdict" not in names:
        raise BadSheetError(
            f"{path} 没有 verdict 列：请由 fazhi judgements export 的表填起。No column verdict in {path}."
        )
    return [(n, dict(zip(names, row, strict=False))) for n, row in rows[1:]]


def _is_judged(cells: Mapping[str, str]) -> bool:
    """Whether a row says anything. Raises BadSheetError where something is said of it, but no verdict."""
    if cells.get("verdict") or cells.get("about", "figure") not in ("figure", "missed", "report", "paragraph"):
        return True
    said = [name for name in cells if name.startswith("said_") and cells[name]]
    if said and not cells.get("judgement_id"):
        raise BadSheetError(f"填了 {'、'.join(said)}，却没有 verdict（应为 changed）something is said, but no verdict")
    return False


def _spell_judgement(one: Judgement) -> dict[str, str]:
    row = {name: _spell(getattr(one, name)) for name in _PLAIN if getattr(one, name) is not None}
    row["judgement_id"] = one.judgement_id
    row |= {f"read_{name}": _spell(value) for name, value in one.read.items()}
    row |= {f"said_{name}": _spell(value) for name, value in one.said.items()}
    row["settles"] = " ".join(one.settles)
    row["detail"] = json.dumps(one.detail, ensure_ascii=False, sort_keys=True) if one.detail else ""
    return {name: _guard(text.replace("\n", _LINE_END) if name in _WORDS else text) for name, text in row.items()}


def _spell_figure(figure: StoredFigure, sentence: str) -> dict[str, str]:
    row = {
        "about": "figure",
        "sentence": sentence,
        **{
            name: _spell(getattr(figure, name))
            for name in (
                "page_id",
                "text_digest",
                "report_id",
                "char_start",
                "char_end",
                "quote",
                "slot",
                "parser_version",
            )
        },
        **{f"read_{name}": _spell(value) for name, value in figure.read.items()},
    }
    start, end = figure.char_start, figure.char_end
    row |= {"before": figure.text[max(0, start - 24) : start], "after": figure.text[end : end + 24]}
    return {name: _guard(text.replace("\n", _LINE_END)) for name, text in row.items()}


def _read_row(cells: Mapping[str, str], known: Mapping[str, Judgement], moment: dt.datetime) -> Judgement:
    stated = known.get(cells.get("judgement_id", ""))
    if stated is not None and stated.about in (AUDIT, UNDO):
        return stated  # Nobody fills these in, and a spreadsheet cuts a sample off behind 32,767 characters.
    content: dict[str, Any] = {}
    for name in _PLAIN:
        text = _unguard(cells.get(name, ""))
        if text:
            content[name] = _read_number(name, text) if name in _WHOLE_NUMBERS else text
    if "verdict" in content:
        content["verdict"] = _VERDICTS.get(content["verdict"].lower(), content["verdict"])
    for name in _WORDS:
        if name in content:
            content[name] = content[name].replace(_LINE_END, "\n")
    for part, names in (("read", _READ), ("said", _SAID)):
        content[part] = {
            name: _read_cell(name, cells[f"{part}_{name}"]) for name in names if cells.get(f"{part}_{name}")
        }
    content["settles"] = tuple(cells.get("settles", "").split())
    content["detail"] = _read_detail(cells.get("detail", ""))
    named = cells.get("judgement_id")
    if stated is not None:
        # A spreadsheet may have spelt dates and numbers its own way: what it says is compared, not how.
        made = make_judgement({**content, "judged_at": stated.judged_at})
        fresh = replace(made, text_digest=stated.text_digest, detail=stated.detail)
        return stated if fresh.judgement_id == named else replace(fresh, judged_at=spell_moment(moment))
    if content.get("judged_at"):
        return make_judgement(content)
    made = make_judgement({**content, "judged_at": spell_moment(moment)})
    # The same table brought in twice says nothing new.
    return next((one for one in known.values() if _says_same(one, made)), made)


def _says_same(one: Judgement, other: Judgement) -> bool:
    return (one.reviewer, one.place, one.verdict, one.said) == (other.reviewer, other.place, other.verdict, other.said)


def _read_cell(name: str, text: str) -> Any:
    text = _unguard(text)
    if text == NONE:
        return None
    if text == EMPTY:
        return ""
    if name in _NUMBERS or name in _WHOLE_NUMBERS:
        return _read_number(name, text)
    if name.startswith("period") or name.endswith("_on"):
        found = _DATE.fullmatch(text)
        if found is None:
            raise ValueError(f"{name} 须如 2023-12-31 a date like this: {text}")
        return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    return text


def _read_number(name: str, text: str) -> float | int:
    try:
        number = float(unicodedata.normalize("NFKC", text).replace(",", ""))
    except ValueError:
        raise ValueError(f"{name} 不是数 no number: {text}") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} 不是数 no number: {text}")
    return int(number) if name in _WHOLE_NUMBERS else number


def _read_detail(text: str) -> Any:
    try:
        return json.loads(text) if text else {}
    except ValueError:
        raise ValueError(
            "抽样记录已被截断（电子表格每格至多 32767 字）：请改用对方的 .judgements.jsonl 合并。"
            "The sample was cut off by the spreadsheet: merge the other ledger itself"
        ) from None


def _spell(value: Any) -> str:
    return NONE if value is None else EMPTY if value == "" else str(value)


def _guard(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _unguard(text: str) -> str:
    return text[1:] if text.startswith("'") else text


def _decode(path: Path) -> str:
    body = path.read_bytes()
    if body.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadSheetError(f"{path} 是 Excel 工作簿：请另存为 CSV 再导入。It is a workbook: save it as CSV.")
    encodings = ("utf-16",) if body.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheetError(f"{path} 既不是 UTF-8 也不是 GBK 的文字：请另存为 CSV UTF-8。Save it as CSV in UTF-8.")
