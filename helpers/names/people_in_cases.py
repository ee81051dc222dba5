"""People in a text of a language whose names are inflected: each under the nominative of the full name.

"Директора Ивана Пескова", "Песковым": which case, gender and surname is meant is decided by all words of a name
together and by the noun before it; a surname alone is that of the full name in the text whose form it can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers import lexicons
from helpers.names import gazetteer, morphology
from helpers.names.people import Person, is_given_name, is_place

_INITIAL = r"[^\W\d_a-zа-яё]\.\s?"
_RUN = re.compile(
    rf"(?:{_INITIAL})*[^\W\d_a-zа-яё][\w’'-]+"
    rf"(?:\s(?:[а-яё]{{2,5}}\s)?(?:{_INITIAL})*(?:[^\W\d_a-zа-яё][\w’'-]+|[ЁИОУЭЮЯ]\b))*"
)
_WORD = re.compile(r"[\w’'-]+\.?")
_BEFORE = re.compile(r"([^\W\d_][\w-]*)[\s«\"]*$")
_MOST, _MOST_EASTERN = 5, 3  # words of a name
_AS_NOUN = 5.0  # how much likelier the case of the noun right before a name is
_NO_FORM = 0.01  # the chance of a form that the word is not known to have
_NOMINATIVE = 1.5  # how much likelier a name stands in the nominative, and _FREE where no word stands before it
_FREE = 20.0
_FEMININE = re.compile(r"(?P<stem>\w(?:ов|ев|ёв|ин|ын))(?P<end>ой|у)$")  # of a woman's surname: Лужиной, Лужину
_FIXED = ("е", "и", "о", "э", "ё", "ю")


def persons(text: str, language: str) -> tuple[Person, ...]:
    """Everybody named in the text, in order, under the name in the nominative."""
    covered = [(m.start, m.end) for m in gazetteer.find(text, language) if m.kind != "person"]
    full: list[Person] = []
    single: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        for words in _pieces(text, run, covered, language):
            start, end = words[0].start(), words[-1].end()
            if len(words) == 1:
                single.append((start, end))
            elif _is_person(words, language, _is_behind_name(text, start, covered)):
                title, cases = _noun_before(text, start)
                name = nominative([w[0] for w in words], cases, _stands_free(text, start))
                full.append(Person(start, end, name, True, title))
    return tuple(sorted([*full, *_by_surname(text, single, full)]))


def _pieces(
    text: str, run: re.Match[str], covered: list[tuple[int, int]], language: str
) -> Iterator[list[re.Match[str]]]:
    """The stretches of a run of capitalised words that may be a name: no names of other kinds, no common nouns."""
    particles = lexicons.words("sources", "particles", language)
    piece: list[re.Match[str]] = []
    place = _named_place(text, run, language)
    for word in _WORD.finditer(text, *run.span()):
        inside = any(a < word.end() and word.start() < b for a, b in covered if a < run.end() and b > run.start())
        inside = inside or word.end() == place
        particle = word[0].islower() and bool(piece) and word[0] in particles
        initial = word[0].endswith(".") and len(word[0]) == 2
        if inside or not (particle or initial) and (word[0].islower() or _is_common(word[0], piece, language)):
            yield from _one_each(piece, language)
            piece = []
        elif piece and piece[-1][0].isascii() != word[0].isascii():
            yield from _one_each(piece, language)
            piece = [word]
        else:
            piece.append(word)
    yield from _one_each(piece, language)


def _named_place(text: str, run: re.Match[str], language: str) -> int:
    """The end of the word that names a place behind its kind: "сенатор от штата Вирджиния Ричард Блэк"; -1 for none."""
    first, *others = _WORD.finditer(text, *run.span())
    if not others or not morphology.is_given(others[0][0]):  # "губернатор области Олег Ветров"
        return -1
    before = _BEFORE.search(text, max(0, run.start() - 40), run.start())
    bases = {reading.base for reading in morphology.readings(before[1])} if before else set()
    return first.end() if bases & lexicons.words("sources", "kinds_of_places", language) else -1


def _is_common(word: str, before: list[re.Match[str]], language: str) -> bool:
    """Whether a capitalised word is no name; a common noun is one behind a given name: "Иван Мясников".

    So is a short surname of East Asia, and what stands behind one: "Го", "Ван И".
    """
    if word in lexicons.words("sources", "family_names_first", language) or before and _is_eastern(before, language):
        return False
    return morphology.is_common(word) and not (before and morphology.is_given(before[-1][0]))


def _is_eastern(words: list[re.Match[str]], language: str) -> bool:
    """Whether a name begins with one of the surnames that stand in front."""
    return words[0][0] in lexicons.words("sources", "family_names_first", language)


def _is_behind_name(text: str, start: int, covered: list[tuple[int, int]]) -> bool:
    """Whether a state or body stands right before a place: "представитель Госдепартамента США Тэмми Брюс"."""
    return any(end < start and text[end:start].isspace() and start - end == 1 for _, end in covered)


def _one_each(piece: list[re.Match[str]], language: str) -> Iterator[list[re.Match[str]]]:
    """A stretch of capitalised words as the name of one: "Ивана Петрова Олег Орлов", "слова Керри Лавров" are two.

    A place in front belongs to no name: "мэр Хайфы Юна Яхав".
    """
    given = [morphology.is_given(word[0]) for word in piece]
    if len(piece) == 4 and given[0] and given[2]:
        yield from (piece[:2], piece[2:])
    elif len(piece) == 2 and all(gazetteer.person(word[0], language) for word in piece):
        yield from (piece[:1], piece[1:])
    elif len(piece) > 2 and not given[0] and is_place(piece[0][0]):
        yield piece[1:]
    elif piece:
        yield piece


def _is_person(words: list[re.Match[str]], language: str, behind_name: bool) -> bool:
    """Whether two or more capitalised words are a person's name; behind another name one that may be is enough."""
    plain = [word[0] for word in words if not word[0].endswith(".")]
    if not plain or len(words) > _MOST or all(word.isupper() and len(word) > 1 for word in plain):
        return False
    if plain[0].isascii():
        return is_given_name(plain[0])
    if _is_eastern(words, language):
        return len(plain) <= _MOST_EASTERN
    unlike = any if not behind_name else all
    return morphology.is_given(plain[0]) or not unlike(map(_is_of_no_name, plain))


