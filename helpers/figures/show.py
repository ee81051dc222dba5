"""A figure in a notebook: picture with alt text, where its files are, and the sentences behind it."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

import matplotlib.pyplot as plt
from IPython.display import display

from helpers.figures.house import Page, export


def show(card: dict, folder: Path, evidence: str = "") -> None:
    """Display an exported figure: the SVG as an image with its alt text, links, the evidence below.

    The links are relative to outputs/<study>/notebooks; the report, one level up, rewrites them.
    """
    picture = base64.b64encode((Path(folder) / f"{card['name']}.svg").read_bytes()).decode()
    links = " · ".join(
        f'<a href="../figures/{escape(file)}">{file.rsplit(".", 1)[1].upper()}</a>'
        for file in card["files"]
        if not file.endswith(".json")
    )
    html = (
        f'<figure class="figure"><img alt="{escape(card["alt"])}" style="max-width:100%"'
        f' src="data:image/svg+xml;base64,{picture}">'
        f'<figcaption class="files">{escape(card["name"])}: {links}</figcaption></figure>{evidence}'
    )
    display({"text/html": html, "text/plain": card["alt"]}, raw=True)


def publish(page: Page, name: str, folder: Path, evidence: str = "") -> dict:
    """Export a described page into ``folder``, show it, close it; return its card."""
    if page.data is None:
        raise ValueError(f"figure {name}: call describe(alt=, data=, n=) before publishing")
    card = export(page, name, page.title, page.alt, page.source, page.data, folder, page.n)
    show(card, folder, evidence)
    plt.close(page)
    return card


