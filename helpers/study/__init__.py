"""A study: a folder of texts, or one text; with study.yaml and a catalogue, where there are any.

settings reads and checks study.yaml, files tells the texts of a folder from what else lies there, catalogue reads
articles.csv and outlets.csv (table_file any table, dates a column of dates), detect fills what they leave out from
the text.
"""

from helpers.study.catalogue import Article, Outlet, complete, entries, nothing_read
from helpers.study.errors import Problem, StudyError
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
    "complete",
    "entries",
    "explain",
    "inside",
    "load_study",
    "nothing_read",
    "output_folder",
    "read_yaml",
]
