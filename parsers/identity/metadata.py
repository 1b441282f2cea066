"""Who reports on what and when: what a page shows comes first, its meta tags stand behind, nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.identity.heard.issuers import cut_imprint, is_bracketed_date, is_date_line, read_own_bodies
from parsers.identity.heard.opening import cut_news_lead
from parsers.identity.heard.speaker import PageClues, Speaker, find_speaker
from parsers.identity.issuer_names import NamedElsewhere, choose_issuer
from parsers.identity.names.bodies import judge_body, read_leading_places
from parsers.identity.page_labels import LabelledValue, pick_value, read_labelled_values
from parsers.identity.titles import fold_space, read_title
from parsers.identity.years import read_year
from parsers.records import Metadata, StrippedPage
from parsers.text.dates import read_date, read_dates
from parsers.text.expressions import expression
from parsers.text.readings import drop_toned_readings
from parsers.text.width import fold_han, fold_width

_PUBLISHED_TAGS = (
    "pubdate", "publishdate", "publish_date", "article:published_time", "publicdate", "pubtime", "datepublished",
    "dcterms.issued", "dc.date.issued", "dcterms.available", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created",
    "date", "json-ld:datepublished", "time:datetime", "script:published", "data:published", "script:created",
)  # fmt: skip
"""Meta tags, Dublin Core's among them; then what JSON-LD and `<time datetime>` say and what scripts and data state (parsers.shown.stated_dates)."""
_CHINESE_DATE_LINE = expression(r"\s*[(（]?[一二][〇零○◯OoＯ0一二三四五六七八九]{3}年.{2,8}[日号][)）]?\s*")
_SOURCE_TAGS = ("contentsource", "source", "article:source")
# 今天是:2019年10月31日 星期三 农历…; 某县人民政府 2019年12月3日星期二: a clock of the page, not the article's date
_TODAY_BEFORE = expression(r"(?:今天|今日|现在|当前(?:时间|日期)|北京时间)(?:是|为)?\s*[:,]?\s*$")
_TODAY_AFTER = expression(r"\s*(?:[0-2]?\d:\d\d(?::\d\d)?)?\s*(?:星期|礼拜|周[一二三四五六日]|农历)")
# 发布于 2024年2月26日 星期一
_PUBLISHED_BEFORE = expression(r"发[布表]于?\s*\Z")
_NO_SOURCE = expression(r"(?:null|none|undefined|无|暂无|管理员|admin|[-—/·•●■.、\s]*)", re.IGNORECASE)
_SOURCE_NAME = expression(r"[\u4e00-\u9fff]{2,20}(?:局|委|办|办公室|办公厅|政府|中心|网|报|社|台|厅|院|部|科|股|原创)")
# 甲镇 所属单位:甲镇: a label that nobody listed ends the value before it
_NEXT_LABEL = expression(
    r"(?<=\S)(?:[ \u3000\u00a0]+[\u4e00-\u9fff]{2,8}\s*[:：]|[ \u3000\u00a0]*[【\[][\u4e00-\u9fff]{2,6}[】\]:：])"
)
_BRACKETED_END = expression(r"^[^()（）]+[(（][^()（）]+[)）]$")
# 滇公网安备 53032402000101号: the number begins with the division in which the site is registered
_POLICE_NUMBER = expression(r"公网安备\s*(\d{6})\d{8}")
_ADDRESS = expression(r"地址\s*:\s*([\u4e00-\u9fff]{4,30})")
# 罗平县人民政府 / 乡镇(街道) / 板桥镇
_CRUMB = expression(r"(?:^|\n)\s*([\u4e00-\u9fff]{2,16}人民政府)(?:门户)?(?:网站|网)?\s*[/>›»]")
_KEEPER = expression(r"(?:主办|承办|主管|版权所有)(?:单位|方)?\s*:\s*([\u4e00-\u9fff]{3,30})")
# 甘肃省政府副秘书长: who reports to the people's congress for 省人民政府
_SPEAKER = expression(
    r"(?:^|\n)\W*([\u4e00-\u9fff]{1,14}[省市县区州旗盟])(?:人民)?政府(?:副?秘书长|副?[省市县区州旗盟]长|法制办)"
)
# 2012年12月25日在慈溪市十六届人大常委会第七次会议上: whose people's congress is reported to
_CONGRESS = expression(
    r"在([\u4e00-\u9fff]{1,14}[省市县区州旗盟])第?[一二三四五六七八九十]{1,4}届(?:人大|人民代表大会)(?:常委会|常务委员会)?第?[一二三四五六七八九十]{1,4}次会议上"
)
# 。現(xiàn)將 has become ?F(xiàn)將
_LOST_STOP = expression(r"[?？]F(?:\(xiàn\))?(?=[将把就])")
# 2024, then 04/07 on the next line, as a page sets a day large and a clock under it
_SPREAD_DATE = expression(r"(?m)^\s*(20\d\d)\s*\n\s*(\d{1,2})[/.-](\d{1,2})\s*$")
_OPENING = 400
_FOOTER = 1500
"""Characters of the page's end within which its keeper stands."""
_TIME = expression(r"\d{1,2}\s*[:时]\s*\d{1,2}(?:\s*[:分]\s*\d{1,2})?(?:\.\d)?[分秒]?")
_SIGNATURE_LINES = 12
_SIGNATURE_CHARACTERS = 60


