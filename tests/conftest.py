"""What every test may ask for."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# A suite that a script started in the background inherits SIGINT as ignored, and so would all that it starts: Prefect's
# workers end by it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A suite gives the same answer twice: it draws the same inputs each time. New ones are tried by `python -m tests.fuzz` and `tests.fuzz.harvest`.
settings.register_profile("suite", derandomize=True, deadline=None, database=None)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and annotations beside the checkout."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        message = "the folder ../shared (real reports, gold annotations) is not beside this checkout"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: Playwright keeps an event loop running in the main thread until the session ends."""
    items.sort(key=lambda item: "browser" in item.path.parts)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes by their notation: with test ids left as they are written, pytest would join bytes to words."""
    # whole files by their length alone: a docx holds the second in which it was made, and each process makes its own
    return (repr(val) if len(val) < 60 else f"{len(val)} bytes") if isinstance(val, bytes) else None
