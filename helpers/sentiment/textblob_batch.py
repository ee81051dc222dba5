"""TextBlob's polarity for many texts at once: exactly its own results, several times faster.

TextBlob spends most of its time splitting words again and again and building one dictionary per known word. Both
depend on single words, so here every distinct word is split once, by TextBlob's own tokenizer, and turned into a
small record of TextBlob's own lexicon; a text is then one pass over records. What does not depend on single words
(emoticons and the sarcastic "(!)", which TextBlob joins from several tokens) goes to TextBlob itself.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from textblob._text import ABBREVIATIONS, EMOTICONS, EOS, PUNCTUATION, find_tokens, replacements
from textblob.en import sentiment as engine

_CACHE_LIMIT = 200_000  # distinct words kept, so that memory stays flat on a corpus of any size
_QUOTES = "“”‘’'\""


class _Token(NamedTuple):
    """What TextBlob's reading of a text needs to know of one token."""

    known: bool
    polarity: float
    intensity: float
    modifier: bool  # may modify the next word
    negation: bool
    ly: bool
    breaks_negation: bool
    breaks_modifier: bool
    exclamation: bool


def _emoticon_pattern() -> re.Pattern[str]:
    """All that TextBlob could take for an emoticon, in any case and with white space inside; it may match more.

    The first characters stand bare, in both cases, so that the regex engine can skip to them.
    """
    alternatives = set()
    for emoticon in {e for group in EMOTICONS.values() for e in group}:
        rest = r"\s*".join(["", *(f"(?i:{re.escape(character)})" for character in emoticon[1:])])
        end = r"(?![^\W_])" if emoticon[-1].isalnum() else ""
        alternatives |= {re.escape(first) + rest + end for first in (emoticon[0].lower(), emoticon[0].upper())}
    return re.compile("|".join(sorted(alternatives)))


_EMOTICON = _emoticon_pattern()


@cache
def _lexicon() -> dict[str, tuple[float, float, bool]]:
    """TextBlob's lexicon: word -> polarity, intensity, may modify the next word."""
    if not dict.__len__(engine):
        engine.load()
    return {
        word: (*senses[None][::2], any(tag in senses for tag in engine.modifiers))
        for word, senses in dict.items(engine)
    }


@lru_cache(maxsize=_CACHE_LIMIT)
def _describe(token: str) -> _Token | None:
    """The record of a token; None for the many words that are unknown and merely end what went before."""
    polarity, intensity, modifier = _lexicon().get(token, (0.0, 1.0, False))
    known, negation = token in _lexicon(), token in engine.negations
    breaks_negation, breaks_modifier = len(token.strip("'")) > 1, len(token) > 2
    if not known and not negation and token != "!" and breaks_negation and breaks_modifier:
        return None
    return _Token(
        known, polarity, intensity, modifier, negation, engine.modifier(token), breaks_negation,
        breaks_modifier, token == "!",
    )  # fmt: skip


def _tokens(raw: str) -> list[str]:
    """TextBlob's tokens of a raw word: it splits punctuation off both ends, so most words are one token or two."""
    stem, last = raw[:-1], raw[-1]
    if _bare(raw):
        return [raw]
    if stem and _bare(stem) and (last in ",;:?)" or (last == "." and _no_abbreviation(raw))):
        return [stem, last]
    return " ".join(find_tokens(raw)).split()


def _bare(raw: str) -> bool:
    return raw[0] not in PUNCTUATION and raw[-1] not in PUNCTUATION and raw != EOS


def _no_abbreviation(raw: str) -> bool:
    return len(raw) > 2 and raw.islower() and raw[:-1].isalpha() and raw not in ABBREVIATIONS


class _Splitter(dict[str, tuple[_Token | None, ...]]):
    """Raw word -> the records of the tokens that TextBlob splits it into, computed when first asked for."""

    def __missing__(self, raw: str) -> tuple[_Token | None, ...]:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        self[raw] = records = tuple(_describe(token.lower()) for token in _tokens(raw))
        return records


_split = _Splitter()


def _raw_words(text: str) -> str:
    """The text as TextBlob's tokenizer has it before it looks at single words."""
    if "'" in text:
        for contraction, spaced in replacements.items():
            text = text.replace(contraction, spaced)
    for quote in _QUOTES:
        if quote in text:
            text = text.replace(quote, f" {quote} ")
    return text


def _assess(words: list[str]) -> tuple[float, int, int]:
    """TextBlob's assessments of one text: their mean polarity, words known, tokens.

    Each assessment is [polarity, intensity, sign]; the steps and their order are those of TextBlob's
    `Sentiment.assessments`, for which see its source.
    """
    found: list[list[float]] = []
    negated = modified = modified_by_ly = False
    known = total = 0
    for word in words:
        for token in _split[word]:
            total += 1
            if token is None:
                negated = modified = False
                continue
            if token.known:
                known += 1
                if modified:
                    last = found[-1]
                    last[0] = max(-1.0, min(token.polarity * last[1], 1.0))
                    last[1] = token.intensity
                else:
                    found.append([token.polarity, token.intensity, 1])
                if negated:
                    found[-1][1] = 1.0 / found[-1][1]
                    found[-1][2] = -1
                negated, modified, modified_by_ly = token.negation, token.modifier, token.ly
                continue
            if token.negation:
                negated = True
            elif negated and token.breaks_negation:
                negated = False
            if negated and modified and modified_by_ly:
                found[-1][2] = -1
                negated = False
            elif modified and token.breaks_modifier:
                modified = False
            if token.exclamation and found:
                found[-1][0] = max(-1.0, min(found[-1][0] * 1.25, 1.0))
    total_polarity = 0
    for polarity, _, sign in found:
        total_polarity += polarity * -0.5 if sign < 0 else polarity
    return total_polarity / float(len(found) or 1), known, total


def polarities(texts: Iterable[str]) -> list[tuple[float, int, int]]:
    """TextBlob(text).sentiment.polarity of each text, words of its lexicon found, tokens.

    No word found means that TextBlob has nothing to say of the text and its 0 is no measurement.
    """
    results = []
    for text in texts:
        raw = _raw_words(text)
        polarity, known, total = _assess(raw.split())
        if ("!" in text and "(" in text) or _EMOTICON.search(raw):
            score = engine(text)
            polarity, known = score[0], max(known, len(score.assessments))
        results.append((polarity, known, total))
    return results
