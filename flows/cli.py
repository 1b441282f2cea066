"""The command `fazhi`: one thin function a command. Whatever is heavy is imported where it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from copy import copy
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command_name

from flows.cli_asking import add_asking
from flows.cli_judging import add_judging
from flows.cli_publishing import add_publishing
from flows.errors import CallError, ServerError, explain_failure
from flows.memory import collect_seldom, keep_memory_together
from flows.own_seeds import check_own_seeds
from flows.terminal.options import UnusedWarehouseOption, WarehouseOption
from flows.terminal.tables import show_controls
from flows.without_pandas import leave_out_pandas
from warehouse.store.errors import WarehouseError

EXIT_PIPE = 141
"""As shells have it for a program whose reader went away."""

app = typer.Typer(
    name="fazhi",
    help="法治政府建设年度报告数据仓库：网页进，数据出。"
    "Chinese rule-of-law government reports as one DuckDB warehouse.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="退出状态 exit status：0 正常 all well · 1 有网页被隔离或检查未过 something was quarantined or a check "
    "failed · 2 用法有误 the call itself was wrong",
)


def _tell_version(asked: bool) -> None:
    """`fazhi 0.1.0 · 解析规则 parsers … · DuckDB 1.5.5`"""
    if asked:
        from importlib.metadata import version

        from parsers.version import parser_version

        typer.echo(f"fazhi {version('fazhi')} · 解析规则 parsers {parser_version()} · DuckDB {version('duckdb')}")
        raise typer.Exit


@app.callback()
def fazhi(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="版本。The version."),
    ] = False,
) -> None:
    """The options before any command."""


@app.command()
def ingest(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="网页、文稿或文件夹（.html .htm .shtml .xhtml .txt .docx .pdf 等及其 .gz）；网址；WARC 文件（.warc .warc.gz）；"
            "登记的来源名称（fazhi sources）；不写则载入自带的示例网页。"
            "Files and folders, URLs, WARC files, names of registered sources; none: the sample pages.",
            show_default=False,
        ),
    ] = None,
    known: Annotated[
        bool,
        typer.Option(
            "--known",
            help="抓取已知的报告网址（seeds/known_reports.csv）。Fetch the addresses at which reports were seen.",
        ),
    ] = False,
    region: Annotated[
        str,
        typer.Option(
            "--region", help="配合 --known：区划代码或其开头，如 4109。With --known: a code or its beginning."
        ),
    ] = "",
    warehouse: WarehouseOption = None,
    server: Annotated[
        bool,
        typer.Option("--server", help="少量文件也经 Prefect 服务运行。Also a small run goes through a Prefect server."),
    ] = False,
) -> None:
    """载入网页：存档、解析、入库。Load pages: keep, parse, store."""
    from flows.commands.fill.ingest import run_ingest
    from flows.sites.known import list_known

    if region and not known:
        raise CallError("--region 只与 --known 同用。--region goes with --known.")
    addresses = list_known(region) if known else []
    raise typer.Exit(run_ingest([*(sources or []), *addresses], warehouse, server=server))


@app.command()
def remove(
    report_ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REPORT_ID...]", help="报告编号，如 410928-2023。Reports.", show_default=False),
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="移出全部示例报告。All sample reports.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """移出报告；存档不动，重新载入即恢复。Take reports out; the archive keeps them, loading again brings them back."""
    from flows.commands.fill.remove import remove as remove_reports

    raise typer.Exit(remove_reports(report_ids or [], warehouse, samples=samples))


@app.command()
def deposit(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="网页文件或文件夹。Files and folders.", show_default=False)
    ],
    warehouse: WarehouseOption = None,
) -> None:
    """多机并行：解析后追加到 DuckLake 的待并入区。Parse into the inbox of a DuckLake, beside others who do."""
    from flows.commands.fill.deposit import run_deposit

    raise typer.Exit(run_deposit(sources, warehouse))


@app.command()
def merge(warehouse: WarehouseOption = None) -> None:
    """并入 DuckLake 的待并入区，须为唯一的写入者。Load what waits in the inbox of a DuckLake; one process at a time."""
    from flows.commands.fill.deposit import run_merge

    raise typer.Exit(run_merge(warehouse))


sources_app = typer.Typer(help="登记的来源。The registry of sources.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")


@sources_app.command("check")
def check_sources(warehouse: UnusedWarehouseOption = None) -> None:
    """检查 seeds/sources.csv 是否无误，不抓取。Is the registry sound? Nothing is fetched."""
    from flows.commands.fill.sources import check_registry

    raise typer.Exit(check_registry())


@app.command()
def check(
    unmapped: Annotated[
        bool, typer.Option("--unmapped", help="列出目录所缺而多见的名称。Rank the labels that the catalogue lacks.")
    ] = False,
    accept: Annotated[
        str | None,
        typer.Option(
            "--accept",
            metavar="REASON",
            help="行数减少属实的，写明缘由予以认可；缘由记入 run 和 pinned_count。"
            "Accept that row counts fell, and say why; the reason is kept.",
            show_default=False,
        ),
    ] = None,
    seeds: Annotated[
        bool, typer.Option("--seeds", help="检查种子表是否合乎声明。Hold the seed tables to their declaration.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """检查数据是否守约。Test whether the data keeps its promises."""
    from flows.commands.ask.query import run_checks
    from flows.commands.prove.accept import accept_losses
    from flows.commands.prove.seeds import show_seed_faults
    from flows.commands.prove.unmapped import show_unmapped

    if seeds:
        raise typer.Exit(show_seed_faults())
    if accept is not None:
        raise typer.Exit(accept_losses(accept, warehouse))
    raise typer.Exit(show_unmapped(warehouse) if unmapped else run_checks(warehouse))


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="标注文件夹。Folder of annotations.", show_default=False)
    ],
    texts: Annotated[Path, typer.Argument(metavar="TEXTS", help="原文文件夹。Folder of texts.", show_default=False)],
    errors: Annotated[bool, typer.Option("--errors", help="逐条列出差错。List every error.")] = False,
    warehouse: UnusedWarehouseOption = None,
) -> None:
    """对照人工标注，计算解析的准确率。Score the parsers against annotated reports."""
    from flows.commands.prove.evaluate import show_accuracy

    raise typer.Exit(show_accuracy(gold, texts, errors=errors))


ReasonOption = Annotated[
    str | None,
    typer.Option("--reason", help="只看这一原因，代码见 seeds/reasons.csv。Only this reason.", show_default=False),
]


@app.command()
def schedule(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE",
            help="定期查看的来源；不写则为登记的全部来源。What to look at; none: all registered sources.",
            show_default=False,
        ),
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """长期运行：按时采集、每夜检查。Keep running: collect on schedule, check each night."""
    from flows.commands.fill.schedule import run_schedule

    raise typer.Exit(run_schedule(sources or [], warehouse))


@app.command()
def backfill(
    first: Annotated[int | None, typer.Option("--from", help="首年。First year.", show_default=False)] = None,
    last: Annotated[int | None, typer.Option("--to", help="末年。Last year.", show_default=False)] = None,
    region: Annotated[str, typer.Option("--region", help="区划代码，含其下级。Region code, with all below it.")] = "",
    source: Annotated[str, typer.Option("--source", help="来源名称。Name of a registered source.")] = "",
    replay: Annotated[
        bool,
        typer.Option("--replay", help="不联网，由存档按现行规则重新解析。Parse again from the archive, no network."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只说会做什么、会改变什么。Only say what would be done and would change.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """逐年补采或重新解析，中断后可接着做。Fetch or parse again year by year; goes on after any stop."""
    from flows.commands.fill.backfill import Wanted, run_backfill

    raise typer.Exit(run_backfill(Wanted(first, last, region, source), warehouse, replay=replay, dry_run=dry_run))


quarantine = typer.Typer(help="查看隔离区，或重试。Look at the quarantine, or try again.")
app.add_typer(quarantine, name="quarantine")


@quarantine.callback(invoke_without_command=True)
def list_quarantine(
    context: typer.Context,
    reason: ReasonOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。As JSON, for programs.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """未能成为报告的网页，按原因列出，附例子和办法。What could not be read: why, examples, what to do."""
    from flows.commands.fill.quarantine import show_quarantine

    if context.invoked_subcommand is None:
        raise typer.Exit(show_quarantine(reason, warehouse, as_json=as_json))


@quarantine.command("retry")
def retry_quarantine(context: typer.Context, reason: ReasonOption = None, warehouse: WarehouseOption = None) -> None:
    """重试隔离的网页：有存档的由存档，其余再取。Try again: from the archive where it is kept, else from its origin."""
    from flows.commands.fill.quarantine import retry_quarantine

    # `fazhi quarantine --warehouse X retry` says it before the word as well as behind it.
    before = context.parent.params if context.parent is not None else {}
    raise typer.Exit(retry_quarantine(reason or before.get("reason"), warehouse or before.get("warehouse")))


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="备份放入的文件夹。Folder.", show_default=False)],
    warehouse: WarehouseOption = None,
) -> None:
    """备份数据仓库，逐行核对。Copy the warehouse and compare the copy row by row."""
    from flows.commands.publish.backup import make_backup

    raise typer.Exit(make_backup(folder, warehouse))


@app.command()
def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="备份文件。The backup.", show_default=False)],
    warehouse: WarehouseOption = None,
) -> None:
    """以备份恢复数据仓库，原来的改名留存。Put a backup in place; the former warehouse is kept under another name."""
    from flows.commands.publish.backup import restore_backup

    raise typer.Exit(restore_backup(backup, warehouse))


@app.command()
def refresh(warehouse: WarehouseOption = None) -> None:
    """更新全文索引、下年安排和雷同文字。Bring full text, plan items and common passages up to date."""
    from flows.commands.fill.refresh import run_refresh

    raise typer.Exit(run_refresh(warehouse))


@app.command()
def verify(
    sample: Annotated[int, typer.Option("--sample", metavar="N", help="随机抽取几个数字。Figures drawn.")] = 1000,
    verify_all: Annotated[bool, typer.Option("--all", help="全部核对。All of them.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """不联网，由存档的原始字节重新解析，核对每个数字。Parse the archived bytes again and compare every figure."""
    from flows.commands.prove.verify import run_verification

    raise typer.Exit(run_verification(sample, warehouse, verify_all=verify_all))


add_publishing(app)
add_asking(app)
add_judging(app)


def _choose_command(called: Sequence[str]) -> typer.Typer:
    """The command line with the one command that is called; typer would read the parameters of all thirty, a tenth of a second.

    All of it where none of them is called: it tells which there are.
    """
    one = copy(app)
    one.registered_commands = [
        command
        for command in app.registered_commands
        if command.callback is not None and [command.name or get_command_name(command.callback.__name__)] == called
    ]
    one.registered_groups = [group for group in app.registered_groups if [group.name] == called]
    return one if one.registered_commands or one.registered_groups else app


def main() -> None:
    """Run the command line; errors that a user can mend come as a message, others with their traceback."""
    # A lone surrogate out of a broken page, or a terminal that has no Chinese: escaped, not a crash.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    leave_out_pandas()
    keep_memory_together()
    collect_seldom()
    try:
        check_own_seeds()
        _choose_command(sys.argv[1:2])()
    except (CallError, ServerError, WarehouseError) as error:
        typer.echo(f"fazhi: {show_controls(str(error))}", err=True)
        sys.exit(getattr(error, "exit_status", 2))
    except BrokenPipeError:
        # Whoever read the output has enough of it (| head): nothing more can be said there, at the interpreter's end neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_PIPE)
    except Exception as error:
        explained = explain_failure(error)
        if explained is None:
            raise
        typer.echo(f"fazhi: {show_controls(explained)}", err=True)
        sys.exit(CallError.exit_status)


if __name__ == "__main__":
    main()
