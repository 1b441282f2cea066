from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import decode
from parsers.body.formats import looks_like_html
from parsers.body.plain_text import strip_plain_text
from parsers.identity.genre import judge_genre
from parsers.identity.heard.issuers import read_issuer
from parsers.identity.metadata import clean_source, read_metadata, read_signed_on
from parsers.identity.names.bodies import judge_body, list_body_rules
from parsers.identity.page_labels import read_labelled_values
from parsers.identity.titles import clean_title
from parsers.identity.years import read_year
from parsers.records import Metadata, StrippedPage
from parsers.seed import read_seed

TITLE = "乙县人民政府关于2022年度法治政府建设情况的报告"
BODY = "2022年，我县坚持依法行政，法治政府建设取得成效。\n一、主要举措和成效\n（一）强化组织领导。全年学法6次。"


def read(
    head: str = "",
    text: str = BODY,
    tail: str = "",
    html_title: str | None = None,
    url: str = "https://www.example.gov.cn/a.html",
    **meta: str,
) -> Metadata:
    page = StrippedPage(
        text=text, head=head, tail=tail, html_title=html_title, meta=meta, page_text=f"{head}\n{text}\n{tail}"
    )
    return read_metadata(page, url)


def day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("发布时间：2023- 08- 07 09: 55", "2023-08-07"),
        ("发布日期:2022-05-24 18:54:42.0 来源:乙县司法局", "2022-05-24"),
        ("时间：2021—03—17 14:57", "2021-03-17"),
        ("2024/7/9", "2024-07-09"),
        ("信息发布人：管理员 2017/5/11 8:22:16", "2017-05-11"),
        ("09.12.2021 14:30", "2021-12-09"),
        ("2023年01月05日 14时05分", "2023-01-05"),
        ("2023-01-05 乙县司法局", "2023-01-05"),
        ("发布时间 2023-01-05 09:12", "2023-01-05"),
        ("发布时间2023-01-05 09:12", "2023-01-05"),
        ("二○二三年一月五日", "2023-01-05"),
        ("20230105", "2023-01-05"),
        ("今天是:2019年10月31日 星期四 农历十月初四\n发布时间：2023-01-05", "2023-01-05"),
        ("今天是:2019年10月31日 星期四 农历十月初四\n2023-01-05 09:10", "2023-01-05"),
        ("乙县人民政府 2019年12月3日星期二\n2023-01-05", "2023-01-05"),
        ("现在是 2019年12月3日\n2023-01-05", "2023-01-05"),
        ("成文日期：2022年12月30日 生成日期：2023-01-04 发布日期：2023-01-05", "2023-01-05"),
        ("发文日期：2023-01-09 发布日期：2023-01-05", "2023-01-05"),
        ("索 引 号 | 11X/2023-1 | 成文日期 | 2022-12-30 | 发布日期 | 2023-01-05 |", "2023-01-05"),
        ("成文日期：2022-12-30\n生成日期：2023-01-05", "2023-01-05"),
        ("更新时间:2023/01/08 11:30:01 发布时间：2023/01/05", "2023-01-05"),
        ("文章来源:司法局 更新时间:2023/01/05 11:30:01", "2023-01-05"),
        ("发布日期：\n2023-01-05\n来源：\n乙县司法局", "2023-01-05"),
        ("文 号：乙政发〔2023〕1号发布日期：2023-01-05", "2023-01-05"),
        ("(发布于:2023-01-05 17:03)", "2023-01-05"),
        ("[2023-01-05]", "2023-01-05"),
        ("发布时间：2023-01-05【字体：大 中 小", "2023-01-05"),
        ("日期:2023-01-05 14:37 字号:", "2023-01-05"),
        ("发布日期：2024-09-05", "2024-09-05"),
        ("发文日期：2023-01-05", "2023-01-05"),
        ("成文日期：2022-12-30", None),
        ("来源：乙县司法局", None),
        ("有效期：2023-01-05", None),
    ],
)
def test_the_publication_date_of_a_head(head: str, published: str | None) -> None:
    read_page = read(f"{TITLE}\n{head}")
    assert read_page.published_on == day(published)
    assert read_page.title == TITLE
    assert read_page.year == 2022


