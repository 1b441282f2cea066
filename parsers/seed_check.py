"""Whether the tables of `seeds/`, or those of one's own, are what `seeds/tables.csv` declares: every cell, with one error for all that is wrong.

The declaration is the only place that names a column's type, values and meaning. In the spirit of the Table Schema of
Frictionless Data (types, constraints, foreign keys), as a table that the same people can edit.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parsers.seed import Rows, read_seed

_SEPARATORS = {"": None, "space": r"\s+", "pipe": r"\|", "plus": r"\+", "groups": r"[\s|&~]+"}
_SHOWN = 12
"""Allowed values that an error lists before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that is not what its column is declared to be."""

    file: str
    row: int
    """From 1, without header and notes; 0 for the table as a whole."""
    column: str
    value: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file} 第 {self.row} 行 row {self.row}" if self.row else self.file
        return f"{where}, {self.column}: “{self.value}” {self.problem}"


class SeedError(ValueError):
    """Tables that are not as declared; the message names file, row, column, value and what is allowed."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def _is_pattern(value: str) -> bool:
    try:
        re.compile(re.sub(r"\{(?:d|unit|letters)\}", "[一二]", value))
    except re.error:
        return False
    return True


def _is_date(value: str) -> bool:
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


_TYPES: dict[str, Callable[[str], bool]] = {
    "text": lambda value: value == value.strip(),
    "integer": _matches(r"-?\d+"),
    "number": _matches(r"-?\d+(?:\.\d+)?"),
    "year": _matches(r"(?:19|20)\d\d"),
    "date": _is_date,
    "pattern": _is_pattern,
    "code": _matches(r"\d{6}"),
    "identifier": _matches(r"[a-z][a-z0-9_.]*"),
}


@cache
def list_columns(file: str) -> tuple[dict[str, str], ...]:
    """The declared columns of a table, in their order; none where the table is not declared."""
    return tuple(row for row in read_seed("tables.csv") if row["file"] == file)


def list_tables() -> list[str]:
    """All declared tables."""
    return list(dict.fromkeys(row["file"] for row in read_seed("tables.csv")))


def check_table(file: str, rows: Rows) -> None:
    """Hold the rows of a table to its declaration. Raises SeedError with all that is wrong."""
    faults = list(find_faults(file, rows))
    if faults:
        raise SeedError(faults)


def check_all() -> None:
    """Hold every table of `seeds/` to its declaration, and the folder to the list of tables. Raises SeedError."""
    present = {entry.name for entry in files("seeds").iterdir() if entry.name.endswith(".csv")}
    faults = [Fault(name, 0, "file", name, "未在 tables.csv 中声明 is not declared in tables.csv") for name in sorted(present)
              if not list_columns(name)]  # fmt: skip
    for name in list_tables():
        if name in present:
            faults += find_faults(name, read_seed(name))
        else:
            faults.append(Fault(name, 0, "file", name, "已声明而没有此文件 is declared, and there is no such file"))
    if faults:
        raise SeedError(faults)


def find_faults(file: str, rows: Rows) -> Iterator[Fault]:
    """Every cell that is not as declared, in the order of the table. Read only what is declared: an unknown table is one fault."""
    columns = list_columns(file)
    if not columns:
        yield Fault(file, 0, "file", file, "未在 tables.csv 中声明 is not declared in tables.csv")
        return
    names = [column["column"] for column in columns]
    if rows and list(rows[0]) != names:
        yield Fault(file, 0, "header", ",".join(map(str, rows[0])), f"列须为 columns must be: {','.join(names)}")
        return
    for number, row in enumerate(rows, start=1):
        if len(row) > len(names):
            told = "此行多列：含逗号的格要加引号 has more cells than columns: a cell with a comma is quoted"
            yield Fault(file, number, names[-1], row[names[-1]], told)
        for column in columns:
            yield from _find_in_cell(file, number, column, row[column["column"]])
    yield from _find_twins(file, rows, [column["column"] for column in columns if column["key"]])


def _find_in_cell(file: str, number: int, column: dict[str, str], value: str | None) -> Iterator[Fault]:
    def fault(cell: str, problem: str) -> Fault:
        return Fault(file, number, column["column"], cell, problem)

    if value is None:
        yield fault("", "此行缺列 the row is short of columns")
        return
    if not value:
        if column["needed"]:
            yield fault("", "不得为空 may not be empty")
        return
    separator = _SEPARATORS[column["between"]]
    parts = [value] if separator is None else [part for part in re.split(separator, value) if part]
    if column["between"] != "groups" and len(parts) != len(set(parts)):
        for part in sorted({part for part in parts if parts.count(part) > 1}):
            yield fault(part, "在此格中写了两次 stands twice in this cell")
    for part in parts:
        if not _TYPES[column["type"]](part):
            yield fault(part, f"不是 is no {column['type']}")
        elif column["allowed"] and part not in column["allowed"].split("|"):
            yield fault(part, f"须为 must be one of: {column['allowed'].replace('|', '、')}")
        elif column["refers"] and not _is_known(column["refers"], part):
            yield fault(part, f"须见于 must stand in {column['refers']}{_list_some(column['refers'])}")


def _find_twins(file: str, rows: Rows, keys: list[str]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=1) if keys else ():
        name = tuple(row[key] for key in keys)
        if name in seen:
            yield Fault(
                file,
                number,
                " ".join(keys),
                " ".join(name),
                f"与第 {seen[name]} 行重复 is named by row {seen[name]} too",
            )
        seen.setdefault(name, number)


@cache
def _values_of(reference: str) -> frozenset[str]:
    """The values of `file:column`."""
    file, _, column = reference.partition(":")
    return frozenset(row[column] for row in read_seed(file))


def _is_known(references: str, value: str) -> bool:
    known = [_values_of(reference) for reference in references.split("|")]
    if value.endswith("*"):
        return any(one.startswith(value[:-1]) for values in known for one in values)
    return any(value in values for values in known)


def _list_some(references: str) -> str:
    values = sorted(set().union(*(_values_of(reference) for reference in references.split("|"))))
    more = f" … 共 {len(values)} 个 in all" if len(values) > _SHOWN else ""
    return f": {'、'.join(values[:_SHOWN])}{more}"


def main() -> None:
    """`python -m parsers.seed_check`: exit with what is wrong in `seeds/`."""
    try:
        check_all()
    except SeedError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
