"""One sentence from an estimate table. Numbers are computed; a leader is named only where it is decided.

A finding is a difference whose interval leaves zero out, between groups that are ``enough``. Anything else
is said to be undecided, or too few to say, in so many words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from helpers.study import Study

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


def points(share: float) -> str:
    """A difference between shares in percentage points, with its sign."""
    return f"{100 * share:+.0f} points".replace("-", "−")


def extremes(
    table: pd.DataFrame, pairs: pd.DataFrame, group: str, value: str = "mean"
) -> tuple[object | None, object | None]:
    """The group that stands above, and the one that stands below, every other that is enough.

    ``table`` is from ``estimate.means`` or ``shares``, ``pairs`` from ``differences`` over the same groups.
    None where the differences do not decide it.
    """
    names = list(table[table["enough"].astype(bool)].sort_values(value, ascending=False, kind="stable")[group])
    if len(names) < 2:
        return None, None
    sure = pairs[pairs["decided"].astype(bool)]
    decided = {frozenset(pair) for pair in zip(sure["a"], sure["b"], strict=True)}
    high = all(frozenset((names[0], other)) in decided for other in names[1:])
    low = all(frozenset((names[-1], other)) in decided for other in names[:-1])
    return names[0] if high else None, names[-1] if low else None


def ranking(
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    group: str,
    *,
    what: str,
    value: str = "mean",
    form: Callable[[float], str] = signed,
    label: Label = str,
) -> str:
    """Which group stands highest and which lowest on ``what``, as far as the pairs decide it.

    For example: "The highest mean sentiment is that of Chinese voices (+0.21); ..."
    """
    few = [label(name) for name in table.loc[~table["enough"], group]]
    tail = f" Too few sentences or stories to say: {listing(few)}." if few else ""
    if table["enough"].sum() < 2:
        return f"On {what} nothing is ranked: fewer than two groups are large enough.{tail}"
    at = table.set_index(group)[value]
    high, low = extremes(table, pairs, group, value)
    parts = [
        f"the {place} {what} is that of {label(name)} ({form(float(at[name]))})"
        for place, name in (("highest", high), ("lowest", low))
        if name is not None
    ]
    if not parts:
        only = _pairs(pairs, label)
        return f"On {what} no group stands apart from all others: undecided{only}.{tail}"
    return f"{capital('; '.join(parts))}: apart from every other group by more than chance.{tail}"


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def within(name: str) -> str:
    """A name as it stands within a sentence: "the West"."""
    return name[0].lower() + name[1:] if name.startswith("The ") else name


def _pairs(pairs: pd.DataFrame, label: Label, most: int = 3) -> str:
    """``; only A above B and C above D`` for the decided pairs, largest first."""
    sure = pairs[pairs["decided"].astype(bool)].sort_values("estimate", key=abs, ascending=False).head(most)
    ordered = [(a, b) if d > 0 else (b, a) for a, b, d in sure[["a", "b", "estimate"]].values]
    return "; only " + listing([f"{label(a)} above {label(b)}" for a, b in ordered]) if ordered else ""


def difference(pair: dict | pd.Series, *, what: str, label: Label = str, form=signed) -> str:
    """One comparison in words, with its interval where there is one."""
    a, b = label(pair["a"]), label(pair["b"])
    if not pair["enough"]:
        return f"{a} against {b} on {what}: too few to say."
    span = f"difference {form(pair['estimate'])}, interval {form(pair['low'])} to {form(pair['high'])}"
    if not pair["decided"]:
        return f"{a} against {b} on {what}: undecided ({span})."
    return f"{a}: {'more' if pair['estimate'] > 0 else 'less'} than {b} on {what} ({span})."


def share(table: pd.DataFrame, name: object, what: str) -> str:
    """One share with its interval: ``41 % of the words are ... (95 % interval 30 to 52 %).``

    ``table`` is from ``estimate.shares``, indexed by category.
    """
    if name not in table.index:
        return f"0 % {what}."
    row = table.loc[name]
    if not row["enough"]:
        return f"{percent(row['share'])} {what} (no interval: too few stories)."
    return f"{percent(row['share'])} {what} (95 % interval {100 * row['low']:.0f} to {100 * row['high']:.0f} %)."


def silent(spoken: pd.DataFrame, mentioned: pd.DataFrame, study: Study) -> str:
    """Which actors are spoken about without a word of their own reported.

    ``spoken`` and ``mentioned`` from helpers.aggregates. An actor's own voice is one that shares a country.
    """
    heard = set(spoken.loc[spoken["n"] > 0, "voice"])
    told = mentioned.groupby("target")["n"].sum()
    mute = []
    for target in study.targets:
        own = {voice.name for voice in study.voices if set(voice.countries) & set(target.countries)}
        if told.get(target.name, 0) and own and not own & heard:
            mute.append(f"{target.label} ({count(int(told[target.name]), 'mention')})")
    if mute:
        return f"Spoken about, but with not one reported word of their own: {listing(mute)}."
    return "Every actor that is mentioned is also heard." if len(told) else ""


def who_speaks(spoken: pd.DataFrame, label: Label) -> str:
    """How the words of these texts are shared out: counted, not estimated. From ``aggregates.spoken``."""
    words = spoken.groupby("voice")["words"].sum()
    reported = words.drop("narrator", errors="ignore").sort_values(ascending=False, kind="stable")
    first = f"Of {words.sum():,} words {percent(words.get('narrator', 0) / max(words.sum(), 1))} are narration"
    if not reported.sum():
        return f"{first}; nobody’s words are reported."
    parts = [f"{label(voice)} {percent(n / reported.sum())}" for voice, n in reported.head(4).items()]
    return f"{first}; of the words that are reported, {listing(parts)}."


def who_is_quoted(speakers: pd.DataFrame, most: int = 3) -> str:
    """The speakers with most words in these texts, from ``aggregates.speakers``."""
    named = speakers[speakers["speaker"] != ""].head(most)
    if named.empty:
        return ""
    parts = [
        f"{r.speaker} ({count(int(r.words), 'word')} in {count(int(r.articles), 'article')})"
        for r in named.itertuples()
    ]
    return f"Most words are reported of {listing(parts)}."


def tone_of(sides: pd.DataFrame, instrument: str) -> str:
    """Mean score of each side (column ``side``) over the sentences of these texts."""
    if sides.empty:
        return ""
    total = sides.assign(sum=sides["score"] * sides["n"]).groupby("side")[["sum", "n"]].sum()
    parts = [f"{side} {signed(r['sum'] / r['n'])} over {int(r['n']):,}" for side, r in total.iterrows()]
    return f"Mean sentiment of the scored sentences ({instrument}): {listing(parts)}."


def which_frames(frames: pd.DataFrame, labels: dict[str, str], most: int = 3) -> str:
    """The frames in most sentences of these texts, from ``aggregates.frames``."""
    if frames.empty:
        return "No frame of the codebook was found."
    hits = (frames["carried"] * frames["n"]).groupby(frames["frame"]).sum()
    share = (hits / frames.groupby("frame")["n"].sum()).sort_values(ascending=False, kind="stable").head(most)
    parts = [f"{labels[frame]} in {percent(part)}" for frame, part in share.items()]
    return f"Frames, by share of the sentences: {listing(parts)}."


def reach(n_articles: int, n_stories: int, min_clusters: int) -> str:
    """What a corpus of this size can show, in plain words."""
    stories = count(n_stories, "story", "stories")
    if n_stories < min_clusters:
        return (
            f"{stories} cannot show how any outlet or voice writes in general: no interval is given and "
            "nothing is ranked. What is shown describes these texts alone."
        )
    if n_stories < 30:
        return (
            f"{stories} describe these texts. Intervals over so few stories are wide and themselves "
            "uncertain: read them as a warning, not as proof. To say how an outlet or a voice writes in "
            "general takes dozens of stories of each."
        )
    return (
        f"{count(n_articles, 'article')} in {stories} carry statements about these outlets in this period, "
        "as far as the articles were drawn without favour."
    )
