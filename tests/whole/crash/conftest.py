"""A Prefect server for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.command_line import serve_prefect


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_prefect(tmp_path_factory.mktemp("prefect")) as url:
        yield url
