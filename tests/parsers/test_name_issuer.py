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
