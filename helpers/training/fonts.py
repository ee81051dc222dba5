"""Make the font that draws Chinese names: a subset of Noto Sans CJK SC with TrueType outlines, which a PDF can embed.

    python -m helpers.training.fonts NotoSansCJKsc-Regular.otf

NotoSansCJKsc-Regular.otf (SIL Open Font License 1.1, © 2014, 2015 Adobe, no reserved name)
comes with the package mplfonts 0.0.11. Held are the characters of GB 2312, as many of the first level of Big5, its
common characters, as SIZE lets in, kana, CJK punctuation and fullwidth forms. Needs fontTools.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).parents[1] / "figures" / "fonts" / "WhoseWordsCJK-Regular.ttf"
NAME = "Whose Words CJK"  # a changed font has a name of its own
SIZE = 2_500_000  # bytes
CLOSE = 4.0  # units of 1,000 to the em that an outline may stray when its curves become quadratic
UNUSED = (  # limits of a font with hints
    *("maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
    *("maxSizeOfInstructions", "maxComponentElements"),
)
STEP = 250  # characters of Big5 that are left out at a time, until the font is small enough


def main(source: Path) -> None:
    """Write the font to TARGET."""
    traditional = _level("big5", 0xA4, 0xC6)
    while True:
        font = _made(source, {*_always(), *traditional})
        font.save(TARGET)
        if TARGET.stat().st_size <= SIZE or not traditional:
            break
        traditional = traditional[:-STEP]
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")


def _always() -> list[str]:
    """GB 2312 without its first rows of foreign letters, kana, CJK punctuation, fullwidth forms."""
    ranges = ((0x3000, 0x303F), (0x3041, 0x30FF), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6))
    return [*_level("gb2312", 0xB0, 0xF7), *(chr(code) for first, last in ranges for code in range(first, last + 1))]


def _level(encoding: str, first: int, last: int) -> list[str]:
    """The characters of rows of a two-byte character set, in its order."""
    rows = [bytes([row, cell]) for row in range(first, last + 1) for cell in range(0x40, 0xFF)]
    return [text for pair in rows if len(text := pair.decode(encoding, "ignore")) == 1]


def _made(source: Path, characters: set[str]) -> TTFont:
    """The subset of the font, with quadratic outlines, without hints and features."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, glyph_names=False, name_IDs=["*"])
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(characters))
    cutter.subset(font)
    _to_quadratic(font)
    _rename(font)
    return font


def _to_quadratic(font: TTFont) -> None:
    """Replace CFF outlines with glyf."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, CLOSE, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphs, font["glyf"].glyphOrder = drawn, order
    font["maxp"] = newTable("maxp")
    font["maxp"].tableVersion, font["maxp"].maxZones = 0x00010000, 1
    for field in UNUSED:
        setattr(font["maxp"], field, 0)
    font["post"].formatType = 3.0
    for name in order:
        drawn[name].recalcBounds(font["glyf"])
        left = drawn[name].xMin if drawn[name].numberOfContours else 0
        font["hmtx"][name] = (font["hmtx"][name][0], left)
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def _rename(font: TTFont) -> None:
    """Give the font a name of its own; copyright and licence stay."""
    for record in list(font["name"].names):
        if record.nameID in (0, 7, 13, 14):
            continue
        font["name"].removeNames(record.nameID)
    for number, text in ((1, NAME), (2, "Regular"), (3, f"{NAME} 1.0"), (4, NAME), (6, NAME.replace(" ", ""))):
        font["name"].setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
