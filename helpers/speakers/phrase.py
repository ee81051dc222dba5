"""What a source phrase says: a person, a body, a medium, a pronoun, or somebody without a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from helpers import lexicons
from helpers.names import gazetteer, people
from helpers.speakers.context import Context, words

MOST_WORDS = 14  # of a description


@dataclass(frozen=True)
class Entity:
    """Somebody who may speak.

    kind is person, body, medium, unnamed (one without a name), group (several without a name), joint
    (several with names), pronoun, definite ("the expert": somebody said before), relative ("who") or none.
    start and end are where the phrase stands, head its noun, gender m, f, n or "".
    """

    name: str
    kind: str
    start: int = -1
    end: int = -1
    head: str = ""
    gender: str = ""
    plural: bool = False
    parts: tuple[Entity, ...] = ()
    person: int = 3  # grammatical person of a pronoun
    determiner: str = ""  # the article or possessive that the phrase begins with
    owner: Entity | None = None  # whom "its minister", "her colleague" belongs to
    role: tuple[int, int] = (-1, -1)  # where a description of the same person stands

    @property
    def human(self) -> bool:
        """Whether "he" or "she" may mean it: a person, or one name of which nothing is known ("Serik")."""
        unknown = self.kind == "body" and " " not in self.name
        return (self.kind in ("person", "unnamed") or unknown) and not self.plural and self.gender != "n"


@lru_cache
def _cut() -> re.Pattern[str]:
    """Where the main part of a source phrase ends: at a mark, a relative pronoun, an occasion or a day."""
    occasions = "|".join(words("occasions"))
    return re.compile(
        r",\s|\s[–—-]{1,2}\s|\s\(|;\s|\s(?:who|which|whose|that|welche[rs]?)\s|,\sde[rmn]\s|,\sdie\s|"
        rf"\s(?:in|on|during|after|at|for)\s(?:an?|his|her|their|its|the)\s(?:[\w-]+\s){{0,2}}(?:{occasions})\b|"
        r"\s(?:on|last|this|late|early)\s(?:\w+day|week|month|year|night)\b|\s(?:who|which)$"
    )


_DANGLING = re.compile(r"\s(?:of|in|at|from|for|to|on|with|by|and|the|an?)$")
TAG = re.compile(  # markup, also cut off at the edges of a span
    r"</?[A-Za-z][^<>\n]{0,200}>|^[^<>\n]{0,200}=[^<>\n]{0,200}>|^/?\w{1,10}>|</?[A-Za-z]\w*$"
)
_EDGE = " \t\r\n,;:.–—\"“”„»«'‘’[]*_`#|~"
_WORD = re.compile(r"[\w’'‑-]+(?:\.(?=\w))?")


def parse(context: Context, start: int, end: int) -> Entity:
    """The entity that a source span names, not yet resolved to anybody earlier in the article.

    Without a letter it is somebody whose name nobody can read; a word that names nobody ("However") is none.
    """
    start, end = _span_of_name(context, start, end)
    text = context.text
    if start >= end:
        return Entity("", "none")
    if not any(character.isalnum() for character in text[start:end]):
        return Entity("", "unnamed", start, end)
    whole = text[start:end].lower()
    pronoun = lexicons.load("speakers")["pronouns"].get(whole)
    if pronoun and text[start:end] != "US":
        sex, number, person = pronoun
        kind = "relative" if person == "r" else "pronoun"
        third = int(person) if person.isdigit() else 3
        return Entity(text[start:end], kind, start, end, whole, sex, number == "p", person=third)
    if whole in words("labels"):
        return Entity("narrator", "narrator")
    if whole in words("fragments") | words("definite") | _ACCORDING or _is_courtesy(whole):
        return Entity("", "none")
    end_main = _main_end(context, start, end)
    found = _initials(context, start, end) or _of_place(context, start, end) or _people(context, start, end_main)
    if not found and end_main < end:
        found = _apposed(context, start, end_main, end)
    if found:
        return found
    joint = (
        _joint_bodies(context, start, end)
        or _joint_bodies(context, start, end_main)
        or _joint_phrases(context, start, end_main)
    )
    return joint or _noun_phrase(context, start, end_main)


_ACCORDING = frozenset(("according to",))


def _span_of_name(context: Context, start: int, end: int) -> tuple[int, int]:
    """A source span without edges, without a time before a dash, with the name behind a bare "Ms", "of" completed."""
    text = context.text
    start, end = _without_edges(text, start, end)
    while (cut := _cut().search(text, start, end)) and not any(c.isalpha() for c in text[start : cut.start()]):
        start, end = _without_edges(text, cut.end(), end)
    if text[end : end + 1] == "." and any(m.end == end + 1 for m in context.names(start, end + 1)):
        end += 1  # "the U.S."
    if _is_courtesy(text[start:end]) and (name := _NEXT_NAME.match(text, end)):
        end = name.end()
    medium = next((m for m in context.names(start, end) if m.kind == "medium" and m.end == end), None)
    if medium and context.language == "de" and (told := _DATIVE.search(text, start + 1, medium.start)):
        end = told.start()  # "N. der DW" after "sagte": the medium is told
    of = _OF.match(text, start, end)
    if of:
        before = _WORD_BEFORE.search(text, max(0, start - 20), start)
        counted = before and before[1].lower() in words("quantities") | words("indefinite")
        start = before.start(1) if counted else of.end()
    return start, end


_NEXT_NAME = re.compile(r"\.?\s(?:[A-Z][\w’'-]+\s?){1,3}(?<!\s)")
_DATIVE = re.compile(r"\s(?:der|dem|den)\s$")
_OF = re.compile(r"(?:of|von)\s", re.I)
_WORD_BEFORE = re.compile(r"(\w+)\s$")


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _of_place(context: Context, start: int, end: int) -> Entity | None:
    """The person whose home is all that a source span holds: "California" of "Dana Pym of Fresno, California"."""
    if not any((m.start, m.end) == (start, end) and m.kind in ("place", "country") for m in context.names(start, end)):
        return None
    home = _HOME_BEFORE.search(context.text, max(0, start - 60), start)
    named = context.persons(home.start() - 40, home.start()) if home else []
    if not named or named[-1].end != home.start():
        return None
    return _person(context, context.full_name(named[-1].name), named[-1].start, named[-1].end, named[-1].title)


_HOME_BEFORE = re.compile(r"\s(?:of|from)\s[A-Z][\w’' -]{2,30},\s$")


def _initials(context: Context, start: int, end: int) -> Entity | None:
    """The one person whose initials are a label: "JP:" in an interview with Joan Pym."""
    label = context.text[start:end].replace(".", "").replace(" ", "")
    if context.text[end : end + 1] != ":" or not label.isupper() or not 2 <= len(label) <= 3:
        return None
    named = context.by_initials.get(label, ())
    return _person(context, named[0], start, end) if len(named) == 1 else None


def _main_end(context: Context, start: int, end: int) -> int:
    at = start
    while (cut := _cut().search(context.text, at, end)) and cut.start() > start:
        if not _lists_states(context, cut, end):
            return cut.start()
        at = cut.end()
    return end


def _lists_states(context: Context, cut: re.Match[str], end: int) -> bool:
    """Whether a comma parts states of one list: "leaders of Peru, Chile and Cuba"."""
    before = any(m.end == cut.start() for m in context.names(max(0, cut.start() - 40), cut.start()))
    behind = any(m.start == cut.end() for m in context.names(cut.end(), end))
    return before and behind and cut[0] == ", " and bool(_AND_LAST.search(context.text, cut.end(), end))


_AND_LAST = re.compile(r"\s(?:and|und)\s")


def _people(context: Context, start: int, end: int) -> Entity | None:
    """The people who head the phrase; not those who own or describe its noun ("Trump's adviser")."""
    heads = []
    for person in context.persons(start, end):
        if _is_object(context, start, person.start):
            continue
        rest = TAG.sub("", context.text[person.end : end])
        if not rest.strip() or re.match(r"(?:,| and| und|&| or| oder)\s", rest) or _FOLLOWS.match(rest):
            heads.append(person)
    whole = TAG.sub("", context.text[start:end]).strip()
    if not heads and " " not in whole and (full := context.full_name(whole)) != whole:
        return _person(context, full, start, end)
    if not heads:
        return None
    entities = tuple(_person(context, context.full_name(p.name), p.start, p.end, p.title) for p in heads)
    return entities[0] if len(entities) == 1 else _join(entities, start, end)


def _is_object(context: Context, start: int, name: int) -> bool:
    """ "A senior adviser to President N." is not N.; "the mayor of London N." is."""
    before = context.text[start:name].split()
    at = max((i for i, word in enumerate(before) if i and word.lower() in words("prepositions")), default=0)
    between = [word.rstrip(".").lower() for word in before[at + 1 :]]
    return at > 0 and (not between or any(word in words("roles") or _courtesy(word) for word in between))


_FOLLOWS = re.compile(r"\s(?:of|from|at|in|on|with|for|by|to|himself|herself|von|vom|aus|bei|selbst)\b", re.I)


def _person(context: Context, name: str, start: int, end: int, title: str = "") -> Entity:
    if name.isupper() and len(name) > 3:
        name = name.title()  # "PROF. ABDYLDAEV:" in a transcript
    sex = people.gender(name) or _gender_of(title.split(), context.language) or _courtesy(title)
    return Entity(name, "person", start, end, title, sex)


def _courtesy(title: str) -> str:
    first = title.split()[:1]
    if first and first[0].rstrip(".") in ("mr", "herr", "herrn", "sir", "lord", "king", "prince"):
        return "m"
    return "f" if first and first[0].rstrip(".") in ("mrs", "ms", "miss", "frau", "dame", "lady", "queen") else ""


def _is_courtesy(word: str) -> bool:
    return " " not in word and bool(_courtesy(word.lower()))


def _gender_of(nouns: list[str], language: str) -> str:
    """The gender that nouns tell, the last first: "the female speaker", "Virologin"."""
    roles = lexicons.load("speakers")["roles"]
    for noun in reversed(nouns):
        for sex in ("f", "m"):
            if noun.lower() in roles[sex]:
                return sex
        if language == "de" and len(noun) > 5 and noun.endswith("in") and noun.lower() not in words("media"):
            return "f"  # "Virologin"
    return ""


def _join(entities: tuple[Entity, ...], start: int, end: int) -> Entity:
    names = list(dict.fromkeys(e.name for e in entities))
    name = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    return Entity(name, "joint", start, end, plural=True, parts=entities)


def join(entities: tuple[Entity, ...]) -> Entity:
    """Several speakers as one, with all their names."""
    return _join(entities, entities[0].start, entities[-1].end)


def _apposed(context: Context, start: int, end_main: int, end: int) -> Entity | None:
    """The person named after the comma: "The company's chief executive, John Smith"."""
    after = end_main + len(re.match(r"[\s,–—(-]*", context.text[end_main:end])[0])
    first = next(iter(context.persons(after, end)), None)
    if first is None or first.start - after > 60:
        return None
    lead = context.text[after : first.start].split()
    if (
        lead
        and lead[-1] not in ("named", "called")
        and any(w.lower().rstrip(".") not in gazetteer.titles() for w in lead)
    ):
        return None
    if not role_noun(context.text[start:end_main]):
        return None
    person = _person(context, context.full_name(first.name), first.start, first.end, first.title)
    opening = context.text[start:end_main].split()[0].lower()
    return replace(person, start=start, determiner=opening if opening in words("definite") else "")


def role_noun(phrase: str) -> bool:
    """Whether a phrase says what somebody is: "the company's chief executive"."""
    tokens = [t.lower() for t in _WORD.findall(_before_preposition(phrase))]
    return bool(tokens) and is_role(tokens[-1])


def is_role(noun: str) -> bool:
    """Whether a noun calls a person, also as the end of a compound: "vice-president", "Regierungssprecher"."""
    if noun in words("roles") or noun.rpartition("-")[2] in words("roles"):
        return True
    return noun.endswith(_long_roles())


@lru_cache
def _long_roles() -> tuple[str, ...]:
    return tuple(role for role in words("roles") if len(role) > 7)


def _before_preposition(phrase: str) -> str:
    tokens = phrase.split()
    for i, token in enumerate(tokens):
        if i and token in words("prepositions"):
            return " ".join(tokens[:i])
    return phrase


def _joint_bodies(context: Context, start: int, end: int) -> Entity | None:
    """ "China and Kazakhstan", "Beijing, Moscow and Tehran"."""
    named = context.names(start, end)
    if len(named) < 2:
        return None
    rest = context.text[start:end]
    for match in reversed(named):
        rest = rest[: match.start - start] + " " + rest[match.end - start :]
    between = set(rest.replace(",", " , ").lower().split())
    if between - _AND - {"the", "both", "die", "der"} or not between & _AND:
        return None
    if any(m.kind == "demonym" for m in named):
        return None
    return _join(tuple(named_body(m) for m in named), start, end)


_AND = frozenset((",", "and", "und", "sowie", "&"))


def _joint_phrases(context: Context, start: int, end: int) -> Entity | None:
    """ "A Kremlin official and a Russian columnist": two phrases, each with its article."""
    cut = _AND_ANOTHER.search(context.text, start, end)
    if cut is None or context.text[start : cut.start()].lower() in {
        "",
        *lexicons.load("speakers")["pronouns"],
    }:
        return None
    return _join(
        (_noun_phrase(context, start, cut.start()), _noun_phrase(context, cut.start("article"), end)),
        start,
        end,
    )


_AND_ANOTHER = re.compile(r",?\s(?:and|und)\s(?P<article>an?|the|his|her|its|their|eine?|seine?|ihre?)\s")


def named_body(match: gazetteer.Match) -> Entity:
    """The state, body or medium that a name means."""
    name = gazetteer.country_name(match.code) if match.kind == "capital" else match.name
    is_medium = match.kind == "medium" or match.name.split(" ")[-1] in words("media_heads")
    kind = "medium" if is_medium else "body"
    return Entity(name, kind, match.start, match.end, gender="n")


def _noun_phrase(context: Context, start: int, end: int) -> Entity:
    text = context.text
    tokens = [(m.start() + start, m.end() + start) for m in _WORD.finditer(text[start:end])]
    lower = [text[a:b].lower() for a, b in tokens]
    determiner = lower[0] if lower else ""
    if determiner in words("definite") | words("indefinite") and len(lower) > 1 and lower[1] not in ("of", "von"):
        first = tokens[1][0]
    else:
        determiner, first = "", start
    whole = next((m for m in context.names(start, end) if m.start in (start, first) and m.end >= end - 2), None)
    if whole and whole.kind not in ("demonym", "region"):
        return replace(named_body(whole), start=start, end=end)
    if whole and whole.kind == "demonym":  # "the Chinese", "Russians"
        return Entity(text[whole.start : whole.end], "group", start, end, plural=True)
    head_index = _head(text, tokens, lower)
    head, written = lower[head_index], text[slice(*tokens[head_index])]
    base = Entity(
        _lower_first(_describe(text, first, end), context),
        "unnamed",
        start,
        end,
        head,
        _gender_of(lower[: head_index + 1], context.language),
        determiner=determiner,
    )
    named = context.names(start, tokens[head_index][1])
    medium = next((m for m in named if m.kind == "medium"), None)
    if medium and (head in words("media") or medium.end == tokens[head_index][1]):
        return replace(base, name=medium.name, kind="medium")
    owner = next((m for m in named if m.kind == "institution" and text[m.end : m.end + 2] in ("'s", "’s")), None)
    if owner and head in words("bodies"):
        return replace(base, name=owner.name, kind="body")
    if determiner not in words("indefinite") and _is_proper(context, tokens, head_index, written, head):
        name = official_name(_proper_name(context, first, end, tokens, head_index))
        return replace(base, name=name, kind="body", gender="n" if " " in name or determiner or name.isupper() else "")
    if head in words("quantities"):
        return replace(base, kind="group", plural=True)
    state = next((m for m in named if m.kind in ("country", "demonym", "capital", "organisation")), None)
    if state and head in words("organs") and determiner not in words("indefinite"):
        return replace(base, name=official_name(base.name), kind="body", gender="n")
    if _is_plural(head, lower[: head_index + 1]):
        return replace(base, kind="group", plural=True, gender="")
    thing = head.endswith(tuple(words("things"))) and not is_role(head)
    if thing or head in words("bodies") | words("media") | words("documents"):
        base = replace(base, gender="n")
    if determiner in words("definite"):
        return replace(base, kind="definite")
    return base


_OF_STATE = re.compile(
    r"(?P<what>(?:Foreign|Defen[cs]e|Interior|Finance|Energy|\w+) Ministry|"
    r"Ministry of (?P<field>[\w ]+?)|Government|Embassy)"
    r" of (?:the )?(?P<state>[A-Z][\w’' -]+)"
)
_STATES = re.compile(
    r"(?P<state>[A-Z][\w -]*?)(?:[’']s?)? (?P<what>(?:[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Ff]inance|[Ee]nergy|\w+) "
    r"[Mm]inistry|government|[Mm]inistry of (?P<field>[\w ]+))"
)


def official_name(name: str) -> str:
    """One form for a state's ministries and government: "Foreign Ministry of China" -> "Chinese Foreign Ministry"."""
    found = _OF_STATE.fullmatch(name) or _STATES.fullmatch(name)
    if found is None:
        return name
    state = next((m for m in gazetteer.find(found["state"]) if m.end - m.start == len(found["state"])), None)
    adjective = next(iter(gazetteer.people(state.code)), "") if state and state.code != "US" else ""
    if not adjective:
        return name
    what = found["what"]
    if found["field"]:
        field = lexicons.load("speakers")["ministries"].get(found["field"], found["field"])
        what = f"{field} Ministry" if " " not in field else f"Ministry of {field}"
    what = what.title() if what.lower().endswith("ministry") else what.lower()
    return f"{adjective} {what}"


