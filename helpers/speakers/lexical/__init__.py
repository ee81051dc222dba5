"""Speakers of languages whose sources are read by words (lexicons/LANGUAGE/sources.yaml), and not by grammar.

cases and characters read a phrase, antecedents finds who "он" and "该官员" is, media the medium in between, voices for
whom somebody speaks, clause what stands beside a name, announced more attributions; papers, offices and nameless tell
who is behind a paper, another word for an office, and one without a name under several descriptions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from helpers import lexicons
from helpers.attribution import Attribution, running
from helpers.attribution.saying import of_saying
from helpers.layout.sentences import Sentence
from helpers.lexicons import languages, one_of
from helpers.names import everybody, morphology
from helpers.speakers import quoted
from helpers.speakers import resolve as by_grammar
from helpers.speakers.context import Context
from helpers.speakers.entities.model import Entity, narrator, nobody
from helpers.speakers.history import History
from helpers.speakers.lexical import antecedents, cases, characters, clause, media, missions
from helpers.speakers.lexical.announced import announced as announced
from helpers.speakers.lexical.listed import listed
from helpers.speakers.lexical.voices import voice_of
from helpers.speakers.resolve import Speaker, Who, last_position, pass_on
from helpers.speakers.without_source import begin
from helpers.study import Article, Study

READERS: dict[str, Callable[[Context, int, int], Entity]] = {"cases": cases.read, "characters": characters.read}
MARKS = ' \t\r\n\u3000“”"«»」』.。'  # that stand behind quoted words
OBJECT = {"accs"}  # the case of whom something is said, not of who says it: "Россию обвинили"
_BEHIND = re.compile(r" (?P<word>[^\W\d_]+)[^,.;:!?—«»\n]{0,100}")
_CLAUSE_ENDS = re.compile("[说道]?[，：]")
_AROUND = 8  # sentences to look back for who has spoken most
_IMPERSONAL = 4  # sentences to look back for whose words "据介绍", "отмечается" go on with
_LONGEST_CUE = 20  # characters
_LONGEST_WHO, _OPENING = 30, 14  # characters of a clause that names who speaks, and of its beginning
_LONGEST_APPOSED = 160  # characters between a source and its cue in which what is said of it may end in a name
_LEAD = 2  # sentences behind a headline in which it is told who holds the office in it
_BETWEEN = 12  # characters at most between words in marks and whoever is named behind them


def who(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution], article: Article, study: Study
) -> tuple[Context, list[Who]]:
    """What is known of the article, and who speaks in each attribution, in the order of `attributions`."""
    context = Context(text, list(sentences), article, study)
    history = History(context)
    found: list[Who | None] = [None] * len(attributions)
    for i in sorted(range(len(attributions)), key=lambda i: begin(attributions[i])):
        entity = _who(attributions[i], attributions, found, context, history)
        via = media.relay(context, attributions[i], entity)
        found[i] = (entity, "" if via == entity.name else via)
        if entity.kind not in ("none", "narrator"):
            history.add(last_position(attributions[i]), entity)
    _named_next(attributions, found, context)
    _named_below(attributions, found, context)
    quoted.settle(attributions, found, context)
    pass_on(attributions, found)
    return context, list(filter(None, found))


def read(context: Context, start: int, end: int) -> Entity:
    """Who a phrase names, by the reader of the article's language."""
    return missions.in_full(READERS[languages.language(context.language).names](context, start, end), context)


def _who(
    attribution: Attribution, others: Sequence[Attribution], found: list, context: Context, history: History
) -> Entity:
    if attribution.source[0] < 0:
        return _goes_on(attribution, history)
    if clause.cases_of(context.text[slice(*attribution.source)]) == OBJECT:
        return nobody()
    entity = media.figures_of(context, attribution) or read(context, *_whole(attribution, context))
    if entity.found == characters.SHOWS:  # "事实证明": whoever spoke goes on, else nobody does
        before = _main(history, context.sentence_at(attribution.source[0]))
        return replace(before, found=entity.found) if before else narrator(entity.found)
    if entity.kind == "pronoun" and entity.person == 1:
        return quoted.around(attribution, others, found)
    if paper := media.quoted_paper(context, attribution):
        entity = read(context, *paper)
    elif entity.kind == "medium" or _passes_on(entity, context):
        cited = media.cited(context, attribution)
        inner = read(context, *cited) if cited else nobody()
        entity = inner if inner.kind in ("person", "body", "group", "definite") else entity
    who = antecedents.resolve(entity, history, list(attribution.content))
    if entity.kind == "definite" and who.kind in ("person", "unnamed"):
        clause.note(context, who.name, (entity.start, entity.end))
    return who


