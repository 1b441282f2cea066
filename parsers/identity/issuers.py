"""Who reports: the body that title or signature name, and whether it is a government, a department or a township."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.identity.divisions import find_places_in_title
from parsers.records import Level, Region
from parsers.text.dates import read_date, read_dates
from parsers.text.width import fold_width


class BodyRule(NamedTuple):
    """How the name of a kind of body ends."""

    kind: str
    pattern: str
    example: str


BODY_RULES = (
    BodyRule(
        "zone",
        r"(?:开发|高新|经开|保税|合作|度假|示范|管理|功能|园|新)区(?:(?:党工委)?管(?:理委员|委)会)?",
        "开发区管委会",
    ),
    BodyRule("zone", r"管(?:理委员|委)会", "景区管理委员会"),
    BodyRule("township", r"(?:镇|乡|街道|苏木)(?:人民政府|党工?委|办事处)?", "下洋镇人民政府"),
    BodyRule("department", r"(?:局|厅|办|部|院|中心|[支总大]队)党[组委]", "中共甲市交通运输局党组"),
    BodyRule("government", r"人民政府(?:办公[室厅])?|[省市县区州旗]政府(?:办公[室厅])?", "高平市人民政府"),
    BodyRule("government", r"(?:中共\S{2,12}?|[省市县区州旗盟地])委(?:员会)?(?:办公[室厅])?", "中共高平市委"),
    BodyRule("government", r"领导小组(?:办公室)?|依法治[省市县区州旗](?:委员会(?:办公室)?|办)", "法治政府建设领导小组"),
    BodyRule(
        "department",
        r"(?:局|厅|署|办公[室厅]|办|中心|[支总大]队|院|处|(?<!网)站|银行|公司|海关|联社|总社|联合会)",
        "司法局",
    ),
    BodyRule("department", r"(?<![省市县区州旗党纪工])委(?:员会)?|(?<=司法)部|(?<=[^\s]{3})部", "发展和改革委员会"),
)
"""Tried in this order against the end of a name; the first that fits tells the kind."""

_ENDS = tuple((rule.kind, re.compile(rf"(?:{rule.pattern})$")) for rule in BODY_RULES)
_BODY = rf"[\u4e00-\u9fff()]{{0,30}}?(?:{'|'.join(rule.pattern for rule in BODY_RULES)})"
# 中共高平市委 高平市人民政府关于…, 顺河回族区人民政府 2019年度…: the bodies before 关于 or the year
_ISSUER = re.compile(
    rf"(?:\d{{4}}年度?)?\s*({_BODY}(?:[\s、和与]+{_BODY}){{0,2}})(?:等[\d一二三四五六七八九十]+(?:个?部门|家?单位))?\s*"
    r"(?=关于|\d{4}|二[〇○零]|年度|法治政府|依法行政|印发|推进|党政主要)"
)
# 各成员单位公示本部门的抽查计划: 本部门 is whoever was named last
_OWN_BODY = re.compile(r"[我本](?<![给对为].)(?:局|委|厅|办|中心|院|队|站|支队)|我(?:部门|单位)")
_OWN_PLACE = re.compile(r"我[省市县区州旗盟镇乡]")
_TOWNSHIP = re.compile(
    r"^[\u4e00-\u9fff]{1,8}?(?:(?<!乡)镇|(?<!城)乡|街道|苏木)"
    r"(?=人民政府|政府|办事处|党|关于|\d{4}|二[〇○零]|年度|法治|依法|$)"
)
# 2021年，司法部坚持…; 今年以来，在区委的坚强领导下，某街道坚持…: who is the subject of the first sentence
_SUBJECT = re.compile(
    r"\s*(?:(?:(?:20\d\d|二[〇○零]..)年度?|今年|近年|一年)(?:以?来)?[,，]\s*)?(?:在[^,，。\n]{2,40}下[,，]\s*){0,4}"
    r"([\u4e00-\u9fff]{2,20}?)"
    r"(?=坚持|认真|深入|全面|始终|紧紧|严格|按照|高度|贯彻|在以?[省市县区州党习]|以习|围绕|积极|切实|扎实|[,，]|(?<=委)、)"
)
_OWN_TOWNSHIP = re.compile(r"我(?:镇|乡|街道|街|苏木)|(?:全镇|全乡|全街道)")
_ZONE = re.compile(r"开发区|高新区|经开区|管委会|管理委员会|新区|合作区|示范区|度假区|保税区|园区")
_PLACE_ENDINGS = ("镇", "乡", "街道", "苏木", "区")
_SALUTATION = re.compile(r"(?!.*(?:如下|现[就将]))[^。]{2,60}[:：]|[一二][、.][^。，,]{2,40}|")
_SALUTATIONS = 4
_OPENING = 1500
_DECLARED = re.compile(rf"现(?:就|将|把)({_BODY})(?=\d{{4}}年)")
_DATE_LINE = 30
_SIGNED_LINE = 60
_LINES = 10
"""How many lines from the end a signature may stand: lists of attachments follow it on some pages."""


def judge_body(name: str) -> str | None:
    """government, department, township or zone by how a body's name ends; None where it is none of these."""
    folded = fold_width(name).replace(" ", "")
    return next((kind for kind, pattern in _ENDS if pattern.search(folded)), None)


