"""Common passages: which runs of characters two texts have in common, compared with a search that tries every pair of places."""

import random
from itertools import product

import pytest

from warehouse.derive.passages import Place
from warehouse.derive.recycled import _COVER, _STEP, COLUMNS, SHORTEST, find_runs, fold_report, place_runs


def find(one: str, other: str, passages: list[Place] | None = None) -> list[dict[str, int]]:
    """What is told of `one`; the runs of both are found both ways round."""
    text = fold_report(0, "one", one, passages or [Place(0, 0, len(one))])
    with_text = fold_report(1, "other", other, [Place(0, 0, len(other))])
    runs, turned = find_runs(text, with_text)
    assert find_runs(with_text, text) == (turned, runs)
    return [dict(zip(COLUMNS, row, strict=True)) for row in place_runs(text, runs, with_text)]


def list_places(rows: list[dict[str, int]]) -> list[tuple[int, int, int]]:
    return sorted((row["char_start"], row["char_end"], row["other_char_start"] - row["char_start"]) for row in rows)


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

    one, other = write(), write()
    assert list_places(find(one, other)) == try_all_places(one, other)
    assert list_places(find(other, one)) == try_all_places(other, one)


def test_whatever_the_shift_a_place_of_every_few_is_kept_in_both_texts():
    assert {(one - other) % _STEP for one, other in product(_COVER, repeat=2)} == set(range(_STEP))


@pytest.mark.parametrize("shift", range(14))
def test_the_shortest_run_is_found_wherever_it_stands(shift):
    run = "".join(chr(0x4E00 + n) for n in range(SHORTEST))
    for before in range(14):
        one, other = "甲" * before + run, "乙" * shift + run + "丙"
        assert list_places(find(one, other)) == [(before, before + SHORTEST, shift - before)]


@pytest.mark.parametrize("length", [57, 58, 59, 569, 570, 571, 1100, 3000])
def test_a_long_run_ends_where_the_texts_differ(length):
    run = "".join(chr(0x4E00 + n) for n in range(length))
    for end, other_end in (("甲", "乙"), ("", "乙"), ("甲", ""), ("", "")):
        assert list_places(find(f"前{run}{end}", f"{run}{other_end}")) == [(1, 1 + length, -1)]


def test_a_text_that_stands_within_another_whole_ends_with_it():
    short = "".join(chr(0x4E00 + n) for n in range(96))
    for one, other, shift in ((short, f"前{short}后", 1), (f"前{short}后", short, -1), (short, short, 0)):
        [run] = find(one, other)
        assert (run["chars"], run["other_char_start"] - run["char_start"]) == (96, shift)


def test_white_space_is_no_difference_and_places_are_those_of_the_stored_text():
    letters = "".join(chr(0x4E00 + n) for n in range(40))
    one, other = f" 头\n{letters[:9]}\n　{letters[9:]}尾", f"另{letters[:20]} {letters[20:]}\n"
    [run] = find(one, other)
    assert "".join(one[run["char_start"] : run["char_end"]].split()) == letters
    assert "".join(other[run["other_char_start"] : run["other_char_end"]].split()) == letters
    assert (one[run["char_start"]], one[run["char_end"] - 1]) == (letters[0], letters[-1])


def test_a_run_is_cut_at_passages_and_short_rests_are_dropped():
    letters = "".join(chr(0x4E00 + n) for n in range(100))
    places = [Place(1, 0, 31), Place(2, 31, 60), Place(3, 60, 60), Place(4, 60, 100)]
    runs = find(letters, letters, places)
    assert [[run[name] for name in ("section_seq", "section_chars", "char_start", "char_end")] for run in runs] == [
        [1, 31, 0, 31],
        [4, 40, 60, 100],
    ]


def test_of_equal_runs_the_one_that_stands_first_in_the_other_text_is_told():
    run = "".join(chr(0x4E00 + n) for n in range(40))
    assert list_places(find(f"甲{run}", f"乙{run}丙{run}丁{run}")) == [(1, 41, 0)]
    assert list_places(find(f"乙{run}丙{run}丁{run}", f"甲{run}")) == [(1, 41, 0), (42, 82, -41), (83, 123, -82)]


def test_an_empty_text_has_nothing_in_common():
    assert find("", "甲" * 40) == find("甲" * 40, "") == find("", "") == []
    assert find(" \n ", " \n ") == []
