"""A study: a folder with study.yaml, the texts and, where there is one, a catalogue of them.

settings reads and checks study.yaml, catalogue reads articles.csv and outlets.csv, detect fills what they
leave out from the text.
"""

from helpers.study.catalogue import Article, Outlet, Problem, catalogue, complete, entries
from helpers.study.errors import RunError, StudyError
from helpers.study.output import MEASURED, RUN, bears_mark, last_run, output_folder, refuse_foreign
from helpers.study.settings import (
    REST,
    ROOT,
    UNMEASURED,
    Study,
    Style,
    Target,
    Voice,
    explain,
    inside,
    load_study,
)
from helpers.study.yaml_file import read_yaml

__all__ = [
    "MEASURED",
    "REST",
    "ROOT",
    "RUN",
    "UNMEASURED",
    "Article",
    "Outlet",
    "Problem",
    "RunError",
    "Study",
    "StudyError",
    "Style",
    "Target",
    "Voice",
    "bears_mark",
    "catalogue",
    "complete",
    "entries",
    "explain",
    "inside",
    "last_run",
    "load_study",
    "output_folder",
    "read_yaml",
    "refuse_foreign",
]
