"""The reading form of a text: the one that every step reads, with a map back to the decoded text.

Readers do not see whether a text holds soft hyphens, no-break spaces, decomposed letters, look-alike quotation marks,
doubly encoded letters, words divided at the end of a line or without the blank that was lost where a link began, or
marks of HTML and Markdown; rules and models do. The reading form is the text without all that. It is made once an
article; spans found in it are mapped back, so that every table speaks of the decoded text.

What orders lines and paragraphs stays: HTML elements that end a sentence, bullets, ">" before quoted lines.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, groupby

import numpy as np
import simplemma

from helpers import lexicons
from helpers.layout.lexicon import markup
from helpers.layout.mojibake import misread
from helpers.models import BLANK, tokenizer
from helpers.reading import detect_language

Edit = tuple[int, int, str]  # text[start:end] is read as the string
PASSES = 6  # markup within markup, text encoded twice: as many layers are taken off
BREAK = re.compile(r"[\n\f](?! *>)")  # a quoted line stays one
NEXT_LINE = 0x85  # a line break where there is no other, else the dots of Windows-1252
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
SOFT = re.compile("\xad[ \t]*\r?\n[ \t]*(?=([^\\W\\d_]))")
DIVIDED = re.compile(r"(?<=([^\W\d_]))[-¬] *\n( *\n)? *(?=([^\W\d_]+)\S*( ?))")
GLUED = re.compile(r"(?<!\w)[a-zß-öø-ÿа-яё]{2,}(?=[A-ZÀ-ÖØ-ÞА-ЯЁ])")  # "derJerusalem", as no word is written
LAST_WORD = re.compile(r"[^\W\d_]+$")
HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LONGEST_WORD = 60  # characters looked back for the first half of a divided word
LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{1,500})\]"
    r"\((?:<[^<>\n]{0,500}>|(?=[^\s()]*[./#:])[^\s()]{0,500}(?:\([^\s()]{0,100}\)[^\s()]{0,500})?)"
    r"(?: +\"[^\"\n]{0,200}\")?\)"
)
EMPHASIS = re.compile(  # a pair of marks, each at the edge of a word and not in a longer run
    r"(?<![^\W_])(?<!\\)((?<!\*)\*{1,3}|(?<!_)_{1,3}|(?<!~)~~)(?=[^\W_]|[\"'“”„«»‘’‚‹›(\[$€£¥#@&<*_])"
    r"((?:[^*_~\n]|\n(?! *\n)){1,2000}?)(?<=\S)\1(?![^\W_])(?!(?<=\*)\*|(?<=_)_|(?<=~)~)"
)
HEADING = re.compile(r"^ {0,3}#{1,6} +(?=\S)|(?<=\S) +#{1,6} *$", re.M)
ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


class ReadingForm:
    """A decoded text and its reading form `text`; character i of it stands at decoded[starts[i]:ends[i]]."""

    def __init__(self, decoded: str, language: str = "") -> None:
        """Read a decoded text; its language (ISO 639-1) is detected where it is needed and not given."""
        self.decoded = self.text = decoded
        self.starts = self.ends = np.zeros(0, np.int64)
        self._language = language
        for _ in range(PASSES):
            before = self.text
            self._read_once()
            if self.text == before:
                break

    @property
    def same(self) -> bool:
        """Whether the places in the reading form are those in the decoded text."""
        return not len(self.starts)

    def _read_once(self) -> None:
        if not self.text.isascii():
            self._edit(_composed(self.text))
            self._edit(misread(self.text))
            self._edit(_divided_softly(self.text))
        self._edit(_entities(self.text))
        self._edit(_characters(self.text))
        self.text = self.text.translate(_alike() | {NEXT_LINE: "…" if "\n" in self.text else "\n"})
        self._edit(self._divided())
        self._edit(_tags(self.text))
        self._edit(_marks(self.text))
        self._edit(_glued(self.text))

    def _edit(self, edits: Iterable[Edit]) -> None:
        """Make changes, given in order; one that overlaps with the last is left out."""
        at = 0
        pieces: list[str] = []
        starts: list[np.ndarray] = []
        ends: list[np.ndarray] = []
        for start, end, read in edits:
            if start < at:
                continue
            if not pieces and self.same:
                self.starts = np.arange(len(self.text))
                self.ends = self.starts + 1
            pieces += [self.text[at:start], read]
            starts += [self.starts[at:start], np.full(len(read), self.starts[start])]
            ends += [self.ends[at:start], np.full(len(read), self.ends[end - 1])]
            at = end
        if pieces:
            self.text = "".join([*pieces, self.text[at:]])
            self.starts = np.concatenate([*starts, self.starts[at:]])
            self.ends = np.concatenate([*ends, self.ends[at:]])

    def unwrap(self, paragraphs: Iterable[tuple[int, int]]) -> None:
        """Read the line breaks within paragraphs, in order, as blanks: once the layout has told which lines are one."""
        at, pieces = 0, []
        for start, end in paragraphs:
            pieces += [self.text[at:start], BREAK.sub(" ", self.text[start:end])]
            at = end
        self.text = "".join([*pieces, self.text[at:]])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end], which must not be empty, stands in the decoded text."""
        return (start, end) if self.same else (int(self.starts[start]), int(self.ends[end - 1]))

    def cover(self, start: int, end: int) -> tuple[int, int]:
        """The same, with what was left out at its edges: marks of emphasis, tags, characters that are not seen."""
        first, last = self.span(start, end)
        if self.same:
            return first, last
        if start == 0 or self.text[start - 1].isspace():
            before = self.decoded[int(self.ends[start - 1]) if start else 0 : first]
            first -= len(before.lstrip())
        after = self.decoded[last : int(self.starts[end]) if end < len(self.text) else len(self.decoded)]
        return first, last + len(after.rstrip())

    def read(self, start: int, end: int) -> tuple[int, int]:
        """The other way: where decoded[start:end] stands in the reading form."""
        if self.same:
            return start, end
        return int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left"))

    def _divided(self) -> Iterator[Edit]:
        """Words divided at the end of a line: joined; the line ends behind them, so that its width stays what it was.

        A compound keeps its hyphen: one whose second part is a name ("Sino-/Russian"), that stands in the text with
        it, or that is no word without it while both of its parts are words ("state-/owned").
        """
        places = list(DIVIDED.finditer(self.text))
        if not places:
            return
        language = self._language or detect_language(self.text)
        elsewhere = frozenset(word.lower() for word in HYPHENED.findall(self.text))
        for match in places:
            head = LAST_WORD.search(self.text, max(0, match.start() - LONGEST_WORD), match.start())
            tail = match[3]
            if not head or tail.lower() in _listed("apart", language) or (match[2] and not tail[0].islower()):
                continue
            hyphen = not tail[0].islower() or _is_compound(head[0].lower(), tail.lower(), language, elsewhere)
            yield match.start(), match.end(), "-" * hyphen
            if match[4]:
                yield match.start(4), match.end(4), "\n"


