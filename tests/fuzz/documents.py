"""Mutated documents through the readers: `python -m tests.fuzz.documents --files 20000`.

Containers are damaged in two ways: their bytes as a disk would, and a member of theirs as a program would, packed anew.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import zipfile
from functools import cache
from pathlib import Path

from parsers.records import RawPage
from tests.fault_server.files import make_docx, make_pdf, make_scan
from tests.fault_server.reports import PLACES, make_report
from tests.fuzz.mutations import URL, mutate
from tests.ofd_samples import write_ofd

_FILES = Path(__file__).parent.parent / "parsers" / "files"


@cache
def gather_documents() -> tuple[bytes, ...]:
    """A file of each format that has a reader."""
    report = make_report(PLACES[1], 2021)
    lines = [report.title, *report.paragraphs()]
    docx, pdf = make_docx(lines), make_pdf(lines, head="资料汇编")
    pieces = [(line[:28], 28.0, 30.0 + 9 * at, 5.6) for at, line in enumerate(lines)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("报告.pdf", pdf)
    page = "".join(f"<p>{line}</p>" for line in lines)
    saved = (
        'From: Saved\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>{page}</body></html>\r\n--b--\r\n"
    )
    made = (
        docx,
        docx,
        pdf,
        pdf,
        make_scan(),
        write_ofd([pieces]),
        packed.getvalue(),
        saved.encode(),
        _make_rar(docx),
        _make_sheet(),
        _make_rtf(lines),
    )
    return (*made, (_FILES / "word97.doc").read_bytes(), (_FILES / "statistics.xls").read_bytes())


def _make_rar(inner: bytes) -> bytes:
    import rars

    builder = rars.RarBuilder()
    builder.add_bytes(inner, "报告.docx")
    return bytes(builder.to_bytes())


def _make_rtf(lines: list[str]) -> bytes:
    shown = "".join(
        "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in line.encode("gbk")) + r"\par "
        for line in lines
    )
    return (r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\pard\plain " + shown + "}").encode()


def _make_sheet() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["类别", "2022年", "2023年"], ["行政处罚", 128, 0.96], ["复议申请", 58, 62]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def draw_document(seed: int, number: int) -> tuple[RawPage, tuple[str, ...]]:
    """File `number` of the run with this seed, and the names of the mutations that made it."""
    chance = random.Random(f"document:{seed}:{number}")
    sources = gather_documents()
    body = chance.choice(sources)
    if body.startswith(b"PK") and chance.random() < 0.7:
        return RawPage(URL, mutate_member(body, chance)), ("member",)
    page, names = mutate(body, sources, None, chance)
    return page, names


def mutate_member(body: bytes, chance: random.Random) -> bytes:
    """The container with one of its members mutated and packed anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as container, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = container.namelist()
        texts = [name for name in names if name.endswith((".xml", ".rels", ".pdf"))] or names
        telling = [name for name in texts if any(word in name for word in ("ocument", "ontent", "heet"))]
        chosen = chance.choice([*texts, *telling])
        for name in names:
            member = container.read(name)
            if name == chosen:
                member = mutate(member, [member, body], None, chance)[0].body[:3_000_000]
            made.writestr(name, member)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Run what the call says; 1 where a file broke a promise."""
    from tests.fuzz.__main__ import print_trials
    from tests.fuzz.running import try_drawn, try_number

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.documents", description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER")
    call = parser.parse_args(arguments)
    only = call.only is not None
    trials = [try_number(call.seed, call.only, draw_document)] if only else []
    trials += [] if only else try_drawn(call.seed, call.files, draw_document)
    print_trials(f"mutated documents, seed {call.seed}", trials)
    return 1 if any(trial.failed for trial in trials) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
