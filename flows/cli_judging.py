"""Commands that judge and learn: review, judgements; one thin function a command, as in `cli.py`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.terminal.options import WarehouseOption

if TYPE_CHECKING:
    from warehouse.judge.queues import Queue

ReviewerOption = Annotated[
    str,
    typer.Option("--reviewer", envvar="FAZHI_REVIEWER", help="判断者的姓名。Who judges.", show_default=False),
]
IndicatorOption = Annotated[str, typer.Option("--indicator", metavar="ID", help="这一指标的数字。Of this indicator.")]
RegionOption = Annotated[str, typer.Option("--region", metavar="CODE", help="此地及其下级。Of this region.")]
RandomOption = Annotated[int, typer.Option("--random", metavar="N", min=0, help="随机抽 N 个。N at random.")]

judgements = typer.Typer(help="人对所读的判断：查看、导出、导入、合并。What people have said of readings.")


def add_judging(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(judgements, name="judgements")
    app.command()(review)
    app.command()(audit)
    app.command()(learn)
    app.command()(suggest)


def review(
    reviewer: ReviewerOption = "",
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="最无把握而牵连最多的（默认）。Least sure first.")
    ] = False,
    disagree: Annotated[bool, typer.Option("--disagree", help="与他数、上年、下级不合的。What disagrees.")] = False,
    indicator: IndicatorOption = "",
    region: RegionOption = "",
    report: Annotated[str, typer.Option("--report", metavar="ID", help="这一份报告的全部。Of this report.")] = "",
    unknown: Annotated[bool, typer.Option("--unknown", help="目录之外的。Outside the catalogue.")] = False,
    random: RandomOption = 0,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="各人说法不一的，予以裁定。What people differ on.")
    ] = False,
    audit: Annotated[str, typer.Option("--audit", metavar="ID", help="这次抽样中未判的。Of this sample.")] = "",
    second: Annotated[bool, typer.Option("--second", help="他人已判的也再判。A second opinion.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任取。Port.")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="不打开浏览器。Do not open a browser.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """逐个复核数字：本机网页，一键一判。Judge figures one by one, a key each, on a page of this machine."""
    from flows.commands.prove.review import review_figures

    queue = _choose_queue(
        doubtful=doubtful, disagree=disagree, indicator=indicator, region=region, report=report, unknown=unknown,
        random=str(random) if random else "", conflicts=conflicts, audit=audit,
    )  # fmt: skip
    raise typer.Exit(review_figures(queue, reviewer, warehouse, port=port, second=second, open_page=not no_open))


def audit(
    reviewer: ReviewerOption = "",
    interval: Annotated[float, typer.Option("--interval", metavar="P", help="区间半宽，百分点。Half width.")] = 2.5,
    size: Annotated[int, typer.Option("--size", metavar="N", min=0, help="抽几个；0 为按区间算。Figures.")] = 0,
    paragraphs: Annotated[int, typer.Option("--paragraphs", metavar="N", min=0, help="整段几段，以量召回。")] = 50,
    seed: Annotated[str, typer.Option("--seed", help="种子；不写则随机。Seed of the draw.")] = "",
    new: Annotated[bool, typer.Option("--new", help="另抽一次。Draw anew.")] = False,
    no_review: Annotated[bool, typer.Option("--no-review", help="只抽取、只看结果。Do not serve the page.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """随机抽样请人判断，得出正确率及其区间。Draw at random, have it judged, and say how right the warehouse is."""
    from flows.commands.prove.audit import Draw, run_audit

    draw = Draw(interval, size, paragraphs, seed)
    raise typer.Exit(run_audit(reviewer, warehouse, draw, draw_anew=new, judge=not no_review))


def learn(
    undo: Annotated[
        bool, typer.Option("--undo", help="恢复解析规则所给的把握。Back to what the parsers state.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """由本库的判断校准把握，可撤销。Fit confidence to this warehouse by its judgements; can be undone."""
    from flows.commands.prove.learn import learn_confidence

    raise typer.Exit(learn_confidence(warehouse, undo=undo))


def suggest(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的或空的文件夹。New or empty.", show_default=False)],
    warehouse: WarehouseOption = None,
) -> None:
    """把读错的说法写成种子表的行，供人取舍。Write wording that was read wrongly as rows for seeds/."""
    from flows.commands.prove.suggest import write_suggestions

    raise typer.Exit(write_suggestions(folder, warehouse))


@judgements.callback(invoke_without_command=True)
def list_judgements(context: typer.Context, warehouse: WarehouseOption = None) -> None:
    """有多少判断、各在何种状态、各人是否一致。How many there are, in which state, and how far people agree."""
    from flows.commands.prove.judgements import show_judgements

    if context.invoked_subcommand is None:
        raise typer.Exit(show_judgements(warehouse))


@judgements.command("export")
def export_table(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写入的 CSV。CSV to write.", show_default=False)],
    todo: Annotated[
        int, typer.Option("--todo", metavar="N", min=0, help="另附 N 行待判的数字。N figures to judge.")
    ] = 0,
    disagree: Annotated[bool, typer.Option("--disagree", help="待判者取不合的。Those that disagree.")] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help="待判者取目录之外的。Those outside.")] = False,
    indicator: IndicatorOption = "",
    region: RegionOption = "",
    warehouse: WarehouseOption = None,
) -> None:
    """导出为 CSV，可在 Excel 中填写。Write all as CSV, for a team that works in Excel."""
    from flows.commands.prove.judgements import export_judgements

    queue = _choose_queue(disagree=disagree, unknown=unknown, indicator=indicator, region=region)
    raise typer.Exit(export_judgements(file, queue, todo, warehouse))


@judgements.command("import")
def import_table(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="CSV，或别处的台账 .jsonl。CSV, or another ledger.", show_default=False),
    ],
    warehouse: WarehouseOption = None,
) -> None:
    """导入填好的 CSV，或合并别处的台账；说法不一的列出。Bring in tables or ledgers; nothing is lost, conflicts are named."""
    from flows.commands.prove.judgements import import_judgements

    raise typer.Exit(import_judgements(sources, warehouse))


def _choose_queue(**asked: str | bool) -> Queue:
    """The one queue that is asked for; raises a usage error for two."""
    from warehouse.judge.queues import Queue

    wanted = [(kind, "" if value is True else str(value)) for kind, value in asked.items() if value]
    if len(wanted) > 1:
        raise typer.BadParameter("只能选一个队列 one queue at a time: " + " ".join(f"--{kind}" for kind, _ in wanted))
    return Queue(*wanted[0]) if wanted else Queue()
