"""What a word is: the one definition behind every number of words, every share of them, and every match of one.

A word that is counted keeps what joins its parts, so that "state-owned" is one; where words are compared with a list,
or phrases of them, it falls into the parts, for "cold war" and "cold-war" are alike. Scripts that set no blanks
between words (characters.yaml) are counted by their characters, and in a phrase each character is a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from helpers import lexicons

WORD = re.compile(r"[^\W_]+(?:[.,:'’‘/&@+‐‑·-]{1,2}[^\W_]+)*")  # as it is counted
PART = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # as a list of words has it: hyphens divide, apostrophes do not
SIGNS = "$€£¥"  # each is a word of its own in a phrase, and so is a character of Chinese
MARKS = r"\u0300-\u036f\u00ad"  # combining accents and soft hyphens belong to a word of a phrase
GAP = re.compile(r"[\s\-‐‑–\"'“”„‟‘’‚‛«»‹›「」『』《》`´]+|[./&]")  # between two words of a phrase


@cache
def unspaced() -> list[tuple[re.Pattern[str], float]]:
    """Characters of the scripts that set no blanks, and how many of them make a word; Chinese and Japanese first."""
    rows = lexicons.load("characters")["unspaced"]
    return [(_one_of(row["characters"]), float(row["to_a_word"])) for row in rows]


@cache
def characters() -> re.Pattern[str]:
    """A character of Chinese or Japanese, which in a list of words or a comparison of texts stands for one."""
    return unspaced()[0][0]


@cache
def alone() -> str:
    """What is a word of its own in a phrase, whatever stands beside it: a class of a regular expression."""
    return f"(?-i:[{SIGNS}{characters().pattern[1:-1]}])"  # minding case would look at each of these characters


@cache
def letter() -> str:
    """One letter of any other word of a phrase, as a regular expression."""
    return rf"(?-i:[^\W{characters().pattern[1:-1]}]|[{MARKS}])"


@cache
def phrased() -> re.Pattern[str]:
    """A word of a phrase, in one group: apostrophes divide too.

    >>> phrased().findall("China's 5G网络")
    ['China', 's', '5G', '网', '络']
    """
    return re.compile(rf"((?:[^\W{characters().pattern[1:-1]}]+|[{MARKS}]+)+|{alone()})")


def _one_of(ranges: str) -> re.Pattern[str]:
    """Any of the characters in "3005-3007 3040-30ff", hexadecimal."""
    pairs = (part.split("-") for part in ranges.split())
    inside = "".join(f"{chr(int(first, 16))}-{chr(int(last, 16))}" for first, last in pairs)
    return re.compile(f"[{inside}]")


def count_words(text: str) -> int:
    """How many words a text has.

    A word is a run of letters and digits, with single hyphens, apostrophes, stops and the like between them: "don't",
    "state-owned", "U.S." and "3.5" are one each; dashes divide. Where a script sets no blanks, words are characters
    divided by their usual number in a word.

    >>> count_words("State-owned firms don't pay 3.5 per cent – yet")
    8
    """
    count = 0.0
    for script, to_a_word in unspaced() if not text.isascii() else ():
        text, found = script.subn(" ", text)
        count += found / to_a_word
    return len(WORD.findall(text)) + (max(1, round(count)) if count else 0)


def normal(word: str) -> str:
    """A word as it is compared: composed letters, no soft hyphen, lower case."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", word.replace("\u00ad", "")).lower()
