"""Sentences and titles from estimate tables. Numbers are computed, and one rule says what may be claimed.

The rule is ``verdict``: where pairs are decided the strongest decided statement is named, where groups are ``enough``
and no pair is decided that is said, and of too few nothing is claimed. A claim names the measure ("sentences that
mention Russia are negative"), never an intent. What is unknown is named where it is large, and is never ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from babel import Locale

if TYPE_CHECKING:
    from helpers.study import Study, Target

Label = Callable[[object], str]
LARGE = 0.1  # share of unknown voices that a title names
MOST_LANGUAGES = 4  # that a sentence names
MOST_PAIRS = 3  # decided pairs that a sentence names


def listing(items: Sequence[object]) -> str:
    """``["a", "b", "c"]`` -> ``a, b and c``."""
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 2 else words)


def count(n: int, one: str, many: str = "") -> str:
    """``count(1, "story", "stories")`` -> ``1 story``; thousands with commas."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def signed(value: float) -> str:
    """A score with its sign and two decimals; a true minus. Where nothing was scored, ``no value``."""
    if pd.isna(value):
        return "no value"
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


class Verdict(NamedTuple):
    """What the decided pairs allow to be said of groups, the strongest first.

    kind: ``both`` a stands above and b below all others; ``first`` a above all; ``last`` b below all; ``above``,
    ``below``: a above, or b below, so many (``beaten``) of the ``others``, more than half; ``pair``: a above b;
    ``undecided``: no pair is decided; ``few``: fewer than two groups are enough.
    """

    kind: str
    a: object = None
    b: object = None
    beaten: int = 0
    others: int = 0


class Scale(NamedTuple):
    """The words of a measure: what it is about, and what is more or less of it, as in "a more positive tone"."""

    topic: str
    more: str
    most: str
    less: str
    least: str


def verdict(table: pd.DataFrame, pairs: pd.DataFrame, group: str, value: str = "mean") -> Verdict:
    """The strongest statement that the decided pairs allow.

    ``table`` is from ``estimate.means`` or ``shares``, ``pairs`` from ``differences`` over the same groups.
    """
    names = list(table[table["enough"].astype(bool)].sort_values(value, ascending=False, kind="stable")[group])
    others = len(names) - 1
    if others < 1:
        return Verdict("few")
    ordered = _ordered(pairs[pairs["a"].isin(names) & pairs["b"].isin(names)])
    if not ordered:
        return Verdict("undecided")
    wins = Counter(a for a, _ in ordered)
    losses = Counter(b for _, b in ordered)
    first, last = wins[names[0]] == others, losses[names[-1]] == others
    if others > 1 and (first or last):
        return Verdict("both" if first and last else "first" if first else "last", names[0], names[-1], others, others)
    (up, n_up), (down, n_down) = wins.most_common(1)[0], losses.most_common(1)[0]
    if others > 1 and max(n_up, n_down) > others / 2:
        return (
            Verdict("above", up, None, n_up, others) if n_up >= n_down else Verdict("below", None, down, n_down, others)
        )
    return Verdict("pair", *ordered[0])


def _ordered(pairs: pd.DataFrame) -> list[tuple[object, object]]:
    """The decided pairs, the higher of each first, the largest difference first."""
    sure = pairs[pairs["decided"].astype(bool)].sort_values("estimate", key=abs, ascending=False, kind="stable")
    return [(a, b) if d > 0 else (b, a) for a, b, d in sure[["a", "b", "estimate"]].values]


