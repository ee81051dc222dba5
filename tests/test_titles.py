"""What a title claims can be found again in the CSV that lies beside its figure."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from made import each

from helpers import figures
from helpers.analysis.corpus import Corpus
from helpers.analysis.estimate import Bootstrap
from helpers.figures import claims, house, wording
from helpers.study import load_study

matplotlib.use("agg")
STUDY = load_study("seeds")
HELD = Corpus("Study", 60, 60, 2, 9000, 400, 0, "2022-03-01", "2022-06-30", outlets=each(["A", "B"]))
FEW = Bootstrap(min_n=5, resamples=200)
MONTHS = ("2022-03", "2022-04", "2022-05", "2022-06")
FRAMES = {"law": "Law", "war": "War"}


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


def told(page, tmp_path) -> pd.DataFrame:
    """The data of a page as they lie beside it."""
    house.save_table(page.data, tmp_path / "page.csv")
    return pd.read_csv(tmp_path / "page.csv")


def scored(apart: bool, stories: int = 60) -> pd.DataFrame:
    """Three voices over four months; where they are apart Chinese ones are positive, and more so in the last month."""
    rng = np.random.default_rng(3)
    rows = [
        (voice, f"s{i}", f"{MONTHS[i % 4]}-0{1 + i % 9}", 4, 0.1 * rng.normal() + apart * level * (1 + i % 4))
        for i in range(stories)
        for voice, level in (("narrator", 0.0), ("chinese", 0.15), ("russian", 0.02))
    ]
    return pd.DataFrame(rows, columns=["voice", "story_id", "published", "n", "score"])


def test_the_most_positive_voice_stands_above_all_others(tmp_path) -> None:
    page = figures.tone.by_voice(scored(True), STUDY, HELD, "made", bootstrap=FEW)
    data = told(page, tmp_path).query("enough").sort_values("mean", ascending=False)
    first = figures.voices.label(STUDY)(data["voice"].iloc[0])
    assert page.title.startswith(f"{wording.capital(first)}: the most positive tone")
    assert data["low"].iloc[0] > data["high"].iloc[1]
    same = figures.tone.by_voice(scored(False), STUDY, HELD, "made", bootstrap=FEW)
    assert same.title == "Tone by voice: no difference is decided" and told(same, tmp_path)["enough"].all()
    few = figures.tone.by_voice(scored(True, 2), STUDY, HELD, "made", bootstrap=FEW)
    assert few.title == "Tone by voice: too few to say" and not told(few, tmp_path)["enough"].any()


def test_periods_that_a_title_compares_are_in_the_data(tmp_path) -> None:
    page = figures.tone.over_time(scored(True, 160), STUDY, HELD, "made", bootstrap=FEW)
    data = told(page, tmp_path).query("enough and voice == 'chinese'").set_index("period")["mean"]
    gap = wording.signed(data.max() - data.min())
    assert page.title == f"Chinese voices: a more positive tone in {data.idxmax()} than in {data.idxmin()} ({gap})"
    same = figures.tone.over_time(scored(False, 160), STUDY, HELD, "made", bootstrap=FEW)
    assert same.title == "Tone by month: no difference is decided"
    few = figures.tone.over_time(scored(True, 4), STUDY, HELD, "made", bootstrap=FEW)
    assert few.title == "Tone by month: too few stories in any month to say" and not told(few, tmp_path)["enough"].any()


def test_frames_that_change_over_time_do_so_in_the_data(tmp_path) -> None:
    carried = scored(False, 160)[lambda rows: rows["voice"] == "narrator"]
    steps = carried["published"].str[:7].map({month: i / 5 for i, month in enumerate(MONTHS)})
    rows = pd.concat([carried.assign(frame="law", carried=steps), carried.assign(frame="war", carried=0.2 + 0 * steps)])
    page = figures.frames.over_time(rows, HELD, FRAMES, bootstrap=FEW)
    data = told(page, tmp_path).query("enough and frame == 'law'").set_index("period")["mean"]
    gap = wording.points(data.max() - data.min())
    assert page.title == f"Law: more frequent in {data.idxmax()} than in {data.idxmin()} ({gap})"


def test_voices_that_a_title_compares_by_their_sentences_are_in_the_data(tmp_path) -> None:
    rows = [
        (voice, tone, f"s{i}", n)
        for i in range(60)
        for voice, negative in (("narrator", 1), ("chinese", 6))
        for tone, n in (("negative", negative + i % 2), ("positive", 4), ("neutral", 2))
    ]
    classed = pd.DataFrame(rows, columns=["voice", "tone", "story_id", "n"])
    page = figures.tone.shares_by_voice(classed, STUDY, HELD, "made", bootstrap=FEW)
    share = told(page, tmp_path).set_index(["tone", "voice"])["share"]
    gaps = {tone: share[tone, "chinese"] - share[tone, "narrator"] for tone in ("negative", "positive")}
    tone = max(gaps, key=lambda tone: abs(gaps[tone]))
    high, low = ("Chinese voices", "the narration") if gaps[tone] > 0 else ("the narration", "Chinese voices")
    gap = wording.points(abs(gaps[tone]))
    assert page.title == f"{wording.capital(tone)} sentences: more frequent in {high} than in {low} ({gap})"


@pytest.mark.parametrize("case", ["apart", "alike", "few"])
def test_two_shares_of_a_group_are_claimed_where_their_intervals_leave_each_other_out(case) -> None:
    rows = [
        ("China", "mentioned", 0.5, 0.45, 0.55, True), ("Russia", "mentioned", 0.3, 0.25, 0.35, True),
        ("China", "speaks", 0.3 if case == "apart" else 0.5, 0.25, 0.35 if case == "apart" else 0.52, True),
        ("Russia", "speaks", 0.31, 0.2, 0.4, True),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["actor", "what", "share", "low", "high", "enough"])
    table["enough"] &= case != "few"
    assert (
        claims.apart(table, "actor", "what", "Who speaks", "of the mentions", "of the words")
        == {
            "apart": "China: 50 % of the mentions, 30 % of the words",
            "alike": "Who speaks: no difference is decided",
            "few": "Who speaks: too few to say",
        }[case]
    )
