"""What the model of words names where the rules are silent, and where they have the last word."""

from __future__ import annotations

import pytest

from parsers.figures.facts import find_quantities, read_facts
from parsers.figures.reading import open_reading
from parsers.figures.weighing import weigh_name
from parsers.naming.matching import WORDS
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata

METADATA = Metadata(year=2023, level="county")


def read(text: str, quote: str) -> Fact:
    facts = [fact for fact in read_facts(text, read_sections(text), METADATA) if fact.quote == quote]
    assert facts, text
    return facts[0]


def names(text: str, quote: str) -> tuple[str | None, str | None, str]:
    """What the rules name a figure, what it is named in the end, and by what."""
    reading, figures = open_reading(text, find_quantities(text)[0], read_sections(text), METADATA)
    (sighting, *_) = next(sightings for sightings in figures if sightings[0].quantity.quote == quote)
    weighed = weigh_name(reading, sighting).match
    return (
        sighting.match.indicator_id if sighting.match else None,
        weighed.indicator_id if weighed else None,
        weighed.evidence if weighed else "",
    )


@pytest.mark.parametrize(
    ("text", "quote", "indicator"),
    [
        ("党校主体班开设依法行政课程5期。", "5期", "leadership.trainings"),
        ("全年辖区共发刑事案件612起，同比下降8%。", "612起", "security.criminal_cases"),
        ("综合窗口改革后，1320项业务实行一窗受理。", "1320项", "services.one_window_items"),
        ("律师进园区为商户解答法律问题420余次。", "420余次", "legal_services.consultations"),
    ],
)
def test_what_no_rule_knows_is_named_by_its_words(text: str, quote: str, indicator: str) -> None:
    assert names(text, quote) == (None, indicator, WORDS)
    fact = read(text, quote)
    assert (fact.indicator_id, fact.outside) == (indicator, None)
    assert fact.confidence == 0.95


def test_another_name_is_taken_where_the_words_are_all_but_sure() -> None:
    by_rules, named, by = names("组织21名执法队员走进法院旁听庭审。", "21名")
    assert (by_rules, named, by) == ("enforcement.officers_trained", "leadership.court_visit_persons", WORDS)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        # below what it must be sure of
        ("汇编创建工作佐证材料130余册。", "130余册"),
        ("行政复议委员会召开案件会商会12次。", "12次"),
        # no indicator is counted so
        ("全县粮食产量32万吨。", "32万吨"),
        ("全年接待游客126万人次。", "126万人次"),
    ],
)
def test_what_nobody_is_sure_of_has_no_name(text: str, quote: str) -> None:
    assert names(text, quote)[1] is None


def test_a_part_is_not_named_by_its_words() -> None:
    whole = "综合窗口改革后，1320项业务接入平台，其中320项业务实行一窗受理。"
    assert names(whole, "320项")[1] == "services.one_window_items"
    assert read(whole, "320项").part_of is not None
    assert read(whole, "320项").indicator_id is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("通过乡镇人民调解委员会公开招聘专职调解员36名。", "36名"),
        ("办理残疾人等特殊群体法律援助案件318件。", "318件"),
        ("悬挂横幅、滚动播放电子显示屏标语820余条。", "820余条"),
    ],
)
def test_what_a_rule_forbids_stays_forbidden_however_sure_the_words_are(text: str, quote: str) -> None:
    assert names(text, quote)[1] is None


def test_a_rank_is_never_asked() -> None:
    reading, figures = open_reading(
        "开设依法行政课程场次居全市第5位。", find_quantities("开设依法行政课程场次居全市第5位。")[0], (), METADATA
    )
    for sightings in figures:
        for sighting in sightings:
            assert not sighting.defined
            assert weigh_name(reading, sighting) is sighting
