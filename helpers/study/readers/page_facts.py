"""What a web page says of its article: title, date, authors, outlet, language, address, description.

In the order of trust: the article in the page's JSON-LD (schema.org), its meta elements (OpenGraph and the like), what
its elements mean (h1, time, rel="author"), htmldate's search for a date. No rule knows a publisher.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

from helpers.study.dates import read_dates
from helpers.study.readers import dated
from helpers.study.readers.page_authors import byline_of, split
from helpers.study.readers.page_marks import alike, joined, known, text_of, words_of

ARTICLE = re.compile(r"Article|BlogPosting|Report$")  # types of schema.org
PAGE = re.compile(r"WebPage$")
MOST_NODES = 20_000  # of JSON-LD: what has more describes no article
FEW_ARTICLES = 4  # of which the first is the page's; a page with more is a list of them
MOST_JSON = 5_000_000  # characters
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]|$)")
EARLIEST, LATEST = "1995-01-01", "2100-01-01"  # fixed: a page gives the same date today and next year
NEW_YEAR = "-01-01"
SEPARATOR = re.compile(r"\s+[|–—·•*»›:-]+\s+|\s*[|｜_]\s*")  # between a headline and the site's name
SITE_WORDS = 6  # at most, of a site's name at the end of a title
AKIN = 0.2  # share of the shorter line's runs of three characters that two lines on one thing have in common, and
AKIN_LEAST = 3  # at least so many
WRAPPING = re.compile(r"^\s*(?:<!--|(?://\s*)?<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$")  # of a program in old pages
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
TWO_WAYS = re.compile(r"\d{1,2}([-./])\d{1,2}\1(?:19|20)\d\d\b")  # a date that other dates of its outlet may settle

logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class Facts:
    """What a page says of its article; what it does not say is empty.

    body is the text that the page's data hold, is_article whether they describe an article, paid whether they say that
    it is not free.
    """

    title: str
    published: str
    authors: tuple[str, ...]
    outlet: str
    language: str
    url: str
    description: str
    section: str
    body: str
    is_article: bool
    paid: bool


def facts_of(tree: HtmlElement, raw: str) -> Facts:
    """The facts of a page: its tree, which stays as it is, and its text (for what a browser noted when saving it)."""
    metas = _metas(tree)
    nodes = list(_nodes(tree))
    url = _url(tree, metas, raw)
    outlet = _first(metas, known("site")[:1])
    article = _article(nodes, _first(metas, known("title")))
    outlet = outlet or _publisher(article, nodes) or _first(metas, known("site")[1:]) or _host(url)
    title = _title(tree, metas, article, outlet, url)
    return Facts(
        title=title,
        published=_published(tree, metas, article, url),
        authors=tuple(_authors(tree, metas, article, nodes, outlet)),
        outlet=outlet,
        language=_language(tree, metas, article),
        url=url,
        description=_first(metas, known("description")) or _plain(article.get("description")),
        section=_first(metas, known("section")) or _plain(article.get("articleSection")),
        body=_paragraphs(article.get("articleBody")),
        is_article=any(map(ARTICLE.search, _types(article))) or "article" in _first(metas, ("og:type",)),
        paid=str(article.get("isAccessibleForFree")).lower() == "false",
    )


# --- where it stands --------------------------------------------------------------------------------


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of the meta elements, by name in small letters."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        content = _plain(meta.get("content"))
        if name and content:
            found.setdefault(name.lower().replace("http://ogp.me/ns/article#", "article:"), []).append(content)
    return found


def _first(metas: dict[str, list[str]], names: Iterable[str]) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _plain(value: Any) -> str:
    """A value of the page's data as plain text on one line; "" where it is none."""
    if not isinstance(value, str):
        return ""
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", unescape(unescape(value))).split())


def _paragraphs(value: Any) -> str:
    lines = [_plain(line) for line in value.splitlines()] if isinstance(value, str) else []
    return "\n\n".join(line for line in lines if line)


