"""The article's title: from meta tags, the label table, the head line, <title>, or the head of the text itself."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.identity.columns import find_glued_end, is_column
from parsers.identity.heard.issuers import is_signer
from parsers.identity.names.bodies import judge_body, read_leading_places
from parsers.identity.page_labels import LabelledValue, pick_value, read_labelled_values
from parsers.records import StrippedPage
from parsers.text.dates import ZEROS, read_dates
from parsers.text.expressions import expression
from parsers.text.width import fold_width

# [权威发布] …, 【法治政府】…, [已废止]…: the site's mark, not the title's
_TAG = expression(r"^\s*(?:[\[【［][^\]】］]{1,10}[\]】］]\s*)+")
_ENDING = expression(
    r"(?:报告|情况|总结|说明|汇报|通知|公告|公报|意见|办法|方案|规定|决定|措施|细则|要点|计划|规划|批复|函|解读|年报|白皮书|条例|"
    r"纲要|安排)"
    r"\s*(?:[(（].{1,20}[)）]|全文)?$"
)
_SITE = expression(r"(?:网|网站|门户|首页|平台|频道|专栏|Document)$")
_SEPARATOR = expression(r"\s*(?:_|\||--|——|\s-\s|-(?=[\u4e00-\u9fff]*(?:政府|网|网站|门户|局)$)|>|\n|\t)+\s*")
_NO_TITLE = expression(
    r"您?(?:的|所在|当前)?(?:位置|现在的?位置)|首页|今天是|现在是|字体|字号|微信|微博|分享|打印|收藏|浏览|无障碍|欢迎访问|登录|"
    r"搜索|扫一扫|二维码|^附件|^返回|^关闭|老年版|元数据|[?？]$|您好|智能(?:问答|客服)|我要(?:提问|咨询|纠错)|一键|客户端|适老化|长者|关怀版|移动版|^(?:主动|依申请|不予|不)公开$|^[^\u4e00-\u9fff]*$"
    # • 甲局• 通知公告: the page's labels; 政务公开 | 规划计划 | 年度总结: where it stands
    r"|^(?:文章|内容|信息|新闻|公文)?(?:详情|详细|正文|浏览|查看|展示)(?:页面?|内容|信息)?$"
    r"|^\s*[•·●■◆]|^(?:[\u4e00-\u9fff]{2,6}\s*[|›»]\s*)+[\u4e00-\u9fff]{2,6}\s*[|›»]?$"
)
_WRAPPED = expression(r"^[【《]([^【】《》]+)[】》]$")
_SURE_SEPARATOR = expression(
    r"\s*[|_>»]\s*|\s*-\s*(?=[\w.]{0,24}(?:政府|网|网站|门户|局|平台|频道)$)|(?<=报告)[:：]\s*"
)
# …情况的报告-某某平台: what a copying site puts behind
_OTHER_SITE = expression(r"(?<=报告)\s*[-_|—]+\s*[\u4e00-\u9fff]{2,16}$")
_SENTENCE = expression(r"[。;；!！]|，.*，|,.*,")
_NUMBERED = expression(
    r"^\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[条章])"
)
# 二、存在的问题 13: a line of the table of contents over the title
_CONTENTS_LINE = expression(
    r"(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[条章节]).*[^\d年月]\d{1,3}\s*"
    r"|[\[【(（]?目\s*[录次][)）】\]]?"
)
_LONGEST_CONTENTS = 60
_LABEL_LINE = expression(r"[\s•·●■◆▪]*[\u4e00-\u9fff ]{2,12}[:：]\s*")
# • 所属单位:甲市生态环境局, an entry of the page's table of labels, whatever the label
_LABELLED_LINE = expression(r"\s*[•·●■◆▪]\s*[\u4e00-\u9fff ]{2,12}[:：]\s*\S")
_DOCUMENT_NUMBER = expression(r"^\S{1,12}〔\d{4}〕\S{0,4}\d+号$")
# 柳溪街2019年法治政府建设情况.docx, over the text of that file
_FILE_NAME = expression(r"\.(?:docx?|wps|pdf|ofd|rtf)$", re.IGNORECASE)
# 对于区政府的决定不服如何申请复议: what citizens ask, of which a page that was put together by a machine bears one
_CITIZENS_QUESTION = expression(
    r"^(?!.*(?:法治|依法|报告|总结|文章)).*(?:不满|不服|异议|我要|想要?|个人|群众|企业|居民).*(?:如何|怎么|怎样)(?:申请|办理|查询|维权|投诉|救济|起诉|处理)"
)
# what a title's first line says where it goes on in the next: whose report, of which year, on what
_PART = expression(
    r"法治|依法|\d{4}|["
    + ZEROS
    + r"]|关于|中共|政府$|[省市县区州旗盟镇乡局厅委院部处办]$|街道$|办事处|办公室|管委会|领导小组|大队|中心"
)
_GLUED_LABEL = expression(
    r"^(?:标题|名称|信息名称|公文名称|文件名称)(?: ?[:：] ?)?(?=[\u4e00-\u9fff\d].{8,}(?:报告|总结|情况)$)"
)
_OF_A_YEAR = expression(r"20\d\d年?度?法治政府建设(?:年度|工作|情况)*报告$")
_YEARS_LAW = r"(?:\d{4}|二[" + ZEROS + r"]..).*(?:法治|依法)"
_WHOLE = expression(r"^(?:[\u4e00-\u9fff]{2,30})?" + _YEARS_LAW)
# 关于甲县2023年度法治政府建设情况的报告
_ABOUT = expression(r"关于.{0,30}" + _YEARS_LAW)
_GOES_ON = r"[的及和与暨]|关于"
# a line that its title goes on behind: 甲县人民政府2023年, 甲局关于, …建设情况的
_UNFINISHED = expression(rf"(?:\d年度?|年度|{_GOES_ON})$")
# 甲县工业和, over 信息化局2022年…
_JOINED = expression(rf"(?:{_GOES_ON})$")
# 重点工作进展情况: whose and of which year, it does not say
_BARE_NAME = expression(r"(?!.*(?:法治|依法|关于|本级))[\u4e00-\u9fff、]{2,12}")
# 甲镇 of 甲镇2024年法治政府建设情况报告: whose report it is, before its year
_LEAD = expression(r"[\u4e00-\u9fff]{2,12}(?=\d{4}年|二[" + ZEROS + r"]..年)")
# 甲乡2022年度法治政府建设 工作报告: the end of a title that a line's end or a blank has torn off
_END_OF_TITLE = expression(r"(?:建设|工作|年度|情况|的|总结|自查|自评)*(?:报告|总结|汇报|年报)$")
_TORN_OFF = expression(rf"(?<=[\u4e00-\u9fff])\s(?={_END_OF_TITLE.pattern})")
_DATED_TITLE = expression(r"(?<=[告总情报结况])\s*[(（\[]\s*(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*[)）\]]\s*$")
_TORN_YEAR = expression(r"(?:(?<=[\u4e00-\u9fff])|^)\s*\n\s*((?:19|20)\d\d)\s*\n\s*(?=年)")
# …www.example.com甲省人民政府关于2023年度法治政府建设情况的报告2023年，省政府坚持…: where all line breaks are lost
_RUN_IN_TITLE = expression(
    r"[^。\n]{0,80}?(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{3,24}?关于(?:20\d\d)年度?[^。，,\n\d]{0,16}(?:法治|依法行政)[^。，,\n\d]{0,16}报告)(?=20\d\d年)"
)
_TRAIL = expression(r"\s*(?:>+|›|»|→)\s*")
_INNER = 2000
"""Characters of the text among which its own title stands."""
_TITLE_TAGS = ("articletitle", "title")
_NAME_TAGS = ("sitename", "columnname", "columntype", "columnkeywords")
_LONGEST = 100
"""Characters of the longest title that a page shows (joint documents of several ministries)."""


def clean_title(raw: str) -> str:
    """A title as a reader sees it: entities and <br/> resolved, white space folded, tags of the site cut off."""
    text = html.unescape(html.unescape(raw))
    parts = [fold_space(part) for part in re.split(r"(?i)<br\s*/?>|\n", re.sub(r"(?i)<(?!br)[^>]{0,200}>", "", text))]
    # [ 标 题 ] 甲县2022年…报告: the label's own bracket may be left before it
    return _TAG.sub("", join_lines([part for part in parts if part])).lstrip("]】］").strip(" |_")


def cut_column(title: str) -> str:
    """A title without the column's name or the issuer's own line before it: 通知公告 甲县2022年…报告, 甲局 甲局2022年…报告."""
    # 标题沁县林业局关于…的报告, a label without its colon
    title = _GLUED_LABEL.sub("", title)
    glued = find_glued_end(title)
    # 通知公告甲县2022年…报告
    if glued and is_complete_title(title[glued:]):
        return title[glued:]
    first, _, rest = title.partition(" ")
    named = re.match(r"[\u4e00-\u9fff]{3,24}?(?=\d{4}|关于)", rest)
    return rest if named and first.endswith(named[0]) else title


def fold_space(text: str) -> str:
    """Text with one space for each run of white space, none between characters that are only spread out (报    告)."""
    visible = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", text)
    words: list[str] = []
    for word in visible.split():
        if words and re.fullmatch(r"[\u4e00-\u9fff]", word):
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words)


def join_lines(lines: list[str]) -> str:
    """A title's lines in one: joint issuers keep a space between them (中共甲市委 甲市人民政府), the rest is run on.

    Also an issuer and what it reports on (甲县人民政府 over 2023年法治政府建设年度报告), as on covers.
    """
    title = ""
    for line in lines:
        kind = judge_body(title) if title else None
        joint = kind in ("government", "department") and re.match(
            r"(?!关于|年度|法治|依法|二[" + ZEROS + r"Oo0])[\u4e00-\u9fff]", line
        )
        title += f" {line}" if joint else line
    return title


def join_years(lines: str) -> str:
    """Lines of which a year stands alone between two parts of a title, in one: 关于, 2018, 年甲市…的报告."""
    return _TORN_YEAR.sub(r"\1", lines) if "\n年" in lines else lines


def read_title(stripped: StrippedPage) -> str | None:
    """The title as the page states it; None where it states none."""
    stripped = replace(stripped, head=join_years(stripped.head), text=join_years(stripped.text[:_INNER]))
    names = {clean_title(stripped.meta.get(key, "")) for key in _NAME_TAGS} - {""}
    values = read_labelled_values(stripped.head)
    shown = read_head_title(stripped.head, values)
    candidates = [
        *(cut_site_names(clean_title(stripped.meta.get(key, "")), names) for key in _TITLE_TAGS),
        pick_value(values, "title", lambda value: clean_title(value) or None),
        shown,
        cut_site_names(clean_title_tag(stripped.html_title or ""), names),
        read_inner_title(stripped.text),
    ]
    candidates = [title and _mend_title(title) for title in candidates]
    fitting = [title for title in candidates if title and looks_like_title(title) and title not in names]
    if not fitting:
        run_in = _RUN_IN_TITLE.match(stripped.text)
        return run_in[1] if run_in else read_trail_title(stripped.page_text)
    best = fitting[0]
    # a meta tag cut short (…的报…) or a column's name where the page shows the whole
    for other in (shown, *fitting[1:]):
        if other and is_cut_short(best, other):
            return other
    return best


def read_trail_title(page_text: str) -> str | None:
    """The title that ends the page's trail of columns, where it stands nowhere else: 首页 > 政务公开 > 甲局2022年法治政府建设情况报告."""
    for line in page_text[:_INNER].split("\n"):
        first, *others = [part.strip() for part in _TRAIL.split(line)]
        if others and is_column(first) and is_whole_title(fold_space(others[-1])):
            return fold_space(others[-1])
    return None