def _is_of_no_name(word: str) -> bool:
    return not any(reading.name or not reading.known for reading in morphology.readings(word))


def _noun_before(text: str, start: int) -> tuple[str, frozenset[str]]:
    """The noun for a person that stands right before a name, and the cases that it may stand in."""
    before = _BEFORE.search(text, max(0, start - 40), start)
    found = morphology.readings(before[1]) if before else ()
    told = [r for r in found if r.part == "noun" and r.animate and not r.name and len(r.base) > 2]
    return (told[0].base, frozenset(reading.case for reading in told)) if told else ("", frozenset())


def _stands_free(text: str, start: int) -> bool:
    """Whether no word that could govern a name stands right before it."""
    before = text[max(0, start - 3) : start].rstrip(" \t")[-1:]
    return not before or not (before.isalnum() or before in '«"')


def nominative(words: list[str], cases: frozenset[str] = frozenset(), free: bool = False) -> str:
    """A name in the nominative; `cases` are those that it stands in by what is beside it, if anything is (free)."""
    return " ".join(_best(words, cases, free)[0])


def gender_of(words: list[str], language: str = "") -> str:
    """The gender that a name in the nominative tells; "" where it tells none, as those of East Asia do not.

    Nor does a surname of no case behind a given name that only women have in any form: "Анетт Кросманн".
    """
    if words and language and words[0] in lexicons.words("sources", "family_names_first", language):
        return ""
    told = _best(words, frozenset(), True)[1] if words and not words[0].isascii() else ""
    given = {r.gender for r in morphology.readings(words[0]) if r.given and r.known} if told == "m" else set()
    return "" if given == {"f"} and len(words) > 1 else told


def _best(words: list[str], cases: frozenset[str], free: bool) -> tuple[list[str], str]:
    """(the name in the nominative, its gender) by the case and gender that fit all words best."""
    ranked = []
    for case in ("nomn", "gent", "datv", "accs", "ablt", "loct"):
        for gender in "mf":
            chance, forms = 1.0, []
            for word in words:
                form, score = _as(word, case, gender)
                forms.append(form)
                chance *= score
            chance *= (_FREE if free else _NOMINATIVE) if case == "nomn" else 1.0
            chance *= _AS_NOUN if case in cases else 1.0
            ranked.append((chance, case == "nomn", gender == "m", forms, gender))
    best = max(ranked, key=lambda one: one[:3])
    other = max(rank[0] for rank in ranked if rank[4] != best[4])
    return best[3], best[4] if best[0] > other else ""


def _as(word: str, case: str, gender: str) -> tuple[str, float]:
    """A word of a name in the nominative, read in a case and gender, and how likely it is that."""
    if word.endswith(".") or word.islower() or word.isascii() or _is_fixed(word):
        return word, 1.0
    if gender == "f" and case != "nomn" and (surname := _FEMININE.search(word)):
        return word[: surname.end("stem")] + "а", 1.0 if (surname["end"] == "у") == (case == "accs") else _NO_FORM
    fitting = [
        reading
        for reading in morphology.readings(word)
        if reading.case in (case, "")
        and not reading.plural
        and reading.gender in (gender, "")
        and reading.part in ("noun", "adjective")
    ]
    named = [reading for reading in fitting if reading.name] or fitting
    if not named:
        return word, _NO_FORM
    best = max(named, key=lambda reading: reading.score)
    weight = best.score if best.name else best.score / 4
    return (_cased(best.base, word) if case != "nomn" else word), weight


def _is_fixed(word: str) -> bool:
    """Whether a name is not inflected: a foreign one that ends in a vowel as Russian ones do not."""
    return word.endswith(_FIXED) and not any(reading.known for reading in morphology.readings(word))


def _cased(base: str, word: str) -> str:
    """A base form with the capitals of the word as it stands."""
    parts = base.split("-")
    return "-".join(part.capitalize() for part in parts) if word[:1].isupper() else base


def plain(word: str) -> str:
    """A word as names are compared: in lower case, ё as е."""
    return word.lower().replace("ё", "е")


def _by_surname(text: str, single: list[tuple[int, int]], full: list[Person]) -> Iterator[Person]:
    """The places that name somebody by one word: by a surname known from a full name, or behind a title."""
    known: dict[str, str] = {}
    for person in full:
        for part in (person.name.split(" ")[0], person.name.split(" ")[-1]):
            known.setdefault(plain(part), part)
    for start, end in single:
        word = text[start:end]
        title, cases = _noun_before(text, start)
        name = of_known(word, known) or (
            nominative([word], cases, _stands_free(text, start)) if title and _is_name(word) else ""
        )
        if name:
            yield Person(start, end, name, True, title)


def of_known(word: str, known: dict[str, str]) -> str:
    """The one of the known names, by how they compare, that a word can be a form of; "" where it is none's."""
    bases = {plain(word), *(plain(reading.base) for reading in morphology.readings(word) if not reading.plural)}
    return next((known[base] for base in sorted(bases) if base in known), "")


def _is_name(word: str) -> bool:
    """Whether a capitalised word behind a title can be a name."""
    return len(word) > 2 and not word.isupper() and not word.isascii()
