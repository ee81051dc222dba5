"""What a title counts can be counted again in the CSV that lies beside its figure, over rows made at random."""

from unittest.mock import patch

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import VOICES, spoken
from retold import ACTORS, FEW, FRAMES, HELD, ONE, OWN, STUDY, Stub, check, said

from helpers import figures, sentiment
from helpers.analysis.estimate import MIN_N
from helpers.figures import claims, house, strips, wording
from helpers.study import UNMEASURED

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


def others(narration: float) -> set[str]:
    if narration > 1 - 1e-9:
        return {"Only the narration speaks"}
    return {f"{share} of the words are somebody else’s" for share in said(wording.percent, 1 - narration)}


def by_outlet(rng, corpus=HELD):
    return figures.voices.by_outlet(spoken(rng), STUDY, corpus, bootstrap=FEW)


def by_outlet_title(data: pd.DataFrame) -> set[str]:
    """Of all outlets, or of the one that is shown where there is no other."""
    rows = data[data["outlet_name"] == "All outlets"] if data["outlet_name"].nunique() > 1 else data
    return others(rows.loc[rows["voice"] == "narrator", "share"].sum())


def besides(rng):
    rows = spoken(rng)
    own = rows["outlet"].iloc[0]
    return figures.voices.by_outlet(
        rows.assign(outlet="Ada").where(rows["outlet"] == own, rows), STUDY, HELD, focus="Ada"
    )


def besides_title(data: pd.DataFrame) -> set[str]:
    own = data[(data["outlet_name"] == "Ada") & (data["voice"] == "narrator")]
    return {f"Ada – {title}" for title in others(own["share"].sum())}


def modes_title(data: pd.DataFrame) -> set[str]:
    if data.empty:
        return {"Nobody is quoted"}
    share = data.loc[data["mode"] == "direct", "part"].sum() / data.groupby("voice")["whole"].first().sum()
    return {f"{at} of the words given to others stand wholly in quotation marks" for at in said(wording.percent, share)}


def by_naming(rng):
    kinds = ["named", "medium", "unnamed", "group", "none"]
    named = spoken(rng).assign(kind=lambda f: rng.choice(kinds[: rng.integers(1, 6)], len(f)))
    return figures.voices.by_naming(named.head(rng.integers(0, 30)), HELD, bootstrap=FEW)


def naming_title(data: pd.DataFrame) -> set[str]:
    if data.empty:
        return {"Nobody is quoted"}
    known = data.loc[data["kind"] == "named person or body", "share"].sum()
    return {f"{share} of the reported words have a name to them" for share in said(wording.percent, known)}


def speakers(rng):
    n = rng.integers(0, 17)
    words = np.sort(rng.integers(1, rng.integers(2, 4), n))[::-1] * 7
    names = [f"speaker {i}" if rng.random() < 0.9 else "" for i in range(n)]
    table = pd.DataFrame(
        {
            "speaker": names,
            "voice": "chinese",
            "words": words,
            "direct": 0,
            "unknown": 0,
            "n": 2,
            "articles": 1,
            "stories": 1,
        }
    )
    return figures.voices.top_speakers(table, STUDY, HELD)


def speakers_title(data: pd.DataFrame) -> set[str]:
    if data.empty:
        return {"Nobody is quoted", "Nobody with a name is quoted"}
    most = data[data["words"] == data["words"].max()]
    words, n = most["words"].iloc[0], len(most)
    if n > 1:
        end = f"have the most words in these texts: {words:,} each"
        all_tie = {f"{n} speakers or more {end}"} if n == len(data) == 12 else set()
        return {f"{n} speakers {end}", *all_tie}
    name, total = wording.capital(most["speaker"].iloc[0]), data["reported"].iloc[0]
    return {f"Most words in these texts: {name}, {words:,} of {total:,} that are reported"}


def about(rng):
    names = rng.choice(list(ACTORS), rng.integers(1, 5), replace=False)
    rows = [(name, f"s{story}", int(rng.integers(1, 4))) for name in names for story in range(rng.integers(0, 14))]
    mentioned = pd.DataFrame(rows, columns=["target", "story_id", "n"])
    return figures.voices.about_and_by(spoken(rng), mentioned, STUDY, HELD, bootstrap=FEW)


