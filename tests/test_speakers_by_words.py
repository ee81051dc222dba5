"""Speakers of Russian and Chinese text of our own writing: names in the nominative, roles, papers, media, voices."""

from dataclasses import replace

import pytest
from test_speakers import ARTICLE, STUDY, resolve, sentences_of, unmark, who

from helpers import speakers
from helpers.attribution import Attribution
from helpers.attribution.saying import is_said
from helpers.encoder.quotes import quotations
from helpers.layout import Span
from helpers.layout.sentences import split
from helpers.names import everybody, gazetteer, people_in_cases, people_in_characters


def names(marked, language):
    return [name for name, _ in who(marked, language)]


def voices(marked, language):
    return [voice for _, voice in who(marked, language)]


# ---------------------------------------------------------------------------------------------------------------
# Russian: who it is


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "[s1 Губернатор области Олег Ветров] [c1 заявил], [t1 что мост открыт]. [c2 По словам] [s2 Ветрова], "
            "[t2 движение начнётся утром].",
            ["Олег Ветров", "Олег Ветров"],
        ),
        ("[c1 По словам] [s1 директора музея Анны Лужиной], [t1 выставка закрыта].", ["Анна Лужина"]),
        (
            "[c1 Сообщил] [s1 глава ведомства Иван Кротов]. [s2 Он] [c2 добавил], [t1 что доволен] [t2 всем].",
            ["Иван Кротов"] * 2,
        ),
        (
            "[s1 Министр культуры Вера Зимина] [c1 сказала], [t1 что приедет]. [s2 Она] [c2 отметила], [t2 что рада]. "
            "[s3 Министр] [c3 уточнила], [t3 что в мае].",
            ["Вера Зимина"] * 3,
        ),
        ("[s1 В Белом доме] [c1 заявили], [t1 что рады].", ["Белый дом"]),
        ("[c1 По данным] [s1 Европейской комиссии], [t1 всё готово].", ["Европейская комиссия"]),
        ("[s1 Белый дом] [c1 заявил], [t1 что рад].", ["Белый дом"]),
        ("[s1 Жители Белгорода] [c1 рассказали], [t1 что видели дым].", ["Жители Белгорода"]),
        (
            "[c1 Сообщили] [s1 в региональном управлении полиции], [t1 что дело закрыто].",
            ["региональное управление полиции"],
        ),
        ("[c1 Говорится] [s1 на сайте областного управления], [t1 что дело закрыто].", ["областное управление"]),
        ("[t1 Дождя не будет], [c1 заявил] [s1 в октябре Пётр Зимин, агроном].", ["Пётр Зимин"]),
        ("[t1 Дождя не будет], [c1 заявил] [s1 в субботу вечером агроном Пётр Зимин].", ["Пётр Зимин"]),
        (
            "[s1 Сенатор от штата Вирджиния Томас Грин] [c1 сказал], [t1 что рад]. [c2 Заявил] [s2 житель города Киров "
            "Олег Ветров], [t2 что тоже].",
            ["Томас Грин", "Олег Ветров"],
        ),
        (
            "Опрос, опубликованный в газете The Independent, ждали давно. [s1 Опрос] [c1 показал], [t1 что дождя нет].",
            ["The Independent"],
        ),
        ("[s1 Помощник Петрова] [c1 сказал], [t1 что дождя не будет].", ["Помощник Петрова"]),
        ("[s1 Местный житель] [c1 сказал], [t1 что дождя не будет].", ["Местный житель"]),
        (
            "[s1 Франсуа Мюссе] [c1 сказал], [t1 что дождя не будет]. [c2 По мнению] [s2 Мюссе], [t2 он будет].",
            ["Франсуа Мюссе"] * 2,
        ),
    ],
)
def test_russian_names(marked, expected):
    assert names(marked, "ru") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # names of East Asia begin with the surname, which may be an ordinary word, and may have one letter
        ("[c1 Сообщил] [s1 представитель МИД КНР Хэ Юнь], [t1 что дорога открыта].", ["Хэ Юнь"]),
        (
            "[s1 Мун Ё Хан] [c1 сказала], [t1 что дорога открыта]. [s2 Она] [c2 добавила], [t2 что рада].",
            ["Мун Ё Хан"] * 2,
        ),
        # whom somebody meets is not he
        (
            "Министр связи Чехии Ян Дворжак прибыл. "
            "На встрече с китайским коллегой Хэ Юнем [s1 он] [c1 сказал], [t1 что рад].",
            ["Ян Дворжак"],
        ),
        # the noun for a person was taken for the end of the cue
        ("Как [c1 рассказал садовник] [s1 парка Олег Ветров], [t1 дождя не было].", ["Олег Ветров"]),
        # somebody's name behind a comma
        ("[s1 Другой бывший лётчик из Рязани, Николай], [c1 сказал], [t1 что дождя нет].", ["Николай"]),
        # a text of whoever signed it, of several people, and its authors
        (
            "Президент Чехии Ян Дворжак подписал указ о лесах. "
            "[s1 Указ] [c1 предусматривает], [t1 что сосны останутся].",
            ["Ян Дворжак"],
        ),
        (
            "[t1 Дождя не будет], [c1 говорится] [s1 в докладе ЮНЕСКО]. "
            "[s2 Авторы доклада] [c2 считают], [t2 что это плохо].",
            ["ЮНЕСКО", "ЮНЕСКО"],
        ),
        (
            "[s1 Врачи Анна Лужина и Вера Зимина] [c1 сказали], [t1 что всё хорошо]. "
            "[s2 Специалисты] [c2 добавили], [t2 что рады].",
            ["Анна Лужина and Вера Зимина"] * 2,
        ),
        # a body put together of the beginnings of its name, and by its field
        (
            "[s1 В Министерстве культуры РФ] [c1 сообщили], [t1 что музей открыт]. "
            "[s2 Минкультуры] [c2 уточнило], [t2 что весь]. "
            "[s3 В музейном ведомстве] [c3 заявили], [t3 что вход свободен].",
            ["Министерство культуры РФ"] * 3,
        ),
        # an organ goes on, not whom it told of
        (
            "[s1 Областной суд] [c1 сообщил], [t1 что дело закрыто]. [s2 Водитель] [c2 признался], [t2 что спал]. "
            "[c3 Отмечается], [t3 что он цел].",
            ["Областной суд", "Водитель", "Областной суд"],
        ),
        ("[t1 Дождь кончился], [c1 говорится] в [s1 сообщении] областного суда.", ["областной суд"]),
        ("[s1 Это вызвало негодование врачей], [c1 заявили] [t1 что плохо].", ["врачи"]),
        ("«[t1 Дождя не будет]», — [c1 цитирует] [s1 его ТАСС]. ", [""]),
        ("Пришёл мэр Олег Ветров. [s1 Москва], [c1 предупредил] он, [t1 готова к дождю].", ["Олег Ветров"]),
        ("Пришёл мэр Олег Ветров. [t1 Мост готов], [c1 сказал] [s1 он ТАСС].", ["Олег Ветров"]),
        ("[s1 Телеканалу «Берег» Олег Ветров] [c1 сообщил], [t1 что мост готов].", ["Олег Ветров"]),
        ("Пришёл мэр Олег Ветров. [s1 О. Ветров] [c1 сообщил], [t1 что мост готов].", ["Олег Ветров"]),
        ("[c1 Передаёт] [s1 bereg.kz], [t1 что мост готов].", ["bereg.kz"]),
        # whom a medium cites speaks, and not the medium, nor whoever of one was told
        (
            "[s1 Пожилой рыбак] [c1 рассказал] газете, [t1 что видел дым]. "
            "«[t2 Дыма было много]», — [c2 приводит] [s2 агентство] слова мужчины.",
            ["Пожилой рыбак"] * 2,
        ),
        ("«[t1 Мост хорош]», — [c1 цитирует] [s1 агентство] губернатора Олега Ветрова.", ["Олег Ветров"]),
        ("«[t1 Мост хорош]», — [c1 цитирует] [s1 агентство] в среду.", ["агентство"]),
        ("«[t1 Мост хорош]», — [c1 рассказал] [s1 бывший сторож корреспонденту «Берега»].", ["бывший сторож"]),
        ("«[t1 Мост хорош]», — [c1 рассказал] [s1 местный житель журналистам].", ["местный житель"]),
        ("[t1 Мост готов], [c1 сообщает] [s1 сайт мост.рф] по данным областного совета.", ["областной совет"]),
        (
            "[c1 Сообщили] [s1 в посольстве Чехии], [t1 что рады]. "
            "«[t2 Мост хорош]», — [c2 цитирует] [s2 сообщение ТАСС].",
            ["посольство Чехии"] * 2,
        ),
        # a medium that no list knows, by its title, and an article by the medium named before
        (
            'Об этом [c1 сообщает] [s1 газета "Сой ка"], [t1 что мост готов]. '
            "[c2 По данным] [s2 издания], [t2 он красив].",
            ['газета "Сой ка"'] * 2,
        ),
        (
            "Вышла The Washington Post. [s1 В Пентагоне] [c1 заявили], [t1 что цели есть]. "
            "«[t2 Мост хорош]», — [c2 говорится] в [s2 статье издания].",
            ["Пентагон", "Washington Post"],
        ),
        # papers of whoever makes such papers
        ("[t1 Мостов больше], [c1 свидетельствуют] [s1 данные Института Карла Ригера].", ["Институт Карла Ригера"]),
        (
            "Прокуратура Чехии начала дело. [c1 Согласно] [s1 обвинительному заключению], [t1 мэр украл мост].",
            ["Прокуратура Чехии"],
        ),
        ("[c1 Согласно] [s1 обвинительному заключению], [t1 мэр украл мост].", ["обвинительное заключение"]),
        (
            "Поправки о мостах вносятся правительством РФ. «[t1 Мостов станет больше]», — [c1 говорится] "
            "в [s1 пояснительной записке].",
            ["правительство РФ"],
        ),
        (
            "Депутат Олег Ветров внёс законопроект о мостах. «[t1 Мостов станет больше]», — [c1 говорится] "
            "в [s1 пояснении к законопроекту].",
            ["Олег Ветров"],
        ),
        # offices by another word
        ("Папа Римский приехал. [t1 Мост готов], [c1 сказал] [s1 понтифик].", ["Папа Римский"]),
        ("Правительство РФ открыло мост. Как [c1 сообщает] [s1 кабмин], [t1 мост готов].", ["Правительство РФ"]),
        # what he is, something of it, and his name before the verb; whose advocate he is
        (
            "[s1 Официальный представитель порта в Чили], занятого на стройке, полковник Олег Ветров [c1 заявил], "
            "[t1 что мост готов].",
            ["Олег Ветров"],
        ),
        (
            "Судят Марека Соварски. [c1 По словам] [s1 защитника Соварски, присяжного адвоката Павла Зимина], "
            "[t1 мост готов].",
            ["Павел Зимин"],
        ),
        # a surname of no case tells no gender behind a woman's name
        (
            "[c1 Сообщила] [s1 секретарь судов Анетт Кросманн], [t1 что рада]. "
            "По [s2 её] [c2 словам], [t2 Олег Ветров тоже].",
            ["Анетт Кросманн"] * 2,
        ),
        # the author of an article is no colonel
        (
            "[s1 Полковник Олег Ветров] [c1 сказал], [t1 что мост готов]. "
            "[s2 Автор статьи] [c2 считает], [t2 что нет].",
            ["Олег Ветров", "Автор статьи"],
        ),
    ],
)
def test_who_is_meant_in_russian(marked, expected):
    assert names(marked, "ru") == expected


