"""The gazetteers of languages whose names of countries, peoples and places stand in tables: lexicons/LANGUAGE.

    python -m helpers.training.gazetteers FOLDER

FOLDER holds demonyms.csv (form, lemma, country, language, part, licence) and places.csv (name_ru, name_zh, country,
kind, population, common_word, name_like, licence). Only rows that are free of conditions are taken, names of countries
not at all (they come from CLDR); of cities those above a size, and none that is a common word or a name of people.
Towns of China with two characters are taken where a list of Chinese words (jieba's; see requirements.txt here) has them
and not as ordinary words: GeoNames has wards called 民主 (democracy) and, by mistake, 启动 (to launch).
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from helpers import lexicons
from helpers.training.knowledge_words import is_chinese_word, is_ordinary

LANGUAGES = ("ru", "zh")
FREE = ("facts", "facts; MIT", "Unicode-3.0")
NAMED = ("MIT; CC-BY-4.0", "WTFPL", *FREE)  # GeoNames, named in the head, and a list of China's prefectures
OTHERS = ("西方", "国人", "我方", "我国", "华人", "кнровский")  # the West, whoever speaks, people abroad; no word
WORDS = ("来宾", "白银", "日照")  # cities that are mostly guests, silver and sunshine
LARGE = 400_000  # inhabitants of a city; in a country of the language LARGE_AT_HOME
LARGE_AT_HOME = 60_000
HUGE = 1_500_000  # the same, of a city with a name of two characters elsewhere, which may be a word
HOMES = {"ru": ("RU",), "zh": ("CN", "HK", "MO")}
SHORTEST = {"ru": 4, "zh": 2}  # characters of a name
REGION = {"ru": (" область", " край", " район", " автономный округ", " республика"), "zh": ()}
TAILS = {"ru": (), "zh": ("省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区")}
HEAD = """# Peoples, capitals and places of countries in {name}, by ISO 3166 code (names of countries come from CLDR).
# Made by helpers/training/gazetteers.py from tables of own compilation (facts), GeoNames (cities of more than
# {large:,} inhabitants; geonames.org, CC BY 4.0) and a list of China's prefectures (modood, WTFPL). Licence: as the
# project, with GeoNames named.
# adjective, people: of the country. capital; place: its cities and regions; district: adjectives of its regions.
# How each is inflected is told in names.yaml.
"""

Table = dict[str, dict[str, dict[str, None]]]  # country -> kind -> words, in order


def main(folder: Path) -> None:
    """Write the gazetteer of each language of LANGUAGES."""
    for code in LANGUAGES:
        found: Table = defaultdict(lambda: defaultdict(dict))
        for country, kind, word in (*_demonyms(folder, code), *_places(folder, code)):
            if len(word) >= SHORTEST[code] and "'" not in word and ":" not in word:
                found[country][kind][word] = None
        name = "Russian" if code == "ru" else "Chinese"
        lines = [HEAD.format(name=name, large=LARGE)]
        lines += [f"{_quoted(country)}: {{{_row(found[country])}}}\n" for country in sorted(found)]
        (lexicons.FOLDER / code / "gazetteer.yaml").write_text("".join(lines), "utf-8")


def _quoted(code: str) -> str:
    return f'"{code}"' if code == "NO" else code


def _row(kinds: dict[str, dict[str, None]]) -> str:
    order = ("adjective", "people", "capital", "place", "district")
    return ", ".join(f"{kind}: [{', '.join(kinds[kind])}]" for kind in order if kinds.get(kind))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _demonyms(folder: Path, code: str) -> Iterator[tuple[str, str, str]]:
    for row in _rows(folder / "demonyms.csv"):
        plain = len(row["country"]) == 2 and row["licence"] in FREE and not row["region"]
        if row["language"] == code and plain and row["lemma"].isalpha() and row["lemma"] not in OTHERS:
            yield row["country"], "adjective" if row["part"] == "adjective" else "people", row["lemma"]


def _places(folder: Path, code: str) -> Iterator[tuple[str, str, str]]:
    for row in _rows(folder / "places.csv"):
        name, kind = row[f"name_{code}"], row["kind"]
        if not name or len(row["country"]) != 2 or row["licence"] not in NAMED:
            continue
        if kind == "capital" and row["population"]:
            yield row["country"], "capital", name
        elif row["common_word"] == row["name_like"] == "no" and (kind == "subdivision" or _is_large(row, code)):
            yield from ((row["country"], of, word) for of, word in _forms(name, code))


def _is_large(row: dict[str, str], code: str) -> bool:
    name, home = row[f"name_{code}"], row["country"] in HOMES[code]
    least = LARGE_AT_HOME if home else HUGE if len(name) < 3 else LARGE
    if row["kind"] != "city" or row["ambiguous"] != "no":
        return False
    if row["licence"] == "WTFPL":
        return _plain(name, code) not in WORDS
    known = code != "zh" or not home or len(name) > 2 or is_chinese_word(name) and not is_ordinary(name)
    return known and float(row["population"] or 0) >= least


def _forms(name: str, code: str) -> Iterator[tuple[str, str]]:
    """A name of a place as it is looked for: without what kind of place it is; "Иркутская область" as an adjective."""
    tail = next((tail for tail in REGION[code] if name.endswith(tail)), "")
    if tail:
        first = name.removesuffix(tail)
        if first.endswith("ая"):
            yield "district", first.removesuffix("ая").lower() + "ий"
        elif first.endswith("ий"):
            yield "district", first.lower()
        return
    yield "place", _plain(name, code)


def _plain(name: str, code: str) -> str:
    """A name without the word for what it is: 来宾市."""
    tails = sorted(TAILS[code], key=len, reverse=True)
    plain = next((name.removesuffix(tail) for tail in tails if name.endswith(tail)), name)
    return plain if len(plain) > 1 else name


if __name__ == "__main__":
    main(Path(sys.argv[1]))
