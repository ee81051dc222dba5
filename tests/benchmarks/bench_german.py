"""German attribution on Wikinews (Petersen-Frey & Biemann, LREC 2024), every quotation annotated by people.

The folder holds text/ID.txt and annotations/ID.json; quotations inside others are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.attribution import attribute
from helpers.layout import Span
from helpers.layout.sentences import split
from helpers.study import StudyError
from helpers.training import polnear

if TYPE_CHECKING:
    import pandas as pd

REPORTED = ["attribution F", "attribution precision", "attribution recall", "content token F", "source token F"]
TYPES = ["Direct", "Indirect", "Reported", "IndirectFreeIndirect", "FreeIndirect"]


def run(german: Path) -> pd.DataFrame:
    """One row a measure, in percent: as for PolNeAR, and the recall by type of quotation."""
    import pandas as pd

    articles = []
    for text, gold in _load(german):
        layout = [Span(0, len(text), "body")]
        articles.append((gold, polnear.found_of(text, attribute(text, layout, split(text, layout, "de"), "de"))))
    if not articles:
        raise StudyError(f"{german} holds no annotations/*.json: give the train or dev folder of German Wikinews")
    measured = polnear.measures(articles)
    rows = {name: measured[name] for name in REPORTED}
    known = [quotation for gold, found in articles for quotation in polnear.judge(gold, found)[0]]
    for kind in TYPES:
        hits = [quotation.hit for quotation in known if quotation.mode == kind]
        rows[f"{kind} recall ({len(hits)})"] = 100 * sum(hits) / max(len(hits), 1)
    return pd.DataFrame({"rules": rows}).round(1)


def _load(folder: Path) -> Iterator[tuple[str, list[polnear.Judged]]]:
    """Each article's text and quotations; their type stands for the mode."""
    for path in sorted((folder / "annotations").glob("*.json")):
        text = (folder / "text" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        tokens = polnear.Tokens(text)
        rows = json.loads(path.read_text(encoding="utf-8"))["annotations"]
        yield (
            text,
            [
                polnear.Judged(*(tokens(row[part]) for part in ("speaker", "quote", "cue")), row["type"], True)
                for row in rows
                if row["quote"] and not row["isNested"]
            ],
        )
