#!/usr/bin/env bash
# zhon 2.1.1 (constants for Chinese text), hanzi.sentence, its "Chinese sentence regular expression pattern", with re.findall() as its manual shows it.
# Expected: the sentences of a report, whole; or the sentence is left out.
# Seen: of 全年收到行政复议申请62件，审结50件。 there is 件。 and of 罚款1.2万元。 there is 万元。, for the pattern is a run of Han characters and Chinese marks before a
# stop, and ASCII digits, full-width digits, letters and brackets that are not Chinese are none of them: what stands before the last of these is dropped, the figure first of
# all. Only a sentence whose numbers are in characters is whole. The pieces that remain end in 。 and look like short sentences. No issue about it was found.
# Why it matters: exactly the sentences that hold a figure lose it, and those without one are whole, so a look at a few sentences shows nothing, while of every statistic the
# unit stays (万元) without its number. Split at the stops, do not collect what is between them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install zhon==2.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import re
from importlib.metadata import version
import zhon.hanzi
print("zhon", version("zhon"))
sentences = {
    "全县收到行政复议申请六十二件，审结五十件。": "全县收到行政复议申请六十二件，审结五十件。",
    "全年收到行政复议申请62件，审结50件。": "件。",
    "收到１２０４件。": "件。",
    "罚款1.2万元。": "万元。",
    "出庭率达到98.5%，位居全市前列。": "，位居全市前列。",
    "印发通知（甲政〔2023〕12号），明确责任。": "号），明确责任。",
}
seen = re.findall(zhon.hanzi.sentence, "".join(sentences))
for expected, found in zip(sentences, seen, strict=True):
    print("expected", expected, "seen", found)
assert seen == list(sentences.values())
PYTHON
