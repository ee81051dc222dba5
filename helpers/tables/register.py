"""The register of speakers: one entry for each speaker of the corpus, with one voice.

What the study's speakers.csv says of a name goes before everything found. A voice that one article tells serves in
those that tell none (rule "corpus"), for people with given name and surname, and for bodies and media whose name is
their own (own_names), and only where no article tells another. A voice that was only weighed gives way to one that a
rule tells in some article; where all articles only weigh it, the likeliest holds in each. What one article alone can
mean ("the minister", "residents") stays that article's.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa

from helpers.names import knowledge
from helpers.speakers.voices.evidence import voice_for
from helpers.speakers.voices.weigh import WEIGHINGS
from helpers.study import Problem, Study
from helpers.study.given import SPEAKERS, listed_speakers
from helpers.study.outlets import UNKNOWN
from helpers.study.table_file import near
from helpers.tables import schemas
from helpers.tables.own_names import is_own

NOBODY = ("", "narrator")
CORPUS = "corpus"  # the rule of a voice that other articles tell
_FULL = re.compile(r"\w[ ·•‧-]+\w|^[\u3400-\u9fff]{2,}$")  # a given name and a surname
_TOLD = ("speaker", "speaker_kind", "voice", "rule", "evidence", "probability")


@dataclass(frozen=True)
class Entry:
    """What is told of a speaker over the whole corpus."""

    kind: str
    voice: str
    rule: str
    evidence: str
    probability: float | None = None


class Why(NamedTuple):
    """What told a speaker's voice: the rule, its words, and how likely the voice is right."""

    rule: str
    evidence: str
    probability: float | None


@dataclass(slots=True)
class _Voice:
    """How often a voice is found for a speaker, and what tells it best: a rule before a weighing."""

    times: int = 0
    found: list[Why] = field(default_factory=list)

    def add(self, why: Why) -> None:
        self.join(_Voice(1, [why]))

    def join(self, other: _Voice) -> None:
        self.times += other.times
        self.found = [min((*self.found, *other.found), key=_rank)]

    @property
    def best(self) -> Why:
        return self.found[0]

    @property
    def by_rule(self) -> bool:
        return self.best.rule not in WEIGHINGS


@dataclass
class Register:
    """Entries by name; `given`: the names of which speakers.csv tells the voice; counts of what `apply` has seen."""

    entries: dict[str, Entry]
    given: frozenset[str]
    sentences: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)

    def apply(self, shard: dict[str, pa.Table]) -> None:
        """Give the sentences and attributions of a shard, under canonical names, the voices of the register."""
        for name in ("attributions", "sentences"):
            shard[name] = self._voiced(shard[name])
        self.sentences.update(shard["sentences"]["speaker"].to_pylist())
        said = zip(*(shard["attributions"][name].to_pylist() for name in ("speaker", "article_id")), strict=True)
        self.articles.update(speaker for speaker, _ in set(said))

    def _voiced(self, table: pa.Table) -> pa.Table:
        columns = [name for name in ("voice", "rule", "evidence", "probability") if name in table.column_names]
        values = {name: table[name].to_pylist() for name in columns}
        changed = False
        for i, speaker in enumerate(table["speaker"].to_pylist()):
            entry = self.entries.get(speaker)
            if entry and (speaker in self.given or entry.rule == CORPUS and values["voice"][i] != entry.voice):
                changed = True
                for name in columns:
                    values[name][i] = getattr(entry, name)
        for name in columns if changed else ():
            at = table.schema.get_field_index(name)
            table = table.set_column(at, table.schema.field(at), pa.array(values[name], table.schema.field(at).type))
        return table

    def table(self, study: Study) -> pa.Table:
        """The table speakers; the country is told where knowledge has one that fits the voice."""
        rows = [
            (
                name,
                "group" if e.kind == "joint" else e.kind,
                e.voice,
                _country(name, e, study),
                e.rule,
                e.evidence,
                e.probability,
                self.sentences[name],
                n,
            )
            for name, n in sorted(self.articles.items())
            if (e := self.entries.get(name))
        ]
        return schemas.build("speakers", rows)


