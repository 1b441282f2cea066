"""What only looks like a report, told by the form of its title or of its first sentence, over the body of a report."""

from __future__ import annotations

import pytest

from parsers.page import parse_page
from parsers.records import Metadata, ParsedPage, RawPage

BODY = """
一、主要举措和成效
（一）组织法治学习8次，受理行政复议申请5件，发放宣传资料700份。聘请法律顾问3名，化解矛盾纠纷21件。办理行政许可40件，行政处罚9件，公开政务信息300条。
（二）完善制度体系。落实行政执法公示、执法全过程记录、重大执法决定法制审核制度，规范行政裁量权基准，健全重大行政决策程序，做到应审尽审、应评尽评。
（三）化解矛盾纠纷。畅通信访渠道，推动行政争议实质性化解，依法办理人大代表建议和政协提案，自觉接受各方面监督。
二、存在的问题
部分同志对法治政府建设的认识还不够深刻，学法用法的主动性不够强。一是行政执法人员能力有待提高；二是普法宣传形式不够丰富；三是规范性文件管理还需加强。
三、下一步安排
继续加强法治政府建设，规范行政执法，做好行政复议和人民调解工作，优化营商环境，落实第一责任人职责，推进依法行政。
"""


def read(first: str) -> ParsedPage:
    return parse_page(RawPage("file:///page.txt", f"{first}{BODY}".encode()))


@pytest.mark.parametrize(
    "title",
    [
        "陵川县全面推进法治政府建设经验交流材料",
        "陵川县法治政府建设典型做法",
        "陵川县2023年法治政府建设工作大事记",
        "某县2023年度法治政府建设情况报告",
        "XX县2023年度法治政府建设情况报告",
        "陵川县礼义镇东沟村2023年法治建设工作总结",
        "县委依法治县办公布2023年度法治政府建设年度报告公开情况",
        "陵川县2023年度法治政府建设年度报告报备工作情况",
        "陵川县城市投资集团高分通过法治国企建设总结验收",
        "陵川县第二小学依法治校工作自评与改进报告",
        "陵川县律师协会2023年度法治建设工作报告",
        "陵川县检察院2023年法治建设工作报告",
        "2023年陵川县法治政府建设工作任务清单及完成情况统计表",
        "晋城市法治政府建设督察组反馈陵川县督察情况",
        "陵川县法治政府建设问题整改工作情况汇报",
        "陵川县法治政府建设知识竞赛活动总结",
        "县委政法委组织开展法治政府建设“政府开放日”",
    ],
)
def test_a_title_of_another_kind_is_no_reports(title: str) -> None:
    refusal = read(title).refusal
    assert refusal is not None
    assert refusal.reason == "not_a_report"


@pytest.mark.parametrize(
    "first",
    [
        "日前，《陵川县2023年法治政府建设年度报告》正式向社会公布，展示了全县法治政府建设成果。",
        "陵川县法治政府建设工作领导小组办公室近日印发《2023年度考核工作方案》，启动2023年度法治政府建设考核。",
        "陵川县2023年法治政府建设年度报告\n近日，陵川县人民政府发布2023年法治政府建设年度报告。报告称，全县法治政府建设取得新成效。",
        "陵川县2023年法治政府建设情况报告\n（来源：某某日报）本报讯（记者 王五）2023年，陵川县扎实推进法治政府建设。",
        "2024年全县法治政府建设工作的总体要求是：坚持以习近平法治思想为指导，全面落实法治政府建设各项任务。",
        "2024年，我局将坚持以习近平法治思想为指导，扎实推进法治政府建设，重点做好以下工作：",
        "2023年，本人认真履行推进法治建设第一责任人职责，带头学法用法，现将述法情况报告如下：",
        "2023年，我公司坚持依法治企，现将法治建设工作情况报告如下：",
        "2023年，我校全面推进依法治校，现将法治建设工作总结如下：",
        "2023年，我院坚持依法治院，保障患者合法权益，现将医院法治建设情况报告如下：",
        "2023年，陵川县供电公司坚持依法治企，现将法治建设工作报告如下：",
        "2023年，礼义镇东沟村坚持自治、法治、德治相结合，法治建设水平不断提升。",
        "根据市委依法治市办安排，我县对2023年度法治政府建设情况开展了督察，现将督察情况通报如下：",
        "经县委依法治县办考核，现将2023年度法治政府建设考核结果公布如下：",
        "现将2023年度法治政府建设示范单位名单予以公示，公示期5个工作日。",
        "县政府认真研究县人大常委会对法治政府建设的意见，现将审议意见研究处理情况报告如下：",
        "根据法治督察反馈意见，我县逐条整改2023年法治政府建设中的问题，现将整改落实情况报告如下：",
        "2023年，县政协组织委员围绕法治政府建设开展专项民主监督，提出建议6条。",
        "评估结果显示，2023年陵川县法治政府建设总体得分为90分。",
        "甲律师事务所受陵川县司法局委托，对2023年度法治政府建设情况进行评估，现出具评估报告。",
        "【概况】2020年，陵川县政法各部门推进法治政府建设，公众安全感居全市第3位。",
        "本书梳理了陵川县2020年法治政府建设的总体情况，分析了进展与不足。",
        "问：2023年陵川县法治政府建设有哪些亮点？\n答：2023年，我县认真推进法治政府建设。",
    ],
)
def test_a_first_sentence_of_another_kind_is_no_reports(first: str) -> None:
    refusal = read(first).refusal
    assert refusal is not None
    assert refusal.reason == "not_a_report"


