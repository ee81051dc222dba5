"""Verbs and nouns of saying, in all their forms, by language."""

from __future__ import annotations

import re
from functools import cache

from helpers.attribution import classify
from helpers.attribution.german import joined, participles, verbs
from helpers.attribution.lists import lists, whole


@cache
def of_saying(language: str) -> re.Pattern[str]:
    """A pattern for every form that says or announces words."""
    if language == "en":
        return classify.pattern("judged", "verbs", "nouns", "announcing")
    forms = verbs()[0] | joined() | participles() if language == "de" else lists(language)["saying"]
    return re.compile(whole(forms, language))


@cache
def _positions(language: str) -> re.Pattern[str] | None:
    """Verbs by which somebody takes a position, in a language that has a list of them."""
    listed = lists(language).get("positions")
    return re.compile(whole(listed, language)) if listed else None


def is_said(cue: str, sourced: bool, language: str) -> bool:
    """Whether a cue is a word of saying, or of a position that somebody (`sourced`) takes: "требует", "呼吁"."""
    positions = _positions(language)
    if positions is None:
        return False
    return bool(of_saying(language).match(cue.lower()) or sourced and positions.match(cue.lower()))