def read_issuer_of_title(title: str) -> str | None:
    """The bodies that a title names as reporting, joint ones with one space between; None for 2023年度通城县法治…."""
    match = _ISSUER.match(fold_width(title))
    # 下洋镇2023年… and 高新区2023年… name the place, not the body
    if not match or match[1].endswith(_PLACE_ENDINGS):
        return None
    return " ".join(title[match.start(1) : match.end(1)].split())


def read_signature(text: str) -> str | None:
    """The bodies that sign a report above its date, at the end or else at the head; joint ones with one space."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for block in (lines[-_LINES:], lines[:6]):
        for at, line in reversed(list(enumerate(block))):
            if is_date_line(line):
                signers = [signer for signer in block[max(0, at - 3) : at] if is_signer(signer)]
                if signers:
                    return " ".join(fold_inner_space(signer) for signer in signers)
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
    return not rest.strip(" ()[]-.。印发") or bool(re.fullmatch(r"[\s(\[]*\d{8}[\s)\]]*", rest))


def is_signer(line: str) -> bool:
    """Whether a line is nothing but a body's name."""
    folded = fold_width(line).replace(" ", "")
    return 3 < len(folded) <= 30 and not re.search(r"[,。;:、]", folded) and judge_body(folded) is not None


def fold_inner_space(name: str) -> str:
    """A name without the spaces that a page spreads it with (高 平 市)."""
    return re.sub(r"\s+", "", name)


def read_issuer(title: str | None, text: str, head: str = "") -> str | None:
    """The reporting body: from the title, else from the signature, else the subject of the first sentence.

    Without its place where the page leaves that out (县司法局). `head` may hold a signature too, above the text.
    """
    return (
        (read_issuer_of_title(title) if title else None)
        or read_signature(text)
        or read_head_signature(head)
        or read_head_body(head, title)
        or read_heading_body(text)
        or read_declared_body(text)
        or read_subject_body(text)
    )


def read_subject(text: str) -> str:
    """The subject of a text's first sentence, empty where it cannot be told: 甲市司法局 of 2022年，甲市司法局坚持…."""
    match = _match_subject(text)
    return match[1] if match else ""


def _match_subject(text: str) -> re.Match[str] | None:
    match = _SUBJECT.match(cut_salutation(text))
    return match if match and not re.search("[在的和是为]", match[1]) else None


def read_subject_body(text: str) -> str | None:
    """The first sentence's subject if it is a body by its full name; 市司法局 and 县政府 are none."""
    match = _match_subject(text)
    # 甲区委、区政府坚持…: one subject of two bodies
    if match is None or match.string.startswith("、", match.end()):
        return None
    subject = match[1]
    bare = re.match("[省市县区州旗我本各全]", subject) or subject.endswith(_PLACE_ENDINGS)
    return subject if judge_body(subject) and not bare else None


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
    """Whose report a text says that it is, as it says it (市水务局 of 现将市水务局2022年度…报告如下); empty where it does not."""
    declared = _DECLARED.search(fold_width(text[:_OPENING]))
    return declared[1] if declared else ""


