"""Measuring a study: tables that fit together, a cache that is used, nothing half-written."""

import json
import os
import shutil
import threading
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from helpers.study import MEASURED, ROOT, Problem, RunError, StudyError, environment
from helpers.tables import annotate, cache, drawing, measure, schemas, shards, staging
from helpers.tables.results import Results

SETTINGS = measure.Settings(engine="fast", target_sample=0)


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("measured")
    study = shutil.copytree(ROOT / "tests" / "corpus", folder / "corpus")
    return measure.measure(study, folder / "out", SETTINGS, workers=1)


def test_every_table_is_there_with_its_schema(measured):
    for name, schema in schemas.SCHEMAS.items():
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
    assert set(measured.table("sentences")["voice"].str.split("|").explode()) <= names
    assert set(measured.table("attributions")["voice"].str.split("|").explode()) <= names - {"narrator"}


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
    for name in schemas.SCHEMAS:
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

    monkeypatch.setattr(measure.trained, "write", full)
    with pytest.raises(OSError, match="No space"):
        measure.measure(measured.study.folder, tmp_path, measure.Settings(engine="fast"), workers=1)
    assert {p.name: p.read_bytes() for p in (first.folder / "tables").iterdir()} == before
    assert [p.name for p in first.folder.iterdir()] == ["tables"]


def test_workers_do_not_change_the_tables(measured, tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "ARTICLES_PER_SHARD", 2)
    one = measure.measure(measured.study.folder, tmp_path / "one", SETTINGS, workers=1)
    two = measure.measure(measured.study.folder, tmp_path / "two", SETTINGS, workers=2)
    for name in schemas.SCHEMAS:
        file = f"tables/{name}.parquet"
        assert (one.folder / file).read_bytes() == (two.folder / file).read_bytes(), name


def test_defaults_of_the_study_are_checked(measured):
    study = measured.study.model_copy(update={"defaults": {"engine": "warp"}})
    with pytest.raises(StudyError, match=r"defaults: .*fast"):
        measure.default_settings(study)


def drawn(results, size: int) -> pd.DataFrame:
    return pd.DataFrame(drawing.drawn(results.folder / "tables", size, ("en", "de", "ru", "zh")))


def test_the_sample_for_the_trained_instruments_keeps_every_stratum(measured):
    mentions = measured.query("select count(distinct sentence_id || target) as n from mentions")["n"].item()
    everything = drawn(measured, 10**6)
    assert (everything["target"] != "").sum() == mentions
    assert (everything["target"] == "").sum() == len(measured.table("sentences"))
    assert (everything["weight"] == 1).all()


def test_a_small_sample_is_weighted_back_to_the_whole(measured, monkeypatch):
    monkeypatch.setattr(drawing, "FEWEST", 1)
    everything, some = (drawn(measured, size) for size in (10**6, 5))
    assert len(some) < len(everything)
    assert some.groupby(some["target"] != "")["weight"].sum().tolist() == pytest.approx(
        everything.groupby(everything["target"] != "").size().tolist()
    )


# --- nothing lost -------------------------------------------------------------------------------

YAML = """
title: A quarry
voices:
  - {name: hill, label: Hill, countries: [FI], colour: "#D55E00", marker: o}
targets:
  - {name: finland, label: Finland, countries: [FI]}
codebooks: [frames.yaml]
lexicons: [words.csv]
"""
FRAMES = """
title: Digging
frames:
  - {name: digging, patterns: {en: [quarry]}}
"""
FOOT = "Granite, the bone of our northern land that never sleeps"
TEXTS = {
    "one.txt": "Granite for the harbour\n\n4 May 2021\n\nThe quarry above the fjord will open again in spring.\n\n"
    f"“The stone is superb,” the manager, Kari Solheim, said. Finland will buy the first load.\n\n{FOOT}\n",
    "two.txt": "Neighbours fear the dust\n\n9 June 2021\n\nA pipeline of trucks will pass the school each day.\n\n"
    f"Solheim said the road was terrible. Officials of Finland said the vote could wait.\n\n{FOOT}\n",
}


@pytest.fixture
def quarry(tmp_path) -> Path:
    """A study of two articles with a codebook and a lexicon of its own."""
    home = tmp_path / "quarry"
    home.mkdir()
    files = {"study.yaml": YAML, "frames.yaml": FRAMES, "words.csv": "word,score\nsuperb,1\nterrible,-1\n"} | TEXTS
    for name, text in files.items():
        (home / name).write_text(text, "utf-8")
    return home


def measured_anew(home: Path, *place: str) -> Results:
    return measure.measure(home, home.parent.joinpath("out", *place), SETTINGS, workers=1)


