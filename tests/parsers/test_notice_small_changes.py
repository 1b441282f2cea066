"""Sentences at the edge of a rule, one for each small change of the reading that `python -m tests.mutation` made and no test noticed."""

from __future__ import annotations

import datetime as dt

import pytest

from parsers.figures.facts import read_facts
from parsers.identity.years import find_latest_stated_year
from parsers.outline.sections import read_sections
from parsers.outline.sequences import Mark, group_marks
from parsers.records import Fact, Metadata


def facts_of(text: str) -> tuple[Fact, ...]:
    return read_facts(text, read_sections(text), Metadata(year=2023, level="county"))


def find_fact(text: str, quote: str) -> Fact:
    [fact] = [fact for fact in facts_of(text) if fact.quote == quote]
    return fact


@pytest.mark.parametrize(
    ("text", "status", "computed"),
    [
        # nothing was heard: no share of nothing is computed
        ("法院开庭审理行政案件0件，行政机关负责人出庭应诉0件，出庭应诉率0%。", None, None),
        # a part may be all of its whole
        ("法院开庭审理行政案件20件，行政机关负责人出庭应诉20件，出庭应诉率100%。", "consistent", 100.0),
        ("法院开庭审理行政案件20件，行政机关负责人出庭应诉20件，出庭应诉率98%。", "inconsistent", 100.0),
    ],
)
def test_rate_of_nothing_and_of_all(text: str, status: str | None, computed: float | None) -> None:
    rate = facts_of(text)[-1]
    assert (rate.check_status, rate.computed) == (status, computed)


def test_a_sum_that_fits_exactly_tells() -> None:
    whole, *parts = facts_of("收到行政复议申请62件，受理51件，不予受理11件。")
    assert (whole.check_status, whole.computed) == ("consistent", 62.0)
    assert [part.check_status for part in parts] == [None, None]


def test_one_part_alone_checks_nothing_however_large() -> None:
    """梳理风险点50个，其中高风险点50个: of the parts of a whole one says nothing of the others, and is no more than the whole."""
    whole, part = facts_of("梳理风险点50个，其中高风险点50个。")
    assert part.part_of == whole.seq
    assert (whole.check_status, whole.computed) == (None, None)


def test_a_row_of_shares_ends_with_its_sentence() -> None:
    first, second = facts_of("其中社保类33。农业类20%。")
    assert (first.check_status, second.check_status) == (None, None)


@pytest.mark.parametrize(
    ("text", "quote", "first", "last"),
    [
        # a plan is over after its fifth year, whoever counts from its beginning
        ("“十三五”以来，建成中心20个。", "20个", "2016-01-01", "2020-12-31"),
        # brackets that are closed again keep nothing from the time before them
        ("2022年受理案件（含信访）30件。", "30件", "2022-01-01", "2022-12-31"),
        # the same months are those that were named, and not the whole year named between
        ("前三季度受理52件，全年任务60件，去年同期受理48件。", "48件", "2022-01-01", "2022-09-30"),
        # a time governs its item only so far
        (f"截至11月底，开展指导56次。{'各单位认真落实年度任务，逐项对账销号。' * 25}约谈企业7家。", "7家", "2023-01-01", "2023-12-31"),
    ],
    ids=["plan", "brackets", "same months", "far away"],
)  # fmt: skip
def test_times_at_their_edges(text: str, quote: str, first: str, last: str) -> None:
    period = find_fact(text, quote).period
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat()) == (first, last)


def test_as_many_as_there_can_be_are_possible() -> None:
    assert find_fact("全省建成300个开发区。", "300个").check_status is None
    assert find_fact("全省建成301个开发区。", "301个").check_status == "garbled"


@pytest.mark.parametrize(("text", "quote"), [("化解'125件积案'任务。", "125件"), ("收到申请——62件。", "62件")])
def test_a_quotation_mark_or_a_long_dash_cuts_no_number(text: str, quote: str) -> None:
    """1'234'567元 and 3-62件 are garbled; what stands before the mark makes them so."""
    assert find_fact(text, quote).check_status is None


@pytest.mark.parametrize(
    ("text", "quote", "label"),
    [
        # the comma within brackets or quotation marks parts no row
        ("办结（含退件、转办）率和满意率均达98%。", "98%", "办结(含退件、转办)率"),
        ("“受理、办结”率和满意率均达98%。", "98%", "“受理、办结”率"),
        # of a row whose last member is no rate the rates are told
        ("办结率、满意率、群众评议98%。", "98%", "办结率"),
    ],
)
def test_a_row_is_parted_between_its_members(text: str, quote: str, label: str) -> None:
    assert find_fact(text, quote).label == label


def test_a_bound_is_found_as_far_as_its_clause_goes() -> None:
    assert find_fact("不低于本部门全部在编行政执法人员总数的80%。", "80%").qualifier == "at_least"


def test_a_half_is_a_share() -> None:
    fact = find_fact("二分之一的事项网上办。", "二分之一")
    assert (fact.value, fact.unit) == (50.0, "%")


@pytest.mark.parametrize(
    ("text", "signed", "year"),
    [
        # signed in July: the half year that lies behind is of that year; in June it may still be the year before
        ("今年以来,我县坚持依法行政。", dt.date(2012, 7, 5), 2012),
        ("今年以来,我县坚持依法行政。", dt.date(2012, 6, 5), None),
        # what April tells of its own year is not yet a report's subject, what May tells is
        ("2022年受理62件,办结60件。2022年培训5次。2023年受理12件。2023年培训2次。", dt.date(2023, 4, 10), 2022),
        ("2022年受理62件,办结60件。2022年培训5次。2023年受理12件。2023年培训2次。", dt.date(2023, 5, 10), 2023),
        # stated twice is enough
        ("2021年受理62件。2021年办结9件。2022年培训5次。", None, 2021),
    ],
)
def test_year_by_the_month_of_the_signature(text: str, signed: dt.date | None, year: int | None) -> None:
    assert find_latest_stated_year(text, signed) == year


def test_a_second_without_its_first_needs_a_third_and_answers_for_one_first() -> None:
    def mark(ordinal: int, start: int) -> Mark:
        return Mark("是", ordinal, start, start + 2, "。")

    assert group_marks([mark(2, 0), mark(4, 9)]) == []
    assert group_marks([mark(3, 0), mark(4, 9)]) == []
    firsts = mark(1, 0), mark(1, 9)
    second, third = mark(2, 20), mark(3, 30)
    assert group_marks([*firsts, second, third]) == [[firsts[1], second, third]]
