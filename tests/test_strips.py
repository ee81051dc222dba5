"""Few articles shown as they stand: every mark a sentence, in the order of the text, and titles that count."""

import re

import matplotlib
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import each
from matplotlib.colors import to_hex
from matplotlib.text import Text

from helpers import analysis
from helpers.analysis.corpus import Corpus
from helpers.figures import strips
from helpers.study import UNMEASURED, load_study
from helpers.tables import schemas
from helpers.tables.annotate import Settings
from helpers.tables.results import Results

matplotlib.use("agg")
STUDY = load_study("seeds")
HELD = Corpus("Study", 2, 2, 2, 90, 10, 0, "2022-03-01", "2022-09-30", outlets=each(["Ada", "Bea"]))
FRAMES = {"security": "Security", "economy": "Economy", "rivalry": "Great-power rivalry"}
# article, voice, speaker, words, score, frames, actors mentioned
TOLD = [
    ("a", "narrator", "", 9, 0.5, "security", "china"),
    ("a", "chinese", "Wei Han", 12, -0.2, "economy|security", "china"),
    ("a", "chinese", "Wei Han", 3, None, "", ""),
    ("a", "chinese|central_asian", "Wei Han and Aset Nur", 6, -0.4, "security", "central_asia"),
    ("a", "narrator", "", 20, 0.0, "", "china"),
    ("b", "narrator", "", 8, 0.3, None, "russia"),
    ("b", "western", "the mayor", 14, -0.9, None, "west"),
    ("b", "unknown", "", 7, None, None, ""),
    ("b", "russian", "Ivan Petrov", 5, 1.0, None, "russia"),
    ("b", "narrator", "", 6, -1.0, None, "china"),
]


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


def passages(told=TOLD, titles=(("a", "Ada", "A talk"), ("b", "Bea", ""))):
    """Rows as analysis.passages gives them."""
    of = {article: (outlet, title) for article, outlet, title in titles}
    rows = [
        (
            article,
            *of[article],
            f"{article}:{i}",
            i,
            f"Words of {i}.",
            words,
            "none" if voice == "narrator" else "direct",
            speaker,
            voice,
            score,
            frames,
            targets,
        )
        for i, (article, voice, speaker, words, score, frames, targets) in enumerate(told, start=1)
    ]
    columns = [
        "article_id",
        "outlet_name",
        "title",
        "sentence_id",
        "place",
        "text",
        "words",
        "mode",
        "speaker",
        "voice",
        "score",
        "frames",
        "targets",
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"score": float})
    return table.assign(place=table.groupby("article_id").cumcount() + 1)


def pages(rows, corpus=HELD):
    return {
        "voices": strips.voices(rows, STUDY, corpus),
        "waffle": strips.waffle(rows, STUDY, corpus),
        "tone": strips.tone(rows, STUDY, corpus, "combined"),
        "frames": strips.frames(rows, STUDY, corpus, FRAMES),
    }


def marks(page):
    """The marks drawn, by the id of the row, in the order that they are drawn in."""
    ax = page.panels[0]
    return {drawn.get_gid(): drawn for drawn in [*ax.patches, *ax.lines] if drawn.get_gid()}


def looks_well(page):
    """Every text lies on the page, is large enough, and on no other."""
    page.canvas.draw()
    renderer = page.canvas.get_renderer()
    texts = [text for text in page.findobj(Text) if text.get_visible() and text.get_text().strip()]
    texts = [text for text in texts if text.axes is None or text in text.axes.texts]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
    assert min(text.get_size() for text in texts) >= 6.5
    for i, (text, box) in enumerate(boxes):
        assert box.x0 >= 0 and box.x1 <= page.bbox.width + 1, f"{text!r} leaves the page"
        assert box.y0 >= 0 and box.y1 <= page.bbox.height + 1, f"{text!r} leaves the page"
        for other, rival in boxes[i + 1 :]:
            wide = min(box.x1, rival.x1) - max(box.x0, rival.x0)
            high = min(box.y1, rival.y1) - max(box.y0, rival.y0)
            assert wide < 2 or high < 4, f"{text!r} lies on {other!r}"


