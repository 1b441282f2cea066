"""Parses that the tables could not keep as promised: a rule that errs lets no wrong row in and stops no batch."""

from __future__ import annotations

import math
import re

from parsers.records import Metadata, ParsedPage, Refusal

_CODE = re.compile(r"\d{6}")
_YEARS = range(1949, 2101)


def find_defect(parsed: ParsedPage) -> Refusal | None:
    """What is wrong with a parse (reason defective_parse), None for a sound one.

    Promised: quotes and sections stand where their offsets say, numbers count up, references lead to rows of the same
    report, region and year are such, every text can be written as UTF-8.
    """
    detail = (
        _tell_odd_metadata(parsed.metadata)
        or _find_odd_text(parsed)
        or _find_odd_section(parsed)
        or _find_odd_fact(parsed)
    )
    return None if detail is None else _refuse(detail)


def find_odd_metadata(metadata: Metadata) -> Refusal | None:
    """What of this alone is wrong with the region and year, which a person may have said."""
    detail = _tell_odd_metadata(metadata)
    return None if detail is None else _refuse(detail)


def _refuse(detail: str) -> Refusal:
    return Refusal("defective_parse", f"解析结果自相矛盾，请报告此页：{detail}")


def _tell_odd_metadata(metadata: Metadata) -> str | None:
    if metadata.region_code is not None and not _CODE.fullmatch(metadata.region_code):
        return f"区划代码 {metadata.region_code!r} 不是六位数字"
    if metadata.year is not None and metadata.year not in _YEARS:
        return f"年份 {metadata.year} 不在 {_YEARS.start} 至 {_YEARS.stop - 1} 之间"
    return None


def _find_odd_text(parsed: ParsedPage) -> str | None:
    metadata = parsed.metadata
    texts = [parsed.text, metadata.title, metadata.issuer, metadata.source, metadata.region_name]
    for text in texts:
        if text is not None and not _is_unicode(text):
            return f"含有无法写成 UTF-8 的字符：{text.encode('ascii', 'backslashreplace')[:80].decode()}"
    return None


def _find_odd_section(parsed: ParsedPage) -> str | None:
    for number, section in enumerate(parsed.sections, start=1):
        if section.seq != number:
            return f"第 {number} 个章节的次序记为 {section.seq}"
        if section.parent_seq is not None and not 1 <= section.parent_seq < number:
            return f"章节 {number} 的上级 {section.parent_seq} 不在其前"
        if parsed.text[section.char_start : section.char_end] != section.text or section.char_start < 0:
            return f"章节 {number} 不在正文 {section.char_start} 至 {section.char_end} 处"
    return None


def _find_odd_fact(parsed: ParsedPage) -> str | None:
    text, sections = parsed.text, len(parsed.sections)
    facts = len(parsed.facts)
    last_start = 0
    for number, fact in enumerate(parsed.facts, start=1):
        if fact.seq != number or fact.char_start < last_start:
            return f"第 {number} 个事实的次序记为 {fact.seq}，起点 {fact.char_start}"
        last_start = fact.char_start
        if not fact.quote or text[fact.char_start : fact.char_end] != fact.quote:
            return f"事实 {number}“{fact.quote}”不在正文 {fact.char_start} 至 {fact.char_end} 处"
        if fact.section_seq is not None and not 1 <= fact.section_seq <= sections:
            return f"事实 {number} 所在的章节 {fact.section_seq} 不存在"
        if fact.part_of is not None and (fact.part_of == number or not 1 <= fact.part_of <= facts):
            return f"事实 {number} 所属的事实 {fact.part_of} 不存在"
        if not math.isfinite(fact.value):
            return f"事实 {number} 的数值 {fact.value} 不是数"
    return None


def _is_unicode(text: str) -> bool:
    """Whether the text has no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
