"""The second opinion: what it says of sentences, what judgements teach it, and that asking it changes nothing."""

from __future__ import annotations

import pytest

from parsers.figures.explain import explain_figures
from parsers.figures.second_opinion import ask_of_figure, ask_of_quote, open_catalogue, word_figures, word_lessons
from parsers.naming.matching import rules_of
from parsers.numbers.units import unit_classes
from parsers.opinion.sureness import combine_confidence
from parsers.opinion.weights import BadWeightsError, Model, Opinion, Said, pack_weights, read_weights, unpack_weights
from parsers.outline.sections import read_sections
from parsers.records import Metadata
from parsers.seed import read_seed
from tests.teach_opinion import read_sentences

METADATA = Metadata(year=2022, level="county")
TAUGHT = [
    ("全年受理行政复议案件41件。", "41件", "reconsideration.accepted"),
    ("印发普法读本3000册。", "3000册", "publicity.materials"),
    ("栽种行道树3000棵。", "3000棵", None),
]


def ask(sentence: str, quote: str, heading: str = "", model: Model | None = None) -> list[Opinion]:
    start = sentence.index(quote)
    return ask_of_figure(model or open_catalogue(), heading, sentence, (start, start + len(quote)))


def lesson(sentence: str, quote: str, name: str | None) -> list[Said]:
    start = sentence.index(quote)
    return word_lessons("", sentence, (start, start + len(quote)), [name] if name else [])


def test_what_is_stored_is_what_the_lessons_teach() -> None:
    told = []
    for text, start, end, indicator_id, fair in list(read_sentences())[::40]:
        opinions = ask_of_figure(open_catalogue(), "", text, (start, end))
        told += [one.indicator_id in {indicator_id, *fair} for one in opinions]
    print(sum(told), len(told))
    assert len(told) > 300
    assert sum(told) / len(told) > 0.93, "python -m tests.teach_opinion"


def test_every_class_is_an_indicator_that_the_rules_know() -> None:
    ids = {row["indicator_id"] for row in read_seed("indicators.csv")}
    named = {name for name in read_weights().names if not name.startswith("none ")}
    assert named <= ids
    ruled = {rule.indicator_id for unit in unit_classes() for rule in rules_of(unit)}
    assert named <= ruled


def test_weights_come_back_as_they_were_stored() -> None:
    rows = {"word 受理": {0: 1.25, 2: -0.5}, "unit 件": {1: 0.07}, "word 没有": {}}
    model = unpack_weights(pack_weights(["reconsideration.accepted", "none case", "none "], [0.5, -0.25, 0.0], rows))
    assert model.judge([*[""] * 12, "word 受理"]).candidates == ("reconsideration.accepted",)
    assert model.judge([*[""] * 12, "word 受理"]).likelihood == pytest.approx(0.806, abs=0.001)
    assert len(read_weights().names) > 300


@pytest.mark.parametrize(("weight", "other"), [(2.19, None), (2.2, "decision.meetings")])
def test_another_name_is_found_from_its_bound_on(weight: float, other: str | None) -> None:
    names = ["decision.meetings", "leadership.meetings", "none meeting"]
    model = unpack_weights(pack_weights(names, [0.0, -40.0, 0.0], {"head 会": {0: weight}, "word 开会": {1: 50.0}}))
    ids = frozenset(names[:2])
    assert model.find_other((["head 会"], None, "meeting"), ids, 0.9) == other
    assert model.find_other((["head 会"], "leadership.meetings", "meeting"), ids, 0.9) == other
    # what is no class of its own is no bound, and what is named so already is no other name
    assert model.find_other((["head 会"], None, "village"), ids, 0.9) == other
    assert model.find_other((["head 会"], "decision.meetings", "meeting"), ids, 0.9) is None
    # a name that is not counted in this unit is not taken, and stands in the way of others
    assert model.find_other((["head 会", "word 开会"], None, "meeting"), ids, 0.9) == "leadership.meetings"
    assert model.find_other((["head 会", "word 开会"], None, "meeting"), ids - {"leadership.meetings"}, 0.9) is None


