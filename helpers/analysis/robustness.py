"""Does a finding on tone hold? Other instruments, names unmasked, a mixed model; other choices: specifications.

Sentences are drawn by a hash of their id, so always the same ones, and scored anew with and without masking: the
tables hold scores for one setting only.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers.analysis import agreement, coding, estimate, frames, tone
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.framing import CODEBOOK, MODEL
from helpers.names import mentions
from helpers.sentiment import classes, cuts, prepare, score, sentence_instruments
from helpers.study import UNMEASURED
from helpers.tables.results import condition
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.study import Study
    from helpers.tables.results import Results


NOTABLE = 0.05  # a change of a score that is worth counting
MIN_STORIES_OF_MODEL = 30  # fewer groups give a random effect nothing to rest on


def drawn(results: Results, most: int, outlets: Sequence[str] = (), voices: Sequence[str] = ()) -> pd.DataFrame:
    """At most so many sentences: ``[sentence_id, text, start, end, language, outlet, speaker, voice, ...]``.

    And ``article_id, story_id, n_words, total``. ``voice`` holds all voices of a joint statement; ``by_voice`` takes it
    apart.
    """
    where, values = condition(outlets, voices)
    return results.query(
        'select s.sentence_id, s.text, s.start, s."end", a.language, a.outlet_name as outlet, s.speaker, s.voice, '
        "a.article_id, a.story_id, s.n_words, "
        "count(*) over () as total from sentences s join articles a using (article_id) "
        f"where {where} qualify row_number() over (order by md5(s.sentence_id)) <= {int(most)} "
        "order by s.sentence_id",
        values,
    )


def by_voice(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores with a row for each voice of a sentence; the column ``part`` says how much of it counts for the voice.

    Text whose voices were not looked for is left out.
    """
    voices = scores["voice"].str.split(JOINT, regex=False)
    part = 1 / voices.str.len()  # type: ignore[misc]  # lists have a length, which the stubs do not know
    rows = scores.assign(voice=voices, part=part).explode("voice", ignore_index=True)
    return rows[rows["voice"] != UNMEASURED].astype({"part": float})


def in_main_language(sentences: pd.DataFrame) -> pd.DataFrame:
    """Those in the commonest language, their columns as they are.

    Instruments can be compared on texts that they all know, and no others.
    """
    if sentences.empty:
        return sentences
    commonest: str = sentences["language"].mode().iloc[0]
    return sentences[sentences["language"] == commonest].reset_index(drop=True)


