"""What the reporting body is called, over invented pages: the fullest name that the page states, never one put together."""

from __future__ import annotations

import pytest

from parsers.identity.heard.issuers import read_issuer_of_title
from parsers.page import parse_page
from parsers.records import Metadata, RawPage
from tests.parsers.test_find_speaker import BODY


def read(text: str) -> Metadata:
    return parse_page(RawPage("file:///page.txt", text.encode())).metadata


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        # the place reports: its government where the page names it somewhere
        ("泽州县2023年法治政府建设情况报告\n来源：泽州县人民政府办公室\n\n2023年，泽州县坚持依法行政。", "泽州县人民政府"),
        ("晋城市泽州县人民政府\n\n泽州县2023年法治政府建设情况报告\n\n2023年，泽州县坚持依法行政。", "晋城市泽州县人民政府"),
        ("泽州县2023年法治政府建设情况报告\n\n2023年，泽州县坚持依法行政。印发《泽州县人民政府工作规则》。", "泽州县人民政府"),
        ("泽州县2023年法治政府建设情况报告\n\n2023年，泽州县坚持依法行政。", None),
        # another's government is not its
        ("泽州县2023年法治政府建设情况报告\n\n2023年，泽州县坚持依法行政。落实晋城市人民政府部署。", None),
        # called short, named in full elsewhere
        ("现将省政府2023年度法治政府建设情况报告如下。落实《山西省人民政府工作规则》，我省扎实推进。", "山西省人民政府"),
        ("2023年，泽州县政府坚持依法行政。", "泽州县政府"),
        ("2023年，县委、县政府坚持依法行政，我县稳步推进。印发《泽州县人民政府工作规则》。", "县委、县政府"),
        ("2023年，中共泽州县委、泽州县人民政府坚持依法行政，我县稳步推进。", "中共泽州县委、泽州县人民政府"),
        ("2023年，山西省委和省政府坚持依法行政，法治山西建设取得成效。", "山西省委和省政府"),
    ],
)  # fmt: skip
def test_a_government_is_named_as_its_page_names_it(text: str, issuer: str | None) -> None:
    assert read(f"{text}{BODY}").issuer == issuer


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("来源：晋城市水务局", "晋城市水务局"),
        ("来源：市水务局", "市水务局"),
        ("发布机构：晋城市水务局", "晋城市水务局"),
        # these publish for it, and a government is no bureau
        ("来源：政策法规处", None),
        ("来源：晋城市融媒体中心", None),
        ("来源：晋城市人民政府", None),
        ("发布机构：市政府办", None),
        ("来源：本网", None),
    ],
)
def test_my_bureau_is_who_publishes_if_that_is_a_bureau(head: str, issuer: str | None) -> None:
    text = f"2023年法治政府建设情况报告\n{head}\n\n2023年，我局扎实推进法治政府建设。{BODY}"
    assert read(text).issuer == issuer


def test_an_office_that_publishes_for_its_county_has_not_issued_the_report() -> None:
    text = f"2023年法治政府建设情况报告\n发布机构：区府办\n\n2023年，我县坚持依法行政。{BODY}"
    assert read(text).issuer is None


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("丙镇2023年法治政府建设年度报告\n\n2023年，我镇坚持依法行政。", "丙镇"),
        ("丙镇2023年法治政府建设年度报告\n\n现将丙镇人民政府2023年法治政府建设情况报告如下：", "丙镇人民政府"),
        ("丙街道2023年法治政府建设年度报告\n来源：泽州县丙街道办事处\n\n2023年，我街道坚持依法行政。", "泽州县丙街道办事处"),
        # 丁丙镇 is another
        ("丙镇2023年法治政府建设年度报告\n\n2023年，我镇坚持依法行政，与丁丙镇人民政府联合执法。", "丙镇"),
    ],
)  # fmt: skip
def test_a_township_is_named_with_its_office_where_the_page_names_it(text: str, issuer: str) -> None:
    assert read(f"{text}{BODY}").issuer == issuer


def test_a_name_without_its_place_stays_as_it_is() -> None:
    text = f"2023年，县水务局扎实推进法治政府建设。落实《泽州县2023年法治政府建设工作要点》。{BODY}"
    assert (read(text).issuer, read(text).region_code) == ("县水务局", "140525")


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("晋城经济技术开发区2022年度法治政府建设情况报告\n\n2022年，开发区管委会坚持依法行政。", "晋城经济技术开发区"),
        ("丁海保税区2022年度法治政府建设情况报告\n\n2022年，保税区管理委员会坚持依法行政。", "丁海保税区"),
        ("2022年度法治政府建设情况报告\n\n2022年，丁海保税区管理委员会坚持依法行政。", "丁海保税区管理委员会"),
    ],
)
def test_a_zone_is_named_by_its_name(text: str, issuer: str) -> None:
    assert (read(f"{text}{BODY}").issuer, read(f"{text}{BODY}").level) == (issuer, "zone")


