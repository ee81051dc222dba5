"""What is known of people, bodies, media, places and peoples: spellings, the longest name, how sure it is."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.names import knowledge
from helpers.names.knowledge import keys, shelves


def found(text, language=""):
    return [(text[k.start : k.end], k.entry.name) for k in knowledge.find(text, language)]


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        ("Volodymyr Zelensky|Wolodymyr Selenskyj|Владимиром Зеленским|泽连斯基", "Volodymyr Zelensky"),
        ("Xi Jinping|XI Jinping|Си Цзиньпину|习近平|習近平", "Xi Jinping"),
        ("Angela Merkel|Ангелы Меркель|默克尔|安格拉·默克尔", "Angela Merkel"),
        ("Sergey Lavrov|Sergei Lavrov|Sergej Lawrow|Сергея Лаврова|拉夫罗夫", "Sergei Lavrov"),
        ("Donald Trump|Donald J. Trump|Дональда Трампа|特朗普", "Donald Trump"),
        ("Kassym-Jomart Tokayev|Kasym-Zhomart Tokaev|Касым-Жомартом Токаевым", "Kassym-Jomart Tokayev"),
        ("Kassym-Schomart Tokajew", "Kassym-Jomart Tokayev"),
        ("Pavel Felgenhauer|Павла Фельгенгауэра", "Pavel Felgenhauer"),
        ("Mevlüt Çavuşoğlu|Mevlut Cavusoglu", "Mevlüt Çavuşoğlu"),
    ],
)
def test_one_entry_has_all_spellings(spellings, name):
    for spelling in spellings.split("|"):
        known = knowledge.look_up(spelling)
        assert known is not None, spelling
        assert (known.entry.name, known.entry.kind, known.sure) == (name, "person", "unique"), spelling


@pytest.mark.parametrize(
    ("name", "kind", "countries", "sure"),
    [
        ("Deutsche Welle", "medium", ("DE",), "unique"),
        ("新华社", "medium", ("CN",), "unique"),
        ("Минобороны РФ", "body", ("RU",), "unique"),
        ("Tsinghua University", "body", ("CN",), "unique"),
        ("the Pentagon", "body", ("US",), "unique"),
        ("外交部", "body", (), "generic"),
        ("Foreign Ministry", "body", (), "generic"),
        ("Georgia", "place", ("GE", "US"), "ambiguous"),
        ("London", "place", ("GB",), "unique"),  # its namesake in Canada is far smaller
        ("Apple", "body", ("US",), "common"),
        ("Macron", "person", ("FR",), "surname"),
        ("Макрону", "person", ("FR",), "surname"),
        ("kasachischen", "demonym", ("KZ",), "unique"),
        ("Казахстане", "place", ("KZ",), "unique"),
    ],
)
def test_what_a_name_means_and_how_sure(name, kind, countries, sure):
    known = knowledge.look_up(name)
    assert (known.entry.kind, known.countries, known.sure) == (kind, countries, sure)


@pytest.mark.parametrize("name", ["", " ", "Erna Zwölfmeier", "Bauer Erwin Bauer", "Xi Jinping met", "us", "was", "。"])
def test_nobody_has_these_names(name):
    assert knowledge.look_up(name) is None


def test_the_longest_name_wins():
    assert found("印度尼西亚的代表") == [("印度尼西亚", "Indonesia")]
    assert found("来自印度的代表") == [("印度", "India")]
    assert found("at the Bank of China today") == [("Bank of China", "Bank of China")]


def test_names_end_where_words_end():
    assert found("Berliners in Chinaware, Irans Nachbar") == []
    assert found("Irans Nachbar", "de") == [("Irans", "Iran")]
    assert found("G20峰会在北京") == [("G20", "G20"), ("北京", "Beijing")]


def test_marks_divide_names():
    assert found("They met Angela. Merkel left") == [("Merkel", "Angela Merkel")]
    assert found("They met Angela, Merkel, and left") == [("Merkel", "Angela Merkel")]
    assert found("in St. Petersburg") == [("St. Petersburg", "Saint Petersburg")]
    assert found("U.S. officials") == [("U.S. officials", "US government")]


def test_abbreviations_need_their_capitals():
    assert found("who told us that it is so") == []
    assert [name for name, _ in found("They of WHO in a US town")] == ["WHO", "US"]


def test_a_word_written_small_as_well_is_no_sure_name():
    text = "Orange opened shops. The orange shops are new."
    assert [known.sure for known in knowledge.find(text) if known.start == 0] == ["common"]


def test_numbers_of_entries_lead_to_rows():
    known = knowledge.look_up("Angela Merkel")
    table, row = known.entry.id.split(":")
    assert shelves.entry(table, int(row)) == known.entry


PIECES = st.sampled_from(
    [
        "Angela Merkel",
        "Китай",
        "Китая",
        "印度",
        "尼西亚",
        "Bank",
        "of",
        "China",
        "US",
        "U.S.",
        "Wang Yi",
        "王毅",
        "’s",
        "'s",
        "\n",
        " ",
        ".",
        ", ",
        "Genève",
        "é",
        "İ",
        "ß",
        "ﬁ",
        "ё",
        "\u0301",
        "·",
        "Xi",
        "s",
        "\u00a0",
        "-",
        "😀",
        "ь",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map(" ".join)
)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["", "de"]))
def test_names_lie_in_the_text_in_order_and_apart(text, language):
    end = 0
    for known in knowledge.find(text, language):
        assert end <= known.start < known.end <= len(text)
        assert not text[known.start].isspace() and not text[known.end - 1].isspace()
        end = known.end


@settings(deadline=None)
@given(TEXTS)
def test_no_known_name_is_longer_where_one_was_found(text):
    """Every stretch of whole words that begins where a name was found and goes on beyond it names nobody."""
    words = keys.Words(text)
    for known in knowledge.find(text):
        for end in (end for _, end in words.spans if end > known.end):
            longer = knowledge.find(text[known.start : end])
            assert not longer or (longer[0].start, longer[0].end) != (0, end - known.start)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([keys.plain, keys.sound]))
def test_every_word_is_found_again_in_the_line(text, fold):
    words = keys.Words(text)
    line = words.folded(fold)
    for i, (start, end) in enumerate(words.spans):
        assert line.text[line.at[i] : line.at[i] + len(line.words[i])] == fold(text[start:end])


@settings(deadline=None)
@given(st.integers(0, 90_000))
@example(10_523)  # Roberta METSOLA, who is there as Roberta Metsola too
@example(13_006)  # al-Dirdiri Muhammad Ahmad, whose name begins with a small letter
def test_everybody_is_found_by_the_own_name(row):
    entry = shelves.entry("people", row)
    known = knowledge.look_up(entry.name)
    assert known is not None or not keys.key(entry.name, keys.plain)
    assert (
        known is None
        or known.entry.kind != "person"
        or entry.name.casefold() in (one.name.casefold() for one in (known.entry, *known.others))
    )
