"""Damage is told, and sound texts are not suspected."""

import pytest

from helpers.layout.damage import doubts, odd_languages

SOUND = "The harbour of the town was shut for a week. " * 8
N_WORDS = [10] * 8


def told(text: str, n_words: list[int] = N_WORDS, n_body: int = 80) -> list[str]:
    return [severity for _, severity in doubts(text, text, n_words, n_body)]


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "Château, âge, Mâcon: là-bas, on a bâti un théâtre. " * 4,
        "A manhã de São João: a irmã não vê o câmbio. IRMÃ. " * 4,
        "no no no no, ha ha ha, zzzzzz. " + SOUND,
    ],
)
def test_sound_texts(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        SOUND + "Townâs mayor said âNo,â and left.",
        SOUND + "The ma\ufffdor of the to\ufffdn",
        "harbour " * 90,
        SOUND + "A" * 40,
    ],
)
def test_damaged_texts(text: str) -> None:
    assert told(text) == ["doubt"]


def test_what_was_mended_is_a_note() -> None:
    decoded = SOUND + "It was â€œshutâ€\x9d."
    assert doubts(decoded, SOUND + "It was “shut”.", N_WORDS, 80)[0][1] == "note"


def test_lost_full_stops_and_pages_without_an_article() -> None:
    assert told(SOUND, [61, 70], 131) == ["doubt"]
    assert told(SOUND, [50, 70], 120) == []
    assert told(SOUND, [], 0) == ["doubt"]
    assert told(SOUND, [6], 0) == ["note"]


def test_a_language_unlike_the_rest_of_the_outlet() -> None:
    english = [(f"{n}.txt", "Gazette", "en", True) for n in range(19)]
    assert [file for file, _ in odd_languages([*english, ("x.txt", "Gazette", "nn", True)])] == ["x.txt"]
    assert not odd_languages([*english, ("x.txt", "Gazette", "nn", False)])
    assert not odd_languages([*english, ("x.txt", "Zeitung", "nn", True)])
    assert not odd_languages([*english[:2], ("x.txt", "Gazette", "nn", True)])


@pytest.mark.parametrize("mark", ["   {} of 3 DOCUMENTS", "End of Document"])
def test_several_articles_in_one_file_are_told(mark: str) -> None:
    """An archive's export is one article for who reads it; one mark alone is no bundle, nor are words in a line."""
    parts = [f"{mark.format(n)}\n\nThe council of Varna met on day {n}.\n" for n in (1, 2, 3)]
    (doubt,) = doubts("".join(parts), "".join(parts), [8] * 3, 24)
    assert doubt[1] == "doubt" and "3 articles" in doubt[0]
    assert doubts(parts[0], parts[0], [8], 8) == []
    quoted = "She showed 2 of 3 DOCUMENTS to us.\nHe kept 1 of 3 DOCUMENTS.\n"
    assert doubts(quoted, quoted, [7, 5], 12) == []
