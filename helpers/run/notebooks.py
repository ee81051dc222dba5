"""Run the notebooks that have changed in parallel processes, take over the rest, and gather what they made."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import joblib
from tqdm import tqdm

from helpers.run import record
from helpers.run.jobs import Job, Outcome
from helpers.run.planning import REPORT
from helpers.study import last_run
from helpers.tables import schemas, staging
from helpers.tables.results import Results

FIGURE_FILES = (".svg", ".pdf", ".png", ".csv", ".json")


def run_notebooks(
    jobs: list[Job], results: Results, target: Path, workers: int | None
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Run what has changed since the last run, take over the rest; what run.json says of each, and all problems."""
    last = last_run(target)
    done = {job.name: record.reuse(job, last, target, results.folder) for job in jobs}
    to_run = [job for job in jobs if not done[job.name]]
    for job in to_run:
        staging.copy(results.folder / "tables", job.out / results.folder.name / "tables")
    problems: list[str] = []
    for job, outcome in zip(to_run, run_all(to_run, workers, results.folder.parent / "temporary"), strict=True):
        problems += filter(None, [outcome.error])
        done[job.name] = {
            "notebook": job.notebook.name,
            "parameters": {name: v for name, v in job.parameters.items() if name not in ("study", "out")},
            "status": "failed" if outcome.error else "completed",
            "seconds": outcome.seconds,
            "key": job.key,
            "files": collect(job, results.folder, problems),
            "error": outcome.error,
        }
    return done, problems + missing(results.folder)


def run_all(jobs: list[Job], workers: int | None, temporary: Path) -> list[Outcome]:
    """Run the jobs in as many processes as there are workers; how each ended, in the order of the jobs.

    temporary: a folder for what they write while they run.
    """
    if not jobs:
        return []
    from helpers.run import execute  # see helpers.run.jobs

    found: dict[str, Outcome] = {}
    temporary.mkdir()
    with _processes(min(workers or joblib.cpu_count(), len(jobs)), execute.prepare_process, temporary) as pool:
        waiting = {pool.submit(execute.execute, job): job for job in jobs}
        for future in tqdm(as_completed(waiting), total=len(jobs), desc="notebooks", disable=None):
            job = waiting[future]
            try:
                found[job.name] = future.result()
            except BrokenProcessPool:
                found[job.name] = Outcome(job.name, 0.0, f"{job.name}: the process that ran it was killed")
    return [found[job.name] for job in jobs]


@contextlib.contextmanager
def _processes(n: int, prepare: Callable, *arguments: object) -> Iterator[ProcessPoolExecutor]:
    """A pool of n processes; where it is left by an exception, Ctrl-C too, they end at once and begin nothing more."""
    context, others = multiprocessing.get_context("spawn"), set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(n, mp_context=context, initializer=prepare, initargs=arguments)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
            process.join()
        raise
    pool.shutdown()


def collect(job: Job, folder: Path, problems: list[str]) -> list[str]:
    """Move what a job made into the results folder; the files' paths in there."""
    made = {path: f"notebooks/{path.name}" for path in job.out.glob(f"{job.name}.*")}
    if job.name == REPORT:
        made = {path: to if path.suffix == ".ipynb" else path.name for path, to in made.items()}
    own = job.out / folder.name
    made |= {
        path: path.relative_to(own).as_posix()
        for path in sorted(own.rglob("*"))
        if path.is_file() and path.relative_to(own).parts[0] != "tables"
    }
    for path, name in made.items():
        place = folder / name
        if place.exists() and place.read_bytes() != path.read_bytes():
            problems.append(f"{job.name}: another notebook also writes {name}, with other content")
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
    return sorted(made.values())


def missing(folder: Path) -> list[str]:
    """What a run owes and did not make, one line each."""
    owed = [folder / "tables" / f"{name}.parquet" for name in schemas.SCHEMAS]
    cards = (folder / "figures").glob("*.json")
    owed += [card.with_suffix(kind) for card in cards for kind in FIGURE_FILES]
    lost = [path.relative_to(folder).as_posix() for path in owed if not path.exists() or not path.stat().st_size]
    return [f"{name} was not written" for name in sorted(lost)]
