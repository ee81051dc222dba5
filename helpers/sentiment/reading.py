"""Scoring texts with a word list: its words and phrases, turned by negations and weighed by intensifiers.

The score of a text is tanh(2 s / sqrt(n)): s the sum of its words' scores, n its words. Dividing by the root keeps
long sentences from being neutral (as a mean would) or extreme (as a sum would).
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import simplemma
import yaml

from helpers.sentiment.lexicons import FOLDER, Lexicon

Scores = list[tuple[float, int, int]]  # of each text: score, words known, words

TURN = -0.5  # what a negation makes of a score
FLAT = 2.0  # slope of tanh at 0
_CACHE_LIMIT = 200_000  # distinct words kept, so that memory stays flat
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Modifiers(NamedTuple):
    """Negations and intensifiers of one language, and how far a negation reaches."""

    negations: frozenset[str]
    intensifiers: Mapping[str, float]
    before: int
    after: int


@cache
def modifiers(language: str) -> Modifiers:
    """Those of helpers/lexicons/sentiment/modifiers.yaml; none for a language that is not there."""
    listed = yaml.safe_load((FOLDER / "modifiers.yaml").read_text("utf-8")).get(language)
    if not listed:
        return Modifiers(frozenset(), {}, 0, 0)
    factors = {word: float(factor) for factor, words in listed["intensifiers"].items() for word in words}
    return Modifiers(frozenset(listed["negations"]), factors, listed["before"], listed["after"])


class Word(NamedTuple):
    """A word of a text: its form, its score (None where unknown), and the phrases that it may open."""

    form: str
    value: float | None
    phrases: tuple[tuple[tuple[str, ...], float], ...]


class Reader(dict[str, Word]):
    """Reads texts with one lexicon; as a dictionary it remembers every distinct word that it met."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        """Start with no word met."""
        super().__init__()
        self.lexicon, self.language = lexicon, language
        self.modifiers = modifiers(language)
        self.opening: dict[str, list[tuple[tuple[str, ...], float]]] = {}
        for phrase, value in sorted(lexicon.phrases.items(), key=lambda item: -len(item[0])):
            self.opening.setdefault(phrase[0], []).append((phrase, value))
        self.open_stems = [first[:-1] for first in self.opening if first.endswith("*")]

    def __missing__(self, raw: str) -> Word:
        """The record of a word met for the first time."""
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        form = raw.lower().replace("’", "'").removesuffix("'s")
        phrases = self.opening.get(form, [])
        for stem in self.open_stems:
            if form.startswith(stem):
                phrases = phrases + self.opening[stem + "*"]
        self[raw] = word = Word(form, self._value(raw, form), tuple(phrases))
        return word

    def _value(self, raw: str, form: str) -> float | None:
        """The score of a word: as it stands, by its stem, by its German base form, or of its hyphenated parts."""
        if form in self.lexicon.words:
            return self.lexicon.words[form]
        for end in range(len(form), 1, -1) if self.lexicon.stems else ():
            if form[:end] in self.lexicon.stems:
                return self.lexicon.stems[form[:end]]
        if self.language == "de":
            base = simplemma.lemmatize(raw, lang="de").lower()
            if base in self.lexicon.words:
                return self.lexicon.words[base]
        if "-" in form:
            parts = [self[part].value for part in form.split("-")]
            found = [part for part in parts if part is not None]
            return sum(found) if found else None
        return None

    def _phrase_at(self, words: Sequence[Word], at: int) -> tuple[int, float] | None:
        """The longest phrase that starts at a word: how many words, and its score."""
        for phrase, value in words[at].phrases:
            here = words[at : at + len(phrase)]
            if len(here) == len(phrase) and all(
                word.form.startswith(part[:-1]) if part.endswith("*") else word.form == part
                for word, part in zip(here, phrase, strict=True)
            ):
                return len(phrase), value
        return None

    def read(self, text: str) -> tuple[float, int, int]:
        """Score, words known and words of one text."""
        words = [self[raw] for raw in _WORD.findall(text)]
        total, known, skip = 0.0, 0, 0
        for at, word in enumerate(words):
            if at < skip:
                continue
            length, value = 1, word.value
            if word.phrases and (found := self._phrase_at(words, at)):
                length, value = found
                skip = at + length
            if value is None:
                continue
            known += length
            if value:
                total += value * self.factor(words, at, at + length)
        return math.tanh(FLAT * total / math.sqrt(max(len(words), 1))), known, len(words)

    def read_all(self, texts: Iterable[str]) -> Scores:
        """Score, words known and words of many texts."""
        return [self.read(text) for text in texts]

    def factor(self, words: Sequence[Word], start: int, end: int) -> float:
        """What the words around make of a score: intensifiers up to two words before it, negations within reach."""
        negations, intensifiers, before, after = self.modifiers
        factor = 1.0
        for word in words[max(0, start - 2) : start]:
            factor *= intensifiers.get(word.form, 1.0)
        for word in (*words[max(0, start - before) : start], *words[end : end + after]):
            if word.form in negations:
                return factor * TURN
        return factor
