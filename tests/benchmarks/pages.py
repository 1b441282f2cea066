"""Pages as government sites deliver them: a report of our own making within the markup and the chrome of the usual systems.

What is around and inside the text follows twelve real pages (`../shared/pages`; 20 to 160 kB, 200 to 860 elements, 7 to 260
links, 6 to 400 inline spans, 1 to 75 kB of scripts and styles): navigation with submenus, a table of labels, buttons, related
links, a footer with its seals, scripts at the top and at the end, paragraphs styled by the editor or by Word run by run. A
quarter of the pages is in GBK.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.reports import WrittenReport, write_report


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what an extractor should find on it."""

    name: str
    """Shape, markup and number: `jcms-word-12`."""
    url: str
    body: bytes
    content_type: str
    truth: str
    """The report's paragraphs, a line each."""


@dataclass(frozen=True, slots=True)
class _Site:
    """What a site has the same on all its pages."""

    place: str
    domain: str
    columns: Sequence[str]


_COLUMNS = (
    "首页", "要闻动态", "政务公开", "政务服务", "互动交流", "数据发布", "专题专栏", "走进本县", "领导之窗", "政府文件", "规划计划", "财政信息",
    "人事信息", "应急管理", "重大项目", "公共资源交易", "行政许可", "行政处罚", "双公示", "建议提案办理", "政策解读", "新闻发布会", "在线访谈",
    "县长信箱", "民意征集", "网上调查", "公共服务", "户籍办理", "婚姻登记", "社会保障", "教育医疗", "住房保障", "交通出行", "企业开办", "工程建设",
    "营商环境", "乡村振兴", "生态环境", "安全生产", "食品药品", "法治政府建设", "政府公报", "统计公报", "机构职能", "乡镇街道", "部门网站",
    "信息公开指南", "信息公开制度", "信息公开年报", "依申请公开",
)  # fmt: skip
_HEADLINES = (
    "{place}召开{month}月份重点工作推进会", "县领导调研{thing}工作", "关于公布{year}年度{thing}名单的通知", "{place}{year}年第{month}批{thing}公示",
    "图解：{place}{year}年{thing}工作要点", "我县开展{thing}专项行动", "{place}人民政府关于{thing}的实施意见", "{thing}工作取得新进展",
)  # fmt: skip
_SUBJECTS = ("招商引资", "防汛抗旱", "人才引进", "义务教育", "公租房配租", "农田水利", "文明创建", "统计调查", "消防安全", "养老服务", "污染防治", "招标采购")  # fmt: skip


def make_pages(count: int, seed: int) -> Iterator[Page]:
    """`count` pages, shape after shape; the same seed gives the same pages, another one others."""
    chance = random.Random(seed)
    for number in range(count):
        yield make_page(write_report(chance), number, chance)


def make_page(report: WrittenReport, number: int, chance: random.Random) -> Page:
    """The report on a page of the shape, the markup and the character set that this number has the turn of."""
    shapes = tuple(_SHAPES.items())
    shape, write_body = shapes[number % len(shapes)]
    markup, write_paragraph = _MARKUPS[number // len(shapes) % len(_MARKUPS)]
    site = _Site(report.place, f"www.site{chance.randint(100, 999)}.gov.cn", chance.sample(_COLUMNS, len(_COLUMNS)))
    encoding = "gbk" if number % 4 == 3 else "utf-8"
    published = f"{report.year + 1}-0{chance.randint(1, 4)}-{chance.randint(10, 28)}"
    paragraphs = "\n".join(write_paragraph(line, chance) for line in report.paragraphs)
    page = "\n".join(
        (
            _write_head(report, site, encoding, published, chance),
            _write_top(site, chance),
            write_body(report, site, published, paragraphs),
            _write_related(site, chance),
            _write_bottom(site, chance),
        )
    )
    return Page(
        name=f"{shape}-{markup}-{number}",
        url=f"https://{site.domain}/zwgk/fzzf/{published.replace('-', '/')}/content_{number}.html",
        body=page.encode(encoding, "xmlcharrefreplace"),
        content_type="text/html" if number % 3 else f"text/html; charset={encoding}",
        truth="\n".join(report.paragraphs),
    )


# --- around the text


def _write_head(report: WrittenReport, site: _Site, encoding: str, published: str, chance: random.Random) -> str:
    title = html.escape(report.title)
    metas = {
        "SiteName": f"{site.place}人民政府",
        "SiteDomain": site.domain,
        "ColumnName": "法治政府建设",
        "ColumnType": "政务公开",
        "ArticleTitle": title,
        "PubDate": f"{published} 09:30",
        "ContentSource": f"{site.place}司法局",
        "Keywords": "法治政府,依法行政,年度报告",
    }
    shown = metas.items() if chance.random() < 0.7 else ()
    return "\n".join(
        (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
            f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}" />',
            f"<title>{title}_法治政府建设_{site.place}人民政府</title>",
            *(f'<meta name="{name}" content="{value}" />' for name, value in shown),
            *(
                f'<link rel="stylesheet" type="text/css" href="/images/css{n}.css" />'
                for n in range(chance.randint(2, 6))
            ),
            *(f'<script type="text/javascript" src="/js/lib{n}.min.js"></script>' for n in range(chance.randint(3, 9))),
            f"<style>{_write_style(chance, chance.randint(10, 60))}</style>",
            f"<script>{_write_script(chance, chance.randint(10, 200))}</script>",
            "</head><body>",
        )
    )


