"""A figure written to files: SVG, PDF, PNG, its data, its card."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure


def export(
    fig: Figure, name: str, title: str, alt: str, source: str, data: pd.DataFrame, folder: Path, n: int
) -> dict:
    """Write NAME.svg, .pdf, .png, .csv and the card NAME.json; return the card.

    The same figure gives the same bytes: ids are salted, dates left out. A character that no font of
    the house has raises ValueError, since it would be printed as an empty box.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        try:
            fig.savefig(folder / f"{name}.svg", metadata={"Date": None, "Title": title, "Description": alt})
        except UserWarning as missing:
            raise ValueError(f"figure {name}: {missing}") from missing
        fig.savefig(folder / f"{name}.pdf", metadata={"CreationDate": None, "Title": title})
        fig.savefig(folder / f"{name}.png", metadata={"Title": title, "Software": None})
    data.to_csv(folder / f"{name}.csv", index=False, float_format="%.6g", lineterminator="\n")
    card = {
        "name": name,
        "title": title,
        "alt": alt,
        "source": source,
        "n": int(n),
        "columns": [str(column) for column in data.columns],
        "files": [f"{name}.{kind}" for kind in ("svg", "pdf", "png", "csv", "json")],
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return card