def test_a_shown_date_beats_meta_and_meta_beats_nothing() -> None:
    assert read(f"{TITLE}\n发布时间：2023-01-05", pubdate="2023-09-04 10:00").published_on == day("2023-01-05")
    assert read(TITLE, pubdate="2023-01-05 10:00").published_on == day("2023-01-05")
    assert read(f"{TITLE}\n发文日期：2022-12-30", pubdate="2023-01-05 10:00").published_on == day("2023-01-05")
    assert read(TITLE, tail="发布时间：2023-01-05").published_on == day("2023-01-05")
    assert read(TITLE, pubdate="").published_on is None


def test_the_path_of_an_article_tells_its_date_where_nothing_else_does() -> None:
    assert read(TITLE, url="http://www.example.gov.cn/art/2023/1/5/art_1.html").published_on == day("2023-01-05")
    assert read(TITLE, url="http://www.example.gov.cn/zwgk/202301/t20230105_185.htm").published_on == day("2023-01-05")
    assert read(TITLE, url="http://www.example.gov.cn/2023-01/05/185.htm").published_on == day("2023-01-05")
    assert read(TITLE, url="http://www.example.gov.cn/2023/01-05/185.htm").published_on == day("2023-01-05")
    assert read(TITLE, url="http://www.example.gov.cn/2023/0105/185.htm").published_on == day("2023-01-05")
    assert read(TITLE, url="http://www.example.gov.cn/2023/post_185.htm").published_on is None
    assert read(TITLE, url="file:///pages/2023/1/5/a.html").published_on is None


@pytest.mark.parametrize(
    ("head", "tail", "meta", "source"),
    [
        ("来源：乙县大数据中心 发布时间：2023-01-05", "", "", "乙县大数据中心"),
        ("信息来源:本站原创   日期:2023-01-05", "", "", "本站原创"),
        ("来源：本网", "", "", "本网"),
        ("来 源：乙县司法局", "", "", "乙县司法局"),
        ("来源：  发布时间：2023-01-05", "", "", None),
        ("来源：null 发布时间：2023-01-05", "", "", None),
        ("来源：\n发布时间：2023-01-05", "", "", None),
        ("来源：\n乙县司法局\n发布时间：2023-01-05", "", "", "乙县司法局"),
        ("2023-01-05 11:30 县司法局", "", "", "县司法局"),
        ("发布时间：2023-01-05", "来源：乙县司法局", "", "乙县司法局"),
        ("发布时间：2023-01-05", "（信息来源：乙县司法局）", "", "乙县司法局"),
        ("信息发布人：管理员 2023-01-05", "责任编辑：王五", "", None),
        ("作者：王五 发布时间：2023-01-05 浏览次数：12", "", "", None),
        ("发布时间：2023-01-05", "", "乙县人民政府办公室", "乙县人民政府办公室"),
        ("来源：乙县司法局 发布时间：2023-01-05", "", "乙县人民政府办公室", "乙县司法局"),
        ("来源 乙县司法局 | 发布时间 2023-01-05", "", "", "乙县司法局"),
        ("稿件来源：乙县司法局 作者：王五", "", "", "乙县司法局"),
        ("来源：2023-01-05", "", "", None),
    ],
)
def test_the_source_as_the_page_states_it(head: str, tail: str, meta: str, source: str | None) -> None:
    assert read(f"{TITLE}\n{head}", tail=tail, contentsource=meta).source == source


BUREAU_TITLE = "乙县生态环境局2022年法治政府建设情况报告"


