"""Corrected estimates and differences apart for voices, outlets and periods, on ferries whose values are known by hand.

In each of twenty articles the narration has six sentences, the island three, the coast one; the machine finds the
frame in the third of the narration's and nowhere else.
"""

import math
import re

import pandas as pd
import pytest
from made import ferries

from helpers import __main__ as cli
from helpers import analysis, figures, framing
from helpers.analysis import coding, hand
from helpers.analysis import questions as asking
from helpers.analysis.estimate import Bootstrap
from helpers.analysis.measures import FRAME, REPORTED, SHARE, TONE, WORDS
from helpers.tables.results import Results

PERIODS = pd.Series(["2023" if a < 8 else "2024" for a in range(20)], [f"{a:03}" for a in range(20)])


@pytest.fixture
def results(tmp_path) -> Results:
    return ferries(tmp_path)


def coded(results: Results, frames: dict[tuple[int, int], str], articles=range(10)) -> pd.DataFrame:
    """Every sentence of some articles as people coded it: voices as the machine has them; frames of (a % 2, i)."""
    voice = ["narrator"] * 6 + ["island"] * 3 + ["coast"]
    rows = [
        (f"{a:03}:{i}", voice[i], -1 if voice[i] == "island" else 0, frames.get((a % 2, i), ""))
        for a in articles
        for i in range(10)
    ]
    table = pd.DataFrame(rows, columns=["sentence_id", "voice", "tone", "frames"])
    table.to_csv(results.study.folder / "coding.csv", index=False)
    return coding.coded(results).table


def test_between_voices(results):
    """By hand the frame stands in one of the island's three sentences: 0 - 1/3 for 1/6 - 0 by the machine."""
    table = coded(results, {(0, 6): "conflict", (1, 6): "conflict"})
    found = hand.differences(results, table, hand.BY_VOICE).set_index(["measure", "a", "b"])
    frame = found.loc[FRAME, "narrator", "island"]
    assert frame["naive"] == pytest.approx(1 / 6) and frame["label"] == "Conflict"
    assert frame["corrected"] == frame["by_hand"] == pytest.approx(-1 / 3)
    assert frame["codes"] == 30 and frame["stories"] == 10 and frame["decided"]
    tone = found.loc[TONE, "narrator", "island"]
    assert tone["by_hand"] == pytest.approx(1) and tone["decided"]
    share = found.loc[SHARE, "narrator", "coast"]
    assert share["naive"] == share["corrected"] == pytest.approx(0.5)


def test_differences_are_told_on_the_command_line(results, monkeypatch, capsys):
    """The clearest of each measure, those that are decided first; the tone of coded articles as above."""
    coded(results, {})
    monkeypatch.setattr("helpers.tables.measure.open_results", lambda *_: results)
    assert cli.main(["validate"]) == 0
    out = capsys.readouterr().out
    found = out.partition("Corrected differences between voices")[2].partition("\n\n")[0]
    tones = [line for line in found.splitlines() if line.strip().startswith("tone ")]
    assert re.search(r"Narration − Island .* \+1\.00 \(.*\) +30 +yes$", tones[0]), found
    assert "Corrected differences between outlets" in out and "are not corrected: no two" not in out


def test_the_level_is_for_all_pairs_of_a_measure(results):
    """Three voices are three pairs in tone; the widths are those of a level of 1 - .05 / 3."""
    table = coded(results, {(0, 6): "conflict"})
    tone = hand.differences(results, table, hand.BY_VOICE).query("measure == 'tone'")
    assert len(tone) == 3
    alone = hand.differences(
        results, table, hand.BY_VOICE, pairs=lambda _: [("narrator", "island")], bootstrap=Bootstrap(level=1 - 0.05 / 3)
    ).query("measure == 'tone'")
    ends = ["corrected_low", "corrected_high"]
    assert tone.iloc[0][ends].tolist() == pytest.approx(alone.iloc[0][ends].tolist())


