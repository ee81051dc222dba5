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
