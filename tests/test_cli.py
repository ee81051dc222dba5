"""The command line: what each verb is given, and that a mistake is one line and a code."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers import __main__ as cli
from helpers import run
from helpers.run import bench
from helpers.study import ROOT, StudyError
from helpers.tables import schemas


def test_help_names_every_verb_and_is_there_at_once():
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "helpers", "--help"], cwd=ROOT,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0
    for verb in ("report", "measure", "sample", "validate", "train", "bench", "lab", "test"):
        assert f"    {verb} " in done.stdout
    assert "pandas" not in done.stderr


@pytest.mark.parametrize("words", [[], ["repotr"], ["report", "--wrokers", "3"], ["report", "--workers", "0"],
                                   ["sample", "--n", "8" * 30], ["sample", "--n", "many"], ["sample", "--n", "²"],
                                   ["sample", "--by", "mood"], ["sample", "--coders", "../ann"],
                                   ["train", "everything"]])  # fmt: skip
def test_words_that_mean_nothing_end_with_code_2(words, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(words)
    assert stop.value.code == 2
    assert capsys.readouterr().err


def test_a_mistake_is_one_line_and_code_2(monkeypatch, capsys):
    def wrong(*_, **__):
        raise StudyError("study.yaml: the key 'title' is missing")

    monkeypatch.setattr(run, "report", wrong)
    assert cli.main(["report"]) == 2
    assert capsys.readouterr().err == "study.yaml: the key 'title' is missing\n"


def test_a_failed_run_is_code_1(monkeypatch, capsys):
    def fails(*_, **__):
        raise run.RunError("02_sentiment: cell 7 failed: KeyError: 'x'")

    monkeypatch.setattr(run, "report", fails)
    assert cli.main(["report"]) == 1
    assert capsys.readouterr().err.strip() == "02_sentiment: cell 7 failed: KeyError: 'x'"


def test_stopped_by_hand_is_code_130(monkeypatch, capsys):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "report", stopped)
    assert cli.main(["report"]) == 130
    assert "Stopped" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_a_signal_to_end_is_as_ctrl_c(number, monkeypatch, capsys):
    cleared = []

    def stopped(*_, **__):
        try:
            signal.raise_signal(getattr(signal, number))
        finally:
            cleared.append(True)

    before = signal.getsignal(getattr(signal, number))
    monkeypatch.setattr(run, "report", stopped)
    assert cli.main(["report"]) == 130
    assert cleared
    assert capsys.readouterr().err == "Stopped; nothing was changed in the results.\n"
    assert signal.getsignal(getattr(signal, number)) == before


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_signal_that_is_ignored_stays_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(run, "report", lambda *_, **__: signal.raise_signal(signal.SIGHUP) or tmp_path)
    monkeypatch.setattr(cli, "_name_problems", lambda folder: None)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert cli.main(["report"]) == 0
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("two words ü 中", "two words ü 中"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\nAll is well", "a\\nAll is well"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("a\u202eb\u200b", "a\\u202eb\\u200b"),
    ],
)
def test_what_cannot_be_printed_is_escaped(given, shown):
    assert run.plain(given) == shown


def test_what_is_lost_is_named_and_counted(corpus, tmp_path, capsys):
    study = tmp_path / "study"
    study.mkdir()
    for name in ("study.yaml", "herald-1.txt"):
        shutil.copy(corpus / name, study)
    (study / "a\x1b[2Jb.txt").touch()
    words = ["measure", "--study", str(study), "--out", str(tmp_path / "out"), "-p", "engine=fast"]
    assert cli.main([*words, "-p", "target_sample=0"]) == 0
    said = capsys.readouterr()
    assert "Lost: a\\x1b[2Jb.txt: " in said.err
    assert "\x1b" not in said.err
    assert "2 texts given: 1 article read, 1 lost (see tables/errors.csv)" in said.out


def test_folders_count_from_where_one_is(monkeypatch, tmp_path, capsys):
    asked = {}
    monkeypatch.setattr(run, "report", lambda *given, **named: asked.update(given=given, **named) or tmp_path)
    monkeypatch.setattr(cli, "_name_problems", lambda folder: None)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["report", "--study", "mine", "-p", "min_n=3", "-p", "seed=4", "--workers", "2"]) == 0
    given = (tmp_path / "mine", ROOT / "outputs", ["min_n=3", "seed=4"])
    assert asked == {"given": given, "workers": 2, "dask": "", "columns": None}
    assert capsys.readouterr().out.startswith("Report: report.html (")


def test_a_study_that_is_not_there_is_one_line(tmp_path, capsys):
    for verb in ("report", "measure"):
        assert cli.main([verb, "--study", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_bench_runs_what_the_data_sets_allow(monkeypatch, tmp_path, capsys):
    (tmp_path / "bench_words.py").write_text(
        "import pandas as pd\n\ndef run(gvfc, ccf=None):\n    return pd.DataFrame({'f1': [0.12345]})\n"
    )
    monkeypatch.setattr(bench, "FOLDER", tmp_path)
    assert cli.main(["bench", "--gvfc", str(tmp_path)]) == 0
    assert capsys.readouterr().out.split() == ["words", "f1", "0.123"]
    assert cli.main(["bench", "--nyt", str(tmp_path)]) == 2
    assert "no benchmark runs" in capsys.readouterr().err
    assert cli.main(["bench", "--gvfc", str(tmp_path / "none")]) == 2
    assert "--gvfc" in capsys.readouterr().err


def test_sentences_drawn_for_coding_lead_back_to_their_articles(finished_run, corpus, tmp_path, capsys):
    words = ["--study", str(corpus), "--out", str(finished_run.parent)]
    path = tmp_path / "mine.csv"
    assert cli.main(["sample", *words, "--n", "20", "--to", str(path)]) == 0
    drawn = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert len(drawn) == 20
    assert {"mode", "voice", "tone", "t_china", "frames", "chance", "before", "after"} <= set(drawn)
    assert set(drawn["voice"]) == {""}
    files = schemas.read(finished_run / "tables", "articles", ["article_id", "file"]).set_index("article_id")["file"]
    for row in drawn.itertuples():
        text = (corpus / files[row.article_id]).read_text("utf-8")
        assert text[int(row.start) : int(row.end)] == row.text.removeprefix("'")
    assert len(set(drawn["article_id"])) > 3
    assert (tmp_path / "mine-codebook.csv").is_file()
    assert cli.main(["sample", *words, "--to", str(path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert cli.main(["sample", *words, "--to", str(tmp_path / "mine.txt")]) == 2
    assert "a sheet is a file .xlsx or .csv" in capsys.readouterr().err
    assert cli.main(["sample", *words, "--n", "2", "--by", "voice,outlet", "--to", str(tmp_path / "x.csv")]) == 2
    assert re.search(r"by voice and outlet there are \d+ groups.*draw \d+ sentences or more", capsys.readouterr().err)


def test_a_study_without_coding_cannot_be_validated(finished_run, corpus, capsys):
    assert cli.main(["validate", "--study", str(corpus), "--out", str(finished_run.parent)]) == 2
    assert "holds no coding.csv" in capsys.readouterr().err


def test_coding_is_compared(corpus, tmp_path, capsys):
    study = shutil.copytree(corpus, tmp_path / "corpus")
    words = ["validate", "--study", str(study), "--out", str(tmp_path / "out")]
    rows = [
        ("Who gains from the lake summit?", "none", "narrator"),
        ("China came with money, Russia with memories.", "direct", "russian"),  # it is the paper's own
        ('"The region should not have to swap one dependence for another," he said.', "direct", "western"),
        ("This sentence stands nowhere.", "none", "narrator"),
        ("Not everybody is happy.", "", "klingon"),
    ]
    coded = pd.DataFrame(rows, columns=["text", "mode", "voice"])
    coded.to_csv(study / "coding.csv", index=False, sep=";", encoding="utf-16")
    assert cli.main(words) == 0
    out, err = capsys.readouterr()
    assert "4 of 5 coded sentences are cut alike." in out
    assert re.search(r"mode\s+0\.67 .* 3\n", out) and re.search(r"voice\s+0\.67 .* 3\n", out)
    assert "Not corrected, with too few codes or stories: share of sentences Narration" in out
    assert "Differences between voices are not corrected: no two have codes" in out
    assert "coding.csv, row 5: no sentence is cut as this one was" in err
    assert "coding.csv, row 6: voice: there is no voice 'klingon'; left out" in err
    (study / "coding.csv").write_bytes(b"")
    assert cli.main(words) == 2
    assert capsys.readouterr().err.strip() == "coding.csv: cannot be read as a table: the file is empty"
    (study / "coding_ann.csv").write_text("text,voice\nNot everybody is happy.,narrator\n")
    assert cli.main(words) == 0  # the rest still counts
    out, err = capsys.readouterr()
    assert "1 of 1 coded sentences" in out and "coding.csv: cannot be read" in err


def test_every_benchmark_is_reached_by_the_options():
    for file in sorted(Path(bench.FOLDER).glob("bench_*.py")):
        wanted = bench.inspect.signature(bench._load(file)).parameters.values()
        needed = {p.name for p in wanted if p.default is p.empty}
        assert needed <= {*cli.BENCH_DATA, "scale"}, file.name