def cut_salutation(text: str) -> str:
    """The text without the lines that open it and end in a colon (中共甲市委、甲市人民政府： are those reported to) or are headings."""
    lines = text.lstrip().split("\n")
    opening = next((at for at, line in enumerate(lines[:_SALUTATIONS]) if not _SALUTATION.fullmatch(line.strip())), 0)
    return "\n".join(lines[opening:])


def read_head_signature(head: str) -> str | None:
    """The bodies that stand alone in the head above a date in brackets, joint ones with one space."""
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    dated = next((at for at, line in enumerate(lines) if is_bracketed_date(line)), 0)
    signers = [fold_inner_space(line) for line in lines[:dated] if is_signer(line)]
    return " ".join(signers) or None


def read_head_body(head: str, title: str | None) -> str | None:
    """The body alone on a line right over the title in the head: 甲市乙区丙镇人民政府, then 2021年法治政府建设情况报告."""
    lines = [fold_inner_space(line) for line in head.splitlines() if line.strip()]
    over = (line for line, following in itertools.pairwise(lines) if title and following == fold_inner_space(title))
    return next((line for line in over if is_signer(line)), None)


def is_bracketed_date(line: str) -> bool:
    """Whether a line is a date in brackets, as it stands under a report's title: (2020年3月31日)."""
    folded = fold_width(line).strip()
    return folded[:1] == "(" and folded[-1:] == ")" and "年" in folded and ":" not in folded and is_date_line(line)


def judge_level(title: str | None, issuer: str | None, text: str, region: Region | None) -> Level | None:
    """The level of the reporting body: department and township by name or by 我局 and 我镇, else the region's own.

    None for the committee of a development zone, which GB/T 2260 has no level for, and where no region is known.
    """
    for kind in list_kinds(title, issuer):
        if kind == "department":
            return "department"
        if kind == "township":
            return "township"
        if kind == "zone":
            return None
        if kind == "government":
            return region.level if region else None
    if len(_OWN_BODY.findall(text)) > len(_OWN_PLACE.findall(text)):
        return "department"
    subject = judge_body(read_subject(text))
    if "department" in (judge_body(read_declared(text)), subject):
        return "department"
    if subject == "township":
        return "township"
    if _OWN_TOWNSHIP.search(text[:400]) or len(_OWN_TOWNSHIP.findall(text)) >= 3:
        return "township"
    return region.level if region else None


def list_kinds(title: str | None, issuer: str | None) -> Iterator[str]:
    """Kinds of body that title and issuer name, the surest first."""
    if title:
        named = read_issuer_of_title(title)
        rest = cut_places(fold_width(title))
        if _TOWNSHIP.match(rest):
            yield "township"
        if named and (kind := judge_body(named)):
            yield kind
        if _ZONE.search(re.split(r"关于|\d{4}|法治", rest, maxsplit=1)[0]):
            yield "zone"
    if issuer and (kind := judge_body(issuer)):
        yield kind


def read_township(name: str) -> str | None:
    """The township that a title, an issuer or a subject opens with (寺庄镇2022年…), None where it opens with none."""
    match = _TOWNSHIP.match(cut_places(fold_width(name)))
    return match[0] if match else None


def cut_places(title: str) -> str:
    """What follows the places that open a title: 寺庄镇2022年 of 高平市寺庄镇2022年."""
    end = 0
    for place in find_places_in_title(title, None):
        between = title[end : place.char_start]
        # in 高平市东城街道 is no 东城区
        if (place.short and end) or not re.fullmatch(r"\s?(?:中共|国家税务总局|关于|\d{4}年度?)?", between):
            break
        end = place.char_end
    return re.sub(r"^(?:\d{4}年度?|关于)", "", title[end:].strip())
