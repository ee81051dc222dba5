"""What a result rests on, and parts on disk: whole, or computed again."""

import errno
import json
import os
import random
import subprocess
import sys

import pytest

from helpers.study import ROOT, StudyError, environment
from helpers.tables import cache

DATA = bytes(range(256)) * 4


@pytest.fixture
def part(tmp_path):
    path = tmp_path / "a.shard"
    cache.store(path, DATA)
    return path


def test_a_part_comes_back(part):
    assert cache.load(part) == DATA
    assert cache.find(part, pytest.fail)
    assert [path.name for path in part.parent.iterdir()] == ["a.shard"]


def test_a_part_has_the_rights_of_any_new_file(part):
    usual = part.with_name("usual")
    usual.touch()
    assert part.stat().st_mode == usual.stat().st_mode


def test_a_part_that_is_not_there_is_no_word_worth(tmp_path):
    assert not cache.find(tmp_path / "none.shard", pytest.fail)


def _a_folder(path):
    path.unlink()
    (path / "inner").mkdir(parents=True)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"x"),
        lambda path: path.write_bytes(DATA),
        _a_folder,
        lambda path: (path.unlink(), path.symlink_to("nowhere")),
    ],
)
def test_a_damaged_part_is_told_and_removed(part, damage):
    damage(part)
    told = []
    assert not cache.find(part, told.append)
    assert len(told) == 1
    assert str(part) in told[0]
    assert not os.path.lexists(part)


def test_no_turned_bit_is_overlooked(part):
    raw, chance = part.read_bytes(), random.Random(7)
    for _ in range(200):
        damaged = bytearray(raw)
        damaged[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        part.write_bytes(damaged)
        with pytest.raises(OSError, match="damaged"):
            cache.load(part)


def test_a_write_that_fails_leaves_no_half(part, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(cache.os, "fsync", full)
    for path in (part, part.with_name("b.shard")):
        with pytest.raises(OSError, match="No space"):
            cache.store(path, b"new")
    assert cache.load(part) == DATA
    assert not part.with_name("b.shard").exists()


# --- what the tables rest on --------------------------------------------------------------------


@pytest.mark.parametrize("file", ["tables/measure.py", "models/some.onnx", "lexicons/words.yaml", "layout/deep/new.py"])
def test_a_byte_more_in_what_measures_is_another_version(file, tmp_path):
    for name in ("tables/measure.py", "models/some.onnx", "lexicons/words.yaml", "layout/deep/new.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    before = cache.code_sum(tmp_path)
    (tmp_path / file).write_bytes(b"xx")
    assert cache.code_sum(tmp_path) != before


def test_what_only_shows_or_describes_is_no_part_of_the_version(tmp_path):
    (tmp_path / "a.py").touch()
    before = cache.code_sum(tmp_path)
    for name in ("figures/a.py", "run/a.py", "models/card.md", "__pycache__/a.pyc", "codebooks/frames.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert cache.code_sum(tmp_path) == before


def test_the_version_holds_code_models_and_libraries(monkeypatch):
    versions = [cache.code_version()]
    for name, changed in {"code_sum": "another", "engines": {"dateparser": "0"}}.items():
        with monkeypatch.context() as patch:
            patch.setattr(cache, name, lambda changed=changed: changed)
            cache._version.cache_clear()
            versions.append(cache.code_version())
    cache._version.cache_clear()
    assert len(set(versions)) == 3
    files = {path.relative_to(cache.HELPERS).as_posix() for path in cache.code_files()}
    assert {
        "models/attribution_fast.onnx",
        "models/pieces.json",
        "tables/annotate.py",
        "lexicons/titles.yaml",
    } <= files


ANNOTATES = """
import json, sys
at_start = set(sys.modules)
from importlib.metadata import packages_distributions
from pathlib import Path
from helpers import sentiment
from helpers.tables import annotate, measure
from helpers.study import Article, load_study

text = "Talks on a bridge\\n\\n4 May 2021\\n\\nThe mayor said the old bridge is good. “It holds,” she said."
articles = [Article(name, name + ".txt", language=name) for name in ("en", "de")]
raw = [text.encode(), text.replace("bridge", "Br\\u00fccke").encode("cp1252") + b" Alles gut. " * 40]
study = load_study("tests/corpus")
annotate.annotate(annotate.Task(study, annotate.Settings(engine="fast"), articles, raw))
sentiment.score_targets([text], [(0, 5)], "target_model")
owners = packages_distributions()
names = {module.split(".")[0] for module in sys.modules.keys() - at_start}
used = {of for name in names for of in owners.get(name, ())}
files = [m.__file__ for m in list(sys.modules.values()) if m.__name__.startswith("helpers.")]
print(json.dumps([sorted(used), files]))
"""


def test_all_that_annotates_is_part_of_the_version():
    done = subprocess.run([sys.executable, "-c", ANNOTATES], cwd=ROOT, capture_output=True, text=True)
    used, files = json.loads(done.stdout.splitlines()[-1])
    assert {"dateparser", "onnxruntime", "simplemma"} <= {environment.canonical(name) for name in used}
    assert {environment.canonical(name) for name in used} <= environment.engines().keys()
    assert set(files) <= {str(path) for path in cache.code_files()}


@pytest.mark.parametrize("now", [{}, {"tables/annotate.py": (1, 1)}])
def test_code_that_was_changed_under_a_process_stops_it(now, monkeypatch):
    files = {name: state for name, state in cache._LOADED.items() if not name.endswith("annotate.py")}
    then = files | {str(cache.HELPERS / name): state for name, state in now.items()}
    monkeypatch.setattr(cache, "_LOADED", then)
    with pytest.raises(StudyError, match=r"helpers/tables/annotate\.py was changed since this process began"):
        cache.code_version()
