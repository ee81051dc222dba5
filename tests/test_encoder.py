"""Words, quotations and attributions in four languages: inputs of the project's own."""

import numpy as np
import pytest

from helpers.attribution import attribute
from helpers.encoder import pieces, reading
from helpers.encoder.quotes import quotations
from helpers.layout import Span
from helpers.layout.sentences import split


def seen(text):
    words = reading.words(text)
    return [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]


def found(text, language, engine="full"):
    layout = [Span(0, len(text), "body")]
    attributions = attribute(text, layout, split(text, layout, language), language, engine)
    return [
        (text[slice(*a.source)] if a.source[0] >= 0 else "", text[slice(*a.content[0])], a.mode) for a in attributions
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t go, he said.", ["Don", "’", "t", "go", ",", "he", "said", "."]),
        ("Die Straßenbahn fährt.", ["Die", "Straßenbahn", "fährt", "."]),
        ("«Мы готовы», — заявил он.", ["«", "Мы", "готовы", "»", ",", "—", "заявил", "он", "."]),
        ("  a   b ", ["a", "b"]),
        ("", []),
    ],
)
def test_words_stand_between_blanks_and_marks(text, words):
    assert seen(text) == words


def test_every_chinese_piece_is_a_word_and_none_is_lost():
    text = "市长表示，这座桥将于明年开工。"
    assert "".join(seen(text)) == text and len(seen(text)) > 5


def test_a_sentence_starts_behind_a_chinese_stop_and_behind_a_russian_one():
    words = reading.words("桥很旧。他说。")
    assert words.opens[seen("桥很旧。他说。").index("。") + 1]
    text = "Мост старый. Он закрыт."
    assert reading.words(text).opens.tolist() == [word in ("Мост", "Он") for word in seen(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("他說：「橋太舊了。」", "「橋太舊了。」"),
        ("他说：“桥太旧了。”", "“桥太旧了。”"),
        ('市长说"桥太旧了"。', '"桥太旧了"'),
        ("Мэр сказал: «Мост стар».", "«Мост стар»"),
        ("Мэр сказал: „Мост стар“.", "„Мост стар“"),
    ],
)
def test_quotation_marks_of_russian_and_chinese(text, inside):
    assert [text[q.start : q.end] for q in quotations(text)] == [inside]


def test_titles_of_works_are_no_quotations():
    assert quotations("他读了《人民日报》。") == []


def test_embeddings_have_a_row_for_every_piece():
    rows, scale = pieces.table()
    assert len(rows) == len(scale) == pieces.tokenizer().get_vocab_size() == pieces.mask() + 1
    assert pieces.embed(np.array([[1, 2]])).shape == (1, 2, 384)


@pytest.mark.parametrize("engine", ["full", "fast"])
@pytest.mark.parametrize(
    ("language", "text", "source", "mode"),
    [
        ("en", "“The bridge is too old to carry trucks,” said the mayor, Ann Reed.", "Reed", "direct"),
        ("de", "Bürgermeisterin Anna Weber sagte, die Brücke sei zu alt für Lastwagen.", "Weber", "indirect"),
        ("ru", "«Мост слишком старый, он не выдержит грузовики», — заявил мэр города Иван Петров.", "Петров", "direct"),
        ("ru", "Мэр города Иван Петров сообщил, что мост закроют на ремонт до конца года.", "Петров", "indirect"),
        ("zh", "市长王海表示：“这座桥太旧了，不能再让卡车通行。”", "王海", "direct"),
        ("zh", "市长王海表示，这座桥将于明年全部重建。", "王海", "indirect"),
    ],
)
def test_who_says_what_in_four_languages(engine, language, text, source, mode):
    ((who, _, how),) = found(text, language, engine)
    assert source in who and how == mode


@pytest.mark.parametrize("language", ["ru", "zh"])
@pytest.mark.parametrize("text", ["Мост закрыт.", "桥已关闭。", "—", "「", "：", "Он сказал:\n\nМы", "他说：\n\n我们"])
def test_any_text_is_read(language, text):
    for _, content, _ in found(text, language):
        assert content in text


def test_narration_is_nobodys():
    assert found("Вчера в городе открыли новый мост через реку.", "ru") == []
    assert found("昨天，市里的一座新桥正式通车。", "zh") == []


def test_projection_finds_the_stretch_and_leaves_out_separators():
    projection = pytest.importorskip("helpers.training.projection")
    near = np.eye(5)[:, [2, 3, 0, 1, 4]]  # the words of the translation in another order
    assert projection._stretch(np.array([True, True, False, False, False]), near) == (2, 4)
    assert projection._stretch(np.zeros(5, dtype=bool), near) is None
    assert projection.without((0, 10), [(4, 6)]) == ((0, 4), (6, 10))
    assert projection._trimmed("他说，桥旧", 2, 5) == (3, 5)


def test_a_mark_that_nothing_closes_reaches_as_far_as_what_stands_before_it_tells():
    text = 'The mayor opened the "Green Valley park. The river is high. Boats wait.'
    assert [text[q.start : q.end] for q in quotations(text)] == ['"Green Valley park.']
    text = 'The mayor said: "The river is high. Boats wait.'
    assert [text[q.start : q.end] for q in quotations(text)] == ['"The river is high. Boats wait.']
    text = "“The river is high. Boats wait."
    assert [text[q.start : q.end] for q in quotations(text)] == [text]
