"""From the markup of a page to its report: examples of our own in the shapes of many systems, and real pages."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import UnreadablePage, decode
from parsers.body.chrome import name_line
from parsers.body.formats import looks_like_html
from parsers.seed import read_seed
from tests.measure_bodies import mean, measure_pages, squeeze
from tests.patience import ends

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.html"))
EXPECTED = {
    "note",  # what the shape is
    "encoding",
    "container",  # a name of containers.csv, or empty where any may be found
    "body_first",
    "body_last",
    "body_chars_no_space",
    "head",  # what must stand before the body, in lines of the page
    "tail",  # what must stand behind it
    "absent",  # what must not stand in it
}
SENTENCE = "青石区全年办理行政复议案件<span>6</span><span>2</span>件，调解各类纠纷若干起，群众普遍感到满意。"
PLAIN = "青石区全年办理行政复议案件62件，调解各类纠纷若干起，群众普遍感到满意。"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_example_pages(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert expected.keys() == EXPECTED, "what is expected of a page, neither less nor more"
    decoded = decode(path.read_bytes())
    assert decoded.encoding == expected["encoding"]
    assert looks_like_html(decoded.text)
    page = strip_boilerplate(decoded.text)
    text = squeeze(page.text)
    assert text.startswith(expected["body_first"])
    assert text.endswith(expected["body_last"])
    assert len(text) == expected["body_chars_no_space"]
    assert [piece for piece in expected["head"] if squeeze(piece) not in squeeze(page.head)] == []
    assert [piece for piece in expected["tail"] if piece not in page.tail] == []
    assert [piece for piece in expected["absent"] if piece in page.text] == []
    assert page.container == (expected["container"] or page.container)
    assert all(line and line == line.strip() for line in page.text.split("\n")) or not page.text


def test_there_are_examples_of_many_shapes() -> None:
    assert len(PAGES) >= 20


def test_real_pages(shared: Path) -> None:
    measures = measure_pages(shared / "pages")
    assert len(measures) == 12
    assert mean([one.precision for one in measures]) >= 0.9995
    assert mean([one.recall for one in measures]) >= 0.9995


def drop_names(page: str) -> str:
    page = re.sub(r"(?s)<!--.*?-->", "", page)
    return re.sub(r"""(?i)\s(?:class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", "", page)


def use_half_width(page: str) -> str:
    return page.translate(str.maketrans("，：；（）！？", ",:;()!?"))


def use_line_breaks(page: str) -> str:
    return re.sub(r"(?i)</p>\s*<p\b[^>]*>", "<br/>", page)


def use_divisions(page: str) -> str:
    return re.sub(r"(?i)<(/?)p\b", r"<\1div", page)


def leave_open(page: str) -> str:
    return re.sub(r"(?i)</(?:p|li|td|tr)>", "", page)


def drop_meta(page: str) -> str:
    return re.sub(r"(?is)<meta[^>]*>|<title>.*?</title>", "", page)


def pack(page: str) -> str:
    return re.sub(r">\s+<", "><", page)


@pytest.mark.parametrize(
    "change", [drop_names, use_half_width, use_line_breaks, use_divisions, leave_open, drop_meta, pack]
)
def test_real_pages_of_systems_unknown(shared: Path, change) -> None:
    """The same pages as another system would have made them; without names the density alone finds the text."""
    measures = measure_pages(shared / "pages", change)
    assert mean([one.precision for one in measures]) >= 0.9995
    assert mean([one.recall for one in measures]) >= 0.9990


def page_of(body: str) -> str:
    return f"<html><head><title>青石区</title></head><body>{body}</body></html>"


def test_numbers_split_over_elements_come_whole() -> None:
    assert strip_boilerplate(page_of(f"<p>{SENTENCE}</p>")).text == PLAIN


def test_cells_of_a_row_stay_apart() -> None:
    rows = "<tr><td><p>复议</p></td><td>12</td><td>35</td></tr>"
    text = strip_boilerplate(page_of(f"<p>{SENTENCE}</p><table>{rows}</table><p>{SENTENCE}</p>")).text
    assert text.split("\n") == [PLAIN, "复议\t12\t35", PLAIN]


def test_line_breaks_of_markup_are_no_line_breaks() -> None:
    text = strip_boilerplate(page_of(f"<p>坚持党的\n领导，<b>2</b>\n个部门\n共同推进，{SENTENCE}</p>")).text
    assert text == f"坚持党的领导，2 个部门共同推进，{PLAIN}"


def test_invisible_characters_go() -> None:
    text = strip_boilerplate(page_of(f"<p>\u200b{SENTENCE.replace('纠', chr(0) + '纠')}\u200b\ufeff</p>")).text
    assert text == PLAIN


def test_list_items_keep_their_marks() -> None:
    items = "".join(f"<li>（{number}）{SENTENCE}</li>" for number in "一二三")
    assert strip_boilerplate(page_of(f"<ul>{items}</ul>")).text.split("\n") == [f"（{n}）{PLAIN}" for n in "一二三"]


def test_hidden_parts_go() -> None:
    page = page_of(
        f"<div style='DISPLAY : none'><p>{PLAIN}备用</p></div><div hidden>{PLAIN}</div>" + f"<p>{SENTENCE}</p>" * 3
    )
    assert strip_boilerplate(page).text == "\n".join([PLAIN] * 3)


def test_meta_in_every_spelling() -> None:
    page = strip_boilerplate(
        "<head><META content='2024-01-18' NAME=' PubDate '><meta property=og:title content=\"甲&lt;br/&gt;乙\">"
        "<meta http-equiv=Content-Type content='text/html'><meta name=PubDate content=''><title>甲<br/>乙&amp;ldquo;丙"
        "</title></head>"
    )
    assert page.meta == {"pubdate": "2024-01-18", "og:title": "甲乙", "content-type": "text/html"}
    assert page.html_title == "甲乙“丙"


def test_a_challenge_shows_its_scripts() -> None:
    page = strip_boilerplate("<html><head><script>location.href='/waf_verify'</script></head><body></body></html>")
    assert page.text == ""
    assert "waf_verify" in page.page_text


def test_visible_text_keeps_the_menu() -> None:
    page = strip_boilerplate(page_of("<ul><li><a href=/>首页</a></li></ul><h3>您访问的页面不存在</h3>"))
    assert page.page_text == "首页\n您访问的页面不存在"
    assert page.text == ""


def test_source_under_the_text_is_tail() -> None:
    page = strip_boilerplate(
        page_of("<div class=TRS_Editor>" + f"<p>{SENTENCE}</p>" * 4 + "<p>（来源：区司法局）</p></div>")
    )
    assert page.text == "\n".join([PLAIN] * 4)
    assert page.tail == "（来源：区司法局）"


@pytest.mark.parametrize(
    "page",
    [
        "",
        "  ",
        "<!-- nothing -->",
        "<html><frameset cols=1><frame src=a></frameset></html>",
        "<html><body></body></html>",
        "<![CDATA[ x ]]>",
        "<?xml version='1.0' encoding='gb2312'?>",
    ],
)
def test_pages_without_text(page: str) -> None:
    assert strip_boilerplate(page).text == ""


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ul><li", "b><font", "form", "article"])
def test_nesting_ten_thousand_deep(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 10_000}{f'<p>{SENTENCE}</p>' * 5}"
    assert strip_boilerplate(page).text.split("\n") == [PLAIN] * 5


def test_depth_within_the_parser_keeps_lines() -> None:
    page = "<html><body>" + "".join(f"<div><p>{SENTENCE}</p>" for _ in range(1500))
    assert strip_boilerplate(page).text.split("\n") == [PLAIN] * 1500


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{PLAIN * 1_400_000}",
        "<p>a" * 5_000_000,
        "<" * 15_000_000,
        "<div>" * 1_000_000,
        f"<p>{PLAIN}</p>" * 70_000,
        "<a href=x>甲</a>" * 200_000,
        '<div class="content">甲乙丙</div>' * 50_000,
        "&amp;" * 3_000_000,
    ],
    ids=["one line of 50 MB", "tags", "angles", "open", "paragraphs", "links", "containers", "entities"],
)
def test_bounded_time(page: str) -> None:
    with ends(), contextlib.suppress(UnreadablePage):
        strip_boilerplate(page)