def test_one_nameless_person_goes_on_under_other_descriptions():
    told = "[s1 Житель Хомса] [c1 рассказал] {}, [t1 что видел дым]. "
    later = (
        "[c2 По словам] [s2 бывшего узника], [t2 дыма было много]. «[t3 Я ушёл]», — [c3 цитирует] ТАСС [s3 сирийца]."
    )
    assert who(told.format("газете") + later, "ru") == [("Житель Хомса", "other")] * 3
    assert names(told.format("брату") + later, "ru")[1] == "бывший узник"  # no interview
    assert names(told.format("газете") + "[c2 По словам] [s2 местного врача], [t2 да].", "ru")[1] == "местный врач"


def test_what_a_nameless_person_is_called_later_tells_the_voice():
    marked = "[s1 Рыбак] [c1 рассказал], [t1 что видел дым]. «[t2 Дыма много]», — [c2 цитирует] ТАСС [s2 сирийца]."
    assert who(marked, "ru") == [("Рыбак", "other")] * 2


def test_i_within_a_quotation_that_holds_another_in_like_marks_is_who_is_named_behind_it():
    marked = (
        "[s1 Мэр Вера Зимина] [c1 сказала], [t1 что рада]. "
        "«Корабль «Заря» ушёл. [s2 Мы] [c2 знаем], [t2 что «Заря» вернётся]», — "
        "[c3 рассказал] [s3 капитан Олег Ветров] [t3 гостям]."
    )
    assert names(marked, "ru") == ["Вера Зимина", "Олег Ветров", "Олег Ветров"]


