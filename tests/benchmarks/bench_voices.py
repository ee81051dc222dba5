"""Whose words real news holds: attributed or not, the speaker's name and the voice, against coding by sentence.

The coding is a table of sentences with article_id, start, end, language, mode, speaker, voice (as in coding.csv); a
sentence of the study counts as the coded one where it covers half of it. `words` weighs a sentence by its words.
"""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.names import gazetteer, knowledge
from helpers.study import UNMEASURED
from helpers.tables import schemas
from helpers.tables.measure import measure

UNUSED = ("", "?", "furniture")  # codes of sentences that are not judged
NOBODY = "none"  # the mode of the outlet's own words
NARRATOR, UNKNOWN = "narrator", "unknown"
COVERED = 0.5  # share of a coded sentence that the study's has to cover


def run(voices: Path, study: Path) -> pd.DataFrame:
    """A row a language, then a row a rule that gave the voice of somebody's sentence."""
    coded = judged_codes(voices)
    with tempfile.TemporaryDirectory() as scratch:
        tables = measure(study, scratch).folder / "tables"
        found = matched(coded, schemas.read(tables, "sentences"))
        rules = schemas.read(tables, "attributions").drop_duplicates(["article_id", "speaker"])
    judged = found.assign(**_judged(found))
    judged = judged.merge(rules[["article_id", "speaker", "rule"]], how="left", on=["article_id", "speaker"])
    rows = [_row(f"language {name}", part) for name, part in judged.groupby("language")]
    told = judged[judged["somebody"] & judged["attributed"]]
    rows += [_row(f"rule {name or '-'}", part) for name, part in told.groupby(told["rule"].fillna(""))]
    return pd.DataFrame(rows)


def judged_codes(coding: Path) -> pd.DataFrame:
    """The coded sentences of a file that are judged."""
    coded = pd.read_csv(coding, dtype=str, keep_default_na=False)
    return coded[~coded["mode"].isin(UNUSED)].astype({"start": int, "end": int})


def matched(coded: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """The coded sentences with id, mode, speaker and voice of the study's sentence at their place, "" for none."""
    own = dict(list(sentences.groupby("article_id")))
    rows = []
    for code in coded.itertuples():
        there = own.get(code.article_id, sentences.iloc[:0])
        shared = np.minimum(there["end"], code.end) - np.maximum(there["start"], code.start)
        best = there.iloc[int(shared.to_numpy().argmax())] if len(there) else None
        if best is None or shared.max() < COVERED * (code.end - code.start):
            rows.append(("", NOBODY, NARRATOR, NARRATOR, 0))
        else:
            rows.append(tuple(best[["sentence_id", "mode", "speaker", "voice", "n_words"]]))
    found = pd.DataFrame(rows, columns=["sentence_id", "mode", "speaker", "voice", "n_words"], index=coded.index)
    return coded.rename(columns={"mode": "true_mode", "speaker": "true_speaker", "voice": "true_voice"}).join(found)


def _judged(found: pd.DataFrame) -> dict[str, pd.Series]:
    """What is right about each sentence."""
    somebody, attributed = found["true_mode"] != NOBODY, found["mode"] != NOBODY
    pairs = list(zip(found["voice"].str.split("|"), found["true_voice"].str.split("|"), strict=True))
    right = pd.Series([bool({*a} & {*b}) for a, b in pairs], index=found.index)
    missed = ~attributed | found["voice"].isin([NARRATOR, UNMEASURED])
    unknown = ~missed & ~right & (found["voice"] == UNKNOWN)
    names = zip(found["speaker"], found["true_speaker"], strict=True)
    return {
        "somebody": somebody, "attributed": attributed, "agreed": somebody == attributed,
        "right": right & ~missed, "unknown": unknown, "missed": missed, "wrong": ~right & ~missed & ~unknown,
        "named": pd.Series([same_name(a, b) for a, b in names], index=found.index) & ~missed,
    }  # fmt: skip


def same_name(one: str, other: str) -> bool:
    """Whether a name holds the other, or ends as it does: titles and given names may be left out.

    A name in another language is the same where knowledge or the gazetteer has both: Путин and Vladimir Putin.
    """
    first, second = (re.findall(r"\w+", name.casefold()) for name in (one, other))
    if not first or not second:
        return False
    shorter, longer = sorted((first, second), key=len)
    inside = "".join(shorter) in "".join(longer)  # Chinese sets no blanks between titles and names
    return inside or {*shorter} <= {*longer} or first[-1] == second[-1] or bool(_meant(one) & _meant(other))


@cache
def _meant(name: str) -> frozenset[str]:
    """Whom or what a name means, in English: by knowledge, if it is one only, and by the gazetteer."""
    known = knowledge.look_up(name)
    found = {known.entry.name} if known and known.sure == "unique" else set()
    for language in ("en", "de", "ru", "zh"):
        found |= {m.name for m in gazetteer.find(name, language) if m.end - m.start == len(name)}
    return frozenset(found)


def _row(name: str, part: pd.DataFrame) -> dict[str, float | str]:
    ours = part[part["somebody"] & ~part["true_voice"].isin(UNUSED)]
    words = ours["n_words"].clip(lower=1)
    out: dict[str, float | str] = {"of": name, "sentences": len(part), "attributed or not": part["agreed"].mean()}
    out |= {"somebody's": len(ours), "speaker": ours["named"].mean()}
    out |= {each: ours[each].mean() for each in ("right", "wrong", "unknown", "missed")}
    return out | {f"{each}, words": (ours[each] * words).sum() / words.sum() for each in ("right", "wrong")}
