"""Compile every expression of the parsers and keep what was made of it, so that commands need not: `python -m parsers.keep_expressions [FILE]`."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import parsers
from parsers.records import RawPage
from parsers.seed import read_seed
from parsers.text.expressions import list_expressions
from parsers.text.kept_codes import keep_codes, locate_codes

_EVERY = 12
"""Which of the examples are read, the twelfth each: enough for every reader to be asked."""
_MARKS = {ord(mark): None for mark in "〔〕"}


def main(path: Path) -> None:
    """Keep them, of modules that are not imported yet. Where they cannot be written that is told, and costs nothing but time."""
    with list_expressions() as made:
        for module in pkgutil.walk_packages(parsers.__path__, "parsers."):
            if not module.name.endswith("__main__"):
                _call_tables(importlib.import_module(module.name))
        for page in _list_pages():
            importlib.import_module("parsers.page").parse_page(page)
    try:
        keep_codes(made, path)
    except OSError as error:
        sys.stderr.write(
            f"规则表达式未能预存，各命令启动稍慢。Expressions could not be kept, commands will start more slowly: {error}\n"
        )


def _call_tables(module: ModuleType) -> None:
    """Ask each table of a module that makes expressions of named data once."""
    if not hasattr(module, "compile_expression"):
        return
    for table in list(vars(module).values()):
        if (
            hasattr(table, "cache_info")
            and table.__module__ == module.__name__
            and not inspect.signature(table).parameters
        ):
            with suppress(ImportError):  # the models that read scans are an extra
                table()


def _list_pages() -> Iterator[RawPage]:
    """Pages that make readers ask what they make only when they meet a text: examples, the sample pages, these without their title."""
    sentences = [row["sentence"].translate(_MARKS) for row in read_seed("indicator_examples.csv")[::_EVERY]]
    yield RawPage(
        "", "\n".join(["某县人民政府2024年度法治政府建设工作情况报告", "一、主要做法和成效", *sentences]).encode()
    )
    for entry in files("seeds").joinpath("pages").iterdir():
        if entry.name.endswith(".html"):
            body = entry.read_bytes()
            yield RawPage("", body)
            yield RawPage("", re.sub(rb"<h1.*?</h1>|<title.*?</title>|<[^>]*>", b"", body, flags=re.DOTALL))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else locate_codes())
