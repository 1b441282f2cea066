"""The second opinion: what it is taught by, what it says of sentences that it was not taught, and that it gives no id."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import pytest

from parsers.figures.explain import explain_figures
from parsers.figures.second_opinion import (
    ask_of_figure,
    ask_of_quote,
    count_catalogue,
    count_examples,
    match_marks,
    read_annotated,
    teach_passage,
    teach_text,
    word_figures,
)
from parsers.opinion.counts import BadCountsError, Counts, Model, Opinion, read_counts
from parsers.opinion.sureness import combine_confidence
from parsers.opinion.wording import list_features
from parsers.outline.sections import read_sections
from parsers.records import Metadata
from tests.write_annotated import WRITTEN, spell_annotated

METADATA = Metadata(year=2022, level="county")
LEFT_OUT = 5


@cache
def model() -> Model:
    return Model(count_catalogue())


def ask(sentence: str, quote: str, heading: str = "") -> list[Opinion]:
    start = sentence.index(quote)
    return ask_of_figure(model(), heading, sentence, (start, start + len(quote)))


def test_annotated_texts_are_those_of_the_gold() -> None:
    assert WRITTEN.read_bytes() == spell_annotated().encode(), "python -m tests.write_annotated"
    assert WRITTEN.stat().st_size < 1_000_000


def test_the_same_is_counted_in_whatever_order() -> None:
    lessons = [
        ("全年受理行政复议案件41件。", "41件", "reconsideration.accepted"),
        ("印发普法读本3000册。", "3000册", "publicity.materials"),
        ("栽种行道树3000棵。", "3000棵", None),
    ]
    spelled = set()
    for seed in range(4):
        counts = Counts()
        for sentence, quote, name in random.Random(seed).sample(lessons, len(lessons)):
            start = sentence.index(quote)
            teach_passage(counts, "", sentence, (start, start + len(quote)), [name] if name else [])
        spelled.add(counts.spell())
    (one,) = spelled
    assert read_counts(one).spell() == one


@pytest.mark.parametrize(
    "spelled", ["", "{}", "[1]", '{"taught": [["a", 1]], "features": {"b": [4, 1]}}', '{"taught": 3']
)
def test_counts_that_are_none_are_refused(spelled: str) -> None:
    with pytest.raises(BadCountsError):
        read_counts(spelled)


@pytest.mark.parametrize(
    ("sentence", "quote", "indicator"),
    [
        ("本县今年共承接群众提出的法律援助申请并受理案件283件。", "283件", "legal_aid.accepted"),
        ("各司法所会同村居调委会成功化解邻里纠纷1640件。", "1640件", "mediation.settled"),
        ("一年来区政府作为被告的行政诉讼案件共有52件。", "52件", "litigation.cases"),
        ("组织普法志愿者走进校园，开展法治宣讲86场。", "86场", "publicity.events"),
    ],
)
def test_what_is_due_is_among_the_candidates(sentence: str, quote: str, indicator: str) -> None:
    opinions = ask(sentence, quote)
    assert opinions
    assert any(indicator in opinion.candidates for opinion in opinions), opinions


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("新建高标准农田3.2万亩。", "3.2万亩"),
        ("全年接待游客126万人次。", "126万人次"),
        ("实现地区生产总值312亿元。", "312亿元"),
    ],
)
def test_what_the_catalogue_does_not_know_is_left_alone(sentence: str, quote: str) -> None:
    assert [opinion.indicator_id for opinion in ask(sentence, quote)] == [None]


def test_agreement_tells_right_names_from_wrong_ones_on_texts_that_were_not_taught() -> None:
    texts = list(read_annotated())
    held = texts[::LEFT_OUT]
    counts = count_examples()
    for n, (text, marks) in enumerate(texts):
        if n % LEFT_OUT:
            teach_text(counts, text, marks)
    taught = Model(counts)
    told: Counter[tuple[bool, bool]] = Counter()
    for text, marks in held:
        for worded, taken in match_marks(text, marks):
            named = set(worded.named) - {None}
            opinions = [taught.judge(list_features(wording)) for wording in worded.wordings]
            told[all(one.agrees(named) for one in opinions), named == set(taken)] += 1
    shares = {agrees: told[agrees, True] / (told[agrees, True] + told[agrees, False]) for agrees in (True, False)}
    print(told, shares)
    assert told.total() > 400
    assert shares[True] > 0.95
    assert shares[False] < shares[True] - 0.05


def test_lessons_change_what_is_said_and_leave_the_catalogue_as_it_is() -> None:
    sentence, quote = "全年晾晒谷物样本71件。", "71件"
    start = sentence.index(quote)
    before = count_catalogue().spell()
    counts = count_catalogue().copy()
    assert [one.indicator_id for one in ask(sentence, quote)] != ["enforcement.inspections"]
    for number in range(20):
        passage = f"全年晾晒谷物样本{number + 10}件。"
        teach_passage(counts, "", passage, (start, start + 3), ["enforcement.inspections"])
    taught = ask_of_figure(Model(counts), "", sentence, (start, start + len(quote)))
    assert [one.indicator_id for one in taught] == ["enforcement.inspections"]
    assert count_catalogue().spell() == before


def test_both_figures_written_alike_are_asked() -> None:
    sentence = "受理行政复议案件62件，开展法治讲座8场，审结62件。"
    assert len(ask_of_quote(model(), "", sentence, "62件")) == len(ask_of_quote(model(), "", sentence, "8场")) + 1
    assert ask_of_quote(model(), "", sentence, "2件") == []


def test_one_number_said_of_two_things_has_two_opinions() -> None:
    assert len(ask("12345热线办结率、满意率均达100%。", "100%")) == 2


def test_an_explanation_tells_it_and_the_reading_stays() -> None:
    for sentence in ("收到行政复议申请62件。", "晾晒谷物样本71件。", "开展法治讲座36场，受众4万余人。"):
        plain = explain_figures(sentence, read_sections(sentence), METADATA)
        asked = explain_figures(sentence, read_sections(sentence), METADATA, model=model())
        assert [one["fact"] for one in plain] == [one["fact"] for one in asked]
        assert all("opinion" not in one for one in plain)
        for one in asked:
            opinion = one["opinion"]
            assert opinion["agrees"] == (opinion["indicator_id"] == one["fact"]["indicator_id"])
            assert len(opinion["candidates"]) == 5


@pytest.mark.parametrize("stated", [0.0, 0.5, 0.82, 0.95, 1.0])
@pytest.mark.parametrize("named", [True, False])
def test_agreement_makes_surer_and_difference_less_sure(stated: float, named: bool) -> None:
    agreed = combine_confidence(stated, named=named, agrees=True)
    differed = combine_confidence(stated, named=named, agrees=False)
    assert 0 <= differed <= min(stated, 0.995) <= agreed <= 1


def test_tables_and_texts_without_figures_are_nothing() -> None:
    assert word_figures("本年没有数字。", (), METADATA) == []
    assert ask("办理案件62件，其余从略。", "其余") == []
    assert Model(Counts()).judge(["word 受理"]) == Opinion(None, ())
