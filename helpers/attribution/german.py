"""Attribution in German, by rules: verbs of saying, quotation marks, "laut", and the subjunctive of reported speech.

There is no annotated corpus of German attribution to train on that may be used here, so the rules are written out;
their measured quality is in tests/data/german_attribution.yaml and its test. A sentence is read once, with what
stands in quotation marks hidden: an adverbial ("laut dem Bericht"), a verb of saying with subject and complement,
or a finite verb in the Konjunktiv I, which carries on what was said before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from helpers.attribution.classify import inside, mode_of
from helpers.attribution.page import Paragraph, paragraphs
from helpers.attribution.quotes import Quotation, quotations

if TYPE_CHECKING:
    from helpers.attribution import Attribution
    from helpers.layout import Span
    from helpers.sentences import Sentence

LEXICON = Path(__file__).resolve().parents[1] / "lexicons" / "saying_de.yaml"
HIDDEN = "\x01"  # stands for every character inside quotation marks
LONG_QUOTE = 4  # words of a quotation without verb of saying that is still somebody's words
Place = tuple[int, int]
NOWHERE = (-1, -1)


class Found(NamedTuple):
    """One attribution by offsets in the paragraph; `rule` says how it was found."""

    source: Place
    cue: Place
    content: tuple[Place, ...]
    rule: str
    attitude: bool = False


def attribute(text: str, layout: Sequence[Span], sentences: Sequence[Sentence]) -> list[Attribution]:
    """The attributions of a German article, in order of their cues."""
    from helpers.attribution import Attribution

    out = []
    running = False
    before: tuple[Paragraph, Place] | None = None
    for paragraph in paragraphs(text, layout, sentences):
        quoted = quotations(paragraph.text)
        for found, running in _paragraph(paragraph, quoted, sentences, running and not paragraph.headline):
            pieces = [(paragraph, place) for place in found.content]
            if found.rule == "backward" and before and not pieces:
                pieces = [before]
            spans = tuple(span for page, place in pieces for span in page.spans(*place))
            if not spans:
                continue
            mode = mode_of(*_quoted(pieces))
            kind = "attitude" if found.attitude and mode == "indirect" else "speech"
            out.append(Attribution(_span(paragraph, found.source), _span(paragraph, found.cue), spans, mode, kind,
                                   _CONFIDENCE[found.rule]))
        places = _sentences(paragraph, sentences)
        if places and not paragraph.headline:
            before = (paragraph, places[-1])
    return sorted(out, key=lambda a: (a.cue, a.content))


# Share of the attributions found by each rule that are right on the annotated sentences, rounded.
_CONFIDENCE = {"adverbial": 0.9, "verb": 0.9, "quotation": 0.9, "backward": 0.8, "subjunctive": 0.8, "alone": 0.7,
               "colon": 0.7}


def _quoted(pieces: list[tuple[Paragraph, Place]]) -> tuple[str, str]:
    """The words of a content, and those of them in quotation marks."""
    words = " ".join(page.text[slice(*place)] for page, place in pieces)
    return words, " ".join(inside(page.text, [place], quotations(page.text)) for page, place in pieces)


def _span(paragraph: Paragraph, place: Place) -> Place:
    spans = paragraph.spans(*place) if place[0] >= 0 else []
    return (spans[0][0], spans[-1][1]) if spans else NOWHERE


def _sentences(paragraph: Paragraph, sentences: Sequence[Sentence]) -> list[Place]:
    """The paragraph's sentences by their offsets in it."""
    origin = paragraph.origin
    if not len(origin):
        return []
    out = []
    for start, end, _ in sentences:
        if start <= origin[-1] and end > origin[0]:
            a, b = (int(origin.searchsorted(x)) for x in (start, end))
            if a < b:
                out.append((a, b))
    return out


