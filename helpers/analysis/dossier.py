"""All that was measured of each sentence, packed for a page: the sentences behind every mark, and whole articles.

A page that travels alone cannot ask the tables, so it holds the sentences themselves, with speaker, voice and why,
tone, frames, actors and the spans of source, cue and content. Of a large corpus it holds whole articles drawn by lot,
so that every outlet and every voice in it keeps some, and says of how many.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.tables.results import condition
from helpers.tables.rows import each_row

if TYPE_CHECKING:
    from helpers.tables.results import Results

MOST = 20_000  # sentences that a page holds
SOURCE, CUE, CONTENT = range(3)  # the parts of an attribution, as a span names them
# The articles held, and their sentences, where a table has them by id; one list of ids is the value.
_HELD = "article_id in (select unnest(?::varchar[]))"
_WITHIN = f"sentence_id in (select sentence_id from sentences where {_HELD})"


def dossier(
    results: Results,
    instrument: str,
    toward: Sequence[str],
    frames: Mapping[str, str],
    outlets: Sequence[str] = (),
    *,
    most: int = MOST,
) -> dict[str, Any]:
    """The sentences of a study as JSON: ``{sentences, articles, n_sentences, n_articles}``, both tables in columns.

    instrument: whose scores are told; toward: those whose scores toward actors are. frames: name -> label of those that
    are told. Of more than ``most`` sentences the articles of ``drawn``; n_sentences and n_articles count all. Spans are
    offsets into the sentence's text in UTF-16 units, as a browser counts.
    """
    where, values = condition(outlets)
    counted = results.query(
        "select article_id, a.outlet, string_split(s.voice, '|') as voices, count(*) as n "
        f"from sentences s join articles a using (article_id) where {where} group by all order by all",
        values,
    )
    keys = drawn(counted, most)
    rows = _sentences(results, keys)
    units = [Units(text) for text in rows["text"]]
    spans, whys = _attributions(results, keys, rows, units)
    columns = _columns(rows)
    actors = [target.name for target in results.study.targets]
    columns["names"]["actor"] = actors
    columns |= {
        "tone": _scores(results, keys, rows, instrument),
        "toward": _toward(results, keys, rows, toward),
        "named": _named(results, keys, rows, units, actors),
        "frames": _frames(results, keys, rows, units, list(frames)),
        "model": _modelled(results, keys, rows, list(frames)),
        "spans": spans,
        "why": whys,
    }
    return {
        "sentences": columns,
        "articles": _articles(results, keys),
        "n_sentences": int(counted["n"].sum()),
        "n_articles": int(counted["article_id"].nunique()),
    }


def packed(value: object) -> str:
    """JSON, compressed (raw deflate) and in base64: a tenth of its size, and a browser opens it by itself."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(squeezed.compress(data) + squeezed.flush()).decode("ascii")


def drawn(counted: pd.DataFrame, most: int) -> list[str]:
    """The articles to hold: all, or as many as have ``most`` sentences, in turn one of each kind.

    ``counted``: ``[article_id, outlet, voices, n]``. A kind is an outlet and the rarest voice that the article has, so
    that what is rare in the corpus is there to be read. Drawn by a hash of the id: always the same ones.
    """
    if counted["n"].sum() <= most:
        return sorted(counted["article_id"].unique())
    voices = counted.explode("voices")
    common = voices.groupby("voices")["n"].sum()
    rarest = voices.assign(all=voices["voices"].map(common)).sort_values(["article_id", "all"])
    one = rarest.groupby("article_id", sort=False).agg(outlet=("outlet", "first"), voice=("voices", "first"))
    one["n"] = counted.groupby("article_id")["n"].sum()
    one["lot"] = pd.util.hash_array(one.index.to_numpy(dtype=object)).astype(np.uint64)
    one = one.sort_values("lot")
    one["turn"] = one.groupby(["outlet", "voice"]).cumcount()
    one = one.sort_values(["turn", "lot"])
    return sorted(one.index[one["n"].cumsum() <= most])


