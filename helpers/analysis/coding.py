"""Hand coding: files of it read, each of their rows led back to a sentence as it is cut now.

Files are coding.csv or coding.xlsx, and coding_NAME.csv or .xlsx of further coders. A row names its sentence by `text`,
by `article_id`, `start` and `end`, or by `sentence_id`; a sheet made by `sample` has all three. Its codes are `mode`,
`voice` (of a joint statement both, `chinese|central_asian`), `tone` and `t_<target>` (-1, 0, 1) and `frames`; several
are joined by `|`, `;` or a comma. An empty cell and `?` (coders did not agree) are no code, and a row with 1 under
`lenient` is left out. `coder` is who coded it, else the NAME of its file; `chance` that with which the sentence was
drawn, in the draw that `draw` counts. What is no code of the study is told with its row and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from helpers import framing
from helpers.study import UNMEASURED, Problem, Study, StudyError, coding_files, inside
from helpers.study.table_file import near, read_table
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.tables.results import Results


MODES = ("none", "direct", "indirect", "mixed")
TONES = {"-1": -1, "0": 0, "1": 1, "+1": 1, "-1.0": -1, "0.0": 0, "1.0": 1}
SIGNS = str.maketrans({"−": "-", "–": "-", ",": "."})  # minus as a text has it, a comma for a point
PLACE = ["sentence_id", "article_id", "start", "end", "text"]
UNREAD = (".xls", ".ods", ".numbers")  # spreadsheets that are not read
TIME = re.compile(r"(\d+):0*(\d+)(?::00)?")  # an id of an article that is a number, or what a spreadsheet makes of it
OVERLAP = 0.8  # share of the longer of two sentences that both must cover to be the same
_ASIDE = ("kind", "title", "before", "after", "speaker", "via", "language", "note")  # columns for people
_HOW = ("lenient", "coder", "chance", "draw")
KEYS = ["row", "file", *PLACE, "coder", "chance", "draw", "open"]

# Of the sentences that a row can mean the best: the same words (letters and digits, so that no change of marks by a
# spreadsheet matters), nearest to its place; else the place; else the id.
_WORDS = r"trim(regexp_replace(lower({}), '[^\p{{L}}\p{{N}}]+', ' ', 'g'))"
_MATCH = f"""
with coded as (
    select unnest($1) as row, unnest($2) as sentence_id, unnest($3) as article_id, unnest($4) as start,
           unnest($5) as "end", unnest($6) as text),
worded as (select * replace ({_WORDS.format("text")} as text) from coded),
found as (
    select c.row, s.sentence_id, 0 as way, case when c.start < 0 then 0 else abs(s.start - c.start) end
        + (s.sentence_id <> c.sentence_id)::int as far
    from worded c join sentences s on c.text = {_WORDS.format("s.text")}
    where c.text <> '' and c.article_id in ('', s.article_id)
    union all
    select c.row, s.sentence_id, 1, abs(s.start - c.start)
    from coded c join sentences s using (article_id)
    where c.start >= 0 and least(s."end", c."end") - greatest(s.start, c.start)
        >= {OVERLAP} * (greatest(s."end", c."end") - least(s.start, c.start))
    union all
    select c.row, s.sentence_id, 2, 0 from coded c join sentences s using (sentence_id))
