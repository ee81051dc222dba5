"""Sentiment toward a mention without a trained model: nearness, clauses and the roles of verbs.

Two things are added up and flattened by tanh. Nearness: the scores of the sentence's words by the combined word list
(turned by negations), each weighed down by its distance from the mention in words and by the clause marks between.
Roles: who accuses, attacks or saves, and who is accused, attacked or saved. The first verb of the list after the
mention makes it an agent (a patient if the verb is passive), the first before it makes it a patient (an agent after
"by"); "criticism of", "support for" and "against" say something of what follows them. The constants were chosen on
NewsMTSC's training sentences; the word lists were not.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from helpers import lexicons
from helpers.sentiment.instrument import Instrument
from helpers.sentiment.instruments import combined
from helpers.sentiment.reading import TOKEN, TURN, Reader, Word

_CLAUSE = frozenset(',;:—–"“”')
_STOP = frozenset(".;:!?()—–")  # no verb beyond these takes the mention as agent or patient
_DECAY = 12.0  # words over which a word's weight falls to 1/e
_PER_CLAUSE = 0.6  # of the weight that is left beyond a clause mark
_AFTER = 1.4  # words after the mention weigh more: what is said of it
_AHEAD, _BACK, _BY = 8, 6, 9  # words in which a verb is looked for
_REACH = 1  # words from a negation to its verb, chosen on NewsMTSC train
_FLAT, _ROLE_OF_NOUN = 2.0, 0.7


class _Roles(NamedTuple):
    verbs: dict[str, tuple[float, float]]  # inflected form -> agent, patient
    nouns: dict[str, float]
    prepositions: frozenset[str]
    auxiliaries: frozenset[str]
    against: float


@cache
def _roles() -> _Roles:
    """helpers/lexicons/en/verb_roles.yaml, verbs in all their forms."""
    listed = lexicons.load("verb_roles", "en")
    verbs: dict[str, tuple[float, float]] = {}
    for group in listed["verbs"]:
        for verb in group["of"]:
            for form in listed["irregular"].get(verb) or _forms(verb, verb in listed["double"]):
                verbs.setdefault(form, (float(group["agent"]), float(group["patient"])))
    nouns = {noun: float(value) for value, of in listed["nouns"].items() for noun in of}
    against = float(listed["against"])
    return _Roles(verbs, nouns, frozenset(listed["prepositions"]), frozenset(listed["auxiliaries"]), against)


def _forms(verb: str, doubled: bool) -> list[str]:
    """The forms of a regular English verb."""
    if doubled:
        return [verb, f"{verb}s", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"]
    if verb.endswith("e"):
        return [verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
    return [verb, f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s", f"{verb}ed", f"{verb}ing"]


class _Read(NamedTuple):
    """A sentence as it is read once for all of its mentions.

    starts, ends: the characters of each word; telling: the numbers of the words with a score and of the clause marks.
    """

    words: list[Word]
    starts: list[int]
    ends: list[int]
    factors: list[float]
    telling: list[int]


class _Sentence(NamedTuple):
    """A sentence, and the first and last word of the mention."""

    read: _Read
    first: int
    last: int

    @property
    def words(self) -> list[Word]:
        return self.read.words

    def form(self, at: int) -> str:
        return self.read.words[at].form


def score_all(texts: Sequence[str], spans: Sequence[tuple[int, int]], language: str) -> list[float]:
    """The score in [-1, 1] of each text toward its mention; NaN where no word of the text says anything."""
    with_words = combined.WORDS.reader(language)
    read = {text: _read(text, with_words) for text in dict.fromkeys(texts)}
    return [_score(read[text], span, with_words) for text, span in zip(texts, spans, strict=True)]


def _read(text: str, with_words: Reader) -> _Read:
    tokens = list(TOKEN.finditer(text))
    words = [with_words[token.group()] for token in tokens]
    telling = [at for at, word in enumerate(words) if word.value or word.form in _CLAUSE]
    starts, ends = [token.start() for token in tokens], [token.end() for token in tokens]
    return _Read(words, starts, ends, with_words.factors(words), telling)


def _score(read: _Read, span: tuple[int, int], with_words: Reader) -> float:
    first, last = bisect_right(read.ends, span[0]), bisect_left(read.starts, span[1]) - 1
    if first > last:
        return math.nan
    sentence = _Sentence(read, first, last)
    found = [_nearness(sentence), _ahead(sentence, with_words), _back(sentence, with_words)]
    known = [value for value in found if value is not None]
    return math.tanh(sum(known)) if known else math.nan


def _nearness(sentence: _Sentence) -> float | None:
    """Sum of the words' scores, each by its distance from the mention; None without a word that has one."""
    (words, _, _, factors, telling), first, last = sentence
    behind, before = telling[bisect_right(telling, last) :], telling[: bisect_left(telling, first)]
    total, known = 0.0, False
    for ats, edge, after in ((behind, last, _AFTER), (reversed(before), first, 1.0)):
        clause = 1.0
        for at in ats:
            value = words[at].value
            if value:
                known = True
                total += _FLAT * (after * clause * math.exp(-abs(at - edge) / _DECAY)) * value * factors[at]
            else:
                clause *= _PER_CLAUSE
    return total if known else None


