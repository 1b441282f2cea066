"""Known addresses: facts that fetching can use."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from flows.errors import CallError
from flows.fetching.addresses import check_address
from flows.sites.known import list_known
from flows.sites.registry import choose_sources
from parsers.identity.names.divisions import find_division
from parsers.seed import read_seed
from parsers.text.addresses import normalise_address


def test_each_known_address_can_be_fetched_and_stands_there_once():
    rows = read_seed("known_reports.csv")
    assert len(rows) > 300
    assert all((urlsplit(row["address"]).hostname or "").endswith(".gov.cn") for row in rows)
    assert all(check_address(row["address"]) is None for row in rows)
    assert all(normalise_address(row["address"]) == row["address"] for row in rows)
    assert len({row["region_code"][:2] for row in rows if row["region_code"]}) >= 30


def test_a_level_is_that_of_its_code():
    for row in read_seed("known_reports.csv"):
        if row["kind_of_body"] == "government" and row["region_code"]:
            division = find_division(row["region_code"], int(row["year"] or 2024))
            assert division is not None
            assert division.level == row["level"], row


def test_a_region_is_named_by_its_code_or_the_beginning_of_it():
    assert set(list_known("500110")) < set(list_known("50")) < set(list_known())
    sources, others = choose_sources(list_known("500110"))
    assert {source.kind for source in sources} == {"report"}
    assert others == []
    with pytest.raises(CallError, match="710000"):
        list_known("710000")
    with pytest.raises(CallError, match="区划代码"):
        list_known("河南")
