"""The benchmark of size: articles made of given texts, the clock of the steps, the figures of its table."""

from collections import Counter

import pytest

from helpers import __main__ as cli
from helpers.run import bench
from helpers.study import StudyError

bench_scale = bench.importlib.import_module(bench._load(bench.FOLDER / "bench_scale.py").__module__)
scale_corpus = bench_scale.scale_corpus

LINES = ["The ferry stays in port.", "Nobody knows why.", "A mechanic looks at the engine.", "The children walk."]


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, head in (("a", "Ferry in port again"), ("b", "Children walk to school")):
        (folder / f"{name}.txt").write_text(f"{head}\n\n{' '.join(LINES)}\nIt rains on {name}.\n", "utf-8")
    (folder / "c.txt").write_text("Too short.\n\nIt is no article.\n", "utf-8")
    return folder


def test_made_articles_are_as_long_as_the_texts_and_always_the_same(texts, tmp_path):
    found = scale_corpus.sources(texts, tmp_path / "store")
    assert [(one.language, len(one.sentences)) for one in found] == [("en", 5), ("en", 5)]
    made = list(scale_corpus.articles(found, 0, 6))
    assert made[4:] == list(scale_corpus.articles(found, 4, 2))
    assert len(set(made)) == 6
    known = {*LINES, "It rains on a.", "It rains on b."}
    for text in made:
        headline, *paragraphs = text.strip().split("\n\n")
        assert set(headline.split()) <= {"Ferry", "in", "port", "again", "Children", "walk", "to", "school"}
        assert [paragraph.count(".") for paragraph in paragraphs] == [3, 2]
        assert {f"{part.strip()}." for paragraph in paragraphs for part in paragraph.split(".") if part} <= known
    scale_corpus.write(found, tmp_path / "made", 0, 21)
    assert len(list((tmp_path / "made").glob("outlet-00/*.txt"))) == 2


def test_texts_without_articles_are_refused(tmp_path):
    (tmp_path / "a.txt").write_text("One line.\n", "utf-8")
    with pytest.raises(StudyError, match="holds no text of 3 sentences"):
        scale_corpus.sources(tmp_path, tmp_path / "store")


def test_a_step_within_another_is_counted_once(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(bench_scale.time, "process_time", lambda: now[0])
    spent, within = Counter(), [0.0]

    def inner():
        now[0] += 2

    def outer():
        now[0] += 1
        timed()
        now[0] += 4

    timed = bench_scale._timed(inner, "inner", spent, within)
    bench_scale._timed(outer, "outer", spent, within)()
    assert spent == {"inner": 2, "outer": 5}


def test_the_table_of_sizes(monkeypatch, texts):
    measured = {"wall": 2.0, "cpu": 4.0, "peak": 300.0, "parent": 200.0, "steps": {"frames": 1.5}}
    monkeypatch.setattr(bench_scale, "_alone", lambda *_: measured)
    monkeypatch.setattr(bench_scale, "_plain_way", lambda study, n: {"wall": 8.0, "cpu": 8.0, "peak": 100.0})
    table = bench_scale.run(4, texts, ("fast",))
    assert list(table) == ["fast, 1 at work", "fast, 2 at work", "plain way"]
    words = table.loc["words", "plain way"]
    assert table.loc["words/s of processor time"].tolist() == [words / 4, words / 4, words / 8]
    assert table.loc["times as fast as the plain way"].tolist() == [2, 2, 1]
    assert table.loc["unchanged second run, s", "fast, 2 at work"] == 2
    assert table.loc["frames, words/s", "fast, 1 at work"] == table.loc["words", "fast, 1 at work"] / 1.5
    assert table.loc["frames, articles/s", "fast, 1 at work"] == 4 / 1.5


def test_each_step_is_a_function_that_is_there():
    for functions in bench_scale.STEPS.values():
        assert all(callable(getattr(module, name)) for module, name in functions)


def test_a_size_needs_texts(capsys):
    assert cli.main(["bench", "--scale", "3"]) == 2
    assert "scale needs --texts as well" in capsys.readouterr().err
