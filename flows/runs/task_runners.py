"""Where batches are parsed: in threads of this process that feed its own workers, or on the machines of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flows.errors import CallError
from flows.runs.steps import is_plain
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.task_runners import TaskRunner


@contextmanager
def open_task_runner(settings: Settings) -> Iterator[TaskRunner[Any] | Executor]:
    """The runner that FAZHI_DASK names, or threads. Raises CallError where no scheduler answers or prefect-dask is missing."""
    if is_plain():
        with ThreadPoolExecutor(thread_name_prefix="parse-batch") as executor:
            yield executor
        return
    if not settings.dask:
        from prefect.task_runners import ThreadPoolTaskRunner

        threads: TaskRunner[Any] = ThreadPoolTaskRunner()
        with threads:
            yield threads
        return
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise CallError(
            f"FAZHI_DASK={settings.dask} 需要 fazhi[scale]（prefect-dask）：请安装，或取消该变量。"
            "FAZHI_DASK needs fazhi[scale], which brings prefect-dask: install it, or unset the variable."
        ) from error
    with DaskTaskRunner(address=settings.dask) as cluster:
        try:
            _ = cluster.client  # Connects: a wrong address is told before the run begins.
        except (OSError, ValueError) as error:
            raise CallError(
                f"FAZHI_DASK={settings.dask} 没有应答：请启动调度器，或改正地址。"
                f"No Dask scheduler answers there ({error}): start `dask scheduler`, or mend the address."
            ) from error
        yield cluster
