"""What shows that a text was damaged, or is no text, before anybody believes its numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from helpers.layout.mojibake import misread
from helpers.reading import Doubt

LONGEST_SENTENCE = 60  # words on the average: full stops may be lost
STRAY = re.compile(  # what is left of “, ’, （ and others where UTF-8 was read as Latin-1 and the rest thrown away
    "�|â(?=s\\b|t\\b|[A-Z]|[^\\w])|ï¼|(?<![A-ZÀ-Þ])[ÃÂ](?=\\W)"
)
STRAYS = (2, 1 / 1000)  # damaged characters: so many, and a share of all
BUNDLED = re.compile(r"^[ \t]*(?:\d+ of \d+ DOCUMENTS|End of Document)[ \t]*$", re.M)  # marks of archives' exports
REPEATED = (30, 1 / 4)  # a word that is no function word: so many times, and a share of all words
RUN = re.compile(r"([^\W_])\1{29,}")
LETTERS = re.compile(r"[^\W\d_]{4,}")
FEW = 9  # articles of an outlet, up to which none is unlike the rest
RARE = 0.1  # share of an outlet's articles in a language, below which it is unlike the rest


def doubts(decoded: str, text: str, n_words: list[int], n_body: int) -> list[Doubt]:
    """What is doubtful in an article, by its text, its reading form, the words of its sentences and of its body."""
    found: list[Doubt] = []
    if not n_body:
        found.append(("a headline without an article", "note") if n_words else ("no article is found in it", "doubt"))
    elif sum(n_words) > LONGEST_SENTENCE * len(n_words):
        mean = round(sum(n_words) / len(n_words))
        found.append((f"its sentences have {mean} words on the average: its full stops may be lost", "doubt"))
    if (bundled := len(BUNDLED.findall(text))) > 1:
        found.append(
            (f"it seems to hold {bundled} articles and is read as one: write each into a file of its own", "doubt")
        )
    if repaired := len(misread(decoded)):
        found.append((f"{repaired} characters were UTF-8 read as another encoding (such as Ã¼ for ü): mended", "note"))
    strays = len(STRAY.findall(text))
    if strays >= STRAYS[0] and strays > STRAYS[1] * len(text):
        found.append((f"{strays} characters are damaged beyond repair (such as â for ’ or �)", "doubt"))
    if repeated := _repeated(text):
        found.append((repeated, "doubt"))
    return found


def _repeated(text: str) -> str:
    if run := RUN.search(text):
        return f"the character {run[1]!r} is repeated {len(run[0])} times in a row"
    words = Counter(LETTERS.findall(text.lower()))
    word, times = words.most_common(1)[0] if words else ("", 0)
    if times >= REPEATED[0] and times > REPEATED[1] * words.total():
        return f"the word {word[:20]!r} is repeated {times} times"
    return ""


def odd_languages(articles: Iterable[tuple[str, str, str, bool]]) -> list[tuple[str, str]]:
    """Articles in a language that few of their outlet's have: (file, why).

    articles are (file, outlet, language, whether it was detected, not given).
    """
    articles = list(articles)
    languages: dict[str, Counter[str]] = {}
    for _, outlet, language, _ in articles:
        languages.setdefault(outlet, Counter())[language] += 1
    found = []
    for file, outlet, language, detected in articles:
        of_outlet = languages[outlet]
        if detected and of_outlet.total() > FEW and of_outlet[language] <= RARE * of_outlet.total():
            usual = of_outlet.most_common(1)[0][0]
            found.append((file, f"its language seems to be {language!r}, that of most of its outlet is {usual!r}"))
    return found