@pytest.mark.parametrize(
    ("head", "meta", "html_title", "text", "title"),
    [
        (f"{TITLE}\n发布时间：2023-01-05", {}, None, BODY, TITLE),
        ("", {"articletitle": TITLE}, None, BODY, TITLE),
        (
            "法治政府建设\n发布时间：2023-01-05",
            {"articletitle": TITLE, "columnname": "法治政府建设"},
            "法治政府建设",
            BODY,
            TITLE,
        ),
        ("", {}, f"{TITLE}_法治政府建设_乙县人民政府网", BODY, TITLE),
        ("", {}, f"乙县人民政府 | {TITLE}", BODY, TITLE),
        ("", {}, f"{TITLE}--乙县人民政府网站", BODY, TITLE),
        ("", {}, f"\n\t{TITLE}\n\t_\n\t工作报告\n\t_乙县人民政府门户网站\n", BODY, TITLE),
        ("", {"sitename": "乙县政务网", "columnname": "工作报告"}, f"乙县政务网 工作报告 {TITLE}", BODY, TITLE),
        ("", {"sitename": "乙县人民政府网站", "articletitle": f"乙县人民政府网站——{TITLE}"}, None, BODY, TITLE),
        ("", {"sitename": "乙县人民政府"}, "乙县人民政府", f"{TITLE}\n{BODY}", TITLE),
        (f"索 引 号：11X 名 称：{TITLE}\n发布日期：2023-01-05", {}, "信息公开", BODY, TITLE),
        (f"标 题 | {TITLE} |\n发布日期 | 2023-01-05 |", {}, None, BODY, TITLE),
        (f"索引号：1\n名称：\n{TITLE}\n发布机构：乙县司法局", {}, None, BODY, TITLE),
        (f"[权威发布] {TITLE}", {}, None, BODY, TITLE),
        (f"【法治政府】{TITLE}", {}, None, BODY, TITLE),
        (f"[已废止]{TITLE}", {}, None, BODY, TITLE),
        (
            "",
            {"articletitle": "乙县人民政府关于&lt;br/&gt;2022年度法治政府建设&lt;br/&gt;情况的报告"},
            None,
            BODY,
            TITLE,
        ),
        ("", {"articletitle": "乙县人民政府关于<br/>2022年度法治政府建设情况的报告"}, None, BODY, TITLE),
        ("乙县人民政府关于\n2022年度法治政府建设情况的报告\n发布时间：2023-01-05", {}, None, BODY, TITLE),
        (
            "中共乙县委\n乙县人民政府\n关于2022年度法治政府建设情况的报告",
            {},
            None,
            BODY,
            "中共乙县委 乙县人民政府关于2022年度法治政府建设情况的报告",
        ),
        (
            "中共乙县委  乙县人民政府关于2022年度法治政府建设情况的报告",
            {},
            None,
            BODY,
            "中共乙县委 乙县人民政府关于2022年度法治政府建设情况的报告",
        ),
        ("2022年度法治政府建设情况的报    告", {}, None, BODY, "2022年度法治政府建设情况的报告"),
        ("\u200b乙县人民政府关于2022年度法治政府建设情况的报告\ufeff", {}, None, BODY, TITLE),
        (
            "您的位置：首页 > 政务公开 > 工作报告\n乙县2022年度法治政府建设工作情况\n2023-01-05",
            {},
            None,
            BODY,
            "乙县2022年度法治政府建设工作情况",
        ),
        (
            "分享到：微信 微博 QQ空间\n依法行政(法治政府建设)2022年度工作报告",
            {},
            None,
            BODY,
            "依法行政(法治政府建设)2022年度工作报告",
        ),
        ("", {"articletitle": "乙县人民政府关于2022年度法治政府建设情…"}, None, f"{TITLE}\n{BODY}", TITLE),
        (f"{TITLE}\n{TITLE}\n发布时间：2023-01-05", {}, None, BODY, TITLE),
        *(
            (
                f"{mark} 文件类型:其他文件\n{mark} 所属单位:乙县生态环境局\n乙县生态环境局\n2022年法治政府建设情况报告",
                {},
                None,
                BODY,
                BUREAU_TITLE,
            )
            for mark in "•■"
        ),
        ("", {}, None, f"◆ 所属单位：乙县生态环境局\n乙县生态环境局\n2022年法治政府建设情况报告\n{BODY}", BUREAU_TITLE),
        (f"• 信息编号：\n1133/2023\n• 审核方式：\n单位审核公开\n• 发文字号：\n{TITLE}", {}, None, BODY, TITLE),
        (
            "2022年度法治政府建设情况的报告\n乙县人民政府\n关于2022年度法治政府建设情况的报告",
            {},
            None,
            BODY,
            TITLE,
        ),
        (f"通知公告\n{TITLE}\n来源：乙县人民政府", {}, None, BODY, TITLE),
        (f"进入老年版\n发文日期 2023-03-21\n{TITLE}", {}, None, BODY, TITLE),
        (f"Menu\n{TITLE}", {}, None, BODY, TITLE),
        (f"{TITLE} (2023-01-05)", {}, None, BODY, TITLE),
        (
            "发布日期2023-01-05\n时效性有效\n丙乡2022年法治政府建设情况报告",
            {},
            None,
            BODY,
            "丙乡2022年法治政府建设情况报告",
        ),
        ("政务专题\n丙乡2022年法治政府建设情况报告", {}, None, BODY, "丙乡2022年法治政府建设情况报告"),
        (
            "丙字〔2023〕4号\n中共丙镇委员会 丙镇人民政府\n丙镇2022年法治政府建设情况报告",
            {},
            None,
            BODY,
            "丙镇2022年法治政府建设情况报告",
        ),
        (
            "中共丙镇委员会 丙镇人民政府\n关于2022年法治政府建设情况的报告",
            {},
            None,
            BODY,
            "中共丙镇委员会 丙镇人民政府关于2022年法治政府建设情况的报告",
        ),
        (f"乙政〔2023〕6号《{TITLE}》\n{TITLE}\n乙政〔2023〕6号", {}, None, BODY, TITLE),
        (f"《{TITLE}》（全文）\n{TITLE}", {}, None, BODY, TITLE),
        ("丙乡2022年法治政府建设 工作报告", {}, None, BODY, "丙乡2022年法治政府建设工作报告"),
        ("丙乡2022年法治政府建设\n工作报告", {}, None, BODY, "丙乡2022年法治政府建设工作报告"),
        ("", {"articletitle": "", "columnname": "政务动态"}, "政务动态", BODY, None),
        ("", {}, None, BODY, None),
    ],
)
def test_the_title_as_the_page_states_it(
    head: str, meta: dict[str, str], html_title: str | None, text: str, title: str | None
) -> None:
    assert read(head, text, html_title=html_title, **meta).title == title


