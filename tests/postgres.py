"""A throw-away PostgreSQL on loopback, from Debian's package."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.command_line import make_once, run_prefect


@contextmanager
def serve_postgres() -> Iterator[int]:
    """A cluster of its own on a free port, ended and removed in the end; user fazhi, no password, messages in English."""
    binaries = find_binaries()
    folder = Path("/tmp") / f"fazhi-postgres-{os.getpid()}"
    folder.mkdir()
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        command = _as_other([str(binaries / program), "-D", str(folder / "cluster"), *arguments])
        subprocess.run(command, check=True, capture_output=True, cwd=folder)

    try:
        run("initdb", "-U", "fazhi", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield port
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def make_database(port: int, name: str, template: str = "template1") -> str:
    """A new database of the cluster, a copy of another one that nobody uses; its address as libpq takes it."""
    server = ["-h", "127.0.0.1", "-p", str(port), "-U", "fazhi", "-T", template]
    subprocess.run([str(find_binaries() / "createdb"), *server, name], check=True, capture_output=True)
    return f"host=127.0.0.1 port={port} user=fazhi dbname={name}"


def make_prefect_database(port: int, name: str, home: Path) -> str:
    """A new database with the tables of Prefect's server, which one of the session has made in five seconds; its address for that server."""
    address = f"postgresql+asyncpg://fazhi@127.0.0.1:{port}/"
    server = ["-h", "127.0.0.1", "-p", str(port), "-U", "fazhi"]

    def make(path: Path) -> None:
        make_database(port, "migrated")
        settings = {"PREFECT_SERVER_DATABASE_CONNECTION_URL": address + "migrated"}
        run_prefect("server", "database", "upgrade", "--yes", cwd=home.parent, home=home, **settings)
        dump = [str(find_binaries() / "pg_dump"), *server, "--file", str(path), "migrated"]
        subprocess.run(dump, check=True, capture_output=True)

    tables = make_once("prefect.sql", make)
    make_database(port, name)
    load = [str(find_binaries() / "psql"), *server, "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", name]
    subprocess.run(load, check=True, capture_output=True, input=tables)
    return address + name


def find_binaries() -> Path:
    """The folder of Debian's newest PostgreSQL."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if not folders:
        message = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folders[-1].parent


def _as_other(command: list[str]) -> list[str]:
    """The command as the user postgres where we are root, as whom PostgreSQL refuses to run."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command
