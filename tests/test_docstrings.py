"""What a public function's docstring has to say: the columns of a table that it returns, the errors that it raises."""

import ast
import re

import pytest

from helpers.study import ROOT


def public(path):
    """The public functions and methods of a module, with their docstrings."""
    nodes = ast.parse(path.read_text("utf-8")).body
    nodes += [node for body in nodes if isinstance(body, ast.ClassDef) for node in body.body]
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node, ast.get_docstring(node) or ""


def own(function):
    """The nodes of a function without those of the functions within it."""
    nodes = list(function.body)
    while nodes:
        node = nodes.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            nodes.extend(ast.iter_child_nodes(node))


def raised(function):
    """The errors that a function raises by name."""
    for node in own(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            yield node.exc.func.id


CONSTANT = re.compile(r"\b[A-Z]{4,}\b")  # a list of columns that the module names
APART = ("training", "__main__.py")  # the command line tells every error itself
FILES = [path for path in sorted((ROOT / "helpers").rglob("*.py")) if not set(APART) & set(path.parts)]
FUNCTIONS = [(path.relative_to(ROOT).as_posix(), *found) for path in FILES for found in public(path)]


@pytest.mark.parametrize("file", sorted({file for file, *_ in FUNCTIONS}))
def test_errors_are_named(file):
    silent = [
        f"{function.name}: {error}"
        for where, function, said in FUNCTIONS
        if where == file
        for error in raised(function)
        if error.endswith("Error") and error not in ("AssertionError",) and error not in said
    ]
    assert not silent, f"{file}: the docstring does not name what is raised: {', '.join(silent)}"


@pytest.mark.parametrize("file", sorted({file for file, *_ in FUNCTIONS if "/analysis/" in file}))
def test_tables_have_their_columns_named(file):
    silent = [
        function.name
        for where, function, said in FUNCTIONS
        if where == file and function.returns and ast.unparse(function.returns).startswith("pd.DataFrame")
        if "[" not in said and "column" not in said and "as from ``" not in said and not CONSTANT.search(said)
    ]
    assert not silent, f"{file}: the docstring does not name the columns returned: {', '.join(silent)}"
