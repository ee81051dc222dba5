"""A study: a folder with study.yaml, the texts and, where there is one, a catalogue of them.

settings reads and checks study.yaml, catalogue reads articles.csv and outlets.csv, detect fills what they
leave out from the text.
"""

from helpers.study.catalogue import Article, Outlet, Problem, catalogue, complete, entries
from helpers.study.errors import StudyError
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
    output_folder,
)
from helpers.study.yaml_file import read_yaml

__all__ = [
    "REST",
    "ROOT",
    "UNMEASURED",
    "Article",
    "Outlet",
    "Problem",
    "Study",
    "StudyError",
    "Style",
    "Target",
    "Voice",
    "catalogue",
    "complete",
    "entries",
    "explain",
    "inside",
    "load_study",
    "output_folder",
    "read_yaml",
]
