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
