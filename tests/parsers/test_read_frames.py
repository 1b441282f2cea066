"""Frames: what is counted, what was done with it, for whom, and in which state, whatever way a sentence says it."""

from __future__ import annotations

import pytest

from parsers.figures.facts import find_quantities
from parsers.figures.reading import open_reading
from parsers.frames.frame import NONE, OTHER, STRANGE, Frame
from parsers.frames.words import BadLexiconError, act_objects, head_sorts, slot_words
from parsers.naming.slots import BadSlotError, load_slots
from parsers.outline.sections import read_sections
from parsers.records import Metadata
from parsers.seed import read_seed


def frame_of(sentence: str) -> Frame:
    """The frame of the figure between 〔 and 〕."""
    text = sentence.replace("〔", "").replace("〕", "")
    start, end = sentence.index("〔"), sentence.index("〕") - 1
    _, figures = open_reading(text, find_quantities(text)[0], read_sections(text), Metadata(year=2022, level="county"))
    return next(
        sightings[0].frame
        for sightings in figures
        if sightings[0].quantity.char_start < end and sightings[0].quantity.char_end > start
    )


@pytest.mark.parametrize(
    ("sentence", "head", "act"),
    [
        ("收到行政复议申请〔62件〕。", "application", "receive"),
        ("行政复议申请共受理〔62件〕。", "application", "accept"),
        ("办理〔62件〕行政复议案件。", "case", "handle"),
        ("〔62件〕行政复议案件全部办结。", "case", "conclude"),
        ("法律顾问〔12名〕。", "adviser", ""),
        ("〔1300余名〕公职人员参加了学法考试。", "cadre", "attend"),
        ("共受理〔62件〕。", NONE, "accept"),
        # a thing about a thing is a head of its own
        ("编印行政处罚决定文书范本〔15份〕。", "template", "hand_out"),
        ("受理行政复议申请的窗口〔27个〕。", "window", "accept"),
        ("收到群众感谢信〔12封〕。", "letter", "receive"),
        ("把〔860个〕事项放进综合受理窗口统一收件。", "item", "enter"),
        # a paper about a thing, and a meeting of those who are named
        ("整理行政应诉案件分析报告〔9件〕。", STRANGE, ""),
        ("编写〔9份〕行政应诉案件评析报告。", STRANGE, ""),
        ("填报人大议案落实进度表〔30件〕。", STRANGE, ""),
        ("购置行政执法案卷档案盒〔200个〕。", STRANGE, ""),
        ("组织人民监督员座谈会〔3次〕。", STRANGE, "hold"),
        ("召开专题座谈会〔3次〕。", "meeting", "hold"),
        ("登记人民调解协议确认申请表〔27份〕。", STRANGE, ""),
        ("执法记录仪配备到位〔64台〕。", "recorder", "hire"),
        # who acts, or where, is not what a case is counted by
        ("各部门〔31件〕。", NONE, ""),
        ("向省政府、市人大常委会备案〔18件〕。", NONE, "file"),
        ("〔42件〕以市政府名义印发的文件。", "normative", ""),
        ("持有行政执法证的〔9名〕。", NONE, "own"),
        # direction: what another did stands in the object
        ("承接四批省市下放权限〔86项〕。", "item", "take_over"),
        ("分两批承接市级赋权〔120项〕。", NONE, "take_over"),
        # rows: from the left, from the right, shared behind the last
        ("取消县级实施的事项14项、乡镇实施的事项〔9项〕。", "item", "cancel"),
        ("完成〔12件〕规范性文件、30份合同合法性审查。", "normative", "review"),
        ("建成1个省级、〔3个〕市级、5个县级法治文化阵地。", "culture_place", "launch"),
        ("市级建成法治公园2个、县级建成〔7个〕。", "culture_place", "launch"),
        ("市级建成法治公园2个，各镇建成〔11个〕。", "culture_place", "launch"),
        ("市级建成法治公园2个、县级建成〔7公里〕。", NONE, "launch"),
        # from and to, by whatever verb
        ("行政许可事项由512项压到〔388项〕。", "item", ""),
    ],
)
def test_head_and_act(sentence: str, head: str, act: str) -> None:
    frame = frame_of(sentence)
    assert (frame.head_class, frame.act_class if act else "") == (head, act)


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("审查政府合同58件（尚在审查的〔3件〕）。", "remainder"),
        ("行政许可事项从〔512项〕削减至388项。", "from"),
        ("行政许可事项从512项削减至〔388项〕。", "to"),
        ("审查政府合同〔58件〕（尚在审查的3件）。", "whole"),
        ("拟于来年轮训调解员〔300人次〕。", "planned"),
        ("筹建法治公园〔3个〕。", "planned"),
        ("在建法治公园〔3个〕。", "planned"),
        ("在建工地检查〔3个〕。", "whole"),
        ("有望建成法治公园〔3个〕。", "planned"),
        ("准备聘请公证员〔3名〕。", "planned"),
        ("目标培养调解员〔90名〕。", "planned"),
        ("目标责任书签订〔90份〕。", "whole"),
        ("未来两年培养调解员〔90名〕。", "planned"),
        ("尚缺调解员〔9名〕。", "remainder"),
        ("调解员缺口〔9名〕。", "remainder"),
        ("未验收法治公园〔3个〕。", "remainder"),
        ("年审未通过的执法人员〔9名〕。", "whole"),
        ("执法证未领取的〔9名〕。", "remainder"),
        ("未成年人法治讲座〔9场〕。", "whole"),
        ("停用执法记录仪〔9台〕。", "remainder"),
        ("应建未建法治公园〔3个〕。", "remainder"),
        ("离任审计〔9个〕。", "whole"),
    ],
)
def test_state(sentence: str, state: str) -> None:
    assert frame_of(sentence).state == state


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("省级部门下放至县级实施的权限〔44项〕，已明确责任科室，全部承接。", "taken_over"),
        ("根据省、市统一部署，下放审批事项〔36项〕。", "from_above"),
        ("国家、省取消下放的许可事项〔24项〕全部衔接落实。", "taken_over"),
        ("市级下放我县的权限〔41项〕。", "from_above"),
        ("将〔52项〕管理权限交由经济开发区就近行使。", "given"),
        ("市级向我区下放的管理权限〔57项〕已如数接收。", "taken_over"),
        ("州直部门交给我县的监管职责〔17项〕，均已衔接落实。", "taken_over"),
        ("把〔29项〕管理权限放到各镇。", "given"),
        ("将〔29项〕审批权限交给经开区审批。", "given"),
        ("对接市级赋权，领回审批权限〔26项〕。", "taken_over"),
        ("向开发区整体划转审批权限〔74项〕。", "given"),
        ("对接企业需求，接收申请〔26项〕。", ""),
        ("向上级争取下放权限〔19项〕。", "from_above"),
        # to whom, and what others took over
        ("向11个设区市下放省级权限〔5项〕。", ""),
        ("向乡镇下放执法事项〔86项〕，各乡镇全部承接。", ""),
        ("全市下放审批事项〔52项〕。", ""),
        ("省级以上部门下放我市职权〔120项〕，已承接118项。", "from_above"),
        ("受理行政复议申请〔62件〕。", ""),
    ],
)
def test_who_gives_and_who_takes(sentence: str, direction: str) -> None:
    assert frame_of(sentence).direction == direction


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("政务大厅窗口经优化整合，由58个精简为〔34个〕。", "政务大厅窗口"),
        ("败诉率逐年走低，自18%降至〔9%〕。", "败诉率"),
        ("许可事项由512项压到〔388项〕。", "许可事项"),
    ],
)
def test_what_moved_may_stand_in_the_clause_before(sentence: str, thing: str) -> None:
    moved = frame_of(sentence).moved
    assert moved
    assert sentence[slice(*moved)] == thing


