"""Who speaks where the first sentence hides it: behind what is always true, as 乡党委、政府, by what it issued; and a title that its site contradicts."""

from __future__ import annotations

import pytest

from parsers.page import parse_page
from parsers.records import Metadata, RawPage

NEUTRAL = "\n全年坚持依法办事，健全各项制度，落实工作责任，加强监督检查，各项工作取得了新的成效。" * 6


def read(text: str, url: str = "file:///page.txt") -> Metadata:
    return parse_page(RawPage(url, f"{text}{NEUTRAL}".encode())).metadata


@pytest.mark.parametrize(
    ("text", "code", "level", "issuer"),
    [
        ("建设法治政府是推进国家治理体系和治理能力现代化的必然要求。2023年，寺庄镇坚持以习近平法治思想为指导，扎实推进法治政府建设。", None, "township", "寺庄镇"),
        ("法治是治国理政的基本方式，也是最好的营商环境。2022年，沁水县水务局深入推进依法行政，法治建设取得新成效。", "140521", "department", "沁水县水务局"),
        ("法治政府建设是全面依法治国的重点任务和主体工程。一年来，晋城市人民政府坚持依法行政，法治政府建设取得新进展。", "140500", "prefecture", "晋城市人民政府"),
        ("依法行政是政府工作的生命线。2021年，泽州县民政局认真落实法治政府建设各项任务，依法履职能力不断提升。", "140525", "department", "泽州县民政局"),
        ("推进依法行政、建设法治政府，是深化改革的重要内容。2020年，东山街道在金水区委、区政府的领导下，扎实推进法治政府建设。", "410105", "township", "东山街道"),
        ("法者，治之端也。2023年以来，陵川县司法局牢记使命，统筹推进法治政府建设。", "140524", "department", "陵川县司法局"),
        ("加强法治政府建设是实现治理体系现代化的必由之路，意义重大。2024年，阳城县人民政府全面贯彻习近平法治思想，扎实推进依法行政。", "140522", "county", "阳城县人民政府"),
        ("全面依法治国是国家治理的一场深刻革命，关系党执政兴国。2022年度，高平市交通运输局围绕中心工作，依法行政水平不断提升。", "140581", "department", "高平市交通运输局"),
        ("2022 年是攻坚克难之年。县民政局认真落实《沁水县法治建设规划》,推进法治政府建设。制定《沁水县民政局权责清单》。", "140521", "department", "沁水县民政局"),
    ],
)  # fmt: skip
def test_who_stands_behind_a_commonplace_reports(text: str, code: str | None, level: str, issuer: str) -> None:
    metadata = read(text)
    assert (metadata.region_code, metadata.level) == (code, level)
    assert (metadata.issuer or "").endswith(issuer)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("一、主要举措和成效\n（一）加强领导，推进法治建设。乡党委、政府高度重视法治政府建设，成立了领导小组。", "township"),
        ("一、2023年度推进法治政府建设的主要做法\n（一）提高站位。镇党委、政府把法治建设列入重要议事日程，召开会议3次。镇党委书记带头学法。", "township"),
        ("一、工作开展情况\n（一）强化学习。街道党工委、办事处主要负责人带头学法，全年法治政府建设专题学习6次。", "township"),
        ("一、主要工作举措\n1.压实责任。镇党委政府多次研究法治政府建设，镇政府聘请法律顾问1名。", "township"),
        ("一、法治政府建设主要举措和成效\n（一）抓学习。局党组多次专题学习习近平法治思想，局主要负责人讲法治课2次。", "department"),
        ("一、2022年工作情况\n（一）履行第一责任人职责。局党组书记、局长带头落实法治政府建设责任，局党组会议学法5次。", "department"),
        ("一、主要做法\n（一）落实责任。苏木党委、政府高度重视法治政府建设，苏木政府制定年度要点。", "township"),
        ("一、第一责任人履职情况\n（一）抓实学习。全年组织局党组会前学法5次，落实局党组述法制度。制定《晋城市水务系统执法规范》。", "department"),
        ("一、总体情况\n认真落实上级部署，街道干部职工依法履职意识增强。街道党工委第9次会议传达学习习近平法治思想。", "township"),
        ("一、主要举措\n（一）统筹推进。县委、县政府高度重视法治政府建设，县政府常务会议学法6次，各乡镇党委政府落实责任。", "county"),
    ],
)  # fmt: skip
def test_an_organ_behind_a_heading_tells_the_kind_of_body_and_is_no_name(text: str, level: str) -> None:
    metadata = read(text)
    assert metadata.level == level
    assert metadata.issuer in (None, "县委、县政府")


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("2019年，市水务局认真贯彻《晋城法治政府建设实施纲要（2016—2020年）》（晋市发〔2016〕26号）要求，推进依法行政，我市水务法治工作成效明显。", "140500", "department"),
        ("2020年，县民政局根据《泽州法治建设规划》和《关于做好年度报告工作的通知》要求，扎实推进法治政府建设，我县民政事业稳步发展。", "140525", "department"),
        ("2018年，市城管局深入落实《濮阳依法行政工作要点》（濮政办〔2018〕5号）和《关于做好年度报告工作的通知》（濮法办发〔2018〕9号），我市城市管理水平不断提高，法治政府建设扎实推进。", "410900", "department"),
        ("2021年，我局认真落实《阳泉法治政府建设实施方案》《阳泉法治社会建设实施方案》，推进依法行政，我市生态环境持续改善。", "140300", "department"),
        ("2022年，县水利局按照《沁水法治政府建设年度计划》部署，落实法治政府建设任务，我县河湖面貌明显改善。", "140521", "department"),
        ("2023年，市教育局围绕《运城法治社会建设实施方案》，推进依法行政，我市教育法治工作扎实开展。", None, "department"),
        ("2023年，市教育局围绕《平安建设实施方案》《长安法治文化》，推进依法行政，我市教育法治工作扎实开展。", None, "department"),
        ("2023年，市教育局学习借鉴《温州法治政府建设经验》，推进依法行政，我市教育法治工作扎实开展。", None, "department"),
    ],
)  # fmt: skip
def test_a_plan_of_rule_of_law_may_name_its_place_for_short(text: str, code: str | None, level: str) -> None:
    metadata = read(text)
    assert (metadata.region_code, metadata.level) == (code, level)


