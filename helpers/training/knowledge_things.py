"""Bodies, media, peoples and places of a knowledge folder as rows, each with all spellings of the name."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.names.knowledge.shelves import COMMON, GENERIC, SURE
from helpers.training.knowledge_rows import Form, Record, Row, Tables, parts

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
NAMES = ("name", "name_de", "name_ru", "name_zh")


def bodies(tables: Tables) -> Iterator[Row]:
    """Bodies, then media, then peoples."""
    for record in tables.read("bodies"):
        yield _body(record)
    for record in tables.read("media"):
        sure = COMMON if record["common_word"] == "yes" else SURE
        row = Row(record["name"], "medium", (record["country"],), record["kind"], 1, record["source"])
        row.forms = [Form(text, ("bodies",), sure) for text in _spelt(record, "aliases")]
        yield row
    yield from _peoples(tables)


def _body(record: Record) -> Row:
    doubtful = {*parts(record["weak"]), *(_spelt(record) if record["common_word"] == "yes" else ())}
    countries = (record["country"],) if record["country"] else ()
    row = Row(record["name"], "body", countries, record["kind"], 1, record["source"])
    for text in _spelt(record, "aliases", "forms_de", "forms_ru", "weak", "shared"):
        sure = GENERIC if record["generic"] == "yes" else COMMON if text in doubtful else SURE
        row.forms.append(Form(text, ("bodies",), GENERIC if text in parts(record["shared"]) else sure))
    return row


def _peoples(tables: Tables) -> Iterator[Row]:
    """One row for the adjectives and nouns of a country or region."""
    found: dict[str, Row] = {}
    for record in tables.read("demonyms"):
        code = record["country"] or REGIONS.get(record["region"].split(">")[0], "")
        if code and record["part"] != "sign":
            row = found.setdefault(code, Row(record["lemma"], "demonym", (code,), "people", 1, record["source"]))
            row.forms.append(Form(record["form"], ("bodies",)))
    yield from found.values()


def places(tables: Tables) -> Iterator[Row]:
    """Countries, subdivisions, cities and other places."""
    for record in tables.read("places"):
        if record["kind"] == "domain ending" or not record["country"]:
            continue
        weight = max(int(record["population"] or 0), WEIGHTS.get(record["kind"], 0))
        row = Row(record["name"], "place", (record["country"],), record["kind"], weight, record["source"])
        sure = COMMON if record["common_word"] == "yes" or _is_like_a_name(record) else SURE
        row.forms = [Form(text, ("places",), sure) for text in _spelt(record, "aliases", "forms_ru") if len(text) > 1]
        yield row


def _is_like_a_name(record: Record) -> bool:
    return record["name_like"] == "yes" and record["kind"] == "city" and int(record["population"] or 0) < 1_000_000


def _spelt(record: Record, *lists: str) -> list[str]:
    """The spellings in the columns of a row, each once."""
    single = [record.get(column, "") for column in NAMES]
    return list(dict.fromkeys(filter(None, [*single, *(part for column in lists for part in parts(record[column]))])))
