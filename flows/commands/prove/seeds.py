"""`fazhi check --seeds`: whether the tables of rules are what they are declared to be."""

from __future__ import annotations

from flows.terminal.tables import open_console
from parsers.seed_check import SeedError, check_all, list_tables


def show_seed_faults() -> int:
    """Print every cell that is not as declared; 1 where there is one."""
    console = open_console()
    try:
        check_all()
    except SeedError as error:
        for fault in error.faults:
            console.print(str(fault), markup=False, soft_wrap=True)
        console.print(f"{len(error.faults)} 处不合声明，请改正后再试。Mend these cells of seeds/, then try again.")
        return 1
    console.print(f"{len(list_tables())} 张种子表都合乎声明。All seed tables are as declared.")
    return 0