def test_between_outlets(results):
    """The machine finds the frame in one of ten sentences of both; people in none of O0, and in two of ten of O1."""
    table = coded(results, {(1, 2): "conflict", (1, 3): "conflict"})
    few = Bootstrap(min_n=5)
    found = hand.differences(results, table, hand.by_outlet(results), bootstrap=few).set_index(["measure", "label"])
    row = found.loc[FRAME, "Conflict"]
    assert (row["a"], row["b"]) == ("O0", "O1") and row["naive"] == 0
    assert row["corrected"] == row["by_hand"] == pytest.approx(-0.2)
    assert (found.loc[SHARE, "corrected"] == 0).all()


def test_in_periods(results):
    table = coded(results, {(0, 2): "conflict", (1, 2): "conflict"}, articles=range(3, 13))
    by = hand.Apart(place=PERIODS)
    each = hand.apart(results, table, by).query("measure == 'frame' and group == 'conflict'").set_index("key")
    assert each["naive"].to_dict() == each["corrected"].to_dict() == pytest.approx({"2023": 0.1, "2024": 0.1})
    assert each["codes"].to_dict() == {"2023": 50, "2024": 50}
    changes = hand.differences(results, table, by, pairs=hand.last_and_first)
    assert set(changes["a"]) == {"2024"} and set(changes["b"]) == {"2023"}
    held = hand.held(results, table, by).set_index("key")
    assert held.loc["2023"].tolist() == [80, 8, 50, 5] and held.loc["2024"].tolist() == [120, 12, 50, 5]


def test_periods_are_as_many_as_codes_allow(results):
    """All ferries are of one day, so there is one period, and no change."""
    by, unit = figures.validation.in_periods(results, 5)
    assert unit == "day" and set(by.place) == {"2024-01-05"} and len(by.place) == 20
    assert hand.differences(results, coded(results, {}), by, pairs=hand.last_and_first).empty
    assert analysis.frames.most_found(results, ["economy", "conflict"]) == "conflict"
    assert analysis.frames.most_found(results, ["economy"]) == ""


def test_how_many_codes_a_trend_takes():
    """The smaller of two years holds 4 of 10 sentences, so 25 codes give it 10; one of three stories is not enough."""
    held = pd.DataFrame(
        [("2022", 50, 3, 4, 2), ("2023", 180, 8, 6, 4), ("2024", 220, 12, 40, 9)],
        columns=["key", "sentences", "stories", "codes", "coded_stories"],
    )
    told = figures.validation.takes(held, "year")
    assert "of 3 years 1 has 10 codes of 5 stories" in told and "Some 25 sentences" in told
    assert "1 of them hold too few stories" in told
    assert "too few for two periods" in figures.validation.takes(held.head(1), "year")


def test_without_codes_nothing_is_told_apart(results):
    table = coding.coded(results).table
    assert hand.differences(results, table, hand.BY_VOICE).empty and hand.apart(results, table, hand.BY_VOICE).empty


def test_voices_are_ranked_as_people_coded_them(results):
    """People give the island's first sentence to the coast in 5 of 10 coded articles, of 20 in all.

    So of 80 reported sentences of seven words, 60 of them the island's by the machine, 10 are not; of 200 in all, 120
    are narrated. The tone of the island is -1 by hand, 0 that of the coast's own sentences.
    """
    table = coded(results, {})
    table["voice"] = table["voice"].mask(table["sentence_id"].str.match(r"00[02468]:6$"), "coast")
    reported = hand.ranked(results, table, REPORTED)
    shares = reported.table.set_index("group")
    assert shares["corrected"].to_dict() == pytest.approx({"island": 50 / 80, "coast": 30 / 80})
    assert shares["naive"].to_dict() == pytest.approx({"island": 60 / 80, "coast": 20 / 80})
    assert reported.codes == 100 and shares["codes"].eq(40).all()
    assert reported.pairs[["a", "b"]].to_numpy().tolist() == [["island", "coast"]]
    words = hand.ranked(results, table, WORDS).table.set_index("group")["corrected"]
    assert words.to_dict() == pytest.approx({"narrator": 0.6, "island": 50 / 200, "coast": 30 / 200})
    tone = hand.ranked(results, table, TONE, voices=["island", "coast"]).table
    assert tone["group"].tolist() == ["island", "coast"]
    gap = hand.differences(results, table, hand.BY_VOICE).query("measure == @TONE and a == 'island' and b == 'coast'")
    assert tone["corrected"].iloc[0] - tone["corrected"].iloc[1] == pytest.approx(gap["corrected"].item())


