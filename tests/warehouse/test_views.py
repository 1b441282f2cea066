"""The views' answers, worked out by hand on small warehouses of made-up reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from tests.view_samples import Figure, Part, build_report, fetch, load_reports
from tests.warehouse_samples import connect_in_memory
from warehouse.derive.derived import refresh_derived
from warehouse.derive.views import list_views, load_views, read_question
from warehouse.store.queries import fetch_value

APPLIED = "reconsideration.applications"
ADVISERS = "decision.advisers"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_in_memory() as con:
        yield con


def one_figure(region: str, year: int, value: int, indicator: str = APPLIED, scope: str | None = None, **more):
    """A report with one count."""
    quote = f"{value}件"
    parts = [Part("一、", "办案情况", "disputes", f"第{region}号地方全年共办理{quote}。")]
    return build_report(region, year, parts, [Figure(quote, indicator, value, "件", scope=scope)], **more)


def test_every_view_asks_a_question_and_has_its_comments(con):
    files = {name for (name,) in fetch(con, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    assert set(list_views()) | {"fact_indicator"} <= files
    assert [name for name in list_views() if not read_question(name).startswith("Question: ")] == []
    silent = fetch(con, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''")
    silent += fetch(
        con,
        "SELECT table_name, column_name FROM duckdb_columns() WHERE coalesce(comment, '') = '' "
        "AND NOT internal AND schema_name = 'main' AND database_name = current_database()",
    )
    assert silent == []


def test_views_are_made_only_where_something_differs(con):
    assert load_views(con) is False
    con.execute("DROP VIEW promise")
    assert load_views(con) is True
    con.execute("DELETE FROM dim_indicator WHERE indicator_id = ?", [ADVISERS])
    assert load_views(con) is True
    assert "decision_advisers" not in [row[0] for row in fetch(con, "DESCRIBE indicator_wide")]


def test_series_takes_the_value_that_the_rules_say_and_keeps_the_others(con):
    text = "全县收到61件，其中某局收到17件，县政府收到40余件，前三季度收到52件，去年收到75件，收到约63件。"
    figures = [
        Figure("61件", APPLIED, 61, "件", scope="region"),
        Figure("17件", APPLIED, 17, "件", scope="region", part_of=1),
        Figure("40余件", APPLIED, 40, "件", scope="government", qualifier="over"),
        Figure("52件", APPLIED, 52, "件", scope="region", last=dt.date(2022, 9, 30)),
        Figure("75件", APPLIED, 75, "件", scope="region", first=dt.date(2021, 1, 1), last=dt.date(2021, 12, 31)),
        Figure("约63件", APPLIED, 63, "件", scope="region", qualifier="about"),
    ]
    load_reports(con, [build_report("410928", 2022, [Part("一、", "复议", "disputes", text)], figures)])
    chosen = "SELECT value, candidates, distinct_values, lowest, highest FROM indicator_series WHERE year = {}"
    assert fetch(con, chosen.format(2022)) == [(61, 5, 5, 17, 63)]
    assert fetch(con, chosen.format(2021)) == [(75, 1, 1, 75, 75)]
    ordered = fetch(con, "SELECT quote FROM indicator_candidate ORDER BY rank_key")
    assert ordered == [("61件",), ("约63件",), ("17件",), ("40余件",), ("52件",)]


def test_series_prefers_the_larger_of_equal_candidates_and_the_first_rate(con):
    text = "发放12件，发放300件，办结率98%，其中某类办结率99.5%。"
    figures = [
        Figure("12件", "publicity.materials", 12, "件"),
        Figure("300件", "publicity.materials", 300, "件"),
        Figure("98%", "services.completion_rate", 98, "%", kind="rate"),
        Figure("99.5%", "services.completion_rate", 99.5, "%", kind="rate"),
    ]
    load_reports(con, [build_report("410928", 2022, [Part("一、", "普法", "publicity", text)], figures)])
    assert fetch(con, "SELECT value FROM indicator_series ORDER BY indicator_id") == [(300,), (98,)]


def test_series_leaves_out_departments_and_prefers_the_first_report(con):
    load_reports(
        con,
        [
            one_figure("410928", 2022, 61),
            one_figure("410928", 2022, 7, level="department"),
            one_figure("410928", 2022, 99, url="https://elsewhere.example.gov.cn/x.html"),
        ],
    )
    assert fetch(con, "SELECT report_id, value, candidates FROM indicator_series") == [("410928-2022", 61, 2)]


def test_series_takes_what_was_text_before_what_was_recognised(con):
    scan = replace(one_figure("410928", 2022, 61), source_kind="ocr")
    load_reports(con, [scan])
    assert fetch(con, "SELECT value FROM indicator_series") == [(61.0,)]
    load_reports(con, [replace(one_figure("410928", 2022, 67), page_id="f" * 64, url="https://x.gov.cn/2.html")])
    assert fetch(con, "SELECT value FROM indicator_series") == [(67.0,)]


def test_changes_stop_at_gaps_breaks_and_other_scopes(con):
    pages = [
        one_figure("410928", year, value)
        for year, value in ((2019, 40), (2021, 50), (2022, 60), (2023, 45), (2024, 90))
    ]
    pages += [one_figure("410922", 2021, 10, scope="region"), one_figure("410922", 2022, 30, scope="government")]
    load_reports(con, pages)
    rows = fetch(
        con,
        "SELECT year, previous_value, change, change_percent, caliber_broken FROM indicator_series "
        "WHERE region_code = '410928' ORDER BY year",
    )
    assert rows == [
        (2019, None, None, None, False),
        (2021, None, None, None, False),  # 2020 is missing
        (2022, 50, 10, 20.0, False),
        (2023, 60, -15, -25.0, False),
        (2024, 45, None, None, True),  # the law of reconsideration of 2024
    ]
    assert fetch(con, "SELECT change FROM indicator_series WHERE region_code = '410922' AND year = 2022") == [(None,)]


def test_wide_has_a_column_for_each_indicator(con):
    load_reports(con, [one_figure("410928", 2022, 61), one_figure("410928", 2023, 4, indicator=ADVISERS)])
    rows = fetch(con, "SELECT year, reconsideration_applications, decision_advisers FROM indicator_wide ORDER BY year")
    assert rows == [(2022, 61, None), (2023, None, 4)]
    assert len(fetch(con, "DESCRIBE indicator_wide")) == 2 + fetch_value(con, "SELECT count(*) FROM dim_indicator")


def test_ranking_is_within_a_level_for_the_nation_and_the_province(con):
    values = {"410928": 61, "410922": 80, "410923": 61, "420102": 100, "410900": 500}
    load_reports(
        con,
        [
            one_figure(code, 2022, value, level="prefecture" if code.endswith("00") else "county")
            for code, value in values.items()
        ],
    )
    rows = fetch(
        con,
        "SELECT region_code, national_rank, national_of, province_rank, province_of FROM region_ranking ORDER BY region_code",
    )
    assert rows == [
        ("410900", None, 1, None, 1),
        ("410922", 2, 4, 1, 3),
        ("410923", 3, 4, 2, 3),
        ("410928", 3, 4, 2, 3),
        ("420102", 1, 4, None, 1),
    ]


def test_peers_are_the_regions_of_the_level_in_the_province(con):
    values = {"410922": 10, "410923": 20, "410926": 30, "410927": 40, "410928": 90, "420102": 1000}
    load_reports(con, [one_figure(code, 2022, value) for code, value in values.items()])
    rows = fetch(
        con,
        "SELECT region_code, members, group_quarter, group_median, group_three_quarters, position FROM peer_group "
        "ORDER BY region_code",
    )
    assert rows[0] == ("410922", 5, 20, 30, 40, "low")
    assert rows[4] == ("410928", 5, 20, 30, 40, "high")
    assert rows[5] == ("420102", 1, 1000, 1000, 1000, None)


def test_obligation_counts_the_units_of_the_region_table(con):
    pages = [
        one_figure("410928", 2022, 1, published=dt.date(2023, 4, 1)),
        one_figure("410922", 2022, 2, published=dt.date(2023, 4, 3)),
        one_figure("410923", 2022, 3),
        one_figure("410926", 2022, 4, published=dt.date(2023, 2, 1)),
        one_figure("410927", 2022, 5, published=dt.date(2023, 2, 1), level="department"),
        one_figure("410902", 2021, 6, published=dt.date(2022, 2, 1)),
    ]
    load_reports(con, pages)
    # Seen to be gone twice: a week apart is a withdrawal, a day apart may be a site that is being rebuilt.
    for page, days, sightings in ((pages[3], 8, 2), (pages[0], 1, 2), (pages[1], 0, 1)):
        con.execute(
            "INSERT INTO address (url, source, kind, checked_at, gone_since, gone_seen_at, gone_sightings) "
            "VALUES (?, 's', 'report', TIMESTAMP '2024-05-20', TIMESTAMP '2024-05-20' - to_days(?), TIMESTAMP '2024-05-20', ?)",
            [page.url, days, sightings],
        )
    con.execute(
        "INSERT INTO quarantine VALUES ('https://410902.example.gov.cn/202303/t1.html', 'p', 'parse', 'attachment_only', '', "
        "TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-01', 1, NULL, 'r')"
    )
    rows = {
        row[0]: row[1:]
        for row in fetch(con, "SELECT region_code, status, days_late, report_id FROM obligation WHERE year = 2022")
    }
    assert rows["410928"] == ("in_time", None, "410928-2022")
    assert rows["410922"] == ("late", 2, "410922-2022")
    assert rows["410923"] == ("undated", None, "410923-2022")
    assert rows["410926"] == ("withdrawn", None, "410926-2022")
    gone = fetch(con, "SELECT gone_since, gone_seen_at FROM obligation WHERE gone_since IS NOT NULL")
    assert gone == [(dt.datetime(2024, 5, 12), dt.datetime(2024, 5, 20))]
    assert fetch(con, "SELECT report_id, gone_sightings FROM withdrawn") == [("410926-2022", 2)]
    assert rows["410927"] == ("not_found", None, None)  # only a department's report
    assert rows["410902"] == ("unreadable", None, None)
    assert rows["410000"] == ("not_found", None, None)
    assert "810000" not in rows
    assert fetch_value(con, "SELECT count(DISTINCT year) FROM obligation") == 2
    # Every unit once a year, those that the year's table has.
    assert len(rows) == fetch_value(con, "SELECT count(*) FROM obligation WHERE year = 2022")
    in_force = (
        "SELECT count(*) FROM dim_region WHERE 2022 BETWEEN coalesce(valid_from, 0) AND coalesce(valid_to, 9999) "
        "AND level <> 'township' AND left(code, 2) NOT IN ('71', '81', '82')"
    )
    assert len(rows) == fetch_value(con, in_force)


def test_completeness_finds_the_five_parts_where_they_stand(con):
    parts = [
        Part("一、", "主要举措和成效", "overview", "总的情况如下。"),
        Part("（一）", "规范执法", "enforcement", "案卷评查有序开展。", 2),
        Part("二、", "存在的不足和下步打算", "problems", "力量不足。明年补上。"),
    ]
    silent = build_report("410928", 2022, parts)
    told = build_report(
        "410922",
        2022,
        [
            Part("一、", "统筹推进", "leadership", "县长认真履行第一责任人职责。\n其他事项照常。"),
            Part("二、", "其他需要报告的情况", "other", "无。"),
        ],
    )
    load_reports(con, [silent, told])
    rows = {
        (row[0], row[1]): row[2:]
        for row in fetch(con, "SELECT report_id, part, is_present, found_by, chars, section_seqs FROM completeness")
    }
    assert len(rows) == 10
    whole = len(silent.sections[0].text)
    assert rows["410928-2022", "measures"] == (True, "heading", whole, [1])
    assert rows["410928-2022", "shortfalls"] == (True, "heading", len(silent.sections[2].text), [3])
    assert rows["410928-2022", "next_plan"] == (True, "heading", len(silent.sections[2].text), [3])
    assert rows["410928-2022", "heads_duty"] == (False, None, None, None)
    assert rows["410922-2022", "heads_duty"] == (True, "text", len("县长认真履行第一责任人职责。"), [1])
    assert rows["410922-2022", "other"][:2] == (True, "heading")
    assert rows["410922-2022", "next_plan"] == (False, None, None, None)


def test_consistency_shows_both_numbers_and_what_rounding_allows(con):
    text = "开庭80件，出庭71件，出庭率88.7%。另有办结率95%。"
    figures = [
        Figure("80件", "litigation.hearings", 80, "件"),
        Figure("71件", "litigation.head_appearances", 71, "件"),
        Figure(
            "88.7%",
            "litigation.head_appearance_rate",
            88.7,
            "%",
            kind="rate",
            check_status="consistent",
            computed=88.75,
        ),
        Figure("95%", "services.completion_rate", 95, "%", kind="rate", check_status="inconsistent", computed=93.2),
    ]
    load_reports(con, [build_report("410928", 2022, [Part("一、", "应诉", "disputes", text)], figures)])
    rows = fetch(
        con,
        "SELECT stated_value, computed_value, round(difference, 4), rounding, excess, "
        "list_transform(evidence, lambda one: one.quote) FROM consistency ORDER BY stated_value",
    )
    assert rows == [(88.7, 88.75, -0.05, 0.05, 0.0, ["80件", "71件"]), (95.0, 93.2, 1.8, 0.5, 1.3, None)]


def test_year_on_year_sets_the_statement_beside_last_years_report(con):
    last = one_figure("410928", 2021, 50)
    text = "收到66件，同比增长32%，法律顾问30件，比上年减少5个百分点。去年收到51件。"
    this = build_report(
        "410928",
        2022,
        [Part("一、", "复议", "disputes", text)],
        [
            Figure("66件", APPLIED, 66, "件"),
            Figure("32%", None, 32, "%", kind="change"),
            Figure("30件", ADVISERS, 30, "件"),
            Figure("5个百分点", None, -5, "百分点", kind="change"),
            Figure("51件", APPLIED, 51, "件", first=dt.date(2021, 1, 1), last=dt.date(2021, 12, 31)),
        ],
    )
    load_reports(con, [last, this])
    rows = fetch(
        con,
        "SELECT claim, indicator_id, stated, computed, difference, agrees, quote, last_quote, last_report_id "
        "FROM year_on_year ORDER BY claim, indicator_id DESC",
    )
    assert rows == [
        ("change", APPLIED, 32, 32, 0, True, "32%", "50件", "410928-2021"),
        ("change", ADVISERS, -5, None, None, None, "5个百分点", None, None),
        ("restated", APPLIED, 51, 50, 1, False, "51件", "50件", "410928-2021"),
    ]


def test_year_on_year_judges_nothing_over_a_break_of_caliber(con):
    this = build_report(
        "410928",
        2024,
        [Part("一、", "复议", "disputes", "收到66件，同比增长10%。")],
        [Figure("66件", APPLIED, 66, "件"), Figure("10%", None, 10, "%", kind="change")],
    )
    load_reports(con, [one_figure("410928", 2023, 50), this])
    assert fetch(con, "SELECT computed, agrees, caliber_broken FROM year_on_year") == [(32, None, True)]


def test_hierarchy_bounds_a_city_by_its_counties(con):
    pages = [
        one_figure("410900", 2022, 100, scope="region", level="prefecture"),
        one_figure("410900", 2021, 20, scope="region", level="prefecture"),
        one_figure("410900", 2020, 20, scope="government", level="prefecture"),
        one_figure("410928", 2022, 30),
        one_figure("410922", 2022, 45),
        one_figure("410928", 2021, 21),
        one_figure("410928", 2020, 21),
        one_figure("411002", 2022, 1000),
    ]
    load_reports(con, pages)
    rows = fetch(
        con,
        "SELECT year, upper_value, lower_sum, reporting, lower_percent, verdict FROM hierarchy "
        "WHERE region_code = '410900' ORDER BY year",
    )
    assert rows == [
        (2020, 20, 21, 1, 105.0, "own_only"),
        (2021, 20, 21, 1, 105.0, "exceeds"),
        (2022, 100, 75, 2, 75.0, "within"),
    ]
    assert fetch_value(con, "SELECT below FROM hierarchy WHERE region_code = '410900' AND year = 2022") == 6


def test_rates_do_not_add_up(con):
    rate = [Figure("90%", "services.completion_rate", 90, "%", kind="rate")]
    pages = [
        build_report(code, 2022, [Part("一、", "政务", "functions", "办结率90%。")], rate, level=level)
        for code, level in (("410900", "prefecture"), ("410928", "county"))
    ]
    load_reports(con, pages)
    assert fetch(con, "SELECT * FROM hierarchy") == []


def test_caliber_breaks_part_the_years_that_a_rule_stands_between(con):
    rows = fetch(con, f"SELECT before_year, after_year FROM caliber_break WHERE indicator_id = '{APPLIED}'")
    assert rows == [(2023, 2024)]
    # In force from 1 July 2020: that year is mixed.
    rows = fetch(
        con,
        "SELECT before_year, after_year FROM caliber_break WHERE indicator_id = 'litigation.head_appearance_rate' ORDER BY 1",
    )
    assert rows == [(2019, 2020), (2020, 2021)]


SHARED = "坚持把矛盾化解在萌芽状态，组织干部走村入户逐一摸排，对重点案件由分管负责人包案到底，限期办结并回访当事人。"
SHORT = "各乡镇对照清单逐项自查，做到边查边改。"


def test_recycled_shows_what_stands_word_for_word_in_last_years_and_a_neighbours_report(con):
    def report(region: str, year: int, own: str, *texts: str):
        return build_report(region, year, [Part("一、", f"{own}做法", "disputes", "".join((own, *texts)))])

    load_reports(
        con,
        [
            report("410928", 2021, "去年开头！", SHARED, SHORT),
            report("410928", 2022, "今年另起一段？", SHARED.replace("走村", "走\n村"), "中间隔开了。", SHORT),
            report("410922", 2022, "邻县自己说：", SHARED),
            report("420102", 2022, "别省；", SHARED),
            report("410923", 2021, "邻县去年，", SHARED),
        ],
    )
    refresh_derived(con)
    rows = fetch(
        con,
        "SELECT report_id, relation, other_report_id, passages, shared_chars, longest_chars FROM recycled ORDER BY ALL",
    )
    length = len(SHARED)
    assert rows == [
        ("410922-2022", "neighbour", "410928-2022", 1, length, length),
        ("410923-2021", "neighbour", "410928-2021", 1, length, length),
        ("410928-2021", "neighbour", "410923-2021", 1, length, length),
        ("410928-2022", "last_year", "410928-2021", 1, length, length),
        ("410928-2022", "neighbour", "410922-2022", 1, length, length),
    ]
    passages, share, chars = fetch(
        con, "SELECT shared_passages, share_percent, section_chars FROM recycled WHERE relation = 'last_year'"
    )[0]
    assert passages == [SHARED.replace("走村", "走\n村")]  # as published, white space and all
    assert share == round(100 * length / chars, 1)
    places = fetch(
        con,
        "SELECT substring(mine.text, char_start + 1, char_end - char_start), "
        "substring(other.text, other_char_start + 1, other_char_end - other_char_start) FROM recycled_passage AS passage "
        "JOIN report AS mine ON mine.report_id = passage.report_id "
        "JOIN report AS other ON other.report_id = passage.other_report_id",
    )
    assert all("".join(one.split()) == "".join(other.split()) == SHARED for one, other in places)


def test_recycled_follows_a_report_that_changes(con):
    def report(region: str, text: str):
        return build_report(region, 2022, [Part("一、", "做法", "disputes", text)])

    load_reports(con, [report("410928", SHARED), report("410922", f"甲地，{SHARED}")])
    refresh_derived(con)
    assert fetch_value(con, "SELECT count(*) FROM recycled") == 2
    # about as long as before: a version a quarter shorter would be taken for a part
    load_reports(
        con,
        [
            report(
                "410922",
                "全文重写，与别处再无一句相同的话，只讲本县的具体事情和具体数字，谁来做、做到哪一步、何时做完都写得明明白白。",
            )
        ],
    )
    assert fetch_value(con, "SELECT count(*) FROM recycled") == 2  # not yet refreshed
    assert refresh_derived(con).reports == 1
    assert fetch_value(con, "SELECT count(*) FROM recycled") == 0
    assert refresh_derived(con).reports == 0


def test_promise_sets_plan_items_beside_next_years_section_of_the_theme(con):
    plan = [
        Part("一、", "主要工作", "overview", "略述如下。"),
        Part("二、", "下一步工作打算", "plans", "明年着力做好以下工作。"),
        Part("（一）", "推进行政复议规范化建设", "plans", "化解行政争议。", 2),
        Part("（二）", "办好民生小事", "plans", "一件一件办。", 2),
    ]
    kept = [
        Part("一、", "有效化解矛盾纠纷", "disputes", "收到61件。"),
        Part("（一）", "做好复议", "disputes", "全部按期办结。", 2),
        Part("二、", "严格执法", "enforcement", "评查案卷。"),
    ]
    load_reports(
        con,
        [
            build_report("410928", 2021, plan),
            build_report("410928", 2022, kept, [Figure("61件", APPLIED, 61, "件", label="收到复议申请")]),
            build_report("410928", 2022, kept[2:], level="department"),
        ],
    )
    refresh_derived(con)
    rows = fetch(
        con,
        "SELECT theme, planned, later_report_id, later_section_seq, list_transform(figures, lambda one: one.quote) FROM promise "
        "ORDER BY section_seq",
    )
    assert rows == [
        ("disputes", "（一）推进行政复议规范化建设\n化解行政争议。", "410928-2022", 1, ["61件"]),
        (None, "（二）办好民生小事\n一件一件办。", "410928-2022", None, None),
    ]


def test_a_plan_without_items_is_cut_at_its_paragraphs(con):
    text = "一要加强行政执法监督，开展案卷评查。\n二要深化普法宣传教育，办好宪法宣传周。"
    load_reports(con, [build_report("410928", 2021, [Part("一、", "下一步打算", "plans", text)])])
    refresh_derived(con)
    assert fetch(con, "SELECT theme, text FROM plan_item ORDER BY char_start") == [
        ("enforcement", text.split("\n")[0]),
        ("publicity", text.split("\n")[1]),
    ]


@pytest.mark.parametrize(
    "signature",
    [
        "\n某某县人民政府\n2022年1月18日",
        "\n某某县司法局\n某某县人民法院\n（2022年1月18日）",
        "\n2022年1月18日",
        "\n某某县人民政府",
        "某某县人民政府 2022年1月18日",
        "\n某某县人民政府\n二〇二二年一月十八日\n抄送：县委办公室。\n某某县人民政府办公室 2022年1月20日印发",
        "",
    ],
)
@pytest.mark.parametrize("level", [2, 0])
def test_who_signs_a_report_is_no_part_of_its_last_plan(con, signature, level):
    last = "二是开展执法案卷评查，加强执法监督。"
    if level:
        parts = [
            Part("一、", "下一步打算", "plans", "做好以下工作。"),
            Part("（一）", "深化普法宣传教育", "plans", "办好宪法宣传周。", 2),
            Part("（二）", "严格执法", "plans", f"{last}{signature}", 2),
        ]
    else:
        parts = [Part("一、", "下一步打算", "plans", f"一是深化普法宣传教育，办好活动。\n{last}{signature}")]
    load_reports(con, [build_report("410928", 2021, parts)])
    refresh_derived(con)
    planned = [text for (text,) in fetch(con, "SELECT text FROM plan_item ORDER BY char_start")]
    assert len(planned) == 2
    assert planned[-1].endswith(last)


def test_a_plan_that_ends_with_a_date_of_its_own_is_whole(con):
    text = "一要完成清单编制，最迟不晚于2022年6月30日。\n二要让行政复议委员会开始运转，时间定在2022年9月1日"
    load_reports(con, [build_report("410928", 2021, [Part("一、", "下一步打算", "plans", text)])])
    refresh_derived(con)
    assert [text for (text,) in fetch(con, "SELECT text FROM plan_item ORDER BY char_start")] == text.split("\n")
