"""PolNeAR (Newell et al., LREC 2018): reading it, and the measures by which attribution is judged on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from helpers.attribution import Attribution, classify
from helpers.encoder.quotes import Quotation, quotations
from helpers.study import StudyError

Span = tuple[int, int]
SPAN = re.compile(r"(T\d+)\t(Source|Cue|Content) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
LINE = re.compile(r"[TEAR#]\d+\t|\r?$")
EVENT = re.compile(r"E\d+\tAttribution\S*:\S+ (.+)")


@dataclass(frozen=True)
class Gold:
    """One annotated attribution in characters; `source` and `cue` may be empty. `speech`: saying, no attitude."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speech: bool | None = None


@dataclass(frozen=True)
class Annotated:
    """An article and one person's annotation of it; `attributions` is None where nobody has annotated it."""

    name: str
    text: str
    attributions: tuple[Gold, ...] | None


def load(folder: str | Path, part: str) -> list[Annotated]:
    """All annotations of `part` (train or dev), several of one text included; a malformed file is left out."""
    home = Path(folder) / part
    files = sorted((home / "attributions").glob("*.ann"))
    if not files:
        raise StudyError(f"{home}: no PolNeAR annotations here; give the folder that holds {part}/attributions/*.ann.")
    read = (_read(path, home / "text" / f"{path.stem[:-5]}.txt") for path in files)
    return [annotated for annotated in read if annotated is not None]


def one_each(articles: list[Annotated]) -> list[Annotated]:
    """The first annotation of each text."""
    return list({article.name[:-5]: article for article in reversed(articles)}.values())[::-1]


def _read(annotation: Path, source: Path) -> Annotated | None:
    """One annotation, or None when it is malformed: a line that is no annotation, or offsets at other words."""
    text = source.read_bytes().decode("utf-8")
    spans: dict[str, tuple[Span, ...]] = {}
    found = []
    for line in annotation.read_bytes().decode("utf-8").split("\n"):
        if match := SPAN.fullmatch(line.rstrip("\r")):
            pairs = tuple(tuple(map(int, pair.split())) for pair in match[3].split(";"))
            if match[2] == "Content" and not _points_at(text, pairs, match[4]):
                return None
            spans[match[1]] = pairs
        elif not LINE.match(line):
            return None
        elif match := EVENT.match(line):
            roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
            for role in match[1].split():
                name, _, span = role.partition(":")
                roles.setdefault(name.rstrip("0123456789"), []).extend(spans.get(span, ()))
            if roles["Content"] and roles["Cue"]:
                found.append(Gold(*(tuple(sorted(roles[name])) for name in ("Source", "Cue", "Content"))))
    quoted = _quoted(text)
    return Annotated(annotation.stem, text, tuple(replace(g, speech=_is_speech(text, g, quoted)) for g in found))


def _is_speech(text: str, gold: Gold, quoted: list[Quotation]) -> bool:
    cue, content = (" ".join(text[a:b] for a, b in spans) for spans in (gold.cue, gold.content))
    refusal = classify.is_refusal(text, gold.cue[0])
    marked = classify.inside(text, gold.content, quoted)
    return classify.cue_class(cue, content, bool(gold.source), marked, refusal) == "speech"


def _points_at(text: str, spans: tuple[Span, ...], words: str) -> bool:
    """Whether the first word of an annotation stands where its offset says (the rest may be cut by line breaks)."""
    return text[spans[0][0] :].startswith(words.split(" ")[0])


# ---- as the engines see it --------------------------------------------------------------------------------------


class Stretch(NamedTuple):
    """A paragraph of an article, as both its layout and its sentence (they have the same fields)."""

    start: int
    end: int
    kind: str


def page(text: str) -> list[Stretch]:
    """The lines of an article that hold something; the first is the headline."""
    lines = [match.span() for match in re.finditer(r"\S[^\n]*", text)]
    return [Stretch(*span, "body" if i else "headline") for i, span in enumerate(lines)]


def _quoted(text: str) -> list[Quotation]:
    """The quotations of an article, line by line."""
    return [
        Quotation(line.start + a, line.start + b, closed)
        for line in page(text)
        for a, b, closed in quotations(text[line.start : line.end])
    ]