def _nodes(tree: HtmlElement) -> Iterator[dict]:
    """Every object of the page's JSON-LD, a program's mistakes in it forgiven where that is easy."""
    number = 0
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "") or not script.text or len(script.text) > MOST_JSON:
            continue
        pile = [_loaded(script.text)]
        while pile and number < MOST_NODES:
            value = pile.pop()
            if isinstance(value, dict):
                number += 1
                yield value
                value = list(value.values())
            if isinstance(value, list):
                pile.extend(item for item in reversed(value) if isinstance(item, (dict, list)))


def _loaded(text: str) -> Any:
    text = WRAPPING.sub("", text).strip().rstrip(";")
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _article(nodes: list[dict], title: str) -> dict:
    """The object of JSON-LD that describes the article: of several, the one that bears the page's title."""
    for kind in (ARTICLE, PAGE):
        found = [node for node in nodes if any(map(kind.search, _types(node)))]
        found = [node for node in found if any(node.get(key) for key in ("headline", "author", "datePublished"))]
        titled = (node for node in found if alike(_plain(node.get("headline")), title))
        if article := next(titled, found[0] if 0 < len(found) <= FEW_ARTICLES else None):
            return article
    return {}


def _types(node: dict) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


# --- title ------------------------------------------------------------------------------------------


def _title(tree: HtmlElement, metas: dict, article: dict, outlet: str, url: str) -> str:
    """The headline, without the site's name.

    A page has up to four: JSON-LD's, the one shown (h1), OpenGraph's, and the title element's, which is written for
    search engines. Where they differ, and JSON-LD and OpenGraph do not agree, the first that is not the title
    element's, alone or under a kicker, is taken.
    """
    head = tree.find(".//head//title")
    given = (_plain(article.get("headline")), _first(metas, known("title")), text_of(head) if head is not None else "")
    stated, shared, element = (_without_site(title, outlet, url) for title in given)
    if stated and words_of(stated) == words_of(shared):
        return stated
    shown = _without_site(_heading(tree, [stated, shared] if stated or shared else [element]), outlet, url)
    candidates = [title for title in (stated, shown, shared) if title]
    own = [title for title in candidates if not _holds(title, element)]
    return next(iter([*own, *candidates]), "") or _part_on_page(tree, element)


def _part_on_page(tree: HtmlElement, title: str) -> str:
    """The part of a title element that stands by itself on the page, else the whole: old pages have nothing else."""
    parts = {part.strip() for part in SEPARATOR.split(title)} - {title}
    body = tree.find(".//body")
    if parts and body is not None:
        return next((text for text in map(str.strip, body.itertext()) if text in parts), title)
    return title


def _heading(tree: HtmlElement, titles: list[str]) -> str:
    """The h1 that is most about what the titles are about, "" where none is: a page may have its site's name as one."""
    near = {heading: max(_common(heading, title) for title in titles) for heading in map(joined, tree.iter("h1"))}
    return max(near, key=lambda heading: near[heading]) if any(near.values()) else ""


def _common(one: str, other: str) -> int:
    """How many runs of three characters two lines share, in any script; 0 where these are few of the shorter line's."""
    a, b = (_threes(" ".join(words_of(line))) for line in (one, other))
    common = len(a & b)
    return common if common >= max(AKIN_LEAST, AKIN * min(len(a), len(b))) else 0


