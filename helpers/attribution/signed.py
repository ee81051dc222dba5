"""Signed quotations: a paragraph that is a quotation, a dash and a name ("“...” — Anna Weber, teacher")."""

from __future__ import annotations

import re

from helpers.attribution.model import Attribution
from helpers.attribution.page import Paragraph
from helpers.attribution.quotes import Quotation

SIGNATURE = re.compile(
    r"\s*(?P<dash>[—–―‒-]{1,2})\s*"
    r"(?P<who>[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,4}(?:, [^.!?\n]{1,80})?)[\s.]*$"
)
LEAST = 3  # words that such a quotation holds


def signed(paragraph: Paragraph, quotations: list[Quotation]) -> Attribution | None:
    """The paragraph as an attribution, if it is a quotation with its speaker's name below."""
    if not quotations or not quotations[0].closed or paragraph.text[: quotations[0].start].strip():
        return None
    start, end, _ = quotations[0]
    signature = SIGNATURE.match(paragraph.text, end)
    if not signature or len(paragraph.text[start:end].split()) < LEAST:
        return None
    source, cue = (paragraph.spans(*signature.span(group))[0] for group in ("who", "dash"))
    return Attribution(source, cue, tuple(paragraph.spans(start, end)), "direct", "speech", 0.9)
