"""Read frames from YAML files and check them; every mistake is one line naming file, frame and pattern.

A file holds a name, title, source, licence, perhaps exclusions for all its frames, and frames; `validated` says by
language on which hand coding (a hundred codes or more) its patterns were measured, and how they did. A frame:

    name, label, definition, source
    patterns:   {en: [words, phrases, wild*]}           any of them counts
    context:    {en: [{patterns: [...], near: [...], within: 8}]}   they count only near one of `near`
    exclusions: {en: [phrases in which a pattern does not count]}
    examples:   {count: {en: [...]}, not: {en: [...]}}  sentences that do and do not carry the frame
    residual:   true for the "other" of a scheme: what no frame of the file finds; it has no patterns

A pattern is words separated by spaces, hyphens, apostrophes, dots, / or &, which are alike. `*` stands for any letters
of a word (secur*, *abkommen), and alone between two words for any one word. Where a script sets no blanks every
character is a word: 军事 is found wherever the two follow one another, 加强 * 合作 with one character between,
`within` counts characters, and a longer word that is another is an exclusion (印度尼西亚 for 印度).
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from helpers.framing import codebook_file
from helpers.framing.codebook_file import WITHIN, FrameEntry
from helpers.study import Study, StudyError, inside, read_yaml

FOLDER = Path(__file__).resolve().parents[1] / "codebooks"


class Rule(NamedTuple):
    """A pattern that counts; with `near`, only within so many words of one of those."""

    pattern: str
    near: tuple[str, ...] = ()
    within: int = WITHIN


@dataclass(frozen=True)
class Frame:
    """One frame: what it means and which words carry it, by language."""

    name: str
    label: str
    definition: str
    source: str
    codebook: str
    rules: Mapping[str, tuple[Rule, ...]]
    exclusions: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts_not: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    residual: bool = False


@dataclass(frozen=True)
class Codebook:
    """Frames of one or more files; `digest` changes when a file does, and equal digests are equal codebooks."""

    frames: tuple[Frame, ...] = field(compare=False)
    digest: str = ""
    titles: Mapping[str, str] = field(default_factory=dict, compare=False)
    validated: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)  # file -> language -> how

    @property
    def names(self) -> list[str]:
        """Names of the frames that have patterns, in the order of the files."""
        return [frame.name for frame in self.frames if not frame.residual]

    @property
    def languages(self) -> set[str]:
        """Languages for which at least one frame has patterns."""
        return {language for frame in self.frames for language in frame.rules}

    def frame(self, name: str) -> Frame:
        """The frame of that name; StudyError when there is none."""
        for frame in self.frames:
            if frame.name == name:
                return frame
        raise StudyError(f"No frame is called {name!r}; there are {', '.join(self.names)}.")

    def labels(self) -> dict[str, str]:
        """Frame name -> label for figures."""
        return {frame.name: frame.label for frame in self.frames}


def load_codebooks(study: Study) -> Codebook:
    """The codebooks a study names: each a file of helpers/codebooks, or a path inside the study's folder.

    Raises StudyError for one that is not there, or that cannot be read.
    """
    books, paths = [], []
    for entry in study.codebooks:
        built_in = FOLDER / f"{entry}.yaml"
        known = re.fullmatch(r"\w+", str(entry)) and built_in.is_file()
        path = built_in if known else inside(study.folder, entry)
        if not path.is_file():
            there = ", ".join(sorted(file.stem for file in FOLDER.glob("*.yaml")))
            raise StudyError(
                f"study.yaml: codebook {entry!r} was not found; built in are {there}, "
                "anything else is a file inside the study's folder."
            )
        if path in paths:
            raise StudyError(f"study.yaml: codebook {entry!r} is named twice; remove one.")
        paths.append(path)
        books.append(read_codebook(path))
    return merge(books)


def merge(books: Iterable[Codebook]) -> Codebook:
    """One codebook of several. Raises StudyError where two frames have one name."""
    books = list(books)
    frames = tuple(frame for book in books for frame in book.frames)
    home: dict[str, str] = {}
    for frame in frames:
        if frame.name in home:
            raise StudyError(
                f"{frame.codebook}.yaml, frame {frame.name!r}: {home[frame.name]}.yaml has a frame "
                "of that name too; rename one."
            )
        home[frame.name] = frame.codebook
    digest = hashlib.sha256("\n".join(book.digest for book in books).encode()).hexdigest()
    return Codebook(
        frames,
        digest,
        {name: title for book in books for name, title in book.titles.items()},
        {name: languages for book in books for name, languages in book.validated.items()},
    )


def read_codebook(path: Path) -> Codebook:
    """Read and check one file; StudyError with file, frame and pattern when something is wrong.

    A file is parsed once, as long as what is in it stays the same.
    """
    path = Path(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return _read(path, digest)


@lru_cache(maxsize=16)
def _read(path: Path, digest: str) -> Codebook:
    """A file as it is under this hash: a notebook asks for its codebooks again and again, and to parse one is slow."""
    found = codebook_file.read(read_yaml(path, words=True), path.name)
    frames = tuple(_frame(entry, path.stem, found.exclusions) for entry in found.frames)
    return Codebook(frames, digest, {path.stem: found.title or path.stem}, {path.stem: found.validated})


def _frame(entry: FrameEntry, codebook: str, shared: Mapping[str, tuple[str, ...]]) -> Frame:
    """An entry of a file as a frame; `shared` are the exclusions of all its frames."""
    rules = {language: [Rule(pattern) for pattern in patterns] for language, patterns in entry.patterns.items()}
    for language, groups in entry.context.items():
        of_language = rules.setdefault(language, [])
        of_language += [Rule(pattern, group.near, group.within) for group in groups for pattern in group.patterns]
    own = entry.exclusions
    return Frame(
        name=entry.name,
        label=entry.label or entry.name.replace("_", " ").capitalize(),
        definition=entry.definition,
        source=entry.source,
        codebook=codebook,
        rules={language: tuple(dict.fromkeys(found)) for language, found in rules.items()},
        exclusions={language: shared.get(language, ()) + own.get(language, ()) for language in {*shared, *own}},
        counts=entry.examples.count,
        counts_not=entry.examples.count_not,
        residual=entry.residual == "true",
    )
