"""What sentences of findings and of the lead claim is computed again from the tables that they are made of."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import VOICES, each, spoken
from retold import TONE, scale, told

from helpers import figures
from helpers.analysis import estimate
from helpers.analysis.corpus import Corpus, State
from helpers.analysis.estimate import Bootstrap
from helpers.figures import claims, findings, lead, wording
from helpers.study import Target, load_study

STUDY = load_study("tests/corpus")
FEW = Bootstrap(min_n=5, resamples=60)
HELD = Corpus("Made up", 60, 60, 2, 9000, 400, 0, "2022-03-01", "2022-06-30", outlets=each(["Ada", "Bea"]))
LABEL = figures.voices.label(STUDY)
NAMES = {voice: LABEL(voice) for voice in VOICES}
FRAMES = {"law": "Law", "war": "War", "aid": "Aid"}
SEEDS = st.integers(0, 10**6)


def listed(sentence: str) -> list[str]:
    """The items of a list in words."""
    return [item for part in sentence.rstrip(".").split(", ") for item in part.split(" and ")]


@settings(max_examples=20)
@given(SEEDS)
def test_shares_of_the_words_are_those_of_their_rows(seed) -> None:
    rows = spoken(np.random.default_rng(seed))
    words = rows.groupby("voice")["words"].sum()
    reported = words.drop("narrator", errors="ignore")
    sentence, other = findings.who_speaks(rows, LABEL), findings.somebody_else(rows, STUDY)
    narration = wording.percent(words.get("narrator", 0) / words.sum())
    assert sentence.startswith(f"Of {words.sum():,} words {narration} are narration;")
    if reported.empty:
        assert sentence.endswith("; nobody’s words are reported.") and other.startswith("Nobody’s words are reported")
        return
    assert other.startswith(f"{wording.percent(reported.sum() / words.sum())} of the words in these articles are other")
    told = [re.fullmatch(r"(.+?) ((?:under |over )?\d+ %)", item) for item in listed(sentence.split("reported, ")[1])]
    those = [
        re.fullmatch(r"((?:under |over )?\d+ %) (?:are )?(.+)", item) for item in listed(other.split("of those ")[1])
    ]
    of_voices = [(match[1], match[2]) for match in told if match], [(match[2], match[1]) for match in those if match]
    assert (len(told), len(those)) == tuple(map(len, of_voices))
    for found, names in zip(of_voices, (NAMES, None), strict=True):
        names = names or {voice: STUDY.style(voice).label for voice in VOICES} | {"unknown": "of unknown side"}
        keys = {name: voice for voice, name in names.items()}
        assert all(share == wording.percent(reported[keys[name]] / reported.sum()) for name, share in found)
        known = [reported[keys[name]] for name, _ in found if keys[name] != "unknown"]
        assert known == sorted(reported.drop("unknown", errors="ignore"), reverse=True)[: len(known)]
        assert len(known) == min(len(reported.drop("unknown", errors="ignore")), 4) and ("unknown" in reported) == (
            "unknown" in found[-1][0]
        )


@settings(max_examples=20)
@given(SEEDS)
def test_who_is_spoken_about_and_not_heard_follows_from_the_rows(seed) -> None:
    rng = np.random.default_rng(seed)
    rows = spoken(rng)
    mentioned = pd.DataFrame(
        [(target.name, "s1", int(rng.integers(0, 30))) for target in STUDY.targets], columns=["target", "story_id", "n"]
    )
    actors = findings.hearing(rows, mentioned, STUDY)
    text, one = findings.silent(actors, 10), findings.unheard(actors, 10)
    quiet = []
    for target in STUDY.targets:
        own = rows[rows["voice"].isin(findings.own_voices(target, STUDY))]
        n = mentioned.loc[mentioned["target"] == target.name, "n"].item()
        mute, joint = not own["n"].sum(), own["n"].sum() and not own["alone"].sum()
        assert (f"{target.label} ({wording.count(n, 'mention')})" in text) == bool(n >= 10 and mute)
        together = f"{target.label} ({wording.count(int(own['joint'].sum()), 'sentence')})"
        heard_jointly = re.search(r"Heard only in statements[^:]*: ([^.]*)\.", text)
        assert (together in (heard_jointly[1] if heard_jointly else "")) == bool(n >= 10 and joint)
        quiet += [(n, target.label)] if n >= 10 and (mute or joint) else []
    assert bool(one) == bool(quiet)
    if quiet:
        n, label = max(quiet, key=lambda each: each[0])
        assert re.match(rf".+ is mentioned {n} times in these articles", one) and n == max(n for n, _ in quiet)


def test_speakers_scores_and_frames_of_a_sentence_are_those_of_the_rows() -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(1, 6))
        table = pd.DataFrame(
            {
                "speaker": [f"N{i}" for i in range(n)],
                "words": np.sort(rng.integers(1, 99, n))[::-1],
                "articles": rng.integers(1, 4, n),
            }
        )
        parts = [
            f"{r.speaker} ({wording.count(r.words, 'word')} in {wording.count(r.articles, 'article')})"
            for r in table.nlargest(3, "words", keep="first").itertuples()
        ]
        assert findings.who_is_quoted(table).endswith(f"are those of {wording.listing(parts)}.")
        sides = pd.DataFrame({"side": rng.choice(["x", "y"], 9), "score": rng.normal(0, 0.3, 9), "n": 1})
        for side, rows in sides.groupby("side"):
            assert f"{side} {wording.signed(rows['score'].mean())} over {len(rows)}" in findings.tone_of(sides, "made")
        carried = pd.DataFrame(
            {"frame": rng.choice(list(FRAMES), 9), "carried": rng.choice([0.0, 0.5, 1.0], 9), "n": 2}
        )
        text = findings.which_frames(carried, FRAMES)
        for frame, rows in carried.groupby("frame"):
            share = rows["carried"].mean()
            assert (f"{FRAMES[frame]} in {wording.percent(share)}" in text) == (share > 0)


@pytest.mark.parametrize(
    ("low", "high", "enough"), [(0.1, 0.3, True), (-0.3, -0.1, True), (-0.1, 0.1, True), (0, 0, 0)]
)
def test_a_comparison_in_words_follows_its_interval(low, high, enough) -> None:
    pair = {"a": "x", "b": "y", "estimate": (low + high) / 2, "low": low, "high": high, "enough": bool(enough)}
    text = claims.difference(pair | {"decided": bool(enough) and not low < 0 < high}, what="tone")
    assert ("too few to say" in text) == (not enough) and ("undecided" in text) == bool(enough and low < 0 < high)
    assert text.startswith("x: more than y") == (low > 0) and text.startswith("x: less than y") == (high < 0)
    assert not enough or f"interval {wording.signed(low)} to {wording.signed(high)}" in text


@settings(max_examples=10)
@given(SEEDS)
def test_a_share_in_words_is_that_of_its_row(seed) -> None:
    rows = spoken(np.random.default_rng(seed))
    table = estimate.shares(rows, "voice", weight="words", n="n", bootstrap=FEW).set_index("voice")
    text = claims.share(table, "chinese", "of the words are Chinese")
    if "chinese" not in set(rows["voice"]):
        assert text == "0 % of the words are Chinese."
        return
    own = rows.loc[rows["voice"] == "chinese", "words"].sum() / rows["words"].sum()
    assert text.startswith(f"{wording.percent(own)} of the words are Chinese (")
    assert ("no interval" in text) == (not table.at["chinese", "enough"])


def compared(rng):
    """Rows of words, tone and frames, and what the lead compares in them."""
    stories, apart = int(rng.choice([3, 14])), rng.choice([0.0, 0.4])
    here = list(rng.choice([voice for voice in VOICES if voice != "unknown"], rng.integers(2, 5), replace=False))
    tone = pd.DataFrame(
        [
            (voice, f"s{i}", 4, apart * rng.choice([0, 1, 2]) * (k % 3) / 2 + rng.normal(0, 0.1), outlet)
            for i in range(stories)
            for k, voice in enumerate(here)
            for outlet in ("Ada", "Bea")
        ],
        columns=["voice", "story_id", "n", "score", "outlet"],
    ).assign(outlet_name=lambda f: f["outlet"])
    frames = pd.DataFrame(
        [
            (frame, f"s{i}", 4, float(np.clip(apart * k + rng.normal(0.2, 0.1), 0, 1)))
            for i in range(stories)
            for k, frame in enumerate(FRAMES)
        ],
        columns=["frame", "story_id", "n", "carried"],
    )
    words = spoken(rng)
    return words, tone, frames, lead.comparisons(words, tone, frames, STUDY, HELD, FRAMES, FEW)


@settings(max_examples=5)
@given(SEEDS)
def test_what_the_lead_claims_is_decided_in_its_tables(tmp_path_factory, seed) -> None:
    words, tone, frames, found = compared(np.random.default_rng(seed))
    folder = tmp_path_factory.getbasetemp()

    class Page:
        def __init__(self, table, pairs, group, label=str):
            self.data = claims.beside(table, pairs, group, label)

    each_of = {one.topic: one for one in found}
    table = estimate.means(tone, "score", "voice", n="n", bootstrap=FEW)
    pairs = estimate.differences(tone, "score", "voice", n="n", bootstrap=FEW)
    data = told(Page(table, pairs, "voice", LABEL), folder)
    assert each_of[lead.TONES].text in scale(data, "voice", NAMES, "Tone by voice", TONE, form=wording.signed)
    table = estimate.means(frames, "carried", "frame", n="n", bootstrap=FEW)
    pairs = estimate.differences(frames, "carried", "frame", n="n", bootstrap=FEW)
    data = told(Page(table, pairs, "frame", FRAMES.get), folder)
    scaled = ("more frequent", "the most frequent frame", "less frequent", "the least frequent frame")
    titles = scale(data, "frame", FRAMES, "Frames", scaled, form=wording.percent)
    assert each_of["which frame is the most frequent"].text in titles
    quoted = words[~words["voice"].isin(["narrator", "unknown"])]
    assert ("whose words are reported most" in each_of) == bool(len(quoted))
    if len(quoted):
        table = estimate.shares(quoted, "voice", weight="words", n="n", bootstrap=FEW)
        table["enough"] &= table["n_category"] >= FEW.min_n
        pairs = estimate.share_differences(quoted, "voice", weight="words", n="n", bootstrap=FEW)
        data = told(Page(table, pairs, "voice", LABEL), folder)
        most = ("the most reported words of known side", "the fewest reported words of known side")
        scaled = ("more reported words", most[0], "fewer reported words", most[1])
        titles = scale(data, "voice", NAMES, "Whose words are reported", scaled, "share", wording.percent)
        assert each_of["whose words are reported most"].text in titles
    for one in found:
        assert (one.kind in lead.OPEN) == bool(re.search("no difference is decided|too few to say", one.text))
    stamped = HELD._replace(states={"tone": State("So", "tone", "so"), "frame": State("Thus", "frames", "thus")})
    *settled, open_ = lead.decided(found, stamped)
    shorts = [[stamped.states[name] for name in one.rests if name in stamped.states] for one in found]
    stamps = [f" [{of[0].names} by machine alone; {of[0].short}]" if of else "" for of in shorts]
    assert settled == [f"{one.sentence}.{s}" for one, s in zip(found, stamps, strict=True) if one.kind not in lead.OPEN]
    verb = r"(^|; )(.+?) (?:has|have|is) (?=the most|the fewest|the least|a more|more|fewer|less)"
    assert all(re.sub(verb, r"\1\2: ", one.sentence) == one.text for one in found)
    assert all(one.rests for one in found)
    topics = [one.topic for one in found if one.kind in lead.OPEN]
    assert wording.listing(topics) in open_ and bool(open_) == bool(topics)
    assert all(one.topic not in open_ for one in found if one.kind not in lead.OPEN)


def test_actors_that_share_a_country_and_actors_of_whom_nothing_is_known_break_no_figure() -> None:
    twins = STUDY.model_copy(
        update={"targets": [*STUDY.targets, Target(name="steppe", label="The Steppe", countries=["KZ"])]}
    )
    mentioned = pd.DataFrame([("steppe", f"s{i}", 3) for i in range(9)], columns=["target", "story_id", "n"])
    rows = spoken(np.random.default_rng(1))
    rows = rows[rows["voice"].isin(["narrator", "chinese"])]
    for mentions in (mentioned, mentioned.head(0)):
        for words in (rows, rows[rows["voice"] == "narrator"], rows.head(0)):
            page = figures.voices.about_and_by(words, mentions, twins, HELD, bootstrap=FEW)
            assert page.title == "Who is talked about, and who speaks: too few to say"


def test_titles_of_nothing_claim_nothing() -> None:
    rows = spoken(np.random.default_rng(1)).head(0)
    for page in (
        figures.voices.by_outlet(rows, STUDY, HELD, bootstrap=FEW),
        figures.voices.by_outlet(spoken(np.random.default_rng(1)), STUDY, HELD, focus="Nobody", bootstrap=FEW),
    ):
        assert "%" not in page.title
