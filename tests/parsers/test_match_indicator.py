"""The catalogue's sentences: each figure takes the indicator it should, through the whole chain from text to fact."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

import parsers.figures.reading
import parsers.naming.matching
from parsers.figures.facts import read_facts
from parsers.naming.matching import BadRuleError, Match, load_rules, match_indicator
from parsers.naming.surroundings import Surroundings
from parsers.outline.sections import read_sections
from parsers.records import Fact, Metadata
from parsers.seed import read_seed

EXAMPLES = read_seed("indicator_examples.csv")
CATALOGUE = {row["indicator_id"]: row for row in read_seed("indicators.csv")}

# What an unknown figure must not take over from the heading above it.
HEADINGS = (
    "一、切实加强党对法治政府建设的领导",
    "二、深化“放管服”改革，优化法治化营商环境",
    "（二）加强规范性文件监督管理",
    "（三）推进重大行政决策科学化民主化法治化",
    "（一）深化行政执法体制改革，推行行政执法“三项制度”",
    "（二）强化行政执法监督",
    "五、依法有效化解社会矛盾纠纷",
    "（一）加强行政复议和行政应诉工作",
    "（二）推进人民调解和信访工作",
    "（三）完善公共法律服务体系，加强法律援助",
    "（四）自觉接受人大监督、政协民主监督和司法监督",
    "（五）全面推进政务公开",
    "六、深入开展法治宣传教育，落实“谁执法谁普法”",
    "七、健全突发事件应对体系，提升应急处置能力",
    "（三）推行行政执法公示和“双随机、一公开”监管",
    "（六）规范政务服务，建设政务服务中心",
)


def read(text: str) -> list[Fact]:
    return list(read_facts(text, read_sections(text), Metadata(year=2022, level="county")))


def read_marked(row: dict[str, str], heading: str = "") -> list[Fact]:
    """The facts of the figure between 〔 and 〕."""
    before = heading or row["context"]
    before += "" if not before or before[-1] in "。，；：,;:" else "\n"
    start = len(before) + row["sentence"].index("〔")
    end = len(before) + row["sentence"].index("〕") - 1
    facts = read(before + row["sentence"].replace("〔", "").replace("〕", ""))
    return [fact for fact in facts if fact.char_start < end and fact.char_end > start]


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['indicator_id'] or 'none'}-{row['sentence'][:24]}")
def test_figure_takes_its_indicator(row: dict[str, str]) -> None:
    facts = read_marked(row)
    assert facts, "the figure is not read"
    taken, wanted = {fact.indicator_id for fact in facts} - {None}, set(filter(None, row["takes"].split("+")))
    assert taken == wanted, (
        f"takes says {wanted or 'nothing'}, the rules {taken or 'nothing'}: `fazhi explain` tells why"
    )


@pytest.mark.parametrize("heading", HEADINGS)
def test_other_figures_take_nothing_from_the_heading(heading: str) -> None:
    others = [row for row in EXAMPLES if row["kind"] == "foreign"]
    assert len(others) > 300
    taken = {
        (row["sentence"], fact.indicator_id)
        for row in others
        for fact in read_marked(row, heading)
        if fact.indicator_id
    }
    assert taken == set(), "a rule is too wide, or the row is foreign no longer: make it an example"


def test_every_indicator_has_its_sentences() -> None:
    kinds = Counter((row["indicator_id"], row["kind"]) for row in EXAMPLES)
    assert {row["indicator_id"] for row in EXAMPLES} - {""} <= CATALOGUE.keys()
    assert {row["kind"] for row in EXAMPLES} == {"example", "near_miss", "foreign"}
    assert [name for name in CATALOGUE if kinds[name, "example"] < 3] == []
    assert [name for name in CATALOGUE if kinds[name, "near_miss"] < 1] == []
    for row in EXAMPLES:
        takes = set(filter(None, row["takes"].split("+")))
        assert takes <= CATALOGUE.keys()
        assert (row["indicator_id"] in takes) == (row["kind"] == "example"), (
            f"takes of an example names its indicator: {row}"
        )


def test_every_rule_decides_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    fired: set[int] = set()

    def note(unit: str, around: Surroundings) -> Match | None:
        match = match_indicator(unit, around)
        if match:
            fired.add(match.rule)
        return match

    monkeypatch.setattr(parsers.figures.reading, "match_indicator", note)
    for row in EXAMPLES:
        read_marked(row)
    rules = read_seed("indicator_rules.csv")
    dead = [(row["indicator_id"], row["clause"], row["subject"]) for n, row in enumerate(rules) if n not in fired]
    assert dead == []


def test_every_indicator_has_a_rule() -> None:
    assert CATALOGUE.keys() == {row["indicator_id"] for row in read_seed("indicator_rules.csv")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"indicator_id": "no.such"}, "no.such"),
        ({"unit": "furlong"}, "furlong"),
        ({"clause": "no_word"}, "no_word"),
        ({"subject": "no_subject"}, "no_subject"),
        ({"unless": "accept no_mark"}, "no_mark"),
    ],
)
def test_bad_rule_is_named(monkeypatch: pytest.MonkeyPatch, change: dict[str, str], said: str) -> None:
    rows = ({**read_seed("indicator_rules.csv")[0], **change},)
    monkeypatch.setattr(
        parsers.naming.matching, "read_seed", lambda name: rows if name == "indicator_rules.csv" else read_seed(name)
    )
    with pytest.raises(BadRuleError, match=said):
        load_rules.__wrapped__()


def test_single_units_are_rules_units() -> None:
    # 28个部门的1043项审批服务事项入驻市民中心: 项 counts items, 个 departments
    facts = {fact.quote: fact.indicator_id for fact in read("28个部门的1043项审批服务事项入驻市民中心。")}
    assert facts["1043项"] == "services.hall_items"


def test_the_nearer_subject_decides_between_rules_alike() -> None:
    facts = read("开展应急演练12场，参演860人次，组织应急培训3次，培训210人次。")
    assert [fact.indicator_id for fact in facts] == [
        "emergency.drills", "emergency.drill_participants", "emergency.trainings", "emergency.trainees",
    ]  # fmt: skip


def test_reference_catalogue_keeps_its_meaning(shared: Path) -> None:
    lines = (shared / "reference" / "indicators.csv").read_text(encoding="utf-8-sig").splitlines()
    columns = lines[0].split(",")
    ours = [",".join(row[c] for c in columns) for row in CATALOGUE.values() if row["origin"] == "reference"]
    assert ours == lines[1:]
    assert {row["origin"] for row in CATALOGUE.values()} == {"reference", "grown"}


def test_grown_indicator_never_stands_for_one_of_the_reference(shared: Path) -> None:
    for path in sorted((shared / "gold").glob("*.facts.jsonl")):
        text = (shared / "seeds" / path.name.replace(".facts.jsonl", ".txt")).read_text(encoding="utf-8")
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        named = [(row["start"], row["end"]) for row in gold if row["indicator"]]
        for fact in read(text):
            if fact.indicator_id and CATALOGUE[fact.indicator_id]["origin"] == "grown":
                assert not any(fact.char_start < end and fact.char_end > start for start, end in named), fact.quote


def test_sentences_are_our_own(shared: Path) -> None:
    runs: set[str] = set()
    for path in (shared / "seeds").glob("*.txt"):
        text = re.sub(r"\s", "", path.read_text(encoding="utf-8"))
        runs.update(text[n : n + 24] for n in range(len(text) - 23))
    for row in EXAMPLES:
        text = re.sub(r"[\s〔〕]", "", row["context"] + row["sentence"])
        assert not any(text[n : n + 24] in runs for n in range(len(text) - 23)), row["sentence"]
