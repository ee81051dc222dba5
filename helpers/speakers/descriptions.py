"""Where an article says who somebody is: the spans around a name that describe its bearer.

Before it the run of titles, nouns and names ("Kazakh opposition politician N."), or a phrase and a comma ("The
ambassador to Japan, N."); behind it what follows "is a", "of" or "at", and noun phrases between commas, brackets or
dashes ("N., 41, Chinese ambassador, said"). What holds a verb is no description.
"""

from __future__ import annotations

import re
from functools import lru_cache

from helpers.attribution.lists import one_of
from helpers.lexicons import languages
from helpers.lexicons.speakers import any_of, words
from helpers.names import gazetteer
from helpers.speakers.context import Context
from helpers.speakers.entities.nouns import role_noun
from helpers.speakers.entities.spans import TAG

_WINDOW = 160  # characters read on either side of a name
_MOST_NOUNS = 6  # words between a nationality and a name
_MOST_PARTS = 4  # phrases between commas behind a name
WORD = re.compile(r"[\w.’'‑&-]+")
_DELIMITERS = '\n,;:“”"()'

Span = tuple[int, int]


def before(context: Context, start: int) -> list[Span]:
    """The descriptions that end right before a name at `start`."""
    begin = _run_before(context, start)
    found = [(begin, start)] if begin < start else []
    comma = _COMMA_BEFORE.search(context.text, max(0, begin - 3), begin)
    if comma:
        low, high = _bounds(context, comma.start())
        phrase = context.text[low:high].lstrip()
        definite = phrase.split(" ", 1)[0].lower() in words("definite")
        if definite and role_noun(phrase) and not _has_verb(context, phrase):
            found.append((high - len(phrase), high))
    return found


_COMMA_BEFORE = re.compile(r",\s$")


def _bounds(context: Context, position: int) -> Span:
    """From the last mark or sentence's start before a position, at most a window away, to the position."""
    sentence = context.sentence_at(position)
    low = max(0, position - _WINDOW, context.sentences[sentence].start if sentence >= 0 else 0)
    return max(low, max(context.text.rfind(mark, low, position) + 1 for mark in _DELIMITERS)), position


def _run_before(context: Context, start: int) -> int:
    """Where the run of titles, adjectives, nouns and names before a name begins.

    Nouns that no list knows belong to it when a nationality or a name stands before them.
    """
    text = context.text
    low, _ = _bounds(context, start)
    begin = at = start
    plain = 0
    for token in reversed(list(WORD.finditer(text, low, start))):
        if text[token.end() : at].strip(" -"):
            break
        owner = text[token.end() - 2 : token.end()] in ("’s", "'s") or text[at : at + 1].islower()
        if context.persons(token.start(), token.end() + 1) and not owner:
            break
        at = token.start()
        if plain and _ends_name(context, low, token.end()):
            begin, plain = at, 0
        elif not plain and _is_attribute(context, token, begin, low):
            begin = at
        elif plain < _MOST_NOUNS and is_noun(token[0], context.language):
            plain += 1
        else:
            break
    return begin


def _ends_name(context: Context, low: int, end: int) -> bool:
    return any(m.end == end and m.kind != "person" for m in context.names(low, end))


def _is_attribute(context: Context, token: re.Match[str], begin: int, low: int) -> bool:
    word = token[0].rstrip(".").lower()
    if token[0][0].isupper():
        return token[0].isupper() and len(word) > 1 or word not in words("no_noun")  # "US", not "When President N."
    if word in gazetteer.titles() or word in words("roles") or word in words("offices"):
        return True
    if word == "to":  # "ambassador to Japan N."
        before_it = WORD.findall(context.text[low : token.start()].lower())
        return bool(before_it) and before_it[-1] in words("posted")
    known = bool(context.names(token.start(), token.end()))
    return known or "-" in word or word in ("of", "for", "the", "ex", "’s", "'s")


def is_noun(word: str, language: str) -> bool:
    """Whether a lower-case word may stand between a nationality and a name: no verb, no plural, no function word."""
    if not word[:1].islower() or not word.replace("-", "").isalpha() or word in words("no_noun"):
        return False
    if word in words("verbs", language) | words("say") | words("plural_words"):
        return False
    if word in words("prepositions") | words("definite") | words("indefinite"):
        return False
    if word.endswith(("ed", "ing", "ly")) and len(word) > 4:
        return word in words("describing")
    return not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in words("attributive_plurals")


