"""Sentences -> counts of words and phrases per group (voice or outlet) and story."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from babel import Locale, UnknownLocaleError
from scipy.sparse import csr_array

from helpers import lexicons
from helpers.layout.reading_form import ReadingForm
from helpers.layout.words import GAP, characters, normal, phrased
from helpers.names import mentions
from helpers.study import StudyError
from helpers.tables.results import condition
from helpers.tables.schemas import JOINT

if TYPE_CHECKING:
    from helpers.tables.results import Results

COLUMNS = {  # of a side; the view that has them
    "voice": ("s.voice", "voiced"),
    "outlet": ("a.outlet", "sentences"),
    "bloc": ("a.voice", "sentences"),
}
MOST_SENTENCES = 100_000  # of a group: more are sampled, for two million words are enough to tell groups apart
BLANK = "\x00"  # in the place of a character that is not to be counted; no word runs across it
CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w+(?:-\w+)*")
RECURS = 3  # a sentence found word for word in so many stories of an outlet is furniture


@dataclass(frozen=True)
class Counts:
    """How often each term occurs in each unit, a unit being one group's part of one story.

    A term of a joint statement counts by the part that is the group's, so counts may be broken.
    units: group, story_id, n_words (running words, masked ones left out). matrix: units x terms.
    """

    units: pd.DataFrame
    terms: list[str]
    matrix: csr_array

    def side(self, group: str) -> np.ndarray:
        """Mask of the units of a group; with "" of all."""
        return np.ones(len(self.units), bool) if not group else (self.units["group"] == group).to_numpy()


def load(
    results: Results, by: str, outlets: Sequence[str] = (), voices: Sequence[str] = (), furniture: bool = False
) -> pd.DataFrame:
    """Sentences of body and headlines: [group, outlet, voice, story_id, sentence_id, language, text, part, own].

    by: "voice", "outlet" or "bloc" (of the outlet). By voice a joint statement has a row for each of its voices, and
    `part` is the part that counts for it. Of a group with very many sentences a fixed sample by a hash of the
    sentence's id.
    furniture: keep sentences that recur word for word in several stories of an outlet (invitations to
    subscribe, descriptions of the outlet) which the layout did not recognise.
    own: the text with all blanked that is not the group's own wording. Of a voice that is quoted these are the words
    that attribute ("the minister said on Friday"): the outlet chose them. All other terms are counted in `own`.
    """
    where, values = condition(outlets, voices)
    column, view = COLUMNS[by]
    if not furniture:
        where += (
            " and s.sentence_id not in (select unnest(list(t.sentence_id)) from sentences t join articles b "
            "using (article_id) group by b.outlet, lower(t.text) "
            f"having count(distinct b.story_id) >= {RECURS})"
        )
    part = "s.part" if view == "voiced" else "1.0"
    found = results.query(_SENTENCES.format(column=column, view=view, part=part, where=where), values)
    spans = found.pop("said")
    forms = [ReadingForm(*read) for read in zip(found["text"], found["language"], strict=True)]
    found["text"] = [form.text for form in forms]
    if by != "voice":
        return found.assign(own=found["text"])
    said = [[form.read(*span) for span in spans_of] for form, spans_of in zip(forms, spans, strict=True)]
    return found.assign(own=[only(form.text, places) for form, places in zip(forms, said, strict=True)])


# `said`: the contents of the attributions to the sentence's voice, as spans in the sentence.
_SENTENCES = f"""
with chosen as (
    select {{column}} as "group", a.outlet, a.outlet_name, s.voice, s.speaker, a.story_id, s.sentence_id, a.language,
           s.text, s.article_id, s.start, s."end", {{part}} as part
    from {{view}} s join articles a using (article_id)
    where {{where}}
    qualify row_number() over (partition by {{column}} order by md5(s.sentence_id)) <= {MOST_SENTENCES}),
