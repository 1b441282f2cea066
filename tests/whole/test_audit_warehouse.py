"""Audit and learning on texts whose truth is known: the stated interval holds the true precision, confidence comes nearer to it."""

from __future__ import annotations

import itertools
from dataclasses import astuple, replace
from pathlib import Path

import duckdb
import pytest

from parsers.seed_check import find_faults
from seeds.own import read_merged
from tests.benchmarks.learning import SHIFTS, simulate
from tests.judged_gold import NOON, judge_truly, list_all_figures, make_gold_warehouse, see_paragraphs
from warehouse.judge.card import make_card
from warehouse.judge.intervals import measure_clustered, measure_share, size_sample
from warehouse.judge.judgement import Judgement
from warehouse.judge.learning import Reading, learn_shares, list_readings, measure_gain, state_confidences
from warehouse.judge.sample import count_population, draw_sample
from warehouse.judge.sheet import read_sheet, write_sheet
from warehouse.judge.stored import fetch_figures, spell_moment
from warehouse.judge.suggestions import list_examples
from warehouse.load.judging.learned import store_learned

DRAWS = 50
HELD = 0.93


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Judgement]]:
    """The warehouse of the annotated texts, and the truth on each of its figures."""
    path = tmp_path_factory.mktemp("gold") / "gold.duckdb"
    truth = make_gold_warehouse(path)
    with duckdb.connect(str(path)) as con:
        return path, judge_truly(fetch_figures(con, list_all_figures(con)), truth)


@pytest.mark.parametrize("size", [100, 300])
def test_true_precision_lies_inside_the_stated_interval(gold: tuple[Path, list[Judgement]], size: int) -> None:
    path, judgements = gold
    right = sum(one.verdict == "right" for one in judgements)
    true = right / len(judgements)
    assert 0.5 < true < 1
    held = 0
    with duckdb.connect(str(path)) as con:
        for seed in range(DRAWS):
            sample = draw_sample(con, size, 0, str(seed), who="甲", when=spell_moment(NOON))
            card = make_card([*judgements, sample], {})
            assert card is not None
            assert card.is_whole
            assert card.precision.of == size
            held += card.precision.low <= true <= card.precision.high
    print(f"true precision {true:.4f}, inside {held} of {DRAWS}")
    assert held >= HELD * DRAWS


def test_card_counts_groups_and_recall(gold: tuple[Path, list[Judgement]]) -> None:
    path, judgements = gold
    with duckdb.connect(str(path)) as con:
        total = count_population(con)
        assert total == len(judgements)
        sample = draw_sample(con, 200, 30, "seed", who="甲", when=spell_moment(NOON))
        assert draw_sample(con, 200, 30, "seed", who="甲", when=spell_moment(NOON)) == sample
        themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
        shares = dict(
            con.execute(
                "SELECT coalesce(theme, 'outside'), count(*) / sum(count(*)) OVER () FROM fact_indicator "
                "LEFT JOIN dim_indicator USING (indicator_id) GROUP BY 1"
            ).fetchall()
        )
    drawn = [figure["theme"] for figure in sample.detail["figures"]]
    # Each theme has its due share, to a figure or two.
    for theme, share in shares.items():
        assert abs(drawn.count(theme) - 200 * share) <= 2
    card = make_card([*judgements, sample], themes)
    assert card is not None
    assert not card.is_whole
    assert (card.open_figures, card.open_paragraphs) == (0, 30)
    card = make_card([*judgements, *see_paragraphs(sample), sample], themes)
    assert card is not None
    assert card.is_whole
    assert sum(one.of for one in card.by_theme.values()) == 200
    assert sum(one.of for one in card.by_band.values()) == 200
    assert sum(one.right for one in card.by_indicator.values()) == card.precision.right
    assert card.recall is not None
    assert card.found is not None
    assert 0 < card.recall.right <= card.found.right
    assert f"随机抽取 200 个数字，{card.precision.right} 个正确" in card.say()


def test_contested_figure_of_a_sample_is_still_open(gold: tuple[Path, list[Judgement]]) -> None:
    path, judgements = gold
    with duckdb.connect(str(path)) as con:
        sample = draw_sample(con, 20, 0, "s", who="甲", when=spell_moment(NOON))
        first = fetch_figures(con, [sample.detail["figures"][0]["fact_id"]])
    verdict = next(
        one.verdict for one in judgements if one.char_start == first[0].char_start and one.page_id == first[0].page_id
    )
    others = judge_truly(
        first,
        {}
        if verdict == "right"
        else {(first[0].page_id, first[0].char_start, first[0].char_end): {first[0].read.get("indicator_id")}},
        "乙",
    )
    card = make_card([*judgements, *others, sample], {})
    assert card is not None
    assert card.open_figures == 1


@pytest.mark.parametrize("engine", list(SHIFTS))
def test_learning_from_300_judgements_comes_nearer_to_reports_not_judged_and_never_farther(
    gold: tuple[Path, list[Judgement]], engine: str
) -> None:
    path, judgements = gold
    with duckdb.connect(str(path)) as con:
        themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
    readings = list_readings(judgements, themes)
    told = simulate(readings, SHIFTS[engine], 10, together=True)
    print(told)
    before, after = (float(told[f"error {when}"].split()[0]) for when in ("before", "after"))
    if engine == "right just as often as stated":
        assert told["taken"] <= 0.1
    else:
        assert told["taken"] >= 0.4
        assert after < 0.85 * before
    assert told["worse"] <= 0.1


