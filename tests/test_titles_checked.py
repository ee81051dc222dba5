"""What titles say of instruments, coding, words and pairs of frames can be read again in the CSV beside the figure."""

from unittest.mock import patch

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import VOICES
from retold import ACTORS, FEW, FRAMES, HELD, STUDY, VOICE, Stub, check, said

from helpers import figures
from helpers.analysis import estimate
from helpers.analysis.contrast import Shift
from helpers.analysis.contrast.terms import COLUMNS
from helpers.figures import house, wording

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


def corrected(rng):
    n = rng.integers(1, 8)
    table = pd.DataFrame(
        {
            f"{way}{end}": rng.uniform(0.2, 0.6, n)
            for way in ("naive", "corrected", "by_hand")
            for end in ("", "_low", "_high")
        }
    )
    table = table.assign(naive_low=table["naive"] - 0.1, naive_high=table["naive"] + 0.1, codes=200, stories=40)
    names = [f"group {i}" for i in range(n)]
    table = table.assign(measure="tone", group=names, label=names, enough=[True, *(rng.random(n - 1) < 0.8)])
    return figures.validation.estimates(table, HELD)


def corrected_title(data: pd.DataFrame) -> set[str]:
    missed = sum(not row.naive_low <= row.corrected <= row.naive_high for row in data.itertuples())
    of_all = wording.count(len(data), "estimate")
    return {
        f"Corrected, {missed} of {of_all} leave the machine’s interval"
        if missed
        else "Corrected, the estimates stay within the machine’s intervals"
    }


def three_ways(rng, n: int) -> pd.DataFrame:
    """So many rows of the three ways of estimating."""
    names = [f"{way}{end}" for way in ("naive", "corrected", "by_hand") for end in ("", "_low", "_high")]
    return pd.DataFrame({name: rng.uniform(-0.6, 0.6, n) for name in names}).assign(codes=200, stories=40)


def compared(rng):
    n = rng.integers(1, 40)
    measures = [("tone", "*", "All sentences"), ("frame", "law", "Law"), ("frame", "war", "War")]
    of = pd.DataFrame([measures[i] for i in rng.integers(0, 3, n)], columns=["measure", "group", "label"])
    table = three_ways(rng, n).join(of.sort_values("measure", ignore_index=True))
    table = table.assign(a="chinese", b="western", enough=[True, *(rng.random(n - 1) < 0.8)])
    return figures.validation.differences(table.assign(decided=rng.random(n) < 0.2), HELD, "voices")


def compared_title(data: pd.DataFrame) -> set[str]:
    decided = sum(row.decided for row in data.itertuples())
    return {f"Differences between voices: {decided or 'none'} of {len(data)} decided once corrected"}


def trends(rng):
    groups = [("tone", "*", "All sentences"), *(("frame", name, label) for name, label in FRAMES.items())]
    each = pd.DataFrame(
        [(*group, year) for group in groups for year in ("2021", "2022", "2023", "2024")],
        columns=["measure", "group", "label", "key"],
    )
    each = each.join(three_ways(rng, len(each))).assign(enough=rng.random(len(each)) < 0.9)
    change = pd.DataFrame(groups, columns=["measure", "group", "label"]).join(three_ways(rng, len(groups)))
    decided = rng.random(len(groups)) < 0.3
    change = change.assign(a="2024", b="2021", enough=[True, *(rng.random(len(groups) - 1) < 0.8)], decided=decided)
    return figures.validation.trends(each, change, HELD, "year")


def trends_title(data: pd.DataFrame) -> set[str]:
    changes = data.drop_duplicates(["measure", "group"])
    n = sum(changes["decided"])
    return {f"From 2021 to 2024: {n or 'none'} of {wording.count(len(changes), 'change')} decided once corrected"}


def expected(rng):
    rows = [
        ("tone", *2 * (f"group {i}",), codes, rng.uniform(0.1, 0.5))
        for i in range(rng.integers(1, 4))
        for codes in (50, 800)
    ]
    columns = ["measure", "group", "label", "codes", "width"]
    return figures.validation.how_many(pd.DataFrame(rows, columns=columns), HELD)


def expected_title(data: pd.DataFrame) -> set[str]:
    widths = data.loc[data["codes"] == data["codes"].max(), "width"]
    start = f"With {data['codes'].max()} coded sentences intervals are expected to be"
    ends = [
        {low} if low == high else {f"{low} to {high}"}
        for low in said("{:.2f}".format, widths.min())
        for high in said("{:.2f}".format, widths.max())
    ]
    return {f"{start} {end} wide" for end in set.union(*ends)}


def coded_frames(rng):
    n = rng.integers(1, 6)
    table = pd.DataFrame({column: rng.uniform(0, 1, n) for column in ("precision", "recall", "f1")})
    return figures.validation.frames(
        table.assign(frame=[f"frame {i}" for i in range(n)], n=rng.integers(1, 40, n)), HELD
    )


