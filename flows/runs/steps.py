"""Journeys and steps: flows and tasks of Prefect where a server keeps count of them, the same functions called plainly where none is needed.

A handful of files brought in by hand needs no server: starting one takes four times as long as reading them. What runs by
itself, comes in thousands, or is watched by a server that answers goes through Prefect, with its states, retries and pages.
What runs meanwhile does so in threads that feed this process's own workers, or on the machines of a Dask cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar

import tenacity

from flows.errors import CallError
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect import Flow, Task
    from prefect.task_runners import TaskRunner

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

_plainly: ContextVar[bool] = ContextVar("plainly", default=False)


class Pending(Protocol[R_co]):
    """What will be known of a step that runs meanwhile."""

    def result(self) -> R_co:
        """Wait for it; raises what the step raised."""


@contextmanager
def run_plainly() -> Iterator[None]:
    """Inside, journeys and steps are calls in this process, unknown to any server."""
    token = _plainly.set(True)
    try:
        yield
    finally:
        _plainly.reset(token)


def is_plain() -> bool:
    """Whether what runs now is unknown to any server."""
    return _plainly.get()


class Journey(Generic[P, R]):
    """A function that is a flow run wherever a server keeps count."""

    def __init__(self, fn: Callable[P, R], name: str, run_name: str | None) -> None:
        self.fn, self.name, self._run_name = fn, name, run_name
        self.__doc__ = fn.__doc__

    @cached_property
    def flow(self) -> Flow[P, R]:
        """The same as Prefect's flow."""
        from prefect import flow

        # The annotations of arguments are no pydantic models, and `sources` may be ten thousand paths.
        return flow(name=self.name, flow_run_name=self._run_name, validate_parameters=False)(self.fn)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it; raises what it raises."""
        return self.fn(*args, **kwargs) if is_plain() else self.flow(*args, **kwargs)


class Step(Generic[P, R]):
    """A function that is a task run inside a flow run; what can heal is tried again either way."""

    def __init__(self, fn: Callable[P, R], heals: Callable[[object], bool] | None, delays: Sequence[float]) -> None:
        self.fn, self._heals, self._delays = fn, heals, list(delays)
        self.__doc__ = fn.__doc__

    @cached_property
    def task(self) -> Task[P, R]:
        """The same as Prefect's task."""
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        heals = self._heals
        if heals is None:
            return task(cache_policy=NO_CACHE)(self.fn)
        return task(
            cache_policy=NO_CACHE,
            retries=len(self._delays),
            retry_delay_seconds=self._delays,
            retry_condition_fn=lambda task, run, state: heals(state.result(raise_on_failure=False)),
        )(self.fn)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it and wait; raises what it raises, after the last try."""
        if not is_plain():
            return self.task(*args, **kwargs)
        if self._heals is None:
            return self.fn(*args, **kwargs)
        tries = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(len(self._delays) + 1),
            wait=tenacity.wait_chain(*map(tenacity.wait_fixed, self._delays)),
            retry=tenacity.retry_if_exception(self._heals),
            reraise=True,
        )
        return tries(self.fn, *args, **kwargs)

    def submit(self, runner: TaskRunner[Any] | Executor, parameters: dict[str, Any]) -> Pending[R]:
        """Run it meanwhile: in the executor as a plain call, else as a task run."""
        if isinstance(runner, Executor):
            return runner.submit(partial(self.fn, **parameters))
        pending: Pending[R] = runner.submit(self.task, parameters)
        return pending


def journey(name: str, run_name: str | None = None) -> Callable[[Callable[P, R]], Journey[P, R]]:
    """Make a function a journey; `run_name` names its runs (`{mode}-{year}`)."""
    return lambda fn: Journey(fn, name, run_name)


def step(
    heals: Callable[[object], bool] | None = None, delays: Sequence[float] = ()
) -> Callable[[Callable[P, R]], Step[P, R]]:
    """Make a function a step, tried again after each of these seconds where what it raised can heal."""
    return lambda fn: Step(fn, heals, delays)


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
