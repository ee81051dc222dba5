"""The pool of processes, and what is said of a cluster that cannot be used (a made-up client stands for one)."""

import os
import signal
import subprocess
import sys
from concurrent.futures import CancelledError
from functools import partial
from types import SimpleNamespace

import pytest

from helpers.study import ROOT, RunError, StudyError
from helpers.tables import parallel


def version() -> str:
    return "one"


def double(x: int) -> int:
    return 2 * x


class Cluster:
    """A client as `distributed` has it, as far as it is asked."""

    workers, loads, code, closed = 2, True, "one", 0

    def __init__(self, address, timeout):
        if not address.startswith("tcp://"):
            raise OSError("timed out")

    def scheduler_info(self):
        return {"workers": dict.fromkeys(range(self.workers))}

    def run_on_scheduler(self, function, *arguments):
        if arguments and not self.loads:
            raise ModuleNotFoundError("No module named 'helpers'")
        return "one"

    def run(self, function, *arguments):
        return dict.fromkeys(range(self.workers), self.code)

    def close(self):
        Cluster.closed += 1

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


@pytest.mark.parametrize(
    ("change", "address", "message"),
    [
        ({}, "nowhere", "no scheduler answers at nowhere"),
        ({"workers": 0}, "tcp://x:1", "no workers yet"),
        ({"loads": False}, "tcp://x:1", "cannot load this package"),
        ({"code": "two"}, "tcp://x:1", "another version"),
    ],
)
def test_a_cluster_that_cannot_be_used_is_one_line(monkeypatch, change, address, message):
    made = type("Cluster", (Cluster,), change)
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=made))
    monkeypatch.setattr(Cluster, "closed", 0)
    with pytest.raises(StudyError, match=message), parallel.pool(1, address, version):
        pass
    assert Cluster.closed == (address != "nowhere")


def test_without_the_package_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StudyError, match="pip install"), parallel.pool(1, "tcp://x:1", version):
        pass


@pytest.mark.parametrize("n", [0, 1, 5])
def test_every_argument_gives_its_result(n):
    with parallel.pool(2, "", version) as run:
        assert sorted(run(double, ((i,) for i in range(n)))) == [2 * i for i in range(n)]


def killed(n: int) -> int:
    if n == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def fails(n: int) -> int:
    raise ZeroDivisionError(n)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_worker_gives_its_jobs_back_and_the_others_go_on():
    with parallel.pool(2, "", version) as run:
        found = list(run(killed, ((i,) for i in range(12))))
        assert list(run(killed, [(2,)], apart=True)) == [parallel.Killed((2,))]
    back = {job.arguments[0] for job in found if isinstance(job, parallel.Killed)}
    assert 2 in back
    assert sorted([*back, *(n for n in found if not isinstance(n, parallel.Killed))]) == list(range(12))


# --- a Dask cluster that works, made up ---------------------------------------------------------


class KilledWorker(Exception):
    """As distributed's: what a job ends with that has ended several workers."""


class Future:
    """A job that is done."""

    def __init__(self, function, *arguments):
        self._error = self._result = None
        try:
            self._result = function(*arguments)
        except Exception as error:
            self._error = error

    def exception(self):
        return self._error

    def result(self):
        if self._error:
            raise self._error
        return self._result


class Working(Cluster):
    """A cluster whose jobs are done at once; `looks` are what each wait ends with, None for results."""

    status, looks = "running", ()

    def ncores(self):
        return dict.fromkeys(range(self.workers), 1)

    def submit(self, function, *arguments, pure):
        return Future(function, *arguments)


@pytest.fixture
def working(monkeypatch):
    """A function that makes a cluster with some features, and gives it as `_on_cluster` takes it."""

    def made(**features):
        looks = list(features.pop("looks", ()))

        def wait(futures, timeout, return_when):
            if error := looks.pop(0) if looks else None:
                raise error
            return SimpleNamespace(done=futures[:1])

        monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(KilledWorker=KilledWorker, wait=wait))
        client = type("Working", (Working,), features)("tcp://x:1", 10)
        return partial(parallel._on_cluster, client, "tcp://x:1")

    return made


def ends_workers(n: int) -> int:
    if n == 3:
        raise KilledWorker(n)
    return n


def test_a_cluster_gives_every_result_and_back_what_ended_its_workers(working):
    run = working(looks=[TimeoutError()] * 2)
    found = list(run(ends_workers, ((i,) for i in range(12))))
    assert parallel.Killed((3,)) in found
    assert {n for n in found if not isinstance(n, parallel.Killed)} == {*range(12)} - {3}
    assert list(run(ends_workers, [])) == []


def test_an_error_on_a_cluster_is_raised_as_it_is(working):
    with pytest.raises(ZeroDivisionError):
        list(working()(fails, [(1,)]))


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ({"looks": [TimeoutError()], "status": "closed"}, "the scheduler at tcp://x:1 has gone"),
        ({"looks": [CancelledError()]}, "the scheduler at tcp://x:1 has gone"),
        ({"looks": [OSError()]}, "the scheduler at tcp://x:1 has gone"),
        ({"looks": [TimeoutError()] * 3, "workers": 0}, "no worker is left at tcp://x:1"),
    ],
)
def test_a_cluster_that_goes_away_is_one_sentence(features, said, working, monkeypatch):
    monkeypatch.setattr(parallel, "PATIENCE", -1)
    with pytest.raises(RunError, match=said):
        list(working(**features)(double, [(1,), (2,)]))


def test_a_cluster_may_replace_its_workers(working):
    assert list(working(looks=[TimeoutError()] * 3, workers=0)(double, [(1,)])) == [2]


PARENT = """
import os, time
from helpers.tables import parallel

def tell(n):
    print(os.getpid(), flush=True)
    time.sleep(600)

if __name__ == "__main__":
    with parallel.pool(2, "", None) as run:
        list(run(tell, ((i,) for i in range(4))))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_workers_end_with_a_run_that_was_killed(tmp_path, ended):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    paths = os.pathsep.join([str(ROOT), str(tmp_path)])
    words, env = [sys.executable, str(script)], os.environ | {"PYTHONPATH": paths}
    with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True) as parent:
        workers = {int(parent.stdout.readline()) for _ in range(2)}
        parent.kill()
        assert parent.wait() == -signal.SIGKILL
    assert len(workers) == 2
    assert all(map(ended, workers))
