"""Reported speech that goes on over sentences without a sign of it, which the tagger mostly misses.

For each sentence that nobody has behind somebody's words a small model weighs what the reader makes of the sentence
(its vector) and where it stands; what is likely enough goes to whoever spoke before, and the next one is asked in turn:
each is as likely as it is itself times all before it, so that a long run needs to be surer than a short one.
Between two statements of one speaker far less is enough, where no paragraph parts the sentence from the first of them.
A logistic regression, fitted by `python -m helpers train continued` (helpers/models/continued.json and its card).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from helpers import lexicons, models
from helpers.attribution.lists import lists, whole
from helpers.attribution.model import Attribution
from helpers.attribution.unattributed import CONFIDENCE, Covered
from helpers.attribution.vectors import Vectors
from helpers.encoder.quotes import MARK
from helpers.lexicons import languages

if TYPE_CHECKING:
    from helpers.layout.sentences import Sentence

FEATURES = (
    "same paragraph", "first behind", "how far", "says I", "length", "marks", "behind direct", "behind mixed",
    "paragraph goes on", "somebody next", "attributed", "de", "ru", "zh",
)  # fmt: skip
BETWEEN, AHEAD = 0.15, 3  # the probability between two statements of one speaker, and sentences up to the second
APART = 0.1  # share of sentences that stand in one paragraph with the next, below which each has a line of its own
FULL_NAME = re.compile(r"\b[A-ZА-ЯЁ][\w-]+ [A-ZА-ЯЁ][\w-]+")  # somebody else whom "he" may be
FAR, LONG, LONGEST = 5, 200, 3  # sentences behind the words, and characters, by which distance and length are told


class Weights(NamedTuple):
    """Of the features, of the [384] vector, and the constant."""

    features: np.ndarray
    vector: np.ndarray
    constant: float


@cache
def _stored() -> dict[str, Any]:
    return json.loads((models.FOLDER / "continued.json").read_text("utf-8"))


def least() -> dict[str, float]:
    """The languages in which it is asked, each with the probability from which a sentence is somebody's."""
    return _stored()["least"]


@cache
def weights(engine: str) -> Weights:
    """The weights for what an engine's reader makes of sentences."""
    own = _stored()[engine]
    return Weights(np.array(own["features"]), np.array(own["vector"]), own["constant"])


