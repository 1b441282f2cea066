"""Who reports: the bodies that title, signature, heading and the text's own words name, as written."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from parsers.identity.heard.opening import is_barred, read_opening
from parsers.identity.names.bodies import (
    NamedBody,
    compile_body,
    is_bare_noun,
    judge_body,
    read_body,
    read_leading_places,
    split_joint,
)
from parsers.identity.names.divisions import find_places
from parsers.text.dates import YEAR, ZEROS, read_date, read_dates
from parsers.text.expressions import expression
from parsers.text.width import fold_width

_BODY = compile_body()
# where the speaker's name ends in a title: 关于, the year, or what the report is on
# 丙县人民政府发布2022年…报告, 县司法局公开2023年…报告: what is done with the report is no part of the name
_MADE_KNOWN = (
    r"(?:公布|发布|公开|通报|报送|上报|晒出)(?=关于|(?:19|20)\d\d|二[" + ZEROS + r"]|本?年度|《|法治|法制|依法)"
)
_HARD_CUT = expression(rf"{_MADE_KNOWN}|关于|(?:19|2[0oO])\d\d|二[{ZEROS}oO0]|年度|印发|上半年")
_SOFT_CUT = expression(
    rf"{_MADE_KNOWN}|关于|(?:19|2[0oO])\d\d|二[{ZEROS}oO0]|年度|印发|上半年|法治|法制|依法行政|依法治|推进|党政主要|主要负责人|贯彻落实|履行|第一责任人|落实《"
)
_TITLE_PREFIX = expression(
    r"(?:\s|[-—_|:：【】\[\]]|关于|印发|报送|上报|呈报|公布|转发|公开|发布|对(?=[\u4e00-\u9fff]{2,4}[县市区])|的|推进|(?:19|20)\d\d年?度?|二["
    + ZEROS
    + r"oO0].{1,2}年度?|年度|\d+月)+"
)
# 关于报送《浦东新区财政局2023年度法治政府建设情况报告》的报告
_INNER_TITLE = expression(r"(?:报送|印发|上报|呈报|公布|发布|公开|转发)[^《]{0,4}《([^》]{6,60}(?:报告|总结|情况))》")
# 2023年法治政府建设情况报告(沁水县水务局)
_TAIL_BODY = expression(r"(?:[(（]|[-—]{1,2}|\s)([\u4e00-\u9fff]{4,24})[)）]?$")
_PLACE_ENDINGS = ("镇", "乡", "街道", "街", "苏木", "区", "园")
_OPENING = 1500
_DECLARED = expression(
    rf"现(?:就|将|把)(?:{YEAR}度?)?((?:我|本)?{_BODY})(?=\d{{4}}年|法治|依法行政|年度|本年|推进|关于|一年|有关|工作|落实|贯彻|今年|党政)"
)
# 开发区管委会, 保税区管委会 without the zone's name
_NAMELESS_ZONE = expression(
    r"(?:开发|高新|经开|保税|综保|新|园|示范|合作|度假|景|管理)?区?(?:党工委、?)?管(?:理委员|委)会"
)
# 受沁水县人民政府委托, 我代表区政府向区人大常委会报告
_COMMISSIONED = expression(
    r"(?:(?:^|\n|[。，,：:])\s*我?|我)(?:受|代表)([\u4e00-\u9fff]{1,14}?(?:人民)?政府)(?:的?委托|[，,]?向)[^。\n]{0,50}(?:报告|汇报)"
)
# 现将铜仁市2024年度法治政府建设情况报告如下, 现将2019年温州市法治政府建设情况公开如下
_DECLARED_PLACE = expression(
    r"现(?:就|将|把)(?:"
    + YEAR
    + r"度?)?([\u4e00-\u9fff]{1,12}?[省市县区州旗盟])(?="
    + YEAR
    + r"|年度|本年|法治|依法行政)"
)
# 结合荷城街道实际，现就2022年法治政府建设工作开展情况报告如下
_SUITED = expression(
    r"结合(?![我本全各])([\u4e00-\u9fff]{2,16}?(?:[省市县区州旗盟镇乡局]|街道|苏木))(?:工作)?实际[,，][^。\n]{0,8}现(?:就|将|把)"
)
# 据甲厅网站消息，甲厅发布2023年法治政府建设年度报告。全文如下: news that hands on a whole report
_MADE_PUBLIC = expression(
    r"[，,。]([\u4e00-\u9fff]{2,24}?(?:[部厅局委署]|政府|办公室|中心))(?:正式)?(?:对外)?(?:发布|公布|公开)(?:了)?"
    r"(?:20\d\d年?度?|本部门|本单位)(?:推进)?(?:法治|依法行政)[^。，,\n]{0,20}(?:报告|情况)[。，,:：]?[^。\n]{0,8}如下"
)
_NEWS_LEAD = 300
_SPOKEN = expression(r"[(-]{0,2}\d{4}年\d{1,2}月\d{1,2}日.{0,60}会议?上\)?")
_TAGGED = expression(r"[【\[［]([\u4e00-\u9fff]{4,20})[】\]］](?=.{8,})")
_DATE_LINE = 30
_SIGNED_LINE = 60
_LINES = 10
"""How many lines from the end a signature may stand: lists of attachments follow it on some pages."""
_TOWNSHIP = expression(
    r"^[\u4e00-\u9fff]{1,8}?(?:(?<!乡)镇|(?<!城)乡|街道|街(?!道)|苏木|地区(?=办事处))"
    r"(?=人民政府|政府|办事处|党|关于|\d{4}|二[" + ZEROS + r"]|年度|法治|依法|$)"
)
_TOWNSHIP_WORD = expression(r"镇|乡|街道?|苏木|地区")
_OWN_ORGAN = expression(
    r"[\u4e00-\u9fff]{2,16}?(?:局|委员会|管理中心)(?!属|长|部)"
    r"|[\u4e00-\u9fff]{0,16}?(?:科协|供销社|[工妇残文侨]联|[支大总]队|馆|中心|厅|办公室)(?=20\d\d|法治|依法|普法|行政|工作|关于|年度|党|重大|规范性|权责|双随机|公平竞争)"
)
# 成立、制定、印发、编撰并公示 what is one's own
_OWN_DOING = expression(
    r"(?:成立|制定|印发|出台|修订|编制|编撰|公示|起草|建立|完善|下发|调整)[^，,。]{0,8}(?:《[^》]{0,60}》[、和]?){0,6}《?$"
)
_OWN_TOWNSHIP = expression(
    r"(?:成立|制定|印发|出台|修订|编制|下发)(?:了|《[^《》]{2,60}》[和及、]*)*《?(?!.{0,3}(?:乡镇|镇街|镇乡))(?![各全我本该])"
    r"([\u4e00-\u9fff]{2,5}?(?:镇|乡|街道|苏木))(?=20\d\d|法治|依法|普法|全面|行政|人民政府|党委|党工委|领导|关于|年度|推进|重大|法律)"
)
# 《沁水县发展改革委主任办公会议学法制度》, 《沁水县水务局党组议事规则》: how a body works within is its own rule
_INNER_RULE = expression(
    r"《(?:20\d\d年?度?)?([一-龥]{4,20}?(?:局|委员会|委|厅))(?:党[组委]|(?:主任|局长|厅长)办公会|直属单位|机关|领导班子|领导干部|科职|科级)[^《》]{0,40}"
    r"(?:制度|规则|办法|计划|规定|方案|细则)》"
)
_OWN_DEPARTMENT = expression(r"我[局委厅办]")
_YEAR_FIRST = expression(r"\s*" + YEAR)
_OPENING_LINES = 8
_OWNED = expression(r"[一-龥()]{4,24}?(?:局|委员会|厅|委|办公室|院)(?:所属|下属|直属)(?:的|事业|单位|机构)*")
KNOWN = ("government", "department", "township", "zone")


# A page has one title or two, and issuer, speaker and genre ask each of them.
@lru_cache(maxsize=8)
def read_body_of_title(title: str, year: int | None) -> NamedBody | None:
    """The place and body that a title names as reporting; None where it names none (2023年度法治政府建设情况报告)."""
    folded = fold_width(title)
    inner = _INNER_TITLE.search(folded)
    body = _read_body_of_phrase(inner[1], year) if inner else None
    # 甲镇人民政府关于印发《2022年法治政府建设工作报告》的通知: who hands it on, where it does not say itself
    return body or _read_body_of_phrase(folded, year)


def _read_body_of_phrase(phrase: str, year: int | None) -> NamedBody | None:
    text = re.sub(r"^《|》$", "", phrase)
    prefix = _TITLE_PREFIX.match(text)
    start = prefix.end() if prefix else 0
    phrase, end = _cut_phrase(text, start)
    phrase = cut_owner(phrase)
    body = read_body(phrase, year, closed=True) if phrase else None
    if body and body.kind == "place":
        # 沁水县2023年度水务局法治政府建设情况报告
        after = _TITLE_PREFIX.match(text, end)
        second = _cut_phrase(text, after.end())[0] if after else ""
        if second and (kind := judge_body(second)) in (*KNOWN, "outsider"):
            return NamedBody(phrase + second, body.divisions, kind, second)
        return body
    if body and body.kind:
        return body
    tail = _TAIL_BODY.search(text)
    told = read_body(tail[1], year, closed=False) if tail else None
    return told if told and told.kind in (*KNOWN, "place") and told.divisions else None


def _cut_phrase(text: str, start: int) -> tuple[str, int]:
    """What stands from `start` to where a speaker's name ends, and where that is: the longer one where it is a body (法治政府建设领导小组)."""
    hard, soft = _HARD_CUT.search(text, start), _SOFT_CUT.search(text, start)
    if hard and soft and hard.start() > soft.start():
        longer = text[start : hard.start()].strip()
        if len(longer) <= 30 and judge_body(longer) and not re.search(r"报告|情况|总结|建设工作", longer):
            return longer, hard.start()
    found = soft or hard
    return (text[start : found.start()].strip(), found.start()) if found else ("", start)


