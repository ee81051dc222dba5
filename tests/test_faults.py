"""Faults provoked: killed processes, a full disk, files that change, two runs at once. The last good results stay."""

import os
import signal
from pathlib import Path

import pytest

from helpers.study import RunError
from helpers.tables import annotate, measure, schemas, shards

SETTINGS = measure.Settings(engine="fast", target_sample=0)
TEXT = (
    "Ferry number {0} stays in the harbour\n\nThe ferry number {0} has waited for {1} days because of the storm.\n\n"
    "“The sea is too high,” captain Ola Nordmann said. The bridge of Finland is open.\n"
)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def ferries(tmp_path) -> Path:
    """A study of twelve short texts."""
    home = tmp_path / "ferries"
    home.mkdir()
    for n in range(12):
        (home / f"{n:02}.txt").write_text(TEXT.format(n, n + 3), "utf-8")
    return home


def measured(home: Path, out: str = "out", **named):
    return measure.measure(home, home.parent / out, SETTINGS, **{"workers": 1} | named)


def bytes_of(results) -> dict[str, bytes]:
    return {name: (results.folder / "tables" / f"{name}.parquet").read_bytes() for name in schemas.SCHEMAS}


# --- a worker that dies -------------------------------------------------------------------------


def deadly(path, task):
    if any(b"deadly" in raw for raw in task.raw):
        os.kill(os.getpid(), signal.SIGKILL)
    return path, annotate.annotate(task)


def deadly_once(path, task):
    mark = path.with_suffix(".mark")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return path, annotate.annotate(task)


def always_deadly(path, task):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(shards, "ARTICLES_PER_SHARD", 4)


def test_an_article_that_kills_its_worker_twice_is_lost_alone_and_tried_again(ferries, small_shards, monkeypatch):
    (ferries / "05.txt").write_text("The deadly storm of Finland is over.\n\nThe mayor said so on Monday.\n")
    with monkeypatch.context() as patch:
        patch.setattr(shards, "_annotate_shard", deadly)
        results = measured(ferries, workers=2)
    assert results.record["articles"] == {"given": 12, "read": 11, "lost": 1}
    (problem,) = results.table("errors").query("severity == 'lost'").to_dict("records")
    assert problem["file"] == "05.txt" and "was killed twice" in problem["problem"]
    again = measured(ferries)
    assert again.record["articles"] == {"given": 12, "read": 12, "lost": 0}
    assert bytes_of(again) == bytes_of(measured(ferries, "fresh"))


def test_a_worker_that_is_killed_from_outside_costs_nothing(ferries, small_shards, monkeypatch):
    good = bytes_of(measured(ferries, "fresh"))
    monkeypatch.setattr(shards, "_annotate_shard", deadly_once)
    assert bytes_of(measured(ferries, workers=2)) == good


def test_workers_that_are_killed_again_and_again_end_the_run(ferries, monkeypatch):
    monkeypatch.setattr(shards, "_annotate_shard", always_deadly)
    monkeypatch.setattr(shards, "MOST_KILLED", 1)
    with pytest.raises(RunError, match="again and again"):
        measured(ferries, workers=2)
    assert not (ferries.parent / "out" / "ferries").exists()
