"""Read frames from YAML files and check them; every mistake is one line naming file, frame and pattern.

A file holds a name, title, source, licence, perhaps exclusions for all its frames, and frames. A frame:

    name, label, definition, source
    patterns:   {en: [words, phrases, wild*]}           any of them counts
    context:    {en: [{patterns: [...], near: [...], within: 8}]}   they count only near one of `near`
    exclusions: {en: [phrases in which a pattern does not count]}
    examples:   {count: {en: [...]}, not: {en: [...]}}  sentences that do and do not carry the frame
    residual:   true for the "other" of a scheme: what no frame of the file finds; it has no patterns

A pattern is words separated by spaces, hyphens, apostrophes, dots, / or &, which are alike. `*` stands for any letters
of a word (secur*, *abkommen), and alone between two words for any one word.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from helpers.study import Study, StudyError, inside, read_yaml

FOLDER = Path(__file__).resolve().parents[1] / "codebooks"
WITHIN = 8  # words between a pattern and its required context, unless the codebook says otherwise

FILE_KEYS = {"name", "title", "source", "licence", "note", "exclusions", "frames"}
FRAME_KEYS = {
    "name",
    "label",
    "definition",
    "source",
    "note",
    "patterns",
    "context",
    "exclusions",
    "examples",
    "residual",
}
PATTERN = re.compile(r"[\w*$€£¥]+(?:[ ’'‐‑./&-]+[\w*$€£¥]+)*\.?")
SEPARATORS = re.compile(r"[ ’'‐‑./&-]+")


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
    """The codebooks a study names: each a file of helpers/codebooks, or a path inside the study's folder."""
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
    """One codebook of several; two frames of one name are an error."""
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
    return Codebook(frames, digest, {name: title for book in books for name, title in book.titles.items()})


def read_codebook(path: Path) -> Codebook:
    """Read and check one file; StudyError with file, frame and pattern when something is wrong."""
    path = Path(path)
    data = read_yaml(path, words=True)
    return _Check(path.name).codebook(data, path.stem, hashlib.sha256(path.read_bytes()).hexdigest())


