"""The register of speakers: one entry for each speaker of the corpus, with one voice.

What the study's speakers.csv says of a name goes before everything found. A voice that one article tells serves in
those that tell none (rule "corpus"), for people with given name and surname, bodies and media, and only where no
article tells another. What one article alone can mean ("the minister", "residents") stays that article's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from helpers.names import knowledge
from helpers.speakers.voices.evidence import voice_for
from helpers.study import Problem, Study
from helpers.study.given import SPEAKERS, listed_speakers
from helpers.study.outlets import UNKNOWN
from helpers.study.table_file import near
from helpers.tables import schemas

NOBODY = ("", "narrator")
CORPUS = "corpus"  # the rule of a voice that other articles tell
_FULL = re.compile(r"\w[ ·•‧-]+\w|^[\u3400-\u9fff]{2,}$")  # a given name and a surname
_TOLD = ("speaker", "speaker_kind", "voice", "rule", "evidence")


@dataclass(frozen=True)
class Entry:
    """What is told of a speaker over the whole corpus."""

    kind: str
    voice: str
    rule: str
    evidence: str


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
        columns = [name for name in ("voice", "rule", "evidence") if name in table.column_names]
        values = {name: table[name].to_pylist() for name in columns}
        changed = False
        for i, speaker in enumerate(table["speaker"].to_pylist()):
            entry = self.entries.get(speaker)
            if entry and (speaker in self.given or entry.rule == CORPUS and values["voice"][i] == UNKNOWN):
                changed = True
                for name in columns:
                    values[name][i] = getattr(entry, name)
        for name in columns if changed else ():
            at = table.schema.get_field_index(name)
            table = table.set_column(at, table.schema.field(at), pa.array(values[name], pa.string()))
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
                None,
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
        self._voices: Counter[tuple[str, str]] = Counter()
        self._why: dict[tuple[str, str], tuple[str, str]] = {}

    def add(self, attributions: pa.Table) -> None:
        """What the attributions of a shard tell."""
        for speaker, kind, voice, rule, evidence in zip(*(attributions[n].to_pylist() for n in _TOLD), strict=True):
            self.names[speaker] += 1
            if speaker not in NOBODY:
                self._kinds[speaker, kind] += 1
                self._voices[speaker, voice] += 1
                self._why.setdefault((speaker, voice), (rule, evidence))

    def register(self, known_as: Mapping[str, str], study: Study, problems: list[Problem]) -> Register:
        """One entry a speaker, under the name that `known_as` gives a spelling."""
        kinds: dict[str, Counter[str]] = {}
        voices: dict[str, Counter[str]] = {}
        why: dict[tuple[str, str], tuple[str, str]] = {}
        for (spelt, kind), n in self._kinds.items():
            kinds.setdefault(known_as.get(spelt, spelt), Counter())[kind] += n
        for (spelt, voice), n in self._voices.items():
            name = known_as.get(spelt, spelt)
            voices.setdefault(name, Counter())[voice] += n
            why.setdefault((name, voice), self._why[spelt, voice])
        entries = {}
        for name, found in voices.items():
            kind, known = _first(kinds[name]), Counter({v: n for v, n in found.items() if v != UNKNOWN})
            voice = _first(known or found)
            rule, evidence = why[name, voice]
            shared = len(known) == 1 and UNKNOWN in found and _is_one(name, kind)
            entries[name] = Entry(kind, voice, CORPUS if shared else rule, evidence)
        own = dict(self._own(known_as, study, problems))
        given = {name: Entry(_first(kinds[name]), voice, SPEAKERS, "") for name, voice in own.items()}
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


def _first(counted: Counter[str]) -> str:
    """The most frequent, of several the first in the alphabet."""
    return min(counted, key=lambda each: (-counted[each], each))


def _is_one(name: str, kind: str) -> bool:
    """Whether a name means the same speaker in every article."""
    return kind in ("body", "medium") or kind == "person" and bool(_FULL.search(name))


def _country(name: str, entry: Entry, study: Study) -> str:
    known = knowledge.look_up(name) if entry.kind in ("person", "body", "medium") else None
    codes = known.countries if known and known.sure == "unique" else ()
    return next((code for code in codes if voice_for(code, study) == entry.voice), "")
