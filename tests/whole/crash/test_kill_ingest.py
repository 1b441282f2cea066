"""`fazhi ingest` killed at random moments, pressed by another writer, read throughout: `python -m tests.whole.crash` in short."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.whole.crash.crowds import race_writers, watch_readers
from tests.whole.crash.kills import Theatre
from tests.whole.crash.pages import write_pages
from tests.whole.crash.stage import Stage

pytestmark = [pytest.mark.server, pytest.mark.slow]

PAGES = 20
KILLS = (0, 2, 4, 8, 22)
"""What chance makes of these: a new warehouse killed anywhere, at loading and, without its workers, at publishing; an old one at loading and alone."""
SECONDS = 2.0
PLAINLY = ""
"""No server: what is killed goes through one; crowds that do without meet more often."""


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory, server: str) -> Theatre:
    return Theatre(tmp_path_factory.mktemp("theatre"), PAGES, server)


@pytest.mark.parametrize("number", KILLS)
def test_a_killed_run_leaves_nothing_half(theatre: Theatre, number: int) -> None:
    played = theatre.play_round(number, random.Random(number))
    assert played.faults == ()
    assert played.orphans == 0


def test_two_writers_take_turns(tmp_path: Path, theatre: Theatre) -> None:
    race = race_writers(Stage(tmp_path / "stage", theatre.pages, PLAINLY), theatre.clean[False].content, SECONDS)
    assert race.faults == []
    assert race.ends.total() >= 4


def test_no_reader_fails_or_sees_a_half_state(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGES)
    audience = watch_readers(Stage(tmp_path / "stage", pages, PLAINLY), pages, PAGES, SECONDS)
    assert audience.faults == []
    assert sum(count for look, count in audience.looks.items() if look.startswith("open: ")) > 10
    assert sum(count for look, count in audience.looks.items() if look.startswith("sql: ")) > 1
