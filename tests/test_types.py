"""Types are checked: everywhere, and strictly where the tables are made and the numbers come from."""

import os
import subprocess
import sys

from helpers.study import ROOT


def test_mypy_finds_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "mypy"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
