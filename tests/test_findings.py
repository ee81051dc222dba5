"""Titles and sentences are derived again from their tables: where things are decided, undecided, and too few."""

import math
import re
from dataclasses import replace

import matplotlib
import numpy as np
import pandas as pd
import pytest
from made import each

from helpers import figures
from helpers.analysis import estimate, validation
from helpers.analysis.corpus import VALIDATION, Corpus, State
from helpers.analysis.estimate import Bootstrap
from helpers.analysis.hand import Corrected
from helpers.figures import claims, findings, house, lead, wording
from helpers.run import NOTEBOOKS
from helpers.run.planning import heading
from helpers.study import load_study

matplotlib.use("agg")
STUDY = load_study("tests/corpus")
OUTLETS = ("A", "B", "C", "D", "Ada", "Bea", "Cyd", "Dot")
HELD = Corpus("Made up", 40, 40, 2, 9000, 400, 0, "2022-03-01", "2022-09-30", outlets=each(OUTLETS))
NAMES = {"trade": "Trade", "war": "War", "law": "Law", "aid": "Aid"}
FEW = Bootstrap(min_n=5, resamples=200)
# What the four groups of a corpus are like: one above all, two apart, in steps, all alike, and too few to say.
LEVELS = {
    "first": (0.6, 0.1, 0.1, 0.1),
    "last": (0.5, 0.5, 0.5, 0.1),
    "both": (0.8, 0.45, 0.45, 0.1),
    "above": (0.6, 0.58, 0.1, 0.12),
    "pair": (0.42, 0.4, 0.38, 0.35),
    "alike": (0.3, 0.3, 0.3, 0.3),
    "few": (0.6, 0.1, 0.1, 0.1),
}


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


def groups(case: str, column: str, names, value: str, **columns) -> pd.DataFrame:
    """Sentences of four groups, one row a group and story, at the levels of a case."""
    rng = np.random.default_rng(7)
    rows = [
        (name, f"s{story}", float(np.clip(level + rng.normal(0, 0.1), 0, 1)), 4)
        for story in range(3 if case == "few" else 60)
        for name, level in zip(names, LEVELS[case], strict=True)
    ]
    frame = pd.DataFrame(rows, columns=[column, "story_id", value, "n"]).assign(**columns)
    frame = frame.assign(words=20 * frame["n"], alone=frame["n"], joint=0)
    return frame.assign(outlet=frame["outlet_name"]) if "outlet_name" in frame else frame


def holds(title: str, topic: str, table, pairs, group, label, value="mean") -> bool:
    """Whether a title says no more and no less than its table: told apart here by other means than in findings."""
    enough = set(table.loc[table["enough"], group])
    sure = pairs[pairs["decided"].astype(bool) & pairs["a"].isin(enough) & pairs["b"].isin(enough)]
    wins = {(label(a if d > 0 else b), label(b if d > 0 else a)) for a, b, d in sure[["a", "b", "estimate"]].values}
    named = {label(name).lower(): float(v) for name, v in table[[group, value]].values}
    beats = {name: sum(a.lower() == name for a, _ in wins) for name in named}
    loses = {name: sum(b.lower() == name for _, b in wins) for name in named}
    others = len(enough) - 1
    if title == f"{topic}: too few to say":
        return others < 1
    if title == f"{topic}: no difference is decided":
        return others > 0 and not wins
    if match := re.fullmatch(r"(.+): (?:a )?(more|less) .+? than (\d+) of (\d+) others", title):
        name, word, k, m = match[1].lower(), match[2], int(match[3]), int(match[4])
        own, best = (beats, max(beats.values())) if word == "more" else (loses, max(loses.values()))
        return m == others and k == own[name] == best and k > m / 2 and others not in (*beats.values(), *loses.values())
    if match := re.fullmatch(r"(.+): (?:a )?more .+? than (.+)", title):
        pair = {(a.lower(), b.lower()) for a, b in wins}
        return (match[1].lower(), match[2].lower()) in pair and (others == 1 or others not in beats.values())
    ends = [part.split(": ") for part in title.split("; ")]
    for name, what in ends:
        own = beats if "most positive" in what or "the most" in what and "negative" not in what else loses
        if own[name.lower()] != others:
            return False
        number = re.search(r"\((\d+) %\)", what)
        if number and round(100 * named[name.lower()]) != int(number[1]):
            return False
    return {others} & {*beats.values(), *loses.values()} == {others}


@pytest.mark.parametrize("case", LEVELS)
def test_the_cases_are_what_they_are_called(case):
    rows = groups(case, "frame", NAMES, "carried")
    table = estimate.means(rows, "carried", "frame", n="n", bootstrap=FEW)
    found = claims.verdict(table, estimate.differences(rows, "carried", "frame", n="n", bootstrap=FEW), "frame").kind
    assert found == {"alike": "undecided"}.get(case, case)


