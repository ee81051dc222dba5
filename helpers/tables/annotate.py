"""One shard of articles -> the rows of every table. No state is shared between shards.

The order of the steps is the order of the design: text, layout, sentences, attributions,
speakers and voices, mentions of actors, sentiment, frames.
"""

from __future__ import annotations

import hashlib
import traceback
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from helpers import attribution, framing, layout, reading, sentiment, speakers
from helpers.layout import damage, sentences
from helpers.layout.detect import complete
from helpers.layout.reading_form import ReadingForm
from helpers.layout.sentences import Sentence
from helpers.layout.words import count_words
from helpers.names import mentions
from helpers.names.facts import facts
from helpers.study import UNMEASURED, Article, Problem, Study
from helpers.tables import schemas
from helpers.tables.rows import Row
from helpers.tables.sketch import SHORT, sketch

Rows = dict[str, list[Row]]
MOST_BYTES = 5_000_000  # of one article: some 800,000 words


class Settings(BaseModel):
    """What a user can choose about the measurement, for every notebook alike."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    engine: Literal["full", "fast"] = Field("full", description="attribution model: full, or fast for big corpora")
    attitudes: bool = Field(False, description="count attitudes (hopes, fears) as somebody's words, not only speech")
    mask_names: bool = Field(True, description="mask names of people, states and media before scoring sentiment")
    sound_of_names: bool = Field(
        True,
        description="let what a name suggests count, with where the story plays, for speakers of whom nothing tells",
    )
    target_sample: int = Field(
        20_000, ge=0, description="most sentences and mentions that the trained instruments score, 0 for none"
    )


@dataclass(frozen=True)
class Task:
    """A shard: some articles, the bytes of their files, and what the study says about them."""

    study: Study
    settings: Settings
    articles: list[Article]
    raw: list[bytes]
    repeated: dict[str, frozenset[str]] = field(default_factory=dict)  # lines that recur in an outlet
    codebook: framing.Codebook | None = None  # the study's, as it was when the measurement began; None: as it is now


@dataclass
class _Annotated:
    """What the measuring steps need of one article once its sentences are known; places are in its reading form."""

    article: Article
    form: ReadingForm
    sentences: list[Sentence]
    names: list[tuple[int, int]]
    mentions: list[mentions.Mention]

    @property
    def text(self) -> str:
        return self.form.text

    def names_in(self, sentence: Sentence) -> list[tuple[int, int]]:
        """The places of the names in a sentence, from its start."""
        inside = self.names[bisect_right(self._ends, sentence.start) : bisect_left(self._starts, sentence.end)]
        first, last = sentence.start, sentence.end
        return [(max(a, first) - first, min(b, last) - first) for a, b in inside]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.names]  # in order, without overlap, as their ends are

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.names]

    def sentence_id(self, index: int) -> str:
        return f"{self.article.article_id}:{index}"


def annotate(task: Task) -> bytes:
    """All tables of one shard, packed (`schemas.unpack` with the names of `schemas.IN_SHARDS` opens them).

    Whatever goes wrong in one article is a row of the table errors, and the others are measured.
    """
    codebook = task.codebook or framing.load_codebooks(task.study)
    measured = []
    for article, raw in zip(task.articles, task.raw, strict=True):
        try:
            measured.append(_measure_article(article, raw, task, codebook))
        except reading.ReadingError as error:
            measured.append(_lost(article, str(error)))
        except Exception as error:
            measured.append(_lost(article, f"could not be measured ({_told(error)})"))
    return _packed(measured)


def lost(article: Article, problem: str) -> bytes:
    """The tables of an article that could not be measured, packed as `annotate` packs them."""
    return _packed([_lost(article, problem)])


def joined(parts: list[bytes]) -> bytes:
    """The tables of several parts of a shard, each packed, as those of the shard."""
    return _packed([schemas.unpack(part, schemas.IN_SHARDS) for part in parts])


def _packed(parts: list[dict[str, pa.Table]]) -> bytes:
    empty = {name: schemas.build(name, []) for name in schemas.IN_SHARDS}
    tables = {name: pa.concat_tables([of[name] for of in (empty, *parts) if name in of]) for name in empty}
    return schemas.pack({name: table.combine_chunks() for name, table in tables.items()})


def _lost(article: Article, problem: str) -> dict[str, pa.Table]:
    return {"errors": schemas.build("errors", [Problem(article.file, article.row, problem, "lost")])}


def _measure_article(article: Article, raw: bytes, task: Task, codebook: framing.Codebook) -> dict[str, pa.Table]:
    """The rows of one article in every table."""
    rows: Rows = defaultdict(list)
    item = _read_article(article, raw, task, rows)
    _measure_sentiment(item, task, rows["sentiment"])
    _measure_targets(item, rows["target_sentiment"])
    _measure_frames(item, codebook, rows)
    return {name: schemas.build(name, found) for name, found in rows.items()}


def _told(error: Exception) -> str:
    """An unforeseen error in one line, with the place in the code, for whoever mends it."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}, {Path(at.filename).name} line {at.lineno}: please report it"


