from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text.dates import read_date, read_dates


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023-08-07", "2023-08-07"),
        ("2023- 08- 07 09: 55", "2023-08-07"),
        ("2022-05-24 18:54:42.0", "2022-05-24"),
        ("2021—03—17 14:57", "2021-03-17"),
        ("2021–03–17", "2021-03-17"),
        ("2024/7/9", "2024-07-09"),
        ("2017/5/11 8:22:16", "2017-05-11"),
        ("2021.3.5", "2021-03-05"),
        ("09.12.2021 14:30", "2021-12-09"),
        ("2023年01月05日 14时05分", "2023-01-05"),
        ("2023年1月5日14时05分", "2023-01-05"),
        ("2022 年 3 月 1 日", "2022-03-01"),
        ("２０２２年３月１日", "2022-03-01"),
        ("2022年3月1号", "2022-03-01"),
        ("二〇二五年十二月一日", "2025-12-01"),
        ("二○二五年十二月一日", "2025-12-01"),
        ("二零二一年十月三十一日", "2021-10-31"),
        ("二O一九年三月三十日", "2019-03-30"),
        ("二0一九年三月廿五日", "2019-03-25"),
        ("二OO九年十一月十三日", "2009-11-13"),
        ("二○二四年1月18日", "2024-01-18"),
        ("二〇二四年元月十八日", "2024-01-18"),
        ("2024年元月18日", "2024-01-18"),
        ("2024年一月十八日", "2024-01-18"),
        ("2O24年1月18日", "2024-01-18"),
        ("2O24年2月2O日", "2024-02-20"),
        ("2024年1O月3O日", "2024-10-30"),
        ("2O2O年1月1O日", "2020-01-10"),
        ("2О24年2月2О日", "2024-02-20"),
        ("2024年l月22日", "2024-01-22"),
        ("2O24-02-2O", "2024-02-20"),
        ("二 Ｏ 二 四 年 一 月 二 十 日", "2024-01-20"),
        ("二　〇　二　四　年　十　二　月　三　十　一　日", "2024-12-31"),
        ("2 0 2 4 年 2 月 2 0 日", "2024-02-20"),
        ("2024 年 2 月 2 0 日", "2024-02-20"),
        ("二⭕二四年一月二十日", "2024-01-20"),
        ("20231018", "2023-10-18"),
        ("20231018170300", "2023-10-18"),
        ("（2020年3月31日）", "2020-03-31"),
        ("(发布于:2023-12-20 17:03)", "2023-12-20"),
        ("2021-03-1714:57", "2021-03-17"),
        ("2023-12-20T17:03:00+08:00", "2023-12-20"),
        ("Tue Mar 17 14:57:00 CST 2021", "2021-03-17"),
    ],
)
def test_every_form_of_a_date_is_read(written: str, expected: str) -> None:
    assert read_date(written) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "null",
        "2022年",
        "2022年12月",
        "2021—2025年",
        "2022-02-30",
        "2023年13月1日",
        "二〇二二年十三月一日",
        "国办发〔2017〕47号",
        "12345",
        "2022-1",
        "10:30",
        "3.15",
        "1162030001390901",
        "20231318",
        "192.168.10.2021",
    ],
)
def test_what_is_no_full_date_is_none(written: str) -> None:
    assert read_date(written) is None


def test_dates_of_a_text_come_in_order_with_their_places() -> None:
    text = "成文日期：2022年1月5日 发布日期：2022-01-09 来源：司法局 二〇二二年一月十日"
    mentions = list(read_dates(text))
    assert [text[m.char_start : m.char_end] for m in mentions] == ["2022年1月5日", "2022-01-09", "二〇二二年一月十日"]
    assert [m.date.day for m in mentions] == [5, 9, 10]


def test_eight_digits_within_a_line_are_no_date() -> None:
    assert list(read_dates("索引号 11140581/20220105-3 共20231018件")) == []


@given(
    st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2049, 12, 31)),
    st.sampled_from(
        [
            "{0:%Y-%m-%d}",
            "{0.year}/{0.month}/{0.day}",
            "{0.year}年{0.month}月{0.day}日",
            "{0:%Y%m%d}",
            "{0:%Y}—{0:%m}—{0:%d} 08:00",
        ]
    ),
)
def test_any_day_comes_back_from_any_form(day: dt.date, form: str) -> None:
    assert read_date(form.format(day)) == day
