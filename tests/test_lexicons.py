"""The word lists of the package: one door, and every word a word."""

import re

import pytest

from helpers import lexicons
from helpers.sentiment.instruments.target_rules import _roles
from helpers.sentiment.reading import modifiers
from helpers.study import ROOT, load_study
from helpers.study.yaml_file import read_yaml

LISTS = sorted(str(path.relative_to(lexicons.FOLDER).with_suffix("")) for path in lexicons.FOLDER.rglob("*.yaml"))


def leaves(value):
    """Every key and every scalar of what YAML gave."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_list_is_text(name):
    assert {type(leaf) for leaf in leaves(lexicons.load(name))} == {str}


def test_there_is_no_other_door():
    code = {path: path.read_text("utf-8") for path in (ROOT / "helpers").rglob("*.py")}
    reading = {
        path.relative_to(ROOT / "helpers").as_posix()
        for path, text in code.items()
        if re.search(r"^import yaml", text, re.M)
    }
    assert reading == {"lexicons/__init__.py", "study/yaml_file.py", "run/new.py"}  # the last only writes


def test_words_that_yaml_would_take_for_something_else():
    assert "no" in modifiers("en").negations
    assert "on" in _roles().prepositions
    assert "on" in lexicons.words("names", "openers", "en")
    assert lexicons.load("gazetteer", "en")["NO"]["people"] == ["Norwegian"]


def test_values_of_a_users_file(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "words: [no, on, Off, yes, 2024-01-02, 1:30, 0x1F, 007]\n"
        "values: [true, null, ~, 12, -3, 1.5, .5, 2e3]\nempty:\n"
    )
    assert read_yaml(path) == {
        "words": ["no", "on", "Off", "yes", "2024-01-02", "1:30", "0x1F", "007"],
        "values": [True, None, None, 12, -3, 1.5, 0.5, 2000.0],
        "empty": None,
    }


def test_norway_needs_no_quotes(tmp_path):
    text = (ROOT / "tests/corpus/study.yaml").read_text("utf-8")
    (tmp_path / "study.yaml").write_text(re.sub(r"countries: \[RU\]", "countries: [NO, RU]", text, count=1), "utf-8")
    assert any("NO" in voice.countries for voice in load_study(tmp_path).voices)