def agreement(rng):
    names = ["x", "y", "z"][: rng.integers(2, 4)]
    rows = [(a, b, rng.uniform(-1, 1), 400, 40, rng.random() < 0.7) for a in names for b in names if a != b]
    table = pd.DataFrame(rows, columns=["a", "b", "mean", "n", "n_clusters", "enough"])
    return figures.robustness.instruments_agree(table.assign(low=0.0, high=0.5), 0.4, HELD, 400)


def agreement_title(data: pd.DataFrame) -> set[str]:
    sure = data.loc[data["enough"], "mean"]
    if sure.empty:
        return {"Instruments compared: too few sentences to say"}
    ends = [(a, b) for a in said(wording.signed, sure.min()) for b in said(wording.signed, sure.max())]
    return {f"Rank correlations of the instruments: {a if a == b else f'{a} to {b}'}" for a, b in ends}


def masking(rng):
    n = rng.integers(1, 4)
    table = pd.DataFrame(
        {
            "instrument": ["x", "y", "z"][:n],
            "mean": 0.0,
            "low": -0.1,
            "high": 0.1,
            "n": 40,
            "n_clusters": 9,
            "enough": True,
            "changed": rng.choice([0.0, 0.2, 0.314], n),
        }
    )
    return figures.robustness.masking(table, HELD, 40)


def masking_title(data: pd.DataFrame) -> set[str]:
    most = data[data["changed"] == data["changed"].max()]
    return {
        f"Masking names moves {wording.percent(changed)} of the scores of {name}"
        if changed
        else "Masking names moves no score"
        for name, changed in most[["instrument", "changed"]].itertuples(index=False, name=None)
    }


def ways(rng):
    n = rng.integers(1, 9)
    enough, at = rng.random(n) < rng.choice([0, 0.8]), rng.normal(0, 0.2, n)
    names = [f"i{i}" for i in range(n)]
    table = pd.DataFrame(
        {
            "a": "chinese",
            "b": "narrator",
            "estimate": at,
            "low": at - 0.1,
            "high": at + 0.1,
            "enough": enough,
            "decided": enough & (abs(at) > 0.1),
            "instrument": names,
            "masked": True,
            "copies": False,
            "attitudes": False,
            "sure": 0.0,
            "unit": "sentences",
            "least": 1,
            "primary": np.arange(n) == 0,
        }
    )
    return figures.robustness.specification_curve(table, STUDY, HELD, 40)


def ways_title(data: pd.DataFrame) -> set[str]:
    up, down = (data["decided"] & (data["low"] > 0)).sum(), (data["decided"] & (data["high"] < 0)).sum()
    n, start = len(data), "Chinese voices against the narration: "
    open_ = f"undecided in all {n}" if data["enough"].any() else f"too few to say in any of {n}"
    own = data[data["primary"]].iloc[0]
    declared = "undecided" if not own["decided"] else "above" if own["low"] > 0 else "below"
    decided = f"above in {up}, below in {down} of {n} ways of counting, {declared} in the one declared"
    return {f"{start}{decided if up + down else f'{open_} ways of counting'}"}


def terms(rng):
    n = rng.integers(1, 9)
    z, chance = np.sort(rng.normal(0, 2, n))[::-1], rng.choice([1.0, 3.0, np.nan])
    table = pd.DataFrame({column: 3 for column in COLUMNS}, index=range(n))
    table = table.assign(term=[f"term {i}" for i in range(n)], z=z, beyond_chance=abs(z) > chance)
    table.attrs |= {"chance": chance, "n_a": 1000, "n_b": 2000}
    return figures.contrast.terms(table, house.Mark("Ada"), house.Mark("all others"), HELD)


def terms_title(data: pd.DataFrame) -> set[str]:
    a, b, sure = data["a"].iloc[0], data["b"].iloc[0], data[data["z"].abs() > data["z_of_chance"]]
    if data["z_of_chance"].isna().all():
        return {f"Too few stories to tell the wording of {a} and {b} from chance"}
    if sure.empty:
        return {f"No word sets {a} apart from {b} more than chance would"}
    ends = [(a, sure["z"].idxmax()), (b, sure["z"].idxmin())]
    ends = [(side, row) for side, row in ends if (data.at[row, "z"] > 0) == (side == a)]
    return {wording.listing([f"“{data.at[row, 'term']}” marks {side}" for side, row in ends])}


def shift(rng):
    gap, enough = rng.normal(0, 0.2), rng.random() < 0.7
    low, high = (gap - 0.1, gap + 0.1) if enough else (np.nan, np.nan)
    found = estimate.Difference("a", "b", gap, low, high, 90, 30, 9, enough, bool(enough and abs(gap) > 0.1))
    words = pd.DataFrame(
        {
            "word": ["good"],
            "score": 0.5,
            "count_a": 3,
            "count_b": 1,
            "share_a": 0.1,
            "share_b": 0.05,
            "contribution": gap,
            "how": "more of a positive word",
        }
    )
    return figures.contrast.word_shift(Shift(gap, 0.0, found, words), "Ada", "all others", HELD, "made")