@pytest.mark.parametrize(
    ("url", "text", "code"),
    [
        ("https://www.geermu.gov.cn/a/1.html", "西城区2024年法治政府建设工作总结\n2024年，我区扎实推进法治政府建设。", None),
        ("https://www.geermu.gov.cn/a/1.html", "东城区2024年法治政府建设情况报告\n2024年，我区扎实推进法治政府建设。", None),
        ("https://www.qinshui.gov.cn/a/1.html", "河东区2023年法治政府建设情况报告\n2023年，我区扎实推进法治政府建设。", None),
        ("https://www.jcgov.gov.cn/a/1.html", "江北区2023年法治政府建设情况报告\n2023年，我区扎实推进法治政府建设。", None),
        ("https://www.bjxch.gov.cn/a/1.html", "西城区2024年法治政府建设工作总结\n2024年，我区扎实推进法治政府建设。", "110102"),
        ("https://www.beijing.gov.cn/a/1.html", "西城区2024年法治政府建设工作总结\n2024年，我区扎实推进法治政府建设。", "110102"),
        ("https://news.example.com/a/1.html", "西城区2024年法治政府建设工作总结\n2024年，我区扎实推进法治政府建设。", "110102"),
        ("https://www.geermu.gov.cn/a/1.html", "北京市西城区2024年法治政府建设工作总结\n2024年，我区扎实推进法治政府建设。", "110102"),
    ],
)  # fmt: skip
def test_a_bare_district_on_a_far_countys_site_is_not_the_one_of_that_name(
    url: str, text: str, code: str | None
) -> None:
    assert read(text, url).region_code == code


