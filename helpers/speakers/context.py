"""What is known about an article before its speakers are resolved: names, people, sentences, paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from helpers.layout.sentences import Sentence
from helpers.names import everybody, gazetteer, knowledge, people
from helpers.names.gazetteer import Match
from helpers.names.knowledge import Known
from helpers.names.people import Person
from helpers.study import Article, Study

_NAME = re.compile(r"[^\W\d_](?:[\w-]|[’'](?!s\b))*")
_WORD = re.compile(r"\w+")
_INSIDE = re.compile(r"(?<=[a-z,]\s)[A-Z][\w’'-]*")
_CAPITAL_RUN = re.compile(r"[A-Z][\w’-]*(?: (?:(?:of|for|and|the|on|&) ){0,2}[A-Z][\w’-]*){1,7}")
_MOST_INITIALS = 8  # words of a name that an abbreviation stands for


class Context:
    """One article with the names found in it. Built once an article; only `memory` grows."""

    def __init__(self, text: str, sentences: list[Sentence], article: Article, study: Study):
        """Find the names and people of the article; `full_names` and `mentions` follow when asked for."""
        self.text = text
        self.sentences = sentences
        self.article = article
        self.study = study
        self.language = article.language or "en"
        self.matches = gazetteer.find(text, self.language)
        self.people = everybody.persons(text, self.language)
        self.people = sorted([*self.people, *self._by_surname()])
        self._sentence_starts = [s.start for s in sentences]
        self.memory: dict[tuple, Any] = {}  # what `voices` has found out, by what was asked
        self._match_starts = [m.start for m in self.matches]
        self._person_starts = [p.start for p in self.people]

    def names(self, start: int, end: int) -> list[Match]:
        """Gazetteer matches that begin and end inside the span."""
        found = self.matches[bisect_left(self._match_starts, start) : bisect_left(self._match_starts, end)]
        return [m for m in found if m.end <= end]

    def persons(self, start: int, end: int) -> list[Person]:
        """People named inside the span."""
        found = self.people[bisect_left(self._person_starts, start) : bisect_left(self._person_starts, end)]
        return [p for p in found if p.end <= end]

    def names_a_word(self, word: str) -> bool:
        """Whether the article also writes a word with a capital inside a sentence, or it is a known name."""
        return word in self._capitals or bool(gazetteer.find(word, self.language))

    @cached_property
    def _capitals(self) -> frozenset[str]:
        """The words written with a capital inside a sentence."""
        return frozenset(_INSIDE.findall(self.text))

    def sentence_at(self, position: int) -> int:
        """Index of the sentence at a position, or of the one before it; -1 before the first."""
        return bisect_right(self._sentence_starts, position) - 1

    def in_headline(self, position: int) -> bool:
        """Whether a position is in a headline, where every word may have a capital."""
        at = self.sentence_at(position)
        return at >= 0 and self.sentences[at].kind == "headline"

    @cached_property
    def full_names(self) -> dict[str, str]:
        """Surname (or the family name in front, as in Chinese) -> full name; ambiguous ones are left out.

        Names of the gazetteer and names with a title or a known given name win over others.
        """
        owners: dict[str, dict[str, int]] = {}
        for person in self.people:
            parts = person.name.split()
            if len(parts) < 2:
                continue
            first = () if people.is_given_name(parts[0]) else (parts[0],)
            for part in {parts[-1], *first}:
                if len(part) > 1:
                    owners.setdefault(part, {}).setdefault(person.name, 0)
                    owners[part][person.name] += 1 + person.sure
        return {part: max(names, key=names.__getitem__) for part, names in owners.items()}

    def full_name(self, name: str) -> str:
        """The full name that the article gives for a name or surname; else the name itself."""
        if " " in name:
            return self._spelled.get(name.lower(), name)
        return self.full_names.get(name) or self.full_names.get(name.capitalize()) or name

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """Lower-cased full name -> the gazetteer's spelling."""
        return {self.text[p.start : p.end].lower(): p.name for p in self.people}

    @cached_property
    def mentions(self) -> dict[str, list[Person]]:
        """Full name -> every place that names the person, in order."""
        found: dict[str, list[Person]] = {}
        for person in self.people:
            found.setdefault(self.full_name(person.name), []).append(person)
        return found

    def places_of(self, name: str) -> Iterator[tuple[int, int]]:
        """Every place that has a name letter by letter, in order."""
        first = _WORD.search(name)
        if not first:
            return
        for start in self._word_starts.get(first[0], ()):
            if self.text.startswith(name, start - first.start()):
                yield start - first.start(), start - first.start() + len(name)

    @cached_property
    def _word_starts(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for hit in _WORD.finditer(self.text):
            found.setdefault(hit[0], []).append(hit.start())
        return found

    @cached_property
    def known(self) -> list[Known]:
        """All names of the article that knowledge has, in order."""
        return knowledge.find(self.text, self.language)

    @cached_property
    def known_people(self) -> dict[str, Match]:
        """The people of the gazetteer whom the article names, each with the first place."""
        return {m.name: m for m in reversed(self.matches) if m.kind == "person"}

    @cached_property
    def by_initials(self) -> dict[str, list[str]]:
        """Initials -> the full names of the people who have them."""
        found: dict[str, list[str]] = {}
        for name in self.mentions:
            initials = "".join(part[0] for part in name.split() if part[0].isupper())
            if " " in name:
                found.setdefault(initials, []).append(name)
        return found

    @cached_property
    def written_out(self) -> dict[str, list[tuple[int, int]]]:
        """Initials -> where a name has them: "MOC" -> "Ministry of Commerce"; "of" and "the" may have none."""
        found: dict[str, list[tuple[int, int]]] = {}
        for run in _CAPITAL_RUN.finditer(self.text):
            parts = [(run.start() + m.start(), m[0][0]) for m in re.finditer(r"[^\W\d_][\w’-]*", run[0])]
            for i, (start, first) in enumerate(parts[-_MOST_INITIALS:]):
                if first.isupper():
                    letters = [letter for _, letter in parts[-_MOST_INITIALS:][i:]]
                    for short in {"".join(letters).upper(), "".join(c for c in letters if c.isupper())}:
                        found.setdefault(short, []).append((start, run.end()))
        return found

    def _by_surname(self) -> list[Person]:
        """Places that name somebody by the surname alone, whose full name stands elsewhere."""
        if not self.full_names:
            return []
        taken = {i for p in self.people for i in range(p.start, p.end)}
        taken |= {i for m in self.matches for i in range(m.start, m.end)}
        return [
            Person(*hit.span(), self.full_names[hit[0]], True, "")
            for hit in _NAME.finditer(self.text)
            if hit[0] in self.full_names and hit.start() not in taken
        ]
