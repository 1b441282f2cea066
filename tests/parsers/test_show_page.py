"""What a page shows is read, what it does not show is not: struck out, hidden, raised, opened by a click, counted by lists."""

from __future__ import annotations

import pytest

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import decode
from parsers.shown.references import decode_references
from tests.patience import ends

AROUND = (
    "<p>青岭县各单位把法治建设列入年度任务清单，逐项明确牵头领导、承办科室和完成时限，做到月月有调度。</p>"
    "<p>针对群众反映集中的难点，有关部门多次到现场办公，当面听取意见，不能当场答复的限期回告。</p>"
)
CLOSING = "<p>下一步，继续把力量和经费向基层倾斜，把法治建设的成效体现在日常服务中，接受社会监督。</p>"


def read(body: str, head: str = "", *, after: str = "") -> str:
    page = f"<html><head><title>青岭县法治政府建设情况</title>{head}</head><body><div class='content'>{AROUND}{body}{CLOSING}</div>{after}</body></html>"
    return strip_boilerplate(page).text


@pytest.mark.parametrize(
    "written",
    [
        "收到申请<del>58</del><ins>62</ins>件",
        "收到申请<s>58</s>62件",
        "收到申请<strike>58件，</strike>62件",
        "收到申请<span style='text-decoration: line-through'>58</span>62件",
        "收到申请<span style='TEXT-DECORATION-LINE:LINE-THROUGH'>58</span>62件",
        "收到申请<span style='color:red;text-decoration:underline line-through red'>58</span>62件",
        "收到申请<font style='display:none'>58</font>62件",
        "收到申请<span style='visibility:hidden'>9</span>62件",
        "收到申请<span hidden>9</span>62件",
        "收到申请<span style='font-size:0'>9</span>62件",
        "收到申请<span style='font-size:0pt;color:#000'><b>9</b></span>62件",
        "收到申请<span style='font:0/0 a'>9</span>62件",
        "收到申请<span style='opacity:0'>9</span>62件",
        "收到申请<span style='opacity:.0'>9</span>62件",
        "收到申请<span style='position:absolute;left:-9999px'>9</span>62件",
        "收到申请<span style='position:fixed;top:-200em'>9</span>62件",
        "收到申请<span style='display:inline-block;text-indent:-9999px'>9</span>62件",
        "收到申请<span style='position:absolute;clip:rect(0,0,0,0)'>9</span>62件",
        "收到申请<span style='clip-path:inset(50%)'>9</span>62件",
        "收到申请<span style='display:inline-block;width:0;overflow:hidden'>9</span>62件",
        "收到申请<span style='transform:scale(0)'>9</span>62件",
        "收到申请<span style='color:transparent'>9</span>62件",
        "收到申请<span style='color:#fff;background:#ffffff'>9</span>62件",
        "收到申请<span style='color:#FFF'>9</span>62件",
        "收到申请62<sup>1</sup>件",
        "收到申请62<sup>[1]</sup>件",
        "收到申请62<sup><a href='#n1'>②</a></sup>件",
        "收到申请62<sup>注1</sup>件",
        "收到申请62<sup>*</sup>件",
        "收到申请62<sup>1,2</sup>件",
        "收到申请62<span style='vertical-align:super'>1</span>件",
        "收到申请62<a href='#_ftn1'>[1]</a>件",
        "收到申请62①件",
        "收到申请62¹件",
        "收到申请<ruby>62<rp>(</rp><rt>liushier</rt><rp>)</rp></ruby>件",
        "收到申请6&#8203;2件",
        "收到申请6&#x200b;2件",
        "收到申请6&#x2060;2件",
        "收到申请6&ZeroWidthSpace;2件",
        "收到申请6&zwnj;2件",
        "收到申请6&shy;2件",
        "收到申请6&#xFEFF;2件",
        "收到申请6&amp;#8203;2件",
        "收到申请6&#173;2件",
        "收到申请6&#x180E;2件",
        "收到申请6&#xFE0F;2件",
        "收到申请6&#x34F;2件",
        "收到申请6&#xE0020;2件",
        "收到申请6&#xFFF9;2件",
        "收到申请6&#x115F;2件",
        "收到申请62[1]件",
        "收到申请62〔注1〕件",
        "收到申请62【1】件",
    ],
)  # fmt: skip
def test_what_is_not_shown_joins_no_number(written: str) -> None:
    assert "收到申请62件，审结45件。" in read(f"<p>{written}，审结45件。</p>").replace("62件，62件", "62件")


