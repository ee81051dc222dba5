"""Articles as strips of sentences, in the colours of those who speak."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.analysis import measures
from helpers.analysis.estimate import MIN_N
from helpers.figures import findings, house, wording
from helpers.figures.strips.sheet import SMALL, Article, Sheet, articles, key_of, looks_of, plain
from helpers.figures.voices import of_outlet
from helpers.study import UNMEASURED
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.study import Study

WORD = 1 / 72  # inches that a word is wide, where all sentences fit in a line
BLOCK, THIN, GAP = 0.16, 0.07, 0.012  # height of a block, that of one of the narration; what is white between two
NAMES = 0.13  # height of the line of names below


def voices(rows: pd.DataFrame, study: Study, corpus: Corpus, focus: str = "") -> house.Page:
    """Every article as a strip of its sentences, each as wide as it has words and in the colour of its voice.

    ``rows`` from ``analysis.passages.in_order``; ``focus`` is the outlet where all are of one. Speakers are named
    where there is room.
    """

    def lay(width: float) -> Sheet:
        sheet = Sheet(width)
        sheet.key(key_of(rows, study))
        for article in articles(rows):
            _strip(sheet, article, study, _word(rows, sheet.width))
        return sheet

    def draw(page: house.Page) -> None:
        lay(page.get_figwidth()).onto(page)

    measured = rows[rows["voice"] != UNMEASURED]
    page = house.page(
        of_outlet(focus, _title(measured, study)),
        "Each block is a sentence, in the order of the text and as wide as it has words, in the colour of the voice "
        "that answers for it" + _left_out(rows),
        corpus.footer(measures.SHARE),
        draw,
        height=lay(house.WIDTH).height,
    )
    said = "; ".join(f"{_called(article)} {_narration(article.rows)}" for article in articles(rows))
    return page.describe(alt=f"{page.title}. By article: {said}.", data=rows, n=len(rows))


def _left_out(rows: pd.DataFrame) -> str:
    """How many sentences are of unknown side, and of how many the voice was not looked for; "" for none."""
    unknown, blind = ((rows["voice"] == voice).sum() for voice in ("unknown", UNMEASURED))
    return (f"; the side of {unknown:,} is not known" if unknown else "") + (
        f"; {blind:,} in a language without attribution" if blind else ""
    )


def _title(rows: pd.DataFrame, study: Study) -> str:
    """How many sentences are somebody else's, and who is mentioned and not heard: counted, not estimated."""
    if rows.empty:
        return "Who speaks in these texts was not measured"
    theirs, n = int((rows["voice"] != "narrator").sum()), len(rows)
    among = "In one article" if rows["article_id"].nunique() == 1 else f"In {rows['article_id'].nunique()} articles"
    if not theirs:
        return f"{among}, nobody is quoted: {wording.count(n, 'sentence')} of narration"
    return f"{among}, {theirs:,} of {wording.count(n, 'sentence')} are somebody else’s{_unheard(rows, study)}"


def _unheard(rows: pd.DataFrame, study: Study) -> str:
    """The sides that MIN_N sentences or more mention and that are not heard, or in joint statements alone."""
    silent: list[str] = []
    joint: list[str] = []
    spoken = [set(voice.split(JOINT)) for voice in rows["voice"]]
    for actor in study.targets:
        own = set(findings.own_voices(actor, study))
        told = sum(actor.name in targets.split(JOINT) for targets in rows["targets"])
        theirs = [voices for voices in spoken if voices & own]
        if own and told >= MIN_N and all(len(voices) > 1 for voices in theirs):
            (joint if theirs else silent).extend(sorted(own - {*silent, *joint}))
    clauses = [f"; none is known to be {_either(silent, study)}"] if silent else []
    if joint:
        n = sum(bool(voices & set(joint)) for voices in spoken)
        but = wording.count(n, "joint statement")
        clauses.append(f"; none is known to be {_either(joint, study)} but for {but}")
    return "".join(clauses)


def _either(voices: list[str], study: Study) -> str:
    return " or ".join(study.style(voice).label for voice in voices)


def _word(rows: pd.DataFrame, room: float) -> float:
    """Inches that a word is wide: less where the longest sentence would not fit in a line."""
    return min(WORD, room / max(int(rows["words"].max()), 1))


def _narration(rows: pd.DataFrame) -> str:
    """``narration 65 % of 968 words``; of a text whose voices were not looked for, that."""
    words = int(rows["words"].sum())
    if (rows["voice"] == UNMEASURED).all():
        return f"voices not measured, {wording.count(words, 'word')}"
    own = int(rows.loc[rows["voice"] == "narrator", "words"].sum())
    return f"narration {wording.percent(own / words if words else 0)} of {wording.count(words, 'word')}"


def _called(article: Article) -> str:
    return f"{article.head} ({article.title})" if article.title else article.head


class Block(NamedTuple):
    """A sentence in its place in a line."""

    row: object
    left: float
    width: float
    voice: str
    speaker: str


def _strip(sheet: Sheet, article: Article, study: Study, word: float) -> None:
    look = looks_of(study)
    sheet.heading(article, _narration(article.rows))
    for line in _lines(article.rows, word, sheet.width):
        for block in line:
            width, low = block.width - GAP, BLOCK - THIN if block.voice == "narrator" else 0
            sheet.area(block.left, sheet.y, width, BLOCK, block.row)
            sheet.block(block.left, sheet.y + low, width, BLOCK - low, look(block.voice), block.row)
        names = _names(sheet, line)
        for x, name in names:
            sheet.text(x, sheet.y + BLOCK + 0.1, name, SMALL, house.GREY)
        sheet.y += BLOCK + (NAMES if names else 0) + 0.05
    sheet.y += 0.1


def _lines(rows: pd.DataFrame, word: float, room: float) -> list[list[Block]]:
    """The sentences set in lines as words are; none is broken."""
    lines: list[list[Block]] = [[]]
    x = 0.0
    for at, row in zip(rows.index, each_row(rows), strict=True):
        width = max(int(row.words), 2) * word
        if lines[-1] and x + width > room + GAP:
            lines.append([])
            x = 0.0
        lines[-1].append(Block(at, x, width, row.voice, plain(row.speaker) if row.mode != "none" else ""))
        x += width
    return lines


def _names(sheet: Sheet, line: list[Block]) -> list[tuple[float, str]]:
    """Names of speakers below the first of their sentences, as far as they reach before the next speaker's."""
    starts = [
        block
        for last, block in zip([None, *line], line, strict=False)
        if block.speaker and not (last and last.speaker == block.speaker)
    ]
    names = []
    ends = [following.left - 0.06 for following in starts[1:]] + [sheet.width]
    for block, end in zip(starts, ends, strict=False):
        name = sheet.fitted(block.speaker, end - block.left, SMALL)
        if len(name) > min(len(block.speaker), 7) - 1:
            names.append((block.left, name))
    return names