def test_titles_are_counts():
    titles = {name: page.title for name, page in pages(passages()).items()}
    assert titles == {
        "voices": "In 2 articles, 6 of 10 sentences are somebody else’s",
        "waffle": "4 of 10 sentences are narration, 2 Chinese, 1 Russian, 1 Western, 1 joint and 1 of unknown side",
        "tone": "Negative in tone: 1 of 4 sentences of the narration and 3 of 4 sentences of everybody quoted",
        "frames": "Security: in 3 of 5 sentences, more than any other frame",
    }
    named = strips.voices(passages(TOLD[:5]), STUDY, HELD, focus="Ada")
    assert named.title == "Ada – In one article, 3 of 5 sentences are somebody else’s"


def test_facts_stand_beside_each_article():
    drawn = {name: [text.get_text() for text in page.panels[0].texts] for name, page in pages(passages()).items()}
    assert {"narration 58 % of 50 words", "narration 35 % of 40 words", "“Words of 6.”"} <= set(drawn["voices"])
    assert {"2 negative, 1 positive of 5", "2 negative, 2 positive of 5"} <= set(drawn["tone"])
    assert {"Not found: Great-power rivalry", "No patterns for this language", "3", "1"} <= set(drawn["frames"])
    assert {"Wei Han", "nobody named", "Ivan Petrov", "4"} <= set(drawn["waffle"])


@pytest.mark.parametrize(
    ("voices", "end"),
    [
        (["chinese"], "; none is known to be Russian"),
        (["chinese", "russian"], ""),
        (["chinese", "chinese|russian", "chinese|russian"], "; none is known to be Russian but for 2 joint statements"),
    ],
)
def test_who_is_mentioned_and_not_heard_stands_in_the_title(voices, end):
    told = [("a", "narrator", "", 5, None, "", "russia|kazakhstan")] * 10
    told += [("a", voice, "W", 5, None, "", "china") for voice in voices]
    title = strips.voices(passages(told), STUDY, HELD).title
    assert title == f"In one article, {len(voices)} of {len(told)} sentences are somebody else’s{end}"
    seldom = strips.voices(passages(told[1:]), STUDY, HELD).title
    assert "none is known" not in seldom


def test_texts_without_voices_quotations_scores_or_frames_say_so():
    rows = passages([("a", "narrator", "", 5, None, "", "")])
    assert strips.voices(rows, STUDY, HELD).title == "In one article, nobody is quoted: 1 sentence of narration"
    assert strips.waffle(rows, STUDY, HELD).title == "Nothing but narration: 1 sentence"
    assert strips.tone(rows, STUDY, HELD, "combined").title == "No sentence has a score"
    assert strips.frames(rows, STUDY, HELD, FRAMES).title == "No frame of the codebook was found"
    blind = passages([("a", UNMEASURED, "", 5, None, None, "")] * 2)
    page = strips.voices(blind, STUDY, HELD)
    assert page.title == "Who speaks in these texts was not measured"
    assert page.subtitle.endswith("; 2 in a language without attribution")
    assert "voices not measured, 10 words" in [text.get_text() for text in page.panels[0].texts]
    assert strips.waffle(blind, STUDY, HELD).title == "0 of 2 sentences are narration, 2 not measured"
    assert strips.frames(blind, STUDY, HELD, FRAMES).title == "No patterns for the language of these texts"


@pytest.mark.parametrize("name", ["voices", "waffle", "tone", "frames"])
def test_every_sentence_is_a_mark_with_the_id_of_its_row_at_either_width(name, tmp_path):
    page = pages(passages())[name]
    ids = []
    for one in (page, page.column()):
        one.savefig(tmp_path / "page.svg")
        ids.append(re.findall(r'id="(mark-[^"]+)"', (tmp_path / "page.svg").read_text("utf-8")))
    assert sorted(ids[0]) == sorted(ids[1]) == sorted(set(ids[0]))
    drawn = page.data[page.data["frames"].fillna("") != ""] if name == "frames" else page.data
    assert {int(re.match(r"mark-(\d+)", mark)[1]) for mark in ids[0]} == set(drawn.index)
    assert page.data[passages().columns].equals(passages())
    assert page.n == {"tone": 8, "frames": 5}.get(name, 10) and len(page.alt) > 20


