"""Faults provoked: killed processes, a full disk, files that change, two runs at once. The last good results stay."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.study import ROOT, Article, RunError, load_study
from helpers.study.readers import archives
from helpers.tables import annotate, measure, schemas, shards
from helpers.tables.parallel import Killed

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
    """Kills its process for an article that is deadly, each time, and once for one that is unlucky."""
    mark = path.with_suffix(".mark")
    unlucky = any(b"unlucky" in raw for raw in task.raw) and not mark.exists()
    if unlucky:
        mark.touch()
    if unlucky or any(b"deadly" in raw for raw in task.raw):
        os.kill(os.getpid(), signal.SIGKILL)
    return path, annotate.annotate(task)


def test_an_article_that_kills_its_worker_again_is_lost_alone_and_tried_by_the_next_run(ferries, monkeypatch):
    monkeypatch.setattr(shards, "ARTICLES_PER_SHARD", 2)
    for name, word in (("05", "deadly"), ("06", "unlucky")):
        (ferries / f"{name}.txt").write_text(f"The {word} storm of Finland is over.\n\nThe mayor said so on Monday.\n")
    with monkeypatch.context() as patch:
        patch.setattr(shards, "_annotate_shard", deadly)
        results = measured(ferries, workers=2)
    assert results.record["articles"] == {"given": 12, "read": 11, "lost": 1}
    (problem,) = results.table("errors").query("severity == 'lost'").to_dict("records")
    assert problem["file"] == "05.txt" and "was killed twice" in problem["problem"]
    again = measured(ferries)
    assert again.record["articles"] == {"given": 12, "read": 12, "lost": 0}
    assert bytes_of(again) == bytes_of(measured(ferries, "fresh"))


def test_workers_that_are_killed_again_and_again_end_the_run():
    def killed(function, jobs, apart=False):
        assert apart
        return map(Killed, jobs)

    task = annotate.Task(
        load_study(ROOT / "tests" / "corpus"), SETTINGS, [Article(str(n), "a.txt") for n in range(9)], [b""] * 9
    )
    with pytest.raises(RunError, match="again and again"):
        shards._article_by_article(shards._annotate_shard, (Path("a.shard"), task), killed)
    with pytest.raises(RunError, match="again and again"):
        shards.once_more(shards._annotate_shard, (Path("a.shard"), task), killed)


# --- kill -9 at any moment ----------------------------------------------------------------------

KILLED = '''
"""Runs in forked processes, of which some are killed at their n-th change of a file below the results."""
import json, os, shutil, signal, sys
from pathlib import Path
from helpers import run
from helpers.study import Article, load_study
from helpers.tables import annotate, measure

MOMENTS, NOTEBOOKS, HOME = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
GOOD, OUT = HOME.parent / "good", HOME.parent / "out"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link"}
SETTINGS = measure.Settings(engine="fast", target_sample=0)


def once(out, moment=0):
    """How a run in a process of its own ends, and how many changes it made."""
    pipe, end = os.pipe()
    if child := os.fork():
        os.close(end)
        status = os.waitpid(child, 0)[1]
        return os.waitstatus_to_exitcode(status), int(os.read(pipe, 20) or 0)
    seen = 0

    def hook(event, arguments):
        nonlocal seen
        if event in CHANGES or event == "open" and arguments[2] & WRITES:
            if str(arguments[0]).startswith(str(out)) and os.getpid() == own:
                seen += 1
                if seen == moment:
                    os.kill(own, signal.SIGKILL)

    own, code = os.getpid(), 1
    sys.addaudithook(hook)
    try:
        if NOTEBOOKS:
            run.report(HOME, out, ["engine=fast", "target_sample=0"], workers=1, notebooks=Path(NOTEBOOKS))
        else:
            measure.measure(HOME, out, SETTINGS, workers=1)
        os.write(end, str(seen).encode())
        code = 0
    finally:
        os._exit(code)


def whole(folder):
    """The hash of the tables in a folder, where they are as their record says."""
    record = json.loads((folder / "measured.json").read_text())["tables_sha256"]
    assert record == {name: measure.sums(folder)[name] for name in record}
    return record["sentences"]


def main():
    text = (HOME / "00.txt").read_bytes()  # lexicons and models are read here once, not in each of the processes
    annotate.annotate(annotate.Task(load_study(HOME), SETTINGS, [Article("a", "00.txt")], [text]))
    tables = [OUT / HOME.name / "tables", OUT / HOME.name / ".old-tables", OUT / f".old-{HOME.name}" / "tables"]
    assert once(GOOD)[0] == 0
    before = whole(GOOD / HOME.name / "tables")
    (HOME / "00.txt").write_text("The storm of Finland is over, the mayor said.")
    shutil.copytree(GOOD, OUT)
    code, changes = once(OUT)
    after = whole(tables[0])
    print(changes, "changes", code)
    for n in range(MOMENTS):
        moment = 1 + (2 * n + 1) * changes // (2 * MOMENTS)
        shutil.rmtree(OUT)
        shutil.copytree(GOOD, OUT)
        killed = once(OUT, moment)[0]
        kept = next(folder for folder in tables if folder.exists())
        good = whole(kept) in (before, after)
        code = once(OUT)[0]
        left = sorted({path.name for path in OUT.iterdir()} - {HOME.name, ".cache", f".{HOME.name}.lock"})
        print(json.dumps([moment, killed, good, code, whole(tables[0]) == after, left]), flush=True)


if __name__ == "__main__":
    main()
'''


def killed_runs(home: Path, moments: int, notebooks: str = "") -> list[list]:
    script = home.parent / "killed.py"
    script.write_text(KILLED)
    words = [sys.executable, str(script), str(moments), notebooks, str(home)]
    done = subprocess.run(words, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()[1:]]


def test_a_measurement_that_is_killed_at_any_moment_leaves_the_last_one_and_the_next_one_is_whole(ferries):
    for text in sorted(ferries.iterdir())[2:]:
        text.unlink()
    runs = killed_runs(ferries, 3)
    assert [run[1:] for run in runs] == [[-signal.SIGKILL, True, 0, True, []]] * 3


@pytest.mark.notebooks
def test_a_report_that_is_killed_at_any_moment_leaves_the_last_one_and_the_next_one_is_whole(ferries):
    for text in sorted(ferries.iterdir())[2:]:
        text.unlink()
    notebooks = ferries.parent / "notebooks"
    notebooks.mkdir()
    shutil.copy(ROOT / "tests" / "notebooks" / "well.ipynb", notebooks)
    assert [run[1:] for run in killed_runs(ferries, 1, str(notebooks))] == [[-signal.SIGKILL, True, 0, True, []]]


def test_half_written_parts_of_killed_runs_go_after_a_day(ferries):
    cache = ferries.parent / "out" / ".cache" / "texts"
    cache.mkdir(parents=True)
    for name, age in (("a.arrow.1.part", 2 * 86_400), ("b.arrow.2.part", 60), ("c.arrow", 2 * 86_400)):
        (cache / name).touch()
        os.utime(cache / name, (time.time() - age,) * 2)
    measured(ferries)
    assert sorted(path.name for path in cache.iterdir()) == ["b.arrow.2.part", "c.arrow"]


# --- a full disk --------------------------------------------------------------------------------

LIMITED = """
import resource, signal, sys
from helpers import __main__ as cli
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.exit(cli.main(["measure", "--study", sys.argv[2], "--out", sys.argv[3], "--workers", "1", "-p", "engine=fast",
                   "-p", "target_sample=0"]))
