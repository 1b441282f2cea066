#!/usr/bin/env bash
# warcio 1.8.1 (the usual reader and writer of WARC), content_stream(), on sound records of pages as servers may send them: packed by gzip in two members, the page's head and its figures,
# as servers do that join parts packed beforehand or end the packing at each flush; and in chunks, announced as "Chunked". FastWARC 2.0.1, httpx 0.28.1 and urllib3 2.8.0 beside it.
# Expected: the page. A gzip body is a series of members (RFC 1952, 2.2, to which RFC 9110 refers), and the names of codings are the same in small and capital letters (RFC 9112, 7).
# Seen: after the first member warcio is at its end: 一、总体情况 is there, 收到行政复议申请62件 is not, and nothing is raised. With "Chunked" (chunked is right) the length of each chunk
# stays in the text as a line of its own, in hexadecimal figures: 2000 for a full buffer of 8,192 bytes, and 申请62件 that lay across its end is 申请6, 1a, 2件. httpx, by which pages
# are fetched today, loses the second member too, so that it never comes into an archive made with it. FastWARC with auto_decode="all" reads both, urllib3 the members.
# The record is whole, its Content-Length and its digests are right: the check that finds a record that was cut finds nothing here. For httpx it is known (its discussion 3269,
# pydantic-ai issue 7159); for warcio no issue was found.
# Why it matters: the archive is the proof behind a figure, and read so the page says nothing of it, or says 2件, which nobody wrote. After unpacking, see that nothing of the body is left over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install warcio==1.8.1 FastWARC==2.0.1 httpx==0.28.1 urllib3==2.8.0
"$folder/venv/bin/python" - <<'PYTHON'
import gzip
import io
from importlib.metadata import version

import fastwarc.warc
import httpx
import urllib3
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

print(*(f"{name} {version(name)}" for name in ("warcio", "FastWARC", "httpx", "urllib3")))
head, figures = "<h1>一、总体情况</h1>\n", "<p>全年收到行政复议申请62件，审结50件。</p>\n"
page = head + figures
start, end = page.split("2件")
start = start.replace("\n", "\n" + " " * (8192 - len(start.encode())))  # a server that sends what is in its buffer of 8,192 bytes, wherever that ends
long_page = f"{start}2件{end}"
parts = long_page.encode()[:8192], long_page.encode()[8192:]
chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
bodies = {
    "one_member": (("Content-Encoding", "gzip"), gzip.compress(page.encode())),
    "two_members": (("Content-Encoding", "gzip"), gzip.compress(head.encode()) + gzip.compress(figures.encode())),
    "chunked": (("Transfer-Encoding", "chunked"), chunks),
    "Chunked": (("Transfer-Encoding", "Chunked"), chunks),
}
warc = io.BytesIO()
writer = WARCWriter(warc, gzip=True)
for name, (header, body) in bodies.items():
    answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8"), header], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(f"http://www.jiaxian.gov.cn/{name}", "response", payload=io.BytesIO(body), http_headers=answer))
names, seen = list(bodies), {}
for name, record in zip(names, ArchiveIterator(io.BytesIO(warc.getvalue()), check_digests="raise"), strict=True):
    seen[name, "warcio"] = record.content_stream().read().decode()
for name, record in zip(names, fastwarc.warc.ArchiveIterator(io.BytesIO(warc.getvalue()), auto_decode="all"), strict=True):
    seen[name, "FastWARC"] = record.reader.read().decode()
for name in ("one_member", "two_members"):
    header, body = bodies[name]
    transport = httpx.MockTransport(lambda request: httpx.Response(200, headers=[header], content=body))
    with httpx.Client(transport=transport) as client:
        seen[name, "httpx"] = client.get("http://www.jiaxian.gov.cn/").content.decode()
    seen[name, "urllib3"] = urllib3.HTTPResponse(io.BytesIO(body), headers=[header], preload_content=False).read(decode_content=True).decode()
for key, text in seen.items():
    print(*key, repr(" ".join(text.split())))
for key, text in seen.items():
    if key in (("two_members", "warcio"), ("two_members", "httpx")):
        assert text == head, (key, text)
    elif key == ("Chunked", "warcio"):
        assert text == chunks.decode() and "申请6\r\n1a\r\n2件" in text and text.startswith("2000\r\n"), text
    else:
        assert text == (long_page if "hunked" in key[0] else page), (key, text)
PYTHON