def _write_top(site: _Site, chance: random.Random) -> str:
    """Bar of the day, search, and a menu with submenus."""
    menus = []
    columns = iter(site.columns)
    for _ in range(chance.randint(5, 8)):
        below = "".join(
            f'<li><a href="/col{chance.randint(1000, 9999)}/index.html" target="_blank">{name}</a></li>'
            for name, _ in zip(columns, range(chance.choice((0, 4, 7))), strict=False)
        )
        menus.append(
            f'<li class="nav-item"><a href="/col/index.html"><span>{next(columns, "更多")}</span></a><ul class="sub">{below}</ul></li>'
        )
    return f"""<!-- 头部开始 -->
<div class="header"><div class="topbar"><span id="today">今天是：2024年5月6日 星期一</span>
<div class="fr">
<a href="javascript:void(0)" onclick="SetHome(this)">设为首页</a> | <a href="javascript:;">加入收藏</a> | <a href="/wza/">无障碍浏览</a> |
<a href="javascript:zh_tran('t')" id="zh">繁體</a></div></div>
<div class="logo"><a href="/"><img src="/images/logo.png" alt="{site.place}人民政府" /></a></div>
<form action="/search/" method="get"><input type="text" name="q" placeholder="请输入关键字" /><input type="submit" value="搜索" /></form>
</div><div class="menu" id="nav"><ul>{"".join(menus)}</ul></div>
<!-- 头部结束 -->"""


def _write_related(site: _Site, chance: random.Random) -> str:
    """The lists of other articles beside or under the text."""
    entries = "".join(
        f'<li><span class="date">2024-0{chance.randint(1, 9)}-{chance.randint(10, 28)}</span>'
        f'<a href="/art/{chance.randint(1, 99999)}.html" title="{headline}" target="_blank"><i class="dot"></i>{headline}</a></li>'
        for headline in (_draw_headline(site, chance) for _ in range(chance.randint(6, 30)))
    )
    return f"""<div class="share"><div class="bdsharebuttonbox" data-tag="share_1"><a class="bds_weixin" data-cmd="weixin"></a>
<a class="bds_tsina" data-cmd="tsina"></a></div>
<a href="javascript:window.print()">【打印本页】</a><a href="javascript:window.close()">【关闭窗口】</a></div>
<div class="xgxx"><h3>相关信息</h3><ul>{entries}</ul></div>"""


def _draw_headline(site: _Site, chance: random.Random) -> str:
    return chance.choice(_HEADLINES).format(
        place=site.place, month=chance.randint(1, 12), year=chance.randint(2018, 2024), thing=chance.choice(_SUBJECTS)
    )


def _write_bottom(site: _Site, chance: random.Random) -> str:
    links = "".join(
        f'<option value="http://www.site{n}.gov.cn">{name}网站</option>'
        if n % 3
        else f'<a href="http://www.site{n}.gov.cn">{name}网站</a>'
        for n, name in enumerate(chance.sample(site.columns, chance.randint(5, 40)))
    )
    return f"""<!-- 底部开始 --><div class="links"><div class="links-box">{links}</div></div>
<div class="footer"><p><a href="/about/">关于我们</a> | <a href="/map/">网站地图</a> | <a href="/contact/">联系我们</a></p>
<p>主办单位：{site.place}人民政府办公室　　承办单位：{site.place}大数据中心</p>
<p>地址：{site.place}人民路{chance.randint(1, 300)}号　电话：0{chance.randint(310, 999)}-{chance.randint(2000000, 8999999)}</p>
<p>ICP备{chance.randint(10000000, 20000000)}号-1　网站标识码：{chance.randint(1000000000, 6599999999)}　公网安备 {chance.randint(10000000000000, 65999999999999)}号</p>
<p><a href="https://bszs.conac.cn/sitename"><img src="/images/red.png" /></a><span id="_span_jiucuo"></span></p></div>
<div style="display:none"><script src="https://s4.cnzz.com/z_stat.php?id={chance.randint(10**9, 2 * 10**9)}"></script></div>
<script type="text/javascript">{_write_script(chance, chance.randint(10, 200))}</script></body></html>"""


