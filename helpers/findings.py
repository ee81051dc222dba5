"""One sentence from an estimate table. Numbers are computed; a leader is named only where it is decided.

A finding is a difference whose interval leaves zero out, between groups that are ``enough``. Anything else
is said to be undecided, or too few to say, in so many words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

Label = Callable[[object], str]


def listing(items: Sequence[object]) -> str:
    """``["a", "b", "c"]`` -> ``a, b and c``."""
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 2 else words)


def count(n: int, one: str, many: str = "") -> str:
    """``count(1, "story", "stories")`` -> ``1 story``; thousands with commas."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def signed(value: float) -> str:
    """A score with its sign and two decimals; a true minus."""
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0 else text.replace("-", "−")


def percent(share: float) -> str:
    """A share as whole per cent, with ``under 1 %`` and ``over 99 %`` at the ends."""
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def leader(
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    group: str,
    *,
    what: str,
    value: str = "mean",
    form: Callable[[float], str] = signed,
    label: Label = str,
) -> str:
    """Which group stands highest and which lowest, as far as the pairs decide it.

    ``table`` is from ``estimate.means`` (or shares), ``pairs`` from ``estimate.differences`` over the same
    groups; ``what`` names the measure ("mean sentiment"). A group leads when it beats every other that
    is enough.
    """
    ranked = table[table["enough"]].sort_values(value, ascending=False)
    few = table[~table["enough"]]
    tail = f" Too few to say: {listing([label(g) for g in few[group]])}." if len(few) else ""
    if len(ranked) < 2:
        return f"On {what} nothing can be ranked: fewer than two groups are large enough.{tail}"
    decided = _decided(pairs)
    names = list(ranked[group])
    parts = []
    for place, name, others in (("highest", names[0], names[1:]), ("lowest", names[-1], names[:-1])):
        beaten = [o for o in others if (name, o) in decided]
        if len(beaten) == len(others):
            at = form(float(ranked.loc[ranked[group] == name, value].iloc[0]))
            parts.append(f"{label(name)} is {place} ({at})")
    if len(names) == 2:
        parts = parts[:1]
    if not parts:
        some = [p for p in pairs.to_dict("records") if p["decided"]]
        middle = f"; {_pairs(some, label)}" if some else ""
        return f"On {what} no group stands apart from all others: the intervals leave it undecided{middle}.{tail}"
    against = "the other group" if len(names) == 2 else "every other group"
    return f"On {what}, {listing(parts)}; the difference from {against} is outside chance.{tail}"


def _decided(pairs: pd.DataFrame) -> set[tuple]:
    """Decided pairs, in both directions."""
    sure = pairs[pairs["decided"].astype(bool)]
    forward = list(zip(sure["a"], sure["b"], strict=True))
    return {*forward, *((b, a) for a, b in forward)}


def _pairs(pairs: list[dict], label: Label, most: int = 3) -> str:
    """``A above B, C above D`` for decided pairs, largest first."""
    pairs = sorted(pairs, key=lambda p: -abs(p["estimate"]))[:most]
    ordered = [(p["a"], p["b"]) if p["estimate"] > 0 else (p["b"], p["a"]) for p in pairs]
    return "only " + listing([f"{label(a)} above {label(b)}" for a, b in ordered])


def difference(pair: dict | pd.Series, *, what: str, label: Label = str, form=signed) -> str:
    """One comparison in words, with its interval where there is one."""
    a, b = label(pair["a"]), label(pair["b"])
    if not pair["enough"]:
        return f"{a} against {b} on {what}: too few to say."
    span = f"difference {form(pair['estimate'])}, interval {form(pair['low'])} to {form(pair['high'])}"
    if not pair["decided"]:
        return f"{a} against {b} on {what}: undecided ({span})."
    return f"{a} {'exceeds' if pair['estimate'] > 0 else 'falls short of'} {b} on {what} ({span})."


def reach(n_articles: int, n_stories: int, min_clusters: int) -> str:
    """What a corpus of this size can show, in plain words."""
    if n_stories < min_clusters:
        return (
            f"{count(n_stories, 'story', 'stories').capitalize()} cannot show how any outlet or voice writes in "
            "general: no interval is given, nothing is ranked. What is shown describes these texts alone."
        )
    if n_stories < 30:
        return (
            f"{count(n_stories, 'story', 'stories').capitalize()} describe these texts. Intervals over so few "
            "stories are wide and themselves uncertain; read them as a warning, not as proof. A finding about "
            "an outlet needs dozens of its stories."
        )
    return (
        f"{count(n_articles, 'article')} in {count(n_stories, 'story', 'stories')} carry statements about these "
        "outlets in this period, as far as the articles were drawn without favour."
    )
