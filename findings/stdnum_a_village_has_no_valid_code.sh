#!/usr/bin/env bash
# python-stdnum 2.2 (the usual check of numbers of registers), stdnum.cn.uscc.is_valid(), on unified social credit codes made up after GB 32100-2015, with both of their check characters right.
# Expected: True for each, as for those that begin with a figure (11 an office, 54 a villagers' committee, 91 a company). The first character names the authority that registers and
# may be a letter: Y (others) since 2015, N (agriculture; N2 the collective of a village, N3 of a town) and A (the Central Military Commission's office) since its amendment 1 of 2016.
# Seen: False for every code with N, Y or A in front, and InvalidFormat from validate(): the first eight characters must be digits, and the manual shows a code with A as an example of a wrong
# one. The check character that its own calc_check_digit() gives for them is the right one. No issue was found; elsewhere it is known (hutool issue 2020).
# Why it matters: lists of penalties and licences name the party by this code; a filter by is_valid(), which is there to throw out slips of the pen, throws out all collectives of villages, of
# which there are hundreds of thousands, and a count by kinds of parties shows a countryside without them. Ask the check character before a code is called wrong.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install python-stdnum==2.2
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from stdnum.cn import uscc
from stdnum.exceptions import InvalidFormat

print("python-stdnum", version("python-stdnum"))
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def make(front, body):
    """The code of a body: its organisation's check character (GB 11714), then that of the whole (GB/T 17710, MOD 31)."""
    rest = 11 - sum(int(sign, 36) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2))) % 11
    number = front + body + {10: "X", 11: "0"}.get(rest, str(rest))
    return number + ALPHABET[-sum(ALPHABET.index(sign) * 3**place for place, sign in enumerate(number)) % 31]


kinds = {"11": "an office", "54": "a villagers' committee", "91": "a company", "93": "a farmers' cooperative", "N2": "a village's collective", "N3": "a town's collective", "Y1": "others", "A1": "military"}
seen = {}
for kind, name in kinds.items():
    code = make(f"{kind}330106", "MF123456")
    seen[kind] = uscc.is_valid(code)
    print(kind, name, code, seen[kind], "check character", uscc.calc_check_digit(code[:-1]))
    assert uscc.calc_check_digit(code[:-1]) == code[-1]
    try:
        uscc.validate(code)
    except InvalidFormat:
        assert not seen[kind]
assert seen == {kind: kind.isdigit() for kind in kinds}, seen
PYTHON