@pytest.mark.parametrize(
    ("sentence", "audience"),
    [
        ("举办科级干部法治讲座〔2次〕。", "cadre"),
        ("举办执法人员培训班〔3期〕。", "enforcement_officer"),
        ("面向学生举办法治讲座〔9场〕。", "masses"),
        ("举办法治讲座〔9场〕。", ""),
    ],
)
def test_audience(sentence: str, audience: str) -> None:
    assert frame_of(sentence).audience == audience


@pytest.mark.parametrize("noun", ["文书范本", "锦旗", "宣传车模型图"])
def test_noun_of_another_kind_or_none_known_is_never_guessed(noun: str) -> None:
    assert frame_of(f"行政复议{noun}〔12个〕。").head_class in {"template", "letter", OTHER}


def test_a_clause_with_an_unknown_object_ends_what_is_carried() -> None:
    assert frame_of("培养法律明白人46名，开办农民夜校，结业〔130名〕。").reach == 1
    assert frame_of("培养法律明白人46名，开办农民夜校3所，结业〔130名〕。").reach is None


def test_a_clause_with_an_object_of_its_own_ends_what_is_carried() -> None:
    assert frame_of("收到行政复议申请40件，开通绿色通道，受理〔1.2万件〕。").reach == 1
    assert frame_of("收到行政复议申请40件，依法审查，受理〔38件〕。").reach is None


