"""Tables as a reader wants them: labels for codes, an estimate with its interval in one cell, whole words.

Each function takes a table of helpers.analysis and returns one for ``nb.table``, its columns named for the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import pandas as pd

from helpers import sentiment
from helpers.analysis import estimate, measures, specifications
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.figures import wording
from helpers.figures.house import number
from helpers.figures.reasons import reason, rules
from helpers.figures.robustness import choice
from helpers.figures.voices import MODES, NAMELESS, in_order, labels, sides
from helpers.framing import CODEBOOK, MODEL
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.study import Primary, Study
    from helpers.tables.results import Results


LONGEST = 220  # characters of a quotation in a table
BY = {"outlet": "Outlet", "voice": "Voice", "month": "Month", "target": "Toward"}


def decimal(value: float) -> str:
    """A number with two decimals and a true minus."""
    return number("{:.2f}", value)


def intervals(
    rows: pd.DataFrame, value: str, low: str = "low", high: str = "high", form: wording.Form = wording.percent
) -> list[str]:
    """``wording.interval`` of each row."""
    bounds = rows[[value, low, high]].itertuples(index=False, name=None)
    return [wording.interval(middle, lowest, highest, form) for middle, lowest, highest in bounds]


def named(study: Study, voices: Iterable[str]) -> list[str]:
    """The labels of voices, of a joint statement those of all of its voices."""
    return [sides(study, voice) for voice in voices]


def languages(results: Results) -> dict[str, str]:
    """The language of each article."""
    articles = results.table("articles", ["article_id", "language"])
    return dict(zip(articles["article_id"], articles["language"], strict=True))


def _why(judged: pd.DataFrame) -> list[str]:
    meanings = rules()
    return [reason(*pair, meanings) for pair in zip(judged["rule"], judged["evidence"], strict=True)]


def reasons(judged: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Why speakers have their voices: ``[speaker, voice, why, words, articles]``, from analysis.voices.judged."""
    return pd.DataFrame(
        {
            "speaker": judged["speaker"].replace("", NAMELESS),
            "voice": named(study, judged["voice"]),
            "why this voice": _why(judged),
            "words": judged["words"],
            "articles": judged["n_articles"],
        }
    )


def least_certain(found: pd.DataFrame, study: Study, spoken: Mapping[str, str]) -> pd.DataFrame:
    """Attributions to check against the text, from analysis.voices.least_certain; ``language`` is that of the words.

    ``spoken``: article -> language.
    """
    words = [
        shorten(" ".join(filter(None, (source, f"[{cue}]" if cue else "", content))), LONGEST, placeholder=" …")
        for source, cue, content in found[["source", "cue", "content"]].values
    ]
    return pd.DataFrame(
        {
            "certainty": found["confidence"],
            "who speaks": [
                f"{speaker or NAMELESS}, {voice}"
                for speaker, voice in zip(found["speaker"], named(study, found["voice"]), strict=True)
            ],
            "source [cue] content, as found": words,
            "why this voice": _why(found),
            "where": found["attribution_id"],
            "language": [spoken.get(where.rpartition(":")[0], "") for where in found["attribution_id"]],
        }
    )


def shares_of_words(spoken: pd.DataFrame, study: Study, *, bootstrap: Bootstrap = USUAL) -> pd.DataFrame:
    """Each voice's share of all reported words beside that of direct quotations alone, from analysis.voices.spoken."""
    reported = spoken[spoken["voice"] != "narrator"]
    parts = {"of all reported words": reported, "of direct quotations": reported[reported["mode"] == "direct"]}
    columns = {}
    for name, rows in parts.items():
        if len(rows):
            found = estimate.shares(rows, "voice", weight="words", n="n", bootstrap=bootstrap)
            columns[name] = pd.Series(intervals(found, "share"), found["voice"])
    table = in_order(study, pd.DataFrame(columns).rename_axis("voice").reset_index())
    return table.assign(voice=named(study, table["voice"]))