def test_an_age_and_a_trade_are_the_one_named_before():
    marked = "На мост зовут Олега Ветрова. [s1 24-летний {}] [c1 сказал], [t1 что рад]."
    assert names(marked.format("футболист"), "ru") == ["Олег Ветров"]
    assert names(marked.format("житель Рязани"), "ru") == ["24-летний житель Рязани"]


def test_a_clause_behind_a_name_describes_nobody():
    marked = "Известны клубы Олега Кветрова{} зарплата в Италии. [s1 Олег Кветров] [c1 сказал], [t1 что рад]."
    assert voices(marked.format(", и его"), "ru") != ["western"]
    assert voices("Мост хвалит Олег Кветров, мэр в Италии. [s1 Кветров] [c1 сказал], [t1 что рад].", "ru") == [
        "western"
    ]


def test_words_in_marks_before_a_verb_are_whole_and_end_what_is_told_of_others_with_its_sentence():
    text = "«Жду одного: Зимин призовёт к миру. Я рад», — сказал Ветров."
    spans = {
        part: (text.index(part), text.index(part) + len(part)) for part in ("Зимин", "призовёт", "сказал", "Ветров")
    }
    rest = (text.index("к миру"), text.index("»") + 1)
    inner = Attribution(spans["Зимин"], spans["призовёт"], (rest,), "direct", "speech", 1.0)
    outer = Attribution(spans["Ветров"], spans["сказал"], ((0, text.index(" Зимин")),), "direct", "speech", 1.0)
    found = speakers.complete(text, sentences_of(text, "ru"), [inner, outer], "ru")
    assert [text[slice(*one.content[0])] for one in found] == ["к миру.", text[: text.index("»") + 1]]


def test_a_quotation_that_runs_over_lines_without_marks_is_of_who_is_named_behind_it():
    lines = '[t1 "Мост стар.]\n[t2 Его не чинили.]\n[t3 Пора начать"], - [c3 сказал] [s3 капитан Олег Ветров].'
    assert names(lines, "ru") == ["Олег Ветров"] * 3


def test_people_named_together_are_of_those_called_so_before():
    marked = (
        "[s1 Врачи из Италии] [c1 сказали], [t1 что всё хорошо]. "
        "[s2 Врачи Анна Лужина и Вера Зимина] [c2 добавили], [t2 что рады]."
    )
    assert voices(marked, "ru") == ["western", "western"]


@pytest.mark.parametrize(
    ("text", "cue", "content", "kept"),
    [
        ("Врач назвал сроки выздоровления.", "назвал", "сроки выздоровления", False),
        ("Врач назвал сроки долгими.", "назвал", "сроки долгими", True),
        ("Врач объяснил, почему болеют зимой.", "объяснил", "почему болеют зимой", False),
        ("Врач объяснил, что болеют зимой.", "объяснил", "что болеют зимой", True),
        ("Врач сказал, почему болеют зимой.", "сказал", "почему болеют зимой", True),
    ],
)
def test_what_will_be_told_is_only_announced(text, cue, content, kept):
    spans = [(text.index(part), text.index(part) + len(part)) for part in (cue, content)]
    said = Attribution((0, 4), spans[0], (spans[1],), "indirect", "speech", 0.9)
    assert bool(speakers.complete(text, sentences_of(text, "ru"), [said], "ru")) is kept


@pytest.mark.parametrize(("words", "kept"), [("пока не сообщаются", False), ("сообщаются", True)])
def test_what_is_not_told_is_nobodys(words, kept):
    text = f"Причины аварии {words}."
    cue = text.index("сообщаются")
    said = Attribution((-1, -1), (cue, cue + 10), ((0, 14),), "indirect", "speech", 0.9)
    assert bool(speakers.complete(text, sentences_of(text, "ru"), [said], "ru")) is kept


def test_a_verb_and_a_pronoun_within_a_sentence_part_somebodys_words():
    text = "Пришёл Олег Ветров. Город, жалуется он, опустел."
    (found,) = speakers.complete(text, sentences_of(text, "ru"), [], "ru")
    assert [text[slice(*span)] for span in (found.source, found.cue)] == ["он", "жалуется"]
    assert [text[slice(*span)] for span in found.content] == ["Город", "опустел."]


def test_it_in_marks_and_a_dative_have_no_words_of_their_own():
    text = "«Оно не говорит, что делать. Москве хотелось бы ясности», — сказал Олег Ветров."
    said = [
        Attribution((1, 4), (5, 15), ((16, 27),), "direct", "speech", 0.9),
        Attribution((29, 35), (36, 43), ((47, 54),), "direct", "speech", 0.9),
    ]
    assert [one.source for one in speakers.complete(text, sentences_of(text, "ru"), said, "ru")] == [(-1, -1)] * 2


def test_another_state_makes_another_person():
    marked = (
        "[s1 Чешский министр Ян Дворжак] [c1 сказал], [t1 что согласен]. "
        "[s2 Польский министр] [c2 ответил], [t2 что нет]."
    )
    assert names(marked, "ru") == ["Ян Дворжак", "Польский министр"]


def test_a_described_stranger_is_nobody_named_before():
    marked = "[s1 Олег Ветров] [c1 сказал], [t1 что ушёл]. [s2 Пленный солдат] [c2 сказал], [t2 что остался]."
    assert names(marked, "ru") == ["Олег Ветров", "Пленный солдат"]


def test_a_medium_passes_on():
    (said,) = resolve("«[t1 Мы готовы]», — [c1 цитирует] [s1 Ветрова] ТАСС.", "ru")
    assert (said.name, said.via) == ("Ветров", "TASS")


# ---------------------------------------------------------------------------------------------------------------
# Russian: for whom


