"""Bodies, media, peoples and places of a knowledge folder as rows, each with all spellings of the name."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.names.knowledge import keys
from helpers.names.knowledge.shelves import COMMON, GENERIC, SURE
from helpers.names.people import is_given_name
from helpers.training.knowledge_rows import Form, Record, Row, Tables, parts
from helpers.training.knowledge_words import is_chinese_word, is_ordinary

REGIONS = {  # of the table demonyms -> code
    "WEST": "WEST",
    "NATO": "NATO",
    "EUROPE": "150",
    "WESTERN_EUROPE": "155",
    "EASTERN_EUROPE": "151",
    "NORDIC": "154",
    "CENTRAL_ASIA": "143",
    "NORTH_AMERICA": "021",
    "LATIN_AMERICA": "419",
    "ASIA": "142",
    "AFRICA": "002",
    "MIDDLE_EAST": "145",
}
WEIGHTS = {"country": 10_000_000, "capital": 1_000_000, "subdivision": 1_000_000}  # the least of places of a kind
WRITTEN = 100  # weight of a body or medium that was written in by hand, beside 1 for others
LARGE = 1_000_000  # weight from which a place is meant by its name, whatever else the name may mean
NAMES = ("name", "name_de", "name_ru", "name_zh")


def bodies(tables: Tables) -> Iterator[Row]:
    """Bodies, then media, then peoples."""
    for record in tables.read("bodies"):
        yield _body(record)
    for record in tables.read("media"):
        row = Row(
            record["name"],
            "medium",
            (record["country"],),
            record["kind"],
            _weight(record),
            record["source"],
            record["licence"],
        )
        common = record["common_word"] == "yes"
        texts = _spelt(record, "aliases")
        row.forms = [Form(text, ("bodies",), COMMON if common or _is_word(text, row) else SURE) for text in texts]
        yield row
    yield from _peoples(tables)


def _weight(record: Record) -> int:
    """What was written for this goes before lists of thousands of firms, parties and stations."""
    return WRITTEN if record["source"] == "general knowledge" else 1


def _body(record: Record) -> Row:
    doubtful = {*parts(record["weak"]), *(_spelt(record) if record["common_word"] == "yes" else ())}
    countries = (record["country"],) if record["country"] else ()
    row = Row(record["name"], "body", countries, record["kind"], _weight(record), record["source"], record["licence"])
    for text in _spelt(record, "aliases", "forms_de", "forms_ru", "weak", "shared"):
        sure = GENERIC if record["generic"] == "yes" else COMMON if text in doubtful or _is_word(text, row) else SURE
        row.forms.append(Form(text, ("bodies",), GENERIC if text in parts(record["shared"]) else sure))
    return row


def _is_word(name: str, row: Row) -> bool:
    """Whether a name is an ordinary word, which for Chinese names written in by hand was told there (weak)."""
    return is_ordinary(name) and not (row.weight == WRITTEN and "\u3400" <= name[0] <= "\u9fff")


def _peoples(tables: Tables) -> Iterator[Row]:
    """One row for the adjectives and nouns of a country or region."""
    found: dict[str, Row] = {}
    for record in tables.read("demonyms"):
        code = record["country"] or REGIONS.get(record["region"].split(">")[0], "")
        if code and record["part"] != "sign":
            row = found.setdefault(
                code, Row(record["lemma"], "demonym", (code,), "people", 1, record["source"], record["licence"])
            )
            row.forms.append(Form(record["form"], ("bodies",)))
    yield from found.values()


def places(tables: Tables) -> Iterator[Row]:
    """Countries, subdivisions, cities and other places."""
    for record in tables.read("places"):
        if record["kind"] == "domain ending" or not record["country"]:
            continue
        weight = max(int(record["population"] or 0), WEIGHTS.get(record["kind"], 0))
        small = record["kind"] == "city" and weight < LARGE
        row = Row(
            record["name"], "place", (record["country"],), record["kind"], weight, record["source"], record["licence"]
        )
        common = record["common_word"] == "yes" or (small and record["name_like"] == "yes")
        for text in _spelt(record, "aliases", "forms_ru"):
            doubtful = common or _is_short(text) or (weight < LARGE and _is_doubtful(text))
            row.forms.append(Form(text, ("places",), COMMON if doubtful else SURE))
        yield row


def _is_short(name: str) -> bool:
    """Whether a name is an abbreviation that has to stand behind a comma: "Man.", "GA"."""
    return name.endswith(".") and " " not in name or (name.isascii() and name.isupper() and len(name) == 2)


def _is_doubtful(name: str) -> bool:
    """Whether a small place is not what its name makes think of: a word, a word with an s, a given name.

    Two Chinese characters that are no word stand together by chance more often than as a small place.
    """
    plain = keys.plain(name)
    chance = len(name) == 2 and "\u3400" <= name[0] <= "\u9fff" and not is_chinese_word(name)
    return chance or is_given_name(name) or any(map(is_ordinary, (name, plain, f"{plain}s")))


def _spelt(record: Record, *lists: str) -> list[str]:
    """The spellings in the columns of a row, each once."""
    single = [record.get(column, "") for column in NAMES]
    return list(dict.fromkeys(filter(None, [*single, *(part for column in lists for part in parts(record[column]))])))
