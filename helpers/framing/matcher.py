"""Find every pattern of a codebook in many texts, exactly, with its place.

Texts of a batch are joined and cut into words by one regular expression; each distinct word is compared with
the patterns once, so the work per word of running text is one dictionary look-up. Phrases are then verified
around their longest word. `reference` says the same thing as plain regular expressions, slowly: the tests
hold the two equal.

What matches: case does not matter; spaces, hyphens, apostrophes and quotation marks between the words of a
phrase are alike, so `cold war` finds "Cold-War" and `people's` finds "people’s"; soft hyphens inside a word
are ignored; any other punctuation ends a phrase. Where a script sets no blanks every character is a word, so `印度`
is found in 印度尼西亚 too, unless that is an exclusion. A hit inside an exclusion does not count, nor one whose
required context is not within reach in the same text.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from helpers.framing.codebook import Codebook, Frame
from helpers.layout.words import GAP, alone, letter, normal, phrased

BREAK = "\x00"  # between two texts of a batch; no phrase runs across it
BATCH = 2_000_000  # characters joined at a time: bounds memory
MOST_WORDS = 500_000  # distinct words remembered between batches: bounds memory


class Hit(NamedTuple):
    """A pattern found: which text, which frame, where (offsets into that text), and the pattern itself."""

    text: int
    frame: str
    start: int
    end: int
    pattern: str


PLACE = attrgetter("start", "end", "frame", "pattern")  # the order of the hits of one text


def find(texts: Sequence[str], language: str, codebook: Codebook) -> list[Hit]:
    """All hits in the texts (usually sentences), by text, start, end, frame and pattern.

    A language for which the codebook has no patterns gives no hits. Context is looked for within one text.
    """
    matcher = _matcher(codebook, language)
    if not matcher.phrases:
        return []
    hits: list[Hit] = []
    for first, batch in _batches(texts):
        hits += matcher.find(batch, first)
    return hits


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Consecutive texts of about BATCH characters, with the index of the first."""
    batch: list[str] = []
    first, size = 0, 0
    for number, text in enumerate(texts):
        if batch and size + len(text) > BATCH:
            yield first, batch
            first, size, batch = number, 0, []
        batch.append(text)
        size += len(text)
    if batch:
        yield first, batch


def pattern_words(pattern: str) -> tuple[str, ...]:
    """The words of a pattern, wildcards kept: `win-win co*` -> ("win", "win", "co*"), `军事` -> ("军", "事")."""
    return tuple(normal(word) for word in re.findall(rf"(?:{letter()}|\*)+|{alone()}", pattern))


class _Phrase(NamedTuple):
    """A pattern ready to be found; `anchor` is the index of its longest word."""

    number: int
    words: tuple[str, ...]
    anchor: int


class _Vocabulary:
    """Which pattern words a word of the text matches; every distinct word is worked out once."""

    def __init__(self, words: Iterable[str]) -> None:
        words = set(words)
        self.exact = {word for word in words if "*" not in word}
        self.starts = {word[:-1]: word for word in words if word.endswith("*") and not word.startswith("*")}
        self.ends = {word[1:]: word for word in words if word.startswith("*") and not word.endswith("*")}
        self.inside = {word[1:-1]: word for word in words if word.startswith("*") and word.endswith("*")}
        self.inside.pop("", None)
        self.start_lengths = sorted({len(word) for word in self.starts})
        self.end_lengths = sorted({len(word) for word in self.ends})
        self.any_inside = re.compile("|".join(map(re.escape, self.inside))) if self.inside else None

    def match(self, word: str) -> list[str]:
        """The pattern words that a normal word matches."""
        found = [word] if word in self.exact else []
        length = len(word)
        found += [self.starts[word[:n]] for n in self.start_lengths if n <= length and word[:n] in self.starts]
        found += [
            self.ends[word[length - n :]] for n in self.end_lengths if n <= length and word[length - n :] in self.ends
        ]
        if self.any_inside and self.any_inside.search(word):
            found += [pattern for part, pattern in self.inside.items() if part in word]
        return found


class _Use(NamedTuple):
    """One way in which a phrase becomes a hit: of which frame, and near what (nothing: anywhere)."""

    frame: int
    near: frozenset[int]
    within: int


