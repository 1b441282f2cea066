from __future__ import annotations

from pathlib import Path

import pytest

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import decode
from parsers.body.formats import looks_like_html
from parsers.body.plain_text import strip_plain_text
from parsers.identity.genre import COLUMN_TITLE, judge_genre, match_rule
from parsers.identity.metadata import read_metadata
from parsers.records import Refusal, StrippedPage
from parsers.seed import read_seed

REPORT = """2022年，甲县坚持以法治思想为引领，把法治政府建设摆上重要位置，各项任务有序推进。现将有关情况报告如下：
一、2022年度法治政府建设主要举措及成效
（一）压实第一责任人责任。县委、县政府主要领导带头学法，全年安排常务会议学法6次，听取法治建设汇报4次，组织述法评议1次。
（二）优化政务服务。持续推进放管服改革，权责清单动态调整2批，政务服务事项网上可办率达到98%，企业开办时间压缩到1个工作日。
（三）规范决策行为。严格落实重大行政决策程序，合法性审查行政规范性文件18件，清理规范性文件45件，法律顾问参与审查合同96份。
（四）规范行政执法。全面推行三项制度，培训执法人员620人次，评查行政处罚案卷130本，推行轻微违法不予处罚，行政执法监督检查9次。
（五）化解矛盾纠纷。收到行政复议申请35件，审结31件；办理行政诉讼案件28件，行政机关负责人出庭应诉率100%，人民调解成功率97%。
（六）加强普法宣传。开展法治宣传活动210场次，建成法治文化广场12个，发放资料2万余份，群众法治意识明显增强。
二、存在的主要问题
部分单位依法行政意识还不够强，基层执法力量仍显不足，执法监督方式较为单一，法治人才队伍建设有待加强。
三、2023年工作打算
一是持续落实法治政府建设实施纲要各项任务；二是加强执法监督，提升公正文明执法水平；三是强化考核，压紧压实各方责任。
甲县人民政府
2023年1月16日"""


def make_page(
    title: str | None,
    text: str = REPORT,
    *,
    page_text: str | None = None,
    html_title: str | None = None,
    tail: str = "",
) -> StrippedPage:
    head = title or ""
    return StrippedPage(
        text=text,
        head=head,
        tail=tail,
        html_title=html_title,
        page_text=page_text if page_text is not None else f"{head}\n{text}",
    )


def judge(page: StrippedPage, page_source: str = "") -> Refusal | None:
    return judge_genre(page, read_metadata(page, "https://www.example.gov.cn/a.html"), page_source)


@pytest.mark.parametrize(
    "title",
    [
        "2022年度甲县法治政府建设工作报告",
        "甲县人民政府关于2022年度法治政府建设情况的报告",
        "中共甲县委 甲县人民政府关于甲县2022年度法治政府建设情况的报告",
        "甲县2022年法治政府建设年度报告",
        "甲县人民政府2012年度依法行政工作报告",
        "关于2010年推进依法行政工作情况的报告",
        "甲县2014年依法行政工作总结",
        "推进依法行政建设法治政府情况报告",
        "甲县依法行政(法治政府建设)2016年度工作报告",
        "甲县司法局2022年度法治政府建设工作情况",
        "甲县税务局关于2022年法治政府建设情况的报告",
        "市教育局2021年推进法治政府建设工作总结",
        "甲县创建法治政府建设示范县工作情况说明",
        "关于县长履行推进法治建设第一责任人职责的情况报告",
        "甲局2022年度法治建设工作情况报告",
        "甲县2022年度法治政府建设情况报告及2023年工作计划",
        "2022年法治政府建设工作总结和2023年工作要点",
        "关于印发甲县2022年度法治政府建设情况报告的通知",
        "甲县人民政府关于2022年度法治政府建设情况的公告",
        "[权威发布] 甲县2022年法治政府建设情况",
        "甲县政府2022年法治政府建设白皮书",
        "二〇二二年度法治政府建设工作汇报",
        "2022年法治政府建设工作自查报告",
        "法治政府建设",
        "甲县2022年度法治政府建设",
        "甲市水务局2022年度法治政府部门建设工作",
        "甲县乙镇2022年法治政府建设工作",
        "甲区住房和城乡建设局2022年法治政府机关建设各项工作",
        None,
    ],
)
def test_a_report_by_any_of_its_names_is_a_report(title: str | None) -> None:
    assert judge(make_page(title)) is None


