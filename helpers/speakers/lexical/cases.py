"""A source phrase of an inflected language: which noun heads it, and the name or the nominative of what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from helpers import lexicons
from helpers.names import morphology, people_in_cases
from helpers.names.gazetteer import Match
from helpers.names.morphology import Reading
from helpers.names.people import Person
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity, join, nobody
from helpers.speakers.entities.spans import without_edges
from helpers.speakers.lexical import clause
from helpers.speakers.lexical.listed import listed

_TOKEN = re.compile(r"[^\W_][\w’'-]*")
_EDGE = " \t\r\n,;:.–—-\"“”„»«'‘’[]()*_|"
_BREAK = re.compile(r",\s|\s[–—-]\s|\s?\(|;\s")
_QUOTED = re.compile(r"[«\"“„]([^«»\"“”„]{2,60})[»\"”“]")
_INITIAL = re.compile(r"(?P<first>[А-ЯЁ])\.\s?(?P<surname>[А-ЯЁ][\w-]+)")
_DOMAIN = re.compile(r"[\w-]+\.[a-z]{2,4}")
_LAST_NAME = re.compile(r",\s(?P<name>[А-ЯЁ][а-яё-]{2,})")
_MOST = 120  # characters of a description
_WORDS_OF_A_TIME = 5  # "в субботу 5 октября", and one behind it
DESCRIBED = "described"  # the determiner of somebody who is told from others by more than a state


def read(context: Context, start: int, end: int) -> Entity:
    """Who a source span names, not yet resolved to anybody earlier in the article."""
    text = context.text
    start, end = without_edges(text, start, end, _EDGE)
    if start >= end:
        return nobody()
    form = lexicons.load("sources", context.language)["pronouns"].get(text[start:end].lower())
    if form:
        gender, number, person = form.split()
        kind, third = ("relative", 3) if person == "r" else ("pronoun", int(person))
        return Entity(text[start:end], kind, start, end, text[start:end].lower(), gender, number == "p", person=third)
    start = _behind_preposition(context, start, end)
    end = _before_addressee(context, start, end)
    people = context.persons(start, end)
    if people and _is_told(context, start):
        start = people[0].start
    return _by_people(context, start, end, people) or _by_noun(context, start, _main_end(text, start, end))


def _behind_preposition(context: Context, start: int, end: int) -> int:
    """The start of a phrase without the preposition that the span may hold, "в управлении", and without a time."""
    words = [*islice(_TOKEN.finditer(context.text, start, end), _WORDS_OF_A_TIME)]
    if not words or words[0].start() > start:
        return start
    if words[0][0].lower() not in listed("stay", context) | listed("topics", context):
        return start
    times = [i for i, word in enumerate(words) if clause.base(word[0].lower()) in listed("times", context)]
    behind = words[max(times, default=0) + 1 :]
    return behind[0].start() if behind else start


def _is_told(context: Context, start: int) -> bool:
    """Whether a phrase begins with the medium that somebody behind it told something: "телеканалу «Мир» Ветров"."""
    first = _TOKEN.match(context.text, start)
    return first is not None and is_addressee(context, first[0])


def is_addressee(context: Context, word: str) -> bool:
    """Whether a word for a medium, or for who works for one, stands in the case of whom something is told."""
    told = listed("media", context) | listed("journalists", context)
    return clause.base(word) in told and not {r.case for r in morphology.readings(word)} - {"datv", "loct"}


def _before_addressee(context: Context, start: int, end: int) -> int:
    """Where a phrase ends before whom its person told something: "бывший узник корреспонденту агентства"."""
    small = listed("stay", context) | listed("topics", context)
    words = list(_TOKEN.finditer(context.text, start, end))
    for before, word in zip(words, words[1:], strict=False):
        if before[0].lower() not in small and is_addressee(context, word[0]):
            return without_edges(context.text, start, word.start(), _EDGE)[1]
    return end


def _main_end(text: str, start: int, end: int) -> int:
    cut = _BREAK.search(text, start + 1, end)
    return cut.start() if cut else end


# ---------------------------------------------------------------------------------------------------------------
# people


def _by_people(context: Context, start: int, end: int, people: list[Person]) -> Entity | None:
    """The people whom the phrase means; not those who own or describe its noun ("помощник Петрова")."""
    heads = [person for person in people if _is_head(context, start, person)]
    heads = _without_appositions(context, start, heads)
    named = [_person(context, person, (start, end)) for person in heads[:1]]
    for before, person in zip(heads, heads[1:], strict=False):
        between = context.text[before.end : person.start].strip()
        if between in listed("joining", context) | {","}:
            named.append(_person(context, person))
    if len(named) > 1:
        head = _head(context, start, named[0].start)
        return replace(join(tuple(named), start, end), head=clause.base(head[0]) if head else "")
    return named[0] if named else _apposed(context, start, end) or _unknown_name(context, start, end)


def _without_appositions(context: Context, start: int, heads: list[Person]) -> list[Person]:
    """Those who are meant, where a comma and no "и" parts two of them: "а ныне советник Веры Зиминой, Ветров"."""
    if len(heads) != 2 or context.text[heads[0].end : heads[1].start].strip() != ",":
        return heads
    return heads[1:] if context.text[start : heads[0].start].strip(_EDGE) else heads


def _apposed(context: Context, start: int, end: int) -> Entity | None:
    """ "Другой бывший солдат, Ахмед": a given name behind a comma."""
    hit = _LAST_NAME.search(context.text, start + 1, end)
    if not hit or hit.end() < end or not morphology.is_given(hit["name"], known=True):
        return None
    name = people_in_cases.nominative([hit["name"]], frozenset(), True)
    clause.note(context, name, (start, hit.start()))
    return Entity(name, "person", *hit.span("name"), "", people_in_cases.gender_of([name]))


def _person(context: Context, person: Person, span: tuple[int, int] | None = None) -> Entity:
    name = _with_initial(context, context.full_name(person.name))
    if span:
        clause.note(context, name, span)
    sex = people_in_cases.gender_of(name.split(), context.language)
    return Entity(name, "person", person.start, person.end, person.title, sex)


def _with_initial(context: Context, name: str) -> str:
    """The full name that the article gives for an initial and a surname: "Д. Рассел"."""
    short = _INITIAL.fullmatch(name)
    full = context.full_names.get(short["surname"], "") if short else ""
    return full if short and full.startswith(short["first"]) and "." not in full else name


def _is_head(context: Context, start: int, person: Person) -> bool:
    """Whether a name heads the phrase, or stands beside the noun that does, in its case."""
    if not context.text[start : person.start].strip(_EDGE):
        return True
    head = _head(context, start, person.start)
    if head is None:
        bare = _without_names(context, start, person.start).strip(_EDGE)
        return not any(r.part == "noun" for word in _TOKEN.findall(bare) for r in morphology.readings(word)[:1])
    word, noun = head
    if not noun.animate and not _calls(context, noun):
        return False
    written = context.text[person.start : person.end]
    if _is_relation_of(context, noun, person):
        return False
    own, cases = clause.cases_of(written), clause.cases_of(word)
    if noun.plural and noun.case == "nomn" and own and "nomn" not in own:
        return False  # "сторонники Петрова"
    if " " not in written and noun.gender == "m" and "gent" in own and people_in_cases.gender_of([written]) == "f":
        return people_in_cases.gender_of(context.full_name(person.name).split()) == "f" and " " in context.full_name(
            person.name
        )
    return not own or not cases or bool(own & cases)


def _is_relation_of(context: Context, noun: Reading, person: Person) -> bool:
    """Whether "советник Клинтон" is whose surname stands behind it, of no case, and who is named in full elsewhere.

    Not where the article calls the full name so.
    """
    written = context.text[person.start : person.end]
    full = context.full_name(person.name)
    if noun.base not in listed("relations", context) or " " in written or " " not in full or clause.cases_of(written):
        return False
    named = [p for p in context.mentions.get(full, ()) if " " in context.text[p.start : p.end]]
    spans = [clause.before(context, p.start) for p in named]
    return not any(
        noun.base in clause.called(context, *span) or p.title == noun.base for span, p in zip(spans, named, strict=True)
    )


def _head(context: Context, start: int, end: int) -> tuple[str, Reading] | None:
    """The noun that heads a phrase, with its reading: where nothing governs it the first in the nominative."""
    nouns = _nouns(context, start, end)
    if not nouns:
        return None
    if not _is_governed(context, start):
        for animate in (True, False):
            for word, _ in nouns:
                fitting = [r for r in morphology.readings(word) if r.part != "verb" and r.case in ("nomn", "")]
                fitting = [r for r in fitting if r.part == "noun" or _calls(context, r)]
                fitting.sort(key=lambda r: not (r.plural and morphology.singular(word) in listed("groups", context)))
                if fitting and (fitting[0].animate or _calls(context, fitting[0]) or not animate):
                    return word, fitting[0]
    word, likeliest = nouns[0]
    whose = (r for r in morphology.readings(word) if r.part == "noun" and r.case == "gent")
    return word, (next(whose, None) if _is_behind_noun(context, start) else None) or likeliest


def _is_governed(context: Context, start: int) -> bool:
    """Whether a preposition or a noun right before a phrase puts it into another case than the nominative."""
    before = _TOKEN.findall(context.text[max(0, start - 30) : start])
    if (
        not before
        or not context.text[start - 1 : start].isspace()
        or context.text[max(0, start - 2) : start - 1] in ",.:;—–"
    ):
        return False
    word = before[-1].lower()
    small = listed("stay", context) | listed("topics", context)
    return word in small or _is_behind_noun(context, start)


def _is_behind_noun(context: Context, start: int) -> bool:
    """Whether the word before a phrase is a noun, so that the phrase tells whose it is: "слова мужчины"."""
    before = _TOKEN.findall(context.text[max(0, start - 30) : start])
    return bool(before) and any(reading.part == "noun" for reading in morphology.readings(before[-1].lower())[:1])


def _without_names(context: Context, start: int, end: int) -> str:
    """The text of a stretch without the names of bodies, media and places."""
    rest, at = "", start
    for match in context.names(start, end):
        rest += context.text[at : match.start]
        at = match.end
    return rest + context.text[at:end]


def _nouns(context: Context, start: int, end: int) -> list[tuple[str, Reading]]:
    """The nouns of a phrase, outside of names, each with its likeliest reading."""
    found = []
    for token in _TOKEN.finditer(context.text, start, end):
        named = any(m.start <= token.start() < m.end and m.kind != "demonym" for m in context.names(start, end))
        reading = None if named or _is_in_marks(context.text, start, token.start()) else _as_noun(context, token[0])
        if reading and not (reading.name and token[0][0].isupper()):
            found.append((token[0], reading))
    return found


def _is_in_marks(text: str, start: int, position: int) -> bool:
    """Whether a quotation mark that stands behind `start` is still open at a position."""
    before = text[start:position]
    return before.count("«") > before.count("»") or before.count('"') % 2 == 1 or before.count("„") > before.count("“")


def _as_noun(context: Context, word: str) -> Reading | None:
    """A word as a noun where that is its likeliest reading, or where it calls somebody: "заведующий"."""
    found = morphology.readings(word)
    calling = (r for r in found if r.base in listed("people", context))
    reading = next(calling, None) or next(iter(found), None)
    return reading if reading and (reading.part == "noun" or reading.base in listed("people", context)) else None


def _calls(context: Context, reading: Reading) -> bool:
    return reading.base in listed("people", context)


def _unknown_name(context: Context, start: int, end: int) -> Entity | None:
    """A name of one word that the article does not give in full: "По словам Маккола"; also beside a medium's."""
    for match in (m for m in context.names(start, end) if m.kind == "medium"):
        if match.start == start:
            start = match.end + 1
        elif match.end == end:
            end = match.start - 1
    word = context.text[start:end]
    if " " in word or not word[:1].isupper() or morphology.is_common(word) or context.names(start, end):
        return None
    if not any(reading.name for reading in morphology.readings(word)) or word.isascii():
        return None
    before = _TOKEN.findall(context.text[max(0, start - 30) : start])
    cited = bool(before) and before[-1].lower() in listed("relaying", context)
    governed = cited or bool(before) and morphology.noun(before[-1]) is not None
    name = people_in_cases.nominative([word], frozenset({"gent", "accs"} if governed else ()), not governed)
    return Entity(context.full_name(name), "person", start, end, "", people_in_cases.gender_of([name]))