def _read_article(article: Article, raw: bytes, task: Task, rows: Rows) -> _Annotated:
    """Everything about one article that is not scored in batches."""
    if len(raw) > MOST_BYTES:
        raise reading.ReadingError(
            f"larger than {MOST_BYTES // 1_000_000} MB, no article is: split it into its articles"
        )
    article, form, spans, split, doubts = laid_out(article, raw, task.repeated.get(article.outlet, frozenset()))
    decoded, text = form.decoded, form.text
    found = attribution.attribute(text, spans, split, article.language, task.settings.engine)
    found = speakers.complete(text, split, found, article.language)  # interviews in turns, reporting clauses cut off
    said = speakers.resolve(text, split, found, article, task.study, task.settings.sound_of_names)
    if attribution.available(article.language):
        assigned = speakers.assign(split, found, said, attitudes=task.settings.attitudes)
    else:
        assigned = [("none", "", UNMEASURED, "")] * len(split)
    names = mentions.names(text, article.language)
    mentioned = mentions.mentions(text, split, article.language, task.study)
    n_words = [count_words(text[s.start : s.end]) for s in split]
    n_body = sum(n for n, s in zip(n_words, split, strict=True) if s.kind == "body")
    doubts += damage.doubts(decoded, text, n_words, n_body)
    rows["errors"].extend(Problem(article.file, article.row, problem, severity) for problem, severity in doubts)
    rows["articles"].append(_article_row(article, decoded, n_body, raw))
    item = _Annotated(article, form, split, names, mentioned)
    _add_spans(item, spans, n_words, assigned, rows)
    _add_attributions(item, found, said, rows)
    rows["sketches"].append(_sketch_row(item, n_body))
    return item


def laid_out(
    article: Article, raw: bytes, repeated: frozenset[str] = frozenset()
) -> tuple[Article, ReadingForm, list[layout.Span], list[Sentence], list[damage.Doubt]]:
    """The article with what its text tells of it, the text as it is read, its parts and sentences, and doubts about it.

    repeated: lines that recur in its outlet. Raises ReadingError where the bytes are no text.
    """
    decoded, doubts = reading.decoded(raw)
    form = ReadingForm(decoded, article.language)
    spans = layout.lay_out(form.text, article.language, repeated, article.title)
    form.unwrap((span.start, span.end) for span in spans)
    article = complete(article, form.text, spans)
    return article, form, spans, sentences.split(form.text, spans, article.language), doubts


def _article_row(article: Article, decoded: str, n_body: int, raw: bytes) -> Row:
    return (
        article.article_id,
        article.file,
        article.outlet,
        article.outlet_name,
        article.voice,
        article.published,
        article.language,
        article.title,
        article.author,
        article.url,
        len(decoded),
        n_body,
        article.article_id,
        hashlib.sha256(raw).hexdigest(),
        " ".join(article.detected),
        article.country,
        article.kind,
        article.republishes,
    )


def _sketch_row(item: _Annotated, n_body: int) -> Row:
    """What the article's story is found by: its body, or, where that is short, all that it says."""
    kinds = ("body",) if n_body >= SHORT else ("body", "headline")
    kept = [s for s in item.sentences if s.kind in kinds]
    language = item.article.language
    made = sketch([(item.text[s.start : s.end], item.names_in(s)) for s in kept], language)
    told = sorted(" ".join(fact) for fact in facts(item.text, language, [(s.start, s.end) for s in kept]))
    return (
        item.article.article_id,
        item.article.story,
        made.n_units,
        made.words,
        made.runs.ravel(),
        made.opening,
        told,
    )


