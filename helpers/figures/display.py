"""What a notebook puts out: a figure with alt text and the sentences behind it, a table, a finding."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import HTML, display

from helpers.analysis.dossier import packed
from helpers.figures import pages
from helpers.figures.house import Page, export, number
from helpers.run.page_parts import FIGURE, SENTENCES, kind_of

MOST = 40  # rows of a table
ENGLISH = "en"  # what the pages are written in; words in another language say which
WORDS = re.compile(r"[^\W\d_]{3}")  # a cell that holds words, no number with its unit or interval
DATE = re.compile(r"\d{4}(-\d\d){1,2}")  # a cell that is not broken


def show(card: dict, folder: Path, evidence: str = "", live: Mapping | None = None) -> None:
    """Display an exported figure with its alt text; below it links to its files, and the evidence.

    Links are relative to the folder of the executed notebooks; of a notebook open in JupyterLab, to its own. ``live``:
    the figure as a page shows it, from `helpers.figures.live`.
    """
    name = card["name"]
    svg = (Path(folder) / f"{name}.svg").read_text("utf-8")
    alt = {"alt": card["alt"]}
    picture: dict = {"image/svg+xml": svg, "text/plain": card["alt"]} | ({FIGURE: dict(live)} if live else {})
    display(picture, metadata=alt | {"image/svg+xml": alt}, raw=True)
    place = "../figures" if pages.in_a_run() else Path(os.path.relpath(folder)).as_posix()
    links = " ".join(
        f"<a href='{escape(f'{place}/{file}')}' title='{escape(file)}'>{escape(kind_of(file, name))}</a>"
        for file in card["files"]
    )
    display(HTML(f"<p class='files'><small>{escape(name)}: {links}</small></p>{evidence}"))


def publish(page: Page, name: str, folder: Path, evidence: str = "", live: Mapping | None = None) -> dict:
    """Export a described page into ``folder``, show it, close it; return its card.

    What export warns of is said below the figure. Raises ValueError for a page that nobody has described.
    """
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        card = export(page, name, folder)
    show(card, folder, evidence, live)
    if told:
        say(*(str(warning.message) for warning in told))
    page.close()
    return card


def table(
    frame: pd.DataFrame,
    caption: str = "",
    names: Mapping[str, str] | None = None,
    most: int = MOST,
    tongue: str = "",
) -> None:
    """Display a table: escaped, no index, two decimals, thousands with commas, empty for missing.

    Of more than ``most`` rows the first, and the caption says of how many. A column without any value is left out.
    ``tongue`` names the column with the language of each row's words, which is not shown.
    """
    if len(frame) > most:
        caption = f"{caption} (the first {most:,} of {len(frame):,})"
    display(HTML(_table_html(frame.head(most), caption, names or {}, tongue)))


def _table_html(frame: pd.DataFrame, caption: str, names: Mapping[str, str], tongue: str = "") -> str:
    tongues = frame[tongue].tolist() if tongue else [ENGLISH] * len(frame)
    filled = [name for name in frame.columns if name != tongue and (frame[name].notna() & frame[name].ne("")).any()]
    columns = {name: [_written(value) for value in frame[name]] for name in filled or frame.columns}
    of_words = {name for name, cells in columns.items() if any(map(WORDS.search, cells))}
    heads = "".join(
        f"<th scope='col'{_left(name in of_words)}>{escape(names.get(name, str(name).replace('_', ' ')))}</th>"
        for name in columns
    )
    rows = "".join(
        "<tr>" + "".join(_cell(columns[name][at], name in of_words, spoken) for name in columns) + "</tr>"
        for at, spoken in enumerate(tongues)
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(text: str, of_words: bool, spoken: str) -> str:
    lang = f" lang='{escape(spoken)}'" if of_words and spoken and spoken != ENGLISH else ""
    whole = " style='white-space: nowrap'" if DATE.fullmatch(text) and not of_words else ""
    return f"<td{_left(of_words)}{whole}{lang}>{escape(text)}</td>"


def _left(of_words: bool) -> str:
    """JupyterLab sets all cells to the right; words are read from the left."""
    return " style='text-align: left'" if of_words else ""


def _written(value: object) -> str:
    """A value as a reader reads it."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | np.integer):
        return f"{value:,}"
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else number("{:,.2f}", float(value))
    return "" if value is None or value is pd.NA else str(value)


def say(*sentences: str) -> None:
    """Display computed sentences as a paragraph. They may hold names from articles, so all is escaped."""
    display(HTML(f"<p class='finding'>{' '.join(map(_stamped, filter(None, sentences)))}</p>"))


def _stamped(sentence: str) -> str:
    """A sentence escaped, the stamp at its end in small print."""
    text, bracket, stamp = sentence.rpartition(" [")
    if not (bracket and stamp.endswith("]")):
        return escape(sentence)
    return f"{escape(text)} <small>[{escape(stamp)}</small>"


def read(evidence: str) -> None:
    """Display sentences, from ``figures.evidence``, which escapes them."""
    display(HTML(evidence))


def findings_list(sentences: Sequence[str]) -> None:
    """Display computed sentences as a list; empty ones are left out."""
    items = "".join(f"<li>{_stamped(sentence)}</li>" for sentence in sentences if sentence)
    display(HTML(f"<ul class='findings'>{items}</ul>"))


def heading(text: str) -> None:
    """Display the heading of a page whose subject is known only when it is made."""
    display(HTML(f"<h1>{escape(text)}</h1>"))


def links(names: Mapping[str, str]) -> None:
    """Display links, name -> text, to other notebooks."""
    items = "".join(f"<li>{_link(name, text)}</li>" for name, text in names.items())
    display(HTML(f"<ul class='pages'>{items}</ul>"))


def hold(sentences: Mapping, study: Mapping) -> None:
    """Put all sentences (from ``dossier.packed``) into the output, for the page that is made of this notebook."""
    n = sentences["n_sentences"]
    data = {
        SENTENCES: {"study": dict(study), "packed": packed(sentences)},
        "text/plain": f"The page holds {n:,} sentences.",
    }
    display(data, raw=True)


def steps(around: pages.Around) -> None:
    """Display the way to the page before, to the report and to the page behind."""
    parts = [f"← {_link(*around.before)}"] if around.before else []
    parts.append(_link(pages.REPORT, "The report"))
    parts += [f"{_link(*around.behind)} →"] if around.behind else []
    display(HTML(f"<p class='steps'><small>{' · '.join(parts)}</small></p>"))


def _link(name: str, text: str) -> str:
    return f"<a href='{escape(pages.address(name))}'>{escape(text)}</a>"


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