@pytest.mark.parametrize(
    "head",
    [
        "<style>.x{display:none}</style>",
        "<style>#gone { visibility : hidden }</style>",
        "<style>p span.x, a.y { font-size:0px }</style>",
        "<style>@media screen { .x{display:none!important} }</style>",
        "<style>/* } */ .x{opacity:0}</style>",
        "<style>.content > p > .x{position:absolute;left:-5000px}</style>",
        "<style><!-- .x{display:none} --></style>",
        "<style>.content p span{text-decoration:line-through}</style>",
        "<style>span[data-old]{display:none}</style>",
        "<style>.x{display:none} .other .x{display:inline}</style>",
        "<style>.x:not(.kept){display:none}</style>",
        "<style>u{display:none}</style>",
    ],
)
def test_rules_of_the_page_hide(head: str) -> None:
    text = read("<p>收到申请<u><span class='x' id='gone' data-old='1'>9</span></u>62件。</p>", head)
    if "> p >" in head:
        text = read("<p>收到申请<span class='x'>9</span>62件。</p>", head)
    assert "收到申请62件。" in text


@pytest.mark.parametrize(
    "head",
    [
        "<style>@media print { .x{display:none} }</style>",
        "<style media='print'>.x{display:none}</style>",
        "<style>@media (max-width:600px) { .x{display:none} }</style>",
        "<style>.x{display:none} p .x{display:inline}</style>",
        "<style>.x{display:none}</style><style>.x{display:inline}</style>",
        "<style>.x:hover{display:none}</style>",
        "<style>.x::after{display:none}</style>",
        "<style>.z .x{display:none}</style>",
        "<style>.x:is(</style>",
        "<style>.x{opacity:0.8;font-size:10px;text-indent:-2em}</style>",
        "<style>.x{display:none}</style><style>.x{display:inline!important}</style>",
        "<style>.content{font:14px/1.0 simsun;letter-spacing:0}</style>",
    ],
)
def test_rules_that_do_not_hide(head: str) -> None:
    assert "收到申请162件。" in read("<p>收到申请<span class='x'>1</span>62件。</p>", head)


def test_a_style_attribute_outdoes_a_rule() -> None:
    head = "<style>.x{display:none}</style>"
    assert "收到申请162件。" in read("<p>收到申请<span class='x' style='display:inline'>1</span>62件。</p>", head)
    head = "<style>.x{display:none !important}</style>"
    assert "收到申请62件。" in read("<p>收到申请<span class='x' style='display:inline'>1</span>62件。</p>", head)


@pytest.mark.parametrize(
    "written",
    [
        "<span class='wow fadeIn' style='opacity:0'>收到申请62件。</span>",
        "<ul style='font-size:0'><li class='item'>收到申请62件。</li></ul>",
        "<del style='text-decoration:none'>收到申请62件。</del>",
        "<span style='color:#fff;background:#c00'>收到申请62件。</span>",
        "<span style='font-size:10.5pt;opacity:1'>收到申请62件。</span>",
        "<span style='letter-spacing:0;font-family:仿宋;margin-left:0'>收到申请62件。</span>",
        "<details><summary>数据</summary>收到申请62件。</details>",
    ],
)
def test_what_looks_hidden_and_is_shown(written: str) -> None:
    assert "收到申请62件。" in read(f"<div>{written}</div>")


def test_powers_are_no_notes() -> None:
    assert "拆除800m2" in read("<p>拆除800m<sup>2</sup>。</p>")
    assert "3×10⁴吨" in read("<p>减排3×10<sup>4</sup>吨。</p>")
    assert "CO2" in read("<p>CO<sub>2</sub>。</p>")


def test_a_note_keeps_its_own_mark() -> None:
    assert "1含上年结转" in read("<p>收到62<sup>1</sup>件。</p><p><sup>1</sup>含上年结转。</p>").replace(" ", "")