@pytest.mark.parametrize("many", [1, 40])
def test_what_many_words_say_together_does_not_run_over(many: int) -> None:
    names = ["decision.meetings", "leadership.meetings", "none meeting"]
    features = [f"word {n}" for n in range(many)]
    rows = {feature: {0: 300.0, 1: 299.9, 2: -300.0} for feature in features}
    model = unpack_weights(pack_weights(names, [-0.1 * many + 3, 0.0, 0.0], rows))
    opinion = model.judge(features)
    assert opinion.candidates == ("decision.meetings", "leadership.meetings")
    assert opinion.likelihood == pytest.approx(0.953, abs=0.001)
    assert model.find_other((features, None, "meeting"), frozenset(names[:2]), 0.9) == "decision.meetings"
    assert model.find_other((features, None, "meeting"), frozenset(names[:2]), 0.96) is None


def test_the_same_lessons_give_the_same_and_are_recalled() -> None:
    lessons = [one for row in TAUGHT for one in lesson(*row)]
    first, second = open_catalogue().teach(lessons), open_catalogue().teach(lessons)
    assert first.spell() == second.spell() != open_catalogue().spell() == "{}"
    recalled = open_catalogue().recall(first.spell())
    assert recalled.spell() == first.spell()
    for features, _, _ in lessons:
        assert recalled.judge(features) == first.judge(features)


@pytest.mark.parametrize("spelled", ["", "[1]", '{"a": 3}', '{"a": {"b": "c"}}', '{"a": {"b": 1'])
def test_what_cannot_be_recalled_is_refused(spelled: str) -> None:
    with pytest.raises(BadWeightsError):
        open_catalogue().recall(spelled)


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


def test_lessons_change_what_is_said_and_leave_the_release_as_it_is() -> None:
    sentence, quote = "全年晾晒谷物样本71件。", "71件"
    assert [one.indicator_id for one in ask(sentence, quote)] != ["enforcement.inspections"]
    lessons = [
        one
        for n in range(20)
        for one in lesson(f"全年晾晒谷物样本{n + 10}件。", f"{n + 10}件", "enforcement.inspections")
    ]
    taught = open_catalogue().teach(lessons)
    assert [one.indicator_id for one in ask(sentence, quote, model=taught)] == ["enforcement.inspections"]
    assert [one.indicator_id for one in ask(sentence, quote)] != ["enforcement.inspections"]


def test_an_indicator_of_ones_own_can_be_taught() -> None:
    lessons = [
        one for n in range(20) for one in lesson(f"全年晾晒谷物样本{n + 10}件。", f"{n + 10}件", "grain.samples")
    ]
    taught = open_catalogue().teach(lessons)
    (opinion,) = ask("全年晾晒谷物样本71件。", "71件", model=taught)
    assert opinion.indicator_id == "grain.samples"
    assert opinion.likelihood > 0.5


def test_both_figures_written_alike_are_asked() -> None:
    sentence = "受理行政复议案件62件，开展法治讲座8场，审结62件。"
    assert (
        len(ask_of_quote(open_catalogue(), "", sentence, "62件"))
        == len(ask_of_quote(open_catalogue(), "", sentence, "8场")) + 1
    )
    assert ask_of_quote(open_catalogue(), "", sentence, "2件") == []


def test_one_number_said_of_two_things_has_two_opinions() -> None:
    assert len(ask("12345热线办结率、满意率均达100%。", "100%")) == 2


def test_an_explanation_tells_it_and_the_reading_stays() -> None:
    for sentence in ("收到行政复议申请62件。", "晾晒谷物样本71件。", "开展法治讲座36场，受众4万余人。"):
        plain = explain_figures(sentence, read_sections(sentence), METADATA)
        asked = explain_figures(sentence, read_sections(sentence), METADATA, model=open_catalogue())
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
    assert Model([], [], {}).judge(["word 受理"]) == Opinion(None, ())
