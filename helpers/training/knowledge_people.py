"""People of a knowledge folder as rows, each with all spellings of the name."""

from __future__ import annotations

import re

from helpers import lexicons
from helpers.names.knowledge import keys
from helpers.names.knowledge.shelves import COMMON, SURE, SURNAME
from helpers.training.knowledge_rows import Form, Record, Row, Tables, parts
from helpers.training.knowledge_words import is_ordinary

INSTITUTIONS = ("EU", "NATO", "UN", "INT")  # countries of people who have another one besides
UNLICENSED = {"ep", "unstated"}  # a source without a licence: only what another says as well is taken of its rows
BY_RULE = ("RU", "UA", "BY", "KZ", "KG", "TJ", "TM", "UZ", "AM", "AZ", "GE", "MD", "BG", "RS", "MK", "MN")
_CYRILLIC = re.compile(r"[а-яё]", re.I)
_HAN = re.compile(f"[{keys.HAN}]")
_NICKNAME = re.compile(r' ?"[^"]*"?')
FIRST_RANK, SECOND_RANK = 2, 1


def rows(tables: Tables) -> list[Row]:
    """One row a person, those of the first rank first; people under one name and one country are one."""
    core = {(record["name"], record["country"]) for record in tables.read("people_core")}
    added = {(record["name"], record["country"]): record for record in tables.read("people_added")}
    found: dict[tuple[str, str], Row] = {}
    for record in tables.read("people"):
        who = record["name"], record["country"]
        row = _row(record, added.get(who), who in core)
        known = found.get(_same(record, found))
        if known:
            known.forms += row.forms
        else:
            found[who] = row
    joined = _with_institutions(found)
    _add_surnames(joined, tables)
    return sorted(joined, key=lambda row: -row.weight)


def _same(record: Record, found: dict[tuple[str, str], Row]) -> tuple[str, str]:
    """Under which name a person of the same country stands already: this one, or one of the other names."""
    names = (record["name"], *parts(record["aliases"]))
    return next(((name, record["country"]) for name in names if (name, record["country"]) in found), ("", ""))


def _row(record: Record, added: Record | None, core: bool) -> Row:
    licensed = UNLICENSED.isdisjoint(record["licence"].split("+"))
    named = record if licensed else (added or {})
    columns = ("name_ru", "name_zh", "name_de", "aliases")
    name = _NICKNAME.sub("", record["name"])
    texts = [name, *(text for column in columns for text in parts(named.get(column, "")))]
    if record["country"] in BY_RULE and named.get("name_ru"):
        texts.append(german(parts(named["name_ru"])[0]))
    sure = COMMON if record["common"] == "yes" else SURE
    forms = [form for text in dict.fromkeys(filter(None, texts)) for form in _forms(text, record["country"], sure)]
    return Row(
        name,
        "person",
        (record["country"],),
        record["office"] or record["role"],
        FIRST_RANK if core else SECOND_RANK,
        _licensed(record["source"]),
        _licensed(record["licence"]),
        record["from"],
        record["to"],
        forms,
    )


def _licensed(joined: str) -> str:
    """Keys joined by + without those of the source without a licence."""
    return "+".join(key for key in joined.split("+") if key not in UNLICENSED)


def _forms(text: str, country: str, sure: int) -> list[Form]:
    """A spelling for the shelves it belongs to: by letters, by sound, or both."""
    sounds = bool(_CYRILLIC.search(text)) or (country in BY_RULE and not _HAN.search(text))
    kept = tuple(filter(None, ["" if _CYRILLIC.search(text) else "people", "sounds" if sounds else ""]))
    single = len(keys.Words(text).spans) < 2 and not _HAN.search(text)
    if _HAN.search(text) and is_ordinary(text):
        sure = COMMON
    return [Form(text, kept, max(sure, SURNAME) if single else sure)]


def german(name: str) -> str:
    """A Russian name as German newspapers spell it."""
    words = re.split(r"([ -])", name.lower())
    for i, word in enumerate(words):
        for written, meant in lexicons.load("transliteration", "ru")["german"]:
            word = re.sub(written, meant, word)
        latin = lexicons.load("transliteration", "ru")["latin"]
        words[i] = "".join(latin.get(letter, letter) for letter in word).capitalize()
    return "".join(words)


def _with_institutions(found: dict[tuple[str, str], Row]) -> list[Row]:
    """People of a state and of an institution as one row with both, where one name stands under both."""
    by_name: dict[str, list[Row]] = {}
    for row in found.values():
        for text in dict.fromkeys(form.text for form in row.forms):
            by_name.setdefault(text, []).append(row)
    gone: set[int] = set()
    for same in by_name.values():
        states = [row for row in same if row.countries[0] not in INSTITUTIONS and id(row) not in gone]
        for row in same:
            if row.countries[0] in INSTITUTIONS and len(states) == 1 and id(row) not in gone:
                states[0].countries += row.countries
                states[0].forms += row.forms
                states[0].weight = max(states[0].weight, row.weight)
                gone.add(id(row))
    return [row for row in found.values() if id(row) not in gone]


def _add_surnames(people: list[Row], tables: Tables) -> None:
    """Surnames that alone mean somebody known; common where most who have them are of other countries."""
    by_name = {row.name: row for row in sorted(people, key=lambda row: row.weight)}
    for record in tables.read("people_surnames"):
        row = by_name.get(record["best_known"])
        if row and len(record["surname"]) > 2:
            sure = COMMON if 2 * int(record["n_all_other_bloc"]) > int(record["n_all"]) else SURNAME
            row.forms += _forms(record["surname"], row.countries[0], sure)
