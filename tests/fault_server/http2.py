"""A server that speaks HTTP/2 and nothing else: every path but robots.txt gives the same few words."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived


def make_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """TLS that offers h2."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2"])
    return context


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection."""
    connection = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    while data := await reader.read(65536):
        for event in connection.receive_data(data):
            if isinstance(event, RequestReceived) and event.stream_id is not None:
                path = dict(event.headers or [])[":path"]
                status, body = ("404", b"") if path == "/robots.txt" else ("200", b"spoken in HTTP/2")
                headers = [(":status", status), ("content-type", "text/html"), ("content-length", str(len(body)))]
                connection.send_headers(event.stream_id, headers)
                connection.send_data(event.stream_id, body, end_stream=True)
        writer.write(connection.data_to_send())
        await writer.drain()
    writer.close()
