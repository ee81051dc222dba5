"""What a noun phrase means: a body, a medium, a group, or somebody without a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from helpers.lexicons.speakers import any_of, words
from helpers.names import gazetteer, people
from helpers.names.gazetteer import Match
from helpers.speakers.context import Context
from helpers.speakers.entities import joined
from helpers.speakers.entities.model import Entity, named_body, nobody
from helpers.speakers.entities.nouns import WORD, gender_of, is_plural, is_role
from helpers.speakers.entities.official import official_name
from helpers.speakers.entities.spans import described
from helpers.speakers.rules import Rule, first

_SEVERAL = re.compile(r"(?:ers|ors|ists|ians|ents|ees|ants|men|women|folk|people)$")  # "Truckers say"
_GENITIVE = re.compile(r"(?:(?<=[bdfgkt])es|(?<=[^s])s)(?=$| )")  # of a German noun: "Ministeriums"
_IN_NAMES = frozenset(("and", "of", "for", "&", "the"))  # small words inside the name of a body


@dataclass(frozen=True)
class NounPhrase:
    """A noun phrase, start to end of the text, and what can be read off it."""

    context: Context
    start: int
    end: int

    @cached_property
    def tokens(self) -> list[tuple[int, int]]:
        """The spans of its words."""
        return [
            (m.start() + self.start, m.end() + self.start) for m in WORD.finditer(self._text[self.start : self.end])
        ]

    @cached_property
    def lower(self) -> list[str]:
        """Its words in lower case."""
        return [self._text[a:b].lower() for a, b in self.tokens]

    @cached_property
    def determiner(self) -> str:
        """The article or possessive that it begins with; "" without, and for "one of"."""
        opening, *rest = self.lower
        known = opening in words("definite") | words("indefinite")
        return opening if known and rest and rest[0] not in words("of") else ""

    @cached_property
    def first(self) -> int:
        """Where it begins without its determiner."""
        return self.tokens[1][0] if self.determiner else self.start

    @cached_property
    def whole(self) -> Match | None:
        """The name that is all of it, but for the determiner."""
        named = self.context.names(self.start, self.end)
        return next((m for m in named if m.start in (self.start, self.first) and m.end >= self.end - 2), None)

    @cached_property
    def head_index(self) -> int:
        """Index of its head noun: the word before its first preposition; a release before "issued", "seen"."""
        for i, word in enumerate(self.lower):
            if i and word in words("prepositions") and not self._text[self.tokens[i][0]].isupper():
                return i - 1
            if i and word in words("paper_participles") and self.lower[i - 1] in words("releases"):
                return i - 1
        return len(self.tokens) - 1

    @property
    def head(self) -> str:
        """Its head noun in lower case."""
        head = self.lower[self.head_index]
        return joined.nominative(head, self.context.language) if self.is_dative else head

    @cached_property
    def is_dative(self) -> bool:
        """Whether it stands in the dative, without an article."""
        return not self.determiner and joined.is_dative(self.context, self.start, self.end)

    @property
    def head_end(self) -> int:
        """Where its head noun ends."""
        return self.tokens[self.head_index][1]

    @cached_property
    def named(self) -> list[Match]:
        """The names up to its head."""
        return self.context.names(self.start, self.head_end)

    @property
    def anonymous(self) -> bool:
        """Whether it speaks of one whom nobody knows yet: "a bank"."""
        return self.determiner in words("indefinite")

    @cached_property
    def entity(self) -> Entity:
        """Somebody without a name, as the phrase has it."""
        name = _lower_first(described(self._text, self.first, self.end), self.context)
        if self._text[max(0, self.first - 6) : self.first].lower().endswith(tuple(words("before_genitives"))):
            name = _GENITIVE.sub("", name)
        if self.is_dative and name.lower().endswith(self.lower[-1]):
            name = joined.nominative(name, self.context.language)
        sex = gender_of(self.lower[: self.head_index + 1], self.context.language)
        return Entity(name, "unnamed", self.start, self.end, self.head, sex, determiner=self.determiner)

    @property
    def _text(self) -> str:
        return self.context.text


def read(context: Context, start: int, end: int) -> Entity:
    """The entity that a noun phrase of at least one word means."""
    decided = first(RULES, NounPhrase(context, start, end))
    return replace(decided[1], found=decided[0]) if decided else nobody()


def _name(phrase: NounPhrase) -> Entity | None:
    """A name and nothing else: "the Foreign Ministry"."""
    if phrase.whole is None or phrase.whole.kind in ("demonym", "region"):
        return None
    return replace(named_body(phrase.whole), start=phrase.start, end=phrase.end)


def _people_of_a_state(phrase: NounPhrase) -> Entity | None:
    """ "The Chinese", "Russians"."""
    if phrase.whole is None or phrase.whole.kind != "demonym":
        return None
    name = phrase.context.text[phrase.whole.start : phrase.whole.end]
    if phrase.determiner in words("articles_of_one_man", phrase.context.language):
        return replace(phrase.entity, kind="definite", gender="m")  # "der Niederländer"
    return Entity(name, "group", phrase.start, phrase.end, plural=True)


def _medium(phrase: NounPhrase) -> Entity | None:
    """ "The newspaper Kommersant", "the daily Kommersant newspaper"."""
    medium = next((m for m in phrase.named if m.kind == "medium"), None)
    if medium is None or (phrase.head not in words("media") and medium.end != phrase.head_end):
        return None
    return replace(phrase.entity, name=medium.name, kind="medium")


def _medium_by_noun(phrase: NounPhrase) -> Entity | None:
    """ "Die Zeitung »Maas Post«": a medium that no list knows."""
    name = joined.medium_named(phrase.context.text[phrase.first : phrase.end], phrase.context.language)
    return replace(phrase.entity, name=name, kind="medium", gender="n") if name else None


def _paper_of_a_medium(phrase: NounPhrase) -> Entity | None:
    """ "Ein Bericht der »Maas Post«": the medium."""
    rest = joined.owner_behind(phrase.context.text[phrase.first : phrase.end], phrase.context.language)
    if not rest:
        return None
    names = phrase.context.names(phrase.end - len(rest), phrase.end)
    known = next((m.name for m in names if m.kind == "medium"), "")
    name = known or joined.medium_named(rest, phrase.context.language)
    return Entity(name, "medium", phrase.start, phrase.end, phrase.head, "n") if name else None


def _owner_of_a_paper(phrase: NounPhrase) -> Entity | None:
    """ "Polizeiangaben": the police; "israelische Medienberichte": Israeli media."""
    text = phrase.context.text
    owner = joined.owner_in(text[slice(*phrase.tokens[phrase.head_index])], phrase.context.language)
    if not owner:
        return None
    known = next((m for m in gazetteer.find(owner, phrase.context.language) if m.end - m.start == len(owner)), None)
    if known and known.kind not in ("demonym", "person"):
        return replace(named_body(known), start=phrase.start, end=phrase.end)
    state = next((m for m in phrase.named if m.kind == "demonym" and m.end < phrase.tokens[phrase.head_index][0]), None)
    name = f"{text[state.start : state.end].removesuffix('n')} {owner}" if state else owner
    plural = is_plural(owner.lower(), [owner.lower()])
    return replace(phrase.entity, name=name, head=owner.lower(), plural=plural, kind="group" if plural else "unnamed")


def _court(phrase: NounPhrase) -> Entity | None:
    """ "Die Richter des Landgerichts", "ein Urteil des Landgerichts": the court."""
    text = phrase.context.text[phrase.start : phrase.end]
    hit = joined.by_court(phrase.context.language).search(text)
    one_judge = hit is not None and phrase.lower[0] in words("articles_of_one_man", phrase.context.language)
    if hit is None or one_judge:
        return None
    name = joined.court_in_nominative(_GENITIVE.sub("", hit["court"]), phrase.context.language)
    return Entity(name, "body", phrase.start, phrase.end, name.split()[-1].lower(), "n")


def _view_of_a_state(phrase: NounPhrase) -> Entity | None:
    """ "Israelische Einschätzung", "russische Angaben": the state's."""
    if phrase.head.capitalize() not in words("opinions", phrase.context.language) or len(phrase.tokens) != 2:
        return None
    state = next((m for m in phrase.named if m.kind == "demonym" and m.start == phrase.start), None)
    if state is None:
        return None
    return Entity(gazetteer.country_name(state.code), "body", phrase.start, phrase.end, gender="n")