def test_a_district_below_a_county_is_a_zone_and_its_site_is_where_it_lies() -> None:
    metadata = read(
        "西城区2024年法治政府建设工作总结\n2024年，我区扎实推进法治政府建设。", "https://www.geermu.gov.cn/a/1.html"
    )
    assert (metadata.level, metadata.parent_code, metadata.issuer) == ("zone", "632801", "西城区")
    assert ("spelt", "agrees") in {(witness.position, witness.verdict) for witness in metadata.region_evidence}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("泽州县司法局\n\n搜索位置\n匹配度\n排序\n\n泽州县审计局2025年法治政府建设报告\n\n发布日期：2026-02-28 发布机构：县司法局\n\n现将我局2025年度法治政府建设情况报告如下：", "泽州县审计局2025年法治政府建设报告"),
        ("相关度\n时间\n泽州县财政局2024年法治政府建设情况报告\n发布日期：2025-02-28\n\n现将我局2024年度法治政府建设情况报告如下：", "泽州县财政局2024年法治政府建设情况报告"),
        ("全部类型\n近一年\n排序\n陵川县人民政府关于2024年法治政府建设情况的报告\n发布日期：2025-02-28\n\n2024年，我县扎实推进法治政府建设。", "陵川县人民政府关于2024年法治政府建设情况的报告"),
        ("福建省2023年度法治政府建设情况-k8某某官方网站\n\n福建省2023年度法治政府建设情况\n来源：省政府门户网站 时间：2024-04-03\n\n2023年，我省扎实推进法治政府建设。", "福建省2023年度法治政府建设情况"),
        ("沁水县2023年度法治政府建设工作情况_abc123资讯网\n\n沁水县2023年度法治政府建设工作情况\n时间：2024-04-03\n\n2023年，我县扎实推进法治政府建设。", "沁水县2023年度法治政府建设工作情况"),
        ("| 索引号 | 6207250036/2026-00078 | 发文字号 | |\n| 生成日期 | 2026-02-11 | 是否有效 |\n中共寺庄镇委员会 寺庄镇人民政府\n关于2025年法治政府建设情况的报告\n县委依法治县办：\n2025年，寺庄镇扎实推进法治政府建设。", "中共寺庄镇委员会 寺庄镇人民政府关于2025年法治政府建设情况的报告"),
        ("| 索引号 | 1405810036/2026-00078 | 发文字号 | |\n| 生成日期 | 2026-02-11 | 主题分类 |\n沁水县水务局\n关于2025年法治政府建设情况的报告\n2025年，我局扎实推进法治政府建设。", "沁水县水务局关于2025年法治政府建设情况的报告"),
        ("| 文号 | | 信息名称 |\n| 公开日期 | 2026-02-11 | 有效期 |\n高平市人民政府\n关于2025年法治政府建设情况的报告\n2025年，我市扎实推进法治政府建设。", "高平市人民政府关于2025年法治政府建设情况的报告"),
    ],
)  # fmt: skip
def test_a_toolbar_a_copying_site_and_an_empty_cell_are_no_part_of_a_title(text: str, title: str) -> None:
    assert "".join((read(text).title or "").split()) == "".join(title.split())


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("现将我局法治建设情况总结报告如下。\n一、依法履职情况\n2017年，市环保局以环保督察为契机，推进法治政府建设，我市空气质量改善。", "市环保局"),
        ("现将我局2022年法治政府建设情况报告如下。\n一、工作情况\n2022年，县水务局坚持依法行政，落实法治政府建设任务。", "县水务局"),
        ("2022年，我局认真推进法治政府建设。\n一、工作情况\n2022年，区市场监管局全面落实普法责任制，开展普法活动8次。", "区市场监管局"),
        ("2021年，我镇坚持以习近平法治思想为指导，推进法治政府建设。制定《寺庄镇2021年依法行政工作要点》《寺庄镇2021年全面依法治镇工作要点》。", "寺庄镇"),
        ("2021年，我街道坚持以习近平法治思想为指导，推进法治政府建设。印发《东城街道2021年法治建设工作要点》，开展普法活动6次。", "东城街道"),
        ("2021年，我乡推进法治政府建设。成立柿庄乡法治建设领导小组，制定《柿庄乡2021年普法工作计划》。", "柿庄乡"),
        ("2021年，我镇推进法治政府建设。学习《泗水镇2021年依法行政工作要点》的经验做法，开展普法活动6次。", None),
        ("2021年，我局推进法治政府建设。\n一、工作情况\n2021年，各单位全面落实普法责任制，开展普法活动8次。", None),
    ],
)  # fmt: skip
def test_my_bureau_and_my_town_are_called_as_the_text_calls_them_further_down(text: str, issuer: str | None) -> None:
    assert read(text).issuer == issuer