class Matcher:
    """The patterns of a codebook in one language, compiled."""

    def __init__(self, frames: Iterable[Frame], language: str) -> None:
        """Number the patterns of the frames that have any in this language."""
        self.numbers: dict[str, int] = {}
        self.frames: list[str] = []
        self.exclusions: list[frozenset[int]] = []  # by frame: phrases in which a hit does not count
        self.uses: dict[int, list[_Use]] = defaultdict(list)
        for frame in frames:
            if language in frame.rules:
                self._add(frame, language)
        self.conditional = frozenset().union(*self.exclusions)  # phrases whose presence calls for a closer look
        self.conditional |= {number for number, uses in self.uses.items() if any(use.near for use in uses)}
        self.patterns = list(self.numbers)
        self.phrases = [self._phrase(pattern, number) for pattern, number in self.numbers.items()]
        self.vocabulary = _Vocabulary(word for phrase in self.phrases for word in phrase.words)
        self.by_anchor: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in self.phrases:
            self.by_anchor[phrase.words[phrase.anchor]].append(phrase)
        self.matches: dict[str, frozenset[str]] = {}  # word as written -> pattern words it matches
        # word as written -> patterns that it is, and phrases to verify around it; None if neither
        self.anchored: dict[str, tuple[list[int], list[_Phrase]] | None] = {}

    def _number(self, pattern: str) -> int:
        return self.numbers.setdefault(pattern, len(self.numbers))

    def _add(self, frame: Frame, language: str) -> None:
        for rule in frame.rules[language]:
            use = _Use(len(self.frames), frozenset(map(self._number, rule.near)), rule.within)
            self.uses[self._number(rule.pattern)].append(use)
        self.frames.append(frame.name)
        self.exclusions.append(frozenset(map(self._number, frame.exclusions.get(language, ()))))

    @staticmethod
    def _phrase(pattern: str, number: int) -> _Phrase:
        words = pattern_words(pattern)
        anchor = max(range(len(words)), key=lambda index: len(words[index].strip("*")))
        return _Phrase(number, words, anchor)

    def _learn(self, words: set[str]) -> None:
        """Work out words not seen before."""
        if len(self.anchored) > MOST_WORDS:
            self.matches.clear()
            self.anchored.clear()
        for word in words - self.anchored.keys():
            found = self.vocabulary.match(normal(word))
            if found:
                self.matches[word] = frozenset(found)
            phrases = [phrase for pattern in found for phrase in self.by_anchor.get(pattern, ())]
            self.anchored[word] = (
                (
                    [phrase.number for phrase in phrases if len(phrase.words) == 1],
                    [phrase for phrase in phrases if len(phrase.words) > 1],
                )
                if phrases
                else None
            )

    def find(self, texts: Sequence[str], first: int = 0) -> Iterator[Hit]:
        """Hits in one batch of texts; `first` is the index of the first text."""
        parts = phrased().split(BREAK.join(texts))  # gap, word, gap, ..., word, gap
        words = parts[1::2]
        self._learn(set(words))
        anchored = list(map(self.anchored.__getitem__, words))
        offsets = list(accumulate(map(len, parts), initial=0))  # offsets[2i+1] = start of word i
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        text, end = -1, 0
        finds: list[tuple[int, int, int]] = []
        for index, (singles, phrases) in [(index, found) for index, found in enumerate(anchored) if found]:
            start = offsets[2 * index + 1]
            if start >= end:
                if finds:
                    yield from self._resolve(finds, first + text, starts[text], offsets)
                text, finds = bisect_right(starts, start) - 1, []
                end = starts[text + 1]
            for number in singles:
                finds.append((index, index, number))
            if phrases:
                finds += self._verify(phrases, index, words, parts)
        if finds:
            yield from self._resolve(finds, first + text, starts[text], offsets)

    def _verify(
        self, phrases: list[_Phrase], index: int, words: list[str], parts: list[str]
    ) -> Iterator[tuple[int, int, int]]:
        """(first word, last word, number) of those phrases that stand around word `index`."""
        for number, pattern, anchor in phrases:
            begin = index - anchor
            last = begin + len(pattern) - 1
            if begin < 0 or last >= len(words):
                continue
            for k, wanted in enumerate(pattern, begin):
                if k != index and not (wanted == "*" or wanted in self.matches.get(words[k], ())):
                    break
                if k > begin and parts[2 * k] and not GAP.fullmatch(parts[2 * k]):
                    break
            else:
                yield begin, last, number

    def _resolve(self, finds: list[tuple[int, int, int]], text: int, start: int, offsets: list[int]) -> list[Hit]:
        """The finds of one text -> its hits: exclusions and required context applied."""
        if self.conditional.isdisjoint([number for _, _, number in finds]):
            hits = [
                Hit(
                    text,
                    self.frames[use.frame],
                    offsets[2 * begin + 1] - start,
                    offsets[2 * last + 2] - start,
                    self.patterns[number],
                )
                for begin, last, number in finds
                for use in self.uses.get(number, ())
            ]
        else:
            hits = [
                Hit(
                    text,
                    self.frames[frame],
                    offsets[2 * begin + 1] - start,
                    offsets[2 * last + 2] - start,
                    self.patterns[number],
                )
                for begin, last, number, frame in self._counting(finds)
            ]
        return sorted(hits, key=PLACE)

    def _counting(self, finds: list[tuple[int, int, int]]) -> set[tuple[int, int, int, int]]:
        """(first word, last word, phrase number, frame) of what counts, after exclusions and required context."""
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for begin, last, number in finds:
            places[number].append((begin, last))
        counting = set()
        for number, spots in places.items():
            for frame, near, within in self.uses.get(number, ()):
                excluded = [place for phrase in self.exclusions[frame] & places.keys() for place in places[phrase]]
                around = [place for phrase in near & places.keys() for place in places[phrase]]
                for begin, last in spots:
                    in_context = not near or any(_apart((begin, last), other) <= within for other in around)
                    if in_context and not any(low <= begin and last <= high for low, high in excluded):
                        counting.add((begin, last, number, frame))
        return counting


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Steps from one stretch of words to another, 1 for neighbours; overlapping words are no context."""
    if one[0] <= other[1] and other[0] <= one[1]:
        return float("inf")
    return max(one[0] - other[1], other[0] - one[1])


@lru_cache(maxsize=16)
def _matcher(codebook: Codebook, language: str) -> Matcher:
    return Matcher(codebook.frames, language)


def reference(texts: Sequence[str], language: str, codebook: Codebook) -> list[Hit]:
    """What `find` gives, by one plain regular expression a pattern: for tests and the benchmark's comparison."""
    hits = []
    for number, text in enumerate(texts):
        found = set()
        for frame in codebook.frames:
            excluded = [place for pattern in frame.exclusions.get(language, ()) for place in _places(pattern, text)]
            for rule in frame.rules.get(language, ()):
                for start, end in _places(rule.pattern, text):
                    near = not rule.near or any(
                        _between(text, (start, end), other) <= rule.within
                        for pattern in rule.near
                        for other in _places(pattern, text)
                    )
                    if near and not any(from_ <= start and end <= to for from_, to in excluded):
                        found.add(Hit(number, frame.name, start, end, rule.pattern))
        hits += sorted(found, key=PLACE)
    return hits


