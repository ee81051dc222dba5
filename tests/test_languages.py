"""A language is a folder of data and a row in a table: a made-up one goes through every step without a line of code."""

import json
import re
import shutil
import subprocess
import sys

import pytest

from helpers import lexicons
from helpers.lexicons import languages
from helpers.names.forms import inflected
from helpers.study import ROOT

# Vandish: its nouns end in -o and have two cases more, its quotation marks are «», its function words are below.
ROW = "\nva: {name: Vandish, attribution: marks}\n"
FOLDER = {
    "words": "function: >-\n  ta te ti ilu sen dor par mel vi no ke ar\nnot_terms: >-\n  novaro\n",
    "names": """
endings:
  name: {"": ["", ar], o: [o, oy, ovi]}
  capital: {"": ["", ar], o: [o, oy, ovi]}
  people: {o: [o, oni]}
countries:
  KZ: [Kazakho]
""",
    "gazetteer": "KZ: {people: [kazakeno], capital: [Astano]}\n",
    "name_context": "words: [matino]\ntelling: [dikas]\narticles: [ta]\n",
    "sentences": "abbreviations: >-\n  dok\n",
}
TEXT = """Ta ponto ar Astanovi sen par mel dor

Ta ponto ilu Astanoy sen par ti rivo ke mel dor ta vilano ti kazakenoni rivoto. Ta dok. Moruno vi ilu sen par dor mel.

«Ta ponto sen mel dor par vi ke ti fero sen no.» Ta vilano ilu par sen mel dor ti fero ke rivo vi ta nordo.
"""
CODEBOOK = """
frames:
  - name: trade
    label: Trade
    definition: Bridges and rails.
    source: made up
    patterns:
      va: ["ponto", "ti fero"]
"""
PROGRAM = """
import json, sys
from pathlib import Path
from helpers import attribution, framing, layout, lexicons
from helpers.figures import wording
from helpers.layout import sentences
from helpers.layout.units import units
from helpers.names import gazetteer
text, book = json.load(sys.stdin)
spans = layout.lay_out(text, "va")
split = sentences.split(text, spans, "va")
said = attribution.attribute(text, spans, split, "va")
hits = framing.find([text[s.start : s.end] for s in split], "va", framing.read_codebook(Path(book)))
print(json.dumps({
    "name": wording.language("va"),
    "kinds": [span.kind for span in spans],
    "function": [unit.function > 0.3 for unit in units(text, "va")],
    "sentences": [text[s.start : s.end] for s in split],
    "named": [(text[m.start : m.end], m.code, m.kind) for m in gazetteer.find(text, "va")],
    "said": [text[start:end] for a in said for start, end in a.content],
    "hits": [(hit.text, hit.pattern) for hit in hits],
}))
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> dict:
    """What the steps make of a text, by a copy of the package whose code is the same and whose data knows Vandish."""
    home = tmp_path_factory.mktemp("house")
    package = home / "helpers"
    package.mkdir()
    for part in (ROOT / "helpers").iterdir():
        if part.name != "lexicons":
            (package / part.name).symlink_to(part)
    shutil.copytree(ROOT / "helpers/lexicons", package / "lexicons")
    with (package / "lexicons/languages.yaml").open("a", encoding="utf-8") as table:
        table.write(ROW)
    (package / "lexicons/va").mkdir()
    for name, text in FOLDER.items():
        (package / f"lexicons/va/{name}.yaml").write_text(text, "utf-8")
    book = home / "trade.yaml"
    book.write_text(CODEBOOK, "utf-8")
    command = [sys.executable, "-c", PROGRAM]
    given = json.dumps([TEXT, str(book)])
    done = subprocess.run(command, cwd=home, input=given, capture_output=True, text=True, encoding="utf-8")
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def test_layout_of_a_new_language(read):
    assert read["name"] == "Vandish"
    assert read["kinds"] == ["headline", "body", "body"]
    assert all(read["function"])


def test_sentences_of_a_new_language(read):
    assert [sentence.split()[:3] for sentence in read["sentences"]] == [
        ["Ta", "ponto", "ar"],
        ["Ta", "ponto", "ilu"],
        ["Ta", "dok.", "Moruno"],  # dok. is an abbreviation
        ["«Ta", "ponto", "sen"],
        ["Ta", "vilano", "ilu"],
    ]


def test_names_of_a_new_language(read):
    assert read["named"] == [
        ["Astanovi", "KZ", "capital"],
        ["Astanoy", "KZ", "capital"],
        ["kazakenoni", "KZ", "demonym"],
    ]


def test_quotation_marks_of_a_new_language(read):
    assert read["said"] == ["«Ta ponto sen mel dor par vi ke ti fero sen no.»"]


def test_codebook_of_a_new_language(read):
    assert read["hits"] == [[0, "ponto"], [1, "ponto"], [3, "ponto"], [3, "ti fero"], [4, "ti fero"]]


@pytest.mark.parametrize("code", lexicons.folders())
def test_a_folder_has_its_row(code):
    assert code in languages.table()


@pytest.mark.parametrize(
    "name", sorted({p.stem for code in lexicons.folders() for p in (lexicons.FOLDER / code).iterdir()})
)
def test_a_list_that_a_language_lacks_is_empty_and_of_the_same_shape(name):
    known = {key: type(value) for code in lexicons.having(name) for key, value in lexicons.load(name, code).items()}
    empty = lexicons.load(name, "xx")
    assert {key: type(value) for key, value in empty.items()} == known
    assert not any(empty.values())
    assert lexicons.load(name, "") == empty  # a language not known


def test_the_language_of_a_catalogue_names_no_folder():
    assert lexicons.load("words", "../en") == lexicons.load("words", "xx")


@pytest.mark.parametrize(
    ("word", "kind", "language", "forms"),
    [
        ("Kasachstan", "name", "de", {"Kasachstan", "Kasachstans"}),
        ("Paris", "capital", "de", {"Paris", "Pariser"}),
        ("Minsk", "capital", "de", {"Minsk", "Minsks", "Minsker"}),
        ("Kasache", "people", "de", {"Kasache", "Kasachen", "Kasachin", "Kasachinnen"}),
        ("Usbeke=", "people", "de", {"Usbeke"}),
        ("Kazakh", "people", "en", {"Kazakh", "Kazakhs"}),
        ("Chinese", "people", "en", {"Chinese"}),
        ("U.S.", "name", "de", {"U.S."}),
        ("Astana", "name", "zh", {"Astana"}),
    ],
)
def test_forms_of_a_name(word, kind, language, forms):
    assert set(inflected(word, kind, language)) == forms


def test_code_below_the_engines_asks_for_no_language():
    """The rooms that serve every language; an engine, one of several in the table, may be of one."""
    rooms = ("lexicons", "layout", "names", "study")
    code = [path for room in rooms for path in (ROOT / "helpers" / room).rglob("*.py")]
    asking = {path.name for path in code if re.search(r"language\w* (?:==|!=|in) [\"'(]", path.read_text("utf-8"))}
    assert asking == {"reading_form.py"}  # words divided at a line's end are told by a vocabulary, of English alone
