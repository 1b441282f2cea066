from __future__ import annotations

import pytest

from parsers.identity.heard.issuers import read_issuer, read_own_bodies
from parsers.identity.heard.speaker import PageClues, Speaker, find_speaker
from parsers.identity.names.divisions import find_division, find_named, list_divisions
from parsers.seed import read_seed


def speaker_of(title: str | None, text: str = "", year: int | None = 2021, **page: object) -> Speaker:
    clues = PageClues(**page)  # type: ignore[arg-type]
    return find_speaker(title, read_own_bodies(title, text), text, year=year, page=clues)


def code_of(title: str | None, text: str = "", year: int | None = 2021, **page: object) -> str | None:
    region = speaker_of(title, text, year, **page).region
    return region.code if region else None


@pytest.mark.parametrize(
    ("title", "year", "name", "code"),
    [
        ("通城县2023年度法治政府建设工作报告", 2023, "湖北省咸宁市通城县", "421222"),
        ("2022年通城县法治政府建设工作报告", 2022, "湖北省咸宁市通城县", "421222"),
        ("中共高平市委 高平市人民政府2021年度法治政府建设工作报告", 2021, "山西省晋城市高平市", "140581"),
        ("开封市顺河回族区人民政府2019年度依法行政工作报告", 2019, "河南省开封市顺河回族区", "410203"),
        ("顺河区2019年度依法行政工作报告", 2019, "河南省开封市顺河回族区", "410203"),
        ("北京市海淀区2020年法治政府建设年度情况报告", 2020, "北京市海淀区", "110108"),
        ("上海市浦东新区2020年法治政府建设情况报告", 2020, "上海市浦东新区", "310115"),
        ("重庆市人民政府2021年法治政府建设情况报告", 2021, "重庆市", "500000"),
        ("西藏2022年法治政府建设情况报告", 2022, "西藏自治区", "540000"),
        ("新疆维吾尔自治区人民政府关于2017年法治政府建设工作的报告", 2017, "新疆维吾尔自治区", "650000"),
        ("内蒙古自治区2021年法治政府建设情况报告", 2021, "内蒙古自治区", "150000"),
        ("伊犁州2021年法治政府建设情况报告", 2021, "新疆维吾尔自治区伊犁哈萨克自治州", "654000"),
        ("黔东南州2022年法治政府建设工作情况", 2022, "贵州省黔东南苗族侗族自治州", "522600"),
        ("凉山彝族自治州人民政府2022年法治政府建设情况", 2022, "四川省凉山彝族自治州", "513400"),
        ("锡林郭勒盟2021年度法治政府建设情况报告", 2021, "内蒙古自治区锡林郭勒盟", "152500"),
        ("阿鲁科尔沁旗2021年度法治政府建设情况报告", 2021, "内蒙古自治区赤峰市阿鲁科尔沁旗", "150421"),
        ("大厂回族自治县2021年法治政府建设报告", 2021, "河北省廊坊市大厂回族自治县", "131028"),
        ("大厂县2021年法治政府建设报告", 2021, "河北省廊坊市大厂回族自治县", "131028"),
        ("阿里地区2022年法治政府建设工作报告", 2022, "西藏自治区阿里地区", "542500"),
        ("仙桃市2020年法治政府建设情况报告", 2020, "湖北省仙桃市", "429004"),
        ("济源市人民政府2019年度法治政府建设报告", 2019, "河南省济源市", "419001"),
        ("神农架林区2020年度法治政府建设情况", 2020, "湖北省神农架林区", "429021"),
        ("五指山市2021年法治政府建设情况", 2021, "海南省五指山市", "469001"),
        ("新疆生产建设兵团第八师石河子市2021年法治政府建设情况", 2021, "新疆维吾尔自治区石河子市", "659001"),
        ("吉林省吉林市2021年法治政府建设情况", 2021, "吉林省吉林市", "220200"),
        ("南京市鼓楼区2021年法治政府建设情况", 2021, "江苏省南京市鼓楼区", "320106"),
        ("内江市市中区2021年法治政府建设情况", 2021, "四川省内江市市中区", "511002"),
        ("晋城市城区2021年法治政府建设情况", 2021, "山西省晋城市城区", "140502"),
        ("2022年度赵县法治政府建设情况报告", 2022, "河北省石家庄市赵县", "130133"),
        ("范县人民政府关于2022年法治政府建设情况的报告", 2022, "河南省濮阳市范县", "410926"),
        ("国家税务总局高平市税务局2022年法治政府建设情况报告", 2022, "山西省晋城市高平市", "140581"),
        ("江苏省海门区2020年度法治政府建设情况", 2020, "江苏省南通市海门区", "320614"),
    ],
)
def test_a_title_names_the_region(title: str, year: int, name: str, code: str) -> None:
    region = speaker_of(title, "", year).region
    assert region is not None
    assert (region.name, region.code) == (name, code)