def test_what_is_given_is_read_or_lost(quarry, monkeypatch):
    (quarry / "empty.txt").touch()
    (quarry / "picture.txt").write_bytes(bytes(range(256)) * 20)
    results = measured_anew(quarry)
    assert results.record["articles"] == {"given": 4, "read": 2, "lost": 2}
    assert sorted(results.table("errors")["file"]) == ["empty.txt", "picture.txt"]
    monkeypatch.setattr(measure, "n_lost", lambda problems: 1)
    with pytest.raises(RunError, match="were given, but"):
        measured_anew(quarry)


def test_a_file_that_cannot_be_opened_is_named(quarry, monkeypatch):
    read = Path.read_bytes

    def refused(path):
        if path.name == "two.txt":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    results = measured_anew(quarry)
    assert results.table("errors").to_dict("records") == [
        {"file": "two.txt", "row": 0, "problem": "cannot be read: Permission denied", "severity": "lost"}
    ]
    assert results.table("articles")["file"].tolist() == ["one.txt"]


def test_a_text_that_is_longer_than_any_article_is_refused_alone(quarry, monkeypatch):
    monkeypatch.setattr(annotate, "MOST_BYTES", 2_000_000)
    (quarry / "two.txt").write_bytes(b"The mayor said so. " * 110_000)
    results = measured_anew(quarry)
    (problem,) = results.table("errors").to_dict("records")
    assert problem["problem"] == "larger than 2 MB, no article is: split it into its articles"
    assert problem["severity"] == "lost" and results.table("articles")["file"].tolist() == ["one.txt"]


@pytest.mark.parametrize("step", ["layout.lay_out", "sentiment.prepare", "sentiment.score_targets", "framing.find"])
def test_an_article_that_breaks_a_step_is_lost_alone(step, quarry, monkeypatch):
    module, name = step.split(".")
    works = getattr(getattr(annotate, module), name)

    def breaks(texts, *more, **named):
        if "terrible" in str(texts):
            raise ZeroDivisionError("no such luck")
        return works(texts, *more, **named)

    (quarry / "two.txt").write_text("The terrible road of Finland. The mayor said so.", "utf-8")
    monkeypatch.setattr(getattr(annotate, module), name, breaks)
    results = measured_anew(quarry)
    (problem,) = (Problem(**row) for row in results.table("errors").to_dict("records"))
    assert (problem.file, problem.severity) == ("two.txt", "lost")
    assert "ZeroDivisionError: no such luck" in problem.problem
    for table in ("articles", "sentences", "layout"):
        assert set(results.table(table)["article_id"]) == {"one"}, table


def test_a_study_without_one_readable_text_is_a_mistake(quarry):
    for name in TEXTS:
        (quarry / name).write_bytes(b"\0\1\2\0")
    with pytest.raises(StudyError, match=r"not one text could be read\. one\.txt: .*binary.*, and 1 more"):
        measured_anew(quarry)
    assert not (quarry.parent / "out" / "quarry").exists()
    for name in TEXTS:
        (quarry / name).unlink()
    with pytest.raises(StudyError, match="put .txt files into"):
        measured_anew(quarry)


def test_lines_that_recur_in_an_outlet_are_no_text(quarry):
    results = measured_anew(quarry)
    assert FOOT not in set(results.table("sentences")["text"])
    feet = results.table("layout").query("kind == 'boilerplate'")
    assert sorted(TEXTS[f"{s.article_id}.txt"][s.start : s.end] for s in feet.itertuples()).count(FOOT) == 2


def test_a_speaker_has_one_name_in_the_whole_corpus(quarry):
    for name, spelling in {"one.txt": "Sergei", "two.txt": "Sergei", "three.txt": "Sergey"}.items():
        (quarry / name).write_text(f"{spelling} Petrov said the road to {name[:-4]} villages was steep.\n", "utf-8")
    results = measured_anew(quarry)
    for table in ("sentences", "attributions"):
        assert results.table(table)["speaker"].tolist() == ["Sergei Petrov"] * 3, table


# --- the cache ----------------------------------------------------------------------------------


def _with_same_size_and_time(path: Path, old: str, new: str) -> None:
    state = path.stat()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _catalogue(home, _):
    (home / "articles.csv").write_text("article_id,file,author\none,one.txt,Paul Sample\n")


def _repeated(_, patch):
    patch.setattr(shards, "_repeated_lines", lambda *_: {"unknown": frozenset({"Granite for the harbour"})})


def _code(_, patch):
    patch.setattr(annotate.sentiment, "prepare", lambda text, names: "A superb day.")
    patch.setattr(cache, "code_sum", lambda: "another")


