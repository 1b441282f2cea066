"""Reports of our own making, to measure speed with: the form and the vocabulary of the real ones, invented sentences and figures.

A report has the length and the density that the real ones have (measured on those in `../shared/seeds`: 2,800 to 7,800
characters, 50 to 80 figures, 20 to 50 headings), and no two are alike: places, clauses and numbers are drawn.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from parsers.seed import read_seed


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report as its office wrote it, before a site put it on a page."""

    title: str
    place: str
    year: int
    paragraphs: tuple[str, ...]


# {n} a count, {m} a smaller count, {s} a count below ten, {w} a number of 万, {p} a share, {q} another, {y} the year.
_FIGURES = {
    "leadership": (
        "县政府常务会议专题听取法治建设汇报{s}次，研究决定重点事项{m}项。",
        "组织{n}名领导干部参加年度述法，其中现场述法{m}人，述法评议优秀率达{p}%。",
        "举办专题讲座{m}期，培训各级干部{n}人次，参训率为{p}%。",
        "对{m}个乡镇和部门开展法治督察，反馈问题{n}条，已整改{m}条，整改率{p}%。",
        "将法治建设成效纳入年度考核，分值占比由{s}%提高到{m}%。",
    ),
    "functions": (
        "全年取消行政许可事项{m}项，承接上级下放事项{m}项，动态调整权责清单{n}项。",
        "县级政务服务事项网上可办率达到{p}%，“最多跑一次”事项占比{q}%，平均办理时限压缩{q}%。",
        "新登记市场主体{n}户，同比增长{q}%，为企业减免各类费用{w}万元。",
        "政务大厅进驻单位{m}家，窗口{n}个，受理各类申请{w}万件，按期办结率、群众满意率分别为{p}%、{p}%。",
        "清理证明事项{n}项，其中取消{m}项，实行告知承诺{m}项。",
        "受理12345热线诉求{n}件，同比下降{q}%，办结{n}件，群众满意度为{p}%。",
    ),
    "rules": (
        "制定行政规范性文件{m}件，合法性审核率、备案率均为100%。",
        "对现行有效的{n}件规范性文件进行全面清理，废止{m}件，宣布失效{m}件，修改{s}件。",
        "审查各类合同协议{n}份，提出法律意见{n}条，采纳率达{p}%。",
        "报送备案规范性文件{m}件，报备及时率达到{p}%。",
    ),
    "decisions": (
        "公布年度重大行政决策事项目录{s}项，全部履行公众参与、专家论证、风险评估程序。",
        "政府法律顾问参与重大决策论证{n}次，出具法律意见书{n}份，避免经济损失近{w}万元。",
        "全县{n}个党政机关均聘请了法律顾问，共有公职律师{m}名，较上年增加{s}名。",
        "办理人大代表建议{n}件、政协提案{n}件，答复率均达100%，满意率{p}%。",
    ),
    "enforcement": (
        "全县各级行政执法机关共办理行政处罚案件{n}件，罚没金额{w}万元，其中不予处罚{m}件。",
        "组织行政执法人员资格考试{s}次，{n}人通过考试，新发执法证件{m}个，注销{m}个。",
        "开展“双随机、一公开”监管{n}次，抽查企业{n}家，发现问题{m}个，责令整改{m}家。",
        "评查行政处罚案卷{n}份，其中优秀{m}份，合格率{p}%，下达整改通知书{m}份。",
        "公示行政执法信息{w}万条，法制审核重大执法决定{n}件，审核率达100%。",
        "查办食品药品类案件{n}起，移送公安机关{s}起，案值约{w}万元。",
        "{m}个乡镇综合行政执法队全部挂牌，下放执法权限{n}项，配备执法人员{n}名。",
    ),
    "emergency": (
        "修订突发事件应急预案{m}部，开展应急演练{n}场次，参加演练群众{n}余人。",
        "排查安全生产隐患{n}处，整改{n}处，整改率{p}%，未发生一起较大以上事故。",
    ),
    "disputes": (
        "收到行政复议申请{n}件，受理{m}件，审结{m}件，其中维持{m}件、撤销{s}件、终止{s}件，按期结案率100%。",
        "全县发生一审行政应诉案件{n}件，行政机关负责人出庭应诉{m}件，出庭率为{p}%，败诉率由{m}.5%下降到{s}.8%。",
        "各级人民调解组织排查矛盾纠纷{n}件，调处成功{n}件，成功率达{p}%，涉及金额{w}万元。",
        "办理信访事项{n}件，同比下降{q}%，及时受理率、按期答复率均达{p}%以上。",
        "建成县级矛盾纠纷调处中心1个，乡镇调解委员会{m}个，村（社区）调解委员会{n}个，现有人民调解员{n}名。",
    ),
    "public_legal_services": (
        "办理法律援助案件{n}件，为受援人挽回损失{w}万元，接待咨询{n}人次。",
        "全县共有律师事务所{m}家，执业律师{n}名；公证机构办理公证事项{n}件，减免费用{w}万元。",
        "建成公共法律服务中心1个、工作站{m}个、工作室{n}个，实现全覆盖，“一村一法律顾问”签约率100%。",
    ),
    "supervision": (
        "主动公开政府信息{n}条，收到依申请公开{m}件，按时答复{m}件。",
        "发布政策解读{m}篇，召开新闻发布会{s}场，政府网站访问量超过{w}万次。",
        "自觉接受监督，办理检察建议{m}件、司法建议{s}件，回复率均为100%。",
        "完成审计项目{m}个，查出问题金额{w}万元，提出审计建议{n}条，被采纳{m}条。",
    ),
    "publicity": (
        "开展法治宣传活动{n}场次，发放宣传资料{w}万份，受教育群众{w}万余人次。",
        "培养“法律明白人”{n}名，创建全国民主法治示范村{s}个、省级{m}个。",
        "推送普法短视频{n}条，新媒体平台阅读量突破{w}万次，关注人数达{n}人。",
        "全县{n}所中小学配备法治副校长{n}名，配备率达100%，开展模拟法庭{m}场。",
    ),
    "problems": (
        "仍有{m}个单位的法治机构人员不足{s}人，案卷评查中存在程序瑕疵的占{q}%。",
        "个别部门负责人出庭应诉的主动性还不够，全年仍有{s}件案件未出庭。",
    ),
    "plans": (
        "{z}年，计划培训执法人员不少于{n}人次，建成示范单位{m}个。",
        "力争行政机关负责人出庭应诉率保持在{p}%以上，矛盾纠纷调处成功率达到{p}%。",
    ),
}
_PROSE = (
    "坚持把学习宣传贯彻习近平法治思想作为首要政治任务，纳入{body}党组理论学习中心组年度计划，做到领学促学、以学促干。",
    "严格落实党政主要负责人推进法治建设第一责任人职责，定期调度进展，及时协调解决{thing}中的堵点难点。",
    "印发《{place}{y}年法治政府建设工作要点》，逐项明确{body}的目标任务、完成时限和责任人，实行台账管理、对账销号。",
    "健全{thing}工作机制，推动{body}与司法行政机关、法院、检察院信息共享、案情通报，形成上下贯通、左右协同的格局。",
    "围绕群众反映集中的{thing}问题，{body}组织专班深入一线走访，能当场解决的当场解决，不能当场解决的限期答复。",
    "全面推行行政执法公示、执法全过程记录、重大执法决定法制审核三项制度，{thing}领域执法行为更加规范有序。",
    "依托一体化平台优化{thing}办理流程，变群众跑腿为数据跑路，让企业和群众办事更方便、更省心。",
    "加强对{thing}的日常监督，将检查结果与评先评优、职务晋升挂钩，倒逼责任落实，持续提升依法行政能力。",
    "推动普法责任制落地见效，利用宪法宣传周、农村集市等时间节点，把{thing}方面的法律知识送到群众身边。",
    "{body}主动靠前服务，对重点项目实行全程法律服务，防范化解{thing}领域的风险隐患，营造公平公正的发展环境。",
)
_BODIES = (
    "县司法局",
    "县市场监管局",
    "县自然资源局",
    "各乡镇人民政府",
    "县行政审批局",
    "县应急管理局",
    "县住房城乡建设局",
    "县农业农村局",
)
_THINGS = (
    "食品安全",
    "生态环境保护",
    "工程招投标",
    "农村宅基地审批",
    "劳动报酬支付",
    "医疗保障基金使用",
    "道路交通运输",
    "城市管理",
    "校园周边环境",
    "政府采购",
)
_OUTLINE = (
    ("主要举措和成效", (
        ("加强组织领导，压实法治建设责任", "leadership"),
        ("依法履行政府职能，持续优化营商环境", "functions"),
        ("健全依法行政制度体系", "rules"),
        ("完善重大行政决策机制", "decisions"),
        ("严格规范公正文明执法", "enforcement"),
        ("提升突发事件依法处置能力", "emergency"),
        ("有效化解社会矛盾纠纷", "disputes"),
        ("完善公共法律服务体系", "public_legal_services"),
        ("强化行政权力制约和监督", "supervision"),
        ("深入开展法治宣传教育", "publicity"),
    )),
    ("存在的主要问题", (("队伍力量有待加强", "problems"), ("能力水平仍需提升", "problems"))),
    ("下一步工作安排", (("突出重点任务", "plans"), ("强化督导落实", "plans"))),
)  # fmt: skip
_NUMERALS = "一二三四五六七八九十"
FIRST_YEAR, LAST_YEAR = 2016, 2024