# ---------------------------------------------------------------------------------------------------------------
# anybody else


def _by_noun(context: Context, start: int, end: int) -> Entity:
    """A body, a medium, a group or somebody without a name, by the noun that heads the phrase."""
    text = context.text
    named = context.names(start, end)
    whole = _whole(context, start, end, named)
    if whole:
        return whole
    found = _figures(context, start, end) or _head(context, start, end)
    if found is None:
        return _without_noun(context, start, end, named)
    word, head = found
    if _QUOTED.fullmatch(text, max(0, start - 1), min(len(text), end + 1)):
        return Entity(text[start:end], "body", start, end, text[start:end].lower(), "n")
    start = _from_head(context, start, end, word)
    lemma = clause.base(word)
    name = described(context, start, end, word, head)
    if lemma in listed("papers", context) | listed("places_of_papers", context) | listed("feelings", context):
        return _of_paper(context, start, end, word, lemma, name)
    if lemma in listed("groups", context) or head.plural and (head.animate or lemma in listed("people", context)):
        return Entity(name, "group", start, end, lemma, "", True, determiner=_determiner(context, start, word))
    if head.animate or lemma in listed("people", context):
        sex = head.gender if head.gender == "f" or lemma in listed("anybody", context) else ""
        return Entity(name, "definite", start, end, lemma, sex, determiner=_determiner(context, start, word))
    if lemma in listed("media", context):
        return Entity(name, "medium" if len(name.split()) > 1 else "definite", start, end, lemma, "n")
    kind = "body" if " " in name or text[start].isupper() or lemma in listed("bodies", context) else "definite"
    return Entity(name, kind, start, end, lemma, "n")