def behind(context: Context, end: int) -> list[Span]:
    """The descriptions that stand right behind a name that ends at `end`."""
    text = context.text
    tag = TAG.match(text, end)
    at = tag.end() if tag else end
    sentence = context.sentence_at(max(0, end - 1))
    limit = min(context.sentences[sentence].end if sentence >= 0 else len(text), at + 2 * _WINDOW)
    found: list[Span] = []
    lead = _lead().match(text, at, limit)
    if lead and _leads(context, lead, limit):
        stop = _stop(context, lead.end(), limit)
        found.append((lead.end(), stop))
        at = stop
    begin = max(context.sentences[sentence].start if sentence >= 0 else 0, at - 2 * _WINDOW)
    introduced = _introduces().match(text[begin:at]) is not None
    for _ in range(_MOST_PARTS):
        opening = _OPENS.match(text, at, limit)
        if opening is None:
            break
        span = (opening.end(), _stop(context, opening.end(), limit))
        home = lead is not None and len(found) == 1 and _is_name(context, span)  # "of Fresno, California"
        aside = _is_aside(text[slice(*span)].strip())
        if home or (not aside and _describes(context, opening, span[1]) and _is_closed(text, span, introduced)):
            found.append(span)
        elif not aside:
            break
        at = span[1] + (text[span[1] : span[1] + 1] == ")")
    return found


def _is_name(context: Context, span: Span) -> bool:
    return any((m.start, m.end) == span for m in context.names(*span))


def _is_aside(part: str) -> bool:
    """An age, a year, a party: they describe, but not whom somebody speaks for."""
    return bool(_AGE.fullmatch(part) or party(part)[0])


def _is_closed(text: str, span: Span, introduced: bool) -> bool:
    """Whether a description ends at a mark, where a name that opens the sentence ("According to N.,") needs one.

    With a definite article it has to say what somebody is, or it is the sentence's subject.
    """
    part = text[slice(*span)]
    subject = part.split(" ", 1)[0].lower() in words("definite") and not role_noun(part)
    return not introduced or (text[span[1] : span[1] + 1] in (",", ")") and not subject)


_OPENS = re.compile(r"(?:,\s|\s?\(|\s[–—-]{1,2}\s)(?P<who>who\s(?:is|was)\s(?:(?:now|currently|also)\s)?)?")
_AGE = re.compile(r"(?:aged?\s)?\d{1,3}(?:[- ]years?[- ]old)?|\d{4}", re.I)


@lru_cache
def _introduces() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{any_of('introducing')})\s[^,]*$")


@lru_cache
def _lead() -> re.Pattern[str]:
    """What leads to a description without a mark before it: "is a", "works for", "of", "at"."""
    serving, of, at = map(any_of, ("serving", "complements", "complements_of_a_body"))
    return re.compile(
        rf"(?:,\swho)?\s(?:(?:is|was)\s(?=an?\s|the\s)|(?:{serving})\s|(?=(?:{of})\s)|(?=(?P<body>{at})\s))"
    )


def _leads(context: Context, lead: re.Match[str], limit: int) -> bool:
    """Whether a complement says where somebody belongs: "at", "for" and "with" do before a name alone."""
    return lead["body"] is None or bool(_NAME_NEXT.match(context.text, lead.end() + len(lead["body"]), limit))


_NAME_NEXT = re.compile(r"\s(?:the\s)?[A-Z]")


def _verbs(language: str) -> frozenset[str]:
    """Forms that are verbs and hardly ever nouns; "war" is one in German alone."""
    return words("verbs", language) | words("say", language)


@lru_cache
def _stops(language: str) -> re.Pattern[str]:
    verbs = one_of(_verbs(language))
    return re.compile(
        rf"[;:)!?\n“”\"„]|\.(?=\s*$|\s*\()|,(?:\s(?!(?:D\.C\.|and the )))|\s[–—]\s|\s\(|"
        rf"\s(?:who|which|that|whose|where|{verbs})\b"
    )


def _stop(context: Context, start: int, limit: int) -> int:
    stop = _stops(context.language).search(context.text, start, limit)
    return stop.start() if stop else limit