HIDDEN = "<p>二、行政应诉</p><p>全年办理行政应诉案件18件，比上年减少。</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div style='display:none'>{HIDDEN}</div><a href='javascript:;'>展开全文</a>",
        f"<div class='k' hidden>{HIDDEN}</div><p><button>阅读全文</button></p>",
        f"<div id='m1' style='display:none'>{HIDDEN}</div><span onclick=\"$('#m1').show()\">更多&gt;&gt;</span>",
        f"<a data-toggle='collapse' href='#c2'>第二部分</a><div id='c2' style='display:none'>{HIDDEN}</div>",
        f"<h3 aria-controls='c3'>应诉</h3><div id='c3' style='display:none'>{HIDDEN}</div>",
        f"<div class='accordion-body' style='display:none'>{HIDDEN}</div>",
        f"<div style='max-height:0;overflow:hidden'>{HIDDEN}</div><div class='btn'><span>点击展开</span></div>",
        "<p>有关情况如下<span class='rest' style='display:none'>：全年办理行政应诉案件18件，比上年减少。</span><a href='#'>展开</a></p>",
        f"<ul><li>复议</li><li>应诉</li></ul><div><div class='t'><p>收到申请62件。</p></div><div class='t' style='display:none'>{HIDDEN}</div></div>",
        f"<div class='tab-pane'><p>收到申请62件。</p></div><div class='tab-pane' style='display:none'>{HIDDEN}</div>",
        f"<div class='page_1'><p>收到申请62件。</p></div><div class='page_2' style='display:none'>{HIDDEN}</div>",
    ],
)
def test_a_click_opens_parts_of_the_report(body: str) -> None:
    text = read(body)
    assert "全年办理行政应诉案件18件" in text
    assert text.index("应诉案件18件") < text.index("下一步，继续")


def test_a_script_opens_a_part() -> None:
    script = "<script>function show(){document.getElementById('rest').style.display='block'}</script>"
    assert "应诉案件18件" in read(f"<div id='rest' style='display:none'>{HIDDEN}</div>", after=script)
    rule = "<style>.fold{display:none}</style>"
    assert "应诉案件18件" in read(f"<div class='fold'>{HIDDEN}</div><a href='javascript:show()'>展开全文</a>", rule)


@pytest.mark.parametrize(
    "body",
    [
        "<div style='display:none'><p>全年办理行政应诉案件99件，比上年减少。</p></div>",
        "<div class='popup' style='display:none'><p>您即将离开本网站，办理案件99件。</p></div><a href='javascript:;'>展开</a>",
        f"<div class='print-box' style='display:none'>{AROUND}<p>收到99件。</p></div>",
        f"<div class='phone' style='display:none'>{AROUND}{CLOSING}<p>全年办理99件。</p></div><a>展开全文</a>",
        "<p>收到<span style='display:none'>99</span>62件。</p><p><a href='#'>查看全文</a></p>",
        "<ul><li>报告</li><li>图解</li></ul><div><div class='t'><p>收到申请62件。</p></div><div class='t' style='display:none'><p>办理99件。</p></div></div>",
    ],
)
def test_what_no_click_opens_stays_hidden(body: str) -> None:
    assert "99" not in read(body)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<ol><li>强化领导。</li><li>化解纠纷。</li></ol>", ["1. 强化领导。", "2. 化解纠纷。"]),
        ("<ol start=3><li>强化领导。</li><li>化解纠纷。</li></ol>", ["3. 强化领导。", "4. 化解纠纷。"]),
        ("<ol style='list-style: cjk-ideographic inside'><li><p>强化领导。</p></li></ol>", ["一、强化领导。"]),
        ("<ol type='A'><li>强化领导。</li></ol>", ["A. 强化领导。"]),
        ("<ol reversed><li>强化领导。</li><li>化解纠纷。</li></ol>", ["2. 强化领导。", "1. 化解纠纷。"]),
        ("<ol><li value=7>强化领导。</li><li>化解纠纷。</li></ol>", ["7. 强化领导。", "8. 化解纠纷。"]),
        ("<ol style='list-style:none'><li>强化领导。</li></ol>", ["强化领导。"]),
        ("<ol><li>1.强化领导。</li></ol>", ["1.强化领导。"]),
        ("<ol><li>（一）强化领导。</li></ol>", ["（一）强化领导。"]),
    ],
)
def test_counters_of_lists_are_text(body: str, shown: list[str]) -> None:
    assert [line for line in read(body).split("\n") if "强化领导" in line or "化解纠纷" in line] == shown


