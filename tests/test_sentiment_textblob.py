"""TextBlob in batch: exactly TextBlob's own results, on generated sentences and on whatever looks like an emoticon."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob import TextBlob
from textblob.en import sentiment as engine

from helpers.sentiment import textblob_batch

VOCABULARY = """China's summit was not really good bad terrible, very happy. extremely isn't don't can't U.S. Mr. e.g.
never no great! (good) "not" ‘fine’ ’s - -- ... ?! well-known really quite unbelievably awful; nice: Xi the a of 20
$70.2 Russia’s GREAT hardly slightly better worst n't 'd 'm won't p.m. new first full-scale more most less Ph.D. etc."""
WORDS = VOCABULARY.split()
MARKS = [
    ":)", ": )", "8)", ":-D", "(!)", "( !", "!)", "<3", "♥", "xD", "X D", "o_O", "=(", ":", "END-OF-SENTENCE", "\n\n",
]  # fmt: skip


def generated(number, extra=(), seed=1):
    chance = random.Random(seed)
    words = WORDS * 8 + list(extra)
    return [" ".join(chance.choices(words, k=chance.randint(0, 25))) for _ in range(number)]


@pytest.mark.parametrize("extra", [(), MARKS])
def test_thousands_of_sentences_get_textblobs_own_results(extra):
    texts = generated(3000, extra)
    assert [found[0] for found in textblob_batch.polarities(texts)] == [engine(text)[0] for text in texts]


@given(st.text(alphabet="abxXdDoO83pP()!:;=<>-_.,'\"’‘ \n♥°*^[]{}/\\nt good not very", max_size=40))
def test_odd_strings_get_textblobs_own_results(text):
    assert textblob_batch.polarities([text])[0][0] == TextBlob(text).sentiment.polarity


def test_words_known_and_tokens_are_counted():
    polarity, known, total = textblob_batch.polarities(["A very good plan"])[0]
    assert (polarity, known, total) == (TextBlob("A very good plan").sentiment.polarity, 2, 4)
    assert textblob_batch.polarities(["Nobody signed"])[0] == (0.0, 0, 2)


def test_the_memory_of_words_is_bounded(monkeypatch):
    monkeypatch.setattr(textblob_batch, "_CACHE_LIMIT", 20)
    textblob_batch.polarities([f"word{number}" for number in range(100)])
    assert len(textblob_batch._split) <= 20
