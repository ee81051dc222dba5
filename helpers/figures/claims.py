"""Titles and comparisons from tables of estimates. Numbers are computed, and one rule says what may be claimed.

The rule is ``verdict``: where pairs are decided the strongest decided statement is named, where groups are ``enough``
and no pair is decided that is said, and of too few nothing is claimed. A claim names the measure ("sentences that
mention Russia are negative"), never an intent. What is unknown is named where it is large, and is never ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple

import pandas as pd

from helpers.figures.wording import capital, count, percent, points, signed, within

Label = Callable[[Any], str]

UNKNOWN = "unknown"  # the voice that is never ranked
OTHER = "other"  # the voice that is never called the last
NOTABLE = 0.02  # least difference of two shares that is a title


class Verdict(NamedTuple):
    """What the decided pairs allow to be said of groups, the strongest first.

    kind: ``both`` a stands above and b below all others; ``first`` a above all; ``last`` b below all; ``above``,
    ``below``: a above, or b below, so many (``beaten``) of the ``others``, more than half; ``pair``: a above b;
    ``undecided``: no pair is decided; ``few``: fewer than two groups are enough.
    """

    kind: str
    a: Any = None
    b: Any = None
    beaten: int = 0
    others: int = 0


class Scale(NamedTuple):
    """The words of a measure: what it is about, and what is more or less of it, as in "a more positive tone".

    among: what those are that are ranked, where a figure shows one that is not, as in " of known side".
    verbs: what one, and what several, do with it in a sentence.
    """

    topic: str
    more: str
    most: str
    less: str
    least: str
    among: str = ""
    verbs: tuple[str, str] = ("has", "have")


def verdict(table: pd.DataFrame, pairs: pd.DataFrame, group: str, value: str = "mean") -> Verdict:
    """The strongest statement that the decided pairs allow.

    ``table`` is from ``estimate.means`` or ``shares``, ``pairs`` from ``differences`` over the same groups. Voices of
    unknown side are no group to be ranked.
    """
    ranked = table[table["enough"].astype(bool) & ~((group == "voice") & table[group].eq(UNKNOWN))]
    names = list(ranked.sort_values(value, ascending=False, kind="stable")[group])
    others = len(names) - 1
    if others < 1:
        return Verdict("few")
    ordered = _ordered(pairs[pairs["a"].isin(names) & pairs["b"].isin(names)])
    if not ordered:
        return Verdict("undecided")
    wins = Counter(a for a, _ in ordered)
    losses = Counter(b for _, b in ordered if not (group == "voice" and b == OTHER))
    first, last = wins[names[0]] == others, losses[names[-1]] == others
    if others > 1 and (first or last):
        return Verdict("both" if first and last else "first" if first else "last", names[0], names[-1], others, others)
    (up, n_up), (down, n_down) = wins.most_common(1)[0], (losses.most_common(1) or [(None, 0)])[0]
    if others > 1 and max(n_up, n_down) > others / 2:
        return (
            Verdict("above", up, None, n_up, others) if n_up >= n_down else Verdict("below", None, down, n_down, others)
        )
    return Verdict("pair", *next((pair for pair in ordered if pair[1] in losses), ordered[0]))


def _ordered(pairs: pd.DataFrame) -> list[tuple[object, object]]:
    """The decided pairs, the higher of each first, the largest difference first."""
    sure = pairs[pairs["decided"].astype(bool)].sort_values("estimate", key=abs, ascending=False, kind="stable")
    return [(a, b) if d > 0 else (b, a) for a, b, d in sure[["a", "b", "estimate"]].values]


def beside(table: pd.DataFrame, pairs: pd.DataFrame, group: str, label: Label = str, within: str = "") -> pd.DataFrame:
    """The data beside a title: the table with a column ``decidedly_above``, from which the title can be told again.

    It names the groups that the row's group stands decidedly above (in the same value of ``within``), by how much and
    the interval of the difference, at the level of the pairs: ``Russian voices by 0.12 (0.03 to 0.21); ...``.
    """
    found: dict[tuple, list[str]] = {}
    for pair in pairs[pairs["decided"].astype(bool)].to_dict("records"):
        above, below = ("a", "b") if pair["estimate"] > 0 else ("b", "a")
        low, high = sorted((abs(pair["low"]), abs(pair["high"])))
        gap = f"{label(pair[below])} by {abs(pair['estimate']):.4g} ({low:.4g} to {high:.4g})"
        found.setdefault((pair[above], pair[within] if within else ""), []).append(gap)
    keys = zip(table[group], table[within] if within else [""] * len(table), strict=True)
    return table.assign(decidedly_above=["; ".join(found.get(key, [])) for key in keys])


def claim(
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    group: str,
    scale: Scale,
    *,
    value: str = "mean",
    form: Callable[[float], str] | None = None,
    label: Label | None = None,
    spoken: bool = False,
) -> str:
    """The title of a figure: the verdict in the words of a scale; ``form`` writes the value of a group that leads.

    Without ``label`` groups are called as they are, outlets by names that may begin with a small letter. ``spoken``:
    as a sentence, "Chinese voices have the most reported words", where a title has "Chinese voices: the most ...".
    """
    start = (lambda name: capital(label(name))) if label else str
    begin = (lambda name: _subject(start(name), scale)) if spoken else (lambda name: f"{start(name)}:")
    inner = (lambda name: within(label(name))) if label else str
    found = verdict(table, pairs, group, value)
    at = table.set_index(group)[value]

    def named(name: Any, what: str) -> str:
        return f"{begin(name)} {what}{scale.among}" + (f" ({form(float(at[name]))})" if form else "")

    said = {
        "few": lambda: f"{scale.topic}: too few to say",
        "undecided": lambda: f"{scale.topic}: no difference is decided",
        "both": lambda: f"{named(found.a, scale.most)}; {named(found.b, scale.least)}",
        "first": lambda: named(found.a, scale.most),
        "last": lambda: named(found.b, scale.least),
        "above": lambda: f"{begin(found.a)} {scale.more} than {found.beaten} of {found.others} others{scale.among}",
        "below": lambda: f"{begin(found.b)} {scale.less} than {found.beaten} of {found.others} others{scale.among}",
        "pair": lambda: f"{begin(found.a)} {scale.more} than {inner(found.b)}",
    }
    return said[found.kind]()


def _subject(name: str, scale: Scale) -> str:
    """A group with the verb of a sentence; voices are several."""
    return f"{name} {scale.verbs['voices' in name.split()]}"


def toward(table: pd.DataFrame, label: Label, actors: Mapping[str, str], last: Collection) -> str:
    """The title on the tone of sentences that mention an actor, where a second instrument gives it the same sign.

    ``table`` from ``estimate.means`` by voice and target, with the columns ``decided``, whether the mean is away from
    0, and ``mean_by_second``, that of the second instrument. Voices of ``last`` are named only where no other is.
    """
    topic = "Sentences that mention an actor, by voice"
    if not table["enough"].any():
        return f"{topic}: too few to say"
    sure = table[table["decided"]].sort_values("mean", key=abs, ascending=False, kind="stable")
    if sure.empty:
        return f"{topic}: no tone is clear of chance once all are compared"
    both = sure[sure["mean_by_second"] * sure["mean"] > 0]
    if both.empty:
        return f"{topic}: no tone that two instruments agree on"
    top = both.sort_values("voice", key=lambda voice: voice.isin(list(last)), kind="stable").iloc[0]
    tone = "positive" if top["mean"] > 0 else "negative"
    means = [signed(top["mean"]), signed(top["mean_by_second"])]
    who, whom = capital(label(top["voice"])), within(actors[top["target"]])
    return f"{who}: sentences that mention {whom} are {tone} ({means[0]}, by a second instrument {means[1]})"


def widest(
    pairs: pd.DataFrame,
    within: str,
    topic: str,
    names: Mapping[str, str],
    label: Label = str,
    last: Collection = (),
    more: str = "more frequent",
    form: Callable[[float], str] = points,
) -> str:
    """The title on several groups: the largest decided difference inside any value of ``within``.

    ``pairs`` from ``estimate.differences_within``; ``names`` names those values. Groups and values of ``last`` are
    named only where no other difference is decided. ``form`` writes the difference.
    """
    sure = pairs[pairs["decided"].astype(bool)].sort_values("estimate", key=abs, ascending=False, kind="stable")
    if sure.empty:
        return f"{topic}: no difference is decided" if pairs["enough"].any() else f"{topic}: too few to say"
    first = sure[~sure[["a", "b", within]].isin(list(last)).any(axis=1)]
    top = (first if len(first) else sure).iloc[0]
    high, low = (top["a"], top["b"]) if top["estimate"] > 0 else (top["b"], top["a"])
    gap = form(abs(top["estimate"]))
    return f"{names[top[within]]}: {more} in {label(high)} than in {label(low)} ({gap})"


def apart(table: pd.DataFrame, group: str, of: str, topic: str, first: str, second: str) -> str:
    """The title on two shares of each group: that whose intervals lie furthest apart, where any leave each other out.

    ``table`` holds both in rows that ``of`` tells apart; ``first`` and ``second`` say what they are shares of, as
    "of the mentions". Shares less than `NOTABLE` apart are no title: of 1 % and under 1 % nobody learns anything.
    """
    parts = [part.set_index(group) for _, part in table.groupby(of, sort=False)]
    both = [name for name in parts[0].index if all(part.at[name, "enough"] for part in parts)] if len(parts) > 1 else []
    if not both:
        return f"{topic}: too few to say"
    one, other = parts
    gaps = {}
    for name in both:
        a, b = one.loc[name], other.loc[name]
        gaps[name] = max(a["low"] - b["high"], b["low"] - a["high"])
    decided = [name for name in gaps if gaps[name] > 0]
    wide = (one["share"] - other["share"]).abs()
    notable = [name for name in decided if float(wide[name]) >= NOTABLE]
    if not notable:
        size = f" of {points(NOTABLE).removeprefix('+')} or more" if decided else ""
        return f"{topic}: no difference{size} is decided"
    name = max(notable, key=lambda name: gaps[name])
    shares = [percent(float(part["share"][name])) for part in (one, other)]
    return f"{name}: {shares[0]} {first}, {shares[1]} {second}"


def by_instruments(pairs: pd.DataFrame, n: int, label: Label) -> str:
    """The title on voices by several instruments: on what they contradict each other, else what most of them decide.

    ``pairs`` from ``estimate.differences`` of each of ``n`` instruments, which the column ``instrument`` names.
    """
    topic = "The same voices by every instrument"
    pairs = pairs[~pairs[["a", "b"]].isin([UNKNOWN]).any(axis=1)]
    if not pairs["enough"].any():
        return f"{topic}: too few to say"
    votes: dict[tuple, set] = {}
    for instrument, part in pairs.groupby("instrument", sort=False):
        for pair in _ordered(part):
            votes.setdefault(pair, set()).add(instrument)
    if not votes:
        return f"{topic}: no difference is decided"
    (a, b), found = max(votes.items(), key=lambda item: len(item[1]))
    torn = next(((x, y) for x, y in votes if (y, x) in votes), None)
    if torn:
        return (
            f"{capital(label(torn[0]))} and {label(torn[1])}: instruments contradict each other on who is more positive"
        )
    return f"{capital(label(a))}: a more positive tone than {label(b)} by {len(found)} of {count(n, 'instrument')}"


def difference(pair: dict | pd.Series, *, what: str, label: Label = str, form=signed) -> str:
    """One comparison in words, with its interval where there is one."""
    a, b = label(pair["a"]), label(pair["b"])
    if not pair["enough"]:
        return f"{a} against {b} on {what}: too few to say."
    low = form(pair["low"]).removesuffix(" points")
    span = f"difference {form(pair['estimate'])}, interval {low} to {form(pair['high'])}"
    if not pair["decided"]:
        return f"{a} against {b} on {what}: undecided ({span})."
    return f"{a}: {'more' if pair['estimate'] > 0 else 'less'} than {b} on {what} ({span})."


def share(table: pd.DataFrame, name: Any, what: str) -> str:
    """One share with its interval: ``41 % of the words are ... (95 % interval 30 to 52 %).``

    ``table`` is from ``estimate.shares``, indexed by category.
    """
    if name not in table.index:
        return f"0 % {what}."
    row = table.loc[name]
    if not row["enough"]:
        return f"{percent(row['share'])} {what} (no interval: too few stories)."
    return f"{percent(row['share'])} {what} (95 % interval {100 * row['low']:.0f} to {100 * row['high']:.0f} %)."
