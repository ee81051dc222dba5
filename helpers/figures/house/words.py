"""Words that are drawn: how wide they are, where a line breaks, how a number is written."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from matplotlib import font_manager
from matplotlib.textpath import text_to_path

WORD = re.compile(r"\S+(?: %\S*)?")
LONGEST = 30  # characters of a row's name


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: str) -> float:
    """Width of a text in inches."""
    font = font_manager.FontProperties(size=size, weight=weight)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a missing glyph is export's to report
        return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / 72


def wrap(text: str, size: float, weight: str, room: float) -> list[str]:
    """Break a text into lines of at most ``room`` inches; a longer word stands alone, a number keeps its per cent."""
    lines: list[str] = []
    for word in WORD.findall(text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def break_name(name: str, size: float, room: float) -> list[str]:
    """A name broken at spaces and after hyphens where a line would grow wider than ``room`` inches."""
    lines = [""]
    for part in name.replace("-", "-\0").replace(" ", " \0").split("\0"):
        longer = lines[-1] + part
        if lines[-1] and text_width(longer.strip(), size, "normal") > room:
            lines.append(part)
        else:
            lines[-1] = longer
    return [line.strip() for line in lines]


def shorten(text: object, most: int = 28) -> str:
    """A label cut at ``most`` characters."""
    text = str(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cut(names: Sequence[str], most: int = LONGEST) -> list[str]:
    """Names of at most ``most`` characters: cut at the end, and in the middle where that would make two alike.

    >>> cut(["The Daily Herald, London", "The Daily Herald, Leeds", "Wire"], 16)
    ['The Dai…, London', 'The Dai…d, Leeds', 'Wire']
    """
    short = [shorten(name, most) for name in names]
    alike = Counter(zip(short, names, strict=True))
    times = Counter(text for text, _ in alike)
    return [_middle(name, most) if times[text] > 1 else text for name, text in zip(names, short, strict=True)]


def _middle(text: str, most: int) -> str:
    """A text without its middle."""
    return f"{text[: (most - 1) // 2].rstrip()}…{text[-(most // 2) :].lstrip()}" if len(text) > most else text


def number(form: str, value: float) -> str:
    """A formatted number with a true minus sign, and no minus before zero; what is not quite 0 or 100 % says so.

    >>> number("{:+.2f}", -0.5), number("{:.0%}", 0.27), number("{:.0%}", 0.004), number("{:.0%}", 0.996)
    ('−0.50', '27 %', '<1 %', '>99 %')
    """
    text = form.format(value)
    if text.endswith("%"):
        ends = {"0%": "<1 %" if value > 0 else "0 %", "100%": ">99 %" if value < 1 else "100 %"}
        text = ends.get(text, f"{text[:-1]} %")
    if not any(digit in text for digit in "123456789"):  # zero has no sign
        text = text.replace("-", "").replace("+", "")
    return text.replace("-", "−")
