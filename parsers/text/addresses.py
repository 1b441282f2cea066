"""Addresses as browsers understand them, written one way, so that two spellings of one address are one."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import (
    parse_qsl,
    quote,
    quote_from_bytes,
    unquote,
    urlencode,
    urljoin,
    urlsplit,
    urlunsplit,
)

from parsers.text.expressions import expression

LONGEST_LINK = 8_000
"""Characters of a link that are looked at at all."""

LONGEST_ADDRESS = 2048
"""Characters; what is longer is a search with its whole form, not an article."""

_CONTROLS = expression(r"[\t\r\n]")
_ENDS = "".join(map(chr, range(33))) + "\u3000\xa0\ufeff\u200b"
_NO_PAGE = expression(
    r"(?i)(?:javascript|vbscript|mailto|tel|sms|data|about|file|ftp|thunder|magnet|blob|weixin|chrome):"
)
_PATH_SAFE = "/%:@!$&'()*+,;=-._~"
_QUERY_SAFE = "/%:@!$&'()*+,;=-._~?[]"
# ;jsessionid=7F3A…: a server that does not know yet whether the client keeps cookies
_SESSION_PATH = expression(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.I)
_SESSION_NAMES = frozenset({"jsessionid", "phpsessid", "sessionid", "aspsessionid", "session_id"})
# Names under which pages put the clock or a die behind an address, so that nothing on the way keeps a copy.
_CLOCK_NAMES = frozenset(
    {
        "t",
        "_t",
        "ts",
        "time",
        "timestamp",
        "_",
        "rnd",
        "rand",
        "random",
        "r",
        "nocache",
        "_dc",
        "cache",
        "ver",
        "v",
        "tt",
    }
)
_CLOCK_VALUE = expression(r"1\d{9}(?:\d{3})?|0?\.\d{4,20}|20\d{12}")
_NUMBER = expression(r"(?:0[xX][0-9a-fA-F]*|\d+)")


def normalise_address(address: str, base: str = "", encoding: str = "utf-8") -> str:
    r"""The address as it is asked for: absolute, without fragment and default port, host in lower-case ASCII, path encoded.

    As browsers do (WHATWG URL): \\ is / before the query, Chinese in the path becomes escapes of UTF-8, in the query escapes
    of the page's `encoding`; http://0177.1/ is http://127.0.0.1/. A session that a server wrote into the path is left out.
    Raises ValueError for what is no address.
    """
    cleaned = _turn_slashes(_CONTROLS.sub("", address.strip(_ENDS)))
    joined = urljoin(base, cleaned)
    parts = urlsplit(joined)
    scheme = parts.scheme.lower()
    host = write_host((parts.hostname or "").rstrip("."))
    port = parts.port
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    default = {"http": 80, "https": 443}.get(scheme)
    netloc = f"{user}{host}" if port in (None, default) else f"{user}{host}:{port}"
    path = quote(_SESSION_PATH.sub("", parts.path) or "/", safe=_PATH_SAFE)
    try:
        asked = parts.query.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        asked = parts.query.encode("utf-8")
    return urlunsplit((scheme, netloc, path, quote_from_bytes(asked, safe=_QUERY_SAFE), ""))


def _turn_slashes(address: str) -> str:
    r"""`\\zwgk\\t1.html`, `http:\\\\x.gov.cn\\`: a browser takes each \\ before the query for /."""
    if "\\" not in address:
        return address
    at = min((place for mark in "?#" if (place := address.find(mark)) >= 0), default=len(address))
    return address[:at].replace("\\", "/") + address[at:]


def write_host(host: str) -> str:
    """A host's name in ASCII, a number as the IPv4 address that it means. Raises ValueError for what can be none."""
    if "%" in host:
        host = unquote(host, errors="strict")
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host.partition('%')[0])}]"
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower().rstrip(".")
    if re.search(r"[\x00-\x20\"#%/:<>?@\[\\\]^`{|}\x7f]", host):
        raise ValueError(f"no host is called {host[:80]!r}")
    last = host.rpartition(".")[2]
    return str(read_ipv4(host)) if host and _NUMBER.fullmatch(last) else host


def read_ipv4(host: str) -> ipaddress.IPv4Address:
    """The address that a host of numbers means to a browser: one to four of them, octal behind 0, hexadecimal behind 0x.

    Raises ValueError where it means none.
    """
    pieces = host.split(".")
    if len(pieces) > 4 or not all(_NUMBER.fullmatch(piece) and len(piece) < 20 for piece in pieces):
        raise ValueError(f"{host[:80]} is no IPv4 address")
    numbers = []
    for piece in pieces:
        base = 16 if piece[:2].lower() == "0x" else 8 if len(piece) > 1 and piece[0] == "0" else 10
        numbers.append(int(piece[2:] or "0", 16) if base == 16 else int(piece, base))
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
        raise ValueError(f"{host[:80]} is no IPv4 address")
    value = last + sum(number << (8 * (3 - place)) for place, number in enumerate(first))
    return ipaddress.IPv4Address(value)


def write_location(raw: bytes) -> str:
    r"""A Location header's bytes as an address: bytes beyond ASCII are escaped as they stand, whatever they were written in.

    `/\\xb7\\xa8\\xd6\\xce.html` (法治 in GBK) is asked for as /%B7%A8%D6%CE.html, as browsers ask. A host's name is UTF-8.
    """
    return re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], raw[:LONGEST_LINK]).decode("ascii")


def resolve_link(address: str, url: str, encoding: str = "utf-8") -> str | None:
    """The address that a link means; None for scripts, mails, anchors and what cannot be read."""
    address = _CONTROLS.sub("", address[: LONGEST_LINK + 1].strip(_ENDS))
    if not address or len(address) > LONGEST_LINK or address.startswith("#") or _NO_PAGE.match(address):
        return None
    try:
        resolved = normalise_address(address, url, encoding)
    except ValueError:
        return None
    return resolved if re.match(r"https?://[^/]", resolved) and len(resolved) <= LONGEST_ADDRESS else None


def name_page(url: str, clocks: Iterable[str] = ()) -> str:
    """What is the same in all addresses of one page: without session, and without what only tells the time.

    `clocks` are further parameters of the query that tell nothing.
    """
    parts = urlsplit(url)
    path = _SESSION_PATH.sub("", parts.path)
    left_out = set(clocks)
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
        if key not in left_out and not _is_volatile(key, value)
    ]
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept, encoding="latin-1"), ""))


def _is_volatile(key: str, value: str) -> bool:
    key = key.lower()
    return key in _SESSION_NAMES or (key in _CLOCK_NAMES and _CLOCK_VALUE.fullmatch(value) is not None)


def find_clocks(urls: Iterable[str]) -> frozenset[str]:
    """Parameters of these addresses, those of one column, that tell none of its entries from another: `?t=17`, `?t=18`.

    Only names that mean a clock or a die, and only where what is left still tells the entries apart.
    """
    parsed = [
        (urlsplit(url), parse_qsl(urlsplit(url).query, keep_blank_values=True, encoding="latin-1")) for url in set(urls)
    ]
    names = {key for _, query in parsed for key, _ in query if key.lower() in _CLOCK_NAMES}
    clocks = set()
    for name in names:
        rest = [
            (parts.netloc, parts.path, tuple(pair for pair in query if pair[0] != name))
            for parts, query in parsed
            if any(key == name for key, _ in query)
        ]
        alone = any(not query and not re.search(r"\d", path) for _, path, query in rest)
        if len(set(rest)) == len(rest) and not alone:
            clocks.add(name)
    return frozenset(clocks)
