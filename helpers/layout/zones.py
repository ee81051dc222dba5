"""What a unit is by what stands around it: headline, the article's stretch, the lists and comments after it."""

from __future__ import annotations

import re

from helpers.layout.marks import AROUND, is_author_note, is_name, mark
from helpers.layout.units import BULLET, CJK, WORD, Unit

FUNCTION = 0.12  # least share of function words in running text; a menu has less
LONG = 25  # words from which a unit is running text even without a full stop
HEADLINE = (3, 32)  # words
HEADLINE_CHARS = 250
STANDFIRST = 6  # words from which a line under the headline is a standfirst, not a label
SUBHEAD = 15  # words at most
LIST = 3  # so many short lines in a row are a list
UPPER = 0.6  # share of the best line's score from which the line right above it is the headline instead
KEYWORD = 4  # letters from which a word tells what a text is about
STEM = 5  # letters by which two forms of a word are taken as one
LIKE_TITLE = 0.7  # share of common words that makes a line the title
NOTE_BEGINS = re.compile(  # a note on the author begins with a name or a pronoun, not with a linking word
    r"(?:[A-ZÀ-ÖØ-Þ][\w.’'-]*\s+){1,4}(?:is|was|has|writes|covers|reports|holds|ist|schreibt|est)\b|[—–-]"
    r"|(?:The author|About|He|She|They)\b|[А-ЯЁ]\w+ [А-ЯЁ]\w+\s*[—–-]"
)
LATE = 0.35  # a heading of comments with no more than this share of the text after it ends the article


def classify(units: list[Unit], repeated: frozenset[str], title: str, raw: list[str]) -> list[str]:
    """The kind of each unit. raw holds the units as they stand in the text, for looking up repeated lines."""
    kinds = [mark(unit) for unit in units]
    good = [not kind and _is_running(unit) for unit, kind in zip(units, kinds, strict=True)]
    _mark_repeats(units, raw, repeated, kinds, good)
    headline = _headline(units, kinds, good, title)
    if headline is not None:
        _mark_before(headline, kinds, good)
        kinds[headline], good[headline] = "headline", False
    _close_lists(units, kinds, good)
    return _fill(units, kinds, good, headline)


def _is_running(unit: Unit) -> bool:
    """Running text by itself: long enough, with the small words that sentences have."""
    if unit.terminal and unit.n_words >= 8:
        return unit.function >= FUNCTION
    return unit.n_words >= LONG and unit.function >= 1.5 * FUNCTION


def _is_sentence(unit: Unit) -> bool:
    """A sentence, if a short one, or part of one."""
    return unit.terminal or unit.n_words >= 12 and unit.function >= 1.5 * FUNCTION


def _mark_repeats(
    units: list[Unit], raw: list[str], repeated: frozenset[str], kinds: list[str], good: list[bool]
) -> None:
    """Lines that an outlet prints on other pages too are furniture, and a paragraph printed twice counts once.

    Running text is furniture by repetition only at the edges of the article, and not where most of the
    article is repeated: then the article itself is there twice.
    """
    seen = set()
    fresh = [number for number, is_good in enumerate(good) if is_good and raw[number] not in repeated]
    whole = sum(good)
    for number, unit in enumerate(units):
        line = raw[number]
        again = line in seen and not unit.short
        seen.add(line)
        if line in repeated and not kinds[number]:
            edge = fresh and not fresh[0] < number < fresh[-1]
            again |= not good[number] or bool(edge) and len(fresh) > whole / 2
        if again and good[number] or again and not kinds[number] and line in repeated:
            kinds[number], good[number] = "boilerplate", False


def _headline(units: list[Unit], kinds: list[str], good: list[bool], title: str) -> int | None:
    """The number of the headline: the line that is the known title, else the line above the text most like it."""
    if len(units) == 1:
        return 0 if _may_be_headline(units[0]) or _same(units[0].text, title) else None
    titled = [number for number, unit in enumerate(units) if title and _same(unit.text, title)]
    first = next((number for number, is_good in enumerate(good) if is_good and number not in titled), len(units))
    before = [number for number in titled if number < first]
    if before or titled and any(good[titled[0] :]):
        return (before or titled[:1])[-1]
    candidates = [n for n in range(first) if not kinds[n] and _may_be_headline(units[n])]
    if not candidates:
        return None
    about = _keywords(" ".join(unit.text[:1500] for unit, is_good in zip(units, good, strict=True) if is_good))
    scores = {number: _headline_score(number, units, kinds, about) for number in candidates}
    best = max(candidates, key=scores.get)
    while best - 1 in scores and units[best - 1].n_words >= 5 and scores[best - 1] >= UPPER * scores[best] > 0:
        best -= 1  # of two lines that fit the upper one is the headline, the lower a standfirst
    if scores[best] == 0 and len(candidates) > 1 and first < len(units):
        return candidates[-1] if candidates[-1] == first - 1 else candidates[0]
    return best


