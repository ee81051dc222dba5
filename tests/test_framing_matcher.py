"""The matcher: what it finds, and that it finds exactly what plain regular expressions find."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.framing import find, read_codebook
from helpers.framing.codebook import Codebook, Frame, Rule
from helpers.framing.matcher import BREAK, Hit, Matcher, reference


def book(patterns, exclusions=(), near=(), within=8, language="en") -> Codebook:
    rules = tuple(Rule(pattern, tuple(near), within) for pattern in patterns)
    frame = Frame("f", "F", "", "", "test", {language: rules}, {language: tuple(exclusions)})
    return Codebook((frame,), repr(frame))


def words(texts, codebook, language="en"):
    return [texts[hit.text][hit.start : hit.end] for hit in find(texts, language, codebook)]


@pytest.mark.parametrize(
    "text, pattern, found",
    [
        ("Trade grew.", "trade", ["Trade"]),
        ("trades", "trade", []),
        ("Securing security.", "secur*", ["Securing", "security"]),
        ("insecurity", "*security", ["insecurity"]),
        ("Gaspipelines", "*pipeline*", ["Gaspipelines"]),
        ("a Cold-War mood, a cold  war", "cold war", ["Cold-War", "cold  war"]),
        ("The people’s choice, the people's", "people's", ["people’s", "people's"]),
        ("peace, talks", "peace talks", []),
        ("the “no limits” friendship", "no limits friendship", ["no limits” friendship"]),
        ("strengthen bilateral cooperation", "strengthen * cooperation", ["strengthen bilateral cooperation"]),
        ("Zusam\u00admenarbeit", "zusammenarbeit", ["Zusam\u00admenarbeit"]),
        ("fu\u0308r Abkommen", "für abkommen", ["fu\u0308r Abkommen"]),
        ("US$25 million and $3", "$", ["$", "$"]),
        ("it cost $25 million", "cost $", ["cost $"]),
        ("R&D spending", "R-D", ["R&D"]),
        ("a a a", "a a", ["a a", "a a"]),
        ("港口外有军舰。", "军舰", ["军舰"]),
        ("军，舰", "军舰", []),
        ("“丝路”驿站", "丝路驿站", ["丝路”驿站"]),
        ("加强了合作，加强合作", "加强 * 合作", ["加强了合作"]),
        ("在5G网络上", "5g网络", ["5G网络"]),
        ("COVID疫情", "covid", ["COVID"]),
        ("СОТРУДНИЧАЕТ, сотрудничеством", "сотруднич*", ["СОТРУДНИЧАЕТ", "сотрудничеством"]),
        ("военно-морской флот", "военно морск* флот", ["военно-морской флот"]),
    ],
)
def test_what_a_pattern_finds(text, pattern, found):
    assert words([text], book([pattern])) == found


def test_a_phrase_does_not_run_from_one_text_into_the_next():
    assert words(["the cold", "war ends"], book(["cold war"])) == []
    assert words(["cold" + BREAK + "war"], book(["cold war"])) == []


def test_offsets_are_those_of_each_text():
    hits = find(["No.", "", "Aid and trade."], "en", book(["trade", "aid"]))
    assert hits == [Hit(2, "f", 0, 3, "aid"), Hit(2, "f", 8, 13, "trade")]


def test_an_exclusion_swallows_only_what_lies_within_it():
    codebook = book(["cooperation"], exclusions=["shanghai cooperation organi*"])
    assert words(["The Shanghai Cooperation Organisation praised cooperation."], codebook) == ["cooperation"]


def test_a_longer_word_without_blanks_is_no_hit_of_a_shorter_one_that_it_holds():
    codebook = book(["印度"], exclusions=["印度尼西亚"], language="zh")
    assert words(["印度尼西亚和印度的渔民"], codebook, "zh") == ["印度"]
    assert words(["印度尼西亚的渔民"], codebook, "zh") == []


def test_distances_without_blanks_are_in_characters():
    text = ["海关封锁了港口"]
    assert words(text, book(["港口"], near=["海关"], within=4, language="zh"), "zh") == ["港口"]
    assert words(text, book(["港口"], near=["海关"], within=3, language="zh"), "zh") == []


def test_context_must_be_near_and_not_the_pattern_itself():
    codebook = book(["exercise*"], near=["militar*", "exercise*"], within=2)
    assert words(["military exercises"], codebook) == ["exercises"]
    assert words(["joint military fitness exercises"], codebook) == ["exercises"]
    assert words(["military men like their exercises"], codebook) == []
    assert words(["exercises"], codebook) == []


def test_a_language_without_patterns_gives_no_hits():
    assert find(["Handel"], "de", book(["handel"], language="en")) == []


def test_batches_do_not_change_the_hits(monkeypatch):
    texts = ["cold war", "trade", "", "a cold war trade"] * 5
    whole = find(texts, "en", book(["cold war", "trade"]))
    monkeypatch.setattr("helpers.framing.matcher.BATCH", 10)
    assert find(texts, "en", book(["cold war", "trade"])) == whole


def test_the_vocabulary_is_forgotten_when_it_grows_too_large(monkeypatch):
    monkeypatch.setattr("helpers.framing.matcher.MOST_WORDS", 1)
    matcher = Matcher(book(["trade"]).frames, "en")
    assert [hit.start for text in ("trade now", "free trade") for hit in matcher.find([text])] == [0, 5]


WORDS = st.sampled_from(
    ["trade", "Trade", "trades", "war", "cold", "über", "Über", "$", "x", "aid", "un\u00adfair", "co", "港", "口岸"]
)
GAPS = st.sampled_from([" ", "  ", "-", "’", ", ", ". ", "", "\n", "&", '" ', "–", "\x00"])
TEXT = st.lists(st.tuples(WORDS, GAPS), max_size=12).map(lambda pairs: "".join(word + gap for word, gap in pairs))
PATTERNS = st.lists(
    st.sampled_from(
        [
            "trade",
            "trad*",
            "*rade",
            "*rad*",
            "cold war",
            "cold * war",
            "war-war",
            "über*",
            "x $",
            "$",
            "unfair",
            "co x co",
            "unfa* trade",
            "aid aid",
            "港口",
            "港 * 岸",
            "x港",
        ]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(TEXT, max_size=4),
    PATTERNS,
    st.lists(st.sampled_from(["cold war", "trade x", "x * x"]), max_size=2),
    st.sampled_from([(), ("war",), ("cold war", "aid*")]),
    st.integers(1, 4),
)
def test_equal_to_plain_regular_expressions(texts, patterns, exclusions, near, within):
    codebook = book(patterns, exclusions, near, within)
    assert find(texts, "en", codebook) == reference(texts, "en", codebook)


def every_tenth(codebook: Codebook) -> Codebook:
    """A codebook with a tenth of the patterns of each frame."""
    frames = tuple(
        replace(
            frame,
            rules={language: rules[::10] for language, rules in frame.rules.items()},
            exclusions={language: phrases[::10] for language, phrases in frame.exclusions.items()},
        )
        for frame in codebook.frames
    )
    return Codebook(frames, "every tenth")


def test_equal_to_plain_regular_expressions_on_a_real_codebook():
    path = Path(__file__).parents[1] / "helpers" / "codebooks" / "great_power_competition.yaml"
    codebook = every_tenth(read_codebook(path))  # to make an expression of every pattern takes a minute
    for language in ("en", "de", "ru", "zh"):
        texts = [
            text
            for frame in codebook.frames
            for kind in (frame.counts, frame.counts_not)
            for text in kind.get(language, ())
        ]
        assert find(texts, language, codebook) == reference(texts, language, codebook)