@pytest.mark.parametrize(
    ("title", "year", "name", "code"),
    [
        ("襄樊市2009年依法行政工作报告", 2009, "湖北省襄樊市", "420600"),
        ("襄阳市2010年依法行政工作报告", 2010, "湖北省襄阳市", "420600"),
        ("铜仁地区2010年依法行政工作报告", 2010, "贵州省铜仁地区", "522200"),
        ("铜仁市2012年依法行政工作报告", 2012, "贵州省铜仁市", "520600"),
        ("海门市2019年法治政府建设情况", 2019, "江苏省南通市海门市", "320684"),
        ("莱芜市2017年法治政府建设情况", 2017, "山东省莱芜市", "371200"),
        ("莱芜区2020年法治政府建设情况", 2020, "山东省济南市莱芜区", "370116"),
        ("公主岭市2018年法治政府建设情况", 2018, "吉林省四平市公主岭市", "220381"),
        ("公主岭市2021年法治政府建设情况", 2021, "吉林省长春市公主岭市", "220184"),
        ("沙县2020年法治政府建设情况", 2020, "福建省三明市沙县", "350427"),
        ("沙县区2021年法治政府建设情况", 2021, "福建省三明市沙县区", "350405"),
        ("余杭区2019年法治政府建设情况", 2019, "浙江省杭州市余杭区", "330110"),
        ("临平区2021年法治政府建设情况", 2021, "浙江省杭州市临平区", "330113"),
        ("巢湖市2012年依法行政工作报告", 2012, "安徽省合肥市巢湖市", "340181"),
        ("江北区2020年法治政府建设情况（重庆市）", 2020, "重庆市江北区", "500105"),
    ],
)
def test_codes_and_names_are_those_of_the_year(title: str, year: int, name: str, code: str) -> None:
    region = speaker_of(title, "重庆市委、市政府部署，" if "重庆" in name else "", year).region
    assert region is not None
    assert (region.name, region.code) == (name, code)


def test_a_name_that_came_a_year_later_is_known_to_the_report_written_then() -> None:
    assert code_of("莱芜区2018年法治政府建设情况", year=2018) == "370116"


@pytest.mark.parametrize(
    "title", ["鼓楼区2021年法治政府建设情况", "朝阳区2021年法治政府建设情况", "和平区2021年法治政府建设情况"]
)
def test_a_name_of_several_districts_alone_is_not_guessed(title: str) -> None:
    assert code_of(title) is None


def test_a_name_of_several_districts_is_settled_by_site_or_text() -> None:
    title = "鼓楼区2021年法治政府建设情况"
    assert code_of(title, site_code="3501020003") == "350102"
    assert code_of(title, site_code="3501000001") == "350102"
    assert code_of(title, "在福州市委、市政府领导下，我区法治建设取得成效。福州市第一名。") == "350102"
    assert code_of(title, "徐州市、福州市、南京市、开封市都有经验。") is None
    assert code_of(title, "全区工作有成效。", owners=[("site", "徐州市鼓楼区人民政府")]) == "320302"


