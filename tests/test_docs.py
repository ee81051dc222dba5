"""The pages in docs/ say what the code says: every table and column, every parameter and default, every figure."""

import re
from pathlib import Path

import pytest

from helpers.figures import notebook
from helpers.run import parameters, planning
from helpers.study import ROOT, Primary
from helpers.tables import schemas
from helpers.tables.annotate import Settings

DOCS = ROOT / "docs"
TYPES = {"string": "text", "int64": "whole number", "double": "number", "bool": "yes or no"}
NOTEBOOKS = {path.stem: parameters.read_cell(path) for path in sorted(planning.NOTEBOOKS.glob("*.ipynb"))}


def sections(page: str) -> dict[str, list[list[str]]]:
    """Heading -> the rows of the table below it, without backticks round a cell."""
    found: dict[str, list[list[str]]] = {}
    for part in re.split(r"^## ", (DOCS / page).read_text("utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        lines = [line for line in body.splitlines() if line.startswith("| `")]
        found[heading] = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return found


def bare(cell: str) -> str:
    return cell.strip("`")


def default(value: object) -> str:
    if value in ("", []):
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def test_every_table_and_column_is_told():
    told = sections("tables.md")
    assert list(told) == list(schemas.SCHEMAS)
    for name, schema in schemas.SCHEMAS.items():
        assert [(bare(row[0]), row[1]) for row in told[name]] == [(f.name, TYPES[str(f.type)]) for f in schema], name
        assert all(row[2] for row in told[name])


def test_every_parameter_is_told_with_its_default_and_its_notebooks():
    told = {bare(row[0]): row[1:] for row in sections("parameters.md")["Parameters of the notebooks"]}
    assert set(told) == {name for cell in NOTEBOOKS.values() for name in cell}
    for name, (said, meaning, where) in told.items():
        takers = {stem: cell[name] for stem, cell in NOTEBOOKS.items() if name in cell}
        assert {default(one.default) for one in takers.values()} == {said}, name
        assert meaning
        assert where == ("all" if len(takers) == len(NOTEBOOKS) else ", ".join(f"`{stem}`" for stem in takers)), name


def test_what_a_study_declares_is_told_with_its_default():
    told = sections("parameters.md")["What a study declares beforehand"]
    assert [(bare(row[0]), row[1]) for row in told] == [
        (name, default(field.default)) for name, field in Primary.model_fields.items()
    ]


def test_every_setting_is_told_with_its_default():
    told = sections("parameters.md")["Settings of the measurement"]
    assert [(bare(row[0]), row[1]) for row in told] == [
        (name, default(field.default)) for name, field in Settings.model_fields.items()
    ]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_figure_is_told_as_its_notebook_lists_it(name):
    listed = notebook.described(name)
    told = {bare(row[0]): row[1] for row in sections("figures.md").get(name, [])}
    assert list(told) == list(listed)
    assert all(told.values())
    assert {figure: told[figure] for figure, shows in listed.items() if shows} == {
        figure: shows for figure, shows in listed.items() if shows
    }


def test_links_between_the_pages_lead_somewhere():
    for page in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / Path(target)).exists(), f"{page.name}: {target}"
