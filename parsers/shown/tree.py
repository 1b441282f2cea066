"""Small questions asked of lxml's tree, with the types that lxml's stubs leave open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

from lxml import etree


def list_texts(element: etree._Element) -> Iterator[str]:
    """The pieces of text in `element`; lxml gives text read from a page as str."""
    return cast("Iterator[str]", element.itertext())


def join_texts(element: etree._Element) -> str:
    """All text in `element`, nothing between its pieces."""
    return "".join(list_texts(element))


def squeeze_texts(element: etree._Element) -> str:
    """All text in `element` without white space."""
    return "".join(join_texts(element).split())


def compile_path(path: str) -> Callable[[etree._Element], list[etree._Element]]:
    """A path that selects elements."""
    return cast("Callable[[etree._Element], list[etree._Element]]", etree.XPath(path))


def compile_values(path: str) -> Callable[[etree._Element], list[etree._ElementUnicodeResult]]:
    """A path that selects the values of attributes, each of which knows its element (`getparent`)."""
    return cast("Callable[[etree._Element], list[etree._ElementUnicodeResult]]", etree.XPath(path))


def compile_plain_values(path: str) -> Callable[[etree._Element], list[str]]:
    """A path that selects the values of attributes as mere strings: several times as fast."""
    return cast("Callable[[etree._Element], list[str]]", etree.XPath(path, smart_strings=False))


def is_longer(element: etree._Element, longest: int) -> bool:
    """Whether the text in `element` has more characters than so many without white space, read no further than that takes."""
    size = 0
    for text in list_texts(element):
        size += len("".join(text.split()))
        if size > longest:
            return True
    return False


_COUNT = cast("Callable[[etree._Element], float]", etree.XPath("count(//*)"))


def count_elements(root: etree._Element) -> int:
    """Elements of the whole tree."""
    return int(_COUNT(root))
