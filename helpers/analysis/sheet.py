"""A sheet to code sentences by hand in a spreadsheet: Excel with drop-downs and the codebook on a second sheet, or CSV.

What the machine measured is not on it, so that it cannot sway the coder.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers import framing
from helpers.analysis import coding
from helpers.names.forms import country_name
from helpers.study import REST, Problem, Study, StudyError, inside, read_yaml
from helpers.study.table_file import UNSHOWN, neutral_table, read_table

KINDS = (".xlsx", ".csv")
WIDTHS = {"text": 70, "before": 40, "after": 40, "title": 25, "speaker": 22, "voice": 16, "frames": 26, "note": 24}
READ = ("title", "before", "text", "after")  # what the coder reads
PLACES = ("sentence_id", "article_id", "start", "end", "language", "chance", "draw", "coder")  # for the reader of files
STRICT = ("mode", "tone", "t_")  # columns in which nothing but one of the codes is meant


class Choice(NamedTuple):
    """A code, what it is called (itself, where the study gives no name), and what it means."""

    code: str
    label: str
    meaning: str

    @property
    def told(self) -> str:
        """Name and meaning, as the codebook of a sheet has them."""
        parts = [self.label] if self.label != self.code else []
        return ": ".join([*parts, self.meaning] if self.meaning else parts)


class Question(NamedTuple):
    """A column to be filled in: what is asked, as coding.yaml says it."""

    column: str
    asks: str
    rules: str
    typed: str
    takes: str
    empty: str
    choices: list[Choice]
    settles: dict[str, dict[str, str]]


class Code(NamedTuple):
    """A line of the codebook: what a column asks for, or, with a code, what this means."""

    column: str
    code: str
    meaning: str


def questions(study: Study) -> list[Question]:
    """What is asked of each sentence, in order."""
    asked: dict[str, dict[str, Any]] = read_yaml(Path(__file__).with_name("coding.yaml"))
    found = []
    for name, entry in asked.items():
        targets = {f"t_{target.name}": target.label for target in study.targets}
        for column, label in targets.items() if name == "target" else [(name, "")]:
            told = {key: entry.get(key, "") for key in ("rules", "typed", "takes", "empty")}
            choices = _choices(name, entry.get("codes", {}), study)
            asks, settles = entry["asks"].format(label=label), entry.get("settles", {})
            found.append(Question(column, asks, choices=choices, settles=settles, **told))
    return found


def _choices(name: str, codes: dict[str, str], study: Study) -> list[Choice]:
    """The codes of a question; voices and frames are those of the study."""
    own = []
    for code, told in codes.items():
        label, _, meaning = told.partition(": ") if code.lstrip("-").isdigit() else (code, "", told)
        own.append(Choice(code, label, meaning))
    if name == "voice":
        voices = [
            Choice(voice.name, voice.label, ", ".join(map(country_name, voice.countries))) for voice in study.voices
        ]
        return [*own[:1], *voices, *(choice for choice in own if choice.code in REST)]
    if name == "frames":
        return [Choice(frame.name, frame.label, frame.definition) for frame in framing.load_codebooks(study).frames]
    return own


def codebook(study: Study) -> list[Code]:
    """What each column to be filled in asks for, and its codes."""
    lines = []
    for question in questions(study):
        said = " ".join(filter(None, (question.asks, question.rules, question.typed)))
        lines.append(Code(question.column, "", said))
        lines += [Code(question.column, choice.code, choice.told) for choice in question.choices]
    return lines


def table(drawn: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The sheet of sentences drawn, its codes to be filled in: READ, the questions' columns, PLACES."""
    order = [*READ, *(question.column for question in questions(study)), *PLACES]
    empty = {name: "" for name in order if name not in drawn}
    whole = drawn.assign(**empty)[order]
    for name in (*READ, "sentence_id", "article_id", "coder"):
        whole[name] = [UNSHOWN.sub("", " ".join(str(cell).split())) for cell in whole[name]]
    return whole


def write(drawn: pd.DataFrame, study: Study, path: Path) -> list[Path]:
    """Write the sheet of sentences drawn, its codes to be filled in; the files written."""
    lines, whole = codebook(study), table(drawn, study)
    if path.suffix.lower() == ".xlsx":
        _workbook(neutral_table(whole), lines, path)
        return [path]
    meaning = path.with_name(f"{path.stem}-codebook.csv")
    save(whole, path)
    save(pd.DataFrame(lines), meaning)
    return [path, meaning]


def save(whole: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that a spreadsheet reads as it is; what was there before stays until all is written."""
    part = path.with_name(f".{path.name}.part")
    neutral_table(whole).to_csv(part, index=False, encoding="utf-8-sig")  # without the mark Excel takes another
    os.replace(part, path)


def opened(study: Study, file: str) -> pd.DataFrame:
    """A sheet in the study's folder as it stands, all of it text, with every column that is asked for.

    Raises StudyError where it is none, or holds what would be lost if it were written again.
    """
    problems: list[Problem] = []
    found = read_table(inside(study.folder, file), coding.known_columns(study), problems)
    if not {"sentence_id", "text"} <= set(found.columns):
        raise StudyError(
            f"{file} is no sheet that `sample` drew: it has no column sentence_id or text; take another name"
        )
    if problems:
        first = problems[0]
        raise StudyError(f"{file}, row {first.row}: {first.problem}: put that right, or take another name")
    columns = [*found.columns, *(q.column for q in questions(study) if q.column not in found.columns)]
    return pd.DataFrame([row for _, row in found.rows], columns=columns).fillna("")


def _workbook(table: pd.DataFrame, lines: list[Code], path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet, meaning = book.worksheets[0], book.create_sheet("codebook")
    sheet.title = "sentences"
    for part, rows in ((sheet, [list(table), *table.itertuples(index=False)]), (meaning, [Code._fields, *lines])):
        for row in rows:
            part.append(list(row))
        for cell in part[1]:
            cell.font = Font(bold=True)
        part.freeze_panes = "A2"
    top = Alignment(wrap_text=True, vertical="top")
    filled = {line.column for line in lines}
    for at, name in enumerate(map(str, table), 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 12)
        sheet.column_dimensions[letter].hidden = name in PLACES
        for number in range(2, len(table) + 2):
            cell = sheet.cell(number, at)
            cell.alignment = top
            if name in filled:
                cell.number_format = "@"  # text: -1 stays -1, and nothing becomes a date
                cell.fill = PatternFill("solid", fgColor="FFFBE6")
        if choice := _choice(name, lines, len(table)):
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{len(table) + 1}")
    for letter, width in zip("ABC", (16, 18, 100), strict=True):
        meaning.column_dimensions[letter].width = width
    for row in meaning.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = top
    book.save(path)


def _choice(column: str, lines: list[Code], rows: int) -> Any:
    """The drop-down of a column, from the lines of the codebook; None where it has no codes."""
    from openpyxl.worksheet.datavalidation import DataValidation

    at = [number for number, line in enumerate(lines, 2) if line.column == column and line.code]
    if not at or not rows:
        return None
    one = column.startswith(STRICT)
    choice = DataValidation("list", formula1=f"codebook!$B${at[0]}:$B${at[-1]}", allow_blank=True, showErrorMessage=one)
    choice.error = f"{column} is one of the codes of the list, ? where you cannot say, or empty"
    choice.promptTitle, choice.prompt = column, lines[at[0] - 3].meaning[:250]
    choice.showInputMessage = True
    choice.errorStyle = "warning"  # ? may be typed
    return choice
