"""A folder of made-up pages: reports as text and as HTML, one of them large, articles that are none, and broken files."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import write_report

ARTICLES_EVERY = 12
"""Each so many pages one is no report."""
_PADDING = "  window.columns.push({name: 'item', visible: true});\n" * 24_000
"""What makes a page large enough to be parsed by a worker process whatever else there is."""


def write_pages(folder: Path, count: int, edition: int = 1) -> Path:
    """`count` pages, at least 15; in the second edition each third report has other figures."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count - 2):
        path = folder / f"{number:03d}.txt"
        if number % ARTICLES_EVERY == ARTICLES_EVERY - 1:
            write_article(path, number)
            continue
        # Five counties take turns: each has one report a year, but for the last ten, which come a second time as others.
        year = 2008 + (number if number < count - 12 else number - count + 12) // 5
        write_report(path, number, year=year, changed=int(edition == 2 and number % 3 == 0))
        if number == count // 2:
            wrap_in_html(path)
    (folder / f"{count - 2:03d}.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / f"{count - 1:03d}.txt.gz").write_bytes(b"\x1f\x8b\x08\x00" + bytes(range(200)))
    return folder


def write_article(path: Path, number: int) -> None:
    """News of something else."""
    path.write_text(
        f"我县召开防汛抗旱工作会议\n发布时间：2022-06-{number % 28 + 1:02d} 来源：某县水利局\n"
        f"6月上旬，县防汛抗旱指挥部召开会议，部署汛期值守，检查水库{number}座，要求各乡镇落实责任，确保安全度汛。\n",
        encoding="utf-8",
    )


def wrap_in_html(path: Path) -> None:
    """The page as HTML of more than a megabyte under the same name."""
    title, published, *lines = path.read_text(encoding="utf-8").splitlines()
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    path.write_text(
        f'<html><head><meta charset="utf-8"><title>{title}</title><script>{_PADDING}</script></head><body><h1>{title}</h1>'
        f'<div>{published}</div><div class="TRS_Editor">{paragraphs}</div></body></html>',
        encoding="utf-8",
    )
