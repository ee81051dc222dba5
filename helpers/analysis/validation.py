"""Hand coding against the machine: agreement, scores of each frame, shares corrected for the codebook's errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers.analysis import agreement, coding, corpus
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.frames import languages
from helpers.analysis.learned_frames import presence, prevalence
from helpers.framing.codebook import Codebook
from helpers.sentiment import cuts
from helpers.study import UNMEASURED
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.tables.results import Results


EXPLORATORY = 0.4  # alpha against hand coding below which a frame is only exploratory


def hand_coded(results: Results) -> pd.DataFrame:
    """Sentences that the study's coding.csv has frames for: [sentence_id, story_id, language, text, frames].

    frames is a set. Empty without such a file or such columns; what is wrong with it is told in notebook 05.
    """
    coded = coding.matched(results, coding.optional(results.study).table).table
    if "frames" not in coded:
        return pd.DataFrame(columns=["sentence_id", "story_id", "language", "text", "frames"])
    own = results.query(
        "select s.sentence_id, a.story_id, a.language, s.text from sentences s join articles a using (article_id) "
        "where s.sentence_id in (select unnest(?))",
        [coded["sentence_id"].tolist()],
    )
    return own.merge(coded[["sentence_id", "frames"]].dropna(), on="sentence_id", validate="1:1")


def unvalidated(
    results: Results, coded: pd.DataFrame, codebook: Codebook, frames: Iterable[str], outlets: Sequence[str] = ()
) -> list[str]:
    """The languages of the corpus in which the frames are found, but nothing is known of how well.

    Known is what the codebook's file tells, and what the study has coded itself (``coded`` from ``hand_coded``).
    """
    frames = list(frames)
    files = {codebook.frame(name).codebook for name in frames}
    known = set.intersection(*(set(codebook.validated.get(file, ())) for file in files)) if files else set()
    found = corpus.languages(results, outlets)["language"]
    return [code for code in found if code in set(languages(codebook, frames)) - known - set(coded["language"])]


def against_coding(
    results: Results,
    coded: pd.DataFrame,
    codebook: Codebook,
    frames: Iterable[str],
    shares: pd.Series,
    *,
    bootstrap: Bootstrap = USUAL,
) -> pd.DataFrame:
    """The codebook against hand coding, and the shares corrected for its errors.

    shares: frame -> share that the codebook finds in the corpus. Returns [frame, coded, precision, recall, f1,
    alpha, exploratory, found, corrected, low, high]; `exploratory` where alpha is under EXPLORATORY or unknown.
    """
    rows = []
    found: dict[str, frozenset[str]] = dict.fromkeys(coded["sentence_id"], frozenset())
    for language, part in coded.groupby("language"):
        held = presence(part["text"].tolist(), str(language), codebook) > 0
        found |= {
            key: frozenset(name for name, there in zip(codebook.names, row, strict=True) if there)
            for key, row in zip(part["sentence_id"], held, strict=True)
        }
    for frame in frames:
        true = np.array([frame in held for held in coded["frames"]])
        seen = np.array([frame in found[key] for key in coded["sentence_id"]])
        alpha = agreement.krippendorff_alpha(pd.DataFrame({"coders": true.astype(int), "codebook": seen.astype(int)}))
        share = float(shares.get(frame, np.nan))
        corrected = prevalence(share, true.tolist(), seen.tolist(), cluster=coded["story_id"], bootstrap=bootstrap)
        rows.append(
            (
                frame,
                int(true.sum()),
                *agreement.presence_scores(true, seen),
                alpha,
                not alpha >= EXPLORATORY,
                share,
                *corrected,
            )
        )
    return pd.DataFrame(
        rows,
        columns=[
            "frame",
            "coded",
            "precision",
            "recall",
            "f1",
            "alpha",
            "exploratory",
            "found",
            "corrected",
            "low",
            "high",
        ],
    )


CODED = ["mode", "voice", "tone", "frames"]


def beside_machine(results: Results, coded: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Rows that have their sentence_id, with the machine's codes beside them.

    Returns ``[*coded, text, machine_mode, machine_voice, machine_score, machine_tone]``.
    """
    if coded.empty:
        return coded
    machine = results.query(
        "select s.sentence_id, s.text, s.mode as machine_mode, s.voice as machine_voice, t.score as machine_score "
        "from sentences s left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
        "where s.sentence_id in (select unnest(?))",
        [instrument, coded["sentence_id"].tolist()],
    )
    both = coded.drop(columns="text").merge(machine, on="sentence_id", validate="1:1")
    low, high = cuts(instrument, results.study)
    score = both["machine_score"]
    voices = [*results.study.voice_names(), UNMEASURED]
    return both.assign(
        machine_voice=[coding.joint(voice.split(JOINT), voices) for voice in both["machine_voice"]],
        machine_tone=((score > high).astype(int) - (score < low).astype(int)).where(score.notna()),
    )


