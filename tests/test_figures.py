"""Figures: their words, their marks, their files, and that nothing overlaps."""

import io
import json
import re
import warnings
import xml.etree.ElementTree as ElementTree
import zlib
from itertools import product

import matplotlib
import numpy as np
import pandas as pd
import pdfplumber
import pytest
from fontTools.ttLib import TTFont
from made import each
from matplotlib.text import Text

from helpers import analysis, figures
from helpers.analysis import estimate
from helpers.analysis.contrast.terms import COLUMNS
from helpers.analysis.corpus import Corpus
from helpers.analysis.estimate import Bootstrap
from helpers.analysis.groups import Groups
from helpers.analysis.hand import Corrected
from helpers.figures import contrast, display, house, live, wording
from helpers.figures import corpus as corpus_figures
from helpers.figures.evidence import evidence
from helpers.figures.house import fonts
from helpers.study import load_study

matplotlib.use("agg")
STUDY = load_study("seeds")
FRAMES = {"security": "Security", "economy": "Economy", "great_power": "Great-power rivalry"}
OUTLETS = ["The Long Name of a Daily Herald and Courier", "Übersee-Zeitung", "B", "$5 & more", "Ещё одна"]
MANY = [f"Outlet number {i}" for i in range(15)]
HELD = Corpus("Study", 40, 40, 5, 9000, 400, 3, "2022-03-01", "2022-09-30", outlets=each(OUTLETS))
LARGE = HELD._replace(n_outlets=15, outlets=each(MANY[:12], 3, 0.2))
TWO_BLOCS = Groups(
    "bloc", "bloc", ("Chinese outlets", "Western outlets"),
    {name: f"{'Chinese' if i % 2 else 'Western'} outlets" for i, name in enumerate(MANY[:14])},
    1, 0.07, {"Chinese outlets": 7, "Western outlets": 7},
)  # fmt: skip


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


def speech(stories=40, outlets=OUTLETS, seed=0):
    """One row a sentence group as helpers.analysis gives them."""
    rng = np.random.default_rng(seed)
    rows = []
    for story in range(stories):
        outlet_name = outlets[story % len(outlets)]
        for voice in STUDY.voice_names():
            if rng.random() < 0.7 and voice != "central_asian":
                mode = "none" if voice == "narrator" else rng.choice(["direct", "indirect", "mixed"])
                n = int(rng.integers(1, 6))
                rows.append((outlet_name, outlet_name, voice, mode, f"s{story:03}", 20 * n, n, rng.normal(0, 0.3)))
    columns = ["outlet", "outlet_name", "voice", "mode", "story_id", "words", "n", "score"]
    return pd.DataFrame(rows, columns=columns).assign(alone=lambda rows: rows["n"], joint=0)


def with_column(frame, column, values, seed=1):
    rng = np.random.default_rng(seed)
    parts = [frame.assign(**{column: value}, carried=rng.random(len(frame))) for value in values]
    return pd.concat(parts, ignore_index=True)


def articles(n=40, outlets=OUTLETS):
    days = pd.date_range("2022-03-01", periods=n, freq="5D").strftime("%Y-%m-%d")
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(n)],
            "story_id": [f"s{i}" for i in range(n)],
            "outlet": [outlets[i % len(outlets)] for i in range(n)],
            "outlet_name": [outlets[i % len(outlets)] for i in range(n)],
            "voice": "western",
            "published": [day if i % 10 else "" for i, day in enumerate(days)],
            "n_words": 100,
        }
    )


def speakers():
    names = ["Anna Example", "A very long description of a speaker without a name", "Wei", "writer"]
    return pd.DataFrame(
        {"speaker": names, "voice": ["western", "unknown", "chinese", "chinese"], "words": [400, 300, 20, 10],
         "direct": [100, 0, 20, 5], "unknown": [60, 300, 0, 0], "n": [10, 8, 1, 1], "articles": [3, 2, 1, 1],
         "stories": [3, 2, 1, 1]}
    )  # fmt: skip


def kinds():
    spans = with_column(
        speech()[["outlet", "outlet_name", "story_id", "n"]], "kind", ["headline", "body", "boilerplate"]
    )
    return spans.assign(chars=100)


def tied_terms(n=60):
    """Terms of a small corpus: many occur equally often and are equally distinctive."""
    counts = [(5, 0), (4, 0), (0, 4), (0, 3), (6, 1), (3, 0)]
    rows = [(f"some phrase {i}", *counts[i % 6], 1.0, 0.5, 4, 1.0, 0.5 * (counts[i % 6][0] - counts[i % 6][1]), 2.0,
             False) for i in range(n)]  # fmt: skip
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values("z", ascending=False, ignore_index=True)
    table.attrs |= {"chance": float("nan"), "n_a": 1000, "n_b": 2000}
    return table


