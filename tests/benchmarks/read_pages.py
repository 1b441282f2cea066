"""Reads pages in rounds on command, for the tree that it is started in: the half of `against.py` that runs once for each build.

Started as a file, with the tree on PYTHONPATH, so that a commit that has no such file can be measured too. Asks over stdin, a JSON list
a line (`["time", start, stop]`, `["stages", start, stop]`, `["load", count]`, `["digest"]`); answers over stdout, a line of JSON each.
"""

from __future__ import annotations

import gc
import hashlib
import json
import pickle
import sys
import time
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any


def main() -> None:
    """Answer until stdin ends; the only argument is a pickled list of (url, body, content type)."""
    from parsers.page import parse_page
    from parsers.records import RawPage

    pages = [RawPage(*page) for page in pickle.loads(Path(sys.argv[1]).read_bytes())]
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        command, *span = json.loads(line)
        answer: Any = None
        if command == "time":
            cpu = time.process_time()
            for page in pages[slice(*span)]:
                parse_page(page)
            answer = time.process_time() - cpu
        elif command == "stages":
            answer = measure_stages(pages[slice(*span)])
        elif command == "load":
            answer = measure_loading(*span)
        elif command == "digest":
            answer = [digest(parse_page(page)) for page in pages]
        print(json.dumps(answer), flush=True)


def measure_stages(pages: list[Any]) -> dict[str, float]:
    """Milliseconds a page by stage, by the tree's own names of them; none where the tree names what is not there."""
    from tests.benchmarks.pages import Page
    from tests.benchmarks.stages import measure_stages as measure

    with suppress(AttributeError):
        return _measure(measure, Page, pages)
    return {}


def measure_loading(count: int) -> float:
    """Milliseconds of the parent's processor time that a page takes to load, by the tree's own benchmark."""
    import tests.benchmarks.__main__ as benchmarks
    from tests.benchmarks.pages import make_pages

    return float(benchmarks._time_loading(list(make_pages(250 + count, 2)))["ms"])


def _measure(measure: Any, Page: Any, pages: list[Any]) -> dict[str, float]:  # noqa: N803
    return measure([[Page("", page.url, page.body, page.content_type, "") for page in pages]])


def digest(parsed: Any) -> str:
    """Of all that was read of a page: metadata, text, sections, facts, refusal, evidence; not of the version that read it."""
    values = {field.name: getattr(parsed, field.name) for field in fields(parsed) if field.name != "parser_version"}
    return hashlib.sha256(json.dumps(plain(values), ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def plain(value: Any) -> Any:
    """Records, named tuples, dates as what JSON knows, whatever kind of record a build makes of them."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


if __name__ == "__main__":
    main()
