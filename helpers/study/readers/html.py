"""Web pages as they were saved: .html, .htm, and .gz of them. A page is parsed and never run; nothing is fetched."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from helpers.lexicons.languages import expected
from helpers.reading import ReadingError, detect_language
from helpers.study.errors import Problem
from helpers.study.readers.document import Document, Unreadable
from helpers.study.readers.page_authors import is_byline_of, name_line
from helpers.study.readers.page_bytes import page_decoded
from helpers.study.readers.page_facts import Facts, facts_of
from helpers.study.readers.page_marks import known, size_of, words_of
from helpers.study.readers.page_text import article_text, without_code
from helpers.study.readers.page_tree import page_tree

ZIPPED = b"\x1f\x8b"
MOST_BYTES = 40_000_000  # of a page, unpacked: more is no article
TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|div|p|article|main|h1|table)\b", re.I)
SHORT = 120  # words: an article may be shorter, a page of an error or the free part of a paid article seldom is longer
LEAST = 12  # words
FIRST_LINES = 4  # of a text, among which its author may be named
MOSTLY_LINKS = 0.6  # share of a page's characters in links, from which it leads to articles and is none
NOTHING = "the page has no text of an article: is it the right one, and was it saved when it had loaded?"
LISTED = "the page seems to be a list of articles, not an article: leave it out, or save the articles"
ENOUGH = 3_000  # characters that tell a language
TELLS_LANGUAGE = 200  # characters of text that tell a language better than the page does


def knows(head: bytes, path: Path) -> bool:
    """Whether a file holds a web page: its first bytes have an element of one."""
    if head.startswith(ZIPPED):
        return path.name.lower().endswith((".html.gz", ".htm.gz"))
    return TAG.search(head.replace(b"\0", b"")) is not None


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """The article of a page, after a Problem where it seems to be none: a doubt, or lost where it has no text.

    Raises Unreadable where the file is no page, too large or in no encoding that can be told.
    """
    if data is None:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    text = _text(data)
    tree = page_tree(text)
    facts = facts_of(tree, text)
    without_code(tree)
    shown = len(tree.text_content())
    linked = sum(len(link.text_content()) for link in tree.iter("a")) / max(1, shown)
    found = article_text(tree, facts.title, facts.description)
    body = found.body or facts.body
    authors = _authors(facts, [*found.above, *body.split("\n\n")[:FIRST_LINES]])
    body = "\n\n".join(line for line in body.split("\n\n") if not is_byline_of(line, authors))
    if not body:
        yield Problem(path.name, 0, LISTED if linked > MOSTLY_LINKS else NOTHING, "lost")
        return
    if doubt := _doubt(facts, body, linked):
        yield Problem(path.name, 0, doubt, "doubt")
    yield Document(
        body=body,
        title=facts.title,
        published=facts.published,
        author="; ".join(authors),
        outlet=facts.outlet,
        language=_language(facts.language, body),
        url=facts.url,
        note=f"section: {facts.section}" if facts.section else "",
    )


def _text(raw: bytes) -> str:
    if raw.startswith(ZIPPED):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
                raw = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise Unreadable("the file is packed and damaged: save the page again") from None
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"the page is larger than {MOST_BYTES // 1_000_000} MB: save the article alone")
    try:
        return page_decoded(raw)
    except ReadingError as error:
        raise Unreadable(str(error)) from None


def _doubt(facts: Facts, body: str, linked: float) -> str:
    """What makes one doubt that a page holds a whole article, "" where nothing does."""
    size = size_of(body)
    if size < SHORT and re.search("|".join(known("failed")), f"{facts.title}\n{body[:300]}", re.I):
        return "the page says that it could not be shown: save it again"
    if facts.paid and size < SHORT:
        return "the page shows only the beginning of an article that is to be paid for"
    if not facts.is_article and (linked > MOSTLY_LINKS or urlsplit(facts.url).path == "/"):
        return LISTED
    return "" if size >= LEAST else "the page has very little text: is the article on it?"


def _authors(facts: Facts, above: list[str]) -> tuple[str, ...]:
    """The authors that the page's data name, or where those name only the outlet, a line above the text."""
    own = "".join(words_of(facts.outlet))
    if any("".join(words_of(name)) not in own for name in facts.authors):
        return facts.authors
    return next((tuple(names) for line in above if (names := name_line(line))), facts.authors)


def _language(stated: str, body: str) -> str:
    """The language of the text, where there is enough and it is one of the four, else what the page says."""
    found = detect_language(body[:ENOUGH])
    return found if not stated or len(body) >= TELLS_LANGUAGE and found in expected() else stated