@pytest.mark.parametrize("page", [f"<p>{PLAIN * 600_000}", "<p>a" * 1_000_000, f"<p>{PLAIN}</p>" * 70_000])
def test_what_is_too_large_says_so(page: str) -> None:
    with pytest.raises(UnreadablePage, match="load the report's own page") as caught:
        strip_boilerplate(page)
    assert caught.value.reason == "oversized_page"


def test_inlined_pictures_do_not_count() -> None:
    page = page_of(f'<img src="data:image/png;base64,{"A" * 20_000_000}">' + f"<p>{SENTENCE}</p>" * 3)
    assert strip_boilerplate(page).text == "\n".join([PLAIN] * 3)


@pytest.mark.parametrize(
    "text", ["<p>甲</p>", "甲<br/>乙", "<!DOCTYPE html>", "\ufeff<HTML>", "<frameset cols=1>", "<?xml version='1.0'?>"]
)
def test_markup_is_told(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize("text", ["", "甲乙丙", "3 < 5 且 p > 2", "《办法》<试行>", "a <b"])
def test_text_is_told(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize("row", read_seed("chrome_lines.csv"), ids=lambda row: f"{row['kind']}-{row['name']}")
def test_each_line_rule_reads_its_example(row: dict[str, str]) -> None:
    assert name_line(row["example"]) == row["kind"]


@pytest.mark.parametrize(
    "line",
    [
        "一、加强组织领导，压实工作责任",
        "（二）推进政务公开",
        "2023年，我区法治政府建设取得成效",
        "各街道办事处：",
        "有效化解矛盾纠纷",
        "公开透明运行权力",
        "发布会召开12次",
        "责任单位：区司法局",
        "来源于基层的经验",
        "问题导向",
        "附加说明",
        "青石区人民政府",
    ],
)
def test_lines_of_reports_are_text(line: str) -> None:
    assert name_line(line) == "text"


@pytest.mark.parametrize("row", read_seed("containers.csv"), ids=lambda row: row["name"])
def test_each_container_is_found(row: dict[str, str]) -> None:
    """The example, closed around text, names the container, unless a surer row names it first."""
    start = row["example"].removesuffix("<p>")
    if row["selector"].startswith("<!--"):
        page = row["selector"].replace("…", f"<p>{SENTENCE}</p>" * 3)
    elif start.startswith("<td"):
        page = f"<table><tr>{start}{f'<p>{SENTENCE}</p>' * 3}</td></tr></table>"
    else:
        page = f"{start}{f'<p>{SENTENCE}</p>' * 3}</{start[1:].split()[0].strip('>')}>"
    found = strip_boilerplate(page_of(f"<ul><li>菜单</li></ul>{page}<p>区司法局供图</p>"))
    names = [known["name"] for known in read_seed("containers.csv")]
    assert found.container in names
    assert names.index(found.container) <= names.index(row["name"])
    assert found.text == "\n".join([PLAIN] * 3)
