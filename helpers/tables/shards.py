"""Articles cut into shards; what the cache does not hold of them is annotated by the workers.

Articles go to shards by a hash of their id, so an added article changes one shard. A shard's result is kept under a
key made of its texts, the settings and the code.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from helpers import layout, reading
from helpers.layout.reading_form import clean
from helpers.study import (
    Article,
    Problem,
    RunError,
    Study,
    StudyError,
    content,
)
from helpers.tables.annotate import Task, annotate, joined, lost
from helpers.tables.cache import digest, find, load, store
from helpers.tables.ground import Ground
from helpers.tables.parallel import Killed, Run
from helpers.tables.results import TEXTS

ARTICLES_PER_SHARD = 64
MOST_KILLED = 5  # articles of a shard that may kill their process
KILLED = "the process that measured it was killed twice, out of memory perhaps: split it, or take it out"
AGAIN_AND_AGAIN = "the processes that measure are killed again and again, out of memory perhaps: give fewer --workers"
SAMPLED_ARTICLES = 500  # articles of an outlet that are searched for recurring lines,
SAMPLED_BYTES = 20_000_000  # and the most bytes of them


def annotate_all(ground: Ground, articles: list[Article], problems: list[Problem], cache: Path, run: Run) -> list[Path]:
    """The paths of all shards' results, computed where the cache does not have them."""
    store = cache / TEXTS
    repeated = _repeated_lines(ground, articles, cache, run)
    tasks = (_task(ground, shard, repeated, problems, store) for shard in _cut(articles))
    jobs = ((cache / f"{_key(ground, task)}.shard", task) for task in tasks)
    return computed(_annotate_shard, jobs, ground, run, "measuring", _n_shards(len(articles)), _article_by_article)


def once_more(function: Callable[..., Any], job: tuple[Path, Any], run: Run) -> tuple[Path, bytes]:
    """The result of a job whose process was killed, from another process. RunError where that is killed too."""
    (found,) = run(function, [job], apart=True)
    if isinstance(found, Killed):
        raise RunError(AGAIN_AND_AGAIN)
    path, packed = found
    return path, packed


def computed(
    function: Callable[..., Any],
    jobs: Iterable[tuple[Path, Any]],
    ground: Ground,
    run: Run,
    what: str,
    most: int,
    rescue: Callable[[Callable[..., Any], tuple[Path, Any], Run], tuple[Path, bytes]] = once_more,
) -> list[Path]:
    """The paths of the results of all jobs, in their order; what the cache does not hold is computed and stored.

    rescue: what becomes of a job whose process was killed: its result, under the path where that is kept.
    """
    paths: list[Path] = []
    with tqdm(total=most, desc=what, unit="shard", disable=None) as progress:

        def missing() -> Iterator[tuple[Path, Any]]:
            for path, argument in jobs:
                paths.append(path)
                path.parent.mkdir(parents=True, exist_ok=True)
                if not find(path, _tell):
                    yield path, argument

        for found in run(function, missing()):
            path, packed = rescue(function, found.arguments, run) if isinstance(found, Killed) else found
            ground.check()
            store(path, packed)
            if isinstance(found, Killed):
                paths[paths.index(found.arguments[0])] = path
            progress.update(len(paths) - progress.n)
    return paths


def _tell(line: str) -> None:
    tqdm.write(line, file=sys.stderr)


def _annotate_shard(path: Path, task: Task) -> tuple[Path, bytes]:
    return path, annotate(task)


def _article_by_article(function: Callable[..., Any], job: tuple[Path, Task], run: Run) -> tuple[Path, bytes]:
    """The result of a shard whose process was killed, each article for itself: one that kills two of its own is lost.

    Such a result does not take the shard's place in the cache, so that the next run tries again. RunError where it is
    more than a few, which is no fault of the articles.
    """
    path, task = job
    parts: list[bytes] = []
    n_killed = 0
    for article, raw in zip(task.articles, task.raw, strict=True):
        alone = path, replace(task, articles=[article], raw=[raw])
        (found,) = run(function, [alone], apart=True)
        if isinstance(found, Killed):  # which may have been chance
            (found,) = run(function, [alone], apart=True)
        if isinstance(found, Killed):
            n_killed += 1
            parts.append(lost(article, KILLED))
        else:
            parts.append(found[1])
        if n_killed > MOST_KILLED:
            raise RunError(AGAIN_AND_AGAIN)
    return path.with_suffix(".killed") if n_killed else path, joined(parts)


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
    ground: Ground,
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


def _key(ground: Ground, task: Task) -> str:
    """The key of a shard: what all rests on, its texts, what the catalogue says of them and what recurs in them."""
    return digest(
        ground.digest,
        *(repr(article) for article in task.articles),
        *map(_sum, task.raw),
        *(f"{outlet} {sorted(lines)}" for outlet, lines in task.repeated.items()),
    )


def _sum(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _repeated_lines(ground: Ground, articles: list[Article], cache: Path, run: Run) -> dict[str, frozenset[str]]:
    """Per outlet, the lines that recur in its articles, from a sample of them that is always the same."""
    by_outlet: dict[str, list[Article]] = {}
    for article in articles:
        by_outlet.setdefault(article.outlet, []).append(article)
    several = {outlet: found for outlet, found in by_outlet.items() if len(found) > 1}
    samples = (_sample(ground.study, found, cache / TEXTS) for found in several.values())
    jobs = ((cache / f"{digest(ground.code, *map(_sum, sample))}.lines", sample) for sample in samples)
    paths = computed(_recurring, jobs, ground, run, "looking for lines that recur", len(several))
    return {outlet: frozenset(json.loads(load(path))) for outlet, path in zip(several, paths, strict=True)}


def _sample(study: Study, articles: list[Article], store: Path) -> list[bytes]:
    """The bytes of some articles, drawn by a hash of their ids."""
    sample: list[bytes] = []
    held = 0
    for article in sorted(articles, key=lambda each: digest(each.article_id))[:SAMPLED_ARTICLES]:
        with contextlib.suppress(OSError, StudyError):  # `_task` says what is wrong with it
            sample.append(content(study, article, store))
            held += len(sample[-1])
        if held > SAMPLED_BYTES:
            break
    return sample


def _recurring(path: Path, sample: list[bytes]) -> tuple[Path, bytes]:
    return path, json.dumps(sorted(layout.repeated_lines(_texts(sample)))).encode()


def _texts(sample: list[bytes]) -> Iterator[str]:
    for raw in sample:
        with contextlib.suppress(Exception):  # whatever is wrong with it, the table errors will say
            yield clean(reading.decode(raw))
