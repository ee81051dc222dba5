"""How a notebook begins and ends: what the one call gives it, and that it makes the figures it names."""

import matplotlib
import pandas as pd
import pytest

from helpers import figures
from helpers.analysis.estimate import Bootstrap
from helpers.figures import display, house, notebook

matplotlib.use("agg")


@pytest.fixture
def shown(monkeypatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(display, "display", lambda item, **_: found.append(getattr(item, "data", "")))
    return found


def begun(finished_run, corpus, cell: str = "", **given) -> figures.Notebook:
    cell = f"study: str = {str(corpus)!r}\nout: str = {str(finished_run.parent)!r}\noutlets: list = []\n{cell}"
    names: dict = {}
    exec(cell, names)
    return figures.start("ports", {"In": ["", cell], **names, **given})


def test_one_call_gives_a_notebook_of_the_users_own_all_it_works_with(finished_run, corpus):
    nb = begun(finished_run, corpus, "min_n: int = 4\nshare: float = 0.5")
    assert nb.bootstrap == Bootstrap(min_n=4) and nb.p.share == 0.5
    assert nb.study.name == corpus.name and nb.folder == finished_run / "figures"
    assert nb.corpus.n_articles == len(nb.results.table("articles"))
    one = begun(finished_run, corpus, outlets=["herald"])
    assert 0 < one.corpus.n_articles < nb.corpus.n_articles and one.bootstrap == Bootstrap()


def test_a_notebook_makes_the_figures_it_names_or_says_why_not(finished_run, corpus, shown, monkeypatch):
    monkeypatch.setattr(notebook, "written", lambda name: ["dots", "bars", "outlet_*_tone"])
    nb = begun(finished_run, corpus)
    nb.cards["dots"] = {"title": "Dots"}
    nb.leave_out("bars", "Too few", "for bars.")
    assert "Too few for bars." in shown[-1]
    with pytest.raises(
        ValueError, match=r"ports.ipynb, its list of figures: named there and not published: outlet_\*_tone"
    ):
        nb.end()
    nb.leave_out("outlet_herald_tone")
    nb.end()
    assert "Record of this run" in shown[-1] and "Dots" in shown[-1]  # a page of the user's own has no page beside it
    nb.cards["pies"] = {"title": "Pies"}
    with pytest.raises(ValueError, match="published and not named there: pies"):
        nb.end()


@pytest.mark.parametrize("enough", [True, False])
def test_a_figure_without_a_supported_estimate_is_a_sentence_and_its_evidence(
    enough, finished_run, corpus, shown, monkeypatch
):
    nb, published = begun(finished_run, corpus), []
    monkeypatch.setattr(notebook.Notebook, "publish", lambda self, page, *given: published.append(given))
    data = pd.DataFrame({"enough": [False, enough], "n": [3, 12], "n_clusters": [2, 4]})
    page = house.page("Dots: too few to say", "", "Source: x", lambda page: None, height=1)
    page.describe(alt="Dots", data=data, n=15)
    nb.publish_supported(page, "dots", asks={"scored": "yes"}, evidence="<p>Read</p>")
    if enough:
        assert published == [("dots", "<p>Read</p>", {"scored": "yes"})] and not nb.without
    else:
        assert not published and shown[-1] == "<p>Read</p>"
        assert nb.without["dots"].startswith("Dots: too few to say. An estimate takes 10 sentences of 5 stories")
        assert "has 12 sentences of 4 stories" in shown[-2]


def test_what_is_written_is_read_from_the_prose_of_a_notebook():
    assert notebook.written("00_corpus") == ["corpus_timeline", "corpus_pages"]
    assert notebook.written("06_outlet")[0] == "outlet_*_words"
    assert "tone_estimates" not in notebook.written("02_sentiment")
    assert notebook.written("explore") == notebook.written("ports") == []


def test_nothing_to_say_shows_nothing(finished_run, corpus, shown):
    nb = begun(finished_run, corpus)
    nb.say("", "")
    nb.leave_out("bars")
    assert shown == []


def test_the_report_links_every_notebook_by_its_heading(finished_run, corpus):
    pages = begun(finished_run, corpus).pages()
    assert pages["01_voices"] == "Who gets to speak?"
    assert not {"report", "06_outlet", "explore", "05_validation"} & set(pages)  # the study has no hand coding


def test_a_table_that_a_notebook_saves_holds_no_formula(tmp_path):
    house.save_table(pd.DataFrame({"outlet": ["=1+1", "Herald"], "mean": [-0.25, 0.5]}), tmp_path / "n" / "means.csv")
    assert (tmp_path / "n" / "means.csv").read_text() == "outlet,mean\n'=1+1,-0.25\nHerald,0.5\n"