def _write_script(chance: random.Random, lines: int) -> str:
    return "\n".join(
        f'  $("#box{chance.randint(1, 999)} li").hover(function(){{ $(this).find(".web").css("left", {chance.randint(0, 900)}); }}, cb{n});'
        for n in range(lines)
    )


def _write_style(chance: random.Random, rules: int) -> str:
    return "\n".join(
        f".box{n} .item{chance.randint(1, 9)} {{ position: relative; width: {chance.randint(10, 900)}px; color: #{chance.randint(100, 999)}; }}"
        for n in range(rules)
    )


# --- the paragraphs of the text


def _write_plain(line: str, chance: random.Random) -> str:
    return f"<p>　　{html.escape(line, quote=False)}</p>"


def _write_styled(line: str, chance: random.Random) -> str:
    """As the editors of the systems write: a style on the paragraph, one span in it."""
    text = html.escape(line, quote=False)
    style = "text-indent: 2em; text-align: justify; margin-top: 0px; line-height: 1.75em;"
    if chance.random() < 0.2:
        text = f"<strong>{text}</strong>"
    return f'<p style="{style}"><span style="font-family: 仿宋_GB2312, FangSong; font-size: 16pt;">{text}</span></p>'


def _write_word(line: str, chance: random.Random) -> str:
    """As Word writes: digits and letters in a span of their own, the text around them in others, now and then split anywhere."""
    runs: list[str] = []
    for character in line:
        latin = character.isascii() and character.isalnum()
        if runs and (runs[-1][-1].isascii() and runs[-1][-1].isalnum()) == latin and chance.random() > 0.004:
            runs[-1] += character
        else:
            runs.append(character)
    spans = "".join(
        f'<span lang="EN-US" style="font-size:16.0pt;font-family:&quot;Times New Roman&quot;">{html.escape(run, quote=False)}</span>'
        if run[0].isascii() and run[0].isalnum()
        else f'<span style="font-size:16.0pt;font-family:仿宋_GB2312;color:black">{html.escape(run, quote=False)}</span>'
        for run in runs
    )
    return f'<p class="MsoNormal" style="text-indent:32.0pt;line-height:29.0pt;mso-line-height-rule:exactly">{spans}<span><o:p></o:p></span></p>'


def _write_runs(line: str, chance: random.Random) -> str:
    """As Word writes what was typed in several sittings: a span every few characters, one more around each number.

    Some 2,000 elements a page: BeautifulSoup takes five times as long as for a page of the editors, trafilatura four times.
    """
    spans: list[str] = []
    for piece in re.findall(r"[0-9A-Za-z.%]+|[^0-9A-Za-z.%]+", line):
        if piece[0].isascii():
            spans.append(
                f'<span lang="EN-US"><span style="color:black">{html.escape(piece, quote=False)}</span></span>'
            )
            continue
        at = 0
        while at < len(piece):
            length = chance.randint(2, 6)
            spans.append(f"<span>{html.escape(piece[at : at + length], quote=False)}</span>")
            at += length
    return f'<p class="MsoNormal"><b></b>{"".join(spans)}<span><o:p></o:p></span></p>'


def _write_breaks(line: str, chance: random.Random) -> str:
    return f"　　{html.escape(line, quote=False)}<br /><br />"


_MARKUPS: tuple[tuple[str, Callable[[str, random.Random], str]], ...] = (
    ("styled", _write_styled),
    ("word", _write_word),
    ("plain", _write_plain),
    ("runs", _write_runs),
    ("breaks", _write_breaks),
)


# --- where the systems put them


def _write_trs(report: WrittenReport, site: _Site, published: str, paragraphs: str) -> str:
    return f"""<div class="dqwz">您的位置：<a href="/">首页</a>&gt;<a href="../">政务公开</a>&gt;<a href="./">法治政府建设</a></div>
<div class="xl-box"><h1>{html.escape(report.title)}</h1><div class="xl-info"><span>发布时间：{published} 10:21</span>
<span>来源：{site.place}司法局</span>
<span>【字体：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a>】</span></div>
<div class="view TRS_UEDITOR trs_paper_default trs_word">{paragraphs}</div></div>"""


