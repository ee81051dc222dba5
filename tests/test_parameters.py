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
    assert parameters.parse(words, [parameters.Common]) == {
        "study": "007", "outlets": ["a b", "c"], "voices": ["russian", "western"], "min_n": 5, "seed": 2,
    }  # fmt: skip
    assert parameters.parse(["out=a=b"], [parameters.Common]) == {"out": "a=b"}
    assert parameters.parse(["outlets="], [parameters.Common]) == {"outlets": []}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("min_n", "write -p NAME=VALUE"),
        ("min_m=3", "did you mean 'min_n'?"),
        ("zzz=3", "there is no parameter 'zzz': there are min_n"),
        ("min_n=3.5", "'3.5' is no whole number"),
        ("min_n=true", "'true' is no whole number"),
        ("min_n=", "'' is no whole number"),
        ("outlets=[a]", "is no list such as"),
    ],
)
def test_wrong_words_are_told_in_one_line(word, said):
    with pytest.raises(ParameterError) as error:
        parameters.parse([word], [parameters.Common])
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
        parameters.validate(parameters.Common, values)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_check_returns_the_values_of_the_cell():
    p = parameters.check("02_sentiment", {"study": str(CORPUS), "min_n": 4, "other": object(), "In": [""]})
    assert (p.min_n, p.resamples) == (4, 2000)


def test_check_reads_what_papermill_hands_over_as_a_string():
    p = parameters.check("02_sentiment", {"study": str(CORPUS), "outlets": '["herald"]', "voices": "russian"})
    assert (p.outlets, p.voices) == (["herald"], ["russian"])


def test_check_refuses_a_name_that_papermill_put_in():
    namespace = {"study": str(CORPUS), "In": ["", "x = 1", '# Parameters\nmin_n = 3\noutlet = "x"\n'], "x": 1}
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


def test_a_notebook_of_the_users_own_without_a_cell_has_the_parameters_of_all():
    assert parameters.check("ports", {"study": str(CORPUS), "min_n": 4}).min_n == 4
    assert parameters.check("ports", {"In": ["n: int = 3"], "n": 3}).model_dump() == {"n": 3}


def test_voices_and_outlets_must_be_those_of_the_study():
    study = load_study(CORPUS)
    known = ["herald", "steppe"]
    with pytest.raises(ParameterError, match="no voice 'martian'; it has central_asian, chinese"):
        parameters.check_against(study, parameters.Common(voices=["martian"]), known)
    with pytest.raises(ParameterError, match="no outlet 'heralt'; did you mean 'herald'?"):
        parameters.check_against(study, parameters.Common(outlets=["heralt"]), known)
    with pytest.raises(ParameterError, match="no outlet 'x'"):
        parameters.check_against(study, parameters.Outlet(outlet="x"))
    with pytest.raises(ParameterError, match="no instrument 'vadr'; did you mean 'vader'?"):
        parameters.check_against(study, parameters.Sentiment(instrument="vadr"))
    with pytest.raises(ParameterError, match="no voice 'x'"):
        parameters.check_against(study, parameters.Sentiment(pair=["russian", "x"]))
    parameters.check_against(study, parameters.Common(voices=["narrator"], outlets=["herald"]), known)


def test_a_wrong_parameter_shows_no_traceback_in_a_notebook():
    """IPython asks the exception itself how it wants to be shown."""
    code = "from helpers.run.parameters import check\ncheck('report', {'min_n': 0})"
    shown = subprocess.run([sys.executable, "-m", "IPython", "--colors=nocolor", "-c", code], cwd=ROOT,
                           capture_output=True, text=True)  # fmt: skip
    text = shown.stdout + shown.stderr
    assert "min_n: Input should be greater than or equal to 1" in text
    assert "Traceback" not in text


# --- the notebooks of the package ---------------------------------------------------------------


@pytest.mark.parametrize("path", [p for p in NOTEBOOKS if p.stem in parameters.NOTEBOOKS], ids=lambda p: p.stem)
def test_cell_and_model_agree(path):
    cell = parameters.read_cell(path)
    fields = parameters.NOTEBOOKS[path.stem].model_fields
    assert list(cell) == list(fields)
    for name, field in fields.items():
        assert cell[name].type == parameters.plain(field.annotation).__name__, name
        assert cell[name].default == field.get_default(call_default_factory=True), name
        assert cell[name].help, f"{name} has no help"
        assert "=" not in cell[name].help


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_are_committed_clean(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
    assert notebook.cells[0].source.startswith("# ")
    assert path.stem in parameters.NOTEBOOKS
