"""All sentences as squares, a heap for each voice and in it for each speaker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers.analysis import measures
from helpers.figures import house, wording
from helpers.figures.strips.sheet import Sheet, looks_of, plain
from helpers.figures.voices import of_outlet, sides
from helpers.study import UNMEASURED
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

SIDE, PITCH, ROW = 0.115, 0.135, 0.2  # of a square, from one to the next, from one line to the next
TENS = 0.05  # more between ten and ten
NAME = 8.0  # size of the names of speakers
MOST = 12  # speakers of a voice who are named
REST = {"other": "of other sides", "unknown": "of unknown side", UNMEASURED: "not measured"}


def waffle(rows: pd.DataFrame, study: Study, corpus: Corpus, focus: str = "") -> house.Page:
    """Every sentence as a square, by voice and within a voice by speaker: what is counted can be seen.

    ``rows`` from ``analysis.passages.in_order``; ``focus`` is the outlet where all are of one. Of a voice the MOST
    speakers with most sentences are named.
    """
    heaps = _heaps(rows, study)

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        for voice, part in heaps:
            _heap(sheet, voice, part, study)
        return sheet

    def draw(page: house.Page) -> None:
        lay(page.get_figwidth()).onto(page)

    page = house.page(
        of_outlet(focus, _title(heaps, study)),
        "Each square is a sentence, under the voice that answers for it and beside its speaker",
        corpus.footer(measures.SHARE),
        draw,
        height=lay(house.WIDTH).height,
    )
    said = ", ".join(f"{_called(voice, study)} {len(part):,}" for voice, part in heaps)
    return page.describe(alt=f"Sentences by voice: {said}.", data=rows, n=len(rows))


def _called(voice: str, study: Study) -> str:
    """The label of a voice, or of all the voices of a joint statement."""
    return f"{wording.capital(sides(study, voice))}, jointly" if JOINT in voice else study.style(voice).label


def _title(heaps: Sequence[tuple[str, pd.DataFrame]], study: Study) -> str:
    """Whose sentences these are, most first: counted."""
    counts = {voice: len(part) for voice, part in heaps}
    sentences = wording.count(sum(counts.values()), "sentence")
    own = counts.pop("narrator", 0)
    if not counts:
        return f"Nothing but narration: {sentences}"
    rest = [(counts.pop(voice), what) for voice, what in REST.items() if voice in counts]
    joint = sum(counts.pop(voice) for voice in list(counts) if JOINT in voice)
    known = sorted(((n, study.style(voice).label) for voice, n in counts.items()), key=lambda one: -one[0])
    parts = [f"{n:,} {what}" for n, what in [*known, (joint, "joint"), *rest] if n]
    return f"{own:,} of {sentences} are narration, {wording.listing(parts)}"


def _heaps(rows: pd.DataFrame, study: Study) -> list[tuple[str, pd.DataFrame]]:
    """The sentences of each voice in the study's order, joint statements before those of other and unknown side."""
    order = [name for name in study.voice_names() if name not in REST]
    joint = sorted({voice for voice in rows["voice"] if JOINT in voice})
    here = [*order, *joint, *REST]
    return [(voice, rows[rows["voice"] == voice]) for voice in here if (rows["voice"] == voice).any()]


def _speakers(part: pd.DataFrame) -> list[tuple[str, list[object]]]:
    """Speakers of a voice with their sentences, most first; those beyond MOST together, and the nameless last.

    The narration has no speakers.
    """
    names = part["speaker"].map(plain).where(part["mode"] != "none", "")
    found = [(str(name), list(of.index)) for name, of in part.groupby(names, sort=False)]
    named = sorted((one for one in found if one[0]), key=lambda one: -len(one[1]))
    rest = [row for _, those in named[MOST:] for row in those]
    last = [(f"{len(named) - MOST:,} others", rest)] if rest else []
    nameless = [row for name, those in found if not name for row in those]
    unnamed = "" if (part["mode"] == "none").all() else "nobody named"
    return named[:MOST] + last + ([(unnamed, nameless)] if nameless else [])


def _heap(sheet: Sheet, voice: str, part: pd.DataFrame, study: Study) -> None:
    looks = looks_of(study)(voice)
    base = sheet.y + 0.14
    number = f"{len(part):,}"
    sheet.text(0, base, number, weight="bold")
    left = sheet.wide(number, weight="bold") + 0.07
    sheet.text(left, base, _called(voice, study))
    sheet.y = base + 0.08
    x = 0.0
    for name, those in _speakers(part):
        x = _group(sheet, x, those, name, looks)
    sheet.y += ROW + 0.08


def _group(sheet: Sheet, x: float, those: Sequence[object], name: str, looks: Sequence[house.Look]) -> float:
    """The squares of one speaker from x on, in lines of tens, and the name behind; where the next may begin."""
    if x and x + _across(min(len(those), 10)) + sheet.wide(name, NAME) > sheet.width:
        x, sheet.y = 0.0, sheet.y + ROW
    left = x
    for i, row in enumerate(those):
        if x > left and i % 10 == 0:
            x += TENS
            if x + _across(10) > sheet.width:
                x, left, sheet.y = 0.0, 0.0, sheet.y + PITCH
        sheet.block(x, sheet.y, SIDE, SIDE, looks, row)
        x += PITCH
    if not name:
        return x
    if sheet.wide(name, NAME) > sheet.width - x - 0.03 < 0.6:
        x, sheet.y = 0.0, sheet.y + ROW
    short = sheet.fitted(name, sheet.width - x - 0.03, NAME)
    sheet.text(x + 0.03, sheet.y + SIDE - 0.02, short, NAME, house.GREY)
    return x + 0.03 + sheet.wide(short, NAME) + 0.18


def _across(squares: int) -> float:
    """Inches that so many squares in a line take, and the gap to what follows."""
    return squares * PITCH + 0.03