class Told:
    """What the articles tell of speakers, gathered shard by shard."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.names: Counter[str] = Counter()
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._voices: dict[str, dict[str, _Voice]] = {}

    def add(self, attributions: pa.Table) -> None:
        """What the attributions of a shard tell."""
        for told in zip(*(attributions[n].to_pylist() for n in _TOLD), strict=True):
            speaker, kind, voice, rule = map(sys.intern, told[:4])  # each stands in thousands of rows
            self.names[speaker] += 1
            if speaker not in NOBODY:
                self._kinds[speaker, kind] += 1
                self._voices.setdefault(speaker, {}).setdefault(voice, _Voice()).add(Why(rule, *told[4:]))

    def register(self, known_as: Mapping[str, str], study: Study, problems: list[Problem]) -> Register:
        """One entry a speaker, under the name that `known_as` gives a spelling."""
        kinds: dict[str, Counter[str]] = {}
        voices: dict[str, dict[str, _Voice]] = {}
        for (spelt, kind), n in self._kinds.items():
            kinds.setdefault(known_as.get(spelt, spelt), Counter())[kind] += n
        for spelt, found in self._voices.items():
            own = voices.setdefault(known_as.get(spelt, spelt), {})
            for voice, told in found.items():
                own.setdefault(voice, _Voice()).join(told)
        entries = {name: _entry(name, _first(kinds[name]), found) for name, found in voices.items()}
        listed = dict(self._own(known_as, study, problems))
        given = {name: Entry(_first(kinds[name]), voice, SPEAKERS, "", 1.0) for name, voice in listed.items()}
        return Register(entries | given, frozenset(given))

    def _own(self, known_as: Mapping[str, str], study: Study, problems: list[Problem]) -> Iterator[tuple[str, str]]:
        """The voices that speakers.csv gives to speakers of the corpus, under any of their spellings."""
        spelt = {name.casefold(): known_as.get(name, name) for name in self.names if name not in NOBODY}
        for number, name, voice in listed_speakers(study, problems):
            if found := spelt.get(name.casefold()):
                yield found, voice
            else:
                hint = near(name, self.names)
                problems.append(Problem(SPEAKERS, number, f"nobody of the name {name!r} speaks here{hint}", "note"))


def _rank(why: Why) -> tuple[bool, float]:
    """Rules before weighings, and of these the surest first."""
    weighed = why.rule in WEIGHINGS
    return weighed, -(why.probability or 0) if weighed else 0


def _entry(name: str, kind: str, found: dict[str, _Voice]) -> Entry:
    """The entry of a speaker for whom these voices are found; unknown is one of them where an article tells none."""
    known = {voice: told for voice, told in found.items() if voice != UNKNOWN}
    sure = {voice: told for voice, told in known.items() if told.by_rule}
    if sure or not known:
        voice = _first(Counter({voice: told.times for voice, told in (sure or found).items()}))
    else:
        voice = min(known, key=lambda each: (-(known[each].best.probability or 0), each))
    shared = len(found) > 1 and len(sure) < 2 and bool(known) and _is_one(name, kind)
    why = found[voice].best
    return Entry(kind, voice, CORPUS if shared else why.rule, why.evidence, why.probability)


def _first(counted: Counter[str]) -> str:
    """The most frequent, of several the first in the alphabet."""
    return min(counted, key=lambda each: (-counted[each], each))


def _is_one(name: str, kind: str) -> bool:
    """Whether a name means the same speaker in every article: "NATO", not "the police" or "警方"."""
    if kind in ("body", "medium"):
        return is_own(name, kind)
    return kind == "person" and bool(_FULL.search(name))


def _country(name: str, entry: Entry, study: Study) -> str:
    known = knowledge.look_up(name) if entry.kind in ("person", "body", "medium") else None
    codes = known.countries if known and known.sure == "unique" else ()
    return next((code for code in codes if voice_for(code, study) == entry.voice), "")