def clean(text: str) -> str:
    """The reading form of a text, for those who need no way back."""
    return ReadingForm(text).text


def _is_compound(head: str, tail: str, language: str, elsewhere: frozenset[str]) -> bool:
    joined, hyphened = head + tail, f"{head}-{tail}"
    if joined in elsewhere or hyphened in elsewhere:
        return joined not in elsewhere
    if head in _listed("hyphens", language):
        return not _is_usual(joined)
    if language != "en":  # a compound's second part has a capital in German; in Russian few parts keep the hyphen
        return tail in _listed("hyphened", language)
    return (
        _is_usual(head)
        and _is_usual(tail)
        and not (_is_usual(joined) or simplemma.is_known(joined, lang="en", low_memory=True))
    )


def _is_usual(word: str) -> bool:
    """Whether a word is among the most usual ones of its language, which the vocabulary of pieces holds whole."""
    return len(word) > 1 and tokenizer().token_to_id(BLANK + word) is not None


def _glued(text: str) -> Iterator[Edit]:
    """A blank behind a word that runs into a name."""
    found = (match for match in GLUED.finditer(text) if _is_usual(match[0]))
    return ((m.end() - 1, m.end(), m[0][-1] + " ") for m in found)


# --- characters -------------------------------------------------------------------------------------


def _lexicon() -> dict:
    return lexicons.load("characters")


def _listed(name: str, language: str) -> frozenset[str]:
    return lexicons.words("words", name, language)


def _ranges(name: str) -> list[range]:
    """The characters of a list: "0009 2000-200A"."""
    pairs = (part.split("-") for part in _lexicon()[name].split())
    return [range(int(pair[0], 16), int(pair[-1], 16) + 1) for pair in pairs]