def cut_owner(name: str) -> str:
    """A unit's own name where its bureau stands before it: 沁水县种子站 of 沁水县农业农村局所属沁水县种子站.

    A name without a place (下属种子站) needs its bureau's.
    """
    owned = _OWNED.match(name)
    return name[owned.end() :] if owned and read_leading_places(name[owned.end() :], None)[0] else name


def read_issuer_of_title(title: str) -> str | None:
    """The bodies that a title names as reporting, joint ones with one space between; None for 2023年度通城县法治…."""
    body = read_body_of_title(title, None)
    # 下洋镇2023年… and 高新区2023年… name the place, not the body
    if body is None or body.kind not in (*KNOWN, "outsider") or body.said.endswith(_PLACE_ENDINGS):
        return None
    at = fold_width(title).find(body.said)
    said = title[at : at + len(body.said)] if at >= 0 else body.said
    # 甲市 乙局, spread over a line, is one name
    names = said.split() if len(said.split()) == len(split_joint(said, None)) else ["".join(said.split())]
    return " ".join(dict.fromkeys(names)) or None


# 抄送：县委办公室。 / 某县人民政府办公室 2024年1月20日印发: the imprint under a document, dated when it was printed
_IMPRINT = expression(
    r"\s*(?:抄\s*[送报]|主\s*送|分\s*送|印\s*发)\s*[:：(（]|.*(?:印\s*发|印\s*制)\s*[。.]?\s*(?:[(（].*[)）])?\s*$|\s*[(（]?共印"
)
_IMPRINT_LINES = 12
"""Lines at a text's end among which its imprint stands."""


