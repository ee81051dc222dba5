"""What each word adds to the trained instrument's score, and how it is shown."""

import pandas as pd
import pytest
from retold import STUDY

from helpers.analysis import word_by_word
from helpers.encoder import meaning
from helpers.figures import word_by_word as figure


def test_the_shares_of_a_sentence_add_up_to_its_score():
    score, words = word_by_word.of_sentence("The attack was a horrible crime.")
    assert (
        score
        == pytest.approx(sum(share for *_, share in words))
        == pytest.approx(meaning.read("The attack was a horrible crime.").tone)
    )
    assert [("The attack was a horrible crime."[a:b]) for a, b, _ in words][:3] == ["The", "attack", "was"]


def test_words_stand_where_they_are_in_the_text_as_it_is_stored():
    text = "Die Zu\u00adsam\u00admen\u00adarbeit war gut."  # read without its soft hyphens
    _, words = word_by_word.of_sentence(text)
    assert text[slice(*words[1][:2])] == "Zu\u00adsam\u00admen\u00adarbeit"


def test_words_are_coloured_by_their_share_and_nothing_is_executed():
    html = figure.coloured("<b>good</b> & bad", [(3, 7, 0.06), (14, 17, -0.03), (10, 11, 0.001)])
    assert html == (
        '&lt;b&gt;<span style="background-color: #01665e96">good</span>&lt;/b&gt; &amp; '
        '<span style="background-color: #b8742a4b">bad</span>'
    )


def test_what_adds_most_is_told_in_words(capsys, monkeypatch):
    shown = []
    monkeypatch.setattr(figure, "display", lambda html: shown.append(html.data))
    row = {
        "outlet_name": "A & B",
        "voice": "chinese",
        "text": "good day",
        "score": 0.08,
        "words": [(0, 4, 0.07), (5, 8, 0.01)],
    }
    figure.show(pd.DataFrame([row]), STUDY)
    assert "+0.08: “good” +0.07, “day” +0.01. A &amp; B, Chinese." in shown[0]
    figure.show(pd.DataFrame(columns=[*row]), STUDY)
    assert "No sentence was scored" in shown[1]
