"""Fonts: those of the house, and for characters that they lack matplotlib's fallback to others.

The house fonts hold Latin, Cyrillic, Greek, Georgian, Arabic and more (Source Sans Pro, DejaVu Sans), and Chinese
(Whose Words CJK, made by helpers.training.fonts); a name in Korean, say, is drawn in the first font of FALLBACK that is
installed and has it. Which characters none has, `missing`
tells; texts with such characters stand in SVG as text, which whoever opens it sees in a font of their own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

CJK = "Whose Words CJK"
BUNDLED = Path(__file__).parents[1] / "fonts"
# Fonts that come with Linux, macOS, Windows and their packages, without serifs, by what they hold.
FALLBACK = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei"),
    *("WenQuanYi Zen Hei", "Droid Sans Fallback", "PingFang SC", "Hiragino Sans GB", "Hiragino Sans", "Heiti SC"),
    *("Microsoft YaHei", "SimHei", "Noto Sans CJK KR", "Yu Gothic", "Malgun Gothic", "Apple SD Gothic Neo"),
    *("Noto Sans", "Segoe UI", "Nirmala UI", "Leelawadee UI", "Ebrima", "Noto Sans Arabic", "Noto Sans Hebrew"),
    *("Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Thai", "Noto Sans Mongolian"),
    *("Noto Sans Tibetan", "Noto Serif Tibetan", "Microsoft Himalaya", "Mongolian Baiti", "Noto Sans Ethiopic"),
    *("Noto Sans Khmer", "Noto Sans Lao", "Noto Sans Myanmar", "Noto Sans Sinhala", "Noto Sans Armenian"),
    *("Noto Sans Georgian", "Arial Unicode MS", "Unifont"),
)
LAYOUT = ("GDEF", "GPOS", "GSUB")  # tables of a font that place letters; in a PDF they stand where they stand


def use() -> None:
    """Put the installed ones of FALLBACK behind the fonts of the style that is on."""
    _load()
    house = [name for name in mpl.rcParams["font.family"] if name not in FALLBACK]
    mpl.rcParams["font.family"] = [*house, *_installed()]


@cache
def _load() -> None:
    """Make the fonts that come with the package known to matplotlib, once."""
    known = font_manager.fontManager
    for path in sorted(BUNDLED.glob("*.ttf")):
        known.addfont(str(path))
    regular = next(font for font in known.ttflist if font.name == CJK)
    known.ttflist.append(replace(regular, weight=700))  # it has no bold, and matplotlib would warn of that


@cache
def _installed() -> tuple[str, ...]:
    names = set(font_manager.get_font_names())
    return tuple(name for name in FALLBACK if name in names)


@contextmanager
def outlines_alone() -> Iterator[None]:
    """Let matplotlib put fonts into a PDF without the tables of LAYOUT: to read and cut those takes long."""
    load = subset.load_font

    def without_layout(*args: Any, **kwargs: Any) -> TTFont:
        font = load(*args, **kwargs)
        for table in LAYOUT:
            if table in font:
                del font[table]
        return font

    subset.load_font = without_layout
    try:
        yield
    finally:
        subset.load_font = load


@contextmanager
def found_once() -> Iterator[None]:
    """Let matplotlib look for the fonts of a text once, not for each of its drawings; the style must not change."""
    manager: Any = font_manager.fontManager
    manager._find_fonts_by_props = cache(manager._find_fonts_by_props)
    try:
        yield
    finally:
        del manager._find_fonts_by_props


def missing(texts: Iterable[str]) -> list[str]:
    """The characters that no font in use has, sorted."""
    families = tuple(mpl.rcParams["font.family"])
    return sorted(character for character in set("".join(texts)) if not _held(character, families))


def keep_missing(figure: Figure) -> list[str]:
    """Let texts with a character that no font has be written into SVG as text; return those characters, sorted."""
    for ax in figure.axes:
        ax.get_xticklabels(), ax.get_yticklabels()  # they have no text before they are asked for
    texts = [text for text in figure.findobj(Text) if text.get_visible()]
    for text in texts:
        if missing([text.get_text()]):
            _keep_as_text(text)
    return missing(text.get_text() for text in texts)


def _keep_as_text(text: Text) -> None:
    """Let a text be written into SVG as text, not as the outlines of boxes."""
    if "draw" in vars(text):  # done before: a figure is exported several times
        return
    draw = text.draw

    def as_text(renderer: RendererBase) -> None:
        with mpl.rc_context({"svg.fonttype": "none"}):
            draw(renderer)

    text.draw = as_text  # type: ignore[method-assign]


@cache
def _held(character: str, families: tuple[str, ...]) -> bool:
    unprinted = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
    return unprinted or any(_face(name).get_char_index(ord(character)) for name in families)


@cache
def _face(name: str) -> FT2Font:
    return font_manager.get_font(font_manager.findfont(name))