def _passes_on(entity: Entity, context: Context) -> bool:
    """Whether a phrase is a medium without a name ("издание"), or in Chinese its report ("该报道")."""
    unspaced = languages.language(context.language).unspaced
    media_of = listed("media", context) | (listed("articles", context) if unspaced else frozenset())
    return entity.kind == "definite" and entity.head in media_of


def _main(history: History, sentence: int) -> Entity | None:
    """Who has spoken most in the sentences up to one, the latest of those who have as often; None for nobody near."""
    if history.last(sentence, lambda other: True, _IMPERSONAL) is None:
        return None
    spoke = [entity for at, entity in history.said if sentence - _AROUND <= at <= sentence]
    often = Counter(entity.name for entity in spoke)
    return max(reversed(spoke), key=lambda entity: often[entity.name], default=None)


def _whole(attribution: Attribution, context: Context) -> tuple[int, int]:
    """The source, up to the cue where only the beginning of it was found: 这位 of "这位歌手透露"."""
    (start, end), cue = attribution.source, attribution.cue[0]
    if spoken := _spoken_by(attribution, context):
        return spoken
    if _is_undated(attribution, context):  # "根据|目前|预报"
        return attribution.cue
    if end == cue and (media_behind := _media_in(context.language).match(context.text, cue)):  # "多家|媒体报道"
        return start, media_behind.end()
    if (reports := listed("reports", context)) and _called_in(reports).fullmatch(context.text, end, max(end, cue)):
        return start, cue
    behind = _he(context.language).match(context.text, attribution.cue[1])
    if behind and end <= cue:  # "Пекин, предупредила она, готов": what stands before is what she speaks of
        return behind.span("who")
    named = _quoted_one(context.language).match(context.text, start) if start > cue else None
    if named:  # "цитирует его ТАСС"
        return named.span("who")
    if apposed := _apposed_at_cue(attribution, context):
        return apposed
    start = _with_noun(attribution, context)
    cut_off = context.text[start:end] in listed("members", context)
    end = _with_owner(start, end, context)
    return (start, cue) if cut_off and end < cue <= end + _LONGEST_CUE else (start, end)


def _apposed_at_cue(attribution: Attribution, context: Context) -> tuple[int, int] | None:
    """The name right before a cue, of whom the source is what he is: "представитель порта, ..., Олег Ветров заявил"."""
    (start, end), cue = attribution.source, attribution.cue[0]
    between = context.text[end - 1 : cue]
    if not end < cue <= end + _LONGEST_APPOSED or "," not in between or re.search(r"[.!?:;«»\n]", between):
        return None
    named = [p for p in context.persons(end, cue) if not context.text[p.end : cue].strip()]
    if not named or context.persons(start, end) or languages.language(context.language).unspaced:
        return None
    calls = read(context, start, end)
    if calls.kind != "definite" or calls.gender == "n" or "nomn" not in clause.cases_of(calls.head):
        return None
    clause.note(context, context.full_name(named[-1].name), (start, end))
    return named[-1].start, named[-1].end


def _with_owner(start: int, end: int, context: Context) -> int:
    """Where a source that is but a paper ends, with whose it is: "сообщении областного суда"."""
    papers = listed("papers", context) | listed("places_of_papers", context)
    behind = _BEHIND.match(context.text, end)
    if behind is None or languages.language(context.language).unspaced:
        return end
    if clause.base(context.text[start:end]) not in papers:
        return end
    owned = any(r.case == "gent" and r.part in ("noun", "adjective") for r in morphology.readings(behind["word"])[:3])
    return behind.end() if owned else end


