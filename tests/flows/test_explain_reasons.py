"""Each reason code that the code can give has its line in seeds/reasons.csv, and each line says something."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest

from flows.reasons import find_reason, read_reasons
from parsers.seed import read_seed

ROOT = Path(__file__).resolve().parents[2]

CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")


def list_given_codes() -> dict[str, str]:
    """Codes that are written where a Refusal, an UnreadablePage or an Alarm is made, or that rules give, with the place."""
    given: dict[str, str] = {}
    for folder in ("parsers", "flows", "warehouse"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name not in ("Refusal", "UnreadablePage", "Alarm", "_fail", "refuse"):
                    continue
                for argument in node.args[:2]:
                    for part in ast.walk(argument):
                        if (
                            isinstance(part, ast.Constant)
                            and isinstance(part.value, str)
                            and CODE.fullmatch(part.value)
                        ):
                            given[part.value] = f"{path.name}:{node.lineno}"
    for row in read_seed("genres.csv"):
        if row["reason"] != "report":
            given[row["reason"]] = "seeds/genres.csv"
    return given


def test_every_code_that_is_given_is_explained() -> None:
    given = list_given_codes()
    assert {"not_a_report", "bot_challenge", "listing_empty", "parser_died", "yield_fell", "host_unreachable"} <= set(
        given
    )
    missing = {code: place for code, place in given.items() if find_reason(code) is None}
    assert missing == {}


def test_http_errors_share_a_line() -> None:
    reason = find_reason("http_403")
    assert reason is not None
    assert reason.code == "http_*"
    assert find_reason("no_such_code") is None


@pytest.mark.parametrize("code", read_reasons())
def test_line_is_whole(code: str) -> None:
    reason = read_reasons()[code]
    assert reason.about in ("page", "listing", "alarm")
    assert reason.alarm in ("", "url", "code")
    assert reason.retry in (("",) if reason.about == "alarm" else ("later", "rules", "never"))
    assert all((reason.meaning_zh, reason.meaning_en, reason.action_zh, reason.action_en))


def test_lines_have_no_field_too_many() -> None:
    lines = (ROOT / "seeds" / "reasons.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    assert {len(row) for row in rows} == {len(rows[0])}
