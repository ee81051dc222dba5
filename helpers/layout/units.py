"""A text cut into units: paragraphs, that is lines, or several lines where the text was wrapped by hand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from helpers.layout.code import markup_in
from helpers.layout.lexicon import function_words, glued_date, is_date, pattern
from helpers.layout.words import PART, characters, count_words
from helpers.lexicons import languages

LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
BREAK = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
CLOSERS = "\"'”’»“›)]}*†¹²³■□ "
FOOTNOTE = re.compile(r"(?<=[^\d\s][.!?])\d{1,2}$")
TERMINAL = ".!?…。！？؟।"
BULLET = re.compile(r"(?:[-–—•·*▪●◦‣]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
NO_END = re.compile(r"\b(?:a|an|the|of|in|on|at|to|for|by|with|from|and|or|as|that|der|die|das|und|von|zu|mit)$")
SENTENCE = 4  # words of a short one
SAMPLE = 3000  # characters of a unit that its features are counted on
WRAP = (35, 100)  # widths that text is wrapped at by hand
WORD_LONGER = 12  # characters that the rest of a divided word adds to a line
GLUED = 250  # characters within which headline and date stand in a page whose line breaks are lost
LONGEST_HEAD = 32  # words of such a headline
FORCED = 0.8  # share of a block's line ends amid a sentence that the width must explain
AMID = 0.4  # share of a block's lines after no stop that must begin in lower case


@dataclass
class Unit:
    """A paragraph: its offsets, its text with one blank between words and without markup, and its features."""

    start: int
    end: int
    text: str
    n_words: int
    function: float  # share of function words as English has them, 1 where the language has no list
    terminal: bool  # ends as a sentence does

    @property
    def short(self) -> bool:
        """Too short to be told apart from the words of a menu by its words alone."""
        return self.n_words < 8


def units(text: str, language: str) -> list[Unit]:
    """The units of a text, in order; together they hold all that is not blank."""
    lines = [line for match in LINE.finditer(text) if (line := _trim(text, *match.span()))]
    lines = [part for line in lines[:1] for part in _unglued(text, *line)] + lines[1:]
    if not lines:
        return []
    language = language if function_words(language) else _likely_language(text)
    found, first = [], 0
    joined = _joined(text, lines)
    for number, line in enumerate(lines):
        if number + 1 == len(lines) or not joined[number + 1]:
            found.append(_unit(text, lines[first][0], line[1], language))
            first = number + 1
    return found


def byline_shape(line: str) -> bool:
    """Whether a line names who wrote: it begins as one does, and is made of names."""
    mark = pattern("byline").match(line)
    if not mark or line.endswith((".", "?", "!")) and not line.startswith("("):
        return False
    words = [word for word in PART.findall(line[mark.end() :]) if len(word) > 3]
    return len(words) <= 12 and sum(not word.islower() for word in words) >= 0.6 * len(words)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    line = text[start:end]
    start += len(line) - len(line.lstrip())
    return (start, start + len(line.strip())) if line.strip() else None


def _unglued(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A page whose line breaks are lost, cut into headline, date and the rest; any other line as it is."""
    found = glued_date().search(text, start, min(end, start + GLUED))
    if end - start < GLUED or not found:
        return [(start, end)]
    head = text[start : found.start()].split()
    if not 2 <= len(head) <= LONGEST_HEAD or head[-1][-1] in TERMINAL + ",;:":
        return [(start, end)]
    parts = (start, found.start()), found.span(), (found.end(), end)
    return [part for piece in parts if (part := _trim(text, *piece))]


def _unit(text: str, start: int, end: int, language: str) -> Unit:
    function = function_words(language)
    plain = " ".join(_without_markup(text, start, end).split())
    head = plain[:SAMPLE].lower()
    words = [*PART.findall(head), *characters().findall(head)]
    hits = sum(word in function or word.split("’")[0] in function for word in words)
    count = count_words(head)
    share = hits / count if count and function else float(not function)
    share = min(1.0, 2 * share) if languages.language(language).inflected else share
    whole = count_words(plain)
    return Unit(start, end, plain, whole, share, _ends(plain) and whole > 0)


def _without_markup(text: str, start: int, end: int) -> str:
    pieces = []
    for begin, stop, _ in markup_in(text, start, end):
        pieces.append(text[start:begin])
        start = stop
    return " ".join([*pieces, text[start:end]])


def is_whole_sentence(line: str) -> bool:
    """Whether a line by its length and its end is a sentence or several; in any language."""
    return count_words(line[:SAMPLE]) >= SENTENCE and _ends(line)