def _mend_title(title: str) -> str:
    """A candidate without what stands around it, in one piece."""
    return _TORN_OFF.sub("", cut_column(_OTHER_SITE.sub(_keep_body, _WRAPPED.sub(r"\1", title.strip(" |")))))


def _keep_body(ending: re.Match[str]) -> str:
    """What stands behind a title's dash where it says whose report it is (——甲县财政局), nothing where it is a site's name."""
    name = ending[0].strip(" -_|—")
    return ending[0] if "—" in ending[0] and judge_body(name) in ("department", "township", "zone") else ""


def is_cut_short(title: str, other: str) -> bool:
    """Whether `title` is only the beginning of `other`, or no title at all beside it."""
    stem = fold_width(re.sub(r"(?:\.{2,}|…+)$", "", title)).replace(" ", "")
    whole = fold_width(other).replace(" ", "")
    if whole != stem and whole.startswith(stem) and looks_like_title(other):
        return title.endswith(("…", "..")) or bool(_ENDING.search(other)) > bool(_ENDING.search(title))
    return is_column(title) and bool(_ENDING.search(other)) and len(other) > len(title)


def clean_title_tag(raw: str) -> str:
    """<title> as one line, its parts still apart."""
    return re.sub(r"[ \u3000\u00a0]+", " ", html.unescape(raw)).strip()