def shift_title(data: pd.DataFrame) -> set[str]:
    row = data.iloc[0]
    if pd.isna(row["low_of_difference"]):
        return {f"Tone of words, {row['a']} and {row['b']}: too few stories to say"}
    if not (row["decided"] and (row["low_of_difference"] > 0 or row["high_of_difference"] < 0)):
        return {f"Tone of words, {row['a']} and {row['b']}: the difference is undecided"}
    what = "positive" if row["mean_difference"] > 0 else "negative"
    return {f"The more {what} words: {row['a']}, compared with {row['b']}"}


def together(rng):
    level = rng.choice([0.0, 0.05, 0.4])
    rows = [
        (a, b, f"s{i}", float(np.clip(rng.normal(level, 0.2), 0, 1)), 4)
        for i in range(rng.integers(1, 12))
        for a in FRAMES
        for b in FRAMES
        if a != b
    ]
    table = pd.DataFrame(rows, columns=["given", "frame", "story_id", "carried", "n"])
    return figures.frames.together(table, HELD, FRAMES, bootstrap=FEW)


def together_title(data: pd.DataFrame) -> set[str]:
    rows = data[data["enough"]]
    if rows.empty:
        return {"Which frames share sentences: too few to say"}
    if rows["low"].max() < 0.005:
        return {"Which frames share sentences: no share is clear of 0"}
    return {
        f"{mean} of the sentences on “{FRAMES[row.given]}” carry “{FRAMES[row.frame]}” too "
        f"(95 % interval {low} to {high} %)"
        for row in rows[rows["low"] >= rows["low"].max()].itertuples()
        for mean in said(wording.percent, row.mean)
        for low in said(lambda share: f"{100 * share:.0f}", row.low)
        for high in said(lambda share: f"{100 * share:.0f}", row.high)
    }


def toward(rng):
    cells = [
        (voice, actor, rng.choice([-0.5, 0.0, 0.5]), rng.choice([-0.4, 0.4]))
        for voice in VOICES
        for actor in ACTORS
        if rng.random() < 0.3
    ]
    rows = [
        (voice, actor, f"s{i}", one + rng.normal(0, 0.1), two + rng.normal(0, 0.1))
        for voice, actor, one, two in cells
        for i in range(rng.integers(2, 16))
    ]
    table = pd.DataFrame(rows, columns=["voice", "target", "story_id", "score", "two"]).assign(n=1, weight=1.0)
    second = table.assign(score=table["two"])[: rng.integers(0, len(table) + 1)]
    return figures.tone.toward(table.astype({"score": float}), second, STUDY, HELD, "made", bootstrap=FEW)


def toward_title(data: pd.DataFrame) -> set[str]:
    topic = "Sentences that mention an actor, by voice"
    if not data["enough"].astype(bool).any():
        return {f"{topic}: too few to say"}
    sure = data[data["decided"]]
    assert ((sure["low"] > 0) | (sure["high"] < 0)).all()
    both = sure[np.sign(sure["mean_by_second"]) == np.sign(sure["mean"])]
    if both.empty:
        alone, none = "no tone that two instruments agree on", "no tone is clear of chance once all are compared"
        end = alone if len(sure) else none
        return {f"{topic}: {end}"}
    first = both[both["voice"] != "unknown"]
    top = (first if len(first) else both).sort_values("mean", key=abs).iloc[-1]
    who, whom = wording.capital(VOICE(top["voice"])), wording.within(ACTORS[top["target"]])
    tone = "positive" if top["mean"] > 0 else "negative"
    return {
        f"{who}: sentences that mention {whom} are {tone} ({one}, by a second instrument {two})"
        for one in said(wording.signed, top["mean"])
        for two in said(wording.signed, top["mean_by_second"])
    }


COUNTED = {
    "validation_estimates": (corrected, corrected_title),
    "validation_differences_voices": (compared, compared_title),
    "validation_trends": (trends, trends_title),
    "validation_codes": (expected, expected_title),
    "validation_frames": (
        coded_frames,
        lambda data: {f"Frames found by the machine: mean F1 {at}" for at in said("{:.2f}".format, data["f1"].mean())},
    ),
    "tone_agreement": (agreement, agreement_title),
    "tone_masking": (masking, masking_title),
    "tone_specifications": (ways, ways_title),
    "contrast_terms": (terms, terms_title),
    "contrast_word_shift": (shift, shift_title),
    "frames_together": (together, together_title),
    "tone_toward": (toward, toward_title),
}


@pytest.mark.parametrize("name", COUNTED)
def test_a_title_counts_what_the_csv_beside_its_figure_holds(name, tmp_path) -> None:
    check(COUNTED[name], 1, tmp_path)


@pytest.mark.parametrize("name", COUNTED)
@settings(max_examples=6)
@given(st.integers(0, 10**6))
def test_titles_count_so_over_any_rows(tmp_path_factory, name, seed) -> None:
    with patch.object(house, "page", Stub):
        check(COUNTED[name], seed, tmp_path_factory.getbasetemp())