@pytest.mark.parametrize(
    ("marked", "voice"),
    [
        ("[s1 Официальный представитель Кремля Денис Волков] [c1 заявил], [t1 что ответ готов].", "russian"),
        ("[s1 Президент Казахстана] [c1 заявил], [t1 что ответ готов].", "central_asian"),
        ("[s1 Источник в правительстве США] [c1 сообщил], [t1 что ответ готов].", "western"),
        ("[s1 Китайский дипломат] [c1 сообщил], [t1 что ответ готов].", "chinese"),
        ("[s1 Посол в Китае] [c1 сообщил], [t1 что ответ готов].", "unknown"),
        ("[s1 Эксперт по Китаю] [c1 сообщил], [t1 что ответ готов].", "unknown"),
        ("[s1 Уроженец Франции] [c1 сообщил], [t1 что ответ готов].", "unknown"),
        ("[s1 ТАСС] [c1 сообщает], [t1 что ответ готов].", "russian"),
        # an organ is not of a state that something is only done with
        ("Дания закрыла границу с Россией. [s1 Глава МВД Анна Лужина] [c1 заявила], [t1 что это надолго].", "western"),
        ("[s1 Сторонник ХАМАС из Чехии] [c1 сообщил], [t1 что ответ готов].", "western"),
        ("Сирия, Ирак, Ливия. Мост в Чехии закрыт. [s1 Местные жители] [c1 рады], [t1 что тихо].", "western"),
        ("Пахнет супом. [s1 Отец школьника Николай] [c1 заявил], [t1 что дороги нет].", "russian"),
        ("Дания. [s1 Отец школьника Николай] [c1 заявил], [t1 что дороги нет].", "unknown"),
    ],
)
def test_russian_voices(marked, voice):
    assert voices(marked, "ru") == [voice]


def test_an_organ_of_no_named_state_is_of_the_story_or_at_home():
    assert voices("[s1 МВД] [c1 сообщило], [t1 что дороги закрыты].", "ru") == ["russian"]
    assert voices("Во Франции идут дожди. [s1 Полиция] [c1 сообщила], [t1 что дороги закрыты].", "ru") == ["western"]


# ---------------------------------------------------------------------------------------------------------------
# Chinese


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[s1 外交部发言人林小雨][c1 表示]，[t1 会谈已经结束]。[s2 她][c2 说]，[t2 结果很好]。", ["林小雨"] * 2),
        (
            "[s1 美国国务院顾问约翰·迪克森][c1 表示]，[t1 会谈已经结束]。[s2 迪克森][c2 说]，[t2 结果很好]。",
            ["约翰·迪克森"] * 2,
        ),
        ("[s1 德国总理舒尔曼][c1 表示]，[t1 会谈已经结束]。", ["舒尔曼"]),
        ("[s1 一位知情人士][c1 表示]，[t1 会谈已经结束]。", ["一位知情人士"]),
        ("[s1 国家统计局数据][c1 显示]，[t1 价格上涨]。", ["国家统计局"]),
        ("[s1 法国和比利时][c1 表示]，[t1 会谈已经结束]。", ["法国和比利时"]),
        ("[s1 张远明教授][c1 说]，[t1 价格上涨]。[s2 该教授][c2 认为]，[t2 还会上涨]。", ["张远明"] * 2),
        ("[s1 外交部发言人林小雨5日在记者会上][c1 说]，[t1 会谈已经结束]。", ["林小雨"]),
    ],
)
def test_chinese_names(marked, expected):
    assert names(marked, "zh") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # two characters of any kind behind an office that is somebody's
        ("[s1 瑞典交通部长霓虹受访时][c1 指出]，[t1 桥已经修好]。", ["霓虹"]),
        # who a sentence begins with, behind what describes him or her
        (
            "[s1 当局][c1 说]，[t1 下雨]。在桥头卖花的玛格丽特摆好了摊。[s2 她][c2 说]，[t2 生意好]。",
            ["当局", "玛格丽特"],
        ),
        ("[s1 当局][c1 说]，[t1 下雨]。消防员周小云已经很累。[s2 当局][c2 他说]，[t2 路难走]。", ["当局", "周小云"]),
        # two sides, or the alliance whose paper it is
        ("瑞典和秘鲁举行会谈。[s1 双方发表的联合声明][c1 强调]，[t1 继续合作]。", ["瑞典和秘鲁"]),
        ("瑞典和秘鲁举行会谈。[s1 双方][c1 承诺]，[t1 继续合作]。", ["瑞典和秘鲁"]),
        ("东盟在瑞典和秘鲁之间。[s1 联合公报][c1 强调]，[t1 继续合作]。", ["东盟"]),
        # whoever called an organ, and a paper by its title
        ("[s1 河源县公安局]110接到报警[c1 称]，[t1 有人落水]。", ["报警人"]),
        ("《青山市条例（征求意见稿）》发布。[s1 征求意见稿][c1 提出]，[t1 多种树]。", ["青山市条例（征求意见稿）"]),
        # what only shows something has no words of its own
        ("[s1 周小云教授][c1 说]，[t1 路难走]。[s2 瑞典的经验][c2 表明]，[t2 要多修桥]。", ["周小云"] * 2),
        ("[s2 瑞典的经验][c2 表明]，[t2 要多修桥]。", ["narrator"]),
        # people behind a clause, numbers and times that are no part of a name
        ("[s1 在秘鲁度假的瑞典游客][c1 表示]，[t1 很惊讶]。", ["瑞典游客"]),
        ("[s1 青山市气象台26日11时][c1 称]，[t1 有雨]。", ["青山市气象台"]),
        ("[s1 一项瑞典研究][c1 表明]，[t1 有效]。", ["瑞典"]),
        ("[s1 马里尼切夫][c1 说]，[t1 很好]。", ["马里尼切夫"]),
        ("[s1 青山电子公司员工吕小玲][c1 说]，[t1 很好]。[s2 但她][c2 说]，[t2 不便宜]。", ["吕小玲"] * 2),
        ("[s1 法新社成都][c1 称]，[t1 下雨]。", ["法新社"]),
        # a phrase with words in marks, one cut off, one with small words, and several
        ("[s1 长期研究“绿色河道”的工程师周小云][c1 指出]，[t1 水位下降]。", ["周小云"]),
        ("[s1 导演周小云用“飞”][c1 形容]，[t1 很快]。", ["周小云"]),
        ("[t1 “水位下降。”][s1 青山水库主任周]小云[c1 说]。", ["周小云"]),
        ("[s1 市长安娜·韦伯已][c1 宣布]，[t1 停课]。", ["安娜·韦伯"]),
        ("[s1 来自青山铁路公司的最新统计][c1 显示]，[t1 车已停]。", ["青山铁路公司"]),
        ("[c1 根据][s1 青山市有关政策]，[t1 发放补贴]。", ["青山市"]),
        ("[c1 根据][s1 青山县政府颁布的最新法令]，[t1 不得停车]。", ["青山县政府"]),
        ("[s1 网友们][c1 认为]，[t1 很好]。", ["网友"]),
        # whoever speaks most of those near
        (
            "[s1 周小云教授][c1 说]，[t1 路难走]。[s2 周小云][c2 说]，[t2 桥窄]。[s3 村民][c3 说]，[t3 累]。"
            "[s4 瑞典的经验][c4 表明]，[t4 要修桥]。",
            ["周小云", "周小云", "村民", "周小云"],
        ),
        # a foreign name with characters that only such names with a dot have, and Latin letters behind it
        ("[s1 塔缪尔·刘易道（Samuel Lewdon）][c1 说]，[t1 累]。[s2 他][c2 说]，[t2 渴]。", ["塔缪尔·刘易道"] * 2),
        ("[s1 作家的兄弟姐妹和一个侄孙][c1 说]，[t1 累]。", ["作家的兄弟姐妹和一个侄孙"]),
        # a paper whose noun was taken for its cue
        ("[s1 青山市气象台][c1 称]，[t1 有雨]。[s2 目前][c2 预报]，[t2 雨大]。", ["青山市气象台"] * 2),
        # who made a paper, before or behind it; a result is nobody's paper
        (
            "8日，青山市气象台发布首个山洪预警。[s1 河源县][c1 决定]，[t1 停课]。[s2 预警][c2 指出]，[t2 雨大]。",
            ["河源县", "青山市气象台"],
        ),
        ("[s1 法令][c1 规定]，[t1 不得停车]。青山县政府8日颁布该法令。", ["青山县政府"]),
        # several whom the sentence before names one after the other
        ("议员周小云、教授林海宁以及会长吴大江等参加。[s1 他们][c1 呼吁]，[t1 多种树]。", ["周小云、林海宁、吴大江"]),
        ("教授林海宁参加，会长吴大江缺席。[s1 他们][c1 呼吁]，[t1 多种树]。", [""]),
        # an organ whose state stands in one character, where the article has it in full
        ("瑞典。法国财政局开会。[s1 法财政局][c1 宣布]，[t1 减税]。", ["法国财政局"]),
        ("瑞典。[s1 法财政局][c1 宣布]，[t1 减税]。", ["法财政局"]),
        # who says what a medium passes on, and media that the cue holds
        ("[c1 据][s1 《青山日报》]报道，[t1 市长周小云表示，桥已修好]。", ["周小云"]),
        ("[s1 该报道][c1 称]，[t1 市长周小云表示，桥已修好]。", ["周小云"]),
        ("[s1 多家][c1 媒体报道]，[t1 桥已修好]。", ["多家媒体"]),
        ("[s1 青山日报等台媒][c1 报道]，[t1 河源水利局测报，水位下降]。", ["河源水利局"]),
        # a place in a picture shows nothing of its own
        ("[s1 周小云教授][c1 说]，[t1 路难走]。[s2 上面][c2 显示]，[t2 桥断了]。", ["周小云"] * 2),
        ("[s1 安娜·韦伯（Anna Weber）][c1 说]，[t1 很好]。[s2 她][c2 说]，[t2 再来]。", ["安娜·韦伯"] * 2),
    ],
)
def test_who_is_meant_in_chinese(marked, expected):
    assert names(marked, "zh") == expected


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("“桥已经修好了。” 河源县副县长周小云说，路也修好了。", "“桥已经修好了。”", "周小云"),
        ("“桥已经修好了。” 村干部周小云给大家出主意。 周小云走了。", "“桥已经修好了。”", "周小云"),
        ("“桥已经修好了。” 周小云对记者说。", "“桥已经修好了。”", "周小云"),
        ("林大海走了。 面对赞誉，周小云说：“桥已经修好了。”", "“桥已经修好了。”", "周小云"),
        ("“桥已经修好了。” 河源县水利公司副总经理周小云介绍说，路也修好了。", "“桥已经修好了。”", "周小云"),
        ("“桥已经修好了。\n大家可以过河。”\n村长周小云说。", "“桥已经修好了。", "周小云"),
        ("修桥的人里有来自青山学院的周小云。\n“桥已经修好了。”", "“桥已经修好了。”", "周小云"),
        ("村长周小云已经来了。\n同时，他还修路。\n“桥已经修好了。”", "“桥已经修好了。”", "周小云"),
        ("村长周小云和教师林海宁等来了。\n“桥已经修好了。”", "“桥已经修好了。”", ""),
    ],
)
def test_words_in_marks_of_whoever_stands_beside_them(text, content, expected):
    start = text.index(content)
    said = Attribution((-1, -1), (start, start + 1), ((start, start + len(content)),), "direct", "speech", 0.5)
    article = replace(ARTICLE, language="zh")
    (speaker,) = speakers.resolve(text, sentences_of(text, "zh"), [said], article, STUDY)
    assert speaker.name == expected