def dated():
    return speech().assign(published=lambda f: "2022-0" + (3 + f["story_id"].str[1:].astype(int) % 4).astype(str))


def formed():
    """Tone by length, by whose words they are and by place, each sentence under each."""
    aspects = analysis.tone.FORMS.items()
    return pd.concat([with_column(speech(), "form", names).assign(aspect=name) for name, (_, names) in aspects])


def by_instrument():
    return pd.concat([speech(seed=i).assign(instrument=name) for i, name in enumerate(["vader", "textblob"])])


def correlations():
    names = ["combined", "target_model", "textblob", "tone_model", "vader"]
    rows = [(a, b, 0.4, 0.3, 0.5, 400, 40, True) for a in names for b in names if a != b]
    return pd.DataFrame(rows, columns=["a", "b", "mean", "low", "high", "n", "n_clusters", "enough"])


def specifications():
    rows = [
        ("chinese", "russian", 0.02 * i - 0.2, 0.02 * i - 0.35, 0.02 * i - 0.05, True, i < 3 or i > 17, name, masked,
         copies, unit, 1, False, 0.0, i == 9)
        for i, (name, masked, copies, unit) in enumerate(
            product(["vader", "textblob", "combined"], [True, False], [True, False], ["sentences", "articles"])
        )
    ]  # fmt: skip
    columns = ["a", "b", "estimate", "low", "high", "enough", "decided", "instrument", "masked", "copies", "unit"]
    return pd.DataFrame(rows, columns=[*columns, "least", "attitudes", "sure", "primary"])


def corrected():
    rows = [
        {"measure": measure, "group": label.lower(), "label": label, "naive": 0.3, "naive_low": 0.2, "naive_high": 0.4,
         "corrected": 0.34 + i / 9, "corrected_low": 0.2, "corrected_high": 0.6, 
         "by_hand": 0.33, "by_hand_low": 0.1, "by_hand_high": 0.6,
         "codes": 200, "stories": 40, "enough": True}
        for measure in ("share of sentences", "tone") for i, label in enumerate(["Chinese", "Western", "The narration"])
    ]  # fmt: skip
    return pd.DataFrame(rows)


def by_hand(value):
    rows = [(voice, value, value - 0.1, value + 0.1, 50, True) for voice in ("chinese", "western")]
    table = pd.DataFrame(rows, columns=["group", "corrected", "corrected_low", "corrected_high", "codes", "enough"])
    pairs = pd.DataFrame([("chinese", "western", 0.0, -0.1, 0.1, 30, True, False)],
        columns=["a", "b", "corrected", "corrected_low", "corrected_high", "stories", "enough", "decided"])  # fmt: skip
    return Corrected(table, pairs, 150)


def compared():
    pairs = [("narrator", "chinese"), ("chinese", "western")]
    return pd.concat([corrected().assign(a=a, b=b, group=label, decided=i > 0) for i, ((a, b), label) in enumerate(
        zip(pairs, ("economy", "security"), strict=True))], ignore_index=True)  # fmt: skip


def in_years():
    each = pd.concat([corrected().assign(key=year) for year in ("2022", "2023")], ignore_index=True)
    each = each.assign(group=each["label"])
    return each, each[each["key"] == "2023"].assign(a="2023", b="2022", decided=True)


def expected():
    rows = [
        (measure, label.lower(), label, codes, 2 / codes**0.5 + i / 10)
        for measure in ("share of sentences", "tone")
        for i, label in enumerate(["Chinese", "Western", "The narration"])
        for codes in figures.validation.CODES
    ]
    return pd.DataFrame(rows, columns=["measure", "group", "label", "codes", "width"])


def coded_frames():
    rows = [(name, label, 0.9 - i / 5, 0.5 + i / 9, 0.6, 4 + 20 * i) for i, (name, label) in enumerate(FRAMES.items())]
    return pd.DataFrame(rows, columns=["name", "frame", "precision", "recall", "f1", "n"])


