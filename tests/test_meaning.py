"""The trained model of meaning: how words add up, what it says in four languages, how it is sampled and taught."""

import json

import numpy as np
import pytest

from helpers import analysis, sentiment
from helpers.encoder import meaning
from helpers.tables import measure
from helpers.training import meaning_data as data

GOOD_AND_BAD = [  # a language, a sentence of joy, one of horror
    ("en", "The splendid festival was a great success.", "The brutal attack killed dozens of children."),
    ("de", "Das herrliche Fest war ein großer Erfolg.", "Der brutale Angriff tötete Dutzende Kinder."),
    ("ru", "Прекрасный праздник прошёл с большим успехом.", "Жестокое нападение унесло жизни десятков детей."),
    ("zh", "这场精彩的庆典非常成功，大家都很高兴。", "残暴的袭击造成数十名儿童死亡，学校被摧毁。"),
]


def made(values, weights, toward):
    """A sentence of three pieces in two words."""
    said = np.zeros((3, meaning.WIDTH))
    said[:, 0], said[:, meaning.WEIGHTS.start], said[:, meaning.TOWARD] = values, weights, toward
    return meaning.Meaning(said, np.array([0, 1, 3]), np.array([0, 4]), np.array([3, 9]), np.zeros(0))


def test_the_tone_is_the_weighed_mean_of_the_pieces_and_the_sum_of_the_words_shares():
    read = made([0.8, -0.4, 0.2], np.log([1, 2, 1]), 0)
    # (0.8 - 2 * 0.4 + 0.2) / 4
    assert read.tone == pytest.approx(0.05)
    assert read.shares[:, 0] == pytest.approx([0.2, -0.15])
    assert read.frames == pytest.approx([0.5] * len(meaning.FRAMES))


def test_the_tone_toward_a_mention_is_that_of_its_pieces():
    read = made(0, 0, np.log([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.1, 0.1, 0.8]]))
    assert read.toward(0, 3) == pytest.approx([0.7, 0.2, 0.1])
    assert read.toward(5, 6) == pytest.approx([0.1, 0.1, 0.8])
    assert np.isnan(read.toward(3, 4)).all()


@pytest.mark.parametrize("text", ["", "   ", "\n", "?! ... --", "12 345", "\u200b\ufeff"])
def test_a_sentence_without_a_letter_has_no_tone(text):
    assert np.isnan(sentiment.score([text], "tone_model", "en")[0]).all()


@pytest.mark.parametrize(("language", "good", "bad"), GOOD_AND_BAD)
def test_praise_and_horror_are_told_apart_in_four_languages(language, good, bad):
    scores, known = sentiment.score([good, bad], "tone_model", language)
    assert scores[0] > 0 > scores[1] and known.tolist() == [1, 1]


@pytest.mark.parametrize("text", ["🙂", "a " * 100_000, "中国" * 5_000, "\u200b\u0301"])
def test_odd_text_is_survived(text):
    assert len(sentiment.score([text], "tone_model", "en")[0]) == 1


