"""Hand coding: sentences drawn for it, coding.csv read, each of its rows led back to a sentence as it is cut now.

A row names its sentence by `text`, by `article_id`, `start` and `end`, or by `sentence_id`; a sheet made by `sample`
has all three. Its codes are `mode`, `voice` (of a joint statement both, `chinese|central_asian`), `tone` and
`t_<target>` (-1, 0, 1) and `frames` (with | between them); an empty cell and `?` (coders did not agree) are no code,
and a row with 1 under `lenient` is left out. What is no code of the study is told with its row and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from helpers import framing
from helpers.study import UNMEASURED, Problem, Study, StudyError, inside
from helpers.study.table_file import near, neutral, read_table
from helpers.tables.rows import each_row
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.tables.results import Results


CODING = "coding.csv"
MODES = ("none", "direct", "indirect", "mixed")
TONES = {"-1": -1, "−1": -1, "0": 0, "1": 1, "+1": 1, "-1.0": -1, "0.0": 0, "1.0": 1}
PLACE = ["sentence_id", "article_id", "start", "end", "text"]
OVERLAP = 0.8  # share of the longer of two sentences that both must cover to be the same
_ASIDE = ("kind", "speaker", "via", "language", "note")  # columns for people
MOST = 2**31  # sentences that one may ask for

# Round-robin over outlets and measured voices: of each the first, then of each the second, until n are drawn.
_DRAW = """
with ranked as (
    select s.*, row_number() over (
        partition by a.outlet, s.voice order by md5(s.sentence_id || $1), s.sentence_id) as rank
    from sentences s join articles a using (article_id)),
drawn as (select * from ranked order by rank, md5(sentence_id || $1) limit $2)
select sentence_id, article_id, start, "end", kind, text from drawn order by article_id, start
"""

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

    table: one row a coded sentence, [row (as a spreadsheet counts), sentence_id, article_id, start, end, text, and the
    code columns that the file has]; places that are not given are "" and -1. mode and voice are "" where there is no
    code, tone and t_<target> are numbers or NaN, frames are sets or None. problems: what was left out.
    """

    table: pd.DataFrame
    problems: list[Problem]


def sample(results: Results, n: int, seed: int) -> pd.DataFrame:
    """n sentences drawn alike from every outlet and measured voice, in the order of their articles; at most all.

    The columns mode, speaker, voice, via, tone (-1, 0, 1), t_<target> (the same, empty where it is not
    mentioned) and frames (with | between them) are to be filled in. What was measured is not shown, so that it
    cannot sway the coder. Texts are such that no spreadsheet takes one for a formula.
    """
    drawn = results.query(_DRAW, [str(seed), min(n, MOST)])
    targets = [f"t_{target.name}" for target in results.study.targets]
    empty = dict.fromkeys(["mode", "speaker", "voice", "via", "tone", *targets, "frames"], "")
    return drawn.assign(text=drawn["text"].map(neutral), **empty)


def read_coding(study: Study, file: str = CODING) -> Coding:
    """The coding file of a study; empty where there is none.

    A row without any code is not coded yet and left out; where frames are all that was coded, it carries none of them.
    Raises StudyError, naming the file, where it cannot be read as a table or no column tells the sentences.
    """
    path = inside(study.folder, file)
    if not path.is_file():
        return Coding(pd.DataFrame(columns=["row", *PLACE]), [])
    problems: list[Problem] = []
    checks = _checks(study)
    table = read_table(path, [*PLACE, *checks, "lenient", *_ASIDE], problems)
    if not {"text", "sentence_id"} & set(table.columns) and not {"article_id", "start", "end"} <= set(table.columns):
        raise StudyError(f"{file} does not tell its sentences: it needs text, or article_id, start and end")
    columns = [name for name in table.columns if name in checks]
    other = [name for name in columns if name != "frames" and any(row[name] for _, row in table.rows)]
    rows = []
    for number, row in table.rows:
        if row["lenient"] != "1" and (not other or any(row[name] for name in columns)):
            codes = {name: _code(checks[name], row[name], Problem(file, number, name), problems) for name in columns}
            rows.append({"row": number} | _place(row, Problem(file, number, ""), problems) | codes)
    return Coding(pd.DataFrame(rows, columns=["row", *PLACE, *columns]), sorted(problems, key=lambda p: p.row))