def test_double_escaped_entities_in_a_title_are_resolved() -> None:
    assert clean_title("乙县&amp;ldquo;法治政府&amp;rdquo;建设情况报告") == "乙县“法治政府”建设情况报告"


@pytest.mark.parametrize(
    ("ending", "signed", "issuer"),
    [
        ("乙县人民政府\n2023年1月16日", "2023-01-16", "乙县人民政府"),
        ("中共乙县委   \n\n乙县人民政府  \n\n2023年1月16日", "2023-01-16", "中共乙县委 乙县人民政府"),
        ("乙 县 人 民 政 府\n二〇二三年一月十六日", "2023-01-16", "乙县人民政府"),
        ("20230116", "2023-01-16", None),
        ("乙县人民政府 2023年1月16日", "2023-01-16", "乙县人民政府"),
        ("乙县人民政府\n2023年1月16日\n附件：1.复议案件统计表", "2023-01-16", "乙县人民政府"),
        ("乙县人民政府\n2023年1月16日\n（此件公开发布）", "2023-01-16", "乙县人民政府"),
        ("全年办结案件30件。", None, None),
        ("会议于2023年1月16日召开，部署下年工作。", None, None),
    ],
)
def test_the_signature_under_the_text(ending: str, signed: str | None, issuer: str | None) -> None:
    metadata = read("2022年度法治政府建设情况报告", f"{BODY}\n{ending}")
    assert (metadata.signed_on, metadata.issuer) == (day(signed), issuer)