def test_counters_by_a_rule_of_the_page() -> None:
    head = "<style>ol.zw{list-style-type:simp-chinese-informal} ol.no{list-style:none}</style>"
    assert "十一、强化领导。" in read("<ol class='zw' start='11'><li>强化领导。</li></ol>", head)
    assert "\n强化领导。" in read("<ol class='no'><li>强化领导。</li></ol>", head)


@pytest.mark.parametrize(
    "end",
    ["</body></html>", "</BODY>\n</HTML>", "</body></html><!DOCTYPE html><html><head><title>x</title></head><body>"],
)
def test_a_page_goes_on_behind_its_first_end(end: str) -> None:
    text = read(f"<p>收到申请62件，审结45件。</p>{end}<p>二、行政应诉</p><p>全年办理行政应诉案件18件，比上年减少。</p>")
    assert "收到申请62件" in text
    assert "应诉案件18件" in text
    assert "下一步，继续" in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1&#8203;62", "162"),
        ("98&#37;", "98%"),
        ("98&percnt;", "98%"),
        ("3&#150;5", "3–5"),
        ("&#60;p&#62;", "&#60;p&#62;"),
        ("&lt;", "&lt;"),
        ("&#0;&#xfdd0;", ""),
        ("&nbsp;", "&nbsp;"),
        ("&unknown;", "&unknown;"),
        ("&#8203 1&#8203x", " 1x"),
    ],
)
def test_references(written: str, shown: str) -> None:
    assert decode_references(written) == shown


def test_gbk_as_browsers_read_it() -> None:
    head = "<meta charset=gb2312><p>青岭县全年收到申请".encode("gb18030")
    text = decode(head + b"\xa3\xa0" + "62件。".encode("gb18030") + b"\xa6\xd9\xfe\x59").text
    assert text.endswith("申请\u300062件。\ufe10\u9fb4")


@pytest.mark.parametrize(
    "written",
    [
        "收到申请<font style='font-size:1px'>9</font>62件",
        "收到申请<font color='#FFFFFF'>9</font>62件",
        "收到申请<font color='white'>9</font>62件",
        "收到申请<span style='font-size:.1px'>9</span>62件",
        "收到申请<span style='position:absolute;left:-500px'>9</span>62件",
        "收到申请<span style='content-visibility:hidden'>9</span>62件",
        "收到申请<math><mn>62</mn></math>件",
        "收到申请<math><semantics><mrow><mn>62</mn></mrow><annotation>9</annotation></semantics></math>件",
    ],
)
def test_tricks_against_copying_join_no_number(written: str) -> None:
    assert "收到申请62件，审结45件。" in read(f"<p>{written}，审结45件。</p>")


def test_formulas() -> None:
    assert "达<98.5%" not in read("<p>应诉率达<math><mn>98.5</mn><mo>%</mo></math>。</p>")
    assert "应诉率达98.5%。" in read("<p>应诉率达<math><mn>98.5</mn><mo>%</mo></math>。</p>")
    assert "占3/4，" in read("<p>占<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math>，减排。</p>")
    assert "10⁴吨" in read("<p>减排<math><msup><mn>10</mn><mn>4</mn></msup></math>吨。</p>")


@pytest.mark.parametrize("cloak", ["v-cloak", "class='ng-cloak'", "x-cloak"])
def test_what_a_script_uncovers_is_shown(cloak: str) -> None:
    head = "<style>[v-cloak],[x-cloak],.ng-cloak{display:none!important}</style>"
    assert "收到申请62件" in read(f"<div {cloak}><p>收到申请62件，审结45件。</p></div>", head)


def test_most_of_a_page_that_a_rule_hides_is_its_text() -> None:
    head = "<style>.article{display:none}</style>"
    page = f"<html><head>{head}</head><body><div class='side'><p>本网站由青岭县人民政府办公室主办，内容未经许可不得转载，转载请注明来源，联系电话见网站首页，欢迎监督。</p></div><div class='article'>{AROUND}{AROUND.replace('青岭', '青石')}<p>收到申请62件。</p>{CLOSING}</div></body></html>"
    assert "收到申请62件" in strip_boilerplate(page).text


