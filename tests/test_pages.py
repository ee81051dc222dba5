"""Saved web pages: pages of our own words, well made, badly made and hostile."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.study import Problem
from helpers.study.readers import html
from helpers.study.readers.document import Document, Unreadable
from helpers.study.readers.page_bytes import page_decoded

ENGLISH = [
    "The harbour authority said on Monday that the old bridge would stay shut until its pillars have been inspected.",
    "“We cannot take the risk,” said Ada Quill, who leads the authority, in a meeting with shopkeepers of the quay.",
    "Two ferries carry passengers in the meantime, and lorries have to go around the bay, which takes an hour longer.",
]
GERMAN = [
    "Die Hafenbehörde teilte am Montag mit, die alte Brücke bleibe gesperrt, bis ihre Pfeiler geprüft worden sind.",
    "„Wir dürfen das nicht wagen“, sagte die Leiterin der Behörde, Ada Quill, vor den Händlern am Kai der Stadt.",
    "Zwei Fähren bringen die Leute einstweilen hinüber, Lastwagen fahren um die Bucht, was eine Stunde länger dauert.",
]
RUSSIAN = [
    "Управление порта сообщило в понедельник, что старый мост останется закрытым, пока не проверят его опоры.",
    "«Мы не можем рисковать», — сказала глава управления Ада Квилл на встрече с владельцами лавок на набережной.",
    "Пока людей перевозят два парома, а грузовики едут в объезд залива, и дорога занимает на час больше обычного.",
]
CHINESE = [
    "港务局星期一表示，在桥墩检查完成之前，旧桥将继续关闭，市民需要改乘渡轮过海，预计检查还需要两个星期的时间。",
    "港务局局长在与码头商户会面时说，我们不能冒这个险，安全永远是第一位的，希望大家能够理解并且耐心等待检查的结果。",
    "目前有两艘渡轮运送乘客，货车则必须绕行海湾，路程要多花一个小时，当地商户说生意因此受到了很大的影响。",
]


def page(paragraphs: list[str], title: str = "The bridge stays shut", head: str = "", lang: str = "en") -> str:
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">Weather</a></li></ul></nav>'
        f"<article><h1>{title}</h1>{body}</article>"
        "<footer>Imprint. All rights reserved by the publisher of this page, whoever it may be.</footer></body></html>"
    )


def read(text: str | bytes, name: str = "page.html") -> tuple[list[Document], list[Problem]]:
    data = text.encode() if isinstance(text, str) else text
    found = list(html.read(Path(name), data))
    return [x for x in found if isinstance(x, Document)], [x for x in found if isinstance(x, Problem)]


def one(text: str | bytes) -> Document:
    (document,), problems = read(text)
    assert problems == []
    return document


@pytest.mark.parametrize(
    ("paragraphs", "language"),
    [(ENGLISH, "en"), (GERMAN, "de"), (RUSSIAN, "ru"), (CHINESE, "zh")],
    ids=lambda x: str(x)[:2],
)
def test_the_text_is_the_paragraphs_and_nothing_else(paragraphs: list[str], language: str) -> None:
    document = one(page(paragraphs, title="The bridge", lang=""))
    assert document.body == "\n\n".join(paragraphs)
    assert document.language == language
    assert document.title == "The bridge"


def test_links_and_inline_elements_never_cut_a_sentence() -> None:
    linked = (
        'The <a href="/h">harbour</a> authority <em>said</em> on <a href="/m"><b>Monday</b></a> that the '
        '<span class="name">old bridge</span> would stay shut until its pillars have been <i>inspected</i>.'
    )
    assert one(page([linked, *ENGLISH[1:]])).body == "\n\n".join(ENGLISH)


def test_blocks_make_paragraphs_whatever_they_are() -> None:
    text = page(ENGLISH).replace("<p>" + ENGLISH[1] + "</p>", f"<blockquote><p>{ENGLISH[1]}</p></blockquote>")
    text = text.replace(
        "<p>" + ENGLISH[2] + "</p>", f"<ul><li>{ENGLISH[2]}</li><li>Nobody was hurt at the quay.</li></ul>"
    )
    assert one(text).body.split("\n\n") == [*ENGLISH[:2], f"- {ENGLISH[2]}\n- Nobody was hurt at the quay."]


def test_a_figure_that_holds_a_quotation_is_text() -> None:
    text = page(ENGLISH).replace(
        "<p>" + ENGLISH[1] + "</p>", f"<figure><blockquote><p>{ENGLISH[1]}</p></blockquote></figure>"
    )
    assert ENGLISH[1] in one(text).body


@pytest.mark.parametrize(
    "furniture",
    [
        "<figure><img src='x.jpg'><figcaption>FURNITURE at the quay, seen on Monday by us all.</figcaption></figure>",
        "<div class='article__related-links'><p>FURNITURE of the town is sold at the quay this week.</p></div>",
        "<div role='complementary'><p>FURNITURE of the town is sold at the quay this week, as every year.</p></div>",
        "<div class='newsletterBox'><p>Get FURNITURE in your inbox every morning, with the best of the day.</p></div>",
        "<div id='cookie-notice'><p>We use FURNITURE to make this page better for you. Read what that means.</p></div>",
        "<ul class='x'><li><a href='/a'>FURNITURE is sold</a></li><li><a href='/b'>FURNITURE is bought</a></li></ul>",
        "<h3>More FURNITURE</h3><ul><li><a href='/a'>It is sold</a></li></ul>",
        "<p><a href='/c'>Why FURNITURE is getting dearer</a></p>",
        "<p>See also: <a href='/c'>Why FURNITURE is getting dearer again</a></p>",
        "<blockquote class='twitter-tweet'><p>FURNITURE is what I like most about this town.</p>Somebody</blockquote>",
        "<p style='display: none'>FURNITURE that no reader of the page ever sees on a screen.</p>",
        "<div><div class='k'><h3><a href='/1'>FURNITURE sold</a></h3><p>It was cheap this year.</p></div>"
        "<div class='k'><h3><a href='/2'>FURNITURE bought</a></h3><p>It was dear this year, they say.</p></div></div>",
    ],
)
def test_furniture_is_no_text(furniture: str) -> None:
    text = page(ENGLISH).replace("<p>" + ENGLISH[1], furniture + "<p>" + ENGLISH[1])
    assert one(text).body == "\n\n".join(ENGLISH)


def test_a_subhead_above_an_advertisement_stays() -> None:
    text = page(ENGLISH).replace("<p>" + ENGLISH[1], "<h2>What it means</h2><div class='ad'>Buy!</div><p>" + ENGLISH[1])
    assert one(text).body.split("\n\n") == [ENGLISH[0], "What it means", *ENGLISH[1:]]


def test_what_is_most_of_the_page_is_text_whatever_it_is_called() -> None:
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in ENGLISH)
    assert one(f"<html><body><div class='related comments promo'>{inner}</div></body></html>").body == "\n\n".join(
        ENGLISH
    )


def test_the_standfirst_is_told_by_the_description() -> None:
    lead = "Ferries carry the passengers across the bay while the pillars are inspected"
    head = f'<meta property="og:description" content="{lead}">'
    text = page(ENGLISH, head=head).replace("</h1>", f"</h1><div class='x9'>{lead}</div>")
    assert one(text).body == "\n\n".join([lead, *ENGLISH])


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **fields})}</script>'


def test_json_ld_tells_who_and_when() -> None:
    head = json_ld(
        **{
            "@graph": [
                {"@type": "Person", "@id": "#7", "name": "Ben Okri-Lund"},
                {"@type": "NewsArticle", "headline": "The bridge stays shut", "datePublished": "2023-05-20T23:30-05:00",
                 "author": [{"@id": "#7"}, {"@type": "Person", "name": "By Lin Tao"}],
                 "publisher": {"@type": "Organization", "name": "The Quay Courier"}},
            ]
        }
    )  # fmt: skip
    document = one(page(ENGLISH, head=head + '<link rel="canonical" href="https://quay.example/bridge">'))
    assert document.author == "Ben Okri-Lund; Lin Tao"
    assert document.published == "2023-05-20"
    assert document.outlet == "The Quay Courier"
    assert document.url == "https://quay.example/bridge"


@pytest.mark.parametrize(
    ("element", "opengraph", "shown", "right"),
    [
        ("Bridge is shut | Quay Courier", "Bridge is shut - Quay Courier", "Bridge is shut", "Bridge is shut"),
        ("Bridge shut: all there is", "Why the bridge is shut", "Why the bridge is shut", "Why the bridge is shut"),
        ("The bridge stays shut", "", "Quay Courier", "The bridge stays shut"),
        ("The bridge stays shut – what it means", "", "", "The bridge stays shut – what it means"),
    ],
)  # fmt: skip
def test_the_headline_is_without_the_name_of_the_site(element: str, opengraph: str, shown: str, right: str) -> None:
    head = f'<meta property="og:site_name" content="Quay Courier"><meta property="og:title" content="{opengraph}">'
    text = page(ENGLISH, title="@@", head=head).replace("<h1>@@", f"<h1>{shown}").replace("@@", element)
    assert one(text).title == right


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<span class='byline'>By Ada Quill and Ben Okri</span>", "Ada Quill; Ben Okri"),
        ("<p>Von Ada Quill und Ben van Dam</p>", "Ada Quill; Ben van Dam"),
        ("<a rel='author' href='/a'>Ada Quill</a>", "Ada Quill"),
        ("<p class='meta-author'>Автор: Ада Квилл</p>", "Ада Квилл"),
        ("<p>By the end of the week it was shut</p>", ""),
    ],
)
def test_authors_are_read_from_the_byline(byline: str, authors: str) -> None:
    assert one(page(ENGLISH).replace("</h1>", "</h1>" + byline)).author == authors


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2023-05-20T01:00:00Z">', "2023-05-20"),
        ('<meta name="date" content="20 May 2023">', "2023-05-20"),
        ('<meta name="date" content="03/04/2023 10:15">', "03/04/2023"),
        ('<meta name="date" content="0001-01-01T00:00:00Z">', ""),
        ("", ""),
    ],
)
def test_dates_of_meta_elements(head: str, published: str) -> None:
    assert one(page(ENGLISH, head=head)).published == published


def test_a_date_on_the_page_is_found() -> None:
    text = page(ENGLISH).replace("</h1>", '</h1><time datetime="2021-03-04T10:00">4 March</time>')
    assert one(text).published == "2021-03-04"


def test_the_year_of_a_line_of_copyright_dates_no_article() -> None:
    text = page(ENGLISH).replace("Imprint.", "© 2024 The Herald.")
    assert one(text).published == ""
    dated = text.replace("<h1>", "<p class='date'>1 January 2024</p><h1>")
    assert one(dated).published == "2024-01-01"


# --- encodings --------------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", "iso-8859-1", "koi8-r", ""])
def test_russian_in_windows_1251_whatever_is_declared(declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    text = page(RUSSIAN, title="Мост закрыт", head=head, lang="ru")
    document = one(text.encode("cp1251"))
    assert document.body == "\n\n".join(RUSSIAN)
    assert document.title == "Мост закрыт"


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "utf-8", "windows-1252", ""])
def test_chinese_in_gb18030_whatever_is_declared(declared: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert one(page(CHINESE, head=head, lang="zh").encode("gb18030")).body == "\n\n".join(CHINESE)


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-1", "utf-8", "utf-8-sig", "utf-16"])
def test_german_in_its_encodings(encoding: str) -> None:
    text = page([paragraph.replace("„", '"').replace("“", '"') for paragraph in GERMAN])
    assert "Hafenbehörde" in one(text.encode(encoding)).body


def test_a_declaration_after_many_bytes_and_between_programs_counts() -> None:
    head = "<style>" + "a{}" * 1000 + "</style><script>var x = '<';</script><meta charset=cp1250>"
    raw = page(["Žluťoučký kůň úpěl ďábelské ódy, řekl v pondělí úřad přístavu a most zůstane zavřený."], head=head)
    assert "kůň úpěl ďábelské" in page_decoded(raw.encode("cp1250"))


def test_a_few_broken_bytes_leave_the_rest_of_the_page_whole() -> None:
    raw = page(RUSSIAN).encode().replace("паром".encode(), "паром".encode() + b"\xff")
    assert one(raw).body.split("\n\n")[:2] == RUSSIAN[:2]


# --- pages that are none, and hostile ones ----------------------------------------------------------


def test_a_page_without_text_is_lost() -> None:
    documents, problems = read("<html><body><script>document.write('text')</script></body></html>")
    assert documents == []
    assert [problem.severity for problem in problems] == ["lost"]


PAID = json_ld(**{"@type": "NewsArticle", "author": "A", "isAccessibleForFree": "False"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (page(["What you are looking for is not here any more. Try the search."], "404 Not Found"), "not be shown"),
        (page(["Checking your browser before you go on to the page."], "Just a moment..."), "not be shown"),
        (page(ENGLISH[:1], head=PAID), "paid"),
        (page(["Short it is."]), "very little text"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_whole_article_is_doubted(text: str, said: str) -> None:
    documents, problems = read(text)
    assert len(documents) == 1
    assert [problem.severity for problem in problems] == ["doubt"]
    assert said in problems[0].problem


@pytest.mark.parametrize(("text", "severity"), [("", "lost"), (f"<p>{ENGLISH[0]}</p>", "doubt")])
def test_a_list_of_articles_is_told(text: str, severity: str) -> None:
    links = "".join(f"<p><a href='/{n}'>A headline of the day, number {n}</a> and more</p>" for n in range(40))
    _, problems = read(f"<html><head><title>Quay Courier</title></head><body>{links}{text}</body></html>")
    assert [problem.severity for problem in problems] == [severity]
    assert "list of articles" in problems[0].problem


def test_programs_are_never_text() -> None:
    text = page(ENGLISH).replace(
        "</article>", "<script>alert('ran')</script><p onclick='ran()'>" + ENGLISH[0] + " Too.</p></article>"
    )
    assert "ran" not in one(text).body.replace("brance", "")


def test_a_program_of_twenty_megabytes_costs_no_text() -> None:
    assert one(page(ENGLISH, head="<script>" + "x = 1;" * 3_500_000 + "</script>")).body == "\n\n".join(ENGLISH)


@pytest.mark.parametrize("tag", ["div", "span", "b"])
def test_a_page_nested_too_deeply_keeps_its_text(tag: str) -> None:
    text = page(ENGLISH).replace("<p>" + ENGLISH[0], f"<{tag}>" * 20_000 + "<p>" + ENGLISH[0])
    assert one(text).body.startswith("\n\n".join(ENGLISH))


@pytest.mark.parametrize(
    "text",
    [
        page(["word " * 500_000]),
        page(["word"] * 70_000),
        "<html><body>" + "x" * 41_000_000,
    ],
    ids=["one long paragraph", "many elements", "too many bytes"],
)
def test_what_is_far_too_long_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="save the article alone"):
        read(text)


def test_a_packed_page_is_unpacked_within_bounds() -> None:
    assert read(gzip.compress(page(ENGLISH).encode()))[0][0].body == "\n\n".join(ENGLISH)
    with pytest.raises(Unreadable, match="larger than"):
        read(gzip.compress(b" " * 50_000_000))
    with pytest.raises(Unreadable, match="damaged"):
        read(gzip.compress(page(ENGLISH).encode())[:-20])


@pytest.mark.parametrize("data", [b"", b" \n", bytes(range(256)) * 50])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "NewsArticle", "headline": ',
        '{"a":' * 20_000,
        "[1, 2, null]",
        '{"@type": ["NewsArticle", 3], "author": {"name": {}}}',
    ],
)
def test_broken_json_ld_is_passed_over(broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>'
    assert one(page(ENGLISH, head=head)).title == "The bridge stays shut"


def test_entities_do_not_unfold() -> None:
    text = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + page(
        [*ENGLISH, "And &b; it ended there on Monday."]
    )
    assert "aaaa" not in one(text).body


def test_a_page_is_known_by_its_elements() -> None:
    assert html.knows(b"\n<!DOCTYPE HTML><html>", Path("a.html"))
    assert html.knows(page(ENGLISH).encode("utf-16"), Path("a.htm"))
    assert html.knows(gzip.compress(b"<html>"), Path("a.html.gz"))
    assert not html.knows(b"Plain words on a plain page.", Path("a.html"))


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=100))
def test_no_page_breaks_the_reader(noise: bytes, words: str) -> None:
    raw = page([*ENGLISH, words]).encode("utf-8", "replace")
    try:
        read(raw[:300] + noise + raw[300:])
    except Unreadable as error:
        assert str(error)


def test_a_text_that_only_the_data_hold_is_read_from_them() -> None:
    head = json_ld(**{"@type": "NewsArticle", "headline": "The bridge stays shut", "articleBody": "\n".join(ENGLISH)})
    assert one(f"<html><head>{head}</head><body><div id='app'></div></body></html>").body == "\n\n".join(ENGLISH)


def test_the_section_is_a_note() -> None:
    assert one(page(ENGLISH, head='<meta property="article:section" content="Harbour">')).note == "section: Harbour"


def test_a_page_with_the_data_of_many_articles_is_a_list() -> None:
    data = [{"@type": "NewsArticle", "headline": f"Number {n} of the day"} for n in range(9)]
    links = "".join(f"<p><a href='/{n}'>Number {n} of the day in the harbour</a></p>" for n in range(9))
    text = (
        f"<html><head><title>Quay Courier</title>{json_ld(**{'@graph': data})}</head><body>{links}<p>{ENGLISH[0]}</p>"
    )
    _, problems = read(text)
    assert [problem.severity for problem in problems] == ["doubt"]


def test_a_chinese_standfirst_is_text() -> None:
    lead = "两艘渡轮在检查期间运送乘客过海"
    head = f'<meta name="description" content="{lead}">'
    text = page(CHINESE, title="旧桥继续关闭", head=head).replace("</h1>", f"</h1><h2>{lead}</h2>")
    assert one(text).body == "\n\n".join([lead, *CHINESE])


def test_an_old_page_laid_out_by_a_table() -> None:
    text = (
        "<TABLE><TR><TD><A HREF=/>Главная</A><BR><A HREF=/n>Новости</A></TD>"
        f"<TD><B>Мост закрыт</B><BR>20.05.2003<BR><BR>{'<BR><BR>'.join(RUSSIAN * 3)}</TD></TR></TABLE>"
    )
    head = "<TITLE>Мост закрыт :: Портовый вестник</TITLE>"
    document = one(f"<HTML><HEAD>{head}</HEAD><BODY>{text}</BODY></HTML>".encode("cp1251"))
    assert document.title == "Мост закрыт"
    assert document.published == "2003-05-20"
    assert document.body.startswith("\n\n".join(RUSSIAN))
    assert "Новости" not in document.body


def test_a_chinese_title_and_an_editor_who_is_no_author() -> None:
    text = page(CHINESE, title="旧桥继续关闭").replace("<title>旧桥继续关闭", "<title>旧桥继续关闭_海湾新闻")
    document = one(text.replace("</article>", "<p class='show_author'>责任编辑：李明</p></article>"))
    assert (document.title, document.author) == ("旧桥继续关闭", "")