def _class(ranges: Iterable[range]) -> str:
    """The inside of a regular expression's character class."""
    return "".join(f"{re.escape(chr(r[0]))}-{re.escape(chr(r[-1]))}" for r in ranges)


@cache
def _alike() -> dict[int, str]:
    """What is read as one other character: blanks, line breaks, marks, and C1 controls as Windows-1252 has them."""
    controls = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    return (
        {code: char for code, char in controls.items() if char}
        | dict.fromkeys(chain(*_ranges("blanks")), " ")
        | dict.fromkeys(chain(*_ranges("breaks")), "\n")
        | {ord(char): read for read, chars in _lexicon()["alike"].items() for char in chars}
    )


@cache
def _longer() -> tuple[re.Pattern[str], dict[str, str]]:
    """What is no one character for one: left out, or read as several, or several read as one."""
    lexicon = _lexicon()
    no_characters = [range(code, code + 1) for code in range(0x80, 0xA0) if code not in _alike() and code != NEXT_LINE]
    unseen = _class([*_ranges("invisible"), *no_characters])
    doubled = [entry["where"].replace("{}", re.escape(entry["marks"])) for entry in lexicon["doubled"]]
    pattern = "|".join([f"[{unseen}]+", "\r(?=\n)", f"[{''.join(lexicon['ligatures'])}]", *doubled])
    return re.compile(pattern), lexicon["ligatures"] | {entry["marks"]: entry["read"] for entry in lexicon["doubled"]}


def _characters(text: str) -> Iterator[Edit]:
    pattern, read = _longer()
    return ((*match.span(), read.get(match[0], "")) for match in pattern.finditer(text))


@cache
def _decomposed() -> re.Pattern[str]:
    """A letter with what combines with it, or a character that has a composed form of its own."""
    codes = [*range(0x80, 0xD800), *range(0xE000, 0x10000)]
    marks = _class(_runs(code for code in codes if unicodedata.combining(chr(code))))
    singles = _class(_runs(code for code in codes if not unicodedata.is_normalized("NFC", chr(code))))
    return re.compile(f"[^{marks}][{marks}]+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[{singles}]")


def _runs(codes: Iterable[int]) -> list[range]:
    """Numbers in order as ranges of consecutive ones."""
    groups = groupby(enumerate(codes), key=lambda item: item[1] - item[0])
    found = ([code for _, code in group] for _, group in groups)
    return [range(run[0], run[-1] + 1) for run in found]


def _composed(text: str) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFC", text):
        return iter(())
    found = ((match.span(), match[0], unicodedata.normalize("NFC", match[0])) for match in _decomposed().finditer(text))
    return ((*span, composed) for span, letters, composed in found if letters != composed)


def _divided_softly(text: str) -> Iterator[Edit]:
    """A soft hyphen at the end of a line always divides a word."""
    return ((*match.span(), "") for match in SOFT.finditer(text) if match[1].islower())


# --- markup -----------------------------------------------------------------------------------------


def _entities(text: str) -> Iterator[Edit]:
    """ "&quot;", "&#8220;": the characters they stand for."""
    found = ((match.span(), match[0], html.unescape(match[0])) for match in ENTITY.finditer(text))
    return ((*span, read) for span, entity, read in found if read != entity)


def _tags(text: str) -> Iterator[Edit]:
    """HTML elements within a sentence are left out; between two of them ("</a><a>") there is a blank."""
    if "<" not in text:
        return
    end, closes = -1, False
    for tag in markup().finditer(text):
        if tag[1] or text[tag.start() + 1].isspace():  # "a < b > c"
            continue
        opens = tag[0][1:].lstrip()[:1] != "/"
        between = closes and opens and tag.start() == end and tag.end() < len(text) and not text[tag.end()].isspace()
        yield *tag.span(), " " * between
        end, closes = tag.end(), not opens


def _marks(text: str) -> Iterator[Edit]:
    """Marks of Markdown within a line, in order: links, emphasis, headings, escapes."""
    found: list[Edit] = []
    for match in LINK.finditer(text) if "](" in text else ():
        found += [(match.start(), match.start(1), ""), (match.end(1), match.end(), "")]
    for match in EMPHASIS.finditer(text):
        found += [(*match.span(1), ""), (match.end(2), match.end(), "")]
    found += [(*match.span(), "") for pattern in (HEADING, ESCAPE) for match in pattern.finditer(text)]
    return iter(sorted(found))