def _with_noun(attribution: Attribution, context: Context) -> int:
    """Where a source begins, with the noun for a person that was taken for the end of its cue: "рассказал сторож"."""
    start, cue = attribution.source[0], context.text[slice(*attribution.cue)]
    noun = cue.split(" ")[-1]
    if languages.language(context.language).unspaced or " " not in cue or attribution.cue[1] != start - 1:
        return start
    calls = morphology.noun(noun)
    return start - 1 - len(noun) if calls and calls.animate and calls.case == "nomn" else start


def _spoken_by(attribution: Attribution, context: Context) -> tuple[int, int] | None:
    """The pronoun that a cue begins with, where no blanks part it from its verb: "他说"."""
    (start, end), forms = attribution.cue, lexicons.load("sources", context.language)["pronouns"]
    if start < 0 or not languages.language(context.language).unspaced:
        return None
    pronoun = context.text[start : start + 1]
    return (start, start + 1) if end > start + 1 and forms.get(pronoun, "").endswith("s 3") else None


def _is_undated(attribution: Attribution, context: Context) -> bool:
    """Whether a source is but a word before a paper, which was taken for its cue, where no blanks part words."""
    source, cue = context.text[slice(*attribution.source)], context.text[slice(*attribution.cue)]
    unspaced = languages.language(context.language).unspaced
    return unspaced and source in listed("heads", context) and cue in listed("papers", context)


@cache
def _media_in(language: str) -> re.Pattern[str]:
    """A word for media that a cue begins with, where no blanks part words."""
    media = lexicons.words("sources", "media", language) if languages.language(language).unspaced else ()
    return re.compile(rf"(?<!\d)(?:{one_of(word for word in media if len(word) > 1)})")  # not "24|日报道"


@cache
def _called_in(reports: frozenset[str]) -> re.Pattern[str]:
    """What stands between an organ and a cue where somebody called it: "110接到报警"."""
    return re.compile(rf"[^，。]{{0,8}}?接到[^，。]{{0,6}}?(?:{one_of(reports)})")


@cache
def _he(language: str) -> re.Pattern[str]:
    """A pronoun in the third person right behind a cue, and the comma that ends what it stands in."""
    return re.compile(rf"\s(?P<who>{one_of(lexicons.words('sources', 'subjects', language))}),")


@cache
def _quoted_one(language: str) -> re.Pattern[str]:
    """A pronoun for somebody whom the medium behind it quotes, or who told it: "его «Известия»", "он CNBC"."""
    forms = lexicons.load("sources", language)["pronouns"]
    objects = one_of(form for form in forms if forms[form].endswith("3"))
    return re.compile(rf"(?P<who>{objects})\s(?=[А-ЯЁA-Z«\"„])")


def _goes_on(attribution: Attribution, history: History) -> Entity:
    """Words without a source are of whoever spoke right before.

    Where they are indirect and a cue gives them to somebody, only in the same paragraph.
    """
    context = history.context
    at = begin(attribution)
    direct = attribution.mode == "direct" and languages.language(context.language).unspaced
    if direct and _runs_on(attribution, context) and (speaks := history.last(context.sentence_at(at), _speaks, 1)):
        return replace(speaks, found="goes on")
    if direct and (introduced := _introduced(attribution, context)):
        return antecedents.resolve(read(context, *introduced), history, list(attribution.content))
    if attribution.mode == "direct" and (named := _alone_before(attribution, context)):
        return named
    if attribution.mode == "direct" and (named := _opens_next(attribution, context)):
        return named
    cue = attribution.cue[0]
    words = tuple(listed("impersonal", context))
    impersonal = cue >= 0 and context.text[cue : cue + _LONGEST_CUE].lower().startswith(words)
    here = context.sentence_at(at)
    before = history.last(here, lambda other: True, _IMPERSONAL if impersonal else 1)
    if before is None and direct and (told := _told_before(history, here)):
        return told
    if impersonal:  # an organ or a medium goes on, rather than whom it told of
        organ = history.last(here, lambda other: other.kind in ("body", "medium"), _IMPERSONAL)
        before = organ or (None if context.text.startswith("报道", cue) else before)
    if before is None:
        return nobody()
    spoke = next(sentence for sentence, entity in reversed(history.said) if sentence <= here and entity == before)
    apart = "\n" in context.text[context.sentences[max(0, spoke)].end : at]
    if attribution.mode == "direct" or impersonal or attribution.bare or cue >= 0 and not apart:
        return replace(before, found="goes on")
    return nobody()