@pytest.mark.parametrize(
    "body",
    [
        "<div class='s'>收到申请62件，审结45件…</div><div class='f' style='display:none'>收到申请62件，审结45件，全年办理行政应诉案件18件，比上年减少。</div><a href='#'>展开全文</a>",
        "<p><span>收到申请62件，审结45件......</span><span style='display:none'>收到申请62件，审结45件，全年办理行政应诉案件18件，比上年减少。</span><a>展开</a></p>",
    ],
)
def test_an_excerpt_gives_way_to_the_whole(body: str) -> None:
    text = read(body)
    assert "应诉案件18件" in text
    assert text.count("收到申请62件") == 1


@pytest.mark.parametrize(
    "body",
    [
        f"<div id='p1'><p>收到申请62件。</p></div><div id='p2' style='display:none'>{HIDDEN}</div><a onclick='go(2)'>2</a>",
        f"<div hidden='until-found'>{HIDDEN}</div>",
        f"<input type=checkbox id=t><label for=t>展开</label><div style='display:none'>{HIDDEN}</div>",
    ],
)
def test_pages_and_folds_side_by_side(body: str) -> None:
    assert "应诉案件18件" in read(body)


@pytest.mark.parametrize(
    "body",
    [
        "<div style='display:none'><p>收到申请99件，审结88件。</p></div><p>收到申请62件。</p><p>其他。</p><p><a>更多</a></p>",
        "<div style='display:none'><p>收到申请99件，审结88件。</p></div><p><a href='/list.html'>查看全文</a></p>",
    ],
)
def test_links_to_other_pages_open_nothing(body: str) -> None:
    assert "99" not in read(body)


@pytest.mark.parametrize(
    "rule",
    [
        "ol.k{counter-reset:x;list-style:none} .k>li{counter-increment:x} .k>li::marker{content:'（'counter(x,cjk-ideographic)'）'}",
        "ol.k{list-style:none} .k>li::before{content:'（'counter(list-item,cjk-ideographic)'）'}",
        ".k>li::marker{content:'（'counter(list-item,cjk-ideographic)'）'}",
    ],
)
def test_counters_that_rules_write_before_items(rule: str) -> None:
    shown = read("<ol class='k'><li>强化领导。</li><li>化解纠纷。</li></ol>", f"<style>{rule}</style>")
    assert "\n（一）强化领导。\n（二）化解纠纷。" in shown


@pytest.mark.parametrize("rule", ["filter:opacity(0)", "zoom:0", "color:rgba(0,0,0,0)", "color:rgba(9, 9, 9, 0.0)"])
def test_more_ways_to_hide(rule: str) -> None:
    assert "收到申请62件" in read("<p>收到申请<span class='h'>9</span>62件。</p>", f"<style>.h{{{rule}}}</style>")


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("@counter-style kh{system:extends simp-chinese-informal;prefix:'（';suffix:'）'}", "（三）强化领导。"),
        ('@counter-style kh { system: extends cjk-ideographic; suffix: "、" }', "三、强化领导。"),
        ('@counter-style kh{system:fixed;symbols:"甲" "乙" "丙";suffix:"、"}', "丙、强化领导。"),
        ('@counter-style kh{system:extends decimal;prefix:"\\FF08";suffix:"\\FF09"}', "（3）强化领导。"),
    ],
)
def test_counters_in_a_style_of_the_page(rule: str, shown: str) -> None:
    head = f"<style>{rule} ol.k{{list-style-type:kh}}</style>"
    assert f"\n{shown}" in read("<ol class='k' start='3'><li>强化领导。</li></ol>", head)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("md:gone", "@media (min-width:768px){.md\\:gone{display:none}}"),
        ("w-1/2", ".content .w-1\\/2 {visibility:hidden}"),
        ("3x", ".\\33 x{display:none}"),
        ("a:b", "i.zz, p>.a\\:b:not(.c\\:d){display:none}"),
    ],
)
def test_names_that_hold_other_marks(name: str, rule: str) -> None:
    assert "收到申请62件" in read(f"<p>收到申请<span class='{name}'>9</span>62件。</p>", f"<style>{rule}</style>")
    assert "收到申请962件" in read("<p>收到申请<span class='md'>9</span>62件。</p>", f"<style>{rule}</style>")


def test_a_mark_of_a_list_is_no_number() -> None:
    assert "\n强化领导。" in read("<ol style='list-style-type:\"◆ \"'><li>强化领导。</li></ol>")