def shift(n=40):
    how = ["more of a positive word", "less of a negative word", "more of a negative word", "less of a positive word"]
    rows = [(f"word {i}", 0.5, 3, 1, 0.1, 0.05, (-1) ** (i // 2) * 0.1 / (i + 1), how[i % 4]) for i in range(n)]
    columns = ["word", "score", "count_a", "count_b", "share_a", "share_b", "contribution", "how"]
    gap = estimate.Difference("a", "b", 0.1, 0.05, 0.15, 90, 30, 9, True, True)
    return analysis.contrast.Shift(0.1, 0.0, gap, pd.DataFrame(rows, columns=columns))


MANY_FRAMES = dict(
    security="Security",
    economy="Economy",
    rivalry="Great-power rivalry",
    human="Human interest",
    links="Connectivity",
    blame="Responsibility",
    moral="Morality",
    agency="Sovereignty and agency",
    friends="Partnership",
    meddling="Interference",
)
HOUSE_FONTS = ["Source Sans Pro", "DejaVu Sans", "Whose Words CJK"]
FEW = {"bootstrap": Bootstrap(min_n=5, resamples=200)}
LEXICONS = {name: speech(seed=i) for i, name in enumerate(["vader", "combined"])}
PAGES = {
    "timeline": lambda: corpus_figures.timeline(articles(), STUDY, HELD),
    "timeline of many": lambda: corpus_figures.timeline(articles(90, MANY), STUDY, LARGE),
    "timeline of one": lambda: corpus_figures.timeline(articles(1), STUDY, HELD),
    "pages": lambda: corpus_figures.pages(kinds(), articles(), HELD),
    "by outlet": lambda: figures.voices.by_outlet(speech(), STUDY, HELD),
    "by outlet, many": lambda: figures.voices.by_outlet(speech(90, MANY), STUDY, LARGE),
    "by bloc": lambda: figures.voices.by_outlet(speech(90, MANY), STUDY, LARGE, TWO_BLOCS),
    "quoted by bloc": lambda: figures.voices.quoted_by(speech(90, MANY), STUDY, LARGE, TWO_BLOCS),
    "tone by bloc": lambda: figures.tone.by_outlet(speech(90, MANY), STUDY, LARGE, "combined", TWO_BLOCS),
    "frames by bloc": lambda: figures.frames.by_outlet(
        with_column(speech(90, MANY), "frame", FRAMES), LARGE, FRAMES, TWO_BLOCS, **FEW
    ),
    "by outlet, few": lambda: figures.voices.by_outlet(speech(3), STUDY, HELD),
    "overall": lambda: figures.voices.overall(speech(), STUDY, HELD),
    "modes": lambda: figures.voices.modes(speech(), STUDY, HELD),
    "speakers": lambda: figures.voices.top_speakers(speakers(), STUDY, HELD),
    "about": lambda: figures.voices.about_and_by(
        speech(), with_column(speech(), "target", ["china", "russia", "west"]), STUDY, HELD
    ),
    "tone": lambda: figures.tone.by_voice(speech(), STUDY, HELD, "combined"),
    "tone, few": lambda: figures.tone.by_voice(speech(3), STUDY, HELD, "combined"),
    "tone, corrected": lambda: figures.tone.by_voice(speech(), STUDY, HELD, "combined", corrected=by_hand(0.2)),
    "voices, corrected": lambda: figures.voices.overall(speech(), STUDY, HELD, by_hand(0.4)),
    "tone by outlet": lambda: figures.tone.by_outlet(speech(), STUDY, HELD, "combined"),
    "toward": lambda: figures.tone.toward(
        *[with_column(speech(), "target", ["china", "russia"]).assign(weight=1.0)] * 2, STUDY, HELD, "rules"
    ),
    "naming": lambda: figures.voices.by_naming(with_column(speech(), "kind", figures.voices.KINDS), HELD, **FEW),
    "narration and quotes": lambda: figures.tone.narration_and_quotes(speech(), STUDY, HELD, "combined", **FEW),
    "tone shares": lambda: figures.tone.shares_by_voice(
        with_column(speech(), "tone", ["negative", "neutral", "positive", "unscored"]),
        STUDY,
        HELD,
        "combined",
        **FEW,
    ),
    "tone by form": lambda: figures.tone.by_form(formed(), HELD, "tone_model", **FEW),
    "tone by month": lambda: figures.tone.over_time(dated(), STUDY, HELD, "combined", **FEW),
    "tone by instrument": lambda: figures.robustness.by_instrument(LEXICONS, STUDY, HELD, **FEW),
    "frame shares": lambda: figures.frames.shares(with_column(speech(), "frame", FRAMES), HELD, FRAMES, **FEW),
    "frames by outlet": lambda: figures.frames.by_outlet(with_column(speech(), "frame", FRAMES), HELD, FRAMES, **FEW),
    "frames by month": lambda: figures.frames.over_time(with_column(dated(), "frame", FRAMES), HELD, FRAMES, **FEW),
    "tone by frame": lambda: figures.frames.tone(
        with_column(speech(), "frame", FRAMES), HELD, FRAMES, "combined", **FEW
    ),
    "agreement": lambda: figures.robustness.instruments_agree(correlations(), 0.31, HELD, 400),
    "masking": lambda: figures.robustness.masking(
        estimate.means(by_instrument(), "score", "instrument", n="n", **FEW).assign(changed=[0.23, 0.02]), HELD, 400
    ),
    "specifications": lambda: figures.robustness.specification_curve(specifications(), STUDY, HELD, 400),
    "corrected": lambda: figures.validation.estimates(corrected(), HELD),
    "corrected differences": lambda: figures.validation.differences(compared(), HELD, "voices"),
    "corrected trends": lambda: figures.validation.trends(*in_years(), HELD, "year"),
    "codes": lambda: figures.validation.how_many(expected(), HELD),
    "coded frames": lambda: figures.validation.frames(coded_frames(), HELD),
    "word shift": lambda: contrast.word_shift(shift(), "Chinese voices", "Western voices", HELD, "combined"),
    "terms": lambda: contrast.terms(
        tied_terms(200).assign(beyond_chance=lambda t: t["z"].abs() > 2),
        house.Mark("Chinese voices", "#cf4f14"),
        house.Mark("all others", contrast.OTHER, "s"),
        HELD,
    ),
    "frames together": lambda: figures.frames.together(
        with_column(with_column(speech(), "frame", FRAMES), "given", FRAMES, 2), HELD, FRAMES, **FEW
    ),
    "many frames": lambda: figures.frames.by_outlet(
        with_column(speech(90, MANY), "frame", MANY_FRAMES), LARGE, MANY_FRAMES, **FEW
    ),
    "tied terms": lambda: contrast.terms(tied_terms(), house.Mark("Chinese"), house.Mark("All", "#8a5a00", "s"), HELD),
    "frames": lambda: figures.frames.by_voice(with_column(speech(), "frame", FRAMES), STUDY, HELD, FRAMES),
}


def shown(page):
    """The texts of a page that can be seen."""
    unseen = [
        label for ax in page.panels for label in ax.get_xticklabels()
        if not min(ax.get_xlim()) <= label.get_position()[0] <= max(ax.get_xlim())
    ] + [
        label for ax in page.panels for label in ax.get_yticklabels()
        if not min(ax.get_ylim()) <= label.get_position()[1] <= max(ax.get_ylim())
    ]  # fmt: skip
    return [t for t in page.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in unseen]


def check_words(page):
    """No word is small, lies on another or leaves the page."""
    page.canvas.draw()
    renderer = page.canvas.get_renderer()
    texts = shown(page)
    assert min(text.get_size() for text in texts) >= 6.5
    boxes = [(text, text.get_window_extent(renderer)) for text in texts]
    for i, (text, box) in enumerate(boxes):
        name = text.get_text()
        assert box.x0 >= 0 and box.x1 <= page.bbox.width + 1, f"{name!r} leaves the page"
        assert box.y0 >= 0 and box.y1 <= page.bbox.height + 1, f"{name!r} leaves the page"
        for other, rival in boxes[i + 1 :]:
            assert not touch(text, box, other, rival), f"{name!r} lies on {other.get_text()!r}"


def touch(one, box, other, rival):
    """Whether two texts lie on one another; the boxes of slanted ones may, while their lines stand apart."""
    wide = min(box.x1, rival.x1) - max(box.x0, rival.x0)
    high = min(box.y1, rival.y1) - max(box.y0, rival.y0)
    apart = 0.0
    if one.get_rotation() == other.get_rotation() not in (0, 90):
        apart = abs(box.x0 - rival.x0) * np.sin(np.radians(one.get_rotation()))
    return wide >= 2 and high >= 4 and apart < one.get_size() * one.figure.dpi / 72


def check_description(page, column):
    """Both pages say the same, in print sizes of a journal."""
    assert fonts.keep_missing(page) == []
    assert page.title and page.subtitle and page.source.startswith("Source:")
    assert len(page.alt) > 20 and page.n > 0 and len(page.data)
    assert column.get_figwidth() == pytest.approx(85 / 25.4, abs=0.01) and page.get_figwidth() * 25.4 < 189
    words = ("title", "subtitle", "source", "alt", "data", "n")
    assert all(getattr(column, word) is getattr(page, word) for word in words)


def check_marks(name, data, ids, ids_of_column):
    """Every mark has the id of a row of the data, each id once."""
    assert sorted(ids) == sorted(ids_of_column) and len(ids) == len(set(ids))
    marked = {int(re.match(r"mark-(\d+)", mark)[1]) for mark in ids}
    assert data.index.is_unique and marked and marked <= set(data.index)
    drawn = data[data.filter(["mean", "share"]).fillna(0).gt(0).any(axis=1)]
    if name != "tone by month":  # where periods with too few stories are gaps
        assert set(drawn.index) <= marked  # nothing that has a value goes without


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_at_either_width(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # axes that collapse
        page = PAGES[name]()
        column = page.column()
        shown = live.bundle(page, name, STUDY)  # as a page of the report holds it
    ids = [re.findall(r'id="(mark-[^"]+)"', shown[layout]) for layout in ("wide", "column")]
    check_words(page)
    check_words(column)
    check_description(page, column)
    check_marks(name, page.data, *ids)


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    cards = [house.export(PAGES["by outlet"](), "x", tmp_path / folder) for folder in ("one", "two")]
    for file in cards[0]["files"]:
        one, two = (tmp_path / folder / file for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes() and one.stat().st_size, file


def test_fonts_in_a_pdf_hold_no_tables_that_only_setting_text_needs(tmp_path):
    house.export(PAGES["tone"](), "x", tmp_path)
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", (tmp_path / "x.pdf").read_bytes(), re.DOTALL)
    streams = [zlib.decompressobj().decompress(part) for part in parts if part.startswith(b"x")]
    held = [set(TTFont(io.BytesIO(stream)).keys()) for stream in streams if stream.startswith(b"\0\1\0\0")]
    assert held and not any(tables & set(fonts.LAYOUT) for tables in held)
    assert fonts.subset.Options().drop_tables == fonts.subset.Options._drop_tables_default  # as it was, for others
    assert not set(fonts.LAYOUT) & set(fonts.subset.Options().drop_tables)


def test_a_page_is_drawn_once_for_each_file(tmp_path):
    page = PAGES["overall"]()
    drawn = []
    page.canvas.mpl_connect("draw_event", drawn.append)
    for kind in ("svg", "pdf", "png"):
        page.savefig(tmp_path / f"x.{kind}")
    assert len(drawn) == 3


def test_the_card_says_what_the_figure_shows(tmp_path):
    page = PAGES["tone"]()
    card = house.export(page, "tone", tmp_path)
    assert card == json.loads((tmp_path / "tone.json").read_text("utf-8"))
    assert card["columns"] == list(pd.read_csv(tmp_path / "tone.csv").columns)
    assert card["alt"] == page.alt and card["n"] == page.n
    pictures = [f"{stem}.{kind}" for stem in ("tone", "tone_column") for kind in ("svg", "pdf", "png")]
    assert card["files"] == [*pictures, "tone.csv", "tone.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(card["files"])
    for name in ("tone.svg", "tone_column.svg"):
        assert page.alt in (tmp_path / name).read_text("utf-8")


def made(title, names=(), data=None):
    """A page with a title, and with names at its rows."""

    def draw(page):
        page.panels[0].set_yticks(range(len(names)), names)

    data = pd.DataFrame({"a": [1]}) if data is None else data
    return house.page(title, "Subtitle", "Source: x", draw, height=1).describe(alt="a", data=data, n=1)


def test_a_glyph_that_no_font_has_is_named_and_the_figure_written(tmp_path):
    page = made("Title \U000f0000", ["a \U000f0001", "b\u200d"])
    with pytest.warns(UserWarning, match="Figure x: no font on this computer has \U000f0000 \U000f0001\\."):
        card = house.export(page, "x", tmp_path)
    assert card["missing_glyphs"] == ["\U000f0000", "\U000f0001"]
    for name in ("x.svg", "x_column.svg"):
        svg = (tmp_path / name).read_text("utf-8")
        assert ">Title \U000f0000</text>" in svg and ">a \U000f0001</text>" in svg  # as text, no outlines of boxes
        assert svg.count("<text") == svg.count("sans-serif") == 2 and "Subtitle</text>" not in svg
    assert all((tmp_path / file).stat().st_size for file in card["files"])


def test_what_a_figure_warns_of_stands_below_it(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(display, "display", lambda item, **_: shown.append(getattr(item, "data", "")))
    display.publish(made("Title \U000f0000"), "x", tmp_path)
    assert "no font on this computer" in shown[-1]


def test_fonts_that_are_installed_stand_behind_those_of_the_house(monkeypatch):
    monkeypatch.setattr(fonts, "FALLBACK", ("No Such Font", "DejaVu Sans Mono"))
    fonts._installed.cache_clear()
    house.use_style()
    assert matplotlib.rcParams["font.family"] == [*HOUSE_FONTS, "DejaVu Sans Mono"]
    fonts._installed.cache_clear()
    monkeypatch.setitem(matplotlib.rcParams, "font.family", ["Source Sans Pro"])
    assert fonts.missing(["Tbilisi"]) == [] and len(fonts.missing(["\u10d7\u10d1\u10d8"])) == 3
    monkeypatch.setitem(matplotlib.rcParams, "font.family", ["Source Sans Pro", "DejaVu Sans"])
    assert fonts.missing(["\u10d7\u10d1\u10d8"]) == []


def test_no_glyph_is_missing_in_latin_and_cyrillic(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        house.export(made("Außenminister Лавров: “é” – −1 ≤ ½, Ғ қ ң"), "x", tmp_path)


def test_a_chinese_name_is_drawn_and_can_be_copied_from_the_pdf(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FALLBACK", ())  # whatever is installed here
    fonts._installed.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        card = house.export(
            made("新华社：习近平会见外宾", ["人民日報（海外版）", "Лавров", "臺灣、歐盟", "ＡＢＣ"]), "x", tmp_path
        )
    fonts._installed.cache_clear()
    assert card["missing_glyphs"] == []
    for name in ("x", "x_column"):
        svg = (tmp_path / f"{name}.svg").read_text("utf-8")
        assert "<text" not in svg and "WhoseWordsCJK" in svg  # outlines, of this font
        with pdfplumber.open(tmp_path / f"{name}.pdf") as pdf:
            found = pdf.pages[0].extract_text()
            embedded = {char["fontname"] for char in pdf.pages[0].chars}
        assert any(font.endswith("WhoseWordsCJK") for font in embedded)
        assert all(text in found for text in ("新华社：习近平会见外宾", "人民日報（海外版）", "Лавров", "臺灣、歐盟"))


def test_a_voice_has_its_colour_and_marker_and_too_few_is_hollow():
    table = estimate.means(speech(), "score", "voice", n="n")
    table.loc[table["voice"] == "russian", ["enough", "low", "high"]] = [False, np.nan, np.nan]
    page = house.page(
        "t",
        "s",
        "Source: x",
        lambda page: house.interval_dots(page.panels[0], table, "voice", style=STUDY.style),
        height=3,
    )
    marks = [line for line in page.panels[0].lines if line.get_marker() not in ("None", None, "")]
    for line, voice in zip(marks, table["voice"], strict=True):
        style = STUDY.style(voice)
        assert (line.get_color(), line.get_marker()) == (style.colour, style.marker)
        assert (line.get_markerfacecolor() == "white") == (voice == "russian")
    assert any(house.TOO_FEW in text.get_text() for text in page.panels[0].texts)


def test_a_heat_map_hatches_what_is_too_few():
    table = pd.DataFrame(
        {"r": ["a", "b"], "c": ["x", "x"], "mean": [0.5, 0.9], "low": [0.1, np.nan], "high": [0.8, np.nan],
         "n": [40, 3], "n_clusters": [9, 2], "enough": [True, False]}
    )  # fmt: skip
    page = house.page(
        "t", "s", "Source: x", lambda page: house.heat_map(page.panels[0], table, "r", "c", limits=(-1, 1)), height=2
    )
    sure, sign, few = page.panels[0].patches[:3]
    assert sign.get_y() == sure.get_y() and sign.get_width() < sure.get_width() / 2
    assert not sure.get_hatch() and few.get_hatch() and few.get_facecolor()[:3] == (1, 1, 1)


def test_a_title_names_a_leader_only_where_it_is_decided():
    frame = speech(60).assign(score=lambda f: np.where(f["voice"] == "chinese", 0.8, 0.0) + 0.01 * f["n"])
    assert (
        figures.tone.by_voice(frame, STUDY, HELD, "x").title
        == "Chinese voices: the most positive tone among known sides"
    )
    five = frame[frame["story_id"] < "s005"]
    assert "most" not in figures.tone.by_voice(five, STUDY, HELD, "x").title


def test_small_values_have_no_sign_and_minus_is_a_minus():
    assert house.number("{:+.2f}", -0.001) == "0.00"
    assert house.number("{:+.2f}", -0.25) == "−0.25"
    assert (
        wording.signed(-0.004) == "0.00"
        and wording.signed(np.nan) == "no value"
        and wording.percent(0.001) == "under 1 %"
    )


def test_evidence_escapes_samples_and_counts():
    rows = pd.DataFrame(
        {"voice": ["<b>"] * 9, "sentence_id": [f"a:{i}" for i in range(9)],
         "text": ["<script>alert(1)</script> & more"] * 9, "speaker": ["<i>X</i>"] * 9}
    )  # fmt: skip
    html = evidence(rows, "voice", per_cell=3)
    assert "<script" not in html and "<i>" not in html and "&lt;script&gt;" in html
    assert html.count("<li>") == 3 and "3 of 9" in html


def test_evidence_counts_what_its_cells_hold():
    """Rows drawn for voices and frames, listed by frame: a frame has what its cells have together."""
    rows = pd.DataFrame(
        [(voice, frame, f"a:{voice}{frame}{i}", "Text.", total, f"{voice} {frame}", "drawn by chance")
         for voice, frame, total in (("russian", "war", 7), ("western", "war", 2), ("western", "trade", 2))
         for i in range(2)],
        columns=["voice", "frame", "sentence_id", "text", "total", "cell", "chosen"],
    )  # fmt: skip
    html = evidence(rows, "frame")
    assert "war <small>(4 of 9)" in html and "trade <small>(all 2)" in html
    assert "<summary>The sentences behind this figure (6 of 11, drawn by chance)" in html
    whole = evidence(rows[rows["frame"] == "trade"], "frame")
    assert "<summary>The sentences behind this figure (all 2)" in whole


def test_tables_and_sentences_are_escaped(capsys, monkeypatch):
    shown = []
    monkeypatch.setattr(display, "display", lambda html: shown.append(html.data))
    display.table(pd.DataFrame({"name": ["<img src=x>"], "n": [1234], "mean": [-0.5]}), "Caption & more")
    display.say("A <b>name</b>")
    assert "<img" not in shown[0] and "1,234" in shown[0] and "−0.50" in shown[0] and "&amp; more" in shown[0]
    assert shown[1] == "<p class='finding'>A &lt;b&gt;name&lt;/b&gt;</p>"


def test_where_nobody_is_quoted_the_figures_say_so():
    narrated = speech()[lambda f: f["voice"] == "narrator"]
    assert figures.voices.by_outlet(narrated, STUDY, HELD).title == "Only the narration speaks"
    assert figures.voices.modes(narrated, STUDY, HELD).title == "Nobody is quoted"
    assert figures.voices.overall(narrated, STUDY, HELD).title == "Nobody’s words are reported"
    assert figures.voices.top_speakers(speakers().head(0), STUDY, HELD).title == "Nobody is quoted"


def test_outlets_that_are_not_shown_are_counted_and_named():
    shown = "Shown: the 12 outlets with most words; 3 further outlets hold 20 % of the words"
    voices = PAGES["by outlet, many"]()
    assert shown in voices.subtitle
    assert list(dict.fromkeys(voices.data["outlet_name"])) == ["All outlets", *MANY[:12]]
    timeline = PAGES["timeline of many"]()
    assert timeline.data["articles"].sum() == 90
    assert [t.get_text() for t in timeline.panels[0].get_yticklabels()] == [*MANY[:12], "3 further outlets"]
    pages = corpus_figures.pages(kinds(), articles(), HELD)
    assert shown not in pages.subtitle and set(pages.data["outlet_name"]) == set(OUTLETS)


def test_a_figure_of_blocs_says_what_its_interval_is_over():
    page = PAGES["by bloc"]()
    assert "Outlets: Chinese 7, Western 7; 1 outlet of unknown bloc (7 % of the words) left out" in page.subtitle
    assert "interval over stories" in page.subtitle and "other outlets of these blocs may differ" in page.subtitle
    over = TWO_BLOCS._replace(over="outlets")
    page = figures.voices.by_outlet(speech(90, MANY), STUDY, LARGE, over)
    assert "interval over outlets" in page.subtitle and "may differ" not in page.subtitle
    assert page.data.set_index(["bloc", "voice"]).loc[("Western outlets", "narrator"), "n_clusters"] == 7


def test_who_is_quoted_by_whom_names_what_is_decided():
    rows = [
        (MANY[i % 14], voice, f"s{i:03}", 100.0 if (voice == "chinese") == bool(i % 2) else 20.0, 5)
        for i in range(84) for voice in ("narrator", "chinese", "western")
    ]  # fmt: skip
    spoken = pd.DataFrame(rows, columns=["outlet", "voice", "story_id", "words", "n"])
    page = figures.voices.quoted_by(spoken, STUDY, LARGE, TWO_BLOCS)
    found = page.data.set_index(["bloc", "voice"])["share"]
    assert found[("Chinese outlets", "chinese")] == pytest.approx(100 / 120) and "narrator" not in set(
        page.data["voice"]
    )
    assert page.title == (
        "Chinese voices: more of the reported words in Chinese outlets than in Western outlets (+67 points)"
    )


def test_of_many_frames_and_actors_the_most_found_are_shown():
    frames = {f"f{i}": f"Frame number {i}" for i in range(14)}
    rows = pd.concat([speech(4).assign(frame=name, carried=i / 14) for i, name in enumerate(frames)])
    page = figures.frames.by_voice(rows, STUDY, HELD, frames, **FEW)
    assert set(page.data["frame"]) == {f"f{i}" for i in range(2, 14)}
    assert page.subtitle.endswith("Shown: the 12 frames found most, of 14")
    assert not figures.frames.by_voice(rows, STUDY, HELD, {"f1": "One"}, **FEW).subtitle.endswith("of 14")


def test_names_are_cut_and_stay_apart():
    long = [f"The Daily Herald and Courier of the whole Region, {town}" for town in ("Leeds", "Bristol")]
    short = house.words.cut([*long, "B"])
    assert len(set(short)) == 3 and all(len(name) <= house.words.LONGEST for name in short)
    assert house.words.cut([long[0], long[0]])[0].endswith("…")  # one name in two rows is no ambiguity


def test_a_long_table_is_cut_and_says_of_how_many(monkeypatch):
    shown = []
    monkeypatch.setattr(display, "display", lambda html: shown.append(html.data))
    display.table(pd.DataFrame({"n": range(1000, 1312)}), "Outlets", most=40)
    assert "Outlets (the first 40 of 312)" in shown[0] and "1,039" in shown[0] and "1,040" not in shown[0]


def test_the_title_on_actors_names_a_bloc_before_people_of_no_known_side():
    rows = [
        (voice, "west", f"s{i}", 1, level + 0.01 * (i % 3), 1.0)
        for voice, level in (("unknown", -0.9), ("chinese", -0.5))
        for i in range(40)
    ]
    toward = pd.DataFrame(rows, columns=["voice", "target", "story_id", "n", "score", "weight"])
    second = toward.assign(score=toward["score"] / 2)
    page = figures.tone.toward(toward, second, STUDY, HELD, "rules", **FEW)
    assert page.title == (
        "Chinese voices: sentences that mention the West are negative (−0.49, by a second instrument −0.25)"
    )
    contrary = toward.assign(score=-toward["score"])
    assert (
        "no tone that two instruments agree on" in figures.tone.toward(toward, contrary, STUDY, HELD, "x", **FEW).title
    )
    assert "no tone that two" in figures.tone.toward(toward, toward.head(0), STUDY, HELD, "x", **FEW).title


def test_bold_are_the_cells_that_stay_clear_of_zero_when_all_are_counted():
    """Of twelve cells one at 0.1 ± 0.09 (95 %; ± 0.13 at the corrected 99.6 %), one at 0.5, the others about 0."""
    level = {("chinese", "china"): 0.1, ("russian", "west"): 0.5}
    rows = [
        (voice, target, f"s{i}", 1, level.get((voice, target), 0.0) + (-0.284, 0.284)[i % 2], 1.0)
        for voice in ("narrator", "chinese", "russian", "western")
        for target in ("china", "russia", "west")
        for i in range(40)
    ]
    toward = pd.DataFrame(rows, columns=["voice", "target", "story_id", "n", "score", "weight"])
    page = figures.tone.toward(toward, toward, STUDY, HELD, "rules", **FEW)
    cells = page.data.set_index(["voice", "target"])
    assert cells.loc[("chinese", "china"), "low"] > 0
    assert cells.index[cells["decided"]].tolist() == [("russian", "west")]
    bold = {text.get_text() for text in page.findobj(Text) if text.get_weight() == "bold"}
    assert "+0.50" in bold and "+0.10" not in bold


def test_terms_on_one_spot_are_drawn_once_and_all_are_in_the_data():
    table = tied_terms(6000)
    page = contrast.terms(table, house.Mark("A", "#000000", "o"), house.Mark("B", "#888888", "s"), HELD)
    drawn = sum(len(line.get_xdata()) for line in page.panels[0].get_lines() if line.get_gid())
    assert len(page.data) == 6000 and drawn < 1500


def test_control_characters_in_names_and_titles_leave_an_svg_well_formed(tmp_path):
    """Outlets' names come from articles.csv, speakers' and titles from the texts: XML takes no control characters."""
    page = made("Who\x0b speaks", ["Harbour\x1b[2J \x07Post & <Sons>"])
    page.alt = "a\x01"
    house.export(page, "x", tmp_path)
    for name in ("x.svg", "x_column.svg"):
        assert "Who speaks" in "".join(ElementTree.parse(tmp_path / name).getroot().itertext())


def test_a_disc_of_the_timeline_opens_all_sentences_of_its_outlet_and_time_whoever_speaks():
    asked = [question for question, _ in live.bundle(PAGES["timeline"](), "x", STUDY)["marks"].values()]
    assert asked and all({"outlet"} <= question.keys() <= {"outlet", "from", "to"} for question in asked)


@pytest.mark.parametrize("name", ["tone by month", "frames by month"])
def test_a_mark_of_a_period_opens_the_sentences_of_its_days(name):
    asked = [question for question, _ in live.bundle(PAGES[name](), "x", STUDY)["marks"].values()]
    assert {"from": "2022-03-01", "to": "2022-03-31"}.items() <= asked[0].items()
    assert all(question["from"] < question["to"] for question in asked)
