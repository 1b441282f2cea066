"""Whatever number is written in whatever way: it is read back whole, or flagged, and never a part of it as the whole."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.numbers.quantities import read_quantities
from parsers.text.numerals import read_chinese_numeral

_DIGITS = "零一二三四五六七八九"


def write_in_chinese(number: int) -> str:
    """123456 → 十二万三千四百五十六."""
    if number >= 10**8:
        return _join(write_in_chinese(number // 10**8) + "亿", number % 10**8, 10**7)
    if number >= 10**4:
        return _join(write_in_chinese(number // 10**4) + "万", number % 10**4, 10**3)
    for value, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= value:
            head = "" if value == 10 and number < 20 else _DIGITS[number // value]
            return _join(head + word, number % value, value // 10)
    return _DIGITS[number]


def _join(head: str, rest: int, least: int) -> str:
    if not rest:
        return head
    tail = write_in_chinese(rest)
    tail = "一" + tail if tail.startswith("十") else tail
    return head + ("零" if rest < least else "") + tail


def _fold_out(written: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and not c.isspace() else c for c in written)


def _split_at_myriads(number: int) -> str:
    written = ""
    for value, word in ((10**8, "亿"), (10**4, "万")):
        if number >= value:
            written += f"{number // value}{word}"
            number %= value
            if number and number < value // 10:
                written += "零"
    return written + (str(number) if number or not written else "")


WAYS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "thousands": lambda number: f"{number:,}",
    "full width": lambda number: _fold_out(str(number)),
    "full-width thousands": lambda number: _fold_out(f"{number:,}"),
    "thousands by blanks": lambda number: f"{number:,}".replace(",", "\xa0"),
    "thousands by thin blanks": lambda number: f"{number:,}".replace(",", "\u2009"),
    "spaced": lambda number: " ".join(str(number)),
    "Chinese": write_in_chinese,
    "at myriads": _split_at_myriads,
}
POINTS = [".", "·", "．", "・", "•", ". ", " .", "。"]
UNITS = [("件", "件"), ("人次", "人次"), ("元", "元"), ("起", "件"), ("家次", "家次"), ("公里", "公里"), ("名", "人")]
BEFORE = ["全县受理", "罚没款", "其中，调解", "（办结", "检查：", "共", "行政处罚案件 "]
AFTER = ["。", "，审结", "；", "）", "，同比增长5%。", "\n", ""]
QUALIFIERS = [("", ""), ("近", ""), ("约", ""), ("", "以上"), ("超过", ""), ("不少于", "")]


@settings(max_examples=600, deadline=None)
@given(
    st.integers(1, 10**9),
    st.sampled_from(sorted(WAYS)),
    st.sampled_from(UNITS),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
    st.sampled_from(QUALIFIERS),
)
def test_a_count_is_read_whole_or_flagged(
    number: int, way: str, unit: tuple[str, str], before: str, after: str, qualifier: tuple[str, str]
) -> None:
    written = qualifier[0] + WAYS[way](number) + unit[0] + qualifier[1]
    text = before + written + after
    found = [q for q in read_quantities(text) if q.char_start < len(before) + len(written) and q.quote != "5%"]
    if way == "Chinese" and number < 10 and not found:
        return  # 一件 is mostly an article
    (read,) = found
    assert read.unit == unit[1]
    assert read.garbled or (read.value == number and read.quote == written.strip())


@settings(max_examples=400, deadline=None)
@given(
    st.integers(0, 100),
    st.integers(0, 99),
    st.sampled_from(POINTS),
    st.sampled_from(["%", " %", "％", "个百分点", "万元", "亿元"]),
    st.sampled_from(BEFORE),
    st.booleans(),
)
def test_a_number_with_a_point_is_read_whole_or_flagged(
    whole: int, decimals: int, point: str, unit: str, before: str, wide: bool
) -> None:
    digits = f"{whole}{point}{decimals:02d}"
    written = (_fold_out(digits) if wide and " " not in digits else digits) + unit
    found = read_quantities(before + written + "。")
    factor = {"万元": 10**4, "亿元": 10**8}.get(unit, 1)
    assert any(q.garbled for q in found) or [(q.value, q.quote) for q in found] == [
        (round(float(f"{whole}.{decimals:02d}") * factor, 6), written)
    ]


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 10**9))
def test_a_numeral_in_chinese_characters_is_the_number(number: int) -> None:
    assert read_chinese_numeral(write_in_chinese(number)) == number


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="0123456789.,·。- 万亿千百十零三五件元%余约至", min_size=1, max_size=14))
def test_any_heap_of_numerals_ends_as_figures_inside_it(heap: str) -> None:
    text = f"受理{heap}件。"
    for quantity in read_quantities(text):
        assert text[quantity.char_start : quantity.char_end] == quantity.quote
        neighbour = text[quantity.char_start - 1]
        assert quantity.garbled or not neighbour.isdigit()
