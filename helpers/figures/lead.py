"""How a report begins: the study's title, its strongest decided finding, what stays open, and what all rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from IPython.display import HTML, display

from helpers.analysis import estimate, measures
from helpers.analysis.corpus import VALIDATION
from helpers.analysis.estimate import MIN_CLUSTERS, Bootstrap
from helpers.analysis.voices import with_side
from helpers.figures import claims, findings, voices, wording
from helpers.figures.frames import FREQUENCY
from helpers.figures.tone import TONE, TONE_OF_NARRATION, of_voices, tone_of
from helpers.study import ROOT
from helpers.study.yaml_file import read_yaml

if TYPE_CHECKING:
    from helpers.analysis.corpus import Corpus
    from helpers.analysis.hand import Corrected
    from helpers.study import Study

OPEN = ("few", "undecided")  # verdicts that name no group
TONES = "which voice has the more positive tone"  # a topic
CODES_TELL = f"The page “{VALIDATION}” shows how far more hand coding would help to tell {{topic}}"
MOST_NAMED = 6  # outlets that the lead names
MANY_TIMES = 20  # more stories than so many times those there are nobody is sent for
SIDES = TONE._replace(topic="Narration and quotation")
FREQUENT = FREQUENCY._replace(topic="Frames")
CITATION = ROOT / "CITATION.cff"


class Compared(NamedTuple):
    """A comparison of the report: its topic, the verdict's kind, title and sentence, and what would decide it (or "").

    rests: the measures that it rests on; codes: those of hand coding that correct it.
    """

    topic: str
    kind: str
    text: str
    sentence: str
    takes: str
    rests: tuple[str, ...] = ()
    codes: int = 0


class Told(NamedTuple):
    """How a comparison is told: of which groups, in which words, with which numbers (see ``claims.claim``)."""

    group: str
    scale: claims.Scale
    form: wording.Form
    label: claims.Label | None
    value: str = "mean"


def comparisons(
    spoken: pd.DataFrame,
    tone: pd.DataFrame,
    frames: pd.DataFrame,
    study: Study,
    corpus: Corpus,
    labels: Mapping[str, str],
    bootstrap: Bootstrap,
    corrected: Mapping[str, Corrected | None] = MappingProxyType({}),
) -> list[Compared]:
    """What the report compares, in the order of weight: whose words, in what tone, in which frame.

    ``spoken`` from analysis.voices, ``tone`` from analysis.tone.scores, ``frames`` from analysis.frames.carried;
    ``corrected``: measure -> its voices from analysis.hand.ranked, of REPORTED and TONE.
    """
    named = voices.label(study)
    chance: dict[str, Any] = {"n": "n", "bootstrap": bootstrap}
    found = []
    quoted = spoken[~spoken["voice"].isin(["narrator", "unknown"])]
    if len(quoted):
        if of_all := corrected.get(measures.REPORTED):  # of all that is reported, that of unknown side too
            table, pairs, codes, _ = voices.reported(spoken, of_all, bootstrap)
            scale = voices.words_scale(table)
        else:
            table, codes = voices.of_words(quoted, bootstrap), 0
            pairs = estimate.share_differences(quoted, "voice", weight="words", **chance)
            scale = voices.WORDS._replace(among=" of known side")
        told = Told("voice", scale, wording.percent, named, "share")
        found.append(
            _compared("whose words are reported most", (measures.SHARE,), table, pairs, told, bootstrap, codes)
        )
    narrated = corpus.outlets.of(tone[tone["voice"] == "narrator"])
    for topic, rows, group, scale, label in (
        (TONES, tone, "voice", TONE, named),
        ("whether the narration differs in tone from those it quotes", with_side(tone), "side", SIDES, str),
        ("which outlet’s narration has the more positive tone", narrated, "outlet_name", TONE_OF_NARRATION, None),
    ):
        if rows[group].nunique() > 1:
            if group == "voice":
                table, pairs, codes, _ = of_voices(rows, corrected.get(measures.TONE), bootstrap)
                scale = tone_of(table)
            else:
                table, codes = estimate.means(rows, "score", group, **chance), 0
                pairs = estimate.differences(rows, "score", group, **chance)
            told = Told(group, scale, wording.signed, label)
            found.append(_compared(topic, (measures.SHARE, measures.TONE), table, pairs, told, bootstrap, codes))
    if frames["carried"].any():
        table = estimate.means(frames, "carried", "frame", **chance)
        pairs = estimate.differences(frames, "carried", "frame", **chance)
        told = Told("frame", FREQUENT, wording.percent, labels.__getitem__)
        found.append(_compared("which frame is the most frequent", (measures.FRAME,), table, pairs, told, bootstrap))
    return found


def _compared(
    topic: str,
    rests: tuple[str, ...],
    table: pd.DataFrame,
    pairs: pd.DataFrame,
    told: Told,
    bootstrap: Bootstrap,
    codes: int = 0,
) -> Compared:
    kind = claims.verdict(table, pairs, told.group, told.value).kind
    form: dict[str, Any] = {"value": told.value, "form": told.form, "label": told.label}
    text, sentence = (claims.claim(table, pairs, told.group, told.scale, **form, spoken=of) for of in (False, True))
    more = CODES_TELL.format(topic=topic) if codes else takes(topic, table, pairs, bootstrap)
    return Compared(topic, kind, text, sentence, more if kind in OPEN else "", rests, codes)


def takes(topic: str, table: pd.DataFrame, pairs: pd.DataFrame, bootstrap: Bootstrap) -> str:
    """How many stories would probably decide the first of some undecided pairs, in a sentence without its full stop.

    An interval narrows with the root of the stories: of a pair whose difference d has a half-width h over n stories,
    about n (h / d)² would leave zero out, were the difference the same; and no fewer than a sign test over as many
    pairs needs.
    """
    stories = int(table["n_clusters"].max()) if len(table) else 0
    have = wording.count(stories, "story", "stories")
    known = pairs[pairs["enough"].astype(bool) & pairs["estimate"].ne(0)] if len(pairs) else pairs
    if known.empty:
        largest = wording.listing([f"{n:,}" for n in table["n_clusters"].nlargest(2)] or [0])
        return f"To tell {topic} takes {MIN_CLUSTERS} stories or more in each of two groups; the largest have {largest}"
    needed = known["n_clusters"] * ((known["high"] - known["low"]) / 2 / known["estimate"].abs()) ** 2
    sign = math.ceil(1 - math.log2(1 - bootstrap.corrected(len(known)).level))
    n = _rounded(max(float(needed.min()), sign, stories + 1))
    if n > MANY_TIMES * stories:
        return f"Even {MANY_TIMES} times the {have} would hardly tell {topic}: the differences are too small"
    return f"Some {n:,} stories like these, instead of {stories:,}, would probably begin to tell {topic}"


def _rounded(n: float) -> int:
    """A number that is no more exact than it is known: one digit, two from 100."""
    size = 10 ** max(math.floor(math.log10(max(n, 1))) - (n >= 100), 0)
    return math.ceil(n / size) * size


def show(study: Study, corpus: Corpus, compared: Sequence[Compared], counted: Sequence[str]) -> None:
    """Display the lead: the strongest decided finding first, or where nothing is decided what these texts hold.

    ``counted``: what they hold, as sentences, the most important first. Each has its stamp, and below them stands how
    far hand coding bears out the measures that they rest on. All is escaped.
    """
    settled = [(f"{each.sentence}.", each.rests, each.codes) for each in _settled(compared)]
    told = [*settled, *((sentence, (measures.SHARE,), 0) for sentence in counted if sentence)][:3]
    rests = dict.fromkeys(measure for _, those, _ in told for measure in those)
    state = corpus.agreement(*rests)
    stamps = [escape(corpus.stamp(*those, codes=codes)) for _, those, codes in told]
    first, *more = [
        f"{escape(text)} <small>{stamp}</small>" if stamp else escape(text)
        for (text, _, _), stamp in zip(told, stamps, strict=True)
    ] or [""]
    parts = [
        f"<p class='question'>{escape(study.question)}</p>" if study.question else "",
        f"<h1>{escape(study.title)}</h1>",
        f"<p class='standfirst'>{first}</p>" if first else "",
        *(f"<p>{sentence}</p>" for sentence in more),
        f"<p class='open'>{escape(left)}</p>" if (left := undecided(compared)) else "",
        f"<p class='rests'>{escape(f'{_rests(corpus)} {state}'.rstrip())}</p>",
        _cite(study, corpus),
    ]
    display(HTML(f"<header class='lead'>{''.join(parts)}</header>"))


def decided(compared: Sequence[Compared], corpus: Corpus) -> list[str]:
    """What is decided, as sentences, each with the state of its measures; and one on what is not."""
    settled = [findings.stated(f"{one.sentence}.", corpus, *one.rests, codes=one.codes) for one in _settled(compared)]
    return [*settled, undecided(compared)]


def _settled(compared: Sequence[Compared]) -> list[Compared]:
    """What is decided."""
    return [each for each in compared if each.kind not in OPEN]


def undecided(compared: Sequence[Compared]) -> str:
    """What these texts leave open, and what would decide the first of it; "" where all is decided."""
    left = [each for each in compared if each.kind in OPEN]
    if not left:
        return ""
    topics = wording.listing([each.topic for each in left])
    return f"Beyond these articles it is not decided {topics}. {left[0].takes}."


def _rests(corpus: Corpus) -> str:
    """What the report rests on, and how it was found."""
    names = corpus.outlets.names
    outlets = f": {wording.listing(names)}" if 1 < len(names) == corpus.n_outlets <= MOST_NAMED else ""
    held = f"{wording.count(corpus.n_sentences, 'sentence')}, {wording.count(corpus.n_words, 'word')}"
    return (
        f"This page rests on {corpus.extent}{outlets}; {held}. A machine found speakers, tone and frames: click any "
        "mark of a figure to read its sentences and judge for yourself."
    )


def _cite(study: Study, corpus: Corpus) -> str:
    """When and with what it was made, how to cite it, and under which licence; as HTML."""
    software: dict[str, Any] = read_yaml(CITATION)
    day, version = date.today(), software["version"]
    who = wording.listing([author.get("name", "") for author in software["authors"]])
    made = f"Made on {day:%d %B %Y} with Whose Words {version}."
    text = (
        f"{study.title}: who speaks, in what tone and in which frame. Report on {corpus.extent}, made with Whose Words "
        f"{version} ({who}, {day.year}), {day:%d %B %Y}."
    )
    key = f"whosewords_{study.name}_{day.year}"
    bibtex = (
        f"@misc{{{key},\n  title = {{{study.title}: who speaks, in what tone and in which frame}},\n"
        f"  year = {{{day.year}}},\n  note = {{Report on {corpus.extent}, made with Whose Words {version}}}\n}}"
    )
    licence = (
        f"The software is under the {software['license']} licence. The texts belong to their publishers and are quoted "
        "as evidence."
    )
    return (
        f"<p class='made'>{escape(made)} {escape(licence)}</p><details class='cite'><summary>Cite this page</summary>"
        f"<p>{escape(text)}</p><pre>{escape(bibtex)}</pre></details>"
    )
