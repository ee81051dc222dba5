"""Aggregates on tables made by hand: joint statements, text that was not measured, evidence, comparability."""

import numpy as np
import pandas as pd
import pytest

from helpers import analysis, figures
from helpers.analysis import estimate
from helpers.analysis.contrast.counts import not_terms
from helpers.analysis.estimate import Bootstrap
from helpers.figures import findings
from helpers.study import UNMEASURED, load_study
from helpers.tables import schemas
from helpers.tables.annotate import Settings
from helpers.tables.results import Results

STUDY = load_study("tests/corpus")
# article, outlet, month, language
ARTICLES = [("a", "Ada", "2023-01", "en"), ("b", "Ada", "2023-01", "en"), ("c", "Bea", "2023-05", "en"),
            ("r", "Bea", "2023-06", "ru")]  # fmt: skip
# article, mode, speaker, voice, words, target, score, frame
SENTENCES = [
    ("a", "none", "", "narrator", 10, "china", 0.1, "security"),
    ("a", "direct", "Wei Han", "chinese", 8, "china", 0.6, "economy"),
    ("a", "mixed", "Wei Han and Aset Nur", "chinese|central_asian", 6, "central_asia", -0.4, "security"),
    ("b", "indirect", "Aset Nur", "unknown", 12, "russia", None, ""),
    ("b", "indirect", "Wei Han", "unknown", 5, "china", 0.2, ""),
    ("c", "indirect", "the mayor", "western", 7, "china", 0.3, "economy"),
    ("c", "indirect", "the mayor", "unknown", 3, "russia", -0.3, ""),
    ("c", "none", "", "narrator", 9, "russia", -0.2, "security"),
    ("r", "none", "", UNMEASURED, 40, "russia", -0.9, "security"),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Results:
    folder = tmp_path_factory.mktemp("made") / "study"
    (folder / "tables").mkdir(parents=True)
    rows = {name: [] for name in schemas.SCHEMAS}
    for key, name, month, language in ARTICLES:
        about = (name, name, "unknown", month, language, "T", "", "", 9, 9)
        rows["articles"].append((key, f"{key}.txt", *about, key, key, "", "", "", ""))
    for i, (article, mode, speaker, voice, words, target, score, frame) in enumerate(SENTENCES):
        key = f"{article}:{i}"
        text = f"Word{i} told of it."
        rows["sentences"].append((key, article, 0, len(text), "body", text, words, mode, speaker, voice, ""))
        rows["mentions"].append((article, key, 0, 5, target, f"Word{i}"))
        rows["sentiment"].append((key, "made", score, 1.0, 1.0))
        rows["target_sentiment"].append((key, target, "made", score, 2.0))
        if frame:
            rows["frame_hits"] += [(key, frame, 0, 5, "word"), (key, frame, 6, 10, "told")]
        if speaker:
            kind = "unnamed" if speaker.startswith("the") else "person"
            row = (f"{article}:a{i}", article, 0, 5, 6, 10, "[[0,5]]", mode, "speech", 0.9, speaker, kind, voice)
            rows["attributions"].append((*row, "", "", "", "", None))
    with schemas.Writers(folder / "tables", schemas.SCHEMAS) as writers:
        for name, values in rows.items():
            writers.add(name, schemas.build(name, values))
    return Results(STUDY, folder, Settings(), {})


def every_table_by_voice(results) -> dict:
    sentences = analysis.robustness.drawn(results, 99)
    return {
        "spoken": analysis.voices.spoken(results),
        "tone": analysis.tone.scores(results, "made"),
        "toward": analysis.tone.toward(results, "made"),
        "frames": analysis.frames.carried(results),
        "dates": analysis.tone.over_time(results, "made"),
        "drawn": analysis.robustness.by_voice(sentences).assign(n=lambda rows: rows["part"]),
        "contrast": analysis.contrast.load(results, "voice").assign(
            voice=lambda rows: rows["group"], n=lambda rows: rows["part"]
        ),
        "evidence": analysis.evidence.sentences(results, ["voice"]),
        "about": analysis.evidence.about(results, "made"),
        "framed": analysis.evidence.framed(results, ["security", "economy"], by=["voice", "frame"]),
    }


def test_no_table_by_voice_has_a_joint_voice_or_text_that_was_not_measured(results):
    for name, table in every_table_by_voice(results).items():
        assert len(table) and set(table["voice"]) <= set(STUDY.voice_names()), name


def test_a_joint_statement_counts_for_each_in_equal_parts_and_once_in_all(results):
    found = every_table_by_voice(results)
    measured, scored = 8, 7
    n = {
        "spoken": measured,
        "drawn": measured,
        "contrast": measured,
        "tone": scored,
        "toward": scored,
        "dates": scored,
    }
    for name, total in n.items():
        by_voice = found[name].groupby("voice")["n"].sum()
        assert by_voice.sum() == pytest.approx(total) and by_voice["central_asian"] == 0.5, name
    spoken = found["spoken"].groupby("voice").sum(numeric_only=True)
    assert spoken["words"].to_dict() == {"narrator": 19, "chinese": 11, "central_asian": 3, "unknown": 20, "western": 7}
    assert spoken.loc["chinese", ["n", "alone", "joint"]].tolist() == [1.5, 1, 1]
    tone = found["tone"].assign(sum=lambda t: t["score"] * t["n"]).groupby("voice")[["sum", "n"]].sum()
    assert (tone["sum"] / tone["n"])["chinese"] == pytest.approx((0.6 + 0.5 * -0.4) / 1.5)
    frames = found["frames"].assign(hits=lambda t: t["carried"] * t["n"])
    held = frames.groupby(["voice", "frame"])["hits"].sum()
    assert held["chinese", "security"] == 0.5 and held["central_asian", "security"] == 0.5
    assert frames[frames["frame"] == "security"]["n"].sum() == measured


def test_a_filter_finds_a_joint_statement_by_any_of_its_voices(results):
    for voice in ("chinese", "central_asian"):
        rows = analysis.tone.scores(results, "made", voices=[voice])
        assert set(rows["voice"]) == {voice}
        assert "a:2" in analysis.robustness.drawn(results, 9, voices=[voice])["sentence_id"].tolist()
        shown, total = analysis.evidence.look_up(results, "made", voice=voice)
        assert total == len(shown) == (2 if voice == "chinese" else 1)
    dated = analysis.frames.over_time(results, ["security"], voices=["central_asian"])
    assert dated["n"].sum() == 0.5
    toned = analysis.frames.tone(results, "made", ["security"], voices=["central_asian"])
    assert toned.set_index("frame").at["all", "n"] == 0.5


def test_frames_over_time_and_together_count_whole_sentences(results):
    dated = analysis.frames.over_time(results, ["security", "economy"])
    assert dated[dated["frame"] == "economy"]["n"].sum() == len(SENTENCES)
    toned = analysis.frames.tone(results, "made", ["security"]).groupby("frame")["n"].sum()
    assert toned.to_dict() == {"all": 8, "security": 4}


def test_text_without_attribution_is_told_and_stands_outside(results):
    table = analysis.corpus.unmeasured(results)
    assert table.values.tolist() == [["ru", 1, 40]]
    assert findings.unmeasured(table).startswith(
        "Not measured: who speaks in 1 article in Russian (40 words). There is no"
    )
    assert analysis.corpus.unmeasured(results, ["Ada"]).empty
    assert analysis.voices.mentioned(results)["n"].sum() == 8
    found = analysis.tone.estimates(results, "made", "made", bootstrap=Bootstrap(min_n=1, min_clusters=2, resamples=20))
    voices_told = found[found["by"] == "voice"].set_index("group")
    assert UNMEASURED not in voices_told.index and "central_asian" in voices_told.index
    assert voices_told["sentences"].sum() <= 7


def test_a_speaker_with_a_name_has_one_row_and_described_people_one_a_voice(results):
    table = analysis.voices.speakers(results).set_index(["speaker", "voice"])
    assert table.loc[("Wei Han", "chinese"), ["words", "unknown", "n"]].tolist() == [13, 5, 2]
    assert ("Wei Han", "unknown") not in table.index and ("Aset Nur", "unknown") in table.index
    assert ("the mayor", "western") in table.index and ("the mayor", "unknown") in table.index
    assert ("Wei Han and Aset Nur", "chinese|central_asian") in table.index
    assert figures.voices.sides(STUDY, "chinese|central_asian") == "Chinese and Central Asian"
    page = figures.voices.top_speakers(table.reset_index(), STUDY, analysis.corpus.describe(results))
    assert page.data["speaker"].is_unique


def test_evidence_says_how_many_there_are_and_how_it_was_chosen(results):
    some = analysis.evidence.sentences(results, ["voice"], per_cell=1)
    assert some.groupby("voice")["total"].first().to_dict() == {
        "narrator": 2, "chinese": 2, "central_asian": 1, "unknown": 3, "western": 1,
    }  # fmt: skip
    assert set(some["chosen"]) == {"drawn by chance"} and some["cell"].nunique() == 5
    strongest = analysis.evidence.sentences(results, ["voice"], per_cell=1, instrument="made", strongest=True)
    assert strongest.set_index("voice").at["chinese", "sentence_id"] == "a:1"
    assert (
        set(strongest["chosen"])
        == set(analysis.evidence.about(results, "made")["chosen"])
        == {"those scored furthest from 0"}
    )
    told = analysis.evidence.mentioning(results).groupby("target")["total"].first()
    assert told.to_dict() == {"china": 4, "central_asia": 1, "russia": 3}
    assert analysis.evidence.framed(results, ["security"])["found"].iloc[0] == "Word0, told"


def test_figures_of_one_outlet_name_it(results):
    assert "2 articles of Ada, January 2023" in analysis.corpus.describe(results, ["Ada"]).source
    assert "4 articles of 2 outlets, January 2023 to June 2023" in analysis.corpus.describe(results).source


def test_in_what_outlets_differ_is_found(results, monkeypatch):
    assert "dates" not in analysis.corpus.describe(results).mixed  # too few articles to speak of a mix
    monkeypatch.setattr(analysis.corpus, "FEWEST", 1)
    assert analysis.corpus.describe(results).mixed == (
        "The outlets differ in the language they write in (most of all Ada), in the months they cover (most of all "
        "Ada) and in the actors they mention (most of all Ada)"
    )
    assert analysis.corpus.describe(results, ["Ada"]).mixed == ""
    counts = results.query("select outlet_name, 'x' as kind, count(*) as n from articles group by all")
    assert np.allclose(analysis.corpus.apart(counts), 0)


def test_figures_by_voice_draw_joint_statements_under_each(results):
    corpus, few = analysis.corpus.describe(results), {"bootstrap": Bootstrap(min_n=1, resamples=20)}
    found = every_table_by_voice(results)
    for page in (
        figures.voices.by_outlet(found["spoken"], STUDY, corpus, **few),
        figures.voices.overall(found["spoken"], STUDY, corpus, **few),
        figures.tone.by_voice(found["tone"], STUDY, corpus, "made", **few),
        figures.tone.over_time(found["dates"], STUDY, corpus, "made", **few),
    ):
        assert not page.data["voice"].str.contains("|", regex=False).any() and "|" not in page.alt
        assert {"chinese", "central_asian"} <= set(page.data["voice"])


def test_parts_of_sentences_make_whole_counts():
    assert estimate.whole(3 * (1 / 3)) == 1 and estimate.whole(9.5) == 9
    assert estimate.whole(0.5) == 1 and estimate.whole(0.0) == 0
    scores = pd.DataFrame({"voice": ["chinese|russian|western", UNMEASURED], "score": [0.3, 1.0]})
    rows = analysis.robustness.by_voice(scores)
    assert rows["part"].sum() == pytest.approx(1) and len(rows) == 3


def test_words_of_a_joint_statement_count_by_their_part(results):
    rows = analysis.contrast.load(results, "voice")
    joint = rows[rows["sentence_id"] == "a:2"]
    assert set(joint["group"]) == {"chinese", "central_asian"} and joint["part"].tolist() == [0.5, 0.5]
    assert {own.replace("\x00", "") for own in joint["own"]} == {"Word2"}  # what is said, under both
    counts = analysis.contrast.count(rows, longest=1, names=True)
    assert counts.matrix[:, counts.terms.index("word2")].sum() == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["com", "january", "tuesday", "news", "www"]),
        ("de", ["märz", "dienstag", "nachrichten"]),
        ("ru", ["января"]),
    ],
)
def test_dates_and_pieces_of_web_addresses_are_no_terms(language, words):
    assert set(words) <= not_terms(language)
    assert not {"trade", "peace", "handel", "мир", "newsprint"} & not_terms(language)