class Page:
    """The sentences of an article, whose they are by what was found, and the features of each."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], found: Sequence[Attribution], vectors: Vectors, language: str
    ) -> None:
        """`found` are the attributions so far, `vectors` those of all sentences."""
        self.text, self.sentences, self.vectors, self.language = text, sentences, vectors, language
        covered = Covered(found)
        self.taken = [covered(sentence.start, sentence.end) for sentence in sentences]
        self.speech = sorted((a for a in found if a.cue_class == "speech"), key=lambda a: a.content[-1][1])
        self.share = sum(self.taken) / max(1, len(self.taken))

    def together(self, one: int, other: int) -> bool:
        """Whether two sentences, the other behind the one, stand in one paragraph; no headline is in one."""
        body = self.sentences[one].kind == self.sentences[other].kind == "body"
        return body and "\n" not in self.text[self.sentences[one].end : self.sentences[other].start]

    def spoken_before(self, sentence: int) -> Attribution | None:
        """Whose words end last before a sentence."""
        at = self._spoken(sentence)
        return self.speech[at - 1] if at else None

    def _spoken(self, sentence: int) -> int:
        """How many of somebody's words have ended where a sentence begins."""
        return bisect_right(self.speech, self.sentences[sentence].start, key=lambda a: a.content[-1][1])

    def comes_back(self, sentence: int) -> bool:
        """Whether whoever spoke before a sentence is the source of the next words behind it, named so again or "he"."""
        ahead = range(sentence + 1, min(sentence + 1 + AHEAD, len(self.sentences)))
        behind = next((i for i in ahead if self.taken[i]), None)
        if behind is None or not (self.in_lines or self.together(sentence - 1, sentence)):
            return False
        at = self._spoken(sentence)
        spoken = (self._source(self.speech[i]) for i in range(at - 1, -1, -1))
        before = next((name for name in spoken if not self._is_he(name)), "")
        if not before:
            return False
        start, end = self.sentences[behind].start, self.sentences[behind].end
        named = [self._source(a) for a in islice(self.speech, at, None) if start <= a.content[0][0] < end]
        if not named or not named[0]:
            return False
        between = self.text[self.sentences[sentence].start : start]
        return before.lower().endswith(named[0].lower()) or self._is_he(named[0]) and not FULL_NAME.search(between)

    def _source(self, attribution: Attribution) -> str:
        return self.text[slice(*attribution.source)] if attribution.source[0] >= 0 else ""

    def _is_he(self, source: str) -> bool:
        form = lexicons.load("sources", self.language)["pronouns"].get(source.lower(), "")
        return form.endswith("s 3")

    @cached_property
    def in_lines(self) -> bool:
        """Whether each sentence has a line of its own, which tells nothing of paragraphs."""
        pairs = [self.together(i, i + 1) for i in range(len(self.sentences) - 1)]
        return sum(pairs) < APART * max(1, len(pairs))

    def row(self, sentence: int, last: int, mode: str) -> np.ndarray:
        """The features of a sentence, `last` being that of the words it may go on with, and `mode` their mode."""
        words = self.text[self.sentences[sentence].start : self.sentences[sentence].end]
        behind = sentence - last
        following = min(sentence + 1, len(self.sentences) - 1)
        return np.array([
            self.together(sentence - 1, sentence), behind == 1, min(behind, FAR) / FAR,
            _first_person(self.language).search(words) is not None, min(len(words) / LONG, LONGEST),
            MARK.search(words) is not None, mode == "direct", mode == "mixed",
            following > sentence and self.together(sentence, following), self.taken[following], self.share,
            self.language == "de", self.language == "ru", self.language == "zh",
        ], dtype=float)  # fmt: skip


def continued(page: Page, engine: str) -> list[Attribution]:
    """An attribution to whoever spoke before for each sentence that goes on with their words."""
    known = weights(engine)
    between = languages.language(page.language).speakers == "words"

    def chance(sentence: int, last: int, mode: str) -> float:
        start = page.sentences[sentence].start
        if page.text[start].islower() or _aside(page.language).match(page.text, start):
            return 0.0  # the rest of a sentence that was cut, or the writer's own word to the reader
        score = page.row(sentence, last, mode) @ known.features + page.vectors.of(sentence) @ known.vector
        found = float(1 / (1 + np.exp(-score - known.constant)))
        return 1.0 if found >= BETWEEN and between and page.comes_back(sentence) else found

    return followers(page, chance, least()[page.language])


def followers(page: Page, chance: Callable[[int, int, str], float], least: float) -> list[Attribution]:
    """The sentences behind somebody's words that go on with them, each asked only if the one before did.

    chance: of a sentence, if the one before goes on. least: how likely a sentence must be with all before it.
    """
    out: list[Attribution] = []
    last, before, likely = -1, None, 1.0
    for i, sentence in enumerate(page.sentences):
        if sentence.kind != "body":
            last = -1
        elif page.taken[i]:
            last, before, likely = i, None, 1.0
        elif last >= 0:
            before = before or page.spoken_before(i)
            likely *= chance(i, last, before.mode) if before else 0.0
            if before is None or likely < least:
                last = -1
                continue
            cue, words = (sentence.start, sentence.start + 1), (sentence.start, sentence.end)
            out.append(Attribution(before.source, cue, (words,), "indirect", "speech", CONFIDENCE))
    return out


@cache
def _aside(language: str) -> re.Pattern[str]:
    return re.compile(whole(lists(language)["asides"], language))


@cache
def _first_person(language: str) -> re.Pattern[str]:
    return re.compile(whole(lists(language)["first_person"], language))
