"""The dictionary: every table and column, every indicator with its rules in words, its measured accuracy, and an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import duckdb

from flows.quality.accuracy import Count, wilson
from parsers.seed import read_seed
from warehouse.derive.views import list_views, read_question
from warehouse.publish.dictionary import Relation, describe_relations
from warehouse.site.wording import THEMES

WORDS_SHOWN = 8
"""Words of a concept that a rule in words names; seeds/concepts.csv has all."""

UNLESS_SHOWN = 2
"""The same for words that must not stand there."""

_KINDS = {"count": "计数 count", "amount": "金额 amount", "rate": "比率 rate", "measure": "度量 measure"}

CONTRACT = (
    "report", "section", "fact_indicator", "dim_indicator", "dim_region", "page", "quarantine", "run",
)  # fmt: skip
"""The tables that analysts may rely on, in the order in which they are told of; `fact_indicator` stands for those of the years."""


def write_tables(con: duckdb.DuckDBPyConnection, words: Sequence[str] = ()) -> str:
    """Tables and views with their columns, in Markdown: the contract, then the views, then what serves the inside alone.

    With `words`, only what holds them all: a relation by its name or meaning with all its columns, else the columns that do.
    Empty where there is none.
    """
    relations = {relation.name: relation for relation in describe_relations(con)}
    views = [relation for relation in relations.values() if relation.is_view and relation.name not in CONTRACT]
    inner = [relation for name, relation in relations.items() if not relation.is_view and name not in CONTRACT]
    parts = []
    for title, group in (
        ("表与列 Tables and columns", [relations[name] for name in CONTRACT if name in relations]),
        ("视图 Views", views),
        ("内部的表 Inner tables：供程序自用，不属契约，可能改变 no part of the contract", inner),
    ):
        told = [_write_relation(found) for relation in group if (found := _narrow(relation, words)) is not None]
        if told:
            parts += [f"# 数据字典：{title}", *told]
    if parts and not words:
        parts.insert(1, "`fact_indicator` 另有各年份的表，结构相同。空值表示报告没有说明，未作推测。")
    return "\n\n".join(parts) + "\n" if parts else ""


def write_indicators(
    con: duckdb.DuckDBPyConnection, measured: Mapping[str, Count] | None, words: Sequence[str] = ()
) -> str:
    """The catalogue in Markdown: what each indicator is, how it is recognised, how often rightly, and an example.

    `measured` are the counts by indicator of annotated reports, None where nothing was measured. Examples come from the
    warehouse, with their source; for indicators that it has no figure of, a sentence of seeds/indicator_examples.csv. With
    `words`, only those whose id, theme, names or definition hold them all; empty where there is none.
    """
    rows = [row for row in read_seed("indicators.csv") if _holds(_tell_all(row), words)]
    if not rows:
        return ""
    parts = [
        "# 数据字典：指标 Indicators\n\n“如何识别”由 seeds/indicator_rules.csv 和 seeds/concepts.csv 的规则转述；准确率、召回率为对照"
        "人工标注实测，括号内为 95% 区间（Wilson）。"
        + ("" if measured is not None else "本次未作实测（见 fazhi dictionary --gold、--texts）。")
    ]
    examples = _fetch_examples(con)
    theme = None
    for row in rows:
        if row["theme"] != theme:
            theme = row["theme"]
            parts.append(f"## {THEMES.get(theme, theme)}（{theme}）")
        parts.append(_write_indicator(row, measured, examples))
    return "\n\n".join(parts) + "\n"


def _tell_all(row: Mapping[str, str]) -> str:
    """All by which an indicator can be found."""
    told = ("indicator_id", "theme", "name_zh", "name_en", "definition")
    return " ".join([*(row[column] for column in told), THEMES.get(row["theme"], "")])


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word.casefold() in text.casefold() for word in words)


def _narrow(relation: Relation, words: Sequence[str]) -> Relation | None:
    """The relation with the columns that hold the words; with all where it holds them itself, None where nothing does."""
    if _holds(f"{relation.name} {relation.comment} {relation.english}", words):
        return relation
    columns = tuple(
        column for column in relation.columns if _holds(f"{column.name} {column.comment} {column.english}", words)
    )
    return replace(relation, columns=columns) if columns else None


def _write_relation(relation: Relation) -> str:
    kind = "视图" if relation.is_view else "表"
    question = f"\n\n{read_question(relation.name)}" if relation.name in list_views() else ""
    lines = [f"| `{column.name}` | {column.cells}" for column in relation.columns]
    return (
        f"## {relation.name}（{kind}）\n\n{relation.comment}\n\n{relation.english}{question}\n\n"
        "| 列 column | 类型 type | 含义 | meaning |\n| --- | --- | --- | --- |\n" + "\n".join(lines)
    )


def _write_indicator(
    row: Mapping[str, str], measured: Mapping[str, Count] | None, examples: Mapping[str, tuple[str, ...]]
) -> str:
    indicator = row["indicator_id"]
    lines = [
        f"### {row['name_zh']} · {row['name_en']}\n",
        f"`{indicator}`\n",
        f"- 定义：{row['definition']}",
        f"- 单位：{row['unit']}（{_KINDS.get(row['kind'], row['kind'])}）",
    ]
    rules = [_tell_rule(rule) for rule in read_seed("indicator_rules.csv") if rule["indicator_id"] == indicator]
    lines += [f"- 如何识别：{rule}" for rule in rules] or ["- 如何识别：尚无规则"]
    if measured is not None:
        lines.append(f"- 实测：{_tell_accuracy(measured.get(indicator))}")
    if indicator in examples:
        sentence, value, source, url = examples[indicator]
        lines.append(f"- 例：{' '.join(sentence.split())} → **{value}**（{source}，{url}）")
    else:
        own = next((e for e in read_seed("indicator_examples.csv") if e["indicator_id"] == indicator), None)
        if own is not None:
            lines.append(f"- 例（自拟）：{own['context']}{own['sentence']}")
    return "\n".join(lines)


def _tell_rule(rule: Mapping[str, str]) -> str:
    """A rule of seeds/indicator_rules.csv as a sentence."""
    told = [f"单位为{_name_units(rule['unit'])}"]
    if rule["clause"]:
        told.append("所在分句说到" + "，并说到".join(_name_concepts(one) for one in rule["clause"].split()))
    if rule["subject"]:
        told.append("所属话题为" + "，或".join(_name_concepts(one) for one in rule["subject"].split()))
    if rule["unless"]:
        groups = rule["unless"].split()
        here, near = ([one for one in groups if one.startswith("~") is far] for far in (False, True))
        if here:
            told.append("分句不含" + "、".join(_name_concepts(one, UNLESS_SHOWN) for one in here))
        if near:
            told.append("全句不含" + "、".join(_name_concepts(one[1:], UNLESS_SHOWN) for one in near))
    if rule.get("places") == "yes":
        told.append("可用于部门、乡镇、村的个数")
    if rule.get("reach") == "sentence":
        told.append("话题只在本句中找")
    return "；".join(told)


def _name_concepts(alternatives: str, most: int = WORDS_SHOWN) -> str:
    """`receive|accept` as the words of either concept."""
    words = [word for name in alternatives.split("|") for word in _load_concepts().get(name, (name,))]
    return f"“{'／'.join(words[:most])}{'…' if len(words) > most else ''}”"


def _name_units(classes: str) -> str:
    names = [
        "／".join(dict.fromkeys(row["unit"] for row in read_seed("units.csv") if row["class"] == one))
        for part in classes.split()
        for one in part.split("|")
    ]
    return "、".join(name or "（无单位）" for name in names)


@cache
def _load_concepts() -> dict[str, tuple[str, ...]]:
    return {row["concept"]: tuple(row["words"].split("|")) for row in read_seed("concepts.csv")}


def _tell_accuracy(count: Count | None) -> str:
    if count is None:
        return "标注中没有此指标"
    read, there = count.right + count.wrong, count.right + count.missed
    return f"准确率 {_tell_share(count.right, read)}，召回率 {_tell_share(count.right, there)}"


def _tell_share(right: int, of: int) -> str:
    if not of:
        return "—"
    low, high = wilson(right, of)
    return f"{right}/{of} = {right / of:.2f}（{low:.2f}–{high:.2f}）"


def _fetch_examples(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """For each indicator a short sentence of a sure reading, its value, report and address."""
    rows = con.execute(
        """
        SELECT indicator_id, arg_min([sentence, quote, coalesce(region_name, '') || report.year || '年',
                                      regexp_replace(url, '^file:.*/', '')],
                                     (round(1 - confidence, 1), abs(length(sentence) - 40), fact_id))
        FROM fact_indicator JOIN report USING (report_id)
        WHERE indicator_id IS NOT NULL AND kind IN ('level', 'rate') AND check_status IS DISTINCT FROM 'garbled'
        GROUP BY indicator_id
        """
    ).fetchall()
    return {indicator: tuple(text or "" for text in example) for indicator, example in rows}
