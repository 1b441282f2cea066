"""Commands that ask: sql, tables, search, explain, status, parse; one thin function a command, as in `cli.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.terminal.formats import Format
from flows.terminal.options import UnusedWarehouseOption, WarehouseOption


def add_asking(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (sql, tables, search, explain, status, parse):
        app.command()(command)


def parse(
    file: Annotated[str, typer.Argument(metavar="FILE", help="一个网页文件。One page.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出全部内容。Everything, as JSON.")] = False,
    warehouse: UnusedWarehouseOption = None,
) -> None:
    """只解析一页，不入库。Parse one page and show what is read, without a warehouse."""
    from flows.commands.ask.parse import show_page

    raise typer.Exit(show_page(file, as_json=as_json))


def explain(
    what: Annotated[
        str,
        typer.Argument(metavar="REPORT_ID|一句话", help="报告编号，如 410928-2023；或一句话。", show_default=False),
    ],
    seq: Annotated[
        int | None,
        typer.Argument(metavar="[SEQ]", help="该报告的第几个数字。Which of its figures.", show_default=False),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="这句话所在报告的年份。The year that the sentence is about.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出（数字）。As JSON, for figures.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """说明一份报告的地区、层级据何而定；或一个数字、一句话为何这样读。Why a report, a figure or a sentence is read as it is."""
    from flows.commands.ask.explain import explain_report
    from flows.commands.ask.explain_figure import explain_figure, explain_sentence

    if any("一" <= character <= "龥" for character in what):
        raise typer.Exit(explain_sentence(what, year=year, as_json=as_json))
    if seq is not None:
        raise typer.Exit(explain_figure(what, seq, warehouse, as_json=as_json))
    raise typer.Exit(explain_report(what, warehouse))


def sql(
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY|FILE|-",
            help='如 "FROM report"；或存有查询的文件；- 为标准输入。A query, a file that holds one, or - for standard input.',
            show_default=False,
        ),
    ],
    form: Annotated[Format, typer.Option("--format", help="输出格式。Form of the output.")] = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="写成文件：.csv .xlsx .parquet .json .jsonl .tsv。Write a file; its suffix says the format.",
            show_default=False,
        ),
    ] = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            "-p",
            metavar="NAME=VALUE",
            help="查询中 $name 的值，可多次。Value of $name in the query; may be repeated.",
            show_default=False,
        ),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """以 SQL 查询数据仓库（只读）。Query the warehouse, read-only."""
    from flows.commands.ask.query import answer_query

    answer_query(query, form, warehouse, output=output, parameters=parameters or ())


def tables(
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="只看这个表的列。The columns of one.", show_default=False)
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="输出格式。Form of the output.")] = Format.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """有哪些表和视图，或一个表的列，各是什么。Which tables and views there are, or the columns of one."""
    from flows.commands.ask.query import show_tables

    show_tables(table, form, warehouse)


def status(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。As JSON, for programs.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """库中有什么，最近和下次运行，新到的，卡住的。What there is, last and next runs, what is new, what is stuck."""
    from flows.commands.ask.status import show_status

    raise typer.Exit(show_status(warehouse, as_json=as_json))


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORD...", help="词，或加引号的短语；繁体亦可。Words, or phrases in quotes.", show_default=False
        ),
    ],
    year: Annotated[int | None, typer.Option("--year", help="报告年份。Report year.", show_default=False)] = None,
    province: Annotated[
        str | None, typer.Option("--province", help="省名或代码，如 河南、41。Province.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多显示几段。Most passages shown.")] = 10,
    exact: Annotated[bool, typer.Option("--exact", help="不找同义词。No synonyms.")] = False,
    form: Annotated[Format, typer.Option("--format", help="输出格式。Form of the output.")] = Format.TABLE,
    warehouse: WarehouseOption = None,
) -> None:
    """全文检索，标出词语。Full text: ranked passages, the words marked."""
    from flows.commands.ask.search import Wanted, show_hits

    raise typer.Exit(show_hits(Wanted(words, year, province, limit, exact), form, warehouse))