def _head(text: str, tokens: list[tuple[int, int]], lower: list[str]) -> int:
    """Index of the phrase's head noun: the word before its first preposition."""
    for i, word in enumerate(lower):
        if i and word in words("prepositions") and not text[tokens[i][0]].isupper():
            return i - 1
    return len(tokens) - 1


_SEVERAL = re.compile(r"(?:ers|ors|ists|ians|ents|ees|ants|men|women|folk|people)$")  # "Truckers say"


def _is_proper(context: Context, tokens: list[tuple[int, int]], head: int, written: str, noun: str) -> bool:
    """Whether the head is a name: capitalised, and not a common noun that begins a sentence ("Analysts said")."""
    if (
        noun in words("quantities") | words("indefinite") | words("definite")
        or not written[0].isupper()
        or (context.language == "de" and not context.names(tokens[0][0], tokens[-1][1]))
    ):
        return False
    if head > 0 and written in people.bodies():
        return True
    singular = noun.removesuffix("s")
    if singular in words("roles") | words("media") | words("bodies") and context.in_headline(tokens[head][0]):
        return False
    common = {noun, singular} & (words("roles") | words("plural_words") | words("documents") | words("media"))
    if head == 0 and _SEVERAL.search(noun):
        return False
    return not common or (
        head > 0 and context.text[tokens[head - 1][0]].isupper() and noun not in words("plural_words")
    )


