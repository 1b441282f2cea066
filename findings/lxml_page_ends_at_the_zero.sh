#!/usr/bin/env bash
# lxml 6.1.3 (its own libxml2) and Beautiful Soup 4.15.0 on the bytes of a page declared as gb2312 that says 二〇二三年, as old government pages do.
# Expected: what browsers show, who read gb2312 as gbk (WHATWG): 〇, 镕 and 堃 are in gbk, not in GB 2312, and stand on countless pages so declared. html5lib does so.
# Seen: lxml.html ends the text before the first such character, drops the rest of the page (the figure with it) and raises nothing; Beautiful Soup over lxml gives an
# empty page, over html.parser one in windows-1252 (¶þ©). Without such a character all four read the page whole. 〇 stands in the dates of signatures and often in the
# first lines, 堃 and 镕 in names of officials. Why it matters: a report is cut off before its figures or counted as silent.
# Decode first, as gb18030 with the standard's table, and hand over text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install lxml==6.1.3 beautifulsoup4==4.15.0 html5lib==1.1 webencodings==0.6.1
"$folder/venv/bin/python" - <<'PYTHON'
import logging
import warnings
from importlib.metadata import version
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
import html5lib
import lxml.html
from bs4 import BeautifulSoup
from lxml import etree
print("lxml", version("lxml"), "libxml2", etree.LIBXML_VERSION, "beautifulsoup4", version("beautifulsoup4"), "html5lib", version("html5lib"))
def read(words):
    raw = f'<html><head><meta charset="gb2312"></head><body><p>{words}</p><p>审结50件</p></body></html>'.encode("gbk")
    tree = html5lib.parse(raw, namespaceHTMLElements=False)
    return {"lxml": lxml.html.fromstring(raw).text_content(), "soup over lxml": BeautifulSoup(raw, "lxml").get_text(),
            "soup over html.parser": BeautifulSoup(raw, "html.parser").get_text(), "html5lib": "".join(tree.itertext())}
seen = {words: read(words) for words in ("2023年收到62件", "二〇二三年收到62件", "局长李某堃：收到62件")}
for words, read_as in seen.items():
    print(words, read_as)
assert set(seen["2023年收到62件"].values()) == {"2023年收到62件审结50件"}
assert seen["二〇二三年收到62件"]["lxml"] == "二" and seen["局长李某堃：收到62件"]["lxml"] == "局长李某"
assert seen["二〇二三年收到62件"]["soup over lxml"] == seen["局长李某堃：收到62件"]["soup over lxml"] == ""
assert all(seen[words]["html5lib"] == words + "审结50件" for words in seen)
PYTHON