@pytest.mark.parametrize(
    ("text", "code", "level", "issuer"),
    [
        ("奉法者强则国强。二〇二三年，阳城县水利局坚持依法治水，法治政府建设稳步推进。", "140522", "department", "阳城县水利局"),
        ("法治政府建设具有示范带动作用，对法治国家、法治社会建设意义重大。今年以来，沁水县郑庄镇认真落实依法行政要求，推进法治政府建设。", "140521", "township", "沁水县郑庄镇"),
        ("优化法治环境是高质量发展的内在要求，依法行政是其中关键一环。\n2022年，陵川县人民政府深入推进法治政府建设。", "140524", "county", "陵川县人民政府"),
        ("全面依法治国是中国特色社会主义的本质要求和重要保障。过去一年，高平市应急管理局扎实推进依法行政，法治政府建设成效明显。", "140581", "department", "高平市应急管理局"),
        ("一、主要工作及成效\n1．落实责任。乡党委书记、乡长认真履行第一责任人职责，乡政府召开法治政府建设会议4次。", None, "township", None),
        ("一、2023年工作开展情况\n（一）抓实学法。街道党工委把学法纳入议事日程，法治政府建设专题学习8次。", None, "township", None),
        ("一、基本情况\n一是加强组织领导。局党委定期听取法治政府建设汇报，召开会议4次。", None, "department", None),
        ("一、重点工作完成情况\n（一）坚持高位推动。市委、市政府高度重视法治政府建设，市政府常务会议学法12次。我市创建示范市。", None, None, None),
        ("2020年，县交通局认真落实《灵丘法治政府建设实施方案》要求，规范执法，我县交通环境改善，推进依法行政。", "140224", "department", None),
        ("2021年，我局对照《左权依法行政考核办法》，推进法治政府建设，我县市场秩序良好。", "140722", "department", None),
        ("2021年，我镇推进法治政府建设，印发《嘉峰镇2021年法治政府建设工作方案》，成立嘉峰镇普法领导小组。", "140521", "township", "嘉峰镇"),
        ("现将我局2020年法治政府建设情况汇报如下：\n一、做法\n2020年，市交通运输局深入推进法治政府部门建设。", None, "department", "市交通运输局"),
        ("2023年，我社推进法治政府建设，印发《沁水县供销社2023年法治工作要点》，我社组织学法6次。", "140521", "department", "沁水县供销社"),
    ],
)  # fmt: skip
def test_others_of_these_kinds_are_heard_as_well(
    text: str, code: str | None, level: str | None, issuer: str | None
) -> None:
    metadata = read(text)
    assert metadata.region_code == code
    assert level is None or metadata.level == level
    assert issuer is None or metadata.issuer == issuer


