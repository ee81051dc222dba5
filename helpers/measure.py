"""Measure a study: its texts -> the tables, shard by shard, with workers and a cache.

Articles are cut into shards by a hash of their id, so an added article changes one shard. A
shard's result is kept under a key made of its texts, the settings and the code; only what
changed is computed again. Steps that need the whole corpus (stories, one name per speaker, the
sample for the trained target instrument) follow when the shards are there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
from tqdm import tqdm

from helpers import damage, duplicates, framing, layout, parallel, reading, sentiment, speakers, tables
from helpers.annotate import Settings, Task, annotate, mean_by_pair
from helpers.reading_form import ReadingForm, clean
from helpers.study import ROOT, Article, Problem, Study, StudyError, entries, inside, load_study, output_folder

ARTICLES_PER_SHARD = 64
SAMPLED_ARTICLES = 500  # articles of an outlet that are searched for recurring lines
PAIRS_PER_CHUNK = 512  # sentences that one call of the trained target instrument scores
MIN_PER_STRATUM = 30  # sentences kept of each outlet x voice x target when there are too many
ENGINES = (
    "onnxruntime",
    "tokenizers",
    "sentencex",
    "textblob",
    "vaderSentiment",
    "simplemma",
    "py3langid",
    "rensa",
    "babel",
)
MEASURING = (
    "annotate.py",
    "measure.py",
    "tables.py",
    "reading.py",
    "reading_form.py",
    "mojibake.py",
    "words.py",
    "damage.py",
    "sentences.py",
    "duplicates.py",
    "gazetteer.py",
    "actors.py",
    *(f"{part}/**/*" for part in ("study", "layout", "lexicons", "attribution", "speakers", "sentiment", "framing")),
    "models/*.py",
    "models/*.onnx",
    "models/*.npz",
    "models/*.json",
)  # what the tables depend on; the codebooks have a digest of their own
STORED = "measured.json"


@dataclass(frozen=True)
class Results:
    """A measured study: where its tables are, and ways to read them."""

    study: Study
    folder: Path
    settings: Settings
    record: dict[str, Any]

    def table(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """A whole table as a data frame; for a big corpus ask for an aggregate with `query` instead."""
        return tables.read(self.folder / "tables", name, columns)

    def query(self, sql: str, parameters: Iterable[Any] = ()) -> pd.DataFrame:
        """The answer to a DuckDB query in which each table is named as in the contract."""
        with contextlib.closing(tables.connect(self.folder / "tables")) as connection:
            return connection.execute(sql, list(parameters)).df()


def open_results(study: str | Path = "seeds", out: str | Path = "outputs", settings: Settings | None = None) -> Results:
    """The results of a study, measured now where they are missing or older than what they rest on.

    Without settings those of the last measurement hold, else the defaults of the study.
    """
    opened = load_study(study)
    folder = output_folder(opened, out)
    with contextlib.suppress(OSError, ValueError, KeyError):
        record = json.loads((folder / "tables" / STORED).read_text("utf-8"))
        stored = Settings(**record["settings"])
        if settings in (None, stored) and record["fingerprint"] == _fingerprint(opened, stored):
            return Results(opened, folder, stored, record)
        settings = settings or stored
    return measure(study, out, settings)


def measure(
    study: str | Path = "seeds",
    out: str | Path = "outputs",
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    dask: str = "",
    cache: Path | None = None,
) -> Results:
    """Write all tables of a study to out/<study>/tables, replacing the last ones only once all are there.

    workers: processes on this machine (all cores if None). dask: address of a Dask scheduler to
    use instead. cache: folder for the results of shards, out/.cache if None. Raises StudyError for
    a mistake in study.yaml or in the catalogue; a bad article is a row of the table errors.
    """
    opened = load_study(study)
    settings = settings or default_settings(opened)
    folder = output_folder(opened, out)
    cache = cache or folder.parent / ".cache"
    fingerprint = _fingerprint(opened, settings)
    framing.load_codebooks(opened)  # a mistake in a codebook or lexicon stops here, before any work
    sentiment.instruments(opened)
    articles, problems = entries(opened)
    if not articles:
        raise StudyError(f"{opened.name} holds no text that can be read: put .txt files into {opened.folder}")
    with parallel.pool(workers, dask, code_version) as run:
        shards = _annotate_all(opened, settings, articles, problems, cache, run)
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".tables-", dir=folder))
        try:
            corpus = _assemble(shards, problems, staging)
            _write_targets(shards, staging, settings, cache, run)
            record = {
                "study": opened.name,
                "settings": settings.model_dump(),
                "fingerprint": fingerprint,
                "corpus_sha256": corpus,
                "codebooks_sha256": framing.load_codebooks(opened).digest,
                "code_sha256": code_version(),
            }
            (staging / STORED).write_text(json.dumps(record, indent=1), "utf-8")
            replace_folder(staging, folder / "tables")
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return Results(opened, folder, settings, record)


def default_settings(study: Study) -> Settings:
    """The settings with the study's own defaults in their place."""
    own = {name: value for name, value in study.defaults.items() if name in Settings.model_fields}
    try:
        return Settings(**own)
    except ValueError as error:
        raise StudyError(f"{study.name}/study.yaml: defaults: {str(error).splitlines()[-2].strip()}") from None


