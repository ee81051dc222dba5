"""What a unit is by what stands around it: headline, the article's stretch, the lists and comments after it."""

from __future__ import annotations

import re
from itertools import groupby

from helpers.layout.headline import HEADLINE, SHORT_HEADLINE, SIGN, SUBHEAD, find, printed_twice
from helpers.layout.lexicon import pattern
from helpers.layout.marks import AROUND, is_author_note, is_name, mark
from helpers.layout.units import BULLET, Unit
from helpers.layout.words import PART

HEADINGS = ("related", "box", "comments")
FUNCTION = 0.12  # least share of function words in running text; a menu has less
LONG = 25  # words from which a unit is running text even without a full stop
STANDFIRST = 6  # words from which a line under the headline is a standfirst, not a label
CAPTION = 40  # words at most, after a label
LIST = 3  # so many short lines in a row are a list
NOTE_BEGINS = re.compile(  # a note on the author begins with a name or a pronoun, not with a linking word
    r"(?:[A-ZÀ-ÖØ-Þ][\w.’'-]*\s+){1,4}(?:is|was|has|writes|covers|reports|holds|ist|schreibt|est)\b|[—–-]"
    r"|(?:The author|About|He|She|They|Der Autor|Die Autor(?:in|en)|L.auteure?)\b|[А-ЯЁ]\w+ [А-ЯЁ]\w+\s*[—–-]"
)
FEW_LINKS = 3  # a single paragraph after no more links than these is the article's
BREAK = 2  # so many lines of furniture may stand between two sentences at the end of an article
NEAR = 4  # units: a pulled quotation stands this near to the paragraph it was pulled from, a list to its headline
POINTS = 12  # key points at most
SELF_NOTE = 30  # words that a writer says of themselves at most
LINK_IN_CAPITALS = 5  # words from which a line in capitals amid the text is a link, not a subhead
AFTER_QUOTATION = re.compile(r"\w[,.!?][\"”“»’'] \w+ \w+")  # "... ," he said
INNER_STOP = re.compile(r"[^\W\d_]{3}[.!?] +[A-ZÀ-ÞА-Я]\w")
QUESTION = re.compile(
    r"(?:\d{1,2}\. )?(?!(?:And|But|Or|So|Then|Aber|Doch|Und|А|И|Но)\b)[^\W\d_a-z][^.?!:\"“”„«»]{8,50}\?"
)
BOX = 6  # units that a box may hold
LATE = 0.35  # a heading of comments with no more than this share of the text after it ends the article


def classify(units: list[Unit], repeated: frozenset[str], title: str, raw: list[str]) -> list[str]:
    """The kind of each unit. raw holds the units as they stand in the text, for looking up repeated lines."""
    kinds = [mark(unit) for unit in units]
    good = [not kind and _is_running(unit) for unit, kind in zip(units, kinds, strict=True)]
    _mark_repeats(units, raw, repeated, kinds, good)
    _mark_pulled(units, kinds, good)
    _mark_labelled(units, kinds, good)
    _mark_self_notes(units, kinds, good)
    _mark_points(units, kinds, good)
    halves = [half and unit.n_words >= 8 for half, unit in zip(_going_on(units, kinds), units, strict=True)]
    good = [is_good or half for is_good, half in zip(good, halves, strict=True)]
    headline = find(units, kinds, good, halves, title or printed_twice(units, kinds))
    if headline is not None:
        _mark_before(headline, kinds, good)
        kinds[headline], good[headline] = "headline", False
    _close_lists(units, kinds, good)
    return _fill(units, kinds, good, headline)


def _is_running(unit: Unit) -> bool:
    """Running text by itself: long enough, with the small words that sentences have."""
    if unit.terminal and unit.n_words >= 8:
        return unit.function >= FUNCTION
    long = unit.n_words >= LONG or unit.n_words >= 11 and (unit.text.endswith(":") or INNER_STOP.search(unit.text))
    return bool(long) and unit.function >= 1.5 * FUNCTION


