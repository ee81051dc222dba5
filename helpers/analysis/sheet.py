"""A sheet to code sentences by hand in a spreadsheet: Excel with drop-downs and the codebook on a second sheet, or CSV.

What the machine measured is not on it, so that it cannot sway the coder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers import framing
from helpers.study import REST, Study, read_yaml
from helpers.study.table_file import UNSHOWN, neutral

KINDS = (".xlsx", ".csv")
WIDTHS = {"text": 70, "before": 40, "after": 40, "title": 25, "speaker": 22, "voice": 16, "frames": 26, "note": 24}
PLACES = ("sentence_id", "article_id", "start", "end", "chance", "draw", "coder")  # for the reader, not for people
STRICT = ("mode", "tone", "t_")  # columns in which nothing but one of the codes is meant


class Code(NamedTuple):
    """A line of the codebook: what a column asks for, or, with a code, what this means."""

    column: str
    code: str
    meaning: str


def codebook(study: Study) -> list[Code]:
    """What each column to be filled in asks for, and its codes."""
    asked: dict[str, Any] = read_yaml(Path(__file__).with_name("coding.yaml"))
    voices = {voice.name: f"{voice.label}: {', '.join(voice.countries)}" for voice in study.voices}
    own = asked["voice"]["codes"]
    asked["voice"]["codes"] = {"narrator": own["narrator"]} | voices | {name: own[name] for name in REST if name in own}
    frames = framing.load_codebooks(study).frames
    asked["frames"]["codes"] = {frame.name: f"{frame.label}. {frame.definition}" for frame in frames}
    lines = []
    for column, entry in asked.items():
        targets = {f"t_{target.name}": target.label for target in study.targets}
        for name, label in targets.items() if column == "target" else [(column, "")]:
            lines.append(Code(name, "", entry["asks"].format(label=label)))
            lines += [Code(name, code, meaning) for code, meaning in entry.get("codes", {}).items()]
    return lines


def write(drawn: pd.DataFrame, study: Study, path: Path) -> list[Path]:
    """Write the sheet of sentences drawn, its codes to be filled in; the files written."""
    lines = codebook(study)
    first = ["title", "before", "text", "after"]
    order = [*first, *dict.fromkeys(line.column for line in lines), *PLACES]
    empty = {name: "" for name in order if name not in drawn}
    table = drawn.assign(**empty)[order]
    for name in (*first, "sentence_id", "article_id", "coder"):
        table[name] = [neutral(UNSHOWN.sub("", " ".join(str(cell).split()))) for cell in table[name]]
    if path.suffix.lower() == ".xlsx":
        _workbook(table, lines, path)
        return [path]
    meaning = path.with_name(f"{path.stem}-codebook.csv")
    table.to_csv(path, index=False, encoding="utf-8-sig")  # Excel takes a file without the mark for another encoding
    pd.DataFrame(lines).map(neutral).to_csv(meaning, index=False, encoding="utf-8-sig")
    return [path, meaning]


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
