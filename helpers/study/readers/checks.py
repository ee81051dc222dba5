"""Whether an export was read whole: by the numbers of its documents and the lengths that they state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from helpers.study.errors import Problem
from helpers.study.readers.document import Document, Unreadable

WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:['’-][^\W\u3400-\u9fff]+)*")
NEAR = (0.5, 2.0)  # a text between half and twice the length that its field states is whole
SHORT = 50  # words below which a stated length says little
MOST = 20  # numbers that are listed one by one


def some(documents: Iterator[Document | Problem], otherwise: str) -> Iterator[Document | Problem]:
    """The documents; Unreadable with that sentence where there are none."""
    first = next(documents, None)
    if first is None:
        raise Unreadable(otherwise)
    return chain([first], documents)


def checked(name: str, documents: Iterable[Document | Problem]) -> Iterator[Document | Problem]:
    """The documents, those without a text told as lost, and a doubt where lengths differ from what is stated."""
    unlike = []
    read = 0
    for document in documents:
        if isinstance(document, Problem):
            yield document
        elif not document.body.strip():
            yield Problem(name, _row(document.place), _empty(document), "lost")
        else:
            read += 1
            stated, found = int(document.extra.get("words", 0)), len(WORD.findall(document.body))
            if stated >= SHORT and not NEAR[0] <= found / stated <= NEAR[1]:
                unlike.append((document, stated, found))
            yield document
    if unlike:
        first, stated, found = unlike[0]
        problem = (
            f"{len(unlike):,} of {read:,} documents are shorter or longer than they say of themselves (the first is "
            f"number {first.place}: {stated:,} words stated, {found:,} read): look whether the file holds them whole"
        )
        yield Problem(name, _row(first.place), problem, "doubt")


def numbered(name: str, numbers: list[int], total: int) -> Iterator[Problem]:
    """A doubt where numbers of documents are missing or there twice; total: how many there should be, 0 if unsaid.

    A part of a larger result, as databases deliver it (201 to 400 of 1,500), is told as a note.
    """
    if not numbers:
        return
    twice = sorted(number for number, times in Counter(numbers).items() if times > 1)
    if twice:
        yield Problem(name, twice[0], f"document {_listed(twice)} is in the file twice: look for doubles", "doubt")
    first, last = min(numbers), max(numbers)
    gaps = sorted(set(range(first, last + 1)) - set(numbers))
    if gaps:
        problem = (
            f"the documents are numbered {first:,} to {last:,}, but {_listed(gaps)} is not there: download it again"
        )
        yield Problem(name, gaps[0], problem, "doubt")
    if total > last or first > 1:
        problem = f"the file holds documents {first:,} to {last:,} of {max(total, last):,}: add the file of the others"
        yield Problem(name, 0, problem, "doubt" if first == 1 else "note")


def counted(name: str, found: int, total: int) -> Iterator[Problem]:
    """A doubt where a cover page or a head says that there are more or fewer documents."""
    if total and found != total:
        problem = f"the file says that it holds {total:,} documents, {found:,} are found in it: download it again"
        yield Problem(name, 0, problem, "doubt")


def _listed(numbers: list[int]) -> str:
    more = f" and {len(numbers) - MOST:,} more" if len(numbers) > MOST else ""
    return ", ".join(map(str, numbers[:MOST])) + more


def _empty(document: Document) -> str:
    title = f" ({document.title[:60]})" if document.title else ""
    return f"document {document.place}{title} holds no text; left out"


def _row(place: str) -> int:
    number = place.split()[-1] if place else ""
    return int(number) if number.isdigit() else 0
