#!/usr/bin/env bash
# striprtf 0.0.35 (the usual reader of RTF in Python), rtf_to_text(), on sentences as offices write and correct them; office programs save RTF under the name .doc as well.
# Expected: what the document shows: a corrected number once (62), no hidden text, a note's raised mark apart from the number; or the marks of it, or an error.
# Seen: the words that carry the meaning are skipped and their text is kept: {\deleted 58}{\revised 62} is 5862, {\strike 11}50 is 1150, {\v 99}62 (hidden) is 9962,
# 62{\super 1} is 621. A real footnote is left out, and numbers without such marks are right, so nothing makes a reader suspicious.
# Why it matters: a county's report that was corrected with revision marks states, read so, a hundredfold of its cases, in a well-formed sentence with the right
# measure word; no check of form can tell. Such files need a reader that knows these marks, or are better left unread.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install striprtf==0.0.35
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from striprtf.striprtf import rtf_to_text

print("striprtf", version("striprtf"))


def write(*pieces: str) -> str:
    """An RTF document of one paragraph; Chinese as \\u with a question mark for readers that know no Unicode."""
    body = "".join(c if ord(c) < 128 else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in "".join(pieces))
    return r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\f0\fs32 " + body + r"\par}"


seen = {
    "plain": write("收到申请62件，办结50件"),
    "deleted, then inserted": write("收到申请", r"{\deleted 58}{\revised 62}", "件"),
    "struck out": write("办结", r"{\strike 11}50", "件"),
    "hidden": write("收到申请", r"{\v 99}62", "件"),
    "raised mark of a note": write("收到申请62", r"{\super 1}", "件"),
    "footnote": write("收到申请62", r"{\footnote ", "含上年结转11件", "}", "件"),
}
read = {name: rtf_to_text(document).strip() for name, document in seen.items()}
for name, text in read.items():
    print(f"{name}: {text}")
assert read == {
    "plain": "收到申请62件，办结50件",
    "deleted, then inserted": "收到申请5862件",
    "struck out": "办结1150件",
    "hidden": "收到申请9962件",
    "raised mark of a note": "收到申请621件",
    "footnote": "收到申请62件",
}, read
PYTHON
