"""Findings in sentences, computed from the tables of helpers.analysis; what they may claim is said in ``claims``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from helpers import sentiment
from helpers.analysis import estimate
from helpers.analysis.corpus import State
from helpers.analysis.estimate import MIN_CLUSTERS, MIN_N, USUAL
from helpers.analysis.measures import FRAME, FRAME_BY_MODEL, SHARE, TONE, TOWARD
from helpers.analysis.validation import EXPLORATORY
from helpers.figures import wording
from helpers.figures.claims import Label
from helpers.figures.house import number
from helpers.figures.wording import count, language, listing, percent, signed
from helpers.framing import CODEBOOK, MODEL
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.analysis.estimate import Bootstrap
    from helpers.study import Study, Target


def left_out(counts: pd.DataFrame, read: Sequence[str]) -> str:
    """A sentence on the languages that the frames have no patterns for; "" if there are none.

    ``counts`` from ``analysis.corpus.languages``; ``read`` are the languages of the patterns.
    """
    blind = counts[~counts["language"].isin(list(read))]
    if blind.empty:
        return ""
    named = wording.listing([f"{wording.language(code)} ({n:,})" for code, n in blind.values])
    return f"No patterns for these languages, whose sentences stand outside all shares by frame: {named}."


LARGE = 0.1  # share of unknown voices that a title names
MOST_LANGUAGES = 4  # that a sentence names
MOST_CODERS = 3
MEASURES = {SHARE: "Voices", TONE: "Tone", TOWARD: "Tone toward actors", FRAME: "Frames", FRAME_BY_MODEL: "Frames"}


AGREES, TOO_LITTLE = "coded sentences agree", "coded sentences agree too little"
ELSEWHERE, UNCHECKED = "checked on other texts", "not checked"
FRAMES_BY = {CODEBOOK: "codebook", MODEL: "trained model"}


def states(table: pd.DataFrame) -> dict[str, State]:
    """Measure -> its state, what every figure and finding of it is stamped with; from ``analysis.validation.states``.

    By language: coded sentences agree; agree too little where alpha is under the threshold (`validation.EXPLORATORY`)
    or unknown; not checked where nothing or too little was coded.
    """
    return {str(name): state(str(name), of) for name, of in table.groupby("measure", sort=False)}


def state(measure: str, of: pd.DataFrame) -> State:
    """The state of one measure: "Tone (Trained model): not checked in English", "tone", "not checked"."""
    coded = of["n"].ge(MIN_N)
    judged = {
        AGREES: of[coded & of["alpha"].ge(EXPLORATORY)],
        TOO_LITTLE: of[coded & ~of["alpha"].ge(EXPLORATORY)],
        ELSEWHERE: of[~coded & of["elsewhere"]],
        UNCHECKED: of[~coded & ~of["elsewhere"]],
    }
    kinds = {kind: rows for kind, rows in judged.items() if len(rows)}
    said = [
        f"{kind} in {listing([_agreement(row) for row in each_row(rows)]) if coded[rows.index[0]] else _listed(rows)}"
        for kind, rows in kinds.items()
    ]
    coders = listing(of["coders"].iloc[0][:MOST_CODERS])
    said += [f"coded by {coders}"] if coders and coded.any() else []
    by = of["by"].iloc[0]
    by = FRAMES_BY.get(by, "") or sentiment.label(by)
    how = f" ({by})" if by else ""
    best = next(iter(kinds))
    partly = ", or are too few" if best == TOO_LITTLE else " in some languages only"
    short = f"{best}{partly if len(kinds) > 1 else ''}"
    correctable = measure != FRAME_BY_MODEL and USUAL.suffices(of["n"].sum(), int(of["stories"].sum()))
    name = MEASURES[measure]
    return State(f"{name}{how}: {'; '.join(said)}", name.lower(), short, correctable)


def _agreement(row: Any) -> str:
    """``English (alpha 0.74, 104 coded)``."""
    alpha = "unknown" if pd.isna(row.alpha) else number("{:.2f}", row.alpha)
    return f"{language(row.language)} (alpha {alpha}, {row.n:,} coded)"


def _listed(rows: pd.DataFrame) -> str:
    """Languages by name, the first few of many."""
    names = [language(code) for code in rows["language"]]
    more = [f"{len(names) - MOST_LANGUAGES} more"] if len(names) > MOST_LANGUAGES else []
    return listing([*names[:MOST_LANGUAGES], *more])


def stated(finding: str, corpus: Corpus, *measures: str, codes: int = 0) -> str:
    """A finding with the stamp of the measures that it rests on; "" stays empty. codes: those that correct it."""
    return f"{finding} {corpus.stamp(*measures, codes=codes)}".rstrip() if finding else ""


def one_language(counts: pd.DataFrame, read: Sequence[str]) -> str:
    """A sentence on the language that voices are compared in, where the frames of several are found; "" for one.

    ``counts`` from ``analysis.corpus.languages``; ``read`` are the languages of the patterns.
    """
    spoken, *others = [language(code) for code in counts["language"] if code in read] or [""]
    return (
        f"Voices are compared in {spoken} alone, the language of most sentences: patterns of {listing(others)} "
        "are another instrument."
        if others
        else ""
    )


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
    """One entry for each actor that has a voice in the study; ``spoken`` and ``mentioned`` from analysis.voices.

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
    groups: dict[str, list[str]] = {"mute": [], "joint": [], "hardly": []}
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
    """How the words of these texts are shared out: counted, not estimated. From ``analysis.voices.spoken``.

    Words of copies of one text count once.
    """
    words = estimate.once(spoken, spoken["words"]).groupby(spoken["voice"]).sum()
    reported = words.drop("narrator", errors="ignore").sort_values(ascending=False, kind="stable")
    first = f"Of {words.sum():,.0f} words {percent(words.get('narrator', 0) / max(words.sum(), 1))} are narration"
    if not reported.sum():
        return f"{first}; nobody’s words are reported." if words.sum() else ""
    known = reported.drop("unknown", errors="ignore").head(4)
    parts = [f"{label(voice)} {percent(n / reported.sum())}" for voice, n in known.items()]
    if reported.get("unknown", 0):
        parts.append(f"voices of unknown side {percent(reported['unknown'] / reported.sum())}")
    return f"{first}; of the words that are reported, {listing(parts)}."