@pytest.mark.parametrize(
    "first",
    [
        "陵川县水务局2023年法治政府建设情况公告",
        "陵川县2023年度法治政府建设工作综述报告",
        "2023年，我镇坚持以习近平法治思想为指导，依法履行职责，推动镇域治理法治化。",
        "中共陵川县委党校2023年法治政府建设情况报告\n2023年，我校坚持以习近平法治思想为指导，推进依法行政。",
        "陵川县教育局2023年法治政府建设情况报告\n2023年，我局推进依法治校、依法行政。",
        "2023年，我局在依法行政考核中获得优秀等次，现将2023年法治政府建设情况报告如下：",
        "2023年，陵川县科学技术协会坚持依法行政，推进法治政府建设。",
        "现将我局2023年度法治政府建设和行政执法监督工作情况报告如下：",
        "现将我局2023年度法治政府建设情况及督察问题整改情况报告如下：",
        "现将我县2014年度依法行政考核自查情况报告如下：",
        "2023年，陵川县水务局将全面推进依法行政作为重点工作，法治政府建设取得成效。",
        "2023年，我局将深入学习贯彻习近平法治思想摆在首位，推进法治政府建设。",
        "2023年，在县委领导和县人大、县政协监督支持下，我局推进法治政府建设。",
        "2023年，陵川县农业科学研究院推进法治政府建设，依法开展品种审定。",
        "2023年，工业和信息化部认真履行职责，推进法治政府建设。",
        "陵川县水务局2023年法治政府建设情况报告\n2023年，我局接受督察组检查，全部整改，推进法治政府建设。",
    ],
)
def test_a_reports_own_words_near_those_of_other_kinds_are_a_reports(first: str) -> None:
    assert read(first).refusal is None


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("陵川县财政局二〇二三年度法治政府建设情况报告\n现将有关情况报告如下：", "核算工资80人，清查资产120件，评审项目35个，检查单位40家，培训会计60名，处理来电15件。"),
        ("陵川县农业农村局2023年度法治政府建设工作报告\n2023年，我局坚持依法兴农、依法护农。", "检查门店60家次，抽检农产品400批次，推广良种3万亩，查处案件4起，挽回损失6万元，防疫90场。"),
        ("陵川县新闻办公室2023年度法治政府建设工作报告\n2023年，我办坚持依法开展新闻发布。", "组织发布会8场，邀请记者采访团2批，解读政策6件，审核稿件40篇，处置不实信息7条，培训发言人20名。"),
        ("水利部2023年法治政府建设年度报告\n2023年，水利部贯彻习近平法治思想，推进依法治水。", "出台制度25项，整治问题900个，批复项目46个，开展检查130次，挂牌督办案件20件，修订标准12项，检查水库80座。"),
    ],
)  # fmt: skip
def test_a_body_that_speaks_of_nothing_but_its_field_under_a_reports_title_reports(first: str, words: str) -> None:
    page = parse_page(RawPage("file:///page.txt", f"{first}\n{words * 8}\n".encode()))
    assert page.refusal is None
    untitled = "\n".join(first.split("\n")[1:])
    assert parse_page(RawPage("file:///page.txt", f"{untitled}\n{words * 8}\n".encode())).refusal is not None


def heard(first: str, url: str = "file:///page.txt") -> Metadata:
    return parse_page(RawPage(url, f"{first}{BODY}".encode())).metadata