@pytest.mark.parametrize(
    "between",
    [
        "推开不动产带押过户",
        "供电所承接充电桩报装",
        "添置便民复印设备",
        "乡镇便民大厅代收医保材料",
        "布放自助取证机",
        "县医院增开夜间门诊",
        "延长公园入园时间",
    ],
)
def test_a_clause_that_does_something_else_ends_what_is_carried_whatever_its_verb(between: str) -> None:
    assert frame_of(f"审结行政复议案件35件，{between}，办理〔5200件〕。").reach == 1


@pytest.mark.parametrize(
    "between",
    [
        "经逐件审查",
        "坚持应调尽调",
        "按照繁简分流要求",
        "在法定期限内",
        "组建专业办案团队",
        "放宽经济困难标准",
        "逐件登记造册",
        "邀请专家会商研判",
        "压缩办理周期",
        "全部按时答复",
    ],
)
def test_how_the_cases_were_dealt_with_ends_nothing(between: str) -> None:
    assert frame_of(f"受理行政复议案件61件，{between}，审结〔55件〕。").reach is None


def test_a_service_to_citizens_ends_what_is_carried_where_fewer_came_for_it_too() -> None:
    assert frame_of("调解纠纷430件，落实二手房交易联办，办结〔260件〕。").reach == 1
    assert frame_of("调解纠纷430件，邀请乡贤上门劝和，办结〔260件〕。").reach is None
    # of the same matter
    assert frame_of("受理社保投诉86件，健全社保投诉清单，办结〔80件〕。").reach is None


def test_lexicon_holds_each_word_once_with_its_example() -> None:
    assert len(slot_words()) > 2000
    for name in ("heads.csv", "acts.csv", "audiences.csv"):
        for row in read_seed(name):
            assert row["example"], row["class"]
            marked = row["example"].split("〔")[1].split("〕")[0]
            assert any(word in marked or marked in word for word in row["words"].split("|")), row["class"]


def test_every_indicator_has_its_slots() -> None:
    assert load_slots().keys() == {row["indicator_id"] for row in read_seed("indicators.csv")}
    assert set(head_sorts().values()) == {"thing", "person", "body", "meeting", "award", "rate"}
    assert {name for names in act_objects().values() for name in names} <= act_objects().keys()


def test_bad_tables_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import parsers.frames.words as words
    import parsers.naming.slots as slots

    rows = [{"class": "case", "sort": "thing", "concept": "", "words": "案件|案件", "over": "", "use": "noun"}]
    monkeypatch.setattr(words, "read_seed", lambda name: rows)
    slot_words.cache_clear()
    with pytest.raises(BadLexiconError, match="案件"):
        slot_words()
    monkeypatch.undo()
    slot_words.cache_clear()
    bad = [{"indicator_id": "mediation.cases", "heads": "no_class", "acts_not": "", "audiences_not": "", "states": ""}]
    monkeypatch.setattr(slots, "read_seed", lambda name: bad if name == "indicator_slots.csv" else read_seed(name))
    load_slots.cache_clear()
    with pytest.raises(BadSlotError, match="no_class"):
        load_slots()
    monkeypatch.undo()
    load_slots.cache_clear()
