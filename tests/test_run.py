"""A run: what it writes, what it takes over, and that a run that fails leaves the last good one whole."""

import errno
import json
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from helpers import __main__ as cli
from helpers import run
from helpers.run import RunError, planning
from helpers.run import notebooks as running
from helpers.study import StudyError, load_study
from helpers.tables import staging

FIXTURES = Path(__file__).parent / "notebooks"
FAST = ["engine=fast", "target_sample=0"]


def notebooks(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(FIXTURES / f"{name}.ipynb", folder)
    return folder


def listing(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def first(tmp_path_factory, corpus) -> Path:
    """A finished run of two notebooks, and the notebooks beside it."""
    folder = tmp_path_factory.mktemp("first")
    run.report(corpus, folder / "out", FAST, notebooks=notebooks(folder / "notebooks", "well", "figure"))
    return folder


@pytest.fixture
def again(first, tmp_path) -> Path:
    """A copy of that run to go on from."""
    return shutil.copytree(first, tmp_path / "again")


def report(again: Path, corpus: Path, *words: str) -> Path:
    return run.report(corpus, again / "out", [*FAST, *words], notebooks=again / "notebooks")


def statuses(folder: Path) -> dict[str, str]:
    return {name: n["status"] for name, n in json.loads((folder / "run.json").read_text())["notebooks"].items()}


def test_a_run_writes_what_it_says(first):
    folder = first / "out" / "corpus"
    record = json.loads((folder / "run.json").read_text("utf-8"))
    assert statuses(folder) == {"figure": "completed", "well": "completed"}
    assert set(record["files"]) == set(listing(folder)) - {"run.json"}
    assert record["parameters"].items() >= {"n": 3, "engine": "fast", "target_sample": 0}.items()
    assert record["errors"] == record["unusable"] == []
    assert record["articles"] == {"given": 6, "read": 6, "lost": 0}
    assert record["versions"]["pandas"]
    assert {"notebooks/figure.html", "figures/dots.svg"} <= set(record["notebooks"]["figure"]["files"])
    assert not [p.name for p in (first / "out").iterdir() if p.name.startswith((".staging", ".old"))]


def test_nothing_in_the_results_names_the_staging_folder(first):
    named = [name for name, content in listing(first / "out" / "corpus").items() if b".staging" in content]
    assert named == []


def test_a_second_run_takes_over_what_has_not_changed(again, corpus):
    before = listing(again / "out" / "corpus")
    folder = report(again, corpus)
    assert statuses(folder) == {"figure": "unchanged", "well": "unchanged"}
    after = listing(folder)
    del before["run.json"], after["run.json"]
    assert after == before


def test_what_has_changed_runs_again(again, corpus):
    (again / "out" / "corpus" / "figures" / "dots.svg").write_text("edited by hand")
    assert statuses(report(again, corpus)) == {"figure": "completed", "well": "unchanged"}
    folder = report(again, corpus, "n=5")
    assert statuses(folder) == {"figure": "completed", "well": "completed"}
    assert (folder / "figures" / "dots.csv").read_text() == "5 dots"


def test_a_failed_notebook_leaves_the_last_good_run_whole(again, corpus):
    before = listing(again / "out" / "corpus")
    notebooks(again / "notebooks", "raises", "exits", "killed", "half_a_figure", "same_figure")
    with pytest.raises(RunError) as error:
        report(again, corpus)
    lines = str(error.value).splitlines()
    assert "raises: cell 5 failed: ValueError: no such thing in the box" in lines
    assert "exits: cell 5 failed: it left the run by sys.exit(0)" in lines
    assert any(line.startswith("killed: cell 5 did not come to its end: its kernel died") for line in lines)
    assert "figures/half.svg was not written" in lines
    assert "figures/half.pdf was not written" in lines
    assert "same_figure: another notebook also writes figures/dots.svg, with other content" in lines
    assert listing(again / "out" / "corpus") == before
    failed = json.loads((again / "out" / "corpus.failed" / "run.json").read_text("utf-8"))
    assert failed["notebooks"]["raises"]["status"] == "failed"
    assert failed["notebooks"]["well"]["status"] == "unchanged"
    for path in (again / "notebooks").glob("*s*.ipynb"):
        path.unlink()
    (again / "notebooks" / "killed.ipynb").unlink()
    (again / "notebooks" / "half_a_figure.ipynb").unlink()
    report(again, corpus)
    assert not (again / "out" / "corpus.failed").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["m=3"], "no parameter 'm'"),
        (["n=three"], "n must be a whole number, not 'three'"),
        (["engine=slow"], "engine: Input should be 'full' or 'fast'"),
        (["out=elsewhere"], "--out"),
    ],
)
def test_a_wrong_parameter_stops_before_anything_is_written(words, said, tmp_path, corpus):
    with pytest.raises(StudyError, match=said):
        run.report(corpus, tmp_path / "out", words, notebooks=notebooks(tmp_path / "n", "well"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [(["outlets=heralt"], "no outlet 'heralt'"), (["voices=martian"], "no voice 'martian'"), (["min_n=0"], "min_n")],
)
def test_outlets_and_voices_are_checked_before_anything_is_written(words, said, tmp_path, corpus):
    shutil.copy(run.NOTEBOOKS / "02_sentiment.ipynb", notebooks(tmp_path / "n"))
    with pytest.raises(StudyError, match=said):
        run.report(corpus, tmp_path / "out", words, notebooks=tmp_path / "n")
    assert not (tmp_path / "out").exists()


def test_an_unknown_default_of_the_study_is_told(tmp_path, corpus):
    study = shutil.copytree(corpus, tmp_path / "corpus")
    settings = (study / "study.yaml").read_text("utf-8")
    (study / "study.yaml").write_text(settings.replace("own_page:", "min_m: 3, own_page:"), "utf-8")
    with pytest.raises(StudyError, match="study.yaml: defaults: there is no parameter 'min_m': did you mean 'min_n'?"):
        run.report(study, tmp_path / "out", notebooks=notebooks(tmp_path / "n", "well"))


def test_results_are_never_written_over_the_study(tmp_path, corpus):
    study = shutil.copytree(corpus, tmp_path / "corpus")
    before = listing(study)
    for out in (tmp_path, study, study / "results"):
        with pytest.raises(StudyError, match="over its own folder"):
            run.report(study, out, FAST, notebooks=notebooks(tmp_path / "n", "well"))
    assert listing(study) == before


@pytest.mark.parametrize("place", ["corpus", "corpus.failed"])
def test_a_folder_that_no_run_has_made_is_refused(place, tmp_path, corpus):
    for name in ("notebooks/mine.ipynb", "run.json", ".git/config"):
        (tmp_path / "out" / place / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / place / name).write_text('{"study": "mine"}')
    before = listing(tmp_path / "out")
    with pytest.raises(StudyError, match="no run has made it"):
        run.report(corpus, tmp_path / "out", FAST, notebooks=notebooks(tmp_path / "n", "well"))
    assert listing(tmp_path / "out") == before


def test_what_is_the_users_in_a_results_folder_stays(again, corpus):
    folder = again / "out" / "corpus"
    mine = [
        "notebooks/mine.ipynb",
        "figures/mine.png",
        "figures/drafts/a.svg",
        "tables/mine.csv",
        ".git/config",
        "a.md",
    ]
    for name in mine:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("mine")
    (folder / "private").mkdir(mode=0o700)
    (again / "notebooks" / "figure.ipynb").unlink()
    report(again, corpus)
    assert {name: (folder / name).read_text() for name in mine} == dict.fromkeys(mine, "mine")
    assert (folder / "private").stat().st_mode & 0o777 == 0o700
    assert not (folder / "figures" / "dots.svg").exists()


def test_a_file_of_the_users_with_the_name_of_a_new_one_is_not_lost(again, corpus):
    page = again / "out" / "corpus" / "notebooks" / "hostile.html"
    page.write_text("mine")
    before = listing(again / "out" / "corpus")
    notebooks(again / "notebooks", "hostile")
    with pytest.raises(StudyError, match=r"hostile\.html was not made by the last run"):
        report(again, corpus)
    assert listing(again / "out" / "corpus") == before
    page.unlink()
    assert (report(again, corpus) / "notebooks" / "hostile.html").exists()


def test_an_unusable_file_is_in_the_record(again, corpus):
    study = shutil.copytree(corpus, again / "study" / "corpus")
    (study / "empty.txt").touch()
    record = json.loads((report(again, study) / "run.json").read_text("utf-8"))
    assert [problem["file"] for problem in record["unusable"]] == ["empty.txt"]
    assert record["articles"] == {"given": 7, "read": 6, "lost": 1}


# --- what a notebook rests on -------------------------------------------------------------------


@pytest.mark.parametrize("part", ["code", "tables", "study.yaml", "outlets.csv", "coding.xlsx", "nothing"])
def test_a_notebook_runs_again_when_what_it_rests_on_has_changed(part, again, corpus, monkeypatch):
    study = shutil.copytree(corpus, again / "study" / "corpus")
    results = run.measure.Results(load_study(study), again / "out" / "corpus", run.measure.Settings(engine="fast"), {})

    def key() -> str:
        (job,) = planning.plan(results, [again / "notebooks" / "well.ipynb"], {}, again / "stage")
        return job.key

    before = key()
    if part == "code":
        monkeypatch.setattr(planning.provenance, "code", lambda: "another")
    elif part == "tables":
        (results.folder / "tables" / "mentions.parquet").write_bytes(b"other")
    elif part != "nothing":
        with (study / part).open("a") as file:
            file.write("\n")
    assert (key() == before) == (part == "nothing")


def test_validation_is_for_studies_with_hand_coding(tmp_path, corpus):
    paths = [tmp_path / "01_voices.ipynb", tmp_path / "05_validation.ipynb"]
    study = shutil.copytree(corpus, tmp_path / "corpus")
    assert planning.fitting_study(load_study(study), paths) == paths[:1]
    (study / "coding.csv").touch()
    assert planning.fitting_study(load_study(study), paths) == paths


def test_a_run_that_is_stopped_begins_nothing_new(tmp_path, monkeypatch, ended):
    stay = notebooks(tmp_path / "n", "hangs") / "hangs.ipynb"
    jobs = [running.Job(f"job{i}", stay, {}, tmp_path / f"job{i}") for i in range(4)]

    def stopped(*_, **__):
        while not any(tmp_path.glob("job*/*.ipynb")):
            pass
        begun.update(set(running.multiprocessing.active_children()) - before)
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "as_completed", stopped)
    before = set(running.multiprocessing.active_children())  # other tests' may still be beginning or ending
    begun: set = set()
    with pytest.raises(KeyboardInterrupt):
        running.run_all(jobs, 1, tmp_path / "temporary")
    assert begun and all(ended(process.pid) for process in begun)
    assert len(list(tmp_path.glob("job*"))) == 1