def cut_site_names(title: str, names: set[str]) -> str:
    """A title without the names of site and column around it (…的报告_法治政府建设_高平市人民政府网)."""
    for name in sorted(names, key=len, reverse=True):
        if title != name:
            title = _cut_site_name(title.strip(), name)
    parts = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    own = [part for part in parts if part not in names and (not _SITE.search(part) or _ENDING.search(part))]
    parts = own or parts
    return max(parts, key=lambda part: (bool(_ENDING.search(part)), len(part)), default="")


# (the name is looked for by itself: an expression that holds it would be compiled anew for each site)
_BEHIND_NAME = expression(r"(?:门户)?(?:网站|网)?[|_>—\s-]+")
_BEFORE_NAME = expression(r"[|_>—\s-]+\Z")
_BEYOND_NAME = expression(r"\S{0,4}")


def _cut_site_name(title: str, name: str) -> str:
    """A title without this name at its beginning (高平市人民政府网_…) or at its end, where up to four characters may follow it."""
    if title.startswith(name) and (joint := _BEHIND_NAME.match(title, len(name))):
        title = title[joint.end() :]
    at = title.find(name)
    while at >= 0:
        joint = _BEFORE_NAME.search(title, 0, at)
        if joint and _BEYOND_NAME.fullmatch(title, at + len(name)):
            return title[: joint.start()]
        at = title.find(name, at + 1)
    return title