@pytest.mark.parametrize("case", LEVELS)
def test_titles_on_frames_say_what_their_table_says(case):
    rows = groups(case, "frame", NAMES, "carried", outlet_name="A", voice="narrator")
    pairs = estimate.differences(rows, "carried", "frame", n="n", bootstrap=FEW)
    page = figures.frames.shares(rows, HELD, NAMES, bootstrap=FEW)
    assert holds(page.title, "How many sentences carry each frame", page.data, pairs, "frame", NAMES.get)
    page = figures.frames.by_voice(rows, STUDY, HELD, NAMES, bootstrap=FEW)
    everyone = page.data[page.data["voice"] == "all"]
    assert holds(page.title, "Frames in all voices together", everyone, pairs, "frame", NAMES.get)
    toned = rows.assign(score=rows["carried"])
    page = figures.frames.tone(toned, HELD, NAMES, "made", bootstrap=FEW)
    pairs = estimate.differences(toned, "score", "frame", n="n", bootstrap=FEW)
    assert holds(page.title, "Tone by frame", page.data, pairs, "frame", NAMES.get)


VOICES = ("narrator", "chinese", "russian", "western")


@pytest.mark.parametrize("case", LEVELS)
def test_titles_on_tone_say_what_their_table_says(case):
    rows = groups(case, "voice", VOICES, "score", outlet_name="A")
    pairs = estimate.differences(rows, "score", "voice", n="n", bootstrap=FEW)
    page = figures.tone.by_voice(rows, STUDY, HELD, "made", bootstrap=FEW)
    label = figures.voices.label(STUDY)
    assert holds(page.title, "Tone by voice", page.data, pairs, "voice", label)
    outlets = groups(case, "outlet_name", "ABCD", "score", voice="narrator")
    pairs = estimate.differences(outlets, "score", "outlet_name", n="n", bootstrap=FEW)
    page = figures.tone.by_outlet(outlets, STUDY, HELD, "made", bootstrap=FEW)
    assert holds(page.title, "Tone of the narration by outlet", page.data, pairs, "outlet_name", str)


@pytest.mark.parametrize("case", LEVELS)
def test_the_title_on_narration_and_quotations_names_the_outlets_that_differ(case):
    quoted_rows = groups(case, "outlet_name", "ABCD", "score", voice="chinese")
    rows = pd.concat([quoted_rows, groups("alike", "outlet_name", "ABCD", "score", voice="narrator")])
    rows = rows[rows["story_id"].isin(quoted_rows["story_id"])]
    title = figures.tone.narration_and_quotes(rows, STUDY, HELD, "made", bootstrap=FEW).title
    sides = rows.assign(side=rows["voice"])
    pairs = estimate.differences_within(sides, "score", "side", "outlet_name", n="n", bootstrap=FEW)
    for name in "ABCD":
        apart = pairs.loc[pairs["outlet_name"] == name, "decided"].item()
        assert not apart or "differ in tone in" in title
        assert bool(re.search(rf"differ in tone in .*\b{name}\b", title)) == apart or "more" in title
    assert ("too few" in title) == (case == "few")


@pytest.mark.parametrize("case", ["first", "alike", "few"])
@pytest.mark.parametrize(("draw", "topic"), [("voice", "Frames by voice"), ("outlet_name", "Frames by outlet")])
def test_a_difference_inside_a_frame_is_named_before_the_frames_are_ranked(case, draw, topic):
    names = VOICES if draw == "voice" else ("Ada", "Bea", "Cyd", "Dot")
    other = "outlet_name" if draw == "voice" else "voice"
    rows = groups(case, draw, names, "carried", frame="war", **{other: "narrator"})
    rows = pd.concat([rows, rows.assign(frame="law", carried=0.3)])
    pairs = estimate.differences_within(rows, "carried", draw, "frame", n="n", bootstrap=FEW)
    if draw == "voice":
        title, label = (
            figures.frames.by_voice(rows, STUDY, HELD, NAMES, bootstrap=FEW).title,
            figures.voices.label(STUDY),
        )
    else:
        title, label = figures.frames.by_outlet(rows, HELD, NAMES, bootstrap=FEW).title, str
    found = re.fullmatch(r"War: more frequent in (.+) than in (.+) \(\+(\d+) points\)", title)
    assert bool(found) == pairs["decided"].any()
    if found:
        keys = {label(name): name for name in names}
        pair = pairs[pairs["decided"] & pairs["a"].isin([keys[found[1]], keys[found[2]]])
                     & pairs["b"].isin([keys[found[1]], keys[found[2]]])].iloc[0]  # fmt: skip
        assert round(abs(100 * pair["estimate"])) == int(found[3])
        assert abs(pair["estimate"]) == pairs.loc[pairs["decided"], "estimate"].abs().max()
    elif case == "few":
        assert title.endswith("too few to say")