@pytest.mark.parametrize(
    "written",
    [
        "62<span style='position:relative;top:-5px;font-size:8px'>1</span>件",
        "62<a href='#fn1'>1</a>件",
        "62<a href='#note1'>（1）</a>件",
        "62⑴件",
        "62²件",
        "62<a href='#_edn1'><span>[i]</span></a>件",
        "62<a href='#cite_note-1'>[1]</a>件",
        "62<span style='vertical-align:6px;font-size:60%'>1</span>件",
        "62<span style='position:relative;bottom:4px'>1</span>件",
        "62<span style='transform:translateY(-4px)'>1</span>件",
        "62⁽⁴⁾件",
        "62⁽¹²⁾件",
        "62❶件",
        "62➀件",
        "62*件",
        "62※件",
        "62［1］件",
    ],
)
def test_other_ways_to_raise_a_note(written: str) -> None:
    assert "收到申请62件" in read(f"<p>收到申请{written}。</p>")


@pytest.mark.parametrize(
    ("rules", "shown"),
    [
        (
            "h3::before{counter-increment:c;content:'（' counter(c,cjk-ideographic) '）'}",
            ["（一）化解纠纷", "（二）规范执法"],
        ),
        (
            "h3{counter-increment:c} h3:before{content:counter(c, simp-chinese-informal) '、'}",
            ["一、化解纠纷", "二、规范执法"],
        ),
        (
            ".content{counter-reset:c 4} h3:before{counter-increment:c;content:counter(c) '. '}",
            ["5. 化解纠纷", "6. 规范执法"],
        ),
        ("h3{counter-increment:c;counter-set:c 4} h3:before{content:counter(c) '. '}", ["4. 化解纠纷", "4. 规范执法"]),
        ("h3::after{content:counter(c)}", ["化解纠纷", "规范执法"]),
        ("h3::before{content:'■'}", ["化解纠纷", "规范执法"]),
    ],
)
def test_counters_that_rules_write(rules: str, shown: list[str]) -> None:
    text = read("<h3>化解纠纷</h3><p>收到申请62件。</p><h3>规范执法</h3><p>检查30次。</p>", f"<style>{rules}</style>")
    assert [line for line in text.split("\n") if "化解纠纷" in line or "规范执法" in line] == shown


@pytest.mark.parametrize(
    ("attribute", "shown"),
    [("一、", "一、化解纠纷"), ("（二）", "（二）化解纠纷"), ("NEW", "化解纠纷"), ("", "化解纠纷")],
)
def test_numbers_that_stand_in_an_attribute(attribute: str, shown: str) -> None:
    text = read(
        f'<h3 data-number="{attribute}">化解纠纷</h3><p>收到申请62件。</p>',
        "<style>h3:before{content:attr(data-number)}</style>",
    )
    assert shown in text.split("\n")


@pytest.mark.parametrize(
    "rules",
    [
        "h3::before{content:'\\e601'}",
        "h3::before{content:'“'}",
        "h3:before{content:counter(x, disc)}",
        "h3::before{content:'NEW 2023'}",
        "h3:before{content:url(a1.png)}",
    ],
)
def test_icons_that_rules_write_are_no_text(rules: str) -> None:
    assert "\n化解纠纷\n" in read("<h3>化解纠纷</h3><p>收到申请62件。</p>", f"<style>{rules}</style>")


@pytest.mark.parametrize(
    "tail",
    ["content:" + "\"'" * 50_000, "/*" * 50_000, "font:" * 50_000, "a{display:none;" * 20_000, "{" * 50_000, "}" * 50_000, "@media{" * 50_000, "a:not(" * 50_000 + "{display:none}"],
    ids=["strings", "comments", "fonts", "nested", "opened", "closed", "media", "selectors"],
)  # fmt: skip
def test_a_sheet_out_of_all_bounds_takes_no_time(tail: str) -> None:
    sheet = ".x{display:none}" + "".join(f'.icon-{n}:before{{content:"\\e{n:03d}"}}' for n in range(1000))
    with ends():
        assert "收到申请62件" in read("<p>收到申请62件。</p>", f"<style>{sheet}</style><style>{tail}</style>")
        assert "收到申请62件" in read(f"<p style='display:none;{'(' * 3000}'>一</p><p>收到申请62件。</p>")


