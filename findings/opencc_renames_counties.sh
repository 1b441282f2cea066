#!/usr/bin/env bash
# OpenCC 1.4.2 (t2s, tw2sp) and hanziconv 0.3.2, to simplified characters, on names of divisions; zhconv 1.4.3 beside them.
# Expected: what is simplified already stays, above all a name in the official table; a name that is the same in both scripts stays.
# Seen: 乾县 (乾 is qián here, and the official name keeps it) becomes 干县, though from 乾縣 OpenCC gives 乾县; by tw2sp, which also changes Taiwan's words to
# the mainland's, 蚌埠市 becomes 蚌端口市 (埠 read as a computer's port) and the Tajik county one of Tajikistan; hanziconv makes every 呼 to 唿: 唿和浩特市.
# zhconv keeps all of them. Why it matters: whoever makes a mixed collection simplified before looking for places loses these governments; the step is not
# safe to repeat. Convert for searching only, keep the original, and look names up before conversion.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install OpenCC==1.4.2 hanziconv==0.3.2 zhconv==1.4.3 setuptools==80.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import warnings
from importlib.metadata import version
warnings.simplefilter("ignore")
from hanziconv import HanziConv
from opencc import OpenCC
import zhconv
for name in ("OpenCC", "hanziconv", "zhconv"):
    print(name, version(name))
names = ("乾縣", "乾县", "乾安县", "蚌埠市", "塔什庫爾干塔吉克自治縣", "呼和浩特市")
plain, words = OpenCC("t2s").convert, OpenCC("tw2sp").convert
seen = {name: (plain(name), words(name), HanziConv.toSimplified(name), zhconv.convert(name, "zh-cn")) for name in names}
for name, read in seen.items():
    print(name, "t2s", read[0], "tw2sp", read[1], "hanziconv", read[2], "zhconv", read[3])
assert [read[0] for read in seen.values()] == ["乾县", "干县", "干安县", "蚌埠市", "塔什库尔干塔吉克自治县", "呼和浩特市"]
assert [read[1] for read in seen.values()] == ["乾县", "干县", "干安县", "蚌端口市", "塔什库尔干塔吉克斯坦自治县", "呼和浩特市"]
assert [read[2] for read in seen.values()] == ["干县", "干县", "干安县", "蚌埠市", "塔什库尔干塔吉克自治县", "唿和浩特市"]
assert [read[3] for read in seen.values()] == ["乾县", "乾县", "乾安县", "蚌埠市", "塔什库尔干塔吉克自治县", "呼和浩特市"]
PYTHON
