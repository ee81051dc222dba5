"""Hand coding against the machine: agreement, scores of each frame, and which frames are only exploratory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.analysis import agreement, coding, tone
from helpers.analysis.estimate import USUAL, Bootstrap
from helpers.analysis.frames import languages, read_by_model
from helpers.analysis.measures import FRAME, FRAME_BY_MODEL, SHARE, TONE, TOWARD
from helpers.framing import CODEBOOK, MODEL
from helpers.framing.codebook import Codebook
from helpers.framing.taught import load as load_taught
from helpers.sentiment import cuts
from helpers.study import UNMEASURED, read_yaml
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.tables.results import Results


EXPLORATORY: float = read_yaml(Path(__file__).with_name("reliability.yaml"))["exploratory"]


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

    Returns ``[*coded, text, story_id, language, machine_mode, machine_voice, machine_score, machine_tone]``.
    """
    if coded.empty:
        return coded
    machine = results.query(
        "select s.sentence_id, s.text, a.story_id, a.language, s.mode as machine_mode, s.voice as machine_voice, "
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


def states(
    results: Results, both: pd.DataFrame, instrument: str, codebook: Codebook, frames: Iterable[str]
) -> pd.DataFrame:
    """How far each measure agrees with the hand coding, in each language of the corpus that it is measured in.

    ``both`` from `beside_machine` with this instrument; frames: those of the codebook that are shown, taken together.
    Returns ``[measure, by, language, alpha, n, stories, elsewhere, coders]``, languages by the number of articles. by:
    the instrument; n: coded sentences (of tone toward actors, mentions); alpha: empty where nothing can be compared;
    elsewhere: the codebook's file tells how its frames do in the language; coders: all who coded, as a tuple.
    """
    labels = {name: codebook.frame(name).label for name in frames}
    toward = tone.instrument(results, "target_sentiment")
    read = both[both["sentence_id"].isin(read_by_model(results))] if len(both) else both
    by_model = _of_model(results, _frame_codes(results, read, labels, BY_MODEL), read, codebook)
    codes = {
        FRAME_BY_MODEL: (by_model, "nominal"),
        SHARE: (_pair(both, "voice"), "nominal"),
        TONE: (_pair(both, "tone"), "ordinal"),
        TOWARD: (_toward(results, both, toward), "ordinal"),
        FRAME: (_frame_codes(results, both, labels), "nominal"),
    }
    files = {codebook.frame(name).codebook for name in labels}
    told = set.intersection(*(set(codebook.validated.get(file, ())) for file in files)) if files else set()
    spoken = dict(zip(both["sentence_id"], both["language"], strict=True)) if len(both) else {}
    coders = tuple(sorted(filter(None, set(both["coder"])))) if len(both) else ()
    by = {TONE: instrument, TOWARD: toward, FRAME: CODEBOOK, FRAME_BY_MODEL: MODEL}
    rows = []
    for measure, here in _languages(results, instrument, toward, languages(codebook, labels)).items():
        pair, level = codes[measure]
        of = pair["sentence_id"].map(spoken)
        for language in here:
            own = pair[of == language]
            n = len(own) if measure == TOWARD else own["sentence_id"].nunique()
            alpha = agreement.krippendorff_alpha(own[["hand", "machine"]], level)
            elsewhere = measure == FRAME and language in told
            rows.append(
                (measure, by.get(measure, ""), language, alpha, n, own["story_id"].nunique(), elsewhere, coders)
            )
    columns = ["measure", "by", "language", "alpha", "n", "stories", "elsewhere", "coders"]
    return pd.DataFrame(rows, columns=columns)


def _of_model(results: Results, codes: pd.DataFrame, read: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """The codes of frames that the trained model knows; of those the study taught it, without what taught it."""
    taught, _ = load_taught(results.study, codebook)
    if codes.empty or not taught.names:
        return codes
    learned, seen = taught.learned(), set(read.loc[read["text"].map(taught.knows), "sentence_id"])
    own = codes["frame"].isin(set(taught.names))
    return codes[~own | codes["frame"].isin(learned) & ~codes["sentence_id"].isin(seen)]


def _languages(results: Results, instrument: str, toward: str, patterns: Sequence[str]) -> dict[str, list[str]]:
    """Measure -> the languages of the corpus that it is measured in, that of most articles first."""
    said: dict[str, tuple[str, list[Any]]] = {
        SHARE: (f"s.voice <> '{UNMEASURED}'", []),
        TONE: (
            "s.sentence_id in (select sentence_id from sentiment where instrument = ? and score is not null)",
            [instrument],
        ),
        TOWARD: ("s.sentence_id in (select sentence_id from target_sentiment where instrument = ?)", [toward]),
        FRAME: ("list_contains(?::varchar[], a.language)", [list(patterns)]),
        FRAME_BY_MODEL: (f"s.sentence_id in (select sentence_id from frame_scores where instrument = '{MODEL}')", []),
    }
    ask = (
        "select a.language from sentences s join articles a using (article_id) where {} "
        "group by all order by count(distinct a.article_id) desc, a.language"
    )
    return {
        name: results.query(ask.format(where), values)["language"].tolist() for name, (where, values) in said.items()
    }


def _toward(results: Results, both: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """The codes of tone toward actors, ``[sentence_id, story_id, hand, machine]``, of mentions that have both."""
    names = [name for name in map(str, both) if name.startswith("t_")]
    if both.empty or not names or not instrument:
        return pd.DataFrame(columns=["sentence_id", "story_id", "hand", "machine"])
    coded = both.melt(["sentence_id", "story_id"], names, "target", "hand").dropna(subset="hand")
    scores = results.query(
        "select sentence_id, 't_' || target as target, score from target_sentiment "
        "where instrument = ? and score is not null",
        [instrument],
    )
    pair = coded.merge(scores, on=["sentence_id", "target"], validate="m:1")
    low, high = cuts(instrument, results.study)
    return pair.assign(machine=(pair["score"] > high).astype(int) - (pair["score"] < low).astype(int))


def differing(both: pd.DataFrame, column: str) -> pd.DataFrame:
    """The sentences in which hand and machine differ, as evidence: ``[sentence_id, text, by_hand, found]``."""
    pair = _pair(both, column)
    wrong = pair[pair["hand"] != pair["machine"]].drop_duplicates("sentence_id")
    says = [
        f"by hand {hand}, by the machine {machine}"
        for hand, machine in zip(wrong["hand"], wrong["machine"], strict=True)
    ]
    return wrong.assign(by_hand=[str(hand) for hand in wrong["hand"]], found=says)


BY_PATTERNS = "select distinct sentence_id, frame from frame_hits"
BY_MODEL = f"select sentence_id, frame from frame_scores where instrument = '{MODEL}' and present"


def _frame_codes(
    results: Results, both: pd.DataFrame, labels: Mapping[str, str], found_by: str = BY_PATTERNS
) -> pd.DataFrame:
    """One row a matched sentence and frame: coded by hand, found by the machine (a query, ``found_by``)."""
    if "frames" not in both or both.empty:
        return pd.DataFrame(columns=["sentence_id", "story_id", "frame", "hand", "machine"])
    hits = results.query(found_by)
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