def about_title(data: pd.DataFrame) -> set[str]:
    one, other = (data[data["what"] == what].set_index("actor") for what in ("is mentioned", "speaks"))
    often = one.index[one["n_category"] >= FEW.min_n]
    mute = [actor for actor in often if actor not in other.index or not other.at[actor, "n_category"]]
    joint = [actor for actor in often if actor not in mute and not other.at[actor, "heard_alone"]]
    for group, words in (
        (mute, "no reported word known to be their own"),
        (joint, "heard only in statements made together with others"),
    ):
        if group:
            shares = said(wording.percent, one.loc[group, "share"].sum())
            return {f"{wording.listing(group)}: {share} of the mentions, {words}" for share in shares}
    both = [
        actor for actor in one.index.intersection(other.index) if one.at[actor, "enough"] and other.at[actor, "enough"]
    ]
    gaps = {a: max(one.at[a, "low"] - other.at[a, "high"], other.at[a, "low"] - one.at[a, "high"]) for a in both}
    wide = {a: gap for a, gap in gaps.items() if gap > 0 and abs(one.at[a, "share"] - other.at[a, "share"]) >= 0.02}
    if not wide:
        small = " of 2 points or more" if gaps and max(gaps.values()) > 0 else ""
        end = f"no difference{small} is decided" if gaps else "too few to say"
        return {f"Who is talked about, and who speaks: {end}"}
    return {
        f"{a}: {told_of} of the mentions, {heard} of the words of these actors"
        for a, gap in wide.items()
        if gap > max(wide.values()) - 1e-5
        for told_of in said(wording.percent, one.at[a, "share"])
        for heard in said(wording.percent, other.at[a, "share"])
    }


def timeline(rng):
    n = rng.integers(1, 40)
    days = pd.date_range("2022-03-01", periods=n, freq="5D").strftime("%Y-%m-%d")
    outlet = rng.choice(["Ada", "Bea", "Cyd"], n)
    articles = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "story_id": [f"s{i}" for i in rng.integers(0, n, n)],
            "outlet": outlet,
            "outlet_name": outlet,
            "voice": "western",
            "n_words": rng.integers(1, 400, n),
            "published": [day if rng.random() < 0.9 else "" for day in days],
        }
    )
    counts = {"n_articles": n, "n_stories": articles["story_id"].nunique(), "n_words": int(articles["n_words"].sum())}
    return figures.corpus.timeline(articles, STUDY, HELD._replace(**counts))


def timeline_title(data: pd.DataFrame) -> set[str]:
    articles, stories, words = (int(data[column].sum()) for column in ("articles", "new_stories", "words"))
    told_of = f"{wording.count(stories, 'story', 'stories')}, " if stories < articles else ""
    return {f"{wording.count(articles, 'article')}, {told_of}{wording.count(words, 'word')}"}


def parts(rng):
    kinds = ["headline", "body", "boilerplate", "byline"][: rng.integers(1, 5)]
    rows = [
        (o, kind, f"s{i}", int(rng.integers(1, 900)), 1) for i in range(9) for o in ("Ada", "Cyd") for kind in kinds
    ]
    spans = pd.DataFrame(rows, columns=["outlet", "kind", "story_id", "chars", "n"])
    spans = spans.assign(outlet_name=spans["outlet"])
    return figures.corpus.pages(spans, spans.drop_duplicates(["outlet", "story_id"]), HELD)


def parts_title(data: pd.DataFrame) -> set[str]:
    read = data.loc[data["kind"].isin(["headline", "body"]), "part"].sum()
    share = read / data.groupby("outlet_name")["whole"].first().sum()
    return {f"Headline and body: {at} of the characters" for at in said(wording.percent, share)}


