"""Sentiment in numbers: by outlet, voice, month and actor, and every estimate of a run in one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers import sentiment
from helpers.analysis import estimate
from helpers.analysis.copies import with_copies
from helpers.analysis.estimate import STANDS_FOR, USUAL, Bootstrap
from helpers.study import UNMEASURED
from helpers.tables.results import condition

if TYPE_CHECKING:
    from helpers.tables.results import Results


# The mean score of sentences, and of parts of them, and how many each stands for where a sample was scored.
MEAN_SCORE = (
    "sum(t.score * t.weight * s.part) / sum(t.weight * s.part) as score, "
    f"sum(t.weight * s.part) / sum(s.part) as {STANDS_FOR}"
)


def scores(results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Mean sentiment of scored sentences.

    Returns ``[outlet, outlet_name, voice, story_id, score, stands_for, n]``; unscored sentences are left out.
    """
    where, values = condition(outlets, voices)
    rows = results.query(
        f"select a.outlet, a.outlet_name, s.voice, a.story_id, {MEAN_SCORE}, sum(s.part) as n "
        "from sentiment t join voiced s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where} "
        "group by all order by all",
        [instrument, *values],
    )
    return with_copies(results, rows, outlets)


def standardised(
    results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """The columns of `scores`, the score in standard deviations from the mean of all sentences that were scored.

    Instruments spread their scores differently; so counted they can stand side by side. Empty where all scores are one.
    """
    mean, spread = results.query(
        "select sum(score * weight) / sum(weight) as mean, stddev_pop(score) as spread from sentiment "
        "where instrument = ? and score is not null",
        [instrument],
    ).iloc[0]
    found = scores(results, instrument, outlets, voices)
    return found.assign(score=(found["score"] - mean) / spread) if spread > 0 else found.head(0)


KINDS = {"sentiment": "sentence", "target_sentiment": "target"}  # the kind of the instruments of each table


def instrument(results: Results, table: str = "sentiment", first: str = "") -> str:
    """The instrument to show: ``first`` (else the primary one) where it scored anything, else the one that scored most.

    Of sentences the primary one is the study's own where it declares one. "" where none scored anything.
    """
    own = results.study.primary.instrument if table == "sentiment" else ""
    scored = results.query(
        f"select instrument, count(score) as n from {table} group by instrument having count(score) > 0 "
        "order by instrument <> ?, n desc, instrument",
        [first or own or sentiment.primary(KINDS[table])],
    )
    return str(scored["instrument"].iloc[0]) if len(scored) else ""


def toward_instruments(results: Results) -> list[str]:
    """The instruments that scored any sentence toward an actor, the one to show first."""
    first = instrument(results, "target_sentiment", "target_model")
    found = results.query("select distinct instrument from target_sentiment where score is not null order by all")
    return [first, *(name for name in found["instrument"] if name != first)] if first else []


def scored(results: Results, instrument: str, outlets: Sequence[str] = ()) -> tuple[int, int]:
    """Sentences that an instrument scored, and all sentences."""
    where, values = condition(outlets)
    row = results.query(
        "select count(t.score) as scored, count(*) as n from sentences s join articles a using (article_id) "
        f"left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? where {where}",
        [instrument, *values],
    ).iloc[0]
    return int(row["scored"]), int(row["n"])


def toward(results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Mean sentiment toward each actor, by voice.

    Returns ``[outlet, outlet_name, voice, target, story_id, score, weight, n]``: ``weight`` is the number
    of sentences that the scored ones stand for where a sample was drawn.
    """
    where, values = condition(outlets, voices)
    rows = results.query(
        "select a.outlet, a.outlet_name, s.voice, t.target, a.story_id, "
        "sum(t.score * t.weight * s.part) / sum(t.weight * s.part) as score, sum(t.weight * s.part) as weight, "
        "sum(s.part) as n "
        "from target_sentiment t join voiced s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where} "
        "group by all order by all",
        [instrument, *values],
    )
    return with_copies(results, rows, outlets)


def classed(results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Sentences by voice and class, in the instrument's languages: ``[voice, tone, story_id, n, stands_for]``.

    ``tone`` is negative, neutral, positive (by the instrument's cut-offs, `sentiment.cuts`) or unscored. Of what a
    sampled instrument was not given nothing is known, so it is left out.
    """
    known = sentiment.sentence_instruments(results.study)
    if instrument not in known:
        return pd.DataFrame(columns=["voice", "tone", "story_id", "n", STANDS_FOR])
    where, values = condition(outlets, voices, known[instrument].languages)
    low, high = known[instrument].bounds
    given = "join" if known[instrument].sampled else "left join"
    rows = results.query(
        f"select s.voice, case when t.score is null then 'unscored' when t.score < {low} then 'negative' "
        f"when t.score > {high} then 'positive' else 'neutral' end as tone, a.story_id, sum(s.part) as n, "
        f"sum(coalesce(t.weight, 1) * s.part) / sum(s.part) as {STANDS_FOR} "
        "from voiced s join articles a using (article_id) "
        f"{given} sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
        f"where {where} group by all order by all",
        [instrument, *values],
    )
    return with_copies(results, rows, outlets)


def over_time(
    results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()
) -> pd.DataFrame:
    """Mean sentiment by voice and date, "" where none is known.

    Returns ``[voice, published, story_id, score, stands_for, n]``.
    """
    where, values = condition(outlets, voices)
    rows = results.query(
        f"select s.voice, a.published, a.story_id, {MEAN_SCORE}, sum(s.part) as n "
        "from sentiment t join voiced s using (sentence_id) join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {where} "
        "group by all order by all",
        [instrument, *values],
    )
    return with_copies(results, rows, outlets)


# What a sentence is like besides its tone: the aspect, and SQL that names its form.
FORMS = {
    "length": (
        "case when s.n_words <= 10 then 'up to 10 words' when s.n_words <= 20 then '11 to 20 words' "
        "when s.n_words <= 30 then '21 to 30 words' else 'over 30 words' end",
        ("up to 10 words", "11 to 20 words", "21 to 30 words", "over 30 words"),
    ),
    "whose words": (
        "case s.mode when 'none' then 'narration' when 'indirect' then 'reported' else 'in quotation marks' end",
        ("narration", "reported", "in quotation marks"),
    ),
    "place": ("s.kind", ("headline", "body")),
}


def by_form(results: Results, instrument: str, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """Mean sentiment by what a sentence is like: ``[aspect, form, story_id, score, stands_for, n]``, FORMS in order."""
    where, values = condition(outlets, voices)
    parts = []
    for aspect, (form, names) in FORMS.items():
        rows = results.query(
            f"select {form} as form, a.story_id, {MEAN_SCORE}, sum(s.part) as n "
            "from sentiment t join voiced s using (sentence_id) join articles a using (article_id) "
            f"where t.instrument = ? and t.score is not null and {where} group by all order by all",
            [instrument, *values],
        )
        order = rows["form"].map(names.index) if len(rows) else rows["form"]
        parts.append(rows.assign(aspect=aspect, at=order).sort_values(["at", "story_id"]).drop(columns="at"))
    return with_copies(results, pd.concat(parts, ignore_index=True), outlets)


def sample_note(results: Results, instrument: str) -> str:
    """How many pairs of a sentence and an actor a target instrument scored, and whether they are a sample of more."""
    row = results.query(
        "select count(score) as scored, count(*) as n, coalesce(sum(weight), 0) as total "
        "from target_sentiment where instrument = ?",
        [instrument],
    ).iloc[0]
    scored_n, n, total = int(row["scored"]), int(row["n"]), int(round(row["total"]))
    name, pairs = sentiment.label(instrument), "pairs of a sentence and an actor that it mentions"
    if total > n:
        return (
            f"{name}: scored was a random sample of {n:,} of {total:,} {pairs}, drawn by outlet, voice and actor; the "
            "estimates weigh it back, and the intervals are those of the sample."
        )
    return f"{name}: scored were {scored_n:,} of {n:,} {pairs}."


# What estimates are given by: the column, and where the scores are.
GROUPS = {
    "outlet": ("a.outlet_name", "sentiment"),
    "voice": (f"nullif(s.voice, '{UNMEASURED}')", "sentiment"),
    "month": ("case when length(a.published) >= 7 then substr(a.published, 1, 7) end", "sentiment"),
    "target": ("t.target", "target_sentiment"),
}


COLUMNS = [
    "by",
    "group",
    "mean",
    "low",
    "high",
    "negative",
    "negative_low",
    "negative_high",
    "positive",
    "positive_low",
    "positive_high",
    "sentences",
    "articles",
    "stories",
    "enough",
]


def estimates(
    results: Results,
    instrument: str,
    target_instrument: str,
    outlets: Sequence[str] = (),
    voices: Sequence[str] = (),
    *,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """COLUMNS, one row a group: mean score, shares of negative and positive sentences with their intervals, and n.

    Of scored sentences; toward a target weighted where a sample was scored. ``enough`` and the intervals as in
    ``estimate.means``; the classes by the instrument's cut-offs.
    """
    parts = []
    for by, (column, table) in GROUPS.items():
        rows = _rows(results, column, table, target_instrument if by == "target" else instrument, outlets, voices)
        if rows.empty:
            continue
        found = _means(rows, "score", bootstrap=bootstrap).rename(columns={"n": "sentences", "n_clusters": "stories"})
        for share in ("negative", "positive"):
            bounds = _means(rows, share, span=(0, 1), bootstrap=bootstrap).set_index("group")[["mean", "low", "high"]]
            found = found.join(bounds.set_axis([share, f"{share}_low", f"{share}_high"], axis=1), on="group")
        parts.append(found.join(rows.groupby("group")["articles"].sum(), on="group").assign(by=by))
    return pd.concat(parts, ignore_index=True)[COLUMNS] if parts else pd.DataFrame(columns=COLUMNS)


def _means(
    rows: pd.DataFrame, value: str, *, bootstrap: Bootstrap, span: tuple[float, float] | None = None
) -> pd.DataFrame:
    return estimate.means(rows, value, "group", weight="weight", n="n", span=span, bootstrap=bootstrap)


def _rows(
    results: Results, column: str, table: str, instrument: str, outlets: Sequence[str], voices: Sequence[str]
) -> pd.DataFrame:
    """One row a group and story: ``[group, story_id, score, negative, positive, weight, n, articles]``."""
    where, values = condition(outlets, voices)
    low, high = sentiment.cuts(instrument, results.study)
    weight = "t.weight * s.part"
    parts = {"score": "t.score", "negative": f"(t.score < {low})::int", "positive": f"(t.score > {high})::int"}
    weighted = ", ".join(f"sum({part} * {weight}) / sum({weight}) as {name}" for name, part in parts.items())
    rows = results.query(
        f'select {column} as "group", a.story_id, {weighted}, sum({weight}) as weight, sum(s.part) as n, '
        f"count(distinct a.article_id) as articles from {table} t join parts s using (sentence_id) "
        "join articles a using (article_id) "
        f"where t.instrument = ? and t.score is not null and {column} is not null and {where} "
        "group by all order by all",
        [instrument, *values],
    )
    if column != GROUPS["outlet"][0]:
        return with_copies(results, rows, outlets)
    named = with_copies(results, rows.rename(columns={"group": "outlet_name"}), outlets)
    return estimate.in_each(named, "outlet_name").rename(columns={"outlet_name": "group"})
