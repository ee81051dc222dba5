"""Tables: schemas, packing, writing."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.tables import schemas

HITS = [("a:0", "security", 3, 9, "army"), ("a:1", "economy", 0, 5, "trade*")]

# The contract: further columns may be added, these stay.
CONTRACT = {
    "articles": "article_id file outlet voice published language title author n_chars n_words story_id sha256",
    "layout": "article_id start end kind",
    "sentences": "sentence_id article_id start end kind text mode speaker voice via",
    "attributions": "attribution_id article_id source_start source_end cue_start cue_end content mode cue_class "
    "confidence speaker voice via",
    "mentions": "article_id sentence_id start end target",
    "sentiment": "sentence_id instrument score",
    "target_sentiment": "sentence_id target instrument score",
    "frame_hits": "sentence_id frame start end pattern",
    "frame_scores": "sentence_id frame instrument score present",
    "speakers": "speaker kind voice country rule evidence probability n_sentences n_articles",
    "story_suggestions": "article_id other_id likeness numbers names dates",
    "errors": "file row problem severity",
}


def test_schemas_hold_the_contract():
    assert {name: set(columns.split()) - set(schemas.SCHEMAS[name].names) for name, columns in CONTRACT.items()} == {
        name: set() for name in CONTRACT
    }
    assert set(schemas.SCHEMAS) == set(CONTRACT)


def test_build_keeps_types_and_nan_as_empty():
    table = schemas.build("sentiment", [("a:0", "vader", float("nan"), 0.0, 1.0), ("a:1", "vader", 0.5, 1.0, 1.0)])
    assert table.schema == schemas.SCHEMAS["sentiment"]
    assert table["score"].to_pylist() == [None, 0.5]


def test_build_refuses_rows_of_another_length():
    with pytest.raises(ValueError, match="argument"):
        schemas.build("errors", [("file", 1)])


@given(st.lists(st.tuples(st.text(), st.integers(0, 2**40), st.text(), st.text())))
def test_packed_tables_come_back(rows):
    packed = {"errors": schemas.build("errors", rows), "frame_hits": schemas.build("frame_hits", HITS)}
    unpacked = schemas.unpack(schemas.pack(packed), packed)
    assert unpacked["errors"].to_pylist() == packed["errors"].to_pylist()
    assert unpacked["frame_hits"] == packed["frame_hits"]


def test_writers_write_parquet_and_a_csv_when_short(tmp_path, monkeypatch):
    monkeypatch.setattr(schemas, "CSV_LIMIT", 3)
    with schemas.Writers(tmp_path, ["frame_hits", "errors"]) as writers:
        for _ in range(2):
            writers.add("frame_hits", schemas.build("frame_hits", HITS))
    assert writers.n_rows == {"frame_hits": 4, "errors": 0}
    assert schemas.read(tmp_path, "frame_hits", ["start"])["start"].tolist() == [3, 0, 3, 0]
    assert not (tmp_path / "frame_hits.csv").exists()
    assert pd.read_csv(tmp_path / "errors.csv").empty


def test_a_failed_writer_leaves_no_csv(tmp_path):
    with pytest.raises(ValueError, match="schema"), schemas.Writers(tmp_path, ["errors"]) as writers:
        writers.add("errors", schemas.build("frame_hits", HITS))
    assert not (tmp_path / "errors.csv").exists()


def test_queries_name_tables(tmp_path):
    folder = tmp_path / "it's"
    folder.mkdir()
    with schemas.Writers(folder, schemas.SCHEMAS) as writers:
        writers.add("frame_hits", schemas.build("frame_hits", HITS))
    with schemas.connect(folder) as connection:
        assert connection.execute("select frame from frame_hits order by start").fetchall() == [
            ("economy",),
            ("security",),
        ]


def test_a_table_that_was_written_anew_is_read_anew(tmp_path):
    for rows in (HITS, HITS[:1]):
        with schemas.Writers(tmp_path, schemas.SCHEMAS) as writers:
            writers.add("frame_hits", schemas.build("frame_hits", rows))
        with schemas.connect(tmp_path) as connection, schemas.connect(tmp_path) as other:
            for asked in (connection, other):
                assert asked.execute("select count(*) from frame_hits").fetchone() == (len(rows),)
