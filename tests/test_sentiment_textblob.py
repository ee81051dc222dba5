"""TextBlob as an instrument: its own polarity, and how many words it knew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob

from helpers.sentiment.instruments import textblob

WORDS = """China's summit was not really good bad terrible, very happy. isn't U.S. Mr. great! ‘fine’ well-known hardly
n't won't p.m. :) <3 (!) GREAT END-OF-SENTENCE"""


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS.split()), max_size=20).map(" ".join)))
def test_the_polarity_is_textblobs_own(text):
    assert textblob.polarities([text], "en")[0][0] == TextBlob(text).sentiment.polarity


@pytest.mark.parametrize(
    ("text", "known", "words"),
    [("A very good plan", 2, 4), ("Nobody signed", 0, 2), ("Signed :)", 1, 2), ("(!) Signed.", 1, 3), ("", 0, 0)],
)
def test_words_known_and_words_are_counted(text, known, words):
    assert textblob.polarities([text], "en")[0][1:] == (known, words)
