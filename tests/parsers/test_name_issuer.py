"""What the reporting body is called, over invented pages: the fullest name that the page states, never one put together."""

from __future__ import annotations

import pytest

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