def claim(
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    group: str,
    scale: Scale,
    *,
    value: str = "mean",
    form: Callable[[float], str] | None = None,
    label: Label | None = None,
) -> str:
    """The title of a figure: the verdict in the words of a scale; ``form`` writes the value of a group that leads.

    Without ``label`` groups are called as they are, outlets by names that may begin with a small letter.
    """
    start = (lambda name: capital(label(name))) if label else str
    inner = (lambda name: within(label(name))) if label else str
    found = verdict(table, pairs, group, value)
    at = table.set_index(group)[value]

    def named(name: object, what: str) -> str:
        return f"{start(name)}: {what}" + (f" ({form(float(at[name]))})" if form else "")

    said = {
        "few": lambda: f"{scale.topic}: too few to say",
        "undecided": lambda: f"{scale.topic}: no difference is decided",
        "both": lambda: f"{named(found.a, scale.most)}; {named(found.b, scale.least)}",
        "first": lambda: named(found.a, scale.most),
        "last": lambda: named(found.b, scale.least),
        "above": lambda: f"{start(found.a)}: {scale.more} than {found.beaten} of {found.others} others",
        "below": lambda: f"{start(found.b)}: {scale.less} than {found.beaten} of {found.others} others",
        "pair": lambda: f"{start(found.a)}: {scale.more} than {inner(found.b)}",
    }
    return said[found.kind]()


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
    few = [label(name) for name in table.loc[~table["enough"].astype(bool), group]]
    tail = f" Too few sentences or stories to say: {listing(few)}." if few else ""
    found = verdict(table, pairs, group, value)
    if found.kind == "few":
        return f"On {what} nothing is ranked: fewer than two groups are large enough.{tail}"
    if found.kind == "undecided":
        return f"On {what} no difference between groups is decided.{tail}"
    if found.kind in ("both", "first", "last"):
        at = table.set_index(group)[value]
        ends = [("highest", found.a)] * (found.kind != "last") + [("lowest", found.b)] * (found.kind != "first")
        parts = [f"the {place} {what} is that of {label(name)} ({form(float(at[name]))})" for place, name in ends]
        return f"{capital('; '.join(parts))}: apart from every other group by more than chance.{tail}"
    ordered = _ordered(pairs)
    shown = [f"{label(a)} above {label(b)}" for a, b in ordered[:MOST_PAIRS]]
    shown += [f"{count(len(ordered) - MOST_PAIRS, 'more pair')}"] if len(ordered) > MOST_PAIRS else []
    return f"On {what} no group stands apart from all others, but some pairs are decided: {listing(shown)}.{tail}"


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def within(name: str) -> str:
    """A name as it stands within a sentence: "the West"."""
    return name[0].lower() + name[1:] if name.startswith("The ") else name


def toward(
    table: pd.DataFrame,
    sure: pd.DataFrame,
    other: pd.DataFrame,
    label: Label,
    actors: Mapping[str, str],
    last: Collection,
) -> str:
    """The title on the tone of sentences that mention an actor, where a second instrument gives it the same sign.

    ``table`` from ``estimate.means`` by voice and target, ``sure`` from ``estimate.away_from`` over the same, ``other``
    the means of the second instrument. Voices of ``last`` are named only where no other is.
    """
    topic = "Sentences that mention an actor, by voice"
    if not table["enough"].any():
        return f"{topic}: too few to say"
    if sure.empty:
        return f"{topic}: no tone is clear of chance"
    second = other[other["enough"].astype(bool)].set_index(["voice", "target"])["mean"]
    cells = sure[["voice", "target", "mean"]].itertuples(index=False, name=None)
    both = sure[[second.get((voice, target), 0.0) * mean > 0 for voice, target, mean in cells]]
    if both.empty:
        return f"{topic}: no tone that two instruments agree on"
    top = both.sort_values("voice", key=lambda voice: voice.isin(last), kind="stable").iloc[0]
    tone = "positive" if top["mean"] > 0 else "negative"
    means = [signed(top["mean"]), signed(second[top["voice"], top["target"]])]
    who, whom = capital(label(top["voice"])), within(actors[top["target"]])
    return f"{who}: sentences that mention {whom} are {tone} ({means[0]}, by a second instrument {means[1]})"