def _sentences(results: Results, keys: Sequence[str]) -> pd.DataFrame:
    """The sentences of these articles in the order of the text, each with the gap before it: a new paragraph or not."""
    rows = results.query(
        'select sentence_id, article_id, start, "end", kind, text, mode, speaker, voice, via from sentences '
        f'where {_HELD} order by article_id, start, "end"',
        [list(keys)],
    )
    texts = results.texts(keys)
    last = rows["end"].shift(fill_value=0).where(rows["article_id"].eq(rows["article_id"].shift()), 0)
    places = zip(rows["article_id"], last, rows["start"], strict=True)
    return rows.assign(paragraph=["\n" in texts[key][low:high] for key, low, high in places])


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    """The plain columns; what repeats is written once, under ``names``, and told by its place there."""
    place = {key: at for at, key in enumerate(rows["article_id"].unique())}
    columns: dict[str, Any] = {
        "article": [place[key] for key in rows["article_id"]],
        "n": [key.rpartition(":")[2] for key in rows["sentence_id"]],
        "text": rows["text"].tolist(),
        "paragraph": rows["paragraph"].astype(int).tolist(),
    }
    names: dict[str, list[str]] = {}
    for column in ("kind", "mode", "speaker", "voice", "via"):
        codes, found = pd.factorize(rows[column].fillna(""), sort=True)
        columns[column], names[column] = codes.tolist(), [str(name) for name in found]
    return columns | {"names": names}


def _articles(results: Results, keys: Sequence[str]) -> dict[str, list[Any]]:
    """The articles in the order of their ids: what a reader is told of each."""
    rows = results.query(
        "select article_id as id, outlet_name as outlet, voice as bloc, title, author, published, language, url, "
        f"story_id as story from articles where {_HELD} order by article_id",
        [list(keys)],
    ).fillna("")
    return {str(column): rows[column].tolist() for column in rows}


def _scores(results: Results, keys: Sequence[str], rows: pd.DataFrame, instrument: str) -> list[float | None]:
    """The tone of each sentence by an instrument, None where it is unscored."""
    found = results.query(
        f"select sentence_id, score from sentiment where instrument = ? and score is not null and {_WITHIN}",
        [instrument, list(keys)],
    )
    score = found.set_index("sentence_id")["score"]
    return [None if pd.isna(value) else round(float(value), 4) for value in rows["sentence_id"].map(score)]


def _toward(results: Results, keys: Sequence[str], rows: pd.DataFrame, instruments: Sequence[str]) -> list[Any]:
    """The actors that each sentence mentions, each with the tone toward it by every instrument; 0 for no actor.

    None where an instrument gave no score.
    """
    mentioned = results.query(
        f"select distinct sentence_id, target from mentions where {_HELD} order by all", [list(keys)]
    )
    given = results.query(
        "select sentence_id, target, instrument, score from target_sentiment "
        f"where list_contains(?, instrument) and score is not null and {_WITHIN}",
        [list(instruments), list(keys)],
    )
    scores = {tuple(found): round(float(score), 2) for *found, score in given.itertuples(index=False, name=None)}
    told = {
        key: {actor: [scores.get((key, actor, name)) for name in instruments] for (actor,) in own}
        for key, own in _by_sentence(mentioned).items()
    }
    return [told.get(key, 0) for key in rows["sentence_id"]]


def _frames(
    results: Results, keys: Sequence[str], rows: pd.DataFrame, units: Sequence[Units], frames: Sequence[str]
) -> list[Any]:
    """The patterns found in each sentence: place of the frame, start, end; 0 for none."""
    found = results.query(
        'select distinct sentence_id, frame, start, "end" from frame_hits '
        f"where list_contains(?, frame) and {_WITHIN} order by all",
        [list(frames), list(keys)],
    )
    return _marked(found, rows, units, frames)