def test_a_signature_block_above_the_text() -> None:
    metadata = read(
        "2022年度法治政府建设情况报告", f"乙县人民政府\n2022年度法治政府建设情况报告\n（2023年1月16日）\n{BODY}"
    )
    assert (metadata.signed_on, metadata.issuer) == (day("2023-01-16"), "乙县人民政府")
    metadata = read("2022年度法治政府建设情况报告", f"乙县人民政府\n（2023年1月16日）\n{BODY}")
    assert (metadata.signed_on, metadata.issuer) == (day("2023-01-16"), "乙县人民政府")


def test_a_signature_block_that_went_to_the_head() -> None:
    head = "2022年度法治政府建设情况报告\n日期:2023-02-20\n乙县人民政府\n2022年度法治政府建设情况报告\n(2023年1月16日)"
    metadata = read(head)
    assert (metadata.signed_on, metadata.published_on) == (day("2023-01-16"), day("2023-02-20"))
    assert (metadata.issuer, metadata.title) == ("乙县人民政府", "2022年度法治政府建设情况报告")
    assert read("2022年度法治政府建设情况报告\n（2023年1月16日）").published_on is None


@pytest.mark.parametrize(
    ("head", "text", "issuer"),
    [
        ("索引号xyz/2023-1\n发布机构乙县丙乡人民政府\n丙乡2022年法治政府建设情况报告", BODY, "乙县丙乡人民政府"),
        ("发文机构:bx1\n丙乡2022年法治政府建设情况报告", BODY, "丙乡"),
        (
            "名称：2022年法治政府建设情况报告\n\n乙县丙乡人民政府\n\n2022年法治政府建设情况报告",
            BODY,
            "乙县丙乡人民政府",
        ),
        ("丙街道2022年法治政府建设报告", f"现将街道2022年法治政府建设情况报告如下：\n{BODY}", "丙街道"),
        ("2022年法治政府建设报告", f"现将街道2022年法治政府建设情况报告如下：\n{BODY}", None),
    ],
    ids=["label without colon", "code", "over the title", "by the title", "nobody's name"],
)
def test_the_issuer_as_the_head_states_it(head: str, text: str, issuer: str | None) -> None:
    assert read(head, text).issuer == issuer


def test_who_speaks_for_the_government_tells_the_place() -> None:
    head = "省人民政府关于2014年依法行政工作报告\n  ——2015年3月20日在省人大常委会会议上\n  贵州省政府副秘书长"
    metadata = read(head, "会议安排我报告2014年全省依法行政工作。\n一、主要工作\n2014年，全省依法行政取得进展。")
    assert (metadata.region_code, metadata.level, metadata.year) == ("520000", "province", 2014)


def test_a_heading_over_the_first_sentence_hides_no_subject() -> None:
    text = "一、主要举措和成效\n2022年，濮阳县人民政府坚持依法行政。\n（一）加强领导。"
    assert read("2022年法治政府建设情况报告", text).issuer == "濮阳县人民政府"


def test_a_year_past_opens_like_a_year() -> None:
    text = "一年来，濮阳县司法局紧紧围绕中心工作，推进依法行政。\n一、主要做法\n（一）加强领导。"
    metadata = read("2022年法治政府建设情况报告", text)
    assert (metadata.issuer, metadata.level) == ("濮阳县司法局", "department")


def test_whose_report_a_text_declares_tells_its_level() -> None:
    text = f"现将市水务局2022年度法治政府建设情况报告如下：\n{BODY.replace('我县', '全市')}"
    assert read("濮阳市2022年法治政府建设情况报告", text).level == "department"


def test_two_bodies_of_one_subject_are_not_halved() -> None:
    text = "2022年，濮阳县委、县政府坚持依法行政。\n一、主要举措和成效\n（一）加强领导。"
    assert read("2022年法治政府建设情况报告", text).issuer == "濮阳县委、县政府"
    assert read("2022年法治政府建设情况报告", text.replace("濮阳县委", "县委")).issuer == "县委、县政府"