def _speaks(entity: Entity) -> bool:
    """Whether it is somebody who was found."""
    return entity.kind not in ("none", "narrator")


def _runs_on(attribution: Attribution, context: Context) -> bool:
    """Whether words in marks stand in a line that only closes what one before it has opened."""
    start = context.text.rfind("\n", 0, attribution.content[0][0]) + 1
    end = context.text.find("\n", start)
    line = context.text[start : end if end >= 0 else len(context.text)]
    closes = running.dangling(line) if start else -1
    return closes >= 0 and attribution.content[0][0] < start + closes


def _told_before(history: History, here: int) -> Entity | None:
    """Whom alone the sentence before words in marks tells of, by name or as "他"."""
    context = history.context
    if here < 1:
        return None
    start, stop, kind = context.sentences[here - 1]
    named = {context.full_name(person.name): person for person in context.persons(start, stop)}
    if kind != "body" or len(named) > 1:
        return None
    for person in named.values():
        return replace(read(context, person.start, person.end), found="told of before")
    hit = _is_of(context.language).match(context.text, start, stop)
    him = Entity(hit["who"], "pronoun", *hit.span("who"), hit["who"], "", False) if hit else None
    who = antecedents.resolve(him, history, []) if him else nobody()
    return who if who.kind == "person" else None


@cache
def _is_of(language: str) -> re.Pattern[str]:
    """A sentence that begins with a pronoun for one person, with a word and a comma before it or not: "同时，他"."""
    forms = lexicons.load("sources", language)["pronouns"]
    singular = one_of(form for form in forms if forms[form] in ("m s 3", "f s 3") and len(form) == 1)
    return re.compile(rf"(?:[^，。：“”\n]{{1,6}}，)?(?P<who>{singular})(?!们)")


def _opens_next(attribution: Attribution, context: Context) -> Entity | None:
    """Who is named behind words in marks: “...” Петров сказал, “……” 上海一家医院的冯教授说。"""
    unspaced = languages.language(context.language).unspaced
    words_end, cue = attribution.content[-1][1], attribution.cue[0]
    if unspaced and words_end < cue <= words_end + _LONGEST_WHO:
        return read(context, words_end, _before_told(context, words_end, cue))
    end = _end_of_marks(attribution, context)
    at = context.sentence_at(end - 1) + 1
    if not 0 < at < len(context.sentences):
        return None
    start, stop, _ = context.sentences[at]
    if context.text[end:start].strip(MARKS) or context.sentences[at - 1].end > start:
        return None
    said = list(of_saying(context.language).finditer(context.text, start, stop))
    if said and said[-1].start() > start and not context.text[said[-1].end() : stop].strip(MARKS):
        return read(context, start, _before_told(context, start, said[-1].start()))
    follows = unspaced and said and _CLAUSE_ENDS.match(context.text, said[0].end())
    if follows and start < said[0].start() <= start + _LONGEST_WHO:
        return read(context, start, said[0].start())
    person = everybody.at(context.text, start, context.language, context.people)
    if unspaced and not person and stop - start <= _LONGEST_WHO:
        ages = listed("ages", context)  # "七十九岁的石奶奶把他当作儿子": somebody new who does something
        opening = [p for p in context.persons(start, start + _OPENING) if p.title not in ages]
        person = opening[0].end if opening else 0
    return read(context, start, person) if person else None