def _figures(context: Context, start: int, end: int) -> tuple[str, Reading] | None:
    """The word that a phrase opens with, where it is an adjective that in the plural is a paper: "данные института"."""
    first = _TOKEN.match(context.text, start, end)
    found = morphology.readings(first[0]) if first and first.end() < end else ()
    figures = (r for r in found[:1] if r.part == "adjective" and r.plural and r.base in listed("papers", context))
    reading = next(figures, None)
    return (first[0], reading) if first and reading else None


def _whole(context: Context, start: int, end: int, named: list[Match]) -> Entity | None:
    """The one body or medium that a phrase is, with no more beside it than marks and the word for what it is."""
    if not named:
        return None
    rest = _without_names(context, start, end)
    plain = [word for word in _TOKEN.findall(rest) if clause.base(word) not in listed("media", context)]
    strong = [m for m in named if m.kind not in ("demonym", "place", "region")] or named
    if len(strong) == 1 and not plain and strong[0].kind != "demonym":
        return of_match(strong[0], context.text)
    if len(named) == 2 and not [w for w in plain if w not in listed("joining", context)] and plain:
        return join(tuple(of_match(m, context.text) for m in named), start, end)
    return None


def of_match(match: Match, text: str) -> Entity:
    """The body, state or medium that a name of the gazetteer means, as the language writes it in the nominative."""
    written = text[match.start : match.end]
    first, *others = written.split()
    alone = first if first.isupper() or first.isascii() else _named(first)
    kind = "medium" if match.kind == "medium" else "body"
    return Entity(_agreed(written) if others else alone, kind, match.start, match.end, written.lower(), "n")


