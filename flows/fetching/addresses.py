"""Which addresses may be fetched, and by which way: no page can lead the client into the network that it runs in."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from parsers.records import Refusal
from parsers.text.addresses import LONGEST_ADDRESS

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Networks that carry an IPv4 address inside: 6to4, NAT64.
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenAddressError(Exception):
    """A name leads to an address that is not public; the message names both."""


def check_address(address: str, *, allow_loopback: bool = False) -> Refusal | None:
    """Why an address is not fetched, None where it may be. What its name leads to is seen when the connection is made."""
    try:
        parts = urlsplit(address)
        port = parts.port
        # The client has its own notion of an address, and of what stands behind xn--; it would raise when it asks.
        if parts.scheme in ("http", "https") and not httpx.URL(address).host and parts.hostname:
            raise ValueError(f"no host is called {parts.hostname[:80]}")
    except (ValueError, httpx.InvalidURL) as error:
        return Refusal("bad_address", f"网址无法解析（{error}）：请改正。The address cannot be read: mend it")
    if parts.scheme not in ("http", "https"):
        scheme = parts.scheme or "?"
        return Refusal(
            "bad_address", f"只抓取 http 和 https，不抓取 {scheme}。Only http and https are fetched, not {scheme}"
        )
    if not parts.hostname:
        return Refusal("bad_address", "网址没有主机名：请改正。The address names no host: mend it")
    if "@" in parts.netloc:
        return Refusal("bad_address", "网址含用户名或口令：请去掉。The address carries credentials: take them out")
    if port == 0:
        return Refusal("bad_address", "端口 0 不可用：请改正。Port 0 cannot be used: mend it")
    if len(address) > LONGEST_ADDRESS:
        return Refusal("bad_address", f"网址超过 {LONGEST_ADDRESS} 字符。The address is too long: name the page itself")
    try:
        literal = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return None
    return None if is_open(literal, allow_loopback=allow_loopback) else refuse_private(parts.hostname, [literal])


def refuse_private(host: str, found: Iterable[IPAddress]) -> Refusal:
    """The refusal of a host that leads into a private network."""
    where = "、".join(str(address) for address in found)
    return Refusal(
        "private_address",
        f"{host} 指向非公网地址 {where}，不予抓取：请核对网址。{host} leads to {where}, which is no public address",
    )


def is_open(address: IPAddress, *, allow_loopback: bool = False) -> bool:
    """Whether a connection may be made: to public addresses only, and to loopback where that is allowed for tests."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in _SIX_TO_FOUR:
            inner = address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_open(inner, allow_loopback=allow_loopback)
    if address.is_loopback:
        return allow_loopback
    return address.is_global and not address.is_multicast and not address.is_reserved


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects only to addresses that it has looked at itself, so that a name cannot mean another one a moment later."""

    def __init__(self, *, allow_loopback: bool) -> None:
        self._allow_loopback = allow_loopback
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Open a connection. Raises ForbiddenAddressError, or httpcore.ConnectError where the name or host is not there."""
        last: Exception | None = None
        for address in await self._resolve(host, port):
            try:
                return await self._backend.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks between its own retries."""
        await self._backend.sleep(seconds)

    async def _resolve(self, host: str, port: int) -> list[IPAddress]:
        try:
            rows = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise httpcore.ConnectError(f"name lookup failed: {error}") from error
        found = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
        # One private address among public ones is enough: a trap, or a name that is not meant for the public.
        closed = [address for address in found if not is_open(address, allow_loopback=self._allow_loopback)]
        if closed:
            raise ForbiddenAddressError(refuse_private(host, closed).detail)
        return list(dict.fromkeys(found))
