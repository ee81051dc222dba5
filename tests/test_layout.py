"""Layout: kinds by general evidence, and the properties of the spans."""

from textwrap import wrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.layout import KINDS, lay_out, repeated_lines

HEADLINE = "River towns agree on a common port"
FIRST = "Three towns on the lower river have agreed to build a port together, their mayors said on Monday."
SECOND = "It is to open in five years. The money comes from a bank in the capital."
THIRD = "Nobody asked the fishermen, who fear for the island where the birds breed."


def kinds(text: str, language: str = "en", **known) -> dict[str, str]:
    """The kind of each span by its text, blanks made one."""
    return {" ".join(text[s.start : s.end].split()): s.kind for s in lay_out(text, language, **known)}


def page(*lines: str) -> str:
    return "\n".join(lines)


def test_a_plain_article() -> None:
    found = kinds(page("By Ann Example", "4 May 2021", HEADLINE, "", FIRST, "", "A long wait", "", SECOND))
    assert found == {
        "By Ann Example": "byline",
        "4 May 2021": "dateline",
        HEADLINE: "headline",
        FIRST: "body",
        "A long wait": "subhead",
        SECOND: "body",
    }


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- Advertisement -", "boilerplate"),
        ("Read: Ferry line to reopen in spring", "boilerplate"),
        ("READ MORE: Ferry line to reopen in spring", "boilerplate"),
        ("Follow Ann Example on Twitter at @annexample", "boilerplate"),
        ("Share this article", "boilerplate"),
        ("We use cookies to give you the best experience on our site.", "boilerplate"),
        ("Sign up for our free newsletter and get the best stories every morning.", "boilerplate"),
        ("The mayors sign the agreement in the town hall on Monday. Photo: River Agency", "caption"),
        ("Fishermen on the island. (Photo by Ann Example)", "caption"),
        ("Boats in the harbour. © AFP", "caption"),
        ("Reporting by Ann Example; editing by Bob Sample", "byline"),
        ("Posted by:Bob Sample77", "byline"),
        ("Von Erika Beispiel", "byline"),
        ("Автор: Иван Примеров", "byline"),
        ("Читайте также: Паром снова пойдёт весной", "boilerplate"),
        ("Lesen Sie auch: Die Fähre fährt wieder", "boilerplate"),
        ("Lire aussi : Le bac reprendra au printemps", "boilerplate"),
        ("Updated on May 5, 2021 at 10:15 am", "dateline"),
        ("5 мая 2021, 09:15", "dateline"),
        ("12/13/2022, 09.54", "dateline"),
        ("window.ads = window.ads || []; window.ads.push({slot: 5});", "boilerplate"),
        ("Port 21.5 25.3 31.2", "boilerplate"),
        ("https://example.org/news/port", "boilerplate"),
        ("* * *", "boilerplate"),
        ("This article is more than 6 years old.", "boilerplate"),
        ("Dieser Artikel ist mehr als 2 Jahre alt", "boilerplate"),
        ("FERRY COMPANY SUES THE TOWNS OVER THE COST OF THE NEW PORT", "boilerplate"),
        ("River Daily: Join our readers and get the best stories of the day in your inbox.", "boilerplate"),
        ("FILE - In this May 2019 photo, boats lie in the harbour of the old town.", "caption"),
        ("We need your support to keep this paper independent. Please donate today.", "boilerplate"),
        ("Unterstützen Sie uns mit einer Spende, damit wir weiter berichten können.", "boilerplate"),
        ("Поддержите нашу редакцию, если вам нужны независимые новости.", "boilerplate"),
        ("Published May 4, 2021 6:05pm EDT", "dateline"),
        ("Posted on May 4, 2021 by admin in Economy", "dateline"),
        ('{"@context": "https://schema.example", "@type": "NewsArticle", "id": 7}', "boilerplate"),
        (".port-box { color: #fff; margin: 0 auto; }", "boilerplate"),
    ],
)
def test_furniture_between_paragraphs(line: str, kind: str) -> None:
    found = kinds(page(HEADLINE, "", FIRST, "", line, "", SECOND, "", THIRD))
    assert found[line] == kind
    assert [found[part] for part in (HEADLINE, FIRST, SECOND, THIRD)] == ["headline", "body", "body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "By signing the treaty, the towns agree to share the cost of the port.",
        "Support for the port is growing in the capital.",
        "Source after source confirmed that the money had arrived.",
        "Also in the area of trade, the towns want to work together.",
        "They will make a contribution to the bank and become a member of its board.",
        "Q: What do you expect of the bank?",
        "Nobody was surprised.",
        "HARBOURTOWN, May 5 (Example) - The towns have agreed to build a port.",
        "- The port is to have three cranes and a railway",
        "Copyright questions over the plans have been settled, the builder said.",
        "This ferry is more than 60 years old.",
        "“I cover my boat in winter,” said one of the fishermen.",
        "THE MAYORS SAID THAT THE PORT WILL OPEN IN FIVE YEARS.",
        "The file on the port, seen in this office, names three builders.",
        "The towns will donate the land and contribute to the cost of the railway.",
        "The towns donated the land for the port in May 2019 to a bank.",
        "The contract (var. 3) lets the towns {as the mayors put it} rest.",
        "In May 2021:",
    ],
)
def test_sentences_that_look_like_furniture_stay_body(line: str) -> None:
    assert kinds(page(HEADLINE, "", FIRST, "", line, "", SECOND, "", THIRD))[line] == "body"


