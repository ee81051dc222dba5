"""Where an article plays: the names of states, places, peoples and bodies in it, and for which voice each counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from helpers.lexicons import languages
from helpers.speakers.context import Context
from helpers.speakers.voices import knowledge
from helpers.speakers.voices.evidence import NO_STATE, voice_for
from helpers.study.settings import REST

_NOT_COUNTED = ("medium",)  # kinds of names: who passes words on is everywhere
OTHER = next(iter(REST))


@dataclass(frozen=True)
class Setting:
    """The names of an article in order, each with the number of its voice, and what else tells where it plays.

    voices: the study's own, then other. starts, ends, of: [names] places and numbers of voices; names: what is named.
    outlet, language: the number of the voice of each, -1 where it is not known.
    """

    voices: tuple[str, ...]
    starts: np.ndarray
    ends: np.ndarray
    of: np.ndarray
    names: np.ndarray
    outlet: int
    language: int

    def counts(self, wanted: np.ndarray) -> np.ndarray:
        """How many of the names wanted ([names] of bool) count for each voice: [voices]."""
        return np.bincount(self.of[wanted], minlength=len(self.voices))

    def between(self, spans: Iterable[tuple[int, int]]) -> np.ndarray:
        """Which names touch one of the spans: [names] of bool."""
        touched = np.zeros(len(self.of), bool)
        for start, end in spans:
            touched |= (self.starts < end) & (self.ends > start)
        return touched


def setting_of(context: Context) -> Setting:
    """The setting of an article, found once."""
    key = ("setting",)
    if key not in context.memory:
        context.memory[key] = _setting(context)
    return context.memory[key]


def _setting(context: Context) -> Setting:
    study, article = context.study, context.article
    voices = (*(voice.name for voice in study.voices), OTHER)
    known = knowledge.names(context, 0, len(context.text))
    named = sorted(m for m in (*context.matches, *known) if m.code not in NO_STATE and m.kind not in _NOT_COUNTED)

    @cache
    def number(code: str) -> int:
        return voices.index(voice_for(code, study)) if code else -1

    spoken = languages.language(context.language).home
    return Setting(
        voices,
        np.array([m.start for m in named], int),
        np.array([m.end for m in named], int),
        np.array([number(m.code) for m in named], int),
        np.array([m.name for m in named], object),
        voices.index(article.voice) if article.voice in voices else number(article.country),
        number(spoken),
    )