def _part_of_an_institution(phrase: NounPhrase) -> Entity | None:
    """ "The Carnegie Endowment's office" speaks as the Carnegie Endowment."""
    text = phrase.context.text
    owner = next((m for m in phrase.named if m.kind == "institution" and text[m.end : m.end + 2] in ("'s", "’s")), None)
    if owner is None or phrase.head not in words("bodies"):
        return None
    return replace(phrase.entity, name=owner.name, kind="body")


def _proper_name(phrase: NounPhrase) -> Entity | None:
    """A name that no list knows: "consulting company Dezan Shira and Associates"."""
    if phrase.anonymous or not _is_proper(phrase):
        return None
    name = official_name(_end_in_capitals(phrase))
    name = _written_out(name, phrase.context) or name
    neuter = " " in name or phrase.determiner or name.isupper()
    return replace(phrase.entity, name=name, kind="body", gender="n" if neuter else "")


def _number(phrase: NounPhrase) -> Entity | None:
    """ "Many in the region"."""
    return replace(phrase.entity, kind="group", plural=True) if phrase.head in words("quantities") else None


def _organ_of_a_state(phrase: NounPhrase) -> Entity | None:
    """ "The Kazakh parliament"."""
    states = ("country", "demonym", "capital", "organisation")
    if phrase.anonymous or phrase.head not in words("organs") or not any(m.kind in states for m in phrase.named):
        return None
    return replace(phrase.entity, name=official_name(phrase.entity.name), kind="body", gender="n")


def _several(phrase: NounPhrase) -> Entity | None:
    """ "Analysts", "two officials"."""
    if not is_plural(phrase.head, phrase.lower[: phrase.head_index + 1], phrase.context.language):
        return None
    return replace(phrase.entity, kind="group", plural=True, gender="")


