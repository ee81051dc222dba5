"""A whole run: measure the study, run the notebooks in parallel processes, put all results in their place at once.

All is written to a staging folder next to the results. Only a run that made everything takes the place of the
last good one; what a failed run made is kept beside it for a look. A notebook runs again only when its text,
its parameters, the tables or the code have changed.
"""

from __future__ import annotations

import datetime
import json
import multiprocessing
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import joblib
from pydantic import BaseModel
from tqdm import tqdm

from helpers import measure, parameters, provenance, staging, tables
from helpers.jobs import Job, Outcome
from helpers.study import ROOT, Study, StudyError, entries, load_study, output_folder

NOTEBOOKS = ROOT / "notebooks"
REPORT = "report"
PER_OUTLET = "06_outlet"
INTERACTIVE = {"explore"}  # for JupyterLab only
FIGURE_FILES = (".svg", ".pdf", ".png", ".csv", ".json")


class RunError(Exception):
    """A run that did not make everything it was asked for; one line a problem."""


def chosen(folder: Path = NOTEBOOKS) -> list[Path]:
    """The notebooks that a report runs, in order."""
    found = sorted(path for path in folder.glob("*.ipynb") if path.stem not in INTERACTIVE)
    if not found:
        raise StudyError(f"there is no notebook in {folder}")
    return found