def _named(
    results: Results, keys: Sequence[str], rows: pd.DataFrame, units: Sequence[Units], actors: Sequence[str]
) -> list[Any]:
    """The words that name actors in each sentence: place of the actor, start, end; 0 for none."""
    found = results.query(
        f'select distinct sentence_id, target, start, "end" from mentions where {_HELD} order by all', [list(keys)]
    )
    return _marked(found, rows, units, actors)


def _marked(found: pd.DataFrame, rows: pd.DataFrame, units: Sequence[Units], names: Sequence[str]) -> list[Any]:
    """What was found, ``[sentence_id, name, start, end]``, by sentence: place of the name, start, end; 0 for none."""
    hits = _by_sentence(found)
    return [
        [
            [names.index(name), *unit.span(low - row.start, high - row.start)]
            for name, low, high in hits.get(row.sentence_id, ())
        ]
        or 0
        for row, unit in zip(each_row(rows), units, strict=True)
    ]


def _modelled(results: Results, keys: Sequence[str], rows: pd.DataFrame, frames: Sequence[str]) -> list[Any]:
    """The frames that the trained model finds in each sentence, by their places; 0 for none."""
    found = results.query(
        "select sentence_id, frame from frame_scores where instrument = 'model' and present "
        f"and list_contains(?, frame) and {_WITHIN} order by all",
        [list(frames), list(keys)],
    )
    told = _by_sentence(found)
    return [[frames.index(frame) for (frame,) in told.get(key, ())] or 0 for key in rows["sentence_id"]]


def _by_sentence(found: pd.DataFrame) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each sentence, which the first column names, without that column."""
    told: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in found.itertuples(index=False, name=None):
        told[key].append(tuple(rest))
    return told


def _attributions(
    results: Results, keys: Sequence[str], rows: pd.DataFrame, units: Sequence[Units]
) -> tuple[list[Any], list[Any]]:
    """Source, cue and content in each sentence (part, start, end), and why its voice is its speaker's.

    The second: rule, words, how sure the attribution is, how likely the voice; of the attribution of the sentence's own
    speaker that covers most of it. 0 for none.
    """
    found = results.query(
        "select article_id, source_start, source_end, cue_start, cue_end, content, speaker, voice, rule, evidence, "
        f"confidence, probability from attributions where {_HELD} order by all",
        [list(keys)],
    )
    by_article: dict[str, list[Any]] = defaultdict(list)
    for row in each_row(found):
        places = [(SOURCE, row.source_start, row.source_end), (CUE, row.cue_start, row.cue_end)]
        places += [(CONTENT, *span) for span in json.loads(row.content)]
        by_article[row.article_id].append((row, [place for place in places if place[1] >= 0]))
    spans, whys = [], []
    for row, unit in zip(each_row(rows), units, strict=True):
        inside, reasons = [], []
        for told, places in by_article.get(row.article_id, ()):
            cut = [(part, max(low, row.start), min(high, row.end)) for part, low, high in places]
            cut = [(part, *unit.span(low - row.start, high - row.start)) for part, low, high in cut if low < high]
            inside += cut
            if cut and (told.speaker, told.voice) == (row.speaker, row.voice):
                reasons.append((sum(high - low for _, low, high in cut), told))
        spans.append([list(span) for span in sorted(set(inside))] or 0)
        whys.append(_why(max(reasons, key=lambda reason: reason[0])[1]) if reasons else 0)
    return spans, whys


def _why(told: Any) -> list[Any]:
    """Rule, words, confidence of the attribution, probability of the voice."""
    likely = None if pd.isna(told.probability) else round(float(told.probability), 2)
    return [told.rule or "", told.evidence or "", round(float(told.confidence), 2), likely]


class Units:
    """Offsets into a text as a browser counts them: in UTF-16 units, two of which make a character beyond U+FFFF."""

    def __init__(self, text: str) -> None:
        """Count where the text has such characters."""
        self._far = [at for at, character in enumerate(text) if character > "\uffff"]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of characters in UTF-16 units."""
        return self._unit(start), self._unit(end)

    def _unit(self, offset: int) -> int:
        return int(offset) + sum(at < offset for at in self._far)
