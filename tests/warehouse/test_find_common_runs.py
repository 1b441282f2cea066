"""Common passages: which runs of characters two texts have in common, compared with a search that tries every pair of places."""

import random

import pytest

from warehouse.derive.passages import Place
from warehouse.derive.recycled import SHORTEST, find_common_runs, fold_report, list_grams, tabulate_grams


def find(one: str, others: list[str], passages: list[Place] | None = None, skipped: tuple[int, ...] = ()):
    text = fold_report("one", one, passages or [Place(0, 0, len(one))])
    table = tabulate_grams([fold_report(f"{n}", other, [Place(0, 0, len(other))]) for n, other in enumerate(others)])
    return find_common_runs(text, list_grams(text), table, skipped)


def try_all_places(one: str, other: str) -> list[tuple[int, int, int]]:
    """First, last and shift of the runs that are told: the earliest first, each beginning where the one before ends."""
    longest = []
    for a in range(len(one)):
        for b in range(len(other)):
            if one[a] == other[b] and (a == 0 or b == 0 or one[a - 1] != other[b - 1]):
                length = 0
                while a + length < len(one) and b + length < len(other) and one[a + length] == other[b + length]:
                    length += 1
                if length >= SHORTEST:
                    longest.append((a, a + length, b - a))
    told, covered = [], 0
    for begin, last, shift in sorted(longest):
        first = max(begin, covered)
        if last - first >= SHORTEST:
            covered = last
            told.append((first, last, shift))
    return told


@pytest.mark.parametrize("seed", range(30))
def test_every_common_run_of_thirty_characters_is_found_and_no_other(seed):
    chance = random.Random(seed)
    # (few letters make many short runs; one character takes four bytes in UTF-16)
    letters = chance.choice(["甲乙", "甲乙丙丁戊己", "甲乙丙丁戊己庚辛壬癸𠮷子丑寅卯"])
    pieces = ["".join(chance.choices(letters, k=chance.choice([23, 29, 30, 31, 45, 70, 130]))) for _ in range(4)]

    def write() -> str:
        parts = chance.choices(pieces, k=3)
        return "".join(part + "".join(chance.choices(letters, k=chance.randrange(6))) for part in parts)

    one, others = write(), [write(), write()]
    found = {
        name: sorted(
            (run.char_start, run.char_end, run.other_char_start - run.char_start)
            for run in find(one, others)
            if run.other_report_id == name
        )
        for name in ("0", "1")
    }
    assert found == {"0": try_all_places(one, others[0]), "1": try_all_places(one, others[1])}


def test_a_text_that_stands_within_another_whole_ends_with_it():
    short = "".join(chr(0x4E00 + n) for n in range(96))
    for one, other, shift in ((short, f"前{short}后", 1), (f"前{short}后", short, -1), (short, short, 0)):
        [run] = find(one, [other])
        assert (run.chars, run.other_char_start - run.char_start) == (96, shift)


def test_white_space_is_no_difference_and_places_are_those_of_the_stored_text():
    letters = "".join(chr(0x4E00 + n) for n in range(40))
    one, other = f" 头\n{letters[:9]}\n　{letters[9:]}尾", f"另{letters[:20]} {letters[20:]}\n"
    [run] = find(one, [other])
    assert "".join(one[run.char_start : run.char_end].split()) == letters
    assert "".join(other[run.other_char_start : run.other_char_end].split()) == letters
    assert (one[run.char_start], one[run.char_end - 1]) == (letters[0], letters[-1])


def test_a_run_is_cut_at_passages_and_short_rests_are_dropped():
    letters = "".join(chr(0x4E00 + n) for n in range(100))
    places = [Place(1, 0, 31), Place(2, 31, 60), Place(3, 60, 60), Place(4, 60, 100)]
    runs = find(letters, [letters], places)
    assert [(run.section_seq, run.section_chars, run.char_start, run.char_end) for run in runs] == [
        (1, 31, 0, 31),
        (4, 40, 60, 100),
    ]


def test_texts_that_are_skipped_are_compared_with_nothing():
    letters = "".join(chr(0x4E00 + n) for n in range(50))
    assert [run.other_report_id for run in find(letters, [letters, letters, letters], skipped=(0, 2))] == ["1"]


def test_an_empty_text_has_nothing_in_common():
    assert find("", ["", "甲" * 40]) == []
    assert find(" \n ", [" \n "]) == []