def gold_of(article: Annotated) -> list[Judged]:
    """The annotated attributions as they are judged."""
    tokens = Tokens(article.text)
    quoted = _quoted(article.text)
    out = []
    for one in article.attributions:
        cue, content = (" ".join(article.text[a:b] for a, b in spans) for spans in (one.cue, one.content))
        mode = classify.mode_of(content, classify.inside(article.text, one.content, quoted))
        spans = (one.source, one.content, one.cue)
        out.append(Judged(*map(tokens, spans), mode, classify.holds_verb_of_saying(cue)))
    return out


def found_of(text: str, attributions: list[Attribution]) -> list[Judged]:
    """What an engine found, as it is judged."""
    tokens = Tokens(text)
    return [
        Judged(
            tokens([a.source]), tokens(a.content), tokens([a.cue]), a.mode,
            classify.holds_verb_of_saying(text[slice(*a.cue)]),
        )
        for a in attributions
    ]  # fmt: skip


# ---- the measures ---------------------------------------------------------------------------------------------

TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")  # a Chinese sign is a word


class Tokens:
    """The words of a text, punctuation left out, by their place."""

    def __init__(self, text: str) -> None:
        """Find the words once."""
        self.starts, self.ends = np.array([m.span() for m in TOKEN.finditer(text)] or np.zeros((0, 2))).T

    def __call__(self, spans: Iterable[Span]) -> frozenset[int]:
        """Numbers of the words that the spans touch; an absent span (-1, -1) touches none."""
        found: set[int] = set()
        for start, end in spans:
            a, b = np.searchsorted(self.ends, start, "right"), np.searchsorted(self.starts, end, "left")
            found.update(range(int(a), int(b)))
        return frozenset(found)


@dataclass(frozen=True)
class Judged:
    """An attribution by its words, gold or found, with what it is broken down by; `hit`: the other side has it."""

    source: frozenset[int]
    content: frozenset[int]
    cue: frozenset[int]
    mode: str
    saying: bool
    hit: bool = False


def agrees(one: Judged, other: Judged) -> bool:
    """Contents with a Jaccard index of .5 or more, and sources that overlap or are both absent."""
    shared = len(one.content & other.content)
    alike = shared > 0 and shared / len(one.content | other.content) >= 0.5
    return alike and bool(one.source & other.source or not (one.source or other.source))


def judge(gold: list[Judged], found: list[Judged]) -> tuple[list[Judged], list[Judged]]:
    """Both lists with `hit` filled in."""
    return (
        [replace(g, hit=any(agrees(g, f) for f in found)) for g in gold],
        [replace(f, hit=any(agrees(f, g) for g in gold)) for f in found],
    )


def f_score(hits: float, gold: float, found_hits: float, found: float) -> tuple[float, float, float]:
    """Precision, recall and F in percent."""
    precision, recall = found_hits / max(found, 1), hits / max(gold, 1)
    return 100 * precision, 100 * recall, 200 * precision * recall / max(precision + recall, 1e-9)


def measures(articles: list[tuple[list[Judged], list[Judged]]]) -> dict[str, float]:
    """All measures over articles of (gold, found): F of attributions, of tokens by role, by mode, by class of cue."""
    pairs = [judge(gold, found) for gold, found in articles]
    gold, found = [g for pair in pairs for g in pair[0]], [f for pair in pairs for f in pair[1]]
    out: dict[str, float] = {}
    for role in ("content", "source", "cue"):
        shared = total_gold = total_found = 0
        for one, other in pairs:
            a = frozenset().union(*(getattr(g, role) for g in one))
            b = frozenset().union(*(getattr(f, role) for f in other))
            shared, total_gold, total_found = shared + len(a & b), total_gold + len(a), total_found + len(b)
        out[f"{role} token F"] = f_score(shared, total_gold, shared, total_found)[2]
    groups = {"attribution": lambda j: True, "saying": lambda j: j.saying, "other cue": lambda j: not j.saying}
    groups |= {mode: lambda j, mode=mode: j.mode == mode for mode in ("direct", "indirect", "mixed")}
    for name, chosen in groups.items():
        g, f = [j.hit for j in gold if chosen(j)], [j.hit for j in found if chosen(j)]
        for label, value in zip(("precision", "recall", "F"), f_score(sum(g), len(g), sum(f), len(f)), strict=True):
            out[f"{name} {label}"] = value
    return out
