"""The fonts of a page: of those that figures are drawn in the characters that it needs, inside the page itself."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from pathlib import Path

import matplotlib as mpl
from fontTools import subset
from fontTools.ttLib import TTFont

from helpers.study import ROOT

HOUSE = ROOT / "helpers" / "figures" / "fonts"
ALWAYS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x2190, 0x2192, 0x2212]))


def faces(characters: str) -> str:
    """``@font-face`` rules of one family, "House", for these characters and those of plain prose.

    Each character comes from the first font that has it: Source Sans, DejaVu Sans, then whatever lies beside them.
    """
    left = set(characters) | set(ALWAYS)
    rules = [_face(HOUSE / "SourceSansPro-Bold.ttf", left, 700)]
    for path in _regular():
        held = left & _held(path)
        if held:
            rules.append(_face(path, held, 400))
        left -= held
    return "\n".join(filter(None, rules))


def _regular() -> Iterable[Path]:
    house = sorted(path for path in HOUSE.glob("*.ttf") if "Bold" not in path.name)
    first = [path for path in house if path.name.startswith("SourceSans")]
    return [
        *first,
        Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf",
        *(p for p in house if p not in first),
    ]


def _held(path: Path) -> set[str]:
    with TTFont(path, lazy=True) as font:
        return {chr(code) for code in font.getBestCmap()}


def _face(path: Path, characters: set[str], weight: int) -> str:
    """One rule, with the subset of a font as WOFF; "" where it has none of the characters."""
    held = sorted(characters & _held(path))
    if not held:
        return ""
    options = subset.Options(flavor="woff", layout_features=["kern", "tnum", "lnum"], notdef_outline=True)
    options.drop_tables += ["FFTM"]
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in held])
    cutter.subset(font)
    buffer = io.BytesIO()
    font.flavor = "woff"
    font.save(buffer, reorderTables=False)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return (
        f'@font-face{{font-family:"House";font-weight:{weight};font-display:block;unicode-range:{_spans(held)};'
        f'src:url("data:font/woff;base64,{data}") format("woff")}}'
    )


def _spans(characters: list[str]) -> str:
    """Code points as ``U+20-7E,U+2013``."""
    spans: list[list[int]] = []
    for code in map(ord, characters):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in spans)