def replace_folder(new: Path, old: Path) -> None:
    """Put folder `new` in the place of `old`; whoever looks sees the one or the other, never a half."""
    if old.exists():
        aside = Path(tempfile.mkdtemp(prefix=".old-", dir=old.parent))
        os.replace(old, aside / "old")
        os.replace(new, old)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        os.replace(new, old)


# --- shards -------------------------------------------------------------------------------------


def _annotate_all(
    study: Study, settings: Settings, articles: list[Article], problems: list[Problem], cache: Path, run: Callable
) -> list[Path]:
    """The paths of all shards' results, computed where the cache does not have them."""
    cache.mkdir(parents=True, exist_ok=True)
    repeated = _repeated_lines(study, articles)
    paths: list[Path] = []

    def missing() -> Iterator[tuple[Path, Task]]:
        for shard in _cut(articles):
            task = _task(study, settings, shard, repeated, problems)
            path = cache / f"{_key(task)}.shard"
            paths.append(path)
            if not path.exists():
                yield path, task

    n_shards = _n_shards(len(articles))
    with tqdm(total=n_shards, desc="measuring", unit="shard", disable=None) as progress:
        for path, packed in run(_annotate_shard, missing()):
            _write_bytes(path, packed)
            progress.update(len(paths) - progress.n)
    return paths


def _annotate_shard(path: Path, task: Task) -> tuple[Path, bytes]:
    return path, annotate(task)


