"""A folder in which `fazhi ingest` runs: started, watched, killed, and looked at from outside."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from flows.archive.warc import read_page
from tests.command_line import PATIENCE, Command, start_fazhi
from warehouse.check.checks import check_warehouse, content_digest
from warehouse.database import open_read_only
from warehouse.publish.snapshot import name_snapshot, open_reader

BATCH_PAGES = 5
"""Small, so that a kill falls between two batches, or in one of many."""
ORPHAN_SECONDS = 60.0
"""How long processes may outlive the command that was killed."""

KEPT = {"warehouse.duckdb", "warehouse.snapshot.duckdb", "warehouse.archive", "home"}
"""All that a run which came to its end leaves in its folder."""

Content = dict[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder, the pages that are ingested into its warehouse, and the Prefect server that is used ("" where a run is done without)."""

    folder: Path
    pages: Path
    server: str

    @property
    def warehouse(self) -> Path:
        """The warehouse's file."""
        return self.folder / "warehouse.duckdb"

    @property
    def work(self) -> Path:
        """Where a run keeps its batches on their way."""
        return self.folder / "warehouse.work"

    def start(self, *arguments: str | Path, cold: bool = False) -> Command:
        """`fazhi …`, by default `fazhi ingest` of the pages, as the leader of a process group; `cold` as in `start_fazhi`."""
        self.folder.mkdir(exist_ok=True)
        return start_fazhi(
            *(arguments or ("ingest", self.pages)),
            cwd=self.folder,
            home=self.folder / "home",
            cold=cold,
            leads_group=True,
            makes=True,  # kills meet the making of a warehouse too
            **({"PREFECT_API_URL": self.server} if self.server else {}),
            FAZHI_BATCH_PAGES=str(BATCH_PAGES),
            FAZHI_WORKERS="1",
        )

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """The same to its end."""
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode is not None
        return subprocess.CompletedProcess(process.args, process.returncode, output, errors)

    def copy_from(self, template: Path) -> None:
        """Begin with a copy of that folder."""
        shutil.copytree(template, self.folder)

    def read_content(self, path: Path | None = None) -> Content:
        """The digests of a file's relations, by default the warehouse's. Raises AssertionError where a check fails."""
        with open_read_only(path or self.warehouse) as con:
            broken = [result.name for result in check_warehouse(con) if not result.passed]
            assert broken == [], f"checks fail in {path or self.warehouse}: {broken}"
            return content_digest(con)

    def read_snapshot(self) -> Content | None:
        """The same of the published snapshot; None where there is none yet."""
        snapshot = name_snapshot(self.warehouse)
        return self.read_content(snapshot) if snapshot.exists() else None

    def list_left_over(self) -> list[str]:
        """What a run that came to its end would not have left, by name."""
        found = {path.name for path in self.folder.iterdir()} if self.folder.exists() else set()
        return sorted(found - KEPT)

    def check_archive(self) -> int:
        """Pages whose kept bytes are read back. Raises ArchiveDamagedError or AssertionError where one is not there."""
        with open_reader(self.warehouse) as con:
            rows = con.execute(
                "SELECT page_id, archive_file, archive_offset FROM page WHERE archive_file IS NOT NULL"
            ).fetchall()
        for page_id, file, offset in rows:
            body = read_page(self.folder / "warehouse.archive" / file, offset)
            assert hashlib.sha256(body).hexdigest() == page_id, f"{file} at {offset} holds another page"
        return len(rows)

    def find_processes(self) -> dict[int, str]:
        """What still runs for this folder: commands by process id."""
        wanted = f"PREFECT_HOME={self.folder / 'home'}".encode()
        found = {}
        for process in Path("/proc").iterdir():
            if not process.name.isdigit():
                continue
            try:
                if wanted in (process / "environ").read_bytes().split(b"\0"):
                    found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue  # It has ended meanwhile.
        return found

    def await_end_of_all(self, limit: float = ORPHAN_SECONDS) -> tuple[float, dict[int, str]]:
        """Seconds until nothing runs here any more, and what runs still after the limit; that is ended then."""
        started = time.monotonic()
        while (found := self.find_processes()) and time.monotonic() < started + limit:
            time.sleep(0.1)
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return time.monotonic() - started, found


def kill(process: Command, *, whole_group: bool) -> None:
    """SIGKILL to the command, with or without all that it has started; returns when the command is gone."""
    if whole_group:
        with contextlib.suppress(ProcessLookupError):  # It came to its end at this very moment.
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait(timeout=PATIENCE)
    # Its workers hold the other ends: not read to their end, which would wait for them.
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