@pytest.mark.parametrize(
    ("text", "level", "issuer"),
    [
        ("为全面推进依法行政，加强法治政府建设，依法行政体制机制进一步完善，街道各项工作法治化水平进一步提升。街道围绕依法执政、普法教育开展工作。结合东城街道实际，现就2022年法治政府建设工作开展情况报告如下：", "township", "东城街道"),
        ("结合寺庄镇实际，现将2022年度法治政府建设工作情况报告如下：", "township", "寺庄镇"),
        ("按照县委要求，结合我县水务工作实际，现将2022年法治政府建设工作情况报告如下：\n一、做法\n局党组高度重视，局党组会议学法6次。", "department", None),
        ("根据中央《全面深化法治领域改革纲要》提出“实行法治建设年度报告制度”，以及市、区对法治建设工作的具体部署，2023年，东城街道以深入学习贯彻习近平法治思想为核心，以落实要点为牵引，全面开展法治政府建设。现对2023年所做工作总结如下：", "township", "东城街道"),
        ("2022年，我街道法治政府建设工作，在区委、区政府的正确领导下，深入学习贯彻习近平法治思想，认真落实各项部署。现将我街道2022年度法治政府建设工作情况报告如下：", "township", None),
        ("鹿泉区人民政府上庄街道办事处关于2022年度法治政府建设情况的报告\n2022年，我街道推进法治政府建设。", "township", "鹿泉区人民政府上庄街道办事处"),
        ("首页 > 政务公开 > 区属街道信息公开目录 > 白石街道 > 规划计划\n\n长治市潞州区太行东街街道办事处2022年法治政府建设年度报告\n\n发布时间：2023-01-29 来源：潞州区太行东街街道 字体大小：\n\n2022年是承上启下的关键之年，在区委、区政府的坚强领导下，太行东街街道推进法治政府建设。现结合我街道实际，报告如下：", "township", "长治市潞州区太行东街街道办事处"),
        ("2022年，按照工作部署，县发展改革局法治政府建设工作有序开展，依法行政水平提升。现将有关情况报告如下：", "department", "县发展改革局"),
        ("2023年，全局上下以习近平法治思想为指导，推进法治政府建设，执法水平不断提升。现将有关情况报告如下：", "department", None),
        ("2023年，全镇上下以习近平法治思想为指导，推进法治政府建设。现将有关情况报告如下：", "township", None),
        ("2023年，全县各级各部门以习近平法治思想为指导，推进法治政府建设，县委、县政府统筹推进。现将有关情况报告如下：", "county", None),
        ("2023年以来，全市法治政府建设工作在省委、省政府正确领导下扎实推进，市委、市政府高度重视。现将有关情况报告如下：", None, None),
        ("现将县医保局2023年度推进法治政府建设情况报告如下。", "department", "县医保局"),
        ("2023年度，在区政府的领导下，区财政局党委认真落实法治政府建设要求，依法理财。", "department", None),
        ("2023年，县委政法委坚持依法治县，推进法治政府建设，我委组织学法6次。", "department", None),
        ("我委高度重视法治政府建设工作，2023年，制定印发《沁水县发展和改革委员会法治政府建设要点》，组织学法6次。", "department", "沁水县发展和改革委员会"),
    ],
)  # fmt: skip
def test_openings_of_many_forms_tell_what_kind_of_body_speaks(text: str, level: str | None, issuer: str | None) -> None:
    metadata = read(text)
    assert level is None or metadata.level == level
    assert issuer is None or metadata.issuer == issuer


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        # whom the general secretary's instructions are for
        ("2022年，我省坚持依法行政，认真贯彻习近平总书记对福建工作的重要讲话重要指示精神，推进法治政府建设。", "350000", "province"),
        ("2021年，我省各级各部门学习贯彻习近平总书记在浙江考察时的重要讲话精神，省委、省政府推进法治政府建设。", "330000", "province"),
        ("2021年，我区贯彻习近平总书记视察宁夏重要讲话精神，自治区人民政府、自治区党委推进法治政府建设。", "640000", "province"),
        ("2022年，我省贯彻习近平总书记关于长江经济带发展的重要讲话精神，省政府推进法治政府建设。", None, "province"),
        ("2021年，我县贯彻习近平总书记对江西工作重要指示精神，县委、县政府推进法治政府建设。", None, "county"),
        ("2023年，我市贯彻习近平总书记对四川、广元工作重要指示精神，市委、市政府推进法治政府建设。", None, None),
        ("2021年，我局贯彻习近平总书记对贵州工作重要指示精神，推进法治政府建设，我局领导带头学法。", None, "department"),
        # a street that several cities have
        ("2024年，南山街道学习习近平总书记对广东、深圳系列重要讲话精神，在区委、区政府领导下推进法治政府建设。", "440305", "township"),
        ("2024年，南山街道在区委、区政府领导下推进法治政府建设。", None, "township"),
        # the letter of the province in the number of what it asks for
        ("根据省依法行政领导小组办公室《关于报送年度报告的通知》（浙法建办〔2020〕7号）要求，现将我局法治政府建设情况报告如下：\n全省系统办理许可，我省做法被推广，我省企业满意率居前。", "330000", "department"),
        ("根据市依法行政领导小组办公室《关于报送年度报告的通知》（苏法建办〔2020〕7号）要求，现将我局法治政府建设情况报告如下：\n全市系统办理许可，我市做法被推广。", None, "department"),
        # a bureau that keeps a zone, and one that keeps a field
        ("2023年，月湖管理局推进法治政府建设。月湖合作区党工委、月湖管理局党组带头学法。", None, "zone"),
        ("2023年，应急管理局推进法治政府建设，应急产业园区管委会同步学法。", None, "department"),
        # 我市 below a province and above counties
        ("2023年，我市推进法治政府建设，省委、省政府予以肯定，各县（市、区）同步推进，8个区县建成示范点。", None, "prefecture"),
        ("2023年，我市推进法治政府建设，省委、省政府予以肯定，各镇（街道）同步推进。", None, None),
        ("2022年，我市推进法治政府建设，上海市企业来投资，上海市客商好评，市委、市政府专题研究。", None, None),
        # what a page in traditional characters has become
        ("2022年，我區(qū)堅持依法行政，推進法治政府建設(shè)。?F(xiàn)將有關情況報告如下：\n自治區(qū)人民政府、自治區(qū)黨委全面部署，修訂《廣西壯族自治區(qū)行政執(zhí)法辦法》。", "450000", "province"),
        ("（一）优化服务。全街设便民服务站12个，全街窗口办件3200件，街道党工委研究法治政府建设4次。", None, "township"),
        ("年，清涧县水利局在县委、县政府的坚强领导下，法治政府建设取得新成效。", "610830", "department"),
        # 区委 behind 市委 is its own
        ("一、主要举措\n（一）落实中央、市委、区委部署，纳入委党委中心组学习5次，委属机构同步推进法治政府建设。", None, "department"),
    ],
)  # fmt: skip
def test_whose_words_a_report_uses_tells_whose_it_is(text: str, code: str | None, level: str | None) -> None:
    metadata = read(text)
    assert (metadata.region_code, metadata.level) == (code, level)


