"""The second opinion of a warehouse: counted once, kept beside it, taught by its judgements, and made to forget them."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from functools import cache
from pathlib import Path

import duckdb
import pytest

from flows.commands.prove.learn import learn_confidence
from flows.review.ranking import rank_figures, weigh_doubts
from flows.second_opinion import _load, measure_lessons, name_learned, open_opinion
from flows.settings import Settings
from parsers.figures.second_opinion import list_examples, open_catalogue
from parsers.opinion.weights import Model
from parsers.seed import read_seed
from tests.judged_gold import NOON, judge_truly, list_all_figures, make_gold_warehouse
from warehouse.database import open_read_only
from warehouse.judge.judgement import Judgement
from warehouse.judge.ledger import append_judgements, name_ledger
from warehouse.judge.queues import Queue, list_doubts, list_figures
from warehouse.judge.stored import StoredFigure, fetch_figures, judge_figure
from warehouse.judge.teaching import Lesson, find_moment, list_lessons

LATE = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[StoredFigure], list[Judgement]]:
    path = tmp_path_factory.mktemp("gold") / "gold.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        # as the rules alone read it: the model of the release was fitted to these texts
        patch.setattr("parsers.figures.weighing.weigh_name", lambda reading, sighting: sighting)
        truth = make_gold_warehouse(path)
    path.with_name("plain.duckdb").write_bytes(path.read_bytes())  # of which nobody has judged anything
    with duckdb.connect(str(path)) as con:
        figures = fetch_figures(con, list_all_figures(con))
    return path, figures, judge_truly(figures, truth)


@cache
def _taught_little() -> Model:
    """A model that knows some examples alone: the gold, whose judgements are to teach it, is known to the one of the release."""
    return Model([], [], {}).teach(list_examples(read_seed("indicator_examples.csv")[::8]))


def test_it_is_taught_by_judgements_and_forgets_them(
    gold: tuple[Path, list[StoredFigure], list[Judgement]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, figures, judgements = gold
    for name in [name for name in os.environ if name.startswith("FAZHI_")]:
        monkeypatch.delenv(name)
    settings = Settings(warehouse=path)
    kept = name_learned(path)
    with open_read_only(path) as con:
        assert find_moment(con) is None
        assert open_opinion(settings, con) is open_catalogue()
    assert not kept.exists(), "nothing was learned"
    # A name of which the catalogue knows nothing, given to every figure of the commonest: what is said of some tells of the others.
    [(common, _)] = Counter(
        figure.read.get("indicator_id") for figure in figures if figure.read.get("indicator_id")
    ).most_common(1)
    odd = [
        judge_figure(figure, "changed", {"indicator_id": "region.area"}, "乙", NOON)
        for figure in figures
        if figure.read.get("indicator_id") == common
    ]
    places = {one.place for one in odd}
    said = [*(one for one in judgements[:300] if one.place not in places), *odd]
    append_judgements(name_ledger(path), said)
    assert learn_confidence(path, undo=False) == 0
    taught = kept.read_text(encoding="utf-8")
    with open_read_only(path) as con:
        moment = find_moment(con)
        assert len(list_lessons(said, moment)) == len(said) - sum(one.verdict == "rejected" for one in said)
        open_opinion(settings, con)
    assert kept.read_text(encoding="utf-8") == taught
    kept.unlink()
    with open_read_only(path) as con:
        open_opinion(settings, con)
    assert kept.read_text(encoding="utf-8") == taught, "learned again, the same"
    assert learn_confidence(path, undo=True) == 0
    with open_read_only(path) as con:
        assert open_opinion(settings, con) is open_catalogue()


def test_what_does_not_better_it_changes_nothing(
    gold: tuple[Path, list[StoredFigure], list[Judgement]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, figures, judgements = gold
    copy = tmp_path / "copy.duckdb"
    copy.write_bytes(path.with_name("plain.duckdb").read_bytes())
    # Three reports, and the end of another, all of which is said to be what nobody would say.
    odd = [judge_figure(figure, "changed", {"indicator_id": "region.area"}, "乙", NOON) for figure in figures[-40:]]
    append_judgements(name_ledger(copy), [*judgements[:300], *odd])
    stated = "SELECT fact_id, confidence, machine_confidence FROM fact_indicator ORDER BY fact_id"
    with open_read_only(copy) as con:
        before = con.execute(stated).fetchall()
    assert learn_confidence(copy, undo=False) == 0
    told = capsys.readouterr().out
    assert "340 条判断不足以把所给的把握改得更准" in told.replace("\n", "")
    assert "第二意见未改" in told
    with open_read_only(copy) as con:
        assert con.execute(stated).fetchall() == before
        assert find_moment(con) is None


def test_what_is_kept_and_damaged_is_learned_again(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    lessons = [Lesson("全年晾晒谷物样本71件。", 8, 11, "enforcement.inspections")]
    taught = _load(warehouse, lessons)
    assert not name_learned(warehouse).exists(), "nothing is left where no warehouse is"
    warehouse.touch()
    _load(warehouse, lessons)
    whole = name_learned(warehouse).read_bytes()
    for damaged in (whole[:-100], b"", b"\xff\xfe", whole[:70], b"0" * 64 + whole[64:]):
        name_learned(warehouse).write_bytes(damaged)
        assert _load(warehouse, lessons).spell() == taught.spell()
        assert name_learned(warehouse).read_bytes() == whole


def test_lessons_are_the_same_in_whatever_order(gold: tuple[Path, list[StoredFigure], list[Judgement]]) -> None:
    _, figures, judgements = gold
    assert list_lessons(judgements, None) == []
    assert list_lessons(judgements, NOON - dt.timedelta(days=1)) == []
    assert list_lessons(judgements, LATE) == list_lessons(judgements[::-1], LATE)
    contested = judge_figure(figures[0], "changed", {"indicator_id": "region.area"}, "丙", NOON)
    assert len(list_lessons([*judgements, contested], LATE)) == len(list_lessons(judgements, LATE)) - 1


def test_judgements_bring_it_nearer_to_judgements_of_other_wording(
    gold: tuple[Path, list[StoredFigure], list[Judgement]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.second_opinion.open_catalogue", _taught_little)
    taught = measure_lessons(list_lessons(gold[2][::4], LATE))
    print(taught)
    assert taught.judged > 500
    assert taught.after > taught.before


def test_wrong_readings_come_earlier_than_without_it(
    gold: tuple[Path, list[StoredFigure], list[Judgement]],
) -> None:
    path, figures, judgements = gold
    wrong = {figure.fact_id for figure, one in zip(figures, judgements, strict=True) if one.verdict != "right"}
    model = _taught_little()
    with open_read_only(path) as con:
        doubts = list_doubts(con, 2000, [])
        assert [one.fact_id for one in doubts] == list_figures(con, Queue("doubtful"), 2000, [])
        weighed = weigh_doubts(con, doubts, model)
        assert {one.fact_id for one, _ in weighed} == {one.fact_id for one in doubts}
        before = [place for place, one in enumerate(doubts) if one.fact_id in wrong]
        after = [place for place, (one, _) in enumerate(weighed) if one.fact_id in wrong]
        print(f"places of the wrong ones: {before} → {after}")
        assert len(after) == len(before) > 0
        assert sum(after) < sum(before)
        contradicted = list_figures(con, Queue("disagree"), 100, [])
        ranked = rank_figures(con, Queue("disagree"), 100, [], None, lambda: model)
        assert ranked[: len(contradicted)] == contradicted
        assert len(set(ranked)) == len(ranked) > len(contradicted)
        differing = {one.fact_id for one, agrees in weighed if agrees is False}
        assert set(ranked[len(contradicted) :]) <= differing
        asked = rank_figures(con, Queue("random", "x"), 30, [], None, lambda: pytest.fail("it was not asked for"))
        assert asked == list_figures(con, Queue("random", "x"), 30, [])
