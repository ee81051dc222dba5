"""A pool of processes on this machine, or a Dask cluster, behind one function that maps over arguments."""

from __future__ import annotations

import contextlib
import importlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any

import joblib

from helpers.study import RunError, StudyError

HOW = "start scheduler and workers in a clone of this repository: PYTHONPATH=. dask worker ..."
Run = Callable[[Callable[..., Any], Iterable[tuple[Any, ...]]], Iterator[Any]]  # maps over tuples of arguments


@contextlib.contextmanager
def pool(workers: int | None, dask: str, version: Callable[[], str]) -> Iterator[Run]:
    """A function that maps over argument tuples in processes and yields results as they are ready.

    workers: processes on this machine, all cores if None. dask: address of a scheduler to use instead, "" for none;
    version, a function of the package, tells whether a cluster has the same code.
    """
    with contextlib.ExitStack() as stack:
        client = stack.enter_context(_cluster(dask, version)) if dask else None
        stack.enter_context(joblib.parallel_config("dask") if dask else _local())
        n_jobs = workers or joblib.cpu_count()

        def run(function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
            first = list(islice(arguments := iter(arguments), 2))
            if len(first) < 2 and not dask:  # no pool for a single shard
                yield from (function(*a) for a in first)
                return
            jobs = (joblib.delayed(function)(*a) for a in chain(first, arguments))
            try:
                yield from joblib.Parallel(n_jobs, return_as="generator_unordered", pre_dispatch="2*n_jobs")(jobs)
            except BrokenProcessPool:
                raise RunError("a worker was killed, out of memory perhaps: give fewer --workers") from None
            except Exception:
                if client and client.status != "running":  # what joblib raises then is as it happens
                    raise RunError(f"--dask: the scheduler at {dask} has gone") from None
                raise

        yield run


def _local() -> contextlib.AbstractContextManager[Any]:
    """Processes on this machine, which end when this one does, however it ends."""
    local: contextlib.AbstractContextManager[Any]
    local = joblib.parallel_config("loky", initializer=_end_with, initargs=(os.getpid(),))
    return local


def _end_with(parent: int) -> None:
    """Let this process end within a second of its parent, of whose end loky tells it nothing; not so on Windows."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _cluster(address: str, version: Callable[[], str]) -> Any:
    """A client of the Dask cluster at this address, all of whose machines have this very code.

    Without it the scheduler drops every task and says nothing, and the client waits for ever.
    """
    try:
        from distributed import Client
    except ImportError:
        raise StudyError("--dask needs one more package: pip install 'dask[distributed]'") from None
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
