"""Accuracy on annotated reports: floors that only go up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.quality.accuracy import BadGoldError, Count, Score, score_folder, total, wilson
from tests.conftest import ROOT

# Raise a floor when a figure rises; never lower one.
FLOORS_SHARED = {
    "mentions": 0.999,
    "indicators": 0.999,
    "sections": 0.999,
    "items": 0.999,
    "units": 0.999,
    "periods": 0.999,
    "report": 0.999,
    "body": 0.999,
}
FLOORS_OWN = {
    "mentions": 0.999,
    "indicators": 0.979,
    "sections": 0.999,
    "items": 0.999,
    "units": 0.998,
    "periods": 0.988,
    "report": 0.999,
    "body": 0.999,
}


def figures(score: Score) -> dict[str, float]:
    return {name: getattr(score, name).f1 for name in FLOORS_SHARED}


@pytest.fixture(scope="module")
def shared_score(shared: Path) -> Score:
    return total(score_folder(shared / "gold", shared / "seeds").values())


def test_real_reports_stay_above_their_floors(shared_score: Score) -> None:
    below = {name: value for name, value in figures(shared_score).items() if value < FLOORS_SHARED[name]}
    assert below == {}, "\n".join(shared_score.errors)


def test_own_reports_stay_above_their_floors() -> None:
    score = total(score_folder(ROOT / "tests/gold", ROOT / "tests/gold/texts").values())
    below = {name: value for name, value in figures(score).items() if value < FLOORS_OWN[name]}
    assert below == {}, "\n".join(score.errors)


@pytest.mark.server
def test_the_command_says_what_the_given_script_says(shared: Path, shared_score: Score, tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "prefect")}
    command = [
        str(Path(sys.executable).parent / "fazhi"),
        "ingest",
        str(shared / "seeds"),
        "--warehouse",
        str(warehouse),
    ]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=240)
    script = [
        sys.executable,
        str(shared / "gold/evaluate.py"),
        str(warehouse),
        str(shared / "gold"),
        str(shared / "seeds"),
        "--json",
    ]
    given = json.loads(subprocess.run(script, check=True, capture_output=True, text=True, timeout=120).stdout)
    for name in ("mentions", "indicators", "sections", "items"):
        assert given[name]["f1"] == pytest.approx(getattr(shared_score, name).f1, abs=1e-9)
    for name in ("units", "periods", "report"):
        assert given[name]["share"] == pytest.approx(getattr(shared_score, name).precision, abs=1e-9)
    assert given["body"]["precision"] == pytest.approx(shared_score.body.precision, abs=0.001)
    assert given["body"]["recall"] == pytest.approx(shared_score.body.recall, abs=0.001)


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGoldError, match=r"facts\.jsonl"):
        score_folder(tmp_path, tmp_path)


def test_intervals_are_wilsons() -> None:
    low, high = wilson(9, 10)
    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)
    assert wilson(0, 0) == (0.0, 1.0)


def test_counts_of_nothing_are_no_success() -> None:
    assert (Count().precision, Count().recall, Count().f1) == (0.0, 0.0, 0.0)