def _agreed(name: str) -> str:
    """A noun behind adjectives in the nominative: "Белый дом" of "Белом доме"; any other name as it is written."""
    *before, last = name.split()
    cases = [{(r.case, r.plural) for r in morphology.readings(word) if r.part == "adjective"} for word in before]
    fitting = set.intersection(*cases)
    noun = next((r for r in morphology.readings(last) if r.part == "noun" and (r.case, r.plural) in fitting), None)
    if noun is None or noun.case == "nomn":
        return name
    words = [*(morphology.agreeing(word, noun.gender, noun.plural) for word in before), noun.base]
    pairs = zip(words, name.split(), strict=True)
    return " ".join(word.capitalize() if written[:1].isupper() else word for word, written in pairs)


def _named(word: str) -> str:
    """A word of a name in the nominative, in the number that it likeliest has: "Известия" are several."""
    likeliest = next(iter(morphology.readings(word)), None)
    base = word if likeliest and likeliest.plural and likeliest.case == "nomn" else clause.base(word)
    return base.capitalize() if word[:1].isupper() else base


def _without_noun(context: Context, start: int, end: int, named: list[Match]) -> Entity:
    """A phrase without a noun of its own: a name in quotation marks, or one that nothing is known of."""
    if named:
        return of_match(named[0], context.text)
    quoted = _QUOTED.search(context.text, max(0, start - 1), min(len(context.text), end + 1))
    name = quoted[1] if quoted else context.text[start:end]
    if not any(map(str.isalpha, name)) or name.islower() and not _DOMAIN.fullmatch(name):
        return nobody()
    return Entity(name, "body", start, end, name.lower(), "n")