def _paragraph(paragraph: Paragraph, quoted: list[Quotation], sentences: Sequence[Sentence],
               running: bool) -> Iterator[tuple[Found, bool]]:
    """What is attributed in a paragraph, sentence by sentence; `running` while reported speech may go on."""
    hidden = _hide(paragraph.text, quoted)
    taken: list[Place] = []
    last: list[Place] = []  # sentences in the subjunctive that nobody was named for yet
    previous: Place | None = None
    for start, end in _sentences(paragraph, sentences):
        if any(a <= start and end <= b for a, b in taken):
            previous = (start, end)
            continue
        found = list(_sentence(hidden, start, end, quoted, running))
        for item in found:
            if item.rule == "backward":
                item = item._replace(content=tuple(last) or ((previous,) if previous else ()))
            item = item._replace(content=tuple(_whole_quotes(place, quoted) for place in item.content))
            taken.extend(place for place in item.content)
            yield item, True
        named = any(item.source != NOWHERE for item in found)
        last = [] if named or not found else [*last, (start, end)]
        running = bool(found)
        previous = (start, end)


def _hide(text: str, quoted: list[Quotation]) -> str:
    pieces, at = [], 0
    for quote in quoted:
        inner = (quote.start + 1, quote.end - quote.closed)
        pieces += [text[at : inner[0]], HIDDEN * max(0, inner[1] - inner[0])]
        at = max(inner)
    return "".join([*pieces, text[at:]])


def _whole_quotes(place: Place, quoted: list[Quotation]) -> Place:
    """A content that begins or ends inside a quotation is stretched to all of it."""
    start, end = place
    for quote in quoted:
        if quote.start < end and quote.end > start and quote.end - quote.start > 12:
            start, end = min(start, quote.start), max(end, quote.end)
    return start, end


# ---------------------------------------------------------------------------------------------------------------
# one sentence


def _sentence(text: str, start: int, end: int, quoted: list[Quotation], running: bool) -> Iterator[Found]:
    """The attributions of text[start:end], quotations hidden: the first rule that fits has the sentence."""
    for rule in (_backward, _adverbial, _so, _it_says, _verb, _colon):
        found = rule(text, start, end)
        if found:
            yield found
            return
    verb = _subjunctive(text, start, end, running)
    if verb:
        yield Found(NOWHERE, verb, ((start, end),), "subjunctive")
        return
    inside = sum(max(0, min(q.end, end) - max(q.start, start)) for q in quoted)
    if inside > 0.6 * (end - start) and text[start:end].rstrip(" “”\"«»").endswith((".", "!", "?", HIDDEN)):
        yield Found(NOWHERE, (start, start + 1), ((start, end),), "alone")


def _backward(text: str, start: int, end: int) -> Found | None:
    """"Das teilte das Ministerium mit": the words are those of the sentence before."""
    words = "|".join(_data()["backward"])
    lead = re.compile(rf"(?P<cue>(?:{words})\s+(?P<verb>\w+))\s+", re.I).match(text, start, end)
    if not lead or not _is_saying(text, lead["verb"], lead.end(), end):
        return None
    rest = text[lead.end() : end]
    if "," in rest.rstrip(" .") and re.search(r",\s(?:dass|ob|wie|zu|er|sie|es|die|der|das)\b", rest) or HIDDEN in rest:
        return None
    source = _subject_after(text, lead.end(), end)
    return Found(source, lead.span("cue"), (), "backward") if source != NOWHERE else None


def _adverbial(text: str, start: int, end: int) -> Found | None:
    """"Laut dem Bericht ...", "... nach Angaben der Polizei ...", "dem Bericht zufolge"."""
    follows = re.compile(r"(?P<who>(?:[A-ZÄÖÜ]|de[mnr]|eine[mr])[^,.;:]{1,90}?)\s(?P<cue>zufolge)\b").search(text, start, end)
    if follows:
        who = _last_phrase(text, *follows.span("who"))
        return Found(who, follows.span("cue"), _around(start, end, who[0], follows.end()), "adverbial")
    phrases = "|".join(sorted(map(re.escape, _data()["according"]), key=len, reverse=True))
    lead = re.compile(rf"\b(?P<cue>{phrases})(?:\s+(?:von|vom))?\s+", re.I).search(text, start, end)
    if not lead:
        return None
    own = "eigenen" in lead["cue"].lower()
    source = _phrase_end(text, start if own else lead.end(), lead.start() if own else end)
    if own and source == NOWHERE:
        source = _subject_after(text, re.compile(r"\w*\s?").match(text, lead.end()).end(), end)
    if source == NOWHERE and not own:
        return None
    stop = source[1] if not own else lead.end("cue")
    return Found(source, lead.span("cue"), _around(start, end, lead.start(), stop), "adverbial")