def test_the_party_committees_own_name_tells_the_place() -> None:
    text = f"按照《中共濮阳县委全面依法治县委员会2022年工作要点》要求，现将我县法治政府建设情况报告如下：\n{BODY}"
    assert read("2022年法治政府建设情况报告", text).region_code == "410928"


def test_the_publishing_body_tells_the_place() -> None:
    head = "发布机构\n河南省濮阳市濮阳县丙乡人民政府\n丙乡2022年法治政府建设情况报告"
    text = "现将丙乡2022年法治政府建设情况报告如下：\n一、主要做法\n（一）加强领导。"
    said = read(head, text)
    assert (said.issuer, said.region_code) == ("河南省濮阳市濮阳县丙乡人民政府", "410928")


def test_a_text_without_line_breaks_is_signed_at_its_end() -> None:
    metadata = read("2022年度法治政府建设情况报告", BODY.replace("\n", "") + "以上报告。乙县人民政府2023年1月16日")
    assert metadata.signed_on == day("2023-01-16")


@pytest.mark.parametrize(
    ("title", "text", "year"),
    [
        ("乙县2022年度法治政府建设年度报告", "", 2022),
        ("乙县关于2022年法治政府建设情况和2023年工作计划的报告", "", 2022),
        ("2022年法治政府建设工作总结及2023年工作思路", "", 2022),
        ("二○一二年推进依法行政工作情况的报告", "", 2012),
        ("2016—2020年法治政府建设情况报告", "", 2020),
        ("20162020年法治政府建设情况报告", "2020年，我县坚持依法行政。", 2020),
        ("关于贯彻落实《法治政府建设实施纲要（2021—2025年）》2023年情况的报告", "", 2023),
        ("乙县2023法治政府建设情况报告", "", 2023),
        ("法治政府建设情况报告", "2022年，我市坚持依法行政。", 2022),
        ("法治政府建设情况报告", "根据规定，现将我县2022年度法治政府建设情况报告如下：", 2022),
        ("法治政府建设情况报告", "我县坚持依法行政。\n一、2022年度法治政府建设主要举措及成效", 2022),
        ("法治政府建设情况报告", "乙县人民政府\n2022年度依法行政工作报告\n（2023年1月5日）\n在市委领导下。", 2022),
        ("法治政府建设情况报告", "2022年度，乙镇政府坚持依法行政。", 2022),
        (
            "法治政府建设情况报告",
            "2021年以来，我县坚持依法行政。截至2023年6月，受理62件；2023年前8个月，结案5件。",
            2023,
        ),
        (
            "法治政府建设情况报告",
            "我县办结30件，上年的2021年办结20件，2022年办结31件，2022年培训5次。下一步，到2025年建成。",
            2022,
        ),
        ("法治政府建设情况报告", "二〇二二年，我县坚持依法行政。", 2022),
        ("法治政府建设情况报告", "我县坚持依法行政，取得成效。", None),
        ("法治政府建设情况报告", "认真落实《法治政府建设实施纲要（2021—2025年）》。", None),
        (None, "2022年，我市坚持依法行政。", 2022),
        (None, "2025 年,泉溪乡坚持依法治乡,现将工作开展情况报告如下:", 2025),
        # last year's reports, appraisals and files are looked back upon
        (None, "一、主要举措和成效\n（一）压实责任。在门户网站发布年度报告，开展2021年度报告质量评查。", None),
        (None, "一、主要做法\n（一）强化考核。完成2020年度法治政府建设考核，发现问题9个。", None),
        (None, "一、主要做法\n（一）规范执法。对2022年度行政处罚案卷开展集中评查，评查案卷60本。", None),
        (None, "一、主要做法\n（一）接受监督。公示2019年度法治政府建设年度报告，接受社会监督。", None),
        (None, "一、主要做法\n（一）抓好整改。对照2021年度督察反馈问题，整改问题18个。", None),
        (None, "一、主要做法\n（一）争先创优。获评2021年度先进单位，荣获2021年度优秀等次。", None),
        (None, "一、主要做法\n（一）压实责任。开展2021年度报告质量评查、2021年度述法评议；2022年办理复议3件。", 2022),
        (None, "一、主要做法\n（一）规范执法。2022年办理复议3件，2022年评查案卷9本，部署2023年度案卷评查。", 2022),
        # 今年, told by a single plan of its own only where the year before it is looked back upon
        (
            None,
            "今年以来，我局坚持依法行政。对2021年依法行政考核反馈的问题进行整改；印发《2022年执法工作要点》。",
            2022,
        ),
        (None, "今年以来，我局坚持依法行政。印发《2022年执法工作要点》。", None),
        (None, "今年以来，我局坚持依法行政。对2020年、2021年度考核反馈的问题整改；印发《2022年执法工作要点》。", None),
    ],
)
def test_the_year_is_what_title_or_text_tell(title: str | None, text: str, year: int | None) -> None:
    assert read_year(title, text) == year


