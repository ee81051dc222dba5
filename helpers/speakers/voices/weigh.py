"""A voice for those of whom nothing tells: all evidence weighed together, the likeliest if it is likely enough.

Only where the rules find nothing. For a speaker and each voice `features` says how much speaks for that voice: what the
name suggests, the names of its states and places in the article (story), within some sentences of the speaker (near)
and right beside (at), outlet, language, who else speaks (told). Dateline, the speaker's own sentence, the beginning of
the article and namesakes were tried and told nothing beyond these. The weights are the same for every voice, so that
they serve a study with other voices; a softmax over the voices gives the probabilities (a conditional logit, McFadden
1974). `python -m helpers train voices` fits them (helpers/models/voices.json).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers import models
from helpers.lexicons.speakers import words
from helpers.names import origin
from helpers.speakers.context import Context
from helpers.speakers.entities import Entity
from helpers.speakers.voices.evidence import voice_for
from helpers.speakers.voices.setting import OTHER, Setting, setting_of

if TYPE_CHECKING:
    from helpers.speakers.resolve import Speaker

_PLACES = ("story", "near", "at", "outlet", "language", "told")  # one of them has to agree with a name
FEATURES = ("name", *_PLACES, "rest")
KINDS = {"person": 0, "body": 1, "medium": 1}  # of speakers that are weighed alike; all others are 2
SETTING, WEIGHED = "setting", "weighed"  # rules: for groups and whoever has no name, and for named speakers
WEIGHINGS = (SETTING, WEIGHED)
_NAMED_KINDS = (0, 1)
_NOBODY = ("none", "narrator", "pronoun", "relative", "joint")
_WORD = re.compile(r"\w+")
# Names of states, places and bodies in an article that tells where it plays, apart from those beside the speaker: for
# people, whose names tell as well, for bodies, for others. With more asked for, short articles told nothing, and no
# fewer voices were wrong.
FEWEST = (0, 1, 1)
_NEAR = 500  # characters around a speaker's names
_AT = 60  # characters around them that may describe the speaker
_MENTIONS = 50  # places that name somebody
_LEAST = 0.02  # added to what the name suggests, which excludes nothing


class Model(NamedTuple):
    """weights: with the name's sound and without, [kinds, features] each; least: probability under which a voice is
    unknown; rules: rule -> share of its voices that are right, "" for those of which too few were seen."""

    weights: np.ndarray
    without_name: np.ndarray
    least: float
    rules: Mapping[str, float]


@cache
def model() -> Model:
    """The model that the package has."""
    stored = json.loads((models.FOLDER / "voices.json").read_text("utf-8"))
    return Model(np.array(stored["weights"]), np.array(stored["without_name"]), stored["least"], stored["rules"])


def settle(said: Sequence[Speaker], found: Sequence[Entity], context: Context, by_name: bool = True) -> list[Speaker]:
    """The speakers of an article, each with the probability of its voice; who has none gets the likeliest.

    found: the entity that each of them is. by_name: whether what a name suggests counts.
    """
    told = voices_told(said, context)
    return [_with_voice(speaker, entity, context, told, by_name) for speaker, entity in zip(said, found, strict=True)]


def _with_voice(
    speaker: Speaker, entity: Entity, context: Context, told: Mapping[str, np.ndarray], by_name: bool
) -> Speaker:
    if speaker.voice != "unknown":
        return replace(speaker, probability=_of_rule(speaker))
    if not is_weighed(entity, context):
        return speaker
    key = (WEIGHED, entity.kind, entity.name, entity.kind == "person" or entity.start)
    if key not in context.memory:
        context.memory[key] = _judged(entity, context, told, by_name)
    judged = context.memory[key]
    return replace(speaker, **judged) if judged else speaker


def _of_rule(speaker: Speaker) -> float | None:
    """How likely a voice is right that a rule tells; None for the outlet's own."""
    return model().rules.get(speaker.rule, model().rules[""]) if speaker.rule else None


def is_weighed(entity: Entity, context: Context) -> bool:
    """Whether an entity is somebody of whom it can be said where from: "the police", not "analysts".

    An article that names no place but beside somebody does not tell where it plays.
    """
    if not entity.name or entity.start < 0 or entity.kind in _NOBODY:
        return False
    setting = setting_of(context)
    beside = setting.between((start - _AT, end + _AT) for start, end in places_of(entity, context))
    if (~beside).sum() < FEWEST[kind_of(entity)]:
        return False
    return entity.kind in ("person", "medium") or not is_anybody(entity)


def is_anybody(entity: Entity) -> bool:
    """Whether the last word of a phrase, or its noun, is for people and papers of anywhere."""
    name = entity.name.lower()
    named = _WORD.findall(name)
    nouns = {entity.head.lower(), *named[-1:]} - (words("speaking_for") if len(named) > 1 else frozenset())
    return not words("anywhere").isdisjoint(nouns) or name.endswith(tuple(words("anywhere", "zh")))


