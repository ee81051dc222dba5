"""Does a difference hold under every way of counting that could have been chosen, and what would undo it?

In tone, in the share of sentences with a frame, and in the shares of voices themselves. The sentences are those of
`robustness.drawn`, scored by `robustness.scored`, their frames by `robustness.framed`. Which way is the study's own is
declared beforehand, under ``primary`` in its study.yaml.
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
OF_FRAMES = ("frames", *ALTERNATIVES)
OF_SHARES: dict[str, tuple[Any, ...]] = {
    "shares": ("words", "sentences", "articles"),
    **{name: ALTERNATIVES[name] for name in ("copies", "attitudes", "sure")},
}
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
        fixed = {"instrument": instrument, "masked": masked}
        rows += _compared(_standardised(every, whose), a, b, primary, fixed, bootstrap)
    return _sorted(rows, CHOICES, primary, bootstrap)


def of_frames(
    held: pd.DataFrame, whose: pd.DataFrame, a: str, b: str, primary: Primary, *, bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """The difference in the share of sentences with a frame under every choice, as `specifications` has it.

    The instruments are codebook and model. ``held`` from `robustness.framed`. Returns the columns of
    ``estimate.Difference``, and ``[frames, copies, attitudes, sure, unit, least, primary]``.
    """
    rows = []
    for instrument, every in held.groupby("instrument"):
        rows += _compared(_voices(every, whose), a, b, primary, {"frames": instrument}, bootstrap)
    return _sorted(rows, OF_FRAMES, primary, bootstrap)


def of_shares(
    sentences: pd.DataFrame, whose: pd.DataFrame, a: str, b: str, primary: Primary, *, bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """The difference between the shares of two voices under every choice, as `specifications` has it.

    Shares are of the words, of the sentences, or the mean of articles' shares of words; a voice that is less sure than
    asked stays in the whole and is nobody's. ``sentences`` from `robustness.drawn`. Returns the columns of
    ``estimate.Difference``, and ``[shares, copies, attitudes, sure, primary]``.
    """
    rows: list[dict[str, Any]] = []
    seen = set()
    every = _voices(sentences, whose)
    for ways in _choices(primary, OF_SHARES):
        counted = _shared(every, ways)
        known = (ways["shares"], *zip(counted["sentence_id"], counted["voice"], strict=True))
        if known in seen or not {a, b} <= set(counted["voice"]):
            continue
        seen.add(known)
        found = estimate.share_differences(counted, "voice", [a, b], weight="counts", n="part", bootstrap=bootstrap)
        rows.append({**dict(zip(found.columns, found.iloc[0], strict=True)), **ways})
    return _sorted(rows, tuple(OF_SHARES), primary, bootstrap)


def _shared(every: pd.DataFrame, ways: Mapping[str, Any]) -> pd.DataFrame:
    """The rows that shares are counted in, each with what it ``counts``."""
    rows = _kept(every, ways)
    rows = rows.assign(voice=rows["voice"].where(rows["sure"] >= ways["sure"], "unknown"))
    if ways["shares"] == "sentences":
        return rows.assign(counts=rows["part"])
    counts = rows["part"] * rows["n_words"]
    whole = counts.groupby(rows["article_id"]).transform("sum")
    return rows.assign(counts=counts / whole if ways["shares"] == "articles" else counts)


def _sorted(rows: list[dict[str, Any]], choices: Sequence[str], primary: Primary, bootstrap: Bootstrap) -> pd.DataFrame:
    """Specifications by their estimate, those decided that are so among all of them, and which is the primary one."""
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    table["decided"] = table["decided"].astype(bool) & estimate.discoveries(table["p"].to_numpy(float), bootstrap.level)
    own = [getattr(primary, name) for name in choices]
    table["primary"] = [list(row) == own for row in table[list(choices)].itertuples(index=False, name=None)]
    return table.sort_values("estimate", kind="stable", ignore_index=True)


def _compared(
    rows: pd.DataFrame, a: str, b: str, primary: Primary, fixed: Mapping[str, Any], bootstrap: Bootstrap
) -> list[dict[str, Any]]:
    """The difference under every choice in ALTERNATIVES, with the choices that are fixed."""
    found = []
    for ways, chosen in _ways(rows, [a, b], primary):
        one = estimate.difference(chosen, "score", "voice", a, b, n="part", bootstrap=bootstrap)
        if np.isfinite(one.estimate):
            found.append({**one._asdict(), **fixed, **ways})
    return found


def _standardised(every: pd.DataFrame, whose: pd.DataFrame) -> pd.DataFrame:
    """The scores of one instrument in its standard deviations, a row a voice, with attitudes and without."""
    spread = every["score"].std()
    if not spread > 0:
        return every.head(0).assign(attitudes=False, sure=1.0, part=1.0)
    return _voices(every.dropna(subset="score").assign(score=every["score"] / spread), whose)


def _voices(rows: pd.DataFrame, whose: pd.DataFrame) -> pd.DataFrame:
    """Sentences a row a voice, with attitudes and without."""
    return by_voice(rows.drop(columns="voice").merge(whose, on="sentence_id"))


def _choices(primary: Primary, of: Mapping[str, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Every combination of choices, the primary one first."""
    options = [dict.fromkeys((getattr(primary, name), *others)) for name, others in of.items()]
    return (dict(zip(of, values, strict=True)) for values in product(*options))


