"""What a word is, and how words are counted: the one definition behind every number and share of words."""

from __future__ import annotations

import re

# Scripts that set no blanks between words, and how many of their characters make one: a Chinese word has one or two,
# most often two; scripts of Southeast Asia spell sounds, as Latin does, in syllables of two or three signs.
UNSPACED = (
    (re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"), 1.6),
    (re.compile(r"[\u0e00-\u0e3a\u0e40-\u0eff\u1000-\u109f\u1780-\u17ff]"), 4.0),
)
WORD = re.compile(r"[^\W_]+(?:[.,:'’‘/&@+‐‑·-]{1,2}[^\W_]+)*")


def count_words(text: str) -> int:
    """How many words a text has.

    A word is a run of letters and digits, with single hyphens, apostrophes, stops and the like between them: "don't",
    "state-owned", "U.S." and "3.5" are one each; dashes divide. Where a script sets no blanks, words are characters
    divided by their usual number in a word.
    """
    count = 0.0
    for script, characters in UNSPACED:
        text, found = script.subn(" ", text) if not text.isascii() else (text, 0)
        count += found / characters
    return len(WORD.findall(text)) + (max(1, round(count)) if count else 0)
