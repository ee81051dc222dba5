"""Sentences drawn for hand coding: their chances, what is shared by coders, the sheet, and the way back."""

from collections import Counter

import numpy as np
import openpyxl
import pandas as pd
import pytest
from made import ON_BOARD, ferries

from helpers.__main__ import CELLS
from helpers.analysis import coding, hand, sampling, sheet
from helpers.study import StudyError
from helpers.tables.results import Results


@pytest.fixture
def results(tmp_path) -> Results:
    return ferries(tmp_path)


def voices(drawn: pd.DataFrame) -> Counter:
    return Counter(ON_BOARD[int(key.split(":")[1])] for key in drawn["sentence_id"])


def test_every_sentence_of_a_cell_has_its_chance(results):
    """By voice: square roots of 120, 60 and 20 are as 11 : 7.7 : 4.5."""
    drawn = sampling.draw(results, 40, 1, ["voice"])
    found = voices(drawn)
    assert found.total() == 40 and found["narrator"] > found["island"] > found["coast"] >= 7
    size = {"narrator": 120, "island": 60, "coast": 20}
    for key, chance in zip(drawn["sentence_id"], drawn["chance"], strict=True):
        voice = ON_BOARD[int(key.split(":")[1])]
        assert chance == pytest.approx(found[voice] / size[voice])
    assert (1 / drawn["chance"]).sum() == pytest.approx(200)


def test_chances_are_what_they_say(results):
    """Over many seeds a sentence comes as often as its chance."""
    seen = Counter(key for seed in range(120) for key in sampling.draw(results, 50, seed)["sentence_id"])
    often = np.array([seen[f"{a:03}:{i}"] for a in range(20) for i in range(10)]) / 120
    assert often.mean() == pytest.approx(0.25) and often.min() > 0.08 and often.max() < 0.45


def test_stories_give_no_more_than_their_share(results):
    drawn = sampling.draw(results, 40, 1)
    each = Counter(key.split(":")[0] for key in drawn["sentence_id"])
    assert set(each.values()) <= {1, 2, 3} and len(each) == 20


def test_the_same_seed_draws_the_same_and_another_another(results):
    first, same, other = (sampling.draw(results, 30, seed, ["voice"]) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, same)
    assert set(first["sentence_id"]) != set(other["sentence_id"])


def test_further_draws_never_repeat(results):
    seen: set[str] = set()
    for number in range(1, 6):
        taken = sampling.drawn_before(results, results.folder)
        drawn = sampling.draw(results, 45, 1, ["voice"], taken)
        assert not seen & set(drawn["sentence_id"]) and set(drawn["draw"]) == {number}
        seen |= set(drawn["sentence_id"])
        sheet.write(drawn, results.study, results.folder / f"to-code-{number}.{'csv' if number % 2 else 'xlsx'}")
    assert len(seen) == 200
    with pytest.raises(StudyError, match="no sentence is left"):
        sampling.draw(results, 5, 1, [], sampling.drawn_before(results, results.folder))


def test_coders_share_the_first_and_part_the_others(results):
    drawn = sampling.draw(results, 40, 1)
    shares = sampling.shared_out(drawn, ["ann", "bo"], 10)
    ids = {name: set(part["sentence_id"]) for name, part in shares.items()}
    assert ids["ann"] & ids["bo"] == set(drawn["sentence_id"].head(10))
    assert ids["ann"] | ids["bo"] == set(drawn["sentence_id"]) and {len(part) for part in shares.values()} == {25}


def test_the_context_is_what_stands_around(results):
    drawn = sampling.draw(results, 200, 1).set_index("sentence_id")
    assert drawn.at["003:4", "before"].endswith("On day 3 the ferry went 3 times.")
    assert drawn.at["003:4", "after"].startswith("On day 3 the ferry went 5 times.")
    assert drawn.at["003:0", "before"] == ""