def scored(sentences: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Scores of the sentences by every instrument, masked and not: ``[*sentences, instrument, masked, score]``."""
    parts = []
    for language, rows in sentences.groupby("language", sort=True):
        for masked in (True, False):
            texts = [prepare(t, mentions.names(t, str(language)) if masked else (), terms=masked) for t in rows["text"]]
            for name in sentence_instruments(study):
                scores, _ = score(texts, name, str(language), study)
                if not np.isnan(scores).all():
                    parts.append(rows.assign(instrument=name, masked=masked, score=scores))
    empty = sentences.head(0).assign(instrument="", masked=True, score=0.0)
    return pd.concat(parts, ignore_index=True) if parts else empty


def framed(results: Results, sentences: pd.DataFrame, frame: str) -> pd.DataFrame:
    """Whether each sentence carries a frame, by codebook and by model: ``[*sentences, instrument, score]``, 1 or 0.

    Of the model only sentences that it read, and nothing where it does not know the frame.
    """
    found = results.query(
        "select f.sentence_id, f.instrument from frame_scores f where f.frame = ? and f.present", [frame]
    )
    read = sentences["sentence_id"].isin(frames.read_by_model(results))
    parts = []
    for name, rows in ((CODEBOOK, sentences), (MODEL, sentences[read])):
        held = found.loc[found["instrument"] == name, "sentence_id"]
        if name == CODEBOOK or len(held):
            parts.append(rows.assign(instrument=name, score=rows["sentence_id"].isin(held).astype(float)))
    return pd.concat(parts, ignore_index=True)


def scored_by(results: Results, outlets: Sequence[str] = ()) -> list[str]:
    """The instruments that scored anything, the one of the main figures first."""
    found = coverage(results, outlets)
    return found.loc[found["scored"] > 0, "instrument"].tolist()


def means_by_instrument(
    results: Results, outlets: Sequence[str] = (), voices: Sequence[str] = (), *, bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """Mean tone of each voice by every instrument that scored anything.

    The columns of ``estimate.means``, and instrument.
    """
    parts = [
        estimate.means(
            tone.scores(results, name, outlets, voices), "score", "voice", n="n", bootstrap=bootstrap
        ).assign(instrument=name)
        for name in scored_by(results, outlets)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def coverage(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Each instrument and what it did: ``[instrument, version, licence, cut_offs, scored, of, words_known, note]``.

    ``cut_offs`` says what makes a score negative or positive: two numbers, or its sign where it has none. ``of`` counts
    the sentences in its languages, ``words_known`` is the mean coverage of those it scored.
    """
    rows = []
    for name, instrument in sentence_instruments(results.study).items():
        where, values = condition(outlets, languages=instrument.languages)
        found = results.query(
            "select count(t.score) as scored, count(*) as n, avg(t.coverage) filter (t.score is not null) as known "
            "from sentences s join articles a using (article_id) "
            "left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
            f"where {where}",
            [name, *values],
        ).iloc[0]
        counts = (int(found["scored"]), int(found["n"]), found["known"])
        cut_offs = "{:g}, {:g}".format(*instrument.cuts) if instrument.cuts else "by sign"
        rows.append((name, instrument.version, instrument.licence, cut_offs, *counts, instrument.note))
    columns = ["instrument", "version", "licence", "cut_offs", "scored", "of", "words_known", "note"]
    return pd.DataFrame(rows, columns=columns)


def worked_example(text: str, names: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """One English sentence and its scores before and after preparation: ``[sentence, *instruments]``."""
    both = [text, prepare(text, names)]
    scores = {name: score(both, name, "en")[0] for name, one in sentence_instruments().items() if "en" in one.languages}
    return pd.DataFrame({"sentence": both} | scores)


def with_hand_codes(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """Mean sentiment toward each actor by hand and by instrument, over coded sentences: ``[voice, target, n, ...]``.

    ``table``: that of coding.coded. Empty where it has no columns ``t_TARGET``. The voice is the hand coding's; a joint
    statement counts for each of its voices in equal parts.
    """
    coded = coding.one_each(table)
    targets = [name for name in map(str, coded) if name.startswith("t_")]
    if coded.empty or not targets or "voice" not in coded:
        return pd.DataFrame()
    long = coded.melt(["sentence_id", "voice"], targets, "target", "by_hand").dropna(subset="by_hand")
    long = long[long["voice"] != ""]
    long = long.assign(target=long["target"].str[2:], voice=long["voice"].str.split(JOINT))
    long = long.assign(n=1 / long["voice"].str.len()).explode("voice")
    machine = results.query("select sentence_id, target, instrument, score from target_sentiment")
    machine = machine.pivot(index=["sentence_id", "target"], columns="instrument", values="score").reset_index()
    joined = long.merge(machine, on=["sentence_id", "target"], how="left", validate="m:1")
    scores = ["by_hand", *machine.columns[2:]]
    parts = joined[scores].notna().mul(joined["n"], axis=0)
    sums = joined[["voice", "target", "n"]].join(joined[scores].fillna(0.0) * parts).groupby(["voice", "target"]).sum()
    weights = joined[["voice", "target"]].join(parts).groupby(["voice", "target"]).sum()
    return sums[["n"]].join(sums[scores] / weights).reset_index()


def most_changed(scores: pd.DataFrame, instrument: str, most: int = 8) -> pd.DataFrame:
    """The sentences whose score by an instrument masking changes most, as evidence.

    Returns ``[instrument, sentence_id, text, score, found]``: score is the masked one, found says the other.
    """
    own = scores[scores["instrument"] == instrument]
    both = own.pivot(index=["instrument", "sentence_id", "text"], columns="masked", values="score").reset_index()
    if True not in both or False not in both:
        return pd.DataFrame(columns=["instrument", "sentence_id", "text", "score", "found"])
    both = both.assign(change=(both[True].fillna(0) - both[False].fillna(0)).abs()).query("change > 0")
    both = both.sort_values(["change", "sentence_id"], ascending=[False, True]).head(most)
    found = ["unmasked " + (f"{value:+.2f}" if pd.notna(value) else "unscored") for value in both[False]]
    return both.assign(score=both[True], found=found)[["instrument", "sentence_id", "text", "score", "found"]]


def agreements(scores: pd.DataFrame, *, bootstrap: Bootstrap = USUAL) -> pd.DataFrame:
    """How far each two instruments agree: Spearman's rank correlation, as ``estimate.correlation`` gives it.

    ``scores`` has one row a sentence and instrument; sentences that either left unscored are not compared. Returns
    ``[a, b, mean, low, high, n, n_clusters, enough]``.
    """
    wide = scores.pivot(index=["sentence_id", "story_id"], columns="instrument", values="score").reset_index()
    names = sorted(scores["instrument"].unique())
    rows = [(a, b, *estimate.correlation(wide, a, b, bootstrap=bootstrap)) for a, b in permutations(names, 2)]
    return pd.DataFrame(rows, columns=["a", "b", "mean", "low", "high", "n", "n_clusters", "enough"])


def alpha(scores: pd.DataFrame) -> float:
    """Krippendorff's alpha (ordinal) of the instruments over negative, neutral, positive; unscored is missing.

    The classes are by each instrument's own cut-offs.
    """
    coded = scores.dropna(subset="score").pivot(index="sentence_id", columns="instrument", values="score")
    wide = coded.apply(lambda column: pd.Series(classes(column, cuts(column.name)), coded.index).where(column.notna()))
    return agreement.krippendorff_alpha(wide, "ordinal") if wide.shape[1] > 1 else float("nan")


def masking(scores: pd.DataFrame, *, bootstrap: Bootstrap = USUAL) -> pd.DataFrame:
    """What masking does to each instrument's mean tone: difference with interval, share of sentences changed.

    Returns ``[instrument, mean, low, high, n, n_clusters, enough, changed, unscored]``: ``changed`` counts changes
    beyond NOTABLE, ``unscored`` the sentences in which masking left no word that the instrument knows.
    """
    keys = ["instrument", "sentence_id", "story_id"]
    both = scores.pivot(index=keys, columns="masked", values="score").reset_index()
    compared = both.dropna()
    compared = compared.assign(change=compared[True] - compared[False])
    table = estimate.means(compared, "change", "instrument", bootstrap=bootstrap)
    moved = compared["change"].abs().gt(NOTABLE).groupby(compared["instrument"]).mean()
    lost = (both[True].isna() & both[False].notna()).groupby(both["instrument"]).sum()
    return table.assign(changed=table["instrument"].map(moved), unscored=table["instrument"].map(lost))


def mixed_model(scores: pd.DataFrame, reference: str = "narrator") -> pd.DataFrame:
    """Tone of each voice against the narration with a random intercept a story (statsmodels MixedLM).

    ``scores``: ``[voice, story_id, score]``, one row a sentence; the model knows no parts of sentences, so joint
    statements are left out, as is text whose voices were not looked for.
    Returns ``[voice, estimate, low, high, n]``; empty
    with fewer than MIN_STORIES_OF_MODEL stories, without the reference voice, or where the model does not converge.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM  # slow to import, and rarely needed

    rows = by_voice(scores.dropna(subset="score")).query("part == 1")
    rows = rows[rows.groupby("voice")["score"].transform("size") >= estimate.MIN_N]
    others = sorted(set(rows["voice"]) - {reference})
    empty = pd.DataFrame(columns=["voice", "estimate", "low", "high", "n"])
    if rows["story_id"].nunique() < MIN_STORIES_OF_MODEL or reference not in set(rows["voice"]) or not others:
        return empty
    design = pd.DataFrame({voice: (rows["voice"] == voice).astype(float) for voice in others}).assign(base=1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of what converged and the intervals below tell
        model = MixedLM(rows["score"].to_numpy(), design, groups=rows["story_id"].to_numpy())
        try:  # not by lbfgs, which on a corpus of 840 articles stopped at no variance between stories at all
            fitted = model.fit(reml=True, method=["powell", "bfgs"])
            bounds = fitted.conf_int()
        except np.linalg.LinAlgError:
            return empty
    if not fitted.converged:
        return empty
    sizes = rows["voice"].value_counts()
    estimates = [(v, fitted.fe_params[v], bounds.loc[v, 0], bounds.loc[v, 1], int(sizes[v])) for v in others]
    return pd.DataFrame(estimates, columns=empty.columns)


def pair_of_voices(scores: pd.DataFrame) -> tuple[str, str]:
    """The two voices with most scored sentences, to compare where the reader names none; "" where there is none."""
    scored = by_voice(scores.dropna(subset="score"))
    sizes = scored.groupby("voice")["sentence_id"].nunique()
    known = sizes.drop(["unknown"], errors="ignore").sort_values(ascending=False, kind="stable").index.tolist()
    return (known[0], known[1]) if len(known) > 1 else ("", "")