class _Check:
    """The checks of one file; each method takes raw YAML and gives the clean thing."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, problem: str, frame: str = "") -> None:
        """Stop with one line."""
        raise StudyError(f"{self.file}{f', frame {frame!r}' if frame else ''}: {problem}")

    def codebook(self, data: Any, stem: str, digest: str) -> Codebook:
        """The file as a codebook."""
        if not data:
            self.fail("the codebook is empty; it needs `frames:`.")
        self.keys(data, FILE_KEYS, "a codebook")
        if not isinstance(data.get("frames"), list) or not data["frames"]:
            self.fail("has no frames; `frames:` must be a list of at least one frame.")
        shared = self.by_language(data.get("exclusions"), "", "exclusions")
        frames = tuple(self.frame(raw, number, stem, shared) for number, raw in enumerate(data["frames"], 1))
        seen: set[str] = set()
        for frame in frames:
            if frame.name in seen:
                self.fail("two frames have this name; rename one.", frame.name)
            seen.add(frame.name)
        return Codebook(frames, digest, {stem: str(data.get("title") or stem)})

    def keys(self, data: Any, allowed: set[str], what: str, frame: str = "") -> None:
        """A mapping with known keys only."""
        if not isinstance(data, dict):
            self.fail(f"{what} must be `key: value` lines, not {_shown(data)}.", frame)
        unknown = [str(key) for key in data if key not in allowed]
        if unknown:
            self.fail(f"unknown key {unknown[0]!r} in {what}; known are {', '.join(sorted(allowed))}.", frame)

    def frame(self, raw: Any, number: int, stem: str, shared: Mapping[str, tuple[str, ...]]) -> Frame:
        """One entry of `frames`."""
        name = raw.get("name") if isinstance(raw, dict) else None
        if not isinstance(name, str) or not re.fullmatch(r"[^\W\d]\w*", name):
            self.fail(f"frame {number} needs a `name` of letters, digits and _, not {_shown(name)}.")
        self.keys(raw, FRAME_KEYS, "a frame", name)
        text = {key: str(raw.get(key) or "").strip() for key in ("label", "definition", "source")}
        rules = self.rules(raw, name)
        if raw.get("residual", "false") not in ("true", "false"):
            self.fail(f"`residual` is true or false, not {_shown(raw['residual'])}.", name)
        residual = raw.get("residual") == "true"
        if residual and rules:
            self.fail("a residual frame is what no pattern finds, so it has no patterns.", name)
        if not rules and not residual:
            self.fail("has no patterns; add some under `patterns:`.", name)
        own = self.by_language(raw.get("exclusions"), name, "exclusions")
        exclusions = {language: shared.get(language, ()) + own.get(language, ()) for language in {*shared, *own}}
        examples = raw.get("examples") or {}
        self.keys(examples, {"count", "not"}, "`examples`", name)
        return Frame(
            name,
            text["label"] or name.replace("_", " ").capitalize(),
            text["definition"],
            text["source"],
            stem,
            rules,
            exclusions,
            self.examples(examples.get("count"), name),
            self.examples(examples.get("not"), name),
            residual,
        )

    def rules(self, raw: dict, frame: str) -> dict[str, tuple[Rule, ...]]:
        """Patterns and those with required context, by language."""
        rules = {
            language: [Rule(pattern) for pattern in patterns]
            for language, patterns in self.by_language(raw.get("patterns"), frame, "patterns").items()
        }
        context = raw.get("context") or {}
        self.languages(context, frame, "context")
        for language, groups in context.items():
            for group in self.listed(groups, frame, f"context.{language}"):
                self.keys(group, {"patterns", "near", "within"}, "a `context` entry", frame)
                near = self.patterns(group.get("near"), frame, "near")
                within = group.get("within", str(WITHIN))
                if not re.fullmatch(r"[0-9]{1,4}", str(within)) or not 1 <= int(within) <= 1000:
                    self.fail(f"`within` is a number of words from 1 to 1000, not {_shown(within)}.", frame)
                found = self.patterns(group.get("patterns"), frame, "context")
                rules.setdefault(language, []).extend(Rule(pattern, near, int(within)) for pattern in found)
        return {language: tuple(dict.fromkeys(found)) for language, found in rules.items() if found}

    def by_language(self, raw: Any, frame: str, key: str) -> dict[str, tuple[str, ...]]:
        """{language: patterns} from YAML."""
        self.languages(raw or {}, frame, key)
        return {language: self.patterns(listed, frame, f"{key}.{language}") for language, listed in (raw or {}).items()}

    def languages(self, raw: Any, frame: str, key: str) -> None:
        """A mapping by two- or three-letter language code."""
        if not isinstance(raw, dict):
            self.fail(f"`{key}` must be given by language, such as `en: [...]`, not {_shown(raw)}.", frame)
        for language in raw:
            if not isinstance(language, str) or not re.fullmatch(r"[a-z]{2,3}", language):
                self.fail(f"`{key}` has {_shown(language)} where a language code such as en or de belongs.", frame)

    def listed(self, raw: Any, frame: str, key: str) -> list:
        """A list that is not empty."""
        if not isinstance(raw, list) or not raw:
            self.fail(f"`{key}` must be a list of at least one entry, not {_shown(raw)}.", frame)
        return raw

    def patterns(self, raw: Any, frame: str, key: str) -> tuple[str, ...]:
        """A list of patterns, each checked."""
        return tuple(dict.fromkeys(self.pattern(entry, frame, key) for entry in self.listed(raw, frame, key)))

    def pattern(self, raw: Any, frame: str, key: str) -> str:
        """One pattern; it must be words, and say something."""
        if not isinstance(raw, str):
            self.fail(f"pattern {_shown(raw)} in `{key}` is not text.", frame)
        if not PATTERN.fullmatch(raw.strip()):
            self.fail(
                f"pattern {_shown(raw)} in `{key}` must be words with spaces, hyphens, apostrophes or * "
                "between or in them.",
                frame,
            )
        words = SEPARATORS.split(raw.strip())
        if words[0] == "*" or words[-1] == "*":
            self.fail(
                f"pattern {_shown(raw)} in `{key}` matches everything: * alone can only stand between two words.", frame
            )
        for word in words:
            if "*" in word.strip("*"):
                self.fail(f"pattern {_shown(raw)} in `{key}`: * can begin or end a word, not stand inside it.", frame)
            if "*" in word and word != "*" and len(word.strip("*")) < 3:
                self.fail(
                    f"pattern {_shown(raw)} in `{key}` matches almost everything: give * at least three letters.", frame
                )
        return raw.strip()

    def examples(self, raw: Any, frame: str) -> dict[str, tuple[str, ...]]:
        """{language: sentences}."""
        self.languages(raw or {}, frame, "examples")
        for language, texts in (raw or {}).items():
            for text in self.listed(texts, frame, f"examples.{language}"):
                if not isinstance(text, str) or not text.strip():
                    self.fail(f"example {_shown(text)} is not text.", frame)
        return {language: tuple(texts) for language, texts in (raw or {}).items()}


def _shown(value: Any) -> str:
    """A value for an error line, shortened."""
    if value in (None, ""):
        return "nothing"
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."