def test_a_workbook_has_the_codes_to_choose_from(results):
    path = results.folder / "to-code.xlsx"
    sheet.write(sampling.draw(results, 20, 1), results.study, path)
    book = openpyxl.load_workbook(path)
    first, meaning = book.worksheets
    names = [cell.value for cell in first[1]]
    assert names[:5] == ["title", "before", "text", "after", "mode"] and meaning.title == "codebook"
    assert first["A2"].value.startswith("'=Day") and first["A2"].data_type == "s"
    rules = {str(rule.sqref)[0]: rule.formula1 for rule in first.data_validations.dataValidation}
    lists = {}
    for at, name in enumerate(names):
        letter = openpyxl.utils.get_column_letter(at + 1)
        if letter in rules:
            low, high = rules[letter].removeprefix("codebook!$B$").split(":$B$")
            lists[name] = [meaning.cell(row, 2).value for row in range(int(low), int(high) + 1)]
    assert lists["mode"] == ["none", "direct", "indirect", "mixed"] and lists["t_ferry"] == ["-1", "0", "1"]
    assert lists["voice"] == ["narrator", "island", "coast", "other", "unknown"]
    assert "conflict" in lists["frames"]
    assert any("the Ferry" in str(row[2].value) for row in meaning.rows)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_that_was_filled_in_comes_back_and_corrects(results, kind):
    """The machine finds voices as they are; people find every sentence of the island to be the coast's."""
    drawn = sampling.draw(results, 100, 1, ["voice"])
    path = results.study.folder / f"coding.{kind}"
    true = {"narrator": "narrator", "island": "coast", "coast": "coast"}
    drawn = drawn.assign(voice=[true[ON_BOARD[int(key.split(":")[1])]] for key in drawn["sentence_id"]], tone="0")
    sheet.write(drawn, results.study, path)
    coded = coding.coded(results)
    assert not coded.problems and len(coded.table) == 100
    found = hand.corrected(results, coded.table).set_index(["measure", "group"])
    shares = found.loc["share of sentences"]
    assert shares["naive"].to_dict() == pytest.approx({"narrator": 0.6, "island": 0.3, "coast": 0.1})
    assert shares["corrected"].to_dict() == pytest.approx({"narrator": 0.6, "island": 0, "coast": 0.4})
    tones = found.loc["tone"]
    assert tones["label"].iloc[0] == "All sentences" and tones["codes"].iloc[0] == 100
    assert tones.at["narrator", "corrected"] == pytest.approx(0, abs=0.15) and tones.at["narrator", "naive"] > 0.2


def test_two_draws_are_one_sample(results):
    """Draws of different size are pooled in proportion to their sentences; each stands for all."""
    parts = []
    for n in (30, 60):
        taken = sampling.drawn_before(results, results.folder)
        drawn = sampling.draw(results, n, 1, [], taken)
        sheet.write(drawn, results.study, results.folder / f"to-code-{n}.csv")
        parts.append(drawn.assign(voice="narrator"))
    sheet.write(pd.concat(parts), results.study, results.study.folder / "coding.csv")
    coded = coding.coded(results).table
    chances = hand._chances(coded.assign(story_id=coded["article_id"]))
    first, second = (chances["chance"][coded["draw"] == number] for number in ("1", "2"))
    assert first.tolist() == pytest.approx([30 / 200 * 90 / 30] * 30)
    assert second.tolist() == pytest.approx([60 / 170 * 90 / 60] * 60)


def test_a_sentence_that_two_coded_counts_once(results):
    for name, voice in (("ann", "island"), ("bo", "coast")):
        rows = "".join(f"{a:03}:0,{voice},1\n" for a in range(20))
        (results.study.folder / f"coding_{name}.csv").write_text(f"sentence_id,voice,chance\n{rows}")
    found = hand.corrected(results, coding.coded(results).table).set_index("group")
    assert found["by_hand"].to_dict() == pytest.approx({"narrator": 0, "island": 0.5, "coast": 0.5})
    assert set(found["codes"]) == {20}


def test_widths_are_those_that_come(results):
    """What a pilot of 50 expects of 150 codes is near what 150 codes give."""
    drawn = sampling.draw(results, 150, 3)
    flip = np.random.default_rng(2).random(150) < 0.3
    true = [ON_BOARD[int(key.split(":")[1])] for key in drawn["sentence_id"]]
    voice = ["coast" if f else name for f, name in zip(flip, true, strict=True)]
    sheet.write(drawn.assign(voice=voice), results.study, results.study.folder / "coding.csv")
    every = coding.coded(results).table
    pilot = every.head(50)
    told = hand.expected(results, pilot, [50, 150, 500]).set_index(["group", "codes"])["width"]
    found = hand.corrected(results, every).set_index("group")
    for group in ("narrator", "coast"):
        width = found.at[group, "corrected_high"] - found.at[group, "corrected_low"]
        assert told[group, 150] == pytest.approx(width, rel=0.5) and told[group, 150] < told[group, 50]
    assert 500 not in told.index.get_level_values("codes")


def test_the_command_line_knows_what_cells_are_made_of():
    assert set(CELLS) == set(sampling.CELLS)