contents as (
    select article_id, string_split(voice, '{JOINT}') as voices, unnest(from_json(content, '[["BIGINT"]]')) as span
    from attributions),
spoken as (
    select c.sentence_id, c.voice, list([n.span[1] - c.start, n.span[2] - c.start] order by n.span) as said
    from chosen c join contents n on n.article_id = c.article_id and list_contains(n.voices, c.voice)
                                 and n.span[1] < c."end" and n.span[2] > c.start
    group by all)
select c.* exclude (article_id, start, "end"), coalesce(said, []) as said
from chosen c left join spoken using (sentence_id, voice) order by c.sentence_id, c.voice
"""


def only(text: str, spans: Sequence[Sequence[int]]) -> str:
    """The text with everything outside the spans blanked; all of it where there are none.

    >>> only("Trade is good, he said.", [(0, 13)]).rstrip(BLANK)
    'Trade is good'
    """
    if len(spans) == 0:
        return text
    kept = [BLANK] * len(text)
    for start, end in spans:
        start = max(0, start)
        kept[start:end] = text[start:end]
    return "".join(kept)


def groups(sentences: pd.DataFrame) -> pd.DataFrame:
    """The groups there are, most sentences first: [group, sentences, stories]."""
    table = sentences.groupby("group").agg(sentences=("sentence_id", "size"), stories=("story_id", "nunique"))
    return table.reset_index().sort_values(["sentences", "group"], ascending=[False, True], ignore_index=True)


def sides(sentences: pd.DataFrame, a: str = "", b: str = "") -> tuple[str, str]:
    """The two sides to compare: those asked for, else the narration's largest counterpart (or the largest group)
    against all the rest. StudyError for a group that has no sentences."""
    there = groups(sentences)["group"].tolist()
    for name in filter(None, (a, b)):
        if name not in there:
            raise StudyError(f"no sentences of {name!r} to compare; there are {', '.join(there) or 'none'}")
    if a and a == b:
        raise StudyError(f"{a!r} cannot be compared with itself: name two groups, or leave b empty for all others")
    if not a:
        a = next((name for name in there if name not in ("narrator", "unknown", b)), there[0] if there else "")
    return a, b


def main_language(sentences: pd.DataFrame, wanted: str = "") -> str:
    """The language asked for, else that of most sentences: words of two languages have nothing to compare."""
    found = sentences["language"].value_counts()
    return wanted or (sorted(found.index[found == found.max()])[0] if len(found) else "")


def count(sentences: pd.DataFrame, longest: int = 3, names: bool = False) -> Counts:
    """Counts of words and of phrases up to `longest` words, per group and story.

    sentences: as from `load`; what is blanked in `own` counts nowhere. names: count names of people, states, offices
    and media as well; by default they are masked, and the surnames of all who speak here with them, since who is
    named says whom a text is about, not how it is worded. A phrase does not run across punctuation or a mask, and
    neither begins nor ends with a word that is no term (`not_terms`). Such words and bare numbers count as running
    words alone.
    """
    units: dict[tuple[str, str], int] = {}
    vocabulary: dict[str, int] = {}
    rows, columns, weights = array("q"), array("q"), array("d")
    words: list[float] = []
    known = frozenset() if names else surnames(sentences["speaker"])
    columns_read = ["group", "story_id", "language", "text", "own", "part"]
    for group, story, language, text, own, part in sentences[columns_read].itertuples(index=False):
        unit = units.setdefault((group, story), len(units))
        if unit == len(words):
            words.append(0)
        masked = [] if names else [*mentions.names(text, language), *_surnames_in(own, known)]
        for run in runs(own, masked):
            words[unit] += part * len(run)
            for term in phrases(run, longest, not_terms(language)):
                rows.append(unit)
                weights.append(part)
                columns.append(vocabulary.setdefault(term, len(vocabulary)))
    matrix = csr_array(
        (np.array(weights), (np.array(rows, np.int64), np.array(columns, np.int64))),
        shape=(len(units), len(vocabulary)),
    )
    matrix.sum_duplicates()
    table = pd.DataFrame(list(units), columns=["group", "story_id"]).assign(n_words=words)
    return Counts(table, list(vocabulary), matrix)


def surnames(speakers: Iterable[str]) -> frozenset[str]:
    """The last words of speakers' full names, as they stand alone later in an article: "Bekova" of Aigul Bekova."""
    last = (name.split()[-1] for name in set(speakers) if " " in name)
    return frozenset(word for word in last if len(word) > 2 and word[0].isupper())