def write_report(chance: random.Random, place: str | None = None, year: int | None = None) -> WrittenReport:
    """A report of this place and year; where they are not given, of a county that there is, for one of nine years."""
    if place is None or year is None:
        place, year = chance.choice(list_counties())["name"], chance.randint(FIRST_YEAR, LAST_YEAR)
    wide = chance.random() < 0.5
    lines = [
        f"{year}年，{place}以习近平新时代中国特色社会主义思想为指导，认真落实上级决策部署，扎实推进法治政府建设各项工作，取得了明显成效。"
        f"现将{year}年度法治政府建设情况报告如下。"
    ]
    for chapter, (heading, parts) in enumerate(_OUTLINE):
        lines.append(f"{_NUMERALS[chapter]}、{heading}")
        for part, (topic, theme) in enumerate(parts):
            marker = f"（{_NUMERALS[part]}）" if wide else f"({_NUMERALS[part]})"
            # Half of the reports run the paragraph on behind its heading.
            opening = f"{marker}{topic}。" if wide else ""
            if not wide:
                lines.append(f"{marker}{topic}")
            lines.append(opening + _write_paragraph(chance, theme, place, year))
            if theme not in ("problems", "plans") and chance.random() < 0.5:
                lines.append(_write_paragraph(chance, theme, place, year))
    lines += [f"{place}人民政府", f"{year + 1}年{chance.randint(1, 3)}月{chance.randint(1, 28)}日"]
    return WrittenReport(f"{place}{year}年度法治政府建设情况报告", place, year, tuple(lines))