def _definite_description(phrase: NounPhrase) -> Entity | None:
    """ "The expert": somebody said before, if anybody was."""
    if phrase.determiner not in words("definite"):
        return None
    return replace(_description(phrase), kind="definite")


def _description(phrase: NounPhrase) -> Entity:
    """ "A consultant", "a bank"."""
    thing = phrase.head.endswith(tuple(words("things"))) and not is_role(phrase.head)
    if thing or phrase.head in words("bodies") | words("media") | words("documents"):
        return replace(phrase.entity, gender="n")
    return phrase.entity


RULES: tuple[Rule[Entity], ...] = (
    Rule("name", _name),
    Rule("people of a state", _people_of_a_state),
    Rule("medium", _medium),
    Rule("paper of a medium", _paper_of_a_medium),
    Rule("owner of a paper", _owner_of_a_paper),
    Rule("court", _court),
    Rule("view of a state", _view_of_a_state),
    Rule("medium by its noun", _medium_by_noun),
    Rule("part of an institution", _part_of_an_institution),
    Rule("proper name", _proper_name),
    Rule("number", _number),
    Rule("organ of a state", _organ_of_a_state),
    Rule("several", _several),
    Rule("definite description", _definite_description),
    Rule("description", _description),
)


# ---------------------------------------------------------------------------------------------------------------
# names that no list knows


def _is_proper(phrase: NounPhrase) -> bool:
    """Whether the head is a name: capitalised, and not a common noun that begins a sentence ("Analysts said")."""
    text, tokens, noun, at = phrase.context.text, phrase.tokens, phrase.head, phrase.head_index
    written = text[slice(*tokens[at])]
    if noun in words("quantities") | words("indefinite") | words("definite") or not written[0].isupper():
        return False
    if capitals_tell_nothing(phrase.context) and not phrase.context.names(tokens[0][0], tokens[-1][1]):
        return False
    if at > 0 and written in people.bodies():
        return True
    singular = noun.removesuffix("s")
    if singular in words("roles") | words("media") | words("bodies") and phrase.context.in_headline(tokens[at][0]):
        return False
    if at == 0 and _SEVERAL.search(noun):
        return False
    common = {noun, singular} & (words("roles") | words("plural_words") | words("documents") | words("media"))
    return not common or (at > 0 and text[tokens[at - 1][0]].isupper() and noun not in words("plural_words"))


def _written_out(name: str, context: Context) -> str:
    """The name behind which the article introduces a short form in brackets: "Tajik Power (TP)"; else ""."""
    bracketed = f" ({name})"
    spans = context.written_out.get(name, ()) if name.isupper() else ()
    return next((context.text[a:b] for a, b in spans if context.text.startswith(bracketed, b)), "")


def capitals_tell_nothing(context: Context) -> bool:
    """Whether a capital is no sign of a name, as in German, where every noun has one."""
    return context.language in words("languages_with_capital_nouns")


def _end_in_capitals(phrase: NounPhrase) -> str:
    """The capitalised end of the phrase with its complement: "Dezan Shira and Associates"."""
    text = phrase.context.text
    begin = phrase.tokens[phrase.head_index][0]
    for a, b in reversed([t for t in phrase.tokens[: phrase.head_index] if t[0] >= phrase.first]):
        word = text[a:b]
        if not (word[0].isupper() or word[0].isdigit() or word in _IN_NAMES):
            break
        begin = a
    while (small := text[begin : phrase.end].split(" ", 1)[0]) in _IN_NAMES:
        begin += len(small) + 1
    return described(text, begin, phrase.end)


# ---------------------------------------------------------------------------------------------------------------
# the capital of a sentence's start


def _lower_first(phrase: str, context: Context) -> str:
    """Without the capital that only the sentence's start gave it: "Analysts" -> "analysts"."""
    word = phrase.split(" ", 1)[0]
    if phrase.isupper() and phrase.lower() in words("roles"):
        return phrase.lower()  # "MODERATOR:"
    if word.lower() in words("quantities") | words("indefinite") and not re.search(r"\d", phrase):
        return phrase[0].lower() + phrase[1:]
    if _begins_a_name(phrase, word) or capitals_tell_nothing(context):
        return phrase
    if not re.fullmatch(r"[A-Z][a-z’'-]+", word) or context.names_a_word(word):
        return phrase
    return phrase[0].lower() + phrase[1:]


def _begins_a_name(phrase: str, word: str) -> bool:
    """Whether the first word belongs to the capital behind it: "Downing Street spokeswoman", not "Top US officials"."""
    if not _capital_behind().match(phrase):
        return False
    known = next(iter(gazetteer.find(phrase)), None)
    if known and known.start <= len(word) + 1:
        return known.start == 0
    return word.lower() not in gazetteer.titles() | words("roles") | words("quantities") | words("describing")


@lru_cache
def _capital_behind() -> re.Pattern[str]:
    return re.compile(rf"[A-Z][a-z’'-]+ (?:{any_of('name_particles')})?[- ]?[A-Z]")
