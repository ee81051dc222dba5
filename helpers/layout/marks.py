"""What a unit is by its own words and signs, whatever stands around it."""

from __future__ import annotations

import re

from helpers.layout.lexicon import addresses_reader, is_date, may_hold_credit, pattern
from helpers.layout.units import Unit, byline_shape
from helpers.layout.words import characters

AROUND = " \t•·|»›>*-–—=_[](){}:…▸►→←#\"'“”«»✓✔★☆▶▷🔴"
CREDIT_REACH = 80  # a caption's credit stands this near to its beginning or end
MOST_WORDS = {"line": 40, "start": 40, "caption": 70, "anywhere": 90, "author": 90}
REPORTED_BY = re.compile(r"\(?(?:additional )?(?:reporting|writing|editing|compiled)\b.{0,20}?\b(?:by|from|in)\b", re.I)
LINK_ONLY = re.compile(
    r"(?:(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+(?:/\S*)?|\S+@\S+\.\w+|@\w+|#\w+)(?:[\s,|]+(?:https?://\S+|@\w+|#\w+))*"
)
SLUG = re.compile(r"[^\W\d_].{0,60}\((?:[A-Z][\w.-]*)(?: [A-Z]\w+)?\)\s*[-–—:]+")
SEPARATOR = re.compile(r"\s*[|»›•·→]\s*|\s[>/]\s")
CODE = re.compile(r"[{}<>;=\\|_^~`]|\w\(|\)\s*[;.{]")


def mark(unit: Unit) -> str:
    """The kind that a unit shows by itself: a kind of span, "points", "related", "box", "comments", or "" if none."""
    bare = unit.text.strip(AROUND)
    if not any(map(str.isalpha, bare)):
        return "dateline" if is_date(bare) else "boilerplate"
    if unit.n_words <= MOST_WORDS["line"]:
        for kind in ("comments", "related", "points", "box", "line"):
            if pattern(kind).fullmatch(bare):
                return "boilerplate" if kind == "line" else kind
        if is_date(bare) or SLUG.fullmatch(unit.text):
            return "dateline"
        if REPORTED_BY.match(unit.text) or byline_shape(unit.text):
            return "byline"
    if unit.n_words <= MOST_WORDS["caption"] and may_hold_credit(unit.text) and _has_credit(unit.text):
        return "caption"
    return "boilerplate" if _is_furniture(unit, bare) else ""


def _has_credit(line: str) -> bool:
    if len(line) <= 2 * CREDIT_REACH:
        return bool(pattern("caption").search(line))
    found = pattern("caption").search(line, len(line) - CREDIT_REACH) or pattern("caption").match(line)
    return bool(found)


def _is_furniture(unit: Unit, bare: str) -> bool:
    if LINK_ONLY.fullmatch(bare) or _is_path(bare):
        return True
    if unit.n_words <= MOST_WORDS["start"] and pattern("start").match(bare):
        return True
    if unit.n_words <= MOST_WORDS["anywhere"] and addresses_reader(unit.text):
        return True
    return _is_code_or_table(unit)


def _is_path(line: str) -> bool:
    """Whether a line is a row of labels: Home » World » Asia."""
    labels = SEPARATOR.split(line[:300])
    return len(labels) >= 3 and all(len(label.split()) <= 8 for label in labels)


def _is_code_or_table(unit: Unit) -> bool:
    head = unit.text[:1000]
    signs = len("".join(head.split()))
    if len(CODE.findall(head)) > 0.06 * signs:
        return True
    if unit.terminal:
        return False
    numbers = len(re.findall(r"[\d$€£%+.,-]", head))
    return numbers > 0.4 * signs and not characters().search(head)


def is_author_note(unit: Unit) -> bool:
    """Whether a unit tells who the author is; to be asked only of what follows an article."""
    return unit.n_words <= MOST_WORDS["author"] and bool(pattern("author").search(unit.text))


def is_name(unit: Unit) -> bool:
    """Whether a unit is made of two to four capitalised words and may be a person's name."""
    words = unit.text.strip(AROUND).split()
    small = {"de", "von", "van", "der", "bin", "al", "el", "da", "di", "in", "and", "&", "und"}
    return (
        2 <= len(words) <= 5
        and not unit.terminal
        and all(word in small or word[0].isupper() and word.rstrip(",").replace("-", "").replace(".", "")
                .replace("'", "").replace("’", "").isalpha() for word in words)
    )  # fmt: skip