def _is_sentence(unit: Unit) -> bool:
    """A sentence, if a short one, or part of one."""
    long = unit.n_words >= 12 and unit.function >= 1.5 * FUNCTION
    return unit.terminal or long or bool(AFTER_QUOTATION.search(unit.text[-200:]))


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
            again |= not good[number] or len(fresh) > whole / 2 and not fresh[0] < number < fresh[-1]
        if again and good[number] or again and not kinds[number] and line in repeated:
            kinds[number], good[number] = "boilerplate", False


def _mark_pulled(units: list[Unit], kinds: list[str], good: list[bool]) -> None:
    """A line that is part of a paragraph near it was pulled out of it, for show: its words count once."""
    plain = [" ".join(PART.findall(unit.text.casefold())) if unit.n_words <= 400 else "" for unit in units]
    for number, unit in enumerate(units):
        if kinds[number] or not 5 <= unit.n_words <= 60:
            continue
        near = [n for n in range(number - NEAR, number + NEAR + 1) if 0 <= n < len(units) and n != number]
        if any(plain[number] in plain[n] and unit.n_words < units[n].n_words and good[n] for n in near):
            kinds[number], good[number] = "boilerplate", False


def _mark_labelled(units: list[Unit], kinds: list[str], good: list[bool]) -> None:
    """What stands after a label of its own line ("Image caption,") is the caption."""
    for number in range(1, len(units)):
        label = kinds[number - 1] == "caption" and units[number - 1].text.endswith((",", ":"))
        if label and not kinds[number] and units[number].n_words <= CAPTION:
            kinds[number], good[number] = "caption", False


def _mark_self_notes(units: list[Unit], kinds: list[str], good: list[bool]) -> None:
    """What a writer says of themselves above the text ("I cover railways.") is furniture."""
    for number, unit in enumerate(units):
        if not kinds[number] and unit.n_words <= SELF_NOTE and pattern("self").fullmatch(unit.text):
            kinds[number], good[number] = "boilerplate", False
        elif good[number]:
            return


def _mark_points(units: list[Unit], kinds: list[str], good: list[bool]) -> None:
    """A list of key points is the article's, where it stands under its heading, below what may be the headline."""
    for number in (n for n, kind in enumerate(kinds) if kind == "points"):
        kinds[number] = ""
        stop = number + 1
        while stop < len(units) and not kinds[stop] and not good[stop]:
            stop += 1
        items = units[number + 1 : stop]
        whole = len(items) <= POINTS and all(item.n_words >= 3 for item in items)
        if whole and _is_between(number, stop, units, kinds, good):
            kinds[number] = "subhead"
            kinds[number + 1 : stop] = ["body"] * len(items)


def _is_between(number: int, stop: int, units: list[Unit], kinds: list[str], good: list[bool]) -> bool:
    """Whether a list stands below what may be the headline and above the text."""
    above = range(max(0, number - NEAR), number)
    headed = not any(good[:number]) and any(not kinds[n] and units[n].n_words >= SHORT_HEADLINE for n in above)
    text = next((n for n in range(stop, len(units)) if kinds[n] not in ("byline", "dateline", "caption")), None)
    return headed and text is not None and good[text]


def _going_on(units: list[Unit], kinds: list[str]) -> list[bool]:
    """For each unit, whether it is the first half of a sentence that goes on, maybe after a break."""
    found, lower = [], False
    for unit, kind in zip(reversed(units), reversed(kinds), strict=True):
        found.append(lower and not kind and not unit.terminal)
        if kind not in ("boilerplate", "caption"):
            lower = unit.text[:1].islower()
    return found[::-1]


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
        if heading not in HEADINGS:
            continue
        kinds[number] = "boilerplate"
        stop = number + 1
        if heading == "box":
            stop = _end_of_box(stop, kinds, good)
        elif begun and heading == "comments" and _comments_follow(stop, units, kinds, text_after):
            stop = len(units)
        elif begun:
            stop = _end_of_list(stop, units, kinds, good)
        for inner in range(number + 1, stop):
            kinds[inner], good[inner] = "boilerplate", False


