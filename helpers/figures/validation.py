"""Hand coding against the machine: scores and a figure of them. The coding is read by helpers.coding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from helpers import agreement, coding, findings
from helpers.figures import house
from helpers.figures.notebook import say
from helpers.sentiment.combined import CUTS
from helpers.study import UNMEASURED, Problem

if TYPE_CHECKING:
    from helpers.aggregates import Corpus
    from helpers.measure import Results
    from helpers.study import Study

CODED = ["mode", "voice", "tone", "frames"]
MOST_TOLD = 20  # problems of a coding file that a page names


def read_coding(study: Study, file: str) -> pd.DataFrame:
    """The coded rows of a file, as `coding.Coding` has them; what is left out is told on the page."""
    found = coding.optional(study, file)
    _tell(found.problems)
    return found.table


def matched(results: Results, coded: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """The coded rows whose sentence was found, with its text and the machine's codes as ``machine_*``.

    Rows without a sentence are told on the page.
    """
    found = coding.matched(results, coded)
    _tell(found.problems)
    return beside_machine(results, found.table, instrument)


def beside_machine(results: Results, coded: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """Rows that have their sentence_id, with text, machine_mode, machine_voice, machine_score and machine_tone."""
    if coded.empty:
        return coded
    machine = results.query(
        "select s.sentence_id, s.text, s.mode as machine_mode, s.voice as machine_voice, t.score as machine_score "
        "from sentences s left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
        "where s.sentence_id in (select unnest(?))",
        [instrument, coded["sentence_id"].tolist()],
    )
    both = coded.drop(columns="text").merge(machine, on="sentence_id", validate="1:1")
    low, high = CUTS
    score = both["machine_score"]
    voices = [*results.study.voice_names(), UNMEASURED]
    return both.assign(
        machine_voice=[coding.joint(voice.split(coding.JOINT), voices) for voice in both["machine_voice"]],
        machine_tone=((score > high).astype(int) - (score < low).astype(int)).where(score.notna()),
    )


def _tell(problems: list[Problem]) -> None:
    """Name on the page what a coding file holds that could not be used."""
    said = [f"{p.file}{f', row {p.row}' if p.row else ''}: {p.problem}." for p in problems[:MOST_TOLD]]
    more = len(problems) - len(said)
    say(*said, f"And {more:,} more." if more else "") if said else None


def summary(both: pd.DataFrame) -> pd.DataFrame:
    """One row a coded column: share alike, alpha and macro F1, over rows where both have a code."""
    rows = []
    for column, level in (("mode", "nominal"), ("voice", "nominal"), ("tone", "ordinal")):
        if column not in both or f"machine_{column}" not in both:
            continue
        pair = both[[column, f"machine_{column}"]].set_axis(["hand", "machine"], axis=1)
        measured = both["machine_voice"] != UNMEASURED
        pair = pair[measured & pair["hand"].notna() & pair["machine"].notna() & (pair["hand"] != "")]
        if len(pair):
            rows.append((
                column, (pair["hand"] == pair["machine"]).mean(), agreement.krippendorff_alpha(pair, level),
                agreement.macro_f1(pair["hand"], pair["machine"]), len(pair),
            ))  # fmt: skip
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
    """Precision, recall, F1 and alpha of each coded frame, its share by both, and the corrected share."""
    rows = []
    for frame, codes in _frame_codes(results, both, labels).groupby("frame", sort=False):
        hand, machine = codes["hand"], codes["machine"]
        right, n_hand, n_machine = int((hand & machine).sum()), int(hand.sum()), int(machine.sum())
        recall = right / n_hand if n_hand else float("nan")
        spared = 1 - (n_machine - right) / max(len(codes) - n_hand, 1)
        rows.append((
            labels[frame], right / n_machine if n_machine else float("nan"), recall,
            2 * right / (n_hand + n_machine) if n_hand + n_machine else float("nan"),
            agreement.krippendorff_alpha(codes[["hand", "machine"]]), hand.mean(), machine.mean(),
            agreement.corrected_prevalence(machine.mean(), recall, spared), n_hand,
        ))  # fmt: skip
    columns = ["frame", "precision", "recall", "f1", "alpha", "share_by_hand", "share_by_machine", "corrected", "n"]
    return pd.DataFrame(rows, columns=columns)


def disagreements(results: Results, both: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The sentences on whose frames hand and machine differ, as evidence."""
    codes = _frame_codes(results, both, labels)
    wrong = codes[codes["hand"] != codes["machine"]].merge(both[["sentence_id", "text"]], validate="m:1")
    found = wrong["hand"].map({True: "coded by hand, not found", False: "found, not coded by hand"})
    return wrong.assign(found=found, frame=wrong["frame"].map(labels))


def frames(table: pd.DataFrame, corpus: Corpus) -> house.Page:
    """Precision and recall of each frame, side by side."""
    rows = table.sort_values("f1", ascending=False, kind="stable")
    mean = rows["f1"].mean()
    page = house.page(
        f"Frames found by the machine: mean F1 {mean:.2f}",
        "Precision (disc) and recall (diamond) of each frame against the hand coding; n: sentences coded with it",
        corpus.source,
        height=house.rows_height(len(rows)),
    )
    ax = page.panels[0]
    for y, row in enumerate(rows.to_dict("records")):
        ax.axhline(y, color="#eef0f2", linewidth=0.8, zorder=0.5)
        ax.plot([row["precision"], row["recall"]], [y, y], color=house.RULE, linewidth=3, zorder=1)
        ax.plot([row["precision"]], [y], "o", color=house.ACCENT, markersize=8, clip_on=False)
        ax.plot([row["recall"]], [y], "D", color="#D55E00", markersize=7, clip_on=False)
        house.beside(ax, y, f"F1 {row['f1']:.2f}", 44, house.INK)
        house.beside(ax, y, f"n {row['n']:,}", 84, house.GREY, size=9)
    house.left_labels(ax, range(len(rows)), [(name, "normal") for name in rows["frame"]])
    ax.set_xlim(0, 1)
    ax.set_ylim(len(rows) - 0.4, -0.7)
    said = "; ".join(f"{r.frame}: precision {r.precision:.2f}, recall {r.recall:.2f}" for r in rows.itertuples())
    n = int(rows["n"].sum())
    return page.describe(alt=f"{findings.count(n, 'code')} of frames. {said}.", data=rows, n=n)


def between_coders(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """Agreement of two hand codings on the sentences that both hold."""
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