def _so(text: str, start: int, end: int) -> Found | None:
    """"..., so der Minister" and "..., wie der Minister sagte"."""
    wie = re.compile(r"(?:,\s|^)(?P<cue>wie)\s(?P<who>[^,;:]{2,110}?)\s(?P<verb>\w+)(?=\s*[,.;:]|\s*$)", re.I)
    for hit in wie.finditer(text, start, end):
        if hit["verb"] in _verbs()[0] or hit["verb"] in _joined():
            source = _phrase_end(text, hit.start("who"), hit.end("who"))
            if source != NOWHERE:
                return Found(source, hit.span("verb"), _around(start, end, hit.start(), hit.end()), "adverbial")
    so = re.compile(r"(?:,|[“\"«»”])\s(?P<cue>so)\s(?=(?:der|die|das|ein|eine|er|sie|es|[A-ZÄÖÜ]))").search(text, start, end)
    if so:
        source = _phrase_end(text, so.end("cue") + 1, end)
        if source != NOWHERE:
            return Found(source, so.span("cue"), _around(start, end, so.start(), source[1]), "quotation")
    return None


def _it_says(text: str, start: int, end: int) -> Found | None:
    """"..., hieß es aus dem Kreml", "In der Erklärung heißt es"."""
    hit = re.compile(r"\b(?P<cue>(?:heißt|hieß)\s+es|es\s+(?:heißt|hieß))\b(?:\s+(?:weiter|dazu|am \w+))*"
                     r"(?:\s+(?:aus|in|von|bei|seitens|auf)\s+(?P<who>[^,.:;\x01„“\"]{2,80}))?").search(text, start, end)
    if not hit:
        return None
    front = re.compile(r"(?:In|Aus|Von|Auf|Bei)\s(?P<who>[^,.:;]{2,80})$").match(text[start : hit.start()].rstrip())
    source = _phrase_end(text, *hit.span("who")) if hit["who"] else NOWHERE
    if front:
        return Found((start + front.start("who"), start + front.end("who")), hit.span("cue"),
                     _trim(text, hit.end("cue"), end), "verb")
    first, second = _trim(text, start, hit.start()), _trim(text, hit.end(), end)
    return Found(source, hit.span("cue"), first + second, "verb") if first + second else None


def _colon(text: str, start: int, end: int) -> Found | None:
    """"Putin: Russland ist bereit" and "Er weiter: „...“"."""
    hit = re.compile(r"(?P<who>(?:(?:der|die|das)\s)?(?:[A-ZÄÖÜ][\w’'-]+)(?:\s[\w’'-]+){0,5}?)(?:\s+weiter)?(?P<cue>:)\s",
                     re.I).match(text, start, end)
    if not hit or text[hit.end()] not in "„“\"»«‚" and not text[start : start + 1].isupper():
        return None
    if text[hit.end()] not in "„“\"»«‚":
        return None
    return Found(hit.span("who"), hit.span("cue"), _trim(text, hit.end(), end), "colon")


def _verb(text: str, start: int, end: int) -> Found | None:
    """A verb of saying with its subject, and what it attributes: quotation, clause, infinitive or object."""
    for word in re.compile(r"\w+").finditer(text, start, end):
        verb = word[0].lower() if word.start() == start else word[0]
        if not _is_saying(text, verb, word.end(), end):
            if verb in ("hat", "haben", "hatte", "hatten"):
                found = _perfect(text, start, end, word)
                if found:
                    return found
            continue
        found = _complement(text, start, end, word.start(), word.end(), verb)
        if found:
            return found
    return None


def _perfect(text: str, start: int, end: int, auxiliary: re.Match[str]) -> Found | None:
    """"hat ... gesagt, dass ..."."""
    clause_end = _clause_end(text, auxiliary.end(), end)
    for word in re.compile(r"\w+").finditer(text, auxiliary.end(), end):
        if word[0] in _participles() and (word.end() >= clause_end - 1 or text[word.end() : word.end() + 1] in ",.:"):
            found = _complement(text, start, end, auxiliary.start(), auxiliary.end(), "gesagt", word.span())
            return found._replace(attitude=word[0] in _verbs()[1]) if found else None
    return None