def _library(_, patch):
    patch.setattr(environment, "packages", lambda: {"dateparser": "99.0"})


CHANGES = {
    "the settings": lambda home, patch: patch.setattr(
        "test_measure.SETTINGS", measure.Settings(engine="fast", target_sample=0, attitudes=True, mask_names=False)
    ),
    "the catalogue": _catalogue,
    "a lexicon": lambda home, _: _with_same_size_and_time(home / "words.csv", "superb,1", "stone,-1"),
    "a codebook": lambda home, _: _with_same_size_and_time(home / "frames.yaml", "quarry", "trucks"),
    "a voice": lambda home, _: _with_same_size_and_time(
        home / "study.yaml", "countries: [FI], c", "countries: [SE], c"
    ),
    "a text": lambda home, _: _with_same_size_and_time(home / "one.txt", "stone is superb", "stone is precious"),
    "what recurs": _repeated,
    "the code": _code,
    "a library": _library,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_measured_again(change, quarry, monkeypatch, request):
    """In the process that measured before: as without a cache, and nothing of it under a key of before."""
    first = measured_anew(quarry)
    request.addfinalizer(cache._version.cache_clear)
    cache._version.cache_clear()
    CHANGES[change](quarry, monkeypatch)
    runs = []
    monkeypatch.setattr(shards, "annotate", lambda task: runs.append(task) or annotate.annotate(task))
    again, without = measured_anew(quarry), measured_anew(quarry, "without")
    assert len(runs) == 2
    assert again.record["tables_sha256"] == without.record["tables_sha256"]
    assert (again.record["tables_sha256"] != first.record["tables_sha256"]) == (change != "a library")
    measured_anew(quarry)
    assert len(runs) == 2


def test_what_has_not_changed_is_not_put_together_again(quarry, monkeypatch):
    first = measured_anew(quarry)
    (first.folder / "tables" / "of mine.csv").write_text("mine")
    bytes_of = {path.name: path.read_bytes() for path in (first.folder / "tables").iterdir()}
    with monkeypatch.context() as patch:
        patch.setattr(measure, "assemble", lambda *_: pytest.fail("put together again"))
        again = measured_anew(quarry)
        elsewhere = measure.measure(quarry, quarry.parent / "other", SETTINGS, workers=1, last=first.folder)
    assert again.record == first.record
    assert {path.name: path.read_bytes() for path in (first.folder / "tables").iterdir()} == bytes_of
    for name in elsewhere.record["tables_sha256"]:
        assert (elsewhere.folder / "tables" / f"{name}.parquet").read_bytes() == bytes_of[f"{name}.parquet"]


@pytest.mark.parametrize("file", ["sentences.csv", "sentences.parquet"])
def test_a_table_that_was_edited_is_put_together_again(file, quarry):
    path = measured_anew(quarry).folder / "tables" / file
    made = path.read_bytes()
    path.write_bytes(made + b"\n")
    measured_anew(quarry)
    assert path.read_bytes() == made


def test_a_speaker_listed_anew_is_seen_whatever_its_file_says_of_its_age(quarry):
    (quarry / "speakers.csv").write_text("name,voice\nMary Poe,hill\n")
    first = measured_anew(quarry)
    _with_same_size_and_time(quarry / "speakers.csv", "Mary Poe", "Mary Roe")
    assert measured_anew(quarry).record["parts_sha256"] != first.record["parts_sha256"]


def test_an_edited_codebook_is_seen_when_results_are_opened(quarry):
    out = quarry.parent / "out"
    first = measure.open_results(quarry, out, SETTINGS)
    assert first.table("frame_hits")["pattern"].tolist() == ["quarry"]
    _with_same_size_and_time(quarry / "frames.yaml", "quarry", "trucks")
    assert measure.open_results(quarry, out).table("frame_hits")["pattern"].tolist() == ["trucks"]


def test_a_codebook_edited_while_it_is_measured_with_counts_as_it_was(quarry, monkeypatch):
    def edited(task):
        _with_same_size_and_time(quarry / "frames.yaml", "quarry", "trucks")
        return annotate.annotate(task)

    with monkeypatch.context() as patch:
        patch.setattr(shards, "annotate", edited)
        assert measured_anew(quarry).table("frame_hits")["pattern"].tolist() == ["quarry"]
    assert measured_anew(quarry).table("frame_hits")["pattern"].tolist() == ["trucks"]


def test_a_lexicon_edited_while_it_is_measured_with_stops_the_run(quarry, monkeypatch):
    def edited(task):
        (quarry / "words.csv").write_text("word,score\nsteep,1\n")
        return annotate.annotate(task)

    monkeypatch.setattr(shards, "annotate", edited)
    with pytest.raises(StudyError, match="lexicon was changed"):
        measured_anew(quarry)
    assert list((quarry.parent / "out" / ".cache").glob("*.shard")) == []


@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_a_damaged_cache_heals(damage, quarry, capsys):
    good = measured_anew(quarry).record
    for part in (quarry.parent / "out" / ".cache").iterdir():
        raw = bytearray(part.read_bytes())
        raw[len(raw) // 2] ^= 4
        part.write_bytes(raw if damage is None else damage)
    capsys.readouterr()
    assert measured_anew(quarry).record == good
    assert len(capsys.readouterr().err.strip().splitlines()) == 2  # the shard, and the lines that recur
    assert measured_anew(quarry).record == good
    assert capsys.readouterr().err == ""


# --- the tables in their place ------------------------------------------------------------------


def _odd(text):
    return lambda tables: (tables / MEASURED).write_text(text)


@pytest.mark.parametrize(
    "damage",
    [
        lambda tables: (tables / "sentences.parquet").unlink(),
        lambda tables: (tables / "sentences.parquet").write_bytes(b"PAR1"),
        lambda tables: shutil.copy(tables / "errors.parquet", tables / "frame_hits.parquet"),
        _odd("[]"),
        _odd("{"),
        _odd("[" * 100_000),
        _odd('{"settings": []}'),
    ],
)
def test_results_that_were_touched_are_measured_again(damage, quarry):
    results = measured_anew(quarry)
    damage(results.folder / "tables")
    opened = measure.open_results(quarry, quarry.parent / "out", SETTINGS)
    assert opened.record == results.record
    assert len(opened.table("sentences")) == len(results.table("sentences")) > 0


def test_tables_can_be_read_by_whoever_may_read_a_new_folder(quarry):
    results = measured_anew(quarry)
    (usual := quarry / "usual").mkdir()
    assert (results.folder / "tables").stat().st_mode == usual.stat().st_mode


def test_files_of_the_users_own_among_the_tables_stay(quarry):
    folder = measured_anew(quarry).folder
    for name in ("thesis.md", ".notes", "tables/mine.csv"):
        (folder / name).write_text("mine")
    measured_anew(quarry)
    assert {(folder / name).read_text() for name in ("thesis.md", ".notes", "tables/mine.csv")} == {"mine"}


def test_a_folder_that_no_run_has_made_is_refused(quarry):
    mine = quarry.parent / "out" / "quarry" / "tables" / "mine.csv"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    for run in (measured_anew, lambda home: measure.open_results(home, home.parent / "out")):
        with pytest.raises(StudyError, match="no run has made it"):
            run(quarry)
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("inside", ["", "results", "tables"])
def test_tables_are_never_written_into_the_study(inside, quarry):
    (quarry / "tables").mkdir()
    (quarry / "tables" / "three.txt").write_text(TEXTS["one.txt"], "utf-8")
    out = quarry / inside if inside else quarry.parent
    for run in (measure.measure, measure.open_results):
        with pytest.raises(StudyError, match="over its own folder"):
            run(quarry, out, SETTINGS)
    assert (quarry / "tables" / "three.txt").exists()


def test_a_link_to_the_study_is_the_study(quarry):
    out = quarry.parent / "out"
    out.mkdir()
    (out / "quarry").symlink_to(quarry)
    with pytest.raises(StudyError, match="over its own folder"):
        measured_anew(quarry)


def test_a_swap_that_was_cut_gives_the_last_tables_back(quarry):
    results = measured_anew(quarry)
    os.replace(results.folder / "tables", results.folder / ".old-tables")
    with staging.staging(results.folder):
        assert (results.folder / "tables" / MEASURED).exists()
    os.replace(results.folder / "tables", results.folder / ".old-tables")
    assert measured_anew(quarry).record == results.record
    assert [path.name for path in results.folder.iterdir()] == ["tables"]


def test_a_measurement_waits_for_one_that_is_at_work(quarry, capsys):
    (quarry.parent / "out").mkdir()
    lock = FileLock(quarry.parent / "out" / ".quarry.lock", thread_local=False)
    lock.acquire()
    threading.Timer(1.5, lock.release).start()
    assert measured_anew(quarry).record["articles"]["read"] == 2
    assert "waiting for its end" in capsys.readouterr().err


def test_a_measurement_does_not_wait_for_ever(quarry, monkeypatch):
    monkeypatch.setattr(measure, "WAIT", 0.1)
    (quarry.parent / "out").mkdir()
    with FileLock(quarry.parent / "out" / ".quarry.lock"), pytest.raises(StudyError, match="another run is writing"):
        measured_anew(quarry)
