"""The command line: `python -m helpers VERB`, or `python run.py VERB`, which sets up the environment first."""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST = 1_000_000_000  # of anything that is counted on the command line
CELLS = ("voice", "outlet", "language", "month")  # that sentences are drawn by
SEVERITIES = {"lost": "Lost", "doubt": "Please check", "note": "Note"}  # as they are told, in this order
MOST_TOLD = 20  # problems that are named one by one
BENCH_DATA = {
    "attribution": "folder of PolNeAR or of German Wikinews, each with its dev/, or of coded lines (attribution)",
    "voices": "coding of sentences of a study, with mode, speaker and voice (voices; with --study)",
    "meaning": "coding of sentences of a study, with tone, t_ACTOR and frames (tone, frames; with --study)",
    "study": "the study of which --voices or --meaning is the coding",
    "newsmtsc": "file of NewsMTSC (sentiment toward a target)",
    "nyt": "file of the NYT editorials (sentiment)",
    "gvfc": "file of the Gun Violence Frame Corpus (frames)",
    "ccf": "file of the Canadian climate frames (frames)",
    "pages": "folder of saved pages with ground-truth.json (reading of pages)",
    "texts": "texts that the articles of --scale are made of: any folder or file that `report` takes",
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code: 0 done, 1 something failed, 2 a mistake of the user's, 130 stopped."""
    parser = _parser()
    arguments, rest = parser.parse_known_args(words)
    arguments.rest = rest
    if arguments.rest and arguments.verb not in (lab, test, train):
        parser.error(f"there is no option {arguments.rest[0]}; `{arguments.verb.__name__} --help` names them")
    with _ends_as_by_hand():
        try:
            return _run(arguments)
        except KeyboardInterrupt:
            print("Stopped; nothing was changed in the results.", file=sys.stderr)
            return 130


def _run(arguments: argparse.Namespace) -> int:
    from helpers.run import RunError, plain
    from helpers.study import StudyError

    try:
        return arguments.verb(arguments) or 0
    except (StudyError, RunError) as problem:
        print(*map(plain, str(problem).splitlines()), sep="\n", file=sys.stderr)
        return 2 if isinstance(problem, StudyError) else 1
    except OSError as problem:
        what = f"{problem.filename}: " if problem.filename else ""
        print(plain(f"{what}{problem.strerror or problem}; nothing was changed in the results"), file=sys.stderr)
        return 1


@contextlib.contextmanager
def _ends_as_by_hand() -> Iterator[None]:
    """Let a signal to end, or a terminal that is closed, stop a run as Ctrl-C does, so that it clears up."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    known = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has but one
    usual = [number for number in known if signal.getsignal(number) is signal.SIG_DFL]  # under nohup it stays ignored
    for number in usual:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in usual:
            signal.signal(number, signal.SIG_DFL)


# --- verbs (each imports what it needs: the help is to come at once) ----------------------------


def report(arguments: argparse.Namespace) -> None:
    """Measure, run the notebooks, write report, figures and tables."""
    from helpers import run
    from helpers.run.record import missing_glyphs

    started = time.monotonic()
    folder = run.report(
        arguments.study,
        arguments.out,
        arguments.parameters,
        workers=arguments.workers,
        dask=arguments.dask,
        columns=arguments.columns,
    )
    _name_problems(folder)
    if missing := missing_glyphs(folder):
        print(
            f"No font on this computer has {' '.join(missing[:20])}{' ...' if len(missing) > 20 else ''}: SVG and "
            "pages hold them as text, PDF and PNG show boxes. Install a font that has them (Noto Sans CJK, say).",
            file=sys.stderr,
        )
    print(f"Report: {run.shown(folder / 'report.html')} ({time.monotonic() - started:.0f} s)")


def measure(arguments: argparse.Namespace) -> None:
    """Only the tables, no notebook."""
    from helpers import run
    from helpers.run import parameters
    from helpers.study import load_study
    from helpers.tables import measure
    from helpers.tables.annotate import Settings

    study = load_study(arguments.study, arguments.columns)
    words = parameters.parse(arguments.parameters, [Settings])
    settings = parameters.validate(Settings, measure.default_settings(study).model_dump() | words)
    results = measure.measure(
        arguments.study,
        arguments.out,
        settings,
        workers=arguments.workers,
        dask=arguments.dask,
        columns=arguments.columns,
    )
    _name_problems(results.folder)
    print(f"Tables: {run.shown(results.folder / 'tables')}")


def new(arguments: argparse.Namespace) -> None:
    """A study's folder made from any files: texts, exports, tables, pages, archives."""
    from helpers.run import plain
    from helpers.run.new import new_study

    print(*map(plain, new_study(arguments.folder, arguments.sources, arguments.columns)), sep="\n")


def lab(arguments: argparse.Namespace) -> int:
    """JupyterLab on the notebooks."""
    return subprocess.call(
        [
            sys.executable,
            "-m",
            "jupyterlab",
            f"--notebook-dir={ROOT}",
            "--LabApp.default_url=/lab/tree/notebooks",
            *arguments.rest,
        ]
    )


def sample(arguments: argparse.Namespace) -> None:
    """Draw sentences for hand coding into a spreadsheet or a form, each with its chance; never the same twice."""
    from helpers import run
    from helpers.analysis import sampling, sheet
    from helpers.figures import form
    from helpers.study import StudyError
    from helpers.tables.measure import open_results

    results = open_results(arguments.study, arguments.out)
    asked = arguments.to or _free(results.folder)
    as_form = asked.suffix.lower() == form.KIND
    if not as_form and asked.suffix.lower() not in sheet.KINDS:
        kinds = f"a sheet is a file {' or '.join(sheet.KINDS)}, a form a file {form.KIND}"
        raise StudyError(f"{run.shown(asked)}: {kinds}: give another with --to")
    paths = {name: asked.with_stem(f"{asked.stem}_{name}") if name else asked for name in arguments.coders or [""]}
    for path in paths.values():
        if path.exists():
            raise StudyError(f"{run.shown(path)} is there already and may hold codes: give another file with --to")
    taken = sampling.drawn_before(results, asked.parent)
    drawn = sampling.draw(results, arguments.n, arguments.seed, arguments.by, taken)
    for name, part in sampling.shared_out(drawn, list(paths), arguments.overlap).items():
        written = (form if as_form else sheet).write(part, results.study, paths[name])
        print(f"To code by hand: {' and '.join(map(run.shown, written))} ({len(part):,} sentences)")
        called = results.study.folder / f"coding{f'_{name}' if name else ''}{asked.suffix}"
        if as_form:
            called = called.with_name(f"coding_{name or 'NAME'}.csv")
            print(f"It opens in any browser. What it saves, even in part, belongs here: {run.shown(called)}")
        else:
            print(f"When done, even in part, save it as {run.shown(called)}")
    sampling.remember(results, drawn)
    print("Then: `validate` shows the corrected findings, `report` the page 05_validation as well.")


def validate(arguments: argparse.Namespace) -> None:
    """Compare what was measured with the study's hand coding, and correct it by it."""
    from helpers import framing
    from helpers.analysis import coding, hand, tone, validation
    from helpers.figures import validation as told
    from helpers.study import StudyError
    from helpers.tables.measure import open_results

    results = open_results(arguments.study, arguments.out)
    study = results.study
    coded = coding.read_all(study, arguments.coding) if arguments.coding else coding.optional(study)
    found = coding.matched(results, coded.table)
    lines = told.problems([*coded.problems, *found.problems])
    if coded.table.empty:
        raise StudyError(
            "\n".join(lines[:MOST_TOLD])
            or f"{study.name} holds no {arguments.coding or 'coding.csv or coding.xlsx'} with codes: "
            "draw sentences to code with `sample`"
        )
    _name(lines)
    both = validation.beside_machine(results, found.table, tone.instrument(results))
    labels = framing.load_codebooks(results.study).labels()
    corrected = hand.corrected(results, found.table)
    between, open_ = {}, []
    for what, (by, name) in told.sides(results).items():
        gaps = told.differences_in_words(hand.differences(results, found.table, by), name)
        between[f"Corrected differences between {what} (intervals for all pairs of a measure, its clearest)"] = gaps
        open_ += [] if len(gaps) else [told.no_differences(what)]
    tables = {
        "Agreement of hand and machine": validation.summary(both),
        "Agreement of the coders": validation.between_coders(both),
        "Frames": validation.frame_scores(results, both, labels).drop(columns="name"),
        "Corrected by hand coding (95 % intervals over stories)": told.in_words(corrected),
        **between,
        "Width of the corrected interval expected with so many codes": told.widths(
            hand.expected(results, found.table, told.CODES)
        ),
    }
    print(f"{len(both):,} of {len(coded.table):,} coded sentences are cut alike.")
    for caption, table in tables.items():
        if len(table):
            print(f"\n{caption}\n{table.to_string(index=False, float_format='{:.2f}'.format, na_rep='')}")
    print("", told.outside(hand.outside(found.table), corrected), *open_, sep="\n")


def _free(folder: Path) -> Path:
    """The first name for a sheet, or the sheets of several coders, that the folder does not have yet."""
    number = 1
    while any(folder.glob(f"to-code{f'-{number}' if number > 1 else ''}[._]*")):
        number += 1
    return folder / f"to-code{f'-{number}' if number > 1 else ''}.xlsx"


def train(arguments: argparse.Namespace) -> int:
    """Teach the frames of your own codebook (frames), or build a model anew from data that you name (needs torch)."""
    from importlib import import_module

    from helpers.study import StudyError

    try:
        module = import_module(f"helpers.training.{arguments.model.replace('-', '_')}")
    except ModuleNotFoundError as absent:
        raise StudyError(f"training needs {absent.name}: pip install -r helpers/training/requirements.txt") from None
    return module.main(arguments.rest)


def bench(arguments: argparse.Namespace) -> None:
    """Accuracy and speed, on the data sets that you name."""
    from helpers.run import bench

    bench.run({name: value for name in (*BENCH_DATA, "scale") if (value := getattr(arguments, name))})


def test(arguments: argparse.Namespace) -> int:
    """The tests."""
    return subprocess.call([sys.executable, "-m", "pytest", *arguments.rest], cwd=ROOT)


# --- words of the command line ------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python run.py", description="Who speaks, in what tone, in which frame.")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for verb in (report, measure):
        options = _add(verbs, verb, study=True)
        options.add_argument(
            "-p",
            dest="parameters",
            metavar="NAME=VALUE",
            action="append",
            default=[],
            help="a parameter of the notebooks or the measurement; may be given several times",
        )
        options.add_argument("--workers", type=_positive, metavar="N", help="processes to use (all cores)")
        options.add_argument("--dask", default="", metavar="ADDRESS", help="measure on this Dask cluster")
        options.add_argument(
            "--columns",
            type=_columns,
            metavar="text=NAME,...",
            help="which columns of tables hold text, title, published, outlet, ... where their names do not tell",
        )
    options = _add(verbs, new)
    options.add_argument("folder", type=_path, metavar="DIR", help="the folder to make")
    options.add_argument(
        "--from",
        dest="sources",
        type=_path,
        nargs="+",
        required=True,
        metavar="PATH",
        help="files and folders of texts",
    )
    options.add_argument("--columns", type=_columns, metavar="text=NAME,...", help="as for report")
    options = _add(verbs, sample, study=True)
    options.add_argument("--n", type=_positive, default=200, help="sentences to draw (200)")
    options.add_argument(
        "--by",
        type=_cells,
        default=["voice"],
        metavar="NAME,...",
        help=f"what small groups of are drawn more often than by chance: {', '.join(CELLS)}, or none (voice)",
    )
    options.add_argument("--seed", type=int, default=1, help="seed of the draw (1)")
    options.add_argument("--coders", type=_names, metavar="NAME,...", help="a sheet for each of them")
    options.add_argument("--overlap", type=_positive, default=30, help="sentences that all coders get (30)")
    options.add_argument(
        "--to",
        type=_path,
        metavar="FILE",
        help="file to write: .xlsx, .csv, or .html, a form for a browser (to-code.xlsx among the results)",
    )
    options = _add(verbs, validate, study=True)
    options.add_argument(
        "--coding", default="", metavar="FILE", help="its file in the study (all named coding.csv, .xlsx, coding_NAME)"
    )
    _add(verbs, train).add_argument(
        "model", choices=["frames", "encoder", "attribution", "continued", "meaning", "knowledge", "voices"]
    )
    options = _add(verbs, bench)
    for name, what in BENCH_DATA.items():
        options.add_argument(f"--{name}", type=_path, metavar="PATH", help=what)
    options.add_argument(
        "--scale", type=_positive, metavar="N", help="measure N articles, with --texts (speed, memory)"
    )
    _add(verbs, lab)
    _add(verbs, test)
    return parser


def _add(verbs: argparse._SubParsersAction, verb: Callable, study: bool = False) -> argparse.ArgumentParser:
    options = verbs.add_parser(verb.__name__, help=verb.__doc__, description=verb.__doc__)
    options.set_defaults(verb=verb)
    if study:
        for name, what, says in (
            ("seeds", "--study", "a study: its folder, a folder of texts, or one file of them"),
            ("outputs", "--out", "the folder of the results"),
        ):
            options.add_argument(what, default=ROOT / name, type=_path, metavar="PATH", help=f"{says} ({name})")
    return options


def _path(text: str) -> Path:
    return Path(text).resolve()


def _columns(text: str) -> dict[str, str]:
    """`text=body,published=date` as {text: body, published: date}."""
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(field.strip() and name.strip() for field, _, name in pairs):
        raise argparse.ArgumentTypeError(f"{text[:80]!r} is not of the form text=NAME,published=NAME")
    return {field.strip(): name.strip() for field, _, name in pairs}


def _cells(text: str) -> list[str]:
    """`voice,outlet` as a list; `none` as none."""
    names = [] if text == "none" else [name.strip() for name in text.split(",")]
    if unknown := [name for name in names if name not in CELLS]:
        raise argparse.ArgumentTypeError(f"{unknown[0][:40]!r} is none of {', '.join(CELLS)}")
    return names


def _names(text: str) -> list[str]:
    """Names that can be part of a file's name."""
    names = [name.strip() for name in text.split(",")]
    if wrong := [name for name in names if not re.fullmatch(r"\w+", name)]:
        raise argparse.ArgumentTypeError(f"{wrong[0][:40]!r} is no name of letters and digits alone")
    return list(dict.fromkeys(names))


def _positive(text: str) -> int:
    """A whole number of what one machine can hold."""
    if not text.isdecimal() or not 1 <= int(text[:20]) <= MOST:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no whole number from 1 to {MOST:,}")
    return int(text)


def _name_problems(folder: Path) -> None:
    """Name on the screen what could not be used, what is alike in one line, then how many articles were lost."""
    from helpers.figures.wording import count
    from helpers.study import MEASURED
    from helpers.tables import schemas

    found = schemas.read(folder / "tables", "errors")
    found = found.sort_values("severity", key=lambda s: s.map(list(SEVERITIES).index), kind="stable")
    lines = []
    for (severity, problem, number), same in found.groupby(["severity", "problem", "row"], sort=False):
        row = f", row {number}" if number else ""
        more = f" and {len(same) - 1:,} more" if len(same) > 1 else ""
        lines.append(f"{SEVERITIES[str(severity)]}: {same['file'].iloc[0]}{row}{more}: {problem}")
    _name(lines, "see tables/errors.csv")
    n = json.loads((folder / "tables" / MEASURED).read_text("utf-8"))["articles"]
    lost = f", {n['lost']:,} lost (see tables/errors.csv)" if n["lost"] else ""
    print(f"{count(n['given'], 'text')} given: {count(n['read'], 'article')} read{lost}")


def _name(problems: Sequence[str], rest: str = "") -> None:
    """Print problems, the first ones of many; `rest` says where the others stand."""
    from helpers.run import plain

    for problem in problems[:MOST_TOLD]:
        print(plain(problem), file=sys.stderr)
    if len(problems) > MOST_TOLD:
        print(", ".join(filter(None, [f"... and {len(problems) - MOST_TOLD:,} more", rest])), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
