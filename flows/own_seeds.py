"""FAZHI_SEEDS: a folder of tables of one's own, in use from the first reading of a table on, in every process.

This module and `settings` alone read the environment: workers are started with it, and read their rules when they are imported.
"""

from __future__ import annotations

import os
from pathlib import Path

from flows.errors import CallError
from seeds.own import find_folder, list_own, read_own, use_folder

_SENTENCE = "某县2023年度法治政府建设情况报告\n一、主要做法\n全年收到行政复议申请12件，办结11件。\n"


def use_own_seeds() -> None:
    """Take rows of FAZHI_SEEDS where that is set."""
    stated = os.environ.get("FAZHI_SEEDS", "").strip()
    use_folder(Path(stated).expanduser().absolute() if stated else None)


def check_own_seeds() -> None:
    """Hold the tables of one's own to what is declared of ours. Raises CallError that names every fault."""
    folder = find_folder()
    if folder is None:
        return
    if not folder.is_dir():
        raise CallError(f"FAZHI_SEEDS 所指的文件夹 {folder} 不存在。The folder of FAZHI_SEEDS is not there.")
    from parsers.page import parse_page
    from parsers.records import RawPage
    from parsers.seed import read_seed
    from parsers.seed_check import SeedError, check_table, list_tables

    known = set(list_tables())
    faults = []
    for path in list_own():
        if path.name not in known or path.name == "tables.csv":
            faults.append(
                f"{path.name} 不是种子表；可有者 is no table; there are: {'、'.join(sorted(known - {'tables.csv'}))}"
            )
            continue
        try:
            check_table(path.name, read_own(path.name))
            check_table(path.name, read_seed(path.name))
        except SeedError as error:
            faults.append(str(error))
        except (UnicodeDecodeError, KeyError) as error:
            faults.append(f"{path.name}: {error}")
    if not faults:
        # Tables that belong together (a new indicator and its slots) are seen to fit when a sentence is read by them.
        try:
            parse_page(RawPage("file:///sentence.txt", _SENTENCE.encode()))
        except ValueError as error:
            faults.append(str(error))
    if faults:
        raise CallError(f"{folder} 中的表有误，请改正。Mend the tables of FAZHI_SEEDS:\n" + "\n".join(faults))
