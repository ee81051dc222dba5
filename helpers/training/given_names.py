"""Given names beside those of lexicons/given_names.yaml, from a table of people: lexicons/more_given_names.yaml.

    python -m helpers.training.given_names FOLDER

FOLDER holds people.csv (name, country). A word that several people bear first, and far more seldom last, is a given
name, unless it is an ordinary word, a title, or a name of a state or place. Of states where the family's name comes
first, or people are called by the given name, nobody is counted. The table does not say whether a name is a woman's or
a man's, and neither does the list.
"""

from __future__ import annotations

import csv
import re
import sys
import textwrap
from collections import Counter
from pathlib import Path

from helpers import lexicons
from helpers.names import gazetteer, people
from helpers.training.knowledge_words import is_ordinary

FAMILY_FIRST = ("CN", "TW", "HK", "MO", "SG", "KR", "KP", "JP", "VN", "KH", "MM", "HU")
BY_GIVEN_NAME = ("ID", "TH", "ET", "ER", "MY")  # "Mr Joko": there it does as a surname does
FEWEST = 3  # people who bear a name
FIRST = 4  # times as many have it first as have it last
_WORD = re.compile(r"[A-ZÀ-Ž][a-zß-ž]{2,}")
HEAD = """# Given names that the list in given_names.yaml does not have, whatever the gender.
# Made by helpers/training/given_names.py from names of office holders and other public persons (facts; the sources are
# named in helpers/names/knowledge/CARD.md). Licence: as the project.
"""


def main(folder: Path) -> None:
    """Write the list."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = row["name"].split()
            if len(words) > 1 and row["country"] not in FAMILY_FIRST + BY_GIVEN_NAME:
                first[words[0]] += 1
                last[words[-1]] += 1
    names = sorted(name for name, n in first.items() if n >= max(FEWEST, FIRST * last[name]) and _is_name(name))
    body = textwrap.fill(" ".join(names), 118, initial_indent="  ", subsequent_indent="  ")
    (lexicons.FOLDER / "more_given_names.yaml").write_text(f"{HEAD}names: >-\n{body}\n", "utf-8")


def _is_name(word: str) -> bool:
    """Whether a word can be a given name: no ordinary word, title or state, and not known already."""
    known = people.is_given_name(word) or word.lower() in gazetteer.titles()
    return bool(_WORD.fullmatch(word)) and not known and not is_ordinary(word) and not gazetteer.find(word)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
