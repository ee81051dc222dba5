"""What a word is: one count for every language."""

import pytest

from helpers.layout.words import count_words


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("", 0),
        ("— “…” !", 0),
        ("The U.S. didn't pay 3.5 % – not once.", 7),
        ("state-owned R&D at 10:30", 4),
        ("road—rail…air", 3),
        ("Новости из Астаны", 3),
        ("港口城市的居民等了三天。", 7),  # eleven characters
        ("港", 1),
        ("The port of 大连 waits", 5),
        ("港の町は静かだ", 4),
        ("เมืองท่าเงียบสงบ", 4),
        ("항구 도시는 조용하다", 3),
    ],
)
def test_words(text: str, n: int) -> None:
    assert count_words(text) == n