def test_the_year_is_never_that_of_publication_alone() -> None:
    metadata = read("法治政府建设情况报告\n发布时间：2023-01-05", "我县坚持依法行政，取得成效。", pubdate="2023-01-05")
    assert metadata.year is None
    assert metadata.published_on == day("2023-01-05")


def test_this_year_in_a_text_signed_in_autumn_is_the_year_of_its_date() -> None:
    text = "今年以来，我县坚持依法行政。"
    assert read_year("依法行政工作总结", text, dt.date(2012, 12, 5)) == 2012
    assert read_year("依法行政工作总结", text, dt.date(2013, 1, 5)) is None


def test_a_report_of_the_province_on_a_departments_site() -> None:
    metadata = read(
        "河南省人民政府关于2020年法治政府建设情况的报告\n来源：安阳市司法局",
        siteidcode="4105000012",
        sitename="安阳市司法局",
    )
    assert (metadata.region_code, metadata.region_name, metadata.level, metadata.issuer) == (
        "410000",
        "河南省",
        "province",
        "河南省人民政府",
    )


def test_a_footer_tells_whose_site_a_plain_text_came_from() -> None:
    page = StrippedPage(
        text="我县坚持依法行政。",
        head="2022年度法治政府建设情况报告",
        tail="",
        html_title=None,
        page_text="我县坚持依法行政。\n主办：通城县人民政府办公室",
    )
    assert read_metadata(page, "file:///a.txt").region_code == "421222"


def test_nothing_told_is_nothing_said() -> None:
    assert read("", "今日天气晴好。") == Metadata()


def read_shared(path: Path) -> Metadata:
    decoded = decode(path.read_bytes(), None)
    page = strip_boilerplate(decoded.text) if looks_like_html(decoded.text) else strip_plain_text(decoded.text)
    return read_metadata(page, f"file:///{path.name}")


