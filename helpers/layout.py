"""Layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text and what it is: headline, body, subhead, caption, byline, dateline, boilerplate."""

    start: int
    end: int
    kind: str


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """The lines that stand in more than one of an outlet's texts: page furniture, mostly."""
    seen = Counter(line for text in texts for line in {line.strip() for line in text.splitlines()} if line)
    return frozenset(line for line, count in seen.items() if count > 1)


def lay_out(text: str, language: str = "", repeated: frozenset[str] = frozenset(), title: str = "") -> list[Span]:
    """First simple version."""
    spans, headline = [], False
    for match in re.finditer(r"[^\s][^\n]*[^\s]|[^\s]", text):
        line = match.group()
        if len(line) > 100 or (len(line) > 50 and line[-1] in ".!?”\"“"):
            kind = "headline" if not headline and not spans and line[-1] not in ".!?" else "body"
        elif not headline and 40 < len(line) and line[-1] not in ".!?:":
            kind = "headline"
        else:
            kind = "boilerplate"
        headline |= kind == "headline"
        spans.append(Span(*match.span(), kind))
    return spans
