"""Hand coding against the machine: agreement, scores of each frame, and which frames are only exploratory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers.analysis import agreement, coding, corpus
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.frames import languages
from helpers.framing.codebook import Codebook
from helpers.sentiment import cuts
from helpers.study import UNMEASURED
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.tables.results import Results


EXPLORATORY = 0.4  # alpha against hand coding below which a frame is only exploratory


def hand_coded(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    """Sentences whose frames were coded: [sentence_id, story_id, language, text, frames], frames as a set.

    ``table``: that of coding.coded. Empty where nobody coded frames.
    """
    coded = coding.one_each(table)
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


def exploratory(by_frame: pd.DataFrame, frames: Iterable[str]) -> list[str]:
    """The frames that hand coding does not bear out, or leaves unknown; none where no frame was coded.

    ``by_frame`` from `frame_scores`.
    """
    if by_frame.empty:
        return []
    alphas = by_frame.set_index("name")["alpha"]
    return [name for name in frames if not alphas.get(name, np.nan) >= EXPLORATORY]


LEVELS = {"mode": "nominal", "voice": "nominal", "tone": "ordinal"}  # of what hand and machine both have


def beside_machine(results: Results, coded: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Rows that have their sentence_id, with the machine's codes beside them.

    Returns ``[*coded, text, story_id, machine_mode, machine_voice, machine_score, machine_tone]``.
    """
    if coded.empty:
        return coded
    machine = results.query(
        "select s.sentence_id, s.text, a.story_id, s.mode as machine_mode, s.voice as machine_voice, "
        "t.score as machine_score from sentences s join articles a using (article_id) "
        "left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
        "where s.sentence_id in (select unnest(?))",
        [instrument, coded["sentence_id"].tolist()],
    )
    both = coded.drop(columns="text").merge(machine, on="sentence_id", validate="m:1")
    low, high = cuts(instrument, results.study)
    score = both["machine_score"]
    voices = [*results.study.voice_names(), UNMEASURED]
    return both.assign(
        machine_voice=[coding.joint(voice.split(JOINT), voices) for voice in both["machine_voice"]],
        machine_tone=((score > high).astype(int) - (score < low).astype(int)).where(score.notna()),
    )


def summary(both: pd.DataFrame, *, bootstrap: Bootstrap = USUAL) -> pd.DataFrame:
    """One row a coded column: ``[column, alike, alpha, alpha_low, alpha_high, f1, n]``, over the rows with both codes.

    The interval of alpha is over stories.
    """
    rows = []
    for column, level in LEVELS.items():
        pair = _pair(both, column)
        if len(pair):
            codes = pair[["hand", "machine"]]
            alpha = agreement.alpha_interval(codes, level, pair["story_id"], bootstrap)
            alike, f1 = (pair["hand"] == pair["machine"]).mean(), agreement.macro_f1(pair["hand"], pair["machine"])
            rows.append((column, alike, *alpha, f1, len(pair)))
    return pd.DataFrame(rows, columns=["column", "alike", "alpha", "alpha_low", "alpha_high", "f1", "n"])


def _pair(both: pd.DataFrame, column: str) -> pd.DataFrame:
    """``[sentence_id, story_id, text, hand, machine]`` of the rows in which people and machine have a code."""
    if not {column, f"machine_{column}"} <= set(both):
        return pd.DataFrame(columns=["sentence_id", "story_id", "text", "hand", "machine"])
    names = {column: "hand", f"machine_{column}": "machine"}
    pair = both[both["machine_voice"] != UNMEASURED].rename(columns=names)
    pair = pair[pair["hand"].notna() & pair["machine"].notna() & (pair["hand"] != "")]
    return pair[["sentence_id", "story_id", "text", "hand", "machine"]]


def differing(both: pd.DataFrame, column: str) -> pd.DataFrame:
    """The sentences in which hand and machine differ, as evidence: ``[sentence_id, text, by_hand, found]``."""
    pair = _pair(both, column)
    wrong = pair[pair["hand"] != pair["machine"]].drop_duplicates("sentence_id")
    says = [
        f"by hand {hand}, by the machine {machine}"
        for hand, machine in zip(wrong["hand"], wrong["machine"], strict=True)
    ]
    return wrong.assign(by_hand=[str(hand) for hand in wrong["hand"]], found=says)


