"""Whose an organ is that many states have."""

import pytest

from helpers.names import gazetteer


def codes(text, language="en"):
    return {text[m.start : m.end]: m.code for m in gazetteer.find(text, language)}


@pytest.mark.parametrize(
    ("text", "organ", "code"),
    [
        ("On Monday India's Supreme Court dismissed it.", "Supreme Court", "IN"),
        ("The French Senate voted on the bill.", "Senate", "FR"),
        ("A vote in the Congress of the Philippines is near.", "Congress", "PH"),
        ("The Texas Senate voted on the bill.", "Senate", "US"),
        ("The Senate voted on the bill.", "Senate", "US"),
        ("Officials of the World Uyghur Congress said they would never speak with them.", "Congress", ""),
        ("A report by the National Cyber Security Council found fault with them all.", "Security Council", ""),
        ("Senior Biden State Department officials said they would never speak with them.", "State Department", "US"),
        ("Why the Democratic Senate should never have voted on that bill.", "Senate", "US"),
        ("Trump Asks Congress For Money", "Congress", "US"),
    ],
)
def test_an_organ_is_that_of_the_state_beside_it(text, organ, code):
    assert codes(text)[organ] == code


@pytest.mark.parametrize(
    ("language", "text", "organ", "code"),
    [
        ("ru", "Совбез России обсудил доклад.", "Совбез", "RU"),
        ("ru", "Совбез ООН обсудил доклад.", "Совбез ООН", "UN"),
        ("zh", "法国参议院通过了法案。", "参议院", "FR"),
        ("zh", "参议院通过了法案。", "参议院", "US"),
        ("zh", "英国央行宣布降息。", "央行", "GB"),
        ("de", "Russlands Sicherheitsrat hat beraten.", "Sicherheitsrat", "RU"),
    ],
)
def test_in_every_language(language, text, organ, code):
    assert codes(text, language)[organ] == code


def test_one_that_was_somebodys_stays_so():
    found = gazetteer.find("Ukraine's Supreme Court ruled. Washington objected. The Supreme Court will hear it.", "en")
    assert [m.code for m in found if m.name == "Supreme Court"] == ["UA", "UA"]


def test_one_in_a_text_on_another_state_alone_is_nobodys():
    text = "Delhi is waiting. India's ministers and the Indian press watch the Supreme Court."
    assert codes(text)["Supreme Court"] == ""
    assert codes("The Indian press watches the Supreme Court.")["Supreme Court"] == "US"  # too little to tell
