"""Interviews in turns: `Q:` and `A:`, the speakers' names before a colon, or questions and answers alone."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from helpers.attribution import Attribution
from helpers.attribution.lists import lists, one_of
from helpers.layout.sentences import Sentence
from helpers.lexicons.speakers import words
from helpers.names import gazetteer, people
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity, narrator
from helpers.speakers.media import is_own_name

_LABEL = re.compile(
    r"^[ \t]*(?P<label>(?:[A-Z][\w.’'-]*)(?:[ \u00a0][A-Z][\w.’'-]*){0,3})(?P<role>\s\([^)\n]{2,60}\))?\s?:(?=\s)", re.M
)
_MARKS = re.compile(r"[“”„«»\"]")
_SECOND = re.compile(r"\b[A-Z][\w’'-]+ (?=([A-Z][\w’'-]+))")
_LINE_END = re.compile(r"\n|\Z")
_FEWEST = 3  # questions that make an interview without labels
_SHORT = 3  # sentences of a question
_FEWEST_TURNS = 4  # of those whose labels come back
Span = tuple[int, int]


class Turn(NamedTuple):
    """What somebody says in an interview: where it says who, the words, and whether it is the outlet's question."""

    source: Span
    cue: Span
    content: list[Span]
    asks: bool


def turns(text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions of an article with those of an interview's turns: source is the label, content the turn.

    A text counts as an interview when it has `Q:` and `A:`, labels that come back (at least two names with four
    turns between them), two different labels in capitals, one of them somebody's, or a label in capitals that is the
    surname of somebody named in full; without labels, when paragraphs of questions and of answers by an "I" or "we"
    follow each other. Questions are turns of the outlet: narration, whether labelled Q or with a name whose turns
    mostly end in a question mark, or without a label before the next answer. An attribution that only misread a
    label, has no source, runs from one turn into another, or is by the "I" of a turn gives way.
    """
    spoken = _labelled(text, sentences) or _unlabelled(text, sentences)
    if not spoken:
        return list(attributions)
    labels = [turn.cue for turn in spoken]
    whole = [(turn.cue[0], turn.content[-1][1]) for turn in spoken if turn.content]
    kept = [a for a in attributions if not _gives_way(text, a, labels, whole)]
    said = [
        Attribution(turn.source, turn.cue, tuple(turn.content), "direct", "speech", 1.0)
        for turn in spoken
        if turn.content and not turn.asks
    ]
    return sorted([*kept, *said], key=lambda a: (a.cue, a.content))


def _gives_way(text: str, attribution: Attribution, labels: list[Span], whole: list[Span]) -> bool:
    """Whether the turns tell better than an attribution who speaks."""
    source, cue, contents = attribution.source, attribution.cue, attribution.content
    if any(_at(labels, position) >= 0 for position in (source[0], cue[0])):
        return True
    turn = _at(whole, source[0])
    inside = {_at(whole, a) for a, _ in contents}
    if source[0] < 0:
        return inside != {-1}
    return inside != {turn} or (turn >= 0 and text[slice(*source)].lower() in words("i_and_we"))


def _labelled(text: str, sentences: Sequence[Sentence]) -> list[Turn]:
    """The turns of an interview with labels; nothing when there is no such interview."""
    starts = [s.start for s in sentences]
    labels = [hit for hit in _LABEL.finditer(text) if _in_sentence(sentences, starts, hit.start("label"))]
    speaking, ends = _whole_interview(labels, sentences) or _single_lines(text, labels)
    contents = [_content(sentences, starts, hit.end(), end) for hit, end in zip(speaking, ends, strict=True)]
    asking = _askers(text, speaking, contents)
    return [
        Turn(hit.span("label"), hit.span("label"), _answer(text, content), hit["label"] in asking)
        for hit, content in zip(speaking, contents, strict=True)
    ]


def _whole_interview(
    labels: list[re.Match[str]], sentences: Sequence[Sentence]
) -> tuple[list[re.Match[str]], list[int]] | None:
    """The labels of a text that is an interview, each with the end of its turn: the next label; None if it is none."""
    counts = Counter(hit["label"] for hit in labels)
    names = {name for name, n in counts.items() if n > 1}
    loud = {name for name in counts if _is_loud(name)}
    come_back = len(names) > 1 and sum(counts[name] for name in names) >= _FEWEST_TURNS
    if not (come_back or _asks_and_answers(counts) or _is_transcript(loud)):
        return None
    known = words("questions") | words("answers") | names | loud
    speaking = [hit for hit in labels if hit["label"] in known or hit["role"]]
    return speaking, [*(hit.start() for hit in speaking[1:]), _end(sentences)]


def _end(sentences: Sequence[Sentence]) -> int:
    return max((sentence.end for sentence in sentences), default=0)


def _asks_and_answers(labels: Counter[str]) -> bool:
    return not words("questions").isdisjoint(labels) and not words("answers").isdisjoint(labels)


def _is_transcript(loud: set[str]) -> bool:
    """Whether two labels are in capitals, and one of them is somebody's."""
    return len(loud) > 1 and any(map(_is_somebody, loud))


def _single_lines(text: str, labels: list[re.Match[str]]) -> tuple[list[re.Match[str]], list[int]]:
    """The labels that are the surname, in capitals, of somebody named in full, each with the end of its line."""
    loud = [hit for hit in labels if _is_loud(hit["label"])]
    surnames = _surnames(text) if loud else set()
    speaking = [hit for hit in loud if hit["label"].capitalize() in surnames]
    return speaking, [next(_LINE_END.finditer(text, hit.end())).start() for hit in speaking]


def _answer(text: str, content: list[Span]) -> list[Span]:
    """A turn without the outlet's next question: a paragraph of its own at the end, all questions."""
    paragraphs = _paragraphs(text, content)
    asked = len(paragraphs) > 1 and _is_question(text, paragraphs[-1])
    return content[: len(content) - len(paragraphs[-1])] if asked else content


def _paragraphs(text: str, content: list[Span]) -> list[list[Span]]:
    """Sentences by the lines they begin in."""
    out: list[list[Span]] = []
    for start, end in content:
        if out and "\n" not in text[out[-1][-1][1] : start]:
            out[-1].append((start, end))
        else:
            out.append([(start, end)])
    return out


def _is_question(text: str, paragraph: list[Span]) -> bool:
    written = text[paragraph[0][0] : paragraph[-1][1]].rstrip()
    return written.endswith("?") and len(paragraph) <= _SHORT and not _MARKS.search(written)


def _unlabelled(text: str, sentences: Sequence[Sentence]) -> list[Turn]:
    """The answers of an interview whose paragraphs bear no labels: source is the person named most before it."""
    paragraphs = _paragraphs(text, [(s.start, s.end) for s in sentences if s.kind == "body"])
    asked = [i for i, paragraph in enumerate(paragraphs) if _is_question(text, paragraph)]
    if len(asked) < _FEWEST:
        return []
    answers = [paragraphs[i + 1 : j] for i, j in zip(asked, [*asked[1:], len(paragraphs)], strict=True)]
    answers[-1] = answers[-1][:1] + list(takewhile(lambda p: _says_i(text, p), answers[-1][1:]))
    source = _interviewee(text[: paragraphs[asked[0]][0][0]])
    if source is None or not _are_answers(text, answers):
        return []
    contents = [[span for paragraph in answer for span in paragraph] for answer in answers]
    return [Turn(source, (content[0][0], content[0][0] + 1), content, False) for content in contents]


def _are_answers(text: str, answers: list[list[list[Span]]]) -> bool:
    """Whether each question has an answer, at least half of them by an "I" or "we"."""
    own = [_says_i(text, [answer[0][0], answer[-1][-1]]) for answer in answers if answer]
    return len(own) == len(answers) and sum(own) * 2 >= len(own)


def _interviewee(opening: str) -> Span | None:
    """Where the person is named whom the text before the first question names most, if it speaks of an interview."""
    named = [person for person in people.persons(opening) if person.sure]
    if not named or not _interviewed().search(opening):
        return None
    name = Counter(person.name for person in named).most_common(1)[0][0]
    return next((person.start, person.end) for person in named if person.name == name)


def _says_i(text: str, paragraph: list[Span]) -> bool:
    """Whether a paragraph, or more from the first span to the last, is told by an "I" or "we", not by quotations."""
    written = text[paragraph[0][0] : paragraph[-1][1]]
    return bool(_first_person().search(written)) and not _MARKS.search(written)


@cache
def _first_person() -> re.Pattern[str]:
    forms = {form for word in words("first_person") for form in (word, word.capitalize())}
    return re.compile(rf"\b(?:{one_of(forms)})\b")


@cache
def _interviewed() -> re.Pattern[str]:
    """What tells that an interview follows."""
    return re.compile(rf"\b(?:{one_of(lists('en')['interviewed'] + lists('de')['interviewed'])})\b", re.I)


def _surnames(text: str) -> set[str]:
    """Words with a capital behind another: the surnames of those named in full."""
    return {hit[1] for hit in _SECOND.finditer(text)}


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


def _at(spans: list[Span], position: int) -> int:
    """The index of the span that holds a position, of spans in order that do not overlap; else -1."""
    at = bisect_right(spans, (position, sys.maxsize)) - 1
    return at if at >= 0 and spans[at][0] <= position < spans[at][1] else -1


def _in_sentence(sentences: Sequence[Sentence], starts: list[int], position: int) -> bool:
    at = bisect_right(starts, position) - 1
    return at >= 0 and position < sentences[at].end


def _content(sentences: Sequence[Sentence], starts: list[int], start: int, end: int) -> list[Span]:
    low = max(0, bisect_right(starts, start) - 1)
    return [(max(s.start, start), min(s.end, end)) for s in sentences[low : bisect_left(starts, end)] if s.end > start]


def _askers(text: str, labels: list[re.Match[str]], contents: list[list[Span]]) -> set[str]:
    """The labels of those who ask: Q, or whose turns mostly end in a question mark."""
    asked: dict[str, list[bool]] = {}
    for hit, content in zip(labels, contents, strict=True):
        if content:
            asked.setdefault(hit["label"], []).append(text[content[-1][0] : content[-1][1]].rstrip('”" ').endswith("?"))
    return {label for label, ends in asked.items() if label in words("questions") or sum(ends) > len(ends) / 2}


def label_of(context: Context, attribution: Attribution) -> Entity | None:
    """The interviewee for a turn labelled `A`, the narrator for one of the outlet; None for every other attribution."""
    label = context.text[slice(*attribution.source)].strip() if attribution.source[0] >= 0 else ""
    if attribution.source == attribution.cue and is_own_name(label, context):
        return narrator("label")
    if label not in words("answers"):
        return None
    found = _most_named(context, attribution.source[0]) or Entity("interviewee", "unnamed", *attribution.source)
    return replace(found, found="interview")


def _most_named(context: Context, before: int) -> Entity | None:
    """Whom an interview is with: the person named most before its first answer, the author aside."""
    author = (context.article.author or "").lower()
    named = Counter(
        context.full_name(p.name)
        for p in context.people
        if p.start < before and p.name.lower() not in author and (p.sure or " " in p.name)
    )
    sure = Counter({name: n for name, n in named.items() if any(p.sure for p in context.mentions[name])})
    named = sure or named
    if not named:
        return None
    name = named.most_common(1)[0][0]
    place = context.mentions[name][0]
    return Entity(name, "person", place.start, place.end, place.title)
