"""Who speaks and whether it is a report at all, over invented pages of all sorts: real places, made-up bodies and figures."""

from __future__ import annotations

import pytest

from parsers.identity.speaker import describe_witnesses
from parsers.page import parse_page
from parsers.records import ParsedPage, RawPage

BODY = """
一、主要举措和成效
（一）组织法治学习6次，受理行政复议申请3件，发放宣传资料500份。聘请法律顾问2名，化解矛盾纠纷12件。办理行政许可30件，行政处罚8件，公开政务信息200条。
（二）完善制度体系。修订内部工作规则，落实行政执法公示、执法全过程记录、重大执法决定法制审核制度，规范行政裁量权基准，健全重大行政决策程序，做到应审尽审、应评尽评。
（三）化解矛盾纠纷。坚持和发展新时代“枫桥经验”，畅通信访渠道，推动行政争议实质性化解，依法办理人大代表建议和政协提案，自觉接受各方面监督。
二、存在的问题
部分同志对法治政府建设的认识还不够深刻，学法用法的主动性不够强，运用法治思维和法治方式解决问题的能力有待进一步提高。一是行政执法人员能力有待提高；二是普法宣传形式不够丰富；三是规范性文件管理还需加强。
三、下一步安排
继续加强法治政府建设，规范行政执法，做好行政复议和人民调解工作，优化营商环境，落实第一责任人职责，推进依法行政。
"""
PLAN = """
一、总体要求
以法治思想为指导，深入推进依法行政，加快法治政府建设。
二、重点任务
（一）要健全依法决策机制，完善重大行政决策程序，开展合法性审查。（二）要规范行政执法，落实三项制度，评查案卷100份。（三）要推进行政复议，加强普法宣传，开展活动20场。
三、工作要求
各单位要加强组织领导，压实责任，按时报送，确保到年底完成全部任务。要强化督导检查，健全考核机制，推动法治政府建设各项工作落实。要加强宣传引导，营造氛围，总结经验，推进工作开展。要落实保障，完善制度，建立台账。
"""


def read(text: str, url: str = "file:///page.txt") -> ParsedPage:
    return parse_page(RawPage(url, text.encode()))


