#!/usr/bin/env bash
# tantivy 0.27.0 (the search engine in Rust, its Python package), a field cut into pairs of characters by Tokenizer.ngram(2, 2), the usual way for Chinese without a
# dictionary, and Index.parse_query() on a count in quotes: "62件".
# Expected: the texts in which 62件 stands, as pairs side by side are what a phrase is; so it is if a field is cut into Han characters and runs of digits by Tokenizer.regex().
# Seen: 培训执法人员62人，举行听证12件 is found for "62件" beside 收到申请62件 (scores 1.22 and 1.39), and for "行政复议" a text with 恢复议事, 财政复审 and 行政复核. All pairs of
# a text have position 0, so a phrase asks whether its pairs are anywhere in the text, in whatever order; without quotes it is the same. The manual of the Rust crate
# says that the position is always 0, and not that phrases then match what they do not say; a change that would count them (tantivy 2471, of 2024) was closed.
# Why it matters: a search for the figure of a report finds reports that state another one, and the longer a report is, the more surely it holds the pairs of any
# phrase; a count of hits is too high by an unknown share. Search the text itself for what was found, or cut so that positions are kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install tantivy==0.27.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import tantivy

print("tantivy", version("tantivy"))
texts = ["收到申请62件，审结50件", "培训执法人员62人，举行听证12件", "收到行政复议申请", "恢复议事，财政复审，行政复核"]


def index(tokenizer: tantivy.Tokenizer) -> tantivy.Index:
    fields = tantivy.SchemaBuilder()
    fields.add_integer_field("row", stored=True)
    fields.add_text_field("words", tokenizer_name="pieces", index_option="position")
    built = tantivy.Index(fields.build())
    built.register_tokenizer("pieces", tantivy.TextAnalyzerBuilder(tokenizer).build())
    writer = built.writer(num_threads=1)
    for row, words in enumerate(texts):
        writer.add_document(tantivy.Document(row=row, words=words))
    writer.commit()
    built.reload()
    return built


def find(built: tantivy.Index, asked: str) -> dict[int, float]:
    searcher = built.searcher()
    hits = searcher.search(built.parse_query(asked, ["words"]), 10).hits
    return {searcher.doc(place)["row"][0]: round(score, 3) for score, place in hits}


pairs = index(tantivy.Tokenizer.ngram(min_gram=2, max_gram=2, prefix_only=False))
characters = index(tantivy.Tokenizer.regex(r"[0-9]+|\p{Han}"))
for asked, wide, right in (('"62件"', [0, 1], [0]), ("62件", [0, 1], [0]), ('"行政复议"', [2, 3], [2]), ('"62人"', [1], [1])):
    seen, other = find(pairs, asked), find(characters, asked)
    print(asked, "pairs:", {texts[row]: score for row, score in seen.items()}, "characters:", [texts[row] for row in other])
    assert sorted(seen) == wide and sorted(other) == right, (asked, seen, other)
PYTHON