def cut_imprint(lines: list[str]) -> list[str]:
    """The lines above the imprint: who copies go to (抄送：…) and which office printed them when (某某办公室 2024年1月20日印发)."""
    first = max(0, len(lines) - _IMPRINT_LINES)
    imprint = next((at for at in range(first, len(lines)) if _IMPRINT.match(lines[at])), len(lines))
    return lines[:imprint]


def read_signature(text: str) -> str | None:
    """The bodies that sign a report above its date, at the end or else at the head; joint ones with one space."""
    lines = cut_imprint([line.strip() for line in text.splitlines() if line.strip()])
    for block in (lines[-_LINES:], lines[:6]):
        for at, line in reversed(list(enumerate(block))):
            if is_date_line(line):
                signers = [signer for signer in block[max(0, at - 3) : at] if is_signer(signer)]
                if signers:
                    return " ".join(dict.fromkeys(fold_inner_space(signer) for signer in signers))
        # …有力保障。高平市人民政府 2022年2月9日, on one line
        signer = re.split("[。；;]", strip_last_date(block[-1]))[-1] if block else ""
        if is_signer(signer):
            return fold_inner_space(signer)
    return None


def strip_last_date(line: str) -> str:
    """The end of a line without the date that ends it; empty where none does."""
    ending = line[-_SIGNED_LINE:]
    mentions = list(read_dates(ending))
    return ending[: mentions[-1].char_start] if mentions and not ending[mentions[-1].char_end :].strip(" )）。") else ""


def is_date_line(line: str) -> bool:
    """Whether a line holds a date and nothing else: (2020年3月31日), 20231018."""
    if len(line) > _DATE_LINE or read_date(line) is None:
        return False
    rest = fold_width(line)
    for mention in reversed(list(read_dates(line))):
        rest = rest[: mention.char_start] + rest[mention.char_end :]
    # 二〇二四年一月二十日(此件公开发布), (公章)
    rest = re.sub(r"\((?:此件[^()]{2,12}|[公盖印]章)\)", "", rest)
    return not rest.strip(" ()[]-.。印发") or bool(re.fullmatch(r"[\s(\[]*\d{8}[\s)\]]*", rest))