def test_every_field_of_the_gold_reports_is_right(shared: Path) -> None:
    wrong = []
    for gold_file in sorted((shared / "gold").glob("*.report.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        said = read_shared(shared / "seeds" / gold_file.name.replace(".report.json", ".txt"))
        pairs = {
            "title": said.title,
            "issuer": said.issuer,
            "source": said.source,
            "year": said.year,
            "region": said.region_name,
            "region_code": said.region_code,
            "level": said.level,
            "published": said.published_on and said.published_on.isoformat(),
            "signed": said.signed_on and said.signed_on.isoformat(),
        }
        wrong += [(gold_file.name, field, gold[field], value) for field, value in pairs.items() if gold[field] != value]
    assert wrong == []


def test_the_reports_without_annotations_tell_year_and_region(shared: Path) -> None:
    said = {path.name[:3]: read_shared(path) for path in (shared / "seeds").glob("00[23]_*.txt")}
    assert (said["002"].region_code, said["002"].year, said["002"].level) == ("421222", 2023, "county")
    assert (said["003"].region_code, said["003"].year, said["003"].level) == ("411300", 2022, "prefecture")
    assert said["003"].title is None


def test_title_and_date_of_real_pages(shared: Path) -> None:
    titles = dates = 0
    for truth_file in sorted((shared / "pages").glob("*.json")):
        truth = json.loads(truth_file.read_text(encoding="utf-8"))
        said = read_shared(truth_file.with_suffix(".html"))
        titles += "".join((said.title or "").split()) == "".join(truth["title"].split())
        dates += str(said.published_on) == truth["published"][:10]
    assert (titles, dates) >= (12, 12)
    assert dates >= 12


def test_a_name_of_the_site_is_no_title() -> None:
    assert read("", BODY, html_title="乙县人民政府").title is None
    assert read("", BODY, html_title="乙县司法局", sitename="乙县司法局").title is None


def test_a_signature_on_the_last_line_names_the_issuer() -> None:
    text = BODY.replace("\n", "") + "成效明显。乙县人民政府2023年1月16日"
    assert read("2022年度法治政府建设情况报告", text).issuer == "乙县人民政府"


def test_every_label_reads_its_own_example() -> None:
    for row in read_seed("page_labels.csv"):
        fields = {value.field for value in read_labelled_values(row["example"])}
        assert row["field"] in fields, row["label"]


def test_every_kind_of_body_is_told_by_its_example() -> None:
    rules = [rule for rule in list_body_rules() if rule.kind != "words"]
    told = {rule.example: judge_body(rule.example) for rule in rules}
    # 县委: behind a place; a phrase of one's work is no body
    assert told == {rule.example: rule.kind for rule in rules}


@pytest.mark.parametrize(
    ("value", "source"),
    [("县司法局 王五", "县司法局"), ("•", None), ("“县司法局”", "县司法局"), ("甲县 发布", "甲县 发布"), ("无", None)],
)
def test_a_source_is_a_name(value: str, source: str | None) -> None:
    assert clean_source(value) == source


CHARACTERS = st.text(
    alphabet="甲县人民政府司法局关于年度报告来源发布时间：:|（）()0123456789二〇-—/. \n【】《》，。一、\u200b<br/>",
    max_size=120,
)


@given(CHARACTERS, CHARACTERS, CHARACTERS)
def test_no_page_is_too_odd_to_read(head: str, text: str, title: str) -> None:
    page = StrippedPage(
        text=text, head=head, tail=head, html_title=title, meta={"articletitle": title, "pubdate": head}
    )
    assert read_metadata(page, "file:///odd.txt").level in (
        None,
        "county",
        "prefecture",
        "province",
        "township",
        "department",
    )
    judge_genre(page, read_metadata(page, "file:///odd.txt"), head)


@pytest.mark.parametrize(
    "imprint",
    [
        "抄送：市司法局，县委办公室。\n青岭县人民政府办公室 2024年1月20日印发",
        "抄送：市司法局。\n青岭县人民政府办公室\n2024年1月20日\n印发",
        "青岭县人民政府办公室秘书科\n2024 年 1 月 20 日印发\n（共印20份）",
        "抄报：市委依法治市办\n\n青岭县人民政府办公室　　　　2024年1月20日印发",
        "分送：各乡镇\n青岭县人民政府办公室\n2024年1月20日印制",
    ],
)
@pytest.mark.parametrize(
    ("signature", "issuer", "day"), [("青岭县司法局\n2024年1月18日\n", "青岭县司法局", 18), ("", None, None)]
)
def test_imprint_under_a_document_signs_nothing(imprint, signature, issuer, day):
    """Who gets copies and which office printed them when: 抄送…印发."""
    text = f"2023年，全县共收到行政复议申请62件，审结45件，工作扎实推进。\n{signature}{imprint}"
    assert read_issuer("2023年度法治政府建设情况的报告", text) == issuer
    assert read_signed_on(text) == (dt.date(2024, 1, day) if day else None)


def test_the_year_of_a_page_in_traditional_characters_is_told_by_its_own_plan() -> None:
    text = "今年以來，省水利廳堅持依法行政。對2018年依法行政考核存在的問題進行整改；印發(fā)《2019年水政工作要點》。"
    assert read(text=text).year == 2019
