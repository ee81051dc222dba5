"""No pattern of the issue codebook hits in the five articles alone: it would have been written for them."""

import sys

import pandas as pd

from helpers.study import ROOT

sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
import seen_elsewhere


def test_each_pattern_that_hits_in_the_seeds_was_seen_elsewhere():
    stored = pd.read_csv(seen_elsewhere.STORED).set_index(["language", "frame", "pattern"])["elsewhere"]
    hits = seen_elsewhere.in_seeds()
    assert len(hits) > 100
    unseen = sorted(hits.keys() - stored[stored > 0].keys())
    assert not unseen, "found in seeds/ alone, or not yet counted by tests/benchmarks/seen_elsewhere.py"


def test_what_other_texts_hold_is_counted_without_the_five_articles(tmp_path):
    article = next((ROOT / "seeds").glob("000*.txt")).read_text("utf-8")
    (tmp_path / "copy.txt").write_text(article, "utf-8")
    (tmp_path / "other.csv").write_text("a,Belt and Road\nb,The belt and road again\n")
    found = seen_elsewhere.elsewhere([tmp_path])
    assert found[("en", "connectivity", "belt and road")] == 2
    assert {pattern for _, _, pattern in found} == {"belt and road"}