def _proper_name(context: Context, first: int, end: int, tokens: list[tuple[int, int]], head: int) -> str:
    """The capitalised end of the phrase with its complement: "consulting company Dezan Shira and Associates"."""
    text = context.text
    begin = tokens[head][0]
    for a, b in reversed([t for t in tokens[:head] if t[0] >= first]):
        word = text[a:b]
        if not (word[0].isupper() or word[0].isdigit() or word in ("and", "of", "for", "&", "the")):
            break
        begin = a
    while text[begin:end].split(" ", 1)[0] in ("and", "of", "for", "the", "&"):
        begin += len(text[begin:end].split(" ", 1)[0]) + 1
    return _describe(text, begin, end)


def _lower_first(phrase: str, context: Context) -> str:
    """Without the capital that only the sentence's start gave it: "Analysts" -> "analysts"."""
    first = phrase.split(" ", 1)[0]
    if phrase.isupper() and phrase.lower() in words("roles"):
        return phrase.lower()  # "MODERATOR:"
    if first.lower() in words("quantities") | words("indefinite") and not re.search(r"\d", phrase):
        return phrase[0].lower() + phrase[1:]
    if _begins_a_name(phrase, first):
        return phrase
    if context.language == "de" or not re.fullmatch(r"[A-Z][a-z’'-]+", first) or context.names_a_word(first):
        return phrase
    return phrase[0].lower() + phrase[1:]


def _begins_a_name(phrase: str, first: str) -> bool:
    """Whether the first word belongs to the capital behind it: "Downing Street spokeswoman", not "Top US officials"."""
    if not _CAPITAL_BEHIND.match(phrase):
        return False
    known = next(iter(gazetteer.find(phrase)), None)
    if known and known.start <= len(first) + 1:
        return known.start == 0
    return first.lower() not in gazetteer.titles() | words("roles") | words("quantities") | words("describing")


_CAPITAL_BEHIND = re.compile(r"[A-Z][a-z’'-]+ (?:al|el|bin|ibn|van|von|de|der)?[- ]?[A-Z]")


def _describe(text: str, start: int, end: int) -> str:
    """The words of a span, without edges and without a preposition left hanging at the end."""
    kept = " ".join(TAG.sub("", text[start:end]).split()[:MOST_WORDS]).strip(_EDGE)
    while _DANGLING.search(kept):
        kept = _DANGLING.sub("", kept)
    return kept


def _is_plural(head: str, lower: list[str]) -> bool:
    if lower[0] in words("quantities") and lower[0] not in ("one", "no", "half", "other"):
        return True
    if head in words("plural_words"):
        return True
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s")) and head not in words("not_plural")
