"""Words to concepts: what hides what, what stays unexplained, and that the table holds together."""

from __future__ import annotations

import pytest

import parsers.naming.concepts as concepts
from parsers.naming.concepts import UNEXPLAINED, BadConceptError, concept_bits, concept_roles, find_concepts, scan_words
from parsers.seed import read_seed

_ASKED_BY_THE_ENGINE = {
    "actor",
    "total",
    "moved_to",
    "ordinary",
    "handed_on",
    "power_row",
    "rate_first",
    "of_the_two",
    UNEXPLAINED,
}


def found(text: str) -> set[str]:
    return {concept for concept, bit in concept_bits().items() for _, _, meant in find_concepts(text) if meant & bit}


def words_of(concept: str, text: str) -> list[str]:
    return [text[start:end] for start, end, meant in find_concepts(text) if meant & concept_bits()[concept]]


@pytest.mark.parametrize(
    ("text", "there", "hidden"),
    [
        ("不予受理11件", "reject", "accept"),
        ("行政调解案件86件", "admin_mediation", "mediation"),
        ("规范性文件按时报备率", "filing_timeliness", "filing_rate"),
        ("基层受理点接收申请", "service_point", "accept"),
        ("调解协议涉及金额", "mediation_agreement", "contract"),
        ("深化最多跑一次改革", "one_stop_reform", "one_stop"),
        ("行政备案事项清单", "filing_item", "file_report"),
        ("审理终结", "trial_end", "trial"),
    ],
)
def test_longer_word_hides_the_shorter_inside_it(text: str, there: str, hidden: str) -> None:
    assert there in found(text)
    assert hidden not in found(text)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("受理消毒产品卫生许可", ["消毒产品"]),
        ("全年共依法受理", []),
        # who acts is no thing of its own
        ("临江县司法局共办结", []),
        ("经审查受理", []),
    ],
)
def test_what_no_word_explains(text: str, runs: list[str]) -> None:
    assert words_of(UNEXPLAINED, text) == runs


def test_hits_stand_in_order_and_inside_the_text() -> None:
    text = "收到行政复议申请62件,受理54件。"
    hits = find_concepts(text)
    assert [start for start, _, _ in hits] == sorted(start for start, _, _ in hits)
    assert all(0 <= start < end <= len(text) for start, end, _ in hits)


def test_every_concept_is_used() -> None:
    used = set(_ASKED_BY_THE_ENGINE)
    for row in read_seed("indicator_rules.csv"):
        for column in ("clause", "subject", "unless"):
            used.update(row[column].replace("|", " ").replace("&", " ").replace("~", " ").split())
    hiding = {row["concept"] for row in read_seed("concepts.csv") if row["hides"]}
    assert concept_roles().keys() - used - hiding == set()


def test_every_concept_but_what_the_engine_sets_has_words_and_none_twice() -> None:
    for row in read_seed("concepts.csv"):
        words = row["words"].split("|") if row["words"] else []
        assert bool(words) != (row["concept"] in {UNEXPLAINED, "handed_on", "power_row", "rate_first"}), row["concept"]
        assert all(words)
        assert len(words) == len(set(words)), row["concept"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"concept": "a", "role": "verb", "words": "x", "hides": ""}, "verb"),
        ({"concept": "a", "role": "act", "words": "x", "hides": "nothing"}, "nothing"),
        ({"concept": "accept", "role": "act", "words": "x", "hides": ""}, "twice accept"),
    ],
)
def test_bad_row_is_named(monkeypatch: pytest.MonkeyPatch, row: dict[str, str], said: str) -> None:
    rows = (*read_seed("concepts.csv"), row)
    monkeypatch.setattr(concepts, "read_seed", lambda _: rows)
    with pytest.raises(BadConceptError, match=said):
        concept_roles.__wrapped__()


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("印发《关于开展“减证便民”行动清理事项的通知》等3件文件", ["印发"]),
        ("开展“送法进企业”活动12场", ["开展"]),
        ("组织“讲法·用法”培训，发放“两张清单”各3份", ["组织", "发放"]),
    ],
)
def test_a_verb_within_a_name_governs_nothing(text: str, acts: list[str]) -> None:
    _, tokens = scan_words(text)
    assert [text[token.start : token.end] for token in tokens.acts((0, len(text)))] == acts