def test_blocks_stand_in_the_order_of_the_text_and_are_as_wide_as_their_words():
    rows = passages([("a", "narrator" if i % 3 else "chinese", "W", 10 + i, None, "", "") for i in range(60)])
    for page in (strips.voices(rows, STUDY, HELD), strips.voices(rows, STUDY, HELD).column()):
        drawn = marks(page)
        blocks = [drawn[f"mark-{i}-area"] for i in rows.index]
        assert [(b.get_y(), b.get_x()) for b in blocks] == sorted((b.get_y(), b.get_x()) for b in blocks)
        assert len({b.get_y() for b in blocks}) > 1  # in several lines
        assert all(b.get_x() + b.get_width() <= page.panels[0].get_xlim()[1] + 1e-9 for b in blocks)
        wider = [
            following.get_width() - block.get_width() for block, following in zip(blocks, blocks[1:], strict=False)
        ]
        assert min(wider) > 0 and max(wider) == pytest.approx(min(wider))  # each has a word more


def test_the_longest_sentence_fits_in_a_line():
    rows = passages([("a", "narrator", "", 4000, None, "", ""), ("a", "chinese", "W", 40, None, "", "")])
    page = strips.voices(rows, STUDY, HELD)
    block = marks(page)["mark-0"]
    assert block.get_x() == 0 and block.get_width() <= page.panels[0].get_xlim()[1]


@pytest.mark.parametrize("name", ["voices", "waffle", "frames"])
def test_a_joint_statement_is_in_the_colours_of_all_its_voices(name):
    drawn = marks(pages(passages())[name])
    part = "-security" if name == "frames" else ""
    stripes = [drawn[f"mark-3{part}"], drawn[f"mark-3{part}-1"]]
    colours = [STUDY.style(voice).colour.lower() for voice in ("chinese", "central_asian")]
    assert [to_hex(stripe.get_facecolor()) for stripe in stripes] == colours
    assert stripes[0].get_height() == stripes[1].get_height()


def test_a_mark_stands_at_its_tone_in_colour_and_marker_of_its_voice():
    drawn = marks(strips.tone(passages(), STUDY, HELD, "combined"))
    up, middle, down = (drawn[f"mark-{i}"].get_ydata()[0] for i in (8, 5, 9))
    zero = (up + down) / 2
    assert (zero - middle) / (zero - up) == pytest.approx(0.3)  # scores 1, 0.3 and −1; downwards on the panel is more
    assert drawn["mark-6"].get_marker() == STUDY.style("western").marker
    assert [drawn[f"mark-3{part}"].get_marker() for part in ("", "-1")] == ["o", "v"]
    tick = drawn["mark-7"]  # has no score
    assert tick.get_y() + tick.get_height() / 2 == pytest.approx(zero)


def test_a_frame_stands_where_its_sentence_does():
    drawn = marks(strips.frames(passages(), STUDY, HELD, FRAMES))
    lefts = [drawn[f"mark-{i}-security"].get_x() for i in (0, 1, 3)]
    assert lefts[2] - lefts[0] == pytest.approx(3 * (lefts[1] - lefts[0]))
    assert (
        drawn["mark-1-economy"].get_x() == lefts[1]
        and drawn["mark-1-economy"].get_y() != drawn["mark-1-security"].get_y()
    )


def test_squares_are_heaped_by_voice_and_speaker():
    told = [("a", "chinese", speaker, 5, None, "", "") for speaker in ("B", "A", "B", "A", "B")]
    drawn = marks(strips.waffle(passages(told), STUDY, HELD))
    order = sorted(range(5), key=lambda i: (drawn[f"mark-{i}"].get_y(), drawn[f"mark-{i}"].get_x()))
    assert order == [0, 2, 4, 1, 3]
    many = [("a", "western", f"Speaker {i}", 5, None, "", "") for i in range(30)]
    texts = [text.get_text() for text in strips.waffle(passages(many), STUDY, HELD).panels[0].texts]
    assert "18 others" in texts and "30" in texts


HARD = [
    "$5 & <more> $x$",
    "Line\nbreak\x00\x07 and\ttabs",
    "Ещё одна газета",
    "W" * 200,
    "long words " * 30,
    "",
    "Übersee-Zeitung",
]


