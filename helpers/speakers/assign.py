"""Sentences take mode, speaker, voice and via from the attributions that cover them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from helpers.attribution import Attribution
from helpers.layout.sentences import Sentence
from helpers.speakers.resolve import Speaker

NARRATION = ("none", "narrator", "narrator", "")
LEAST = 0.4  # share of a sentence that must be somebody's words to make it theirs


def assign(
    sentences: Sequence[Sentence],
    attributions: Sequence[Attribution],
    speakers: Sequence[Speaker],
    attitudes: bool = False,
) -> list[tuple[str, str, str, str]]:
    """(mode, speaker, voice, via) of each sentence; ("none", "narrator", "narrator", "") for narration.

    An attribution covers what it attributes, the words that attribute it ("he said") and what stands between them;
    the share of a sentence is counted in characters. The speaker who covers most of the sentence has it, provided
    that all speakers together cover at least LEAST of it; of two who cover as much, the one who begins first. Words of
    whom nobody knows go to somebody who speaks in the same sentence. Where
    one speaker's attributions in a sentence differ in mode, the sentence is mixed.
    """
    starts = [sentence.start for sentence in sentences]
    inside: list[list[int]] = [[] for _ in sentences]
    for i, attribution in enumerate(attributions):
        if (attitudes or attribution.cue_class == "speech") and speakers[i].voice != "narrator":
            low, high = _extent(attribution)
            for at in range(max(0, bisect_right(starts, low) - 1), bisect_left(starts, high)):
                inside[at].append(i)
    return [
        _one(
            sentence,
            sorted(((attributions[i], speakers[i]) for i in found), key=lambda pair: _extent(pair[0])),
        )
        for sentence, found in zip(sentences, inside, strict=True)
    ]


def _extent(attribution: Attribution) -> tuple[int, int]:
    spans = [s for s in (attribution.source, attribution.cue, *attribution.content) if s[0] >= 0]
    return min((a for a, _ in spans), default=0), max((b for _, b in spans), default=0)


def _one(sentence: Sentence, pairs: list[tuple[Attribution, Speaker]]) -> tuple[str, str, str, str]:
    shares: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for attribution, speaker in pairs:
        shares.setdefault((speaker.name, speaker.voice), []).extend(_covered(attribution, sentence))
    total = _length([span for spans in shares.values() for span in spans])
    if not shares or total < LEAST * (sentence.end - sentence.start):
        return NARRATION
    somebody = [who for who in shares if who[0]] or list(shares)  # "asked about it, Pym said": nobody gives way
    best = max(somebody, key=lambda who: _length(shares[who]))
    own = [(a, s) for a, s in pairs if (s.name, s.voice) == best]
    longest = max(own, key=lambda pair: _length(_clip([*pair[0].content, pair[0].cue], sentence)))
    via = longest[1].via or next((s.via for _, s in own if s.via), "")
    return _mode([a for a, _ in own], sentence), *best, via


def _mode(attributions: list[Attribution], sentence: Sentence) -> str:
    """The one mode of those that attribute words of the sentence, else mixed."""
    modes = {a.mode for a in attributions if _clip(a.content, sentence)} or {a.mode for a in attributions}
    return modes.pop() if len(modes) == 1 else "mixed"


def _covered(attribution: Attribution, sentence: Sentence) -> list[tuple[int, int]]:
    """What of a sentence is somebody's words with all that attributes them, from the first to the last of it."""
    spans = _clip([s for s in (attribution.source, attribution.cue, *attribution.content) if s[0] >= 0], sentence)
    if not spans:
        return []
    low, high = min(a for a, _ in spans), max(b for _, b in spans)
    opens = any(a <= sentence.start + 1 and b > sentence.start for a, b in attribution.content)
    if opens and sentence.start < attribution.cue[0] and attribution.cue[1] == high:
        high = sentence.end  # "...," he told a press conference in Astana: the rest is part of the reporting clause
    return [(low, high)]


def _clip(spans: Sequence[tuple[int, int]], sentence: Sentence) -> list[tuple[int, int]]:
    clipped = [(max(a, sentence.start), min(b, sentence.end)) for a, b in spans]
    return [(a, b) for a, b in clipped if a < b]


def _length(spans: list[tuple[int, int]]) -> int:
    """Characters covered by spans, each counted once."""
    covered = reach = 0
    for start, end in sorted(spans):
        start = max(start, reach)
        if end > start:
            covered += end - start
            reach = end
    return covered