def test_of_a_single_voice_with_codes_nothing_is_ranked(results):
    table = coded(results, {})
    assert hand.ranked(results, table[table["voice"] == "narrator"], TONE) is None
    assert hand.ranked(results, table.head(0), TONE) is None


def test_the_state_of_each_measure_by_language(results):
    """Voices agree wholly. Of 100 sentences the machine gives the frame to 10, people to 5 of these and 5 others.

    10 of 100 disagree, 20 of 200 codes are the frame, so chance gives 2 * 20 * 180 / (200 * 199) = 0.1809.
    """
    table = coded(results, {(0, 2): "conflict", (1, 3): "conflict"})
    both = analysis.validation.beside_machine(results, table, "combined")
    book = framing.load_codebooks(results.study)
    found = analysis.validation.states(results, both, "combined", book, ["conflict"]).set_index("measure")
    assert (found["language"] == "en").all() and found.loc[SHARE, "alpha"] == 1 and found.loc[SHARE, "n"] == 100
    assert found.loc[FRAME, "alpha"] == pytest.approx(1 - 0.1 / (2 * 20 * 180 / (200 * 199)))
    assert found.loc[FRAME, ["n", "stories", "by"]].tolist() == [100, 10, "codebook"]
    nobody = analysis.validation.states(results, both.head(0), "combined", book, ["conflict"]).set_index("measure")
    assert nobody.loc[FRAME, "n"] == 0 and math.isnan(nobody.loc[TONE, "alpha"])


def questions(page, study) -> dict[str, dict]:
    """What the marks of a page open, by what each says."""
    return {tip: question for question, tip in figures.live.bundle(page, "page", study)["marks"].values()}


def test_marks_of_validation_open_their_sentences(results):
    """A voice, a frame, the two voices of a difference, the days of a period; of two outlets there is no one list."""
    table, study, corpus = coded(results, {(0, 6): "conflict"}), results.study, analysis.corpus.describe(results)
    found = hand.corrected(results, table)
    asked = questions(figures.validation.estimates(found, corpus), study)
    opened = {tip.partition(" · ")[0]: question for tip, question in asked.items()}
    assert opened["share of sentences, Island"] == opened["tone, Island"] == {"voice": "island"}
    assert opened["tone"] == {} and opened["frame, conflict"] == {"frame": "conflict"}
    assert any(tip.startswith("share of sentences, Island · 30 % (") for tip in asked)
    gaps = hand.differences(results, table, hand.BY_VOICE)
    asked = questions(figures.validation.differences(gaps, corpus, "voices"), study).values()
    tips = questions(figures.validation.differences(gaps, corpus, "voices"), study)
    assert any(tip.startswith("share of sentences, narrator − island · +30 points (") for tip in tips)
    assert {"voices": "narrator|island"} in asked and {"voices": "narrator|island", "frame": "conflict"} in asked
    gaps = hand.differences(results, table, hand.by_outlet(results))
    assert set(questions(figures.validation.differences(gaps, corpus, "outlets"), study).values()) == {None}
    by, ends = hand.Apart(place=PERIODS), hand.last_and_first
    table = coded(results, {}, range(20))
    changes, each = hand.differences(results, table, by, pairs=ends), hand.apart(results, table, by)
    asked = questions(figures.validation.trends(each, changes, corpus, "year"), study).values()
    assert {"voice": "island", "from": "2023-01-01", "to": "2023-12-31"} in asked


def test_any_of_several_voices_can_be_asked_for(results):
    question = {"voices": "island|coast"}
    found = asking.sentences(results, question, "combined")
    assert len(found) == 80 and set(found["voice"]) == {"island", "coast"}
