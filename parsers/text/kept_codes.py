"""What `re` made of our expressions, kept beside the modules as Python keeps their byte code: `python -m parsers.keep_expressions`.

Compiling the five hundred that a report asks takes half a second, most of a small command. Python keeps what it made of a module, but not of an
expression; here the arguments that `re` hands to its engine are kept, by expression and flags. They hold for one build of Python alone, whose name
the file bears; where there is no file, or another build's, or one that cannot be read, expressions are compiled as ever. What is kept has no say in
what an expression finds: the engine looks a code over before it takes it, and a pattern made so equals the compiled one, code for code, but that its
search passes over characters that nothing found can begin with (`first_characters`).
"""

from __future__ import annotations

import importlib
import marshal
import os
import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

from parsers.text.first_characters import telling_first_characters

Asked = tuple[str, int]
"""An expression's source and its flags."""

_Made = tuple[Any, ...]
"""What the engine is given beside the source: flags, code, groups, their names and numbers. The code is kept as bytes."""

_CODE = 1
"""Where among them the code stands."""


def locate_codes() -> Path:
    """Where the codes of this Python are kept."""
    return Path(__file__).parent / "__pycache__" / f"expressions.{sys.implementation.cache_tag}.codes"


def _name_build() -> tuple[str, str, int]:
    return sys.version, sys.byteorder, array("I").itemsize


@cache
def _read_codes() -> dict[Asked, _Made]:
    try:
        build, codes = marshal.loads(locate_codes().read_bytes())
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return codes if build == _name_build() else {}


def compile_kept(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, from what is kept of it where it is: it finds the same, mostly faster. Raises re.error."""
    made = _read_codes().get((pattern, flags))
    if made is not None:
        try:
            return _revive(pattern, made)
        except (AttributeError, ImportError, RuntimeError, TypeError, ValueError):
            pass
    return re.compile(pattern, flags)


def _revive(pattern: str, made: _Made) -> re.Pattern[str]:
    engine = importlib.import_module("_sre")
    code = array("I", made[_CODE]).tolist()
    return cast("re.Pattern[str]", engine.compile(pattern, *made[:_CODE], code, *made[_CODE + 1 :]))


def keep_codes(asked: Iterable[Asked], path: Path) -> int:
    """Compile each, and keep what was made of those that come back the same; how many these are.

    Raises OSError where the file cannot be written.
    """
    codes: dict[Asked, _Made] = {}
    for pattern, flags in dict.fromkeys((pattern, int(flags)) for pattern, flags in asked):
        re.purge()
        with telling_first_characters(), _overheard() as heard:
            compiled = re.compile(pattern, flags)
        if _revive(pattern, heard[-1]) == compiled:
            codes[pattern, flags] = heard[-1]
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_bytes(marshal.dumps((_name_build(), codes)))
    unfinished.replace(path)
    return len(codes)


class _Listening:
    """`re`'s engine, which writes down what it is given to make patterns of."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.heard: list[_Made] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def compile(self, pattern: str, flags: int, code: list[int], groups: int, *names: Any) -> Any:
        """As the engine's own."""
        self.heard.append((int(flags), array("I", code).tobytes(), groups, *map(_plain, names)))
        return self._engine.compile(pattern, flags, code, groups, *names)


@contextmanager
def _overheard() -> Iterator[list[_Made]]:
    """What `re` hands to its engine meanwhile."""
    compiler = importlib.import_module("re._compiler")
    engine = compiler._sre
    listening = _Listening(engine)
    setattr(compiler, "_sre", listening)  # noqa: B010
    try:
        yield listening.heard
    finally:
        setattr(compiler, "_sre", engine)  # noqa: B010


def _plain(names: Any) -> Any:
    return dict(names) if hasattr(names, "items") else names