def _threes(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


def _holds(long: str, short: str) -> bool:
    """Whether a title has all the words of another, one after the other: alone, or with a kicker."""
    return bool(short) and f" {' '.join(words_of(short))} " in f" {' '.join(words_of(long))} "


def _without_site(title: str, outlet: str, url: str) -> str:
    """A title without the site's name behind a sign: "Bridge is shut | The Herald"."""
    names = {_squeezed(outlet), _squeezed(_host(url)), _squeezed(_host(url).rpartition(".")[0].rpartition(".")[2])} - {
        ""
    }
    while signs := list(SEPARATOR.finditer(title)):
        last = signs[-1]
        name = _squeezed(title[last.end() :])
        named = any(name and (name in known or known in name) for known in names)
        if not named or len(words_of(title[last.end() :])) > SITE_WORDS or not title[: last.start()].strip():
            break
        title = title[: last.start()].rstrip()
    return title


def _squeezed(name: str) -> str:
    return "".join(words_of(name))


# --- date -------------------------------------------------------------------------------------------


def _published(tree: HtmlElement, metas: dict, article: dict, url: str) -> str:
    """The day the article was published, in the page's words where these can be read in two ways; "" where none is."""
    times = [time.get("datetime", "") for time in tree.iter("time") if _is_publication(time)]
    marked = [
        element.get("content") or element.get("datetime") or ""
        for element in tree.iterfind(".//*[@itemprop='datePublished']")
    ]
    stated = [
        _plain(article.get("datePublished")),
        *(metas[name][0] for name in known("date") if name in metas),
        *marked,
        *times,
    ]
    for value in stated:
        if day := _day(value):
            return day
    if words := next((found[0] for value in stated if (found := TWO_WAYS.match(value))), ""):
        return words
    try:
        searched = str(find_date(tree, url=url or None, original_date=True, min_date=EARLIEST, max_date=LATEST) or "")
    except Exception:  # whatever a hostile page makes of a search that is a last resort
        return ""
    return "" if searched.endswith(NEW_YEAR) and not _is_shown(tree, searched) else searched


def _is_shown(tree: HtmlElement, day: str) -> bool:
    """Whether a page says a day anywhere: a search gives the first of January for the year of a line of copyright."""
    shown = (text for element in tree.iter() for text in (element.text, element.tail, *element.attrib.values()) if text)
    return any(day in dated.days(text) for text in shown if day[:4] in text)


def _is_publication(time: HtmlElement) -> bool:
    return time.get("pubdate") is not None or "datePublished" in time.get("itemprop", "")


def _day(value: str) -> str:
    """The ISO day of a date and time, "" where there is none that is sure."""
    value = value.strip()
    iso = DAY.match(value)
    day = read_dates([(0, "", iso[1] if iso else value)]).published[0]
    return day if day >= EARLIEST else ""


# --- authors ----------------------------------------------------------------------------------------


def _authors(tree: HtmlElement, metas: dict, article: dict, nodes: list[dict], outlet: str) -> list[str]:
    """The authors as the first source that names a person or an agency has them; the outlet itself as a last resort."""
    spare: list[str] = []
    own = _squeezed(outlet)
    for source in (
        lambda: _stated(article.get("author") or article.get("creator"), nodes),
        lambda: [name for key in known("author") for name in metas.get(key, [])],
        lambda: byline_of(tree),
    ):
        found = list(dict.fromkeys(each for name in source() for each in split(name)))
        if any(_squeezed(name) not in own for name in found):
            return found
        spare = spare or found
    return spare


def _stated(value: Any, nodes: list[dict]) -> list[str]:
    """The names in JSON-LD's author: a text, an object, a reference to one, or a list of them."""
    names = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            key = each.get("@id")
            referred = (node for node in nodes if key and node.get("@id") == key and node.get("name"))
            each = (
                each.get("name")
                or next(referred, {}).get("name")
                or " ".join(str(each.get(part, "")) for part in ("givenName", "familyName"))
            )
        names += each if isinstance(each, list) else [each]
    return [_plain(name) for name in names if _plain(name)]


# --- outlet, language, address ----------------------------------------------------------------------


def _publisher(article: dict, nodes: list[dict]) -> str:
    names = _stated(article.get("publisher"), nodes)
    return names[0] if names else ""


def _language(tree: HtmlElement, metas: dict, article: dict) -> str:
    """The code that the page gives itself: `de` of de-AT."""
    root = tree.getroottree().getroot()
    given = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang")
    given = given or _plain(article.get("inLanguage")) or _first(metas, ("og:locale", "content-language", "language"))
    code = re.match(r"[a-z]{2}(?![a-z])", given.strip().lower())
    return code[0] if code else ""


def _url(tree: HtmlElement, metas: dict, raw: str) -> str:
    links = [link.get("href", "") for link in tree.iter("link") if "canonical" in link.get("rel", "").lower().split()]
    saved = SAVED_FROM.search(raw[:2000])
    for url in (*links, *metas.get("og:url", []), *([saved[1]] if saved else []), *metas.get("twitter:url", [])):
        if url.strip().startswith(("http://", "https://")):
            return url.strip()
    return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
