"""Signed words: “...” — Anna Weber, teacher; the name on a line of its own; "Gas will flow in May — minister" above.

In running text a dash is a parenthesis, so only a paragraph that is all quotation, or a headline, is signed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.attribution.classify import FINITE
from helpers.attribution.lists import lists, one_of
from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph
from helpers.encoder.quotes import Quotation
from helpers.lexicons.speakers import words
from helpers.names import gazetteer

LEAST = 3  # words that are signed
CONFIDENCE = 0.9
NAME = (  # a capitalised word at the end, with what may stand before and after it
    r"(?P<who>(?:[\w.’'-]+ ){0,8}?[^\W\d_a-z][\w.’'-]*(?<!['’]s)(?:(?:,| of| from| in) [^.!?\n]{1,80})?)[\s.]*"
)
SIGNATURE = re.compile(rf"\s*(?P<dash>[—–―‒-]{{1,2}})\s*{NAME}")
HEADLINE = re.compile(r"(?P<words>\S.*\S)\s+(?P<dash>[—–―‒-]{1,2})\s+(?P<who>[^—–―‒\n]{2,60})")
MANY = 7  # words of somebody's name and office in a headline


def signed(page: Sequence[Paragraph], quoted: Sequence[list[Quotation]], language: str) -> list[Attribution]:
    """The signed words of an article."""
    body = "\n".join(p.text for p in page if not p.headline)
    out = []
    for i, (paragraph, quotations) in enumerate(zip(page, quoted, strict=True)):
        following = page[i + 1] if i + 1 < len(page) else None
        found = _quotation(paragraph, following, quotations)
        if found is None and paragraph.headline:
            found = _headline(paragraph, body, language)
        if found is not None:
            out.append(found)
    return out


def _quotation(paragraph: Paragraph, following: Paragraph | None, quotations: list[Quotation]) -> Attribution | None:
    """A paragraph that begins with a quotation, and its speaker's name behind it or alone in the next paragraph."""
    if not quotations or not quotations[0].closed or paragraph.text[: quotations[0].start].strip():
        return None
    start, end, _ = quotations[0]
    if len(paragraph.text[start:end].split()) < LEAST:
        return None
    signature, where = SIGNATURE.fullmatch(paragraph.text, end), paragraph
    if following and not following.headline and not paragraph.text[end:].strip():
        signature, where = SIGNATURE.fullmatch(following.text), following
    if not signature or not _is_name(signature["who"]):
        return None
    return _made(where, signature, paragraph.spans(start, end), "direct")


def _headline(paragraph: Paragraph, body: str, language: str) -> Attribution | None:
    """ "Kazakhstan will join no union — Tokayev": by somebody, not the outlet whose name ends a page's title."""
    match = HEADLINE.fullmatch(paragraph.text.strip())
    if not match or len(match["words"].split()) < LEAST or not _is_somebody(match["who"], body, language):
        return None
    shift = len(paragraph.text) - len(paragraph.text.lstrip())
    start, end = match.span("words")
    return _made(paragraph, match, paragraph.spans(start + shift, end + shift), "indirect", shift)


def _made(
    paragraph: Paragraph, match: re.Match[str], content: list[tuple[int, int]], mode: str, shift: int = 0
) -> Attribution:
    (source, *_), (cue, *_) = (paragraph.spans(*(at + shift for at in match.span(part))) for part in ("who", "dash"))
    return Attribution(source, cue, tuple(content), mode, "speech", CONFIDENCE)


def _is_name(who: str) -> bool:
    """Whether words behind a dash name somebody: no clause, no noun with its article."""
    first = who.split()[0]
    named = first[0].isupper() and first.lower() not in lists("en")["articles"]
    return not re.search(rf"\b{FINITE}", who, re.I) and (named or _has_role(who))


def _has_role(who: str) -> bool:
    roles = words("roles") | gazetteer.titles()
    return any(word in roles or word.rstrip("s") in roles or word in words("organs") for word in who.lower().split())


def _is_somebody(who: str, body: str, language: str) -> bool:
    """Whether the end of a headline is a person, a role or a body, not a medium."""
    parts = who.split()
    found = gazetteer.find(who, language)
    if len(parts) > MANY or any(m.kind == "medium" for m in found) or re.search(rf"\b{FINITE}", who, re.I):
        return False
    if re.search(rf"\b(?:{one_of(lists('en')['mastheads'])})\b", who, re.I):
        return False
    named = re.search(rf"\b[A-Z][\w’'-]+ {re.escape(parts[-1])}\b", body) if parts[-1][0].isupper() else None
    described = any(m.kind == "demonym" and m.start == 0 for m in found) and any(map(str.islower, parts[1:]))
    return _has_role(who) or any(m.kind in ("person", "office") for m in found) or described or named is not None