def _n_shards(n_articles: int) -> int:
    """A power of two, so that a growing corpus rarely changes the cut."""
    return 1 << max(0, (n_articles // ARTICLES_PER_SHARD).bit_length())


def _cut(articles: list[Article]) -> list[list[Article]]:
    """Articles by a hash of their id, in the order of the catalogue within a shard."""
    n = _n_shards(len(articles))
    shards: list[list[Article]] = [[] for _ in range(n)]
    for article in articles:
        shards[int(_digest(article.article_id)[:8], 16) % n].append(article)
    return [shard for shard in shards if shard]


def _task(
    study: Study,
    settings: Settings,
    articles: list[Article],
    repeated: dict[str, frozenset[str]],
    problems: list[Problem],
) -> Task:
    kept, raw = [], []
    for article in articles:
        try:
            raw.append(inside(study.folder, article.file).read_bytes())
            kept.append(article)
        except OSError as error:
            problems.append(Problem(article.file, 0, f"cannot be read: {error.strerror}", "lost"))
    outlets = {article.outlet for article in kept}
    return Task(study, settings, kept, raw, {o: repeated[o] for o in sorted(outlets) if repeated.get(o)})


def _repeated_lines(study: Study, articles: list[Article]) -> dict[str, frozenset[str]]:
    """Per outlet, the lines that recur in its articles, from a sample of them that is always the same."""
    by_outlet: dict[str, list[Article]] = {}
    for article in articles:
        by_outlet.setdefault(article.outlet, []).append(article)
    found = {}
    for outlet, of_outlet in by_outlet.items():
        sample = sorted(of_outlet, key=lambda a: _digest(a.article_id))[:SAMPLED_ARTICLES]
        found[outlet] = layout.repeated_lines(_texts(study, sample)) if len(sample) > 1 else frozenset()
    return found


def _texts(study: Study, articles: list[Article]) -> Iterator[str]:
    for article in articles:
        with contextlib.suppress(OSError, reading.ReadingError):
            yield clean(reading.decode(inside(study.folder, article.file).read_bytes()))


# --- the whole corpus ---------------------------------------------------------------------------


def _assemble(shards: list[Path], problems: list[Problem], folder: Path) -> str:
    """Write every table but target_sentiment; returns the hash of the corpus."""
    ids: list[str] = []
    names: Counter[str] = Counter()
    hashes = []
    languages: list[tuple[str, str, str, bool]] = []
    for shard in map(_open, shards):
        ids.extend(shard["articles"]["article_id"].to_pylist())
        listed = shard["articles"].select(["file", "outlet", "language", "detected"]).to_pydict()
        languages.extend((*row, "language" in found.split()) for *row, found in zip(*listed.values(), strict=True))
        hashes.extend(shard["articles"]["sha256"].to_pylist())
        names.update(dict(zip(*_counts(shard["attributions"]["speaker"]), strict=True)))
    stories = dict(zip(ids, duplicates.story_ids(ids, _bodies(shards)), strict=True))
    problems += [Problem(file, 0, why, "doubt") for file, why in damage.odd_languages(languages)]
    known_as = {old: new for old, new in speakers.canonical(names).items() if old != new}
    with tables.Writers(folder, [name for name in tables.SCHEMAS if name != "target_sentiment"]) as writers:
        for shard in map(_open, shards):
            shard["articles"] = _map(shard["articles"], "story_id", stories)
            for name in ("sentences", "attributions"):
                shard[name] = _map(shard[name], "speaker", known_as)
            for name in writers.n_rows:
                writers.add(name, shard[name])
        writers.add("errors", tables.build("errors", problems))
    return _digest(*sorted(hashes))


def _open(path: Path) -> dict[str, pa.Table]:
    return tables.unpack(path.read_bytes(), tables.SCHEMAS)


def _counts(column: pa.ChunkedArray) -> tuple[list, list]:
    counted = column.value_counts()
    return counted.field("values").to_pylist(), counted.field("counts").to_pylist()


def _bodies(shards: list[Path]) -> Iterator[str]:
    """The text of each article's sentences, in the order of the table articles."""
    for shard in map(_open, shards):
        found: dict[str, list[str]] = {key: [] for key in shard["articles"]["article_id"].to_pylist()}
        lines = shard["sentences"].select(["article_id", "kind", "text"]).to_pydict()
        for key, text in zip(lines["article_id"], lines["text"], strict=True):
            found[key].append(text)
        yield from (clean(" ".join(texts)) for texts in found.values())


def _map(table: pa.Table, column: str, changes: dict[str, str]) -> pa.Table:
    """The table with some values of a string column replaced."""
    if not changes:
        return table
    values = [changes.get(value, value) for value in table[column].to_pylist()]
    return table.set_column(
        table.schema.get_field_index(column), table.schema.field(column), pa.array(values, pa.string())
    )


# Which sentence-target pairs the trained instrument scores: all, or of each stratum (outlet x voice x
# target) the same fraction, but at least MIN_PER_STRATUM; drawn by a hash, so always the same ones.
_SAMPLE = """
with pairs as (
    select m.sentence_id, m.target, min(m.start - s.start) as start, a.outlet, s.voice, any_value(s.text) as text,
           arg_min(m."end" - s.start, m.start) as "end"
    from mentions m join sentences s using (sentence_id) join articles a on a.article_id = m.article_id
    where a.language in (select unnest($1))
    group by m.sentence_id, m.target, a.outlet, s.voice),
ranked as (
    select *, count(*) over () as total, count(*) over stratum as size,
           row_number() over (stratum order by md5(sentence_id || ' ' || target), sentence_id) as rank
    from pairs window stratum as (partition by outlet, voice, target))
select sentence_id, target, text, start, "end",
       size / least(size, greatest($3, ceil(size * $2 / total))) as weight
from ranked where rank <= greatest($3, ceil(size * least(1.0, $2 / total)))
order by sentence_id, target
"""


def _write_targets(shards: list[Path], folder: Path, settings: Settings, cache: Path, run: Callable) -> None:
    """The table target_sentiment: the transparent instrument's rows and, of a sample, the trained one's."""
    with tables.Writers(folder, ["target_sentiment"]) as writers:
        for shard in map(_open, shards):
            writers.add("target_sentiment", shard["target_sentiment"])
        if settings.target_sample:
            sample = _sample(folder, settings.target_sample)
            chunks = (
                (cache / f"{_digest(code_version(), chunk.to_json())}.chunk", chunk)
                for chunk in (sample[i : i + PAIRS_PER_CHUNK] for i in range(0, len(sample), PAIRS_PER_CHUNK))
            )
            paths = []

            def missing() -> Iterator[tuple[Path, pd.DataFrame]]:
                for path, chunk in chunks:
                    paths.append(path)
                    if not path.exists():
                        yield path, chunk

            for path, packed in run(_score_chunk, missing()):
                _write_bytes(path, packed)
            for path in paths:
                writers.add("target_sentiment", tables.unpack(path.read_bytes(), ["target_sentiment"]).popitem()[1])


def _sample(folder: Path, size: int) -> pd.DataFrame:
    with contextlib.closing(duckdb.connect()) as connection:
        for name in ("articles", "sentences", "mentions"):
            connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
        return connection.execute(_SAMPLE, [list(sentiment.TARGET_LANGUAGES), size, MIN_PER_STRATUM]).df()


def _score_chunk(path: Path, sample: pd.DataFrame) -> tuple[Path, bytes]:
    forms = list(map(ReadingForm, sample["text"]))
    spans = [form.read(*span) for form, *span in zip(forms, sample["start"], sample["end"], strict=True)]
    scores = sentiment.score_targets([form.text for form in forms], spans, "target_model")
    keys = list(zip(sample["sentence_id"], sample["target"], strict=True))
    rows = [
        (*row[:-1], round(weight, 6))
        for row, weight in zip(mean_by_pair(keys, scores, "target_model"), sample["weight"], strict=True)
    ]
    return path, tables.pack({"target_sentiment": tables.build("target_sentiment", rows)})


# --- keys ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def code_version() -> str:
    """Hash of the code and data of the package that a measurement rests on, and of the engines' versions."""
    folder = ROOT / "helpers"
    files = sorted(f for part in MEASURING for f in folder.glob(part) if f.is_file() and f.suffix != ".pyc")
    sums = (f"{f.relative_to(folder).as_posix()} {hashlib.sha256(f.read_bytes()).hexdigest()}" for f in files)
    return _digest(*sums, *(f"{name} {version(name)}" for name in ENGINES))


def _fingerprint(study: Study, settings: Settings) -> str:
    """Hash of the study folder's names, sizes and times, the settings and the code: cheap to compare."""
    files = sorted(f for f in study.folder.rglob("*") if f.is_file())
    stats = ((f.relative_to(study.folder).as_posix(), f.stat()) for f in files)
    listed = (f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in stats)
    return _digest(code_version(), settings.model_dump_json(), *listed)


def _key(task: Task) -> str:
    """The key of a shard: the texts, what the catalogue says of them, the study, the settings, the code."""
    study = task.study
    lexicons = (hashlib.sha256(inside(study.folder, file).read_bytes()).hexdigest() for file in study.lexicons)
    return _digest(
        code_version(),
        task.settings.model_dump_json(),
        study.model_dump_json(include={"voices", "targets", "codebooks"}),
        framing.load_codebooks(study).digest,
        *lexicons,
        *(repr(article) for article in task.articles),
        *(hashlib.sha256(raw).hexdigest() for raw in task.raw),
        *(f"{outlet} {sorted(lines)}" for outlet, lines in task.repeated.items()),
    )


def _digest(*parts: str) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part.encode("utf-8", "surrogatepass"))
        found.update(b"\0")
    return found.hexdigest()


def _write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.replace(file.name, path)