def test_what_follows_the_article() -> None:
    tail = ["See also", "Old bridge falls", "15/10/2021 13:08", "New bridge planned", "06/10/2021 11:21"]
    reply = ["3 Comments", "bob says:", "May 5, 2021 at 4:12 am", "I was there and it is all quite true.", "Reply"]
    found = kinds(page(HEADLINE, FIRST, SECOND, THIRD, *tail, *reply))
    assert {found[line] for line in tail + reply} == {"boilerplate"}
    assert found[THIRD] == "body"


def test_a_link_list_within_the_article_ends_where_the_text_goes_on() -> None:
    found = kinds(page(HEADLINE, FIRST, "Related articles", "Old bridge falls", "2 May 2020", SECOND, THIRD))
    assert found["Old bridge falls"] == "boilerplate"
    assert found[SECOND] == found[THIRD] == "body"


def test_author_note_at_the_end_only() -> None:
    note = "Ann Example is a writer based in Harbourtown."
    assert kinds(page(HEADLINE, FIRST, SECOND, THIRD, note))[note] == "boilerplate"
    assert kinds(page(HEADLINE, FIRST, note, SECOND, THIRD))[note] == "body"


def test_headline_is_the_known_title_and_its_repetition_is_not() -> None:
    text = page("Kicker of the day in town", HEADLINE, FIRST, SECOND, THIRD, "", HEADLINE, "Share")
    spans = lay_out(text, "en", title=HEADLINE.upper())
    assert [text[s.start : s.end] for s in spans if s.kind == "headline"] == [HEADLINE]
    assert spans[1].kind == "headline" and spans[-2].kind == "boilerplate"


def test_a_headline_alone() -> None:
    for line in ("Towns agree on a port", "Can three towns share a port?"):
        assert kinds(line) == {line: "headline"}
    assert kinds("Three towns share a port. Nobody asked why.") == {
        "Three towns share a port. Nobody asked why.": "body"
    }


def test_text_wrapped_by_hand_is_joined() -> None:
    text = page(
        HEADLINE,
        "",
        "Three towns on the lower river have agreed to build a port together,",
        "their mayors said on Monday in the old town hall, where they had met",
        "behind closed doors for a week.",
    )
    assert [s.kind for s in lay_out(text, "en")] == ["headline", "body"]


def test_halves_of_a_sentence_around_an_advertisement_are_body() -> None:
    first, second = "The towns want a port because the railway that they have asked for", "has not come in ten years."
    found = kinds(page(HEADLINE, "", FIRST, "", first, "", "ADVERTISEMENT", "", second))
    assert found[first] == found[second] == "body"


def test_markup_is_boilerplate_within_a_paragraph() -> None:
    text = f"{HEADLINE}\n< p>{FIRST}<br>{SECOND}</p>\n{THIRD}"
    found = kinds(text)
    assert found["< p>"] == found["<br>"] == found["</p>"] == "boilerplate"
    assert found[FIRST] == found[SECOND] == "body"


def test_lines_repeated_in_an_outlet() -> None:
    slogan = "The river paper has told the truth to its readers every day since the year 1901."
    pages = [page(HEADLINE, FIRST, SECOND, slogan), page("Another headline for today", THIRD, slogan)]
    pages.append(page("A third headline for today", "The bank has sent the money to the towns at last.", slogan))
    repeated = repeated_lines(pages)
    assert repeated == {slogan}
    assert kinds(pages[0])[slogan] == "body"
    assert kinds(pages[0], repeated=repeated)[slogan] == "boilerplate"
    assert kinds(pages[0], repeated=repeated_lines(3 * pages[:1]))[FIRST] == "body", "the article itself is there again"


