"""Reported speech that goes on without a sign of it: which sentences are asked, what tells it, how it is fitted."""

from __future__ import annotations

import numpy as np
import pytest
from test_attribution import Stretch

from helpers.attribution import Attribution, attribute, continued, vectors
from helpers.attribution.lists import lists
from helpers.attribution.page import Paragraph
from helpers.training import continued as training
from helpers.training.polnear import Annotated, Gold

TEXT = "Der Minister sagte, die Fähre komme. Sie ist groß. Ich mag sie.\nDie Brücke ist zu. Die Stadt schläft."


def sentences(text: str, mark: str = ".") -> list[Stretch]:
    out, at = [], 0
    while (end := text.find(mark, at)) >= 0:
        out.append(Stretch(at, end + 1, "body"))
        at = end + 2
    return out


def page(text: str = TEXT, language: str = "de") -> continued.Page:
    parted = sentences(text)
    said = Attribution((0, 12), (13, 18), ((20, 36),), "indirect", "speech", 0.9)
    read = Paragraph(text, np.arange(len(text)), (), False)
    return continued.Page(text, parted, [said], vectors.Vectors([read], parted), language)


def test_each_sentence_is_asked_only_if_the_one_before_goes_on():
    asked = []

    def goes_on(sentence, last, mode):
        asked.append((sentence, last, mode))
        return 1.0 if sentence < 3 else 0.0

    found = continued.followers(page(), goes_on, 0.5)
    assert asked == [(1, 0, "indirect"), (2, 0, "indirect"), (3, 0, "indirect")]  # the last is not asked any more
    assert [TEXT[slice(*a.content[0])] for a in found] == ["Sie ist groß.", "Ich mag sie."]
    assert {(a.source, a.mode, a.cue_class) for a in found} == {((0, 12), "indirect", "speech")}


def test_a_run_is_as_likely_as_all_of_its_sentences_together():
    found = continued.followers(page(), lambda *_: 0.8, 0.6)  # .8, then .64, then .512
    assert [TEXT[slice(*a.content[0])] for a in found] == ["Sie ist groß.", "Ich mag sie."]
    rows = [row(True, 0, "a", first=first) for first in (True, False, False, True)]
    assert training.together(rows, np.array([0.5, 0.5, 0.5, 0.9])).tolist() == [0.5, 0.25, 0.125, 0.9]


def test_nothing_goes_on_behind_a_headline_or_where_nobody_spoke():
    own = page()
    own.sentences = [own.sentences[0], own.sentences[1]._replace(kind="headline"), *own.sentences[2:]]
    assert continued.followers(own, lambda *_: 1.0, 0.5) == []
    own.taken = [False] * 5
    assert continued.followers(own, lambda *_: 1.0, 0.5) == []


def test_the_features_of_a_sentence():
    told = dict(zip(continued.FEATURES, page().row(2, 0, "mixed"), strict=True))
    assert told == {
        "same paragraph": 1, "first behind": 0, "how far": 2 / 5, "says I": 1, "length": 12 / 200, "marks": 0,
        "behind direct": 0, "behind mixed": 1, "paragraph goes on": 0, "somebody next": 0, "attributed": 1 / 5,
        "de": 1, "ru": 0, "zh": 0,
    }  # fmt: skip


def spoken(text: str, language: str, *sources: str) -> continued.Page:
    """A page on which each sentence that begins with the next of the sources is that one's."""
    parted, found, at = sentences(text, "。" if language == "zh" else "."), [], 0
    for sentence in parted:
        source = sources[at] if at < len(sources) else ""
        if source and text.startswith(source, sentence.start):
            here = sentence.start + len(source)
            found.append(
                Attribution(
                    (sentence.start, here), (here, here + 1), ((here + 1, sentence.end),), "indirect", "speech", 0.9
                )
            )
            at += 1
    read = Paragraph(text, np.arange(len(text)), (), False)
    return continued.Page(text, parted, found, vectors.Vectors([read], parted), language)


@pytest.mark.parametrize(
    ("text", "language", "sources", "expected"),
    [
        ("省长林大海说天气好。 市场不错。 林大海说会下雨。", "zh", ("省长林大海", "林大海"), True),
        ("省长林大海说天气好。 市场不错。 他说会下雨。", "zh", ("省长林大海", "他"), True),
        ("他说天气好。 市场不错。 林大海说会下雨。", "zh", ("他", "林大海"), False),  # nobody tells who he is
        ("省长林大海说天气好。 市场不错。 周小云说会下雨。", "zh", ("省长林大海", "周小云"), False),
        ("省长林大海说天气好。\n市场不错。 林大海说会下雨。", "zh", ("省长林大海", "林大海"), False),  # a paragraph
        ("省长林大海说天气好。\n市场不错。\n林大海说会下雨。", "zh", ("省长林大海", "林大海"), True),  # all have lines
        ("Мэр Зимин рад. Мост цел. Он говорит о дожде.", "ru", ("Мэр Зимин", "Он"), True),
        ("Мэр Зимин рад. Мост строил Олег Ветров. Он говорит о дожде.", "ru", ("Мэр Зимин", "Он"), False),
        ("Мэр Зимин рад. Мост цел.", "ru", ("Мэр Зимин",), False),
    ],
)
def test_who_comes_back_behind_a_sentence(text, language, sources, expected):
    assert spoken(text, language, *sources).comes_back(1) is expected


