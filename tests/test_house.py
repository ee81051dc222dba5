"""The house: every module in a room, every import downward, no circle."""

import ast
from graphlib import TopologicalSorter

import pytest

from helpers.study import ROOT

HELPERS = ROOT / "helpers"
# Rooms by floor, lowest first. A room may import from lower floors and from itself, and from no room beside it.
FLOORS = (
    {"lexicons", "models"},
    {"reading"},
    {"study"},
    {"layout"},
    {"encoder", "names"},
    {"sentiment", "attribution", "framing"},
    {"speakers"},
    {"tables"},
    {"analysis", "run"},
    {"figures", "training"},
    {"__main__"},
)
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in HELPERS.rglob("*.py")
}


def imported(module: str) -> set[str]:
    """The modules of the package that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "helpers":
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
    return found - {module, "helpers"}


def room(module: str) -> str:
    return module.split(".")[1]


def floor(module: str) -> int:
    return next(i for i, rooms in enumerate(FLOORS) if room(module) in rooms)


IMPORTS = {module: imported(module) for module in MODULES if module != "helpers"}


@pytest.mark.parametrize("module", IMPORTS)
def test_imports_go_down(module):
    upward = {name for name in IMPORTS[module] if room(name) != room(module) and floor(name) >= floor(module)}
    assert not upward, f"{module} imports {', '.join(sorted(upward))}, which stand on its own floor or above"


def test_no_module_imports_itself_by_way_of_others():
    inner = {module: {name for name in names if not module.startswith(f"{name}.")} for module, names in IMPORTS.items()}
    TopologicalSorter(inner).prepare()  # raises CycleError, which names the circle


def test_few_things_lie_outside_a_room():
    assert {path.name for path in HELPERS.iterdir() if path.is_file()} <= {"__init__.py", "__main__.py", "reading.py"}
