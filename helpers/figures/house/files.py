"""A figure written to files: SVG, PDF, PNG, its data, its card."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import pandas as pd

from helpers.figures.house import fonts
from helpers.figures.house.layout import Page
from helpers.study.table_file import neutral_table

COLUMN_FILE = "_column"  # what the name of a figure at the width of a column ends in
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what makes an SVG ill-formed


def export(page: Page, name: str, folder: Path) -> dict:
    """Write a described page as NAME and NAME_column (.svg, .pdf, .png) and NAME.csv; return its card, NAME.json.

    The same figure gives the same bytes: ids are salted, dates left out. Characters that no installed font has are text
    in the SVG and boxes in PDF and PNG, named in the card (``missing_glyphs``) and warned of. ValueError for a page
    that nobody has described.
    """
    if page.data is None:
        raise ValueError(f"figure {name}: call describe(alt=, data=, n=) before publishing")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    column = page.column()
    missing = _draw(page, folder / name)
    _draw(column, folder / f"{name}{COLUMN_FILE}")
    if missing:
        warnings.warn(
            f"Figure {name}: no font on this computer has {' '.join(missing)}. The SVG holds them as text, the "
            "PDF and the PNG show boxes: install a font that has them (Noto Sans CJK, say) and run again.",
            stacklevel=2,
        )
    save_table(page.data, folder / f"{name}.csv")
    pictures = [f"{stem}.{kind}" for stem in (name, f"{name}{COLUMN_FILE}") for kind in ("svg", "pdf", "png")]
    card = {
        "name": name,
        "title": page.title,
        "alt": page.alt,
        "source": page.source,
        "n": int(page.n),
        "columns": [str(column) for column in page.data.columns],
        "missing_glyphs": missing,
        "files": [*pictures, f"{name}.csv", f"{name}.json"],
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return card


def _draw(page: Page, path: Path) -> list[str]:
    """Write the three pictures of a page, PATH.svg, .pdf, .png; the characters that no font has."""
    missing = fonts.keep_missing(page)
    svg, pdf, png = (path.with_name(f"{path.name}.{kind}") for kind in ("svg", "pdf", "png"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # export tells it in one sentence
        page.savefig(svg, metadata={"Date": None, "Title": page.title, "Description": page.alt})
        _take_out(NO_XML, svg)
        with fonts.outlines_alone():
            page.savefig(pdf, metadata={"CreationDate": None, "Title": page.title})
        page.savefig(png, metadata={"Title": page.title, "Software": None})
    if missing:
        _give_fonts(svg)
    return missing


def save_table(data: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV, in a folder that is made where it is missing; no text in it is a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    neutral_table(data).to_csv(path, index=False, float_format="%.6g", lineterminator="\n")


def _take_out(unwanted: re.Pattern, path: Path) -> None:
    svg = path.read_text("utf-8")
    if unwanted.search(svg):
        path.write_text(unwanted.sub("", svg), "utf-8")


def _give_fonts(path: Path) -> None:
    """Add fonts of other systems behind those of the house to the texts of an SVG."""
    elsewhere = ", ".join([*(f"'{name}'" for name in fonts.FALLBACK), "sans-serif"])
    svg = path.read_text("utf-8")
    path.write_text(re.sub(r"(<text style=\"[^\"]*font-family: [^;\"]+)", rf"\1, {elsewhere}", svg), "utf-8")
