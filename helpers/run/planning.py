"""Before a kernel starts: check what was asked for, and list the notebooks to run with their parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from helpers.run import parameters, provenance
from helpers.run.jobs import Job
from helpers.study import ROOT, Study, StudyError, coding_files, entries
from helpers.tables import measure
from helpers.tables.annotate import Settings
from helpers.tables.results import Results

NOTEBOOKS = ROOT / "notebooks"
REPORT = "report"
PER_OUTLET = "06_outlet"
VALIDATION = "05_validation"  # for studies with hand coding
OWN = (".yaml", ".csv", ".xlsx")  # files of a study, beside its texts, that notebooks read
INTERACTIVE = {"explore"}  # for JupyterLab only


def chosen(folder: Path = NOTEBOOKS) -> list[Path]:
    """The notebooks that a report runs, in order. Raises StudyError where there are none."""
    found = sorted(path for path in folder.glob("*.ipynb") if path.stem not in INTERACTIVE)
    if not found:
        raise StudyError(f"there is no notebook in {folder}")
    return found


def heading(path: Path) -> str:
    """The first line of a notebook."""
    return parameters.read_cells(path)[0]["source"].partition("\n")[0].strip("# ") or path.stem


def fitting_study(study: Study, paths: list[Path]) -> list[Path]:
    """Those of the notebooks that a study has the data for."""
    coded = coding_files(study.folder)
    return [path for path in paths if coded or path.stem != VALIDATION]


def read_parameters(
    study: Study, paths: list[Path], words: Sequence[str], store: Path
) -> tuple[dict[str, Any], Settings]:
    """The parameters given, study.yaml's defaults below them: those of the notebooks, those of the measurement.

    store: where the texts of the study are kept. Raises StudyError for one that cannot be, ParameterError among them.
    """
    models = [parameters.model_of(path) for path in paths]
    typed = parameters.parse(words, [*models, Settings])
    if {"study", "out"} & typed.keys():
        raise StudyError("give the study and the place of the results as --study and --out, not with -p")
    known = {name for model in models for name in model.model_fields}
    own = {name: value for name, value in study.defaults.items() if name in known}
    ours = [parameters.model_of(path) for path in NOTEBOOKS.glob("*.ipynb")]
    anywhere = {name for model in ours for name in model.model_fields} | Settings.model_fields.keys()
    for name in study.defaults.keys() - known - anywhere:
        raise StudyError(f"{study.name}/study.yaml: defaults: {parameters.unknown(name, known | anywhere)}")
    given = own | {name: value for name, value in typed.items() if name in known}
    named = given.get("outlets") or given.get("outlet")
    outlets = {entry.outlet for entry in entries(study, store)[0]} if named else None
    for model in models:
        checked = parameters.validate(model, fitting(model, given))
        parameters.check_against(study, checked, outlets)
    chosen_settings = {name: value for name, value in typed.items() if name in Settings.model_fields}
    settings = measure.default_settings(study).model_dump() | chosen_settings
    return given, parameters.validate(Settings, settings)


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


def plan(results: Results, paths: list[Path], given: dict[str, Any], stage: Path) -> list[Job]:
    """One job a notebook, or an outlet of it; each with the key that tells whether it must run again."""
    study = results.study
    tables_of = [path for path in (results.folder / "tables").iterdir() if path.suffix == ".parquet"]
    own = [path for path in study.files() if path.parent == study.folder and path.suffix.lower() in OWN]
    ground = provenance.digest(
        provenance.code(),
        provenance.hashes(results.folder, tables_of),
        provenance.hashes(study.folder, own),
        study.name,
        results.settings.model_dump(),
        [path.stem for path in fitting_study(study, chosen())],  # the pages, which link to one another
    )
    jobs = []
    for path in paths:
        model = parameters.model_of(path)
        base = fitting(model, given)
        variants = [(path.stem, base)]
        if path.stem == PER_OUTLET and not base.get("outlet"):
            variants = [
                (f"{path.stem}-{safe_name(outlet)}", base | {"outlet": outlet})
                for outlet in outlets_of(results, given.get("outlets", []), getattr(model(**base), "own_page", 1))
            ]
        source = [(cell["cell_type"], cell["source"]) for cell in parameters.read_cells(path)]
        for name, values in variants:
            out = stage / "jobs" / name
            values = values | {"study": from_root(study.path), "out": from_root(out)}
            values = {key: value for key, value in values.items() if key in model.model_fields}
            key = provenance.digest(ground, name, source, {k: v for k, v in values.items() if k != "out"})
            jobs.append(Job(name, path, values, out, f"/{stage.name}/jobs/{name}", "notebooks" * (name == REPORT), key))
    return jobs


def outlets_of(results: Results, wanted: list[str], least: int) -> list[str]:
    """The outlets that have a page of their own: those with ``least`` articles or more."""
    n = results.table("articles", ["outlet"])["outlet"].value_counts()
    return sorted(outlet for outlet in n[n >= least].index if not wanted or outlet in wanted)


def safe_name(outlet: str) -> str:
    """An outlet's name as part of a file name, on every system; two outlets never share one."""
    plain = re.sub(r"[^a-z0-9]+", "-", outlet.lower()).strip("-")[:60]
    return plain if plain and plain == outlet else f"{plain}-{provenance.digest(outlet)[:6]}".strip("-")


def from_root(path: Path) -> str:
    """A path as it is given to notebooks: from the repository's root where it lies inside."""
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).as_posix()