def test_stock_background_is_no_furniture() -> None:
    """A sentence or paragraph in some of an outlet's articles is text; only what most of them have is not."""
    background = "The river is the border of two states. Both have quarrelled over its islands for a hundred years."
    short, link = "The towns share a railway.", "More news from the river"
    pages = [
        page(HEADLINE, FIRST, short, SECOND, background, link),
        page("Old bridge falls", THIRD, short, background, link),
    ]
    others = [page(f"Market day number {number}", FIRST.replace("Three", str(number))) for number in (4, 5)]
    for texts in (pages, pages + others):
        found = kinds(pages[0], repeated=repeated_lines(texts))
        assert (found[short], found[background], found[link]) == ("body", "body", "boilerplate")


def test_a_line_counts_as_repeated_from_a_fifth_of_the_texts() -> None:
    texts = ["a\nx", "a\ny", *(f"only {n}" for n in range(8))]
    assert repeated_lines(texts) == {"a"}
    assert repeated_lines([*texts, "only 9"]) == frozenset()


def test_links_in_capitals_in_a_text_in_capitals_are_text() -> None:
    """An old telegram is in capitals from end to end: then a line in them is no link."""
    line = "THE PORT IS TO HAVE THREE CRANES AND A RAILWAY"
    assert (
        kinds(page(HEADLINE, "", FIRST.upper(), "", line, "", SECOND.upper(), "", THIRD.upper()))[line] != "boilerplate"
    )


@pytest.mark.parametrize(
    "code",
    [
        'var share = {"title": false};',
        "(function() { var boat = load('x'); boat.show(); })();",
        "window.layer = window.layer || [];",
        ".box { color: red; margin: 0 }",
    ],
)
def test_program_text_behind_a_sentence_is_no_text(code: str) -> None:
    text = page(HEADLINE, "", f"{FIRST} {code}", "", f"{code} {SECOND}", "", THIRD)
    found = [(text[s.start : s.end], s.kind) for s in lay_out(text, "en")]
    assert found == [
        (HEADLINE, "headline"),
        (FIRST, "body"),
        (code, "boilerplate"),
        (code, "boilerplate"),
        (SECOND, "body"),
        (THIRD, "body"),
    ]


def test_many_tags_and_scripts_cost_no_more_each() -> None:
    for piece in ('{"a":', "{a: 1} ", "var x = ", "<b>x</b>{y: z;} "):
        assert "".join(kinds(f"{HEADLINE}\n\n{piece * 20_000}")).startswith(HEADLINE)


@pytest.mark.parametrize("label", ["Key points:", "In brief", "Auf einen Blick", "Главное:"])
def test_key_points_under_the_headline(label: str) -> None:
    points = ["The port opens in five years", "Three towns pay for the port", "Fishermen were not asked"]
    found = kinds(page(HEADLINE, "", label, *points, "", FIRST, SECOND, THIRD))
    assert found[HEADLINE] == "headline"
    assert {found[point] for point in points} == {"body"}
    bullets = [f"- {point}" for point in points]
    found = kinds(page(HEADLINE, "", *bullets, "", FIRST, SECOND, THIRD))
    assert found[HEADLINE] == "headline"
    assert {found[point] for point in bullets} == {"body"}


def test_a_label_in_a_menu_makes_no_key_points() -> None:
    found = kinds(
        page("Highlights", "World", "River", "Old towns", HEADLINE, "By Ann Example", "", FIRST, SECOND, THIRD)
    )
    assert found[HEADLINE] == "headline"
    assert found["Old towns"] == "boilerplate"


@pytest.mark.parametrize("width", [48, 60, 76])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
def test_every_printed_line_a_paragraph(width: int, between: str) -> None:
    paragraphs = [f"{FIRST} {SECOND}", f"{THIRD} {FIRST}", f"{SECOND} {THIRD}"]
    lines = between.join(between.join(wrap(paragraph, width)) for paragraph in paragraphs)
    text = f"{HEADLINE}\n\n{lines}\n"
    spans = lay_out(text, "en")
    assert [text[s.start : s.end] for s in spans if s.kind == "headline"] == [HEADLINE]
    body = " ".join(text[s.start : s.end] for s in spans if s.kind == "body")
    assert body.split() == " ".join(paragraphs).split()


@pytest.mark.parametrize(
    "line", ["Posted on 4 May 2021 by Admin", "Published May 4, 2021, 10:15 am", "Stand: 04.05.2021"]
)
def test_a_page_whose_line_breaks_are_lost(line: str) -> None:
    body = f"{FIRST} {SECOND} {THIRD} {FIRST} {SECOND}"
    assert kinds(f"{HEADLINE} {line} {body}") == {HEADLINE: "headline", line: "dateline", body: "body"}


def test_a_date_in_a_sentence_cuts_no_line() -> None:
    for first in (
        "The report, Published on 4 May 2021 by Bob Sample, is long.",
        "He left. Posted on 4 May 2021 The note",
    ):
        text = f"{first} {FIRST} {SECOND} {THIRD} {FIRST} {SECOND}"
        assert kinds(text) == {text: "body"}