def summary(both: pd.DataFrame) -> pd.DataFrame:
    """One row a coded column: ``[column, alike, alpha, f1, n]``, over the n rows where both have a code."""
    rows = []
    for column, level in (("mode", "nominal"), ("voice", "nominal"), ("tone", "ordinal")):
        if column not in both or f"machine_{column}" not in both:
            continue
        pair = both[[column, f"machine_{column}"]].set_axis(["hand", "machine"], axis=1)
        measured = both["machine_voice"] != UNMEASURED
        pair = pair[measured & pair["hand"].notna() & pair["machine"].notna() & (pair["hand"] != "")]
        if len(pair):
            alike = (pair["hand"] == pair["machine"]).mean()
            alpha = agreement.krippendorff_alpha(pair, level)
            rows.append((column, alike, alpha, agreement.macro_f1(pair["hand"], pair["machine"]), len(pair)))
    return pd.DataFrame(rows, columns=["column", "alike", "alpha", "f1", "n"])


def _frame_codes(results: Results, both: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a matched sentence and frame: coded by hand, found by the machine."""
    if "frames" not in both or both.empty:
        return pd.DataFrame(columns=["sentence_id", "frame", "hand", "machine"])
    hits = results.query("select distinct sentence_id, frame from frame_hits")
    found = set(zip(hits["sentence_id"], hits["frame"], strict=True))
    coded = both[["sentence_id", "frames"]].dropna()
    known = [frame for frame in labels if any(frame in codes for codes in coded["frames"])]
    rows = [
        (sentence, frame, frame in codes, (sentence, frame) in found)
        for sentence, codes in coded.itertuples(index=False)
        for frame in known
    ]
    return pd.DataFrame(rows, columns=["sentence_id", "frame", "hand", "machine"])


def frame_scores(results: Results, both: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """How well each coded frame is found, its share by both, and the share corrected for the errors.

    Returns ``[frame, precision, recall, f1, alpha, share_by_hand, share_by_machine, corrected, n]``.
    """
    rows = []
    for frame, codes in _frame_codes(results, both, labels).groupby("frame", sort=False):
        hand, machine = codes["hand"], codes["machine"]
        precision, recall, f1 = agreement.presence_scores(hand, machine)
        spared = 1 - (machine & ~hand).sum() / max((~hand).sum(), 1)
        rows.append(
            (
                labels[str(frame)],
                precision,
                recall,
                f1,
                agreement.krippendorff_alpha(codes[["hand", "machine"]]),
                hand.mean(),
                machine.mean(),
                agreement.corrected_prevalence(machine.mean(), recall, spared),
                int(hand.sum()),
            )
        )
    columns = ["frame", "precision", "recall", "f1", "alpha", "share_by_hand", "share_by_machine", "corrected", "n"]
    return pd.DataFrame(rows, columns=columns)


def disagreements(results: Results, both: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The sentences on whose frames hand and machine differ, as evidence: ``[sentence_id, text, frame, found]``."""
    codes = _frame_codes(results, both, labels)
    wrong = codes[codes["hand"] != codes["machine"]].merge(both[["sentence_id", "text"]], validate="m:1")
    found = wrong["hand"].map({True: "coded by hand, not found", False: "found, not coded by hand"})
    return wrong.assign(found=found, frame=wrong["frame"].map(labels))


def between_coders(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """Agreement of two hand codings on the sentences that both hold: ``[column, alpha, sentences]``."""
    one, two = (coding.with_key(table).drop_duplicates("key") for table in (one, two))
    pairs = one.merge(two, on="key", suffixes=("", "_2"), validate="1:1")
    rows = []
    for column in CODED:
        if column in one and column in two:
            codes = pairs[[column, f"{column}_2"]].map(_plain).replace("", None)
            rows.append((column, agreement.krippendorff_alpha(codes), len(pairs)))
    return pd.DataFrame(rows, columns=["column", "alpha", "sentences"])


def _plain(code: object) -> object:
    """A code as one value: the frames of a sentence are a set."""
    return "|".join(sorted(code)) or "no frame" if isinstance(code, frozenset) else code
