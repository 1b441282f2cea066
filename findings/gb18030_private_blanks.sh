#!/usr/bin/env bash
# Python's gb18030 codec (3.11 and later) against the WHATWG encoding standard, which browsers follow, on bytes that old Chinese editors wrote.
# Expected: A3 A0, the full-width blank of many GBK pages, is a blank (U+3000 in browsers); A6 D9 is a vertical comma (U+FE10). webencodings, made
# after that standard, gives what browsers give.
# Seen: the codec gives U+E5E5 and U+E78D, private-use characters that no font shows and str.isspace() does not know; webencodings hands gbk to Python's
# gbk codec, which knows A3 A0 not at all, goes on at its second byte and so reads the measure word behind it as another character: 62 件 loses its 件.
# Why it matters: pages look right in a browser and lose figures in Python; decode as gb18030, then map these characters as the standard's index does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install webencodings==0.5.1
"$folder/venv/bin/python" - <<'PYTHON'
import platform
import unicodedata
from importlib.metadata import version
import webencodings
print("Python", platform.python_version(), "webencodings", version("webencodings"))
blank, comma = b"\xa3\xa0".decode("gb18030"), b"\xa6\xd9".decode("gb18030")
same, _ = webencodings.decode(b"62\xa3\xa0\xbc\xfe", "gbk")
print(f"A3A0 U+{ord(blank):04X} isspace {blank.isspace()}, A6D9 U+{ord(comma):04X} {unicodedata.category(comma)}, webencodings {same!a}")
assert (blank, blank.isspace()) == ("\ue5e5", False)
assert unicodedata.category(comma) == "Co"
assert same == "62\ufffd\u7278\ufffd"
PYTHON