def _complement(text: str, start: int, end: int, verb_start: int, verb_end: int, verb: str,
                participle: Place | None = None) -> Found | None:
    attitude = verb in _verbs()[1]
    cue = (verb_start, verb_end)
    left = text[start:verb_start].rstrip()
    # quotation or clause in front: "„...“, sagte X" - ", sagte X" splits what is said in two
    if left.endswith((",", "“", "”", "\"", "«", "»", "–", "!", "?")) and not participle:
        source = _subject_after(text, verb_end, end)
        if source != NOWHERE:
            after = _trim(text, _after_inquit(text, source[1], end), end)
            front = _trim(text, start, verb_start)
            asked = after and HIDDEN in text[slice(*after[0])] and HIDDEN not in text[start:verb_start]
            return Found(source, cue, after if asked else front + after, "quotation", attitude)
    source = _subject_before(text, start, verb_start)
    if source == NOWHERE:
        source = _subject_after(text, verb_end, end)
    if source == NOWHERE:
        return None
    content = _clause(text, max(source[1], (participle or cue)[1]), end)
    if not content and (verb in _data()["object"] or participle):
        begin = max(verb_end, source[1]) if source[0] > verb_start else verb_end
        content = _trim(text, begin, participle[0] if participle else end)
    if content and source[0] > verb_start and verb in _data()["object"]:
        content = _trim(text, source[1], end)
    elif content and verb in _data()["object"] and not participle:
        content = _trim(text, verb_end, end)
    return Found(source, participle or cue, content, "verb", attitude) if content else None


def _clause(text: str, begin: int, end: int) -> tuple[Place, ...]:
    """What a verb of saying governs: after a colon, or after a comma a clause with dass, in the subjunctive, with zu."""
    mark = re.compile(r":\s|,\s(?=dass\b|ob\b|wie\b|warum\b|wann\b|wer\b|was\b)|,\s|\s(?=[„»\"])").search(text, begin, end)
    while mark:
        rest = text[mark.end() : end]
        if mark[0].startswith(":") or re.match(r"(?:dass|ob|wie|warum|wann|wer|was)\b", rest) or rest[:1] in "„»\"":
            return _trim(text, mark.end(), end)
        if _subjunctive(text, mark.end(), end, True) or re.search(r"\b(?:zu\s\w+en|\w+zu\w+en)\b", rest) or HIDDEN in rest:
            return _trim(text, mark.end(), end)
        mark = re.compile(r",\s").search(text, mark.end(), end)
    return ()


# ---------------------------------------------------------------------------------------------------------------
# subjects


_NAME = r"[A-ZÄÖÜ][\wÄÖÜäöüß’'.-]*"


def _subject_after(text: str, begin: int, end: int) -> Place:
    """The subject right behind the verb: "sagte der russische Außenminister Sergej Lawrow am Freitag"."""
    skip = re.compile(r"\s*(?:(?:sich|auch|dazu|dabei|zudem|außerdem|am\s\w+|heute|gestern|jedoch|aber|dann|hingegen)\s+)*")
    begin = skip.match(text, begin, end).end()
    return _phrase_end(text, begin, end)


def _phrase_end(text: str, begin: int, end: int) -> Place:
    """The noun phrase that begins here, with its genitive, name and apposition."""
    words = list(re.compile(r"[\w’'&.-]*[\w’']").finditer(text, begin, end))
    if not words or words[0].start() - begin > 1:
        return NOWHERE
    first = words[0][0]
    if first.lower() in _data()["pronouns"]:
        return words[0].span()
    if first.lower() in _data()["stops"] and first.lower() not in _data()["determiners"]:
        return NOWHERE
    if first.lower() not in _data()["determiners"] and not first[0].isupper() and not first.endswith(("e", "er", "en")):
        return NOWHERE
    last, noun = None, False
    for i, word in enumerate(words):
        gap = text[words[i - 1].end() : word.start()] if i else ""
        if gap.strip() and not (noun and _QUOTED_NAME.fullmatch(gap)):
            break
        token = word[0]
        following = words[i + 1][0] if i + 1 < len(words) else ""
        if noun and token in _data()["stops"] and not _belongs(token, following, text, word):
            break
        if noun and token[0].islower() and token in _verbs()[0]:
            break
        noun = noun or token[0].isupper()
        last = word.end()
    if last is None or not noun:
        return NOWHERE
    named = _QUOTED_NAME.match(text, last, end)
    return begin, _with_apposition(text, named.end() if named else last, end)