@pytest.mark.parametrize(
    ("text", "cue", "content", "kept"),
    [
        ("云岭省公布了名单。", "公布了", "名单", False),
        ("云岭省公布，名单很长。", "公布", "名单很长", True),
        ("云岭省说，名单很长。", "说", "名单很长", True),
    ],
)
def test_acts_are_nobodys_words_in_chinese(text, cue, content, kept):
    spans = [(text.index(part), text.index(part) + len(part)) for part in (cue, content)]
    said = Attribution((0, 3), spans[0], (spans[1],), "indirect", "speech", 0.9)
    assert bool(speakers.complete(text, sentences_of(text, "zh"), [said], "zh")) is kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("周小云宣布结果后离开。", False),
        ("周小云宣布停课之际，天晴了。", False),
        ("在周小云宣布停课期间，天晴了。", False),
        ("周小云宣布今后不再停课。", True),
        ("周小云宣布，灾后重建开始。", True),
    ],
)
def test_what_is_announced_in_a_clause_of_time_is_told_by_nobody(text, kept):
    at = text.index("宣布")
    said = Attribution((at - 3, at), (at, at + 2), ((at + 2, len(text) - 1),), "indirect", "speech", 0.9)
    assert bool(speakers.complete(text, sentences_of(text, "zh"), [said], "zh")) is kept


def test_a_source_from_a_later_sentence_is_none_where_somebody_speaks():
    text, attributions = unmark("[s1 市政府][c1 表示]，[t1 条约][c2 要求][t2 修桥]。天晴了。[s2 周小云]走了。")
    found = speakers.complete(text, sentences_of(text, "zh"), attributions, "zh")
    assert [text[slice(*one.source)] for one in found if one.source[0] >= 0] == ["市政府"]