@pytest.mark.parametrize(
    "body",
    [
        "<p style='visibility:hidden'>受理58件<span style='visibility:visible'>受理62件</span>办结57件</p>",
        "<div style='visibility:hidden'><p>受理58件</p><div><p style='visibility:visible'>受理62件</p>办结57件</div></div>",
        "<p class='out'>受理58件<b class='in'>受理62件</b>办结57件</p>",
    ],
)
def test_what_is_visible_within_what_is_not(body: str) -> None:
    shown = read(body, "<style>.out{visibility:hidden}.in{visibility:visible}</style>")
    assert "62件" in shown
    assert "58件" not in shown
    assert "57件" not in shown


@pytest.mark.parametrize(
    "sheet",
    [
        ".content{ p{ .h{display:none} } }",
        ".content{ color:#333; & .h{display:none} }",
        ".content{ > p, > div{ &.x, .h{ display:none } } }",
        ".content p{ @media screen{ .h{display:none} } }",
        ".h{ span&{display:none} }",
        "@media (width >= 600px){.h{display:none}}",
        "@media (400px <= width <= 4000px){.h{display:none}}",
        "@media not print{.h{display:none}}",
        "@media print, screen{.h{display:none}}",
        "@media (hover:hover) and (pointer:fine){.h{display:none}}",
        "@supports (display:grid) and (gap:1px){.h{display:none}}",
        ".h{display:none;display:nonsense}",
        ".h{color:#fff0}",
        ".h{color:#00000000}",
        ".h{scale:0;display:inline-block}",
        ".h{translate:-9999px;position:relative}",
        ".h{-webkit-text-fill-color:transparent}",
        ".h{block-size:0;overflow:hidden;display:block}",
        ".h{position:absolute;inset:0 auto auto -9999px}",
        ".h{display:/* 采集 */none}",
        ".h{visibility/**/:/**/hidden}",
        "/* {display:block} */@media screen{span.h /* 正文 */ , .x{DISPLAY : /* - */ NONE}}",
        ".h{position:absolute;left:calc( -9999px )}",
        ".h{-webkit-text-decoration-line:line-through}",
        ".h{-webkit-text-decoration:line-through solid red}",
    ],
)
def test_sheets_of_today_hide(sheet: str) -> None:
    assert "收到申请62件" in read("<p>收到申请<span class='h'>9</span>62件。</p>", f"<style>{sheet}</style>")


@pytest.mark.parametrize(
    "sheet",
    [
        "@supports not (display:grid){.h{display:none}}",
        "@supports (-ms-ime-align:auto){.h{display:none}}",
        "@media (width < 600px){.h{display:none}}",
        "@media speech{.h{display:none}}",
        "@media (orientation:portrait){.h{display:none}}",
        "@media (hover:none){.h{display:none}}",
        "@media screen and (max-device-width:640px){.h{display:none}}",
        "@media (prefers-color-scheme:dark){.h{display:none}}",
        "@media (-webkit-min-device-pixel-ratio:2){.h{display:none}}",
        "@media only screen and (max-width:40em){.h{display:none}}",
        ".other{ .h{display:none} }",
        ".content{ &.dark .h{display:none} }",
    ],
)
def test_conditions_that_do_not_hold_hide_nothing(sheet: str) -> None:
    assert "收到申请962件" in read("<p>收到申请<span class='h'>9</span>62件。</p>", f"<style>{sheet}</style>")


@pytest.mark.parametrize(
    "written",
    [
        "62<span class='zhu'>①</span>件",
        "62（注1）件",
        "62(注)件",
        "62﹝1﹞件",
        "62<a href='javascript:;' title='不含上年结转'>[注]</a>件",
        "62ᵃ件",
        "62ⓐ件",
        "62<span style='font-size:60%;vertical-align:40%'>1</span>件",
        "62<a role='doc-noteref' href='#n1'>1</a>件",
        "62<a epub:type='noteref' href='#x7'>7</a>件",
        "62<a class='footnote-ref' href='#user-content-3'>3</a>件",
    ],
)
def test_notes_that_say_what_they_are(written: str) -> None:
    assert "收到申请62件" in read(f"<p>收到申请{written}。</p>")


def test_a_typed_power_is_no_note() -> None:
    assert "发放1.2×10⁴件" in read("<p>发放1.2×10⁴件。</p>")