def report(study: str | Path = "seeds", out: str | Path = "outputs", words: Sequence[str] = (), *,
           workers: int | None = None, dask: str = "", notebooks: Path = NOTEBOOKS) -> Path:
    """Run everything; returns the results folder. words: `NAME=VALUE` parameters.

    Raises StudyError for a mistake of the user's, before anything is written, and RunError where a
    notebook failed or something expected was not made; then the last good results stay.
    """
    started = datetime.datetime.now(datetime.UTC)
    opened = load_study(study)
    target = output_folder(opened, out)
    refuse_own_folder(opened, target)
    paths = chosen(notebooks)
    given, settings = read_parameters(opened, paths, words)
    with staging.staging(target) as stage:
        cache = target.parent / ".cache"
        results = measure.measure(study, stage, settings, workers=workers, dask=dask, cache=cache)
        done, problems = run_notebooks(plan(results, paths, given, stage), results, target, workers)
        values = all_parameters(paths, given) | results.settings.model_dump()
        record = describe(results, started, values, done, problems)
        (results.folder / "run.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
        failed = target.with_name(f"{target.name}.failed")
        shutil.rmtree(failed, ignore_errors=True)
        if problems:
            shutil.move(results.folder, failed)
            problems.append(f"What was made is in {shown(failed)}; older results stay as they are.")
            raise RunError("\n".join(problems))
        staging.put_in_place(results.folder, target)
    return target


def shown(path: Path) -> str:
    """A path as a person would type it from where they are."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def refuse_own_folder(study: Study, target: Path) -> None:
    """Results may not be written over the study, nor into it."""
    if target.is_relative_to(study.folder) or study.folder.is_relative_to(target):
        raise StudyError(f"the results of {study.name} would be written over its own folder: give another --out")


# --- before a kernel starts ---------------------------------------------------------------------


def read_parameters(study: Study, paths: list[Path],
                    words: Sequence[str]) -> tuple[dict[str, Any], measure.Settings]:
    """The parameters given, study.yaml's defaults below them: those of the notebooks, those of the measurement."""
    models = [parameters.model_of(path) for path in paths]
    typed = parameters.parse(words, [*models, measure.Settings])
    if {"study", "out"} & typed.keys():
        raise StudyError("give the study and the place of the results as --study and --out, not with -p")
    known = {name for model in models for name in model.model_fields}
    own = {name: value for name, value in study.defaults.items() if name in known}
    anywhere = {name for model in (*parameters.NOTEBOOKS.values(), measure.Settings) for name in model.model_fields}
    for name in study.defaults.keys() - known - anywhere:
        raise StudyError(f"{study.name}/study.yaml: defaults: {parameters.unknown(name, known | anywhere)}")
    given = own | {name: value for name, value in typed.items() if name in known}
    outlets = {entry.outlet for entry in entries(study)[0]}
    for model in models:
        checked = parameters.validate(model, fitting(model, given))
        parameters.check_against(study, checked, outlets)
    chosen_settings = {name: value for name, value in typed.items() if name in measure.Settings.model_fields}
    settings = measure.default_settings(study).model_dump() | chosen_settings
    return given, parameters.validate(measure.Settings, settings)


def fitting(model: type[BaseModel], given: dict[str, Any]) -> dict[str, Any]:
    """Those of the parameters given that a notebook takes."""
    return {name: value for name, value in given.items() if name in model.model_fields}


def all_parameters(paths: list[Path], given: dict[str, Any]) -> dict[str, Any]:
    """All parameters of all notebooks with the values that held, but study and out."""
    values: dict[str, Any] = {}
    for path in paths:
        model = parameters.model_of(path)
        values |= model(**fitting(model, given)).model_dump(exclude={"study", "out"})
    return values


def plan(results: measure.Results, paths: list[Path], given: dict[str, Any], stage: Path) -> list[Job]:
    """One job a notebook, or an outlet of it; each with the key that tells whether it must run again."""
    study = results.study
    tables_of = [path for path in (results.folder / "tables").iterdir() if path.suffix == ".parquet"]
    own = [path for path in study.folder.iterdir() if path.suffix in (".yaml", ".csv")]
    ground = provenance.digest(
        provenance.code(), provenance.hashes(results.folder, tables_of), provenance.hashes(study.folder, own),
        study.name, results.settings.model_dump(),
    )
    jobs = []
    for path in paths:
        model = parameters.model_of(path)
        base = fitting(model, given)
        variants = [(path.stem, base)]
        if path.stem == PER_OUTLET and not base.get("outlet"):
            variants = [(f"{path.stem}-{safe_name(outlet)}", base | {"outlet": outlet})
                        for outlet in outlets_of(results, given.get("outlets", []))]
        source = [(cell["cell_type"], cell["source"]) for cell in parameters.read_cells(path)]
        for name, values in variants:
            out = stage / "jobs" / name
            values = values | {"study": from_root(study.folder), "out": from_root(out)}
            values = {key: value for key, value in values.items() if key in model.model_fields}
            key = provenance.digest(ground, name, source, {k: v for k, v in values.items() if k != "out"})
            jobs.append(Job(name, path, values, out, f"/{stage.name}/jobs/{name}", "notebooks" * (name == REPORT), key))
    return jobs


def outlets_of(results: measure.Results, wanted: list[str]) -> list[str]:
    """The outlets that have a page of their own."""
    found = results.query("select distinct outlet from articles order by outlet")["outlet"].tolist()
    return [outlet for outlet in found if outlet in wanted] if wanted else found


def safe_name(outlet: str) -> str:
    """An outlet's name as part of a file name, on every system; two outlets never share one."""
    plain = re.sub(r"[^a-z0-9]+", "-", outlet.lower()).strip("-")[:60]
    return plain if plain and plain == outlet else f"{plain}-{provenance.digest(outlet)[:6]}".strip("-")


def from_root(path: Path) -> str:
    """A path as it is given to notebooks: from the repository's root where it lies inside."""
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()


# --- the notebooks ------------------------------------------------------------------------------


def run_notebooks(jobs: list[Job], results: measure.Results, target: Path,
                  workers: int | None) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Run what has changed since the last run, take over the rest; what run.json says of each, and all problems."""
    last = last_run(target)
    done = {job.name: reuse(job, last, target, results.folder) for job in jobs}
    to_run = [job for job in jobs if not done[job.name]]
    for job in to_run:
        staging.copy(results.folder / "tables", job.out / results.folder.name / "tables")
    problems = []
    for job, outcome in zip(to_run, run_all(to_run, workers), strict=True):
        problems += filter(None, [outcome.error])
        done[job.name] = {
            "notebook": job.notebook.name,
            "parameters": {name: v for name, v in job.parameters.items() if name not in ("study", "out")},
            "status": "failed" if outcome.error else "completed", "seconds": outcome.seconds,
            "key": job.key, "files": collect(job, results.folder, problems), "error": outcome.error,
        }
    return done, problems + missing(results.folder)


def run_all(jobs: list[Job], workers: int | None) -> list[Outcome]:
    """Run the jobs in as many processes as there are workers; how each ended, in the order of the jobs."""
    if not jobs:
        return []
    from helpers import execute  # see helpers.jobs

    found: dict[str, Outcome] = {}
    context = multiprocessing.get_context("spawn")
    n_workers = min(workers or joblib.cpu_count(), len(jobs))
    with ProcessPoolExecutor(n_workers, mp_context=context, initializer=execute.prepare_process) as pool:
        waiting = {pool.submit(execute.execute, job): job for job in jobs}
        for future in tqdm(as_completed(waiting), total=len(jobs), desc="notebooks", disable=None):
            job = waiting[future]
            try:
                found[job.name] = future.result()
            except BrokenProcessPool:
                found[job.name] = Outcome(job.name, 0.0, f"{job.name}: the process that ran it was killed")
    return [found[job.name] for job in jobs]


def collect(job: Job, folder: Path, problems: list[str]) -> list[str]:
    """Move what a job made into the results folder; the files' paths in there."""
    made = {path: f"notebooks/{path.name}" for path in job.out.glob(f"{job.name}.*")}
    if job.name == REPORT:
        made = {path: to if path.suffix == ".ipynb" else path.name for path, to in made.items()}
    own = job.out / folder.name
    made |= {path: path.relative_to(own).as_posix() for path in sorted(own.rglob("*"))
             if path.is_file() and path.relative_to(own).parts[0] != "tables"}
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
    owed = [folder / "tables" / f"{name}.parquet" for name in tables.SCHEMAS]
    cards = (folder / "figures").glob("*.json")
    owed += [card.with_suffix(kind) for card in cards for kind in FIGURE_FILES]
    lost = [path.relative_to(folder).as_posix() for path in owed if not path.exists() or not path.stat().st_size]
    return [f"{name} was not written" for name in sorted(lost)]


# --- what the last run made ---------------------------------------------------------------------


def last_run(target: Path) -> dict[str, Any]:
    """run.json of the last good run, or an empty one."""
    try:
        record = json.loads((target / "run.json").read_text("utf-8"))
        return record if {"notebooks", "files"} <= record.keys() else {"notebooks": {}, "files": {}}
    except (OSError, ValueError, AttributeError):
        return {"notebooks": {}, "files": {}}


def reuse(job: Job, last: dict[str, Any], target: Path, folder: Path) -> dict[str, Any]:
    """Take over what the last run made of a job, if its key is the same and its files are untouched; else {}."""
    known = last["notebooks"].get(job.name, {})
    if known.get("key") != job.key:
        return {}
    if any(not (target / name).is_file() or provenance.sha256(target / name) != last["files"].get(name)
           for name in known["files"]):
        return {}
    for name in known["files"]:
        if not (folder / name).exists():
            staging.copy(target / name, folder / name)
    return known | {"status": "unchanged"}


def describe(results: measure.Results, started: datetime.datetime, values: dict[str, Any],
             notebooks: dict[str, dict[str, Any]], problems: list[str]) -> dict[str, Any]:
    """The content of run.json."""
    files = [path for path in results.folder.rglob("*") if path.is_file()]
    seconds = (datetime.datetime.now(datetime.UTC) - started).total_seconds()
    return {
        "study": results.study.name, "title": results.study.title,
        "started": started.isoformat(timespec="seconds"), "seconds": round(seconds, 1),
        "parameters": values, "versions": provenance.versions(), "git": provenance.git(),
        "corpus_sha256": results.record["corpus_sha256"], "codebooks_sha256": results.record["codebooks_sha256"],
        "notebooks": notebooks, "files": provenance.hashes(results.folder, files),
        "unusable": results.table("errors").to_dict("records"), "errors": problems,
    }