def both_ways(shares: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Shares of voices with each story counted once and with every copy, from analysis.copies.both_ways."""
    return pd.DataFrame(
        {
            "voice": named(study, shares["voice"]),
            "each story once": intervals(shares, "once", "once_low", "once_high"),
            "every copy": intervals(shares, "copies", "copies_low", "copies_high"),
        }
    )


def pairs(alike: pd.DataFrame) -> pd.DataFrame:
    """Articles in two languages that may tell the same, from analysis.corpus.suggestions."""

    def article(row, prefix: str, key: str) -> str:
        spoken = wording.language(getattr(row, f"{prefix}language"))
        return f"{getattr(row, f'{prefix}title') or 'no title'} ({spoken}, {getattr(row, key)})"

    def shared(row) -> str:
        return shorten("; ".join(filter(None, (row.names, row.dates, row.numbers))), LONGEST, placeholder=" …")

    rows = [
        (article(r, "", "article_id"), article(r, "other_", "other_id"), r.likeness, shared(r)) for r in each_row(alike)
    ]
    return pd.DataFrame(rows, columns=["article", "and", "likeness", "what they share"])


def instruments(coverage: pd.DataFrame, study: Study) -> pd.DataFrame:
    """What each instrument read and is made of, from analysis.robustness.coverage."""
    return pd.DataFrame(
        {
            "instrument": [instrument(name, study) for name in coverage["instrument"]],
            "scored": [f"{r.scored:,} of {r.of:,}" for r in each_row(coverage)],
            "words known": ["" if pd.isna(part) else wording.percent(part) for part in coverage["words_known"]],
            "negative below, positive above": coverage["cut_offs"].str.replace("-", "−"),
            "what it is": coverage["note"],
        }
    )


def instrument(name: str, study: Study) -> str:
    """An instrument as a table names it: its label, and the name that the parameter ``instrument`` takes."""
    label = sentiment.label(name, study)
    return label if label.lower() == name else f"{label} ({name})"


def by_instrument(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The same table with the labels of instruments as its columns' names."""
    return table.rename(columns={name: sentiment.label(str(name), study) for name in table if name != "sentences"})


def worked_example(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The scores of a sentence before and after preparation, a row an instrument, from analysis.robustness."""
    scores = table.drop(columns="sentence")
    return pd.DataFrame(
        {
            "instrument": [sentiment.label(str(name), study) for name in scores],
            "as it stands": [wording.signed(value) for value in scores.iloc[0]],
            "prepared": [wording.signed(value) for value in scores.iloc[1]],
        }
    )


def declared(primary: Primary, scores: pd.DataFrame) -> pd.DataFrame:
    """The way of counting that was declared, a row a choice, and what is tried besides.

    ``scores`` from analysis.robustness.scored.
    """
    tried: dict[str, Iterable[Any]] = {
        "instrument": scores["instrument"].unique(),
        "masked": (True, False),
        "frames": (CODEBOOK, MODEL),
        **specifications.OF_SHARES,
        **specifications.ALTERNATIVES,
    }
    own = primary.model_dump()
    others = {name: [choice(name, value) for value in values if value != own[name]] for name, values in tried.items()}
    return pd.DataFrame(
        [
            {"choice": name, "declared": choice(name, own[name]), "tried besides": ", ".join(others[name])}
            for name in tried
        ]
    )


def undoing(undone: pd.DataFrame, study: Study, form: wording.Form = wording.signed) -> pd.DataFrame:
    """What would undo each decided difference, from analysis.specifications.tipping; ``form`` writes differences."""
    return pd.DataFrame(
        {
            "voice": named(study, undone["a"]),
            "against": named(study, undone["b"]),
            "difference": intervals(undone, "estimate", form=form),
            "error in favour of one side": [form(error) for error in undone["error"]],
            "sentences of the other side": [
                f"{wording.percent(r.moved)} of those of {sides(study, r.moved_from)}" for r in each_row(undone)
            ],
            "stories left out": [f"{r.stories:,} of {r.of:,}" for r in each_row(undone)],
        }
    )


def hand_codes(coded: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Means by hand and by instrument toward each actor, from analysis.robustness.with_hand_codes."""
    actors = {target.name: target.label for target in study.targets}
    ways = [str(name) for name in coded.columns[4:]]
    columns = {
        "voice": named(study, coded["voice"]),
        "toward": [actors.get(name, name) for name in coded["target"]],
        "sentences": [f"{n:g}" for n in coded["n"].round(1)],
        "by hand": [_scored(value) for value in coded["by_hand"]],
    }
    machine = {sentiment.label(name, study): [_scored(value) for value in coded[name]] for name in ways}
    return pd.DataFrame(columns | machine)


def _scored(value: float) -> str:
    return "" if pd.isna(value) else wording.signed(value)


def estimates(everything: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Every estimate of sentiment to read, from analysis.tone.estimates."""
    names = labels(study)
    return pd.DataFrame(
        {
            "of": everything["by"].map(BY),
            "group": [names.get(group, group) for group in everything["group"]],
            "mean": intervals(everything, "mean", form=wording.signed),
            "negative": intervals(everything, "negative", "negative_low", "negative_high"),
            "positive": intervals(everything, "positive", "positive_low", "positive_high"),
            "sentences": everything["sentences"].round().astype("Int64"),
            "stories": everything["stories"],
        }
    )


def frame_shares(corrected: pd.DataFrame, labels: Mapping[str, str], by_model: Mapping[str, float]) -> pd.DataFrame:
    """The share of sentences with each frame by the codebook, corrected, by hand, and by the trained model.

    ``corrected`` from analysis.hand.corrected; frames of other codebooks are left out. ``by_model`` from
    analysis.frames.shares_by_model.
    """
    rows = corrected[(corrected["measure"] == measures.FRAME) & corrected["group"].isin(list(labels))]
    parts = [by_model.get(str(frame), float("nan")) for frame in rows["group"]]
    ways = {"by the codebook": "naive", "corrected": "corrected", "by hand": "by_hand"}
    return pd.DataFrame(
        {
            "frame": rows["label"],
            **{head: intervals(rows, way, f"{way}_low", f"{way}_high") for head, way in ways.items()},
            "by the trained model": [wording.interval(share, float("nan"), float("nan")) for share in parts],
            "codes": rows["codes"],
        }
    )


def frame_scores(by_frame: pd.DataFrame) -> pd.DataFrame:
    """How well the machine finds each frame that was coded, from analysis.validation.frame_scores."""
    return pd.DataFrame(
        {
            "frame": by_frame["frame"],
            "precision": by_frame["precision"],
            "recall": by_frame["recall"],
            "F1": by_frame["f1"],
            "alpha": intervals(by_frame, "alpha", "alpha_low", "alpha_high", decimal),
            "share by hand": [wording.percent(share) for share in by_frame["share_by_hand"]],
            "share by machine": [wording.percent(share) for share in by_frame["share_by_machine"]],
            "coded": by_frame["n"],
        }
    )


def terms(table: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """Terms that set two sides apart, from analysis.contrast.distinctive; ``a`` and ``b`` name the sides."""

    def used(side: str) -> list[str]:
        return [f"{n:g} ({rate:.1f})" for n, rate in table[[f"count_{side}", f"rate_{side}"]].round(1).values]

    return pd.DataFrame(
        {
            "term": table["term"],
            wording.capital(a): used("a"),
            wording.capital(b): used("b"),
            "stories": table["stories"],
            "z": [wording.signed(z) for z in table["z"]],
            "beyond chance": table["beyond_chance"],
        }
    )


def differing(wrong: pd.DataFrame, name: Callable[[object], str]) -> pd.DataFrame:
    """Sentences in which hand and machine differ, from analysis.validation.differing, their codes named."""
    said = [
        f"by hand {name(hand)}, by the machine {name(machine)}"
        for hand, machine in zip(wrong["hand"], wrong["machine"], strict=True)
    ]
    return wrong.assign(found=said)


def codes(column: str, study: Study) -> Callable[[object], str]:
    """A function that names a code of hand coding: a voice or a way of speaking by its label, others as they are."""
    modes = {name: mark.label for name, mark in MODES.items()} | {"none": "narration"}
    if column == "voice":
        return lambda code: sides(study, str(code))
    return lambda code: modes.get(str(code), str(code).replace("-1", "−1"))