@pytest.mark.parametrize(
    ("first", "code", "level"),
    [
        ("甘孜州藏语委办（编译局）2023年度法治政府建设工作报告", "513300", "department"),
        ("锡林郭勒盟行政公署2023年度法治政府建设情况报告", "152500", "prefecture"),
        ("阿里地区行署关于2023年度法治政府建设情况的报告", "542500", "prefecture"),
        ("阿拉善盟公署2022年法治政府建设工作报告", "152900", "prefecture"),
        ("苏州工业园区2023年度法治政府建设情况报告", None, "zone"),
        ("西咸新区2022年法治政府建设情况报告", None, "zone"),
        ("陕西省西咸新区管理委员会关于2022年法治政府建设情况的报告", None, "zone"),
        ("成都高新区2023年度法治政府建设工作情况报告", None, "zone"),
        ("濮阳经济技术开发区管委会2023年度法治政府建设报告", None, "zone"),
        ("昆明滇池国家旅游度假区2023年法治政府建设情况报告", None, "zone"),
        ("2023年，苏州工业园区坚持以法治为引领，扎实推进法治政府建设。", None, "zone"),
        ("2023年，高新区管委会认真落实法治政府建设要求。", None, "zone"),
        ("上海市浦东新区2023年法治政府建设情况报告", "310115", "county"),
        ("天津市滨海新区人民政府2023年法治政府建设情况报告", "120116", "county"),
        ("泽州县融媒体中心2023年度法治政府建设情况报告", "140525", "department"),
        ("泽州县总工会2023年度法治政府建设情况报告", "140525", "department"),
        ("高平市档案馆2023年度法治政府建设情况报告", "140581", "department"),
        ("高平市消防救援大队2023年度法治政府建设情况报告", "140581", "department"),
        ("陵川县红十字会2023年度法治政府建设情况报告", "140524", "department"),
        ("陵川县文联2023年度法治政府建设情况报告", "140524", "department"),
        ("陵川县委党校2023年度法治政府建设情况报告", "140524", "department"),
        ("晋城市烟草专卖局（公司）2023年度法治政府建设情况报告", "140500", "department"),
        ("山西省地方志研究院2023年度法治政府建设情况报告", "140000", "department"),
        ("临汾水利局2023年度法治政府建设情况报告", "141000", "department"),
        ("临汾市气象台2023年度法治政府建设情况报告", "141000", "department"),
        ("2023年以来，临汾应急管理局坚持安全发展，推进法治政府建设。", "141000", "department"),
        ("2023年，我局接收阳城县移送案件3件，扎实推进法治政府建设。", None, "department"),
        ("2023年，我局与阳城县、沁水县协作执法，推进法治政府建设。", None, "department"),
        ("2023年，我局借鉴阳城县经验，推进法治政府建设。", None, "department"),
        ("2023年，我县扎实推进法治政府建设，对口支援普兰县。", None, "county"),
        (
            "2023年，在陵川县委、县政府的坚强领导下，在市司法局的指导下，我局扎实推进法治政府建设。",
            "140524",
            "department",
        ),
        ("2023年，在县委、县政府的坚强领导下，陵川县统计局扎实推进法治政府建设。", "140524", "department"),
        ("2023年，崇文镇在陵川县委、县政府的坚强领导下，扎实推进法治政府建设。", "140524", "township"),
        ("2023年，我镇在泽州县委、县政府的坚强领导下，扎实推进法治政府建设。", "140525", "township"),
        ("2023年，我县制定《陵川县行政执法监督办法》，扎实推进法治政府建设。", "140524", "county"),
        (
            "根据《法治政府建设与责任落实督察工作规定》，现将陵川县林业局2023年度法治政府建设情况报告如下：",
            "140524",
            "department",
        ),
        ("中共陵川县委 陵川县人民政府关于2023年度法治政府建设情况的报告", "140524", "county"),
        ("关于报送《陵川县财政局2023年度法治政府建设情况报告》的报告", "140524", "department"),
        ("2023年度法治政府建设情况报告（陵川县财政局）", "140524", "department"),
        ("朝阳区某某地区办事处2023年度法治政府建设情况报告", None, "township"),
        ("太原市小店区平阳路街道办事处2023年法治政府建设情况报告", "140105", "township"),
        ("陵川县2023年度法治政府建设情况报告", "140524", "county"),
        ("陵川縣人民政府2023年度法治政府建設情況報告", "140524", "county"),
        ("2023年，省委、省政府坚持依法行政，法治山东建设、法治政府建设取得新成效。", None, "province"),
        ("司法部2023年度法治政府建设情况报告", None, "department"),
        ("水利部2023年法治政府建设年度报告", None, "department"),
        ("2023年，水利部坚持以法治为引领，全面推进法治政府建设。", None, "department"),
        ("乌鲁木齐市高新区（新市区）人民政府2023年法治政府建设情况报告", "650104", "county"),
        ("兴安盟2023年度法治政府建设情况报告", "152200", "prefecture"),
        ("国家税务总局陵川县税务局2023年法治政府建设情况报告", "140524", "department"),
        ("泽州县2023年度供销社法治政府建设情况报告", "140525", "department"),
        ("苏州工业园区公安分局2023年度法治政府建设情况报告", None, "department"),
    ],
)
def test_the_speaker_is_told_by_the_place_in_the_text(first: str, code: str | None, level: str) -> None:
    page = read(first + BODY)
    assert (page.refusal, page.metadata.region_code, page.metadata.level) == (None, code, level)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("2024年法治政府建设工作要点", PLAN),
        ("陵川县法治政府建设示范创建实施方案", PLAN),
        ("陵川县2024年法治政府建设工作安排", PLAN),
        (None, "为深入推进2024年法治政府建设，现提出如下工作要点。" + PLAN),
        (
            "陵川县召开2023年法治政府建设工作推进会",
            "近日，陵川县召开法治政府建设推进会。会议强调，要推进依法行政。会议指出，法治政府建设是重点。" * 5,
        ),
        (
            "全县法治政府建设推进会召开",
            "1月5日，县政府召开法治政府建设推进会，会议强调要落实依法行政。会议要求加强行政执法、行政复议工作，审议了规范性文件。"
            * 5,
        ),
        ("陵川县2023年政府信息公开工作年度报告", BODY),
        (
            None,
            "根据《中华人民共和国政府信息公开条例》要求，编制本报告。一、总体情况 2023年，法治政府建设持续推进。主动公开政府信息300条。"
            + BODY,
        ),
        ("陵川县人民政府工作报告", BODY),
        (None, "各位代表：现在，我代表县人民政府向大会报告工作。2023年，我们推进法治政府建设，依法行政。" + BODY),
        ("《陵川县2023年度法治政府建设情况报告》解读", BODY),
        ("2023年述职述法报告", BODY),
        (
            None,
            "2023年，本人认真履行推进法治政府建设第一责任人职责，现将本人述法情况报告如下：本人坚持学法，依法行政。"
            + BODY,
        ),
        (
            "陵川县第一中学2023年法治建设工作总结",
            "2023年，我校坚持依法治校，推进法治建设。我校开展法治教育20次。" + BODY,
        ),
        (
            "陵川县实验小学法治政府建设工作总结",
            "2023年，我校坚持依法治校，推进法治政府建设。我校开展法治教育20次。" + BODY,
        ),
        (
            "陵川县城市建设投资集团有限公司2023年法治建设工作情况报告",
            "2023年，集团公司坚持合规经营，推进法治建设。" + BODY,
        ),
        ("晋城建投集团2023年度法治政府建设情况报告", "2023年，公司坚持合规经营，推进法治建设。" + BODY),
        ("陵川县2023年普法工作总结", BODY),
        ("陵川县“八五”普法中期总结", BODY),
        ("2023年普法依法治理工作情况报告", BODY),
        ("法治政府建设年度报告制度研究", BODY),
        (
            "论县域法治政府建设的路径",
            "摘要：本文以年度报告为样本。关键词：法治政府。笔者认为，依法行政。本文指出。" + BODY,
        ),
        (None, "摘要：本文考察2023年法治政府建设报告。笔者认为，依法行政应当加强。本文提出建议。" + BODY),
        ("2023年法治政府建设工作报告范文三篇", BODY),
        (
            "关于××县2023年度法治政府建设情况的报告",
            "2023年，××县坚持依法行政。××县政府组织学习。××局开展执法。现将情况报告如下：\n××县司法局牵头。" + BODY,
        ),
        ("公文范本：法治政府建设情况报告", BODY),
        ("法治政府建设情况报告（范本）", BODY),
        ("关于做好2023年度法治政府建设年度报告工作的通知", PLAN),
        ("陵川县2023年度法治政府建设督察情况通报", BODY),
        ("关于陵川县2023年法治政府建设情况报告的审议意见", "县人大常委会审议了县政府报告。" + BODY),
        ("2023年度行政执法工作总结", BODY),
        ("陵川县2023年行政复议工作报告", BODY),
        ("法治政府建设实施纲要（2021—2025年）", PLAN),
        ("2023年平安建设工作总结", "2023年，我县推进平安建设。" + BODY.replace("法治政府", "平安")),
        (
            "陵川县司法局2023年工作总结和2024年工作计划",
            "2023年，县司法局推进司法行政工作。社区矫正对象30人，公证200件，法律援助50件，人民调解400件。" * 4,
        ),
        (
            "专家谈法治政府建设",
            "记者：请谈谈法治政府建设。\n答：法治政府建设是重点任务，依法行政是关键。\n问：行政执法如何？\n答：行政执法要规范，行政复议要公正。\n"
            * 6,
        ),
        ("陵川县人大常委会调研法治政府建设情况", BODY),
        ("2024年法治建设工作计划", PLAN),
        ("陵川县法治政府建设三年行动计划", PLAN),
        ("陵川县人民法院2023年工作报告", "2023年，县法院审结案件3000件，支持监督依法行政。" * 8),
    ],
)
def test_what_only_looks_like_a_report_is_refused_by_its_form(title: str | None, body: str) -> None:
    page = read(f"{title}\n{body}" if title else body)
    assert page.refusal is not None
    assert page.refusal.reason == "not_a_report"


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("高平市教育局2023年法治政府建设年度报告\n2023年，我局深入推进依法行政。", "组织校长培训8期，排查校车120辆，资助学生900人，新建幼儿园3所，改造操场5处。"),
        ("陵川县文化和旅游局2023年度法治政府建设情况报告\n2023年，我局深入推进依法行政。", "举办演出60场，修缮古建筑4处，接待游客90万人次，培训导游80人，检查网吧30家次。"),
        ("泽州县气象局2023年度法治政府建设情况报告\n现将我局2023年度法治政府建设情况报告如下：", "发布预警信号70次，新建观测站5个，防雷检查90家次，人工增雨作业12次，服务农户3000户。"),
    ],
)  # fmt: skip
def test_a_report_over_the_words_of_its_own_field_is_one(first: str, words: str) -> None:
    assert read(f"{first}\n{words * 8}\n").refusal is None