def _end_of_box(first: int, kinds: list[str], good: list[bool]) -> int:
    """After the last line of furniture near a box's heading, with no two paragraphs in between; else the heading."""
    text = (n for n in range(first, len(kinds)) if all(good[n : n + 2]))
    near = range(first, min(first + BOX, next(text, len(kinds))))
    return max((n + 1 for n in near if kinds[n] in ("boilerplate", "box")), default=first)


def _comments_follow(number: int, units: list[Unit], kinds: list[str], text_after: list[int]) -> bool:
    """Whether readers speak after a heading of comments, and not the article below a link to them."""
    near = units[number : number + 8]
    talk = sum(pattern("talk").search(unit.text) is not None for unit in near)
    dates = sum(kind == "dateline" for kind in kinds[number : number + 8])
    return talk + dates >= 2 or text_after[number] <= LATE * text_after[0]


def _end_of_list(number: int, units: list[Unit], kinds: list[str], good: list[bool]) -> int:
    """Where a list of links ends: at the next heading, or where the text goes on.

    It goes on at two paragraphs on end, at a long one, or at one that comes soon after the heading.
    """
    links = 0
    while number < len(units) and kinds[number] not in HEADINGS:
        if good[number]:
            after = next((n for n in range(number + 1, len(units)) if kinds[n] != "dateline"), None)
            on_end = after is not None and (good[after] or not kinds[after] and units[after].terminal)
            if on_end or units[number].n_words >= 40 or links <= FEW_LINKS:
                return number
        links += not good[number] and kinds[number] not in ("byline", "dateline")
        number += 1
    return number


def _fill(units: list[Unit], kinds: list[str], good: list[bool], headline: int | None) -> list[str]:
    """The kinds of what is still open: body between the first and the last running text, else what it looks like."""
    start, stop = _stretch(units, kinds, good, headline)
    author = _author_notes(units, kinds, start, stop)
    halves, rows = _going_on(units, kinds), _rows_of_shorts(units, kinds, good)
    questions = _question_headings(units[start:stop], kinds[start:stop])
    shouted = _in_capitals(" ".join(unit.text for unit, is_good in zip(units, good, strict=True) if is_good))
    for number, unit in enumerate(units):
        if kinds[number]:
            continue
        if number in author:
            kinds[number] = "byline" if is_name(unit) else "boilerplate"
        elif start < number < stop - 1 and unit.text in questions:
            kinds[number] = "subhead"
        elif start <= number < stop:
            link = not good[number] and not shouted and _is_link_in_capitals(unit)
            kinds[number] = "boilerplate" if link else _inside(unit, good[number], halves[number], rows[number] >= LIST)
        else:
            kinds[number] = _outside(number, unit, kinds, headline, start)
    return kinds


def _outside(number: int, unit: Unit, kinds: list[str], headline: int | None, start: int) -> str:
    """The kind of a unit before the article's stretch, which begins at `start`, or after it."""
    if number < start:
        return _under_headline(unit) if headline is not None and headline < number else "boilerplate"
    near = number and kinds[number - 1] in ("body", "byline")
    return "byline" if near and is_name(unit) else "boilerplate"


def _stretch(units: list[Unit], kinds: list[str], good: list[bool], headline: int | None) -> tuple[int, int]:
    """From the first to after the last unit of the article: running text, and the short sentences beside it."""
    numbers = [number for number, is_good in enumerate(good) if is_good]
    if not numbers:
        first = 0 if headline is None else headline + 1
        numbers = [n for n in range(first, len(units)) if not kinds[n] and _is_sentence(units[n])]
    if not numbers:
        return len(units), len(units)
    start, stop = numbers[0], numbers[-1] + 1
    while start and not kinds[start - 1] and units[start - 1].terminal:
        start -= 1
    while (after := _after_break(stop, units, kinds)) is not None:
        stop = after + 1
    return start, stop


