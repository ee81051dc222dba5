"""Codebooks: every example of every frame, and one clear line for every mistake."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.framing import codebook as books
from helpers.framing import codebook_file, find, load_codebooks, read_codebook
from helpers.study import StudyError

SHIPPED = sorted(books.FOLDER.glob("*.yaml"))
BENCHMARK = sorted((Path(__file__).parent / "benchmarks" / "codebooks").glob("*.yaml"))
GOOD = """
title: Mine
frames:
  - name: trade
    definition: buying and selling
    source: me
    patterns: {en: [trade, export*], de: [handel]}
"""


def write(tmp_path, text, name="mine.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def examples(kind):
    for path in SHIPPED:
        for frame in read_codebook(path).frames:
            for language, texts in getattr(frame, kind).items():
                for text in texts:
                    yield pytest.param(path, frame.name, language, text, id=f"{frame.name}-{language}-{text[:30]}")


@pytest.mark.parametrize("path, frame, language, text", list(examples("counts")))
def test_examples_that_count(path, frame, language, text):
    assert frame in {hit.frame for hit in find([text], language, read_codebook(path))}


@pytest.mark.parametrize("path, frame, language, text", list(examples("counts_not")))
def test_examples_that_do_not_count(path, frame, language, text):
    assert frame not in {hit.frame for hit in find([text], language, read_codebook(path))}


@pytest.mark.parametrize("path", [*SHIPPED, *BENCHMARK], ids=lambda path: path.stem)
def test_every_frame_says_what_it_means(path):
    for frame in read_codebook(path).frames:
        assert frame.label and frame.definition


def test_a_file_says_in_which_languages_it_is_validated(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("validated: {en: 200 codes}\nframes: [{name: a, patterns: {en: [port], zh: [港口]}}]", "utf-8")
    assert read_codebook(file).validated == {"own": {"en": "200 codes"}}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_frame_has_its_source_both_languages_and_examples(path):
    for frame in read_codebook(path).frames:
        assert frame.source
        assert frame.residual or ({"en", "de"} <= frame.rules.keys() and frame.counts and frame.counts_not)


def test_the_shipped_codebooks_and_their_frames():
    assert read_codebook(books.FOLDER / "great_power_competition.yaml").names == [
        "security",
        "economy",
        "connectivity",
        "rivalry",
        "partnership",
        "dependence",
        "sovereignty",
        "interference",
    ]
    assert read_codebook(books.FOLDER / "semetko_valkenburg.yaml").names == [
        "conflict",
        "human_interest",
        "economic_consequences",
        "morality",
        "responsibility",
    ]
    policy = read_codebook(books.FOLDER / "policy_frames.yaml")
    assert len(policy.frames) == 15 and len(policy.names) == 14
    assert len(books.merge(map(read_codebook, SHIPPED)).names) == 27


def test_names_of_actors_carry_no_frame():
    names = [
        "The Shanghai Cooperation Organisation",
        "the Collective Security Treaty Organization",
        "the Ministry of Defence",
        "the Eurasian Economic Union",
        "the World Trade Organization",
        "Asian Infrastructure Investment Bank",
        "the Gulf Cooperation Council",
        "the Financial Times",
        "China, Russia, Kazakhstan and the United States",
    ]
    codebook = read_codebook(books.FOLDER / "great_power_competition.yaml")
    assert find(names, "en", codebook) == []
    names = ["Die Shanghaier Organisation für Zusammenarbeit", "das Verteidigungsministerium"]
    assert find(names, "de", codebook) == []


@pytest.mark.parametrize(
    "text, says",
    [
        ("", "the codebook is empty"),
        ("frames: []", "has no frames"),
        ("- a\n- b", "must be `key: value` lines"),
        ("frame: 1", "unknown key 'frame' in a codebook"),
        ("frames: [{name: a b, patterns: {en: [trade]}}]", "frame 1 needs a `name`"),
        ("frames: [{name: a}]", "frame 'a': has no patterns"),
        ("frames: [{name: a, patterns: {}}]", "frame 'a': has no patterns"),
        ("frames: [{name: a, patterns: {en: []}}]", "`patterns.en` must be a list of at least one entry"),
        ("frames: [{name: a, patterns: [trade]}]", "must be given by language"),
        ("frames: [{name: a, patterns: {en: ['*']}}]", "pattern '*' in `patterns.en` matches everything"),
        ("frames: [{name: a, patterns: {en: ['* *']}}]", "matches everything"),
        ("frames: [{name: a, patterns: {en: ['e*']}}]", "pattern 'e*' in `patterns.en` matches almost everything"),
        ("frames: [{name: a, patterns: {en: ['']}}]", "pattern nothing in `patterns.en` must be words"),
        ("frames: [{name: a, patterns: {en: ['(a|b)']}}]", "must be words"),
        ("frames: [{name: a, patterns: {en: ['tr*de']}}]", "not stand inside it"),
        ("frames: [{name: a, patterns: {zh: ['港口*']}}]", "there * stands between blanks, for one character"),
        ("frames: [{name: a, patterns: {en: [[trade]]}}]", "pattern ['trade'] in `patterns.en` is not text"),
        ("frames: [{name: a, patterns: {n1: [trade]}}]", "'n1' where a language code"),
        ("frames: [{name: a, patterns: {en: [trade]}, color: red}]", "unknown key 'color' in a frame"),
        ("frames: [{name: a, patterns: {en: [trade]}}, {name: a, patterns: {en: [war]}}]", "frame 'a': two frames"),
        ("frames: [{name: a, patterns: {en: [trade]}, patterns: {en: [war]}}]", "key 'patterns' is given twice"),
        ("frames: [{name: a, patterns: {en: [*x]}}]", "alias *x is not allowed"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nframes: [*b, *b]", "alias *a is not allowed"),
        ("frames: [", "line 1, column"),
        ("frames: [{name: a, context: {en: [{patterns: [war], near: [trade], within: 0}]}}]", "`within` is a number"),
        ("frames: [{name: a, context: {en: [{patterns: [war]}]}}]", "`near` must be a list"),
        ("frames: [{name: a, residual: true, patterns: {en: [war]}}]", "has no patterns"),
        (b"\xff\xfe\x00frames", "is not UTF-8"),
        ("[" * 5000, "mine.yaml: "),
        ("frames: !!python/object/apply:os.system ['true']", "frame 1 needs a `name`"),
    ],
)
def test_a_mistake_is_one_line_with_file_and_frame(tmp_path, text, says):
    with pytest.raises(StudyError) as error:
        read_codebook(write(tmp_path, text))
    assert says in str(error.value)
    assert str(error.value).startswith("mine.yaml") and "\n" not in str(error.value)


def test_a_file_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.study.yaml_file.MOST_BYTES", 10)
    with pytest.raises(StudyError, match="larger than"):
        read_codebook(write(tmp_path, GOOD))


class Stub:
    """What load_codebooks needs of a study."""

    def __init__(self, folder, codebooks):
        self.folder, self.codebooks = folder, codebooks


def test_a_study_may_bring_its_own_codebook(tmp_path):
    write(tmp_path, GOOD)
    codebook = load_codebooks(Stub(tmp_path, ["great_power_competition", "mine.yaml"]))
    assert codebook.names[-1] == "trade" and codebook.frame("trade").codebook == "mine"
    assert codebook.languages == {"en", "de", "ru", "zh"}
    with pytest.raises(StudyError, match="No frame is called 'x'"):
        codebook.frame("x")


def test_the_digest_follows_the_files(tmp_path):
    first = read_codebook(write(tmp_path, GOOD))
    assert first == read_codebook(write(tmp_path, GOOD, "again.yaml"))
    assert first.digest != read_codebook(write(tmp_path, GOOD + " ")).digest


def test_a_file_is_parsed_once_as_long_as_it_stays_the_same(tmp_path):
    path = write(tmp_path, GOOD)
    first = read_codebook(path)
    assert read_codebook(path) is first
    path.write_text(GOOD.replace("title: ", "title: Another "))
    assert read_codebook(path).titles != first.titles


@pytest.mark.parametrize(
    "named, says",
    [
        (["nothing"], "codebook 'nothing' was not found; built in are great_power_competition"),
        (["great_power_competition", "great_power_competition"], "named twice"),
        (["mine.yaml", "great_power_competition"], "has a frame of that name too"),
    ],
)
def test_mistakes_in_naming_codebooks(tmp_path, named, says):
    write(tmp_path, GOOD.replace("name: trade", "name: security"))
    with pytest.raises(StudyError, match=says):
        load_codebooks(Stub(tmp_path, named))


def test_a_codebook_outside_the_study_is_refused(tmp_path):
    (tmp_path / "study").mkdir()
    write(tmp_path, GOOD)
    with pytest.raises(StudyError):
        load_codebooks(Stub(tmp_path / "study", ["../mine.yaml"]))


def test_a_word_of_a_codebook_is_a_word(tmp_path):
    words = "no, on, Yes, off, null, true, 1979, 2021-02-03"
    context = "{en: [{patterns: [on], near: [off], within: 3}]}"
    text = f"frames: [{{name: a, residual: false, patterns: {{no: [{words}]}}, context: {context}}}]"
    frame = read_codebook(write(tmp_path, text)).frame("a")
    assert [rule.pattern for rule in frame.rules["no"]] == words.split(", ")
    assert frame.rules["en"] == (("on", ("off",), 3),)


KEYS = st.sampled_from(["frames", "name", "patterns", "context", "near", "within", "examples", "not", "en", "x y"])
ANYTHING = st.recursive(
    st.sampled_from(["", "war", "*", "e*", "7", "true"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
)


@given(st.fixed_dictionaries({"frames": st.lists(st.dictionaries(KEYS, ANYTHING, max_size=4), max_size=2)}) | ANYTHING)
@example({"frames": [{"name": "a", "context": {"en": ["x"]}}]})
@example({"frames": [{"name": "a", "examples": {"count": {"en": [[]]}}, "patterns": {"en": ["war"]}}]})
def test_whatever_a_file_holds_is_read_or_told_in_one_line(data):
    try:
        codebook_file.read(data, "mine.yaml")
    except StudyError as error:
        assert re.fullmatch(r"mine\.yaml(, frame .+)?: .+\.", str(error))


def test_a_codebook_that_was_edited_is_read_anew(tmp_path):
    path = write(tmp_path, GOOD)
    first = read_codebook(path)
    assert read_codebook(path) is first
    assert read_codebook(write(tmp_path, GOOD.replace("trade, ", "barter, "))).digest != first.digest