def widest(
    pairs: pd.DataFrame, within: str, topic: str, names: Mapping[str, str], label: Label = str, last: Collection = ()
) -> str:
    """The title on shares in several groups: the largest decided difference inside any value of ``within``.

    ``pairs`` from ``estimate.differences_within``; ``names`` names those values. Groups of ``last`` are named
    only where no other difference is decided.
    """
    sure = pairs[pairs["decided"].astype(bool)].sort_values("estimate", key=abs, ascending=False, kind="stable")
    if sure.empty:
        return f"{topic}: no difference is decided" if pairs["enough"].any() else f"{topic}: too few to say"
    first = sure[~(sure["a"].isin(last) | sure["b"].isin(last))]
    top = (first if len(first) else sure).iloc[0]
    more, less = (top["a"], top["b"]) if top["estimate"] > 0 else (top["b"], top["a"])
    gap = points(abs(top["estimate"]))
    return f"{names[top[within]]}: more frequent in {label(more)} than in {label(less)} ({gap})"


def by_instruments(pairs: pd.DataFrame, n: int, label: Label) -> str:
    """The title on voices by several instruments: on what they contradict each other, else what most of them decide.

    ``pairs`` from ``estimate.differences`` of each of ``n`` instruments, which the column ``instrument`` names.
    """
    topic = "The same voices by every instrument"
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


class Hearing(NamedTuple):
    """How often an actor is mentioned and heard, in the text whose voices were looked for.

    told: mentions; said: sentences of its own voice, parts of joint statements summed; joint: joint statements that it
    has a part in; ``alone`` says whether it speaks outside of them.
    """

    label: str
    told: int
    said: float
    joint: int
    alone: bool


def hearing(spoken: pd.DataFrame, mentioned: pd.DataFrame, study: Study) -> list[Hearing]:
    """One entry for each actor that has a voice in the study; ``spoken`` and ``mentioned`` from helpers.aggregates.

    An actor's own voice is one that shares a country.
    """
    found = []
    for target in study.targets:
        own = own_voices(target, study)
        if own:
            said = spoken.loc[spoken["voice"].isin(own), ["n", "alone", "joint"]].sum()
            told = int(round(mentioned.loc[mentioned["target"] == target.name, "n"].sum()))
            found.append(Hearing(target.label, told, float(said["n"]), int(said["joint"]), bool(said["alone"])))
    return found


def own_voices(target: Target, study: Study) -> list[str]:
    """The voices of an actor's own people and bodies: those that share a country with it."""
    return [voice.name for voice in study.voices if set(voice.countries) & set(target.countries)]


def silent(actors: Sequence[Hearing], min_n: int) -> str:
    """Which actors are spoken about without being heard; a claim takes ``min_n`` mentions or sentences."""
    told = [actor for actor in actors if actor.told >= min_n]
    if not told:
        return ""
    groups = {"mute": [], "joint": [], "hardly": []}
    for actor in told:
        if not actor.said:
            groups["mute"].append(f"{actor.label} ({count(actor.told, 'mention')})")
        elif not actor.alone:
            groups["joint"].append(f"{actor.label} ({count(actor.joint, 'sentence')})")
        elif actor.said < min_n:
            groups["hardly"].append(f"{actor.label} ({count(max(int(actor.said), 1), 'sentence')})")
    starts = {
        "mute": "Spoken about, but with no reported word known to be their own",
        "joint": "Heard only in statements made together with others",
        "hardly": f"Mentioned, and hardly heard (fewer than {count(min_n, 'sentence')})",
    }
    said = [f"{starts[kind]}: {listing(names)}." for kind, names in groups.items() if names]
    return " ".join(said) or f"Every actor with {count(min_n, 'mention')} or more is also heard in as many sentences."


