"""Articles in different languages that may tell the same: offered to the user with what speaks for it.

Two texts that share a rare number, a day and the names of those concerned often report one event, and are sometimes one
text and its translation. Which, a person must say: nothing offered here changes a story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from math import log, sqrt
from operator import attrgetter
from typing import NamedTuple

from helpers.tables.stories import Told

RARE = 20  # articles with a fact, above which no pair is looked for by it
LEAST = 0.3  # likeness of a pair that is offered: the cosine of the weighted facts
ENOUGH = 2.0  # least weight of what two articles share
OTHERS = 50  # articles without a fact that are added to those there are, so that a few do not say what is rare
DAYS = 7  # that the dates of two articles may lie apart
MOST = 3  # pairs offered of an article
KINDS = ("number", "name", "date")
BY_ID = attrgetter("article_id")


class Found(NamedTuple):
    """A row of the table story_suggestions; numbers, names and dates are what both articles tell."""

    article_id: str
    other_id: str
    likeness: float
    numbers: str
    names: str
    dates: str


def suggested(articles: Iterable[Told], stories: Mapping[str, str]) -> list[Found]:
    """The pairs to offer, the likeliest first; stories: the story of each article.

    Of each story one article in a language is looked at.
    """
    one_of = {
        (stories[article.article_id], article.language): article
        for article in sorted(articles, key=BY_ID, reverse=True)
    }
    articles = sorted(one_of.values(), key=BY_ID)
    weights = _weights(articles)
    lengths = [sqrt(sum(weights[fact] ** 2 for fact in article.facts)) for article in articles]
    found = []
    for a, b in _candidates(articles):
        shared = sorted(set(articles[a].facts) & set(articles[b].facts))
        likeness = sum(weights[fact] ** 2 for fact in shared) / (lengths[a] * lengths[b])
        told = {kind: [key for of, _, key in map(_parts, shared) if of == kind] for kind in KINDS}
        enough = likeness >= LEAST and sum(weights[fact] for fact in shared) >= ENOUGH
        if enough and (told["number"] or told["date"]):
            told["number"] = [f"{Decimal(number):,}" for number in told["number"]]
            evidence = ("; ".join(told[kind]) for kind in KINDS)
            found.append(Found(articles[a].article_id, articles[b].article_id, round(likeness, 4), *evidence))
    return list(_best(found, stories))


def _parts(fact: str) -> tuple[str, str, str]:
    return fact.partition(" ")


def _weights(articles: Sequence[Told]) -> dict[str, float]:
    """What a fact says: a number the more the longer it is, and any the less the more articles have it."""
    held = Counter(fact for article in articles for fact in article.facts)
    n = len(articles) + OTHERS
    return {fact: _content(fact) * log(n / count, n) for fact, count in held.items()}


def _content(fact: str) -> float:
    kind, _, key = _parts(fact)
    return min(len(key.replace(".", "").strip("0")), 4) / 2 if kind == "number" else 1.0


def _candidates(articles: Sequence[Told]) -> list[tuple[int, int]]:
    """Pairs of articles in different languages, of about one time, that share a fact which few have."""
    by_fact: dict[str, list[int]] = defaultdict(list)
    for i, article in enumerate(articles):
        for fact in article.facts:
            by_fact[fact].append(i)
    pairs = {
        (a, b)
        for held in by_fact.values()
        if len(held) <= RARE
        for a, b in combinations(held, 2)
        if articles[a].language != articles[b].language and _near(articles[a].published, articles[b].published)
    }
    return sorted(pairs)


def _near(a: str, b: str) -> bool:
    """Whether two dates lie DAYS apart at most; so do those that are not known to the day."""
    return not (len(a) == len(b) == 10) or abs((date.fromisoformat(a) - date.fromisoformat(b)).days) <= DAYS


def _best(found: list[Found], stories: Mapping[str, str]) -> Iterator[Found]:
    """The likeliest pairs first, each of two stories, and MOST of an article."""
    offered: Counter[str] = Counter()
    seen = set()
    for pair in sorted(found, key=lambda one: (-one.likeness, one.article_id, one.other_id)):
        both = frozenset((stories[pair.article_id], stories[pair.other_id]))
        if len(both) == 2 and both not in seen and max(offered[pair.article_id], offered[pair.other_id]) < MOST:
            seen.add(both)
            offered.update((pair.article_id, pair.other_id))
            yield pair
