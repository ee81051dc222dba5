"""A study: a folder of texts, or one text; with study.yaml and a catalogue, where there are any.

settings reads and checks study.yaml, files tells the texts of a folder from what else lies there, catalogue reads
articles.csv and outlets.csv (table_file any table, dates a column of dates), detect fills what they leave out from
the text.
"""

from helpers.study.catalogue import Article, Outlet, complete, entries, nothing_read
from helpers.study.errors import Problem, RunError, StudyError, did_you_mean
from helpers.study.output import MEASURED, RUN, bears_mark, last_run, output_folder, refuse_foreign
from helpers.study.settings import REST, ROOT, UNMEASURED, Study, Style, Target, Voice, explain, inside, load_study
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
    "complete",
    "did_you_mean",
    "entries",
    "explain",
    "inside",
    "last_run",
    "load_study",
    "nothing_read",
    "output_folder",
    "read_yaml",
    "refuse_foreign",
]
