#!/usr/bin/env python3
"""Make seeds/han_forms.csv: characters that are read as another one, one for one.

usage: python deploy/make_han_forms.py EQUIVALENT_UNIFIED_IDEOGRAPH SEEDS
       (SEEDS: the folder to write to; the first is EquivalentUnifiedIdeograph.txt of the Unicode Character Database, or
       perl's copy of it, unicore/To/EqUIdeo.pl, which Debian's package perl-base brings)

Sources, and how far each is trusted
  opencc 1.4.2 (Apache 2.0)      traditional forms, character by character (`t2s`); phrases are left alone, since only a fold of
                                 one character for one keeps the places of a text. A form that GB 2312 has as a character of its own
                                 stays (乾县, 桥垱吒): simplified pages write it too. Named below are the few that are read all the same.
  Unicode, Equivalent_Unified_Ideograph  radicals and strokes that stand for a character (⾼, ⻘, ㇐); NFKC knows 2 of the 115 in the supplement.
  Unicode, NFKC                  compatibility ideographs (U+F9D1 六).

A radical or a compatibility ideograph of a traditional form is followed on to the simplified one (⾨, 門, 门).
The output does not depend on the clock: the same sources give the same bytes.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from pathlib import Path

import opencc

# 對於, 徵收, 以後: in GB 2312 for surnames, notes and old books, which no report speaks of.
READ_ALL_THE_SAME = "於後徵夥菸"
NOTE = """\
# Characters that are read as another one; made by deploy/make_han_forms.py, do not edit by hand.
# traditional: opencc 1.4.2 (Apache 2.0), character by character. radical: Unicode's Equivalent_Unified_Ideograph. compatibility: NFKC.
"""


def main(equivalents: Path, seeds: Path) -> None:
    """Write the table into the folder of seeds."""
    simplified = read_traditional()
    radicals = read_radicals(equivalents.read_text(encoding="utf-8"))
    rows = [(written, read, "traditional") for written, read in simplified.items()]
    rows += [(written, simplified.get(read, read), "radical") for written, read in radicals.items()]
    rows += [(written, simplified.get(read, read), "compatibility") for written, read in read_compatible().items()]
    with (seeds / "han_forms.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(NOTE)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("written", "read", "kind"))
        writer.writerows(rows)


def read_traditional() -> dict[str, str]:
    """Simplified forms by their traditional ones."""
    converter = opencc.OpenCC("t2s")
    found = {}
    for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)):
        written = chr(code)
        read = converter.convert(written)
        if len(read) == 1 and read != written and (written in READ_ALL_THE_SAME or not is_simplified(written)):
            found[written] = read
    return found


def is_simplified(character: str) -> bool:
    """Whether GB 2312, the set of simplified characters of 1980, has it."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def read_radicals(text: str) -> dict[str, str]:
    """Unified ideographs by the radicals (U+2E80 to U+2FD5) and strokes (U+31C0 to U+31EF) that look like them."""
    found = {}
    # `2E8C..2E8D ; 5C0F` in the database, fields apart by tabs in perl's copy
    for first, last, read in re.findall(r"^([0-9A-F]{4,5})(?:\.\.|\t)?([0-9A-F]*)[\s;]+([0-9A-F]{4,5})\b", text, re.M):
        for code in range(int(first, 16), int(last or first, 16) + 1):
            found[chr(code)] = chr(int(read, 16))
    return found


def read_compatible() -> dict[str, str]:
    """Unified ideographs by their compatibility forms."""
    found = {}
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        read = unicodedata.normalize("NFKC", chr(code))
        if read != chr(code) and len(read) == 1:
            found[chr(code)] = read
    return found


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