def read_metadata(stripped: StrippedPage, url: str) -> Metadata:
    """Title, issuer, source, dates, year, region and level of the article on a page; None for what it does not tell.

    `url` counts only for the date that some sites put into an article's path, and there only where all else fails.
    """
    head, tail = read_labelled_values(stripped.head), read_labelled_values(stripped.tail)
    stripped = replace(stripped, text=cut_news_lead(stripped.text))
    title = read_title(stripped)
    signed_on = read_signed_on(stripped.text, stripped.head)
    # 交通運輸部堅持…: read as 交通运输部, given as written
    text = mend_folded(fold_han(stripped.text), stripped.text)
    year = read_year(title, text, signed_on)
    labelled = pick_value([*head, *tail], "issuer", clean_issuer)
    own_bodies = read_own_bodies(title, text, blank_values(stripped.head, head))
    source = read_source(stripped, head, tail)
    writer = read_writer([*head, *tail])
    # 来源：县司法局 beside 责任单位：高平市司法局
    stated = writer if source and writer and writer.endswith(source[1:]) else source or writer
    owners = list(list_owners(stripped, labelled, stated))
    clues = PageClues(stripped.meta.get("siteidcode"), owners, url)
    speaker = find_speaker(title, own_bodies, text, year=year, page=clues)
    region = speaker.region
    sites = [name for position, name in owners if position == "site"]
    page_text = f"{stripped.head}\n{stripped.page_text}\n{text}"
    elsewhere = NamedElsewhere(labelled, stated, sites)
    issuer = choose_issuer(title, text, own_bodies, speaker=speaker, elsewhere=elsewhere, page_text=page_text)
    return Metadata(
        title=title,
        issuer=issuer and give_as_written(issuer, stripped.text, title or ""),
        source=source,
        published_on=read_published_on(stripped, head, tail) or read_date_of_path(url),
        signed_on=signed_on,
        year=year,
        region_code=region.code if region else None,
        region_name=region.name if region else name_zone(speaker),
        level=speaker.level,
        parent_code=speaker.parent.code if speaker.parent else None,
        region_evidence=speaker.witnesses,
    )


def mend_folded(folded: str, written: str) -> str:
    """`folded` without the readings that turning a page into traditional characters has left in it: 我區(qū), 現(xiàn)將."""
    return drop_toned_readings(_LOST_STOP.sub("。现", folded)) if folded != written else folded


def give_as_written(name: str, *places: str) -> str:
    """A name that was read in simplified characters as text or title write it: 柳溪鄉."""
    for place in places:
        at = fold_han(place).find(name)
        if at >= 0:
            return place[at : at + len(name)]
    return name


def name_zone(speaker: Speaker) -> str | None:
    """A zone's name from the province down, as far as its place is known: 江苏省苏州市苏州工业园区; None for others."""
    if not speaker.zone:
        return None
    return f"{speaker.parent.name if speaker.parent else ''}{speaker.zone}"


