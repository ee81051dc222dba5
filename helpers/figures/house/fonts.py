"""Fonts: those of the house, and for characters that they lack whatever the system has.

The house fonts (Source Sans Pro, DejaVu Sans) hold Latin, Cyrillic, Greek, Georgian, Arabic and more; a name in
Chinese, say, is drawn in the first installed font that has it. Which characters no font has, `missing` tells; texts
with such characters stand in SVG as text, which whoever opens it sees in a font of their own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

BUNDLED = Path(__file__).parents[1] / "fonts"
PICTURES = ("Last Resort", "Emoji")  # fonts with a box, or a coloured picture, for every character
_holder: dict[str, str] = {}  # the installed font found for a character, "" where none has it


@cache
def load() -> None:
    """Make the fonts that come with the package known to matplotlib, once."""
    for path in sorted(BUNDLED.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


def family(text: str) -> list[str]:
    """The fonts to draw a text in: those of the house, then what its other characters need."""
    house = list(mpl.rcParams["font.family"])
    strange = _strange(text, tuple(house))
    if not strange:
        return house
    _find(strange - _holder.keys())
    return [*house, *sorted({_holder[character] for character in strange} - {""})]


def missing(texts: Iterable[str]) -> list[str]:
    """The characters that neither the house fonts nor any installed font has, sorted."""
    strange = _strange("".join(texts), tuple(mpl.rcParams["font.family"]))
    _find(strange - _holder.keys())
    return sorted(character for character in strange if not _holder[character])


def fit(figure: Figure) -> list[str]:
    """Give every text of a figure a font that has its characters; return all the texts."""
    for ax in figure.axes:
        ax.get_xticklabels(), ax.get_yticklabels()  # they have no text before they are asked for
    drawn = [text for text in figure.findobj(Text) if text.get_visible()]
    for text in drawn:
        if _strange(text.get_text(), tuple(mpl.rcParams["font.family"])):
            text.set_family(family(text.get_text()))
            if missing([text.get_text()]):
                _keep_as_text(text)
    return [text.get_text() for text in drawn]


def _keep_as_text(text: Text) -> None:
    """Let a text be written into SVG as text, not as the outlines of boxes."""
    if "draw" in vars(text):  # done before: a figure is drawn several times
        return
    draw = text.draw

    def as_text(renderer: RendererBase) -> None:
        with mpl.rc_context({"svg.fonttype": "none"}):
            draw(renderer)

    text.draw = as_text


def _strange(text: str, families: tuple[str, ...]) -> set[str]:
    """The printed characters of a text that are in none of the families."""
    return {character for character in set(text) if not _held(character, families)}


@cache
def _held(character: str, families: tuple[str, ...]) -> bool:
    unprinted = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
    return unprinted or any(_face(name).get_char_index(ord(character)) for name in families)


@lru_cache(maxsize=8)
def _face(name: str) -> FT2Font:
    return font_manager.get_font(font_manager.findfont(name))


def _find(characters: set[str]) -> None:
    """Look for characters in the installed fonts: first those already drawn in, then all by name."""
    wanted = set(characters)
    for name in _installed():
        if not wanted:
            break
        found = {character for character in wanted if _face(name).get_char_index(ord(character))}
        _holder.update(dict.fromkeys(found, name))
        wanted -= found
    _holder.update(dict.fromkeys(wanted, ""))


def _installed() -> Iterator[str]:
    """Names of installed fonts: those in use, then those without serifs, then the rest."""
    used = set(_holder.values()) - {""}
    plain = [font for font in font_manager.fontManager.ttflist if (font.style, font.weight) == ("normal", 400)]
    names = {font.name for font in plain if not any(word in font.name for word in PICTURES)} - used
    yield from sorted(used)
    yield from sorted(names, key=lambda name: ("sans" not in name.lower(), name))
