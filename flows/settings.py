"""Every setting, typed. Nothing else of fazhi reads the environment."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import CallError


def count_processors() -> int:
    """Processors that this process may use; fewer than the machine has inside a container or under taskset."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """What a user may set: FAZHI_WAREHOUSE, FAZHI_ARCHIVE and so on; --warehouse goes before FAZHI_WAREHOUSE."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", env_ignore_empty=True, frozen=True)

    warehouse: Path = Path("warehouse.duckdb")
    """The DuckDB file, by default in the working directory."""

    archive: Path | None = None
    """Folder of the raw pages; None: beside the warehouse."""

    sources: Path | None = None
    """A registry of sources of one's own, in the form of seeds/sources.csv; None: that file, as it was installed."""

    workers: int = Field(default_factory=count_processors, ge=1, le=1024)
    """Processes that parse; the machine's processors by default."""

    dask: str = ""
    """Address of a Dask scheduler whose workers parse, as `tcp://10.0.0.5:8786`; empty: this machine alone. They must see
    the same archive and the folder of the warehouse under the same paths."""

    batch_pages: int = Field(default=250, ge=1)
    """Pages of one batch, which is loaded in one transaction. A task costs 20 ms whatever it does: with 250 pages that is
    nothing, and while they are loaded the run holds some 75 MB more."""

    batch_bytes: int = Field(default=64 * 1024 * 1024, ge=1)
    """Bytes of one batch: what keeps memory flat where pages are large."""

    site_address: str = Field(default="", pattern=r"^$|^https?://[^/?#\s]+(/[^?#\s]*)?$")
    """Where the site that `fazhi site` writes will stand for everybody, as `https://data.example.org/fazhi/`: its share card is named by it."""

    contact: str = ""
    """Mail address or page of whoever runs this, shown to every site that is asked (in the User-Agent)."""

    fetch_delay: float = Field(default=2.0, ge=0.2)
    """Seconds between two requests to one host, at least; robots.txt may ask for more."""

    fetch_hours: float = Field(default=24.0, gt=0)
    """Hours after which a run asks no site any more; what is left waits for the next run."""

    allow_loopback: bool = False
    """For tests: addresses of this machine itself may be fetched."""

    alarm_webhook: str = ""
    """Address to which alarms are posted as JSON ({"text": …, "alarms": […]})."""

    alarm_block: str = ""
    """A notification block of Prefect that alarms go to, as `slack-webhook/ops`."""

    alarm_command: str = ""
    """A command that gets alarms on its standard input, as `mail -s fazhi somebody@example.org`."""

    alarm_quarantine_share: float = Field(default=0.5, gt=0, le=1)
    """Share of a run's new pages above which their quarantine is an alarm."""

    @property
    def archive_folder(self) -> Path:
        """Where the raw pages are kept: `warehouse.archive` beside `warehouse.duckdb` unless set."""
        return self.archive if self.archive is not None else self.warehouse.with_suffix(".archive")


def read_settings(warehouse: Path | None = None) -> Settings:
    """The settings of this call: --warehouse, else the environment, else the defaults; paths made absolute.

    Raises CallError where the environment holds a value that cannot be used.
    """
    try:
        settings = Settings() if warehouse is None else Settings(warehouse=warehouse)
    except ValidationError as error:
        wrong = "; ".join(f"FAZHI_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors())
        raise CallError(f"环境变量的值不可用，请改正或取消。Mend or unset in the environment: {wrong}") from error
    paths = {"warehouse": settings.warehouse.expanduser().absolute()}
    for name in ("archive", "sources"):
        stated = getattr(settings, name)
        if stated is not None:
            paths[name] = stated.expanduser().absolute()
    return settings.model_copy(update=paths)