def _may_be_headline(unit: Unit) -> bool:
    stop = unit.text.rstrip("\"'”’»“) ")[-1:] in (".", "。", ":", ",", ";")
    return HEADLINE[0] <= unit.n_words <= HEADLINE[1] and len(unit.text) <= HEADLINE_CHARS and not stop


def _headline_score(number: int, units: list[Unit], kinds: list[str], about: set[str]) -> float:
    words = _keywords(units[number].text)
    shared = len(words & about) / (len(words) + 2)
    followed = any(kind in ("byline", "dateline") for kind in kinds[number + 1 : number + 3])
    return shared + 0.25 * followed


def _keywords(text: str) -> set[str]:
    if CJK.search(text[:200]):
        return {text[i : i + 2] for i in range(len(text) - 1) if CJK.match(text[i])}
    return {word[:STEM] for word in map(str.casefold, WORD.findall(text)) if len(word) >= KEYWORD}


def _same(line: str, title: str) -> bool:
    """Whether a line is the title: equal but for case and signs, cut off, or nearly so."""
    a, b = ([word.casefold() for word in WORD.findall(part[:400])] for part in (line, title))
    if not a or not b or len(a) > 3 * len(b):
        return False
    short, long = sorted((a, b), key=len)
    if short == long[: len(short)] and (len(short) >= 4 or a == b):
        return len(long) <= len(short) + 8
    return len(set(a) & set(b)) >= LIKE_TITLE * len(set(a) | set(b))


def _mark_before(headline: int, kinds: list[str], good: list[bool]) -> None:
    for number in range(headline):
        if kinds[number] not in ("dateline", "byline", "caption"):
            kinds[number] = "boilerplate"
        good[number] = False


def _close_lists(units: list[Unit], kinds: list[str], good: list[bool]) -> None:
    """Furniture after a heading: the links of "See also", to where the text goes on; comments, to the end."""
    text_after = [0]
    for unit, is_good in zip(reversed(units), reversed(good), strict=True):
        text_after.append(text_after[-1] + (unit.n_words if is_good else 0))
    text_after.reverse()
    begun = False
    for number, heading in enumerate(kinds):
        begun |= good[number]
        if heading not in ("related", "comments"):
            continue
        kinds[number] = "boilerplate"
        stop = number + 1
        if begun and heading == "comments" and _comments_follow(stop, units, kinds, text_after):
            stop = len(units)
        elif begun:
            stop = _end_of_list(stop, units, kinds, good)
        for inner in range(number + 1, stop):
            if kinds[inner] not in ("related", "comments"):
                kinds[inner], good[inner] = "boilerplate", False


def _comments_follow(number: int, units: list[Unit], kinds: list[str], text_after: list[int]) -> bool:
    """Whether readers speak after a heading of comments, and not the article below a link to them."""
    near = units[number : number + 8]
    talk = sum(bool(re.search(r"\b(?:reply|says|said|wrote|antworten|ответить|répondre)\b:?\s*$", u.text, re.I))
               for u in near)  # fmt: skip
    dates = sum(kind == "dateline" for kind in kinds[number : number + 8])
    return talk + dates >= 2 or text_after[number] <= LATE * text_after[0]


def _end_of_list(number: int, units: list[Unit], kinds: list[str], good: list[bool]) -> int:
    """Where the text goes on after a list of links: at two paragraphs on end, or one soon after the heading."""
    first = number
    links = 0
    while number < len(units):
        if good[number]:
            after = next((n for n in range(number + 1, len(units)) if kinds[n] != "dateline"), None)
            on_end = after is not None and (good[after] or not kinds[after] and units[after].terminal)
            if on_end or units[number].n_words >= 40 or links <= 2 and number - first <= 4:
                return number
        links += not good[number]
        number += 1
    return number