def test_what_is_said_of_a_sentence_depends_on_no_other():
    texts = [good for _, good, _ in GOOD_AND_BAD] * 2
    together = sentiment.score(texts, "tone_model", "en")[0]
    meaning.read.cache_clear()
    assert together.tolist() == [sentiment.score([text], "tone_model", "en")[0][0] for text in texts]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Two articles of many sentences, of one outlet each."""
    home = tmp_path_factory.mktemp("sampled")
    for name, town in (("one", "Oslo"), ("two", "Lima")):
        lines = (f"The army of China trained near {town} on day {i}, and nobody was hurt there." for i in range(80))
        (home / f"{name}.txt").write_text(" ".join(lines))
    (home / "articles.csv").write_text("file,outlet\none.txt,One\ntwo.txt,Two\n")
    return home


def test_a_sample_stands_for_all_sentences(study, tmp_path):
    results = measure.measure(study, tmp_path, measure.Settings(engine="fast", target_sample=80), workers=1)
    scored = results.table("sentiment").query("instrument == 'tone_model'")
    # of 160 sentences in two strata the same share is drawn: 40 of 80, each standing for two
    assert len(scored) == 80 and scored["weight"].tolist() == [2.0] * 80
    toward = results.table("target_sentiment").query("instrument == 'target_model'")
    assert toward.loc[toward["target"] == "china", "weight"].sum() == pytest.approx(160)
    tones = analysis.tone.scores(results, "tone_model")
    assert tones["n"].sum() == 80 and (tones["n"] * tones["stands_for"]).sum() == pytest.approx(160)
    assert analysis.tone.classed(results, "tone_model")["n"].sum() == 80  # what was not drawn is not "unscored"


def test_both_instruments_of_frames_have_their_rows(study, tmp_path):
    results = measure.measure(study, tmp_path, measure.Settings(engine="fast"), workers=1)
    scores = results.table("frame_scores")
    by_codebook = scores[scores["instrument"] == "codebook"]
    hits = results.table("frame_hits")
    assert set(zip(by_codebook["sentence_id"], by_codebook["frame"], strict=True)) == set(
        zip(hits["sentence_id"], hits["frame"], strict=True)
    )
    assert by_codebook["present"].all() and (by_codebook["score"] == 1).all()
    by_model = scores[scores["instrument"] == "model"]
    assert set(by_model["frame"]) <= set(meaning.FRAMES) and by_model["score"].between(0, 1).all()
    shares = analysis.frames.by_model(results, list(meaning.FRAMES))
    security = shares[shares["frame"] == "security"]
    found = by_model.query("frame == 'security' and present")
    assert (security["carried"] * security["n"]).sum() == pytest.approx(len(found))
    agreed = analysis.frames.agreement_of_instruments(results, ["security"]).iloc[0]
    assert agreed["model"] == len(found) and agreed["both"] <= min(agreed["model"], agreed["codebook"])


def test_what_teaches_is_read_as_it_was_coded(tmp_path):
    (tmp_path / "news.txt").write_text("## article a\na:0\t[headline] Ann praised Oslo.\na:1\t[body] Menu\n")
    codes = [
        {"id": "a:0", "tone": 1, "targets": {"Oslo": 1}, "frames": ["partnership"]},
        {"id": "a:1", "mode": "furniture", "tone": 0},
    ]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, codes)) + "\n")
    (paragraph,) = data.coded_news(tmp_path / "news.jsonl")
    assert paragraph.text == "Ann praised Oslo."
    (sentence,), (mention,) = paragraph.sentences, paragraph.mentions
    assert sentence.tone == pytest.approx(0.3) and sentence.frames[meaning.FRAMES.index("partnership")] == 1
    assert paragraph.text[mention.start : mention.end] == "Oslo" and np.argmax(mention.odds) == data.POSITIVE
    assert [m.text for m in data.apart([paragraph])] == ["Ann praised Oslo."]


def test_who_is_minded_how_toward_whom_makes_the_other_the_target(tmp_path):
    file = tmp_path / "train.tsv"
    file.write_text(
        "text\tp_from\tp_to\tq_from\tq_to\tlabel\nAnn hates Bob.\t0\t3\t10\t13\t3\nAnn met Bob.\t0\t3\t8\t11\t0\n"
    )
    hates, met = data.directed(file)
    assert [hates.text[m.start : m.end] for m in hates.mentions] == ["Bob"]
    assert np.argmax(hates.mentions[0].odds) == data.NEGATIVE
    assert [int(np.argmax(m.odds)) for m in met.mentions] == [data.NEUTRAL] * 2


def test_a_sentence_has_a_direction_that_says_what_it_is_about():
    army, troops, rain, nothing = (
        meaning.read(text).vector
        for text in (
            "The army attacked the town.",
            "Soldiers shelled the village.",
            "Cheese sells well in spring.",
            " ",
        )
    )
    halves = army.reshape(2, meaning.HIDDEN)
    assert np.linalg.norm(halves, axis=1) == pytest.approx([1, 1]) and not nothing.any()
    assert army @ troops > army @ rain