def _surnames_in(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    return [match.span() for match in CAPITALISED.finditer(text) if match[0] in known]


def runs(text: str, masked: Sequence[tuple[int, int]] = ()) -> Iterator[list[str]]:
    """Stretches of words with nothing but spaces, hyphens or quotation marks between, masked spans cut out.

    >>> list(runs("Trade, and more trade-offs"))
    [['trade'], ['and', 'more', 'trade', 'offs']]
    >>> list(runs("港口，货轮"))
    [['港', '口'], ['货', '轮']]
    """
    pieces = list(text)
    for start, end in masked:
        pieces[start:end] = BLANK * (end - start)
    parts = phrased().split("".join(pieces))
    run: list[str] = []
    for gap, word in zip(parts[::2], parts[1::2], strict=False):
        if run and not (GAP.fullmatch(gap) if gap else _unspaced(run[-1]) and _unspaced(word)):
            yield run
            run = []
        run.append(normal(word))
    if run:
        yield run


def phrases(run: Sequence[str], longest: int, function: frozenset[str]) -> Iterator[str]:
    """The terms of a run of words: phrases that begin and end with a content word.

    Where a script sets no blanks a phrase is of characters, two or more, for one alone is seldom a word.

    >>> sorted(phrases(["balance", "of", "power"], 3, frozenset({"of"})))
    ['balance', 'balance of power', 'power']
    >>> sorted(phrases(["港", "口", "货", "轮"], 3, frozenset()))
    ['口货', '口货轮', '港口', '港口货', '货轮']
    """
    single = [_unspaced(word) for word in run]
    content = [
        word not in function and (alone or len(word) > 1) and not word[0].isdigit()
        for word, alone in zip(run, single, strict=True)
    ]
    for start, begins in enumerate(content):
        if begins:
            for end in range(start + single[start], min(start + longest, len(run))):
                if content[end]:
                    yield _between().sub("", " ".join(run[start : end + 1]))


def _unspaced(word: str) -> bool:
    """Whether a word of a run is a character of a script that sets no blanks."""
    return not word.isascii() and characters().fullmatch(word) is not None


@cache
def _between() -> re.Pattern[str]:
    """The blank between two such characters."""
    return re.compile(f"(?<={characters().pattern}) (?={characters().pattern})")


@lru_cache(maxsize=64)
def not_terms(language: str) -> frozenset[str]:
    """Words that are no terms: function words with what contractions leave, months and days, pieces of the web."""
    listed = [lexicons.words("words", key, language) for key in ("function", "contractions", "not_terms")]
    anywhere = lexicons.load("words")["not_terms"].split()
    return frozenset(normal(word) for words in (*listed, anywhere, _dates(language)) for word in words)


def _dates(language: str) -> list[str]:
    """The names of the months and days of a language, long and short; none for a language that Babel does not know."""
    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return []
    names = [locale.months, locale.days]
    return [
        word.strip(".")
        for calendar in names
        for form in calendar.values()
        for width in ("wide", "abbreviated")
        for name in form[width].values()
        for word in name.split()
    ]


def plain(counts: np.ndarray) -> np.ndarray:
    """Counts as whole numbers; where joint statements break some, with two decimals."""
    return counts.astype(int) if (counts % 1 == 0).all() else counts.round(2)
