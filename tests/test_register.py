"""One entry a speaker over the corpus: shared voices, and what speakers.csv says before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.study import load_study
from helpers.tables import schemas
from helpers.tables.measure import measure
from helpers.tables.register import Told

ARTICLES = {
    "a.txt": "Harbour opens\n\nRussian Deputy Minister Oleg Sandin said the harbour was open. “It is large,” he added.",
    "b.txt": "Harbour grows\n\nOleg Sandin said the harbour would grow. “We need it,” Wen Talei said on Monday.",
}


def attributions(*rows):
    columns = ("speaker", "speaker_kind", "voice", "rule", "evidence", "probability")
    empty = schemas.build("attributions", [])
    told = [dict(zip(columns, (*row, None)[:6], strict=True)) for row in rows]
    return empty.from_pylist(told, schema=empty.schema)


@pytest.fixture
def study(tmp_path):
    home = tmp_path / "harbour"
    home.mkdir()
    for name, text in ARTICLES.items():
        (home / name).write_text(text + "\n", "utf-8")
    return home


def tables(home):
    folder = measure(home, home.parent / "out", workers=1).folder / "tables"
    return {name: schemas.read(folder, name) for name in ("speakers", "sentences", "attributions", "errors")}


def test_a_voice_that_one_article_tells_serves_in_the_others(study):
    found = tables(study)
    row = found["speakers"].set_index("speaker").loc["Oleg Sandin"]
    assert (row["kind"], row["voice"], row["rule"], row["n_articles"]) == ("person", "russian", "corpus", 2)
    own = found["sentences"]
    assert set(own[own["speaker"] == "Oleg Sandin"]["voice"]) == {"russian"}
    assert row["n_sentences"] == (own["speaker"] == "Oleg Sandin").sum()
    there = found["attributions"].query("speaker == 'Oleg Sandin' and article_id == 'b'")
    assert set(there["rule"]) == {"corpus"}


def test_speakers_csv_goes_before_everything_and_a_name_that_nobody_has_is_told(study):
    (study / "speakers.csv").write_text("name,voice\noleg sandin,western\nWen Talei,chinese|other\nNobody,western\n")
    found = tables(study)
    voices = found["speakers"].set_index("speaker")["voice"]
    assert voices["Oleg Sandin"] == "western" and voices["Wen Talei"] == "chinese|other"
    assert set(found["sentences"].query("speaker == 'Oleg Sandin'")["voice"]) == {"western"}
    assert set(found["attributions"].query("speaker == 'Oleg Sandin'")["rule"]) == {"speakers.csv"}
    (row,) = found["errors"].query("file == 'speakers.csv'").to_dict("records")
    assert (row["row"], row["severity"]) == (4, "note") and "'Nobody'" in row["problem"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [("Oleg Sandin,russia", "no voice 'russia'"), ("Wen Talei,chinese\nwen talei,other", "is there twice")],
)
def test_a_row_of_speakers_csv_that_cannot_be_used_is_told(rows, said, study):
    (study / "speakers.csv").write_text(f"name,voice\n{rows}\n")
    assert said in tables(study)["errors"].query("file == 'speakers.csv'")["problem"].iloc[0]


def test_what_articles_tell_otherwise_or_one_article_alone_can_mean_is_not_shared():
    told = Told()
    told.add(
        attributions(
            ("Ann Lee", "person", "western", "place", "Ohio"),
            ("Ann Lee", "person", "chinese", "place", "Hunan"),
            ("Ann Lee", "person", "unknown", "no evidence", ""),
            ("Lee", "person", "western", "place", "Ohio"),
            ("Lee", "person", "unknown", "no evidence", ""),
            ("the mayor", "unnamed", "western", "place", "Ohio"),
            ("the mayor", "unnamed", "unknown", "no evidence", ""),
            ("Harbour Office", "body", "western", "place", "Ohio"),
            ("Harbour Office", "body", "unknown", "no evidence", ""),
            ("Sandin Shipping", "body", "western", "place", "Ohio"),
            ("Sandin Shipping", "body", "unknown", "no evidence", ""),
        )
    )
    entries = told.register({}, load_study("seeds"), []).entries
    assert {name: (e.voice, e.rule) for name, e in entries.items()} == {
        "Ann Lee": ("chinese", "place"),
        "Lee": ("western", "place"),
        "the mayor": ("western", "place"),
        "Harbour Office": ("western", "place"),
        "Sandin Shipping": ("western", "corpus"),
    }


def entry(*rows):
    """The entry of Ann Lee, of whom articles tell this: kind, voice, rule, evidence, probability."""
    told = Told()
    told.add(attributions(*(("Ann Lee", *row) for row in rows)))
    return told.register({}, load_study("seeds"), []).entries["Ann Lee"]


def test_a_voice_that_is_only_weighed_gives_way_to_one_that_a_rule_tells():
    weighed = ("person", "chinese", "weighed", "name's sound", 0.9)
    found = entry(weighed, weighed, ("person", "western", "place", "Ohio", 0.96))
    assert (found.voice, found.rule, found.evidence, found.probability) == ("western", "corpus", "Ohio", 0.96)


def test_of_several_weighings_the_likeliest_holds_everywhere():
    found = entry(
        ("person", "chinese", "weighed", "two of three", 0.75),
        ("person", "western", "weighed", "nine of ten", 0.9),
        ("person", "unknown", "no evidence", "", None),
    )
    assert (found.voice, found.rule, found.evidence, found.probability) == ("western", "corpus", "nine of ten", 0.9)


def test_a_voice_weighed_in_one_article_alone_stays_as_it_is():
    found = entry(("person", "western", "weighed", "nine of ten", 0.9))
    assert (found.rule, found.probability) == ("weighed", 0.9)


_SHARED = [
    *((name, "place") for name in ("警方", "police", "Ministry of Defence", "Министерство обороны", "外交部", "МВД")),
    *((name, "place") for name in ("областной суд", "NBX", "Landgericht", "市教育局", "local club", "Harbour Office")),
    *((name, "corpus") for name in ("NATO", "Правительство РФ", "Voluntas Group", "上海港务局", "Court of Lima")),
]


@pytest.mark.parametrize(("name", "rule"), _SHARED)
def test_a_body_that_every_state_has_is_another_in_another_article(name, rule):
    told = Told()
    told.add(attributions((name, "body", "other", "place", ""), (name, "body", "unknown", "", "")))
    study = load_study(Path(__file__).parent / "corpus")
    assert told.register({}, study, []).entries[name].rule == rule


@pytest.mark.parametrize(
    ("name", "rule"), [("издание", "place"), ("local paper", "place"), ('газета "Сой ка"', "corpus")]
)
def test_a_medium_without_a_name_is_another_in_another_article(name, rule):
    told = Told()
    told.add(attributions((name, "medium", "other", "place", ""), (name, "medium", "unknown", "", "")))
    assert told.register({}, load_study("seeds"), []).entries[name].rule == rule
