"""Who "он", "министр", "该发言人", "报告" is, by what the article said before."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache, partial

from helpers import lexicons
from helpers.lexicons import languages, one_of
from helpers.names import gazetteer, morphology, people_in_cases, people_in_characters
from helpers.names.people import Person
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity, join
from helpers.speakers.history import History, Span, agrees, within
from helpers.speakers.lexical import characters, clause, papers
from helpers.speakers.lexical.cases import DESCRIBED
from helpers.speakers.lexical.listed import listed
from helpers.speakers.lexical.nameless import interviewed, is_of_a_people, only_one, states_in
from helpers.speakers.lexical.offices import called_otherwise
from helpers.speakers.rules import Rule, first

_LATIN = r"[A-Z][\w&-]+"
_REACH = 8  # sentences to look back for a pronoun, and _NEAR for somebody called by a role
_NEAR = 5
_SUBJECT = 30  # characters of a sentence in which its subject stands
_JUST = 2  # sentences to look back for the authors of a text
_NEXT = 3  # sentences ahead in which a role may be named
_FAR = 10**6
_AGE = re.compile(r"\d{1,3}-летн")
_TITLE = {"《", "«"}  # before the name of a medium that no list knows
_NO_STATES = ("medium", "person")  # kinds of names that do not tell a state
_WORD = re.compile(r"[^\W_][\w-]*")
_MENTIONS = 10  # places that name somebody, read for what he is


def resolve(entity: Entity, history: History, avoid: list[Span]) -> Entity:
    """The antecedent of a pronoun or a definite phrase; the entity itself for anything else.

    `avoid` are spans that cannot hold it: the words that are attributed.
    """
    decided = first(RULES, entity, history, avoid)
    if decided:
        return replace(decided[1], found=decided[0])
    if entity.kind == "pronoun" or entity.kind == "relative":
        return replace(entity, kind="none")
    if entity.kind == "definite":
        return replace(entity, kind="unnamed" if entity.gender != "n" else "body")
    return entity


def _fits(entity: Entity):
    return lambda other: other.human and agrees(entity.gender, other.gender)


def _pronoun(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Он": who spoke in the sentences before, else somebody named in them."""
    if entity.kind != "pronoun" or entity.person != 3:
        return None
    context = history.context
    here = context.sentence_at(entity.start)
    if entity.plural:
        several = _several(entity, context, avoid)
        return several or history.last(here, lambda other: other.plural or other.kind in ("body", "medium"), _REACH)
    if entity.gender == "n":
        return history.last(here, lambda other: other.kind in ("body", "medium"), _REACH)
    for at in range(here, max(-1, here - _REACH), -1):
        spoke = next((e for e in history.at(at) if _fits(entity)(e)), None)
        found = spoke or _mentioned(entity, context, at, avoid) or _opens_with(entity, context, at)
        if found:
            return found
    return history.last(here, _fits(entity)) or history.last(here, lambda other: other.kind == "medium", _NEAR)


def _several(entity: Entity, context: Context, avoid: list[Span]) -> Entity | None:
    """The people whom the sentence before "他们" names one after the other, where no blanks part words."""
    at = context.sentence_at(entity.start) - 1
    if at < 0 or not languages.language(context.language).unspaced:
        return None
    named = [p for p in context.persons(*context.sentences[at][:2]) if not within(p.start, avoid)]
    joined = re.compile(rf"(?:{one_of(listed('joining', context))})[^，。；：“”\n]{{0,{_SUBJECT}}}")
    row = [p for i, p in enumerate(named) if i and joined.fullmatch(context.text, named[i - 1].end, p.start)]
    if not row or len(row) + 1 < len(named):
        return None
    parts = tuple(_as_entity(context, person) for person in named)
    if len({part.name for part in parts}) < len(parts):
        return None
    return replace(join(parts, named[0].start, named[-1].end), name="、".join(part.name for part in parts))


def _mentioned(entity: Entity, context: Context, sentence: int, avoid: list[Span]) -> Entity | None:
    """Somebody whom a sentence names before a place, the first of them first."""
    start, stop, _ = context.sentences[sentence]
    for person in context.persons(start, min(stop, entity.start)):
        other = _as_entity(context, person)
        fits = agrees(entity.gender, other.gender) and not within(person.start, avoid)
        if fits and not _is_aside(context, person, entity.start):
            return other
    return None


