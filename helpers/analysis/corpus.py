"""What a set of articles holds: counts, dates, kinds of text, stories; and in what its outlets cannot be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers.analysis import groups
from helpers.analysis.groups import Groups
from helpers.study import UNMEASURED
from helpers.tables.results import condition

if TYPE_CHECKING:
    from helpers.tables.results import Results


VALIDATION = "Is the machine right?"  # title of the notebook that corrects by hand coding
ALPHA = "Alpha is agreement beyond chance: 0 none, 1 complete."


def unmeasured(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Text whose voices were not looked for: ``[language, articles, words]``, most words first."""
    where, values = condition(outlets, [UNMEASURED])
    return results.query(
        "select a.language, count(distinct a.article_id) as articles, sum(s.n_words)::bigint as words "
        f"from sentences s join articles a using (article_id) where {where} "
        "group by all order by words desc, a.language",
        values,
    )


class State(NamedTuple):
    """How far hand coding bears a measure out: in a sentence without its full stop, and in a few words.

    names: what it found, as such a few words call it. correctable: whether enough was coded for estimates of it
    to be corrected.
    """

    said: str
    names: str
    short: str
    correctable: bool = False


class Corpus(NamedTuple):
    """What a set of articles holds, and how a figure says so."""

    title: str
    n_articles: int
    n_stories: int
    n_outlets: int
    n_words: int
    n_sentences: int
    n_undated: int
    first: str
    last: str
    outlet: str = ""  # its name, where there is one alone
    mixed: str = ""  # in what its outlets cannot be compared
    outlets: Groups = Groups()  # that figures show
    blocs: Groups = Groups()
    states: Mapping[str, State] = MappingProxyType({})  # measure -> how right it is, as figures and findings say

    @property
    def period(self) -> str:
        """``December 2022 to May 2023``, or that no date is known; a year alone stands as a year."""
        if not self.first:
            return "no dates known"
        ends = [
            day if len(day) == 4 else f"{date.fromisoformat(f'{day[:7]}-01'):%B %Y}" for day in (self.first, self.last)
        ]
        return " to ".join(dict.fromkeys(ends))

    @property
    def extent(self) -> str:
        """``5 articles of 5 outlets, December 2022 to May 2023 (2 undated)``; one outlet alone by its name."""
        undated = f" ({self.n_undated:,} undated)" if self.n_undated and self.first else ""
        articles = "1 article" if self.n_articles == 1 else f"{self.n_articles:,} articles"
        outlets = self.outlet or f"{self.n_outlets:,} outlets"
        return f"{articles} of {outlets}, {self.period}{undated}"

    @property
    def source(self) -> str:
        """The footer of a figure that measures nothing."""
        return self.footer()

    def agreement(self, *measures: str) -> str:
        """How far hand coding bears measures out, a sentence each; "" where nothing is told of them."""
        told = " ".join(f"{state.said}." for state in self._states(measures))
        return f"{told} {ALPHA}" if "alpha" in told else told

    def state(self, *measures: str, codes: int = 0) -> str:
        """What a figure's foot says of its measures: whether coded sentences agree, and whether they correct it.

        In few words, for a foot is small print (``Voices and tone by machine alone; not checked.``); `agreement` has
        the numbers. codes: sentences whose coding corrects what is shown, 0 where it is the machine's alone.
        """
        known = self._states(measures)
        said = self._found(known, codes)
        if known and not codes and all(state.correctable for state in known):
            said += f"; corrected on the page “{VALIDATION}”"
        return f"{said[0].upper()}{said[1:]}." if said else ""

    def stamp(self, *measures: str, codes: int = 0) -> str:
        """The same as a finding carries it: ``[voices by machine alone; coded sentences agree]``; or ""."""
        known = self._states(measures)
        return f"[{self._found(known, codes)}]" if known else ""

    def _found(self, known: Sequence[State], codes: int) -> str:
        """By whom measures were found, and what is known of how well."""
        by: dict[str, list[str]] = {}
        for state in known:
            by.setdefault(state.short, []).append(state.names)
        alone = "" if codes else " alone"
        found = [f"{_joined([state.names for state in known])} by machine{alone}"] if known else []
        judged = [short if len(by) == 1 else f"{_joined(names)}: {short}" for short, names in by.items()]
        corrected = [f"corrected by {codes:,} coded {'sentence' if codes == 1 else 'sentences'}"] if codes else []
        return "; ".join([*found, *judged, *corrected])

    def _states(self, measures: Sequence[str]) -> list[State]:
        return [self.states[measure] for measure in measures if measure in self.states]

    def footer(self, *measures: str, codes: int = 0) -> str:
        """The footer of a figure, with the state of the measures that it shows."""
        said = (f"Source: {self.title}; {self.extent}.", self.state(*measures, codes=codes), "Whose Words.")
        return " ".join(filter(None, said))


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def describe(results: Results, outlets: Sequence[str] = ()) -> Corpus:
    """Counts and dates of the articles asked for."""
    where, values = condition(outlets)
    row = results.query(
        "select count(*) as articles, count(distinct story_id) as stories, count(distinct outlet) as outlets, "
        "coalesce(min(outlet_name), '') as outlet, "
        "count(*) filter (published = '') as undated, "
        "coalesce(min(nullif(published, '')), '') as first, coalesce(max(published), '') as last "
        f"from articles a where {where}",
        values,
    ).iloc[0]
    read = results.query(
        "select count(*) as n, coalesce(sum(s.n_words), 0)::bigint as words "
        f"from sentences s join articles a using (article_id) where {where}",
        values,
    ).iloc[0]
    return Corpus(
        results.study.title, int(row["articles"]), int(row["stories"]), int(row["outlets"]),
        int(read["words"]), int(read["n"]), int(row["undated"]), row["first"][:10], row["last"][:10],
        row["outlet"] if row["outlets"] == 1 else "", _mixed(results, outlets) if row["outlets"] > 1 else "",
        groups.outlets(results, outlets), groups.blocs(results, outlets),
    )  # fmt: skip


