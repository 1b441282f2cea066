"""The theme of a heading: a table in the manner of many provinces, what is handed down, and the annotated reports."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from parsers.outline.sections import read_sections
from parsers.outline.themes import THEMES, choose_theme, score_words
from parsers.seed import read_seed

GOLD = Path(__file__).parents[1] / "gold"

HEADINGS = """
leadership 坚持党的全面领导，把准法治政府建设方向
leadership 深学笃行习近平法治思想，凝聚思想共识
leadership 党政主要负责人履行法治建设第一责任人职责情况
leadership 强化组织领导，健全工作推进体系
leadership 加强统筹谋划，压实法治责任
leadership 抓住“关键少数”，提升领导干部法治素养
leadership 强化政治引领，夯实思想根基
leadership 全面加强依法行政能力建设
leadership 开展法治督察，强化考核评价
leadership 落实年度述法制度
leadership 法治政府建设组织保障更加有力
leadership 推动法治政府建设示范创建提档升级
leadership 坚持高位推动，扛牢政治责任
leadership 完善领导干部学法用法机制
leadership 加强法治工作队伍建设
leadership 提升行政机关工作人员法治思维
functions 健全政府机构职能体系，推动更好发挥政府作用
functions 依法履行政府职能，持续优化营商环境
functions 深化“放管服”改革，激发市场活力
functions 政务服务更加便捷高效
functions 推进“高效办成一件事”
functions 全面落实公平竞争审查制度
functions 动态调整权责清单
functions 深化行政审批制度改革
functions 加快转变政府职能
functions 推进社会信用体系建设
functions 持续打造一流营商环境
functions 推行证明事项告知承诺制
functions 推进机构改革，优化政府组织结构
functions 护航民营企业健康成长
functions 加强事项下放承接，做好赋权评估
rules 健全依法行政制度体系，加快推进政府治理规范化
rules 加强重点领域政府立法
rules 强化行政规范性文件管理
rules 落实规范性文件备案审查制度
rules 开展规章和规范性文件清理
rules 提高地方立法质量，以良法保善治
rules 完善制度供给，夯实依法行政根基
rules 科学民主依法立法
decisions 健全行政决策制度体系，不断提升行政决策公信力和执行力
decisions 规范重大行政决策程序
decisions 坚持科学民主依法决策
decisions 充分发挥法律顾问、公职律师作用
decisions 落实重大行政决策目录管理
decisions 完善依法决策机制，严守程序关口
decisions 决策质量和效率稳步提高
enforcement 健全行政执法工作体系，全面推进严格规范公正文明执法
enforcement 提升行政执法质量三年行动扎实推进
enforcement 深化综合行政执法体制改革
enforcement 全面落实行政执法“三项制度”
enforcement 健全行政裁量权基准制度
enforcement 规范涉企行政检查，减轻企业负担
enforcement 推行包容审慎监管，做实柔性执法
enforcement 严格执法人员资格管理
enforcement 开展行政执法案卷评查
enforcement 加大关系群众切身利益的重点领域执法力度
enforcement 完善“双随机、一公开”监管
enforcement 持续规范行政处罚行为
enforcement 加强行政执法协调监督
enforcement 推进乡镇（街道）综合执法规范化
emergency 健全突发事件应对体系，依法预防处置重大突发事件
emergency 提升应急处置能力
emergency 完善应急预案，加强应急演练
emergency 依法科学精准做好疫情防控
emergency 防灾减灾救灾能力持续增强
emergency 加强应急管理法治建设
disputes 健全社会矛盾纠纷行政预防调处化解体系，不断促进社会公平正义
disputes 发挥行政复议化解行政争议主渠道作用
disputes 加强和规范行政应诉工作
disputes 行政机关负责人出庭应诉率稳步上升
disputes 推进矛盾纠纷多元化解
disputes 坚持和发展新时代“枫桥经验”
disputes 有序推进行政裁决和行政调解
disputes 依法分类处理信访诉求，维护群众权益
disputes 深化府院联动，促进争议实质化解
disputes 加强人民调解组织建设
disputes 推进复议体制改革
disputes 全力维护社会和谐稳定
public_legal_services 完善公共法律服务体系
public_legal_services 法律援助扩面提质
public_legal_services 规范公证、司法鉴定行业管理
public_legal_services 落实一村一法律顾问制度
public_legal_services 优化法律服务供给
public_legal_services 推动公共法律服务均衡普惠发展
supervision 健全行政权力制约和监督体系，促进行政权力规范透明运行
supervision 强化对行政权力的制约监督
supervision 自觉接受人大、政协监督
supervision 全面主动落实政务公开
supervision 加强审计监督和财会监督
supervision 办好人大代表建议提案
supervision 持续打造阳光政府
supervision 形成监督合力
supervision 推进政府信息公开
supervision 认真落实司法建议、检察建议
supervision 加强和规范政府督查工作
technology 健全法治政府建设科技保障体系，全面建设数字法治政府
technology 加快推进数字政府建设
technology 推进“互联网+监管”应用
technology 智慧法治建设取得突破
technology 推动政务数据共享，夯实信息化底座
technology 强化科技支撑
publicity 加强法治宣传教育，提升全民法治素养
publicity 落实“谁执法谁普法”责任制
publicity 深入实施“八五”普法规划
publicity 建设社会主义法治文化阵地
publicity 培养“法律明白人”，建设法治乡村
publicity 创建民主法治示范村（社区）
publicity 弘扬宪法精神
publicity 加快法治社会建设
publicity 营造浓厚法治氛围
problems 存在的主要问题
problems 存在的问题和原因
problems 2023年推进法治政府建设存在的不足和原因
problems 问题与不足
problems 工作中的差距
problems 存在的短板弱项
problems 存在的问题和下一步工作打算
problems 面临的困难和问题
plans 下一步工作打算
plans 2024年工作安排
plans 下步工作计划
plans 明年工作思路
plans 今后努力方向
plans 2025年推进法治政府建设的主要安排
plans 下一年度重点任务
plans 改进措施
plans 下一阶段工作展望
overview 2023年法治政府建设工作情况
overview 主要举措和成效
overview 基本情况
overview 总体情况
overview 主要做法及取得的成效
overview 推进法治政府建设的主要措施
overview 工作开展情况
overview 2022年工作回顾
other 其他需要报告的事项
other 其他需要报告的情况
"""
TABLE = [tuple(line.split(" ", 1)) for line in HEADINGS.strip().splitlines()]


@pytest.mark.parametrize(("theme", "heading"), TABLE)
def test_heading_names_its_theme(theme: str, heading: str) -> None:
    assert choose_theme(heading, None, (), "") == theme
    half_width = heading.translate(str.maketrans("（），", "(),"))
    assert choose_theme(half_width, "overview", (), "") == theme


def test_the_table_is_wide() -> None:
    assert len(TABLE) >= 120
    assert {theme for theme, _ in TABLE} == set(THEMES)


@pytest.mark.parametrize(
    ("heading", "parent", "theme"),
    [
        # Shortfalls and plans hand their theme down…
        ("加强行政执法监督", "plans", "plans"),
        ("行政复议能力有待提高", "problems", "problems"),
        ("强化法治宣传", "plans", "plans"),
        # …unless a heading below names the other one.
        ("下一步工作打算", "problems", "plans"),
        ("存在的主要问题", "plans", "problems"),
        # A heading that says nothing takes its parent's theme, one that does keeps its own.
        ("强化工作推进", "enforcement", "enforcement"),
        ("落实保障", "leadership", "leadership"),
        ("加大普法力度", "leadership", "publicity"),
        ("强化督导考核", "disputes", "leadership"),
        # Among equals the parent's.
        ("完善行政执法和行政复议", "disputes", "disputes"),
        ("完善行政执法和行政复议", "enforcement", "enforcement"),
        ("完善行政执法和行政复议", "overview", "enforcement"),
    ],
)
def test_what_a_parent_hands_down(heading: str, parent: str, theme: str) -> None:
    assert choose_theme(heading, parent, (), "") == theme


def test_heading_that_says_nothing_goes_by_what_stands_under_it() -> None:
    assert choose_theme("聚力暖心，群众更有获得感", None, ["做实人民调解", "办好行政复议"], "") == "disputes"
    assert (
        choose_theme("聚力暖心，群众更有获得感", "overview", [], "全年举办普法讲座30场，发放普法读本。") == "publicity"
    )
    assert choose_theme("聚力暖心，群众更有获得感", None, [], "工作有了新的进展。") == "other"


def test_items_have_no_theme_and_sections_hand_theirs_down() -> None:
    text = "一、下步打算\n（一）加强执法监督。甲。\n（二）做好普法。一是抓阵地，二是抓队伍。\n二、其他事项\n正文。"
    assert [section.theme for section in read_sections(text)] == ["plans", "plans", "plans", None, None, "other"]


def test_every_word_is_in_its_example_and_tells_its_theme() -> None:
    rows = read_seed("themes.csv")
    assert len({row["word"] for row in rows}) == len(rows)
    for row in rows:
        assert row["theme"] in THEMES
        assert 0 <= int(row["weight"]) <= 5
        assert row["word"] in row["example"], row
        if row["weight"] != "0":
            assert row["theme"] in score_words(row["word"])


def make_key(heading: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", heading) if char.isalnum())


def compare_themes(gold_folder: Path, text_folder: Path) -> tuple[int, int, list[str]]:
    """Sections of the first three levels whose theme agrees, how many there are, and those that differ."""
    agree, total, differ = 0, 0, []
    for path in sorted(gold_folder.glob("*.sections.jsonl")):
        text = (text_folder / (path.name.removesuffix(".sections.jsonl") + ".txt")).read_text(encoding="utf-8")
        found = {(section.level, make_key(section.heading)): section.theme for section in read_sections(text)}
        for row in map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").splitlines())):
            if row["level"] < 4:
                theme = found.get((row["level"], make_key(row["heading"])))
                total += 1
                agree += theme == row["theme"]
                if theme != row["theme"]:
                    differ.append(f"{row['heading']}: {row['theme']}, not {theme}")
    return agree, total, differ


def test_real_reports(shared: Path) -> None:
    agree, total, differ = compare_themes(shared / "gold", shared / "seeds")
    print(f"themes right {agree} of {total}", *differ, sep="\n")
    assert agree / total >= 0.98


def test_reports_of_other_styles() -> None:
    agree, total, differ = compare_themes(GOLD, GOLD / "texts")
    print(f"themes right {agree} of {total}", *differ, sep="\n")
    assert agree / total >= 0.93


@pytest.mark.parametrize(
    ("heading", "opening", "later"),
    [
        ("2023年重点工作", "other", "plans"),
        ("各项工作重点和亮点", "other", "plans"),
        ("下一步工作打算", "plans", "plans"),
    ],
)
def test_what_opens_a_report_was_done(heading: str, opening: str, later: str) -> None:
    assert choose_theme(heading, None, (), "", opens=True) == opening
    assert choose_theme(heading, None, (), "") == later
