"""Files that are not read: what they are, what to do, and whether an article is lost with each (endings.yaml)."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path, PurePath
from typing import NamedTuple

from helpers.reading import ReadingError, decode
from helpers.study.table_file import UNSHOWN
from helpers.study.yaml_file import read_yaml

# Hand coding, by one coder or by another; browsers add a number to what is saved again.
CODING = re.compile(r"coding(_\w+)?([ -]?\(?\d{1,3}\)?)?\.(csv|xlsx)")
TAUGHT_FRAMES = "taught_frames.json"  # what `train frames` writes
OWN = re.compile(
    rf"study\.yaml|speakers\.csv|articles\.csv|outlets\.csv|{CODING.pattern}|to-code.*\.(csv|xlsx|html)"
    rf"|{re.escape(TAUGHT_FRAMES)}"
)
PEEK = 4096  # bytes that show whether a file of an unknown ending holds text


class Kind(NamedTuple):
    """What is said of files of one ending: what they are, what to do, and whether an article is lost with each."""

    what: str
    do: str
    lost: bool

    @property
    def said(self) -> str:
        """The sentence about such a file."""
        return f"{self.what}, which is not read{f': {self.do}' if self.do else ''}"


def unread(path: PurePath, head: bytes) -> Kind:
    """The kind of a file that no reader knows, by its ending or, where that says nothing, by its first bytes."""
    if known := _endings()[0].get(path.suffix.lower()[1:]):
        return known
    ending = f"the ending {shown(PurePath(path.suffix))}" if path.suffix else "no ending"
    if any(_is_text(head[: len(head) - cut]) for cut in range(4)):  # the last letter may be cut in two
        return Kind(f"text with {ending}", "if it is an article, give its name the ending .txt", True)
    return Kind(f"a file with {ending}", "", False)


def peek(path: Path) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(PEEK)
    except OSError:
        return b""


def is_known(path: PurePath) -> bool:
    """Whether files with this ending are known to be of a kind that is not read."""
    return path.suffix.lower()[1:] in _endings()[0]


def coding_files(folder: Path) -> list[str]:
    """The names of a study's files of hand coding."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path.name for path in found if CODING.fullmatch(path.name) and path.is_file()]


def is_own(path: PurePath) -> bool:
    """Whether a file has its place in every study: study.yaml, the catalogue, hand coding."""
    return OWN.fullmatch(path.name) is not None


def is_silent(path: PurePath) -> bool:
    """Whether a file explains a study, belongs to it or to the system, so that nothing is said of it."""
    return is_own(path) or any(map(is_of_the_system, path.parts)) or explains(path) and path.suffix.lower() != ".txt"


def is_of_the_system(name: str) -> bool:
    """Whether systems and programs leave files or folders of this name."""
    return name.lower() in _endings()[1]["names"]


def explains(path: PurePath) -> bool:
    """Whether a file's name says that it explains what lies beside it: README, LICENSE."""
    return path.stem.lower() in _endings()[1]["stems"]


def shown(path: PurePath) -> str:
    """A path as it can be printed and stored: bytes that are no UTF-8 and control characters escaped."""
    name = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    return UNSHOWN.sub(lambda found: found[0].encode("unicode_escape").decode(), name)


def _is_text(raw: bytes) -> bool:
    try:
        return bool(decode(raw))
    except ReadingError:
        return False


@lru_cache(maxsize=1)
def _endings() -> tuple[dict[str, Kind], dict[str, frozenset[str]]]:
    """(ending -> kind, what is not spoken of) from endings.yaml."""
    data = read_yaml(Path(__file__).with_name("endings.yaml"), words=True)
    kinds = {
        ending: Kind(kind["what"], kind.get("do", ""), lost)
        for lost, of in ((True, data["lost"]), (False, data["note"]))
        for kind in of
        for ending in kind["endings"]
    }
    return kinds, {key: frozenset(values) for key, values in data["silent"].items()}
