"""Names of reports, and when two texts are one report."""

from __future__ import annotations

import pytest

from parsers.records import Metadata
from tests.warehouse_samples import make_report
from warehouse.load.identity import are_versions, digest_text, identify_facts, name_report, strip_number


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        (Metadata(region_code="410928", year=2023, level="county"), "410928-2023"),
        (Metadata(region_code="410928", year=2023), "410928-2023"),
        (Metadata(region_code="410928", year=2023, level="department"), "410928-2023-department"),
        (Metadata(region_code="410928", year=2023, level="township"), "410928-2023-township"),
        (Metadata(year=2023), "unknown-2023"),
        (Metadata(region_code="410928"), "410928-unknown"),
        (Metadata(), "unknown-unknown"),
    ],
)
def test_name_says_region_year_and_kind(metadata: Metadata, name: str) -> None:
    assert name_report(metadata) == name
    for number in ("", "-2", "-11"):
        assert strip_number(name + number) == name


def test_what_is_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="no report_id"):
        strip_number("410928")


def test_white_space_does_not_make_another_text() -> None:
    text = make_report().text
    assert digest_text(text, "甲") == digest_text(text.replace("\n", "\n\n　"), "乙")
    assert digest_text(text, "甲") != digest_text(text.replace("62件", "63件"), "甲")


def test_short_text_needs_its_title() -> None:
    assert digest_text("见附件", "甲局报告") != digest_text("见附件", "乙局报告")
    assert digest_text("见附件", "甲局 报告") == digest_text("见附件 ", "甲局报告")


def test_corrected_text_is_a_version_and_another_years_report_is_not() -> None:
    text = make_report().text
    assert are_versions(text, make_report(cases=70).text)
    assert are_versions(text, make_report(year=2022).text)
    assert are_versions(text, text.replace("，", ",").replace("。", "。\n"))
    assert are_versions(text, text[: len(text) * 3 // 4])
    assert not are_versions(text, make_report(year=2022, story=1).text)
    assert are_versions("", "")
    assert not are_versions(text, "")


def test_fact_ids_depend_on_the_report_and_not_on_the_offsets() -> None:
    facts = make_report().facts
    ids = identify_facts("410928-2023", facts)
    assert len(set(ids)) == len(ids)
    assert all(len(fact_id) == 20 for fact_id in ids)
    moved = make_report(extra="").facts
    assert identify_facts("410928-2023", moved) == ids
    assert not set(identify_facts("410928-2022", facts)) & set(ids)
