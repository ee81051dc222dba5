"""RSS and Atom feeds: an entry is a document, mostly a summary of an article that stands elsewhere."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from helpers.study.errors import Problem
from helpers.study.readers.document import Document, Unreadable
from helpers.study.readers.markup import plain

ROOTS = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF|channel)\b")
MOST_BYTES = 200_000_000
WHOLE = 150  # words that most articles have and most summaries do not
# Element names without their namespaces; the first that is filled counts. RSS 0.9 to 2.0 with Dublin Core and
# content:encoded, Atom (RFC 4287).
TEXT = ("encoded", "content", "description", "summary", "subtitle")
DATE = ("pubDate", "published", "issued", "date", "updated", "modified")
AUTHOR = ("creator", "author", "contributor")


def knows(head: bytes, path: Path) -> bool:
    """Whether the root element is that of a feed."""
    return ROOTS.search(head[:4000].replace(b"\0", b"")) is not None


def read(path: Path, data: bytes | None = None) -> Iterator[Document | Problem]:
    """A document for each entry, with a doubt where the feed holds summaries."""
    root = _root(path.read_bytes() if data is None else data)
    entries = [element for element in root.iter() if _name(element) in ("item", "entry")]
    if not entries:
        raise Unreadable("a feed without an entry")
    channel = next((element for element in root.iter() if _name(element) in ("channel", "feed")), root)
    outlet, language = _first(channel, ("title",)), _first(channel, ("language",)) or _lang(root)
    lengths = []
    for number, entry in enumerate(entries, 1):
        document = Document(
            body=plain(_first(entry, TEXT)),
            title=" ".join(plain(_first(entry, ("title",))).split()),
            published=_first(entry, DATE),
            author=_first(entry, AUTHOR),
            outlet=" ".join(_first(entry, ("source",)).split()) or " ".join(outlet.split()),
            language=language.lower()[:2],
            url=_link(entry),
            place=str(number),
        )
        if not document.text:
            yield Problem(path.name, number, "the entry holds no text", "lost")
            continue
        lengths.append(len(document.body.split()))
        yield document
    if lengths and (median := statistics.median(lengths)) < WHOLE:
        said = f"a feed holds summaries, not articles (half of its entries have at most {median:.0f} words)"
        yield Problem(path.name, 0, f"{said}: what is counted is the summaries", "doubt")


def _root(raw: bytes) -> Element:
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"larger than {MOST_BYTES // 1_000_000} MB: no feed is")
    try:
        return fromstring(raw.strip())
    except DefusedXmlException:
        raise Unreadable("XML that defines entities of its own, which may unfold without end: refused") from None
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"not valid XML ({error}): save it again") from None


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(parent: Element, names: tuple[str, ...]) -> str:
    """The text of the first filled child of one of these names, the names in their order."""
    for name in names:
        for child in parent:
            if _name(child) == name and (text := "".join(child.itertext()).strip()):
                return text
    return ""


def _link(entry: Element) -> str:
    for child in entry:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return child.get("href") or (child.text or "").strip()
    return ""


def _lang(root: Element) -> str:
    return root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