def test_a_line_that_only_closes_a_quotation_goes_on():
    text = "林海宁说：“桥断了。\n路也断了。”\n报道说，周小云来了。"
    lines = [(0, 10), (11, 17), (18, len(text))]
    said = [
        Attribution((0, 3), (3, 4), ((5, 10),), "direct", "speech", 0.9),
        Attribution((-1, -1), (11, 12), ((11, 17),), "direct", "speech", 0.5),
    ]
    sentences = split(text, [Span(*line, "body") for line in lines], "zh")
    article = replace(ARTICLE, language="zh")
    assert [s.name for s in speakers.resolve(text, sentences, said, article, STUDY)] == ["林海宁"] * 2


def test_what_stands_between_name_and_verb_is_not_what_is_said():
    text, attributions = unmark("[s1 市长周小云][t1 在8日曾][c1 表示]，桥已修好。")
    (found,) = speakers.complete(text, sentences_of(text, "zh"), attributions, "zh")
    assert [text[slice(*span)] for span in found.content] == ["桥已修好。"]


def test_the_office_of_a_headline_is_whom_the_text_begins_with():
    def said(rest):
        text, attributions = unmark(f"[s1 秘鲁外长][c1 批评][t1 瑞典]\n\n{rest}")
        lines = [(0, text.index("\n"), "headline"), (text.index("\n") + 2, len(text), "body")]
        sentences = split(text, [Span(*line) for line in lines], "zh")
        article = replace(ARTICLE, language="zh")
        return [(s.name, s.voice) for s in speakers.resolve(text, sentences, attributions, article, STUDY)]

    assert said("[s2 韦伯尔][c2 说]，[t2 桥断了]。") == [("韦伯尔", "other")] * 2
    assert said("[s2 瑞典总理韦伯尔][c2 说]，[t2 桥断了]。")[0][0] == "秘鲁外长"


@pytest.mark.parametrize(
    ("text", "who", "content"),
    [
        ("据青山日报报道，桥已修好。", "据青山日报", "桥已修好。"),
        ("为修好路，青山市水利局8日发布声明表示，桥已修好。", "青山市水利局8日发布声明", "桥已修好。"),
        ("青山三名学生落水 警方：正在调查", "警方", "正在调查"),
        ("青山三名学生落水：正在调查", "", ""),
        ("周小云得知修桥的消息，马上回来。", "", ""),
    ],
)
def test_sentences_that_begin_or_end_with_who_speaks(text, who, content):
    found = speakers.complete(text, sentences_of(text, "zh"), [], "zh")
    assert [text[slice(*one.source)] for one in found] == [who] * bool(who)
    assert [text[slice(*one.content[0])] for one in found] == [content] * bool(who)


@pytest.mark.parametrize(
    ("marked", "voice"),
    [
        ("[s1 外交部发言人][c1 表示]，[t1 会谈已经结束]。", "chinese"),
        ("[s1 美国外交部门发言人][c1 表示]，[t1 会谈已经结束]。", "western"),
        ("[s1 俄方][c1 表示]，[t1 会谈已经结束]。", "russian"),
        ("[s1 印度尼西亚总统][c1 表示]，[t1 会谈已经结束]。", "other"),
        ("[s1 法国和中国][c1 表示]，[t1 会谈已经结束]。", "western|chinese"),
        ("[s1 世卫组织][c1 表示]，[t1 会谈已经结束]。", "other"),
        ("[s1 河北省水利厅][c1 表示]，[t1 会谈已经结束]。", "chinese"),
        ("[s1 外交部发言人][c1 表示]，[t1 会谈已经结束]。法国下雨。", "western"),
        # a state in one character is the one that the article names in full
        ("乌兹别克斯坦下雨。[s1 乌国家水利局][c1 表示]，[t1 桥已经修好]。", "central_asian"),
        ("乌克兰下雨。[s1 乌国家水利局][c1 表示]，[t1 桥已经修好]。", "other"),
        ("[s1 网民们][c1 表示]，[t1 桥已经修好]。法国下雨。", "unknown"),
    ],
)
def test_chinese_voices(marked, voice):
    assert voices(marked, "zh") == [voice]


def test_a_reporter_learns_from_an_organ():
    text, attributions = unmark("[s1 记者]从安阳市水利局[c1 获悉]，[t1 大坝已经修好]。")
    (found,) = speakers.complete(text, sentences_of(text, "zh"), attributions, "zh")
    assert text[slice(*found.source)] == "安阳市水利局"
    text, attributions = unmark("记者从安阳市管理处处了解到，[s1 监测][c1 显示]，[t1 大坝已经修好]。")
    assert {
        text[slice(*one.source)] for one in speakers.complete(text, sentences_of(text, "zh"), attributions, "zh")
    } == {"安阳市管理处"}


def test_about_this_reports_a_medium():
    text = "Мост закрыли. Об этом в среду сообщил телеканал «Вести»."
    (found,) = speakers.complete(text, sentences_of(text, "ru"), [], "ru")
    assert text[slice(*found.source)] == "телеканал «Вести»"
    assert speakers.complete(text, sentences_of(text, "en"), [], "en") == []


@pytest.mark.parametrize(
    ("cue", "sourced", "language", "expected"),
    [
        ("требует", True, "ru", True),
        ("Требует", False, "ru", False),  # a demand of nobody is none
        ("сказал", False, "ru", True),
        ("опасается", True, "ru", False),
        ("呼吁", True, "zh", True),
        ("希望", True, "zh", False),
        ("fordert", True, "de", False),  # a language without such a list is told by the tagger
    ],
)
def test_positions_are_said(cue, sourced, language, expected):
    assert is_said(cue, sourced, language) is expected


def test_what_somebody_wants_passes_no_words_on():
    text = "周小云说，秘鲁愿意分享经验和技术。"
    said = [
        Attribution((0, 3), (3, 4), ((5, 17),), "indirect", "speech", 0.9),
        Attribution((5, 7), (7, 9), ((9, 17),), "indirect", "attitude", 0.9),
    ]
    article = replace(ARTICLE, language="zh")
    assert speakers.resolve(text, sentences_of(text, "zh"), said, article, STUDY)[0].name == "周小云"


def test_a_blank_behind_a_mark_closes_no_chinese_quotation():
    assert [(q.start, q.closed) for q in quotations("周小云说：“ 下雨了。” 他走了。")] == [(5, True)]