"""


@pytest.mark.parametrize("most", [100, 2_500])  # the store of texts, or of shards, cannot be written; or the tables
def test_a_disk_that_is_full_is_one_line_and_changes_nothing(most, ferries):
    (ferries / "more.csv").write_text("title,text\n" + "A ferry,The captain said so on Monday.\n" * 20)
    good = bytes_of(results := measured(ferries))
    (ferries / "00.txt").write_text("The storm of Finland is over, the mayor said.")
    words = [sys.executable, "-c", LIMITED, str(most), str(ferries), str(ferries.parent / "out")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("nothing was changed in the results") and "Traceback" not in done.stderr
    assert bytes_of(results) == good
    assert measured(ferries).record["articles"]["lost"] == 0


# --- files that cannot be read, or change -------------------------------------------------------


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.zip", "a.docx"])
def test_a_file_without_the_right_to_read_it_is_lost_alone(name, ferries, monkeypatch):
    (ferries / name).write_bytes(b"title,text\n")
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != name and may(path, mode))
    results = measured(ferries)
    assert results.record["articles"] == {"given": 13, "read": 12, "lost": 1}
    (problem,) = results.table("errors").to_dict("records")
    assert problem["file"] == name and "right to read" in problem["problem"]


def test_a_table_that_changes_while_it_is_read_is_lost_and_never_kept_under_the_key_of_another(ferries, monkeypatch):
    table = ferries / "more.csv"
    table.write_text("title,text\nA ferry,The captain said so on Monday.\n")
    read = archives.read

    def changes(path, *more):
        table.write_text("title,text\nA bridge,The mayor said so on Monday and on Tuesday.\n")
        return read(path, *more)

    with monkeypatch.context() as patch:
        patch.setattr(archives, "read", changes)
        results = measured(ferries)
    (problem,) = results.table("errors").to_dict("records")
    assert problem["problem"] == "cannot be read: it was changed while it was read: run it again"
    assert results.record["articles"] == {"given": 13, "read": 12, "lost": 1}
    table.write_text("title,text\nA ferry,The captain said so on Monday.\n")
    assert "A ferry" in set(measured(ferries).table("articles")["title"])


# --- two runs at once ---------------------------------------------------------------------------


def test_two_runs_at_once_into_one_folder_and_with_one_cache(ferries):
    (ferries / "more.csv").write_text("title,text\nA ferry,The captain said so on Monday.\n")
    words = [sys.executable, "-m", "helpers", "measure", "--study", str(ferries), "--out", str(ferries.parent / "out")]
    words += ["--workers", "1", "-p", "engine=fast", "-p", "target_sample=0"]
    both = [subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate()[1] for run in both]
    assert [run.returncode for run in both] == [0, 0], said
    results = measure.open_results(ferries, ferries.parent / "out")
    assert bytes_of(results) == bytes_of(measured(ferries, "fresh"))


def test_what_is_given_and_neither_read_nor_lost_ends_the_run_in_a_sentence(ferries, monkeypatch):
    monkeypatch.setattr(measure, "n_lost", lambda problems: 1)
    with pytest.raises(RunError, match="13 texts were given, but 12 read and 0 lost"):
        measured(ferries)