def somebody_else(spoken: pd.DataFrame, study: Study) -> str:
    """Whose words these texts are made of besides the narration: counted, copies of one text once."""
    words = estimate.once(spoken, spoken["words"]).groupby(spoken["voice"]).sum()
    reported = words.drop("narrator", errors="ignore").sort_values(ascending=False, kind="stable")
    if not reported.sum():
        return "Nobody’s words are reported: all that these articles say is narration." if words.sum() else ""
    known = reported.drop("unknown", errors="ignore")
    shares = [(study.style(str(voice)).label, n / reported.sum()) for voice, n in known.items() if n]
    if reported.get("unknown", 0):
        shares.append(("of unknown side", reported["unknown"] / reported.sum()))
    (whose, most), *others = shares
    of_those = [f"{percent(most)} are {whose}", *(f"{percent(share)} {side}" for side, share in others)]
    part = percent(reported.sum() / words.sum())
    return (
        f"{part} of the words in these articles are other people’s, quoted or reported; of those {listing(of_those)}."
    )


def unheard(actors: Sequence[Hearing], min_n: int) -> str:
    """Of the actors spoken about and not heard, or only together with others, the one mentioned most; "" for none."""
    told = [actor for actor in actors if actor.told >= min_n and not (actor.said and actor.alone)]
    if not told:
        return ""
    actor = max(told, key=lambda one: one.told)
    begin = f"{actor.label} is mentioned {count(actor.told, 'time')} in these articles"
    if not actor.said:
        return f"{begin}, and no reported word is known to be its own."
    return f"{begin} and heard in only {count(actor.joint, 'sentence')}, said together with others."