def passages(rng) -> pd.DataFrame:
    voices = rng.choice([*VOICES, "chinese|western", UNMEASURED], rng.integers(1, 6), replace=False)
    rows = []
    for i in range(rng.integers(1, 60)):
        voice = str(rng.choice(voices))
        quoted = voice not in ("narrator", UNMEASURED)
        score = float(rng.choice([-0.4, 0.0, 0.02, 0.3, np.nan]))
        frames = None if i % 7 == 0 else "|".join(name for name in FRAMES if rng.random() < 0.2)
        targets = "|".join(name for name in ACTORS if rng.random() < 0.4)
        rows.append(
            (
                f"a{i // 30}",
                f"a:{i}",
                i,
                f"Words of {i}.",
                int(rng.integers(1, 30)),
                "direct" if quoted else "none",
                "Wei" if quoted else "",
                voice,
                score,
                frames,
                targets,
            )
        )
    columns = [
        "article_id",
        "sentence_id",
        "place",
        "text",
        "words",
        "mode",
        "speaker",
        "voice",
        "score",
        "frames",
        "targets",
    ]
    table = pd.DataFrame(rows, columns=columns).assign(outlet_name="Ada", title="A talk")
    return table.assign(place=table.groupby("article_id").cumcount() + 1)


def strip_voices_title(data: pd.DataFrame) -> set[str]:
    data = data[data["voice"] != UNMEASURED]
    if data.empty:
        return {"Who speaks in these texts was not measured"}
    n, articles = len(data), data["article_id"].nunique()
    among = "In one article" if articles == 1 else f"In {articles} articles"
    theirs = (data["voice"] != "narrator").sum()
    if not theirs:
        return {f"{among}, nobody is quoted: {wording.count(n, 'sentence')} of narration"}
    mentions = data["targets"].fillna("").str.split("|")
    often = [OWN[label] for actor, label in ACTORS.items() if sum(actor in names for names in mentions) >= MIN_N]
    heard = {voice: data["voice"].str.split("|").map(lambda names, v=voice: v in names) for voice in often}
    alone = {voice: (data["voice"] == voice).any() for voice in often}
    end = ""
    if silent := [voice for voice in often if not heard[voice].any()]:
        end += f"; none is known to be {' or '.join(STUDY.style(v).label for v in silent)}"
    if joint := [voice for voice in often if heard[voice].any() and not alone[voice]]:
        together = wording.count(int(pd.concat([heard[v] for v in joint], axis=1).any(axis=1).sum()), "joint statement")
        end += f"; none is known to be {' or '.join(STUDY.style(v).label for v in joint)} but for {together}"
    return {f"{among}, {theirs} of {wording.count(n, 'sentence')} are somebody else’s{end}"}


def squares_holds(data: pd.DataFrame) -> set[str]:
    counts = data["voice"].value_counts()
    sentences, own = wording.count(len(data), "sentence"), counts.get("narrator", 0)
    if own == len(data):
        return {f"Nothing but narration: {sentences}"}
    ends = {"unknown": "of unknown side", UNMEASURED: "not measured"}
    joint = counts[counts.index.str.contains("|", regex=False)].sum()
    known = [(n, voice) for voice, n in counts.items() if voice not in ("narrator", *ends) and "|" not in voice]
    order = STUDY.voice_names()
    known.sort(key=lambda one: (-one[0], order.index(one[1])))
    said_of = [f"{n} {STUDY.style(voice).label}" for n, voice in known] + ([f"{joint} joint"] if joint else [])
    said_of += [f"{counts[voice]} {what}" for voice, what in ends.items() if voice in counts]
    return {f"{own} of {sentences} are narration, {wording.listing(said_of)}"}


def strip_tone_title(data: pd.DataFrame) -> set[str]:
    low, high = sentiment.cuts("combined", STUDY)
    scored = data[data["score"].notna() & (data["voice"] != UNMEASURED)]
    if scored.empty:
        return {"No sentence has a score"}
    up, down = (scored["score"] > high).sum(), (scored["score"] < low).sum()
    is_so = scored["score"] > high if up >= down else scored["score"] < low
    own = scored["voice"] == "narrator"
    ends = [
        f"{is_so[side].sum()} of {wording.count(int(side.sum()), 'sentence')} {whose}"
        for side, whose in ((own, "of the narration"), (~own, "of everybody quoted"))
        if side.any()
    ]
    return {f"{'Positive' if up >= down else 'Negative'} in tone: {wording.listing(ends)}"}