def _after_break(stop: int, units: list[Unit], kinds: list[str]) -> int | None:
    """The next short sentence after the end so far: right there, or past an advertisement or picture."""
    for number in range(stop, min(stop + BREAK + 1, len(units))):
        unit = units[number]
        if not kinds[number]:
            sentence = unit.n_words > 1 and (unit.terminal or unit.n_words < 12 and _is_sentence(unit))
            listed = BULLET.match(unit.text) or unit.text.endswith(":") and _is_item(units, number + 1)
            sentence |= unit.n_words >= 2 and number == stop and bool(listed)
            full = unit.n_words >= 4 and unit.function >= FUNCTION
            return number if sentence and (number == stop or full) else None
        if kinds[number] not in ("boilerplate", "caption"):
            return None
    return None


def _is_item(units: list[Unit], number: int) -> bool:
    return number < len(units) and BULLET.match(units[number].text) is not None


def _author_notes(units: list[Unit], kinds: list[str], start: int, stop: int) -> set[int]:
    """The units at the end of the stretch that tell who the author is."""
    notes = set()
    for number in range(stop - 1, start, -1):
        if kinds[number]:
            continue
        note = is_author_note(units[number]) and NOTE_BEGINS.match(units[number].text)
        name = number + 1 in notes and is_name(units[number])
        if not note and not name:
            break
        notes.add(number)
    return notes


def _inside(unit: Unit, good: bool, half: bool, is_list: bool) -> str:
    if good or _is_sentence(unit) or unit.text[:1].islower() or half and unit.n_words >= 4:
        return "body"
    if unit.n_words >= 2 and (BULLET.match(unit.text) or unit.text.endswith((":", ",", ";", "-", "–", "—"))):
        return "body"
    return "boilerplate" if is_list or unit.n_words > SUBHEAD else "subhead"


def _is_link_in_capitals(unit: Unit) -> bool:
    """Whether a line is a headline in capitals and no sentence: a link to another article."""
    return unit.n_words >= LINK_IN_CAPITALS and not unit.terminal and _in_capitals(unit.text)


def _in_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isupper, text)) > 0.6 * sum(not char.isspace() for char in text)


def _question_headings(units: list[Unit], kinds: list[str]) -> set[str]:
    """The short questions that head what follows; none where every third paragraph asks, as in an interview."""
    own = [unit.text for unit, kind in zip(units, kinds, strict=True) if not kind]
    asked = {text for text in own if QUESTION.fullmatch(text)}
    return asked if 3 * len(asked) <= len(own) else set()


def _rows_of_shorts(units: list[Unit], kinds: list[str], good: list[bool]) -> list[int]:
    """For each unit, how many lines without a sentence stand in a row where it stands, dates included."""
    rows: list[int] = []
    shorts = (
        kind in ("", "boilerplate", "dateline") and not is_good and not unit.terminal
        for unit, kind, is_good in zip(units, kinds, good, strict=True)
    )
    for is_short, row in groupby(shorts):
        length = len(list(row))
        rows += [length if is_short else 0] * length
    return rows


def _under_headline(unit: Unit) -> str:
    if is_name(unit):
        return "byline"
    if unit.terminal and unit.n_words >= 4 and unit.text[-1] not in "?!":
        return "body"  # a standfirst in whole sentences
    if SIGN.match(unit.text) and unit.n_words >= SHORT_HEADLINE:
        return "body"  # a key point
    if STANDFIRST <= unit.n_words <= 2 * HEADLINE[1] and unit.text.strip(AROUND)[:1].isupper():
        return "subhead"
    return "boilerplate"