def unmeasured(table: pd.DataFrame) -> str:
    """What stands outside all shares and means by voice, from ``analysis.corpus.unmeasured``; "" where nothing does."""
    if table.empty:
        return ""
    parts = [
        f"{count(int(r.articles), 'article')} in {language(r.language)} ({count(int(r.words), 'word')})"
        for r in each_row(table.head(MOST_LANGUAGES))
    ]
    if len(rest := table.iloc[MOST_LANGUAGES:]):
        words = count(int(rest["words"].sum()), "word")
        parts.append(f"{count(int(rest['articles'].sum()), 'article')} in {len(rest)} more ({words})")
    return (
        f"Not measured: who speaks in {listing(parts)}. There is no attribution for "
        f"{'these languages' if len(table) > 1 else 'this language'}, so this text stands outside every share, mean "
        "and figure by voice."
    )


def who_is_quoted(speakers: pd.DataFrame, most: int = 3) -> str:
    """The speakers with most words in these texts, from ``analysis.voices.speakers``."""
    named = speakers[speakers["speaker"] != ""].head(most)
    if named.empty:
        return ""
    parts = [
        f"{r.speaker} ({count(int(r.words), 'word')} in {count(int(r.articles), 'article')})" for r in each_row(named)
    ]
    return f"The most reported words in these texts are those of {listing(parts)}."


def tone_of(sides: pd.DataFrame, instrument: str) -> str:
    """Mean score of each side (column ``side``) over the sentences of these texts."""
    if sides.empty:
        return ""
    weight = estimate.once(sides, sides["n"])
    total = sides.assign(sum=sides["score"] * weight, weight=weight).groupby("side")[["sum", "weight", "n"]].sum()
    parts = [f"{side} {signed(r['sum'] / r['weight'])} over {int(r['n']):,}" for side, r in total.iterrows()]
    return f"Mean sentiment of the scored sentences ({instrument}): {listing(parts)}."


def which_frames(frames: pd.DataFrame, labels: dict[str, str], most: int = 3) -> str:
    """The frames in most sentences of these texts, from ``analysis.frames.carried``."""
    n = estimate.once(frames, frames["n"])
    hits = (frames["carried"] * n).groupby(frames["frame"]).sum()
    share = (hits / n.groupby(frames["frame"]).sum()).sort_values(ascending=False, kind="stable").head(most)
    parts = [f"{labels[str(frame)]} in {percent(part)}" for frame, part in share[share > 0].items()]
    if not parts:
        return "No frame of the codebook was found."
    return f"Frames, by share of the sentences: {listing(parts)}."


def takes(table: pd.DataFrame, bootstrap: Bootstrap) -> str:
    """What an estimate takes, and what the largest group of a figure has whose estimates are not supported."""
    most = table.fillna({"n": 0, "n_clusters": 0}).sort_values(["n_clusters", "n"]).iloc[-1]
    one = str(most.get("unit", "sentences")).removesuffix("s")
    least, stories = bootstrap.min_n, count(bootstrap.min_clusters, "story", "stories")
    has = f"{count(int(most['n']), one)} of {count(int(most['n_clusters']), 'story', 'stories')}"
    return f"An estimate takes {count(least, one)} of {stories} or more in a group; the largest group here has {has}."


def problems(errors: pd.DataFrame) -> str:
    """How much of what was given is missing, and how much of the rest is to be looked at, from the table errors.

    A row of severity "lost" is one article; of the others an article may have several.
    """
    n = errors["severity"].value_counts()
    lost = f"{count(int(n['lost']), 'article')} could not be used." if "lost" in n else "No article is missing."
    told = [count(int(n[kind]), kind) for kind in ("doubt", "note") if kind in n]
    return f"{lost} On what was read: {listing(told)}." if told else lost


def reach(corpus: Corpus, min_clusters: int = MIN_CLUSTERS) -> str:
    """What a corpus of this size can show, in plain words."""
    stories = count(corpus.n_stories, "story", "stories")
    if corpus.n_stories < min_clusters:
        return (
            f"{stories} cannot show how any outlet or voice writes in general: no interval is given and "
            "nothing is ranked. What is shown describes these texts alone."
        )
    if corpus.n_stories < 30:
        return (
            f"All this rests on {stories}. Intervals over so few are wide and themselves uncertain: read them as a "
            "warning, not as proof. To say how an outlet or a voice writes in general takes dozens of stories of each."
        )
    return (
        f"{count(corpus.n_articles, 'article')} in {stories} carry statements about these outlets in this period, "
        "as far as the articles were drawn without favour."
    )