def test_a_title_that_says_nothing_is_no_hindrance_to_a_text_that_presents_itself() -> None:
    assert judge(make_page("关于报告工作情况的函")) is None
    assert judge(make_page("甲县年度工作报告")) is None


@pytest.mark.parametrize(
    "title",
    [
        "甲县部署全县2022年度法治政府建设工作",
        "乙镇党委研究全镇2022年法治政府建设工作",
        "甲县扎实推进2022年度法治政府建设工作",
        "丙局：2022年法治政府建设工作",
    ],
)
def test_a_year_s_work_that_somebody_does_something_with_names_no_report(title: str) -> None:
    found = match_rule("title", title)
    assert found is None or found[0].name == COLUMN_TITLE or found[0].reason != "report"


@pytest.mark.parametrize(
    "title",
    [
        "关于《甲县2022年度法治政府建设情况报告》的政策解读",
        "一图读懂甲县2022年法治政府建设情况报告",
        "甲县召开2022年度法治政府建设工作推进会",
        "县长主持召开县政府常务会议研究法治政府建设情况报告",
        "县人大常委会听取2022年度法治政府建设情况报告",
        "《甲县2022年法治政府建设年度报告》发布",
        "2023年法治政府建设工作报告范文（精选5篇）",
        "法治政府建设年度报告制度研究",
        "甲县人民政府工作报告",
        "2023年政府工作报告",
        "甲县2022年政府信息公开工作年度报告",
        "甲县司法局2022年政务公开工作总结",
        "在全县法治政府建设情况汇报会上的讲话",
        "县司法局局长2022年述职述法报告",
        "关于2022年度法治政府建设情况考核结果的通报",
        "某市法治政府建设评估报告",
        "关于报送2022年度法治政府建设情况报告的通知",
        "关于做好2022年度法治政府建设情况报告工作的通知",
        "甲县2023年法治政府建设工作要点",
        "2023年依法行政工作安排",
        "甲县法治政府建设示范县创建工作实施方案",
        "关于印发甲县2023年法治政府建设重点任务分工的通知",
        "法治政府建设实施纲要（2021—2025年）",
        "甲县法治政府建设情况报告制度",
        "2022年“八五”普法工作总结",
        "2022年度行政执法统计年报",
        "甲县2022年行政复议和行政应诉工作情况报告",
        "甲县荣获全省法治政府建设先进县情况说明",
    ],
)
def test_other_genres_are_refused_by_their_title_even_over_a_report_like_text(title: str) -> None:
    refusal = judge(make_page(title))
    assert refusal is not None
    assert refusal.reason == "not_a_report"
    assert "标题" in refusal.detail


@pytest.mark.parametrize(
    "opening",
    [
        "全年制作政策解读稿件19篇，如下表：\n稿件\t日期\n养老服务条例政策解读\t2022-03-02\n",
        "栏目\t政策解读\n条数\t19\n",
        "2022年，甲县做好政策解读和舆情回应。\n",
    ],
)
def test_explaining_policies_is_one_of_the_works_that_a_report_tells_of(opening: str) -> None:
    assert judge(make_page("甲县2022年度法治政府建设情况报告", opening + REPORT)) is None


FILLER = (
    "会上，与会人员认真学习了有关文件，就法治政府建设、依法行政、行政执法、行政复议、规范性文件等工作作了交流发言，大家一致认为要进一步统一思想。"
    * 8
)


@pytest.mark.parametrize(
    ("opening", "name"),
    [
        ("本报讯（记者 王五）甲县发布上年度法治政府建设情况报告。", "新闻稿"),
        ("12月2日上午，县长主持召开县政府常务会议，听取法治政府建设情况报告。", "会议新闻"),
        ("近日，甲县召开法治政府建设推进会。", "会议新闻"),
        ("现将《甲县法治政府建设情况报告》解读如下：一、起草背景", "文件解读"),
        ("【政策解读】甲县法治政府建设情况报告说了什么", "文件解读"),
        ("各位代表：现在，我代表县人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。", "政府工作报告"),
        ("根据《中华人民共和国政府信息公开条例》规定，编制本年度报告并向社会公布。", "政府信息公开工作年度报告"),
        ("同志们：今天召开这次会议，主要任务是总结工作。", "讲话"),
        ("下面是小编为大家整理的法治政府建设报告，供大家参考。", "范文网站"),
        ("各乡镇人民政府：请各单位于1月10日前将年度法治政府建设情况报送县司法局。", "要求报送的通知"),
        ("《甲县法治政府建设实施方案》已经县政府同意，现印发给你们，请认真贯彻执行。", "印发的计划或制度"),
        ("为深入推进依法行政，结合我县实际，制定本方案。", "工作计划"),
    ],
)
def test_a_report_title_over_another_kind_of_text_is_refused(opening: str, name: str) -> None:
    refusal = judge(make_page("甲县2022年度法治政府建设情况报告", opening + "\n" + FILLER))
    assert refusal is not None
    assert (refusal.reason, name in refusal.detail) == ("not_a_report", True)


