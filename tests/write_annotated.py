"""Write the annotated texts of `tests/gold` as the second opinion is taught by them: `python -m tests.write_annotated`.

One line of JSON a text: `text`, and `figures`, each [start, end, indicators]; soft mentions are left out. A test compares.
"""

from __future__ import annotations

import json
from pathlib import Path

GOLD = Path(__file__).parent / "gold"
WRITTEN = Path(__file__).parents[1] / "parsers" / "opinion" / "annotated.jsonl"


def spell_annotated() -> str:
    """What the file holds."""
    lines = []
    for path in sorted((GOLD / "texts").glob("*.txt")):
        facts = (GOLD / f"{path.stem}.facts.jsonl").read_text(encoding="utf-8").splitlines()
        marks = [json.loads(line) for line in facts if line.strip()]
        figures = [
            [mark["start"], mark["end"], sorted({mark["indicator"], *mark.get("also", [])} - {None})]
            for mark in marks
            if not mark.get("soft")
        ]
        row = {"text": path.read_bytes().decode("utf-8"), "figures": figures}
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    return "".join(lines)


if __name__ == "__main__":
    WRITTEN.write_text(spell_annotated(), encoding="utf-8", newline="")
