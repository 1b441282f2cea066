#!/usr/bin/env bash
# newspaper4k 0.9.6 (extractor of articles, with jieba for Chinese as its manual asks), Article.text, on the body of a report: three paragraphs of figures, alone, with
# function words added (了, 的), and as the second of two parts that stand in elements of their own.
# Expected: the three paragraphs; title and language (zh) are given, there is nothing else on the page but a menu and a footer.
# Seen: the text is empty, and no error is raised; with 了 and 的 in the sentences the same figures are there. A paragraph is worth as many points as it has words of a list of
# stop words, and 2023年，全县收到行政复议申请62件 has none: however many such paragraphs there are, they never become the article. Of a report in two parts (一、主要做法, words;
# 二、主要数据, figures) the first is the text and the second is missing; were both of words, both would be there. Written as English sentences the page is read. No issue was found.
# Why it matters: official Chinese puts figures side by side without function words; what is lost is just the part that is counted, and a report that has a text looks read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install newspaper4k==0.9.6 jieba==0.42.1 setuptools==80.9.0
"$folder/venv/bin/python" - <<'PYTHON'
import logging
import warnings
from importlib.metadata import version
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from newspaper import Article
from newspaper.text import StopWords
print("newspaper4k", version("newspaper4k"), "jieba", version("jieba"))
title = "甲子县2023年法治政府建设年度报告"
def read(body, language="zh"):
    article = Article("http://www.example.gov.cn/report.html", language=language)
    article.download(input_html=f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="nav"><a href="/">首页</a></div>'
                                f'<h1>{title}</h1><div class="article">{body}</div><div class="foot">主办：甲子县人民政府</div></body></html>')
    article.parse()
    return article.text
def paragraphs(sentences):
    return "".join(f"<p>{words}</p>" for words in sentences)
figures = ("2023年，全县收到行政复议申请62件，不予受理11件，审结50件。", "全年办理行政应诉案件39件，负责人出庭应诉39件，出庭率100%。",
           "审查规范性文件23件，清理文件112件，废止14件，修改3件，公布目录。")
fuller = ("2023年，全县收到了行政复议申请62件，其中不予受理的11件，已经审结的50件。", "全年办理了行政应诉案件39件，负责人出庭应诉的39件，出庭率为100%。",
          "审查了规范性文件23件，清理了文件112件，其中废止的14件，修改的3件，并且公布了目录。")
talk = ("2023年，我们坚持以人民为中心，把法治政府建设摆在了重要的位置，取得了新的成效。", "我们在工作中也看到，与人民的期待相比，我们的工作还有不少差距，都需要加以解决。")
english = ("In the year 2023 the county received 62 applications for reconsideration, and 50 of them were closed by the end of it.",
           "There were 39 cases of litigation against the government, and the head of the office was in court for all of them.")
words = [StopWords("zh").get_stopword_count(sentence).stop_words for sentence in figures]
alone, filled = read(paragraphs(figures)), read(paragraphs(fuller))
def two_parts(second):
    return read(f"<div><h2>一、主要做法</h2>{paragraphs(talk)}</div><div><h2>二、主要数据</h2>{paragraphs(second)}</div>")
parts = two_parts(figures)
print("stop words", words, "expected", len("".join(figures)), "characters, seen", repr(alone))
print("with 了 and 的:", repr(filled))
print("two parts:", repr(parts))
assert words == [[], [], []]
assert alone == "" and read(paragraphs(figures * 10)) == ""
assert filled == "\n\n".join(fuller)
assert parts == "\n\n".join(("一、主要做法", *talk))
assert two_parts(talk) == "\n\n".join(("一、主要做法", *talk, "二、主要数据", *talk))
assert read(paragraphs(english), "en") == "\n\n".join(english)
PYTHON