def test_differences_within_are_corrected_for_all_of_them():
    rows = pd.concat([groups("pair", "voice", VOICES, "carried", frame=frame) for frame in NAMES])
    apart = estimate.differences_within(rows, "carried", "voice", "frame", n="n", bootstrap=FEW)
    alone = estimate.differences(rows[rows["frame"] == "war"], "carried", "voice", n="n", bootstrap=FEW)
    war = apart[apart["frame"] == "war"]
    assert (
        len(apart) == 4 * 6
        and ((war["high"] - war["low"]).to_numpy() > (alone["high"] - alone["low"]).to_numpy()).all()
    )


def speech(unknown: int, **voices_words: int) -> pd.DataFrame:
    """Forty stories in which the voices have so many words each."""
    words = {"narrator": 100, "unknown": unknown} | voices_words
    rows = [
        (voice, "direct", f"s{i}", n + i % 3, max(n // 10, 1)) for i in range(40) for voice, n in words.items() if n
    ]
    frame = pd.DataFrame(rows, columns=["voice", "mode", "story_id", "words", "n"])
    return frame.assign(alone=frame["n"], joint=0, outlet="A", outlet_name="A")


def test_the_unknown_are_named_where_they_are_many_and_never_ranked():
    many = figures.voices.overall(speech(400, chinese=200, russian=20, western=10), STUDY, HELD, bootstrap=FEW)
    assert many.title.startswith("Chinese voices: the most reported words of known side")
    share = many.data.set_index("voice").at["unknown", "share"]
    assert many.title.endswith(f"; the side of {wording.percent(share)} is unknown") and share > 0.6
    few = figures.voices.overall(speech(5, chinese=200, russian=20, western=10), STUDY, HELD, bootstrap=FEW)
    assert few.title.startswith("Chinese voices: the most reported words;") and "unknown" not in few.title
    said = findings.who_speaks(
        speech(400, chinese=200, russian=20, western=10, central_asian=9), figures.voices.label(STUDY)
    )
    assert "voices of unknown side 62 %" in said and "Chinese voices 31 %" in said


def test_shares_are_those_of_the_numbers_beside_them():
    for page in (
        figures.voices.overall(speech(90, chinese=200, russian=20), STUDY, HELD, bootstrap=FEW),
        figures.voices.by_outlet(speech(90, chinese=200, russian=20), STUDY, HELD, bootstrap=FEW),
    ):
        assert (page.data["part"] / page.data["whole"]).to_numpy() == pytest.approx(page.data["share"].to_numpy())
    texts = [text.get_text() for text in page.panels[0].texts]
    assert "words (stories)" in texts and any(text.startswith(f"{page.data['whole'].iloc[0]:,.0f} (") for text in texts)
    share = 1 - page.data.loc[page.data["voice"] == "narrator", "share"].item()
    assert page.title == f"{wording.percent(share)} of the words are somebody else’s"


def mentions(**told: int) -> pd.DataFrame:
    rows = [(target, f"s{i}", 1) for target, n in told.items() for i in range(n)]
    return pd.DataFrame(rows, columns=["target", "story_id", "n"])


def test_hearing_takes_as_many_sentences_as_a_claim():
    told = mentions(china=50, russia=50, west=50, central_asia=50)
    spoken = speech(10, chinese=200, russian=200, western=200)
    mute = findings.hearing(spoken, told, STUDY)
    assert findings.silent(mute, 10) == (
        "Spoken about, but with no reported word known to be their own: Central Asia (50 mentions)."
    )
    page = figures.voices.about_and_by(spoken, told, STUDY, HELD, bootstrap=FEW)
    assert page.title == "Central Asia: 25 % of the mentions, no reported word known to be their own"
    joint = pd.DataFrame([{"voice": "central_asian", "mode": "mixed", "story_id": "s1", "words": 9.5, "n": 0.5,
                           "alone": 0, "joint": 1, "outlet": "a", "outlet_name": "A"}])  # fmt: skip
    heard = pd.concat([spoken, joint])
    assert findings.silent(findings.hearing(heard, told, STUDY), 10) == (
        "Heard only in statements made together with others: Central Asia (1 sentence)."
    )
    page = figures.voices.about_and_by(heard, told, STUDY, HELD, bootstrap=FEW)
    assert page.title == "Central Asia: 25 % of the mentions, heard only in statements made together with others"
    once = pd.concat([spoken, joint.assign(n=1.0, alone=1, joint=0)])
    assert "hardly heard (fewer than 10 sentences): Central Asia (1 sentence)" in findings.silent(
        findings.hearing(once, told, STUDY), 10
    )
    assert (
        figures.voices.about_and_by(once, told, STUDY, HELD, bootstrap=FEW).title
        == "Central Asia: 25 % of the mentions, under 1 % of the words of these actors"
    )
    everyone = speech(10, chinese=200, russian=200, western=200, central_asian=200)
    assert "Every actor" in findings.silent(findings.hearing(everyone, told, STUDY), 10)
    rarely = mentions(china=50, russia=50, west=50, central_asia=3)
    assert "Central Asia" not in findings.silent(findings.hearing(spoken, rarely, STUDY), 10)


def test_who_is_neither_mentioned_nor_heard_is_said_and_small_differences_are_no_title():
    """Russia: 2 of 202 mentions and 1 of 402 words, each in as many stories; Central Asia: nothing."""
    told = mentions(china=100, west=100, russia=2)
    page = figures.voices.about_and_by(speech(0, chinese=200, western=200), told, STUDY, HELD, bootstrap=FEW)
    assert set(page.data["actor"]) == {"China", "Russia", "The West"}
    assert "Neither mentioned nor heard: Central Asia" in page.subtitle
    rows = [("A", what, share, share - 0.001, share + 0.001, True) for what, share in (("told", 0.02), ("heard", 0.01))]
    columns = ["actor", "what", "share", "low", "high", "enough"]
    small = pd.DataFrame(rows, columns=columns)
    said = claims.apart(small, "actor", "what", "So", "told", "heard")
    assert said == "So: no difference of 2 points or more is decided"
    large = small.assign(share=[0.05, 0.01], low=[0.04, 0.0], high=[0.06, 0.02])
    assert claims.apart(large, "actor", "what", "So", "told", "heard") == "A: 5 % told, 1 % heard"


def test_mentions_and_words_are_shares_among_the_same_actors():
    told = mentions(china=60, russia=20, west=10, central_asia=10)
    page = figures.voices.about_and_by(
        speech(300, chinese=200, russian=100, other=100), told, STUDY, HELD, bootstrap=FEW
    )
    for _, part in page.data.groupby("what"):
        assert part["share"].sum() == pytest.approx(1) and (part["part"].sum() == part["whole"]).all()
    own = page.data[page.data["what"] == "speaks"].set_index("actor")
    assert own.at["China", "share"] == pytest.approx(201 / 302, abs=0.01)
    assert "57 % of the reported words are of other or unknown sides" in page.subtitle
    texts = " ".join(text.get_text() for text in page.panels[0].texts)
    assert "60 of 100 mentions" in texts and " words (40)" in texts


@pytest.mark.parametrize("case", ["decided", "torn", "alike", "few"])
def test_the_title_on_instruments_follows_what_they_decide(case):
    kind = {"decided": "first", "torn": "first"}.get(case, case)
    one = groups(kind, "voice", VOICES, "score")
    two = one.assign(score=1 - one["score"]) if case == "torn" else one
    title = figures.robustness.by_instrument({"x": one, "y": two}, STUDY, HELD, bootstrap=FEW).title
    assert re.search(
        {"decided": r"^The narration: a more positive tone than .+ by 2 of 2 instruments$", "few": "too few to say$",
         "torn": "contradict each other", "alike": "no difference is decided$"}[case], title,
    )  # fmt: skip


def test_a_language_without_attribution_is_named_with_its_articles_and_words():
    table = pd.DataFrame({"language": ["ru", "zh", ""], "articles": [12, 1, 2], "words": [5884, 900, 7]})
    assert findings.unmeasured(table) == (
        "Not measured: who speaks in 12 articles in Russian (5,884 words), 1 article in Chinese (900 words) and 2 "
        "articles in a language not recognised (7 words). There is no attribution for these languages, so this text "
        "stands outside every share, mean and figure by voice."
    )
    assert findings.unmeasured(table.head(0)) == ""


def test_one_speaker_stands_once_and_unknown_words_are_said():
    table = pd.DataFrame(
        {"speaker": ["Aset", "mayor", "mayor", "", "Aset and Wei"],
         "voice": ["central_asian", "western", "unknown", "unknown", "central_asian|chinese"],
         "words": [90, 40, 30, 400, 20], "direct": 0, "unknown": [25, 0, 30, 400, 0], "n": 4, "articles": 2,
         "stories": 2}
    )  # fmt: skip
    page = figures.voices.top_speakers(table, STUDY, HELD)
    assert page.data["speaker"].tolist() == ["Aset", "mayor (Western)", "mayor (Unknown)", "Aset and Wei"]
    assert page.title == "Most words in these texts: Aset, 90 of 580 that are reported"
    assert "For 69 % of the words nobody is named" in page.subtitle
    texts = [text.get_text() for text in page.panels[0].texts]
    assert any("25 of unknown voice" in text for text in texts) and not any("|" in text for text in texts)
    colours = {patch.get_facecolor()[:3] for patch in page.panels[0].patches if patch.get_width() == 20}
    assert len(colours) == 2  # in the colours of both sides
    tied = figures.voices.top_speakers(table.assign(words=90), STUDY, HELD)
    assert tied.title == "4 speakers have the most words in these texts: 90 each"


def test_sentences_on_these_texts_are_counted_from_their_tables():
    spoken = speech(100, chinese=300)
    quoted_words = spoken.loc[spoken["voice"] != "narrator", "words"].sum()
    said = findings.who_speaks(spoken, figures.voices.label(STUDY))
    narrated = spoken.loc[spoken["voice"] == "narrator", "words"].sum()
    assert said.startswith(
        f"Of {spoken['words'].sum():,} words {wording.percent(narrated / spoken['words'].sum())} are"
    )
    chinese = spoken.loc[spoken["voice"] == "chinese", "words"].sum()
    assert f"Chinese voices {wording.percent(chinese / quoted_words)}" in said
    page = figures.voices.modes(
        spoken.assign(mode=np.where(spoken["voice"] == "chinese", "direct", "indirect")), STUDY, HELD
    )
    share = chinese / spoken["words"].sum()
    assert page.title == f"{wording.percent(share)} of the words given to others stand wholly in quotation marks"
    named = spoken.assign(kind=np.where(spoken["voice"] == "chinese", "named", "group"))
    assert (
        figures.voices.by_naming(named, HELD, bootstrap=FEW).title
        == f"{wording.percent(share)} of the reported words have a name to them"
    )
    sides = pd.DataFrame({"side": ["x", "x", "y"], "score": [0.5, -0.1, 0.2], "n": [1, 3, 2]})
    assert "x +0.05 over 4 and y +0.20 over 2" in findings.tone_of(sides, "made")
    frames = pd.DataFrame({"frame": ["war", "war", "law"], "carried": [0.5, 0.25, 0.1], "n": [4, 4, 8]})
    assert "War in 38 % and Law in 10 %" in findings.which_frames(frames, NAMES)


def test_a_bar_of_too_few_sentences_is_thin_and_hatched():
    spoken = speech(5, chinese=200)
    few = spoken[spoken["story_id"] == "s1"].assign(outlet="B", outlet_name="B", n=1)
    page = figures.voices.by_outlet(pd.concat([spoken, few]), STUDY, HELD, bootstrap=Bootstrap(resamples=200))
    bars = [patch for patch in page.panels[0].patches if 0 < patch.get_width() < 1]
    thin = [bar for bar in bars if bar.get_hatch() == "/////"]
    assert thin and all(bar.get_facecolor()[:3] == (1, 1, 1) for bar in thin)
    assert {round(bar.get_height(), 2) for bar in thin} == {0.24} and len(thin) == 3
    assert sum("too few" in text.get_text() for text in page.panels[0].texts) == 1


def agreement(*rows, measure="tone", by="vader", coders=("Ann",)):
    """Rows of analysis.validation.states: language, alpha, n, stories, elsewhere."""
    table = pd.DataFrame(rows, columns=["language", "alpha", "n", "stories", "elsewhere"])
    return table.assign(measure=measure, by=by, coders=[coders] * len(table))


def test_a_measure_is_stamped_by_language():
    """At the threshold codes agree, under it or of unknown alpha too little; nine codes are too few."""
    of = agreement(
        ("en", validation.EXPLORATORY, 40, 9, False),
        ("de", 0.66, 12, 4, False),
        ("ru", math.nan, 10, 3, False),
        ("zh", 0.9, 9, 3, False),
    )
    said = (
        "Tone (VADER): coded sentences agree in English (alpha 0.67, 40 coded); coded sentences agree too little in "
        "German (alpha 0.66, 12 coded) and Russian (alpha unknown, 10 coded); not checked in Chinese; coded by Ann"
    )
    partly = "coded sentences agree in some languages only"
    assert findings.states(of) == {"tone": State(said, "tone", partly, True)}
    assert findings.state("tone", of.head(1)).short == "coded sentences agree"
    assert findings.state("tone", of[1:3]).short == "coded sentences agree too little"
    assert findings.state("tone", of[1:]).short == "coded sentences agree too little, or are too few"


def test_a_measure_that_nobody_coded_is_stamped_so():
    rows = [(code, math.nan, 0, 0, code == "en") for code in ("en", "de", "ru", "zh", "uk", "kk")]
    of = agreement(*rows, measure="frame", by="codebook", coders=())
    said = (
        "Frames (codebook): checked on other texts in English; not checked in German, Russian, Chinese, Ukrainian and "
        "1 more"
    )
    elsewhere = "checked on other texts in some languages only"
    assert findings.state("frame", of) == State(said, "frames", elsewhere, False)
    assert findings.state("frame", of[1:2]).short == "not checked"
    by_model = findings.state("frame by the model", agreement(("en", 0.8, 90, 9, False), by="model", coders=()))
    said = "Frames (trained model): coded sentences agree in English (alpha 0.80, 90 coded)"
    assert by_model == State(said, "frames", "coded sentences agree", False)


def test_footers_and_findings_carry_the_state_of_their_measures():
    stamped = HELD._replace(
        states={"tone": State("Tone: so", "tone", "so", True), "frame": State("Frames: no", "frames", "no")}
    )
    end = "September 2022. Tone by machine alone; so; corrected on the page “Is the machine right?”. Whose Words."
    assert stamped.footer("tone", "share of sentences").endswith(end)
    assert "so." not in stamped.source and "so." not in stamped.footer("frame")
    assert stamped.agreement("tone", "frame") == "Tone: so. Frames: no."
    both = "one and frames by machine alone; tone: so; frames: no"
    assert stamped.state("tone", "frame") == f"T{both}."
    assert stamped.state("tone", codes=1200) == "Tone by machine; so; corrected by 1,200 coded sentences."
    assert stamped.state("tone", codes=1) == "Tone by machine; so; corrected by 1 coded sentence."
    assert HELD.state("tone", codes=1) == "Corrected by 1 coded sentence."
    assert HELD.state("tone") == "" and HELD.stamp("tone") == ""
    assert findings.stated("A finding.", stamped, "tone", "frame") == f"A finding. [t{both}]"
    alike = stamped._replace(states={**stamped.states, "share": State("Voices: so", "voices", "so")})
    assert alike.stamp("share", "tone") == "[voices and tone by machine alone; so]"
    assert alike.stamp("share", "tone", "frame") == (
        "[voices, tone and frames by machine alone; voices and tone: so; frames: no]"
    )
    assert findings.stated("So.", stamped, "tone", codes=104) == (
        "So. [tone by machine; so; corrected by 104 coded sentences]"
    )
    assert findings.stated("", stamped, "tone") == ""


def by_hand(*rows, pairs=()):
    """What analysis.hand.ranked gives: rows of voice, corrected, low, high, enough; pairs of a, b, estimate."""
    table = pd.DataFrame(rows, columns=["group", "corrected", "corrected_low", "corrected_high", "enough"])
    gaps = pd.DataFrame(pairs, columns=["a", "b", "corrected"])
    gaps = gaps.assign(corrected_low=gaps["corrected"] - 0.1, corrected_high=gaps["corrected"] + 0.1, stories=30)
    return Corrected(table.assign(codes=50), gaps.assign(enough=True, decided=True), 150)


def test_where_coding_suffices_the_corrected_estimate_is_the_claim():
    """By the machine Chinese voices are the most positive, once corrected the narration; Russian ones have no codes."""
    rows = groups("first", "voice", VOICES, "score", outlet_name="Evening Mail")
    plain = figures.tone.by_voice(rows, STUDY, HELD, "made", bootstrap=FEW)
    first, second, third = VOICES[:3]
    hand = by_hand(
        (first, -0.3, -0.4, -0.2, True), (second, 0.2, 0.1, 0.3, True), (third, math.nan, math.nan, math.nan, False),
        pairs=[(first, second, -0.5)],
    )  # fmt: skip
    page = figures.tone.by_voice(rows, STUDY, HELD, "made", corrected=hand, bootstrap=FEW)
    label = figures.voices.label(STUDY)
    assert page.title == f"{wording.capital(label(second))}: a more positive tone than {label(first)}" != plain.title
    assert "Corrected by 150 coded sentences." in page.source and "the machine alone" in page.subtitle
    data, machine = page.data.set_index("voice"), plain.data.set_index("voice")
    assert data["enough"].to_dict() == {first: True, second: True} | dict.fromkeys(VOICES[2:], False)
    assert data.loc[[first, second], "mean"].tolist() == [-0.3, 0.2]
    assert data.loc[first, "machine"] == machine.loc[first, "mean"] and data.loc[first, "codes"] == 50
    assert data.loc[third, "mean"] == machine.loc[third, "mean"] and math.isnan(data.loc[third, "low"])


def test_the_report_claims_what_is_corrected():
    """By the machine all voices are alike; once corrected the narration is more positive. Without codes it is open."""
    rows = groups("alike", "voice", VOICES, "score", outlet_name="A")
    first, second = VOICES[:2]
    hand = by_hand((first, 0.3, 0.2, 0.4, True), (second, -0.2, -0.3, -0.1, True), pairs=[(first, second, 0.5)])
    none = rows.head(0).assign(carried=0.0, frame="")

    def told(corrected):
        found = lead.comparisons(speech(0), rows, none, STUDY, HELD, NAMES, FEW, {"tone": corrected})
        return next(one for one in found if one.topic == lead.TONES)

    assert told(None).kind == "undecided" and told(None).codes == 0 and "stories" in told(None).takes
    assert told(hand).kind == "pair" and told(hand).codes == 150 and "a more positive tone" in told(hand).text
    open_ = told(hand._replace(pairs=hand.pairs.assign(decided=False)))
    assert open_.kind == "undecided" and "“Is the machine right?”" in open_.takes


def test_a_voice_that_only_people_found_is_in_the_figure():
    quoted = speech(20, chinese=100)
    hand = by_hand(("chinese", 0.6, 0.5, 0.7, True), ("unknown", 0.4, 0.3, 0.5, True), pairs=[])
    table = figures.voices.reported(quoted[quoted["voice"] != "unknown"], hand, FEW).table.set_index("voice")
    assert table.loc["unknown", "share"] == 0.4 and table.loc["unknown", "part"] == 0


def test_corrected_shares_of_words_are_claimed_with_the_machines_beside():
    hand = by_hand(("narrator", 0.6, 0.55, 0.7, True), ("chinese", 0.4, 0.3, 0.45, True), pairs=[])
    page = figures.voices.by_outlet(speech(20, chinese=100), STUDY, HELD, corrected=hand, bootstrap=FEW)
    machine = wording.percent(1 - page.data.set_index("voice").at["narrator", "share"])
    assert page.title == f"Words that are somebody else’s: 40 % (30 to 45 %), by the machine alone {machine}"
    stamped = HELD._replace(states={"share of sentences": State("Voices: so", "voices", "so")})
    said = figures.corrected.shares_said(hand, None, figures.voices.label(STUDY), stamped)
    assert said == [
        "Of all words: the narration 60 % (55 to 70 %) and Chinese voices 40 % (30 to 45 %). "
        "[voices by machine; so; corrected by 150 coded sentences]"
    ]


def test_voices_are_compared_in_one_language_where_frames_of_several_are_found():
    read = ["de", "en", "ru"]
    counts = pd.DataFrame({"language": ["ru", "en", "xx"], "n": [9, 5, 3]})
    assert findings.one_language(counts, read) == (
        "Voices are compared in Russian alone, the language of most sentences: "
        "patterns of English are another instrument."
    )
    assert findings.one_language(counts[counts["language"] == "ru"], read) == ""


def test_what_outlets_differ_in_stands_beside_the_title():
    mixed = HELD._replace(mixed="The outlets differ in the months they cover (most of all A)")
    page = figures.tone.by_outlet(groups("first", "outlet_name", "ABCD", "score", voice="narrator"), STUDY, mixed, "x")
    assert mixed.mixed in page.subtitle
    assert mixed.mixed in figures.voices.by_outlet(speech(5, chinese=9), STUDY, mixed).subtitle


def test_colours_mean_the_same_in_every_heat_map_and_wide_intervals_are_pale():
    def colour(low, high):
        table = pd.DataFrame({"r": ["a"], "c": ["x"], "mean": [0.3], "low": [low], "high": [high], "n": [40],
                              "n_clusters": [9], "enough": [True]})  # fmt: skip

        def draw(page):
            house.heat_map(page.panels[0], table, "r", "c", limits=house.SHARE_LIMITS, diverging=False)

        page = house.page("t", "s", "Source: x", draw, height=2)
        return sum(page.panels[0].patches[0].get_facecolor()[:3])

    assert colour(0.28, 0.32) < colour(0.2, 0.4) < colour(0.05, 0.6)


@pytest.mark.parametrize("case", ["decided", "undecided", "few"])
def test_the_title_on_ways_of_counting_follows_what_they_decide(case):
    table = pd.DataFrame(
        {"a": "chinese", "b": "russian", "estimate": [0.1, 0.3], "low": [-0.1, 0.1], "high": [0.3, 0.5],
         "enough": case != "few", "decided": [False, case == "decided"], "instrument": ["x", "y"], "masked": True,
         "copies": True, "unit": "sentences", "least": 1, "attitudes": False, "sure": 0.0, "primary": [False, True]}
    )  # fmt: skip
    title = figures.robustness.specification_curve(table, STUDY, HELD, 40).title
    assert title == "Chinese voices against Russian voices: " + {
        "decided": "above in 1, below in 0 of 2 ways of counting, above in the one declared",
        "undecided": "undecided in all 2 ways of counting",
        "few": "too few to say in any of 2 ways of counting",
    }[case]  # fmt: skip


def test_the_title_on_masking_is_that_of_its_table():
    table = pd.DataFrame({"instrument": ["x", "y"], "mean": 0.0, "low": -0.1, "high": 0.1, "n": 40, "n_clusters": 9,
                          "enough": True, "changed": [0.1, 0.4], "unscored": 0})  # fmt: skip
    assert figures.robustness.masking(table, HELD, 40).title == "Masking names moves 40 % of the scores of y"
    assert figures.robustness.masking(table.assign(changed=0.0), HELD, 40).title == "Masking names moves no score"


def test_frames_share_sentences_only_where_that_is_clear_of_nothing():
    def rows(low):
        return pd.DataFrame([("war", "trade", f"s{i}", low if i % 2 else 0.4, 4) for i in range(12)],
                            columns=["given", "frame", "story_id", "carried", "n"])  # fmt: skip

    page = figures.frames.together(rows(0.3), HELD, NAMES, bootstrap=FEW)
    row = page.data.iloc[0]
    span = f"{100 * row['low']:.0f} to {100 * row['high']:.0f} %"
    assert page.title == f"35 % of the sentences on “War” carry “Trade” too (95 % interval {span})" and row["low"] > 0
    few = figures.frames.together(rows(0.3).head(3), HELD, NAMES, bootstrap=FEW)
    assert few.title == "Which frames share sentences: too few to say"
    none = pd.DataFrame([("war", "trade", f"s{i}", float(i == 0), 4) for i in range(12)],
                        columns=["given", "frame", "story_id", "carried", "n"])  # fmt: skip
    assert (
        figures.frames.together(none, HELD, NAMES, bootstrap=FEW).title
        == "Which frames share sentences: no share is clear of 0"
    )


@pytest.mark.parametrize("case", ["first", "alike", "few"])
def test_the_figures_of_one_outlet_name_it_before_their_title(case):
    rows = groups(case, "voice", VOICES, "score", outlet_name="Evening Mail")
    plain = figures.tone.by_voice(rows, STUDY, HELD, "made", bootstrap=FEW).title
    assert (
        figures.tone.by_voice(rows, STUDY, HELD, "made", "Evening Mail", bootstrap=FEW).title
        == f"Evening Mail – {plain}"
    )
    rows = groups(case, "voice", VOICES, "carried", frame="war")
    plain = figures.frames.by_voice(rows, STUDY, HELD, NAMES, bootstrap=FEW).title
    page = figures.frames.by_voice(rows, STUDY, HELD, NAMES, "Evening Mail", bootstrap=FEW)
    assert page.title == f"Evening Mail – {plain}"
    page = figures.voices.by_outlet(speech(20, chinese=100), STUDY, HELD, focus="A", bootstrap=FEW)
    share = page.data.loc[page.data["voice"] == "narrator", "share"].item()
    assert page.title == f"A – {wording.percent(1 - share)} of the words are somebody else’s"


def test_what_an_estimate_takes_is_told_by_the_group_of_most_stories():
    table = pd.DataFrame({"n": [40, 12.0, 9], "n_clusters": [2, 3, float("nan")]})
    said = findings.takes(table, Bootstrap(min_n=1))
    assert said == (
        "An estimate takes 1 sentence of 5 stories or more in a group; the largest group here has 12 sentences of "
        "3 stories."
    )
    assert "has 12 articles of 3 stories" in findings.takes(table.assign(unit="articles"), Bootstrap())


def test_only_what_is_lost_is_said_to_be_missing():
    def told(*severities):
        return findings.problems(pd.DataFrame({"severity": severities}))

    assert told("note", "lost", "doubt", "lost", "doubt") == (
        "2 articles could not be used. On what was read: 2 doubts and 1 note."
    )
    assert told("lost") == "1 article could not be used."
    assert told("doubt") == "No article is missing. On what was read: 1 doubt."
    assert told() == "No article is missing."


def test_what_is_not_there_is_no_share_of_a_sentence():
    said = findings.who_speaks(speech(0, russian=30), figures.voices.label(STUDY))
    assert said.endswith("of the words that are reported, Russian voices 100 %.")
    frames = pd.DataFrame({"frame": ["war", "law"], "carried": [0.5, 0.0], "n": [4, 8]})
    assert findings.which_frames(frames, NAMES) == "Frames, by share of the sentences: War in 50 %."
    assert findings.which_frames(frames.assign(carried=0.0), NAMES) == "No frame of the codebook was found."
    assert findings.which_frames(frames.head(0), NAMES) == "No frame of the codebook was found."


def test_frames_that_seldom_share_a_sentence_are_not_said_to():
    rows = [("war", "trade", f"s{i}", 0.1 if i < 3 else 0.0, 40) for i in range(12)]
    rare = pd.DataFrame(rows, columns=["given", "frame", "story_id", "carried", "n"])
    for seed in range(6):
        page = figures.frames.together(rare, HELD, NAMES, bootstrap=replace(FEW, seed=seed))
        assert ("no share is clear of 0" in page.title) == (page.data["low"].iloc[0] < 0.005)


@pytest.mark.parametrize(
    ("difference", "says"),
    [
        # 5 (0.3 / 0.2)² = 11.25 stories, told as 20; 5 (0.3 / 0.1)² = 45, told as 50; 5 (0.3 / 0.01)² = 4,500
        (0.2, "Some 20 stories like these, instead of 5, would probably begin to tell who is kinder"),
        (0.1, "Some 50 stories like these, instead of 5, would probably begin to tell who is kinder"),
        (0.01, "Even 20 times the 5 stories would hardly tell who is kinder: the differences are too small"),
        (0.9, "Some 6 stories like these, instead of 5, would probably begin to tell who is kinder"),  # of a sign test
        (0.0, "To tell who is kinder takes 5 stories or more in each of two groups; the largest have 5 and 4"),
    ],
)
def test_how_many_stories_would_tell_a_difference(difference, says):
    table = pd.DataFrame({"n_clusters": [5, 4]})
    pair = {"n_clusters": 5, "low": difference - 0.3, "high": difference + 0.3, "estimate": difference, "enough": True}
    assert lead.takes("who is kinder", table, pd.DataFrame([pair]), Bootstrap()) == says


def test_the_page_that_corrects_is_called_by_its_own_title():
    assert heading(NOTEBOOKS / "05_validation.ipynb") == VALIDATION
