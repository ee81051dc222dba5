"""Attributions that only words tell: "Об этом сообщает ТАСС", "数据显示"; and whom a reporter learnt something from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from helpers import lexicons
from helpers.attribution import Attribution
from helpers.attribution.saying import of_saying
from helpers.layout.sentences import Sentence
from helpers.lexicons import languages, one_of
from helpers.names import morphology
from helpers.speakers import quoted

_BETWEEN = 40  # characters between "Об этом" and its verb
_WHO = 24  # characters of who opens a sentence
_NAMING = ("наз", "оцен", "переч", "раскр")  # verbs of the announcing ones that have no clause
_CUE = 40  # characters up to the end of a cue
_BEHIND = 12  # characters between a quotation and the verb behind it
_CHANCE = 0.5  # of what a pattern finds


def announced(
    text: str, sentences: Sequence[Sentence], attributions: Sequence[Attribution], language: str
) -> list[Attribution]:
    """The attributions of an article with those that point back to what was said, in order of their cues."""
    starts = [sentence.start for sentence in sentences]
    said: list[Attribution] = []
    for attribution in attributions:
        at = bisect_right(starts, attribution.cue[0]) - 1
        heard = _heard(text, attribution, sentences[at], language) if at >= 0 else attribution
        whole = _told_behind(text, heard, sentences[at], language) if at >= 0 else heard
        whole = _without_far_source(whole, said, sentences[at], language) if at >= 0 else whole
        said.append(_without_object(text, whole, language))
    said = _whole_quotations(text, sentences, [one for one in said if not _only_announces(text, one, language)])
    taken = {attribution.source[0] for attribution in said} | {attribution.cue[0] for attribution in said}
    found = [one for one in _pointing(text, sentences, language) if not {one.source[0], one.cue[0]} & taken]
    found += _opening(text, sentences, said, language)
    found += _parenthetical(text, sentences, said, language)
    return sorted([*said, *found], key=lambda attribution: (attribution.cue, attribution.content))


def _whole_quotations(text: str, sentences: Sequence[Sentence], said: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, where words in marks before "..., сказал Петров" are his up to the mark that closes them.

    What is told of somebody within them ends with its sentence: "«Ветров призовёт к миру. Я рад», — сказал".
    """
    starts = [sentence.start for sentence in sentences]
    whole = {i: span for i, one in enumerate(said) if (span := _quotation_before(text, one))}
    out = []
    for i, one in enumerate(said):
        if i in whole:
            out.append(replace(one, content=(whole[i],)))
            continue
        inside = any(start < one.cue[0] < end for start, end in whole.values())
        end = sentences[bisect_right(starts, one.cue[0]) - 1].end if inside else 0
        content = tuple((a, min(b, end)) for a, b in one.content if a < end) if inside else one.content
        out.append(replace(one, content=content or one.content))
    return out


def _quotation_before(text: str, one: Attribution) -> tuple[int, int] | None:
    """The quotation that an attribution opens and has but the beginning of, if its cue stands right behind it."""
    start, end = one.content[0]
    if one.mode != "direct" or len(one.content) > 1 or end >= one.cue[0] or one.source[0] < 0:
        return None
    quotation = quoted.around_position(text, start)
    if quotation is None or quotation[0] != start or quotation[1] <= end + 1:
        return None
    behind = one.cue[0] - quotation[1]
    return quotation if 0 <= behind <= _BEHIND and "\n" not in text[quotation[1] : one.cue[0]] else None


def _heard(text: str, attribution: Attribution, sentence: Sentence, language: str) -> Attribution:
    """An attribution, by whom a reporter learnt it from in the cue's sentence: "记者从水利厅了解到".

    So with a paper that says no more of whose it is: "记者从水利厅获悉，监测显示".
    """
    papers = lexicons.words("sources", "papers", language) if languages.language(language).unspaced else frozenset()
    if text[slice(*attribution.source)] not in lexicons.words("sources", "reporters", language) | papers:
        return attribution
    hit = _heard_from(language).search(text, sentence.start, max(sentence.start, attribution.cue[1]))
    return replace(attribution, source=hit.span("who")) if hit else attribution


def _without_far_source(
    attribution: Attribution, said: Sequence[Attribution], sentence: Sentence, language: str
) -> Attribution:
    """An attribution without a source from a later sentence, where its own names one (Chinese)."""
    far = attribution.source[0] >= sentence.end and attribution.mode == "indirect"
    before = far and any(sentence.start <= one.source[0] < attribution.cue[0] for one in said)
    return replace(attribution, source=(-1, -1)) if before and languages.language(language).unspaced else attribution


def _told_behind(text: str, attribution: Attribution, sentence: Sentence, language: str) -> Attribution:
    """An attribution whose words are what stands behind its verb and not what stands before it: "曾表示，桥已修好".

    Only where no blanks part words, and all that was taken for words stands between source and verb.
    """
    (_, end), (cue, told), words = attribution.source, attribution.cue, attribution.content
    between = 0 <= end <= words[0][0] and words[-1][1] <= cue and text[told : told + 1] in ("，", "：")
    if not between or attribution.mode != "indirect" or not languages.language(language).unspaced:
        return attribution
    return replace(attribution, content=((told + 1, sentence.end),)) if told + 1 < sentence.end else attribution