def _of_paper(context: Context, start: int, end: int, word: str, lemma: str, name: str) -> Entity:
    """ "На сайте управления", "доклад ООН": whoever made the paper; the paper itself where the phrase does not tell."""
    at = context.text.find(word, start, end) + len(word) + 1
    if at < end:
        people = context.persons(at, end)
        owner = _by_people(context, at, end, people[:1]) if people else None
        owner = owner or _by_noun(context, without_edges(context.text, at, end, _EDGE)[0], end)
        if owner.kind in ("person", "body", "medium", "group") and owner.name:
            return replace(owner, head=owner.head or lemma)
    return Entity(name, "definite", start, end, lemma, "n")


def _from_head(context: Context, start: int, end: int, word: str) -> int:
    """The start of a phrase without nouns that its head does not belong to: "телеканалу местный житель"."""
    at = context.text.find(word, start, end)
    for token in reversed(list(_TOKEN.finditer(context.text, start, at))):
        if not any(reading.part == "adjective" for reading in morphology.readings(token[0])):
            return token.end() + 1
    return start


def _determiner(context: Context, start: int, head: str) -> str:
    """A word that makes somebody new, or DESCRIBED where an adjective but that of a state tells him from others."""
    before = _TOKEN.findall(context.text[start : context.text.find(head, start)])
    bases = {morphology.agreeing(word, "m", False) for word in before} | {word.lower() for word in before}
    new = next((base for base in sorted(bases) if base in listed("new", context)), "")
    named = {context.text[m.start : m.end] for m in context.names(start, start + 80)}
    return new or DESCRIBED * any(word not in named for word in before)


def described(context: Context, start: int, end: int, word: str, head: Reading) -> str:
    """A phrase in the nominative: its head and the adjectives before it; what follows is as it is."""
    text = context.text[start:end][:_MOST]
    at = text.find(word)
    before = [morphology.agreeing(token, head.gender, head.plural) for token in text[:at].split()]
    before = [w.capitalize() if t[:1].isupper() else w for w, t in zip(before, text[:at].split(), strict=True)]
    base = head.base if word.islower() or not word.isupper() else word
    base = base.capitalize() if word[:1].isupper() and not word.isupper() else base
    return _closed(" ".join(f"{' '.join(before)} {base}{text[at + len(word) :]}".split()).strip(_EDGE))


def _closed(name: str) -> str:
    """A name with the mark that the title at its end has lost with the edges: "газета «Заря"."""
    return name + "»" * (name.count("«") > name.count("»")) + '"' * (name.count('"') % 2)