def test_words_in_marks_before_a_name():
    marked = "[t1 “家里的书都湿了。”]\n李小燕[c2 说]，[t2 明天再来]。"
    marked = marked.replace("李小燕", "[s2 李小燕]")
    assert names(marked, "zh") == ["李小燕"] * 2


# ---------------------------------------------------------------------------------------------------------------
# names in a text


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Иваном Кротовым", "Иван Кротов"),
        ("Марии Лужиной", "Мария Лужина"),
        ("Владаса Гирдиса", "Владас Гирдис"),
        ("Франсуа Мюссе", "Франсуа Мюссе"),
    ],
)
def test_names_in_the_nominative(words, name):
    text = f"Он встретился с {words} в среду."
    assert [person.name for person in everybody.persons(text, "ru")] == [name]


def test_a_surname_is_that_of_the_full_name():
    text = "Директор Иван Кротов ушёл. Письмо Кротову передали."
    assert [(text[p.start : p.end], p.name) for p in everybody.persons(text, "ru")] == [
        ("Иван Кротов", "Иван Кротов"),
        ("Кротову", "Кротов"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a name ends where the text has it otherwise again, or before a verb of one character
        ("导演秦岚川用“飞”一词。 秦岚川很满意。", ["秦岚川"] * 2),
        ("导演秦岚用“飞”一词。 秦岚很满意。 秦岚走了。", ["秦岚"]),
        ("村民周小云说，下雨了。 村长林海说，路滑。", ["周小云", "林海"]),
        ("负责人吴江坦言：“很难。”", ["吴江"]),
        ("店主方玉兰花店开门。 方玉兰花店很大。", []),
        ("总统马尔科特来了。 总统马尔科特走了。 人们等马尔科特。", ["马尔科特"] * 3),
        ("总统马尔科特通过广播讲话。", ["马尔科特"]),
        ("作家阿瑟·韦伯讲话。", ["阿瑟·韦伯"]),
        ("她与女士约翰·韦伯同行。", ["约翰·韦伯"]),
        # what follows a title and is a word
        ("国际领袖基金会开会。", []),
        ("局长安全回家。", []),
        ("长江、黄河涨水。 长江、黄河都是大河。", []),
        # who is called so, and who comes from somewhere
        ("院子的主人叫周小云，是木匠。", ["周小云"]),
        ("站着来自青山美术学院的周小云。", ["周小云"]),
        ("这是来自青山市的高科技。", []),
        # Latin letters that are nobody's name
        ("他在国会（Maria Weber）讲话。", []),
        ("她读过《Anna Weber》一书。", []),
    ],
)
def test_people_named_in_chinese(text, expected):
    assert [person.name for person in everybody.persons(text, "zh")] == expected


@pytest.mark.parametrize("word", ["强调", "网友", "官方", "发言人", "水利厅", "2020", "江、淮"])
def test_no_chinese_names(word):
    assert not people_in_characters.is_name(word, "zh")


def test_gender_of_a_russian_name():
    assert people_in_cases.gender_of(["Мария", "Лужина"]) == "f"
    assert people_in_cases.gender_of(["Иван", "Кротов"]) == "m"


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("中国人民和印度尼西亚总统", "zh", ["CN", "ID"]),
        ("中美两国在中东问题上", "zh", ["CN", "US", ""]),
        ("26日美方表示，其中美国最多", "zh", ["US", "US"]),
        ("российско-китайские связи и Кремль", "ru", ["RU", "CN", "RU"]),
        ("в Казахстане и Узбекистаном", "ru", ["KZ", "UZ"]),
    ],
)
def test_states_in_cases_and_without_blanks(text, language, codes):
    assert [match.code for match in gazetteer.find(text, language)] == codes


def test_one_name_for_a_speaker_of_three_scripts():
    known_as = speakers.canonical({"路透社": 3, "Рейтер": 2, "Reuters": 1})
    assert set(known_as.values()) == {"Reuters"}
    assert speakers.canonical({"法国": 1}) == {"法国": "法国"}


def test_a_chinese_sentence_that_opens_with_who_says_it_is_somebodys():
    text = "国家统计局公布报告。数据显示，产量增长了。对于农民来说，这是好事。他说，明年会更好。"
    parted = sentences_of(text, "zh")
    found = speakers.complete(text, parted, [], "zh")
    assert [(text[slice(*a.source)], text[slice(*a.cue)]) for a in found] == [("数据", "显示"), ("他", "说")]


def test_words_in_marks_are_of_whoever_is_named_behind_them():
    marked = "[t1 «[s1 Я] [c1 считаю] это верным. Будет иначе»], – [c2 объяснил] [s2 Иван Орлов]. [t2 Это так]."
    assert who(marked, "ru")[0][0] == "Иван Орлов"


def test_i_in_marks_with_nobody_beside_is_not_the_outlet():
    assert who("Город спит.\n[t1 «[s1 Я] [c1 считаю] это верным»].", "ru")[0] == ("", "unknown")


def test_whom_something_is_said_of_in_the_accusative_does_not_say_it():
    assert who("[s1 Россию] [c1 обвинили] [t1 в том, что она молчит].", "ru")[0][0] == ""


def test_a_body_with_the_domain_of_a_country_is_of_there():
    assert who("[s1 Сайт Qxz.ru] [c1 сообщил], [t1 что уже поздно].", "ru")[0][1] == "russian"


def test_a_clause_behind_quoted_words_names_who_said_them():
    assert names("[t1 “渡船晚了。”]河口医院副主任冯平教授说。桥还没有开。", "zh") == ["冯平"]


def test_an_article_is_of_the_medium_in_title_marks_rather_than_of_a_body_that_spoke_since():
    said = "[s1 《河口医学》杂志] [c1 刊文表示]，[t1 渡船安全]。[s2 河口委员会] [c2 表示]，[t2 桥已开]。"
    first, _, last = names(f"{said}[s3 文章] [c3 说]，[t3 很好]。", "zh")
    assert last == first


def test_a_state_named_behind_a_body_once_is_that_of_the_body():
    marked = (
        "Институт гигиены Испании ищет причину. Мадрид ждёт, и в Париже, Берлине и Риме ждут. "
        "[s1 Институт гигиены] [c1 сообщил], [t1 что причина найдена]."
    )
    assert who(marked, "ru") == [("Институт гигиены", "western")]


def test_places_that_knowledge_alone_tells_say_where_the_police_are():
    marked = "北方邦大诺伊达发生一起案件，大诺伊达居民十分担心。[s1 警方发言人][c1 称]，[t1 一名男子已被捕]。"
    assert voices(marked, "zh") == ["other"]