def _end_of_marks(attribution: Attribution, context: Context) -> int:
    """Where the marks around somebody's words close, in their line or one below, else where the words end."""
    start, end = attribution.content[0][0], last_position(attribution) + 1
    quotation = quoted.quotation(start, context) if languages.language(context.language).unspaced else None
    if quotation and quotation[1] > end and context.text[quotation[1] - 1] == "”":
        return quotation[1]
    close = context.text.find("”", end - 1) + 1
    inside = close and context.text.startswith("“", start) and not set("“\n") & set(context.text[end:close])
    return max(end, close) if inside else end


def _before_told(context: Context, start: int, end: int) -> int:
    """Where whoever speaks ends, before whom he told it: "山田对记者说"."""
    told = listed("told_at", context)
    hit = re.search(one_of(told), context.text[start + 2 : end]) if told else None
    return start + 2 + hit.start() if hit else end


def _introduced(attribution: Attribution, context: Context) -> tuple[int, int] | None:
    """Where who speaks is named right before words in marks: "面对记者，她说：“……”", which the tagger missed."""
    begins = attribution.content[0][0]
    hit = _says_before(context.language).search(context.text, max(0, begins - _LONGEST_WHO), begins)
    return hit.span("who") if hit else None


def _alone_before(attribution: Attribution, context: Context) -> Entity | None:
    """The only person whom a sentence names before a colon and words in marks: "64岁的李某站在河边：“……”"."""
    begins = attribution.content[0][0]
    at = context.sentence_at(begins)
    start = context.sentences[at].start if at >= 0 else begins
    before = context.text[start:begins].rstrip(MARKS)
    named = context.persons(start, begins) if before.endswith((":", "：")) else []
    full = {context.full_name(person.name) for person in named}
    return replace(read(context, named[0].start, named[0].end), found="before a colon") if len(full) == 1 else None


@cache
def _says_before(language: str) -> re.Pattern[str]:
    """Who stands before a word of saying at the end of a clause."""
    who = r"(?:^|[，。；\n])(?P<who>[^，。：；“”\n]{1,20}?)"
    return re.compile(rf"{who}(?:{of_saying(language).pattern})[：，]\s?[“]?$")


def _named_next(attributions: Sequence[Attribution], found: list, context: Context) -> None:
    """Words in marks before "..., сказал Петров" of the next sentence in the paragraph are that speaker's."""
    by_start = sorted(range(len(found)), key=lambda i: begin(attributions[i]))
    for at, i in enumerate(by_start[:-1]):
        one, other = attributions[i], attributions[by_start[at + 1]]
        if one.source[0] >= 0 or one.mode != "direct" or other.source[0] < 0:
            continue
        between = context.text[last_position(one) : begin(other)]
        entity, _ = found[by_start[at + 1]]
        if (
            not found[i][0].found
            and "\n" not in between
            and len(between) < _BETWEEN
            and entity.kind not in ("none", "narrator")
        ):
            found[i] = (replace(entity, found="named next"), found[i][1])


def _named_below(attributions: Sequence[Attribution], found: list, context: Context) -> None:
    """Who holds the office of a headline: whom its text begins with and never says more of, "外长指责" of "韦伯说"."""
    if not languages.language(context.language).unspaced:
        return
    by_start = sorted(range(len(found)), key=lambda i: begin(attributions[i]))
    heads = [i for i in by_start if context.in_headline(begin(attributions[i]))]
    below = next((found[i][0] for i in by_start if not context.in_headline(begin(attributions[i]))), nobody())
    told = clause.told_of(context, below.name)
    bare = below.kind == "person" and all(start == end for start, end in told) and not _is_titled(below, context)
    for i in heads if bare and 0 <= context.sentence_at(below.start) <= _LEAD else ():
        role, via = found[i]
        if role.kind == "unnamed" and role.head in listed("officials", context):
            clause.note(context, below.name, (role.start, role.end))
            found[i] = (replace(below, found="named below"), via)


def _is_titled(entity: Entity, context: Context) -> bool:
    """Whether an article calls somebody by an office where it names him."""
    return any(person.title for person in context.mentions.get(entity.name, ()))


def speaker(entity: Entity, via: str, context: Context) -> Speaker:
    """An entity as a speaker, with the voice that a rule for these languages tells."""
    return by_grammar.speaker(entity, via, context, voice_of)
