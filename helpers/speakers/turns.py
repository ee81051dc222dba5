"""Interviews in turns: `Q:` and `A:`, or the speakers' names before a colon."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from helpers import gazetteer
from helpers.attribution import Attribution
from helpers.sentences import Sentence
from helpers.speakers import people
from helpers.speakers.context import Context, words
from helpers.speakers.phrase import Entity
from helpers.speakers.relays import is_own_name

_LABEL = re.compile(
    r"^[ \t]*(?P<label>(?:[A-Z][\w.’'-]*)(?:[ \u00a0][A-Z][\w.’'-]*){0,3})(?P<role>\s\([^)\n]{2,60}\))?\s?:(?=\s)", re.M
)
QUESTION = frozenset(("Q", "Question", "Frage", "F"))
ANSWER = frozenset(("A", "Answer", "Antwort"))
_I = frozenset(("i", "we", "ich", "wir"))


def turns(text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions of an article with those of an interview's turns: source is the label, content the turn.

    A text counts as an interview when it has `Q:` and `A:`, labels that come back (at least two names with four
    turns between them), or two different labels in capitals, one of them somebody's. Questions are turns of the
    outlet: narration, whether labelled Q or with a name whose turns mostly end in a question mark. An attribution
    that only misread a label, has no source, runs from one turn into another, or is by the "I" of a turn gives way.
    """
    spoken = _spoken(text, sentences)
    if not spoken:
        return list(attributions)
    asking = _askers(text, spoken)
    labels = [hit.span() for hit, _ in spoken]
    whole = [(hit.start(), content[-1][1]) for hit, content in spoken if content]
    kept = [a for a in attributions if not _gives_way(text, a, labels, whole)]
    said = [
        Attribution(hit.span("label"), hit.span("label"), tuple(content), "direct", "speech", 1.0)
        for hit, content in spoken
        if content and hit["label"] not in asking
    ]
    return sorted([*kept, *said], key=lambda a: (a.cue, a.content))


def _gives_way(
    text: str, attribution: Attribution, labels: list[tuple[int, int]], whole: list[tuple[int, int]]
) -> bool:
    """Whether the turns tell better than an attribution who speaks."""
    source, cue, contents = attribution.source, attribution.cue, attribution.content
    if any(_at(labels, position) >= 0 for position in (source[0], cue[0])):
        return True
    turn = _at(whole, source[0])
    inside = {_at(whole, a) for a, _ in contents}
    if source[0] < 0:
        return inside != {-1}
    return inside != {turn} or (turn >= 0 and text[slice(*source)].lower() in _I)


def _spoken(text: str, sentences: Sequence[Sentence]) -> list[tuple[re.Match[str], list[tuple[int, int]]]]:
    """The labels of an interview, each with the sentences of its turn; nothing when there is no interview."""
    starts = [s.start for s in sentences]
    labels = [hit for hit in _LABEL.finditer(text) if _in_sentence(sentences, starts, hit.start("label"))]
    counts = Counter(hit["label"] for hit in labels)
    plain = set(counts) & QUESTION and set(counts) & ANSWER
    names = {name for name, n in counts.items() if n > 1}
    loud = {name for name in counts if _is_loud(name)}
    transcript = len(loud) > 1 and any(_is_somebody(name) for name in loud)
    if not (plain or transcript or (len(names) > 1 and sum(counts[name] for name in names) >= 4)):
        return []
    known = QUESTION | ANSWER | names | loud
    speaking = [hit for hit in labels if hit["label"] in known or hit["role"]]
    ends = [hit.start() for hit in speaking[1:]] + [max((s.end for s in sentences), default=0)]
    return [(hit, _content(sentences, starts, hit.end(), end)) for hit, end in zip(speaking, ends, strict=True)]


def _is_loud(label: str) -> bool:
    """Whether a label in capitals names somebody: not "UPDATE:", not the city of a dateline."""
    return (
        label.isupper()
        and len(label) > 3
        and label.lower() not in words("labels")
        and not any(m.kind in ("capital", "place", "country") for m in gazetteer.find(label))
    )


def _is_somebody(label: str) -> bool:
    """Whether a label holds a title, a role or a given name: "PROF. N.", "MODERATOR", "ANNA N."."""
    first = label.split()[0].rstrip(".")
    return first.lower() in gazetteer.titles() | words("roles") or people.is_given_name(first.capitalize())


def _at(spans: list[tuple[int, int]], position: int) -> int:
    """The index of the span that holds a position, of spans in order that do not overlap; else -1."""
    at = bisect_right(spans, (position, sys.maxsize)) - 1
    return at if at >= 0 and spans[at][0] <= position < spans[at][1] else -1


def _in_sentence(sentences: Sequence[Sentence], starts: list[int], position: int) -> bool:
    at = bisect_right(starts, position) - 1
    return at >= 0 and position < sentences[at].end


def _content(sentences: Sequence[Sentence], starts: list[int], start: int, end: int) -> list[tuple[int, int]]:
    low = max(0, bisect_right(starts, start) - 1)
    return [(max(s.start, start), min(s.end, end)) for s in sentences[low : bisect_left(starts, end)] if s.end > start]


def _askers(text: str, spoken: list[tuple[re.Match[str], list[tuple[int, int]]]]) -> set[str]:
    asked: dict[str, list[bool]] = {}
    for hit, content in spoken:
        if content:
            asked.setdefault(hit["label"], []).append(text[content[-1][0] : content[-1][1]].rstrip('”" ').endswith("?"))
    return {label for label, ends in asked.items() if label in QUESTION or sum(ends) > len(ends) / 2}


def label_of(context: Context, attribution: Attribution) -> Entity | None:
    """The interviewee for a turn labelled `A`, the narrator for one of the outlet; None for every other attribution."""
    label = context.text[slice(*attribution.source)].strip() if attribution.source[0] >= 0 else ""
    if attribution.source == attribution.cue and is_own_name(label, context):
        return Entity("narrator", "narrator")
    if label not in ANSWER:
        return None
    return interviewee(context, attribution.source[0]) or Entity("interviewee", "unnamed", *attribution.source)


def interviewee(context: Context, before: int) -> Entity | None:
    """Whom an interview is with: the person named most before its first answer, the author aside."""
    author = (context.article.author or "").lower()
    named = Counter(
        context.full_name(p.name)
        for p in context.people
        if p.sure and p.start < before and p.name.lower() not in author
    )
    if not named:
        return None
    name = named.most_common(1)[0][0]
    place = context.mentions[name][0]
    return Entity(name, "person", place.start, place.end, place.title)
