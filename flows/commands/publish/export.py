"""`fazhi export`: a release, and what to do with it."""

from __future__ import annotations

from pathlib import Path

from flows.errors import CallError
from flows.settings import read_settings
from flows.terminal.tables import open_console
from warehouse.publish.export import MANIFEST, ExportFormat, export_release
from warehouse.publish.release_papers import CITATION, README
from warehouse.publish.snapshot import open_reader


def write_release(
    folder: Path, form: str, year: int | None, warehouse: Path | None, *, over_another: bool = False
) -> int:
    """Write the release and say what is in it; 0.

    Raises CallError for an unknown format or where there is no report of that year, OSError where the folder cannot be
    written, WarehouseError otherwise.
    """
    if form not in list(ExportFormat):
        raise CallError(
            f"没有 {form} 格式，可用：{'、'.join(ExportFormat)}。There is no format {form}; use one of these."
        )
    with open_reader(read_settings(warehouse).warehouse) as con:
        if year is not None and not con.execute("SELECT 1 FROM report WHERE year = ? LIMIT 1", [year]).fetchall():
            raise CallError(f"库中没有 {year} 年的报告。There is no report of {year} in the warehouse.")
        export = export_release(con, folder.absolute(), ExportFormat(form), year, over_another=over_another)
    console = open_console()
    told = "，".join(f"{name} {rows} 行" for name, rows in export.rows.items())
    console.print(f"{told}，{len(export.files)} 个文件 files，版本 version {export.digest}", markup=False)
    if export.replaced is not None and export.replaced.version != export.digest:
        console.print(f"取代了 in the place of：{export.replaced}", markup=False)
    console.print(f"怎样读 how to read it：{folder / README}", markup=False)
    console.print(f"校验 checksums：{folder / MANIFEST} · 引用 citation：{folder / CITATION}", markup=False)
    return 0