def test_text_that_no_codebook_reads_stands_outside_shares_by_frame(results):
    english = analysis.frames.by_article(results, ["security"], languages=["en"])
    assert english["n"].sum() == 3 and english["carried"].sum() == 2
    dated = analysis.frames.over_time(results, ["security"], languages=["de"])
    assert dated.empty
    assert "2023-05" in set(analysis.frames.over_time(results, ["security"], languages=["en"])["published"])


def test_standardised_scores_have_mean_0_and_deviation_1_over_all_sentences(results):
    rows = analysis.tone.standardised(results, "made")
    asked = "select avg(score) as m, stddev_pop(score) as d from sentiment where instrument = 'made'"
    raw = results.query(asked).iloc[0]
    plain = analysis.tone.scores(results, "made")
    assert rows["score"].tolist() == pytest.approx(((plain["score"] - raw["m"]) / raw["d"]).tolist())
    assert analysis.tone.standardised(results, "none of these").empty


def test_tone_by_form_names_length_speech_and_place(results):
    rows = analysis.tone.by_form(results, "made")
    total = analysis.tone.scores(results, "made")["n"].sum()
    assert rows.groupby("aspect")["n"].sum().to_dict() == {name: total for name in analysis.tone.FORMS}
    assert set(rows["form"]) <= {form for _, forms in analysis.tone.FORMS.values() for form in forms}