@pytest.mark.parametrize(
    ("text", "site", "code"),
    [
        ("我县法治政府建设取得成效。", "4109280003", "410928"),
        ("我县法治政府建设取得成效。", "410928000000000", "410928"),
        ("我省法治政府建设取得成效，全省各级政府依法行政。", "4109280003", "410000"),
        ("我市法治政府建设取得成效，全市各级政府依法行政。", "4109280003", "410900"),
        ("我市法治政府建设取得成效，高平市委、市政府高度重视。", "1405810001", "140581"),
        ("我区法治政府建设取得成效，全区各级依法行政。", "1101080003", "110108"),
        ("我局认真履行职责。", "1405810001", "140581"),
        ("我局认真履行职责，我局在我省率先完成改革。", "1405000001", None),
        ("我镇法治政府建设取得成效。", "4212220001", "421222"),
        ("我县法治政府建设取得成效。濮阳县清丰县。清丰县清丰县清丰县清丰县。", "4109000003", "410922"),
        ("我县法治政府建设取得成效。", "4109000003", None),
        ("我局认真履行职责。", "bm12000001", None),
        ("管委会认真履行职责。", "1301710001", None),
    ],
)
def test_without_a_place_in_the_title_site_and_text_decide(text: str, site: str, code: str | None) -> None:
    assert code_of("2021年度法治政府建设情况报告", text, site_code=site) == code


def test_the_title_wins_over_the_site_that_republishes_it() -> None:
    assert code_of("河南省人民政府关于2020年法治政府建设情况的报告", "全省", site_code="4109280003") == "410000"
    assert code_of("淮安市人民政府关于2017年度法治政府建设情况的报告", site_code="3200000042") == "320800"


def test_a_text_that_names_one_place_again_and_again_is_about_it() -> None:
    text = (
        "我市坚持依法行政。印发《南阳市年度立法计划》《南阳市行政执法监督办法》，镇平县、内乡县经验推广，河南省表扬。"
    )
    assert code_of(None, text) == "411300"
    county = "我县坚持依法行政。《濮阳县工作规则》《濮阳县执法办法》，环县城绿化，规范县级权责清单，《濮阳市条例》。"
    assert code_of(None, county) == "410928"


def test_those_reported_to_are_not_those_who_report() -> None:
    text = "中共南阳市委、南阳市人民政府：\n2022年，我县认真落实。《镇平县工作规则》《镇平县执法办法》。"
    assert code_of(None, text) == "411324"
    assert code_of(None, "河南省委、省政府坚持依法行政，各项工作取得进展。") == "410000"


def test_the_body_over_a_salutation_reports() -> None:
    text = "镇平县人民政府\n主任、副主任、各位委员：\n2022年，法治政府建设取得进展。"
    assert read_issuer("2022年法治政府建设情况报告", text) == "镇平县人民政府"
    assert read_issuer("2022年法治政府建设情况报告", "南阳市人民政府：\n2022年，法治政府建设取得进展。") is None


def test_a_township_is_told_by_the_subject_behind_those_who_lead_it() -> None:
    text = "2022年，在县委的坚强领导下，在县司法局的指导下，青山街道坚持依法行政。"
    assert speaker_of(None, text).level == "township"


def test_a_text_says_whose_report_it_is() -> None:
    text = "依法行政是执政之要。现将河南省南阳市镇平县人民政府2021年法治政府建设情况报告如下：\n一、主要举措"
    issuer = read_issuer(None, text)
    assert issuer == "河南省南阳市镇平县人民政府"
    assert code_of(None, text) == "411324"


def test_a_department_that_each_member_is_for_itself_does_not_report() -> None:
    text = "全县21个成员单位公示本部门抽查计划，推进本部门执法。"
    assert speaker_of("镇平县2021年法治政府建设工作报告", text).level == "county"


def test_words_that_hold_a_name_are_no_places() -> None:
    text = "我县规范县级清单，建成县域网络，老城区改造，创建平安县，在山区域内推进，报道县里经验，和平区域合作。"
    assert code_of(None, text * 3) is None


def test_a_text_that_names_two_places_alike_is_not_guessed() -> None:
    assert code_of(None, "我县交流经验：清丰县、南乐县；清丰县、南乐县；清丰县、南乐县。") is None