def _opens_with(entity: Entity, context: Context, sentence: int) -> Entity | None:
    """Whom a sentence of a text without blanks begins with, behind what describes him: "卖丝绸的迪尔多拉摆出了"."""
    start, stop, _ = context.sentences[sentence]
    if not languages.language(context.language).unspaced or entity.start < stop:
        return None
    for hit in re.finditer("的", context.text[start : min(stop, start + _SUBJECT)]):
        at = start + hit.end()
        name = people_in_characters.name_at(context.text, at, context.language)
        if len(name) > 2 and people_in_characters.is_foreign(name, context.language):
            return Entity(name, "person", at, at + len(name), "", "")
    return None


def _is_aside(context: Context, person: Person, position: int) -> bool:
    """Whether somebody stands in marks that close before a place, or in a case of whom something is done with.

    "На встрече с Петровым он": not Petrov.
    """
    if languages.language(context.language).unspaced:
        return False
    start = context.text.rfind("\n", 0, person.start) + 1
    opened = context.text.count("«", start, person.start) - context.text.count("»", start, person.start)
    if opened > 0 and context.text.find("»", person.end, position) >= 0:
        return True
    beside = " ".join(context.text[slice(*clause.before(context, person.start))].split()[-1:])
    noun = morphology.noun(beside)
    cases = clause.cases_of(beside if noun and noun.animate else context.text[person.start : person.end])
    return bool(cases) and "nomn" not in cases


def _as_entity(context: Context, person: Person) -> Entity:
    name = context.full_name(person.name)
    sex = people_in_cases.gender_of(name.split(), context.language) if " " in name else ""
    return Entity(name, "person", person.start, person.end, person.title, sex)


