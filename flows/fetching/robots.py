"""What a site's robots.txt allows (RFC 9309), read in one pass.

Protego and urllib's reader were left: the one makes a regular expression of each rule, whose wildcards go back over an
address again and again (a rule of thirty * stands still for minutes), the other knows no wildcards.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes, urlsplit

from parsers.records import Refusal

LARGEST_ROBOTS = 512 * 1024
"""Bytes that are read; RFC 9309 asks for at least 500 KiB."""

MOST_RULES = 5_000
"""Rules of one site that are kept: the longest file seen has 400."""

AGENT = "fazhi"
"""The name that robots.txt knows this client by."""

_LINE = re.compile(r"\s*([A-Za-z][A-Za-z -]{0,30}?)\s*[:：]\s*(.*)", re.S)
_AGENT = re.compile(r"[A-Za-z_-]+|\*")
_NUMBER = re.compile(r"\s*(\d{1,9}(?:[.,]\d{1,6})?)\s*(毫秒|分钟|小时|[a-z]{0,12}|[秒分时]?)", re.I)
_UNITS = {
    "ms": 0.001,
    "毫秒": 0.001,
    "m": 60.0,
    "min": 60.0,
    "mins": 60.0,
    "minute": 60.0,
    "minutes": 60.0,
    "分": 60.0,
    "分钟": 60.0,
}
_UNITS |= {"h": 3600.0, "hour": 3600.0, "hours": 3600.0, "时": 3600.0, "小时": 3600.0}
_RATE = re.compile(r"\s*(\d{1,6})\s*/\s*(\d{1,6})\s*([smh]?)", re.I)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class PathRule:
    """A line of Allow or Disallow: its path cut at each *, and whether $ ends it."""

    allow: bool
    pieces: tuple[str, ...]
    ends: bool
    length: int

    def meets(self, path: str) -> bool:
        """Whether a path begins as the rule has it. One pass over the path: each piece is sought behind the one before."""
        first, *others = self.pieces
        if not path.startswith(first):
            return False
        at = len(first)
        for number, piece in enumerate(others):
            if self.ends and number == len(others) - 1:
                return len(path) - at >= len(piece) and path.endswith(piece)
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        return not self.ends or at == len(path)


@dataclass(slots=True)
class _Group:
    agents: list[str]
    rules: list[PathRule] = field(default_factory=list)
    delay: float = 0.0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one site; `unreachable` says why there are none, and then nothing is fetched."""

    rules: tuple[PathRule, ...] = ()
    delay: float = 0.0
    """Seconds between two requests that the site asks for; 0 where it does not."""
    unreachable: Refusal | None = None

    def allows(self, address: str) -> bool:
        """Whether the address may be fetched: the longest rule that it meets decides, of two alike the one that allows."""
        if self.unreachable is not None:
            return False
        parts = urlsplit(address)
        path = _fold_path(parts.path or "/") + (f"?{_fold_path(parts.query)}" if parts.query else "")
        met = [(rule.length, rule.allow) for rule in self.rules if rule.meets(path)]
        return max(met)[1] if met else True


def read_robots(status: int, body: bytes) -> RobotsRules:
    """The rules by robots.txt's status and content.

    RFC 9309: without the file (4xx) all is allowed; a server that fails (5xx, and 429, which says too much was asked)
    forbids all until it answers.
    """
    if status == 200:
        return parse_robots(_decode(body[:LARGEST_ROBOTS]))
    if 400 <= status < 500 and status != 429:
        return RobotsRules()
    detail = (
        f"robots.txt 取不到（HTTP {status}），按 RFC 9309 本次不抓取该站，下次再试。"
        "robots.txt cannot be had: the site is left to the next run"
    )
    return RobotsRules(unreachable=Refusal("robots_unreachable", detail))


def _decode(body: bytes) -> str:
    """The file's text, in whatever an editor on Windows left it: with a mark, in UTF-16 with or without one, in GBK."""
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    sample = body[:200]
    if len(sample) >= 8 and sample.count(0) * 3 >= len(sample):
        return body.decode("utf-16-be" if sample[0] == 0 else "utf-16-le", "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def parse_robots(text: str) -> RobotsRules:
    """The rules for this client: of the groups that name it, else of those for all. A page instead of the file has none."""
    groups = list(_read_groups(text))
    own = [group for group in groups if AGENT in group.agents] or [group for group in groups if "*" in group.agents]
    rules = [rule for group in own for rule in group.rules][:MOST_RULES]
    return RobotsRules(tuple(rules), max((group.delay for group in own), default=0.0))


def _read_groups(text: str) -> list[_Group]:
    groups: list[_Group] = []
    for line in re.split(r"[\r\n\u2028\x00]+", text.lstrip("\ufeff")):
        found = _LINE.match(line.partition("#")[0][:4_000])
        if found is None:
            continue
        name, value = found[1].lower().replace(" ", "-"), found[2].strip()
        if name in ("user-agent", "useragent"):
            if not groups or groups[-1].closed:
                groups.append(_Group([]))
            agent = _AGENT.match(value)
            groups[-1].agents.append(agent[0].lower() if agent else "")
        elif groups:
            _add_line(groups[-1], name, value)
    return groups


def _add_line(group: _Group, name: str, value: str) -> None:
    if name in ("allow", "disallow"):
        group.closed = True
        if value and len(group.rules) < MOST_RULES:
            group.rules.append(_read_rule(value, allow=name == "allow"))
    elif name == "crawl-delay":
        group.closed = True
        group.delay = max(group.delay, _read_seconds(value))
    elif name == "request-rate" and (rate := _RATE.match(value)) and int(rate[1]):
        group.closed = True
        group.delay = max(group.delay, int(rate[2]) * {"m": 60, "h": 3600}.get(rate[3].lower(), 1) / int(rate[1]))


def _read_rule(value: str, *, allow: bool) -> PathRule:
    path = _fold_path(value if value.startswith(("/", "*")) else f"/{value}")
    ends = path.endswith("$")
    pieces = re.sub(r"\*+", "*", path.removesuffix("$")).split("*")
    return PathRule(allow, tuple(pieces), ends, len(path))


def _read_seconds(value: str) -> float:
    """`10`, `10s`, `0,5`, `10 秒`, `2 min`; 0 for what is no time."""
    found = _NUMBER.match(value)
    return float(found[1].replace(",", ".")) * _UNITS.get(found[2].lower(), 1.0) if found else 0.0


def _fold_path(path: str) -> str:
    """A path in which what may be written as it is is not escaped, and all else is, in capitals."""
    raw = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", path)
    # %2A and %24 stand for a star and a dollar of the path itself: they must not become signs of the rule.
    pieces = re.split(r"(%2[0-9a-fA-F]|%3[a-fA-F]|%40|%5[bdBD])", raw)
    return "".join(
        piece.upper() if number % 2 else quote(unquote_to_bytes(piece), safe="/:?@!$&'()*+,;=-._~[]")
        for number, piece in enumerate(pieces)
    )