def looks_like_title(line: str) -> bool:
    """Whether a line can be an article's title: Chinese, no sentence, no navigation."""
    return (
        4 <= len(line) <= _LONGEST
        and len(re.findall(r"[\u4e00-\u9fff]", line)) >= 4
        and not _SENTENCE.search(re.sub(r"《[^》]*》", "", line))
        and not _NO_TITLE.search(line)
        and not _DOCUMENT_NUMBER.match(line)
        and not (("如何" in line or "怎" in line) and _CITIZENS_QUESTION.match(line))
        and not (_SITE.search(line) and not _ENDING.search(line))
        # 甲县人民政府 and 甲县司法局 are sites, or issuers over the title's next line
        and not is_signer(line)
    )


_REPORTS = expression(r"报告|总结|情况|汇报|年报")


def read_head_title(head: str, values: list[LabelledValue]) -> str | None:
    """The title that stands in the head, over one line or several; of several the first that is no column's name."""
    labelled = [(value.char_start, value.char_end) for value in values]
    blocks: list[list[str]] = [[]]
    offset = 0
    after_label = False
    for line in head.split("\n"):
        start, end = offset, offset + len(line)
        offset = end + 1
        # 甲市司法局2017年法治政府建设情况报告 (2018-04-10)
        shown, free = _cut_labels(line, start, labelled)
        undated = _OTHER_SITE.sub(_keep_body, _DATED_TITLE.sub("", shown))
        text = pick_title_part(fold_space(undated))
        free = free and not next(read_dates(text), None)
        # • 审核程序: over 单位审核公开, a label that nobody listed and its value on the next line
        is_label = bool(_LABEL_LINE.fullmatch(text))
        valued = after_label and not _ENDING.search(text) and not is_signer(text)
        free = free and not is_label and not valued and not _LABELLED_LINE.match(shown)
        free = free and not _CONTENTS_LINE.fullmatch(text)
        after_label = is_label
        if free and text and not _NO_TITLE.search(text) and not _DOCUMENT_NUMBER.match(text):
            blocks[-1].append(text)
        elif blocks[-1]:
            blocks.append([])
    found = [title for block in blocks if (title := pick_title_lines(block))]
    named = [title for title in found if not is_column(title)]
    ended = [title for title in named if _ENDING.search(title)]
    # 重点工作进展情况, a column that nobody listed, over 甲乡2018年依法行政工作报告
    complete = (
        [title for title in ended if is_complete_title(title)] if ended and _BARE_NAME.fullmatch(ended[0]) else []
    )
    # 公示公告 alone over a text is where it stands, and no title
    return next(iter([*complete, *ended, *named, *filter(_REPORTS.search, found)]), None)