@lru_cache(maxsize=10_000)
def regex(pattern: str) -> re.Pattern:
    """A pattern as a regular expression with one group; meant for normal text of unchanged length."""
    words = pattern_words(pattern)
    begin = "" if _stands_alone(words[0]) else f"(?<!{letter()})"
    end = "" if _stands_alone(words[-1]) else f"(?!{letter()})"
    parts = [_expression(words[0])]
    for before, word in pairwise(words):
        gap = GAP.pattern
        if _stands_alone(before) or _stands_alone(word):
            gap = f"(?:{gap})?"
        elif "*" in (before, word):
            gap = f"(?:{gap}|(?<={alone()})|(?={alone()}))"
        parts += [f"(?:{gap})", _expression(word)]
    return re.compile(f"{begin}(?=({''.join(parts)}){end})", re.IGNORECASE)


def _stands_alone(word: str) -> bool:
    return re.fullmatch(alone(), word) is not None


def _expression(word: str) -> str:
    """A word of a pattern as a regular expression."""
    if word == "*":
        return f"(?:{letter()}+|{alone()})"
    stretch = f"{letter()}*" if "*" in word else ""
    return stretch.join(r"\u00ad*".join(map(re.escape, part)) for part in word.split("*"))


def _places(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in regex(pattern).finditer(text)]


def _between(text: str, one: tuple[int, int], other: tuple[int, int]) -> float:
    """Steps in words between two stretches of a text."""
    if one[0] < other[1] and other[0] < one[1]:
        return float("inf")
    low, high = sorted((one, other))
    return len(phrased().findall(text[low[1] : high[0]])) + 1