@lru_cache
def _heard_from(language: str) -> re.Pattern[str]:
    keys = ("reporters", "heard_from", "heard_from_at", "heard_from_end")
    who, before, at, behind = (one_of(lexicons.words("sources", key, language)) for key in keys)
    return re.compile(rf"(?:{who})\d{{0,2}}日?(?:{before})(?P<who>[^，。；：“”]{{2,40}}?)(?:{at})?(?:{behind})")


def _without_object(text: str, attribution: Attribution, language: str) -> Attribution:
    """An attribution without the source of words in marks that only these have: "оно", or a dative ("ему хотелось")."""
    source = text[slice(*attribution.source)]
    if attribution.mode != "direct" or attribution.source[0] < 0 or languages.language(language).unspaced:
        return attribution
    form = lexicons.load("sources", language)["pronouns"].get(source.lower(), "")
    cases = {reading.case for reading in morphology.readings(source)} if source.istitle() and not form else set()
    governed = cases and not cases - {"datv", "loct"} and attribution.source[1] < attribution.cue[0]
    free = not re.search(r"\b(?:в|во|на|по)\s$", text[max(0, attribution.source[0] - 4) : attribution.source[0]], re.I)
    return replace(attribution, source=(-1, -1)) if form.startswith("n s 3") or governed and free else attribution


def _only_announces(text: str, attribution: Attribution, language: str) -> bool:
    """Whether an attribution only says what will be told: "врач назвал сроки", "политолог объяснил, почему".

    Nothing stands in marks there, and nothing behind "назвал" tells as what ("назвал сроки реальными").
    """
    verbs = lexicons.words("sources", "announcing", language)
    if attribution.source[0] < 0 and _is_unsourced(text, attribution, language):
        return True
    if attribution.source[0] < 0 and _untold(language).search(
        text[max(0, attribution.cue[1] - _CUE) : attribution.cue[1]]
    ):
        return True
    if languages.language(language).unspaced:
        if attribution.mode == "indirect" and _is_only_when(text, attribution, language):
            return True
        done = attribution.mode != "direct" and text[slice(*attribution.cue)] in verbs
        return done and text[attribution.cue[1] : attribution.cue[1] + 1] not in "，：:“"
    cue = text[slice(*attribution.cue)].lower()
    if attribution.mode != "indirect" or cue not in verbs:
        return False
    words = " ".join(text[slice(*span)] for span in attribution.content).split()
    clause = text[attribution.cue[1] : attribution.content[0][0] + 1].startswith(",")
    if clause or not cue.startswith(_NAMING):
        return bool(words) and words[0].strip(",").lower() in lexicons.words("sources", "asking", language)
    return not any(_is_as_what(word.strip(".,;:!?")) for word in words)


def _is_only_when(text: str, attribution: Attribution, language: str) -> bool:
    """Whether something is announced only in a clause that says when: "宣布结果后离开", "在当局宣布停课之际，"."""
    verb = text[slice(*attribution.cue)].removesuffix("了")
    if verb not in lexicons.words("sources", "events", language):
        return False
    clause = text[max(text.rfind(mark, 0, attribution.cue[0]) for mark in "，。；：\n") + 1 : attribution.cue[0]]
    at = tuple(lexicons.words("sources", "at_times", language))
    within = clause.startswith(at) and _within(language).match(text, attribution.cue[1])
    return bool(within or _when(language).match(text, attribution.cue[1]))


@lru_cache
def _within(language: str) -> re.Pattern[str]:
    """The rest of a clause that tells when: "停课时，" behind "当县里宣布"."""
    ends = one_of(lexicons.words("sources", "ends_of_times", language))
    return re.compile(rf"[^，。；：“”\n]{{0,{_BETWEEN}}}(?:{ends})，")


@lru_cache
def _when(language: str) -> re.Pattern[str]:
    """What an event is behind its verb, up to the word that makes it a time; none such is part of another word."""
    times = one_of(lexicons.words("sources", "times", language))
    parts = one_of(lexicons.words("sources", "no_times", language))
    return re.compile(rf"(?:(?!{parts})[^，。；：“”\n]){{1,{_WHO}}}?(?:{times})(?!{parts})")


def _is_unsourced(text: str, attribution: Attribution, language: str) -> bool:
    """Whether the cue of words in no marks is one that names nobody: "据了解"."""
    cue = text[attribution.cue[0] : attribution.cue[0] + _BETWEEN]
    return attribution.mode == "indirect" and cue.startswith(tuple(lexicons.words("sources", "unsourced", language)))


@lru_cache
def _untold(language: str) -> re.Pattern[str]:
    """What is not told, at the end of a stretch: "пока не сообщаются"."""
    stems = lexicons.words("sources", "untold", language)
    return re.compile(rf"\bне (?:{one_of(stems)})\w*тся$" if stems else r"(?!)")