@cache
def list_counties() -> list[dict[str, str]]:
    """The counties that there are today."""
    return [row for row in read_seed("regions.csv") if row["level"] == "county" and not row["valid_to"]]


def _write_paragraph(chance: random.Random, theme: str, place: str, year: int) -> str:
    figures = chance.sample(_FIGURES[theme], min(len(_FIGURES[theme]), chance.choice((0, 1, 1, 1, 1, 2))))
    sentences = [
        _fill(sentence, chance, place, year)
        for sentence in (*chance.sample(_PROSE, chance.choice((3, 4, 5))), *figures)
    ]
    if chance.random() < 0.2:
        # Run-in items: 一是…二是…三是…
        sentences = [f"{_NUMERALS[n]}是{sentence}" for n, sentence in enumerate(sentences)]
    return "".join(sentences)


def _fill(sentence: str, chance: random.Random, place: str, year: int) -> str:
    """The sentence with each of its slots drawn anew."""
    draws = {
        "{n}": lambda: str(chance.randint(100, 3000)),
        "{m}": lambda: str(chance.randint(10, 99)),
        "{s}": lambda: str(chance.randint(1, 9)),
        "{w}": lambda: f"{chance.uniform(1, 900):.{chance.choice((0, 1, 2))}f}",
        "{p}": lambda: f"{chance.uniform(85, 99.9):.{chance.choice((0, 1, 2))}f}",
        "{q}": lambda: f"{chance.uniform(5, 60):.1f}",
        "{y}": lambda: str(year),
        "{z}": lambda: str(year + 1),
        "{place}": lambda: place,
        "{body}": lambda: chance.choice(_BODIES),
        "{thing}": lambda: chance.choice(_THINGS),
    }
    for slot, draw in draws.items():
        while slot in sentence:
            sentence = sentence.replace(slot, draw(), 1)
    return sentence