def _cut_labels(line: str, start: int, labelled: list[tuple[int, int]]) -> tuple[str, bool]:
    """A line of the head that begins at `start`, and whether no label stands in it.

    Where one stands behind a whole title the line ends before it: 甲县2023年法治政府建设情况报告 发布时间：2024-01-10.
    """
    within = [left for left, right in labelled if start < right and left < start + len(line)]
    if not within:
        return line, True
    before = pick_title_part(fold_space(line[: max(0, min(within) - start)]))
    return (before, True) if is_complete_title(before) else (line, False)


def pick_title_part(line: str) -> str:
    """The part of a line that is a whole title between names of columns and sites (政策文件 | 甲局2022年…报告 | 打印); else the line as it is."""
    parts = [part.strip() for part in _SURE_SEPARATOR.split(line)]
    if len(parts) == 1 and not any(_may_open_title(part) for part in line.split(" ")[:-1]):
        parts = line.split(" ")
    whole = list(dict.fromkeys(part for part in parts if is_whole_title(part)))
    return whole[0] if len(parts) > 1 and len(whole) == 1 else line


def _may_open_title(part: str) -> bool:
    """Whether what stands before a blank can be the beginning of a title (甲县司法局关于, 甲县, 2023年度甲县), and no column's name."""
    bare = re.sub(r"^(?:\d{4}年度?|关于)|关于$", "", part)
    placed, end, _ = read_leading_places(bare, None)
    return not is_column(part) and bool(judge_body(bare) or (placed and end == len(bare)))


def read_inner_title(text: str) -> str | None:
    """The title that opens the text itself, for pages that show it nowhere else; None where the text starts at once."""
    lines = []
    opening = [line for line in text.split("\n")[:_LONGEST_CONTENTS] if not _CONTENTS_LINE.fullmatch(fold_space(line))]
    for line in opening[:8]:
        if not line.strip():
            continue
        if len(line) > 60 or _SENTENCE.search(line) or _NUMBERED.match(line) or line.rstrip()[-1] in "：:，,":
            break
        lines.append(fold_space(line))
    undated = [
        line
        for line in lines
        if not next(read_dates(line), None) and not _DOCUMENT_NUMBER.match(line) and not _LABELLED_LINE.match(line)
    ]
    title = pick_title_lines(undated)
    return title if title and _ENDING.search(title) else None


