"""How much of a report's body is kept, and how much of what is kept belongs to it: `python -m tests.measure_bodies [SHARED]`."""

from __future__ import annotations

import html
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from lxml import etree

from parsers.body.boilerplate import strip_boilerplate
from parsers.body.charset import decode
from parsers.body.plain_text import strip_plain_text
from parsers.records import StrippedPage

_UNSEEN = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]+")


@dataclass(frozen=True)
class Measure:
    """Shares of characters without white space."""

    name: str
    precision: float
    recall: float
    milliseconds: float
    container: str


def squeeze(text: str) -> str:
    """`text` without anything that nobody sees."""
    return _UNSEEN.sub("", text)


def compare(truth: str, got: str) -> tuple[float, float]:
    """Precision and recall of `got` by its longest matching blocks with `truth`, both squeezed."""
    same = len(truth)
    if truth != got:
        same = sum(block.size for block in SequenceMatcher(None, truth, got, autojunk=False).get_matching_blocks())
    return same / len(got) if got else 0.0, same / len(truth) if truth else 1.0


def find_truth(page: str, expected: dict[str, object]) -> str:
    """The visible text of `page` from the body's first to its last characters, where its length fits best."""
    for _ in range(2):
        page = re.sub(r"&amp;(?=#?\w+;)", "&", page)
    root = etree.fromstring(page.encode(), etree.HTMLParser(encoding="utf-8"))
    etree.strip_elements(root, "script", "style", "title", with_tail=False)
    etree.strip_tags(root, etree.Comment)
    text = squeeze(html.unescape("".join(root.itertext())))
    first, last, length = (
        str(expected["body_first30"]),
        str(expected["body_last30"]),
        int(str(expected["body_chars_no_space"])),
    )
    stop = text.rindex(last) + len(last)
    starts = [match.start() for match in re.finditer(re.escape(first), text)]
    return text[min(starts, key=lambda start: abs(stop - start - length)) : stop]


def measure_pages(folder: Path, change: Callable[[str], str] = str) -> list[Measure]:
    """The HTML pages of `folder` against the .json beside each; `change` is done to each page's markup before."""
    return [_measure_page(path, change) for path in sorted(folder.glob("*.html"))]


def _measure_page(path: Path, change: Callable[[str], str]) -> Measure:
    page = decode(path.read_bytes()).text
    truth = squeeze(change(find_truth(page, json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))))
    return _time(path.stem, strip_boilerplate, change(page), truth)


def measure_texts(shared: Path, change: Callable[[str], str] = str) -> list[Measure]:
    """The texts of `shared`/seeds that have a gold annotation, against its body_start and body_end."""
    measures = []
    for path in sorted((shared / "gold").glob("*.report.json")):
        name = path.name.removesuffix(".report.json")
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8")
        whole, first, last = (_fold(part) for part in (text, gold["body_start"], gold["body_end"]))
        truth = whole[whole.index(first) : whole.rindex(last) + len(last)]
        measures.append(_time(name, strip_plain_text, change(text), truth))
    return measures


def _fold(text: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", text))


def _time(name: str, strip: Callable[[str], StrippedPage], page: str, truth: str) -> Measure:
    strip(page)
    start = time.perf_counter()
    stripped = strip(page)
    spent = (time.perf_counter() - start) * 1000
    fold = _fold if strip is strip_plain_text else squeeze
    return Measure(name, *compare(truth, fold(stripped.text)), spent, stripped.container)


def mean(values: list[float]) -> float:
    """The mean of a list that is not empty."""
    return sum(values) / len(values)


def main() -> None:
    """Print a line a page and the means."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared"
    for title, measures in (("pages", measure_pages(shared / "pages")), ("texts", measure_texts(shared))):
        for one in measures:
            print(
                f"{one.name:24} {one.container:18} precision {one.precision:.4f} recall {one.recall:.4f} {one.milliseconds:5.1f} ms"
            )
        precision, recall = mean([one.precision for one in measures]), mean([one.recall for one in measures])
        print(
            f"{title:43} precision {precision:.4f} recall {recall:.4f} {mean([one.milliseconds for one in measures]):5.1f} ms\n"
        )


if __name__ == "__main__":
    main()