@pytest.mark.parametrize(
    ("body", "sign"),
    [
        (
            "\n".join(
                f"第{n}条 行政机关应当依法行政，推进法治政府建设，规范行政执法行为，并接受监督。"
                for n in "一二三四五六七八九十"
            )
            * 3,
            "第一条",
        ),
        (
            "\n".join(
                f"{n}.推进法治政府建设，规范行政执法，加强行政复议。（牵头单位：县司法局；完成时限：年底前）"
                for n in range(1, 15)
            ),
            "牵头单位",
        ),
        ("\n".join(f"甲县{2023 - n}年度法治政府建设情况报告 {2024 - n}-01-1{n % 10}" for n in range(20)), "列表页"),
        (
            "\n".join(
                [
                    "关键词：法治政府；报告",
                    "摘要：本文考察各地的报告文本。",
                    "法治政府建设报告制度要求各级政府公开上一年度情况。" * 30,
                ]
            ),
            "论文",
        ),
        (
            "会议指出，法治政府建设要再上台阶。会议强调，依法行政要常抓不懈。会议要求，行政执法要规范。会议认为，行政复议要公正。"
            * 8,
            "会议",
        ),
        ("本地天气晴好，市场供应充足，群众生活安定。" * 40, "几乎不谈"),
    ],
)
def test_the_body_gives_other_genres_away(body: str, sign: str) -> None:
    refusal = judge(make_page("甲县2022年度法治政府建设情况报告", body))
    assert refusal is not None
    assert refusal.reason == "not_a_report"
    assert sign in refusal.detail


@pytest.mark.parametrize(
    ("text", "html_title", "source", "reason"),
    [
        ("您访问的页面不存在或已删除！5秒后自动返回首页", None, "", "error_page"),
        ("404 Not Found", "404", "", "error_page"),
        ("抱歉，找不到您要的页面", "提示信息", "", "error_page"),
        ("系统繁忙，请联系管理员", None, "", "error_page"),
        ("请完成安全验证后继续访问", None, "", "bot_challenge"),
        ("", "Just a moment...", "", "bot_challenge"),
        ("您的请求疑似攻击行为，已被拦截", None, "", "bot_challenge"),
        ("", None, "<html><script>var arg1='05';document.cookie='acw_sc__v2='+x;</script></html>", "bot_challenge"),
        ("", None, "<html><body></body></html>", "empty_page"),
        ("", "甲县人民政府", "<html><script>var menu=1;</script></html>", "empty_page"),
    ],
)
def test_pages_without_an_article_say_why(text: str, html_title: str | None, source: str, reason: str) -> None:
    refusal = judge(make_page(None, text, html_title=html_title), source)
    assert refusal is not None
    assert refusal.reason == reason
    assert refusal.detail


def test_a_long_report_that_mentions_validation_or_missing_pages_is_no_error_page() -> None:
    assert (
        judge(
            make_page(
                "甲县2022年度法治政府建设情况报告",
                REPORT + "\n对网站不存在的页面进行清理，完善安全验证机制，设置防火墙。",
            )
        )
        is None
    )


def test_a_report_that_is_only_attached_is_told_apart_from_one_that_is_only_announced() -> None:
    title = "甲县2022年度法治政府建设情况报告"
    attached = judge(make_page(title, "附件：甲县2022年度法治政府建设情况报告.pdf"))
    assert attached is not None
    assert attached.reason == "attachment_only"
    behind = judge(make_page(title, "", page_text=f"{title}\n点击下载全文"))
    assert behind is not None
    assert behind.reason == "attachment_only"
    entry = judge(make_page(title, "内容概述：甲县2022年度法治政府建设情况报告"))
    assert entry is not None
    assert entry.reason == "not_a_report"


def test_an_attached_plan_is_a_plan() -> None:
    refusal = judge(make_page("甲县2023年法治政府建设工作要点", "附件：甲县2023年法治政府建设工作要点.pdf"))
    assert refusal is not None
    assert refusal.reason == "not_a_report"


