"""What stands around a report is none of it: columns over its title, labels beside its issuer, common nouns for a name."""

from __future__ import annotations

import pytest

from parsers.identity.columns import find_glued_end, is_column
from parsers.page import parse_page
from parsers.records import Metadata, ParsedPage, RawPage
from parsers.seed import read_seed
from tests.parsers.test_find_speaker import BODY

COUNTY = "2020年，我县推进依法行政，建设法治政府。现将有关情况报告如下："
BUREAU = "2020年，我局推进依法行政，建设法治政府。现将有关情况报告如下："


def read_page(text: str) -> ParsedPage:
    return parse_page(RawPage("file:///page.txt", text.encode()))


def read(text: str) -> Metadata:
    return read_page(text + BODY).metadata


@pytest.mark.parametrize("row", read_seed("column_names.csv"), ids=lambda row: row["name"])
def test_every_columns_name_reads_its_example(row: dict[str, str]) -> None:
    assert is_column(row["example"])


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("通知公告若尔盖县2020年法治政府建设报告", 4),
        ("要闻 退役军人事务部2020年法治政府建设年度报告", 3),
        ("要闻动态自然资源部2020年法治政府建设年度报告", 4),
        ("热点专题 依法治州 关于2020年度法治政府建设情况的报告", 10),
        ("【公示公告】若尔盖县2020年法治政府建设报告", 6),
        ("年度总结 - 若尔盖县2020年法治政府建设报告", 7),
        # these begin bodies' names
        ("政务服务管理局2020年法治政府建设报告", 0),
        ("新闻出版局2020年法治政府建设报告", 0),
        ("信息公开办公室关于2020年依法行政情况的报告", 0),
    ],
)
def test_a_title_begins_behind_the_column_that_is_glued_before_it(title: str, end: int) -> None:
    assert find_glued_end(title) == end


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"政务信息\n若尔盖县2020年法治政府建设年度报告\n{COUNTY}", "若尔盖县2020年法治政府建设年度报告"),
        (f"rg01/2021-00005\n综合类报告\n若尔盖县人民政府办公室\n2021-02-03\n若尔盖县2020年法治政府建设年度报告\n若政报〔2021〕2号\n{COUNTY}", "若尔盖县2020年法治政府建设年度报告"),
        # a column that nobody listed says neither whose nor of which year
        (f"重点任务落实情况\n2021-02-03\n若尔盖县2020年法治政府建设年度报告\n{COUNTY}", "若尔盖县2020年法治政府建设年度报告"),
        (f"热点专题\n依法治州\n关于2020年度全县法治政府建设情况的报告\n时间：2021-02-03\n{COUNTY}", "关于2020年度全县法治政府建设情况的报告"),
        ("要闻中心\n国家卫生健康委员会2020年法治政府建设年度报告\n2020年，国家卫生健康委员会推进法治政府建设。", "国家卫生健康委员会2020年法治政府建设年度报告"),
        # over several lines, the second of which a column could be called
        (f"若尔盖县唐克镇2020年\n依法行政工作报告\n{COUNTY}", "若尔盖县唐克镇2020年依法行政工作报告"),
        (f"若尔盖县林草局关于2020年度\n法治政府建设情况的\n报告\n{BUREAU}", "若尔盖县林草局关于2020年度法治政府建设情况的报告"),
        # a place before a blank opens the title
        (f"若尔盖县 2020年法治政府建设工作总结\n{COUNTY}", "若尔盖县 2020年法治政府建设工作总结"),
        (f"政策文件 若尔盖县林草局2020年法治政府建设工作总结 打印\n{BUREAU}", "若尔盖县林草局2020年法治政府建设工作总结"),
        (f"若尔盖县林草局2020年度\n法治政府建设\n工作总结\n{BUREAU}", "若尔盖县林草局2020年度法治政府建设工作总结"),
        (f"若尔盖县林业和\n草原局2020年法治政府建设工作总结\n{BUREAU}", "若尔盖县林业和草原局2020年法治政府建设工作总结"),
        (f"督查督办\n关于2020年度法治政府建设情况的报告\n{BUREAU}", "关于2020年度法治政府建设情况的报告"),
        (f"2020年若尔盖县林草局法治政府建设\n总结报告\n{BUREAU}", "2020年若尔盖县林草局法治政府建设总结报告"),
        (f"若尔盖县林草局2020年法治政府建设工作总结 发布时间：2021-01-04 浏览：8\n{BUREAU}", "若尔盖县林草局2020年法治政府建设工作总结"),
        # nothing else is called so: it is the title
        (f"依法行政工作总结\n{BUREAU}", "依法行政工作总结"),
    ],
)  # fmt: skip
def test_a_title_is_told_from_columns_and_read_to_its_end(head: str, title: str) -> None:
    assert read(head).title == title


