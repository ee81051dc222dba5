"""Who publishes: what outlets.csv says, and what is known of media by their names and web addresses."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from babel.core import get_global

from helpers import lexicons
from helpers.lexicons.codes import codes
from helpers.study.readers import ARCHIVES
from helpers.study.yaml_file import read_yaml

UNKNOWN = "unknown"
LONGEST = 100  # characters of a name; what names files is made of it elsewhere
HERE = Path(__file__).parent
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
BEHIND = re.compile(r"\s*[(（:,;|–—]|\s+-+\s")  # Sina (from X), USA Today, Final Edition
NO_NAME = re.compile(r"[\W\d_]*")


@dataclass(frozen=True)
class Outlet:
    """Who publishes, as outlets.csv says."""

    outlet: str
    name: str
    voice: str = UNKNOWN
    country: str = ""
    kind: str = ""
    republishes: str = ""


@dataclass(frozen=True)
class Medium:
    """A medium that is known: its usual name, the code of its country, its kind."""

    name: str
    country: str
    kind: str = ""


@lru_cache(maxsize=10_000)
def medium(name: str) -> Medium | None:
    """The medium of a name or a web address, None where none is known."""
    if host := host_of(name):
        return _of_host(host)
    if found := _media()[0].get(key(name)):
        return found
    before = BEHIND.split(name.strip(), maxsplit=1)[0]
    return _of_label(name) or (medium(before) if before and before != name else None)


@lru_cache(maxsize=10_000)
def shown(name: str) -> str:
    """A name for figures: China Daily of chinadaily, The New York Times of nytimes.com; any other as it is."""
    found = None
    if host := host_of(name):
        found = _listed_host(host)
    elif name.islower() and name.isascii():
        found = _media()[0].get(key(name)) or _of_label(name)
    return found.name if found else name


def host_of(address: str) -> str:
    """The host of a web address, with its scheme or bare, without www; "" for anything else.

    >>> host_of("https://www.example.org/world"), host_of("Example Daily")
    ('example.org', '')
    """
    bare = address.strip().lower()
    host = urlsplit(bare).hostname if "://" in bare[:12] else bare.split("/")[0]
    host = (host or "").removeprefix("www.")
    return host if HOST.fullmatch(host) and not host.rpartition(".")[2].isdigit() else ""


def of_url(url: str) -> str:
    """The name of the outlet at a web address: of the medium that is known there, else the address of the site."""
    host = host_of(url) if "://" in url[:12] else ""
    if not host:
        return ""
    found = _listed_host(host)
    return found.name if found else host


def of_path(file: PurePath) -> str:
    """The outlet that the folders of a file name: a medium that is known, else the first folder that is no heading."""
    folders = [part for part in file.parts[:-1] if not _is_generic(part)]
    return next((part for part in folders if _media()[0].get(key(part))), folders[0] if folders else "")


@lru_cache(maxsize=1_000)
def of_stem(stem: str) -> str:
    """The medium that a file is named after: Xinhua of xinhuanet.csv; "" where there is none."""
    found = _media()[0].get(key(stem)) or _of_label(stem)
    return found.name if found else ""


def key(name: str) -> str:
    """What all spellings of a name have in common.

    >>> key("The Guardian"), key("GUARDIAN")
    ('guardian', 'guardian')
    """
    return re.sub(r"[\W_]+", "", name.casefold().removeprefix("the "))


def spellings(names: Iterable[str], listed: Mapping[str, Outlet]) -> dict[str, str]:
    """Name -> the spelling that is used for it.

    It is the one of outlets.csv, else of several in a corpus the medium's own, the most frequent, the one with blanks.
    """
    counts = Counter(name for name in names if name)
    used: dict[str, str] = {key(name): name for name in listed}

    def rank(name: str) -> tuple:
        found = _media()[0].get(key(name))
        return not (found and found.name == name), -counts[name], not name[0].isalnum(), -len(name), name

    for name in sorted(counts, key=rank):
        used.setdefault(key(name) or name, name)
    return {name: name if name in listed else used[key(name) or name] for name in counts}


def _of_label(name: str) -> Medium | None:
    """The medium whose web address has this name: nytimes of nytimes.com."""
    return _media()[2].get(name.casefold()) if len(name) > 2 else None


def _of_host(host: str) -> Medium | None:
    """The medium at a host, or at least the country of its address: .ru, but not .tv."""
    if found := _listed_host(host):
        return found
    ending = host.rpartition(".")[2].upper()
    code = {"UK": "GB", "SU": "RU"}.get(ending, ending)
    known = code in codes() and code in get_global("territory_currencies")
    return Medium(host, code) if known and code.lower() not in _generic()["open_domains"] else None


def _listed_host(host: str) -> Medium | None:
    parts = host.split(".")
    return next((m for at in range(len(parts) - 1) if (m := _media()[1].get(".".join(parts[at:])))), None)


def _is_generic(folder: str) -> bool:
    archive = PurePath(folder).suffix.lower() in ARCHIVES
    return archive or NO_NAME.fullmatch(folder) is not None or folder.casefold() in _generic()["folders"]


@lru_cache(maxsize=1)
def _generic() -> dict[str, frozenset[str]]:
    data = read_yaml(HERE / "generic.yaml", words=True)
    return {name: frozenset(words) for name, words in data.items()}


@lru_cache(maxsize=1)
def _media() -> tuple[dict[str, Medium], dict[str, Medium], dict[str, Medium]]:
    """(key of a name -> medium, web address -> medium, name of the address without its ending -> medium)."""
    by_name: dict[str, Medium] = {}
    by_host: dict[str, Medium] = {}
    by_label: dict[str, Medium] = {}
    with (HERE / "media.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for row in rows:
        by_name.setdefault(key(row["name"]), Medium(row["name"], row["country"], row["kind"]))
    for row in rows:
        found = Medium(row["name"], row["country"], row["kind"])
        for alias in filter(None, row["aliases"].split("|")):
            by_name.setdefault(key(alias), found)
        if row["domain"]:
            by_host.setdefault(row["domain"].removeprefix("www."), found)
            by_label.setdefault(row["domain"].removeprefix("www.").split(".")[0], found)
    for country, names in lexicons.load("gazetteer_names")["medium"].items():
        for first, *others in (entry.split("; ") for entry in names):
            for name in (first, *others):
                by_name.setdefault(key(name), Medium(first, country))
    return by_name, by_host, by_label
