"""Negation by clause in four languages: sixty sentences, most of them by the word lists, some by the codebook."""

import pytest

from helpers.framing import find, read_codebook
from helpers.framing.codebook import FOLDER
from helpers.sentiment import prepare, score_targets
from helpers.sentiment import score as by_instrument
from helpers.sentiment.lexicons import read_lexicon
from helpers.sentiment.reading import Reader

RUSSIAN = "успех*,1 успешн*,1 прогресс*,1 мирн*,1 хорош*,1 побед*,1 кризис*,-1 войн*,-1 угроз*,-1 насили*,-1 опасн*,-1"
CHINESE = "成功,1 友好,1 繁荣,1 信任,1 安全,1 进展,1 危机,-1 冲突,-1 威胁,-1 战争,-1 不满,-1 不错,1"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Word lists as a study brings them, by language."""
    readers = {}
    for language, entries in (("ru", RUSSIAN), ("zh", CHINESE)):
        path = tmp_path_factory.mktemp("lists") / f"{language}.csv"
        path.write_text(f"# language: {language}\nword,score\n" + "\n".join(entries.split()) + "\n", "utf-8")
        readers[language] = Reader(read_lexicon(path), language)
    return readers


def score(own, language, text):
    if language in own:
        return own[language].read(prepare(text))[0]
    return by_instrument([prepare(text)], {"en": "combined", "de": "german"}[language], language)[0][0]


@pytest.mark.parametrize(
    "language, text, sign",
    [
        ("en", "The talks were not successful.", -1),
        ("en", "Nobody was happy with the deal.", -1),
        ("en", "The deal is hardly a success.", -1),
        ("en", "They won without violence.", 1),
        ("en", "The plan was not only good but brilliant.", 1),
        ("en", "No one denies that the plan is good.", 1),
        ("en", "Nobody doubts that the harvest was good.", 1),
        ("en", "It is neither safe nor reliable.", -1),
        ("en", "The guards failed to protect peaceful villagers.", -1),
        ("en", "They do not trust each other, and the misery goes on.", -1),
        ("en", "There is no doubt that the result is excellent.", 1),
        ("en", "Not a single success was recorded.", -1),
        ("en", "He couldn’t praise them.", -1),
        ("en", "The reform is not without success.", 1),
        ("en", "The talks ended with no progress.", -1),
        ("en", "It was not bad, it was wonderful.", 1),
        ("de", "Der Vertrag hilft den Bauern nicht.", -1),
        ("de", "Das Treffen war kein Erfolg.", -1),
        ("de", "Der Plan ist nicht nur gut, sondern hervorragend.", 1),
        ("de", "Sie gewannen ohne Gewalt.", 1),
        ("de", "Es gibt keinen Frieden.", -1),
        ("de", "Kaum ein Erfolg wurde gemeldet.", -1),
        ("de", "Das Abkommen ist weder sicher noch gut.", -1),
        ("de", "Die Krise ist keine Gefahr mehr.", 1),
        ("de", "Niemand bestreitet, dass der Plan gut ist.", 1),
        ("de", "Wir vertrauen ihnen nicht.", -1),
        ("de", "Ohne Zweifel war das ein Erfolg.", 1),
        ("de", "Die Gespräche brachten keinerlei Fortschritt.", -1),
        ("de", "Nirgends ist es sicher.", -1),
        ("de", "Er half niemandem, doch die Ernte war gut.", 1),
        ("ru", "Переговоры не были успешными.", -1),
        ("ru", "Прогресса на переговорах нет.", -1),
        ("ru", "Успеха они не достигли.", -1),
        ("ru", "Это был не только успех, но и победа.", 1),
        ("ru", "Они победили без насилия.", 1),
        ("ru", "Никакой угрозы нет.", 1),
        ("ru", "Нет сомнений, что это успех.", 1),
        ("ru", "Кризиса не будет, а мирные переговоры идут.", 1),
        ("ru", "Ни успеха, ни прогресса.", -1),
        ("ru", "Вряд ли это хорошее решение.", -1),
        ("ru", "Никто не отрицает, что это успех.", 1),
        ("ru", "Отнюдь не мирная встреча.", -1),
        ("zh", "会谈没有取得成功。", -1),
        ("zh", "双方关系并不友好。", -1),
        ("zh", "中国不是威胁，是友好的邻居。", 1),
        ("zh", "会谈未能取得进展。", -1),
        ("zh", "这不仅是成功，而且是繁荣。", 1),
        ("zh", "毫无疑问，这是成功。", 1),
        ("zh", "民众的不满在增加，但经济繁荣、社会安全。", 1),  # 不满 turns nothing
        ("zh", "非洲的繁荣与安全。", 1),  # 非 is part of a name
        ("zh", "未来的成功属于我们。", 1),
        ("zh", "缺乏信任。", -1),
        ("zh", "结果不错，成功。", 1),
        ("zh", "不断成功。", 1),
    ],
)
def test_a_negation_turns_what_it_reaches_and_nothing_else(own, language, text, sign):
    assert score(own, language, text) * sign > 0


@pytest.mark.parametrize(
    "negated, plain",
    [
        ("The attack left no one dead.", "The attack left everyone dead."),
        ("The crisis is no longer a threat.", "The crisis is still a threat."),
    ],
)
def test_a_negated_blow_is_less_of_one(own, negated, plain):
    assert score(own, "en", negated) > score(own, "en", plain)


@pytest.mark.parametrize(
    "text, mention, sign",
    [
        ("Critics did not attack Merkel.", "Merkel", 1),
        ("Smith never betrayed his friends.", "Smith", 1),
        ("Lee hardly helped anyone.", "Lee", -1),
        ("Nobody praised Obama.", "Obama", -1),
    ],
)
def test_rules_toward_a_mention_read_negations(text, mention, sign):
    at = text.index(mention)
    assert score_targets([text], [(at, at + len(mention))], "target_rules", "en")[0] * sign > 0


def test_a_negation_in_a_name_is_masked(own):
    text = "The Never Again group praised the brilliant plan."
    name = text.index("Never Again"), text.index(" group")
    masked = by_instrument([prepare(text, [name])], "combined", "en")[0][0]
    assert masked > 0 > by_instrument([prepare(text)], "combined", "en")[0][0]


@pytest.mark.parametrize(
    "language, text, frame",
    [
        ("en", "There was no military exercise.", "security"),
        ("de", "Eine Militärübung gab es nicht.", "security"),
        ("ru", "Военных учений не было.", "security"),
        ("zh", "没有举行军事演习。", "security"),
    ],
)
def test_a_denied_frame_is_still_what_the_sentence_is_about(language, text, frame):
    book = read_codebook(FOLDER / "great_power_competition.yaml")
    assert frame in {hit.frame for hit in find([text], language, book)}


def test_no_and_not_are_words_of_a_codebook(tmp_path):
    (tmp_path / "own.yaml").write_text(
        "frames:\n  - name: refusal\n"
        "    patterns: {en: [no, not an inch], ru: [нет, не пойдём], zh: [不结盟], de: [nein, nie]}\n"
    )
    book = read_codebook(tmp_path / "own.yaml")
    for language, text, words in (
        ("en", "They said no.", "no"),
        ("en", "Not an inch of land.", "Not an inch"),
        ("ru", "Они сказали нет.", "нет"),
        ("zh", "坚持不结盟政策。", "不结盟"),
    ):
        (hit,) = find([text], language, book)
        assert text[hit.start : hit.end] == words
    assert not find(["Norway noted nothing."], "en", book)