def who_speaks(spoken: pd.DataFrame, label: Label) -> str:
    """How the words of these texts are shared out: counted, not estimated. From ``aggregates.spoken``."""
    words = spoken.groupby("voice")["words"].sum()
    reported = words.drop("narrator", errors="ignore").sort_values(ascending=False, kind="stable")
    first = f"Of {words.sum():,.0f} words {percent(words.get('narrator', 0) / max(words.sum(), 1))} are narration"
    if not reported.sum():
        return f"{first}; nobody’s words are reported." if words.sum() else ""
    known = reported.drop("unknown", errors="ignore").head(4)
    parts = [f"{label(voice)} {percent(n / reported.sum())}" for voice, n in known.items()]
    if reported.get("unknown", 0):
        parts.append(f"voices of unknown side {percent(reported['unknown'] / reported.sum())}")
    return f"{first}; of the words that are reported, {listing(parts)}."


def unmeasured(table: pd.DataFrame) -> str:
    """What stands outside all shares and means by voice, from ``aggregates.unmeasured``; "" where nothing does."""
    if table.empty:
        return ""
    parts = [
        f"{count(int(r.articles), 'article')} in {language(r.language)} ({count(int(r.words), 'word')})"
        for r in table.head(MOST_LANGUAGES).itertuples()
    ]
    if len(rest := table.iloc[MOST_LANGUAGES:]):
        words = count(int(rest["words"].sum()), "word")
        parts.append(f"{count(int(rest['articles'].sum()), 'article')} in {len(rest)} more ({words})")
    return (
        f"Not measured: who speaks in {listing(parts)}. There is no attribution for "
        f"{'these languages' if len(table) > 1 else 'this language'}, so this text stands outside every share, mean "
        "and figure by voice."
    )


def language(code: str) -> str:
    """The English name of a language: ``ru`` -> ``Russian``; "a language not recognised" for none."""
    if not code:
        return "a language not recognised"
    return Locale("en").languages.get(code, code)


def who_is_quoted(speakers: pd.DataFrame, most: int = 3) -> str:
    """The speakers with most words in these texts, from ``aggregates.speakers``."""
    named = speakers[speakers["speaker"] != ""].head(most)
    if named.empty:
        return ""
    parts = [
        f"{r.speaker} ({count(int(r.words), 'word')} in {count(int(r.articles), 'article')})"
        for r in named.itertuples()
    ]
    return f"The most reported words in these texts are those of {listing(parts)}."


def tone_of(sides: pd.DataFrame, instrument: str) -> str:
    """Mean score of each side (column ``side``) over the sentences of these texts."""
    if sides.empty:
        return ""
    total = sides.assign(sum=sides["score"] * sides["n"]).groupby("side")[["sum", "n"]].sum()
    parts = [f"{side} {signed(r['sum'] / r['n'])} over {int(r['n']):,}" for side, r in total.iterrows()]
    return f"Mean sentiment of the scored sentences ({instrument}): {listing(parts)}."


def which_frames(frames: pd.DataFrame, labels: dict[str, str], most: int = 3) -> str:
    """The frames in most sentences of these texts, from ``aggregates.frames``."""
    hits = (frames["carried"] * frames["n"]).groupby(frames["frame"]).sum()
    share = (hits / frames.groupby("frame")["n"].sum()).sort_values(ascending=False, kind="stable").head(most)
    parts = [f"{labels[frame]} in {percent(part)}" for frame, part in share[share > 0].items()]
    if not parts:
        return "No frame of the codebook was found."
    return f"Frames, by share of the sentences: {listing(parts)}."


def problems(errors: pd.DataFrame) -> str:
    """How much of what was given is missing, and how much of the rest is to be looked at, from the table errors.

    A row of severity "lost" is one article; of the others an article may have several.
    """
    n = errors["severity"].value_counts()
    lost = f"{count(int(n['lost']), 'article')} could not be used." if "lost" in n else "No article is missing."
    told = [count(int(n[kind]), kind) for kind in ("doubt", "note") if kind in n]
    return f"{lost} On what was read: {listing(told)}." if told else lost


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
