"""What is kept of the parsers' expressions finds what they do when they are compiled; whatever else lies there is passed over."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parsers.seed import read_seed
from parsers.text import kept_codes
from parsers.text.expressions import compile_expression, expression, list_expressions
from parsers.text.first_characters import telling_first_characters

ASKED = [
    (r"(?P<count>\d+)(件|起)", 0),
    ("[一-龥]{2,4}(?:局|厅)(?!长)", 0),
    (r"(?i)<br\s*/?>|\n", 0),
    ("ab c # d", re.X | re.I),
]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of the test's own."""
    path = tmp_path / "expressions.codes"
    monkeypatch.setattr(kept_codes, "locate_codes", lambda: path)
    kept_codes._read_codes.cache_clear()
    yield path
    kept_codes._read_codes.cache_clear()


def _refuse(*_: Any) -> re.Pattern[str]:
    raise AssertionError("compiled anew")


def test_every_expression_comes_back_and_finds_what_it_does_compiled(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run([sys.executable, "-m", "parsers.keep_expressions", kept], check=True)
    codes = kept_codes._read_codes()
    assert len(codes) > 600
    due = {asked: re.compile(*asked) for asked in codes}
    monkeypatch.setattr(re, "compile", _refuse)
    text = "\n".join(row["sentence"] for row in read_seed("indicator_examples.csv")[::_EVERY])
    for asked, compiled in due.items():
        revived = kept_codes.compile_kept(*asked)
        assert (revived.pattern, revived.flags, revived.groupindex) == (
            compiled.pattern,
            compiled.flags,
            compiled.groupindex,
        )
        assert _list_found(revived, text) == _list_found(compiled, text), asked


_EVERY = 40


def _list_found(pattern: re.Pattern[str], text: str) -> list[tuple[tuple[int, int], tuple[Any, ...]]]:
    return [(found.span(), found.groups()) for found in pattern.finditer(text)]


# Each with a text in which something is found by each of its ways.
OPENINGS = [
    (r"(?:共|原有)?\d+项", "共5项，原有7项，9项"),
    (r"(?<!常务)会议|\n.", "会议，常务会议，\n一"),
    (r"(?=[将把])(?:.5|把)", "将5，把，把5，5"),
    (r"(?:\s|\d)*?(?:(?P<one>[市县])|政|(?:区)+)局", " 5市局，政局，区区局，局"),
    (r"(?>a|b++)?c", "ac，bbc，c，a"),
    (r"(?:^|。)[^,]", "一。二"),
    (r"^\d|县", "1县"),
    (r"(?i:A)b|c", "ab，Ab，c"),
    (r"(a)?(?(1)b|c)", "ab，c，a"),
    (r"(?=[xy]*)\d?z|\Dx", "z，1z，ax"),
    (r"[^市]市|𠮷", "县市，𠮷"),
    (r"a*", "aab"),
]


@pytest.mark.parametrize(("pattern", "text"), OPENINGS)
def test_what_is_told_of_first_characters_hides_nothing(pattern: str, text: str) -> None:
    compiled = re.compile(pattern)
    re.purge()
    with telling_first_characters():
        told = re.compile(pattern)
    re.purge()
    assert _list_found(told, text) == _list_found(compiled, text) != []


def test_what_is_kept_is_not_compiled_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_codes.keep_codes(ASKED, kept) == len(ASKED)
    monkeypatch.setattr(re, "compile", _refuse)
    assert [found["count"] for found in compile_expression(*ASKED[0]).finditer("受理12件，办结9起")] == ["12", "9"]
    assert expression(*ASKED[3]).fullmatch("ABC")


def test_what_is_not_kept_is_compiled(kept: Path) -> None:
    kept_codes.keep_codes(ASKED, kept)
    assert compile_expression(r"\d+件").fullmatch("12件")
    with pytest.raises(re.error):
        compile_expression("(件")


def test_nothing_is_kept_twice_and_flags_count(kept: Path) -> None:
    assert kept_codes.keep_codes([("件", 0), ("件", 0), ("件", re.I)], kept) == 2


def _truncate(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def _of_another_build(whole: bytes) -> bytes:
    _, codes = marshal.loads(whole)
    return marshal.dumps((("another Python", "little", 4), {asked: (0, b"", 0, {}, ()) for asked in codes}))


def _without_sense(whole: bytes) -> bytes:
    build, codes = marshal.loads(whole)
    return marshal.dumps((build, {asked: (*made[:1], b"\xff" * 64, *made[2:]) for asked, made in codes.items()}))


def _of_another_form(whole: bytes) -> bytes:
    return marshal.dumps([1, 2, 3])


@pytest.mark.parametrize("spoil", [_truncate, _of_another_build, _without_sense, _of_another_form, lambda _: b""])
def test_a_file_that_is_not_right_is_passed_over(kept: Path, spoil: Any) -> None:
    kept_codes.keep_codes(ASKED, kept)
    kept.write_bytes(spoil(kept.read_bytes()))
    assert [compile_expression(*asked) for asked in ASKED] == [re.compile(*asked) for asked in ASKED]


def test_a_place_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    place = tmp_path / "file" / "expressions.codes"
    told = subprocess.run(
        [sys.executable, "-m", "parsers.keep_expressions", place], capture_output=True, text=True, check=True
    )
    assert "could not be kept" in told.stderr


def test_expressions_are_listed_only_while_somebody_asks() -> None:
    with list_expressions() as made:
        expression("件")
        compile_expression("起", re.I)
    expression("次")
    assert made == [("件", 0), ("起", int(re.I))]
