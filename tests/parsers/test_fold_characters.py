"""Characters read as their plainest form, one for one: traditional ones, radicals, compatibility ideographs, look-alikes of 〇, bullets."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.identity.heard.speaker import find_speaker
from parsers.numbers.quantities import read_quantities
from parsers.page import parse_page
from parsers.records import RawPage
from parsers.text.dates import read_dates
from parsers.text.width import fold_han, fold_width, unify_lookalikes, unify_radicals

FOLDED = [
    ("行政復議、權責清單、證明材料、開展普法宣傳活動", "行政复议、权责清单、证明材料、开展普法宣传活动"),
    ("對於徵收補償，以後續辦", "对于征收补偿,以后续办"),
    ("⾼⻘县⼈⺠政府⾏政⻚", "高青县人民政府行政页"),
    ("⾨、⾞、⻢、⻄", "门、车、马、西"),
    ("六年拾", "六年拾"),
    (
        "二О二三年、二ο二三年、二º二三年、二o二O年、二00八年",
        "二〇二三年、二〇二三年、二〇二三年、二〇二〇年、二〇〇八年",
    ),
    ("\uf0b7 第一条\uf0d8 第二条", "· 第一条● 第二条"),
    ("98\uf0b75%", "98·5%"),
    ("二⭘二三年、二⚪二三年", "二〇二三年、二〇二三年"),
    ("增长﹘3%、增长➖3%", "增长-3%、增长-3%"),
]
KEPT = ["乾县", "覆盖", "显著", "30°C", "COO签约10家", "一0、2号"]


@pytest.mark.parametrize(("written", "read"), FOLDED)
def test_folds_one_character_for_one(written: str, read: str) -> None:
    assert fold_width(written) == read
    assert len(fold_width(written)) == len(written)


@pytest.mark.parametrize("written", KEPT)
def test_leaves_what_simplified_text_writes_too(written: str) -> None:
    assert fold_width(written) == written


def test_folds_a_text_full_of_traditional_characters_as_it_folds_each() -> None:
    text = "".join(chr(code) for code in range(0x4E00, 0x9FA5))
    assert fold_width(text) == "".join(map(fold_width, text))


def test_han_alone_keeps_widths() -> None:
    assert fold_han("（濮陽縣）２０２３") == "（濮阳县）２０２３"


def test_lookalikes_alone_keep_traditional_characters() -> None:
    assert unify_lookalikes("⼈⺠政府復議") == "人民政府復議"
    assert unify_radicals("⼆、⾏政復議（⻓期）") == "二、行政復議（长期）"


def test_marks_of_vertical_lines_and_digits_of_fonts_are_the_plain_ones() -> None:
    written = "︵一︶做好复议︐审结︔一︑总体︓︻甲︼﹁乙﹂︒"
    assert unify_lookalikes(written) == "（一）做好复议，审结；一、总体：【甲】「乙」。"
    assert fold_width("︵一︶复议︐一︑︒") == "(一)复议,一、。"
    assert unify_lookalikes("𝟏𝟐𝟛件，ﬁ") == "123件，fi"
    assert unify_lookalikes("一､98․2﹪｡") == "一、98.2%。"


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit"),
    [
        ("全年收到行政復議申請62件", "62件", 62, "件"),
        ("梳理權責清單事項3120項", "3120項", 3120, "项"),
        ("開展普法宣傳活動，受眾3.6萬人次", "3.6萬人次", 36_000, "人次"),
        ("罰沒款1.2億元", "1.2億元", 120_000_000, "元"),
        ("出庭應訴率達百分之九十八點五", "百分之九十八點五", 98.5, "%"),
        ("聘請法律顧問兩百餘名", "兩百餘名", 200, "人"),
        ("化解矛盾糾紛三千餘起", "三千餘起", 3000, "件"),
        ("办理案件⼆⼗件", "⼆⼗件", 20, "件"),
        ("收到申请六十二件", "六十二件", 62, "件"),
    ],
)
def test_reads_numbers_in_any_form_and_quotes_them_as_published(text: str, quote: str, value: float, unit: str) -> None:
    (found,) = read_quantities(text)
    assert (found.quote, found.value, found.unit) == (quote, value, unit)


@pytest.mark.parametrize(
    "written", ["二О二四年一月十八日", "二ο二四年一月十八日", "二○二四年⼀⽉⼗⼋⽇", "二º二四年一月十八日"]
)
def test_reads_dates_with_lookalikes(written: str) -> None:
    assert [mention.date for mention in read_dates(written)] == [dt.date(2024, 1, 18)]


@pytest.mark.parametrize(
    "title", ["濮陽縣2023年度法治政府建設情況報告", "濮阳县2023年度法治政府建设情况报告", "濮阳⻢县2023年度报告"]
)
def test_finds_the_region_of_a_title_in_traditional_characters(title: str) -> None:
    region = find_speaker(title, {}, "", year=2023).region
    assert region is None if "⻢" in title else region and region.code == "410928"


def test_reads_a_report_in_traditional_characters_like_its_simplified_twin() -> None:
    simplified = (
        "濮阳县2023年度法治政府建设情况报告\n2023年，濮阳县人民政府坚持依法行政。现将有关情况报告如下：\n"
        "一、健全行政争议化解机制\n全年收到行政复议申请62件，审结50件。罚没款1.2亿元。\n二、存在的问题\n一是执法能力有待提高。\n三、下一步打算\n继续加强法治政府建设。\n"
    )
    table = str.maketrans(
        "阳县设报济县争议复请审结罚没亿题执继续强导况现将关机制应处发办们证务",
        "陽縣設報濟縣爭議復請審結罰沒億題執繼續強導況現將關機制應處發辦們證務",
    )
    pages = [parse_page(RawPage("file:///a.txt", text.encode())) for text in (simplified, simplified.translate(table))]
    told = [
        (
            page.refusal,
            page.metadata.region_code,
            page.metadata.year,
            [(section.level, section.theme) for section in page.sections],
            [
                (fact.indicator_id, fact.label, fact.value, fact.unit, fact.period, fact.char_start)
                for fact in page.facts
            ],
        )
        for page in pages
    ]
    assert told[0] == told[1]
    assert len(told[0][4]) == 3
    assert "復議申請" in pages[1].text


@pytest.mark.parametrize("blank", ["\u2007", "\u2008", "\u205f", "\u2800", "\u3164", "\u2004"])
def test_blanks_of_every_width_are_blanks(blank: str) -> None:
    assert fold_width(f"罚没款1{blank}234元") == "罚没款1 234元"
