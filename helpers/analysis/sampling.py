"""Sentences drawn for hand coding, each with the chance that it had; further draws take none of those again.

The sentences stand in cells (of one measured voice, say; all in one without any) of size N, and of each n are drawn: as
many as the square root of its size asks for (power allocation; Bankier 1988, The American Statistician 42:3), so that
small cells have enough and large ones still most. In a cell the stories stand in an order drawn by lot, the sentences
of each as well, and from a start drawn by lot every (N/n)th is taken. So stories are drawn in proportion to what they
hold in the cell, their sentences by lot, no story gives more than its share, and every sentence of a cell has the
chance n/N. The sheet is shuffled: whoever stops half way has coded a sample.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.analysis import coding
from helpers.study import Problem, StudyError
from helpers.study.table_file import read_table

if TYPE_CHECKING:
    from helpers.tables.results import Results


CELLS = {"voice": "s.voice", "outlet": "a.outlet", "language": "a.language", "month": "substr(a.published, 1, 7)"}
LEAST = 2  # sentences drawn of a cell that has them
SHEETS = "to-code*"
DRAWN = "drawn.csv"  # among the results: what was drawn so far, wherever the sheets are now
COLUMNS = ["sentence_id", "article_id", "start", "end", "language"]
COLUMNS += ["title", "before", "text", "after", "chance", "draw"]

# Numbers drawn by lot that are the same on every computer: the first 32 bits of a hash.
_LOT = "('0x' || substr(md5({} || $seed), 1, 8))::bigint"
_LEFT = """
with cells as (
    select s.sentence_id, a.story_id, concat_ws(chr(31), {cells}) as cell
    from sentences s join articles a using (article_id)
    where s.sentence_id not in (select unnest($taken::varchar[])))
"""
_SIZES = _LEFT + "select cell, count(*) as size from cells group by cell order by cell"
_DRAW = f"""
{_LEFT},
wanted as (select unnest($cell::varchar[]) as cell, unnest($n::bigint[]) as n, unnest($start::double[]) as start),
placed as (
    select c.*, w.n, w.start, count(*) over (partition by cell) as size,
        row_number() over (partition by cell order by {_LOT.format("c.story_id")}, c.story_id,
            {_LOT.format("c.sentence_id")}, c.sentence_id) - 1 as place
    from cells c join wanted w using (cell)),
drawn as (
    select sentence_id, n / size as chance from placed
    where floor((place + 1) * n / size + start) > floor(place * n / size + start))
select s.sentence_id, s.article_id, s.start, s."end", a.language, a.title, s.text, d.chance,
    (select string_agg(b.text, ' ' order by b.start) from sentences b
        where b.article_id = s.article_id and b."end" <= s.start and b.start >= s.start - $around) as before,
    (select string_agg(b.text, ' ' order by b.start) from sentences b
        where b.article_id = s.article_id and b.start >= s."end" and b."end" <= s."end" + $around) as after
from drawn d join sentences s using (sentence_id) join articles a using (article_id)
order by {_LOT.format("s.sentence_id")}, s.sentence_id
"""
AROUND = 600  # characters of context on either side


def draw(
    results: Results, n: int, seed: int, by: Sequence[str] = (), taken: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Sentences to code, COLUMNS, in an order drawn by lot; all that are left where these are not more than n.

    by: of CELLS, what the cells are made of; taken: [sentence_id, draw] of earlier draws. Raises StudyError where there
    are more cells than n allows for.
    """
    cells = ", ".join(f"coalesce({CELLS[name]}, '')" for name in by) or "''"
    asked: dict[str, Any] = {"taken": [] if taken is None else taken["sentence_id"].tolist()}
    sizes = results.query(_SIZES.format(cells=cells), asked)
    if sizes.empty:
        raise StudyError("no sentence is left to code: all were drawn or coded before")
    share = _allocated(sizes["size"].to_numpy(), n, " and ".join(by))
    lot = random.Random(f"{seed} {len(asked['taken'])}")
    asked |= {"seed": str(seed), "around": AROUND, "cell": sizes["cell"].tolist(), "n": share.tolist()}
    asked |= {"start": [lot.random() if size > k else 0.0 for size, k in zip(sizes["size"], share, strict=True)]}
    drawn = results.query(_DRAW.format(cells=cells), asked)
    number = 1 if taken is None or taken.empty else int(taken["draw"].max()) + 1
    return drawn.fillna("").assign(draw=number)[COLUMNS]


def _allocated(sizes: np.ndarray, n: int, by: str) -> np.ndarray:
    """How many of the n sentences are drawn of each cell: by the square root of its size, at least LEAST."""
    if n >= sizes.sum():
        return sizes
    least = np.minimum(sizes, LEAST)
    if least.sum() > n:
        raise StudyError(
            f"by {by} there are {len(sizes):,} groups, of each of which some must be drawn: draw {least.sum():,} "
            f"sentences or more, or by less"
        )
    share: np.ndarray = least.copy()
    while (left := n - share.sum()) > 0:
        open_ = share < sizes
        wish = np.where(open_, np.sqrt(sizes), 0)
        more: np.ndarray = np.minimum(np.floor(left * wish / wish.sum()).astype(int), sizes - share)
        if not more.any():
            more[np.argsort(-wish, kind="stable")[:left]] = 1
            more = np.minimum(more, sizes - share)
        share = share + more
    return share


def drawn_before(results: Results, folder: Path) -> pd.DataFrame:
    """[sentence_id, draw] of what was drawn or coded already: by the study's coding, sheets of the folders, DRAWN."""
    coded = coding.coded(results).table
    parts = [pd.DataFrame({"sentence_id": coded["sentence_id"], "draw": coded["draw"]})] if len(coded) else []
    folders = dict.fromkeys((results.folder, results.study.folder, folder))
    sheets = {path for place in folders if place.is_dir() for path in place.glob(SHEETS)}
    for path in sorted({*sheets, *results.folder.glob(DRAWN)}):
        if path.suffix.lower() in (".csv", ".xlsx") and not path.stem.endswith("-codebook"):
            unused: list[Problem] = []
            rows = [row for _, row in read_table(path, ["sentence_id", "draw"], unused).rows]
            parts.append(pd.DataFrame(rows, columns=["sentence_id", "draw"]))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["sentence_id", "draw"])
    number = pd.to_numeric(table["draw"], errors="coerce").fillna(1).astype(int)
    return table.assign(draw=number).drop_duplicates("sentence_id", ignore_index=True)


def remember(results: Results, drawn: pd.DataFrame) -> None:
    """Add a draw to DRAWN, so that further ones take none of it again, even where its sheet was sent away."""
    path = results.folder / DRAWN
    drawn[["sentence_id", "draw"]].to_csv(path, mode="a", index=False, header=not path.exists())


def shared_out(drawn: pd.DataFrame, coders: Sequence[str], overlap: int) -> dict[str, pd.DataFrame]:
    """The sentences of each coder: the first ``overlap`` are everybody's, the others are dealt out in turn."""
    both, rest = drawn.head(overlap), drawn.iloc[overlap:]
    return {
        name: pd.concat([both, rest.iloc[i :: len(coders)]], ignore_index=True).assign(coder=name)
        for i, name in enumerate(coders)
    }
