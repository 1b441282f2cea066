"""Numbers with unit and qualifier, in both widths; and all that is no number."""

from __future__ import annotations

import pytest

from parsers.numbers.quantities import read_quantities
from parsers.text.numerals import read_chinese_numeral
from parsers.text.width import fold_width

# sentence, [(quote, value, unit, qualifier)]
READ = [
    ("接到复议申请47件，驳回8件", [("47件", 47, "件", "exact"), ("8件", 8, "件", "exact")]),
    ("接到复议申请４７件，驳回８件", [("４７件", 47, "件", "exact"), ("８件", 8, "件", "exact")]),
    ("每站配备安全员一至二名", [("一至二名", 2, "人", "exact")]),
    ("每周回访两三次", [("两三次", 3, "次", "about")]),
    ("结对帮扶十一二户", [("十一二户", 12, "户", "about")]),
    ("约谈三四家企业", [("三四家", 4, "家", "about")]),
    ("巡查大型商超26家", [("26家", 26, "家", "exact")]),
    ("接听咨询电话2.3万个", [("2.3万个", 23_000, "个", "exact")]),
    ("冬季最低气温-18摄氏度", [("-18摄氏度", -18, "摄氏度", "exact")]),
    ("改造省道125公里", [("125公里", 125, "公里", "exact")]),
    ("走访三到五家门诊", [("三到五家", 5, "家", "exact")]),
    ("线路电压380伏", [("380伏", 380, "伏", "exact")]),
    ("燃料热值4800千焦/千克", [("4800千焦/千克", 4800, "千焦/公斤", "exact")]),
    ("政务云存储120TB", [("120TB", 120, "TB", "exact")]),
    ("每吨水价6.5-7.8元", [("6.5-7.8元", 7.8, "元", "exact")]),
    ("查获四艘采砂船舶", [("四艘", 4, "艘", "exact")]),
    ("疫苗冷藏温度在-20摄氏度", [("-20摄氏度", -20, "摄氏度", "exact")]),
    ("信用监测挺进全国前二十", [("前二十", 20, "", "at_most")]),
    ("暂扣三家民办养老机构执照", [("三家", 3, "家", "exact")]),
    ("四家物流企业被约谈", [("四家", 4, "家", "exact")]),
    ("查封两处地下油库", [("两处", 2, "处", "exact")]),
    ("锅炉工作压力0.7兆帕", [("0.7兆帕", 0.7, "兆帕", "exact")]),
    ("出厂水浊度0.4NTU", [("0.4NTU", 0.4, "NTU", "exact")]),
    ("制定养犬管理规定二十六条", [("二十六条", 26, "条", "exact")]),
    ("县委常委会两次研究法治建设工作", [("两次", 2, "次", "exact")]),
    ("满意25票，基本满意3票", [("25票", 25, "票", "exact"), ("3票", 3, "票", "exact")]),
    ("全年办件2,345件", [("2,345件", 2345, "件", "exact")]),
    ("全年办件2，345件", [("2，345件", 2345, "件", "exact")]),
    ("全年办件2 345件", [("2 345件", 2345, "件", "exact")]),
    ("投入资金1.4亿元", [("1.4亿元", 140_000_000, "元", "exact")]),
    ("罚没款9800万余元", [("9800万余元", 98_000_000, "元", "over")]),
    ("挽回损失2000多万元", [("2000多万元", 20_000_000, "元", "over")]),
    ("受众10余万人次", [("10余万人次", 100_000, "人次", "over")]),
    ("编发手册近4万册", [("近4万册", 40_000, "册", "about")]),
    ("出动车辆约60台", [("约60台", 60, "台", "about")]),
    ("节约60元", [("60元", 60, "元", "exact")]),
    ("专栏全年阅读量11万+。", [("11万+", 110_000, "", "over")]),
    ("签约12家", [("12家", 12, "家", "exact")]),
    ("化解纠纷百余件", [("百余件", 100, "件", "over")]),
    ("培训干部千余人", [("千余人", 1000, "人", "over")]),
    ("散发传单万余份", [("万余份", 10_000, "份", "over")]),
    ("参会近百人", [("近百人", 100, "人", "about")]),
    ("听众上万余人次", [("上万余人次", 10_000, "人次", "over")]),
    ("挂出标语上百条", [("上百条", 100, "条", "over")]),
    ("投入近百万元", [("近百万元", 1_000_000, "元", "about")]),
    ("化解纠纷三十余件", [("三十余件", 30, "件", "over")]),
    ("劳动争议占全部案件的1/4", [("1/4", 25, "%", "exact")]),
    ("占收案总数3/5", [("3/5", 60, "%", "exact")]),
    ("占比在1/4日前报送", []),
    ("调解率百分之九十八点五", [("百分之九十八点五", 98.5, "%", "exact")]),
    ("执业律师一百二十名", [("一百二十名", 120, "人", "exact")]),
    ("复议案件两件，均维持", [("两件", 2, "件", "exact")]),
    ("民主法治示范村八个、普法基地两个", [("八个", 8, "个", "exact"), ("两个", 2, "个", "exact")]),
    ("每组检查5至7家", [("5至7家", 7, "家", "exact")]),
    ("占比20%-30%", [("20%-30%", 30, "%", "exact")]),
    ("同比下降5.94百分点", [("5.94百分点", 5.94, "百分点", "exact")]),
    ("对6单位督察，覆盖27部门", [("6", 6, "", "exact"), ("27", 27, "", "exact")]),
    ("提高2.3个百分点", [("2.3个百分点", 2.3, "百分点", "exact")]),
    ("满意度98％以上", [("98％以上", 98, "%", "over")]),
    ("不少于15次", [("不少于15次", 15, "次", "at_least")]),
    ("每年至少开展普法3场", [("3场", 3, "场", "at_least")]),
    ("在20个工作日内答复", [("20个工作日内", 20, "工作日", "at_most")]),
    ("考核位列全省第3位", [("第3位", 3, "位", "exact")]),
    ("位居全市区县组第一。", [("第一", 1, "", "exact")]),
    ("获全市第一名", [("第一名", 1, "名", "exact")]),
    ("连续蝉联全省第一。", [("第一", 1, "", "exact")]),
    ("诉讼案件23件（次）", [("23件（次）", 23, "件", "exact")]),
    ("未发生一起败诉", [("未发生一起", 0, "件", "exact")]),
    ("无一件被撤销", [("无一件", 0, "件", "exact")]),
    ("全年实现零败诉", [("零", 0, "", "exact")]),
    ("是上年的1.4倍", [("1.4倍", 1.4, "倍", "exact")]),
    (
        "县域面积1200平方公里，耕地30万亩",
        [("1200平方公里", 1200, "平方公里", "exact"), ("30万亩", 300_000, "亩", "exact")],
    ),
    # the measure word is lost
    ("审查各类合同95全面推行", [("95", 95, "", "exact")]),
    ("收到来信8559，同比持平", [("8559", 8559, "", "exact")]),
    ("辖12镇3街道", [("12", 12, "", "exact"), ("3", 3, "", "exact")]),
    ("辐射剂量率86纳戈瑞/小时", [("86纳戈瑞/小时", 86, "纳戈瑞/小时", "exact")]),
    ("氧离子1800个/立方厘米", [("1800个/立方厘米", 1800, "个/立方厘米", "exact")]),
    ("督查评分由第九跃至第四，后降至第六。", [("第四", 4, "", "exact"), ("第六", 6, "", "exact")]),
    ("嗜冷菌120菌落/毫升，巡更4次/班", [("120菌落/毫升", 120, "菌落/毫升", "exact"), ("4次/班", 4, "次/班", "exact")]),
    ("蚊蝇密度3只/夜", [("3只/夜", 3, "只/夜", "exact")]),
    ("采暖能耗14瓦/平方米", [("14瓦/平方米", 14, "瓦/平方米", "exact")]),
    ("两座桥梁如期建成通车", [("两座", 2, "座", "exact")]),
    # a crawler broke the line inside the number
    ("收到行政复议申请6\n2件", [("6\n2件", 62, "件", "exact")]),
]