@pytest.mark.parametrize(
    ("first", "issuer", "level"),
    [
        (
            "主任、各位委员：\n受沁水县人民政府委托，我向会议报告2023年我县法治政府建设情况。",
            "沁水县人民政府",
            "county",
        ),
        ("主任、各位委员：\n我代表县政府向县人大常委会报告我县2023年法治政府建设情况。", "县政府", "county"),
        ("主任、各位委员：\n受县人民政府委托，现将我县2023年度法治政府建设情况报告如下。", "县人民政府", "county"),
        ("2023年，县水务局坚持依法行政，受县政府的委托执法12次，推进法治政府建设。", "县水务局", "department"),
    ],
)
def test_who_reports_for_a_government_names_it(first: str, issuer: str, level: str) -> None:
    assert (read(first + BODY).issuer, read(first + BODY).level) == (issuer, level)


@pytest.mark.parametrize("label", ["报送单位", "填报单位", "编制单位"])
def test_who_hands_the_report_in_is_told_by_a_label(label: str) -> None:
    text = f"2022年度法治政府建设情况报告\n{label}：沁水县教育局\n\n2022年，我局坚持依法治教。{BODY}"
    assert (read(text).issuer, read(text).region_code) == ("沁水县教育局", "140521")


@pytest.mark.parametrize(
    ("below", "issuer", "code", "level"),
    [
        ("中共沁水县丙镇委员会 沁水县丙镇人民政府", "中共沁水县丙镇委员会 沁水县丙镇人民政府", "140521", "township"),
        ("沁水县水务局", "沁水县水务局", "140521", "department"),
        ("沁 水 县 人 民 政 府", "沁水县人民政府", "140521", "county"),
        # the site's name beside its label signs nothing
        ("沁水县人民政府 发布时间：2022-01-05", None, None, "department"),
    ],
)
def test_the_body_alone_under_the_title_reports(below: str, issuer: str | None, code: str | None, level: str) -> None:
    own = {"township": "我镇", "department": "我局", "county": "我县"}[level]
    metadata = read(f"2021年度法治政府建设情况报告\n{below}\n\n2021年，{own}坚持依法行政，推进法治政府建设。{BODY}")
    assert (metadata.issuer, metadata.level) == (issuer, level)
    assert metadata.region_code == code or issuer is None


@pytest.mark.parametrize(
    ("first", "issuer"),
    [
        ("2024年，丁和街坚持依法行政，推进法治政府建设。", "丁和街"),
        ("泽州县丁和街2024年法治政府建设年度报告\n\n2024年，我街坚持依法行政。", "泽州县丁和街"),
        (
            "2024年，在区委、区政府的领导下，丁和街党工委、办事处坚持依法行政，推进法治政府建设。",
            "丁和街党工委、办事处",
        ),
    ],
)
def test_a_subdistrict_may_be_called_a_street(first: str, issuer: str) -> None:
    assert (read(first + BODY).issuer, read(first + BODY).level) == (issuer, "township")


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("沁水县农业农村局所属沁水县种子站2023年度法治政府建设情况报告", "沁水县种子站"),
        ("高平市水务局下属事业单位高平市灌溉管理站2023年度法治政府建设情况报告", "高平市灌溉管理站"),
        ("沁水县农业农村局下属种子站2023年度法治政府建设情况报告", "沁水县农业农村局下属种子站"),
        ("沁水县委直属机关工委2023年度法治政府建设情况报告", "沁水县委直属机关工委"),
    ],
)
def test_a_unit_is_called_by_its_own_name_and_not_by_its_bureaus_before_it(title: str, issuer: str) -> None:
    assert read_issuer_of_title(title) == issuer


@pytest.mark.parametrize(
    ("first", "title", "issuer"),
    [
        # a file's name, a column's and a township's over the title
        (
            "云龙镇2021年法治政府建设总结.doc\n云龙镇2021年法治政府建设工作总结\n2021年，云龙镇推进法治政府建设。",
            "云龙镇2021年法治政府建设工作总结",
            "云龙镇",
        ),
        (
            "乡镇街道法治政府建设年度报告\n长沙市望城区人民政府金山桥街道办事处关于2022年度法治政府建设情况的报告\n2022年，金山桥街道坚持依法行政。",
            "长沙市望城区人民政府金山桥街道办事处关于2022年度法治政府建设情况的报告",
            "长沙市望城区人民政府金山桥街道办事处",
        ),
        (
            "部门法治政府建设工作报告\n泽州县水务局2022年度法治政府建设工作报告\n2022年，我局坚持依法行政。",
            "泽州县水务局2022年度法治政府建设工作报告",
            "泽州县水务局",
        ),
        (
            "茶亭镇\n\n长沙市望城区茶亭镇人民政府2021年法治政府建设年度报告\n来源：茶亭镇 发布日期：2022-01-05\n2021年，茶亭镇坚持依法行政。",
            "长沙市望城区茶亭镇人民政府2021年法治政府建设年度报告",
            "长沙市望城区茶亭镇人民政府",
        ),
        ("无锡高新区法治政府建设工作总结 |\n2023年，高新区坚持依法治国。", "无锡高新区法治政府建设工作总结", "无锡高新区"),
        # a citizen's question is no title
        ("企业对行政处罚决定不服怎么申请复议\n2022年，泽州县法治政府建设工作有序推进，现将2022年度法治政府建设情况报告如下：", None, None),
    ],
)  # fmt: skip
def test_what_stands_around_a_title_is_no_part_of_it(first: str, title: str | None, issuer: str | None) -> None:
    page = parse_page(RawPage("file:///page.txt", f"{first}{BODY}".encode()))
    assert (page.metadata.title, page.metadata.issuer, page.refusal) == (title, issuer, None)


