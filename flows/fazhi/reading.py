"""One page through the parsers, without a warehouse."""

from __future__ import annotations

from os import PathLike, fspath
from typing import TYPE_CHECKING

import pyarrow as pa

from .frames import Frame

if TYPE_CHECKING:
    # The parsers take a second to import, which whoever only asks the warehouse need not wait for.
    from parsers.records import ParsedPage, Refusal


class UnreadableFile(Exception):  # noqa: N818 - says what the file is
    """A file of which there are no bytes to parse: too long, broken gzip, no right to read it. `reason` is a code of seeds/reasons.csv."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.reason = refusal.reason


def parse(source: bytes | str | PathLike[str], *, url: str = "", content_type: str | None = None) -> ParsedPage:
    """All that the parsers can say of one page or document (HTML, text, Word, PDF, OFD …): metadata, text, sections, facts.

    `source` is the page's bytes, or the path of a file (a text is always a path). `url` is where bytes came from: the parsers
    take no more from it than the host's region; `content_type` the HTTP header, where there was one. `refusal` is None for a
    report, else it says why it is none; `state` is `incomplete` where a part is missing. Places of sections and facts count
    characters of `text` from 0, end exclusive, so that `text[fact.char_start:fact.char_end] == fact.quote`.

    It is read in this process without a bound on time and memory: files of strangers are for `fazhi ingest`, which has them.
    Raises CallError where there is no such file, UnreadableFile where it has no bytes to read.
    """
    from flows.archive.files import find_page, find_path, read_file
    from parsers.attachment_page import parse_page_or_attachment
    from parsers.records import RawPage, Refusal

    if isinstance(source, bytes):
        return parse_page_or_attachment(RawPage(url or "file:///page", source, content_type))
    page = find_page(find_path(fspath(source)))
    raw = read_file(page)
    if isinstance(raw, Refusal):
        raise UnreadableFile(raw)
    return parse_page_or_attachment(RawPage(url or raw.url, raw.body, content_type))


def facts(page: ParsedPage) -> Frame:
    """The figures of a parsed page, a row each in the order of the text, with columns as `fact_indicator` has them.

    A figure that is a part of another (其中…) has its `seq` in `part_of_seq`; a warehouse gives both a `fact_id`.
    """
    from flows.fact_columns import describe_fact

    rows = [
        {"seq": fact.seq, "part_of_seq": fact.part_of, **describe_fact(fact, page.metadata, fact.part_of)}
        for fact in page.facts
    ]
    return Frame(pa.Table.from_pylist(rows, schema=_SCHEMA))


_SCHEMA = pa.schema(
    [
        ("seq", pa.int32()),
        ("section_seq", pa.int32()),
        ("region_code", pa.string()),
        ("year", pa.int16()),
        ("indicator_id", pa.string()),
        ("label", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("qualifier", pa.string()),
        ("kind", pa.string()),
        ("scope", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("quote", pa.string()),
        ("sentence", pa.string()),
        ("char_start", pa.int32()),
        ("char_end", pa.int32()),
        ("part_of_seq", pa.int32()),
        ("check_status", pa.string()),
        ("confidence", pa.float64()),
        ("parser_version", pa.string()),
    ]
)