@pytest.mark.parametrize(
    ("first", "code", "level"),
    [
        ("朝阳区三间房地区办事处2022年法治政府建设工作报告", "110105", "township"),
        ("鼓楼区华侨路街道2023年法治政府建设情况报告", "320106", "township"),
        ("陵川县水务局高度重视法治政府建设工作，2023年做了以下工作：", "140524", "department"),
        ("根据上级要求，陵川县水务局现将2023年度法治政府建设情况报告如下：", "140524", "department"),
        ("2023年，全市上下攻坚克难，晋城市法治政府建设取得新成效。", "140500", "prefecture"),
        ("2023年度法治政府建设情况报告\n（2024年1月10日）\n陵川县人民政府\n2023年，我县推进法治政府建设。", "140524", "county"),
        # who leads is said, who has such a township is only looked up
        ("2023年，留下街道在金水区委、区政府的领导下，推进法治政府建设。", "410105", "township"),
        # what a place calls its own rule of law
        ("2023年，我县推进法治陵川建设，借助杭州市西湖区力量，引进志愿者6名。", "140524", "county"),
        ("2023年，我市深入推进法治温州建设，法治政府建设走在前列。", "330300", "prefecture"),
        ("2023年，我市助力法治浙江建设，法治政府建设走在前列。", None, None),
        ("2023年，自治区党委、人民政府推进法治政府建设，法治宁夏建设迈出新步伐。", "640000", "province"),
        ("2023年，省政府推进法治政府建设，成立湖南省行政复议研究基地，我省执法更加规范。", "430000", "province"),
        ("2023年，我区推进法治政府建设，加快法治广西建设，落实自治区党委部署。", None, None),
        ("2023年，我办事处坚持党建引领，推进法治政府建设。", None, "township"),
        ("2023年，街道坚持党建引领，推进法治政府建设。", None, "township"),
        ("2023年，盟委、行署坚持依法行政，推进法治政府建设。", None, "prefecture"),
        ("2023年，我局推进法治政府建设，被高平市人民法院判令履行1件，陵川县人民检察院发出建议2份。", None, "department"),
        ("2023年，林州市、辉县市与我县签订跨界协议，我县推进法治政府建设。", None, "county"),
        # whose plan it carries out, or only sees carried out
        ("2023年，我局认真贯彻落实《陵川县法治政府建设实施方案（2021—2025年）》，推进依法行政。", "140524", "department"),
        ("2023年，我局督促乡镇落实《陵川县河道管理办法》，推进依法行政。", None, "department"),
        ("2023年，我局贯彻落实《温州市法治政府建设实施方案》，推进依法行政。", None, "department"),
        ("2023年，我局推进法治政府建设，向陵川县人大常委会报告工作。", "140524", "department"),
        ("2023年，我局推进法治政府建设，邀请陵川县人大代表视察。", None, "department"),
        # the heads of printed documents, tags, labels of who wrote it
        ("陵川县财政局文件\n陵财发〔2024〕5号\n关于2023年度法治政府建设情况的报告\n县人民政府：\n现将我局2023年度法治政府建设情况报告如下：", "140524", "department"),
        ("2023年度法治政府建设情况报告——陵川县财政局\n2023年，我局推进法治政府建设。", "140524", "department"),
        ("【陵川县财政局】2023年度法治政府建设情况报告\n2023年，我局推进法治政府建设。", "140524", "department"),
        ("2023年法治政府建设工作报告\n作者：陵川县财政局 时间：2024-01-08\n2023年，我局推进法治政府建设。", "140524", "department"),
    ],
)  # fmt: skip
def test_who_speaks_is_told_in_places_that_are_easily_overlooked(
    first: str, code: str | None, level: str | None
) -> None:
    metadata = heard(first)
    assert (metadata.region_code, metadata.level) == (code, level)


@pytest.mark.parametrize(
    ("first", "code", "level"),
    [
        ("克州教育局2023年法治政府建设情况报告", "653000", "department"),
        ("巴州水利局2023年法治政府建设情况报告", "652800", "department"),
        ("巴州区水利局2023年法治政府建设情况报告", "511902", "department"),
        ("喀左县水利局2023年法治政府建设情况报告", "211324", "department"),
        ("2023年，锡盟行署坚持依法行政，推进法治政府建设。", "152500", "prefecture"),
        ("安溪县茶业管理委员会办公室2022年法治政府建设情况报告", "350524", "department"),
        ("义乌市国际贸易综合改革试验区建设领导小组办公室2022年法治政府建设报告", "330782", "department"),
        ("陵川县推进依法行政工作领导小组办公室关于2023年法治政府建设情况的报告", "140524", "county"),
        ("国家金融监督管理总局晋城监管分局2023年法治政府建设工作报告", "140500", "department"),
        ("国家统计局陵川调查队2023年法治政府建设工作报告", "140524", "department"),
        ("第八师石河子市司法局2023年法治政府建设情况报告", "659001", "department"),
        ("中华人民共和国绵阳海关2023年法治政府建设情况报告", "510700", "department"),
        ("广元市人民政府（本级）2023年法治政府建设情况报告", "510800", "prefecture"),
        ("青岛市人民政府驻上海办事处2023年法治政府建设情况报告", "370200", "department"),
        ("广元市元坝区2012年依法行政工作报告", "510811", "county"),
        ("海东地区行政公署2012年依法行政工作报告", "632100", "prefecture"),
        ("横琴粤澳深度合作区执行委员会2023年法治政府建设年度报告", None, "zone"),
        ("横琴粤澳深度合作区经济发展局2023年法治政府建设年度报告", None, "department"),
        ("2023年，西咸新区泾河新城坚持依法行政，推进法治政府建设。", None, "zone"),
    ],
)  # fmt: skip
def test_names_that_places_and_bodies_use_for_short_are_theirs(first: str, code: str | None, level: str) -> None:
    metadata = heard(first)
    assert (metadata.region_code, metadata.level) == (code, level)


