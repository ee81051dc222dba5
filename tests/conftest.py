"""Fixtures that several test files share."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from helpers import run
from helpers.study import ROOT

settings.register_profile("suite", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("suite")

CORPUS = ROOT / "tests" / "corpus"


# Files that take longest, behind those that read the finished run: begun first, so that all workers end together.
LONG = ("test_notebooks", "test_explore", "test_figures", "test_faults", "test_titles", "test_run", "test_execute",
        "test_types", "test_coding_form")  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests stay in one process; first come files that read the finished run, for which all wait."""
    reading = {item.path for item in items if "finished_run" in getattr(item, "fixturenames", ())}
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.path.name))
    items.sort(key=lambda item: (item.path not in reading, _place(item)))


def _place(item: pytest.Item) -> int:
    """Where a test's file stands among the long ones; within a file all stay as they are."""
    return LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The study of our own writing, read-only."""
    return CORPUS


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory) -> Path:
    """The results of one whole report on the small study; read-only, made once for all processes of the tests."""
    base = tmp_path_factory.getbasetemp()
    home = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with FileLock(home / "finished_run.lock"):
        results = home / "finished_run" / CORPUS.name
        return results if results.exists() else run.report(CORPUS, results.parent, ["resamples=200"])


@pytest.fixture(scope="session")
def ended() -> Callable[..., bool]:
    """Whether the process of a number is gone, now or within so many seconds; one that nobody waits for is gone too."""

    def found(pid: int, seconds: float = 30) -> bool:
        for _ in range(int(seconds * 10)):
            try:
                os.kill(pid, 0)
                if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
            except ProcessLookupError:
                return True
            except FileNotFoundError:  # no /proc on this system, or the process went between the two looks
                pass
            time.sleep(0.1)
        return False

    return found


CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    """A running browser; tests that ask for it are skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: no test in a browser")
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium on this computer: no test in a browser (on Debian: apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        # its sockets lie in the temporary folder, and the path of a socket must be short
        environment = os.environ | ({"TMPDIR": "/tmp"} if os.name == "posix" else {})
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], env=environment)
        yield browser
        browser.close()
