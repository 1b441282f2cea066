"""What is looked for the fast way is what the plain way finds: kinds by what they begin with, headings by their first character."""

from __future__ import annotations

import random
import re
import time

import pytest

from parsers.body.density import make_line
from parsers.body.parts.pieces import read_heading
from parsers.figures import reading
from parsers.identity import years
from parsers.numbers import blocked, times
from parsers.seed import read_seed
from parsers.text.width import fold_for_reading, fold_width

PIECES = [
    "2023年",
    "2021-2025年",
    "12月",
    "31日",
    "第三",
    "第",
    "5",
    "次",
    "一季度",
    "前三季度",
    "上半年",
    "下半年",
    "截至",
    "自",
    "从",
    "近三年",
    "过去五年",
    "最近两年",
    "今年",
    "去年",
    "上年度",
    "本年",
    "当年",
    "全年",
    "目前",
    "年内",
    "至年底",
    "“十四五”",
    "十四五时期",
    "十九大以来",
    "1+6+1",
    "(1)",
    "（一）",
    "一、",
    "1.",
    "12345热线",
    "8800诉求",
    "5G",
    "7×24小时",
    "3.15",
    "附件1",
    "图2",
    "电话：0371-12345678",
    "二〇二二年",
    "十二月四日",
    "两个维护",
    "一件事",
    "三项制度",
    "十次全会",
    "六部委",
    "四位一体",
    "三元里",
    "2.0版",
    "零距离",
    "65周岁",
    "21世纪",
    "http://www.a.cn/1",
    "a@b.cn",
    "〔2018〕21号",
    "第3号令",
    "……",
    "3",
    "《甲》",
    "“乙”",
    "以来",
    "起",
    "开始",
    "至",
    "到",
    "-",
    "~",
    "、",
    "和",
    "，",
    "。",
    "；",
    "：",
    "\n",
    "件",
    "人次",
    "元",
    "%",
    "万",
    "亿",
    "余",
    "多",
    "受理",
    "审结",
    "20",
    "6",
    "62",
    "一",
    "三十",
    "百",
]


def write_text(chance: random.Random) -> str:
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(3, 60)))


@pytest.mark.parametrize("seed", range(6))
def test_kinds_tried_by_their_opening_block_what_all_of_them_block(seed: int) -> None:
    patterns = "|".join(f"(?:{blocked._fill(row['pattern'])})" for row in read_seed("not_quantities.csv"))
    plain = re.compile(f"{blocked._POSSIBLE_START}(?:{patterns})")
    chance = random.Random(seed)
    for _ in range(150):
        folded = fold_for_reading(write_text(chance))
        assert blocked.find_blocked(folded) == blocked._mark(folded, plain), folded


@pytest.mark.parametrize("seed", range(6))
def test_times_looked_for_by_their_opening_are_all_times(seed: int) -> None:
    plain = re.compile(times._ANY.pattern.removeprefix(times._START))
    may_begin = re.compile(r"[\d一二两三四五六七八九十元今本当全去上下截自从前第“\"近过最这目年至]")
    chance = random.Random(seed)
    for _ in range(150):
        folded = fold_for_reading(write_text(chance))
        for match in plain.finditer(folded):
            if may_begin.match(folded, match.start()) and not folded[match.start()].isdigit():
                assert times._ANY.match(folded, match.start()), (folded, match)


@pytest.mark.parametrize(
    "line", ["（三）推进改革", "﹙三﹚推进改革", "\u200b三、推进改革", "　　三、推进改革", "⼆、推进改革"]
)
def test_a_heading_in_any_form_of_its_characters_is_one(line: str) -> None:
    assert read_heading(make_line(line)) in {(2, 3), (1, 3), (1, 2)}


@pytest.mark.parametrize("line", ["推进改革三、", "62件", "第三章", "和三、"])
def test_other_lines_are_no_headings(line: str) -> None:
    assert read_heading(make_line(line)) is None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("甲\t乙", "甲 乙"),
        ("abc\tdef\r", "abc def "),
        ("１，２３４件（％）；：　", "1,234件(%);: "),
        ("高⻘縣\U0002f800", None),
        ("二○二二年〔2018〕", "二〇二二年(2018)"),
    ],
)
def test_widths_are_folded_however_long_the_text(text: str, folded: str | None) -> None:
    short = fold_width(text)
    assert folded is None or short == folded
    assert fold_width(text * 300) == short * 300
    assert len(short) == len(text)


def test_a_row_of_cells_or_of_years_takes_time_in_proportion() -> None:
    def measure(count: int) -> float:
        begun = time.process_time()
        reading._part_cells("3" * 40 * count, f"{'3' * 20 * count}\t{'3' * 20 * count}")
        years.find_latest_stated_year("2023年，" * count + "将" + "2024年，" * count, None)
        return time.process_time() - begun

    assert measure(8000) < 30 * measure(1000) + 0.5


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("62件 行政复议\t731件 行政许可\n", "62件 行政复议;731件 行政许可\n"),
        ("行政复议62\t行政许可731件\t\n", "行政复议62\t行政许可731件;\n"),
        ("行政复议\t62件\n受理3件\t5\n", "行政复议\t62件\n受理3件;5\n"),
        ("行政复议\t62\n", "行政复议\t62\n"),
    ],
)
def test_a_cell_that_holds_a_figure_among_words_ends_there(text: str, parted: str) -> None:
    assert reading._part_cells(text, text) == parted


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022年受理3件。2023年受理5件，力争到2025年受理9件", 2023),
        ("到2025年，2023年办结5件", 2023),
        ("截止2024年", None),
        ("2023年完成5件，将于2024年完成9件", 2023),
    ],
)
def test_what_lies_ahead_is_no_year_reported_on(text: str, year: int | None) -> None:
    assert years.find_latest_stated_year(text, None) == year
