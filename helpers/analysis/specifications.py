"""Does a difference in tone hold under every way of counting that could have been chosen, and what would undo it?

The sentences are those of `robustness.drawn`, scored by `robustness.scored`. Which way is the study's own is declared
beforehand, under ``primary`` in its study.yaml.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.analysis import estimate, tone
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.robustness import by_voice
from helpers.attribution import Attribution
from helpers.layout.sentences import Sentence
from helpers.speakers import Speaker, assign
from helpers.study import UNMEASURED
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.study import Primary
    from helpers.tables.results import Results

SURE = 0.95  # probability that a voice is right, under which the strict way does not count it
ALTERNATIVES: dict[str, tuple[Any, ...]] = {
    "copies": (False, True),
    "attitudes": (False, True),
    "sure": (0.0, SURE),
    "unit": ("sentences", "articles"),
    "least": (1, 3),
}
CHOICES = ("instrument", "masked", *ALTERNATIVES)
KEYS = ["story_id", "article_id", "voice"]


def declared(results: Results) -> Primary:
    """The way of counting that a study declares; where it says nothing, the way in which it was measured."""
    own, settings = results.study.primary, results.settings
    measured = {
        "instrument": tone.instrument(results),
        "masked": settings.mask_names,
        "attitudes": settings.attitudes,
    }
    return own.model_copy(update={name: value for name, value in measured.items() if name not in own.model_fields_set})


def voiced(results: Results, sentences: pd.DataFrame) -> pd.DataFrame:
    """Whose the sentences are, ``[sentence_id, attitudes, voice, sure]``: by words alone, and by attitudes as well.

    sure: how likely the voice is right, of the attributions of that speaker in the article; 1 for narration, and where
    no probability is told. ``sentences`` from `robustness.drawn`.
    """
    found = results.query(
        "select article_id, source_start, source_end, cue_start, cue_end, content, mode, cue_class, confidence, "
        "speaker, voice, probability from attributions where list_contains(?, article_id) order by all",
        [sorted(sentences["article_id"].unique())],
    )
    told = dict(tuple(found.groupby("article_id")))
    rows: list[tuple[str, bool, str, float]] = []
    for article, own in sentences.sort_values(["article_id", "start"]).groupby("article_id", sort=False):
        rows += _voiced(own, told.get(article, found.head(0)))
    return pd.DataFrame(rows, columns=["sentence_id", "attitudes", "voice", "sure"])


def _voiced(sentences: pd.DataFrame, attributed: pd.DataFrame) -> list[tuple[str, bool, str, float]]:
    """The rows of `voiced` for the sentences of one article, by the rule that made its table of sentences."""
    attributions = [
        Attribution(
            (a.source_start, a.source_end),
            (a.cue_start, a.cue_end),
            tuple((low, high) for low, high in json.loads(a.content)),
            a.mode,
            a.cue_class,
            a.confidence,
        )
        for a in each_row(attributed)
    ]
    speakers = [Speaker(a.speaker, a.voice) for a in each_row(attributed)]
    sure = attributed.groupby(["speaker", "voice"])["probability"].max().dropna().to_dict()
    split = [Sentence(s.start, s.end, "body") for s in each_row(sentences)]
    unread = sentences["voice"].eq(UNMEASURED).tolist()
    return [
        (key, attitudes, UNMEASURED if no else voice, float(sure.get((speaker, voice), 1.0)))
        for attitudes in (False, True)
        for key, no, (_, speaker, voice, _) in zip(
            sentences["sentence_id"], unread, assign(split, attributions, speakers, attitudes), strict=True
        )
    ]


def specifications(
    scores: pd.DataFrame, whose: pd.DataFrame, a: str, b: str, primary: Primary, *, bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """The difference in tone between two voices under every choice: a specification curve.

    Method: Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4, doi:10.1038/s41562-020-0912-z.
    Choices: instrument; names masked; every copy of a story or one; attitudes counted as somebody's words or not;
    voices of any probability or of SURE and over; mean over sentences or over articles' means; fewest sentences that an
    article must have of a voice. A choice that changes no row is no specification. Standardised by each instrument's
    spread, so that instruments of different scale can stand side by side. ``scores`` from `robustness.scored`,
    ``whose`` from `voiced`. Returns one row a specification, sorted by estimate: the columns of
    ``estimate.Difference``, those of CHOICES, and ``primary``.
    """
    rows = []
    for (instrument, masked), every in scores.groupby(["instrument", "masked"]):
        for ways, chosen in _ways(_standardised(every, whose), [a, b], primary):
            found = estimate.difference(chosen, "score", "voice", a, b, n="part", bootstrap=bootstrap)
            if np.isfinite(found.estimate):
                rows.append(found._asdict() | {"instrument": instrument, "masked": masked} | ways)
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    table["decided"] &= estimate.discoveries(table["p"].to_numpy(float), bootstrap.level)
    own = [getattr(primary, name) for name in CHOICES]
    table["primary"] = [list(row) == own for row in table[list(CHOICES)].itertuples(index=False, name=None)]
    return table.sort_values("estimate", kind="stable", ignore_index=True)


def _standardised(every: pd.DataFrame, whose: pd.DataFrame) -> pd.DataFrame:
    """The scores of one instrument in its standard deviations, a row a voice, with attitudes and without."""
    spread = every["score"].std()
    if not spread > 0:
        return every.head(0).assign(attitudes=False, sure=1.0, part=1.0)
    rows = every.dropna(subset="score").drop(columns="voice").merge(whose, on="sentence_id")
    return by_voice(rows.assign(score=rows["score"] / spread))


def _ways(rows: pd.DataFrame, voices: Sequence[str], primary: Primary) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Every combination of choices with its rows, the primary one first; none that has the rows of another."""
    rows = rows[rows["voice"].isin(voices)]
    seen = set()
    options = [dict.fromkeys((getattr(primary, name), *others)) for name, others in ALTERNATIVES.items()]
    for values in product(*options):
        ways = dict(zip(ALTERNATIVES, values, strict=True))
        counted = _counted(rows, ways)
        known = (ways["unit"], *zip(counted["sentence_id"], counted["voice"], strict=True))
        if known not in seen:
            seen.add(known)
            yield ways, _by_unit(counted, ways["unit"])