def test_strong_witnesses_that_contradict_each_other_leave_the_region_open_and_say_so() -> None:
    page = read(f"陵川县水务局2023年度法治政府建设情况报告{BODY}\n沁水县水务局\n2024年1月8日\n")
    assert page.metadata.region_code is None
    told = {row[0]: row[-1] for row in describe_witnesses(page.metadata.region_evidence)}
    assert told["标题中年份或“关于”之前"] == told["落款"] == "相左"


def test_a_zone_keeps_its_name_and_the_place_that_it_lies_in() -> None:
    metadata = read(f"苏州工业园区2023年度法治政府建设情况报告{BODY}").metadata
    assert (metadata.region_code, metadata.parent_code) == (None, "320500")
    assert metadata.region_name == "江苏省苏州市苏州工业园区"
    metadata = read(f"2023年，西咸新区坚持依法行政，扎实推进法治政府建设。{BODY}").metadata
    assert (metadata.level, metadata.parent_code) == ("zone", "610000")


def test_a_host_speaks_where_the_text_is_silent_and_is_only_noted_where_it_contradicts() -> None:
    silent = f"2023年，我县扎实推进法治政府建设。{BODY}"
    assert read(silent).metadata.region_code is None
    assert read(silent, "https://www.jiashan.gov.cn/art/1.html").metadata.region_code == "330421"
    told = read(f"陵川县水务局2023年度法治政府建设情况报告{BODY}", "https://www.jiashan.gov.cn/art/1.html").metadata
    assert told.region_code == "140524"
    assert {w.position: w.verdict for w in told.region_evidence}["host"] == "contradicts"


