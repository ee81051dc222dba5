"""The one error for a mistake of the user's."""


class StudyError(Exception):
    """A mistake in what the user gave, told in one sentence that says where and what to do."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a traceback."""
        return [str(self)]
