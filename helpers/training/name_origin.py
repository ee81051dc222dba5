"""The model of what names suggest (helpers/names/origin.py), made from a table of people with their countries."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from helpers.names import origin
from helpers.study import read_yaml
from helpers.training.knowledge_rows import Tables

FAMILIES = Path(__file__).with_name("name_families.yaml")
BUCKETS = 2048
MOST = 2500  # people of one country
ELSEWHERE = "elsewhere"
NO_COUNTRY = ("EU", "UN")
HELD_OUT = 10  # one name in so many is kept from training


def train(tables: Tables) -> dict[str, float]:
    """Write origin.npz; how often, of names kept from training, the family and the country's family were right."""
    people = list(_people(tables))
    families = sorted({family for _, family, _ in people})
    countries = sorted({country for *_, country in people})
    wanted = np.array([families.index(family) for _, family, _ in people])
    runs = _matrix([name for name, _, _ in people])
    kept = np.array([zlib.crc32(name.encode()) % HELD_OUT > 0 for name, _, _ in people])
    weight = 1 / np.sqrt(np.bincount(wanted))[wanted]
    fitted = LogisticRegression(C=10, max_iter=300).fit(runs[kept], wanted[kept], sample_weight=weight[kept] * 50)
    homes = np.zeros((len(families), len(countries)))
    np.add.at(homes, (wanted, [countries.index(country) for *_, country in people]), 1)
    weights = np.vstack([fitted.coef_.T, fitted.intercept_])
    scale = np.abs(weights).max(1, keepdims=True) / 127 + 1e-9
    np.savez_compressed(
        origin.FILE,
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float16),
        countries=np.array(countries),
        homes=(homes / homes.sum(1, keepdims=True)).astype(np.float16),
    )
    return {"names": len(people), "right": float((fitted.predict(runs[~kept]) == wanted[~kept]).mean())}


def _people(tables: Tables) -> Iterator[tuple[str, str, str]]:
    """Name, family and country of the people of one country each, in Latin, Cyrillic and Han letters."""
    of = {code: family for family, codes in read_yaml(FAMILIES).items() for code in codes}
    seen: Counter[str] = Counter()
    for row in sorted(tables.read("people"), key=lambda row: zlib.crc32(row["name"].encode())):
        country = row["country"]
        seen[country] += 1
        if len(country) == 2 and country not in NO_COUNTRY and seen[country] <= MOST:
            for name in filter(None, (row["name"], row["name_ru"], row["name_zh"])):
                if origin.buckets(name, BUCKETS):
                    yield name, of.get(country, ELSEWHERE), country


def _matrix(names: list[str]) -> sparse.csr_matrix:
    """[names, BUCKETS]: the runs of each name, together of length 1."""
    found = [origin.buckets(name, BUCKETS) for name in names]
    values = np.concatenate([np.full(len(own), 1 / np.sqrt(len(own))) for own in found])
    rows = np.repeat(np.arange(len(found)), [len(own) for own in found])
    return sparse.csr_matrix((values, (rows, np.concatenate(found))), shape=(len(names), BUCKETS))