def is_signer(line: str) -> bool:
    """Whether a line is nothing but a body's name."""
    folded = fold_width(line).replace(" ", "")
    return (
        3 < len(folded) <= 30 and not re.search(r"[,。;:、]|报告|总结|情况", folded) and judge_body(folded) is not None
    )


def fold_inner_space(name: str) -> str:
    """A name without the spaces that a page spreads it with (高 平 市)."""
    return re.sub(r"\s+", "", name)


def read_issuer(title: str | None, text: str, head: str = "") -> str | None:
    """The reporting body: from the title, else from the signature, else what the text says of itself.

    Without its place where the page leaves that out (县司法局). `head` may hold a signature too, above the text.
    """
    return (read_issuer_of_title(title) if title else None) or next(
        iter(read_own_bodies(title, text, head).values()), None
    )


def read_own_bodies(title: str | None, text: str, head: str = "") -> dict[str, str]:
    """The bodies that page and text name as reporting, by where they stand (seeds/witnesses.csv), the surest first."""
    found = {
        "signature": read_signature(text) or read_head_signature(head),
        "heading": read_head_body(head, title)
        or read_heading_body(text)
        or (title is None and read_named_head(head, text)),
        "declared": read_declared_body(text),
        "subject": read_subject_body(text),
    }
    return {position: body for position, body in found.items() if body}


def read_subject_body(text: str) -> str | None:
    """The first sentence's subject if it is a body by its full name; 市司法局 and 县政府 are none."""
    opening = read_opening(text)
    # 甲区委、区政府坚持…: one subject of two bodies
    if opening.joint:
        placed = read_leading_places(opening.subject.removeprefix("中共"), None)[0]
        return opening.whole if placed and judge_body(opening.whole) else None
    bare = (
        re.match("[省市县区州旗我本各全镇乡局厅]|街道|苏木", opening.subject) is not None
        or opening.subject.endswith(_PLACE_ENDINGS)
        or _NAMELESS_ZONE.fullmatch(opening.subject) is not None
        or is_bare_noun(opening.subject)
    )
    return opening.subject if judge_body(opening.subject) and not bare else None


def read_heading_body(text: str) -> str | None:
    """The body alone on a line over the salutation: 甲市人民政府, then 主任、各位委员：."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:4]
    for line, following in itertools.pairwise(lines):
        if is_signer(line) and following[-1] in ":：" and len(following) < _SIGNED_LINE:
            return fold_inner_space(line)
    return None


def read_declared_body(text: str) -> str | None:
    """The body whose report it says to be: 现将甲市乙区人民政府2021年法治政府建设情况报告如下."""
    declared = read_declared(text)
    # 现将街道2022年…, 现将我镇2022年… name nobody
    bare = re.match("[省市县区州旗我本]|街道|镇|乡|全", declared)
    return declared if judge_body(declared) and not bare else None


def read_declared(text: str) -> str:
    """Whose report a text says that it is, as it says it (市水务局 of 现将市水务局2022年度…报告如下), or the place's; empty where it does not."""
    return _find_declared(fold_width(text[:_OPENING]))


# Issuer, speaker and signature ask it of the same text.
@lru_cache(maxsize=4)
def _find_declared(opening: str) -> str:
    declared = _DECLARED.search(opening) or _COMMISSIONED.search(opening) or _DECLARED_PLACE.search(opening)
    declared = declared or _SUITED.search(opening) or _MADE_PUBLIC.search(opening[:_NEWS_LEAD])
    return declared[1] if declared else ""


def read_head_signature(head: str) -> str | None:
    """The bodies that stand alone in the head above a date in brackets, joint ones with one space."""
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    dated = next((at for at, line in enumerate(lines) if is_bracketed_date(line)), 0)
    signers = [fold_inner_space(line) for line in lines[:dated] if is_signer(line)]
    return " ".join(signers) or None


