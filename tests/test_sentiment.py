"""Instruments and preparation: hand-computed scores, what is unscored, bad input, the study's own lexicons."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import sentiment
from helpers.sentiment import prepare, score, sentence_instruments
from helpers.sentiment.lexicons import read_lexicon, shipped
from helpers.sentiment.reading import Reader
from helpers.study import StudyError

WORD_LISTS = [name for name, instrument in sentence_instruments().items() if not instrument.sampled]
ENGLISH = [name for name in WORD_LISTS if "en" in sentence_instruments()[name].languages]
ODD = ["", " \n ", "?! ... --", "12 345", "中国 与 俄罗斯", "Привет, мир", "\u200b\ufeff"]

COMBINED = "combined"


def one(text, instrument, language="en", study=None):
    return score([text], instrument, language, study)[0][0]


def test_a_word_list_is_read_with_negation_and_intensifier():
    n = 4  # words of each text below; AFINN gives good 3 of 5
    assert one("the plan was good", "afinn") == pytest.approx(math.tanh(2 * 0.6 / math.sqrt(n)))
    assert one("was not any good", "afinn") == pytest.approx(math.tanh(2 * -0.5 * 0.6 / math.sqrt(n)))
    assert one("was a very good", "afinn") == pytest.approx(math.tanh(2 * 1.3 * 0.6 / math.sqrt(n)))


def test_the_combined_score_of_a_word_is_the_mean_of_the_lists():
    vader, afinn, hu_liu = 1.9 / 4, 3 / 5, 0.6
    assert shipped("afinn").words["good"] == afinn
    assert one("good", COMBINED) == pytest.approx(math.tanh(2 * (vader + afinn + hu_liu) / 3))


def test_coverage_is_the_share_of_words_known():
    assert score(["the plan was good"], "afinn", "en")[1][0] == pytest.approx(0.25)


@pytest.mark.parametrize("instrument", ENGLISH)
@pytest.mark.parametrize("text", ODD)
def test_nothing_known_is_unscored_not_neutral(instrument, text):
    scores, coverage = score([text], instrument, "en")
    assert np.isnan(scores[0]) and coverage[0] == 0


@pytest.mark.parametrize("instrument", WORD_LISTS)
def test_a_language_that_an_instrument_does_not_know_is_unscored(instrument):
    other = "de" if "en" in sentence_instruments()[instrument].languages else "en"
    assert np.isnan(one("good gut terrible schrecklich", instrument, other))
    assert np.isnan(one("good gut", instrument, "fr"))


@pytest.mark.parametrize("instrument", ENGLISH)
def test_long_lines_emoji_and_mixed_scripts_are_survived(instrument):
    texts = ["Россия is bad 坏 🙂 " * 3, "a good deal of harm " * 20_000, "🙂" * 500]
    scores, coverage = score(texts, instrument, "en")
    assert np.nanmax(np.abs(scores)) <= 1 and coverage.max() <= 1
    assert scores[0] < 0.5


@given(st.lists(st.text(max_size=60), max_size=4))
def test_scores_stay_in_range_and_do_not_depend_on_the_batch(texts):
    for instrument in (COMBINED, "textblob"):
        together = score(texts, instrument, "en")
        alone = [score([text], instrument, "en") for text in texts]
        assert np.array_equal(together[0], np.array([s[0] for s, _ in alone]), equal_nan=True)
        assert not np.any(np.abs(together[0]) > 1)


def test_german_words_are_found_in_inflected_form():
    assert one("China stärkte die Zusammenarbeit mit den Staaten.", "german", "de") > 0.1
    assert one("Die Sanktionen bedrohten das Land.", "german", "de") < -0.1
    weakened = "Die Strafen schwächten das Land"
    assert one(f"{weakened}.", "german", "de") < one(f"{weakened} nicht.", "german", "de")


# ---- negation -------------------------------------------------------------------------------------------------

READ_ALIKE = [COMBINED, "afinn", "hu_liu"]


@pytest.mark.parametrize("instrument", READ_ALIKE)
@pytest.mark.parametrize(
    "text, sign",
    [
        ("The dam is no disaster.", 1),
        ("Nobody in the two northern districts was happy.", -1),
        ("Nobody answered, but the harvest was good.", 1),
        ("Without guides – a brilliant climb.", 1),
        ("He did not call; a wonderful evening followed.", 1),
        ("It never rained (a happy coincidence).", 1),
        ("The ferry is far from safe.", -1),
        ("The ferry is anything but reliable.", -1),
        ("The ferry is by no means safe.", -1),
        ("They live far from the peaceful lake.", 1),
        ("The cook was not only good but brilliant.", 1),
        ("She had nothing but praise for it.", 1),
        ("No wonder the match was brilliant.", 1),
    ],
)
def test_a_negation_reaches_to_the_end_of_its_clause(instrument, text, sign):
    assert one(text, instrument) * sign > 0


@pytest.mark.parametrize("instrument", READ_ALIKE)
def test_no_is_a_negation_and_has_no_score_of_its_own(instrument):
    assert one("They said no to it.", instrument) != one("They said bad to it.", instrument)
    assert np.isnan(one("They said no to it.", instrument))
    assert one("There is no risk of a disaster.", instrument) > one("There is a risk of a disaster.", instrument)


@pytest.mark.parametrize(
    "text, sign",
    [
        ("Der Vertrag schützt die Fischer an der Küste nicht.", -1),
        ("Der Vertrag hilft den Fischern nicht, aber das Dorf ist erfolgreich.", 1),
        ("Das Dorf ist erfolgreich, doch die Brücke trägt nicht.", 1),
        ("Die Brücke ist alles andere als sicher.", -1),
        ("Der Koch war nicht nur gut, sondern hervorragend.", 1),
        ("Nicht der Koch war erfolgreich.", -1),
    ],
)
def test_a_german_negation_turns_what_follows_in_its_clause_or_else_what_is_before(text, sign):
    assert one(text, "german", "de") * sign > 0


def test_a_long_word_is_compared_with_no_more_letters_than_a_stem_has(tmp_path):
    (tmp_path / "mine.csv").write_text("word,score\npeac*,1\n")
    reader = Reader(read_lexicon(tmp_path / "mine.csv"), "en")
    assert reader.longest_stem == 4
    assert reader["peacefully" + "x" * 100_000].value == 1 and reader["x" * 100_000].value is None


def test_an_unknown_instrument_is_named_with_the_choice():
    with pytest.raises(StudyError, match='no instrument "tone".*textblob'):
        score(["x"], "tone", "en")


# ---- preparation ----------------------------------------------------------------------------------------------


def test_names_and_set_terms_are_masked():
    text = "Great Britain’s foreign minister praised the Defense Ministry."
    assert prepare(text, [(0, 13)]) == "Xx's Xx praised the Xx."
    assert prepare(text, terms=False) == "Great Britain's foreign minister praised the Defense Ministry."


def test_overlapping_names_are_masked_once():
    assert prepare("Carnegie Russia Center said", [(9, 15), (0, 22)]) == "Xx said"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It isn’t good, we can't.", "It is not good, we can not."),
        ("They won't; DON'T!", "They will not; DO not!"),
        ("the ant's nest", "the ant's nest"),
        ("", ""),
    ],
)
def test_contractions_are_spelt_out(text, expected):
    assert prepare(text) == expected


def test_masking_takes_the_praise_out_of_a_name():
    text = "The Great Wall Trust met the Justice Party"
    assert one(text, "vader") > 0.3
    assert np.isnan(one(prepare(text, [(4, 20), (29, 42)]), "vader"))


# ---- the study's own lexicons ---------------------------------------------------------------------------------


def study_with(tmp_path, content, name="own.csv"):
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return SimpleNamespace(folder=tmp_path, lexicons=[name])


def test_an_own_lexicon_is_an_instrument(tmp_path):
    study = study_with(tmp_path, "# my words\nword,score\nmultipolar*,2\nzero sum,-1\n")
    assert list(sentence_instruments(study))[-1] == "own"
    assert one("multipolarity", "own", study=study) == pytest.approx(math.tanh(2))
    assert one("a zero sum game", "own", study=study) == pytest.approx(math.tanh(2 * -0.5 / 2))
    assert np.isnan(one("sum zero", "own", study=study))


def test_an_own_lexicon_says_its_language(tmp_path):
    study = study_with(tmp_path, "# language: de\nword,score\nstark,1\n")
    assert one("stark", "own", "de", study) > 0
    assert np.isnan(one("stark", "own", "en", study))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("word,score\ngood,1\nbad\n", "own.csv, line 3: needs a word and a score"),
        ("word,score\ngood,very\n", 'own.csv, line 2: the score "very" is not a number'),
        ("word,score\ngood,nan\n", "line 2"),
        ("word,score\n,1\n", "line 2: has no word"),
        ("good,1\n", "line 1: the first line must be the header"),
        ("word,score\ngood,1\nGood,-1\n", 'line 3: "good" has two different scores'),
        ('word,score\n"good,1\n', "line 2: not a line of CSV"),
        ("word,score\n", "has no word"),
        ("", "has no word"),
        (b"word,score\n\xff\xfe,1\n", "is not UTF-8"),
    ],
)
def test_a_malformed_lexicon_names_file_and_line(tmp_path, content, message):
    with pytest.raises(StudyError, match=message):
        sentence_instruments(study_with(tmp_path, content))


def test_a_missing_lexicon_and_a_taken_name_are_told(tmp_path):
    with pytest.raises(StudyError, match="gone.csv"):
        sentence_instruments(SimpleNamespace(folder=tmp_path, lexicons=["gone.csv"]))
    with pytest.raises(StudyError, match='"vader" already'):
        sentence_instruments(study_with(tmp_path, "word,score\ngood,1\n", "vader.csv"))


@pytest.mark.parametrize("name", ["afinn", "hu_liu", "news", "german_polarity", "german_news"])
def test_shipped_lexicons_load_and_say_where_they_come_from(name):
    assert len(shipped(name).words) > 100
    head = (sentiment.lexicons.FOLDER / f"{name}.csv").read_text("utf-8").partition("word,score")[0].lower()
    assert "source" in head or "written for" in head
    assert "licence" in head or "terms" in head or "cc0" in head


def test_the_memory_of_words_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.sentiment.reading._CACHE_LIMIT", 50)
    path = tmp_path / "own.csv"
    path.write_text("word,score\ngood,1\n")
    reader = Reader(read_lexicon(path), "en")
    reader.read_all([f"word{'x' * i} good" for i in range(200)])
    assert len(reader) <= 50
