"""Scoring texts with a word list: its words and phrases, turned by negations and weighed by intensifiers.

The score of a text is tanh(2 s / sqrt(n)): s the sum of its words' scores, n its words. Dividing by the root keeps
long sentences from being neutral (as a mean would) or extreme (as a sum would).
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import simplemma

from helpers import lexicons
from helpers.layout.words import characters
from helpers.lexicons import languages
from helpers.sentiment.lexicons import Lexicon, as_words

Scores = list[tuple[float, int, int]]  # of each text: score, words known, words
Phrase = tuple[str, ...]

TURN = -0.5  # what a negation makes of a score
FLAT = 2.0  # slope of tanh at 0
MARKS = frozenset('.,;:!?()[]"“”„«»—–-。，、；：！？（）《》「」…')  # no negation reaches over them
_CACHE_LIMIT = 20_000  # distinct words kept by each reader, so that memory stays flat: some 4 MB
_ALONE = characters().pattern[1:-1]  # each is a word, as in Chinese
_LETTER = rf"[^\W\d_{_ALONE}]"
TOKEN = re.compile(
    rf"{_LETTER}+(?:['’-]{_LETTER}+)*|[{_ALONE}]|[{re.escape(''.join(sorted(MARKS - {'-'})))}]|(?<=\s)-+(?=\s)"
)
NEGATES, NOTHING, BOUND = "negates", "nothing", "bound"  # what a phrase does to its clause


class Modifiers(NamedTuple):
    """What changes the scores of the words around it, in one language; `openers` are first words of `phrases`."""

    negations: frozenset[str]
    phrases: Mapping[Phrase, str]  # NEGATES, as "far from" does, NOTHING, as "not only", or BOUND
    openers: Mapping[str, Sequence[Phrase]]  # first word -> phrases, longest first
    bounds: frozenset[str]
    reach: int  # words after a negation that it turns at most
    backward: bool  # whether a negation at the end of its clause turns what is before it
    intensifiers: Mapping[str, float]


@cache
def modifiers(language: str) -> Modifiers:
    """Those of helpers/lexicons/LANGUAGE/modifiers.yaml; none for a language without that list."""
    listed = lexicons.load("modifiers", language)
    negations, bounds = ([as_words(entry) for entry in listed[key]] for key in ("negations", "bounds"))
    phrases = {phrase: NEGATES for phrase in negations if len(phrase) > 1}
    phrases |= {phrase: BOUND for phrase in bounds if len(phrase) > 1}
    phrases |= {as_words(entry): NOTHING for entry in listed["no_negations"]}
    openers: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        openers.setdefault(phrase[0], []).append(phrase)
    return Modifiers(
        frozenset(phrase[0] for phrase in negations if len(phrase) == 1),
        phrases,
        openers,
        frozenset(phrase[0] for phrase in bounds if len(phrase) == 1),
        int(listed["reach"] or 0),
        listed["backward"] == "true",
        {word: float(factor) for factor, group in listed["intensifiers"].items() for word in group},
    )


class Word(NamedTuple):
    """A word or mark of a text, with all that can be told of it whatever stands around it.

    value: its score, None where unknown. phrases: those of the lexicon that it may open, with their scores. negates:
    whether it is a negation, or may open one. weight: what it makes, as an intensifier, of the scores of the next two.
    """

    form: str
    value: float | None
    phrases: tuple[tuple[Phrase, float], ...]
    is_mark: bool
    negates: bool
    weight: float


class Reader(dict[str, Word]):
    """Reads texts with one lexicon; as a dictionary it remembers every distinct word that it met."""

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        """Start with no word met."""
        super().__init__()
        self.lexicon, self.language = lexicon, language
        self.modifiers = modifiers(language)
        self.base_forms = languages.language(language).base_forms
        self.longest_stem = max(map(len, lexicon.stems), default=0)
        self.opening: dict[str, list[tuple[Phrase, float]]] = {}
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
        modifiers = self.modifiers
        opened = (modifiers.phrases[phrase] for phrase in modifiers.openers.get(form, ()))
        self[raw] = word = Word(
            form,
            self._value(raw, form),
            tuple(phrases),
            form in MARKS,
            form in modifiers.negations or NEGATES in opened,
            modifiers.intensifiers.get(form, 1.0),
        )
        return word

    def _value(self, raw: str, form: str) -> float | None:
        """The score of a word: as it stands, by its stem, by its base form, or of its hyphenated parts.

        By the base form where the lists of the language hold those.

        A negation has none of its own: what it says is what it does to other words.
        """
        if form in self.modifiers.negations or form in MARKS:
            return None
        if form in self.lexicon.words:
            return self.lexicon.words[form]
        for end in range(min(len(form), self.longest_stem), 1, -1):
            if form[:end] in self.lexicon.stems:
                return self.lexicon.stems[form[:end]]
        if self.base_forms:
            base = simplemma.lemmatize(raw, lang=self.language, low_memory=True).lower()
            if base in self.lexicon.words:
                return self.lexicon.words[base]
        if "-" in form:
            parts = [self[part].value for part in form.split("-")]
            found = [part for part in parts if part is not None]
            return sum(found) if found else None
        return None

    def words(self, text: str) -> list[Word]:
        """The words and marks of a text."""
        return [self[raw] for raw in TOKEN.findall(text)]

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
        words = self.words(text)
        factors = self.factors(words)
        total, known, skip = 0.0, 0, 0
        for at, word in enumerate(words):
            if word.value is None and not word.phrases or at < skip:
                continue
            length, value = 1, word.value
            if word.phrases and (found := self._phrase_at(words, at)):
                length, value = found
                skip = at + length
            if value is None:
                continue
            known += length
            total += value * factors[at]
        size = len(words) - sum([word.is_mark for word in words])
        return math.tanh(FLAT * total / math.sqrt(max(size, 1))), known, size

    def read_all(self, texts: Iterable[str]) -> Scores:
        """Score, words known and words of many texts."""
        return [self.read(text) for text in texts]

    def factors(self, words: Sequence[Word]) -> list[float]:
        """What the words around make of each word's score: intensifiers up to two words before it, negations."""
        weights = [1.0, 1.0, *[word.weight for word in words]]
        return [
            one * other * (TURN if turned else 1.0)
            for one, other, turned in zip(weights, weights[1:], self.turned(words), strict=False)
        ]

    def turned(self, words: Sequence[Word], reach: int = 0) -> list[bool]:
        """Whether a negation reaches each word: it reaches to the end of its clause, so many words at most.

        reach: how many; 0 for the number of the language's modifiers.

        Where German puts it last ("hilft ihnen nicht"), so that nothing with a score follows, it turns what is
        before it in the clause.
        """
        turned = [False] * len(words)
        if not any([word.negates for word in words]):
            return turned
        for start, end, negation in self._clauses(words):
            if negation is None:
                continue
            last = not any(word.value or word.phrases for word in words[negation:end])
            if self.modifiers.backward and last:
                begin = start
            else:
                begin, end = negation, min(end, negation + (reach or self.modifiers.reach))
            turned[begin:end] = [True] * (end - begin)
        return turned

    def _modifier_at(self, words: Sequence[Word], at: int) -> Phrase:
        """The longest phrase of the modifiers that starts at a word; none is ()."""
        for phrase in self.modifiers.openers.get(words[at].form, ()):
            if tuple(other.form for other in words[at : at + len(phrase)]) == phrase:
                return phrase
        return ()

    def _clauses(self, words: Sequence[Word]) -> Iterator[tuple[int, int, int | None]]:
        """Clauses as (first word, end, first word that is negated or None), bounded by marks and words like "but"."""
        modifiers = self.modifiers
        start, negation, skip = 0, None, 0
        for at, word in enumerate(words):
            if at < skip:
                continue
            phrase = self._modifier_at(words, at)
            if phrase:
                skip = at + len(phrase)
                does = modifiers.phrases[phrase]
            elif word.form in modifiers.negations:
                own = self._phrase_at(words, at) if characters().fullmatch(word.form) else None
                # a word such as 不满 says already what its negation makes of it; "no longer" negates what follows
                skip, does = (at + own[0], NOTHING) if own else (at + 1, NEGATES)
            else:
                skip, does = at + 1, BOUND if word.form in MARKS or word.form in modifiers.bounds else NOTHING
            if does == BOUND:
                yield start, at, negation
                start, negation = skip, None
            elif does == NEGATES and negation is None:
                negation = skip
        yield start, len(words), negation