@pytest.mark.parametrize(
    ("text", "title", "issuer", "year"),
    [
        ("关于\n2021\n年晋城市人民政府法治政府建设情况的报告\n市人大常委会：\n2021年，市政府推进法治政府建设。", "关于2021年晋城市人民政府法治政府建设情况的报告", "晋城市人民政府", 2021),
        ("沁水县教育局关于2022年法治政府建设情况的报告-星辰资讯\n朗读\n沁水县教育局关于2022年法治政府\n建设情况的报告\n2022年，县教育局推进依法治教。", "沁水县教育局关于2022年法治政府建设情况的报告", "沁水县教育局", 2022),
        ("2021年清河鄉法治政府建設工作總結\n一、工作情況\n（一）加強組織領導，狠抓落實。一是鄉黨委政府高度重視普法工作。", "2021年清河鄉法治政府建設工作總結", "清河鄉", 2021),
        ("近日，泽州县水务局公布2022年度法治政府建设情况报告。报告显示，全年办理许可20件。\n泽政水〔2023〕2号\n泽州县水务局2022年度法治政府建设情况报告\n2022年，在县委、县政府的领导下，我局推进依法行政。", "泽州县水务局2022年度法治政府建设情况报告", "泽州县水务局", 2022),
        ("某某网4月2日电 据民政部网站消息，民政部发布2022年法治政府建设年度报告。全文如下：\n一、坚持党的领导\n部党组研究法治政府建设4次。", None, "民政部", 2022),
        ("2023年，东湖社管办党工委推进法治政府建设。现将有关情况报告如下：", None, "东湖社管办", 2023),
        ("我厅推进法治政府建设。我厅印发的《关于印发〈山西省水利厅重大执法决定审核办法〉的通知》被推广。", None, "山西省水利厅", None),
        ("一、主要做法\n制定《甲局2022年学法计划》和《2022年度法治政府建设要点》，组织学法7次。", None, None, 2022),
        ("一、主要做法\n制定《2022年学法计划》，印发《2023年法治政府建设要点》，组织学法7次。", None, None, None),
    ],
)  # fmt: skip
def test_names_and_years_that_a_page_has_torn_apart_or_wrapped(
    text: str, title: str | None, issuer: str | None, year: int | None
) -> None:
    metadata = read(text)
    assert (metadata.title, metadata.issuer, metadata.year) == (title, issuer, year)


