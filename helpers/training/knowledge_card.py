"""The card of the shelves of knowledge: what is in them, from where, under which licences."""

from __future__ import annotations

from collections import Counter

from helpers.training.knowledge_rows import Row

KEYS = {  # of sources of people, as the table people has them: (source, licence)
    "wd": ("Wikidata, as 158 repositories every-politician-scrapers/* hold the answers to its queries", "CC0-1.0"),
    "pc": ("Wikidata, as peppercatorg/site-build has it", "CC0-1.0"),
    "cia": ("Chiefs of State and Cabinet Members (CIA), as WilliamRADFunk/cia-world-leaders has it", "public domain"),
    "us": ("unitedstates/congress-legislators", "CC0-1.0"),
    "aw": ("abgeordnetenwatch.de, as eschmidt42/bundestag and Movm/bundestag-wrapped have it", "CC0-1.0"),
    "general knowledge": ("general knowledge", "own work"),
    "ce": ("anonym-g/Chinese-Elite (names and offices alone)", "MIT"),
}
_TEXT = """# Knowledge of people, bodies, media, places and peoples

Who speaks for which country, apart from what an article says: read by helpers/names/knowledge.

- **Made:** by `python -m helpers train knowledge --from DIR` from the tables of a knowledge folder, mended by
  helpers/training/knowledge_corrections.csv. The same tables give the same files.
- **Files:** NAME.trie (spellings), NAME.npz (what each means and how sure it is), TABLE.arrow (entries: name, kind,
  countries, office or kind, years, source). people and sounds belong to people.arrow; bodies holds media and peoples
  too.
- **Entries:** {entries}. **Spellings:** {spellings}.
- **Sure of a spelling:** unique, ambiguous between countries, a surname alone, common (an ordinary word of English,
  German, Russian by simplemma's dictionaries or of Chinese by jieba's, a frequent or a given name), generic (every
  country has one).
- **Limits:** offices and years are rough, and thin after 2023; much was written from memory and not checked. Exiles and
  dissidents stand under their country of origin, people of annexed towns under the state whose office they hold. Two
  people of one name and country are one entry. What is not here is nobody's judgement of it.

## Sources and licences

Every row names its source (column source). Rows under CC-BY-SA and ODbL are left out; of countries' rows that a source
under ODbL shares, only what CLDR says and what was written for this is taken. Of rows that a source without a licence
(EveryPolitician, 2015) shares, only name, country and office are taken, which a licensed source has as well.

| file | source | licence | rows |
|---|---|---|---:|
{sources}

Places: data of GeoNames (geonames.org), CC BY 4.0, changed: compacted. UK bodies: contains public sector information
licensed under the Open Government Licence v3.0. What was written for this project is MIT like its code.
"""


def card(rows: dict[str, list[Row]], spellings: dict[str, int]) -> str:
    """The card, in Markdown. rows: of each table; spellings: how many each shelf has."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for table, own in rows.items():
        for row in own:
            keys = row.source.split("+") if table == "people" else [row.source]
            counts.update((table, *KEYS.get(key, (key, row.licence))) for key in keys)
    lines = [
        f"| {table} | {source} | {_said(licence)} | {n:,} |" for (table, source, licence), n in sorted(counts.items())
    ]
    return _TEXT.format(
        entries=", ".join(f"{len(own):,} {table}" for table, own in rows.items()),
        spellings=", ".join(f"{n:,} {shelf}" for shelf, n in spellings.items()),
        sources="\n".join(lines),
    )


def _said(licence: str) -> str:
    """A licence of the tables, in words."""
    return "own work" if licence == "facts" else licence
