"""Processes on this machine, or a Dask cluster, behind one function that maps over arguments.

A job whose process is killed, out of memory perhaps, ends neither the others nor the run: it is given back as `Killed`.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from importlib.abc import MetaPathFinder
from itertools import chain, islice
from typing import Any, NamedTuple, Protocol

import joblib
from joblib.externals.loky import get_reusable_executor

from helpers.study import RunError, StudyError

HOW = "start scheduler and workers in a clone of this repository: PYTHONPATH=. dask worker ..."
LOOK = 5  # seconds between two looks at a cluster that gives no result
PATIENCE = 60  # seconds in which a cluster that has lost all of its workers may start others


class Killed(NamedTuple):
    """In place of a result: the arguments of a job whose process was killed, by this job or by one beside it."""

    arguments: tuple[Any, ...]


class Run(Protocol):
    """Maps a function over tuples of arguments and yields results, or `Killed`, as they are ready.

    apart: in another process than this one, even for a single job.
    """

    def __call__(
        self, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]], apart: bool = False
    ) -> Iterator[Any]:
        """The results in the order in which they are ready."""


@contextlib.contextmanager
def pool(workers: int | None, dask: str, version: Callable[[], str]) -> Iterator[Run]:
    """A function that maps over argument tuples in processes.

    workers: processes on this machine, all cores if None. dask: address of a scheduler to use instead, "" for none;
    version, a function of the package, tells whether a cluster has the same code.
    """
    if dask:
        with _cluster(dask, version) as client:
            yield partial(_on_cluster, client, dask)
    else:
        with _local():
            yield partial(_on_processes, workers)


# --- processes on this machine ------------------------------------------------------------------


def _on_processes(
    workers: int | None, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]], apart: bool = False
) -> Iterator[Any]:
    first = list(islice(waiting := iter(arguments), 2))
    if len(first) < 2 and workers is None and not apart:  # no process for a single job, unless they are asked for
        yield from (function(*own) for own in first)
        return
    waiting, n_jobs = chain(first, waiting), workers or joblib.cpu_count()
    while True:
        begun: dict[int, tuple[Any, ...]] = {}
        try:
            parallel = joblib.Parallel(n_jobs, return_as="generator_unordered", pre_dispatch="2*n_jobs")
            for number, result in parallel(_noted(function, waiting, begun)):
                del begun[number]
                yield result
            return
        except BrokenProcessPool:  # it does not tell which of them broke it
            killed = list(begun.values())
        yield from map(Killed, killed)


def _noted(
    function: Callable[..., Any], waiting: Iterator[tuple[Any, ...]], begun: dict[int, tuple[Any, ...]]
) -> Iterator[Any]:
    for number, own in enumerate(waiting):
        begun[number] = own
        yield joblib.delayed(_numbered)(number, function, own)


def _numbered(number: int, function: Callable[..., Any], own: tuple[Any, ...]) -> tuple[int, Any]:
    return number, function(*own)


@contextlib.contextmanager
def _local() -> Iterator[None]:
    """Processes on this machine, which end with this context, or when this process does, however it ends."""
    with warnings.catch_warnings(), joblib.parallel_config("loky", initializer=_begin, initargs=(os.getpid(),)):
        warnings.filterwarnings("ignore", module="joblib")  # of processes that it starts anew and of jobs it gives up
        try:
            yield
        finally:
            get_reusable_executor(reuse=True).shutdown(kill_workers=True)  # else they hold what they read for minutes


class _NoPandas(MetaPathFinder):
    """Says that pandas is not there: Arrow loads it where it is, and no job has a use for it."""

    def find_spec(self, name: str, *_: object) -> None:
        """Nothing of any other package. Raises ModuleNotFoundError for pandas, which the import system awaits."""
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def _begin(parent: int) -> None:
    """What a process does first: it will end with its parent, and is 50 MB smaller without pandas."""
    sys.meta_path.insert(0, _NoPandas())
    _end_with(parent)


def _end_with(parent: int) -> None:
    """Let this process end within a second of its parent, of whose end loky tells it nothing; not so on Windows."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


# --- a Dask cluster -----------------------------------------------------------------------------


def _on_cluster(
    client: Any, address: str, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]], apart: bool = False
) -> Iterator[Any]:
    """As `_on_processes`; of a worker that ends its jobs go to another one, and Dask gives up on what ends several."""
    from distributed import KilledWorker

    waiting = iter(arguments)
    begun: dict[Any, tuple[Any, ...]] = {}
    most = 2 * max(1, sum(client.ncores().values()))
    while True:
        for own in islice(waiting, most - len(begun)):
            begun[client.submit(function, *own, pure=False)] = own
        if not begun:
            return
        for future in _ready(client, address, begun):
            own, error = begun.pop(future), future.exception()
            yield Killed(own) if isinstance(error, KilledWorker) else future.result()


def _ready(client: Any, address: str, begun: Iterable[Any]) -> list[Any]:
    """Those of some futures that are done, once one is. RunError where the scheduler or every worker has gone."""
    from distributed import wait

    alone = 0.0
    while True:
        try:
            return list(wait(list(begun), timeout=LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            gone = client.status != "running"
        except (CancelledError, OSError):
            gone = True
        if gone:
            raise RunError(f"--dask: the scheduler at {address} has gone: start it again, and run the command again")
        alone = 0.0 if client.scheduler_info()["workers"] else alone or time.monotonic()
        if alone and time.monotonic() - alone > PATIENCE:
            raise RunError(f"--dask: no worker is left at {address}: start some, and run the command again; {HOW}")


def _cluster(address: str, version: Callable[[], str]) -> Any:
    """A client of the Dask cluster at this address, all of whose machines have this very code.

    Without it the scheduler drops every task and says nothing, and the client waits for ever.
    """
    try:
        from distributed import Client
    except ImportError:
        raise StudyError("--dask needs one more package: pip install 'dask[distributed]'") from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what befalls a cluster is told in one line
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise StudyError(f"--dask: no scheduler answers at {address} ({error})") from None
    try:
        if not client.scheduler_info()["workers"]:
            raise StudyError(f"--dask: the scheduler at {address} has no workers yet; {HOW}")
        for everywhere in (client.run_on_scheduler, client.run):
            everywhere(importlib.import_module, version.__module__)
        if {client.run_on_scheduler(version), *client.run(version).values()} != {version()}:
            raise StudyError(f"--dask: the cluster has another version of this package or of its engines; {HOW}")
    except ImportError as error:
        client.close()
        raise StudyError(f"--dask: the cluster cannot load this package ({error}); {HOW}") from None
    except StudyError:
        client.close()
        raise
    return client
