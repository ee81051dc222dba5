"""What a title claims of groups can be found again in the CSV that lies beside its figure."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from unittest.mock import patch

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import each
from retold import FREQUENT, TONE, Stub, above, said, scale, told, widest

from helpers import figures
from helpers.analysis import estimate
from helpers.analysis.corpus import Corpus
from helpers.analysis.estimate import Bootstrap
from helpers.analysis.voices import NARRATION, QUOTED
from helpers.figures import house, wording
from helpers.study import load_study

matplotlib.use("agg")
STUDY = load_study("tests/corpus")
FEW = Bootstrap(min_n=5, resamples=60)
VOICE = figures.voices.label(STUDY)
VOICES = {name: VOICE(name) for name in STUDY.voice_names()}
FRAMES = {"law": "Law", "war": "War", "aid": "Aid", "west": "The West"}
OUTLETS = {name: name for name in ("Ada", "Bea", "the Courier", "=Dot")}
MONTHS = {month: month for month in ("2022-03", "2022-04", "2022-05", "2022-06")}
HELD = Corpus("Made up", 60, 60, 4, 9000, 400, 0, "2022-03-01", "2022-06-30", outlets=each(list(OUTLETS)))
# What four groups are like: one above all, one below, both, two apart, in steps, alike, and too few to say.
LEVELS = {
    "first": (0.6, 0.1, 0.1, 0.1),
    "last": (0.5, 0.5, 0.5, 0.1),
    "both": (0.9, 0.45, 0.45, 0.1),
    "above": (0.6, 0.58, 0.1, 0.12),
    "pair": (0.42, 0.4, 0.38, 0.35),
    "alike": (0.3, 0.3, 0.3, 0.3),
    "few": (0.6, 0.1, 0.1, 0.1),
}


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


def made(groups: Mapping[str, str], levels, stories: int, within=("",), seed: int = 5) -> pd.DataFrame:
    """Sentences of groups at their levels, in the first value of ``within``; in the others all are alike."""
    rng = np.random.default_rng(seed)
    rows = [
        (group, name, f"s{story}", float(np.clip((level if name == within[0] else 0.3) + rng.normal(0, 0.08), 0, 1)), 4)
        for story in range(stories)
        for group, level in zip(groups, levels, strict=False)
        for name in within
    ]
    frame = pd.DataFrame(rows, columns=["group", "within", "story_id", "value", "n"])
    return frame.assign(outlet="Ada", outlet_name="Ada", voice="narrator", frame="law")


def dated(rows: pd.DataFrame) -> pd.DataFrame:
    """The groups are months, each with stories of its own."""
    return rows.assign(published=rows["group"] + "-05", story_id=rows["story_id"] + rows["group"])


def of_outlets(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(outlet=rows["group"], outlet_name=rows["group"])


def counted(rows: pd.DataFrame, column: str, first: str, second: str, unit: str) -> pd.DataFrame:
    """Each value as the share of one of two categories, in whole words or sentences."""
    part = (50 * rows["value"]).round() + 1
    both = [(first, part), (second, 60 - part)]
    return pd.concat([rows.assign(**{column: name, unit: size}) for name, size in both], ignore_index=True)


class Figure(NamedTuple):
    """How a figure is drawn from made rows, and how its title follows from its data (``retold.scale`` or ``widest``).

    groups: what it compares, as its titles name them; within: the values that it compares them in.
    """

    draw: Callable[[pd.DataFrame], Any]
    retold: Callable[[pd.DataFrame], set[str]]
    groups: Mapping[str, str]
    within: tuple[str, ...] = ("",)


def narrated(rows: pd.DataFrame) -> pd.DataFrame:
    """Four voices, the last of unknown side."""
    return rows.assign(voice=rows["group"])


SPEAK = {name: VOICES[name] for name in ("narrator", "chinese", "western", "unknown")}
KNOWN = {name: VOICES[name] for name in ("chinese", "narrator", "western", "russian")}
WORDS = ("more reported words", "the most reported words", "fewer reported words", "the fewest reported words")
NARRATION_TONE = tuple(words.replace("tone", "narration") for words in TONE)
HEADS = {name: wording.capital(label) for name, label in VOICES.items()}
SHARE = {"value": "share"}
BEING = {"negative": "Negative sentences", "positive": "Positive sentences"}


def words_title(data: pd.DataFrame) -> set[str]:
    """Whose words, and the share of unknown side where it is large."""
    unknown = data.loc[data["voice"] == "unknown", "share"].sum()
    among = " of known side" if unknown >= 0.1 else ""
    titles = scale(data, "voice", VOICES, "Whose words are reported", WORDS, "share", among=among)
    ends = said(wording.percent, unknown) if among else {""}
    return {title + (f"; the side of {end} is unknown" if end else "") for title in titles for end in ends}


def voices_in_frames(data: pd.DataFrame) -> set[str]:
    """Voices within a frame, and where none differ, the frames."""
    inside, everyone = (data[(data["voice"] == "all") == of_all] for of_all in (False, True))
    if inside["decidedly_above"].notna().any():
        return widest(inside, "voice", "frame", VOICES, FRAMES, "Frames by voice")
    topic = "Frames by voice"
    if not (inside[inside["enough"]].groupby("frame").size() > 1).any():
        topic = "Frames in all voices together"
    return scale(everyone, "frame", FRAMES, topic, FREQUENT, form=wording.percent)


def tone_title(data: pd.DataFrame) -> set[str]:
    unknown = data.loc[data["voice"] == "unknown", "enough"].any()
    return scale(data, "voice", VOICES, "Tone by voice", TONE, among=" among known sides" if unknown else "")


def by_period(data: pd.DataFrame, within: str, heads, what: str, more="more frequent", form=wording.points) -> set[str]:
    """Periods within a voice or frame, whatever their unit."""
    names = {period: period for period in data["period"]}
    return {
        title
        for unit in ("day", "week", "month", "quarter", "year")
        for title in widest(
            data,
            "period",
            within,
            names,
            heads,
            f"{what} by {unit}",
            more,
            form=form,
            few=f"too few stories in any {unit} to say",
        )
    }


def carried(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows.assign(**{column: rows["group"], "frame": rows["within"], "carried": rows["value"]})


def by_outlet_title(data: pd.DataFrame) -> set[str]:
    narration = data[data["voice"] == "narrator"]
    return scale(narration, "outlet_name", OUTLETS, "Tone of the narration by outlet", NARRATION_TONE, start=str)


FIGURES = {
    "voices_quoted": Figure(
        lambda rows: figures.voices.overall(
            narrated(rows).assign(words=(100 * rows["value"]).round() + 1, mode="direct"), STUDY, HELD, bootstrap=FEW
        ),
        words_title,
        {name: VOICES[name] for name in ("chinese", "western", "russian", "unknown")},
    ),
    "voices_quoted_by_bloc": Figure(
        lambda rows: figures.voices.quoted_by(
            counted(of_outlets(rows), "voice", "chinese", "western", "words"), STUDY, HELD, HELD.outlets, bootstrap=FEW
        ),
        lambda data: widest(
            data,
            "outlet_name",
            "voice",
            OUTLETS,
            {name: HEADS[name] for name in ("chinese", "western")},
            "Who is quoted by whom",
            "more of the reported words",
            "share",
        ),
        OUTLETS,
    ),
    "tone_by_voice": Figure(
        lambda rows: figures.tone.by_voice(
            narrated(rows).assign(score=rows["value"]), STUDY, HELD, "made", bootstrap=FEW
        ),
        tone_title,
        KNOWN,
    ),
    "tone_by_voice with unknown": Figure(
        lambda rows: figures.tone.by_voice(
            narrated(rows).assign(score=rows["value"]), STUDY, HELD, "made", bootstrap=FEW
        ),
        tone_title,
        SPEAK,
    ),
    "tone_by_outlet": Figure(
        lambda rows: figures.tone.by_outlet(
            of_outlets(rows).assign(score=rows["value"]), STUDY, HELD, "made", bootstrap=FEW
        ),
        by_outlet_title,
        OUTLETS,
    ),
    "tone_shares": Figure(
        lambda rows: figures.tone.shares_by_voice(
            counted(narrated(rows), "tone", "negative", "neutral", "n"), STUDY, HELD, "made", bootstrap=FEW
        ),
        lambda data: widest(
            data, "voice", "tone", VOICES, BEING, "Positive and negative sentences by voice", value="share"
        ),
        SPEAK,
    ),
    "tone_over_time": Figure(
        lambda rows: figures.tone.over_time(
            dated(rows).assign(voice=rows["within"], score=rows["value"]), STUDY, HELD, "made", bootstrap=FEW
        ),
        lambda data: by_period(data, "voice", HEADS, "Tone", "a more positive tone", wording.signed),
        MONTHS,
        ("chinese", "narrator"),
    ),
    "frames_overall": Figure(
        lambda rows: figures.frames.shares(
            rows.assign(frame=rows["group"], carried=rows["value"]), HELD, FRAMES, bootstrap=FEW
        ),
        lambda data: scale(
            data, "frame", FRAMES, "How many sentences carry each frame", FREQUENT, form=wording.percent
        ),
        FRAMES,
    ),
    "frames_tone": Figure(
        lambda rows: figures.frames.tone(
            pd.concat([rows, rows.assign(group="all")]).assign(frame=lambda f: f["group"], score=lambda f: f["value"]),
            HELD,
            FRAMES,
            "made",
            bootstrap=FEW,
        ),
        lambda data: scale(data[data["frame"] != "all"], "frame", FRAMES, "Tone by frame", TONE),
        FRAMES,
    ),
    "frames_by_voice": Figure(
        lambda rows: figures.frames.by_voice(carried(rows, "voice"), STUDY, HELD, FRAMES, bootstrap=FEW),
        voices_in_frames,
        SPEAK,
        ("law", "west"),
    ),
    "frames_by_outlet": Figure(
        lambda rows: figures.frames.by_outlet(carried(of_outlets(rows), "outlet_name"), HELD, FRAMES, bootstrap=FEW),
        lambda data: widest(data, "outlet_name", "frame", OUTLETS, FRAMES, "Frames by outlet"),
        OUTLETS,
        ("law", "west"),
    ),
    "frames_over_time": Figure(
        lambda rows: figures.frames.over_time(
            dated(rows).assign(frame=rows["within"], carried=rows["value"]), HELD, FRAMES, bootstrap=FEW
        ),
        lambda data: by_period(data, "frame", FRAMES, "Frames"),
        MONTHS,
        ("law", "west"),
    ),
}


@pytest.mark.parametrize("case", LEVELS)
@pytest.mark.parametrize("name", FIGURES)
def test_a_title_is_what_the_csv_beside_its_figure_supports(name, case, tmp_path) -> None:
    figure = FIGURES[name]
    stories = 3 if case == "few" else 40
    with patch.object(house, "page", house.page if case == "first" else Stub):  # drawn once: that takes time
        page = figure.draw(made(figure.groups, LEVELS[case], stories, figure.within))
    assert page.title in figure.retold(told(page, tmp_path))
    assert ("too few" in page.title) == (case == "few") and (
        case != "alike" or "no difference is decided" in page.title
    )


def spans(data: pd.DataFrame, groups: Mapping[str, str]) -> None:
    """Each group that a row is decidedly above is lower in the same data, and the interval of the gap leaves 0 out."""
    values = data["mean" if "mean" in data else "share"]
    column = next(name for name in ("period", "outlet_name", "voice", "frame") if name in data)
    rest = next((name for name in ("frame", "voice", "tone") if name in data and name != column), None)
    keys = {name: key for key, name in groups.items()} | {period: period for period in data.get("period", [])}
    for at, row in data[data["decidedly_above"].notna()].iterrows():
        for name, gap in above(row["decidedly_above"]).items():
            same = data[column].eq(keys[name]) & (data[rest].eq(row[rest]) if rest else True)
            assert 0 < gap.low <= gap.high and row["enough"] and data.loc[same, "enough"].item()
            assert gap.estimate == pytest.approx(values[at] - values[same].item(), rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("name", FIGURES)
@settings(max_examples=8)
@given(
    st.lists(st.sampled_from([0.1, 0.3, 0.5, 0.55, 0.9]), min_size=1, max_size=4),
    st.sampled_from([2, 9, 16]),
    st.integers(0, 99),
)
def test_no_title_claims_more_or_less_than_its_data(tmp_path_factory, name, levels, stories, seed) -> None:
    figure = FIGURES[name]
    with patch.object(house, "page", Stub):
        page = figure.draw(made(figure.groups, levels, stories, figure.within, seed))
    data = told(page, tmp_path_factory.getbasetemp())
    assert page.title in figure.retold(data)
    if "voice" not in data or not data["voice"].eq("all").any():
        spans(data, FRAMES | {"all": "All"} if name == "frames_tone" else figure.groups)


@settings(max_examples=15)
@given(st.lists(st.sampled_from([0.1, 0.5, 0.55, 0.9]), min_size=2, max_size=4), st.integers(0, 99))
def test_a_group_named_first_is_decidedly_above_the_second(levels, seed) -> None:
    rows = narrated(made(KNOWN, levels, 12, seed=seed)).assign(score=lambda f: f["value"])
    with patch.object(house, "page", Stub):
        page = figures.tone.by_voice(rows, STUDY, HELD, "made", bootstrap=FEW)
    first, second = page.data.sort_values("mean", ascending=False)["voice"].iloc[:2]
    pairs = len(levels) * (len(levels) - 1) / 2
    gap = estimate.difference(rows, "score", "voice", first, second, n="n", bootstrap=FEW.corrected(pairs))
    names = (
        {"the most positive tone", "a more positive tone than " + VOICES[second]}
        if len(levels) == 2
        else {"the most positive tone"}
    )
    named = any(page.title.startswith(f"{wording.capital(VOICES[first])}: {what}") for what in names)
    assert named <= gap.decided


@pytest.mark.parametrize("case", ["one", "both", "alike", "few"])
def test_outlets_whose_narration_differs_from_its_quotations_do_so_in_the_data(case, tmp_path) -> None:
    stories, sides = 3 if case == "few" else 40, {"narrator": "", "chinese": ""}
    levels = {name: (0.7 if case == "both" or (case != "alike" and name == "Ada") else 0.3, 0.3) for name in OUTLETS}
    rows = pd.concat([made(sides, levels[name], stories, (name,)) for name in OUTLETS])
    rows = rows.assign(voice=rows["group"], outlet=rows["within"], outlet_name=rows["within"], score=rows["value"])
    page = figures.tone.narration_and_quotes(rows, STUDY, HELD, "made", bootstrap=FEW)
    data = told(page, tmp_path)
    apart = list(data.loc[data["decidedly_above"].notna(), "outlet_name"])
    topic = "Tone of narration and quotations"
    if apart:
        named = [*apart[:3], f"{len(apart) - 3} more"] if len(apart) > 3 else apart
        assert page.title == f"Narration and quotations differ in tone in {wording.listing(named)}"
    else:
        some = data.groupby("outlet_name")["enough"].all().any()
        assert page.title == f"{topic}: " + ("in no outlet is a difference decided" if some else "too few to say")
    assert len(apart) == {"one": 1, "both": 4}.get(case, 0)
    for row in data.to_dict("records"):
        assert set(above(row["decidedly_above"])) <= {wording.capital(NARRATION), wording.capital(QUOTED)}


@pytest.mark.parametrize("case", ["first", "alike", "few"])
def test_forms_that_tone_differs_by_do_so_in_the_data(case, tmp_path) -> None:
    forms = {"narration": "", "reported": "", "in quotation marks": ""}
    rows = made(forms, LEVELS[case], 3 if case == "few" else 40).assign(aspect="whose words")
    same = made({"headline": "", "body": ""}, (0.3, 0.3), 40).assign(aspect="place")
    both = pd.concat([rows, same[same["story_id"].isin(rows["story_id"])]])
    both = both.assign(form=both["group"], score=both["value"])
    page = figures.tone.by_form(both, HELD, "made", bootstrap=FEW)
    data = told(page, tmp_path)
    apart = [aspect for aspect in ("whose words", "place") if data[data["aspect"] == aspect]["decidedly_above"].any()]
    some = (data[data["enough"]].groupby("aspect").size() > 1).any()
    open_ = "no difference is decided" if some else "too few to say"
    topic = "Tone by length and form of sentences"
    assert page.title == (
        f"Tone differs by {wording.listing(apart)} of sentences" if apart else f"{topic}: {open_}"
    ) and bool(apart) == (case == "first")


@pytest.mark.parametrize("case", ["agree", "torn", "alike", "few", "unknown"])
def test_instruments_that_decide_a_pair_do_so_in_the_data(case, tmp_path) -> None:
    levels = {"alike": LEVELS["alike"], "unknown": (0.3, 0.3, 0.3, 0.9)}.get(case, LEVELS["first"])
    one = narrated(made(SPEAK, levels, 3 if case == "few" else 40)).assign(score=lambda f: f["value"])
    two = one.assign(score=1 - one["score"]) if case == "torn" else one
    page = figures.robustness.by_instrument({"x": one, "y": two}, STUDY, HELD, bootstrap=FEW)
    data = told(page, tmp_path)
    votes: dict[tuple[str, str], int] = {}
    for row in data[data["voice"] != "unknown"].to_dict("records"):
        for below in set(above(row["decidedly_above"])) - {VOICES["unknown"]}:
            votes[VOICES[row["voice"]], below] = votes.get((VOICES[row["voice"]], below), 0) + 1
    torn = {(a, b) for a, b in votes if (b, a) in votes}
    topic = "The same voices by every instrument"
    titles = {
        f"{wording.capital(a)}: a more positive tone than {b} by {n} of 2 instruments"
        for (a, b), n in votes.items()
        if n == max(votes.values())
    }
    if torn:
        titles = {
            f"{wording.capital(a)} and {b}: instruments contradict each other on who is more positive" for a, b in torn
        }
    elif not votes:
        titles = {f"{topic}: {'no difference is decided' if data['enough'].any() else 'too few to say'}"}
    assert page.title in titles and bool(torn) == (case == "torn")
    assert bool(votes) == (case in ("agree", "torn"))
