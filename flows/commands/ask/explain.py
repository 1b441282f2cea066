"""`fazhi explain REPORT_ID`: why a report is taken for that place's, that level's, and for a report at all."""

from __future__ import annotations

from pathlib import Path

from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table
from parsers.identity.heard.witnesses import describe_witnesses
from warehouse.items import read_forms, read_witnesses
from warehouse.publish.snapshot import open_reader

WITNESS_COLUMNS = ("何处 position", "原文 said", "地区 region", "单位 kind", "与所取 verdict")
FORM_COLUMNS = ("像否 side", "依据 form", "分量 weight", "原文 quote")


def explain_report(report_id: str, warehouse: Path | None) -> int:
    """Print who was heard on a report's region and level, and what speaks for and against its being a report; the exit status.

    Raises CallError where there is no such report, WarehouseError where the warehouse cannot be read.
    """
    with open_reader(read_settings(warehouse).warehouse) as con:
        row = con.execute(
            "SELECT title, region_code, region_name, level, issuer, region_evidence, kind_evidence FROM report WHERE report_id = ?",
            [report_id],
        ).fetchone()
    if row is None:
        raise CallError(f'没有报告 {report_id}。No such report: see fazhi sql "SELECT report_id FROM report".')
    title, code, name, level, issuer, witnesses, forms = row
    console = open_console()
    for label, value in (
        ("标题 title", title),
        ("地区 region", f"{code or '不明'} {name or ''}"),
        ("层级 level", level),
        ("机关 issuer", issuer),
    ):
        console.print(f"{label}：{'' if value is None else value}", markup=False)
    heard = read_witnesses(witnesses)
    if not heard:
        console.print(
            "该报告由旧版规则读入，没有留下证据：fazhi refresh 后再看。Read by older rules: run fazhi refresh first."
        )
    print_table(WITNESS_COLUMNS, describe_witnesses(heard), len(heard))
    shown = read_forms(forms)
    print_table(
        FORM_COLUMNS, [("像" if f.side == "for" else "不像", f.name, f.weight, f.quote) for f in shown], len(shown)
    )
    return 0