def test_width_and_spaces_make_no_difference() -> None:
    half = REPORT.translate(str.maketrans("，：；（）", ",:;()"))
    assert judge(make_page("甲县2022年度法治政府建设情况 报 告", half)) is None


def test_every_rule_matches_its_own_example() -> None:
    from parsers.identity.genre import list_rules, squeeze

    for row in read_seed("genres.csv"):
        rule = next(
            r for r in list_rules(row["scope"]) if r.name == row["name"] and r.pattern.pattern == row["pattern"]
        )
        assert rule.pattern.search(squeeze(row["example"])), row["name"]


def judge_shared(path: Path) -> Refusal | None:
    decoded = decode(path.read_bytes(), None)
    page = strip_boilerplate(decoded.text) if looks_like_html(decoded.text) else strip_plain_text(decoded.text)
    return judge_genre(page, read_metadata(page, f"file:///{path.name}"), decoded.text)


def test_real_reports_are_reports_and_real_pages_of_other_genres_are_not(shared: Path) -> None:
    assert {path.name: judge_shared(path) for path in (shared / "seeds").glob("*.txt")} == dict.fromkeys(
        (path.name for path in (shared / "seeds").glob("*.txt")), None
    )
    refusals = {path.name: judge_shared(path) for path in (shared / "pages").glob("*.html")}
    assert len(refusals) == 12
    assert {refusal and refusal.reason for refusal in refusals.values()} == {"not_a_report"}


def test_an_error_message_within_the_navigation_of_a_site_is_an_error() -> None:
    navigation = "首页 政务公开 政务服务 互动交流 数据开放 走进甲县 " * 40
    refusal = judge(make_page(None, "您访问的页面不存在", page_text=f"{navigation}\n您访问的页面不存在"))
    assert refusal is not None
    assert refusal.reason == "error_page"


def test_a_list_without_dates_is_a_list() -> None:
    refusal = judge(make_page("法治政府建设", "\n".join(f"甲县{2000 + n}年度法治政府建设情况报告" for n in range(24))))
    assert refusal is not None
    assert "列表页" in refusal.detail


def test_an_untitled_plan_is_no_report() -> None:
    plan = "\n".join(
        f"{n}、深入推进。2023年要加强法治政府建设和依法行政，规范行政执法，做好行政复议、普法、合法性审查、政务公开、营商环境等工作。"
        for n in "一二三四五六七八九十"
    )
    refusal = judge(make_page(None, plan))
    assert refusal is not None
    assert refusal.reason == "not_a_report"


@pytest.mark.parametrize(
    "opening",
    [
        "2022年，我镇扎实推进各项工作。现将我镇2022年度法治政府建设情况报告如下：",
        "2022年，我局紧扣法治政府建设目标，推进依法行政，落实法治建设责任。现将一年来有关工作情况汇报如下：",
    ],
)
def test_a_report_without_title_and_figures_says_itself_what_it_is(opening: str) -> None:
    told = "加强组织领导，行政执法更加规范，普法深入人心，矛盾纠纷及时化解，政务公开持续推进，营商环境不断优化，合法性审查从严。"
    text = f"{opening}\n一、主要举措\n" + "\n".join(f"（{n}）{told}" for n in "一二三四五六七八")
    assert judge(make_page(None, text)) is None
    other = text.replace("法治政府建设", "安全生产").replace("依法行政", "安全").replace("法治建设", "安全")
    assert judge(make_page(None, other)) is not None


def test_a_list_page_without_any_article_is_a_list() -> None:
    entries = "\n".join(f"甲县{2000 + n}年度法治政府建设情况报告\n2023-01-{n:02d}" for n in range(1, 12))
    refusal = judge(make_page("法治政府建设", "", page_text=f"首页\n下载中心\n{entries}"))
    assert refusal is not None
    assert refusal.reason == "not_a_report"
    assert "列表页" in refusal.detail


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (f"{REPORT}\n执法检查。王五摄\n政务服务。李四摄影\n", "图片新闻"),
        (f"被评估的100个城市整体稳步提升，平均得分率为55%。\n{REPORT}", "评估排名"),
        (f"评估发现，各地政务服务水平提升。评估结果显示，执法更加规范。\n{REPORT}", "评估排名"),
        (f"{REPORT}\n结合材料，运用所学知识，谈谈法治政府建设的意义。", "试题"),
        (f"我始终坚持依法行政。我带头学法6次，我主持召开会议4次。\n{REPORT}", "一人述职述法"),
        (f"{REPORT}\n" + "The evaluations find that services in the counties have continued to improve over the year. " * 2, "论文"),
    ],
)  # fmt: skip
def test_untitled_look_alikes_are_told_by_their_form(body: str, name: str) -> None:
    refusal = judge(make_page(None, body))
    assert refusal is not None
    assert name in refusal.detail