def read_published_on(stripped: StrippedPage, head: list[LabelledValue], tail: list[LabelledValue]) -> dt.date | None:
    """The publication date: labelled, else without label in the head, else from meta tags."""
    return (
        pick_value(head, "published", read_date, (1, 2))
        or pick_value(tail, "published", read_date, (1, 2))
        or read_unlabelled_date(stripped.head, head)
        or pick_value(head, "published", read_date, (3, 8))
        or next((date for tag in _PUBLISHED_TAGS if (date := read_date(stripped.meta.get(tag, "")))), None)
        # (页面更新时间 below the text is that of the template, or of the last change)
        or pick_value(tail, "published", read_date, (3, 8))
        or pick_value([*head, *tail], "published", read_date, (9, 9))
    )


def read_unlabelled_date(head: str, values: list[LabelledValue]) -> dt.date | None:
    """The first date of the head that belongs to no label of a date and to no clock of the page."""
    # (2020年3月31日) under the title is the signature's date
    lines = [" " * len(line) if is_bracketed_date(line) else line for line in head.split("\n")]
    head = "\n".join(lines)
    folded = fold_width(head)
    mentions = list(read_dates(head))
    # 二〇二四年一月十八日 between title and body is the signature's date where the system's own stands beside it
    in_words = _list_spans_in_words(lines)
    if any(not _is_in(mention.char_start, in_words) for mention in mentions):
        mentions = [mention for mention in mentions if not _is_in(mention.char_start, in_words)]
    dated = [v for v in values if v.field in ("published", "other_date")]
    for mention in mentions:
        if any(v.char_start <= mention.char_start < v.char_end for v in dated):
            continue
        told = _PUBLISHED_BEFORE.search(folded, max(0, mention.char_start - 8), mention.char_start)
        clock = _TODAY_BEFORE.search(folded, 0, mention.char_start) or _TODAY_AFTER.match(folded, mention.char_end)
        if clock and not told:
            continue
        return mention.date
    alone = next((date for line in lines if re.fullmatch(r"\s*\d{8}\s*", line) and (date := read_date(line))), None)
    if alone is None and (spread := _SPREAD_DATE.search(folded)):
        return read_date("-".join(spread.groups()))
    return alone


def _list_spans_in_words(lines: list[str]) -> list[tuple[int, int]]:
    """The lines that are nothing but a date in Chinese numerals."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in lines:
        if _CHINESE_DATE_LINE.fullmatch(line):
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def _is_in(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < stop for start, stop in spans)


def read_date_of_path(url: str) -> dt.date | None:
    """The date in an article's path (/art/2023/8/7/art_44574.html, /2023/08-07/a.html, /2018/1204/, /202211/t20221129_1851863.htm), or None."""
    if url.startswith("file:"):
        return None
    match = (
        re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})/", url)
        or re.search(r"/((?:19|20)\d\d)/(\d\d)(\d\d)/", url)
        or re.search(r"[/_]t((?:19|20)\d\d)(\d\d)(\d\d)_\d+", url)
    )
    return read_date("-".join(match.groups())) if match else None


def read_source(stripped: StrippedPage, head: list[LabelledValue], tail: list[LabelledValue]) -> str | None:
    """The source that the page states: before the body, after it, beside the date without a label, or in meta tags."""
    return (
        pick_value(head, "source", clean_source)
        or pick_value(tail, "source", clean_source)
        or read_unlabelled_source(stripped.head, head)
        or next((source for tag in _SOURCE_TAGS if (source := clean_source(stripped.meta.get(tag, "")))), None)
    )


def clean_source(value: str) -> str | None:
    """A label's value as a source; None for empty ones, null, and what is no name."""
    folded = fold_width(value)
    first_date = next(read_dates(value), None)
    value = _NEXT_LABEL.split(value[: first_date.char_start] if first_date else value, maxsplit=1)[0]
    text = fold_space(value).strip(' |[]【】:：,，;；"“”')
    # 高平市水务局（市河长办） keeps its bracket
    text = text if _BRACKETED_END.search(text) else text.strip(" ()（）")
    if not text or _NO_SOURCE.fullmatch(text) or re.fullmatch(r"[\d\s:.-]*", folded):
        return None
    # 县司法局 张三: the name behind it is the writer's
    first, *others = text.split(" ")
    return first if others and _SOURCE_NAME.fullmatch(first) and not _SOURCE_NAME.fullmatch(others[-1]) else text