def strip_frames_title(data: pd.DataFrame) -> set[str]:
    read = int(data["read"].sum())
    counts = data["frames"].dropna().astype(str).str.split("|").explode().value_counts()
    if counts.empty:
        return {"No frame of the codebook was found" if read else "No patterns for the language of these texts"}
    first = [label for name, label in FRAMES.items() if counts.get(name, 0) == counts.max()]
    each_of = "each " if len(first) > 1 else ""
    more = ", more than any other frame" if len(counts) > len(first) else ""
    return {f"{wording.listing(first)}: {each_of}in {counts.max()} of {wording.count(read, 'sentence')}{more}"}


COUNTED = {
    "voices_by_outlet": (by_outlet, by_outlet_title),
    "voices_by_outlet, one of three": (lambda rng: by_outlet(rng, ONE), by_outlet_title),
    "outlet_NAME_words": (besides, besides_title),
    "voices_modes": (lambda rng: figures.voices.modes(spoken(rng), STUDY, HELD, bootstrap=FEW), modes_title),
    "voices_naming": (by_naming, naming_title),
    "voices_speakers": (speakers, speakers_title),
    "voices_about_and_by": (about, about_title),
    "corpus_timeline": (timeline, timeline_title),
    "corpus_pages": (parts, parts_title),
    "strip_voices": (lambda rng: strips.voices(passages(rng), STUDY, HELD), strip_voices_title),
    "strip_squares": (lambda rng: strips.waffle(passages(rng), STUDY, HELD), squares_holds),
    "strip_tone": (lambda rng: strips.tone(passages(rng), STUDY, HELD, "combined"), strip_tone_title),
    "strip_frames": (lambda rng: strips.frames(passages(rng), STUDY, HELD, FRAMES), strip_frames_title),
}


def test_speakers_who_are_not_shown_may_have_as_many_words() -> None:
    table = pd.DataFrame({"speaker": [f"speaker {i}" for i in range(13)], "voice": "chinese", "words": 7, "direct": 0})
    table = table.assign(unknown=0, n=2, articles=1, stories=1)
    end = "have the most words in these texts: 7 each"
    assert figures.voices.top_speakers(table, STUDY, HELD).title == f"12 speakers or more {end}"
    assert figures.voices.top_speakers(table.head(12), STUDY, HELD).title == f"12 speakers {end}"


@pytest.mark.parametrize("name", COUNTED)
def test_a_title_counts_what_the_csv_beside_its_figure_holds(name, tmp_path) -> None:
    check(COUNTED[name], 1, tmp_path)


@pytest.mark.parametrize("name", COUNTED)
@settings(max_examples=6)
@given(st.integers(0, 10**6))
def test_titles_count_so_over_any_rows(tmp_path_factory, name, seed) -> None:
    with patch.object(house, "page", Stub):
        check(COUNTED[name], seed, tmp_path_factory.getbasetemp())


def test_whoever_is_left_is_not_called_the_last():
    """Voices of other sides are the lowest of three: the pair of the two that have a name is told, if it is decided."""
    table = pd.DataFrame({"voice": ["chinese", "western", "other"], "share": [0.5, 0.3, 0.2], "enough": True})
    ordered = [("chinese", "western", 0.2), ("chinese", "other", 0.3), ("western", "other", 0.1)]
    pairs = pd.DataFrame(ordered, columns=["a", "b", "estimate"])
    told = claims.verdict(table, pairs.assign(decided=[False, True, True]), "voice", "share")
    assert told == claims.Verdict("pair", "chinese", "other")
    told = claims.verdict(table, pairs.assign(decided=[True, False, True]), "voice", "share")
    assert told == claims.Verdict("pair", "chinese", "western")
    told = claims.verdict(table, pairs.assign(decided=True), "voice", "share")
    assert told == claims.Verdict("first", "chinese", "other", 2, 2)
    outlets = table.rename(columns={"voice": "outlet"})
    told = claims.verdict(outlets, pairs.assign(decided=[False, True, True]), "outlet", "share")
    assert (told.kind, told.b) == ("last", "other")
