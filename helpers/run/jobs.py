"""What the runner tells the process that runs a notebook, and what it hears back.

Apart from helpers.run.execute, whose libraries take seconds to load: a run that finds all unchanged needs none of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple


class Job(NamedTuple):
    """A notebook to run.

    name: of what it makes; out: the folder given to it as parameter `out`; hidden: the part of that path which
    is of the moment only and is taken out of what was executed; base: where the executed notebooks lie, seen
    from its page; key: of all it rests on.
    """

    name: str
    notebook: Path
    parameters: dict[str, Any]
    out: Path
    hidden: str = ""
    base: str = ""
    key: str = ""


class Outcome(NamedTuple):
    """How a notebook ended; error is empty where it came to its end."""

    name: str
    seconds: float
    error: str
