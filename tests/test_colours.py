"""Colours: told apart by the colour-blind and in grey, and words that can be read on whatever they stand on."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb
from sight import EYES, distance, lightness, seen

from helpers.figures import contrast, corpus, house, tone, voices
from helpers.figures.house.marks import contrast as ratio
from helpers.figures.house.marks import turned
from helpers.run.page_parts import source
from helpers.study import REST, load_study
from helpers.study.settings import PALETTE, Study, Voice

STUDY = load_study("seeds")
STACKS = {"tone": tone.CLASSES, "ways of quoting": voices.MODES, "parts of pages": corpus.KINDS}


def textured(look) -> bool:
    return bool(look.hatch or look.fill)


def ground(look) -> str:
    return look.fill or look.colour


def test_known_distances() -> None:
    assert distance("#000000", "#ffffff") == pytest.approx(100, abs=0.1)
    assert lightness("#777777") == pytest.approx(50.0, abs=0.3)
    assert distance("#ff0000", "#00ff00") > 150 and distance("#b04a00", "#6f6500", "deuteranopia") < 20
    picture = np.array([[to_rgb("#d0500f")]])
    assert np.ptp(seen(picture, "grey")) < 1e-6 and np.allclose(seen(picture, "usual"), picture, atol=0.01)


@pytest.mark.parametrize("eyes", EYES)
def test_voices_are_apart_for_all_eyes(eyes) -> None:
    plain = [look for look in map(STUDY.style, STUDY.voice_names()) if not textured(look)]
    assert len(plain) == 5
    for one, other in combinations(plain, 2):
        assert distance(one.colour, other.colour, eyes) >= 20, f"{one.label}, {other.label}"


def test_voices_are_apart_in_grey_or_by_texture() -> None:
    looks = [STUDY.style(voice) for voice in STUDY.voice_names()]
    for one, other in combinations([look for look in looks if not textured(look)], 2):
        assert abs(lightness(one.colour) - lightness(other.colour)) >= 12, f"{one.label}, {other.label}"
    rest = [STUDY.style(voice) for voice in REST]
    assert len({(look.fill, look.hatch) for look in rest}) == len(rest) and all(map(textured, rest))


@pytest.mark.parametrize("name", STACKS)
def test_parts_of_a_bar_are_apart_in_grey_and_for_all_eyes_or_by_texture(name) -> None:
    looks = [look for look in STACKS[name].values() if not textured(look)]
    for one, other in combinations(looks, 2):
        assert abs(lightness(ground(one)) - lightness(ground(other))) >= 12, f"{one.label}, {other.label}"
    for eyes in EYES:
        assert all(distance(ground(one), ground(other), eyes) >= 20 for one, other in pairwise(looks))
    marked = [(look.fill, look.hatch) for look in STACKS[name].values() if textured(look)]
    assert len(set(marked)) == len(marked)


def study_of(*given: dict) -> Study:
    own = [Voice(name=f"v{i}", label=f"Voice {i}", countries=["FR"], **look) for i, look in enumerate(given)]
    return STUDY.model_copy(update={"voices": own})


def test_a_study_without_colours_has_enough_of_them() -> None:
    study = study_of(*[{}] * 8)
    looks = [study.style(f"v{i}") for i in range(8)]
    assert len({(look.colour, look.fill, look.marker) for look in looks}) == 8
    assert [look.label for look in looks] == [f"Voice {i}" for i in range(8)]
    assert not any(map(textured, looks[:4])) and all(map(textured, looks[4:]))
    assert study_of(*[{}] * 20).style("v19").marker


def test_a_study_keeps_its_own_colours() -> None:
    study = study_of({"colour": "#cf4f14", "marker": "X"}, {}, {"marker": "*"}, {"colour": "#123456"})
    assert study.style("v0")[:3] == ("Voice 0", "#cf4f14", "X")
    assert study.style("v1").colour == PALETTE[1].colour  # the first is taken
    assert study.style("v2").marker == "*" and study.style("v3")[1:3] == ("#123456", "o")


def test_words_can_be_read() -> None:
    for colour in (house.INK, house.GREY, house.PALE):
        for ground_ in ("white", "#fafbfb", "#f4f5f6", "#eef0f2"):
            assert ratio(colour, ground_) >= 4.5, (colour, ground_)
    grounds = [ground(STUDY.style(voice)) for voice in STUDY.voice_names()]
    grounds += [ground(look) for stack in STACKS.values() for look in stack.values()]
    grounds += [scale(x) for scale in (house.DIVERGING, house.SEQUENTIAL) for x in np.linspace(0, 1, 101)]
    grounds += [(level, level, level) for level in np.linspace(0, 1, 101)]
    assert min(ratio(house.ink_on(colour), colour) for colour in grounds) >= 4.5
    assert ratio("black", "white") == pytest.approx(21)


def test_marks_stand_out_from_the_page() -> None:
    looks = [STUDY.style(voice) for voice in STUDY.voice_names()]
    looks += [look for stack in STACKS.values() for look in stack.values() if textured(look)]
    assert min(ratio(look.colour, "white") for look in looks) >= 2.8


def test_the_sides_of_a_contrast_are_apart() -> None:
    for voice in STUDY.voice_names()[:5]:
        for eyes in EYES:
            assert distance(STUDY.style(voice).colour, contrast.OTHER, eyes) >= 20


@pytest.mark.parametrize("value", [-0.5, -0.27, -0.02, 0.02, 0.13, 0.5])
def test_the_sign_of_a_cell_is_seen_in_grey(value) -> None:
    """By a bar that stands out from its cell, in the upper corner above zero and in the lower one below."""
    cell = {"r": "x", "c": "y", "mean": value, "low": value - 0.1, "high": value + 0.1, "n": 20, "enough": True}
    table = pd.DataFrame([cell])
    page = house.page(
        "t",
        "s",
        "Source: x",
        lambda page: house.heat_map(page.panels[0], table, "r", "c", limits=house.TONE_LIMITS),
        height=2,
    )
    whole, sign = page.panels[0].patches
    page.close()
    steps = lightness(to_hex(whole.get_facecolor())) - lightness(to_hex(sign.get_facecolor()))
    assert abs(steps) >= 12
    ends = {
        True: sign.get_y() == whole.get_y(),
        False: sign.get_y() + sign.get_height() == pytest.approx(whole.get_y() + whole.get_height()),
    }
    assert ends[value > 0] and not ends[value < 0]


def test_words_on_marks_can_be_read_on_a_dark_page() -> None:
    """Turned with their mark, or left as they are where they read better so; two of middle lightness reach 3.5."""
    looks = [*map(STUDY.style, STUDY.voice_names()), *(look for stack in STACKS.values() for look in stack.values())]
    for mark in (*map(ground, looks), *map(house.DIVERGING, np.linspace(0, 1, 21))):
        words = house.inked(mark, "mark-1")
        ink = "white" if words["gid"] else words["color"]  # what stays black is made white before all is turned
        assert ratio(turned(mark), turned(ink)) >= 3.5, to_hex(mark)


def test_the_style_of_a_dark_page_is_the_one_that_colours_are_reckoned_by() -> None:
    for sheet in ("live.css", "widget.css"):
        style = source(sheet)
        assert "invert(.9) hue-rotate(180deg)" in style and ".stays text { fill: #fff !important; }" in style
    assert turned("#ffffff") == pytest.approx((0.1,) * 3) and turned("#000000") == pytest.approx((0.9,) * 3)