def _frame_codes(results: Results, both: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a matched sentence and frame: coded by hand, found by the machine."""
    if "frames" not in both or both.empty:
        return pd.DataFrame(columns=["sentence_id", "story_id", "frame", "hand", "machine"])
    hits = results.query("select distinct sentence_id, frame from frame_hits")
    found = set(zip(hits["sentence_id"], hits["frame"], strict=True))
    coded = both[["sentence_id", "story_id", "frames"]].dropna()
    known = [frame for frame in labels if any(frame in codes for codes in coded["frames"])]
    rows = [
        (sentence, story, frame, frame in codes, (sentence, frame) in found)
        for sentence, story, codes in coded.itertuples(index=False)
        for frame in known
    ]
    return pd.DataFrame(rows, columns=["sentence_id", "story_id", "frame", "hand", "machine"])


def frame_scores(
    results: Results, both: pd.DataFrame, labels: Mapping[str, str], *, bootstrap: Bootstrap = USUAL
) -> pd.DataFrame:
    """How well each coded frame is found, and its share of the coded sentences by both.

    Returns ``[name, frame, precision, recall, f1, alpha, alpha_low, alpha_high, share_by_hand, share_by_machine, n]``:
    frame is its label, n is how often it was coded.
    """
    rows = []
    for frame, codes in _frame_codes(results, both, labels).groupby("frame", sort=False):
        hand, machine = codes["hand"], codes["machine"]
        alpha = agreement.alpha_interval(codes[["hand", "machine"]], "nominal", codes["story_id"], bootstrap)
        scores = agreement.presence_scores(hand, machine)
        rows.append((frame, labels[str(frame)], *scores, *alpha, hand.mean(), machine.mean(), int(hand.sum())))
    alphas = ["alpha", "alpha_low", "alpha_high"]
    columns = ["name", "frame", "precision", "recall", "f1", *alphas, "share_by_hand", "share_by_machine", "n"]
    return pd.DataFrame(rows, columns=columns)


def disagreements(results: Results, both: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The sentences on whose frames hand and machine differ, as evidence: ``[sentence_id, text, frame, found]``."""
    codes = _frame_codes(results, both, labels)
    wrong = codes[codes["hand"] != codes["machine"]].drop_duplicates(["sentence_id", "frame"])
    wrong = wrong.merge(both[["sentence_id", "text"]].drop_duplicates(), validate="m:1")
    found = wrong["hand"].map({True: "coded by hand, not found", False: "found, not coded by hand"})
    return wrong.assign(found=found, frame=wrong["frame"].map(labels))


def between_coders(both: pd.DataFrame, *, bootstrap: Bootstrap = USUAL) -> pd.DataFrame:
    """Agreement of all who coded, on the sentences that two or more of them did, over stories.

    both: of ``beside_machine``. Returns ``[column, alpha, alpha_low, alpha_high, coders, sentences]``; of ``frames``
    that on each set of frames as one code. Empty where nobody coded what another did.
    """
    rows = []
    for column in [*LEVELS, *(name for name in map(str, both) if name.startswith("t_")), "frames"]:
        if column not in both or both.empty:
            continue
        codes = both.assign(code=both[column].map(_plain).replace("", None)).dropna(subset="code")
        wide = codes.pivot(index=["sentence_id", "story_id"], columns="coder", values="code")
        wide = wide[wide.notna().sum(axis=1) > 1].dropna(axis=1, how="all")
        if len(wide):
            stories = wide.index.get_level_values("story_id").to_series()
            level = LEVELS.get(column, "nominal" if column == "frames" else "ordinal")
            alpha = agreement.alpha_interval(wide, level, stories, bootstrap)
            rows.append((column, *alpha, wide.shape[1], len(wide)))
    return pd.DataFrame(rows, columns=["column", "alpha", "alpha_low", "alpha_high", "coders", "sentences"])


def _plain(code: object) -> object:
    """A code as one value: the frames of a sentence are a set."""
    return "|".join(sorted(code)) or "no frame" if isinstance(code, frozenset) else code
