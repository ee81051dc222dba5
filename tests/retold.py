"""Titles told again from the CSV beside their figure, by other means than the figure's own."""

import re
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from made import each

from helpers import figures
from helpers.analysis.corpus import Corpus
from helpers.analysis.estimate import Bootstrap
from helpers.figures import house, wording
from helpers.study import load_study

STUDY = load_study("tests/corpus")
FEW = Bootstrap(min_n=5, resamples=60)
HELD = Corpus("Made up", 60, 60, 3, 9000, 400, 0, "2022-03-01", "2022-06-30", outlets=each(["Ada", "Bea"], 1, 0.2))
ONE = HELD._replace(outlets=each(["Ada"], 2, 0.5))
FRAMES = {"law": "Law", "war": "War", "aid": "Aid"}
ACTORS = {target.name: target.label for target in STUDY.targets}
OWN = {"China": "chinese", "Russia": "russian", "The West": "western", "Central Asia": "central_asian"}
VOICE = figures.voices.label(STUDY)

ABOVE = re.compile(r"(.+?) by (\S+) \((\S+) to (\S+)\)(?:; |$)")
TONE = ("a more positive tone", "the most positive tone", "a more negative tone", "the most negative tone")
FREQUENT = ("more frequent", "the most frequent frame", "less frequent", "the least frequent frame")


class Stub:
    """A page of which nothing is drawn: its title and data."""

    def __init__(self, title, *_, **__) -> None:
        self.title = title

    def describe(self, *, alt: str, data: pd.DataFrame, n: int):
        """Keep the data."""
        self.data, self.alt, self.n = data, alt, n
        return self


def told(page, folder: Path) -> pd.DataFrame:
    """The data of a page as they lie beside it, without the apostrophe that keeps a name from being a formula."""
    house.save_table(page.data, folder / "page.csv")
    data = pd.read_csv(folder / "page.csv", keep_default_na=False, na_values=[""])
    return data.map(lambda cell: cell[cell.startswith("'=") :] if isinstance(cell, str) else cell)


def check(kind: tuple[Callable, Callable], seed: int, folder: Path) -> None:
    """The title of a figure drawn from rows of this seed is one that its CSV allows; ``kind``: draws it, tells it."""
    draw, retold = kind
    page = draw(np.random.default_rng(seed))
    assert page.title in retold(told(page, folder))


class Gap(NamedTuple):
    """How far one group stands above another, with the interval."""

    estimate: float
    low: float
    high: float


def above(cell: object) -> dict[str, Gap]:
    """The groups that a row is decidedly above; all of the cell is read."""
    found = ABOVE.findall(cell) if isinstance(cell, str) else []
    assert "; ".join(f"{name} by {gap} ({low} to {high})" for name, gap, low, high in found) == (
        cell if isinstance(cell, str) else ""
    )
    return {name: Gap(float(gap), float(low), float(high)) for name, gap, low, high in found}


def said(form: Callable[[float], str], value: float) -> set[str]:
    """A number as a title may say it, for the CSV rounds to six digits."""
    return {form(value), form(value + 2e-6), form(value - 2e-6)}


def scale(
    data: pd.DataFrame,
    group: str,
    names: Mapping[str, str],
    topic: str,
    words: tuple[str, str, str, str],
    value: str = "mean",
    form: Callable[[float], str] | None = None,
    among: str = "",
    start: Callable[[str], str] = wording.capital,
) -> set[str]:
    """The titles that a comparison of groups may have: the strongest of what ``decidedly_above`` supports."""
    more, most, less, least = words
    rows = data[data["enough"] & ~data[group].eq("unknown")].sort_values(value, ascending=False, kind="stable")
    here = {names[key]: float(at) for key, at in zip(rows[group], rows[value], strict=True)}
    beats = {
        names[key]: {name: gap for name, gap in above(cell).items() if name in here}
        for key, cell in zip(rows[group], rows["decidedly_above"], strict=True)
    }
    loses = {name: sum(name in below for below in beats.values()) for name in here}
    others = len(here) - 1
    if others < 1:
        return {f"{topic}: too few to say"}
    if not any(beats.values()):
        return {f"{topic}: no difference is decided"}
    ends = [(name, most) for name in here if len(beats[name]) == others]
    ends += [(name, least) for name in here if loses[name] == others]
    if others > 1 and ends:
        numbers = [said(lambda at: f" ({form(at)})", here[name]) if form else {""} for name, _ in ends]
        clauses = [f"{start(name)}: {what}{among}" for name, what in ends]
        return {"; ".join(map("".join, zip(clauses, each, strict=True))) for each in product(*numbers)}
    up, down = max(map(len, beats.values())), max(loses.values())
    if others > 1 and max(up, down) > others / 2:
        leading = [(name, more) for name in here if len(beats[name]) == up]
        trailing = [(name, less) for name in here if loses[name] == down]
        k = f"than {max(up, down)} of {others} others{among}"
        return {f"{start(name)}: {what} {k}" for name, what in (leading if up >= down else trailing)}
    widest = max(gap.estimate for below in beats.values() for gap in below.values())
    return {
        f"{start(a)}: {more} than {wording.within(b)}"
        for a, below in beats.items()
        for b, gap in below.items()
        if gap.estimate == widest
    }


def widest(
    data: pd.DataFrame,
    group: str,
    within: str,
    names: Mapping[str, str],
    heads: Mapping[str, str],
    topic: str,
    more: str = "more frequent",
    value: str = "mean",
    form: Callable[[float], str] = wording.points,
    few: str = "too few to say",
) -> set[str]:
    """The titles that a comparison inside several values of ``within`` may have: its largest decided difference."""
    data = data[data[within].isin(list(heads))]
    at = data.set_index([within, group])[value]
    keys = {name: key for key, name in names.items()}
    gaps = [
        (
            at[head, key] - at[head, keys[below]],
            head,
            names[key],
            below,
            {head, key, keys[below]} & {"other", "unknown"},
        )
        for head, key, cell in data[[within, group, "decidedly_above"]].itertuples(index=False, name=None)
        for below in above(cell)
    ]
    known = [gap for gap in gaps if not gap[-1]] or gaps
    if known:
        top = max(gap for gap, *_ in known)
        return {
            f"{heads[head]}: {more} in {a} than in {b} ({number})"
            for gap, head, a, b, _ in known
            if gap > top - 1e-4
            for number in said(form, gap)
        }
    if not data["enough"].any():
        return {f"{topic}: {few}"}
    pairs = (data[data["enough"]].groupby(within).size() > 1).any()
    return {f"{topic}: no difference is decided" if pairs else f"{topic}: too few to say"}
