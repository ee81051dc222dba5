"""The examples in docstrings say what is so."""

import doctest
import importlib

import pytest

from helpers.study import ROOT

MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted((ROOT / "helpers").rglob("*.py"))
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize("module", MODULES)
def test_examples_hold(module):
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert tried and not failed
