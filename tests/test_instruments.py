"""The register of instruments: each a module of the folder, shown everywhere without being named anywhere else."""

import numpy as np
import pytest

from helpers import analysis, sentiment
from helpers.analysis.estimate import Bootstrap
from helpers.sentiment import instruments as folder
from helpers.sentiment import register
from helpers.tables import measure

HEAD = """
from helpers.sentiment.instrument import Instrument, WordList
from helpers.sentiment.lexicons import lexicon

ABOUT = {"languages": ("en",), "licence": "CC0-1.0", "source": "made up", "note": "For a test."}
"""
MODULES = {
    "of_words": """
INSTRUMENT = Instrument("of_words", "1", **ABOUT, score=WordList(lambda: lexicon({"said": 1}, ("en",))))""",
    "of_package": """
import statistics

def score(texts, language):
    return [(statistics.fmean([0.1, 0.3]), 1, max(len(text.split()), 1)) for text in texts]

INSTRUMENT = Instrument("of_package", statistics.__name__, **ABOUT, score=score, cuts=(-0.5, 0.5))""",
    "toward": """
def score(texts, spans, language):
    return [end - start > 0 for start, end in spans]

INSTRUMENT = Instrument("toward", "1", **ABOUT, score=score, kind="target")""",
    "toward_slowly": """
def score(texts, spans, language):
    return [-0.5 for _ in texts]

INSTRUMENT = Instrument("toward_slowly", "1", **ABOUT, score=score, kind="target", cuts=(-0.6, 0.6), sampled=True)""",
}


@pytest.fixture
def added(tmp_path, monkeypatch):
    """The register with four files more, each of which is all that an instrument takes."""
    home = tmp_path / "instruments"
    home.mkdir()
    for name, code in MODULES.items():
        (home / f"{name}.py").write_text(HEAD + code)
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(home)])
    register.shipped.cache_clear()
    yield
    register.shipped.cache_clear()


def test_an_instrument_is_one_file_and_reaches_tables_and_analysis(added, tmp_path):
    study = tmp_path / "study"
    study.mkdir()
    text = "China and Russia signed a treaty.\n\nThe minister said that China was a good friend of Kazakhstan.\n"
    (study / "one.txt").write_text(text)
    results = measure.measure(study, tmp_path / "out", measure.Settings(engine="fast", target_sample=9), workers=1)
    assert {"of_words", "of_package", "combined"} <= set(results.table("sentiment")["instrument"])
    toward = results.table("target_sentiment").groupby("instrument")["score"].mean()
    assert toward["toward"] == 1 and toward["toward_slowly"] == -0.5
    cut_offs = analysis.robustness.coverage(results).set_index("instrument")["cut_offs"]
    assert cut_offs["of_words"] == "by sign" and cut_offs["of_package"] == "-0.5, 0.5"
    one = {"bootstrap": Bootstrap(min_n=1, min_clusters=1, resamples=20)}
    for name, slow, positive, negative in (("of_package", "toward_slowly", 0, 0), ("of_words", "toward", 1, 0)):
        found = analysis.tone.estimates(results, name, slow, **one).groupby("by")[["positive", "negative"]].mean()
        assert found["positive"].tolist() == [positive] * len(found) and set(found["negative"]) == {negative}
        tones = analysis.tone.classed(results, name)
        assert set(tones["tone"]) - {"unscored"} == {"positive" if positive else "neutral"}


def test_every_shipped_instrument_stands_in_a_module_of_its_name():
    for instrument in register.shipped():
        module = __import__(f"{folder.__name__}.{instrument.name}", fromlist=["INSTRUMENT"])
        assert module.INSTRUMENT is instrument and instrument.licence and instrument.source and instrument.note


@pytest.mark.parametrize("kind", ["sentence", "target"])
def test_one_instrument_of_each_kind_is_the_primary_one(kind):
    assert [one.name for one in register.shipped() if one.kind == kind and one.primary] == [sentiment.primary(kind)]


def test_an_instrument_without_cut_offs_is_classed_by_its_sign():
    assert sentiment.sentence_instruments()["textblob"].cuts is None
    assert sentiment.cuts("textblob") == sentiment.cuts("one that is gone") == (0, 0)
    scores = np.array([-0.01, 0, 0.01, np.nan])
    assert sentiment.classes(scores, sentiment.cuts("textblob")).tolist() == [-1, 0, 1, 0]
    assert sentiment.classes(scores, sentiment.cuts("vader")).tolist() == [0, 0, 0, 0]
