"""What a notebook puts out: a figure with alt text and the sentences behind it, a table, a finding."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import HTML, display

from helpers.figures.house import Page, export, number
from helpers.study import ROOT

MOST = 40  # rows of a table


def show(card: dict, folder: Path, evidence: str = "") -> None:
    """Display an exported figure with its alt text; below it links to its files, and the evidence.

    Links are relative to the folder of the executed notebooks; of a notebook open in JupyterLab, to its own.
    """
    svg = (Path(folder) / f"{card['name']}.svg").read_text("utf-8")
    alt = {"alt": card["alt"]}
    picture = {"image/svg+xml": svg, "text/plain": card["alt"]}
    display(picture, metadata=alt | {"image/svg+xml": alt}, raw=True)
    place = "../figures" if Path.cwd() == ROOT else Path(os.path.relpath(folder)).as_posix()
    links = " ".join(f"<a href='{escape(f'{place}/{file}')}'>{_kind(file, card['name'])}</a>" for file in card["files"])
    files = f"<p class='files'><small>{escape(card['name'])}: {links}</small></p>"
    display(HTML(files + evidence))


def _kind(file: str, name: str) -> str:
    """What a file of a figure is: ``svg``, or ``column svg`` of one at the width of a column."""
    return file.removeprefix(name).strip("_.").replace(".", " ")


def publish(page: Page, name: str, folder: Path, evidence: str = "") -> dict:
    """Export a described page into ``folder``, show it, close it; return its card.

    What export warns of is said below the figure. Raises ValueError for a page that nobody has described.
    """
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        card = export(page, name, folder)
    show(card, folder, evidence)
    if told:
        say(*(str(warning.message) for warning in told))
    plt.close(page)
    return card


def table(frame: pd.DataFrame, caption: str = "", names: Mapping[str, str] | None = None, most: int = MOST) -> None:
    """Display a table: escaped, no index, two decimals, thousands with commas, empty for missing.

    Of more than ``most`` rows the first, and the caption says of how many.
    """
    if len(frame) > most:
        caption = f"{caption} (the first {most:,} of {len(frame):,})"
    display(HTML(_table_html(frame.head(most), caption, names or {})))


def _table_html(frame: pd.DataFrame, caption: str, names: Mapping[str, str]) -> str:
    shown = frame.rename(columns={c: names.get(c, str(c).replace("_", " ")) for c in frame.columns})
    html = shown.to_html(index=False, border=0, escape=True, na_rep="", formatters=_formats(shown))
    return html.replace("<thead>", f"<caption>{escape(caption)}</caption><thead>", 1)


def _formats(frame: pd.DataFrame) -> dict:
    """How the numbers of each column are written."""
    formats: dict = {}
    for column, kind in frame.dtypes.items():  # two columns of one name are formatted alike
        if pd.api.types.is_bool_dtype(kind):
            formats[column] = lambda value: "yes" if value else "no"
        elif pd.api.types.is_integer_dtype(kind):
            formats[column] = "{:,}".format
        elif pd.api.types.is_float_dtype(kind):
            formats[column] = lambda value: number("{:.2f}", value)
    return formats


def say(*sentences: str) -> None:
    """Display computed sentences as a paragraph. They may hold names from articles, so all is escaped."""
    display(HTML(f"<p class='finding'>{escape(' '.join(filter(None, sentences)))}</p>"))


def read(evidence: str) -> None:
    """Display sentences, from ``figures.evidence``, which escapes them."""
    display(HTML(evidence))


def findings_list(sentences: Sequence[str]) -> None:
    """Display computed sentences as a list; empty ones are left out."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences if sentence)
    display(HTML(f"<ul class='findings'>{items}</ul>"))


def links(pages: Mapping[str, str]) -> None:
    """Display links, name -> text, to other executed notebooks."""
    items = "".join(f"<li><a href='{escape(quote(name))}.html'>{escape(text)}</a></li>" for name, text in pages.items())
    display(HTML(f"<ul class='pages'>{items}</ul>"))


def record(rows: Iterable[tuple[str, str, object]]) -> None:
    """Display, folded away, what made a notebook: (what, name, value); of a dict one row an entry."""
    flat = [item for kind, name, value in rows for item in _flat(kind, name, value)]
    html = _table_html(pd.DataFrame(flat, columns=["what", "name", "value"]), "What made this page", {})
    display(HTML(f"<details class='record'><summary>Record of this run</summary>{html}</details>"))


def _flat(kind: str, name: str, value: object) -> list[tuple[str, str, str]]:
    """A row, or for a dict one row an entry."""
    if isinstance(value, dict):
        return [(kind, str(key), str(item)) for key, item in value.items()]
    return [(kind, name, str(value))]
