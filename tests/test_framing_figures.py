"""Figures of frames and contrast: what they draw, what they say, and that nothing is no reason to fail."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from made import each

from helpers import analysis, figures
from helpers.analysis import estimate
from helpers.analysis.contrast.terms import COLUMNS
from helpers.analysis.corpus import Corpus
from helpers.analysis.estimate import Bootstrap
from helpers.figures import contrast as draw_contrast
from helpers.figures import house

CORPUS = Corpus("Made up", 12, 12, 2, 2400, 240, 0, "2023-01-01", "2023-03-31", outlets=each(["Outlet 0", "Outlet 1"]))
LABELS = {"trade": "Trade", "war": "War"}
FEW = {"bootstrap": Bootstrap(min_n=5, resamples=200)}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def carried(**columns) -> pd.DataFrame:
    """Twelve stories of two outlets: trade in half of the sentences, war in none of most."""
    return pd.DataFrame(
        [
            {
                "outlet": f"Outlet {i % 2}",
                "outlet_name": f"Outlet {i % 2}",
                "published": f"2023-0{1 + i % 2}",
                "given": "war",
                "frame": frame,
                "story_id": f"s{i}",
                "carried": share + (i % 3) / 20,
                "score": share - 0.5,
                "n": 20,
            }
            | columns
            for i in range(12)
            for frame, share in (("trade", 0.5), ("war", 0.1))
        ]
    )


def test_the_leading_frame_is_the_title_where_it_is_decided():
    page = figures.frames.shares(carried(), CORPUS, LABELS, **FEW)
    assert page.title == "Trade: more frequent than War"
    assert "War 15 %" in page.alt and list(page.data["frame"]) == ["trade", "war"]


def test_exploratory_frames_are_starred():
    page = figures.frames.shares(carried(), CORPUS, LABELS, exploratory=["war"], **FEW)
    assert "*: coded sentences agree too little (alpha under 0.67)" in page.subtitle
    assert "War*" in [label.get_text() for label in page.panels[0].get_yticklabels()]


def test_heat_maps_and_tone():
    assert figures.frames.by_outlet(carried(), CORPUS, LABELS, **FEW).data["outlet_name"].nunique() == 2
    assert "Trade, 2023-01" in figures.frames.over_time(carried(), CORPUS, LABELS, **FEW).alt
    rows = carried()
    together = figures.frames.together(rows[rows["frame"] == "trade"], CORPUS, LABELS, **FEW)
    assert together.title == "55 % of the sentences on “War” carry “Trade” too (95 % interval 52 to 57 %)"
    assert figures.frames.tone(rows, CORPUS, LABELS, "made", **FEW).title == "Trade: a more positive tone than War"


def test_nothing_measured_draws_nothing_and_does_not_fail():
    empty = carried().head(0)
    for page in (
        figures.frames.shares(empty, CORPUS, LABELS, **FEW),
        figures.frames.by_outlet(empty, CORPUS, LABELS, **FEW),
        figures.frames.together(empty, CORPUS, LABELS, **FEW),
        figures.frames.over_time(empty, CORPUS, LABELS, **FEW),
        figures.frames.tone(empty, CORPUS, LABELS, "made", **FEW),
    ):
        assert page.data.empty and page.n == 0


def table(chance: float, z=(4.0, 0.5, -4.0)) -> pd.DataFrame:
    rows = [(f"word {i}", 9, 3, 1.0, 0.5, 4, 1.0, value, 2.0, abs(value) > chance) for i, value in enumerate(z)]
    found = pd.DataFrame(rows, columns=COLUMNS)
    found.attrs |= {"chance": chance, "n_a": 1000, "n_b": 2000}
    return found


def test_terms_beyond_chance_are_in_the_title():
    sides = house.Mark("one"), house.Mark("two")
    assert draw_contrast.terms(table(2.0), *sides, CORPUS).title == "“word 0” marks one and “word 2” marks two"
    assert "more than chance" in draw_contrast.terms(table(9.0), *sides, CORPUS).title
    assert "Too few stories" in draw_contrast.terms(table(float("nan")), *sides, CORPUS).title
    assert draw_contrast.terms(table(2.0, ()).astype({"beyond_chance": bool}), *sides, CORPUS).n == 0


def test_no_name_covers_another():
    crowded = table(1.0, [3 + i / 50 for i in range(12)])
    page = draw_contrast.terms(crowded, house.Mark("one"), house.Mark("two"), CORPUS)
    page.canvas.draw()
    boxes = [text.get_window_extent() for text in page.panels[0].texts]
    assert boxes and not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_the_bars_of_a_word_shift_are_the_whole_difference():
    columns = ["word", "score", "count_a", "count_b", "share_a", "share_b", "contribution", "how"]
    words = pd.DataFrame(
        [(f"w{i}", 0.5, 3, 1, 0.1, 0.05, 0.01 * i, "more of a positive word") for i in range(30)], columns=columns
    )
    gap = estimate.Difference("a", "b", 4.35, 1.0, 5.0, 90, 30, 9, True, True)
    page = draw_contrast.word_shift(
        analysis.contrast.Shift(4.35, 0.0, gap, words), "one", "two", CORPUS, "made", most=10
    )
    assert sum(bar.get_width() for bar in page.panels[0].patches) == pytest.approx(words["contribution"].sum())
    assert page.title == "The more positive words: one, compared with two"
