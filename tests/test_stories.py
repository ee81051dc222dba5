"""Stories: near-duplicates share one, whatever their order."""

import numpy as np

from helpers.tables.stories import signature, stories, story_ids

LONG = (
    "Three towns on the lower river have agreed to build a port together. It is to open in five years. The money "
    "comes from a bank in the capital, which wants the railway in return. Nobody asked the fishermen, who fear for "
    "the island where the birds breed. The mayors promise them a new harbour, and the bank promises a loan."
)
OTHER = (
    "The old bridge fell on Sunday night while the town slept. A baker saw it go, he says, and heard nothing but "
    "the water. It had stood for ninety years and carried two trams a minute, and it will not be built again."
)


def test_a_repost_with_another_end_is_the_same_story() -> None:
    repost = LONG.replace("together", "jointly") + " This was first told elsewhere."
    assert story_ids(["a", "b", "c", "d"], [OTHER, LONG, repost, LONG.upper()]) == ["a", "b", "b", "b"]


def test_texts_without_words_are_stories_of_their_own() -> None:
    assert story_ids(["a", "b", "c"], ["", "", "..."]) == ["a", "b", "c"]
    assert story_ids([], []) == []


def test_short_and_chinese_texts() -> None:
    chinese = "三个城镇同意在河上共同建设一个港口,资金来自首都的一家银行。"
    texts = ["A port for all", "a port for all!", "A bank", chinese, chinese + "好", "桥倒了"]
    assert story_ids(list("abcdef"), texts) == ["a", "a", "c", "d", "d", "f"]


def test_the_same_in_every_run_and_in_two_steps() -> None:
    first, again = signature(LONG), signature(LONG)
    assert first.dtype == np.uint32 and len(first) == 128
    assert (first == again).all()
    texts = [LONG, OTHER, LONG]
    assert stories(["a", "b", "c"], [signature(text) for text in texts]) == story_ids(["a", "b", "c"], texts)