def blank_values(lines: str, values: list[LabelledValue]) -> str:
    """The lines without their labelled values, each in as many blanks."""
    for value in values:
        within = lines[value.char_start : value.char_end]
        lines = lines[: value.char_start] + re.sub(r"[^\n]", " ", within) + lines[value.char_end :]
    return lines


def read_writer(values: list[LabelledValue]) -> str | None:
    """A body by its full name behind a label that is neither the issuer's nor the source's: 作者：沁水县水务局, 所属机构：…."""
    names = (clean_source(value.value) for value in values if value.field == "other")
    return next((name for name in names if name and read_leading_places(name, None)[0] and judge_body(name)), None)


def clean_issuer(value: str) -> str | None:
    """A label's value as the reporting body; None also for a site's code of it (发文机构:xzf1)."""
    name = clean_source(value)
    return name if name and re.search(r"[\u4e00-\u9fff]{2}", name) else None


def read_unlabelled_source(head: str, values: list[LabelledValue]) -> str | None:
    """The name beside an unlabelled date on its line: 2021-03-29 11:30 县司法局; before it a bureau's alone, as sites stand there too."""
    offset = 0
    for line in head.split("\n"):
        start, offset = offset, offset + len(line) + 1
        mention = next(read_dates(line), None)
        if not mention or any(v.char_start < offset and start < v.char_end and v.field != "other" for v in values):
            continue
        rest = _TIME.sub(" ", fold_width(line[mention.char_end :]))
        name = _SOURCE_NAME.fullmatch(re.split(r"\s{2,}|[|(\[【]", rest.strip(), maxsplit=1)[0].strip())
        if (
            name is None
            and judge_body(before := line[: mention.char_start].strip(" |[(（【\u3000\u00a0")) == "department"
        ):
            name = _SOURCE_NAME.fullmatch(before)
        if name and not _TODAY_AFTER.match(fold_width(line), mention.char_end):
            return name[0]
    return None


def read_signed_on(text: str, head: str = "") -> dt.date | None:
    """The date under the text, else that of a signature block above it ((2020年3月31日) under title and issuer)."""
    lines = cut_imprint([line.strip() for line in text.split("\n") if line.strip()])
    for line in reversed(lines[-_SIGNATURE_LINES:]):
        if is_date_line(line):
            return read_date(line)
        # 高平市人民政府 2022年2月9日; …有力保障。高平市人民政府2022年2月9日, where all line breaks are lost
        ending = line[-_SIGNATURE_CHARACTERS:]
        mentions = list(read_dates(ending))
        if mentions and not fold_width(ending[mentions[-1].char_end :]).strip(" )。.印发"):
            before = re.split(r"[。!?！？;；]", ending[: mentions[-1].char_start])[-1]
            if not re.search(r"[，,、]", before) and (len(before) < len(ending) - 14 or len(line) <= len(ending)):
                return mentions[-1].date
    above = [
        *lines[:6],
        *(line for line in head.split("\n") if is_bracketed_date(line) or _CHINESE_DATE_LINE.fullmatch(line)),
    ]
    return next((read_date(line) for line in above if is_date_line(line)), None)


def list_owners(stripped: StrippedPage, labelled: str | None, source: str | None) -> Iterator[tuple[str, str]]:
    """Names that tell whose site it is with their position, the surest first.

    They are: who speaks, 发布机构, SiteName, the keeper in the footer, the trail of columns, the police's number of the site, its
    address, <title>, the source.
    """
    opening = fold_width(f"{stripped.head}\n{stripped.text[:_OPENING]}")
    if speaker := _SPEAKER.search(opening) or _CONGRESS.search(opening):
        yield "publisher", speaker[1]
    if labelled:
        yield "publisher", labelled
    if stripped.meta.get("sitename"):
        yield "site", stripped.meta["sitename"]
    top, footer = (fold_width(end) for end in (stripped.page_text[:_FOOTER], stripped.page_text[-_FOOTER:]))
    yield from (("site", match[1]) for match in _KEEPER.finditer(footer))
    yield from (("site", match[1]) for match in _CRUMB.finditer(top))
    yield from (("site", match[1]) for match in _POLICE_NUMBER.finditer(footer))
    yield from (("site", match[1]) for match in _ADDRESS.finditer(footer))
    if stripped.html_title:
        yield "site", re.split(r"[_|]|--|——| - ", stripped.html_title)[-1]
    if source:
        yield "source", source