@pytest.mark.parametrize("name", ["voices", "waffle", "tone", "frames"])
@pytest.mark.parametrize("size", [1, 3, 90])
def test_no_words_overlap_or_leave_the_page_at_either_width(name, size):
    voices = ["narrator", "chinese", "unknown", "western|chinese", "russian", "other"]
    told = [
        (
            f"a{k}",
            voices[(i // 2 + k) % 6],
            HARD[(i // 3) % 7],
            3 + 7 * (i % 6),
            (i % 9 - 4) / 4,
            list(FRAMES)[i % 3],
            "",
        )
        for k in range(4)
        for i in range(size if k == 1 else 1 + k)
    ]
    titles = [(f"a{k}", HARD[k], HARD[-k - 1]) for k in range(4)]
    page = pages(passages(told, titles))[name]
    for one in (page, page.column()):
        looks_well(one)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(max_examples=20)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3))
def test_whatever_names_and_titles_hold_is_drawn(names):
    told = [(f"a{i}", "chinese", name, 12, 0.1, "security", "") for i, (name, _) in enumerate(names)]
    rows = passages(told, [(f"a{i}", name, title) for i, (name, title) in enumerate(names)])
    drawn = "".join(text.get_text() for text in strips.voices(rows, STUDY, HELD).panels[0].texts)
    assert not re.search(r"[\x00-\x1f]", drawn)
    matplotlib.pyplot.close("all")


def test_the_same_rows_give_the_same_svg(tmp_path):
    for file in ("one.svg", "two.svg"):
        strips.voices(passages(), STUDY, HELD).savefig(tmp_path / file, metadata={"Date": None})
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


@pytest.mark.parametrize(
    ("articles", "sentences", "fit"),
    [(1, 3, True), (5, 109, True), (12, 400, True), (13, 100, False), (3, 401, False), (0, 0, False), (12, 35, False)],
)
def test_few_articles_are_shown_and_many_are_not(articles, sentences, fit):
    assert strips.fits(HELD._replace(n_articles=articles, n_sentences=sentences)) is fit


def test_passages_are_read_in_the_order_of_the_text(tmp_path):
    (tmp_path / "tables").mkdir()
    rows = {name: [] for name in schemas.SCHEMAS}
    for key, name, language in (("a", "Bea", "en"), ("b", "Ada", "ru")):
        about = (name, name, "unknown", "2023-01", language, "T", "", "", 9, 9)
        rows["articles"].append((key, f"{key}.txt", *about, key, key, "", "", "", ""))
    for key, start, voice in (("a:10", 50, "chinese"), ("a:2", 10, "narrator"), ("b:1", 0, "chinese|russian")):
        rows["sentences"].append((key, key[0], start, start + 4, "body", f"T{start}.", 7, "none", "", voice, ""))
    rows["frame_hits"] += [("a:2", frame, 10, 12, "w") for frame in ("security", "economy", "security", "other")]
    rows["sentiment"] += [
        ("a:2", "made", 0.5, 1.0, 1.0),
        ("a:10", "made", None, 1.0, 1.0),
        ("b:1", "else", 1, 1.0, 1.0),
    ]
    rows["mentions"] += [("a", "a:10", 50, 52, target, "w") for target in ("russia", "china", "china")]
    with schemas.Writers(tmp_path / "tables", schemas.SCHEMAS) as writers:
        for name, values in rows.items():
            writers.add(name, schemas.build(name, values))
    results = Results(STUDY, tmp_path, Settings(), {})
    found = analysis.passages.in_order(results, "made", ["security", "economy"], ["en"])
    assert found["sentence_id"].tolist() == ["b:1", "a:2", "a:10"] and found["place"].tolist() == [1, 1, 2]
    assert found["frames"].fillna("none").tolist() == ["none", "economy|security", ""]
    assert found["score"].fillna(9).tolist() == [9, 0.5, 9]
    assert found["targets"].tolist() == ["", "", "china|russia"]
    assert found["voice"].tolist() == ["chinese|russian", "narrator", "chinese"]
    assert analysis.passages.in_order(results, outlets=["Bea"])["sentence_id"].tolist() == ["a:2", "a:10"]