@pytest.mark.parametrize(
    ("labels", "issuer"),
    [
        ("来源：若尔盖县林草局 所属单位：若尔盖县林草局 字体：", "若尔盖县林草局"),
        # a label that nobody has listed
        ("来源：若尔盖县林草局 管理单位：若尔盖县林草局", "若尔盖县林草局"),
        ("发布部门：若尔盖县林草局 发布人员：张某", "若尔盖县林草局"),
        ("来源部门：若尔盖县林草局", "若尔盖县林草局"),
        ("供稿部门：若尔盖县林草局 审稿：李某", "若尔盖县林草局"),
        ("发布机构：若尔盖县林草局（县绿化办）", "若尔盖县林草局（县绿化办）"),
        ("撰稿：若尔盖县林草局办公室", None),
        ("[信息来源]县林草局 [发布单位]若尔盖县林草局 [字体：大 中 小]", "若尔盖县林草局"),
        ("【发布单位】若尔盖县林草局【打印】【关闭】", "若尔盖县林草局"),
        # beside a date without label: a bureau, and no site's owner
        ("若尔盖县林草局 2021-01-04 浏览次数：8", "若尔盖县林草局"),
        ("若尔盖县人民政府 2021-01-04 浏览次数：8", None),
    ],
)
def test_a_label_ends_the_name_before_it(labels: str, issuer: str | None) -> None:
    assert read(f"2020年度法治政府建设情况报告\n{labels}\n{BUREAU}").issuer == issuer


def test_the_trail_names_a_page_that_bears_its_title_nowhere_else() -> None:
    title = "若尔盖县林草局2020年法治政府建设工作总结"
    text = "".join(f"<p>{line}</p>" for line in (BUREAU + BODY).split("\n"))
    markup = f"<html><head><title>文章详情</title></head><body><h1>首页 &gt; 政务公开 &gt; {title}</h1><div class='TRS_Editor'>{text}</div></body></html>"
    page = parse_page(RawPage("http://www.example.com/a.html", markup.encode()))
    assert page.metadata.title == title


@pytest.mark.parametrize(
    ("keepers", "issuer"),
    [
        ("主办：若尔盖县林草局", "若尔盖县林草局"),
        # who keeps all pages of a county speaks in none of them
        ("主办：若尔盖县人民政府 承办：若尔盖县大数据局", None),
        ("主办：若尔盖县人民政府 承办：若尔盖县行政审批局", None),
    ],
)
def test_who_keeps_a_countys_site_is_no_speaker(keepers: str, issuer: str | None) -> None:
    text = f"2020年度法治政府建设情况报告\n{BUREAU}{BODY}\n{keepers}"
    assert read_page(text).metadata.issuer == issuer


@pytest.mark.parametrize(
    ("publisher", "level"),
    [("九寨云顶旅游度假区管理委员会", "zone"), ("若尔盖县发展和改革委员会", "department")],
)
def test_my_committee_is_the_zones_that_publishes(publisher: str, level: str) -> None:
    metadata = read(f"2020年度法治政府建设情况报告\n发布机构：{publisher}\n2020年，我委推进依法行政，建设法治政府。")
    assert (metadata.issuer, metadata.level) == (publisher, level)


@pytest.mark.parametrize(
    ("noun", "level"),
    [
        ("园区", "zone"),
        ("开发区", "zone"),
        ("示范区", "zone"),
        ("管委会", "zone"),
        ("街道", "township"),
        ("分局", "department"),
        ("中心", "department"),
    ],
)
def test_a_common_noun_names_nobody(noun: str, level: str) -> None:
    metadata = read(f"2020年度法治政府建设情况报告\n2020年，{noun}坚持依法行政，建设法治政府。")
    assert (metadata.issuer, metadata.level) == (None, level)


