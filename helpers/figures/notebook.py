"""A notebook at work: one call at its beginning, one at its end, and between them what it shows and writes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import pandas as pd

from helpers import framing
from helpers.analysis import coding, frames, hand, tone, validation
from helpers.analysis import corpus as corpora
from helpers.analysis.coding import Coding
from helpers.analysis.corpus import Corpus, State
from helpers.analysis.estimate import Bootstrap
from helpers.analysis.measures import TONE
from helpers.figures import display, findings, live, pages
from helpers.figures.house import Page, export, save_table, use_style
from helpers.run import parameters, planning
from helpers.study import Study
from helpers.tables import measure

if TYPE_CHECKING:
    from helpers.tables.results import Results

VERSIONS = ("pandas", "matplotlib", "duckdb", "scipy")  # that the record names
# Where a notebook names its figures: a list under a heading, or a line of prose. A name with a dot is another file.
LISTED = re.compile(r"## Figures of this notebook\n(.*)", re.DOTALL)
ITEM = re.compile(r"^- `([A-Za-z0-9_]+)`: (.+)$", re.MULTILINE)
IN_PROSE = re.compile(r"\*\*Is written:\*\*(.*)")
FIGURE = re.compile(r"`([A-Za-z0-9_]+)`")


@dataclass(frozen=True)
class Notebook:
    """What a notebook works with, and what it has published so far.

    p: its parameters. corpus: what its outlets hold. coding: all hand coding of the study, led back to its sentences.
    bootstrap: for all estimates. cards: figure -> card. without: figure -> why these data do not allow it.
    """

    name: str
    p: Any
    results: Results
    corpus: Corpus
    coding: Coding
    bootstrap: Bootstrap
    cards: dict[str, dict] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)

    @property
    def study(self) -> Study:
        """The study measured."""
        return self.results.study

    @property
    def folder(self) -> Path:
        """Where the figures are written."""
        return self.results.folder / "figures"

    def coded(self, instrument: str) -> pd.DataFrame:
        """The coded sentences with the machine's codes beside them, tone by an instrument."""
        return validation.beside_machine(self.results, self.coding.table, instrument)

    def corrected(
        self, measure: str, outlets: Sequence[str] | None = None, voices: Sequence[str] = ()
    ) -> hand.Corrected | None:
        """The voices of a measure, corrected by the study's hand coding, as ``analysis.hand.ranked``.

        outlets: those of the notebook where they are not given. None where it does not suffice to compare two voices,
        and for the tone by another instrument than that which the coding corrects.
        """
        asked = getattr(self.p, "instrument", "")
        if measure == TONE and asked and asked != tone.instrument(self.results):
            return None
        chosen = self.p.outlets if outlets is None else outlets
        return hand.ranked(self.results, self.coding.table, measure, chosen, voices, bootstrap=self.bootstrap)

    def publish(self, page: Page, name: str, evidence: str = "", asks: Mapping[str, str] | None = None) -> None:
        """Write a figure to ``folder`` and show it, with the sentences behind it.

        ``asks``: what its marks ask of the sentences besides what their rows tell, as in `live.bundle`.
        """
        shown = live.bundle(page, name, self.study, asks)
        self.cards[name] = display.publish(page, name, self.folder, evidence, shown)

    def keep(self, page: Page, name: str) -> dict:
        """Write a figure to ``folder`` without showing it; its card."""
        return export(page, name, self.folder)

    def publish_supported(
        self, page: Page, name: str, why: str = "", asks: Mapping[str, str] | None = None, evidence: str = ""
    ) -> None:
        """Publish a figure of estimates where at least one of them is supported.

        Else say ``why`` in its place, or what an estimate takes, and show the sentences alone.
        """
        assert page.data is not None, f"figure {name}: call describe(alt=, data=, n=) before publishing"
        if page.data["enough"].any():
            self.publish(page, name, evidence, asks)
            return
        self.leave_out(name, why or f"{page.title}. {findings.takes(page.data, self.bootstrap)}")
        if evidence:
            self.read(evidence)

    def hold(
        self, dossier: Mapping, frames: Mapping[str, str], read: Sequence[str], instrument: str, toward: Sequence[str]
    ) -> None:
        """Give the page of this notebook all sentences, from ``analysis.dossier``, with what its script must know."""
        display.hold(dossier, live.study_of(self.study, frames, read, self.corpus.outlets, instrument, toward))

    def leave_out(self, name: str, *why: str) -> None:
        """Say why these data do not allow a figure that the notebook lists, or several (*); "" where it is said."""
        plt.close("all")  # a page drawn to see whether it holds enough
        self.without[name] = " ".join(why)
        self.say(*why)

    def say(self, *sentences: str) -> None:
        """Show computed sentences as a paragraph; none where all are empty."""
        if any(sentences):
            display.say(*sentences)

    def table(
        self,
        frame: pd.DataFrame,
        caption: str = "",
        names: Mapping[str, str] | None = None,
        most: int = display.MOST,
        tongue: str = "",
    ) -> None:
        """Show a table, or the first ``most`` rows of it with the number of all; ``tongue``: see display.table."""
        display.table(frame, caption, names, most, tongue)

    def read(self, evidence: str) -> None:
        """Show sentences to read, from ``figures.evidence``."""
        display.read(evidence)

    def heading(self, text: str) -> None:
        """Show the heading of a page whose subject is known only when it is made."""
        display.heading(text)

    def save(self, frame: pd.DataFrame, name: str) -> None:
        """Write a table as NAME.csv beside the figures."""
        save_table(frame, self.folder / f"{name}.csv")

    def pages(self) -> dict[str, str]:
        """The other pages of a report on this study, but for those of single outlets: name -> its heading."""
        return pages.topics(self.study)

    def steps(self) -> None:
        """Show the way to the pages before and behind; nothing in a notebook that is no page of the report."""
        if around := pages.around(self.name, self.p, self.results):
            display.steps(around)

    def end(self) -> None:
        """Check that the figures that the notebook lists were published or left out; show record and way on.

        Raises ValueError naming those for which neither holds.
        """
        named, done = written(self.name), {*self.cards, *self.without}
        missing = [name for name in named if not any(_meets(made, name) for made in done)]
        unnamed = [made for made in done if named and not any(_meets(made, name) for name in named)]
        if missing or unnamed:
            told = [f"named there and not published: {', '.join(missing)}"] if missing else []
            told += [f"published and not named there: {', '.join(sorted(unnamed))}"] if unnamed else []
            raise ValueError(
                f"{self.name}.ipynb, its list of figures: {'; '.join(told)}. A figure that the data do not allow "
                "is told with nb.leave_out(name, why)"
            )
        self.record()
        self.steps()

    def record(self) -> None:
        """Show, folded away, what made this notebook: parameters, measurement, versions, hashes, figures."""
        rows = [("parameter", name, value) for name, value in self.p.model_dump().items()]
        rows += [
            ("hash" if "sha256" in name else "measured with", name, value)
            for name, value in sorted(self.results.record.items())
        ]
        rows += [("version", name, version(name)) for name in VERSIONS]
        rows += [("figure", name, card["title"]) for name, card in self.cards.items()]
        display.record(rows)


