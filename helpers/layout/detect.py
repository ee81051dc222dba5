"""What a text itself shows of its title, language and date, where no catalogue says it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import dateparser

from helpers.layout import Span, lay_out
from helpers.layout.lexicon import date_parts
from helpers.lexicons.languages import dated
from helpers.reading import detect_language
from helpers.study import Article
from helpers.study.dates import YEARS

YEAR_FIRST = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})")
YEAR_LAST = re.compile(r"(\d{1,2})([-./]) ?(\d{1,2})[-./] ?(\d{4})")
PARTS = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}


def title(text: str, layout: list[Span]) -> str:
    """The headline, on one line; "" where the layout finds none."""
    headline = next((span for span in layout if span.kind == "headline"), None)
    return " ".join(text[headline.start : headline.end].split()) if headline else ""


def language(text: str, layout: list[Span]) -> str:
    """The code of the language of headline and body, which page furniture in another one must not outvote."""
    own = [text[span.start : span.end] for span in layout if span.kind in ("headline", "body")]
    return detect_language("\n".join(own) or text)


def published(text: str, layout: list[Span]) -> str:
    """The ISO date of a line of its own by the article that holds a date and little else; "" if unsure.

    Only a whole date counts that can be read in one way: 03/04/2023 is left out, 03.04.2023 is in April. Of several
    above the body the earliest is taken (the others tell of updates, or of the day the page was saved); of several
    below it, none.
    """
    body = next((number for number, span in enumerate(layout) if span.kind == "body"), len(layout))
    if above := _dates(text, layout[:body]):
        return min(above)
    below = set(_dates(text, layout[body:]))
    return below.pop() if len(below) == 1 else ""


def _dates(text: str, spans: list[Span]) -> list[str]:
    lines = (text[span.start : span.end] for span in spans if span.kind in ("dateline", "byline"))
    return [found for line in lines for match in date_parts()[0].finditer(line) if (found := _iso(match[0]))]


def _iso(words: str) -> str:
    """A whole date as ISO, "" where it has no year, is none, or can be read in two ways."""
    try:
        if numbers := YEAR_FIRST.match(words):
            return _checked(*map(int, numbers.groups()))
        if numbers := YEAR_LAST.match(words):
            first, second, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
            day_first = first > 12 or numbers[2] == "." and second <= 12
            if not day_first and first != second and second <= 12:
                return ""
            return _checked(year, *((second, first) if day_first else (first, second)))
    except ValueError:
        return ""
    if not re.search(r"\d{4}", words):
        return ""
    found = dateparser.parse(words, languages=dated("catalogue"), settings=PARTS)
    return _checked(found.year, found.month, found.day) if found else ""


def _checked(year: int, month: int, day: int) -> str:
    found = date(year, month, day)
    return found.isoformat() if year in YEARS else ""


DETECTED = {"title": title, "language": language, "published": published}


def complete(article: Article, text: str, layout: list[Span] | None = None) -> Article:
    """The article with the title, language and date that its text shows, where the catalogue has none.

    Where the text shows none either, the name of the file counts; of two months that of the name. layout is the
    text's, where the caller has it already.
    """
    missing = [name for name in DETECTED if not getattr(article, name)]
    if not missing:
        return article
    layout = layout or lay_out(text, article.language, title=article.title)
    found: dict[str, Any] = {name: value for name in missing if (value := DETECTED[name](text, layout))}
    if "title" in missing and article.slug:
        found.setdefault("title", article.slug)
    if "published" in missing and article.named and not found.get("published", "").startswith(article.named):
        found["published"] = article.named
    return replace(article, **found, detected=(*article.detected, *found))
