"""Measuring a study: tables that fit together, a cache that is used, nothing half-written."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

from helpers import measure, tables
from helpers.study import ROOT, StudyError

SETTINGS = measure.Settings(engine="fast", target_sample=0)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("measured")
    study = shutil.copytree(ROOT / "tests" / "corpus", folder / "corpus")
    return measure.measure(study, folder / "out", SETTINGS, workers=1)


def test_every_table_is_there_with_its_schema(measured):
    for name, schema in tables.SCHEMAS.items():
        assert pq.read_schema(measured.folder / "tables" / f"{name}.parquet").equals(schema), name
        assert (measured.folder / "tables" / f"{name}.csv").exists()


def test_no_article_is_lost(measured):
    given = {path.name for path in measured.study.folder.glob("*.txt")}
    kept = set(measured.table("articles")["file"]) | set(measured.table("errors")["file"])
    assert given <= kept


def test_every_span_leads_to_its_words(measured):
    texts = {
        a.article_id: (measured.study.folder / a.file).read_text("utf-8")
        for a in measured.table("articles").itertuples()
    }
    sentences = measured.table("sentences").set_index("sentence_id")
    for s in sentences.itertuples():
        assert texts[s.article_id][s.start : s.end] == s.text
    for m in measured.table("mentions").itertuples():
        assert texts[m.article_id][m.start : m.end] == m.text
        assert sentences.start[m.sentence_id] <= m.start < m.end <= sentences.end[m.sentence_id]
    for h in measured.table("frame_hits").itertuples():
        assert sentences.start[h.sentence_id] <= h.start < h.end <= sentences.end[h.sentence_id]
    for a in measured.table("attributions").itertuples():
        spans = [(a.cue_start, a.cue_end), *json.loads(a.content)]
        if a.source_start >= 0:
            spans.append((a.source_start, a.source_end))
        assert all(0 <= start < end <= len(texts[a.article_id]) or start == end == -1 for start, end in spans)


def test_words_are_counted_in_every_script(tmp_path):
    study = tmp_path / "corpus"
    study.mkdir()
    shutil.copy(ROOT / "tests" / "corpus" / "study.yaml", study)
    (study / "en.txt").write_text(
        "A quiet port\n\nThe state-owned ferry – the last one – left the port at 10:30.\n", "utf-8"
    )
    (study / "zh.txt").write_text("港口很安静\n\n最后一艘国有渡轮在上午十点半离开了港口，岸上没有一个人。\n", "utf-8")
    counted = measure.measure(study, tmp_path / "out", SETTINGS, workers=1).table("sentences")
    assert dict(zip(counted["sentence_id"], counted["n_words"], strict=True)) == {
        "en:0": 3,
        "en:1": 11,
        "zh:0": 3,
        "zh:1": 16,
    }


def test_voices_are_the_studys(measured):
    names = set(measured.study.voice_names())
    assert set(measured.table("sentences")["voice"]) <= names
    assert set(measured.table("attributions")["voice"]) <= names - {"narrator"}


def test_keys_join(measured):
    assert measured.table("sentences")["sentence_id"].is_unique
    for name in ("sentiment", "mentions", "target_sentiment", "frame_hits"):
        lost = measured.query(f"select count(*) as n from {name} anti join sentences using (sentence_id)")
        assert lost["n"].item() == 0, name


def test_a_query_takes_parameters(measured):
    found = measured.query("select count(*) as n from articles where outlet = ?", ["no such outlet"])
    assert found["n"].item() == 0


def test_unchanged_results_are_opened_not_measured(measured, monkeypatch):
    monkeypatch.setattr(measure, "measure", lambda *a, **k: pytest.fail("measured again"))
    opened = measure.open_results(measured.study.folder, measured.folder.parent)
    assert opened.settings == SETTINGS


def test_a_changed_text_is_measured_again_and_only_then(measured, tmp_path):
    study = shutil.copytree(measured.study.folder, tmp_path / "corpus")
    before = measure.open_results(study, tmp_path / "out", SETTINGS)
    last = before.table("sentences")["text"].tolist()
    text = next(study.glob("*.txt"))
    text.write_text(text.read_text("utf-8").replace(".", ". The lake was calm that evening.", 1), "utf-8")
    after = measure.open_results(study, tmp_path / "out", SETTINGS)
    assert before.record["corpus_sha256"] != after.record["corpus_sha256"]
    assert "The lake was calm that evening." in set(after.table("sentences")["text"]) - set(last)


def test_same_inputs_same_bytes(measured, tmp_path):
    again = measure.measure(measured.study.folder, tmp_path, SETTINGS, workers=1)
    for name in tables.SCHEMAS:
        file = f"tables/{name}.parquet"
        assert (again.folder / file).read_bytes() == (measured.folder / file).read_bytes(), name


def test_a_bad_file_is_told_and_the_rest_goes_on(measured, tmp_path):
    study = shutil.copytree(measured.study.folder, tmp_path / "corpus")
    (study / "picture.txt").write_bytes(bytes(range(256)) * 20)
    results = measure.measure(study, tmp_path / "out", SETTINGS, workers=1)
    assert results.table("errors")["file"].tolist() == ["picture.txt"]
    assert len(results.table("articles")) == len(measured.table("articles"))


def test_a_failed_measurement_leaves_the_last_one_whole(measured, tmp_path, monkeypatch):
    first = measure.measure(measured.study.folder, tmp_path, SETTINGS, workers=1)
    before = {p.name: p.read_bytes() for p in (first.folder / "tables").iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(measure, "_write_targets", full)
    with pytest.raises(OSError, match="No space"):
        measure.measure(measured.study.folder, tmp_path, measure.Settings(engine="fast"), workers=1)
    assert {p.name: p.read_bytes() for p in (first.folder / "tables").iterdir()} == before
    assert [p.name for p in first.folder.iterdir()] == ["tables"]


def test_workers_do_not_change_the_tables(measured, tmp_path, monkeypatch):
    monkeypatch.setattr(measure, "ARTICLES_PER_SHARD", 2)
    one = measure.measure(measured.study.folder, tmp_path / "one", SETTINGS, workers=1)
    two = measure.measure(measured.study.folder, tmp_path / "two", SETTINGS, workers=2)
    for name in tables.SCHEMAS:
        file = f"tables/{name}.parquet"
        assert (one.folder / file).read_bytes() == (two.folder / file).read_bytes(), name


def test_defaults_of_the_study_are_checked(measured):
    study = measured.study.model_copy(update={"defaults": {"engine": "warp"}})
    with pytest.raises(StudyError, match=r"defaults: .*fast"):
        measure.default_settings(study)


def test_the_sample_for_the_trained_instrument_keeps_every_stratum(measured):
    sentences = measured.query(
        "select m.target, s.voice, a.outlet, count(distinct m.sentence_id) as n from mentions m "
        "join sentences s using (sentence_id) join articles a on a.article_id = m.article_id "
        "where a.language = 'en' group by all"
    )
    tables_folder = measured.folder / "tables"
    everything = measure._sample(tables_folder, 10**6)
    assert len(everything) == sentences["n"].sum()
    assert (everything["weight"] == 1).all()


def test_a_small_sample_is_weighted_back_to_the_whole(measured, monkeypatch):
    monkeypatch.setattr(measure, "MIN_PER_STRATUM", 1)
    tables_folder = measured.folder / "tables"
    everything, some = (measure._sample(tables_folder, size) for size in (10**6, 5))
    assert len(some) < len(everything)
    assert some["weight"].sum() == pytest.approx(len(everything))