def _relative(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Петров, который ...": the person named right before."""
    context = history.context
    named = context.persons(max(0, entity.start - 60), entity.start) if entity.kind == "relative" else []
    return _as_entity(context, named[-1]) if named else None


def _is_role(entity: Entity) -> bool:
    return entity.kind == "definite" and entity.gender != "n"


def _titled(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Министр": whoever spoke last of those before whose names the word stands, here or elsewhere."""
    names = {history.context.full_name(person.name) for person in _holders(entity, history.context)}
    here = history.context.sentence_at(entity.start)
    return history.last(here, lambda other: other.name in names, _FAR) if names else None


def _named(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Министр" before or behind the name of the only one who is called so, who has not spoken yet."""
    context = history.context
    here = context.sentence_at(entity.start)
    held = _holders(entity, context)
    names = {context.full_name(person.name) for person in held}
    near = [p for p in held if abs(context.sentence_at(p.start) - here) <= _NEXT or len(names) == 1]
    return _as_entity(context, near[0]) if len({context.full_name(p.name) for p in near}) == 1 else None


def _holders(entity: Entity, context: Context) -> list[Person]:
    """The people before whose names the word of a phrase stands, unless their states differ."""
    if not _is_role(entity) or entity.determiner not in ("", DESCRIBED) or len(entity.head) < 2:
        return []
    own = states_in(entity, context)
    held = {context.full_name(p.name): p for p in reversed(context.people) if _is_called(context, p, entity)}
    return [person for name, person in held.items() if not own or not (told := _told(name, context)) or own & told]


def _is_called(context: Context, person: Person, entity: Entity) -> bool:
    """Whether the noun of a phrase stands before a person's name."""
    if entity.start <= person.start < entity.end:
        return False
    if person.title == entity.head:
        return True
    spans = [clause.before(context, person.start), *clause.told_of(context, context.full_name(person.name))]
    return any(entity.head in clause.called(context, *span, beside=person) for span in spans)


def _same_speaker(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Эксперт", "чешский политик": who spoke last, if what is said of him does not contradict it."""
    context = history.context
    if not _is_role(entity) or entity.determiner:
        return None
    own = states_in(entity, context)
    inside = {context.full_name(person.name) for person in context.persons(entity.start, entity.end)}

    def fits(other: Entity) -> bool:
        if other.name in inside:  # "советник Ветрова" is not Vetrov
            return False
        told = states_in(other, context) | (_told(other.name, context) if other.kind == "person" else set())
        plain = entity.head in listed("anybody", context) or is_of_a_people(entity, context)
        known = other.kind == "person" and entity.head not in listed("vague", context)
        known = known and not _is_of_other_trade(entity, other, context)
        alike = known or other.kind == "unnamed" and (plain or other.head == entity.head)
        return alike and _fits(entity)(other) and (not own or not told or bool(own & told))

    alone = not languages.language(context.language).unspaced and only_one(history) is not None
    return history.last(context.sentence_at(entity.start), fits, _FAR if alone else _NEAR)


def _aged(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "24-летний футболист": the only one named in the sentence before, in any case, else who spoke last."""
    context = history.context
    if not _is_role(entity) or entity.head not in listed("known_trades", context) or not _AGE.match(entity.name):
        return None
    here = context.sentence_at(entity.start)
    start, stop, _ = context.sentences[max(0, here - 1)]
    named = {other.name: other for other in map(partial(_as_entity, context), context.persons(start, stop))}
    alone = next(iter(named.values())) if len(named) == 1 else None
    if alone and agrees(entity.gender, alone.gender):
        return alone
    return history.last(here, lambda other: other.kind == "person" and _fits(entity)(other), _JUST)


def _is_of_other_trade(entity: Entity, other: Entity, context: Context) -> bool:
    """Whether "журналист", "автор" cannot be somebody whom the article calls by an office, and by no such word."""
    journalists, officials = listed("journalists", context) | listed("makers", context), listed("officials", context)
    if entity.head not in journalists:
        return False
    spans = [clause.before(context, person.start) for person in context.mentions.get(other.name, [])[:_MENTIONS]]
    called = set().union(*(clause.called(context, *span) for span in spans))
    called |= {person.title for person in context.mentions.get(other.name, ())}
    return bool(called & officials) and not called & journalists


def _told(name: str, context: Context) -> set[str]:
    """The states and bodies that describe somebody where the article names him."""
    spans = [clause.before(context, person.start) for person in context.mentions.get(name, [])[:_MENTIONS]]
    named = (m for span in (*spans, *clause.told_of(context, name)) for m in context.names(*span))
    return {m.code for m in named if m.code and m.kind not in _NO_STATES}


def _paper(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Доклад", "文章": the body or medium that spoke last; its author, where no person did."""
    context = history.context
    by = entity.head in listed("authors", context)
    if (
        entity.kind != "definite"
        or not by
        and entity.head not in listed("papers", context) | listed("places_of_papers", context)
    ):
        return None
    here = context.sentence_at(entity.start)
    person = history.last(here, lambda other: other.kind == "person", 1) if by else None
    person = person or _sender(entity, history) or _writers(entity, history) or _issuer(entity, context)
    found = person or papers.issuer(entity, context) or papers.bringer(entity, context)
    if found:
        return found
    of_media = by or entity.head in listed("articles", context)

    def titled(other: Entity) -> bool:
        return other.kind == "body" and not _TITLE.isdisjoint(context.text[max(0, other.start - 1) : other.start + 1])

    fits = (lambda other: other.kind == "medium", titled) if of_media else ()
    spoke = next(filter(None, (history.last(here, fit, _FAR) for fit in fits)), None)
    if (
        spoke is None
        and entity.head in listed("articles", context)
        and not languages.language(context.language).unspaced
    ):
        spoke = _last_medium(entity, context)
    spoke = spoke or history.last(here, lambda other: other.kind == "body", _FAR if of_media else _REACH)
    return spoke or _work(entity, context) or _maker(entity, context)


def _work(entity: Entity, context: Context) -> Entity | None:
    """ "征求意见稿" after "《某市条例（征求意见稿）》": the paper by its title."""
    before = re.finditer(r"《(?P<name>[^《》\n]{4,60})》", context.text[: max(0, entity.start)])
    hits = [hit for hit in before if entity.head and entity.head in hit["name"]]
    return Entity(hits[-1]["name"], "body", *hits[-1].span("name"), entity.head, "n") if hits else None


def _sender(entity: Entity, history: History) -> Entity | None:
    """ "Указ", "телеграмма" after "президент подписал указ": who does so, or speaks, in a sentence with the word."""
    context = history.context
    if entity.head not in listed("of_one", context):
        return None
    for at in range(context.sentence_at(entity.start) - 1, -1, -1):
        start, stop, _ = context.sentences[at]
        word = next((w for w in _WORD.finditer(context.text, start, stop) if clause.base(w[0]) == entity.head), None)
        if word:
            spoke = (other for other in history.at(at) if other.kind in ("person", "body", "group", "joint"))
            named = (p for p in context.persons(start, word.start()) if not _is_aside(context, p, word.start()))
            found = next(spoke, None) or next((_as_entity(context, p) for p in named), None)
            if found:
                return found
    return None


def _issuer(entity: Entity, context: Context) -> Entity | None:
    """ "预警" after "指挥部发布山洪预警", "新法令" before "县政府颁布的法令": who does so nearest, rather before it."""
    if not languages.language(context.language).unspaced or len(entity.head) < 2:
        return None
    here = context.sentence_at(entity.start)
    ahead = context.sentences[min(here + _NEXT, len(context.sentences) - 1)].end
    low = context.sentences[max(0, here - _REACH)].start
    hits = [*_issues(entity.head, context.language).finditer(context.text, low, ahead)]
    hits = [hit for hit in hits if not hit.start() <= entity.start < hit.end()]
    before = [hit for hit in reversed(hits) if hit.end() <= entity.start]
    for hit in [*before, *(hit for hit in hits if hit.start() > entity.start)]:
        who = characters.read(context, *hit.span("who"))
        writes = who.kind == "person" and entity.head in listed("articles", context)
        if writes or who.kind == "medium" or who.kind == "body" and _is_organ(who, context):
            return who
    return None


@lru_cache(maxsize=64)
def _issues(paper: str, language: str) -> re.Pattern[str]:
    """Somebody, what is done with a paper by whoever it is of, and the paper, in a clause."""
    making = one_of(lexicons.words("sources", "making", language))
    return re.compile(rf"(?P<who>[^，。；：“”\n]{{2,24}}?)(?:{making})[^，。；：“”\n]{{0,24}}{re.escape(paper)}")


def _is_organ(entity: Entity, context: Context) -> bool:
    """Whether a name is one of the gazetteer, or ends as names of bodies do."""
    known = any((m.start, m.end) == (entity.start, entity.end) for m in context.names(entity.start, entity.end))
    return known or entity.name.endswith(tuple(listed("bodies_ends", context) | listed("bodies", context)))


def _writers(entity: Entity, history: History) -> Entity | None:
    """ "Текст", "статья" right behind words of several people: theirs."""
    if entity.head not in listed("texts", history.context):
        return None
    spoke = history.last(history.context.sentence_at(entity.start), lambda other: True, _JUST)
    return spoke if spoke and spoke.kind == "joint" else None


def _authors(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Авторы доклада": the body behind the paper."""
    context = history.context
    if entity.kind not in ("group", "definite") or entity.head not in listed("makers", context):
        return None
    papers = listed("papers", context) | listed("articles", context)
    words = list(_WORD.finditer(context.text, entity.start, entity.end))
    paper = next((word for word in words[1:] if clause.base(word[0]) in papers), None)
    if paper is None or paper.end() < words[-1].end():
        return None
    named = Entity(paper[0], "definite", paper.start(), paper.end(), clause.base(paper[0]), "n")
    return _paper(named, history, avoid)


def _same_group(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Специалисты": the people named together right before, of whom nothing else is told."""
    context = history.context
    if entity.kind != "group" or entity.determiner or len(entity.name.split()) > 1:
        return None
    spoke = history.last(context.sentence_at(entity.start), lambda other: other.human or other.plural, _NEAR)
    return spoke if spoke and spoke.kind == "joint" and all(part.kind == "person" for part in spoke.parts) else None


def _of_group(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "Эксперты А. и Б." after "эксперты из США": people named together are of those called so before."""
    if entity.kind != "joint" or not entity.head or entity.owner:
        return None
    here = history.context.sentence_at(entity.start)
    group = history.last(here, lambda other: other.kind == "group" and other.head == entity.head, _NEAR)
    return replace(entity, owner=group) if group else None


def _maker(entity: Entity, context: Context) -> Entity | None:
    """ "Опрос" after "опрос, проведённый компанией X": the body named behind such a word in the sentences before."""
    stems = one_of(listed("made_by", context))
    start = context.sentences[max(0, context.sentence_at(entity.start) - _REACH)].start
    end = max(entity.end, context.sentences[context.sentence_at(entity.start)].end)
    made = re.compile(rf"(?:{stems})\w*\s[^.]{{0,60}}?(?P<name>{_LATIN}(?:\s{_LATIN})*|[«\"][^»\"]{{2,40}}[»\"])")
    hit = made.search(context.text, start, end)
    if hit is None:
        return None
    medium = next((m.name for m in context.names(*hit.span("name")) if m.kind == "medium"), "")
    return Entity(medium or hit["name"].strip('«»"'), "medium" if medium else "body", *hit.span("name"), "", "n")


def _body(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "В ведомстве", "издание", "该公司": the body or medium that spoke last, rather one that ends in the word."""
    if entity.kind != "definite" or entity.gender != "n":
        return None
    context = history.context
    here = context.sentence_at(entity.start)
    kinds = ("medium",) if entity.head in listed("media", context) else ("body", "medium")

    def same(other: Entity) -> bool:
        return other.kind in kinds and entity.head in (other.head, *other.name.lower().split())

    return (
        history.last(here, same, _FAR)
        or history.last(here, lambda other: other.kind in kinds, _NEAR)
        or _medium(entity, context)
    )


def _medium(entity: Entity, context: Context) -> Entity | None:
    """ "Издание": the medium named last."""
    return _last_medium(entity, context) if entity.head in listed("media", context) else None


def _last_medium(entity: Entity, context: Context) -> Entity | None:
    """The medium named last before somebody."""
    named = [m for m in context.matches if m.kind == "medium" and m.end <= entity.start]
    return Entity(named[-1].name, "medium", named[-1].start, named[-1].end, "", "n") if named else None


def _generic(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "官方", "в ведомстве": the organ that spoke last."""
    context = history.context
    plain = entity.name.lower() in listed("generic", context)
    if entity.kind not in ("body", "group") or not plain and not _is_office_by_field(entity, context):
        return None
    here = context.sentence_at(entity.start)
    return history.last(here, lambda other: other.kind == "body" and not _is_state(other, context), _REACH)


def _is_office_by_field(entity: Entity, context: Context) -> bool:
    """Whether a body is one adjective, no state's, and a word for an organ that has spoken: "оборонное ведомство"."""
    words = entity.name.split()
    of_field = len(words) == 2 and entity.head in listed("generic", context)
    return of_field and not context.names(entity.start, entity.end)


def _is_contracted(short: str, full: str) -> bool:
    """Whether a name is put together of the beginnings of another's: "Минобороны" of "Министерство обороны"."""
    words = full.lower().split()
    return len(words) > 1 and any(
        short.lower() == words[0][:length] + words[1] or short.lower() == words[0][:length] + words[1][:length]
        for length in (3, 4)
    )


def _is_state(entity: Entity, context: Context) -> bool:
    return any(
        (m.start, m.end) == (entity.start, entity.end) and m.kind in ("country", "capital", "demonym")
        for m in context.names(entity.start, entity.end)
    )


def _short_name(entity: Entity, history: History, avoid: list[Span]) -> Entity | None:
    """ "В управлении" after "региональное управление", "商务部" after "中国商务部": the body of the same head."""
    if entity.kind != "body" or gazetteer.find(entity.name, history.context.language):
        return None
    here = history.context.sentence_at(entity.start)

    def longer(other: Entity) -> bool:
        bodily = other.kind in ("body", "medium") and len(other.name) > len(entity.name)
        by_word = " " not in entity.name and other.head == entity.head and other.head != other.name.lower()
        return bodily and (other.name.endswith(entity.name) or by_word or _is_contracted(entity.name, other.name))

    return history.last(here, longer)


RULES: tuple[Rule[Entity], ...] = (
    Rule("relative", _relative),
    Rule("speaker or subject", _pronoun),
    Rule("same title", _titled),
    Rule("called otherwise", called_otherwise),
    Rule("speaker before", _same_speaker),
    Rule("interviewed", interviewed),
    Rule("age", _aged),
    Rule("title named", _named),
    Rule("paper of a body", _paper),
    Rule("body before", _body),
    Rule("organ before", _generic),
    Rule("short name of a body", _short_name),
    Rule("authors of a paper", _authors),
    Rule("same group", _same_group),
    Rule("named of a group", _of_group),
)
