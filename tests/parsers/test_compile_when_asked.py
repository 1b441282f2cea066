"""Expressions of the parsers are compiled when a text asks for them, and none has a fault that would only then be seen."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from typing import cast

import pytest

import parsers
from parsers.text.expressions import _ASKED, expression

_COUNT = """
import re._compiler
compiled = []
compile_really = re._compiler.compile
re._compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or compile_really(pattern, flags)
import parsers.page
print(sum(isinstance(pattern, str) and any("一" <= mark <= "龥" for mark in pattern) for pattern in compiled))
"""


def test_it_answers_like_a_pattern() -> None:
    mine, theirs = expression(r"(?P<count>\d+)(件|起)", re.I), re.compile(r"(?P<count>\d+)(件|起)", re.I)
    text = "受理12件，办结9起"
    for asked in ("search", "match", "fullmatch"):
        found, due = getattr(mine, asked)(text, 2), getattr(theirs, asked)(text, 2)
        assert (found and found.span()) == (due and due.span())
    assert [found["count"] for found in mine.finditer(text)] == ["12", "9"]
    for asked in ("findall", "split"):
        assert getattr(mine, asked)(text) == getattr(theirs, asked)(text)
    assert (mine.sub("某", text), mine.subn("某", text)) == (theirs.sub("某", text), theirs.subn("某", text))
    assert [getattr(mine, asked) for asked in ("pattern", "flags", "groups", "groupindex")] == [
        getattr(theirs, asked) for asked in ("pattern", "flags", "groups", "groupindex")
    ]


def test_it_asks_for_all_that_a_pattern_has() -> None:
    assert set(_ASKED) | {"pattern", "scanner"} == {name for name in dir(re.compile("")) if not name.startswith("_")}


def test_its_source_is_there_without_compiling() -> None:
    assert expression("(件").pattern == "(件"


def test_a_fault_is_told_at_the_first_question() -> None:
    with pytest.raises(re.error, match="unterminated subpattern"):
        expression("(件").search("12件")


def test_a_name_that_no_pattern_has_is_none_of_its_own() -> None:
    with pytest.raises(AttributeError, match="no finds"):
        _ = expression("件").finds  # type: ignore[attr-defined]


def _pickled(asked: re.Pattern[str]) -> re.Pattern[str]:
    return cast("re.Pattern[str]", pickle.loads(pickle.dumps(asked)))


@pytest.mark.parametrize("carry", [copy.copy, copy.deepcopy, _pickled])
@pytest.mark.parametrize("asked", [False, True], ids=["unasked", "asked"])
def test_it_can_be_copied(carry: Callable[[re.Pattern[str]], re.Pattern[str]], asked: bool) -> None:
    mine = expression(r"\d+件")
    if asked:
        assert mine.search("12件")
    assert carry(mine).fullmatch("12件")


def test_importing_the_parsers_compiles_nothing_of_chinese() -> None:
    told = subprocess.run([sys.executable, "-c", _COUNT], capture_output=True, text=True, check=True).stdout
    assert int(told) == 0


def _name_modules() -> list[str]:
    return sorted(module.name for module in pkgutil.walk_packages(parsers.__path__, "parsers."))


@pytest.mark.parametrize("name", _name_modules())
def test_every_expression_of_a_module_can_be_compiled(name: str) -> None:
    module = importlib.import_module(name)
    for value in vars(module).values():
        for asked in value if isinstance(value, (tuple, list)) else [value]:
            if type(asked).__name__ == "_Expression":
                assert asked.groups >= 0
