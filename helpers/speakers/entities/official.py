"""One name for an organ of state, however an article writes it."""

from __future__ import annotations

import re

from helpers import lexicons
from helpers.names import gazetteer

_OF_STATE = re.compile(
    r"(?P<what>(?:Foreign|Defen[cs]e|Interior|Finance|Energy|\w+) Ministry|"
    r"Ministry of (?P<field>[\w ]+?)|Government|Embassy)"
    r" of (?:the )?(?P<state>[A-Z][\w’' -]+)"
)
_STATES = re.compile(
    r"(?P<state>[A-Z][\w -]*?)(?:[’']s?)? (?P<what>(?:[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Ee]nergy|\w+) "
    r"[Mm]inistry|government|[Mm]inistry of (?P<field>[\w ]+))"
)


def official_name(name: str) -> str:
    """One form for a state's ministries and government: "Foreign Ministry of China" -> "Chinese Foreign Ministry"."""
    found = _OF_STATE.fullmatch(name) or _STATES.fullmatch(name)
    adjective = _adjective(found["state"]) if found else ""
    if found is None or not adjective:
        return name
    what = found["what"]
    if found["field"]:
        field = lexicons.load("speakers")["ministries"].get(found["field"], found["field"])
        what = f"{field} Ministry" if " " not in field else f"Ministry of {field}"
    what = what.title() if what.lower().endswith("ministry") else what.lower()
    return f"{adjective} {what}"


def _adjective(state: str) -> str:
    """The adjective of a state by one of its names; "" where there is none, and for the United States."""
    match = next((m for m in gazetteer.find(state) if m.end - m.start == len(state)), None)
    return next(iter(gazetteer.people(match.code)), "") if match and match.code != "US" else ""
