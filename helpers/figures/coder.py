"""Coding by hand in JupyterLab: the sentences of a sheet one after the other, each answer written to its file at once.

The script is that of the form (``form``), so that both ask and answer alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from helpers.analysis import sampling, sheet
from helpers.figures import form, wording
from helpers.run.page_parts import source
from helpers.run.web_page import fonts
from helpers.study import StudyError, inside
from helpers.study.kinds import CODING
from helpers.study.table_file import UNSHOWN

if TYPE_CHECKING:
    import pandas as pd

    from helpers.tables.results import Results


class Coder(anywidget.AnyWidget):
    """The screen. It goes on with the file where there is one; else it draws one, once that is asked for there."""

    _esm = source("common.js") + source("coder.js") + source("coder_widget.js")
    _css = fonts.faces("") + source("widget.css") + f".whose-words {{{source('coder.css')}}}"
    given = traitlets.Dict().tag(sync=True)
    offer = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, results: Results, file: str, n: int = 100, by: Sequence[str] = ("voice",), seed: int = 1, **given: Any
    ) -> None:
        """Open a file of hand coding, coding.csv or coding_NAME.csv, in the study's folder.

        n, by, seed: of the draw where the file is not there yet, as of ``sampling.draw``.
        """
        super().__init__(**given)
        self._results, self._file, self._draw = results, file, (n, seed, by)
        self._columns = [question.column for question in sheet.questions(results.study)]
        self._table: pd.DataFrame
        self._written = b""
        self._careful(self._open)
        self.on_msg(lambda widget, content, buffers: self._careful(self._told, content))

    def _careful(self, does: Callable[..., None], *given: Any) -> None:
        """Do it, and say what hinders it."""
        try:
            does(*given)
        except (StudyError, OSError) as problem:
            self.status = str(problem)

    def _open(self) -> None:
        if not CODING.fullmatch(self._file) or not self._file.endswith(".csv"):
            raise StudyError(f"{self._file}: hand coding is a file coding.csv or coding_NAME.csv")
        study = self._results.study
        self._path = inside(study.folder, self._file)
        if not self._path.exists():
            self.status = f"There is no {self._file} in the study {study.name} yet."
            self.offer = f"Draw {wording.count(self._draw[0], 'sentence')} and begin"
            return
        self._table = sheet.opened(study, self._file)
        self._written = self._path.read_bytes()
        self.given = form.given(self._table, study)
        self.status = f"Every answer is written to {self._path}."

    def _told(self, content: Mapping[str, Any]) -> None:
        if content.get("do") == "draw":
            self._begin()
        else:
            self._answered(int(content["at"]), content["cells"])

    def _begin(self) -> None:
        results, (n, seed, by) = self._results, self._draw
        if not self._path.exists():  # a second view of the screen may have drawn it
            taken = sampling.drawn_before(results, results.folder)
            drawn = sampling.draw(results, n, seed, by, taken)
            sheet.save(sheet.table(drawn, results.study), self._path)
            sampling.remember(results, drawn)
        self._open()

    def _answered(self, at: int, cells: Mapping[str, str]) -> None:
        for column in self._columns:
            self._table.loc[self._table.index[at], column] = UNSHOWN.sub("", cells[column])
        if self._path.read_bytes() != self._written:
            raise StudyError(
                f"{self._file} was changed by another program, so this answer is not written: "
                "run the cell again to go on from the file"
            )
        sheet.save(self._table, self._path)
        self._written = self._path.read_bytes()
        self.status = f"Written to {self._path}."