def _write_jcms(report: WrittenReport, site: _Site, published: str, paragraphs: str) -> str:
    cells = "".join(
        f"<tr><td width='15%'><b>{label}</b></td><td>{value}</td><td><b>{other}</b></td><td>{second}</td></tr>"
        for label, value, other, second in (
            ("索 引 号：", f"{site.domain[8:11]}/2024-00012", "主题分类：", "综合政务"),
            ("发布机构：", f"{site.place}人民政府", "发文日期：", published),
            ("名　　称：", html.escape(report.title), "文　　号：", "无"),
        )
    )
    return f"""<table width="100%" align="center"><tr>
<td>当前位置：<a href="/">首页</a> >> <a href="/col/">法定主动公开内容</a> >> <a href="/col/x">法治政府建设</a></td></tr></table>
<table class="xxgk_table" width="96%">{cells}</table><table id="c" width="920" align="center"><tr>
<td class="title">{html.escape(report.title)}</td></tr>
<tr><td align="center">发布日期：{published}　访问次数：<script src="/vc/vc.jsp"></script>　字号：[<a>大</a> <a>中</a> <a>小</a>]</td></tr>
<tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin-->{paragraphs}<!--ZJEG_RSS.content.end--></div></td></tr></table>"""


def _write_ucap(report: WrittenReport, site: _Site, published: str, paragraphs: str) -> str:
    return f"""<div class="BreadcrumbNav"><a href="/">首页</a> &gt; <a href="/zfxxgk/">政府信息公开</a></div><div class="container">
<div class="pages-title">{html.escape(report.title)}</div>
<div class="pages-date">{published} 08:55 <span class="font">来源：{site.place}政府办</span><span class="share">分享到：</span></div>
<div class="pages_content" id="UCAP-CONTENT"><UCAPCONTENT>{paragraphs}</UCAPCONTENT></div><div class="editor"><span>责任编辑：王 某</span>
</div></div>"""


def _write_vsb(report: WrittenReport, site: _Site, published: str, paragraphs: str) -> str:
    return f"""<div class="position">现在位置：<a href="/">首页</a> / <a href="/f">法治政府</a> / 正文</div>
<form name="_newscontent_fromname"><div class="cont_title"><h1>{html.escape(report.title)}</h1>
<div>作者：　时间：{published}　点击数：<span id="dynclicks_wbnews_1"></span></div></div>
<div id="vsb_content_2"><div class="v_news_content">{paragraphs}</div></div><div id="div_vote_id"></div>
<p>上一篇：<a href="1.htm">财政预算公开</a></p></form>"""


def _write_lonsun(report: WrittenReport, site: _Site, published: str, paragraphs: str) -> str:
    return f"""<div class="wzk"><div class="wz_top">当前位置：<a href="/">网站首页</a>&gt;<a href="/zwgk">政务公开</a></div>
<h1 class="wztit">{html.escape(report.title)}</h1>
<div class="wzfbxx"><span>发布时间：{published} 15:02</span><span>来源：{site.place}司法局</span>
<span class="mar">阅读次数：<span class="j-info-hit"></span></span></div>
<div class="j-fontContent newscontnet minh300" id="J_content"><div class="minh500">{paragraphs}</div></div></div>"""


def _write_asp(report: WrittenReport, site: _Site, published: str, paragraphs: str) -> str:
    """Tables in tables without a name: only the density tells where the text is."""
    return f"""<table width="1000" border="0" cellspacing="0" cellpadding="0"><tr><td width="220" valign="top"><table><tr><td>
<a href="list.asp?id=3">法治动态</a></td></tr>
<tr><td><a href="list.asp?id=4">法规文件</a></td></tr><tr><td><a href="list.asp?id=5">年度报告</a></td></tr></table></td>
<td valign="top"><table width="760"><tr><td height="30">当前位置：<a href="/">首页</a> → <a href="list.asp?id=5">年度报告</a></td></tr>
<tr><td align="center"><font size="5"><b>{html.escape(report.title)}</b></font></td></tr><tr>
<td align="center">[{published}]　来源：{site.place}司法局　浏览：231次</td></tr>
<tr><td><font style="font-size:14px;line-height:25px">{paragraphs}</font></td></tr></table></td></tr></table>"""


_SHAPES: dict[str, Callable[[WrittenReport, _Site, str, str], str]] = {
    "trs": _write_trs,
    "jcms": _write_jcms,
    "ucap": _write_ucap,
    "vsb": _write_vsb,
    "lonsun": _write_lonsun,
    "asp": _write_asp,
}