@pytest.mark.parametrize("label", ["来源：网友投稿", "公文范文 时间：2023-05-07", "作者：佚名 会员上传", "下载文档"])
def test_a_site_of_model_texts_gives_itself_away_in_the_head(label: str) -> None:
    refusal = judge(make_page(f"2023年法治政府建设情况报告\n{label}"))
    assert refusal is not None
    assert "范文网站" in refusal.detail
    assert judge(make_page("2023年法治政府建设情况报告\n来源：县司法局")) is None


def test_a_place_may_build_its_own_rule_of_law() -> None:
    opening = REPORT.replace("把法治政府建设摆上重要位置", "持续推进法治中国首善之区示范区建设").replace("现将", "现把")
    assert judge(make_page(None, opening)) is None


def test_a_text_that_begins_with_its_first_deeds_presents_itself_by_who_answered_for_them() -> None:
    opening = "一、工作开展情况\n（一）压实责任。县委、县政府主要领导认真履行第一责任人职责，主持召开会议研究部署相关工作12次。\n"
    text = opening + REPORT.split("\n", 2)[2]
    assert judge(make_page(None, text)) is None
    assert judge(make_page(None, text.replace("12次", "").replace("第一责任人", "领导"))) is not None


def test_the_second_half_of_a_model_text_is_no_report() -> None:
    assert judge(make_page("关于2023年上半年全区法治建设工作情况的汇报(第2/2页)")) is not None


@pytest.mark.parametrize("title", ["甲县人民法院2022年行政审判白皮书", "甲市人民检察院2023年法治建设工作情况报告"])
def test_a_courts_report_is_no_governments(title: str) -> None:
    assert judge(make_page(title)) is not None


_OWN_DEEDS = (
    "2025年，我局坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，推动法治政府建设走深走实。\n"
    "一、强化法治引领，筑牢依法行政根基\n（一）坚持党的领导。{deeds}，听取法治建设工作汇报，落实第一责任人职责。\n"
    "（二）完善依法行政制度体系。厘清权责清单，落实法律顾问制度。\n" + "行政执法更加规范，普法工作有序推进。" * 12
)
_OWN_FIELD = (
    "2023年，市应急管理局深入落实习近平法治思想要求，围绕中心任务，{aim}。\n一、主要工作开展情况\n（一）强化法治学习教育\n"
    "组织干部集中学法6次，举办专题讲座2场，学习行政处罚法、行政许可法。\n（二）开展普法宣传\n落实谁执法谁普法责任制，开展执法检查80次。\n"
    "（三）规范执法\n" + "落实执法公示制度，双随机检查，行政执法人员持证上岗。" * 8
)
_OWN_TOWN = (
    "2024年，礼义镇坚持以习近平法治思想为指导，把依法治镇作为保障，将法治思维融入政府工作。\n一、工作开展情况\n（一）转变政府职能，依法办事。{info}"
    "办理便民事项300件。\n（二）规范执法。行政执法案件12件，普法活动20场，法律顾问审查合同40份。\n（三）化解矛盾\n"
    + "推进人民调解，法治政府建设稳步推进，落实第一责任人职责。"
    * 6
)


@pytest.mark.parametrize(
    ("text", "report"),
    [
        # few deeds with a number, and those told as done
        (_OWN_DEEDS.format(deeds="组织党组会学法22次、支部学习40次，编印《办案指引》"), True),
        (_OWN_DEEDS.format(deeds="组织党组会、支部认真学法，完善办案指引"), False),
        # 法治工作 of a bureau's own field, under 习近平法治思想
        (_OWN_FIELD.format(aim="全面提升应急法治工作水平"), True),
        (_OWN_FIELD.format(aim="全面提升安全生产水平"), False),
        # a sentence on 政府信息公开, and the heading of the report that is on nothing else
        (_OWN_TOWN.format(info="编制年报，总结主动公开政府信息情况、办理申请情况。"), True),
        (_OWN_TOWN.format(info="\n（二）主动公开政府信息情况\n"), False),
    ],
)
def test_an_untitled_report_is_told_by_its_first_sentence_and_its_deeds(text: str, report: bool) -> None:
    page = make_page(None, text)
    assert (judge_genre(page, read_metadata(page, "file:///page.txt")) is None) is report
