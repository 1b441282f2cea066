"""`python -m tests.fault_server`: prints its ports as JSON once it listens, and runs until it is ended."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
import sys
from pathlib import Path

import uvicorn

from tests.fault_server.app import app
from tests.fault_server.certificates import write_certificates
from tests.fault_server.http2 import answer, make_context
from tests.fault_server.reports import YEARS
from tests.fault_server.sites import SITES


def listen(address: str, port: int) -> socket.socket:
    """A listening socket on loopback."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((address, port))
    made.listen(128)
    return made


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Half an answer, then a reset: what a broken firewall does. Without robots.txt, so that pages are asked for."""
    request = await reader.readuntil(b"\r\n\r\n")
    if request.startswith(b"GET /robots.txt"):
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()
        return
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000)
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def main(folder: Path) -> None:
    """All servers at once: the province, one with a certificate of our authority, one with its own, one that resets."""
    logging.disable(logging.CRITICAL)
    for site in SITES:
        # Files are slow to make: a server that makes them while it serves would be measured with the client.
        for year in YEARS:
            site.answer(site.name_file(year), 0)
    certificates = write_certificates(folder)
    first = listen(SITES[0].address, 0)
    port = first.getsockname()[1]
    sockets = [first, *(listen(site.address, port) for site in SITES[1:])]
    secure, selfsigned = listen("127.0.0.1", 0), listen("127.0.0.1", 0)
    resetting = await asyncio.start_server(reset, "127.0.0.1", 0)
    offered = make_context(*certificates["trusted"])
    second = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=offered)
    settings = {"log_level": "critical", "access_log": False, "lifespan": "off", "timeout_keep_alive": 30}
    servers = [uvicorn.Server(uvicorn.Config(app, **settings))]
    for name in ("trusted", "own"):
        keys = {"ssl_certfile": str(certificates[name][0]), "ssl_keyfile": str(certificates[name][1])}
        servers.append(uvicorn.Server(uvicorn.Config(app, **settings, **keys)))
    ports = {
        "province": port,
        "secure": secure.getsockname()[1],
        "selfsigned": selfsigned.getsockname()[1],
        "http2": second.sockets[0].getsockname()[1],
        "resetting": resetting.sockets[0].getsockname()[1],
        "authority": str(certificates["authority"][0]),
    }
    print(json.dumps(ports), flush=True)
    await asyncio.gather(
        *(server.serve(taken) for server, taken in zip(servers, (sockets, [secure], [selfsigned]), strict=True))
    )


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
