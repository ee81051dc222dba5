"""What a codebook's YAML file may hold, and what is said of one that holds something else: one line with its place.

Every scalar of the file is text (`read_yaml(words=True)`), and an empty one is as good as none.
"""

import re
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from helpers.layout.words import characters
from helpers.study import StudyError

WITHIN = 8  # words between a pattern and its required context, unless the codebook says otherwise
PATTERN = re.compile(r"[\w*$€£¥]+(?:[ ’'‐‑./&-]+[\w*$€£¥]+)*\.?")
SEPARATORS = re.compile(r"[ ’'‐‑./&-]+")


def _pattern(text: str) -> str:
    """A pattern; it must be words, and say something."""
    text = text.strip()
    if not PATTERN.fullmatch(text):
        raise ValueError("must be words with spaces, hyphens, apostrophes or * between or in them.")
    words = SEPARATORS.split(text)
    if words[0] == "*" or words[-1] == "*":
        raise ValueError("matches everything: * alone can only stand between two words.")
    if re.search(rf"{characters().pattern}\*|\*{characters().pattern}", text):
        raise ValueError("has * beside a character that is a word: there * stands between blanks, for one character.")
    if any("*" in word.strip("*") for word in words):
        raise ValueError("has * inside a word: * can begin or end a word, not stand inside it.")
    if any("*" in word and word != "*" and len(word.strip("*")) < 3 for word in words):
        raise ValueError("matches almost everything: give * at least three letters.")
    return text


Item = TypeVar("Item")
Name = Annotated[str, StringConstraints(pattern=r"^[^\W\d]\w*$")]
Language = Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Listed = Annotated[tuple[Item, ...], Field(min_length=1), AfterValidator(lambda found: tuple(dict.fromkeys(found)))]
Patterns = Listed[Annotated[str, AfterValidator(_pattern)]]
Sentences = Listed[Annotated[str, StringConstraints(pattern=r"\S")]]


class _Part(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _given(cls, raw: Any) -> Any:
        """What is left empty is not given; a language's list may not be empty."""
        return {key: value for key, value in raw.items() if value != ""} if isinstance(raw, dict) else raw


class Context(_Part):
    """Patterns that count only near one of `near`, within so many words."""

    patterns: Patterns
    near: Patterns
    within: int = Field(WITHIN, ge=1, le=1000)


class Examples(_Part):
    """Sentences that do and do not carry the frame, by language."""

    count: dict[Language, Sentences] = {}
    count_not: dict[Language, Sentences] = Field(default={}, alias="not")


class FrameEntry(_Part):
    """One entry of `frames`."""

    name: Name
    label: Text = ""
    definition: Text = ""
    source: Text = ""
    note: Text = ""
    patterns: dict[Language, Patterns] = {}
    context: dict[Language, Annotated[tuple[Context, ...], Field(min_length=1)]] = {}
    exclusions: dict[Language, Patterns] = {}
    examples: Examples = Examples()
    residual: Literal["true", "false"] = "false"

    @model_validator(mode="after")
    def _has_patterns(self) -> "FrameEntry":
        there = bool(self.patterns or self.context)
        if there and self.residual == "true":
            raise ValueError("a residual frame is what no pattern finds, so it has no patterns.")
        if not there and self.residual == "false":
            raise ValueError("has no patterns; add some under `patterns:`.")
        return self


def _some(frames: Any) -> Any:
    if not isinstance(frames, list) or not frames:
        raise ValueError("has no frames; `frames:` must be a list of at least one frame.")
    return frames


class CodebookFile(_Part):
    """The whole file."""

    name: Text = ""
    title: Text = ""
    source: Text = ""
    licence: Text = ""
    note: Text = ""
    validated: dict[Language, Text] = {}
    exclusions: dict[Language, Patterns] = {}
    frames: Annotated[list[FrameEntry], BeforeValidator(_some), Field(validate_default=True)] = []


def read(data: Any, file: str) -> CodebookFile:
    """The content of a file, checked. Raises StudyError with file, frame and pattern where something is wrong."""
    if not data:
        raise StudyError(f"{file}: the codebook is empty; it needs `frames:`.")
    try:
        found = CodebookFile.model_validate(data)
    except ValidationError as error:
        errors = sorted(error.errors(include_url=False), key=lambda e: e["type"] != "extra_forbidden")
        raise StudyError(f"{file}{_problem(errors[0], data)}") from None
    names = [frame.name for frame in found.frames]
    for name in names:
        if names.count(name) > 1:
            raise StudyError(f"{file}, frame {name!r}: two frames have this name; rename one.")
    return found


def _problem(error: ErrorDetails, data: Any) -> str:
    """What is wrong, with the frame it is wrong in."""
    place: list[Any] = list(error["loc"])
    given = shown(error["input"])
    if place[:1] != ["frames"] or len(place) < 2:
        return f": {_reason(error, place, given, 'a codebook', CodebookFile)}"
    raw = data["frames"][place[1]]
    name = raw.get("name") if isinstance(raw, dict) else None
    if place[2:3] == ["name"] or not isinstance(raw, dict):
        return f": frame {place[1] + 1} needs a `name` of letters, digits and _, not {shown(name)}."
    part: type[BaseModel] = FrameEntry
    place, what = place[2:], "a frame"
    if place[:1] == ["examples"] and error["type"] in ("model_type", "extra_forbidden"):
        what, part = "`examples`", Examples
    if place[:1] == ["context"] and len(place) > 2:
        place, what, part = place[3:], "a `context` entry", Context
    return f", frame {name!r}: {_reason(error, place, given, what, part)}"


def _reason(error: ErrorDetails, place: list[Any], given: str, what: str, part: type[BaseModel]) -> str:
    """One sentence for a mistake at a place in what is read as the part."""
    kind, message = error["type"], error["msg"].removeprefix("Value error, ")
    key = ".".join(step for step in place if isinstance(step, str) and step != "[key]")
    if kind == "extra_forbidden":
        known = sorted(field.alias or name for name, field in part.model_fields.items())
        return f"unknown key {place[-1]!r} in {what}; known are {', '.join(known)}."
    if place[-1:] == ["[key]"]:
        return f"`{key}` has {given} where a language code such as en or de belongs."
    if place and isinstance(place[-1], int) and kind != "model_type":
        if place[0] == "examples":
            return f"example {given} is not text."
        return f"pattern {given} in `{key}` {'is not text.' if kind == 'string_type' else message}"
    said = {
        "model_type": f"{what} must be `key: value` lines, not {given}.",
        "dict_type": f"`{key}` must be given by language, such as `en: [...]`, not {given}.",
        "literal_error": f"`{key}` is true or false, not {given}.",
        "missing": f"`{key}` must be a list of at least one entry, not nothing.",
        "tuple_type": f"`{key}` must be a list of at least one entry, not {given}.",
        "too_short": f"`{key}` must be a list of at least one entry, not {given}.",
        "string_type": f"`{key}` must be text, not {given}.",
        "value_error": message,
    }
    return said.get(kind, f"`{key}` is a number of words from 1 to 1000, not {given}.")


def shown(value: Any) -> str:
    """A value for an error line, shortened."""
    if value in (None, ""):
        return "nothing"
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else text[:57] + "..."