def test_a_full_disk_is_one_line_and_changes_nothing(again, corpus, monkeypatch, capsys):
    before = listing(again / "out" / "corpus")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "articles.parquet")

    monkeypatch.setattr(run.measure.schemas, "Writers", full)
    monkeypatch.setattr(run, "NOTEBOOKS", again / "notebooks")
    assert cli.main(["report", "--study", str(corpus), "--out", str(again / "out"), "-p", "engine=fast"]) == 1
    said = capsys.readouterr().err.strip()
    assert said == "articles.parquet: No space left on device; nothing was changed in the results"
    assert listing(again / "out" / "corpus") == before


def test_an_out_that_is_a_file_is_one_line(tmp_path, corpus, capsys):
    (tmp_path / "file").touch()
    assert cli.main(["report", "--study", str(corpus), "--out", str(tmp_path / "file")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


# --- the swap -----------------------------------------------------------------------------------


def test_a_killed_run_is_cleared_away(tmp_path):
    target = tmp_path / "study"
    (tmp_path / ".staging-study" / "half").mkdir(parents=True)
    with staging.staging(target) as stage:
        assert list(stage.iterdir()) == []
    assert not stage.exists()


def test_a_swap_that_was_cut_gives_the_last_good_run_back(tmp_path):
    old = tmp_path / ".old-study"
    old.mkdir()
    (old / "run.json").write_text("good")
    with staging.staging(tmp_path / "study"):
        assert (tmp_path / "study" / "run.json").read_text() == "good"
    assert not old.exists()


def test_a_swap_that_fails_gives_the_last_good_run_back(tmp_path, monkeypatch):
    target, new = tmp_path / "study", tmp_path / "new"
    target.mkdir()
    new.mkdir()
    (target / "run.json").write_text("good")
    replace = staging.os.replace

    def held_open(source, place):
        if source == new:
            raise PermissionError(13, "held open")
        replace(source, place)

    monkeypatch.setattr(staging.os, "replace", held_open)
    with pytest.raises(PermissionError):
        staging.put_in_place(new, target)
    assert (target / "run.json").read_text() == "good"


def test_of_a_folder_without_a_record_all_is_kept(tmp_path):
    target, new = tmp_path / "study", tmp_path / "new"
    for name in ("figures/mine.svg", "my notes/a.txt", ".hidden"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("mine")
    (target / "link").symlink_to("nowhere")
    (new / "figures").mkdir(parents=True)
    staging.put_in_place(new, target)
    assert sorted(listing(target)) == [".hidden", "figures/mine.svg", "my notes/a.txt"]
    assert (target / "link").is_symlink()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["study"]


def test_two_runs_do_not_write_to_the_same_place(tmp_path):
    with (
        FileLock(tmp_path / ".study.lock"),
        pytest.raises(StudyError, match="another run is writing"),
        staging.staging(tmp_path / "study"),
    ):
        pass


def test_outlets_with_any_name_get_a_file_name_of_their_own():
    names = ["asianews", "Asia News", "asia-news", "новости", "..", "a/b", "A" * 300, "nul", ""]
    files = [run.safe_name(name) for name in names]
    assert files[0] == "asianews"
    assert len({name.lower() for name in files}) == len(names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and 0 < len(name) < 80 for name in files)