select row, sentence_id from found
qualify row_number() over (partition by row order by way, far, sentence_id) = 1
order by row
"""


class Coding(NamedTuple):
    """A coding file as read.

    table: one row a coded sentence and coder, KEYS (row as a spreadsheet counts) and the code columns that there are;
    places that are not given are "" and -1, a chance that is not given is NaN. mode and voice are "" where there is no
    code, tone and t_<target> are numbers or NaN, frames are sets or None; open holds the columns that a
    coder left at "?". problems: what was left out.
    """

    table: pd.DataFrame
    problems: list[Problem]


def read_coding(study: Study, file: str) -> Coding:
    """A file of hand coding of a study; empty where there is none.

    A row without any code is not coded yet and left out; where frames are all that was coded, it carries none of them.
    Raises StudyError, naming the file, where it cannot be read as a table or no column tells the sentences.
    """
    path = inside(study.folder, file)
    if not path.is_file():
        return _empty()
    problems: list[Problem] = []
    checks = _checks(study)
    table = read_table(path, known_columns(study), problems)
    if not {"text", "sentence_id"} & set(table.columns) and not {"article_id", "start", "end"} <= set(table.columns):
        raise StudyError(f"{file} does not tell its sentences: it needs text, or article_id, start and end")
    columns = [name for name in table.columns if name in checks]
    if not columns:
        problems.append(Problem(file, 0, f"no column has codes: {', '.join(checks)}"))
    other = [name for name in columns if name != "frames" and any(row[name] for _, row in table.rows)]
    rows = []
    for number, row in table.rows:
        if columns and row["lenient"] != "1" and (not other or any(row[name] for name in columns)):
            codes = {name: _code(checks[name], row[name], Problem(file, number, name), problems) for name in columns}
            at = Problem(file, number, "")
            drawn = {"coder": row["coder"] or _coder(file), "chance": _chance(row, at, problems), "draw": row["draw"]}
            drawn["open"] = frozenset(name for name in columns if row[name] == "?")
            rows.append({"row": number, "file": file} | _place(row, at, problems) | drawn | codes)
    return Coding(pd.DataFrame(rows, columns=[*KEYS, *columns]), sorted(problems, key=lambda p: p.row))


def known_columns(study: Study) -> list[str]:
    """The columns that a file of hand coding may have."""
    return [*PLACE, *_checks(study), *_HOW, *_ASIDE]


def read_all(study: Study, file: str = "") -> Coding:
    """All files of hand coding of a study, or the one named; empty where there is none. Raises as ``read_coding``."""
    return _joined([read_coding(study, name) for name in ([file] if file else coding_files(study.folder))])


def optional(study: Study) -> Coding:
    """All hand coding of a study, for a page that goes on without: a file that cannot be read is a problem."""
    read = []
    for name in coding_files(study.folder):
        try:
            read.append(read_coding(study, name))
        except StudyError as error:
            said = str(error).removeprefix(f"{name} ")
            read.append(Coding(_empty().table, [Problem(name, 0, said)]))
    unread = [
        Problem(path.name, 0, "is not read: save it as .xlsx or .csv")
        for path in sorted(study.folder.glob("coding*"))
        if path.suffix.lower() in UNREAD
    ]
    return _joined([*read, Coding(_empty().table, unread)])


def _joined(read: list[Coding]) -> Coding:
    """Several files as one table; a column that another has is without codes."""
    tables = [coding.table for coding in read if len(coding.table)]
    table = pd.concat(tables, ignore_index=True) if tables else _empty().table
    table = table.fillna({name: "" for name in ("mode", "voice") if name in table})
    first = {name.casefold(): name for name in reversed(table["coder"].tolist())}  # Anna and anna are one coder
    table = table.assign(coder=[first[name.casefold()] for name in table["coder"]])
    if "frames" in table:
        frames: list[Any] = [code if isinstance(code, frozenset) else None for code in table["frames"]]
        table = table.assign(frames=frames)
    return Coding(table, [problem for coding in read for problem in coding.problems])


def _empty() -> Coding:
    return Coding(pd.DataFrame(columns=KEYS), [])


def _coder(file: str) -> str:
    """Who coded a file, by its name: `anna` of coding_anna.csv."""
    return file.rpartition(".")[0].removeprefix("coding").removeprefix("_")


def _chance(row: dict[str, str], at: Problem, problems: list[Problem]) -> float:
    """The chance with which a row's sentence was drawn; NaN where it is not given, or none, which is told."""
    if not row["chance"]:
        return float("nan")
    told, per_cent, _ = row["chance"].replace(",", ".").partition("%")
    try:
        chance = float(told) / (100 if per_cent else 1)
    except ValueError:
        chance = float("nan")
    if 0 < chance <= 1:
        return chance
    problems.append(at._replace(problem=f"chance: {row['chance'][:20]!r} is no number above 0 and up to 1; left out"))
    return float("nan")