NOT_READ = [
    "推进207国道沿线整治",
    "打通国道311线、省道223瓶颈路段",
    "316、209国道改线通车",
    "落实十三届五次、六次全会精神",
    "经县政府三十六次常务会议研究，报区委党组二十一次会议",
    "三条主线贯穿始终，三条措施完成部署",
    "《目录》经县十八届政府二十六次常务会议审议，市十五届政府42次常务会议通过",
    "开展“百日攻坚”和百名律师进百村，走进千家万户",
    "成百上千次上门，办网上百件事，万人助企",
    "有千余年历史，上百年传承，数百件，几千人",
    "落实（甲委办202312）要求",
    "受理8800诉求",
    "六部委联合发文",
    "“学述考用”四位一体推进",
    "松洲街、三元里街试点",
    "2023年12月31日前完成",
    "二〇二二年十二月四日",
    "2021—2025年规划纲要",
    "20212025年",
    "自20235月份起",
    "1.深化改革\n2．规范执法\n（3）强化监督",
    "第二批、第八个五年规划、第3届、第12条",
    "豫政〔2018〕21号、国务院令第711号",
    "12345热线、12.4宪法日、“八五”普法、八五普法规划",
    "三项制度、双随机一公开、一件事一次办、最后一公里、两个维护",
    "探索1+6+1模式和1153工作模式",
    "坚持发现一起、查处一起、曝光一起",
    "《纲要（2015—2020年）》与“1653机制”",
    "7×24小时、24小时值班、9时30分、8点半、14点 20 分、17:03",
    "零距离服务、零容忍",
    "一是抓统筹，一批骨干，一支队伍管执法",
    "5G网络、A4纸、2.0版",
    "连续三年、近五年来、前8个月、年满60周岁",
    "电话：0371-66666666",
    "19999999999999999999999件",
]


