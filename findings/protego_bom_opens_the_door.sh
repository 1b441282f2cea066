#!/usr/bin/env bash
# Protego 0.7.0 (robots.txt of Scrapy) on a robots.txt that begins with a byte order mark, as editors on Windows save it, and on Crawl-delay: 10s.
# Expected: RFC 9309 asks for UTF-8; parsers that follow Google's ignore a BOM, and the group for * holds.
# Seen: given text with the mark, the first line is no User-agent line, so its rules are not seen and everything is allowed; a delay with a unit is None.
# Why it matters: many county sites are edited with Notepad; who obeys robots.txt through this library must strip the mark, or asks for what the site has closed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install protego==0.7.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from protego import Protego
print("Protego", version("protego"))
rules = "User-agent: *\nDisallow: /zwgk/\n"
plain = Protego.parse(rules).can_fetch("http://example.org/zwgk/a.html", "reader")
marked = Protego.parse("\ufeff" + rules).can_fetch("http://example.org/zwgk/a.html", "reader")
delay = Protego.parse("User-agent: *\nCrawl-delay: 10s\n").crawl_delay("reader")
print("plain allows:", plain, "with a mark allows:", marked, "Crawl-delay 10s:", delay)
assert (plain, marked, delay) == (False, True, None)
PYTHON