@pytest.mark.parametrize(
    "written",
    [
        '收到申请<st1:chmetcnv w:st="on" UnitName="件" SourceValue="62">62件</st1:chmetcnv>',
        "收到<o:p></o:p>申请62件",
        "收到申请<x-number>62</x-number>件",
        "收到申请6&#xFFFC;2件",
        "收到申请6&#x180B;2件",
    ],
)
def test_what_a_browser_does_not_know_stands_in_the_line(written: str) -> None:
    assert "\n收到申请62件。\n" in read(f"<p>{written}。</p>")


def test_an_element_of_its_own_name_that_holds_paragraphs_is_a_block() -> None:
    assert "\n收到申请62件。\n审结45件。\n" in read("<my-body><p>收到申请62件。</p><p>审结45件。</p></my-body>")


def test_counters_that_one_string_or_a_counter_of_counters_writes() -> None:
    strings = "".join(
        f"<li style='list-style-type:\"{number}、\"'>{words}</li>"
        for number, words in (("一", "强化领导。"), ("二", "化解纠纷。"))
    )
    assert "\n一、强化领导。\n二、化解纠纷。" in read(f"<ul>{strings}</ul>")
    sheet = ".content{counter-reset:n}h3{counter-increment:n}h3::before{content:counters(n,'.',cjk-ideographic)'、'}"
    assert "\n一、强化领导" in read("<h3>强化领导</h3><p>纠纷化解有力。</p>", f"<style>{sheet}</style>")


@pytest.mark.parametrize(
    ("row", "cell"),
    [('role="row"', 'role="cell"'), ('style="display:table-row"', 'style="display: table-cell;width:50%"')],
)
def test_tables_of_other_elements(row: str, cell: str) -> None:
    rows = (("项目", "数量（件）"), ("收到申请", "62"), ("审结", "45"))
    table = "".join(f"<div {row}>{''.join(f'<div {cell}>{one}</div>' for one in cells)}</div>" for cells in rows)
    shown = read(f'<p>见下表：</p><div role="table">{table}</div>')
    assert "项目\t数量（件）\n收到申请\t62\n审结\t45" in shown


def test_a_formula_that_is_given_twice_is_read_once() -> None:
    twice = (
        '<span class="katex"><span class="katex-mathml"><math><mn>98.5</mn><mi>%</mi></math></span>'
        '<span class="katex-html" aria-hidden="true"><span class="mord">98.5%</span></span></span>'
    )
    assert "办结率98.5%，" in read(f"<p>办结率{twice}，保持平稳。</p>")


def test_an_arrow_behind_a_control_is_part_of_it() -> None:
    hidden = '<div style="display: none;"><p>全年办理应诉案件18件，出庭应诉率稳步上升。</p></div>'
    assert "18件" in read(f'<p>收到申请62件。</p>{hidden}<div class="btn">展开更多 ∨</div>')


@pytest.mark.parametrize("tag", ["p", "div"])
def test_blocks_that_are_set_inline_are_one_line(tag: str) -> None:
    pieces = ("全年受理投诉", "93", "件，回访", "41", "人次。")
    written = "".join(f"<{tag} style='display: inline;'>{piece}</{tag}>" for piece in pieces)
    assert "全年受理投诉93件，回访41人次。" in read(f"{written}<br>").split("\n")


def test_blocks_in_a_block_that_is_set_inline_are_lines_all_the_same() -> None:
    lines = read("<div style='display:inline'><p>受理投诉93件。</p><p>回访41人次。</p></div>").split("\n")
    assert {"受理投诉93件。", "回访41人次。"} <= set(lines)


def test_radicals_of_a_page_are_the_characters_that_they_look_like() -> None:
    assert "二、⼀般事项" not in (text := read("<p>⼆、⼀般事项</p>"))
    assert "二、一般事项" in text


def test_a_known_container_that_is_set_inline_is_one_all_the_same() -> None:
    text = "受理投诉93件，回访41人次，办结率和满意率均有提高，群众反映的难点逐项得到解决，各单位齐抓共管。"
    page = f"<html><body><p>导航</p><div id='zoom' class='TRS_Editor' style='display:inline'>{text * 5}</div></body></html>"
    assert strip_boilerplate(page).container != "density"
