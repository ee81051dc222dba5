"""Evidence for whom somebody speaks, and the one place that weighs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from helpers.names import gazetteer
from helpers.study import Study

NO_STATE = ("", "XX", "SU")  # codes not known, of no country, of the Soviet Union
STRENGTH = {  # rule -> rank of its evidence, the strongest first; of one rank what is found first counts
    "known person": 0,
    "institution": 1,
    "state": 2,
    "party": 2,
    "office": 2,
    "office of": 3,
    "place": 4,
    "seat": 4,
    "place of stay": 5,
    "nationality": 6,
    "only person": 6,
    "knowledge": 7,
    "domain": 7,
    "country of": 8,
    "person behind": 9,
    "origin": 9,
    "sent by": 9,
    "office at home": 9,
}


class Evidence(NamedTuple):
    """What tells for whom somebody speaks: the rule that says so, its words, and the code of the state or body."""

    rule: str
    words: str
    code: str


def decide(found: Iterable[Evidence]) -> Evidence | None:
    """The evidence that decides for whom somebody speaks; None where nothing tells."""
    telling = [evidence for evidence in found if evidence.code not in NO_STATE]
    return min(telling, key=lambda evidence: STRENGTH[evidence.rule], default=None)


def voice_for(code: str, study: Study) -> str:
    """The study's voice that a country or organisation belongs to, else other."""
    for voice in study.voices:
        if gazetteer.belongs(code, voice.countries):
            return voice.name
    return "other"
