"""`train frames`: what a study teaches of its own codebook, and what measuring makes of it."""

import json

import pandas as pd
import pytest

from helpers import analysis, framing
from helpers.__main__ import main
from helpers.framing import taught
from helpers.study import StudyError, load_study
from helpers.tables import measure
from helpers.training import frames as training

BOOK = """
title: Two frames
frames:
  - {name: trade, label: Trade, patterns: {en: [trade]}}
  - {name: war, label: War, patterns: {en: [army]}}
"""
LINES = (  # of trade, of war, of neither; the codebook knows every second one
    ("Merchants sold {} bales of wool at the market in {}.", "The trade in {} kinds of wool grew in {}."),
    ("Some {} soldiers attacked the fort near {}.", "The army shelled {} houses in {}."),
    ("It rained for {} hours in {}.", "The {} gardens of {} are green."),
)
CODES = ("trade", "war", "")
TOWNS = ("Oslo", "Lima", "Quito", "Porto", "Bergen", "Turin")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Six articles of twelve sentences, all coded, and one in German that is coded in part."""
    folder = tmp_path_factory.mktemp("taught") / "own"
    folder.mkdir()
    (folder / "two.yaml").write_text(BOOK)
    (folder / "study.yaml").write_text("title: Own\ncodebooks: [great_power_competition, two.yaml]\n")
    rows = []
    for i, town in enumerate(TOWNS):
        lines = [(LINES[k % 3][k // 3 % 2].format(10 + k + i, town), CODES[k % 3]) for k in range(12)]
        (folder / f"{town}.txt").write_text(" ".join(line for line, _ in lines))
        rows += [(line, code or "no") for line, code in lines]
    coded = pd.DataFrame(rows, columns=["text", "frames"]).replace("no", "")
    coded["tone"] = 0  # so that a row without a frame is a coded one
    coded.to_csv(folder / "coding.csv", index=False)
    return folder


SETTINGS = measure.Settings(engine="fast")


@pytest.fixture(scope="module")
def learnt(home, tmp_path_factory):
    """The results after teaching, and what was told."""
    out = tmp_path_factory.mktemp("out")
    before = measure.measure(home, out, SETTINGS, workers=1)
    told = training.teach(before, "coding.csv")
    return measure.measure(home, out, SETTINGS, workers=1), told


def test_a_study_teaches_the_frames_of_its_own_codebook(learnt):
    results, told = learnt
    stored = json.loads((results.study.folder / taught.FILE).read_text())
    assert stored["frames"] == ["trade", "war"] and set(stored["languages"]) == {"en"}
    english = stored["languages"]["en"]
    assert english["sentences"] == 72 and english["stories"] == 6 and len(english["texts"]) == 72
    figures = {row["frame"]: row for row in english["figures"]}
    assert figures["trade"]["coded"] == 24 and figures["trade"]["codebook"] == pytest.approx(2 / 3)  # half, all right
    assert figures["all together"]["model"] > 0.9
    assert told[0].startswith("English: 72 coded sentences of 6 stories.") and "taught_frames.json" in told[-1]


def test_measuring_uses_what_was_taught_beside_the_codebook(learnt):
    results, _ = learnt
    scores = results.table("frame_scores")
    own = scores[scores["frame"].isin(["trade", "war"]) & (scores["instrument"] == framing.MODEL)]
    assert own["score"].between(0, 1).all() and (own["present"] | (own["score"] >= 0.05)).all()
    texts = results.table("sentences").set_index("sentence_id")["text"]
    by_model = {texts[row.sentence_id] for row in own[own["present"] & (own["frame"] == "war")].itertuples()}
    assert sum("soldiers" in text for text in by_model) >= 10  # which no pattern finds
    known = analysis.frames.by_model(results, ["trade", "war"])
    assert set(known["frame"]) == {"trade", "war"}
    shares = analysis.frames.shares_by_model(results, ["trade", "war"])
    assert shares["war"] == pytest.approx(own.query("frame == 'war' and present")["sentence_id"].nunique() / len(texts))
    compared = analysis.frames.agreement_of_instruments(results, ["trade", "war"]).set_index("frame")
    assert compared.at["war", "codebook"] == 12 and compared.at["war", "model"] > 18
    assert not len(results.table("errors"))


def test_a_story_in_two_outlets_counts_once_in_the_shares_of_the_model(monkeypatch):
    rows = pd.DataFrame({"frame": "war", "carried": [1.0, 1.0, 0.0], "n": 4, "stands_for": 1.0, "copies": [2, 2, 1]})
    monkeypatch.setattr(analysis.frames, "by_model", lambda *asked: rows)
    assert analysis.frames.shares_by_model(None, ["war"])["war"] == pytest.approx(4 / 8)  # not 8 of 12


def test_codes_that_taught_do_not_judge(learnt):
    results, _ = learnt
    coded = analysis.coding.coded(results).table
    both = analysis.validation.beside_machine(results, coded, "tone_model")
    book = framing.load_codebooks(results.study)
    states = analysis.validation.states(results, both, "tone_model", book, ["trade", "war"]).set_index("measure")
    assert states.at["frame", "n"] == 72 and states.at["frame by the model", "n"] == 0


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda stored: stored | {"codebooks": "other"}, "with the codebooks as they were before"),
        (lambda stored: stored | {"reader": "other"}, "another version of the model"),
        (lambda stored: stored | {"frames": ["trade"]}, "not as `train frames` writes it"),
        (lambda stored: [], "not as `train frames` writes it"),
    ],
)
def test_a_file_that_does_not_fit_is_a_doubt_and_scores_nothing(learnt, change, said, tmp_path):
    results, _ = learnt
    for name in ("study.yaml", "two.yaml"):
        (tmp_path / name).write_bytes((results.study.folder / name).read_bytes())
    stored = json.loads((results.study.folder / taught.FILE).read_text())
    (tmp_path / taught.FILE).write_text(json.dumps(change(stored)))
    (tmp_path / "one.txt").write_text("The army came to Oslo. Soldiers attacked the fort.")
    measured = measure.measure(tmp_path, tmp_path.parent / f"out {tmp_path.name}", SETTINGS, workers=1)
    (problem,) = measured.table("errors")[["file", "problem", "severity"]].values.tolist()
    assert problem[0] == taught.FILE and said in problem[1] and problem[2] == "doubt"
    assert "run `train frames` again" in problem[1]
    assert not (measured.table("frame_scores").query("instrument == 'model'")["frame"].isin(["trade", "war"])).any()


def test_another_language_gets_no_frame(learnt):
    results, _ = learnt
    found, problems = taught.load(results.study, framing.load_codebooks(results.study))
    assert not problems and found.frames(["Die Armee griff an."], "de")[0] == []
    assert found.knows("The  army shelled 14 houses in Oslo.") and not found.knows("Another sentence.")


@pytest.mark.parametrize(
    "rows, said",
    [
        (
            [("It rained for 12 hours in Oslo.", "trade")],
            "it takes 50 coded sentences in English, better 100; there are 1",
        ),
        (
            [("It never was written.", "trade")],
            "coding_few.csv codes the frames of no sentence of own .1 rows are none",
        ),
    ],
)
def test_too_few_codes_are_refused(learnt, rows, said):
    results, _ = learnt
    file = results.study.folder / "coding_few.csv"
    pd.DataFrame(rows, columns=["text", "frames"]).assign(tone=0).to_csv(file, index=False)
    before = (results.study.folder / taught.FILE).read_bytes()
    try:
        with pytest.raises(StudyError, match=said):
            training.teach(results, file.name)
    finally:
        file.unlink()
    assert (results.study.folder / taught.FILE).read_bytes() == before


def test_a_coding_that_is_not_there_is_named(learnt):
    with pytest.raises(StudyError, match="there is no coding_ann.csv in own"):
        training.teach(learnt[0], "coding_ann.csv")


def test_frames_that_the_model_knows_are_not_taught(tmp_path, capsys):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "one.txt").write_text("The army came to Oslo.")
    (tmp_path / "own" / "study.yaml").write_text(
        "title: Own\ncodebooks: [great_power_competition]\ndefaults: {engine: fast, target_sample: 0}\n"
    )
    assert taught.teachable(framing.load_codebooks(load_study(tmp_path / "own"))) == ()
    words = ["train", "frames", "coding.csv", "--study", str(tmp_path / "own"), "--out", str(tmp_path / "out")]
    assert main(words) == 2
    assert "knows the frames of great_power_competition already" in capsys.readouterr().err