def read_head_body(head: str, title: str | None) -> str | None:
    """The body alone on a line right over the title in the head, or right under it: 甲市乙区丙镇人民政府, then 2021年法治政府建设情况报告.

    In `head` labels and their values are blanks: what stands beside them (甲县人民政府 发布时间：) is the site's name.
    """
    # (2024年1月10日) may stand between the two
    lines = [line for line in head.splitlines() if line.strip() and not is_date_line(line)]
    bare = fold_inner_space(title) if title else None
    pairs = list(itertools.pairwise(lines))
    over = [line for line, following in pairs if bare and fold_inner_space(following) == bare]
    under = [line for before, line in pairs if bare and fold_inner_space(before) == bare and line == line.rstrip()]
    # (2025年4月29日在甲市第十四届人民代表大会常务委员会第十七次会议上), then 甲市人民政府, then who it speaks to
    said = [line for before, line in pairs if _SPOKEN.fullmatch(fold_width(fold_inner_space(before)))]
    # 沁水县水务局文件, over its number: the head of a printed document
    printed = [line.strip().removesuffix("文件") for line in lines if line.strip().endswith("文件")]
    # 【沁水县水务局】2023年度法治政府建设情况报告
    printed += [tag[1] for line in lines if (tag := _TAGGED.match(line.strip()))]
    return next((_fold_names(line) for line in (*over, *said, *under, *printed) if is_signer(line)), None)


def read_named_head(head: str, text: str) -> str | None:
    """The bureau by its full name that stands where the title should (沁水县水务局, then 时间：), over a text that says 我局."""
    lines = [fold_inner_space(line) for line in head.splitlines() if line.strip()]
    name = lines[0] if lines and _OWN_DEPARTMENT.search(text) else ""
    alone = not any(is_signer(line) for line in lines[1:])
    placed = alone and is_signer(name) and judge_body(name) == "department" and read_leading_places(name, None)[0]
    return name if placed else None


def _fold_names(line: str) -> str:
    """A line's bodies with one space between: 中共甲镇委员会 甲镇人民政府; one that is only spread out (高 平 市 人 民 政 府) in one."""
    names = line.split()
    return " ".join(names) if len(names) > 1 and all(judge_body(name) for name in names) else fold_inner_space(line)


def is_bracketed_date(line: str) -> bool:
    """Whether a line is a date in brackets, as it stands under a report's title: (2020年3月31日)."""
    folded = fold_width(line).strip()
    return folded[:1] == "(" and folded[-1:] == ")" and "年" in folded and ":" not in folded and is_date_line(line)


def read_township(name: str) -> str | None:
    """The township that a title, an issuer or a subject opens with (寺庄镇2022年…), None where it opens with none."""
    match = _TOWNSHIP.match(re.sub(r"^(?:\d{4}年度?|关于)", "", cut_places(fold_width(name))))
    return match[0] if match else None


def cut_places(name: str) -> str:
    """What follows the places that open a name: 寺庄镇2022年 of 高平市寺庄镇2022年."""
    bare = re.sub(r"^(?:中共|\d{4}年度?|关于)+", "", name.strip())
    _, end, short = read_leading_places(bare, None)
    # 东山街道 bears the name of a place for short, and is not 街道 in it
    return bare if short and _TOWNSHIP_WORD.match(bare, end) else bare[end:]


def read_antecedent(text: str, year: int | None) -> str | None:
    """Who 我局 is: the one department that the text names in full where it tells of its own doing (成立晋城市水务局…领导小组).

    Or that a later paragraph opens with. None where two are named.
    """
    later = (name for name in list_later_departments(text, year) if read_leading_places(name, year)[0])
    named: Counter[str] = Counter(later)
    named.update(_list_inner(text, year))
    for place in find_places(text, year):
        clause = re.split(r"[。；;\n]", text[max(0, place.char_start - 60) : place.char_start])[-1]
        body = _OWN_ORGAN.match(text, place.char_end)
        if body and _OWN_DOING.search(clause) and not is_barred(text, place.char_start, place.char_end, document=True):
            named[text[place.char_start : body.end()]] += 1
    return next(iter(named)) if len(named) == 1 else None


def _list_inner(text: str, year: int | None) -> Iterator[str]:
    """The departments whose inner rules a text names; the own party's or a government's are none."""
    for rule in _INNER_RULE.finditer(fold_width(text)):
        if judge_body(rule[1]) == "department" and read_leading_places(rule[1], year)[0]:
            yield rule[1]


def list_later_departments(text: str, year: int | None) -> Iterator[str]:
    """The departments that paragraphs below the first open with: 2023年，湛江市城市管理和综合执法局以…, 2023年，市水务局以….

    A text that opens with 我局 alone tells its name there.
    """
    lines = [line for line in text.split("\n") if line.strip()][1:_OPENING_LINES]
    for line in lines:
        subject = read_opening(line).subject if _YEAR_FIRST.match(line) else ""
        if judge_body(subject) == "department":
            yield subject


def read_own_township(text: str) -> str | None:
    """Who 我镇 is: the one township whose plans and groups the text says that it made (制定《寺庄镇2021年依法行政工作要点》); None where two are."""
    named = {match[1] for match in _OWN_TOWNSHIP.finditer(text)}
    return named.pop() if len(named) == 1 else None