def _describes(context: Context, opening: re.Match[str], stop: int) -> bool:
    """Whether what stands between two marks is a noun phrase about the one person named before it."""
    text, start = context.text, opening.end()
    part = text[start:stop].strip()
    if not part or _has_verb(context, part) or _begins_a_clause(part) or (opening["who"] and _is_elsewhere(part)):
        return False
    here = context.names(start, stop)
    if "(" not in opening[0] and any((m.start, m.end) == (start, stop) and m.kind != "demonym" for m in here):
        return False  # one more of a list: "met N., China and ..."
    named = context.persons(start, stop)
    if named and not set(text[start : named[0].start].lower().split()) & words("prepositions"):
        return False
    several = _is_several(_head(part)) or languages.language(context.language).capitals and _SEVERAL.match(part)
    return part.lower().startswith(tuple(words("one_of"))) or not several


# A German noun for men whose plural looks like its singular, told by its adjective: "N. meint, russische Bürger ...".
_SEVERAL = re.compile(r"(?:[a-zäöüß-]+e\s)+[A-ZÄÖÜ][\w-]*(?<!mutter)(?<!schwester)(?<!tochter)(?<=er)\b")


def _is_elsewhere(part: str) -> bool:
    """Whether "who is" leads to a place of stay or to what somebody does: "in Europe this week", "visiting Rome"."""
    first = part.split()[0].lower()
    return first in words("stays") or first.endswith(("ed", "ing"))


def _begins_a_clause(part: str) -> bool:
    if part.startswith(tuple(words("known_as"))):
        return False
    first, *rest = _WHEN.sub("", part).split() or [""]
    plain = first.lower()
    if plain in words("no_noun"):
        return True
    if plain in words("definite") | words("indefinite"):
        return False
    if plain in words("prepositions"):
        return plain not in words("complements") | words("complements_of_a_body")
    if first.endswith("ing") and rest and rest[0][0].isupper() and not gazetteer.is_demonym(rest[0]):
        return True  # "visiting Moscow", not "visiting Russian scholar"
    return (first.islower() and _is_several(first)) or any(_is_participle(w) for w in (first, *rest) if w.islower())


_WHEN = re.compile(r"^(?:once|now|currently|formerly|then|previously|long|also)\s(?=[\w’'-]+\s)")


def _is_participle(word: str) -> bool:
    return word.endswith(("ed", "ing")) and "-" not in word and word not in words("describing")


def _has_verb(context: Context, part: str) -> bool:
    return not _verbs(context.language).isdisjoint(word for word in part.split() if word.islower())


def _head(part: str) -> str:
    """The noun before the first preposition or "and"."""
    tokens = part.split()
    for i, token in enumerate(tokens):
        if i and token.lower() in words("prepositions") | words("conjunctions"):
            return tokens[i - 1]
    return tokens[-1]


def _is_several(noun: str) -> bool:
    plain = noun.lower().strip(".,")
    if noun[:1].isupper() and plain not in words("plural_words"):
        return False
    return plain in words("plural_words") or (
        plain.endswith("s") and not plain.endswith(("ss", "us", "is")) and plain not in words("attributive_plurals")
    )


@lru_cache
def _american() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('parties')})[-–‑](?:{any_of('us_states')})(?!\w)")


@lru_cache
def _british() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('british_parties')})(?=[,)])")


def party(part: str) -> tuple[str, str]:
    """The party behind a lawmaker's name and its country: "R-Neb." of "R-Neb., who ...", US; "Lab", GB; else "", ""."""
    found = {"US": _american().match(part.lstrip(" ,(")), "GB": _british().match(part.lstrip().removeprefix("("))}
    return next(((hit[0], code) for code, hit in found.items() if hit), ("", ""))


@lru_cache
def _american_home() -> re.Pattern[str]:
    return re.compile(
        rf"(?:, \d{{1,3}})?,? (?:of|from) (?P<place>[A-Z][\w.’' -]{{2,30}}?, (?:{any_of('us_states')}))(?!\w)"
    )


def american_home(context: Context, end: int) -> str:
    """The town and state of the US behind a name: "Kirkland, Wash." of "N., 52, of Kirkland, Wash."; else ""."""
    home = _american_home().match(context.text, end)
    return home["place"] if home else ""
