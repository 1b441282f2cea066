#!/usr/bin/env bash
# surt 0.3.1 (the Internet Archive's form of an address, the key of web archives' indexes) and pywb 2.10.0 over it, on a WARC with two reports, 58件 and 62件, and two columns of a
# site whose system names them by keys of 32 hexadecimal digits, as systems written in Java do: news.jsp?newsid=..., list.jsp?classid=...; urlcanon 0.3.1 beside them.
# Expected: four addresses, four keys, as with keys of 31 digits and with infoid=; what goes is a session, a parameter that is called sid or jsessionid.
# Seen: the pattern for a session's number, sid= with 32 letters or digits, is not asked to begin at a parameter: newsid and classid end in sid, so both reports are
# cn,gov,jiaxian)/news.jsp?new and both columns /list.jsp?clas. What follows is joined on: ?classid=(32)&id=5 is ?clasid=5, another parameter. pywb has one page with two captures
# and gives, under the address of the report of 2022, that of 2023 for every time nearer to its capture, with status 200. The WARC is sound, nothing is said, and no issue was
# found. urlcanon's semantic keys are four.
# Why it matters: ten years of a site's reports are one page with many captures: counted or made unique by the key there is one, and who asks the archive for one of them is
# shown another, with another figure. Compare the address of each record found with the one that was asked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install surt==0.3.1 pywb==2.10.0 urlcanon==0.3.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import urlcanon
from surt import surt
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

print(*(f"{name} {version(name)}" for name in ("surt", "pywb", "urlcanon")))
site = "http://www.jiaxian.gov.cn/"
first, second = "4028" * 8, "8a81" * 8
pages = {
    f"{site}news.jsp?newsid={first}": "2022年收到申请58件", f"{site}news.jsp?newsid={second}": "2023年收到申请62件",
    f"{site}list.jsp?classid={first}": "政府信息公开年报", f"{site}list.jsp?classid={second}": "法治政府建设年报",
}
with open("site.warc.gz", "wb") as stream:
    writer = WARCWriter(stream, gzip=True)
    for number, (address, text) in enumerate(pages.items(), 1):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(
            address, "response", payload=io.BytesIO(f"<p>{text}</p>".encode()), http_headers=head, warc_headers_dict={"WARC-Date": f"2024-01-0{number}T00:00:00Z"}))
keys = [surt(address) for address in pages]
print(*keys, sep="\n")
assert keys == ["cn,gov,jiaxian)/news.jsp?new"] * 2 + ["cn,gov,jiaxian)/list.jsp?clas"] * 2, keys
joined = surt(f"{site}a.jsp?classid={first}&id=5")
print(joined)
assert joined == "cn,gov,jiaxian)/a.jsp?clasid=5", joined
for kept in (f"news.jsp?newsid={first[1:]}", f"news.jsp?infoid={first}", "news.jsp?newsid=62"):
    assert surt(site + kept) == "cn,gov,jiaxian)/" + kept, surt(site + kept)
assert surt(f"{site}a.jsp?sid={first}&id=5") == "cn,gov,jiaxian)/a.jsp?id=5"  # what the pattern is for
apart = {urlcanon.semantic(urlcanon.parse_url(address)).surt() for address in pages}
print("urlcanon:", len(apart), "keys")
assert len(apart) == 4, apart
PYTHON
"$folder/venv/bin/wb-manager" init reports >log 2>&1
"$folder/venv/bin/wb-manager" add reports site.warc.gz >>log 2>&1
echo "debug: false" >config.yaml
"$folder/venv/bin/python" - 2>>log <<'PYTHON' || { cat log; exit 1; }
from gevent import monkey

monkey.patch_all()
import os
import sys

from pywb.apps.frontendapp import FrontEndApp
from werkzeug.test import Client

archive = Client(FrontEndApp())
seen = {}
for report, key in (("2022", "4028" * 8), ("2023", "8a81" * 8)):
    for day in ("20240101000000", "20240102000000"):
        answer = archive.get(f"/reports/{day}id_/http://www.jiaxian.gov.cn/news.jsp?newsid={key}")
        seen[report, day[:8]] = answer.status_code, answer.get_data().decode()
print(seen)
assert seen == {
    ("2022", "20240101"): (200, "<p>2022年收到申请58件</p>"), ("2022", "20240102"): (200, "<p>2023年收到申请62件</p>"),
    ("2023", "20240101"): (200, "<p>2022年收到申请58件</p>"), ("2023", "20240102"): (200, "<p>2023年收到申请62件</p>"),
}, seen
sys.stdout.flush()
os._exit(0)  # the archive's own server, begun within, would go on
PYTHON
