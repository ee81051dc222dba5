"""Parameters: the cell read, the words of the command line, the checks, and that cells and models agree."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.run import parameters
from helpers.run.parameters import ParameterError
from helpers.study import ROOT, StudyError, load_study

CORPUS = ROOT / "tests" / "corpus"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def model(name: str) -> type:
    return parameters.model_of(ROOT / "notebooks" / f"{name}.ipynb")


COMMON = model("01_voices")


def cell_of(name: str) -> str:
    """The text of a notebook's parameters cell."""
    cells = parameters.read_cells(ROOT / "notebooks" / f"{name}.ipynb")
    return next(cell["source"] for cell in cells if "parameters" in cell["metadata"].get("tags", []))


def notebook_with(cell: str, folder: Path, name: str = "own") -> Path:
    code = nbformat.v4.new_code_cell(cell, metadata={"tags": ["parameters"]})
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[code]), path)
    return path


def test_a_cell_is_read_with_types_defaults_and_help(tmp_path):
    cell = 'study: str = "a = b"  # the études\nn: int = -3  # a number\nshares: list = ["ä", 1]\nx: float = .5  # half'
    assert parameters.read_cell(notebook_with(cell, tmp_path)) == {
        "study": ("str", "a = b", "the études"),
        "n": ("int", -3, "a number"),
        "shares": ("list", ["ä", 1], ""),
        "x": ("float", 0.5, "half"),
    }


@pytest.mark.parametrize("cell", ["n = 3", "n: int", "n: int = 1 + x", "import os", "n: int = ", "a.b: int = 3"])
def test_a_cell_of_another_form_is_told_with_its_line(tmp_path, cell):
    with pytest.raises(StudyError, match="own.ipynb: parameters cell, line 1"):
        parameters.read_cell(notebook_with(cell, tmp_path))


def test_what_is_no_notebook_is_said(tmp_path):
    (tmp_path / "text.ipynb").write_text("hello")
    with pytest.raises(StudyError, match="text.ipynb is not a notebook"):
        parameters.read_cell(tmp_path / "text.ipynb")
    with pytest.raises(StudyError, match="does not exist"):
        parameters.read_cell(tmp_path / "none.ipynb")


def test_a_notebook_of_the_users_own_gets_a_model_from_its_cell(tmp_path):
    model = parameters.model_of(notebook_with("who: str = 'x'\nn: int = 3", tmp_path))
    assert model().model_dump() == {"who": "x", "n": 3}
    with pytest.raises(ParameterError, match="n: .*integer"):
        parameters.validate(model, {"n": "3"})
    with pytest.raises(StudyError, match="parameter when is date; use one of str, int"):
        parameters.model_of(notebook_with("when: date = 3", tmp_path))


def test_words_are_read_by_the_declared_type():
    words = ["study=007", 'outlets=["a b", "c"]', "voices=russian, western,", "min_n=5", "seed=2"]
    assert parameters.parse(words, [COMMON]) == {
        "study": "007", "outlets": ["a b", "c"], "voices": ["russian", "western"], "min_n": 5, "seed": 2,
    }  # fmt: skip
    assert parameters.parse(["out=a=b"], [COMMON]) == {"out": "a=b"}
    assert parameters.parse(["outlets="], [COMMON]) == {"outlets": []}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("min_n", "write -p NAME=VALUE"),
        ("min_m=3", "did you mean 'min_n'?"),
        ("zzz=3", "there is no parameter 'zzz': there are min_n"),
        ("min_n=3.5", "must be a whole number, not '3.5'"),
        ("min_n=true", "must be a whole number, not 'true'"),
        ("min_n=", "must be a whole number, not ''"),
        ("outlets=[a]", "must be a list such as"),
    ],
)
def test_wrong_words_are_told_in_one_line(word, said):
    with pytest.raises(ParameterError) as error:
        parameters.parse([word], [COMMON])
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"min_n": 0}, "min_n: Input should be greater than or equal to 1"),
        ({"min_n": "3"}, "min_n: Input should be a valid integer"),
        ({"min_n": True}, "min_n: Input should be a valid integer"),
        ({"outlets": "herald"}, "outlets: Input should be a valid list"),
        ({"outlets": [7]}, "outlets.0: Input should be a valid string"),
        ({"outlet": None}, "there is no parameter 'outlet': did you mean 'outlets'?"),
    ],
)
def test_wrong_values_are_told_in_one_line(values, said):
    with pytest.raises(ParameterError) as error:
        parameters.validate(COMMON, values)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_check_returns_the_values_of_the_cell():
    namespace = {"study": str(CORPUS), "min_n": 4, "other": object(), "In": ["", cell_of("02_sentiment")]}
    p = parameters.check("02_sentiment", namespace)
    assert (p.min_n, p.resamples) == (4, 2000)


def test_check_reads_what_papermill_hands_over_as_a_string():
    given = {"study": str(CORPUS), "outlets": '["herald"]', "voices": "russian", "In": [cell_of("02_sentiment")]}
    p = parameters.check("02_sentiment", given)
    assert (p.outlets, p.voices) == (["herald"], ["russian"])


