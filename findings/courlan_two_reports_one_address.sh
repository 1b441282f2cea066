#!/usr/bin/env bash
# courlan 1.4.0 (the cleaner and filter of addresses under trafilatura's crawler), clean_url() and extract_links(), on addresses as old government sites have them:
# programs in ASP and JSP that tell the article in the query, some with words escaped in GBK.
# Expected: parameters of advertising go (utm_source); two articles stay two addresses; an escape that is no UTF-8 is left alone, as url-normalize 3.1.0 and yarl 1.25.1 do.
# Seen: clean_url() makes every GBK escape %EF%BF%BD, the sign for "not readable", so 法治政府 and 行政复议 are one address, and one that the site does not know;
# it drops cid (the column's number in many Chinese systems), uid, source and ref as traces of advertising. extract_links() is strict unless told otherwise and
# keeps few names of parameters: of content.jsp?wbtreeid=1001&wbnewsid=62 and c.aspx?ArticleID=34 the program alone is left, so all articles of such a site are one.
# Nothing is said of it. Why it matters: a harvest of a county's site finds one report in place of ten years of them and calls the rest duplicates; take an address as it
# was written, as the archive's key too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --quiet --disable-pip-version-check install courlan==1.4.0 url-normalize==3.1.0 yarl==1.25.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from urllib.parse import quote
from courlan import clean_url, extract_links
from url_normalize import url_normalize
from yarl import URL
print("courlan", version("courlan"), "url-normalize", version("url-normalize"), "yarl", version("yarl"))
site = "http://www.example.gov.cn/"
def asked(words):
    return f"{site}show.asp?title={quote(words, encoding='gbk')}"
law, review = asked("法治政府"), asked("行政复议")
print(law, "->", clean_url(law))
assert law != review and clean_url(law) == clean_url(review) == site + "show.asp?title=" + "%EF%BF%BD" * 8
assert url_normalize(law) == str(URL(law)) == law
for name in ("cid", "uid", "source", "ref"):
    one, other = f"{site}list.asp?{name}=62", f"{site}list.asp?{name}=63"
    print(one, "->", clean_url(one))
    assert clean_url(one) == clean_url(other) == site + "list.asp"
assert clean_url(site + "list.asp?aid=62&utm_source=x") == site + "list.asp?aid=62"
addresses = [f"{site}content.jsp?wbtreeid=1001&wbnewsid={n}" for n in (62, 63)] + [f"{site}c.aspx?ArticleID={n}" for n in (34, 35)]
page = "<html><body>" + "".join(f'<a href="{address}">{n}年法治政府建设年度报告</a>' for n, address in enumerate(addresses, 2020)) + "</body></html>"
found = sorted(extract_links(page, url=site))
print(len(addresses), "links ->", found)
assert found == [site + "c.aspx", site + "content.jsp"]
print("not strict:", len(extract_links(page, url=site, strict=False)))
assert extract_links(page, url=site, strict=False) == set(map(clean_url, addresses)) and len(set(map(clean_url, addresses))) == 4
PYTHON