def test_news_that_quotes_a_report_and_does_not_hold_it_is_none() -> None:
    lead = "近日，泽州县水务局公布2022年度法治政府建设情况报告。报告显示，全年办理许可20件，法治政府建设成效明显。"
    page = parse_page(RawPage("file:///page.txt", f"{lead}{NEUTRAL}".encode()))
    assert page.refusal is not None


def test_a_day_that_is_spread_over_lines_is_read() -> None:
    text = "2024\n04/07\n19:20\n【字体:大中小】\n2023年，我县坚持依法行政，推进法治政府建设。"
    assert str(read(text).published_on) == "2024-04-07"


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        # a district whose name is a word as well, by the city that it names
        ("2021年，城西区在西宁市委、市政府的领导下推进法治政府建设。", "630104", "county"),
        ("2021年，市中区贯彻乐山市委、市政府部署，推进法治政府建设。", "511102", "county"),
        ("2021年，市中区贯彻区委、区政府部署，推进法治政府建设。", None, None),
        ("2021年，东区贯彻区委、区政府部署，推进法治政府建设。", None, "county"),
        ("2021年，新城区建设指挥部推进西安市发展，推进法治政府建设。", None, "department"),
        # 我委 of a zone, and a commission's
        ("发布机构：晋城经济技术开发区管理委员会\n2021年，我委推进法治政府建设，管委会研究法治工作6次，我委学法3次。", None, "zone"),
        ("发布机构：沁水县发展和改革委员会\n2021年，我委推进法治政府建设，开发区管委会配合，我委学法3次。", "140521", "department"),
        # bodies named after a lake, a gate, a harbour
        ("北湖旅游区管理局2021年度法治政府建设情况报告\n2021年，我局推进法治政府建设。", None, "department"),
        ("滨城海事局2021年度法治政府建设情况报告\n2021年，我局推进法治政府建设。", None, "department"),
        ("台州海事局2021年度法治政府建设情况报告\n2021年，我局推进法治政府建设。", "331000", "department"),
        # the districts of the city above
        ("2021年，我市推进法治政府建设，省委、省政府予以肯定，泰安市各县市区观摩，各县市区学习。", None, None),
        # news that hands on a whole report
        ("据省水利厅网站消息，省水利厅公布2021年法治政府建设年度报告，报告如下：\n一、履职\n厅党组研究法治政府建设4次。", None, "department"),
    ],
)  # fmt: skip
def test_a_name_that_is_a_word_as_well_needs_its_city_beside_it(text: str, code: str | None, level: str | None) -> None:
    metadata = read(text)
    assert (metadata.region_code, metadata.level) == (code, level)


def test_a_title_in_a_line_that_lost_all_breaks_is_cut_out() -> None:
    text = "文库更新www.example.com山西省人民政府关于2021年度法治政府建设情况的报告2021年，省政府推进法治政府建设。"
    assert read(text).title == "山西省人民政府关于2021年度法治政府建设情况的报告"