def test_check_refuses_a_name_that_papermill_put_in():
    injected = '# Parameters\nmin_n = 3\noutlet = "x"\n'
    namespace = {"study": str(CORPUS), "In": ["", "x = 1", cell_of("02_sentiment"), injected], "x": 1}
    with pytest.raises(ParameterError, match="no parameter 'outlet': did you mean 'outlets'"):
        parameters.check("02_sentiment", namespace)


def test_a_notebook_of_the_users_own_is_checked_by_its_own_cell():
    cell = f"study: str = {str(CORPUS)!r}\nvoices: list = []\nshare: float = 0.5  # a share"
    namespace = {
        "In": ["", "import sys\nx = 1", cell],
        "study": str(CORPUS),
        "voices": ["russian"],
        "share": 0.25,
        "x": 1,
    }
    p = parameters.check("ports", namespace)
    assert p.model_dump() == {"study": str(CORPUS), "voices": ["russian"], "share": 0.25}
    with pytest.raises(ParameterError, match="share: Input should be a valid number"):
        parameters.check("ports", namespace | {"share": [1]})
    with pytest.raises(ParameterError, match="no voice 'martian'"):
        parameters.check("ports", namespace | {"voices": ["martian"]})
    with pytest.raises(ParameterError, match="no parameter 'shar': did you mean 'share'"):
        parameters.check("ports", namespace | {"In": [*namespace["In"], "# Parameters\nshar = 1\n"]})


def test_the_parameters_cell_that_was_run_last_counts():
    cells = ["n: int = 3  # a number", "n: int = 3  # a number\nm: int = 4"]
    assert parameters.check("ports", {"In": cells, "n": 5, "m": 6}).model_dump() == {"n": 5, "m": 6}
    with pytest.raises(StudyError, match="ports: no parameters cell was run"):
        parameters.check("ports", {"In": ["x = 1"], "n": 3})


def test_a_name_means_the_same_in_every_notebook(tmp_path):
    own = parameters.model_of(notebook_with("resamples: int = 200\nshare: float = 0.5", tmp_path))
    with pytest.raises(ParameterError, match="resamples: Input should be greater than or equal to 100"):
        parameters.validate(own, {"resamples": 3})
    with pytest.raises(StudyError, match="parameter seed is str, but int in every other notebook: rename it"):
        parameters.model_of(notebook_with("seed: str = 'x'", tmp_path))


@pytest.mark.parametrize("name", parameters.CONSTRAINTS)
def test_what_is_said_of_a_parameter_is_said_of_one_that_a_notebook_has(name):
    assert any(name in parameters.read_cell(path) for path in NOTEBOOKS)


def test_voices_and_outlets_must_be_those_of_the_study():
    study = load_study(CORPUS)
    known = ["herald", "steppe"]
    with pytest.raises(ParameterError, match="no voice 'martian'; it has central_asian, chinese"):
        parameters.check_against(study, COMMON(voices=["martian"]), known)
    with pytest.raises(ParameterError, match="no outlet 'heralt'; did you mean 'herald'?"):
        parameters.check_against(study, COMMON(outlets=["heralt"]), known)
    with pytest.raises(ParameterError, match="no outlet 'x'"):
        parameters.check_against(study, model("06_outlet")(outlet="x"))
    with pytest.raises(ParameterError, match="no instrument 'vadr'; did you mean 'vader'?"):
        parameters.check_against(study, model("02_sentiment")(instrument="vadr"))
    with pytest.raises(ParameterError, match="no voice 'x'"):
        parameters.check_against(study, model("07_robustness")(pair=["russian", "x"]))
    parameters.check_against(study, COMMON(voices=["narrator"], outlets=["herald"]), known)


def test_a_wrong_parameter_shows_no_traceback_in_a_notebook():
    """IPython asks the exception itself how it wants to be shown."""
    code = "from helpers.run.parameters import check\ncheck('own', {'min_n': 0, 'In': ['min_n: int = 10']})"
    shown = subprocess.run([sys.executable, "-m", "IPython", "--colors=nocolor", "-c", code], cwd=ROOT,
                           capture_output=True, text=True)  # fmt: skip
    text = shown.stdout + shown.stderr
    assert "min_n: Input should be greater than or equal to 1" in text
    assert "Traceback" not in text


# --- the notebooks of the package ---------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_parameters_cells_have_defaults_that_hold_and_help(path):
    cell = parameters.read_cell(path)
    assert list(cell)[:7] == list(COMMON.model_fields)
    parameters.validate(parameters.model_of(path), {name: declared.default for name, declared in cell.items()})
    for name, declared in cell.items():
        assert declared.help, f"{name} has no help"
        assert "=" not in declared.help


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_begin_alike(path):
    """The same lines find the package in all of them, and the cell after the parameters makes the one call."""
    code = [cell["source"] for cell in parameters.read_cells(path) if cell["cell_type"] == "code"]
    first = [cell["source"] for cell in parameters.read_cells(NOTEBOOKS[0]) if cell["cell_type"] == "code"][0]
    assert code[0] == first
    after = code[code.index(cell_of(path.stem)) + 1]
    assert after.startswith(f'nb = figures.start("{path.stem}", locals())\n')
    assert not any("results.query" in cell for cell in code) or path.stem == "explore"  # which shows how to ask


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_are_committed_clean(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
    headed = any("nb.heading(" in cell.source for cell in notebook.cells)  # a title that depends on what is shown
    assert notebook.cells[0].source.startswith("# ") or headed
