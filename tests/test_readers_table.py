"""Adding a format: one module, and one line in the table of readers."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from helpers.study import entries, files, load_study, readers
from helpers.study.readers import Document, Reader


@pytest.fixture
def letters(monkeypatch):
    """A format made up here: articles in a file of their own kind, a line of equals signs between them."""

    def read(path: Path, data: bytes | None = None):
        for number, part in enumerate((data or path.read_bytes()).decode().split("=====\n"), 1):
            title, _, body = part.partition("\n")
            yield Document(body.strip(), title, "2021-05-04", outlet="River Post", place=f"letter {number}")

    module = ModuleType("helpers.study.readers.letters")
    module.read = read
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, Reader("letters", (".letters",))))
    files._sniffed.cache_clear()
    yield
    files._sniffed.cache_clear()


def test_a_format_is_a_module_and_a_line(letters, tmp_path):
    (tmp_path / "may.letters").write_text("The bridge\nIt is shut.\n=====\nThe ferry\nIt sails again.\n")
    articles, problems = entries(load_study(tmp_path), tmp_path / "store")
    assert [(a.title, a.published, a.outlet_name) for a in articles] == [
        ("The bridge", "2021-05-04", "River Post"),
        ("The ferry", "2021-05-04", "River Post"),
    ]
    assert [problem for problem in problems if problem.severity == "lost"] == []


def test_without_its_line_the_file_is_named(tmp_path):
    (tmp_path / "may.letters").write_text("The bridge\nIt is shut.\n")
    (tmp_path / "june.txt").write_text("The ferry\n\nIt sails again.\n")
    articles, problems = entries(load_study(tmp_path), tmp_path / "store")
    assert len(articles) == 1 and [problem.file for problem in problems] == ["may.letters"]
