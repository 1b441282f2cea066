"""Regular expressions that are compiled when they are first asked, and not even then where what `re` made of them is kept.

The parsers name some seven hundred; a report asks two thirds of them, and a command that reads no page asks none. `re` walks a table
of 65,536 marks for every class of characters with 汉字 in it, so compiling all of them took a third of what a small command takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from parsers.text.kept_codes import Asked, compile_kept

_ASKED = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "subn",
    "split",
    "flags",
    "groups",
    "groupindex",
)

_listeners: list[list[Asked]] = []


class _Expression:
    """What stands for a `re.Pattern[str]`: it has its source at once, all else from its first use."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Only what is not there yet comes here. `copy` and `pickle` ask for names of their own before there is a source to compile.
        if name not in _ASKED:
            raise AttributeError(f"a regular expression has no {name}")
        compiled = compile_kept(self.pattern, self._flags)
        self.__dict__.update({asked: getattr(compiled, asked) for asked in _ASKED})
        return self.__dict__[name]


def expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The expression, to be asked like what `re.compile` gives. A fault in it is told (`re.error`) at the first question."""
    _tell(pattern, flags)
    return cast("re.Pattern[str]", _Expression(pattern, flags))


def compile_expression(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The expression compiled at once: for those that a function makes of named data when it is first called. Raises re.error."""
    _tell(pattern, flags)
    return compile_kept(pattern, flags)


@contextmanager
def list_expressions() -> Iterator[list[Asked]]:
    """The expressions that are made meanwhile, with their flags."""
    made: list[Asked] = []
    _listeners.append(made)
    try:
        yield made
    finally:
        _listeners.remove(made)


def _tell(pattern: str, flags: int) -> None:
    for listener in _listeners:
        listener.append((pattern, int(flags)))