def _ways(rows: pd.DataFrame, voices: Sequence[str], primary: Primary) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """Every combination of choices with its rows, the primary one first; none that has the rows of another."""
    rows = rows[rows["voice"].isin(voices)]
    seen = set()
    units = dict.fromkeys((primary.unit, *ALTERNATIVES["unit"]))
    for ways in _choices(primary, {name: others for name, others in ALTERNATIVES.items() if name != "unit"}):
        counted = _counted(rows, ways)
        known = tuple(zip(counted["sentence_id"], counted["voice"], strict=True))
        if known in seen:
            continue
        seen.add(known)
        for unit in units:
            yield {**ways, "unit": unit}, _by_unit(counted, unit)


def _kept(rows: pd.DataFrame, ways: Mapping[str, Any]) -> pd.DataFrame:
    """The rows with attitudes or without, and of every copy or of one article a story."""
    rows = rows[rows["attitudes"] == ways["attitudes"]]
    if ways["copies"]:
        return rows
    return rows[rows["article_id"] == rows.groupby("story_id")["article_id"].transform("min")]


def _counted(rows: pd.DataFrame, ways: Mapping[str, Any]) -> pd.DataFrame:
    """The rows that a specification of a difference counts."""
    rows = rows[rows["sure"] >= ways["sure"]]
    rows = _kept(rows, ways)
    return rows[rows.groupby(KEYS)["part"].transform("sum") >= int(ways["least"])]


