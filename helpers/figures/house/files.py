"""A figure written to files: SVG, PDF, PNG, its data, its card."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from helpers.figures.house import fonts
from helpers.study.table_file import neutral

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what makes an SVG ill-formed


def export(fig: Figure, name: str, title: str, alt: str, source: str, data: pd.DataFrame, folder: Path, n: int) -> dict:
    """Write NAME.svg, .pdf, .png, .csv and the card NAME.json; return the card.

    The same figure gives the same bytes: ids are salted, dates left out. Characters that no installed font has are text
    in the SVG and boxes in PDF and PNG, named in the card (``missing_glyphs``) and warned of.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    missing = fonts.keep_missing(fig)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # told in one sentence below
        fig.savefig(folder / f"{name}.svg", metadata={"Date": None, "Title": title, "Description": alt})
        _take_out(NO_XML, folder / f"{name}.svg")
        fig.savefig(folder / f"{name}.pdf", metadata={"CreationDate": None, "Title": title})
        fig.savefig(folder / f"{name}.png", metadata={"Title": title, "Software": None})
    if missing:
        _give_fonts(folder / f"{name}.svg")
        warnings.warn(
            f"Figure {name}: no font on this computer has {' '.join(missing)}. The SVG holds them as text, the "
            "PDF and the PNG show boxes: install a font that has them (Noto Sans CJK, say) and run again.",
            stacklevel=2,
        )
    save_table(data, folder / f"{name}.csv")
    card = {
        "name": name,
        "title": title,
        "alt": alt,
        "source": source,
        "n": int(n),
        "columns": [str(column) for column in data.columns],
        "missing_glyphs": missing,
        "files": [f"{name}.{kind}" for kind in ("svg", "pdf", "png", "csv", "json")],
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return card


def save_table(data: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV, in a folder that is made where it is missing; no text in it is a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = data.map(lambda cell: neutral(cell) if isinstance(cell, str) else cell)
    data.to_csv(path, index=False, float_format="%.6g", lineterminator="\n")


def _take_out(unwanted: re.Pattern, path: Path) -> None:
    svg = path.read_text("utf-8")
    if unwanted.search(svg):
        path.write_text(unwanted.sub("", svg), "utf-8")


def _give_fonts(path: Path) -> None:
    """Add fonts of other systems behind those of the house to the texts of an SVG."""
    elsewhere = ", ".join([*(f"'{name}'" for name in fonts.FALLBACK), "sans-serif"])
    svg = path.read_text("utf-8")
    path.write_text(re.sub(r"(<text style=\"[^\"]*font-family: [^;\"]+)", rf"\1, {elsewhere}", svg), "utf-8")
