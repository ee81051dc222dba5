"""Which outlets figures show, and blocs of outlets: on tables made by hand."""

import pytest

from helpers import analysis
from helpers.analysis.estimate import Bootstrap
from helpers.study import load_study
from helpers.tables import schemas
from helpers.tables.annotate import Settings
from helpers.tables.results import Results

STUDY = load_study("tests/corpus")


def measured(folder, outlets) -> Results:
    """A study in which each outlet (name, bloc, articles, words of an article) has its articles of one sentence."""
    (folder / "tables").mkdir(parents=True)
    rows = {name: [] for name in schemas.SCHEMAS}
    for name, bloc, n, words in outlets:
        for i in range(n):
            key = f"{name}{i}"
            about = (name, name.title(), bloc, "2023", "en", "T", "", "", 9, words)
            rows["articles"].append((key, f"{key}.txt", *about, key, key, "", "", "", ""))
            sentence = (f"{key}:0", key, 0, 4, "body", "Text", words, "none", "", "narrator", "")
            rows["sentences"].append(sentence)
    with schemas.Writers(folder / "tables", schemas.SCHEMAS) as writers:
        for name, values in rows.items():
            writers.add(name, schemas.build(name, values))
    return Results(STUDY, folder, Settings(), {})


def test_the_outlets_with_most_words_are_shown_in_every_figure_and_the_rest_is_counted(tmp_path):
    results = measured(tmp_path, [(f"o{i:02}", "western", 1, 100 - i) for i in range(20)])
    corpus = analysis.corpus.describe(results)
    assert corpus.outlets.names == tuple(f"O{i:02}" for i in range(12))
    assert corpus.outlets.n_left == 8 and corpus.outlets.left == pytest.approx(sum(range(81, 89)) / sum(range(81, 101)))
    rows = corpus.outlets.of(analysis.voices.spoken(results))
    assert corpus.outlets.here(rows) == list(corpus.outlets.names)
    asked = analysis.groups.outlets(results, [f"o{i:02}" for i in range(19, 3, -1)])
    assert len(asked.names) == 16 and asked.n_left == 0


SIX = [("a", "chinese", 6, 10), ("b", "western", 4, 10), ("c", "western", 2, 10), ("d", "unknown", 3, 20)]


def test_blocs_hold_all_outlets_but_those_of_unknown_bloc(tmp_path):
    blocs = analysis.groups.blocs(measured(tmp_path, SIX))
    assert not blocs.why_not and blocs.names == ("Chinese outlets", "Western outlets")
    assert blocs.member == {"a": "Chinese outlets", "b": "Western outlets", "c": "Western outlets"}
    assert (blocs.sizes, blocs.n_left, blocs.left) == ({"Chinese outlets": 1, "Western outlets": 2}, 1, 60 / 180)
    assert blocs.over == "stories" and blocs.drawn(Bootstrap()).cluster == "story_id"


@pytest.mark.parametrize(
    ("outlets", "why"),
    [
        ([("a", "western", 9, 10), ("b", "western", 9, 10), ("d", "unknown", 9, 10)], "no two outlets are known"),
        ([("a", "chinese", 9, 10), ("b", "western", 9, 10)], "no bloc has more than one outlet"),
        ([("a", "chinese", 9, 10), ("b", "western", 1, 10), ("c", "western", 3, 10)], "fewer than two blocs have 5"),
    ],
)
def test_blocs_that_cannot_be_compared_or_say_nothing_new_say_why(tmp_path, outlets, why):
    assert analysis.groups.blocs(measured(tmp_path, outlets)).why_not.startswith(why)


def test_chance_is_drawn_over_outlets_where_every_bloc_has_many(tmp_path):
    many = [(f"{bloc[0]}{i:02}", bloc, 1, 10) for bloc in ("chinese", "western") for i in range(12)]
    blocs = analysis.groups.blocs(measured(tmp_path, many))
    assert blocs.over == "outlets" and blocs.drawn(Bootstrap()).cluster == "outlet"


def test_words_of_two_blocs_of_outlets_can_be_compared(tmp_path):
    sentences = analysis.contrast.load(measured(tmp_path, SIX), "bloc", furniture=True)
    assert sentences["group"].value_counts().to_dict() == {"chinese": 6, "western": 6, "unknown": 3}


def test_sentences_of_a_bloc_of_outlets_can_be_looked_at(tmp_path):
    rows = analysis.evidence.sentences(measured(tmp_path, SIX), ["bloc", "voice"], per_cell=2)
    assert rows.groupby("bloc").size().to_dict() == {"chinese": 2, "unknown": 2, "western": 2}
    assert set(rows["total"]) == {6, 3}