def _fill(units: list[Unit], kinds: list[str], good: list[bool], headline: int | None) -> list[str]:
    """The kinds of what is still open: body between the first and the last running text, else what it looks like."""
    start, stop = _stretch(units, kinds, good, headline)
    author = _author_notes(units, kinds, start, stop)
    for number, unit in enumerate(units):
        if kinds[number]:
            continue
        if number in author:
            kinds[number] = "byline" if is_name(unit) else "boilerplate"
        elif start <= number < stop:
            kinds[number] = _inside(number, units, kinds, good)
        elif headline is not None and headline < number < start:
            kinds[number] = _under_headline(unit)
        else:
            near = number and kinds[number - 1] in ("body", "byline") and number >= stop
            kinds[number] = "byline" if near and is_name(unit) else "boilerplate"
    return kinds


def _stretch(units: list[Unit], kinds: list[str], good: list[bool], headline: int | None) -> tuple[int, int]:
    """From the first to after the last unit of the article: running text, and the short sentences beside it."""
    numbers = [number for number, is_good in enumerate(good) if is_good]
    if not numbers:
        first = 0 if headline is None else headline + 1
        numbers = [n for n in range(first, len(units)) if not kinds[n] and _is_sentence(units[n])]
    if not numbers:
        return len(units), len(units)
    start, stop = numbers[0], numbers[-1] + 1
    while start and not kinds[start - 1] and _is_sentence(units[start - 1]):
        start -= 1
    while stop < len(units) and (not kinds[stop] and _is_sentence(units[stop]) and units[stop].n_words > 1
                                 or _is_break(stop, units, kinds)):  # fmt: skip
        stop += 1
    return start, stop


def _is_break(number: int, units: list[Unit], kinds: list[str]) -> bool:
    """An advertisement or picture between two sentences at the end of an article."""
    after = number + 1
    return (
        kinds[number] in ("boilerplate", "caption")
        and after < len(units)
        and not kinds[after]
        and units[after].terminal
        and units[after].function >= FUNCTION
        and units[after].n_words >= 4
    )


def _author_notes(units: list[Unit], kinds: list[str], start: int, stop: int) -> set[int]:
    """The units at the end of the stretch that tell who the author is."""
    notes = set()
    for number in range(stop - 1, start, -1):
        if kinds[number]:
            continue
        if is_author_note(units[number]) and NOTE_BEGINS.match(units[number].text):
            notes.add(number)
        elif is_name(units[number]) and number + 1 in notes:
            notes.add(number)
        else:
            break
    return notes


def _inside(number: int, units: list[Unit], kinds: list[str], good: list[bool]) -> str:
    unit = units[number]
    if good[number] or _is_sentence(unit) or unit.text.endswith((":", ",", ";", "-", "–", "—")):
        return "body"
    if BULLET.match(unit.text) and unit.n_words >= 3:
        return "body"
    after = next((n for n in range(number + 1, len(units)) if kinds[n] not in ("boilerplate", "caption")), None)
    if _halves(number, after, units):
        return "body"
    if unit.text[:1].islower():
        return "body"
    row = _row_of_shorts(number, units, kinds, good)
    if row >= LIST or unit.n_words > SUBHEAD or after is None:
        return "boilerplate"
    return "subhead"


def _halves(number: int, after: int | None, units: list[Unit]) -> bool:
    """Whether the unit is the first half of a sentence that goes on after a break."""
    return after is not None and units[after].text[:1].islower() and units[number].n_words >= 4


def _row_of_shorts(number: int, units: list[Unit], kinds: list[str], good: list[bool]) -> int:
    """How many short lines without a sentence stand in a row around a unit, dates between them included."""
    def is_short(n: int) -> bool:
        return not good[n] and (kinds[n] in ("", "subhead", "boilerplate", "dateline")) and not units[n].terminal

    low = high = number
    while low and is_short(low - 1):
        low -= 1
    while high + 1 < len(units) and is_short(high + 1):
        high += 1
    return high - low + 1


def _under_headline(unit: Unit) -> str:
    if is_name(unit):
        return "byline"
    if STANDFIRST <= unit.n_words <= 2 * HEADLINE[1] and unit.text.strip(AROUND)[:1].isupper():
        return "subhead"
    return "boilerplate"
