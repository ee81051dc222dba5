"""What holds for the repository as a whole."""

import ast
import json
import re
import subprocess
import sys
from importlib.metadata import packages_distributions

from helpers.study import ROOT


def test_ruff_finds_nothing():
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "--quiet", "."], cwd=ROOT, capture_output=True,
                          text=True)  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_imports_of_the_package_are_locked():
    """Everything that helpers and notebooks import is named in requirements.txt."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    asked = {re.match(r"[\w.-]+", line)[0].lower() for line in lines if line[:1].isalpha()}
    sources = [p.read_text("utf-8") for p in (ROOT / "helpers").rglob("*.py") if "training" not in p.parts]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        sources += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    names = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    known = packages_distributions()
    optional = {"distributed"}  # --dask says in one line how to install it
    used = {d.lower() for name in names - sys.stdlib_module_names - optional for d in known.get(name, [name])}
    implied = {"helpers", "ipython", "traitlets", "pydantic_core", "pdfminer.six"}  # itself, and what comes with others
    assert used - asked - implied == set()
