#!/usr/bin/env bash
# warcio 1.8.1 and FastWARC 2.0.1 on a WARC record that breaks off inside its body (a full disk, a stopped copy).
# Expected: an error, or a mark: the record's own Content-Length says how long it is.
# Seen: both give the bytes that are there as if that were all: 2008件 is read as 20. Why it matters: archives are kept for years as the proof behind a figure; a cut record
# gives another figure and no warning. Compare the bytes read with Content-Length yourself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install warcio==1.8.1 FastWARC==2.0.1
"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version
from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
body = "收到行政复议申请2008件".encode()
out = io.BytesIO()
writer = WARCWriter(out, gzip=False)
headers = StatusAndHeaders("200 OK", [("Content-Length", str(len(body)))], protocol="HTTP/1.1")
writer.write_record(writer.create_warc_record("http://example.org/", "response", payload=io.BytesIO(body), http_headers=headers))
cut = out.getvalue()[: out.getvalue().index("08件".encode())]
slow = [record.content_stream().read().decode() for record in ArchiveIterator(io.BytesIO(cut))]
fast = [record.reader.read().decode() for record in FastIterator(io.BytesIO(cut))]
print("warcio", version("warcio"), slow)
print("FastWARC", version("FastWARC"), fast)
assert slow == fast == ["收到行政复议申请20"]
PYTHON