@pytest.mark.parametrize(("sentence", "expected"), READ)
def test_reads_each_mention(sentence: str, expected: list[tuple[str, float, str, str]]) -> None:
    found = read_quantities(sentence)
    assert [(q.quote, q.value, q.unit, q.qualifier) for q in found] == expected
    assert all(sentence[q.char_start : q.char_end] == q.quote for q in found)


READ += [
    ("信访量同比增长 － 7.3%", [("－ 7.3%", -7.3, "%", "exact")]),
    ("信访量同比变化率为−\u00a07.3%", [("−\u00a07.3%", -7.3, "%", "exact")]),
    # a name and its figure
    ("群众满意率 - 97%", [("97%", 97, "%", "exact")]),
    ("3·15期间检查商户88家", [("88家", 88, "家", "exact")]),
    ("检查遗漏1件", [("1件", 1, "件", "exact")]),
]
NOT_READ += ["走访不漏1户、不落1人", "确保不出现1起、力保不发生1件", "不遗漏1 件"]
NOT_READ += ["依据安全生产法九十六条责令停业", "按照城市供水条例二十二条、二十三条办理", "在五家渠市调研"]


@pytest.mark.parametrize("sentence", NOT_READ)
def test_reads_no_number_that_counts_nothing(sentence: str) -> None:
    assert [q.quote for q in read_quantities(sentence)] == []


@pytest.mark.parametrize(("sentence", "expected"), READ)
def test_both_widths_read_alike(sentence: str, expected: list[tuple[str, float, str, str]]) -> None:
    half = fold_width(sentence)
    assert [(q.value, q.unit, q.qualifier) for q in read_quantities(half)] == [row[1:] for row in expected]


@pytest.mark.parametrize("change", ["-7.3%", "- 7.3%", "－ ７．３％", "-\u00a07.3%"])
def test_a_cell_may_hold_a_sign_and_a_blank(change: str) -> None:
    count, changed = read_quantities(f"行政复议申请\t93件\t{change}")
    assert (count.value, changed.value) == (93, -7.3)


@pytest.mark.parametrize(
    ("written", "number"),
    [("三百二十", 320), ("两千零五", 2005), ("三万", 30000), ("九十八点五", 98.5), ("二〇二二", 2022), ("十", 10), ("一百", 100),
     ("八五", None), ("百千", None), ("", None), ("甲", None), ("九九点", None)],
)  # fmt: skip
def test_reads_chinese_numerals(written: str, number: float | None) -> None:
    assert read_chinese_numeral(written) == number


def test_long_text_without_any_stop_is_read_in_linear_time() -> None:
    text = "办理案件12件审结" * 20_000
    assert len(read_quantities(text)) == 20_000


def test_share_in_words_with_a_space_for_thousands() -> None:
    # nonsense, but it must end as a number and not as an error
    [share] = read_quantities("抽查覆盖率为百分之0 393，")
    assert (share.value, share.unit) == (393, "%")


@pytest.mark.parametrize("name", ["三元区", "五台县", "九台区", "三门县", "五家渠市"])
def test_a_place_is_no_count(name: str) -> None:
    assert [q.quote for q in read_quantities(f"2023年，{name}召开会议3次，{name}人民政府受理复议6件。")] == [
        "3次",
        "6件",
    ]


@pytest.mark.parametrize(
    "name", ["四棵杨镇", "四张镇", "四張鎮", "九里店乡", "两面井街道", "七层楼村", "五间房社区", "三家湾村", "六台镇"]
)
def test_a_town_whose_name_begins_like_a_count_is_none(name: str) -> None:
    text = f"{name}办理民政事项14件。"
    assert [quantity.quote for quantity in read_quantities(text)] == ["14件"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("新建两座镇级水厂，改造三所镇卫生院", ["两座", "三所"]),
        ("公布三张乡镇清单，开设两门乡土课程", ["三张", "两门"]),
        ("整治两间村级作坊，处罚三家村办企业", ["两间", "三家"]),
        ("打通两条街道，走访五户村民", ["两条", "五户"]),
    ],
)
def test_what_is_counted_in_towns_and_villages_is_counted(text: str, quotes: list[str]) -> None:
    assert [quantity.quote for quantity in read_quantities(text)] == quotes