def _add_spans(
    item: _Annotated, spans: list[layout.Span], n_words: list[int], assigned: Sequence[Row], rows: Rows
) -> None:
    """The rows of layout, sentences and mentions, in places of the decoded text."""
    key, form, decoded = item.article.article_id, item.form, item.form.decoded
    rows["layout"].extend((key, *span) for span in _layout(form, spans))
    covered = [form.cover(s.start, s.end) for s in item.sentences]
    rows["sentences"].extend(
        (item.sentence_id(i), key, start, end, s.kind, decoded[start:end], n, *voice)
        for i, (s, (start, end), n, voice) in enumerate(zip(item.sentences, covered, n_words, assigned, strict=True))
    )
    named = [form.span(m.start, m.end) for m in item.mentions]
    rows["mentions"].extend(
        (key, item.sentence_id(m.sentence), start, end, m.target, decoded[start:end])
        for m, (start, end) in zip(item.mentions, named, strict=True)
    )


def _add_attributions(
    item: _Annotated, found: list[attribution.Attribution], said: list[speakers.Speaker], rows: Rows
) -> None:
    key, form = item.article.article_id, item.form
    rows["attributions"].extend(
        (
            f"{key}:a{i}",
            key,
            *_span(form, a.source),
            *_span(form, a.cue),
            schemas.spans_json(form.span(*span) for span in a.content),
            a.mode,
            a.cue_class,
            round(a.confidence, 4),
            s.name,
            s.kind,
            s.voice,
            s.via,
            s.evidence,
            s.rule,
            s.found,
            s.probability,
        )
        for i, (a, s) in enumerate(zip(found, said, strict=True))
    )


def _span(form: ReadingForm, span: tuple[int, int]) -> tuple[int, int]:
    """A span in the decoded text; (-1, -1), for what is not there, stays."""
    return form.span(*span) if span != (-1, -1) else span


def _layout(form: ReadingForm, spans: list[layout.Span]) -> Iterator[tuple[int, int, str]]:
    """The spans in the decoded text; what holds nothing but markup and unseen characters is furniture."""
    at = 0
    for start, end, kind in [*((*form.cover(s.start, s.end), s.kind) for s in spans), (len(form.decoded),) * 2 + ("",)]:
        between = form.decoded[at:start]
        if between.strip():
            first = at + len(between) - len(between.lstrip())
            yield first, at + len(between.rstrip()), "boilerplate"
        if kind:
            yield start, end, kind
        at = end


def _measure_sentiment(item: _Annotated, task: Task, rows: list[Row]) -> None:
    masked = task.settings.mask_names
    texts = [sentiment.prepare(item.text[s.start : s.end], item.names_in(s) if masked else []) for s in item.sentences]
    ids = [item.sentence_id(i) for i in range(len(texts))]
    for name, instrument in sentiment.sentence_instruments(task.study).items():
        if not instrument.sampled:
            scores, coverage = sentiment.score(texts, name, item.article.language, task.study)
            every = (ids, [name] * len(ids), np.round(scores, 6), np.round(coverage, 6), [1.0] * len(ids))
            rows.extend(zip(*every, strict=True))


def _measure_targets(item: _Annotated, rows: list[Row]) -> None:
    """Every mention by the instruments that need no sample of them; their mean is a sentence's score."""
    language = item.article.language
    keys, texts, spans = [], [], []
    for m in item.mentions:
        s = item.sentences[m.sentence]
        keys.append((item.sentence_id(m.sentence), m.target))
        texts.append(item.text[s.start : s.end])
        spans.append((m.start - s.start, m.end - s.start))
    for name, instrument in sentiment.target_instruments().items():
        if not instrument.sampled and language in instrument.languages:
            rows.extend(_mean_by_pair(keys, sentiment.score_targets(texts, spans, name, language), name))


def _mean_by_pair(keys: list[tuple[str, str]], scores: np.ndarray, instrument: str) -> list[Row]:
    """Rows of target_sentiment (weight 1) from one score a mention; NaN is unscored."""
    pairs: dict[tuple[str, str], list[float]] = defaultdict(list)
    for key, score in zip(keys, scores, strict=True):
        pairs[key].append(float(score))
    return [(*key, instrument, _mean(values), 1.0) for key, values in pairs.items()]


def _mean(values: list[float]) -> float:
    known = [v for v in values if not np.isnan(v)]
    return round(float(np.mean(known)), 6) if known else float("nan")


def _measure_frames(item: _Annotated, codebook: framing.Codebook, rows: Rows) -> None:
    texts = [item.text[s.start : s.end] for s in item.sentences]
    for i, frame, start, end, pattern in framing.find(texts, item.article.language, codebook):
        offset = item.sentences[i].start
        rows["frame_hits"].append((item.sentence_id(i), frame, *item.form.span(start + offset, end + offset), pattern))
    found = dict.fromkeys(row[:2] for row in rows["frame_hits"])
    rows["frame_scores"] = [(*row, framing.CODEBOOK, 1.0, True, 1.0) for row in found]
