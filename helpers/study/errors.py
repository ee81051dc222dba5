"""What is said of what a user gave: the two errors that stop a run, and the rows of the table `errors`."""

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
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


def notes_once(problems: Sequence[Problem]) -> list[Problem]:
    """The problems with one note where many rows of a file have the same, at the first of them.

    >>> [tuple(problem) for problem in notes_once([Problem("a.csv", 2, "no title"), Problem("a.csv", 5, "no title")])]
    [('a.csv', 2, 'no title (2 rows)', 'note')]
    """
    rows = Counter(problem._replace(row=0) for problem in problems if problem.severity == "note")
    out = []
    for problem in problems:
        n = rows.pop(problem._replace(row=0), 0) if problem.severity == "note" else 1
        if n:
            out.append(problem._replace(problem=f"{problem.problem} ({n:,} rows)") if n > 1 else problem)
    return out


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean 'published'?`` where a known name is near, else what there is to say otherwise."""
    found = difflib.get_close_matches(name, known, 1)
    return f"did you mean {found[0]!r}?" if found else otherwise
