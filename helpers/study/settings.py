"""study.yaml: the settings of a study, read safely and checked key by key."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from helpers.study.errors import StudyError
from helpers.study.yaml_file import read_yaml

ROOT = Path(__file__).resolve().parents[2]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,9}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Marker = Annotated[str, StringConstraints(pattern=r"^[osDdv^<>pPhHX*8]$")]
Setting = bool | int | float | str | list[str]


class Style(NamedTuple):
    """How a voice looks in every figure."""

    label: str
    colour: str
    marker: str


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Voice(_Strict):
    """A bloc that speaks: the countries and organisations whose people and bodies are its speakers."""

    name: Name
    label: Label
    countries: list[Code] = Field(min_length=1)
    colour: Colour
    marker: Marker


class Target(_Strict):
    """An actor that is spoken about: its countries and organisations, and further names for it."""

    name: Name
    label: Label
    countries: list[Code]
    words: list[Label] = []


# The voices that every study has besides its own.
NARRATOR = {"narrator": Style("Narration", "#333333", "s")}
# Text in a language without attribution: nobody knows whose words it holds, so it stands outside every share.
UNMEASURED = "unmeasured"
REST = {"other": Style("Other", "#666666", "X"), "unknown": Style("Unknown", "#8C8C8C", "P")}


class Study(_Strict):
    """The settings of a study, checked. folder is absolute; name is the folder's name."""

    folder: Path
    name: str
    title: Label
    question: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True)] = ""
    voices: list[Voice] = Field(min_length=1)
    targets: list[Target] = []
    codebooks: list[Label] = []
    lexicons: list[Label] = []
    defaults: dict[str, Setting] = {}

    @model_validator(mode="after")
    def _names_are_clear(self) -> Study:
        _refuse_repeats("voice", [v.name for v in self.voices], {*NARRATOR, *REST, UNMEASURED})
        _refuse_repeats("target", [t.name for t in self.targets])
        _refuse_repeats("country of a voice", [c for v in self.voices for c in dict.fromkeys(v.countries)])
        return self

    def voice_names(self) -> list[str]:
        """All voices in the fixed order of every table and figure: narrator, the study's own, the rest."""
        return [*NARRATOR, *(voice.name for voice in self.voices), *REST]

    def style(self, voice: str) -> Style:
        """Label, colour and marker of a voice; KeyError where the study has no such voice."""
        own = {v.name: Style(v.label, v.colour, v.marker) for v in self.voices}
        return (NARRATOR | own | REST | {UNMEASURED: Style("Not measured", "#BFBFBF", "8")})[voice]


def _refuse_repeats(what: str, names: Iterable[str], taken: Iterable[str] = ()) -> None:
    seen = set(taken)
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name!r} is there twice or reserved")
        seen.add(name)


def load_study(folder: Path | str) -> Study:
    """The study in a folder. A relative folder counts from the repository's root.

    Raises StudyError, naming the file and the key, where study.yaml is missing or wrong.
    """
    folder = (ROOT / folder).resolve()
    path = folder / "study.yaml"
    if not path.exists():
        raise StudyError(f"{path} does not exist: give the folder of a study, with a study.yaml in it")
    settings = read_yaml(path, f"{folder.name}/study.yaml")
    if not isinstance(settings, dict):
        raise StudyError(f"{folder.name}/study.yaml must hold keys and values, such as `title: ...`")
    if fixed := {"folder", "name"} & settings.keys():
        raise StudyError(f"{folder.name}/study.yaml: leave out {sorted(fixed)[0]!r}, it follows from the folder")
    try:
        study = Study(**{str(key): value for key, value in settings.items()}, folder=folder, name=folder.name)
    except ValidationError as error:
        raise StudyError(f"{folder.name}/study.yaml: {explain(error)}") from None
    for file in (*study.lexicons, *(book for book in study.codebooks if book.endswith((".yaml", ".yml")))):
        inside(folder, file)
    return study


def explain(error: ValidationError) -> str:
    """The first mistake that pydantic found, in one sentence with the key's place."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"there is no key {place!r}, check its spelling"
    if first["type"] == "missing":
        return f"the key {place!r} is missing"
    reason = first["msg"].removeprefix("Value error, ")
    given = repr(first["input"])
    return f"{place}: {reason} (it is {given[:60]})" if place else reason


def inside(folder: Path | str, relative: str | Path) -> Path:
    """The path of a file named relative to a folder; StudyError if it lies outside, by .. or a symlink too."""
    folder = Path(folder).resolve()
    named = str(relative).replace("\\", "/")
    try:
        path = (folder / named).resolve()
    except (OSError, ValueError, RuntimeError):
        raise StudyError(f"{named!r} is not a path") from None
    if not path.is_relative_to(folder) or Path(named).is_absolute():
        raise StudyError(f"{named!r} lies outside the folder {folder.name}: move it in and name it from there")
    return path