APART = 0.25  # share of an outlet's articles, or mentions, that would have to move for it to be like the others
FEWEST = 5  # articles, or mentions, of an outlet whose mix is compared


def _mixed(results: Results, outlets: Sequence[str]) -> str:
    """In what the outlets cannot be compared like for like: languages, months, actors; "" where they can."""
    where, values = condition(outlets)
    languages = results.query(
        "select a.outlet_name, a.language as kind, count(*) as n from articles a "
        f"where {where} group by all order by all",
        values,
    )
    months = results.query(
        "select a.outlet_name, substr(a.published, 1, 7) as kind, count(*) as n from articles a "
        f"where length(a.published) >= 7 and {where} group by all order by all",
        values,
    )
    actors = results.query(
        "select a.outlet_name, m.target as kind, count(*) as n from mentions m join articles a using (article_id) "
        f"where {where} group by all order by all",
        values,
    )
    told = [
        (apart(languages), "the language they write in"),
        (apart(months), "the months they cover"),
        (apart(actors), "the actors they mention"),
    ]
    parts = [f"{what} (most of all {found.idxmax()})" for found, what in told if len(found) and found.max() > APART]
    listed = " and in ".join([", in ".join(parts[:-1]), *parts[-1:]] if len(parts) > 1 else parts)
    return f"The outlets differ in {listed}" if parts else ""


def apart(counts: pd.DataFrame) -> pd.Series:
    """How far each outlet's shares of the kinds lie from those of all others together: 0 alike, 1 nothing in common.

    ``counts``: ``[outlet_name, kind, n]``. The total variation distance; for outlets with FEWEST or more, where there
    are two outlets at all.
    """
    wide = counts.pivot_table(index="outlet_name", columns="kind", values="n", fill_value=0, aggfunc="sum")
    if len(wide) < 2:
        return pd.Series(dtype=float)
    others = wide.sum() - wide
    many = wide.sum(axis=1) >= FEWEST
    wide, others = wide[many], others[many]
    return (wide.div(wide.sum(axis=1), axis=0) - others.div(others.sum(axis=1), axis=0)).abs().sum(axis=1) / 2


def articles(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """The catalogue without texts: ``[article_id, outlet, outlet_name, voice, published, language, title,
    author, story_id, detected, n_words, n_sentences]``, the counts over headline and body."""
    where, values = condition(outlets)
    return results.query(
        "select a.article_id, a.outlet, a.outlet_name, a.voice, a.published, a.language, a.title, a.author, "
        "a.story_id, a.detected, coalesce(sum(s.n_words), 0)::bigint as n_words, "
        "count(s.sentence_id) as n_sentences from articles a left join sentences s using (article_id) "
        f"where {where} group by all order by a.outlet_name, a.published, a.article_id",
        values,
    )


def languages(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Sentences of each language: ``[language, n]``, most first."""
    where, values = condition(outlets)
    return results.query(
        "select a.language, count(*) as n from sentences s join articles a using (article_id) "
        f"where {where} group by all order by n desc, a.language",
        values,
    )


def kinds(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Characters of each kind of layout span: ``[outlet, outlet_name, kind, story_id, chars, n]``."""
    where, values = condition(outlets)
    return results.query(
        'select a.outlet, a.outlet_name, l.kind, a.story_id, sum(l."end" - l.start)::bigint as chars, count(*) as n '
        f"from layout l join articles a using (article_id) where {where} group by all order by all",
        values,
    )


def stories(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Stories that several articles share: ``[story_id, articles, outlets, title]``, largest first."""
    where, values = condition(outlets)
    return results.query(
        "select story_id, count(*) as articles, string_agg(distinct outlet_name, ', ' order by outlet_name) "
        "as outlets, min(title) as title "
        f"from articles a where {where} group by story_id having count(*) > 1 order by articles desc, story_id",
        values,
    )


def suggestions(results: Results, outlets: Sequence[str] = ()) -> pd.DataFrame:
    """Pairs of articles in different languages that may tell the same, the likeliest first.

    Returns ``[article_id, title, language, other_id, other_title, other_language, likeness, numbers, names, dates]``.
    """
    where, values = condition(outlets)
    return results.query(
        "select t.article_id, a.title, a.language, t.other_id, b.title as other_title, b.language as other_language, "
        "t.likeness, t.numbers, t.names, t.dates from story_suggestions t join articles a using (article_id) "
        f"join (select * from articles a where {where}) b on b.article_id = t.other_id where {where} "
        "order by t.likeness desc, t.article_id, t.other_id",
        [*values, *values],
    )
