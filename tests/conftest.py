"""Fixtures that several test files share."""

from pathlib import Path

import pytest
from hypothesis import settings

from helpers import run
from helpers.study import ROOT

settings.register_profile("suite", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("suite")

CORPUS = ROOT / "tests" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The study of our own writing, read-only."""
    return CORPUS


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory) -> Path:
    """The results of one whole report on the small study; read-only, made once."""
    return run.report(CORPUS, tmp_path_factory.mktemp("outputs"), ["resamples=200"])