def _by_unit(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The rows as they are, or the mean of each voice in each article."""
    if unit == "sentences":
        return rows
    sums = rows.assign(score=rows["score"] * rows["part"]).groupby([*KEYS, "outlet"])
    totals = pd.DataFrame({name: sums[name].sum() for name in ("score", "part")})
    return totals.assign(score=totals["score"] / totals["part"], part=1.0).reset_index()


def primary_frames(held: pd.DataFrame, whose: pd.DataFrame, primary: Primary) -> pd.DataFrame:
    """What the primary specification counts of a frame: ``[story_id, article_id, voice, outlet, score, part]``.

    May be empty.
    """
    own = _voices(held[held["instrument"] == primary.frames], whose)
    return _by_unit(_counted(own, primary.model_dump()), primary.unit)


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
    """What would undo each decided difference: ``[a, b, estimate, low, high, error, moved, moved_from, stories, of]``.

    error: by how much the instrument would have to err in favour of one side, in the unit of the scores, for the
    interval to reach zero. moved: the share of the sentences of one voice (moved_from) that would have to be the
    other's, see `_to_move`. stories: how many of ``of`` would have to be left out, those that carry it most first, for
    the difference to change its sign (Broderick, Giordano & Meager 2020, arXiv:2011.14999). Decided as titles are, over
    all pairs (Bonferroni), for the largest of them is picked. ``rows`` from `primary_rows` or `primary_frames`.
    """
    known = rows[rows["voice"] != "unknown"]
    pairs = estimate.differences(known, "score", "voice", n="part", bootstrap=bootstrap)
    sure = pairs[pairs["decided"].astype(bool)] if len(pairs) else pairs
    told = [
        {
            **{name: getattr(pair, name) for name in ("a", "b", "estimate", "low", "high")},
            "error": min(abs(pair.low), abs(pair.high)),
            **_to_move(known, *((pair.a, pair.b) if pair.estimate > 0 else (pair.b, pair.a))),
            **_to_leave_out(known[known["voice"].isin([pair.a, pair.b])], pair.a, pair.b),
        }
        for pair in each_row(sure)
    ]
    columns = ["a", "b", "estimate", "low", "high", "error", "moved", "moved_from", "stories", "of"]
    return pd.DataFrame(told, columns=columns)


def _to_move(rows: pd.DataFrame, above: str, below: str) -> dict[str, Any]:
    """The share of one voice's sentences that would have to be the other's for the difference to vanish, at worst.

    Sentences that go wrong whatever their score pull two means together, so the true difference is the larger, and
    none of them undoes it. At worst those go wrong that carry it: the highest of ``above`` are in truth of ``below``,
    or the lowest of ``below`` of ``above``. With S and P the sums of scores and of parts of a voice, and s and p those
    of the k sentences that move, the difference is then

        (S_above - s) / (P_above - p) - (S_below + s) / (P_below + p)

    and the share is p / P_above at the first k at which it is 0 or less; 1 where none is. That is the bound of
    Horowitz & Manski (1995), Econometrica 63:2, doi:10.2307/2951627, on the mean of a contaminated sample, a share of
    it cut off at one end; here what is cut off goes to the other side. The smaller of both shares, and whose it is.
    """
    sides = {name: rows[rows["voice"] == name] for name in (above, below)}
    found = {}
    for name, other, sign in ((above, below, 1.0), (below, above, -1.0)):
        own = sides[name].sort_values("score", ascending=sign < 0, kind="stable")
        parts, sums = own["part"].to_numpy(float), (own["part"] * own["score"]).to_numpy(float)
        rest = sides[other]
        moved, carried = parts.cumsum(), sums.cumsum()
        with np.errstate(invalid="ignore", divide="ignore"):
            left = (sums.sum() - carried) / (parts.sum() - moved)
            joined = ((rest["part"] * rest["score"]).sum() + carried) / (rest["part"].sum() + moved)
            gone = np.flatnonzero(sign * (left - joined)[:-1] <= 0)
        found[name] = float(moved[gone[0]] / moved[-1]) if len(gone) else 1.0
    least = min(found, key=lambda name: found[name])
    return {"moved": found[least], "moved_from": least}


def tipping_of_shares(ways: pd.DataFrame, sentences: pd.DataFrame, whose: pd.DataFrame, primary: Primary) -> float:
    """The share of the larger voice's words that would have to be the other's for two shares to be alike.

    Of shares s_a > s_b of one whole a part e of a moves to b: (s_a - e s_a) - (s_b + e s_a) = 0 at
    e = (s_a - s_b) / (2 s_a). ``ways`` from `of_shares`; empty where the primary way is none of them, or undecided.
    """
    own = ways[ways["primary"] & ways["decided"]] if len(ways) else ways
    if own.empty:
        return float("nan")
    row = own.iloc[0]
    counted = _shared(_voices(sentences, whose), primary.model_dump())
    weights = estimate.once(counted, counted["counts"])
    larger = row["a"] if row["estimate"] > 0 else row["b"]
    share = weights[counted["voice"] == larger].sum() / weights.sum()
    return float(abs(row["estimate"]) / (2 * share))


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