def test_short_paragraphs_with_blank_lines_between_stay_apart() -> None:
    text = "\n\n".join([HEADLINE, FIRST, "Nobody was surprised.", SECOND, THIRD])
    assert len(lay_out(text, "en")) == 5


def test_what_a_writer_says_of_themselves_above_the_text() -> None:
    note = "I cover rivers and railways."
    assert kinds(page(HEADLINE, "Ann Example", note, "4 May 2021", FIRST, SECOND, THIRD))[note] == "boilerplate"
    assert kinds(page(HEADLINE, "Ann Example", "4 May 2021", FIRST, note, SECOND, THIRD))[note] == "body"


def test_a_headline_with_a_full_stop_that_is_printed_twice() -> None:
    line = "Three towns build a port."
    text = page(line, line, "By Ann Example", FIRST, SECOND, THIRD)
    assert [text[s.start : s.end] for s in lay_out(text, "en") if s.kind == "headline"] == [line]
    assert kinds(page(line, FIRST, SECOND, THIRD))[line] == "body"


def test_the_headline_stands_above_a_notice_and_a_standfirst() -> None:
    standfirst = "Mayors of three river towns say that a common port is to be built in five years"
    found = kinds(page(HEADLINE, "This article is more than 3 years old", standfirst, "By Ann Example", FIRST, SECOND))
    assert (found[HEADLINE], found[standfirst]) == ("headline", "subhead")


PIECES = st.sampled_from(
    [HEADLINE, FIRST, SECOND, "Read: more", "See also", "Comments", "By Ann Example", "4 May 2021", "<p>", "</b>"]
) | st.text(max_size=40)


@given(st.lists(PIECES, max_size=12).map("\n".join) | st.text(max_size=300), st.sampled_from(["", "en", "de", "xx"]))
@settings(deadline=None, max_examples=150)
def test_spans_cover_all_text_and_do_not_overlap(text: str, language: str) -> None:
    spans = lay_out(text, language)
    covered = bytearray(len(text))
    last = 0
    for start, end, kind in spans:
        assert last <= start < end <= len(text)
        assert kind in KINDS
        covered[start:end] = b"\1" * (end - start)
        last = end
    assert all(seen or char.isspace() for seen, char in zip(covered, text, strict=True))


def test_a_first_paragraph_cut_by_an_advertisement_is_no_headline() -> None:
    half = "The port, which was built in eleven months and which the mayors call the largest, will supply"
    other = "some two hundred thousand homes, the mayors said on Monday in the town hall."
    found = kinds(page(HEADLINE, "", half, "", "ADVERTISEMENT", "", other, "", SECOND))
    assert found == {HEADLINE: "headline", half: "body", "ADVERTISEMENT": "boilerplate", other: "body", SECOND: "body"}


def test_lines_of_a_paragraph_are_one_where_divided_words_have_made_them_uneven():
    text = (
        "Ferry runs again after a year\n\nThe ferry will cross the fjord twice a day, the Norwegian minister\n"
        "Kari Dahl said. It will bring letters to Longyearbyen\nand to all the farms behind it, Kari Lindstrom\n"
        "said in the harbour.\n"
    )
    assert [text[a:b].count("\n") for a, b, kind in lay_out(text, "en") if kind == "body"] == [3]


DAM = "大坝已经修好，村民陆续回家，当地学校也将在下周重新开学。"
BRIDGE = "Мост через реку открыли в среду, и по нему уже поехали первые машины."


@pytest.mark.parametrize(
    ("opening", "text", "language"),
    [
        ("新华社北京3月5日电（记者李小燕）", DAM, "zh"),
        ("中新网3月5日电", DAM, "zh"),
        ("本报讯（记者李小燕）", DAM, "zh"),
        ("МОСКВА, 5 мар - РИА Новости.", BRIDGE, "ru"),
        ("ПЕРМЬ, 5 марта. /ТАСС/.", BRIDGE, "ru"),
    ],
)
def test_what_a_dispatch_begins_with(opening: str, text: str, language: str) -> None:
    found = kinds(page(f"{opening} {text}", text.replace("，", "、").replace(",", " –")), language)
    assert found[opening] == "dateline"
    assert found[text] == "body"


WRITERS = ["（记者李小燕）", "新华社记者李小燕、王明", "【编辑:王明】", "来源：晚报", "Источник: Вечерняя газета"]


@pytest.mark.parametrize("line", WRITERS)
def test_who_wrote_and_where_it_is_from(line: str) -> None:
    assert kinds(page(DAM, line), "zh")[line] in ("byline", "boilerplate")