def matched(results: Results, coded: pd.DataFrame) -> Coding:
    """The coded rows whose sentence was found, with its `sentence_id` now; the problems are of those without one.

    coded: the table of a Coding. Of several rows of one coder that mean one sentence the first is kept.
    """
    if coded.empty:
        return Coding(coded, [])
    articles = results.query("select article_id from articles")["article_id"].tolist()
    ids = _ids_as_known(coded["sentence_id"], articles)
    table = coded.assign(article_id=_as_known(coded["article_id"], articles), sentence_id=ids, at=range(len(coded)))
    columns = [table[name].tolist() for name in ("at", "sentence_id", "article_id", "start", "end", "text")]
    places = results.query(_MATCH, columns).rename(columns={"row": "at"})
    found = table.drop(columns="sentence_id").merge(places, on="at", validate="1:1")
    kept = found.drop_duplicates(["sentence_id", "coder"]).reset_index(drop=True)
    foreign = table.groupby("file").size().drop(found["file"].unique())
    foreign = foreign[foreign > 1]
    problems = [
        Problem(str(file), 0, f"none of its {n:,} rows is a sentence of this study: is it the coding of another?")
        for file, n in foreign.items()
    ]
    again = set(found["at"])
    for row in each_row(table[~table["at"].isin(kept["at"]) & ~table["file"].isin(foreign.index)]):
        if row.at in again:
            problem = "its sentence is coded in a row above; left out"
        elif row.article_id and row.article_id not in articles:
            problem = f"there is no article {row.article_id!r}{near(row.article_id, articles)}"
        elif not row.text and row.start < 0:
            problem = "there is no sentence of this sentence_id"
        else:
            problem = "no sentence is cut as this one was"
        problems.append(Problem(row.file, row.row, problem))
    return Coding(kept.drop(columns="at"), problems)


def one_each(table: pd.DataFrame) -> pd.DataFrame:
    """One row a sentence, that of its first coder: ``[*table]``."""
    return table.drop_duplicates("sentence_id", ignore_index=True)


def has_codes(coded: pd.DataFrame, needs: Sequence[str]) -> pd.Series:
    """Whether rows have a code in each of the columns; t_<target> may be empty, which says that it is not mentioned.

    At "?" it is open, whether or not it is mentioned.
    """
    has = pd.Series(True, coded.index)
    for name in needs:
        if name.startswith("t_"):
            has &= coded["open"].map(lambda left, name=name: name not in left).astype(bool)
        else:
            has &= coded[name].notna() & (coded[name] != "") & (coded[name] != UNMEASURED)
    return has


def coded(results: Results) -> Coding:
    """All hand coding of a measured study, led back to its sentences, with all problems; empty where there is none."""
    read = optional(results.study)
    found = matched(results, read.table)
    return Coding(found.table, [*read.problems, *found.problems])


def _as_known(ids: pd.Series, articles: list[str]) -> pd.Series:
    """Article ids as the study has them: a spreadsheet makes 7 of 007."""
    bare: dict[str, list[str]] = {}
    for article in articles:
        bare.setdefault(article.lstrip("0") or "0", []).append(article)  # "" is the id of a row that names none
    known = set(articles)
    return ids.map(lambda id_: id_ if id_ in known or len(bare.get(id_, ())) != 1 else bare[id_][0])


