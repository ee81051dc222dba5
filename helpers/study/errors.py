"""What is said of what a user gave: the two errors that stop a run, and the rows of the table `errors`."""

import difflib
from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["lost", "doubt", "note"]


class StudyError(Exception):
    """A mistake in what the user gave, told in one sentence that says where and what to do."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a traceback."""
        return [str(self)]


class RunError(Exception):
    """A run that did not make everything it was asked for; one line a problem."""


class Problem(NamedTuple):
    """What could not be used, or not wholly: the file, its row as a spreadsheet counts (0: the whole file), and why.

    severity is "lost" (an article is missing), "doubt" (it was read, but look at it) or "note".
    """

    file: str
    row: int
    problem: str
    severity: Severity = "note"


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean 'published'?`` where a known name is near, else what there is to say otherwise."""
    found = difflib.get_close_matches(name, known, 1)
    return f"did you mean {found[0]!r}?" if found else otherwise
