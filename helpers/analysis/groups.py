"""What figures compare: the outlets that they show, chosen once for all figures of a run, and blocs of outlets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.analysis.estimate import MIN_CLUSTERS, Bootstrap
from helpers.tables.results import condition

if TYPE_CHECKING:
    from helpers.study import Study
    from helpers.tables.results import Results

BLOC = "bloc"
OTHERS = "all other outlets"  # beside one of them
MANY = 12  # outlets of every bloc, from which on a sign test over outlets can decide a hundred comparisons
MOST = 12  # outlets that figures show, those with most words
MOST_ASKED = 40  # and where the parameter `outlets` names them: what one page has room for


class Groups(NamedTuple):
    """The groups of outlets that a figure compares: outlets one by one, or blocs.

    called: what one of them is. column: of a figure's data. names: the groups, in the order that every figure has.
    member: outlet -> its group. n_left: outlets in no group, and left: their share of the words. sizes: outlets of each
    group. over: what chance is drawn over. why_not: a sentence, where these data do not allow a comparison.
    """

    called: str = "outlet"
    column: str = "outlet_name"
    names: tuple[str, ...] = ()
    member: Mapping[str, str] = {}
    n_left: int = 0
    left: float = 0.0
    sizes: Mapping[str, int] = {}
    over: str = "stories"
    why_not: str = ""

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows (with a column ``outlet``) of these groups, the group in ``column``."""
        group = rows["outlet"].map(self.member)
        return rows.assign(**{self.column: group})[group.notna()]

    def here(self, rows: pd.DataFrame) -> list[str]:
        """Those of the groups that some rows are of, in order."""
        there = set(rows[self.column])
        return [name for name in self.names if name in there]

    def drawn(self, bootstrap: Bootstrap) -> Bootstrap:
        """The bootstrap that draws what these groups are samples of."""
        return replace(bootstrap, cluster="outlet") if self.over == "outlets" else bootstrap


def outlets(results: Results, wanted: Sequence[str] = ()) -> Groups:
    """The outlets that figures show, most words first: the MOST largest, or those asked for (at most MOST_ASKED)."""
    words = _words(results, wanted)
    shown = words.head(MOST_ASKED if wanted else MOST)
    return Groups(
        "outlet",
        "outlet_name",
        tuple(dict.fromkeys(shown["outlet_name"])),
        dict(zip(shown["outlet"], shown["outlet_name"], strict=True)),
        *_left(words, words["outlet"].isin(shown["outlet"])),
    )


def alone(outlet: str, name: str, everybody: Sequence[str], others: str = OTHERS) -> Groups:
    """One outlet, and all others together; ``everybody``: the outlets there are."""
    return Groups("outlet", "outlet_name", (name, others), dict.fromkeys(everybody, others) | {outlet: name})


def blocs(results: Results, wanted: Sequence[str] = ()) -> Groups:
    """All outlets by the bloc they belong to, in the study's order; those of unknown bloc are in none.

    Chance is drawn over outlets where every bloc has MANY of them, so that other outlets of the bloc may be spoken
    of; else over stories, for these outlets alone.
    """
    study, words = results.study, _words(results, wanted)
    known = words[~words["voice"].isin(["unknown", "narrator"])]
    names = {voice: bloc_name(study, voice) for voice in study.voice_names()}
    sizes = known.groupby("voice").size()
    order = [voice for voice in names if voice in sizes]
    why_not = ""
    if len(order) < 2:
        why_not = "no two outlets are known to be of different blocs."
    elif sizes.max() == 1:
        why_not = "no bloc has more than one outlet, so the figures by outlet are those by bloc."
    elif (known.groupby("voice")["stories"].sum() >= MIN_CLUSTERS).sum() < 2:
        why_not = f"fewer than two blocs have {MIN_CLUSTERS} stories or more."
    return Groups(
        BLOC,
        BLOC,
        tuple(names[voice] for voice in order),
        dict(zip(known["outlet"], known["voice"].map(names), strict=True)),
        *_left(words, words["outlet"].isin(known["outlet"])),
        {names[voice]: int(sizes[voice]) for voice in order},
        "outlets" if len(order) and sizes.min() >= MANY else "stories",
        why_not,
    )


def bloc_name(study: Study, voice: str) -> str:
    """What the outlets of a bloc are called."""
    return f"{study.style(voice).label} outlets"


def _words(results: Results, wanted: Sequence[str]) -> pd.DataFrame:
    """The outlets, most words first: ``[outlet, outlet_name, voice, stories, words]``."""
    where, values = condition(wanted)
    return results.query(
        "select a.outlet, min(a.outlet_name) as outlet_name, min(a.voice) as voice, "
        "count(distinct a.story_id) as stories, coalesce(sum(n.words), 0)::bigint as words from articles a "
        "left join (select article_id, sum(n_words) as words from sentences group by all) n using (article_id) "
        f"where {where} group by a.outlet order by words desc, a.outlet",
        values,
    )


def _left(words: pd.DataFrame, inside: pd.Series) -> tuple[int, float]:
    """How many outlets are not inside, and their share of the words."""
    return int((~inside).sum()), float(words.loc[~inside, "words"].sum() / max(words["words"].sum(), 1))
