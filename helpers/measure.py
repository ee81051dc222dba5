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
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
from tqdm import tqdm

from helpers import cache as parts
from helpers import damage, duplicates, framing, layout, parallel, reading, sentiment, speakers, tables
from helpers.annotate import Settings, Task, annotate, mean_by_pair
from helpers.cache import code_version, digest
from helpers.reading_form import ReadingForm, clean
from helpers.staging import put_in_place, staging
from helpers.study import (
    MEASURED,
    Article,
    Problem,
    Study,
    StudyError,
    content,
    entries,
    load_study,
    nothing_read,
    output_folder,
)

ARTICLES_PER_SHARD = 64
SAMPLED_ARTICLES = 500  # articles of an outlet that are searched for recurring lines
PAIRS_PER_CHUNK = 512  # sentences that one call of the trained target instrument scores
MIN_PER_STRATUM = 30  # sentences kept of each outlet x voice x target when there are too many
TEXTS = "texts"  # in the cache: the texts of what is no plain text file
WAIT = 600  # seconds that one measurement waits for another to put its tables in place


@dataclass(frozen=True)
class Results:
    """A measured study: where its tables are, and ways to read them."""

    study: Study
    folder: Path
    settings: Settings
    record: dict[str, Any]

    def texts(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The texts of some articles, into which the offsets of all tables point."""
        return {key: reading.decode(content(self.study, self._listed[key], self._store)) for key in article_ids}

    @cached_property
    def _listed(self) -> dict[str, Article]:
        return {article.article_id: article for article in entries(self.study, self._store)[0]}

    @property
    def _store(self) -> Path:
        return Path(self.record["cache"]) / TEXTS

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
    opened, columns = load_study(study), None
    folder = output_folder(opened, out)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        record = json.loads((folder / "tables" / MEASURED).read_text("utf-8"))
        stored = Settings(**record["settings"])
        columns = record["columns"]
        opened = load_study(study, columns)
        if (
            settings in (None, stored)
            and record["fingerprint"] == _fingerprint(_Ground.of(opened, stored))
            and record["tables_sha256"] == _sums(folder / "tables")
        ):
            return Results(opened, folder, stored, record)
        settings = settings or stored
    return measure(study, out, settings, columns=columns)


def measure(
    study: str | Path = "seeds",
    out: str | Path = "outputs",
    settings: Settings | None = None,
    *,
    workers: int | None = None,
    dask: str = "",
    cache: Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> Results:
    """Write all tables of a study to out/<study>/tables, replacing the last ones only once all are there.

    workers: processes on this machine (all cores if None). dask: address of a Dask scheduler to
    use instead. cache: folder for the results of shards, out/.cache if None. columns: see `load_study`.
    Raises StudyError for a mistake in study.yaml or in the catalogue, or where no text can be read, and
    RunError where a worker was killed; a bad article is a row of the table errors.
    """
    opened = load_study(study, columns)
    settings = settings or default_settings(opened)
    folder = output_folder(opened, out)
    cache = cache or folder.parent / ".cache"
    ground = _Ground.of(opened, settings)  # a mistake in a codebook or lexicon stops here, before any work
    fingerprint = _fingerprint(ground)
    articles, problems = entries(opened, cache / TEXTS)
    given = len(articles) + _n_lost(problems)
    with parallel.pool(workers, dask, code_version) as run:
        shards = _annotate_all(ground, articles, problems, cache, run)
        with staging(folder, WAIT) as stage:
            new = stage / "tables"
            new.mkdir()
            corpus, n_read, n_lost = _assemble(shards, problems, new, opened)
            if given != n_read + n_lost:
                raise AssertionError(f"{given} articles given, but {n_read} read and {n_lost} lost: please report it")
            _write_targets(shards, new, ground, cache, run)
            record = {
                "study": opened.name,
                "settings": settings.model_dump(),
                "columns": dict(columns or {}),
                "cache": str(cache.resolve()),
                "fingerprint": fingerprint,
                "articles": {"given": given, "read": n_read, "lost": n_lost},
                "corpus_sha256": corpus,
                "codebooks_sha256": ground.codebook.digest,
                "code_sha256": code_version(),
                "tables_sha256": _sums(new),
            }
            (new / MEASURED).write_text(json.dumps(record, indent=1), "utf-8")
            folder.mkdir(exist_ok=True)
            put_in_place(new, folder / "tables", tables.FILES)
    return Results(opened, folder, settings, record)


def default_settings(study: Study) -> Settings:
    """The settings with the study's own defaults in their place."""
    own = {name: value for name, value in study.defaults.items() if name in Settings.model_fields}
    try:
        return Settings(**own)
    except ValueError as error:
        raise StudyError(f"{study.name}/study.yaml: defaults: {str(error).splitlines()[-2].strip()}") from None


@dataclass(frozen=True)
class _Ground:
    """What all shards of a measurement rest on besides their texts, as it was when the measurement began."""

    study: Study
    settings: Settings
    codebook: framing.Codebook
    instruments: tuple[str, ...]  # names and versions; the version of the study's own is their content's hash
    code: str

    @classmethod
    def of(cls, study: Study, settings: Settings) -> _Ground:
        return cls(study, settings, framing.load_codebooks(study), _instruments(study), code_version())

    def check(self) -> None:
        """Raise StudyError where the code or a lexicon was changed meanwhile: results may rest on either."""
        code_version()
        if _instruments(self.study) != self.instruments:
            raise StudyError("a lexicon was changed while it was measured with: run it again")

    @property
    def digest(self) -> str:
        return digest(
            self.settings.model_dump_json(),
            self.study.model_dump_json(include={"voices", "targets"}),
            self.codebook.digest,
            *self.instruments,
            self.code,
        )


def _instruments(study: Study) -> tuple[str, ...]:
    return tuple(f"{name} {instrument.version}" for name, instrument in sentiment.instruments(study).items())


def _fingerprint(ground: _Ground) -> str:
    """Hash of what all rests on and of the names, sizes and times in the study's folder: cheap to compare.

    A text that was changed with its size and its time kept is seen by `measure` alone, which reads it.
    """
    study = ground.study
    stats = ((f.relative_to(study.folder).as_posix(), f.stat()) for f in study.files())
    return digest(
        ground.digest,
        json.dumps(study.columns, sort_keys=True),
        *(f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in stats),
    )


def _sums(folder: Path) -> dict[str, str]:
    """The hash of every table in a folder. Raises OSError where one is not there."""
    return {name: parts.sha256(folder / f"{name}.parquet") for name in tables.SCHEMAS}


# --- shards -------------------------------------------------------------------------------------


def _annotate_all(
    ground: _Ground, articles: list[Article], problems: list[Problem], cache: Path, run: Callable
) -> list[Path]:
    """The paths of all shards' results, computed where the cache does not have them."""
    store = cache / TEXTS
    repeated = _repeated_lines(ground.study, articles, store)
    tasks = (_task(ground, shard, repeated, problems, store) for shard in _cut(articles))
    jobs = ((cache / f"{_key(ground, task)}.shard", task) for task in tasks)
    return _computed(_annotate_shard, jobs, ground, run, "measuring", _n_shards(len(articles)))


def _computed(
    function: Callable, jobs: Iterable[tuple[Path, Any]], ground: _Ground, run: Callable, what: str, most: int
) -> list[Path]:
    """The paths of the results of all jobs, in their order; what the cache does not hold is computed and stored."""
    paths: list[Path] = []
    with tqdm(total=most, desc=what, unit="shard", disable=None) as progress:

        def missing() -> Iterator[tuple[Path, Any]]:
            for path, argument in jobs:
                paths.append(path)
                path.parent.mkdir(parents=True, exist_ok=True)
                if not parts.find(path, _tell):
                    yield path, argument

        for path, packed in run(function, missing()):
            ground.check()
            parts.store(path, packed)
            progress.update(len(paths) - progress.n)
    return paths


def _tell(line: str) -> None:
    tqdm.write(line, file=sys.stderr)


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
        shards[int(digest(article.article_id)[:8], 16) % n].append(article)
    return [shard for shard in shards if shard]


def _task(
    ground: _Ground,
    articles: list[Article],
    repeated: dict[str, frozenset[str]],
    problems: list[Problem],
    store: Path,
) -> Task:
    kept, raw = [], []
    for article in articles:
        try:
            raw.append(content(ground.study, article, store))
            kept.append(article)
        except (OSError, StudyError) as error:
            said = getattr(error, "strerror", None) or error
            problems.append(Problem(article.file, article.row, f"cannot be read: {said}", "lost"))
    outlets = {article.outlet for article in kept}
    lines = {o: repeated[o] for o in sorted(outlets) if repeated.get(o)}
    return Task(ground.study, ground.settings, kept, raw, lines, ground.codebook)


def _key(ground: _Ground, task: Task) -> str:
    """The key of a shard: what all rests on, its texts, what the catalogue says of them and what recurs in them."""
    return digest(
        ground.digest,
        *(repr(article) for article in task.articles),
        *(hashlib.sha256(raw).hexdigest() for raw in task.raw),
        *(f"{outlet} {sorted(lines)}" for outlet, lines in task.repeated.items()),
    )


def _repeated_lines(study: Study, articles: list[Article], store: Path) -> dict[str, frozenset[str]]:
    """Per outlet, the lines that recur in its articles, from a sample of them that is always the same."""
    by_outlet: dict[str, list[Article]] = {}
    for article in articles:
        by_outlet.setdefault(article.outlet, []).append(article)
    found = {}
    for outlet, of_outlet in by_outlet.items():
        sample = sorted(of_outlet, key=lambda a: digest(a.article_id))[:SAMPLED_ARTICLES]
        found[outlet] = layout.repeated_lines(_texts(study, sample, store)) if len(sample) > 1 else frozenset()
    return found


def _texts(study: Study, articles: list[Article], store: Path) -> Iterator[str]:
    for article in articles:
        with contextlib.suppress(Exception):  # whatever is wrong with it, the table errors will say
            yield clean(reading.decode(content(study, article, store)))


# --- the whole corpus ---------------------------------------------------------------------------


def _assemble(shards: list[Path], problems: list[Problem], folder: Path, study: Study) -> tuple[str, int, int]:
    """Write every table but target_sentiment; the hash of the corpus, the numbers of articles read and lost."""
    ids: list[str] = []
    names: Counter[str] = Counter()
    hashes = []
    lost = list(problems)
    languages: list[tuple[str, str, str, bool]] = []
    for shard in map(_open, shards):
        ids.extend(shard["articles"]["article_id"].to_pylist())
        listed = shard["articles"].select(["file", "outlet", "language", "detected"]).to_pydict()
        languages.extend((*row, "language" in found.split()) for *row, found in zip(*listed.values(), strict=True))
        hashes.extend(shard["articles"]["sha256"].to_pylist())
        names.update(dict(zip(*_counts(shard["attributions"]["speaker"]), strict=True)))
        lost.extend(Problem(**row) for row in shard["errors"].to_pylist())
    if not ids:
        raise nothing_read(study, lost)
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
    return digest(*sorted(hashes)), len(ids), _n_lost(lost)


def _n_lost(problems: Iterable[Problem]) -> int:
    return sum(problem.severity == "lost" for problem in problems)


def _open(path: Path) -> dict[str, pa.Table]:
    return tables.unpack(parts.load(path), tables.SCHEMAS)


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


def _write_targets(shards: list[Path], folder: Path, ground: _Ground, cache: Path, run: Callable) -> None:
    """The table target_sentiment: the transparent instrument's rows and, of a sample, the trained one's."""
    with tables.Writers(folder, ["target_sentiment"]) as writers:
        for shard in map(_open, shards):
            writers.add("target_sentiment", shard["target_sentiment"])
        if ground.settings.target_sample:
            sample = _sample(folder, ground.settings.target_sample)
            chunks = [sample[i : i + PAIRS_PER_CHUNK] for i in range(0, len(sample), PAIRS_PER_CHUNK)]
            jobs = ((cache / f"{digest(ground.code, chunk.to_json())}.chunk", chunk) for chunk in chunks)
            for path in _computed(_score_chunk, jobs, ground, run, "scoring actors", len(chunks)):
                for name, table in tables.unpack(parts.load(path), ["target_sentiment"]).items():
                    writers.add(name, table)


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
