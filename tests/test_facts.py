"""Facts that stay the same in another language, and pairs of articles that are offered by them."""

import pytest

from helpers.names.facts import facts
from helpers.tables.sketch import sketch
from helpers.tables.stories import Told
from helpers.tables.translations import suggested


def found(text: str, language: str) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {"number": set(), "date": set(), "name": set()}
    for kind, key in facts(text, language, [(0, len(text))]):
        kinds[kind].add(key)
    return kinds


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "On May 19 China gave 26bn yuan to 1,500 firms, 3.5 percent more."),
        ("en", "By the 19th of May China gave 26 billion yuan to 1500 firms, 3.5 percent more."),
        ("de", "Am 19. Mai gab China 26 Milliarden Yuan an 1.500 Firmen, 3,5 Prozent mehr."),
        ("ru", "19 мая Китай дал 26 млрд юаней 1 500 фирмам, на 3,5 процента больше."),
        ("zh", "5月19日,中国向1500家公司提供了260亿元,增加3.5%。"),
    ],
)
def test_the_same_numbers_and_days_in_every_language(language: str, text: str) -> None:
    told = found(text, language)
    assert told["number"] == {"26000000000", "1500", "3.5"} and told["date"] == {"05-19"}


def test_small_numbers_years_and_clocks_tell_nothing() -> None:
    assert found("In 2022 seven of 9 men came at 11:30 by bus, 4 of them twice.", "en")["number"] == set()


def test_names_have_one_form() -> None:
    english, german = found("Kazakhstan and Xi Jinping", "en")["name"], found("Kasachstan und Xi Jinping", "de")["name"]
    assert english == german == {"Kazakhstan", "Xi Jinping"}


def test_facts_are_those_of_the_places_given() -> None:
    text = "China gave 26 billion. France gave 31 million."
    assert {key for _, key in facts(text, "en", [(0, 22)])} == {"China", "26000000000"}


ENGLISH = "On May 19 Ruritania and Kazakhstan signed for 26 billion yuan and 437 railway cars, Ana Tomer said."
GERMAN = "Am 19. Mai schlossen Ruritanien und Kasachstan über 26 Milliarden Yuan und 437 Waggons ab."
ELSEWHERE = "Am 3. März gab es in Frankreich 615 Unfälle, 48 mehr als im Vorjahr."


def told(article_id: str, text: str, language: str, day: str = "") -> Told:
    keys = sorted(" ".join(fact) for fact in facts(text, language, [(0, len(text))]))
    return Told(article_id, sketch([(text, [])], language), day, language, "", keys)


def test_articles_in_two_languages_are_offered_with_what_they_share() -> None:
    articles = [told("a", ENGLISH, "en"), told("b", GERMAN, "de"), told("c", ELSEWHERE, "de")]
    stories = {key: key for key in "abc"}
    (pair,) = suggested(articles, stories)
    assert pair[:2] == ("a", "b") and 0.5 < pair.likeness <= 1
    assert (pair.numbers, pair.names, pair.dates) == ("26,000,000,000; 437", "Kazakhstan", "05-19")
    assert suggested(reversed(articles), stories) == [pair]
    assert suggested(articles, stories | {"b": "a"}) == []  # they are one story already


def test_no_pair_in_one_language_or_of_other_weeks_is_offered() -> None:
    stories = {"a": "a", "b": "b"}
    assert suggested([told("a", GERMAN, "de"), told("b", GERMAN, "de")], stories) == []
    weeks_apart = [told("a", ENGLISH, "en", "2023-05-20"), told("b", GERMAN, "de", "2023-06-20")]
    assert suggested(weeks_apart, stories) == []
    assert len(suggested([told("a", ENGLISH, "en", "2023-05-20"), told("b", GERMAN, "de", "2023-05")], stories)) == 1


def test_of_copies_one_is_offered() -> None:
    articles = [told("a", ENGLISH, "en"), told("a2", ENGLISH, "en"), told("b", GERMAN, "de"), told("b2", GERMAN, "de")]
    stories = {"a": "a", "a2": "a", "b": "b", "b2": "b"}
    assert [pair[:2] for pair in suggested(articles, stories)] == [("a", "b")]