def _ends(plain: str) -> bool:
    """Whether a paragraph ends as a sentence does, quotation marks and the number of a footnote aside."""
    end = FOOTNOTE.sub("", plain[-20:]).rstrip(CLOSERS)
    return end != "" and end[-1] in TERMINAL


def _likely_language(text: str) -> str:
    """The language whose function words are there most; "" where those of none are there in any number."""
    head = text[: 5 * SAMPLE].lower()
    words = Counter(PART.findall(head)) + Counter(characters().findall(head))
    hits = {code: sum(words[word] for word in function_words(code)) for code in languages.table()}
    best = max(hits, key=hits.__getitem__)
    return best if hits[best] > 0.1 * words.total() else ""


def _joined(text: str, lines: list[tuple[int, int]]) -> list[bool]:
    """For each line, whether it goes on from the line before: wrapped by hand, or broken within a sentence."""
    blocks, spaced = _blocks(text, lines)
    width, slack = _width(text, [block[1:] if spaced else block for block in blocks])
    joined: list[bool] = []
    for block in blocks:
        goes_on = [_goes_on(text, before, after, width, slack) for before, after in zip(block, block[1:], strict=False)]
        if spaced and not joined and goes_on and text[block[1][0]].isupper():
            goes_on[0] = False  # no blank line tells the headline from the text
        joined += [False, *goes_on]
    return joined


def _blocks(text: str, lines: list[tuple[int, int]]) -> tuple[list[list[tuple[int, int]]], bool]:
    """(the blocks of lines that blank lines part, whether each line stood alone, as some PDF readers print it).

    Where blank lines part the lines of a text wrapped by hand, only longer gaps part its blocks.
    """
    breaks = [len(BREAK.findall(text, before[1], line[0])) for before, line in zip(lines, lines[1:], strict=False)]
    usual = Counter(breaks).most_common(1)[0][0] if breaks else 1
    if usual > 1:
        spaced = _parted(lines, breaks, usual)
        if any(_wrapped_at(text, block[1:]) for block in spaced):  # the first line may be the headline
            return spaced, True
    return _parted(lines, breaks, 1), False


def _parted(lines: list[tuple[int, int]], breaks: list[int], most: int) -> list[list[tuple[int, int]]]:
    """The lines in blocks, a new one after more than so many line breaks."""
    blocks = [lines[:1]]
    for number, line in zip(breaks, lines[1:], strict=True):
        if number > most:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _width(text: str, blocks: list[list[tuple[int, int]]]) -> tuple[int, int]:
    """The width that a text was wrapped at by hand, 0 if it was not, and how much shorter its lines may be.

    They are uneven where words that were divided at their ends have been put together again.
    """
    for slack in (0, 2 * WORD_LONGER):
        if width := max(_wrapped_at(text, block, slack) for block in blocks):
            return width, slack
    return 0, 0


def _wrapped_at(text: str, block: list[tuple[int, int]], slack: int = 0) -> int:
    """The width that a block of lines was wrapped at by hand, 0 if it was not."""
    if len(block) < 3:
        return 0
    widths = sorted(end - start for start, end in block)
    width = widths[-1 - len(widths) // 5]  # a few lines are longer where a divided word was put together again
    if not WRAP[0] <= width <= WRAP[1]:
        return 0
    breaks = zip(block, block[1:], strict=False)
    within = [(before, after) for before, after in breaks if text[before[1] - 1] not in TERMINAL]
    forced = sum(_forced(text, before, after, width - slack) for before, after in within)
    amid = sum(text[after[0]].islower() for _, after in within)
    return width if forced >= FORCED * len(within) and amid >= AMID * len(within) and amid else 0


def _goes_on(text: str, before: tuple[int, int], after: tuple[int, int], width: int, slack: int = 0) -> bool:
    tail, head = text[slice(*before)][-60:], text[slice(*after)][:60]
    if BULLET.match(head) or byline_shape(head) or is_date(head) and head[-1] not in TERMINAL:
        return False
    if width and before[1] - before[0] <= width + WORD_LONGER and _forced(text, before, after, width - slack):
        return True
    if head[0] in ",;.)" and head[:2] != "..":
        return True
    if NO_END.search(tail):
        return len(tail) > 12
    return len(tail) > 30 and head[0].islower() and tail[-1] not in TERMINAL + ":"


def _forced(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether the next line's first word would not have fitted on the line before."""
    first_word = text[after[0] : min(after[0] + 40, after[1])].split()[0]
    return before[1] - before[0] + 1 + len(first_word) > width - 3