def pick_title_lines(lines: list[str]) -> str | None:
    """The first run of up to four lines that makes a title: its last ends like one (情况的报告)."""
    lines = _join_torn([line for line in lines if "." not in line or not _FILE_NAME.search(line)] or lines)
    # 通知公告 over the title is the column's name
    columns = _list_columns(lines)
    if columns and len(columns) < len(lines) and (title := pick_title_lines([x for x in lines if x not in columns])):
        return title
    for start in range(len(lines)):
        # 时效性有效, 政府政务, 匹配度 and 排序 over the whole title are a label's value, a column and a toolbar
        if _stands_over_whole(lines[start : start + 4]):
            continue
        runs = list(list_runs(lines[start : start + 4]))
        ended = [run for run in runs if _ENDING.search(run) and looks_like_title(run)]
        if ended:
            title = _TAG.sub("", ended[0])
            # 2022年度法治政府建设情况的报告 over 甲市人民政府 and 关于2022年度法治政府建设情况的报告
            fuller = pick_title_lines(lines[start + 1 :]) if lines[start + 1 :] else None
            # 2023年法治政府建设年度报告, the column's name, over 甲区乙局2023年法治政府建设情况报告
            named = fuller and _OF_A_YEAR.match(title) and is_whole_title(fuller) and title[:4] in fuller[1:]
            return fuller if fuller and (named or fuller.endswith(f"关于{title}")) else title
    return next((_TAG.sub("", line) for line in lines if looks_like_title(_TAG.sub("", line))), None)


def _list_columns(lines: list[str]) -> list[str]:
    """The lines that are columns' names; 法治政府建设 and 工作总结 under 甲县人民政府2023年 are its title's next lines."""
    columns: list[str] = []
    open_title = False
    for line in lines:
        column = is_column(line)
        if column and not open_title:
            columns.append(line)
        goes_on = open_title if column else bool(_UNFINISHED.search(line))
        open_title = goes_on and not _ENDING.search(line)
    return columns


def _join_torn(lines: list[str]) -> list[str]:
    """The lines, a title's end joined to its beginning: 工作报告, else a column's name, under 甲乡2022年度法治政府建设."""
    joined: list[str] = []
    for line in lines:
        begun = bool(joined) and bool(_WHOLE.search(joined[-1])) and not _ENDING.search(joined[-1])
        if begun and _END_OF_TITLE.match(line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _stands_over_whole(lines: list[str]) -> bool:
    """Whether the first of these lines is no part of the whole title that one below is: all lines between stand apart from it."""
    at = next((at for at, line in enumerate(lines[1:], 1) if is_complete_title(line)), 0)
    return at > 0 and all(_stands_apart(line, lines[at]) for line in lines[:at])


def _stands_apart(line: str, title: str) -> bool:
    """Whether a line over a whole title is no part of it.

    有效; the site's 甲县人民政府 over 甲县2023年…, which names its place itself; the same title quoted (甲法〔2024〕3号《…的报告》); who
    signs together (中共甲镇委员会 甲镇人民政府) over 甲镇2024年….
    """
    if _JOINED.search(line):
        return False
    if not _PART.search(line) or f"《{title}》" in line:
        return True
    # 柳溪镇, a column's name, over 甲市乙区柳溪镇人民政府2019年…
    if line in title and judge_body(line):
        return True
    signers = line.split()
    if not all(is_signer(signer) for signer in signers):
        return False
    lead = _LEAD.match(title)
    return bool(read_leading_places(title, None)[0]) or bool(lead and any(lead[0] in signer for signer in signers))


def is_whole_title(line: str) -> bool:
    """Whether a line says by itself what is reported and of which year, or of whom: 甲镇2025年法治政府建设情况报告."""
    return bool(_WHOLE.search(line) and _ENDING.search(line)) and looks_like_title(line) and not line.startswith("关于")


def is_complete_title(line: str) -> bool:
    """Whether a line is a whole title, or what stands behind its issuer: 关于2023年度全县法治政府建设情况的报告."""
    behind = bool(_ABOUT.match(line) and _ENDING.search(line)) and looks_like_title(line)
    return behind or is_whole_title(line)


def list_runs(lines: list[str]) -> Iterator[str]:
    """The first line, the first two joined, and so on."""
    for count in range(1, len(lines) + 1):
        yield join_lines(lines[:count])