def start(name: str, namespace: Mapping[str, Any]) -> Notebook:
    """Begin a notebook: ``nb = figures.start("01_voices", locals())``, right after its parameters cell.

    Checks the parameters, opens the results (measures them where they are missing or old) and sets the house style.
    The parameters study and out must be among those that the cell declares. Raises ParameterError, StudyError.
    """
    p = parameters.check(name, namespace)
    results = measure.open_results(p.study, p.out, told=display.say)
    use_style()
    given = p.model_dump()
    chances = {name: given[name] for name in ("min_n", "resamples", "seed") if name in given}
    corpus, read = corpora.describe(results, given.get("outlets", [])), coding.coded(results)
    corpus = corpus._replace(states=_states(results, read.table, given))
    nb = Notebook(name, p, results, corpus, read, Bootstrap(**chances))
    nb.steps()
    return nb


def _states(results: Results, coded: pd.DataFrame, given: Mapping[str, Any]) -> dict[str, State]:
    """The state of each measure of a notebook with these parameters, as its figures and findings say it."""
    instrument = given.get("instrument") or tone.instrument(results)
    book = framing.load_codebooks(results.study)
    shown = frames.chosen(book, given.get("codebook", ""))
    both = validation.beside_machine(results, coded, instrument)
    return findings.states(validation.states(results, both, instrument, book, shown))


def _meets(one: str, other: str) -> bool:
    """Whether two names of figures mean the same; * in either stands for any."""
    return fnmatchcase(one, other) or fnmatchcase(other, one)


def written(name: str) -> list[str]:
    """The figures that a notebook of the package lists; NAME in one stands for any (``*``)."""
    return [figure.replace("NAME", "*") for figure in described(name)]


def described(name: str) -> dict[str, str]:
    """The figures that a notebook of the package lists, and what each shows; "" where its prose only names them."""
    path = planning.NOTEBOOKS / f"{name}.ipynb"
    if not path.is_file():
        return {}
    texts = [cell["source"] for cell in parameters.read_cells(path) if cell["cell_type"] == "markdown"]
    listed = [item for text in texts for part in LISTED.findall(text) for item in ITEM.findall(part)]
    in_prose = [(name, "") for text in texts for line in IN_PROSE.findall(text) for name in FIGURE.findall(line)]
    return dict(listed or in_prose)
