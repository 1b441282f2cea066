"""`fazhi explain "一句话"` and `fazhi explain REPORT_ID SEQ`: how a sentence was cut, what was carried, which rule won and why others lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from flows.errors import CallError
from flows.second_opinion import open_opinion
from flows.settings import read_settings
from flows.terminal.tables import open_console, print_table, spell_json
from parsers.figures.explain import explain_figures
from parsers.outline.sections import read_sections
from parsers.records import Metadata
from warehouse.publish.snapshot import open_reader

CANDIDATE_COLUMNS = ("候选 indicator", "规则行 row", "主语何处 subject", "何以落选 lost by")


def explain_sentence(sentence: str, *, year: int | None, as_json: bool) -> int:
    """Print how each figure of a sentence is read, as if a county's report of that year said it; 0. Raises CallError without a figure."""
    metadata = Metadata(year=year, level="county")
    model = open_opinion(read_settings(), None)
    explained = explain_figures(sentence, read_sections(sentence), metadata, model=model)
    if not explained:
        raise CallError("这句话里没有读出数字。No figure is read in this sentence.")
    _show(explained, as_json=as_json)
    return 0


def explain_figure(report_id: str, seq: int, warehouse: Path | None, *, as_json: bool) -> int:
    """Print how the figure `seq` of a stored report is read by the rules of today; 0.

    Raises CallError where there is no such report or figure, WarehouseError where the warehouse cannot be read.
    """
    settings = read_settings(warehouse)
    with open_reader(settings.warehouse) as con:
        row = con.execute(
            "SELECT r.text, r.year, r.level, f.char_start, f.quote FROM report r JOIN fact_indicator f USING (report_id) "
            "WHERE r.report_id = ? AND f.seq = ?",
            [report_id, seq],
        ).fetchone()
        model = open_opinion(settings, con)
    if row is None:
        raise CallError(
            f'没有 {report_id} 的第 {seq} 个数字。No such figure: see fazhi sql "SELECT seq, quote FROM fact_indicator '
            f"WHERE report_id = '{report_id}'\"."
        )
    text, year, level, start, quote = row
    explained = explain_figures(text, read_sections(text), Metadata(year=year, level=level), frozenset({start}), model)
    if not explained:
        raise CallError(
            f"“{quote}” 在表格中，或现行规则不再读作数字。It stands in a table, or today's rules read no figure there."
        )
    _show(explained, as_json=as_json)
    return 0


def _show(explained: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        json.dump(explained, sys.stdout, ensure_ascii=False, indent=1, default=spell_json)
        sys.stdout.write("\n")
        return
    for one in explained:
        _print_figure(one)


def _spell_opinion(opinion: dict[str, Any]) -> str:
    said = "同意 agrees" if opinion["agrees"] else f"不同，会读作 differs: {opinion['indicator_id'] or '目录之外 none'}"
    sure = "" if opinion["confidence"] is None else f"；合计把握 both together {opinion['confidence']}"
    return f"{said}{sure}；候选 candidates {' '.join(opinion['candidates'])}"


def _print_figure(one: dict[str, Any]) -> None:
    console = open_console()
    fact, cut, frame, rule = one["fact"] or {}, one["cut"], one["frame"], one["rule"]
    period = fact.get("period") or {}
    lines = (
        ("数字 quote", one["quote"]),
        ("读作 read as", f"{fact.get('indicator_id') or '目录之外'}（{fact.get('label', '')}）"),
        ("期间 period", f"{period.get('start', '')} — {period.get('end', '')}"),
        ("范围 scope", fact.get("scope") or "未说明"),
        ("分句 cut", f"{cut['before']}【{one['quote']}】{cut['after']}"),
        ("所在并列 row", f"{cut['row']} {cut['row_head']}"),
        ("可承前 carried from", " ← ".join(cut["earlier"]) or "无"),
        ("所数 head", f"{frame['head'] or '承前省略'}（{frame['head_class']} {frame['head_place']}）"),
        ("动作 act", f"{frame['act'] or '无'}（{frame['act_class']}）"),
        ("对象 audience", frame["audience"] or "未说明"),
        ("状态 state", frame["state"]),
        ("词 words", " ".join(one["words"])),
        ("与何数相比 compared with", one["compared_with"] or "无"),
        ("规则 rule", _spell_rule(rule)),
        ("把握 confidence", fact.get("confidence", "")),
        ("第二意见 second opinion", _spell_opinion(one["opinion"])),
    )
    for label, value in lines:
        console.print(f"{label}：{value}", markup=False, soft_wrap=True)
    if not one["defined"]:
        console.print(
            "此类数字（名次、平均、变化、调整前数）不对应任何指标。No indicator is defined as such a figure.",
            soft_wrap=True,
        )
    rows = [(c["indicator_id"], c["row"], c["place"], c["lost_by"] or "不如所取者具体") for c in one["candidates"]]
    rows += [(c["indicator_id"], c["row"], c["place"], c["lost_by"]) for c in one["lacking"]]
    print_table(CANDIDATE_COLUMNS, rows, len(rows))


def _spell_rule(rule: dict[str, Any] | None) -> str:
    if rule is None:
        return "无"
    if rule["row"] is None:
        return f"无；据用词的权重命名 named by the weights of its words, {rule['file']}"
    return f"{rule['file']} 第 {rule['row']} 行（{rule['evidence']}）"