def voices_told(said: Sequence[Speaker], context: Context) -> dict[str, np.ndarray]:
    """Speaker -> how often it speaks for each voice ([voices]), of those whose voice a rule tells."""
    voices = setting_of(context).voices
    told: dict[str, np.ndarray] = {}
    for speaker in said:
        for voice in {*speaker.voice.split("|")} & {*voices}:
            told.setdefault(speaker.name, np.zeros(len(voices)))[voices.index(voice)] += 1
    return told


def _judged(entity: Entity, context: Context, told: Mapping[str, np.ndarray], by_name: bool) -> dict | None:
    """Voice, evidence, rule and probability; None where none is likely enough, or nothing but a name speaks for it."""
    known, setting = model(), setting_of(context)
    table, kind = features(entity, context, told), kind_of(entity)
    weights = (known.weights if by_name else known.without_name)[kind]
    likely = probabilities(table, weights)
    best = int(likely.argmax())
    if likely[best] < known.least or not (table[best, [FEATURES.index(name) for name in _PLACES]] > 0).any():
        return None
    heard = weights[FEATURES.index("name")] * table[best, FEATURES.index("name")] > 0
    return {
        "voice": setting.voices[best],
        "evidence": _evidence(entity, context, best, heard),
        "rule": WEIGHED if kind in _NAMED_KINDS else SETTING,
        "probability": round(float(likely[best]), 3),
    }


def kind_of(entity: Entity) -> int:
    """Which weights an entity has."""
    return KINDS.get(entity.kind, len(_NAMED_KINDS))


def probabilities(table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The probability of each voice ([voices]) from features ([voices, features]) and their weights ([features])."""
    score = table @ weights
    likely = np.exp(score - score.max())
    return likely / likely.sum()


# ---------------------------------------------------------------------------------------------------------------
# what speaks for each voice


def features(entity: Entity, context: Context, told: Mapping[str, np.ndarray], hidden: bool = False) -> np.ndarray:
    """[voices, FEATURES] for a speaker; 0 where nothing is known, or all voices have as much.

    hidden: leave out the names right around the speaker, which tell its voice: so the weights are learnt from those
    whose voice is known.
    """
    setting, places = setting_of(context), places_of(entity, context)
    beside = setting.between((start - _AT, end + _AT) for start, end in places)
    own = _own(entity, context, setting)
    other = ~own & ~(beside if hidden else own)
    near = setting.between((start - _NEAR, end + _NEAR) for start, end in places)
    count = len(setting.voices)
    columns = {
        "name": _suggested(entity, context, setting),
        "story": _share(setting.counts(other)),
        "near": _share(setting.counts(other & near)),
        "at": _share(setting.counts(other & beside)),
        "outlet": _is(setting.outlet, count),
        "language": _is(setting.language, count),
        "told": _share(sum((n for name, n in told.items() if name != entity.name), np.zeros(count))),
        "rest": _is(setting.voices.index(OTHER), count),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _own(entity: Entity, context: Context, setting: Setting) -> np.ndarray:
    """Which names are the speaker's, or in its phrase: what no rule took there is only its topic. [names] of bool."""
    return setting.between(places_of(entity, context)) | (setting.names == entity.name)


def places_of(entity: Entity, context: Context) -> list[tuple[int, int]]:
    """Where the article names somebody, and the phrase by which it is said to speak."""
    phrase = (entity.start, entity.end)
    if kind_of(entity) not in _NAMED_KINDS:
        return [phrase]
    named = [(place.start, place.end) for place in context.mentions.get(entity.name, ())[:_MENTIONS]]
    if not named:
        named = [hit.span() for hit in islice(re.finditer(re.escape(entity.name), context.text), _MENTIONS)]
    return [*named, phrase]


def _share(counts: np.ndarray) -> np.ndarray:
    """How much more of what was counted is each voice's than by chance, as a logarithm; one is added for all."""
    n = len(counts)
    return np.log((counts + 1 / n) / (counts.sum() + 1) * n)


def _is(number: int, count: int) -> np.ndarray:
    """1 for one voice, or for none if its number is -1."""
    found = np.zeros(count)
    if number >= 0:
        found[number] = 1
    return found


def _suggested(entity: Entity, context: Context, setting: Setting) -> np.ndarray:
    """What a person's name suggests, against chance, as a logarithm."""
    likely = np.zeros(len(setting.voices))
    for country, share in origin.countries(entity.name).items() if entity.kind == "person" else ():
        likely[_number(country, context, setting)] += share
    return np.log((likely + _LEAST) / (1 + _LEAST * len(likely)) * len(likely)) if likely.any() else likely


def _number(country: str, context: Context, setting: Setting) -> int:
    key = ("voice of", country)
    if key not in context.memory:
        context.memory[key] = setting.voices.index(voice_for(country, context.study))
    return context.memory[key]


def _evidence(entity: Entity, context: Context, best: int, heard: bool) -> str:
    """What speaks for a voice, in words."""
    setting = setting_of(context)
    counts = setting.counts(np.ones(len(setting.of), bool))
    label = context.study.style(setting.voices[best]).label
    parts = [
        "name's sound" if heard else "",
        f"{counts[best]} of {counts.sum()} places and states named" if counts[best] else "",
        "outlet" if setting.outlet == best else "",
    ]
    return f"{', '.join(filter(None, parts)) or 'the setting'}: {label}"
