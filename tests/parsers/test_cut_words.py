"""Words are cut as jieba cuts them: in gold, examples, sample pages, and in phrases cut out of them anywhere."""

import logging
import random
import re
from pathlib import Path

import jieba
import pytest

from parsers.seed import read_seed
from parsers.text.words import MIXED_WORDS, cut_for_search, cut_words, find_han_words, find_search_words

jieba.setLogLevel(logging.WARNING)
_TESTS = Path(__file__).parent.parent


def _leave_out_marks(words: list[str]) -> list[str]:
    return [word for word in words if len(word) > 1 and word[0].isalnum()]


def _leave_out_others(words: list[str]) -> list[str]:
    return [word for word in words if re.fullmatch(r"[\u4e00-\u9fd5]+", word)]


def _list_texts() -> list[str]:
    files = [*(_TESTS / "gold" / "texts").iterdir(), *(_TESTS / "pages").iterdir()]
    texts = [file.read_bytes().decode("utf-8", "replace") for file in sorted(files) if file.is_file()]
    return [*texts, *(max(row.values(), key=len) for row in read_seed("indicator_examples.csv"))]


def test_texts_are_cut_as_jieba_cuts_them():
    texts = _list_texts()
    assert len(texts) > 1000
    for text in texts:
        words = jieba.lcut_for_search(text)
        assert cut_for_search(text) == words
        assert find_search_words(text) == _leave_out_marks(words)


def test_phrases_of_any_place_and_length_are_cut_as_jieba_cuts_them():
    random.seed(2026)
    lines = [line for text in _list_texts() for line in text.split("\n") if line]
    for line in random.sample(lines, 2500):
        start = random.randrange(len(line))
        phrase = line[start : start + random.randint(1, 40)]
        assert cut_words(phrase) == jieba.lcut(phrase), phrase
        assert find_han_words(phrase) == _leave_out_others(jieba.lcut(phrase)), phrase
        assert find_search_words(phrase) == _leave_out_marks(jieba.lcut_for_search(phrase)), phrase


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        " \t\r\n\n",
        "生成日期2024-01-05发布",
        "满意率降至3.5%。满意率降至。",
        "调成18件,调成",
        "登记IP地址30个、IC卡2张",
        "1号店C++与c#语言",
        "APP办理量2.3万件++--..",
        "〇二四年γ射线㐀𠮷",
        "ＡＢＣ１２３",
        "降至3.5%,2022-12-28办结12.5.6件#+,100户。1号文件",
        "豈有此理鿖3-4件",
    ],
)
def test_marks_digits_and_letters_are_cut_as_jieba_cuts_them(phrase):
    assert cut_words(phrase) == jieba.lcut(phrase)
    assert find_han_words(phrase) == _leave_out_others(jieba.lcut(phrase))
    assert cut_for_search(phrase) == jieba.lcut_for_search(phrase)
    assert find_search_words(phrase) == _leave_out_marks(jieba.lcut_for_search(phrase))


def test_all_mixed_words_of_the_dictionary_are_left_to_jieba():
    jieba.initialize()
    block = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]*[a-zA-Z0-9+#&._%-][\u4e00-\u9fd5a-zA-Z0-9+#&._%-]*")
    mixed = {word for word, count in jieba.dt.FREQ.items() if count and len(word) > 1 and block.fullmatch(word)}
    assert mixed == set(MIXED_WORDS.split())