def _is_as_what(word: str) -> bool:
    """Whether a word stands in the case of what something is called."""
    return any(reading.case == "ablt" for reading in morphology.readings(word)[:2])


def _pointing(text: str, sentences: Sequence[Sentence], language: str) -> Iterator[Attribution]:
    """ "Об этом сообщает (source)": the sentence is of whoever is named behind the verb."""
    pattern = _points(language)
    for start, end, kind in sentences:
        hit = pattern.match(text, start, end) if kind == "body" else None
        if hit:
            yield Attribution(hit.span("who"), hit.span("verb"), (hit.span("what"),), "indirect", "speech", _CHANCE)


def _opening(
    text: str, sentences: Sequence[Sentence], said: Sequence[Attribution], language: str
) -> Iterator[Attribution]:
    """ "数据显示，...": a sentence of which nothing is somebody's yet, and that begins with who says it and a verb."""
    if not languages.language(language).unspaced:
        return
    spoken = sorted(one.cue[0] for one in said if one.cue_class == "speech")
    for start, end, kind in sentences:
        hit = _opens(language).match(text, start, end) if kind == "body" else None
        hit = hit or _titles(language).match(text, start, end)
        if hit and bisect_left(spoken, start) == bisect_left(spoken, hit.end()):
            yield Attribution(hit.span("who"), hit.span("verb"), ((hit.end(), end),), "indirect", "speech", _CHANCE)


def _parenthetical(
    text: str, sentences: Sequence[Sentence], said: Sequence[Attribution], language: str
) -> Iterator[Attribution]:
    """A sentence parted by a verb of saying and who said it: "Город, жалуется он, опустел".

    With a pronoun only where nothing of it is somebody's yet; with a name, a medium or an office also where it tells of
    somebody's words ("В обмен, пишет Ветров, город предлагает землю"), unless the verb was read as a cue.
    """
    if languages.language(language).unspaced:
        return
    spoken = sorted(one.cue[0] for one in said)
    for start, end, kind in sentences:
        hit = _parts(language).match(text, start, end) if kind == "body" else None
        if hit is None:
            continue
        free = hit.span("verb") if hit["named"] else (start, end)
        if bisect_left(spoken, free[0]) == bisect_left(spoken, free[1]):
            content = ((start, hit.end("before")), (hit.start("behind"), end))
            yield Attribution(hit.span("who"), hit.span("verb"), content, "indirect", "speech", _CHANCE)


@lru_cache
def _parts(language: str) -> re.Pattern[str]:
    lists = lexicons.load("saying", language)
    verbs = one_of([*lists["saying"], *lists["positions"]])
    subjects = one_of(lexicons.words("sources", "subjects", language))
    called = one_of(
        word for key in ("media", "journalists", "officials") for word in lexicons.words("sources", key, language)
    )
    named = rf"(?P<named>[А-ЯЁ][а-яё-]+(?:\s[А-ЯЁ][а-яё-]+){{0,2}}|{called})"
    return re.compile(
        rf"(?P<before>[^,.!?:«»\"—]{{3,80}}), (?P<verb>{verbs}) (?P<who>{subjects}|{named}), (?P<behind>[^«»\"]{{3,}})"
    )


@lru_cache
def _opens(language: str) -> re.Pattern[str]:
    verbs = f"{of_saying(language).pattern}|{one_of(lexicons.words('sources', 'showing', language))}"
    no_source = one_of(lexicons.words("sources", "concerning", language))
    clause = rf"(?:[^，。：；“”\n]{{2,{_WHO}}}，)?"
    return re.compile(rf"{clause}(?P<who>[^，。：；“”\n]{{1,{_WHO}}}?)(?<!{no_source})(?P<verb>{verbs})[，：]")


@lru_cache
def _titles(language: str) -> re.Pattern[str]:
    """ "四名学生溺水 警方：正在调查": a title without a stop that ends with who speaks, a colon and the words."""
    keys = ("generic", "bodies", "officials", "groups_ends")
    ends = one_of(word for key in keys for word in lexicons.words("sources", key, language) if len(word) > 1)
    who = rf"(?P<who>[^，。：；“”！？\s]{{0,10}}?(?:{ends}))"
    return re.compile(rf"(?:[^。：“”\n]{{2,40}}[\s，！？])?{who}(?P<verb>：)(?=[^。：“”\n]{{4,40}}$)")


@lru_cache
def _points(language: str) -> re.Pattern[str]:
    what = one_of(lexicons.words("sources", "pointing", language))
    verbs = f"{of_saying(language).pattern}|{one_of(lexicons.words('sources', 'pointing_verbs', language))}"
    return re.compile(
        rf"(?P<what>{what})\b[^.!?«\"]{{0,{_BETWEEN}}}?(?P<verb>{verbs})\s(?P<who>[^.,!?;:]{{2,120}}?)(?=[.,;:!?]|$)",
        re.I,
    )