def test_a_sentences_vector_is_the_direction_of_its_words():
    read = Paragraph("Ab cd. Ef.", np.arange(10), (), False)
    pooled = vectors.Vectors([read], [Stretch(0, 6, "body"), Stretch(7, 10, "body")])
    words = np.zeros((3, vectors.WIDTH), dtype=np.float32)
    words[0, 0], words[1, 1], words[2, 2] = 3, 4, 7
    pooled.add(0, np.array([0, 3, 7]), words)
    assert pooled.of(0)[:3].tolist() == pytest.approx([0.6, 0.8, 0]) and pooled.of(1)[2] == 1
    assert not vectors.Vectors([read], [Stretch(0, 6, "body")]).of(0).any()


def test_a_language_is_asked_where_the_model_says_so():
    text = "Die Ministerin sagte, die Fähre komme morgen. Die Brücke ist zu."
    parted = [Stretch(0, 45, "body"), Stretch(46, len(text), "body")]
    assert attribute(text, [Stretch(0, len(text), "body")], parted, "de")  # with all parts of the shipped model
    for engine in training.ENGINES:
        known = continued.weights(engine)
        assert (known.features.shape, known.vector.shape) == ((len(continued.FEATURES),), (vectors.WIDTH,))
    assert set(continued.least()) <= {"en", "de", "ru", "zh"} and all(0.4 <= p < 1 for p in continued.least().values())


def row(
    goes_on: bool, feature: float, article: str, news: bool = True, language: str = "de", first: bool = False
) -> training.Row:
    features = np.zeros(len(continued.FEATURES))
    features[0] = feature
    features[continued.FEATURES.index("first behind")] = first
    return training.Row(features, np.zeros(vectors.WIDTH), goes_on, language, article, news)


def test_what_goes_on_gets_weight_and_articles_are_judged_by_others():
    rows = [row(bool(i % 2), float(i % 2), f"a{i // 2}") for i in range(32)]
    fitted = training.fit(rows)
    assert fitted.features[0] > 0.5 and not fitted.vector.any()
    assert fitted.likely.shape == (32,) and (fitted.likely[1::2] > 0.5).all() and (fitted.likely[::2] < 0.5).all()


def test_weights_before_are_kept_where_the_rows_say_nothing_else():
    before = continued.Weights(np.full(len(continued.FEATURES), 2.0), np.ones(vectors.WIDTH), -1.0)
    fitted = training.fit([row(bool(i % 2), float(i % 2), f"a{i // 2}") for i in range(32)], before)
    at = continued.FEATURES.index("how far")  # 0 in all rows: as before, but for how much of that is kept
    share = fitted.features[at] / 2
    assert share > 0 and fitted.vector == pytest.approx(np.full(vectors.WIDTH, share))
    assert fitted.features[0] > fitted.features[at]


def test_the_probability_of_a_language_is_the_one_by_which_most_is_won():
    news = [row(True, 1, "a") for _ in range(4)] + [row(False, 0, "b")] * 2 + [row(False, 1, "c", language="en")]
    least, lines = training.thresholds(news, np.array([0.9, 0.9, 0.9, 0.55, 0.5, 0.2, 0.9]))
    assert least == {"de": 0.55, "en": 0.9}  # English wins nothing
    assert lines == ["| de | 0.55 | 4 | 0 | 4 |", "| en | 0.90 | 0 | 1 | 0 |"]


def test_sentences_without_source_and_cue_teach():
    content = ((20, 36), (37, 63))
    article = Annotated("de_x", TEXT, (Gold(((0, 12),), ((13, 18),), content),))
    rows = list(training.of_lines(article, "de", "fast"))
    assert [r.goes_on for r in rows] == [True, True, False] and not any(r.news for r in rows)


def test_the_rest_of_a_sentence_that_was_cut_goes_on_with_nobodys_words(monkeypatch):
    monkeypatch.setattr(continued, "weights", lambda engine: continued.Weights(np.zeros(14), np.zeros(384), 9.0))
    assert len(continued.continued(page(), "full")) > 0
    assert continued.continued(page(TEXT.replace("Sie ist", "sie ist")), "full") == []


@pytest.mark.parametrize("language", ["en", "de", "ru", "zh"])
def test_what_the_writer_tells_the_reader_goes_on_with_nobodys_words(language, monkeypatch):
    monkeypatch.setattr(continued, "weights", lambda engine: continued.Weights(np.zeros(14), np.zeros(384), 9.0))
    for aside in lists(language)["asides"]:
        told = TEXT.replace("Sie ist groß.", f"{aside}, sie ist groß.")
        assert continued.continued(page(told, language), "full") == []
