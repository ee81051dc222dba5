"""Stories: copies of one text share one, however they were cut and edited; bulletins with other facts do not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.tables.sketch import SHORT, kept_below, sketch
from helpers.tables.stories import Told, is_copy, likeness, story_ids

LONG = [
    "Three towns on the lower river have agreed to build a port together.",
    "It is to open in 2031 and to cost 480 million crowns, said the mayor of the largest, Ana Tomer.",
    "The money comes from a bank in the capital, which wants the railway in return.",
    "Nobody asked the fishermen, who fear for the island where the birds breed.",
    "The mayors promise them a new harbour, and the bank promises a loan at 3.5 percent.",
    "In the spring 1,200 people walked to the town hall to say what they thought of it.",
    "Ships now wait for days at the old quay, because the water is too low for them in summer.",
    "Whether the new port will be any deeper is a question that the engineers leave open.",
    "They have asked for another year to measure the bed of the river and the ice on it.",
]
OTHER = [
    "The old bridge fell on Sunday night while the town slept.",
    "A baker saw it go, he says, and heard nothing but the water.",
    "It had stood for ninety years and carried two trams a minute, and it will not be built again.",
    "Until a ferry comes the children walk to school by way of the mill, an hour each way.",
]
SPEECH = (
    "“We came here with nothing, and we built a town that others envy us. Nobody gave us the water, nobody gave us "
    "the road. What our fathers made with their hands we shall not sell for a loan, nor for a promise, nor for fear.”"
)
CHINESE = [
    "三个城镇同意在河上共同建设一个港口,港口将于2031年开放。",
    "资金来自首都的一家银行,作为回报,银行希望得到铁路。",
    "没有人问过渔民,他们担心鸟类繁殖的小岛。",
    "市长们答应给他们一个新的港湾,银行答应提供利率为百分之三的贷款。",
]
RUSSIAN = [
    "Три города в низовьях реки договорились вместе построить порт.",
    "Он откроется в 2031 году и обойдётся в 480 миллионов крон, сказала мэр Анна Томер.",
    "Деньги даёт столичный банк, который хочет получить взамен железную дорогу.",
    "Рыбаков никто не спросил, а они боятся за остров, где гнездятся птицы.",
    "Мэры обещают им новую гавань, а банк обещает кредит под 3,5 процента.",
]
BULLETIN = (
    "The central rate of the crown rose by {} points to {} against the dollar on day {}, the exchange said. In the "
    "market the crown may rise or fall by 2 percent from the central rate each trading day. The rate is an average "
    "of the prices that dealers offer before the market opens in the morning."
)
RESULT = (
    "In the second round of the cup {} beat {} at home after a goalless first half. The visitors had more of the ball "
    "and hit the post twice, but the hosts scored on the break when {} headed in a corner in the last minute of the "
    "match and the crowd ran on to the pitch."
)


def told(article_id: str, text: str | list[str], day: str = "", language: str = "en", story: str = "") -> Told:
    sentences = [text] if isinstance(text, str) else text
    return Told(article_id, sketch([(one, []) for one in sentences], language), day, language, story)


def copies(a: str | list[str], b: str | list[str], language: str = "en") -> bool:
    return is_copy(told("a", a, language=language).sketch, told("b", b, language=language).sketch)


def test_a_reprint_is_the_same_story_whatever_was_done_to_it() -> None:
    furniture = ["By Jo Writer", *LONG, "Read also: what the river carries"]
    styled = [s.replace("percent", "per cent").replace("1,200", "1 200") for s in LONG]
    edited = [s.replace("together", "jointly").replace("because", "since") for s in LONG]
    boilerplate = [*LONG[:4], "The Lower River Post has told its readers the news of the valley since its founding."]
    for changed in (LONG[:3], furniture, styled, edited, boilerplate, [" ".join(LONG)], LONG[::-1]):
        assert copies(LONG, changed), changed
    assert not copies(LONG, OTHER) and not copies(LONG, [*OTHER, LONG[0]])


def test_reprints_in_russian_and_chinese() -> None:
    for text, language in ((CHINESE, "zh"), (RUSSIAN, "ru")):
        assert copies(text, text[:3], language) and copies(text, [*text, text[0][::-1]], language)
        assert not copies(text, [line[::-1] for line in text], language)
    assert not copies(CHINESE, [line.replace("2031", "2044").replace("三", "五") for line in CHINESE[:1] * 3], "zh")


def test_bulletins_with_other_numbers_or_names_are_stories_of_their_own() -> None:
    days = [told(f"d{n}", BULLETIN.format(100 + 7 * n, f"6.{731 + 13 * n}", 3 + n)) for n in range(9)]
    assert story_ids(days) == [one.article_id for one in days]
    results = [told("r1", RESULT.format("Northam", "Eastley", "Karl Overy")),
               told("r2", RESULT.format("Westford", "Southby", "Piet Amsel"))]  # fmt: skip
    assert story_ids(results) == ["r1", "r2"]
    again = told("e", BULLETIN.format(114, "6.757", 5) + " This was first told elsewhere.")
    assert dict(zip("abc", story_ids([days[2], days[3], again]), strict=True)) == {"a": "d2", "b": "d3", "c": "d2"}


FORECAST = (
    "气象台预计,明天白天山区以晴天为主,平原有{}到{}级偏北风,气温下降{}摄氏度左右;沿海地区有小雨,雨量可达{}十毫米。"
    "气象台提醒市民,请关注天气变化,合理安排出行,农户应做好田间管理,防范大风降温对作物的不利影响。"
)
RATE = (
    "{}日克朗对美元汇率中间价报{},较前一交易日上调{}个基点。根据交易所的规定,在即期市场,克朗对美元交易价可在当日中间价上下"
    "百分之{}的幅度内浮动。中间价由交易所于每日开盘前向做市商询价,并将做市商报价进行平均后得出。"
)


def test_bulletins_in_chinese_tell_their_facts_in_signs_or_digits() -> None:
    signs = [FORECAST.format(*day) for day in ("三五六二", "二四八三", "四六七五", "五七九四")]
    days = ((3, "6.8812", 41, "二"), (4, "6.8715", 97, "二"), (5, "6.8931", 216, "二"))
    rates = [RATE.format(*day) for day in days]
    for texts in (signs, rates):
        found = story_ids([told(f"{n}", text, language="zh") for n, text in enumerate(texts)])
        assert found == [f"{n}" for n in range(len(texts))]
    wide = {ord(digit): 0xFEE0 + ord(digit) for digit in "0123456789."}
    for text in (*signs, *rates):
        again = (
            text.translate(wide),
            text.replace(",", "，").replace("日", " 日 "),
            text[: len(text) * 3 // 5],
            f"来源:某某网 {text}更多内容请看客户端。",
            "\n".join(text[at : at + 20] for at in range(0, len(text), 20)),
        )
        assert all(copies(text, changed, "zh") for changed in again)


def test_likeness_by_hand() -> None:
    """Twelve words of fifty are new at the end: of 47 runs of four words 38 - 3 are shared, and both facts agree."""
    words = [f"{a}{b}" for a in "klmnp" for b in ("ab", "eb", "ib", "ob", "ub", "ac", "ec", "ic", "oc", "uc")]
    first = " ".join([*words[:5], "12", *words[6:]])
    second = " ".join([*words[:5], "12", *words[6:38], *(word[::-1] + "q" for word in words[38:])])
    third = second.replace("12", "13")
    sketches = [told("x", text).sketch for text in (first, second, third)]
    assert [one.n_units for one in sketches] == [50, 50, 50] and kept_below(50) == 2**32
    assert likeness(sketches[0], sketches[1]) == (35 / 47, 1.0, 1.0)
    assert likeness(sketches[0], sketches[2]) == (35 / 47, 0.0, 1.0)


def test_a_long_quotation_or_boilerplate_makes_no_story() -> None:
    assert not copies([*LONG[:5], SPEECH], [SPEECH, *OTHER])
    assert not copies([*LONG, BULLETIN], [*OTHER, BULLETIN])


def test_short_texts_are_one_story_when_they_say_the_same_at_the_same_time() -> None:
    rows = [
        told("a", "U.S. and Ruritania talk about trade", "2022-05-01"),
        told("b", "US and Ruritania talk about trade!", "2022-05-02"),
        told("c", "US and Ruritania talk about trade", "2022-06-11"),
        told("d", "US and Ruritania talk about fish", "2022-05-01"),
        told("e", "90% of readers like news", "2022-05"),
        told("f", "90 percent of readers like news", "2022-05-09"),
        told("g", "80 percent of readers like news", "2022-05-09"),
    ]
    assert story_ids(rows) == ["a", "a", "c", "d", "e", "e", "g"]
    for undated in (told("a", "Fish"), told("a", "Fish", "2022")):
        assert story_ids([undated, told("b", "Fish", "2022-05-01"), told("c", "Fish", "2022-08-01")]) == ["a", "b", "a"]
    daily = [told(f"m{n}", "Morning briefing", f"2022-05-0{n}") for n in range(1, 6)]
    assert story_ids(daily) == story_ids(daily[::-1])[::-1] == ["m1", "m1", "m3", "m3", "m5"]


def test_texts_without_words_are_stories_of_their_own() -> None:
    assert story_ids([told(key, text) for key, text in (("a", ""), ("b", ""), ("c", "..."))]) == ["a", "b", "c"]
    assert story_ids([]) == []


def test_many_reposts_are_one_story() -> None:
    texts = [[*LONG, f"This was sent on by {'abcdefghij'[n % 10] * (2 + n // 10)} and friends."] for n in range(200)]
    assert set(story_ids([told(f"r{n:03}", text) for n, text in enumerate(texts)])) == {"r000"}


def test_what_the_user_says_goes_before_what_is_found() -> None:
    rows = [told("a", LONG), told("b", LONG), told("c", OTHER, story="port"), told("d", LONG, story="port")]
    assert story_ids(rows) == ["a", "a", "a", "a"]
    apart = [told("a", LONG, story="one"), told("b", LONG, story="two"), told("c", LONG)]
    assert story_ids(apart) == ["a", "b", "c"]


ARTICLES = [
    told("k", LONG), told("b", LONG[:4]), told("c", OTHER), told("a", [*LONG, "The end of it."]), told("e", "Fish"),
    told("d", [BULLETIN.format(1, 2, 3)]), told("g", [BULLETIN.format(40, 500, 6)]), told("f", "fish"),
]  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(st.permutations(ARTICLES))
def test_the_order_of_the_articles_does_not_matter(articles: list[Told]) -> None:
    found = {article.article_id: story for article, story in zip(articles, story_ids(articles), strict=True)}
    assert found == {"k": "a", "b": "a", "a": "a", "c": "c", "d": "d", "g": "g", "e": "e", "f": "e"}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(["en", "de", "ru", "zh", ""]))
def test_any_text_is_a_copy_of_itself(sentences: list[str], language: str) -> None:
    made = sketch([(one, []) for one in sentences], language)
    again = sketch([(one, []) for one in sentences], language)
    assert made.words == again.words and made.runs.tolist() == again.runs.tolist()
    assert made.n_units < SHORT or is_copy(made, again)