def test_who_hands_on_a_report_that_bears_no_name_reports() -> None:
    metadata = read(
        "若尔盖县唐克镇人民政府关于印发《2020年法治政府建设工作报告》的通知\n2020年，我镇推进法治政府建设。"
    )
    assert (metadata.issuer, metadata.level, metadata.region_code) == ("若尔盖县唐克镇人民政府", "township", "513232")


def test_a_label_with_its_place_tells_where_the_source_lies() -> None:
    metadata = read(f"2020年度法治政府建设情况报告\n来源：县林草局 责任单位：若尔盖县林草局\n{BUREAU}")
    assert (metadata.issuer, metadata.region_code) == ("若尔盖县林草局", "513232")


@pytest.mark.parametrize(
    "lead",
    [
        "2020年至今，在县委、县政府的领导下，",
        "2020年1月至12月，",
        "2020年以来，",
        "2020年期间，",
        "2020年初以来，在上级主管部门的指导下，",
        "回顾2020年，",
        "过去的2020年，",
        "2020年，是脱贫攻坚收官之年，",
    ],
)
def test_the_speaker_stands_behind_what_tells_the_time(lead: str) -> None:
    metadata = read(f"{lead}若尔盖县林草局坚持依法治林，建设法治政府。")
    assert (metadata.issuer, metadata.level, metadata.region_code) == ("若尔盖县林草局", "department", "513232")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020年来凤县坚持依法行政，建设法治政府。", "422827"),
        ("2020年内蒙古自治区坚持依法行政，建设法治政府。", "150000"),
        ("2020年中共若尔盖县委、若尔盖县人民政府坚持依法行政，建设法治政府。", "513232"),
        ("2020年中，若尔盖县坚持依法行政，建设法治政府。", "513232"),
    ],
)
def test_a_name_may_begin_like_what_tells_the_time(text: str, code: str) -> None:
    assert read(text).region_code == code


@pytest.mark.parametrize(
    ("subject", "issuer", "level"),
    [
        ("若尔盖县水利局多点发力", "若尔盖县水利局", "department"),
        ("若尔盖县科学技术局勇当先锋", "若尔盖县科学技术局", "department"),
        ("若尔盖县发展和改革局迎难而上", "若尔盖县发展和改革局", "department"),
        ("若尔盖县地方志办公室迎难而上", "若尔盖县地方志办公室", "department"),
        ("若尔盖县委政法委迎难而上", "若尔盖县委政法委", "department"),
        ("阿坝州生态环境局若尔盖分局迎难而上", "阿坝州生态环境局若尔盖分局", "department"),
        ("若尔盖县唐克镇迎难而上", "若尔盖县唐克镇", "township"),
        ("国家税务总局若尔盖县税务局迎难而上", "国家税务总局若尔盖县税务局", "department"),
        ("成都海关迎难而上", "成都海关", "department"),
        # of others, or of many
        ("若尔盖县水利局局长张某迎难而上", None, None),
        ("若尔盖县水利局、林草局迎难而上", None, None),
        ("四川省各级政府及其部门迎难而上", None, "province"),
        ("若尔盖县基层乡镇迎难而上", None, None),
        ("若尔盖县政府部门迎难而上", None, None),
        ("若尔盖县公安机关迎难而上", None, None),
        ("若尔盖县县级部门迎难而上", None, None),
        ("若尔盖县稳步推进政务服务中心改革", None, "county"),
    ],
)
def test_a_full_name_speaks_whatever_verb_follows(subject: str, issuer: str | None, level: str | None) -> None:
    metadata = read(f"2020年，{subject}，建设法治政府，依法行政。")
    assert (metadata.issuer, metadata.level) == (issuer, level)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("2020年，我市推进法治政府建设，落实省委、省政府部署。县区政府聘请法律顾问，向县（市、区）下放权限。", "prefecture"),
        ("2020年，我市推进法治政府建设，落实省委、省政府部署。各县（市）党委、政府专题述法，县级政府权责清单公布。", "prefecture"),
        ("2020年，我市推进法治政府建设，省委、省政府予以肯定。提请市人大常委会审议停车条例草案1件，建成市县乡三级执法监督体系。", "prefecture"),
        ("2020年，我市推进法治政府建设，在全省率先改革，省政府予以肯定。将邓州市列为试点，下辖县市全部设立复议机构。", "prefecture"),
        # a city of a county's rank hears of those above and beside it
        ("2020年，我市推进法治政府建设，落实省委、省政府部署。省、市、县、乡四级联动，县级以上机关普法。", None),
        ("2020年，我市推进法治政府建设，落实省委、省政府部署，在全省各县（市、区）中位居前列，12个乡镇改革。", None),
    ],
)  # fmt: skip
def test_who_has_counties_below_it_is_a_city_of_a_prefectures_rank(text: str, level: str | None) -> None:
    assert read(text).level == level


