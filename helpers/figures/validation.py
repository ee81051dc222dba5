"""Hand coding against the machine: reading coding.csv, matching sentences, scores and a figure of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from helpers import agreement, findings
from helpers.figures import house
from helpers.sentiment.combined import CUTS
from helpers.study import StudyError, inside

if TYPE_CHECKING:
    from helpers.aggregates import Corpus
    from helpers.measure import Results
    from helpers.study import Study

PLACE = ["article_id", "start", "end"]
CODED = ["mode", "voice", "tone", "frames"]
OVERLAP = 0.8  # share of the longer of two sentences that both must cover to be the same


def read_coding(study: Study, file: str) -> pd.DataFrame:
    """The hand coding of a study with all its columns; lenient rows and rows without any code left out.

    Empty where there is no file. Without a column article_id, the part of ``sent`` before its last hyphen is
    taken. A code ``?`` (coders did not agree) is no code. Raises StudyError naming file, row and column.
    """
    path = inside(study.folder, file)
    if not path.is_file():
        return pd.DataFrame(columns=[*PLACE, *CODED])
    text = path.read_text("utf-8-sig", errors="replace")
    coding = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    if "article_id" not in coding and "sent" in coding:
        coding["article_id"] = coding["sent"].str.rsplit("-", n=1).str[0]
    missing = [column for column in PLACE if column not in coding]
    if missing:
        raise StudyError(f"{study.name}/{file} lacks the column {missing[0]}: it needs {', '.join(PLACE)}")
    for column in ("start", "end"):
        numbers = pd.to_numeric(coding[column], errors="coerce")
        if numbers.isna().any():
            row = int(numbers.isna().idxmax()) + 2
            raise StudyError(f"{study.name}/{file}, row {row}: {column} is no whole number")
        coding[column] = numbers.astype(int)
    if "lenient" in coding:
        coding = coding[coding["lenient"] != "1"]
    kept = [column for column in coding if column in CODED or column.startswith("t_")]
    return coding[[*PLACE, *kept]].reset_index(drop=True)


def matched(results: Results, coding: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """The coded sentences that the machine cut at nearly the same place, with its columns as ``machine_*``."""
    if coding.empty:
        return coding
    wanted = [str(article) for article in coding["article_id"].unique()]
    machine = results.query(
        'select s.article_id, s.sentence_id, s.start as m_start, s."end" as m_end, s.text, '
        "s.mode as machine_mode, s.voice as machine_voice, t.score as machine_score "
        "from sentences s left join sentiment t on t.sentence_id = s.sentence_id and t.instrument = ? "
        f"where s.article_id in ({', '.join('?' * len(wanted))})",
        [instrument, *wanted],
    )
    pairs = coding.reset_index(names="row").merge(machine, on="article_id", validate="m:m")
    shared = pairs[["end", "m_end"]].min(axis=1) - pairs[["start", "m_start"]].max(axis=1)
    longer = pairs[["end", "m_end"]].max(axis=1) - pairs[["start", "m_start"]].min(axis=1)
    pairs = pairs.assign(overlap=shared / longer).query("overlap >= @OVERLAP")
    pairs = pairs.sort_values("overlap", ascending=False).drop_duplicates("row").sort_values("row")
    low, high = CUTS
    score = pairs["machine_score"]
    pairs["machine_tone"] = ((score > high).astype(int) - (score < low).astype(int)).where(score.notna())
    return pairs.reset_index(drop=True)


def summary(both: pd.DataFrame) -> pd.DataFrame:
    """One row a coded column: share alike, alpha and macro F1, over rows where both have a code."""
    rows = []
    for column, level in (("mode", "nominal"), ("voice", "nominal"), ("tone", "ordinal")):
        if column not in both or f"machine_{column}" not in both:
            continue
        pair = both[[column, f"machine_{column}"]].set_axis(["hand", "machine"], axis=1)
        if column == "tone":
            pair = pair.apply(pd.to_numeric, errors="coerce")
        pair = pair[pair["hand"].notna() & pair["machine"].notna() & (pair["hand"].astype(str) != "")]
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
    coded = [set(filter(None, codes.split("|"))) for codes in both["frames"]]
    known = [frame for frame in labels if any(frame in codes for codes in coded)]
    rows = [
        (sentence, frame, frame in codes, (sentence, frame) in found)
        for sentence, codes in zip(both["sentence_id"], coded, strict=True)
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
    pairs = one.merge(two, on=PLACE, suffixes=("", "_2"), validate="1:1")
    rows = []
    for column in CODED:
        if column in one and column in two:
            codes = pairs[[column, f"{column}_2"]].replace("", None)
            rows.append((column, agreement.krippendorff_alpha(codes), len(pairs)))
    return pd.DataFrame(rows, columns=["column", "alpha", "sentences"])
