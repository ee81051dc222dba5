"""What a reader makes of a file: its documents, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

# What a column of a table may hold, as `columns` names it.
Column = Literal["text", "title", "published", "author", "outlet", "language", "url", "article_id", "note"]
FIELDS: tuple[Column, ...] = get_args(Column)


@dataclass(frozen=True)
class Document:
    """One article of a file and what the file says of it; what it does not say is empty.

    body: the text without its headline, paragraphs separated by a blank line. published: 2023-05-20, 2023-05 or 2023
    where that is sure, else the words as they stand. outlet: the name as the source gives it. language: ISO 639-1.
    note: section, length and the like, "section: World; length: 812 words". place: where in the file, "3" (the third
    document) or "row 17". extra: further columns, kept aside.
    """

    body: str
    title: str = ""
    published: str = ""
    author: str = ""
    outlet: str = ""
    language: str = ""
    url: str = ""
    note: str = ""
    place: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Title, blank line, body, the title once: the text into which the offsets of all tables point."""
        title, body = self.title.strip(), self.body.strip()
        if not title or begins_with(body, title):
            return body
        return f"{title}\n\n{body}" if body else title


def begins_with(body: str, title: str) -> bool:
    """Whether a body begins with its title as a line of its own, whatever the blanks in it."""
    words, at = title.split(), 0
    for word in words:
        at += len(body[at:]) - len(body[at:].lstrip())
        if not body.startswith(word, at):
            return False
        at += len(word)
    return not body[at:] or body[at] == "\n" or body[at:].lstrip(" \t\r")[:1] == "\n"


class Unreadable(Exception):
    """Why a file, or where a reader yields it one document of a file, cannot be used: one plain sentence."""