def test_what_is_learned_does_not_hang_on_the_order_and_reaches_what_nobody_judged(
    gold: tuple[Path, list[Judgement]],
) -> None:
    readings = [
        replace(one, right=one.right and one.theme != "rules") for one in list_readings(gold[1], {"a": "rules"})
    ] + [Reading(0.9, "rules", "a", n % 3 > 0, f"page {n % 5}") for n in range(90)]
    learned = learn_shares(readings, [0.7, 0.9])
    assert learned == learn_shares(readings[::-1], [0.7, 0.9])
    # Of no figure of .7 anything was judged, of rules at .9 a third was wrong: rules of .7 are less sure than others of .7.
    [others, rules] = state_confidences(
        learned, [Reading(0.7, "other", "b", True, ""), Reading(0.7, "rules", "a", True, "")]
    )
    assert rules < others
    assert 0 < rules < 1
    assert not measure_gain([Reading(0.9, "rules", "a", n % 3 > 0, "one page") for n in range(300)]).is_borne_out


def test_figures_that_were_sought_out_tell_of_no_share(gold: tuple[Path, list[Judgement]]) -> None:
    sought = [
        replace(one, queue=queue) for one, queue in zip(gold[1], itertools.cycle(("doubtful", "disagree", "random 甲")))
    ]
    assert len(list_readings(sought, {})) == len(sought) // 3


def test_learned_confidence_is_stored_kept_and_taken_back(gold: tuple[Path, list[Judgement]], tmp_path: Path) -> None:
    path, judgements = gold
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.read_bytes())
    with duckdb.connect(str(copy)) as con:
        themes = dict(con.execute("SELECT indicator_id, theme FROM dim_indicator").fetchall())
        stated = "SELECT fact_id, confidence, machine_confidence FROM fact_indicator ORDER BY fact_id"
        before = con.execute(stated).fetchall()
        learned = learn_shares(list_readings(judgements[:600], themes))
        store_learned(con, learned, NOON)
        after = con.execute(stated).fetchall()
        assert after != before
        for (_, confidence, _), (_, changed, machine) in zip(before, after, strict=True):
            assert machine in (None, confidence)
            assert changed == confidence if machine is None else 0 < changed < 1
        store_learned(con, learned, NOON)
        assert con.execute(stated).fetchall() == after
        store_learned(con, [], NOON)
        assert con.execute(stated).fetchall() == before


def test_suggestions_are_rows_of_the_seeds(gold: tuple[Path, list[Judgement]]) -> None:
    _, judgements = gold
    examples = list_examples(judgements)
    assert {one.kind for one in examples} == {"example", "near_miss"}
    columns = list(read_merged("indicator_examples.csv")[0])
    rows = tuple(dict(zip(columns, astuple(one), strict=True)) for one in examples)
    assert [str(fault) for fault in find_faults("indicator_examples.csv", rows)] == []
    assert all("〔" in one.sentence for one in examples)


def test_table_of_judgements_comes_back_as_it_went(gold: tuple[Path, list[Judgement]], tmp_path: Path) -> None:
    path, judgements = gold
    with duckdb.connect(str(path)) as con:
        sample = draw_sample(con, 5, 2, "s", who="甲", when=spell_moment(NOON))
    kept = [*judgements, *see_paragraphs(sample), sample]
    file = tmp_path / "judgements.csv"
    write_sheet(file, kept)
    known = {one.judgement_id: one for one in kept}
    assert read_sheet(file, known, NOON) == kept
    # Into another ledger, which knows none of them; and through the code page of Excel in China.
    assert [one.judgement_id for one in read_sheet(file, {}, NOON)] == list(known)
    file.write_bytes(file.read_bytes().decode("utf-8-sig").encode("gb18030"))
    assert [one.judgement_id for one in read_sheet(file, {}, NOON)] == list(known)
    assert not [line for line in file.read_bytes().split(b"\n") if line.startswith((b"=", b"@"))]


@pytest.mark.parametrize(("right", "of", "population", "low", "high"), [
    # Newcombe's own examples of the method; of a population twice as large the interval is narrower.
    (81, 263, None, 0.2535, 0.3682),
    (15, 148, None, 0.0598, 0.1644),
    (1, 29, None, 0.0018, 0.1963),
    (0, 20, None, 0.0, 0.2005),
    (20, 20, None, 0.7995, 1.0),
    (291, 300, None, 0.9419, 0.9853),
    (291, 300, 600, 0.9511, 0.9822),
    (300, 300, 300, 1.0, 1.0),
    (0, 0, None, 0.0, 1.0),
])  # fmt: skip
def test_interval(right: int, of: int, population: int | None, low: float, high: float) -> None:
    share = measure_share(right, of, population)
    assert share.low == pytest.approx(low, abs=5e-4)
    assert share.high == pytest.approx(high, abs=5e-4)


def test_size_gives_the_wanted_interval_and_one_less_does_not() -> None:
    for population in (50, 1000, 100_000, 6_000_000):
        for half_width in (0.01, 0.02, 0.05):
            size = size_sample(population, half_width)
            share = measure_share(round(0.95 * size), size, population)
            assert (share.high - share.low) / 2 <= half_width + 0.002
            assert size <= population
    assert size_sample(6_000_000, 0.02) == pytest.approx(518, abs=15)
    with pytest.raises(ValueError, match="half width"):
        size_sample(100, 0)


def test_whole_paragraphs_that_miss_together_widen_the_interval() -> None:
    single = measure_share(90, 100)
    together = measure_clustered([(10, 10)] * 9 + [(0, 10)])
    apart = measure_clustered([(9, 10)] * 10)
    assert together.high - together.low > 2 * (single.high - single.low)
    assert (apart.low, apart.high) == (single.low, single.high)