@pytest.mark.parametrize(
    ("title", "text", "level", "issuer"),
    [
        ("高平市司法局2022年度法治政府建设情况报告", "", "department", "高平市司法局"),
        ("高平市发展和改革委员会关于2022年度法治政府建设情况的报告", "", "department", "高平市发展和改革委员会"),
        ("高平市卫健委2022年度法治政府建设情况报告", "", "department", "高平市卫健委"),
        ("国家税务总局高平市税务局2022年法治政府建设情况报告", "", "department", "国家税务总局高平市税务局"),
        ("高平市公安局交通警察大队2022年法治政府建设情况报告", "", "department", "高平市公安局交通警察大队"),
        ("高平市人民政府2022年法治政府建设情况报告", "", "county", "高平市人民政府"),
        ("中共高平市委 高平市人民政府关于2022年法治政府建设情况的报告", "", "county", "中共高平市委 高平市人民政府"),
        ("高平市法治政府建设领导小组关于2022年工作的报告", "", "county", "高平市法治政府建设领导小组"),
        ("山西省人民政府关于2022年法治政府建设情况的报告", "", "province", "山西省人民政府"),
        ("晋城市2022年法治政府建设情况报告", "", "prefecture", None),
        ("高平市寺庄镇人民政府2022年法治政府建设情况报告", "", "township", "高平市寺庄镇人民政府"),
        ("高平市东城街道2022年法治政府建设情况报告", "", "township", None),
        ("寺庄镇2022年法治政府建设年度报告", "在高平市委、市政府的坚强领导下，我镇依法行政。", "township", None),
        ("郑州高新技术产业开发区管委会2022年法治政府建设情况报告", "", "zone", "郑州高新技术产业开发区管委会"),
        ("郑州市高新区2022年法治政府建设情况报告", "", "zone", None),
        ("2022年度法治政府建设情况报告", "高平市，我局认真履职。高平市，高平市。我局加强执法。", "department", None),
        (
            "2022年度法治政府建设情况报告",
            "高平市，我市认真履职。高平市，高平市。我市加强执法。\n高平市人民政府\n2023年1月5日",
            "county",
            "高平市人民政府",
        ),
    ],
)
def test_the_level_is_that_of_the_reporting_body(title: str, text: str, level: str | None, issuer: str | None) -> None:
    said = read_issuer(title, text)
    speaker = speaker_of(title, text, 2022)
    assert said == issuer
    assert (speaker.region or speaker.parent) is not None
    assert speaker.level == level


def test_a_ministry_has_a_level_and_no_region() -> None:
    title = "司法部2021年法治政府建设年度报告"
    speaker = speaker_of(title, "司法部党组", site_code="bm01000001")
    assert (speaker.region, speaker.level) == (None, "department")


def test_the_table_is_whole() -> None:
    rows = read_seed("regions.csv")
    codes = {row["code"] for row in rows}
    assert len(rows) > 3600
    assert all(row["parent_code"] in codes for row in rows if row["parent_code"])
    today = [d for d in list_divisions() if d.valid_to == 9999]
    assert sum(d.level == "province" for d in today) == 34
    assert sum(d.level == "prefecture" for d in today) == 333
    assert 2840 <= sum(d.level == "county" for d in today) <= 2850
    assert all(len(row["name"]) > 1 for row in rows)


def test_no_code_has_two_names_in_one_year() -> None:
    clashes = [
        (a, b)
        for a, b in zip(
            sorted(list_divisions(), key=lambda d: (d.code, d.valid_from)),
            sorted(list_divisions(), key=lambda d: (d.code, d.valid_from))[1:],
            strict=False,
        )
        if a.code == b.code and b.valid_from <= a.valid_to and a.code != "220602"
    ]
    # 浑江区 and 八道江区 alternate between two revisions
    assert clashes == []
    assert find_division("220602", 2020) is not None


def test_a_full_name_tells_its_own_division_once():
    # 鄂伦春自治旗 is its own shorter form, and was two places
    for division in list_divisions():
        named = find_named(division.name, division.valid_from)
        assert division.code in {one.code for one in named}, division.name
        assert len(named) == len(set(named)), division.name