@pytest.mark.parametrize(
    ("first", "url", "code"),
    [
        # a bureau's own host, a portal, a district that nobody names
        ("2023年，我局坚持依法行政，推进法治政府建设。", "http://swj.gz.gov.cn/a.html", "440100"),
        ("2023年，我局坚持依法行政，推进法治政府建设。", "http://www.gz.gov.cn/a.html", None),
        ("2023年，在区委、区政府领导下，我局坚持依法行政。", "http://swj.gz.gov.cn/a.html", None),
        ("2023年，我局坚持依法行政，推进法治政府建设。", "http://gxq.ningbo.gov.cn/a.html", None),
        ("2023年，我街道坚持依法行政，推进法治政府建设。", "http://www.xa.gov.cn/a.html", None),
        # 我区 is no 自治区
        ("2023年，在区委、区政府领导下，我区坚持依法行政。", "http://www.nanning.gov.cn/a.html", None),
        ("2023年，自治区党委、政府推进法治政府建设，我区执法更加规范。", "http://www.gxzf.gov.cn/a.html", "450000"),
        # namesakes, one of them in the host's city
        ("朝阳区教育局2023年法治政府建设情况报告", "http://www.changchun.gov.cn/a.html", "220104"),
        ("朝阳区教育局2023年法治政府建设情况报告", "file:///page.txt", None),
        ("2023年，长安镇坚持依法行政，推进法治政府建设。", "http://www.dg.gov.cn/a.html", "441900"),
        # several counties have one, one of them in the site's city
        ("2023年，东园镇坚持依法行政，推进法治政府建设。", "file:///page.txt", None),
        ("2023年，留下街道坚持依法行政，推进法治政府建设。", "http://www.hangzhou.gov.cn/a.html", "330106"),
        ("2023年，留下镇坚持依法行政，推进法治政府建设。", "http://www.hangzhou.gov.cn/a.html", "330106"),
        ("2023年，城关镇坚持依法行政，推进法治政府建设。", "http://www.yulin.gov.cn/a.html", None),
        # 城关乡 there is none of 城关镇
        ("2023年，城关镇坚持依法行政，推进法治政府建设。", "http://www.lanzhou.gov.cn/a.html", None),
    ],
)
def test_the_site_says_which_of_several_is_meant(first: str, url: str, code: str | None) -> None:
    assert heard(first, url).region_code == code


@pytest.mark.parametrize(
    "text",
    [
        "我镇深入学习习近平法治思想，扎实做好2022年法治政府建设各项工作。现将工作开展情况总结如下：\n一、加强组织领导\n召开会议5次，聘请法律顾问1名。\n"
        "二、规范行政执法\n综合行政执法队办理案件7件，拆除违建12处，处理占道经营55起，检查86家次，整改隐患41处。\n三、化解矛盾\n调解纠纷93件，受理信访34件，人民调解成功率98%。\n",
        "2023年，民政工作深入贯彻习近平法治思想，坚持在法治轨道上推进各项改革任务。\n一、坚持依法行政，推动职能转变\n梳理行政许可事项11项，优化营商环境。\n"
        "二、健全制度体系\n出台规章3件，制定规范性文件22件，清理文件85件，查处案件76件。\n三、加强监督执法\n办理行政复议41件、行政应诉36件，开展执法监督5次。\n",
        "2023年以来，街道党工委、办事处高度重视法治建设，依法开展各项工作，现就有关工作总结如下：\n一、强化责任担当\n召开专题会议4次，签订责任状12份。\n"
        "二、规范执法，优化服务\n检查商户560家次，立案18件，办理事项600件。\n三、普法宣传进万家\n组织培训8场，宣传24场。\n四、多元化解纠纷\n人民调解委员会调解案件188件，法律援助310人次。\n",
    ],
)
def test_the_opening_of_a_report_without_a_title_is_a_reports(text: str) -> None:
    assert parse_page(RawPage("file:///page.txt", (text * 2).encode())).refusal is None
