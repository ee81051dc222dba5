"""Verbs and nouns of saying, in all their forms, by language."""

from __future__ import annotations

import re
from functools import cache

from helpers.attribution import classify
from helpers.attribution.german import verbs
from helpers.attribution.lists import one_of


@cache
def of_saying(language: str) -> re.Pattern[str]:
    """A pattern for every form that says or announces words."""
    if language == "de":
        return re.compile(rf"\b(?:{one_of(verbs.verbs()[0] | verbs.joined() | verbs.participles())})\b")
    return classify.pattern("judged", "verbs", "nouns", "announcing")
