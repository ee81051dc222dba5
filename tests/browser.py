"""A browser for the tests that need one: the system's Chromium, through Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """A running browser; tests that ask for it are skipped where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: no test in a browser")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this computer: no test in a browser (on Debian: apt install chromium)")
    with sync_api.sync_playwright() as playwright:
        # its sockets lie in the temporary folder, and the path of a socket must be short
        environment = os.environ | ({"TMPDIR": "/tmp"} if os.name == "posix" else {})
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], env=environment)
        yield browser
        browser.close()
