"""Ways of counting, what is left out, and what would undo a difference, on made-up scores with values by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from helpers.analysis import estimate, robustness, specifications
from helpers.analysis.estimate import Bootstrap
from helpers.run import parameters, planning
from helpers.study import Primary, StudyError, load_study
from helpers.tables import measure

FEW = Bootstrap(min_n=5, resamples=100)
OWN = Primary(instrument="one")
PAIR = ("chinese", "narrator")


def made_up(stories=40, shift=0.5, instruments=("one", "two")):
    """Two articles a story, of each three sentences of the narration and three of Chinese voices, those higher."""
    chance = np.random.default_rng(1)
    rows = []
    for article in range(stories):
        level = chance.normal(0, 0.1)
        for voice, mean in (("narrator", 0.0), ("chinese", shift)):
            for k in range(3):
                value = mean + level + chance.normal(0, 0.2)
                rows += [
                    (f"{article}:{voice}{k}", f"o{article % 4}", voice, f"a{article:02}", f"s{article // 2:02}", name,
                     masked, value * scale + (0 if masked else 0.1))
                    for scale, name in enumerate(instruments, 1)
                    for masked in (True, False)
                ]  # fmt: skip
    names = ["sentence_id", "outlet", "voice", "article_id", "story_id", "instrument", "masked", "score"]
    return pd.DataFrame(rows, columns=names)


def whose(scores, unsure=(), thoughts=()):
    """Whose the sentences are: as they say, some of them unsure, some the Chinese voices' where attitudes count."""
    voices = scores.drop_duplicates("sentence_id")[["sentence_id", "voice"]]
    sure = np.where(voices["sentence_id"].isin(unsure), 0.6, 1.0)
    plain = voices.assign(attitudes=False, sure=sure)
    wide = voices.assign(
        attitudes=True, sure=sure, voice=voices["voice"].mask(voices["sentence_id"].isin(thoughts), "chinese")
    )
    return pd.concat([plain, wide], ignore_index=True)


def ways(scores, told, primary=OWN, pair=PAIR):
    return specifications.specifications(scores, told, *pair, primary, bootstrap=FEW)


def test_every_choice_is_a_specification_and_twins_are_none():
    scores = made_up()
    firsts = sorted(scores["sentence_id"][scores["sentence_id"].str.endswith("narrator0")].unique())
    table = ways(scores, whose(scores, firsts[:4], firsts[4:8]))
    assert all(table[choice].nunique() == 2 for choice in specifications.CHOICES)
    same = ["instrument", "masked", "unit", "estimate", "low", "n_a", "n_b"]
    assert not table.duplicated(same).any() and 64 < len(table) <= 2**7
    assert table["estimate"].is_monotonic_increasing and (table["estimate"] > 0).all()
    assert table["primary"].sum() == 1
    twins = ways(scores, whose(scores))  # nobody is unsure, nobody thinks, and no article has fewer than three
    assert len(twins) == 2 * 2 * 2 * 2  # instrument, masked, copies, unit
    most = twins[twins["unit"] == "sentences"].groupby("copies")["n_a"].max()
    assert most[False] == most[True] / 2  # one article a story halves the sentences
    assert ways(scores, whose(scores), pair=("chinese", "russian")).empty


def test_a_joint_statement_counts_by_its_parts_in_every_way_of_counting():
    scores = made_up(stories=12)
    joint = scores[scores["voice"] == "chinese"].assign(
        voice="chinese|russian", sentence_id=lambda rows: rows["sentence_id"] + "j"
    )
    both = pd.concat([scores, joint])
    table = ways(both, whose(both))
    every = table[(table["unit"] == "sentences") & table["copies"]]
    assert set(every["n_a"]) == {12 * 3 * 1.5} and set(every["n_b"]) == {12 * 3}


def test_without_copies_there_is_no_choice_of_copies():
    scores = made_up(stories=12).assign(story_id=lambda rows: rows["article_id"])
    assert set(ways(scores, whose(scores))["copies"]) == {False}


def test_the_declared_way_is_among_them_and_is_the_mean_of_its_rows():
    scores = made_up()
    unsure = sorted(scores["sentence_id"][scores["sentence_id"].str.endswith("chinese2")].unique())
    told = whose(scores, unsure)
    own = Primary(instrument="two", masked=False, copies=True, sure=0.8)
    table = ways(scores, told, own)
    row = table[table["primary"]].iloc[0]
    counted = specifications.primary_rows(scores, told, own)
    assert not counted["sentence_id"].isin(unsure).any()
    means = counted.groupby("voice")["score"].mean()
    assert row["estimate"] == pytest.approx(means["chinese"] - means["narrator"])
    kept = scores[(scores["instrument"] == "two") & ~scores["masked"]]
    plain = kept[~kept["sentence_id"].isin(unsure)].groupby("voice")["score"].mean() / kept["score"].std()
    assert row["estimate"] == pytest.approx(plain["chinese"] - plain["narrator"])