@pytest.mark.parametrize(
    ("first", "issuer", "level"),
    [
        # without its province in the first sentence, with it in a document's name
        ("2022年，水利厅坚持依法治水，推进法治政府建设。制定《湖南省水利厅行政执法全过程记录办法》。", "湖南省水利厅", "department"),
        ("2022年，教育厅坚持依法治教，推进法治政府建设。印发《湖南省水利厅普法责任清单》。", "教育厅", "department"),
        # 委领导班子: by the rules of its own house
        (
            "2023年，委领导班子重视法治政府建设。修订《常州市发展改革委党组议事规则》和《常州市发展改革委主任办公会议学法制度》。",
            "常州市发展改革委",
            "department",
        ),
        ("按照通知要求，现将2022年度泽州县林业局法治政府建设工作情况报告如下。", "泽州县林业局", "department"),
        ("? ? ? 2024年，在县委、县政府的领导下，寺庄镇始终坚持法治引领，推进法治政府建设。", "寺庄镇", "township"),
        (
            "清远高新区2019年度法治政府建设情况报告\n来源：清远高新区管委会 发布时间：2020-01-23\n2019年，我区认真贯彻落实要求。",
            "清远高新区管委会",
            "zone",
        ),
        (
            "常德经开区2019年度法治政府建设情况报告\n来源：常德市司法局 发布时间：2020-01-23\n2019年，我区认真贯彻落实要求。",
            "常德经开区",
            "zone",
        ),
        ("中共焦作市示范区工委 焦作市示范区管委会\n2023年度法治政府建设情况的报告\n2023年，示范区坚持依法行政。", "中共焦作市示范区工委 焦作市示范区管委会", "zone"),
        (
            "一、2023年工作举措\n一是完善学法制度。党工委理论学习中心组学法3次。二是依法决策。法律顾问参与管委会会议30次，全区法治政府建设有序推进。",
            None,
            "zone",
        ),
        (
            "荆州市水利局\n时间：2021-03-12 16:02 来源：荆州市人民政府门户网站 浏览次数：\n一、推进法治政府建设的主要举措和成效\n2020年，我局坚持依法治水。",
            "荆州市水利局",
            "department",
        ),
        ("泽州县人民政府\n时间：2021-03-12 16:02\n2020年，我局坚持依法治水，全面推进法治政府建设。", None, "department"),
    ],
)  # fmt: skip
def test_who_speaks_where_the_name_stands_aside(first: str, issuer: str | None, level: str) -> None:
    metadata = read(f"{first}{BODY}")
    assert (metadata.issuer, metadata.level) == (issuer, level)


@pytest.mark.parametrize(
    ("name", "own", "code"),
    [
        ("城北区", "区委带头学法，区政府常务会审议《城北区2022年法治政府建设工作要点》", "630105"),
        ("城北区", "党工委带头学法，管委会审议《城北区2022年法治政府建设工作要点》", None),
        ("城北区", "区委带头学法，区政府常务会审议工作要点", None),
        # of two cities
        ("城中区", "区委带头学法，区政府常务会审议《城中区2022年法治政府建设工作要点》", None),
    ],
)
def test_a_name_that_is_a_word_is_a_district_by_its_documents_and_organs(name: str, own: str, code: str | None) -> None:
    assert read(f"2022年，{name}坚持依法行政，推进法治政府建设。{own}。{BODY}").region_code == code


@pytest.mark.parametrize(
    ("done", "code"),
    [
        ("严格按照《法治政府建设实施纲要（2021—2025年）》及湖北省、通城县实施方案要求，完成全年任务", "421222"),
        ("对照《法治政府建设实施纲要（2021—2025年）》和陵川县实施方案，完成全年任务", "140524"),
        ("对照《法治政府建设实施纲要（2021—2025年）》和山西省实施方案，完成全年任务", None),
        ("学习《法治政府建设实施纲要（2021—2025年）》，借鉴陵川县经验，完成全年任务", None),
    ],
)
def test_a_countys_plan_behind_the_outline_tells_the_place(done: str, code: str | None) -> None:
    assert read(f"2023年，我局{done}，推进法治政府建设。{BODY}").region_code == code
