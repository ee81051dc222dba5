"""A form to code sentences by hand in a browser: one file, to be mailed, that needs neither Python nor the network.

What comes back is a sheet's CSV. The same script codes in JupyterLab (``coder``). What the machine measured is not in
it, so that it cannot sway the coder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.analysis import sheet
from helpers.run import web_page
from helpers.run.page_parts import digest, source
from helpers.run.web_page import fonts

if TYPE_CHECKING:
    import pandas as pd

    from helpers.study import Study

KIND = ".html"


def given(whole: pd.DataFrame, study: Study) -> dict[str, Any]:
    """What the script must know: the questions with their choices, and a table from ``sheet`` as text, row by row."""
    questions = []
    for question in sheet.questions(study):
        colours = {code: study.style(code).colour for code in study.voice_names()} if question.column == "voice" else {}
        choices = [choice._asdict() | {"colour": colours.get(choice.code, "")} for choice in question.choices]
        questions.append(question._asdict() | {"choices": choices})
    rows = whole.astype(str).to_dict("records")
    return {"title": study.title, "questions": questions, "columns": list(whole), "rows": rows}


def write(drawn: pd.DataFrame, study: Study, path: Path) -> list[Path]:
    """Write the form for sentences drawn; the files written."""
    told = given(sheet.table(drawn, study), study)
    script = source("common.js") + source("coder.js") + source("form.js")
    told["id"] = digest(str(told["rows"]))  # by which a browser keeps the answers
    page = web_page.page(
        f"Coding: {study.title}",
        source("page.css") + source("coder.css"),
        script=script,
        study=told,
        faces=fonts.faces(str([told["title"], told["questions"]])),
    )
    path.write_text(page, "utf-8")
    return [path]