_QUOTED_NAME = re.compile(rf"\s[„“\"»«]{HIDDEN}{{1,40}}[“”\"«»]\s?")  # die Zeitung „Kommersant“


def _belongs(token: str, following: str, text: str, word: re.Match[str]) -> bool:
    """Whether a word that could end the phrase belongs to it: "der Direktor des Instituts", "Forscherin am Carnegie"."""
    if following in _data()["times"] or following[:1].isdigit() or not following:
        return False
    if token in ("der", "des"):
        return following[:1].isupper() or following.endswith(("en", "er"))
    return token in ("am", "an", "beim", "bei", "aus", "im", "in") and following[:1].isupper() and bool(
        re.search(r"(?:er|in|or|ent|ist|eur|ant|oge|at|chef|mann|frau)\s$", text[max(0, word.start() - 12) : word.start()]))


def _with_apposition(text: str, at: int, end: int) -> int:
    match = re.compile(r",\s(?:(?:ein|eine|der|die|das)\s[^,.;:“”]{3,90}|[A-ZÄÖÜ]\w+(?:in)?\s(?:am|an|bei|beim|der|des|im|von|vom|für)"
                       r"\s[^,.;:]{3,80})(?=,|\.|:|$)").match(text, at, end)
    if match and not re.search(rf"\b(?:{'|'.join(('dass', 'sei', 'seien', 'habe', 'werde', 'zu'))})\b", match[0]):
        return match.end()
    return at


def _subject_before(text: str, start: int, verb: int) -> Place:
    """The subject in front of the verb: all of it up to the verb when it begins like a noun phrase.

    A second verb ("... und versprach") has the subject of the first.
    """
    if re.search(r"\b(?:und|sowie|aber)\s$", text[start:verb]) and _nominative(text, start):
        return _phrase_end(text, start, verb)
    comma = max(text.rfind(", ", start, verb), text.rfind("; ", start, verb), text.rfind(": ", start, verb))
    for begin in ((start, comma + 2) if comma > start else (start,)):
        conjunction = re.compile(r"(?:und|aber|doch|denn|während|weil|nachdem|auch|dass)\s+", re.I).match(text, begin, verb)
        begin = conjunction.end() if conjunction else begin
        phrase = _phrase_end(text, begin, verb)
        if phrase == NOWHERE or not _nominative(text, begin):
            continue
        rest = text[phrase[1] : verb].strip(" ,")
        if not rest or re.fullmatch(r"(?:in|aus|von|bei|für|im|am|beim)(?:\s[A-ZÄÖÜ][\w-]+){1,3}", rest):
            return begin, phrase[1] if not rest else phrase[1] + 1 + len(rest)
    return NOWHERE


def _nominative(text: str, begin: int) -> bool:
    first = re.compile(r"\w+").match(text, begin)
    return first is not None and first[0].lower() not in ("dem", "den", "des", "einem", "einen", "eines")


def _last_phrase(text: str, start: int, end: int) -> Place:
    """The noun phrase that ends here: "dem Bericht" of "Am Montag sei dem Bericht" zufolge."""
    words = list(re.compile(r"[\w’'-]+").finditer(text, start, end))
    begin = words[-1].start() if words else start
    for word in reversed(words[:-1]):
        if word[0].lower() in _data()["determiners"]:
            return (word.start() if word[0].lower() in ("dem", "den", "der", "einem", "einer", "des") else begin), end
        if not (word[0][0].isupper() or word[0].endswith(("en", "er"))):
            break
        begin = word.start()
    return begin, end


# ---------------------------------------------------------------------------------------------------------------
# clauses, verbs, subjunctive


def _after_inquit(text: str, at: int, end: int) -> int:
    """Where words go on after ", sagte X am Freitag,": behind the next comma or full stop."""
    mark = re.compile(r"[,.:]\s|[.]?$").search(text, at, end)
    return mark.end() if mark else end


def _around(start: int, end: int, a: int, b: int) -> tuple[Place, ...]:
    return tuple((x, y) for x, y in ((start, a), (b, end)) if y - x > 3)


