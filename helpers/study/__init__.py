"""A study: a folder of texts in any format, or one file of them; with study.yaml and a catalogue, where there are any.

settings reads and checks study.yaml; files tells what holds texts from what else lies in a folder (kinds: what is said
of that); readers/ make documents of files, and store keeps their texts; sources lists all texts; given finds the row
of articles.csv for each, and catalogue joins what row, source and the names of files say (outlets: of who publishes,
table_file: any table, dates: a column of dates).
"""

from helpers.study.catalogue import Article, entries, nothing_read
from helpers.study.errors import Problem, RunError, StudyError, did_you_mean, notes_once
from helpers.study.kinds import coding_files
from helpers.study.outlets import Outlet
from helpers.study.output import MEASURED, RUN, bears_mark, last_run, output_folder, refuse_foreign
from helpers.study.settings import (
    REST,
    ROOT,
    UNMEASURED,
    Primary,
    Study,
    Style,
    Target,
    Voice,
    explain,
    inside,
    load_study,
)
from helpers.study.sources import content
from helpers.study.yaml_file import read_yaml

__all__ = [
    "MEASURED",
    "REST",
    "ROOT",
    "RUN",
    "UNMEASURED",
    "Article",
    "Outlet",
    "Primary",
    "Problem",
    "RunError",
    "Study",
    "StudyError",
    "Style",
    "Target",
    "Voice",
    "bears_mark",
    "coding_files",
    "content",
    "did_you_mean",
    "entries",
    "explain",
    "inside",
    "last_run",
    "load_study",
    "notes_once",
    "nothing_read",
    "output_folder",
    "read_yaml",
    "refuse_foreign",
]
