"""How sure an attribution is: the tagger's own probabilities, brought to the scale of how often it is right."""

from __future__ import annotations

import json
import math
from functools import cache

from helpers import models
from helpers.attribution.decode import Link

LEAST = 1e-4  # probabilities are kept so far from 0 and 1


@cache
def scales() -> dict[str, dict[str, tuple[float, float]]]:
    """Slope and intercept of each engine's scale by language (Platt 1999), fitted when it was trained."""
    return json.loads((models.FOLDER / "attribution.json").read_text(encoding="utf-8"))


def raw(link: Link) -> float:
    """The log odds of all four of content, cue, link and source being right, if they had nothing to do with another."""
    chance = link.content_p * link.cue_p * link.link_p * link.source_p
    chance = min(max(chance, LEAST), 1 - LEAST)
    return math.log(chance / (1 - chance))


def confidence(link: Link, language: str, engine: str) -> float:
    """The chance, in 0..1, that content and source are right."""
    slope, intercept = scales()[engine][language]
    return round(1 / (1 + math.exp(-(slope * raw(link) + intercept))), 3)