@pytest.mark.parametrize(
    ("text", "report"),
    [
        # deeds without their number, in a form that leaves no doubt
        ("2020年，若尔盖县贯彻习近平法治思想，法治政府建设各项任务有序推进。\n一、加强党对法治建设的领导\n（一）县委多次召开会议研究法治工作，县政府先后听取执法改革汇报。\n"
         "（二）规范性文件应审尽审，法律顾问全程参与，依法行政能力提升。\n（三）推进行政复议、行政执法规范化，政务公开更加全面。\n二、落实法治责任\n述法全面推开。", True),
        # planned
        ("2020年，若尔盖县贯彻习近平法治思想，推进法治政府建设。\n一、加强党对法治建设的领导\n（一）县委定期研究法治工作，落实述法制度。\n"
         "（二）规范性文件应审尽审，法律顾问参与，提高依法行政能力。\n（三）推进行政复议、行政执法规范化，政务公开更加全面。\n二、落实法治责任\n述法全面推开。", False),
        # a newspaper's page on a bureau's year
        ("2020年，若尔盖县司法局贯彻习近平法治思想，法治政府建设取得成效。\n若尔盖县司法局干部走进牧区宣讲法律。\n紧盯统筹，在依法治县上见到新气象\n"
         "法治建设要点印发，行政复议、行政执法监督协同推进，规范性文件审查提质。\n聚焦服务，擦亮法律援助名片\n普法宣传走进牧区，依法行政能力提升。", False),
        ("2020年，若尔盖县司法局深入贯彻习近平法治思想，紧盯群众所盼，聚力补短板、强弱项、促提升，全县依法治县、法治政府建设取得成效。\n高位谋划 蓝图绘到底\n法治建设要点印发，行政复议、行政执法监督推进，规范性文件审查提质。\n"
         "复议暖心 纠纷止于诉前\n普法宣传走进牧区，依法行政能力提升。", False),
        # a way of working, to be learnt from
        ("2020年，若尔盖县贯彻习近平法治思想，法治政府建设在改革中推进，行政执法监督形成经验。\n一、主要做法\n行政复议衔接3次，规范性文件联审8件，联席会议5次。\n二、经验启示\n必须坚持问题导向，依法行政。", False),
        # texts to write after
        ("2012年依法行政工作总结\n2012年，我镇推进依法行政，建设法治政府。现将依法行政情况报告如下：\n一、加强领导。召开会议3次。\n二、执法。规范性文件审查8件。\n试读已结束", False),
        ("2012年依法行政工作报告\n中共××县委：\n2012年，××县政府推进依法行政，建设法治政府。现将我县依法行政情况报告如下：\n一、加强领导。召开会议3次。\n二、复议应诉。受理复议5件，规范性文件审查8件。", False),
        ("2012年依法行政工作报告\n2012年，我县推进依法行政，建设法治政府。现将我县依法行政情况报告如下：\n一、加强领导。召开会议3次。（此处省略300字，注册会员可查看全文）\n二、复议应诉。受理复议5件，规范性文件审查8件。", False),
    ],
)  # fmt: skip
def test_form_tells_reports_from_plans_features_and_samples(text: str, report: bool) -> None:
    more = (
        "全县上下把依法行政作为基本要求，围绕群众关切改进作风，注重制度建设与队伍建设并重，推动各项任务落到实处。" * 5
    )
    assert (read_page(f"{text}\n{more}").refusal is None) == report
