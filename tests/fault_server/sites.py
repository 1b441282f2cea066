"""Six shapes of government sites: how their columns turn pages, how their articles look, in which bytes."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tests.fault_server.files import make_docx, make_pdf, make_scan
from tests.fault_server.reports import PLACES, YEARS, Report, make_report

SHAPES = ("trs", "query", "jcms", "json", "jhtml", "rss")
NOISE = (
    "{place}召开{year}年法治政府建设工作推进会",
    "{place}{year}年法治政府建设工作要点",
    "《{place}{year}年度法治政府建设情况报告》解读",
    "{place}{year}年政府信息公开工作年度报告",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answers: bytes, their type, and what tells them from others."""

    body: bytes
    content_type: str
    validator: str = "etag"
    """etag, date, or both."""

    @property
    def etag(self) -> str:
        """Changes with the bytes and with nothing else."""
        return f'"{hashlib.md5(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True)
class Site:
    """One site: number 0 stands at 127.0.0.1."""

    number: int

    @property
    def address(self) -> str:
        """Its loopback address."""
        return f"127.0.0.{self.number + 1}"

    @property
    def place(self) -> str:
        """The county that it belongs to."""
        return PLACES[self.number]

    @property
    def shape(self) -> str:
        """One of SHAPES."""
        return SHAPES[self.number % 6]

    @property
    def charset(self) -> str:
        """How it writes its pages."""
        return "gbk" if self.shape in ("query", "jhtml") else "utf-8"

    @property
    def column(self) -> str:
        """The path of its column."""
        return {
            "trs": "/zwgk/fzzfjs/index.html",
            "query": "/list.aspx?page=1",
            "jcms": "/col/col1229/index.html",
            "json": "/column/list.json?page=1",
            "jhtml": "/c/fzzf.jhtml",
            "rss": "/rss/fzzf.xml",
        }[self.shape]

    @property
    def kind(self) -> str:
        """The kind of its column in the registry."""
        return "feed" if self.shape in ("json", "rss") else "listing"

    def name_path(self, year: int) -> str:
        """The path of a report."""
        number = 1000 + self.number * 10 + year - YEARS[0]
        return {
            "trs": f"/zwgk/fzzfjs/{year + 1}03/t{year + 1}0328_{number}.html",
            "query": f"/content.aspx?id={number}",
            "jcms": f"/art/{year + 1}/3/28/art_1229_{number}.html",
            "json": f"/content/post_{number}.html",
            "jhtml": f"/fzzf/{number}.jhtml",
            "rss": f"/info/1034/{number}.htm",
        }[self.shape]

    def name_file(self, year: int) -> str:
        """The path of the file that is the report of this year, on sites that attach some."""
        return f"/upload/{year}/{1000 + self.number * 10 + year - YEARS[0]}.{self.find_suffix(year)}"

    def find_suffix(self, year: int) -> str | None:
        """pdf, docx or scan where the report is a file, None where the page is the report."""
        if self.shape != "rss":
            return None
        return {2020: "pdf", 2021: "docx"}.get(year)

    def answer(self, path: str, visits: int, *, correct: bool = False, empty: bool = False) -> Answer | None:
        """The answer to a path with its query, None where there is nothing. `visits` is what the counter shows."""
        for year in YEARS:
            report = make_report(self.place, year)
            if correct:
                report = report.correct()
            if path == self.name_path(year):
                return self.write_article(report, visits)
            if self.find_suffix(year) and path == self.name_file(year):
                return self.write_file(report)
        if path == "/scan.pdf":
            return Answer(make_scan(), "application/pdf")
        entries = [] if empty else self.list_entries()
        return self.write_column(path, entries, visits)

    def list_entries(self) -> list[tuple[str, str, str]]:
        """Title, path and date of what the column shows, the newest first."""
        entries = []
        for year in reversed(YEARS):
            report = make_report(self.place, year)
            entries.append((report.title, self.name_path(year), f"{year + 1}-03-28"))
            for number, title in enumerate(NOISE):
                path = self.name_path(year).replace(str(1000 + self.number * 10 + year - YEARS[0]), f"9{number}{year}")
                entries.append((title.format(place=self.place, year=year), path, f"{year + 1}-02-1{number}"))
        return entries

    def write_article(self, report: Report, visits: int) -> Answer:
        """A report's page, or the page that a report's file hangs on."""
        suffix = self.find_suffix(report.year)
        if suffix:
            shown = f'<p>附件：<a href="{self.name_file(report.year)}">{report.title}.{suffix}</a></p>'
        else:
            shown = "".join(f"<p>　　{line}</p>" for line in report.paragraphs())
            if self.shape == "jhtml":
                shown = "<br>".join(f"　　{line}" for line in report.paragraphs())
        container = {"trs": "TRS_Editor", "jcms": "zoom", "query": "content", "json": "article-content"}.get(
            self.shape, "v_news_content"
        )
        meta = (
            f'<meta name="ArticleTitle" content="{report.title}"><meta name="PubDate" content="{report.year + 1}-03-28 09:30">'
            f'<meta name="ContentSource" content="{self.place}司法局">'
        )
        page = (
            f'<!DOCTYPE html><html><head><meta charset="{self.charset}"><title>{report.title}_{self.place}人民政府</title>{meta}</head>'
            f'<body><div class="nav"><a href="/">首页</a><a href="{self.column}">法治政府建设</a></div>'
            f"<h1>{report.title}</h1><div>发布时间：{report.year + 1}-03-28 来源：{self.place}司法局 浏览次数：{visits}</div>"
            f'<div class="{container}" id="{container}">{shown}</div>'
            f'<div class="related">相关链接：<a href="/zwgk/x{visits}.html">最新公告第{visits}号</a></div>'
            f"<footer>主办：{self.place}人民政府</footer></body></html>"
        )
        return Answer(
            page.encode(self.charset, "replace"), f"text/html; charset={self.charset}", self.choose_validator()
        )

    @cache  # noqa: B019 - there are 60 sites, and they live as long as the server
    def write_file(self, report: Report) -> Answer:
        """The file that is a report."""
        if self.find_suffix(report.year) == "docx":
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            # python-docx stamps the time into the file: without this the file would change with each start.
            return Answer(_freeze_zip(make_docx([report.title, *report.paragraphs()])), kind)
        return Answer(make_pdf([report.title, *report.paragraphs()]), "application/pdf")

    def choose_validator(self) -> str:
        """What this site's server tells of its pages' versions."""
        return {"query": "date", "jhtml": "date", "jcms": "both"}.get(self.shape, "etag")

    def write_column(self, path: str, entries: Sequence[tuple[str, str, str]], visits: int) -> Answer | None:
        """A page of the column, None where the path is none of its pages."""
        half = (len(entries) + 1) // 2
        pages = {
            "trs": ["/zwgk/fzzfjs/index.html", "/zwgk/fzzfjs/index_1.html"],
            "query": ["/list.aspx?page=1", "/list.aspx?page=2"],
            "jcms": ["/col/col1229/index.html", "/module/web/jpage/dataproxy.jsp?page=2&columnid=1229"],
            "json": ["/column/list.json?page=1", "/column/list.json?page=2"],
            "jhtml": ["/c/fzzf.jhtml", "/c/fzzf_2.jhtml"],
            "rss": ["/rss/fzzf.xml"],
        }[self.shape]
        if path not in pages:
            return None
        at = pages.index(path)
        shown = entries if len(pages) == 1 else entries[at * half : (at + 1) * half]
        kind = f"text/html; charset={self.charset}"
        items = "".join(
            f'<li><a href="{where}" title="{title}">{title}</a><span>{date}</span></li>' for title, where, date in shown
        )
        if self.shape == "rss":
            rows = "".join(
                f"<item><title>{title}</title><link>{where}</link><pubDate>{date}</pubDate></item>"
                for title, where, date in shown
            )
            feed = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>法治政府建设</title>{rows}</channel></rss>'
            return Answer(feed.encode(), "application/rss+xml; charset=utf-8")
        if self.shape == "json":
            data = {
                "total": len(entries),
                "totalPages": 2,
                "list": [{"title": title, "url": where, "date": date} for title, where, date in shown],
            }
            return Answer(json.dumps(data, ensure_ascii=False).encode(), "application/json;charset=utf-8")
        if self.shape == "jcms":
            records = "".join(
                f"<record><![CDATA[<li><a href='{where}'>{title}</a><span>{date}</span></li>]]></record>"
                for title, where, date in shown
            )
            following = f'<nextgroup><![CDATA[<a href="{pages[1]}"></a>]]></nextgroup>' if at == 0 else ""
            counts = f"<totalrecord>{len(entries)}</totalrecord><totalpage>2</totalpage>"
            store = f"<datastore>{following}{counts}<recordset>{records}</recordset></datastore>"
            page = (
                store
                if at
                else f"<html><body><div id='list'><script type='text/xml'>{store}</script></div></body></html>"
            )
            return Answer(page.encode(), kind, "both")
        pager = {
            "trs": f'<script>createPageHTML(2, {at}, "index", "html");</script>',
            "query": "<div>共2页 " + "".join(f'<a href="/list.aspx?page={n}">{n}</a>' for n in (1, 2)) + "</div>",
            "jhtml": '<div>共 2 页 <a href="fzzf_2.jhtml">下一页</a></div>' if at == 0 else "<div>共 2 页 下一页</div>",
        }[self.shape]
        page = (
            f"<html><head><meta charset='{self.charset}'><title>法治政府建设</title></head><body><a href='/'>首页</a>"
            f"<ul>{items}</ul>{pager}</body></html>"
        )
        return Answer(page.encode(self.charset, "replace"), kind, self.choose_validator())


def _freeze_zip(body: bytes) -> bytes:
    """A ZIP container with the time taken out of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2020-01-01T00:00:00Z", source.read(item))
            target.writestr(zipfile.ZipInfo(item.filename, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


SITES = tuple(Site(number) for number in range(60))