def _counted(rows: pd.DataFrame, ways: Mapping[str, Any]) -> pd.DataFrame:
    """The rows that a specification counts."""
    rows = rows[(rows["attitudes"] == ways["attitudes"]) & (rows["sure"] >= ways["sure"])]
    if not ways["copies"]:
        rows = rows[rows["article_id"] == rows.groupby("story_id")["article_id"].transform("min")]
    return rows[rows.groupby(KEYS)["part"].transform("sum") >= int(ways["least"])]


def _by_unit(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The rows as they are, or the mean of each voice in each article."""
    if unit == "sentences":
        return rows
    sums = rows.assign(score=rows["score"] * rows["part"]).groupby([*KEYS, "outlet"])
    totals = pd.DataFrame({name: sums[name].sum() for name in ("score", "part")})
    return totals.assign(score=totals["score"] / totals["part"], part=1.0).reset_index()


def primary_rows(scores: pd.DataFrame, whose: pd.DataFrame, primary: Primary) -> pd.DataFrame:
    """What the primary specification counts, of all voices: ``[story_id, article_id, voice, outlet, score, part]``.

    Scores are in standard deviations of the instrument; may be empty.
    """
    own = scores[(scores["instrument"] == primary.instrument) & (scores["masked"] == primary.masked)]
    return _by_unit(_counted(_standardised(own, whose), primary.model_dump()), primary.unit)


def left_out(
    rows: pd.DataFrame, a: str, b: str, column: str, most: int = 8, *, bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """The difference between two voices without one outlet, or without one story, those that move it most first.

    ``rows`` from `primary_rows`; ``column``: what is left out (outlet, story_id). The first row, without a name, is the
    difference with all. Returns ``[left_out]`` and the columns of ``estimate.Difference``.
    """
    pair = rows[rows["voice"].isin([a, b])]
    quick = replace(bootstrap, resamples=2)  # an estimate does not depend on the draws

    def without(name: object, chance: Bootstrap) -> estimate.Difference:
        return estimate.difference(pair[pair[column] != name], "score", "voice", a, b, n="part", bootstrap=chance)

    whole = estimate.difference(pair, "score", "voice", a, b, n="part", bootstrap=bootstrap)
    moved = {name: abs(without(name, quick).estimate - whole.estimate) for name in pair[column].unique()}
    known = {name: change for name, change in moved.items() if np.isfinite(change)}
    first = sorted(known, key=lambda name: (-known[name], str(name)))[:most]
    told = [{"left_out": "", **whole._asdict()}]
    return pd.DataFrame(told + [{"left_out": name, **without(name, bootstrap)._asdict()} for name in first])


def tipping(rows: pd.DataFrame, *, bootstrap: Bootstrap = USUAL) -> pd.DataFrame:
    """What would undo each decided difference between two voices: ``[a, b, estimate, low, high, error, stories, of]``.

    error: by how much the instrument would have to err in favour of one side, in standard deviations, for the interval
    to reach zero. stories: how many of ``of`` would have to be left out, those that carry it most first, for the
    difference to change its sign (Broderick, Giordano & Meager 2020, arXiv:2011.14999). ``rows`` from `primary_rows`.
    """
    known = rows[rows["voice"] != "unknown"]
    pairs = estimate.differences(known, "score", "voice", n="part", bootstrap=bootstrap)
    sure = pairs[pairs["decided"].astype(bool)] if len(pairs) else pairs
    told = [
        {
            **{name: getattr(pair, name) for name in ("a", "b", "estimate", "low", "high")},
            "error": min(abs(pair.low), abs(pair.high)),
            **_to_leave_out(known[known["voice"].isin([pair.a, pair.b])], pair.a, pair.b),
        }
        for pair in each_row(sure)
    ]
    return pd.DataFrame(told, columns=["a", "b", "estimate", "low", "high", "error", "stories", "of"])


def _to_leave_out(pair: pd.DataFrame, a: str, b: str) -> dict[str, int]:
    """How many stories carry the sign of a difference, and how many there are."""
    weighed = pair.assign(sum=pair["score"] * pair["part"])
    sums = weighed.pivot_table(index="story_id", columns="voice", values=["sum", "part"], aggfunc="sum", fill_value=0.0)
    cells = [sums[what, voice].to_numpy() for voice in (a, b) for what in ("sum", "part")]

    def gap(*totals: Any) -> Any:
        return totals[0] / totals[1] - totals[2] / totals[3]

    with np.errstate(invalid="ignore", divide="ignore"):
        whole = gap(*(cell.sum() for cell in cells))
        carries = np.nan_to_num((whole - gap(*(cell.sum() - cell for cell in cells))) * np.sign(whole))
        order = np.argsort(-carries, kind="stable")
        left = gap(*(cell.sum() - cell[order].cumsum() for cell in cells))
    kept = np.isfinite(left) & (left * whole > 0)
    return {"stories": int(np.argmin(kept)) + 1, "of": len(order)}
