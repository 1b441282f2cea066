"""Chinese text cut into words as jieba cuts it, by rjieba, which takes a tenth of the time and none to load.

The two differ where digits, letters and marks stand (2022-12-28 is one word to rjieba, five to jieba), so only the Han characters
are rjieba's; the rest is cut here by jieba's own rules. What holds one of the few words of jieba's
dictionary that mix letters with Han characters (IP地址) is left to jieba itself.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from parsers.text.expressions import expression

# jieba.re_han_default: what is cut together; all else stands character by character
_BLOCK = expression(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
_HAN = expression(r"[\u4e00-\u9fd5]+")
# jieba.finalseg.re_skip
_NUMBER = expression(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_CHARACTER = expression(r"\r\n|[\s\S]")
_BESIDE_HAN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#&._%-")
"""What else a block holds."""
# Letters and 1号店 may be words of MIXED_WORDS; what is outside \u4e00-\u9fd5 is Han to rjieba and none to jieba.
_UNUSUAL = expression(r"[a-zA-Z\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|1号店")

MIXED_WORDS = (
    "AT&T B超 c# C# c++ C++ T恤 A座 A股 A型 A轮 AA制 AB型 B座 B股 B型 B轮 BB机 BP机 C盘 C座 C语言 CD盒 CD机 CALL机 D盘 D座 D版 "
    "E盘 E座 E化 E通 F盘 F座 G盘 H盘 H股 I盘 IC卡 IP卡 IP电话 IP地址 K党 K歌之王 N年 O型 PC机 PH值 SIM卡 U盘 VISA卡 Z盘 Q版 "
    "QQ号 RSS订阅 T盘 X光 X光线 X射线 T恤衫 T型台 T台 4S店 4s店 江南style 江南Style 1号店 小S 大S 阿Q"
)
"""The words of jieba's dictionary that hold letters, digits or marks of a block; a test compares."""
_MIXED = expression("|".join(map(re.escape, MIXED_WORDS.split())))


def cut_words(text: str) -> list[str]:
    """`jieba.lcut(text)`."""
    words: list[str] = []
    for n, piece in enumerate(_BLOCK.split(text)):
        if not n % 2:
            words += _CHARACTER.findall(piece)
        elif _HAN.fullmatch(piece):
            words += _load_rjieba().cut(piece)
        elif _MIXED.search(piece):
            words += _load_jieba().cut(piece)
        else:
            words += _cut_mixed(piece)
    return words


def find_han_words(text: str) -> list[str]:
    """Those of `cut_words` that are Han characters throughout."""
    words: list[str] = []
    for block in _BLOCK.findall(text):
        if _HAN.fullmatch(block):
            words += _load_rjieba().cut(block)
        else:
            cut = _load_jieba().cut(block) if _MIXED.search(block) else _load_rjieba().cut(block)
            words += [word for word in cut if _HAN.fullmatch(word)]
    return words


def cut_for_search(text: str) -> list[str]:
    """`jieba.lcut_for_search(text)`: also the words of two and three characters inside longer ones."""
    words: list[str] = []
    for n, piece in enumerate(_BLOCK.split(text)):
        if not n % 2:
            words += _CHARACTER.findall(piece)
        elif _HAN.fullmatch(piece):
            words += _load_rjieba().cut_for_search(piece)
        elif _MIXED.search(piece):
            words += _load_jieba().cut_for_search(piece)
        else:
            for word in _cut_mixed(piece):
                if len(word) > 2 and _HAN.fullmatch(word):
                    words += _words_inside(word)
                words.append(word)
    return words


def find_search_words(text: str) -> list[str]:
    """Those of `cut_for_search` that have two characters or more and begin with a letter or digit: single ones match everything.

    The whole text is cut at once, which takes half of what its blocks take one by one.
    """
    if _UNUSUAL.search(text):
        return [word for word in cut_for_search(text) if len(word) > 1 and word[0].isalnum()]
    words: list[str] = []
    number = ""
    for word in _load_rjieba().cut_for_search(text):
        if "\u4e00" <= word < "\u9fd6":
            if number:
                words += _find_numbers(number)
                number = ""
            if len(word) > 1:
                words.append(word)
        elif word[0] in _BESIDE_HAN:
            number += word
        elif number:
            words += _find_numbers(number)
            number = ""
    return words + _find_numbers(number) if number else words


def tag_words(text: str) -> list[tuple[str, str]]:
    """`jieba.posseg.lcut(text)`: each word with its part of speech by the dictionary (n noun, v verb, t time …)."""
    return [(word, tag) for word, tag in _load_rjieba().tag(text)]


def _cut_mixed(block: str) -> list[str]:
    """Han characters cut with what stands beside them (jieba takes 降至 for one word before a digit, for two before a stop)."""
    words: list[str] = []
    rest = ""
    for word in _load_rjieba().cut(block):
        if _HAN.fullmatch(word):
            if rest:
                words += filter(None, _NUMBER.split(rest))
                rest = ""
            words.append(word)
        else:
            rest += word
    return [*words, *filter(None, _NUMBER.split(rest))]


def _find_numbers(rest: str) -> list[str]:
    """Words of two characters or more of what stands between Han characters: of 2022-12-28 all but the hyphens."""
    return [word for word in _NUMBER.split(rest) if len(word) > 1 and word[0].isalnum()]


def _words_inside(word: str) -> list[str]:
    inside = []
    for length in (2, 3):
        if len(word) > length:
            parts = (word[start : start + length] for start in range(len(word) - length + 1))
            inside += [part for part in parts if _load_rjieba().has_word(part)]
    return inside


@cache
def _load_rjieba() -> Any:
    """Loads its dictionary when it is imported, which takes a fifth of a second; a command that cuts nothing does without."""
    import rjieba

    return rjieba


@cache
def _load_jieba() -> Any:
    """Jieba with its own dictionary; it takes a second to load, and says so on stderr unless told not to."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