def test_a_citys_host_does_not_make_a_bureau_of_an_unknown_district_the_citys() -> None:
    text = f"2023年，我局扎实推进法治政府建设，落实区委、区政府部署。{BODY}"
    assert read(text, "https://www.wuhan.gov.cn/a.html").metadata.region_code is None


def test_evidence_for_and_against_is_kept() -> None:
    page = read(f"2023年，本人认真履职，推进法治政府建设。本人学法12次。{BODY}")
    assert {item.side for item in page.kind_evidence} == {"for", "against"}
    assert page.refusal is not None
    assert "一人述职述法" in page.refusal.detail


@pytest.mark.parametrize(
    ("title", "head", "issuer"),
    [
        ("市水务局2023年度法治政府建设情况报告", "晋城市水务局", "晋城市水务局"),
        ("沁水县政府2023年度法治政府建设情况报告", "发布机构：沁水县人民政府", "沁水县人民政府"),
    ],
)
def test_an_issuer_is_given_by_its_full_name_where_the_page_tells_it(title: str, head: str, issuer: str) -> None:
    page = read(f"{head}\n\n{title}\n\n2023年，扎实推进法治政府建设。{BODY}")
    assert page.metadata.issuer == issuer


def test_a_bureau_is_named_by_what_it_says_of_its_own_doing() -> None:
    text = f"2023年，我局扎实推进法治政府建设。我局成立晋城市水务局法治建设工作领导小组。{BODY}"
    assert (read(text).metadata.issuer, read(text).metadata.region_code) == ("晋城市水务局", "140500")
    two = f"2023年，我局推进法治政府建设。印发《晋城市水务局办法》，印发《高平市水务局办法》。{BODY}"
    assert read(two).metadata.issuer is None


@pytest.mark.parametrize(
    "around",
    [
        ("陵川县人民政府 / 乡镇 / 法治政府建设\n\n", ""),
        ("", "\n地址：山西省晋城市陵川县古陵路 邮编：048300\n"),
        ("", "\n晋公网安备 14052402000099号\n"),
    ],
    ids=["trail", "address", "number of the site"],
)
def test_the_sites_own_lines_tell_whose_it_is(around: tuple[str, str]) -> None:
    text = f"{around[0]}2023年度法治政府建设情况报告\n\n2023年，我县扎实推进法治政府建设。{BODY}{around[1]}"
    assert read(text).metadata.region_code == "140524"


def test_a_township_says_where_it_lies() -> None:
    text = f"崇文镇2023年法治政府建设工作总结\n崇文镇位于陵川县中部，辖60个村。一年来，我镇推进法治政府建设。{BODY}"
    assert (read(text).metadata.region_code, read(text).metadata.level) == ("140524", "township")
