"""Why a speaker has a voice, in the words of a page."""

from __future__ import annotations

from pathlib import Path

from helpers.study.yaml_file import read_yaml

RULES = Path(__file__).with_name("rules.yaml")


def rules() -> dict[str, str]:
    """What each rule for a voice means, in words."""
    return read_yaml(RULES)


def reason(rule: str, evidence: str, meanings: dict[str, str]) -> str:
    """A rule in words with the words of the text that it rests on, ``meanings`` from `rules`.

    >>> reason("place", "Beijing", {"place": "where they are placed"})
    'where they are placed (“Beijing”)'
    """
    told = meanings.get(rule, rule)
    return f"{told} (“{evidence}”)" if evidence else told
