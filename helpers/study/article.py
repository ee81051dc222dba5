"""One text of a study, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from helpers.study.outlets import UNKNOWN

PLAIN = -1  # in place of a number in the store: the file is the text


@dataclass(frozen=True, slots=True)
class Article:
    """One text and what is known of it; what is not known is empty. voice and what follows `story` are its outlet's.

    published is an ISO date, whole or partial. detected names the fields that were read from the text, not given.
    story: what the user calls the story, so that articles that tell the same one can be joined.
    slug and named: title and date (2014-10, 2014) that the name of its file has, for where its text shows none.
    source and number: the file that holds it and its place there (PLAIN: it is the file); row as `Problem.row`.
    """

    article_id: str
    file: str
    outlet: str = UNKNOWN
    outlet_name: str = "Unknown outlet"
    voice: str = UNKNOWN
    published: str = ""
    language: str = ""
    title: str = ""
    author: str = ""
    url: str = ""
    note: str = ""
    story: str = ""
    country: str = ""
    kind: str = ""
    republishes: str = ""
    detected: tuple[str, ...] = ()
    row: int = 0
    slug: str = field(default="", repr=False)
    named: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    number: int = field(default=PLAIN, repr=False)