def test_two_known_people_side_by_side_are_two():
    found = everybody.persons("Джон Керри уехал. Сергей Лавров тоже. Слова Керри Лавров не понял.", "ru")
    assert [person.name for person in found][-2:] == ["Керри", "Лавров"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "印度总理 Narendra Modi 到访。[s1 总理 Modi][c1 表示]，[t1 会议成功]。[s2 他][c2 说]，[t2 很高兴]。",
            [("Narendra Modi", "other")] * 2,
        ),
        ("[s1 Fiona Hyslop 女士][c1 表示]，[t1 会议成功]。", [("Fiona Hyslop", "western")]),
        ("[s1 Standard Media Index][c1 表示]，[t1 市场下跌]。", [("Standard Media Index", "unknown")]),
    ],
)
def test_names_in_latin_letters_in_chinese(marked, expected):
    assert who(marked, "zh") == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # whose words a medium passes on, and a medium that only tells of its doing so
        ("[t1 «Дождя нет»], — [c1 приводит] [s1 издание «Волна»] слова Ивана Ветрова из музея.", ["Иван Ветров"]),
        (
            "Приехал агроном Иван Ветров. [t1 Так и есть], [c1 приводит] мнение Ветрова [s1 газета «Известия»].",
            ["Иван Ветров"],
        ),
        ("[s1 Газета «Известия»] [c1 сообщает], [t1 что она приводит слова Ветрова].", ["Известия"]),
        # a reporter is no press secretary, who has spoken since
        (
            "[s1 Журналист Олег Ветров] [c1 сказал], [t1 что рад]. [s2 Пресс-секретарь музея Иван Кротов] [c2 сказал], "
            "[t2 что нет]. [c3 Пишет] [s3 журналист], [t3 что да].",
            ["Олег Ветров", "Иван Кротов", "Олег Ветров"],
        ),
        (
            "[s1 Пресс-секретарь музея Иван Кротов] [c1 сказал], [t1 что рад]. [c2 Пишет] [s2 журналист], [t2 да].",
            ["Иван Кротов", "журналист"],
        ),
        # whose adviser somebody is, by a surname that has no cases, unless the full name is called so
        (
            "[s1 Хиллари Клинтон] [c1 сказала], [t1 что рада]. [s2 Советник Клинтон] [c2 сказал], [t2 что нет].",
            ["Хиллари Клинтон", "Советник Клинтон"],
        ),
        (
            "Приехала советник Хиллари Клинтон. [s1 Советник Клинтон] [c1 сказала], [t1 что рада].",
            ["Хиллари Клинтон"],
        ),
        (
            "Приехал агроном Олег Ветров. [s1 Прежде помощник мэра Веры Зиминой, Ветров] [c1 сказал], [t1 что рад].",
            ["Олег Ветров"],
        ),
        ("Приехал агроном Олег Ветров, [c1 по мнению] [s1 которого] [t1 дождя не будет].", ["Олег Ветров"]),
    ],
)  # fmt: skip
def test_whose_words_they_are_in_russian(marked, expected):
    assert names(marked, "ru") == expected


@pytest.mark.parametrize(
    ("marked", "voice"),
    [
        ("[s1 Представитель администрации Барака Обамы] [c1 сказал], [t1 что рад].", "western"),
        ("[s1 Сторонники Барака Обамы] [c1 сказали], [t1 что рады].", "unknown"),
    ],
)
def test_whoever_works_for_somebody_speaks_for_the_same_side(marked, voice):
    assert voices(marked, "ru") == [voice]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("В обмен, пишет Ветров, город предлагает землю.", "Ветров"),
        ("Город, сообщает агентство, опустел.", "агентство"),
        ("Город, новый Ветров, опустел.", ""),  # no verb of saying
    ],
)
def test_a_name_within_a_sentence_parts_somebodys_words(text, who):
    said = Attribution((22, 27), (28, 38), ((39, 44),), "indirect", "speech", 0.9)
    inner = [said] if "предлагает" in text else []
    found = [a for a in speakers.complete(text, sentences_of(text, "ru"), inner, "ru") if a not in inner]
    assert [text[slice(*a.source)] for a in found] == ([who] if who else [])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[c1 据][s1 施工方上海隧道局][c1 介绍]，[t1 桥已建成]。", ("上海隧道局", "chinese")),
        ("[c1 据][s1 中国驻法国大使馆网站][c1 消息]，[t1 桥已建成]。", ("中国驻法国大使馆", "chinese")),
        ("[s1 瑞士警方向媒体][c1 通报]，[t1 桥已建成]。", ("瑞士警方", "western")),
        # an embassy in short is the one that the article names in full, in the same state
        ("[s1 驻法使馆发言人][c1 说]，[t1 好]。3月，中国驻法国大使馆发言人。", ("中国驻法国大使馆发言人", "chinese")),
        ("[s1 驻法使馆发言人][c1 说]，[t1 好]。3月，中国驻德国大使馆发言人答问。", ("驻法使馆发言人", "unknown")),
        # the end of a longer name is no place
        ("瓦莱州在瑞士。瓦莱州的山很高。[s1 瓦莱州警方][c1 表示]，[t1 好]。", ("瓦莱州警方", "western")),
        ("莱州的山很高。[s1 山东莱州警方][c1 表示]，[t1 好]。", ("山东莱州警方", "chinese")),
        # the only one named before a colon and words in marks
        ("64岁的顾金成住在河边，看着河水：[t1 “以前的水一股臭味。”]\n顾金成很高兴。", ("顾金成", "chinese")),
        ("顾金成和李明亮住在河边，看着河水：[t1 “以前的水一股臭味。”]", ("", "unknown")),
    ],
)  # fmt: skip
def test_chinese_names_in_full(marked, expected):
    assert who(marked, "zh") == [expected]


@pytest.mark.parametrize(("cue", "kept"), [("据了解", False), ("据介绍", True)])
def test_what_the_outlet_found_out_itself_is_nobodys(cue, kept):
    text = f"{cue}，隧道已经建成通车。"
    said = Attribution((-1, -1), (0, 3), ((4, len(text)),), "indirect", "speech", 0.9)
    assert bool(speakers.complete(text, sentences_of(text, "zh"), [said], "zh")) is kept


def test_whoever_is_named_behind_an_age_does_not_speak_before_it():
    text = "李明说：“[t1 路通了。”]\n七十九岁的石奶奶把他当作儿子。石奶奶笑了。"
    assert who(text, "zh") != [("石奶奶", "chinese")]
