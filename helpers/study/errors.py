"""The two errors that are told in a line: a mistake of the user's, and a run that failed."""


class StudyError(Exception):
    """A mistake in what the user gave, told in one sentence that says where and what to do."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a traceback."""
        return [str(self)]


class RunError(Exception):
    """A run that did not make everything it was asked for; one line a problem."""
