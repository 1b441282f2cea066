"""Any page ends as a report or with a reason, what is quoted stands in its text, and none takes long: `python -m tests.fuzz` in short."""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.page import parse_page
from parsers.records import RawPage
from tests.fuzz.mutations import HEADERS, MUTATIONS, URL, Mutation, draw_page
from tests.fuzz.running import make_shape, try_shape
from tests.fuzz.seed_pages import gather_files, gather_pages
from tests.fuzz.shapes import HEAD, TAIL
from tests.fuzz.trial import MEMORY, Trial, find_fault, try_page
from tests.patience import HANG_SECONDS

EXAMPLES = int(os.environ.get("FAZHI_TEST_EXAMPLES", "60"))
"""`python -m tests.fuzz` tries twenty thousand."""

# The quickest way to each end of the parsers, and what once broke one of them.
SMALL_SHAPES = (
    "nested_div", "nested_table_unclosed", "nested_mixed", "million_commas", "million_enumeration_commas", "million_opening_quotes", "million_ascii_brackets",
    "million_nuls_in_html", "repeated_of_which", "few_of_which_one", "few_respectively", "few_decimals", "many_cells", "many_half_comments",
    "attribute_of_a_megabyte", "entity_declarations", "lone_surrogates", "lone_surrogates_utf16", "surrogate_references", "wrong_charset_utf16",
    "wrong_charset_gbk", "charset_that_is_no_charset", "nothing", "every_byte", "number_of_a_million_digits", "number_beyond_floats",
    "chinese_number_without_end", "zip_of_zips", "zip_bomb_docx", "zip_that_lies_of_its_size", "docx_entities", "pdf_magic_alone", "zip_head_alone",
    "codec_that_reads_no_text", "codec_of_host_names", "control_references", "line_of_arrows", "repeated_decimals", "docx_many_paragraphs", "docx_wide_span",
)  # fmt: skip
LONG_SHAPES = ("text_50MB", "less_than_30MB", "figures_in_html_30MB")


def require_sound(trial: Trial) -> None:
    """Not its memory: in this process that is the whole session's; of its time only that it ended (a busy machine reads slowly)."""
    assert not trial.fault, f"{trial.name}: {trial.end}\n{trial.fault}"
    assert trial.seconds < HANG_SECONDS


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    start=st.integers(0, 10_000),
    is_file=st.sampled_from((False,) * 15 + (True,)),
    steps=st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=4),
    chance=st.randoms(use_true_random=False),
    content_type=st.sampled_from(HEADERS),
)
def test_mutated_pages_end_well(
    start: int, is_file: bool, steps: list[Mutation], chance: random.Random, content_type: str | None
) -> None:
    sources = gather_files() if is_file else gather_pages()
    body = sources[start % len(sources)]
    for step in steps:
        body = step(body or b" ", sources, chance)
    require_sound(try_page("mutated", RawPage(URL, body, content_type)))


@pytest.mark.parametrize("name", SMALL_SHAPES)
def test_extremes_end_well(name: str) -> None:
    require_sound(try_page(name, RawPage(URL, make_shape(name))))


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG_SHAPES)
def test_long_pages_end_well_in_a_process_of_their_own(name: str) -> None:
    trial = try_shape(name)
    require_sound(trial)
    assert trial.memory <= MEMORY


def test_the_same_number_draws_the_same_page() -> None:
    assert draw_page(3, 14) == draw_page(3, 14)
    assert draw_page(3, 14) != draw_page(4, 14)


def test_a_fault_is_found() -> None:
    """The trial itself can fail: a quote that is moved by one character is told."""
    page = RawPage(URL, (HEAD + TAIL).encode())
    sound = try_page("sound", page)
    assert (sound.end, sound.fault) == ("report", "")
    parsed = parse_page(page)
    first = replace(parsed.facts[0], char_start=parsed.facts[0].char_start + 1)
    assert "does not stand at" in find_fault(page, replace(parsed, facts=(first, *parsed.facts[1:])))