def _ahead(sentence: _Sentence, with_words: Reader) -> float | None:
    """What the first verb after the mention makes of it: agent, or patient of a passive verb."""
    roles = _roles()
    for at in range(sentence.last + 1, min(sentence.last + 1 + _AHEAD, len(sentence.words))):
        form = sentence.form(at)
        if form in _STOP:
            return None
        if form in roles.verbs and (form not in roles.nouns or at == sentence.last + 1):
            agent, patient = roles.verbs[form]
            return (patient if _passive(sentence, at) else agent) * _turn(sentence, at, with_words)
    return None


def _back(sentence: _Sentence, with_words: Reader) -> float | None:
    """What stands before the mention makes of it: a patient, the agent after "by", what a noun is directed at."""
    roles, first = _roles(), sentence.first
    if any(sentence.form(at) == "by" for at in range(max(0, first - 3), first)):
        ats = range(first - 1, max(-1, first - 1 - _BY), -1)
        return next((roles.verbs[sentence.form(at)][0] for at in ats if sentence.form(at) in roles.verbs), None)
    preposition = False
    for at in range(first - 1, max(-1, first - 1 - _BACK), -1):
        form = sentence.form(at)
        if form in _STOP:
            return None
        if form in roles.nouns and preposition:
            return _ROLE_OF_NOUN * roles.nouns[form]
        if form == "against":
            return _ROLE_OF_NOUN * roles.against
        if form in roles.verbs and not preposition and not _passive(sentence, at):
            return roles.verbs[form][1] * _turn(sentence, at, with_words)
        preposition = preposition or form in roles.prepositions
    return None


def _passive(sentence: _Sentence, at: int) -> bool:
    """Whether a verb is a participle with a form of be or get shortly before it."""
    if not sentence.form(at).endswith(("ed", "en", "n", "t", "won")):
        return False
    return any(sentence.form(i) in _roles().auxiliaries for i in range(max(0, at - 3), at))


def _turn(sentence: _Sentence, at: int, with_words: Reader) -> float:
    """What a verb makes of the mention is turned by a negation that stands right before the verb."""
    return TURN if with_words.turned(sentence.words, _REACH)[at] else 1.0


INSTRUMENT = Instrument(
    name="target_rules",
    label="Rules",
    version="1",
    languages=("en",),
    licence="that of combined; roles of verbs CC0-1.0",
    source="helpers/sentiment/instruments/target_rules.py",
    note="Words of the combined list by their nearness to the mention, and the roles of verbs.",
    score=score_all,
    kind="target",
    cuts=(-0.25, 0.25),  # chosen on NewsMTSC's training sentences
)
