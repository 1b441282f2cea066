#!/usr/bin/env bash
# faust-cchardet 3.2.0, charset-normalizer 3.5.3 and chardet 7.7.0 on short GBK texts, as titles, headings and cells come without their page.
# Expected: gb18030 or nothing; a confidence that is higher where the answer is right.
# Seen: faust-cchardet is right at 0.70 and wrong at 0.75 to 0.86 (BIG5, IBM855, WINDOWS-1253), so a threshold keeps only the wrong ones; charset-normalizer calls a sentence
# UTF-16 (the 62 in it becomes part of other characters) and three others Big5 or Korean; chardet is right where it gives 0.08 and wrong once at 0.06.
# Why it matters: who decodes the cells of a table one by one, or trusts a threshold, reads 司法局 as 侗楊擁; decide once, from all bytes of the file, and treat a
# declared charset as the first witness.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install faust-cchardet==3.2.0 charset-normalizer==3.5.3 chardet==7.7.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
import cchardet
import chardet
from charset_normalizer import from_bytes
for name in ("faust-cchardet", "charset-normalizer", "chardet"):
    print(name, version(name))
texts = ("收到行政复议申请62件", "2023年法治政府建设年度报告", "司法局", "府谷县", "\u3000\u3000一、总体情况", "全年共办理行政复议案件六十二件，审结五十件。")
fast, normal, plain = [], [], []
for words in texts:
    raw = words.encode("gb18030")
    guess, other = cchardet.detect(raw), chardet.detect(raw)
    fast.append((guess["encoding"], round(guess["confidence"], 2)))
    normal.append(from_bytes(raw).best().encoding)
    plain.append((other["encoding"], round(other["confidence"], 2)))
    print(words, "faust-cchardet", fast[-1], "charset-normalizer", normal[-1], repr(str(from_bytes(raw).best())), "chardet", plain[-1])
assert fast == [("GB18030", 0.7), ("BIG5", 0.86), ("BIG5", 0.83), ("WINDOWS-1253", 0.83), ("IBM855", 0.75), ("GB18030", 0.7)]
assert normal == ["utf_16_be", "gb18030", "big5", "big5", "cp949", "gb18030"]
assert [name for name, _ in plain] == ["GB18030", "GB18030", "GB18030", "CP949", "GB18030", "GB18030"]
PYTHON
