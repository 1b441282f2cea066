"""Commands that publish: dictionary, export, diff, site, browse; one thin function a command, as in `cli.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.terminal.formats import Format
from flows.terminal.options import UnusedWarehouseOption, WarehouseOption


def add_publishing(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (dictionary, export, diff, site, browse):
        app.command()(command)


def dictionary(
    asked: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD...|DIR]",
            help="只看含此词的，如 reconsideration、复议、period；或写入的文件夹，如 ./dictionary。Words to look for, or a folder to write.",
            show_default=False,
        ),
    ] = None,
    gold: Annotated[
        Path | None, typer.Option("--gold", help="标注文件夹，用以实测。Annotations.", show_default=False)
    ] = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", help="标注的原文文件夹。Their texts.", show_default=False)
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """数据字典：表、列、指标及其识别规则与准确率。Tables, columns, indicators: what they mean, how they are read."""
    from flows.commands.publish.dictionary import show_dictionary

    raise typer.Exit(show_dictionary(asked or [], gold, texts, warehouse))


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="新的或空的文件夹。New or empty folder.", show_default=False)
    ],
    form: Annotated[
        str, typer.Option("--format", metavar="[parquet|csv|xlsx|datapackage]", help="格式。Form of the release.")
    ] = "parquet",
    year: Annotated[
        int | None, typer.Option("--year", help="只取这一年。Only this report year.", show_default=False)
    ] = None,
    over_another: Annotated[
        bool, typer.Option("--replace", help="取代文件夹里的另一份发布版。In the place of another release there.")
    ] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """导出发布版，附字段说明、校验和与引用格式。Write a release with codebook, checksums and citation."""
    from flows.commands.publish.export import write_release

    raise typer.Exit(write_release(folder, form, year, warehouse, over_another=over_another))


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="旧的发布版或数据仓库。", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新的。Releases or warehouses.", show_default=False)],
    form: Annotated[
        Format,
        typer.Option("--format", help="table 为按指标的计数，其余逐个数字。table counts, others give each figure."),
    ] = Format.TABLE,
    warehouse: UnusedWarehouseOption = None,
) -> None:
    """两份发布版或数据仓库之间，哪些数字增、改、减，按指标。Figures added, changed and gone, by indicator."""
    from flows.commands.publish.diff import show_differences

    raise typer.Exit(show_differences(old, new, form))


def site(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="写入的文件夹。Folder to write.", show_default=False)],
    warehouse: WarehouseOption = None,
) -> None:
    """生成静态网站，双击即可打开，无需服务器；将公开于何处写在 FAZHI_SITE_ADDRESS，分享时才有图。Write a static site that opens from disk."""
    from flows.commands.publish.site import write_site

    raise typer.Exit(write_site(folder, warehouse))


def browse(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口；0 为任取。Port.")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="不打开浏览器。Do not open a browser.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """在本机浏览网站，数据更新时自动重建。Serve the site on this machine, rebuilt when the warehouse changes."""
    from flows.commands.publish.site import browse_site

    raise typer.Exit(browse_site(warehouse, port, open_page=not no_open))