def _ids_as_known(ids: pd.Series, articles: list[str]) -> list[str]:
    """Sentence ids as the study has them: a spreadsheet makes the time 01:02:00 of 001:2."""
    parts = [TIME.fullmatch(id_) for id_ in ids]
    meant = _as_known(pd.Series([found[1].lstrip("0") if found else "" for found in parts]), articles)
    known = set(articles)
    return [
        f"{article}:{found[2]}" if found and article in known and found[1] not in known else id_
        for id_, found, article in zip(ids, parts, meant, strict=True)
    ]


def _place(row: dict[str, str], at: Problem, problems: list[Problem]) -> dict[str, str | int]:
    """Where a row's sentence stands; offsets that cannot be are told and left out."""
    place = {name: row[name] for name in PLACE} | {"start": -1, "end": -1}
    offsets = [row[name].removesuffix(".0") for name in ("start", "end")]
    if not any(offsets):
        return place
    if all(value.isdecimal() and len(value) < 16 for value in offsets) and int(offsets[0]) < int(offsets[1]):
        return place | dict(zip(("start", "end"), map(int, offsets), strict=True))
    said = f"start and end must be whole numbers, the first the smaller, they are {row['start'][:20]!r} and "
    problems.append(at._replace(problem=f"{said}{row['end'][:20]!r}"))
    return place


def _code(check: Check, cell: str, at: Problem, problems: list[Problem]) -> object:
    """A cell's code; what is no code is told and left out."""
    code, wrong = check(cell)
    problems.extend(at._replace(problem=f"{at.problem}: {problem}") for problem in wrong)
    return code


Check = Callable[[str], tuple[object, list[str]]]  # cell -> its code, what is wrong with it


def _checks(study: Study) -> dict[str, Check]:
    """How the codes of each column are read: value and problems."""
    voices = [*study.voice_names(), UNMEASURED]
    called = {study.style(name).label.lower(): name for name in voices} | {name: name for name in voices}
    frames: dict[str, str] = {}
    for frame, label in framing.load_codebooks(study).labels().items():
        frames |= {label.lower(): frame, frame.lower(): frame}

    def mode(cell: str) -> tuple[str, list[str]]:
        code = cell.lower().strip("?")
        return (code, []) if not code or code in MODES else ("", [_no("mode", cell, MODES)])

    def voice(cell: str) -> tuple[str, list[str]]:
        parts = _parts(cell.strip("?"), called)
        wrong = [_no("voice", part, voices) for part in parts if part.lower() not in called]
        return joint([called[part.lower()] for part in parts], voices) if not wrong else "", wrong

    def tone(cell: str) -> tuple[float, list[str]]:
        code = cell.translate(SIGNS).replace(" ", "")
        wrong = [] if code in ("", "?") or code in TONES else [_no("tone", cell, ("-1", "0", "1"))]
        return TONES.get(code, float("nan")), wrong

    def framed(cell: str) -> tuple[frozenset[str] | None, list[str]]:
        parts = _parts(cell, frames)
        wrong = [_no("frame", part, frames) for part in parts if part.lower() not in frames and part != "?"]
        found = frozenset(frames[part.lower()] for part in parts if part.lower() in frames)
        return found if found or not parts else None, wrong

    targets = {f"t_{target.name}": tone for target in study.targets}
    return {"mode": mode, "voice": voice, "tone": tone, **targets, "frames": framed}


def joint(parts: list[str], voices: list[str]) -> str:
    """The voices of a statement in the study's order, so that two codings of it are alike whoever is named first."""
    return JOINT.join(sorted(set(parts), key=voices.index))


def _parts(cell: str, known: Iterable[str]) -> list[str]:
    """The codes of a cell that may hold several; a known one may hold a comma itself."""
    parts = [part.strip() for part in re.split(r"[|;]", cell)]
    split = [[part] if part.lower() in known else part.split(",") for part in parts]
    return [one.strip() for each in split for one in each if one.strip()]


def _no(what: str, code: str, known: Iterable[str]) -> str:
    return f"there is no {what} {code[:40]!r}{near(code, known)}; left out"