def test_over_articles_each_counts_once():
    rows = pd.DataFrame(
        {"sentence_id": list("abcd"), "story_id": ["s", "s", "s", "t"], "article_id": ["s", "s", "s", "t"],
         "voice": "chinese", "outlet": "o", "part": [1.0, 1.0, 0.5, 1.0], "score": [0.2, 0.4, 1.0, -0.1]}
    )  # fmt: skip
    means = specifications._by_unit(rows, "articles").set_index("article_id")["score"]
    assert means["s"] == pytest.approx((0.2 + 0.4 + 0.5) / 2.5) and means["t"] == pytest.approx(-0.1)


def counted(scores: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Rows of stories: one sentence of the narration and one of a Chinese voice in each."""
    rows = [
        (story, voice, f"o{i % 2}", 1.0, score)
        for i, (story, both) in enumerate(scores.items())
        for voice, score in zip(("narrator", "chinese"), both, strict=True)
    ]
    return pd.DataFrame(rows, columns=["story_id", "voice", "outlet", "part", "score"])


def test_what_is_left_out_is_that_which_moves_the_difference_most():
    rows = counted({"a": (0.0, 4.0), "b": (0.0, 0.4), "c": (0.0, 0.1), "d": (0.0, 0.3)})
    table = specifications.left_out(rows, *PAIR, "story_id", most=2, bootstrap=FEW)
    assert table["left_out"].tolist() == ["", "a", "c"]
    assert table["estimate"].tolist() == pytest.approx([4.8 / 4, 0.8 / 3, 4.7 / 3])
    outlets = specifications.left_out(rows, *PAIR, "outlet", bootstrap=FEW)
    assert set(outlets["left_out"]) == {"", "o0", "o1"}
    assert outlets.set_index("left_out").loc["o0", "estimate"] == pytest.approx(0.7 / 2)


def test_what_undoes_a_difference():
    """Twelve stories: the Chinese voice above by 1 in nine, below by 1 in three; six of the nine take the sign away."""
    stories = {f"s{i:02}": (0.0, 1.0 if i < 9 else -1.0) for i in range(12)}
    assert specifications._to_leave_out(counted(stories), *PAIR) == {"stories": 6, "of": 12}
    clear = {f"s{i:02}": (0.0, 0.5 + 0.01 * i) for i in range(20)}
    table = specifications.tipping(counted(clear), bootstrap=FEW)
    pair = estimate.differences(counted(clear), "score", "voice", n="part", bootstrap=FEW).iloc[0]
    assert table["error"].tolist() == pytest.approx([min(abs(pair["low"]), abs(pair["high"]))])
    assert table["stories"].tolist() == [20]  # all lie on one side: nothing is left before the sign changes
    assert specifications.tipping(counted({"a": (0.0, 1.0)}), bootstrap=FEW).empty


def sides(above, below):
    """One sentence a score, of a Chinese voice and of the narration."""
    rows = [("chinese", score) for score in above] + [("narrator", score) for score in below]
    return pd.DataFrame(rows, columns=["voice", "score"]).assign(part=1.0)


def test_how_many_sentences_of_the_other_side_undo_a_difference():
    """1, 1, 0, 0 over 0, 0, 0, 0: with one moved 1/3 over 1/5, with two 0 under 2/6; moving zeros up undoes nothing."""
    found = specifications._to_move(sides([1, 1, 0, 0], [0, 0, 0, 0]), "chinese", "narrator")
    assert found == {"moved": 0.5, "moved_from": "chinese"}
    # 0.5, 0.5, 0.5 over 0.4, 0.4, -1: the -1 given to the higher side leaves 0.125 under 0.4.
    found = specifications._to_move(sides([0.5] * 3, [0.4, 0.4, -1]), "chinese", "narrator")
    assert found == {"moved": pytest.approx(1 / 3), "moved_from": "narrator"}
    assert specifications._to_move(sides([1, 1], [0, 0]), "chinese", "narrator")["moved"] == 1  # none


@given(some.lists(some.floats(0, 1), min_size=2, max_size=9), some.lists(some.floats(-1, 0), min_size=2, max_size=9))
def test_moving_that_share_undoes_a_difference_and_one_sentence_fewer_does_not(above, below):
    if np.mean(above) - np.mean(below) < 1e-6:
        return
    found = specifications._to_move(sides(above, below), "chinese", "narrator")
    own, other = (above, below) if found["moved_from"] == "chinese" else (below, above)
    sign = 1 if own is above else -1
    order = sorted(own, key=lambda score: -sign * score)
    k = round(found["moved"] * len(own))

    def gap(k):
        return sign * (np.mean(order[k:]) - np.mean([*other, *order[:k]]))

    assert k == len(own) or gap(k) <= 1e-9
    assert gap(k - 1) > -1e-9


def test_a_frame_is_counted_in_every_way_by_codebook_and_by_model():
    rows = made_up(stories=12, instruments=("codebook",)).query("masked").drop(columns="masked")
    rows["score"] = (rows["score"] > 0.25).astype(float)
    model = rows.assign(instrument="model", score=(rows["voice"] == "chinese").astype(float))
    table = specifications.of_frames(pd.concat([rows, model]), whose(rows), *PAIR, OWN, bootstrap=FEW)
    own = table[table["primary"]].iloc[0]
    firsts = rows[rows["article_id"] == rows.groupby("story_id")["article_id"].transform("min")]
    means = firsts.groupby("voice")["score"].mean()  # as declared, one article a story
    assert own["frames"] == "codebook" and own["estimate"] == pytest.approx(means["chinese"] - means["narrator"])
    assert set(table.loc[table["frames"] == "model", "estimate"]) == {1.0}
    counted = specifications.primary_frames(pd.concat([rows, model]), whose(rows), OWN)
    assert len(counted) == len(firsts)


def spoken_words(stories=20):
    """In a story 5 or 7 words of the narration, 2 of a Chinese voice, 3 or 1 of a Russian; a sentence each."""
    rows = [
        (f"s{i:02}:{voice}", voice, f"a{i:02}", f"s{i:02}", "o", n)
        for i in range(stories)
        for voice, n in (("narrator", 5 + 2 * (i % 2)), ("chinese", 2), ("russian", 3 - 2 * (i % 2)))
    ]
    return pd.DataFrame(rows, columns=["sentence_id", "voice", "article_id", "story_id", "outlet", "n_words"])


def test_shares_of_voices_in_every_way():
    """Of the words 0.6 - 0.2, of the sentences 1/3 - 1/3; the Chinese voice unsure, 0.6 - 0 and 1/3 - 0."""
    rows = spoken_words()
    told = whose(rows, unsure=[key for key in rows["sentence_id"] if "chinese" in key and key > "s05"])
    table = specifications.of_shares(rows, told, "narrator", "chinese", OWN, bootstrap=FEW)
    found = table.set_index(["shares", "sure"])["estimate"]
    assert found["words", 0.0] == pytest.approx(0.4) and found["articles", 0.0] == pytest.approx(0.4)
    assert found["sentences", 0.0] == pytest.approx(0)
    assert found["words", specifications.SURE] == pytest.approx(0.6 - 0.2 * 5 / 20)
    assert len(table) == 6 and table["primary"].sum() == 1  # no copies, no attitudes
    moved = specifications.tipping_of_shares(table, rows, told, OWN)
    assert moved == pytest.approx(0.4 / (2 * 0.6))
    undecided = table.assign(decided=False)
    assert np.isnan(specifications.tipping_of_shares(undecided, rows, told, OWN))


@given(some.lists(some.floats(-1, 1), min_size=2, max_size=12))
def test_leaving_those_stories_out_changes_the_sign_and_one_fewer_does_not(gaps):
    rows = counted({f"s{i:02}": (0.0, gap) for i, gap in enumerate(gaps)})
    whole = np.mean(gaps)
    if abs(whole) < 1e-6:
        return
    n = specifications._to_leave_out(rows, *PAIR)["stories"]
    order = sorted(gaps, key=lambda gap: -gap * np.sign(whole))
    assert n == len(gaps) or np.mean(order[n:]) * whole <= 1e-9
    assert n == 1 or np.mean(order[n - 1 :]) * whole > -1e-9


def test_whose_a_sentence_is_follows_the_rule_that_made_the_table(corpus, tmp_path):
    results = measure.open_results(corpus, tmp_path)
    sentences = robustness.drawn(results, 1000)
    told = specifications.voiced(results, sentences)
    plain = told[~told["attitudes"]].set_index("sentence_id")["voice"]
    assert plain.loc[sentences["sentence_id"]].tolist() == sentences["voice"].tolist()
    wide = told[told["attitudes"]].set_index("sentence_id")["voice"]
    changed = plain.index[plain != wide.loc[plain.index]]
    assert len(changed) and (wide.loc[changed] != "narrator").all()
    assert told["sure"].between(0, 1).all() and (told["sure"] < 1).any()


def test_a_study_declares_its_way_and_a_wrong_one_is_refused(corpus, tmp_path):
    settings = (corpus / "study.yaml").read_text("utf-8")
    (tmp_path / "study.yaml").write_text(settings + "\nprimary: {instrument: vader, unit: articles, least: 2}\n")
    study = load_study(tmp_path)
    assert (study.primary.instrument, study.primary.unit, study.primary.least) == ("vader", "articles", 2)
    (tmp_path / "study.yaml").write_text(settings + "\nprimary: {unit: words}\n")
    with pytest.raises(StudyError, match="unit"):
        load_study(tmp_path)
    (tmp_path / "study.yaml").write_text(settings + "\nprimary: {instrument: vadr}\n")
    with pytest.raises(parameters.ParameterError, match="vader"):
        parameters.check_against(load_study(tmp_path), parameters.model_of(planning.NOTEBOOKS / "02_sentiment.ipynb")())
