r"""Which characters a match of an expression can begin with: where `re` is told, its search passes over all others.

`re` sees it by itself for an expression that begins with a character, a class or a choice of words. Most of ours begin otherwise: with what may be
missing ((?:共|原有)?\d+项), with what must stand before ((?<!常务)会议), with a choice of classes; `re` then tries them at every character.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_MOST = 400
"""Of more characters than these (any Han character) the next one is mostly one, and nothing is passed over."""

_Items = list[tuple[Any, Any]]
r"""Members of a class, as `re` writes them: characters, ranges, kinds (\d)."""


class _UnknownError(Exception):
    """Nothing tells what it begins with."""


@contextmanager
def telling_first_characters() -> Iterator[None]:
    """Meanwhile `re` is told of what it compiles where it does not see by itself what that begins with."""
    compiler: Any = importlib.import_module("re._compiler")
    seen = compiler._get_charset_prefix
    setattr(compiler, "_get_charset_prefix", lambda pattern, flags: seen(pattern, flags) or _tell(pattern, flags))  # noqa: B010
    try:
        yield
    finally:
        setattr(compiler, "_get_charset_prefix", seen)  # noqa: B010


def _tell(pattern: Sequence[Any], flags: int) -> _Items | None:
    # (what begins where the text does fails at once anywhere else)
    if flags & re.IGNORECASE or str(pattern[0][0]) == "AT":
        return None
    try:
        items, is_empty = _list_first(pattern)
    except _UnknownError:
        return None
    # (what can be empty begins with anything)
    return None if is_empty or sum(map(_count, items)) > _MOST else items


def _list_first(parts: Sequence[Any]) -> tuple[_Items, bool]:
    """What a row of parts can begin with, and whether all of it can be empty."""
    items: _Items = []
    for kind, what in parts:
        name = str(kind)
        if name == "ASSERT" and what[0] > 0 and not items:
            # (?=[全我各])…: what follows begins so too
            ahead, is_empty = _list_first(what[1])
            if not is_empty:
                return ahead, False
        if name in _WITHOUT_WIDTH:
            continue
        read = _READERS.get(name)
        if read is None:
            raise _UnknownError
        found, is_empty = read(kind, what)
        items += found
        if not is_empty:
            return items, False
    return items, True


_WITHOUT_WIDTH = frozenset({"ASSERT", "ASSERT_NOT", "AT"})


def _read_character(kind: Any, what: Any) -> tuple[_Items, bool]:
    return [(kind, what)], False


def _read_class(kind: Any, what: _Items) -> tuple[_Items, bool]:
    if str(what[0][0]) == "NEGATE":
        raise _UnknownError
    return what, False


def _read_choice(kind: Any, what: Any) -> tuple[_Items, bool]:
    ways = [_list_first(way) for way in what[1]]
    return [item for items, _ in ways for item in items], any(is_empty for _, is_empty in ways)


def _read_group(kind: Any, what: Any) -> tuple[_Items, bool]:
    _, added, dropped, parts = what
    if added or dropped:
        raise _UnknownError
    return _list_first(parts)


def _read_repeat(kind: Any, what: Any) -> tuple[_Items, bool]:
    least, _, parts = what
    items, is_empty = _list_first(parts)
    return items, is_empty or least == 0


def _read_atomic(kind: Any, what: Any) -> tuple[_Items, bool]:
    return _list_first(what)


_READERS: dict[str, Callable[[Any, Any], tuple[_Items, bool]]] = {
    "LITERAL": _read_character,
    "IN": _read_class,
    "BRANCH": _read_choice,
    "SUBPATTERN": _read_group,
    "ATOMIC_GROUP": _read_atomic,
    "MAX_REPEAT": _read_repeat,
    "MIN_REPEAT": _read_repeat,
    "POSSESSIVE_REPEAT": _read_repeat,
}


def _count(item: tuple[Any, Any]) -> int:
    r"""How many characters a member of a class stands for; a kind is few, or as good as all (\D, \w)."""
    name, what = str(item[0]), item[1]
    if name == "CATEGORY":
        return 1 if str(what) in _FEW else _MOST + 1
    first, last = what if name == "RANGE" else (what, what)
    # (a class with a character beyond U+FFFF is searched forty times as slowly)
    return int(last - first + 1) if last <= _LAST else _MOST + 1


_LAST = 0xFFFF
_FEW = frozenset({"CATEGORY_DIGIT", "CATEGORY_SPACE"})
