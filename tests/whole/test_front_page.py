"""What the front page finds, and the pictures of the site: computed from the warehouse, each with its sentence."""

from __future__ import annotations

import datetime as dt
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows.errors import CallError
from flows.settings import read_settings
from tests.made_up_reports import load_reports as load_made_up
from tests.made_up_reports import make_reports
from tests.view_samples import Figure, Part, build_report, load_reports
from tests.warehouse_samples import connect_in_memory
from warehouse.site.build import build_site
from warehouse.site.findings import find_findings, find_movers
from warehouse.site.indicator_pages import read_people
from warehouse.site.library import read_library
from warehouse.site.pictures import TILES, CoverageBar, Tile, draw_card, draw_coverage, draw_map

APPLIED = "reconsideration.applications"
RATE = "services.completion_rate"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_in_memory() as con:
        yield con


def tell(region: str, year: int, quote: str, value: float, indicator: str = APPLIED, unit: str = "件", **more: object):
    figure = Figure(quote, indicator, value, unit, kind="rate" if unit == "%" else "level", **more)  # type: ignore[arg-type]
    part = Part("一、", "账目", "disputes", f"全年某事{quote}，如上。")
    return build_report(region, year, [part], [figure], published=dt.date(year + 1, 2, 1))


def ask(con: duckdb.DuckDBPyConnection):
    con.execute("CREATE OR REPLACE TEMP TABLE site_series AS FROM indicator_series")
    library = read_library(con)
    return {finding.title_en: finding for finding in find_findings(con, library)}, find_movers(con, library)


def test_the_largest_change_is_one_that_can_be_believed(con: duckdb.DuckDBPyConnection) -> None:
    load_reports(
        con,
        [
            tell("410928", 2021, "40件", 40),
            tell("410928", 2022, "90件", 90),
            tell("410922", 2021, "30件", 30),
            tell("410922", 2022, "3000余件", 3000, qualifier="over"),
            tell("410923", 2021, "22件", 22),
            tell("410923", 2022, "2200件", 2200, confidence=0.5),
            tell("410926", 2021, "2件", 2),
            tell("410926", 2022, "19件", 19),
        ],
    )
    found, movers = ask(con)
    change = found["The largest change"]
    assert change.region_code == "410928"
    assert "40 件" in change.told
    assert "+125%" in change.told_en
    assert "<mark>90件</mark>" in change.sentence
    assert change.href.startswith("report/410928-2022.html#t-")
    assert change.caveat
    assert [(mover.region_code, mover.percent, mover.year) for mover in movers] == [("410928", 125, 2022)]


def test_no_change_is_told_over_a_break_of_caliber(con: duckdb.DuckDBPyConnection) -> None:
    load_reports(con, [tell("410928", 2023, "40件", 40), tell("410928", 2024, "400件", 400)])
    found, movers = ask(con)
    assert "The largest change" not in found
    assert movers == []


def test_an_unusual_rate_is_far_from_its_peers(con: duckdb.DuckDBPyConnection) -> None:
    codes = [
        code
        for (code,) in con.execute(
            "SELECT code FROM region_latest WHERE level = 'county' ORDER BY 1 LIMIT 9"
        ).fetchall()
    ]
    load_reports(con, [tell(code, 2022, f"9{at}%", 90 + at, RATE, "%") for at, code in enumerate(codes[:8])])
    assert "An unusual rate" in ask(con)[0]
    load_reports(con, [tell(codes[8], 2022, "41%", 41, RATE, "%")])
    rate = ask(con)[0]["An unusual rate"]
    assert rate.region_code == codes[8]
    assert "9 regions" in rate.told_en


def test_an_empty_warehouse_finds_nothing(con: duckdb.DuckDBPyConnection) -> None:
    assert ask(con) == ({}, [])


def test_people_are_told_by_year(con: duckdb.DuckDBPyConnection) -> None:
    load_reports(con, [tell("410928", 2022, "80万人", 800_000, "region.resident_population", "人")])
    ask(con)
    assert read_people(con) == {"410928": {2022: 800_000}}


def test_tiles_are_the_provinces_each_at_its_own_place(con: duckdb.DuckDBPyConnection) -> None:
    provinces = {code for (code,) in con.execute("SELECT code FROM region_latest WHERE level = 'province'").fetchall()}
    assert set(TILES) == provinces
    assert len({place[:2] for place in TILES.values()}) == len(TILES)
    drawn = draw_map({"410000": Tile("河南省", 40, 100), "110000": Tile("北京市", 0, 17)}, 2023, linked=True)
    root = ET.fromstring(drawn)
    links = [link for link in root.iter() if link.tag.endswith("}a")]
    assert {link.get("href") for link in links} == {"province/410000.html", "province/110000.html"}
    assert "河南省：2023 年度公开 40/100" in {link.get("aria-label") for link in links}
    assert 'class="tile d3"' in drawn
    assert 'class="tile d0"' in drawn
    assert "<a " not in draw_map({}, 2023, linked=False)


def test_pictures_are_sound_and_escape_what_they_say() -> None:
    bars = [CoverageBar(2023, [("in_time", 40), ("late", 3)], 100), CoverageBar(2022, [], 100)]
    for drawn in (draw_coverage(bars), draw_card(["甲<b>", "乙&"], "题", "脚")):
        ET.fromstring(drawn)
    assert "43/100" in draw_coverage(bars)


def test_the_front_page_shows_what_was_found(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_made_up(con, make_reports(10))
    build_site(con, tmp_path / "site")
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert html.count('class="card"') == 2  # Too few regions for an unusual rate, and nothing told later.
    assert html.count("看原文") == 2
    assert "Top movers" in html
    years = [html.index(f"{year} 年度</th>") for year in (2023, 2022, 2021)]
    assert years == sorted(years)
    for name in ("map", "coverage", "card"):
        ET.parse(tmp_path / f"site/pictures/{name}.svg")
    assert "og:title" in html
    assert "og:image" not in html  # Nobody said where the site will stand, and a card has no relative address.


def test_the_share_card_is_a_picture_at_its_whole_address(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load_made_up(con, make_reports(10))
    build_site(con, tmp_path / "site", address="https://data.example.org/fazhi/")
    html = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    card = tmp_path / "site/pictures/card.png"
    assert 'property="og:url" content="https://data.example.org/fazhi/"' in html
    assert ("og:image" in html) is card.exists()
    if not card.exists():
        pytest.skip("this machine has no font for Chinese: no card is painted, and none is claimed")
    assert 'property="og:image" content="https://data.example.org/fazhi/pictures/card.png"' in html
    signature, width, height = struct.unpack(">8s8xII", card.read_bytes()[:24])
    assert (signature, width, height) == (b"\x89PNG\r\n\x1a\n", 1200, 630)


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("https://data.example.org", True),
        ("http://example.org/fazhi/", True),
        ("example.org/fazhi", False),
        ("https://", False),
        ("https://example.org/?page=1", False),
        ("file:///site/", False),
    ],
)
def test_an_address_of_the_site_is_a_whole_one(monkeypatch: pytest.MonkeyPatch, told: str, taken: bool) -> None:
    monkeypatch.setenv("FAZHI_SITE_ADDRESS", told)
    if taken:
        assert read_settings(None).site_address == told
    else:
        with pytest.raises(CallError, match="SITE_ADDRESS"):
            read_settings(None)