def _trim(text: str, start: int, end: int) -> tuple[Place, ...]:
    while start < end and text[start] in " ,;:–-\n":
        start += 1
    while end > start and text[end - 1] in " ,;:–-\n":
        end -= 1
    return ((start, end),) if re.search(r"\w|\x01", text[start:end]) else ()


def _clause_end(text: str, at: int, end: int) -> int:
    mark = re.compile(r"[,.;:]").search(text, at, end)
    return mark.start() if mark else end


def _subjunctive(text: str, start: int, end: int, running: bool) -> Place | None:
    """The first finite verb in the Konjunktiv I; of the Konjunktiv II only where reported speech is running."""
    data = _data()
    for word in re.compile(r"\w+").finditer(text, start, end):
        token = word[0].lower() if word.start() == start else word[0]
        if token not in data["subjunctive"] and not (running and token in data["second_subjunctive"]):
            continue
        near = text[max(start, word.start() - 18) : word.end() + 10].lower()
        if re.search(r"\b(?:ich|als|denn|dank|wie dem auch|damit)\b", near) or text[word.end() : word.end() + 4] == " es ":
            continue
        if token in data["second_subjunctive"] and "wenn" in text[start:end].lower().split():
            continue
        return word.span()
    return None


@lru_cache
def _data() -> dict:
    return yaml.safe_load(LEXICON.read_text("utf-8"))


@lru_cache
def _verbs() -> tuple[frozenset[str], frozenset[str], dict[str, frozenset[str]]]:
    """Finite forms of speech and attitude, those of attitude, and the prefixes that a form needs."""
    data = _data()
    speech: dict[str, set[str]] = {}
    attitude: dict[str, set[str]] = {}
    for key, into in (("", speech), ("attitude_", attitude)):
        for stem in data[key + "weak"]:
            prefix, _, bare = stem.rpartition("+")
            e = "e" if bare.endswith(("t", "d", "chn", "gn")) else ""
            forms = [bare + e + "t", bare + ("n" if bare.endswith(("el", "er")) else "en"), bare + e + "te", bare + e + "ten"]
            for form in forms:
                into.setdefault(form, set()).add(prefix)
        for forms in data[key + "strong"].values():
            for form in forms[:4]:
                prefix, _, bare = form.rpartition("+")
                into.setdefault(bare, set()).add(prefix)
    both = {form: frozenset(speech.get(form, set()) | attitude.get(form, set())) for form in {**speech, **attitude}}
    return frozenset(both), frozenset(attitude) - frozenset(speech), both


@lru_cache
def _joined() -> frozenset[str]:
    """Finite forms with their prefix in front, as they end a subordinate clause: mitteilte, ankündigte."""
    return frozenset(prefix + form for form, prefixes in _verbs()[2].items() for prefix in prefixes if prefix)


@lru_cache
def _participles() -> frozenset[str]:
    data = _data()
    out = {forms[-1] for key in ("", "attitude_") for forms in data[key + "strong"].values()}
    for stem in (*data["weak"], *data["attitude_weak"]):
        prefix, _, bare = stem.rpartition("+")
        ending = ("e" if bare.endswith(("t", "d", "chn", "gn")) else "") + "t"
        inseparable = bare.startswith(("be", "er", "ver", "wider", "wieder", "unter", "ent")) or bare.endswith("ier")
        out.add(prefix + ("" if inseparable and not bare.startswith("beto ") else "ge") + bare + ending)
    return frozenset(out)


def _is_saying(text: str, verb: str, at: int, end: int) -> bool:
    """Whether a word is a finite verb of saying; a separable one only with its prefix at the end of a clause."""
    prefixes = _verbs()[2].get(verb)
    if prefixes is None:
        return False
    clause = text[at:end]
    if verb in _data()["with_preposition"] and not re.search(r"\b(?:von|davon|sich|:)\b", clause):
        return False
    if "" in prefixes:
        return True
    if HIDDEN in clause and any(re.search(rf"\b{prefix}\b", clause) for prefix in prefixes):
        return True
    return any(re.search(rf"\b{prefix}(?=\s*[,.:;„“!?–-]|\s*$|\s+(?:und|dass)\b)", clause) for prefix in prefixes)