def optional(study: Study, file: str = CODING) -> Coding:
    """The coding file of a study, for a page that goes on without: one that cannot be read is empty and a problem."""
    try:
        return read_coding(study, file)
    except StudyError as error:
        return Coding(pd.DataFrame(columns=["row", *PLACE]), [Problem(file, 0, str(error))])


def matched(results: Results, coded: pd.DataFrame, file: str = CODING) -> Coding:
    """The coded rows whose sentence was found, with its `sentence_id` now; the problems are of those without one.

    coded: the table of a Coding. Of several rows that mean one sentence the first is kept.
    """
    if coded.empty:
        return Coding(coded, [])
    articles = results.query("select article_id from articles")["article_id"].tolist()
    table = coded.assign(article_id=_as_known(coded["article_id"], articles))
    columns = [table[name].tolist() for name in ("row", "sentence_id", "article_id", "start", "end", "text")]
    found = table.drop(columns="sentence_id").merge(results.query(_MATCH, columns), on="row", validate="1:1")
    kept = found.drop_duplicates("sentence_id").reset_index(drop=True)
    problems, again = [], set(found["row"])
    for row in each_row(table[~table["row"].isin(kept["row"])]):
        if row.row in again:
            problem = "its sentence is coded in a row above; left out"
        elif row.article_id and row.article_id not in articles:
            problem = f"there is no article {row.article_id!r}{near(row.article_id, articles)}"
        else:
            problem = "no sentence is cut as this one was"
        problems.append(Problem(file, row.row, problem))
    return Coding(kept, problems)


def with_key(coded: pd.DataFrame) -> pd.DataFrame:
    """Coded rows with a column `key` by which two codings of the same sentences meet: their place, else their words."""
    keys = [
        (row.article_id, row.start, row.end) if row.start >= 0 else row.sentence_id or row.text
        for row in each_row(coded[PLACE])
    ]
    return coded.assign(key=[str(key) for key in keys])


def _as_known(ids: pd.Series, articles: list[str]) -> pd.Series:
    """Article ids as the study has them: a spreadsheet makes 7 of 007."""
    bare: dict[str, list[str]] = {}
    for article in articles:
        bare.setdefault(article.lstrip("0"), []).append(article)
    known = set(articles)
    return ids.map(lambda id_: id_ if id_ in known or len(bare.get(id_, ())) != 1 else bare[id_][0])


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
    frames: dict[str, str] = {}
    for frame, label in framing.load_codebooks(study).labels().items():
        frames |= {label.lower(): frame, frame.lower(): frame}

    def mode(cell: str) -> tuple[str, list[str]]:
        code = cell.lower().strip("?")
        return (code, []) if not code or code in MODES else ("", [_no("mode", cell, MODES)])

    def voice(cell: str) -> tuple[str, list[str]]:
        parts = _parts(cell.strip("?"))
        wrong = [_no("voice", part, voices) for part in parts if part.lower() not in voices]
        return joint([part.lower() for part in parts], voices) if not wrong else "", wrong

    def tone(cell: str) -> tuple[float, list[str]]:
        wrong = [] if cell in ("", "?") or cell in TONES else [_no("tone", cell, ("-1", "0", "1"))]
        return TONES.get(cell, float("nan")), wrong

    def framed(cell: str) -> tuple[frozenset[str] | None, list[str]]:
        parts = _parts(cell)
        wrong = [_no("frame", part, frames) for part in parts if part.lower() not in frames and part != "?"]
        found = frozenset(frames[part.lower()] for part in parts if part.lower() in frames)
        return found if found or not parts else None, wrong

    targets = {f"t_{target.name}": tone for target in study.targets}
    return {"mode": mode, "voice": voice, "tone": tone, **targets, "frames": framed}


def joint(parts: list[str], voices: list[str]) -> str:
    """The voices of a statement in the study's order, so that two codings of it are alike whoever is named first."""
    return JOINT.join(sorted(set(parts), key=voices.index))


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(JOINT) if part.strip()]


def _no(what: str, code: str, known: Iterable[str]) -> str:
    return f"there is no {what} {code[:40]!r}{near(code, known)}; left out"
