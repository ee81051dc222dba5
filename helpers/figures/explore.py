"""Looking around in JupyterLab: one screen of filters, figures and sentences, joined to Python.

The script is that of the report's page, so that both look and answer alike. What is chosen on the screen is there in
Python as a data frame, as SQL, and as the parameters of a report.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import anywidget
import pandas as pd
import traitlets

from helpers import analysis, framing
from helpers.analysis import dossier, questions
from helpers.figures import frames, live, tone, voices
from helpers.run.page_parts import source
from helpers.run.web_page import figures as inline
from helpers.run.web_page import fonts

if TYPE_CHECKING:
    from helpers.figures.house import Page
    from helpers.figures.notebook import Notebook

FOLLOWS = "The figure follows the outlet and the voice chosen; everything else chooses among the sentences."
CHOICES = {"voices": "Who speaks", "tone": "In what tone", "frames": "In which frame"}


class Explorer(anywidget.AnyWidget):
    """The screen. ``question`` is what is asked at the moment; setting it changes the screen."""

    _esm = source("common.js") + source("live.js") + source("widget.js")
    _css = fonts.faces("") + source("widget.css") + f".whose-words {{{source('live.css').replace(':root', '&')}}}"
    packed = traitlets.Unicode().tag(sync=True)
    study = traitlets.Dict().tag(sync=True)
    choices: traitlets.List = traitlets.List().tag(sync=True)
    shown = traitlets.Unicode("voices").tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    figure = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    sql = traitlets.Unicode().tag(sync=True)

    def __init__(self, nb: Notebook, **given: Any) -> None:
        """Pack the sentences of a notebook's study, and draw the first figure."""
        self._nb = nb
        self._instrument = analysis.tone.instrument(nb.results)
        toward = analysis.tone.toward_instruments(nb.results)
        codebook = framing.load_codebooks(nb.study)
        self._labels = analysis.frames.chosen(codebook)
        self._read = analysis.frames.languages(codebook, self._labels)
        self._page: Page | None = None
        self._drawn: tuple | None = None
        held = dossier.dossier(nb.results, self._instrument, toward, self._labels, nb.p.outlets)
        super().__init__(
            packed=dossier.packed(held),
            study=live.study_of(nb.study, self._labels, self._read, nb.corpus.outlets, self._instrument, toward),
            choices=[list(choice) for choice in CHOICES.items()],
            **given,
        )
        self.observe(lambda change: self._asked(), ["question", "shown"])
        self.on_msg(lambda widget, content, buffers: self._told(content))
        self._asked()

    @property
    def selection(self) -> pd.DataFrame:
        """All sentences of the study that the screen's question asks for, with what was measured."""
        return questions.sentences(self._nb.results, self.question, self._instrument)

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The choice of outlets and voices as parameters of a report."""
        names = self._nb.results.query("select distinct outlet, outlet_name from articles")
        keys = names.loc[names["outlet_name"] == self.question.get("outlet"), "outlet"]
        found = {"outlets": list(keys), "voices": [self.question["voice"]] if self.question.get("voice") else []}
        return {name: values for name, values in found.items() if values}

    def save_figure(self) -> str:
        """Write the figure on the screen beside those of a report; a sentence that says where."""
        if self._page is None:
            return "There is no figure to save."
        card = self._nb.keep(self._page, f"explore_{self.shown}")
        return f"Saved: {self._nb.folder / card['files'][0]}, with PDF, PNG and data beside it."

    def save_settings(self) -> str:
        """Write the choice to a file for papermill (``-f``); a sentence that says where, and the line of a report."""
        path = self._nb.results.folder / "explore.yaml"
        path.write_text(json.dumps(self.parameters, ensure_ascii=False) + "\n", "utf-8")  # JSON is YAML
        words = " ".join(f"-p {name}='{','.join(values)}'" for name, values in self.parameters.items())
        return (
            f"Saved: {path}. The same choice for a report: python -m helpers report --study {self._nb.p.study} {words}"
        )

    def _told(self, content: Mapping[str, str]) -> None:
        does: dict[str, Callable[[], str]] = {"figure": self.save_figure, "settings": self.save_settings}
        self.status = does[content["do"]]()

    def _asked(self) -> None:
        """Write the question as SQL, and draw the figure anew where it, the outlet or the voice is another."""
        self.sql = questions.sql(self.question, self._instrument)
        asked = (self.shown, self.question.get("outlet"), self.question.get("voice"))
        if asked == self._drawn:  # what is typed in the field of words comes letter by letter
            return
        self._drawn = asked
        self.status = "Drawing …"
        page = self._draw()
        self._page = page
        self.figure = ""
        if page is not None:
            asks = {"tone": live.SCORED, "frames": live.CODED}.get(self.shown)
            self.figure = inline.assemble(live.bundle(page, f"explore_{self.shown}", self._nb.study, asks))
            page.close()
        self.status = FOLLOWS if page is not None else "No figure: nothing of this choice was measured."

    def _draw(self) -> Page | None:
        nb, chosen = self._nb, self.parameters.get("outlets", list(self._nb.p.outlets))
        voice = self.parameters.get("voices", [])
        chance: dict[str, Any] = {"bootstrap": nb.bootstrap}
        corpus = analysis.corpus.describe(nb.results, chosen)
        if self.shown == "voices":
            rows = analysis.voices.spoken(nb.results, chosen)
            return voices.by_outlet(rows, nb.study, corpus, **chance) if len(rows) else None
        if self.shown == "tone":
            rows = analysis.tone.scores(nb.results, self._instrument, chosen, voice)
            return tone.by_voice(rows, nb.study, corpus, self._instrument, **chance) if len(rows) else None
        rows = analysis.frames.carried(nb.results, chosen, voice, self._read, list(self._labels))
        return frames.by_voice(rows, nb.study, corpus, self._labels, **chance) if rows["carried"].any() else None
