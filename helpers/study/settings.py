"""The settings of a study: study.yaml, read safely and checked key by key, or the package's own where it says none."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from babel.core import get_global
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from helpers.lexicons.codes import codes
from helpers.study.errors import StudyError, did_you_mean
from helpers.study.kinds import is_own
from helpers.study.readers import endings
from helpers.study.readers.document import Column
from helpers.study.table_file import UNSHOWN
from helpers.study.yaml_file import read_yaml

ROOT = Path(__file__).resolve().parents[2]
DEFAULT = Path(__file__).with_name("default.yaml")


def _plain(text: str) -> str:
    """The text on one line; refused with characters in it that no figure, page or terminal takes."""
    text = " ".join(text.split())
    if UNSHOWN.search(text):
        raise ValueError("control characters cannot be shown: take them out")
    return text


def _known(code: str) -> str:
    """The code by which names are found: GB of UK or GBR; refused where there is none."""
    known = codes()
    meant = [code] if code in known else get_global("territory_aliases").get(code, [])
    if len(meant) != 1:
        hint = did_you_mean(code, known, "write ISO 3166 alpha-2, such as KZ, or NATO")
        raise ValueError(f"there is no country or organisation of this code: {hint}")
    return meant[0]


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), AfterValidator(_plain)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,9}$"), AfterValidator(_known)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Marker = Annotated[str, StringConstraints(pattern=r"^[osDdv^<>pPhHX*8]$")]
Setting = bool | int | float | str | list[str]


class Style(NamedTuple):
    """How a voice looks in every figure; an area is filled with ``fill``, "" the colour, and hatched with ``hatch``."""

    label: str
    colour: str
    marker: str
    fill: str = ""
    hatch: str = ""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Voice(_Strict):
    """A bloc that speaks: the countries and organisations whose people and bodies are its speakers.

    Without a colour or a marker of its own it has one of PALETTE.
    """

    name: Name
    label: Label
    countries: list[Code] = Field(min_length=1)
    colour: Colour | None = None
    marker: Marker | None = None


class Target(_Strict):
    """An actor that is spoken about: its countries and organisations, and further names for it."""

    name: Name
    label: Label
    countries: list[Code]
    words: list[Label] = []


class Primary(_Strict):
    """How a study means to count, declared before it is counted; every other way is a check of this one.

    instrument: of tone in the main figures, "" for the package's. frames: the instrument that finds them. shares: what
    a voice's share is counted in. masked: names are taken out of what is scored. copies: every
    copy of a story counts, not one. attitudes: so does what somebody thinks or wants without a word of theirs. sure:
    least probability that a voice is right. unit: what a mean is over. least: fewest sentences of a voice in an
    article.
    """

    instrument: Label | Literal[""] = ""
    frames: Literal["codebook", "model"] = "codebook"
    shares: Literal["words", "sentences", "articles"] = "words"
    masked: bool = True
    copies: bool = False
    attitudes: bool = False
    sure: float = Field(default=0.0, ge=0, le=1)
    unit: Literal["sentences", "articles"] = "sentences"
    least: int = Field(default=1, ge=1)


# The voices that every study has besides its own.
NARRATOR = {"narrator": Style("Narration", "#1B1E23", "s")}
# Text in a language without attribution: nobody knows whose words it holds, so it stands outside every share.
UNMEASURED = "unmeasured"
REST = {
    "other": Style("Other", "#5B636B", "X", fill="#DFE2E5"),
    "unknown": Style("Unknown", "#7D858D", "P", fill="#FFFFFF", hatch="////"),
}
UNREAD = {UNMEASURED: Style("Not measured", "#7D858D", "8", fill="#FFFFFF", hatch="..")}
# Looks of voices that name none, in this order. The first four are told apart by colour, by the colour-blind too, and
# in grey; those after them are pale and dotted.
PALETTE = (
    *(Style("", "#CF4F14", "o"), Style("", "#14309A", "D"), Style("", "#136648", "^"), Style("", "#C97FC3", "v")),
    *(Style("", "#CF4F14", "p", "#FBE3D8", "...."), Style("", "#14309A", "h", "#DDE3F7", "....")),
    *(Style("", "#136648", "<", "#D9EEE6", "...."), Style("", "#C97FC3", ">", "#F7E9F6", "....")),
)


class Study(_Strict):
    """The settings of a study, checked. folder is absolute; name is the folder's name.

    text is "" or the one file of the folder that the study consists of, and by whose stem it is named. columns: what
    is read from which column of its tables (text: body), where the columns' usual names do not tell it.
    """

    folder: Path
    name: str
    text: str = ""
    title: Label
    question: Annotated[str, StringConstraints(max_length=2000, strip_whitespace=True), AfterValidator(_plain)] = ""
    voices: list[Voice] = Field(min_length=1)
    targets: list[Target] = []
    codebooks: list[Label] = []
    lexicons: list[Label] = []
    defaults: dict[str, Setting] = {}
    primary: Primary = Primary()
    columns: dict[Column, Label] = {}

    @model_validator(mode="after")
    def _names_are_clear(self) -> Study:
        _refuse_repeats("voice", [v.name for v in self.voices], {*NARRATOR, *REST, UNMEASURED})
        _refuse_repeats("target", [t.name for t in self.targets])
        _refuse_repeats("country of a voice", [c for v in self.voices for c in dict.fromkeys(v.countries)])
        return self

    @property
    def path(self) -> Path:
        """What `--study` names: the folder, or the one text."""
        return self.folder / self.text

    def files(self) -> list[Path]:
        """Every file that the study holds."""
        return [self.path] if self.text else sorted(file for file in self.folder.rglob("*") if file.is_file())

    def voice_names(self) -> list[str]:
        """All voices in the fixed order of every table and figure: narrator, the study's own, the rest."""
        return [*NARRATOR, *(voice.name for voice in self.voices), *REST]

    def style(self, voice: str) -> Style:
        """Label, colour and marker of a voice; KeyError where the study has no such voice."""
        return (NARRATOR | _looks(self.voices) | REST | UNREAD)[voice]


def _looks(voices: Sequence[Voice]) -> dict[str, Style]:
    """The style of each voice: as the study has it, and where it has no colour the next of PALETTE not taken."""
    taken = {voice.colour.upper() for voice in voices if voice.colour}
    free = itertools.cycle([look for look in PALETTE if look.colour not in taken] or PALETTE)
    found = {}
    for voice in voices:
        look = Style("", voice.colour, "o") if voice.colour else next(free)
        found[voice.name] = look._replace(label=voice.label, marker=voice.marker or look.marker)
    return found


def _refuse_repeats(what: str, names: Iterable[str], taken: Iterable[str] = ()) -> None:
    seen = set(taken)
    for name in names:
        if name in seen:
            raise ValueError(f"the {what} {name!r} is there twice or reserved")
        seen.add(name)


def load_study(path: Path | str, columns: Mapping[str, str] | None = None) -> Study:
    """The study at a path: a folder, with a study.yaml or without, or one file of texts. A relative one is below ROOT.

    columns go before those of study.yaml. Raises StudyError, naming the file and the key, where there is nothing or
    study.yaml is wrong.
    """
    path = (ROOT / path).resolve()
    if path.is_file():
        return load_study(path.parent, columns) if path.name == "study.yaml" else _of_one_file(path, columns or {})
    if not path.is_dir():
        raise StudyError(f"{path} does not exist: give the folder of a study, or one file of texts")
    settings: dict[str, Any] = {"title": _as_title(path.name)}
    file = "study.yaml (none)"
    if (path / "study.yaml").exists():
        file = f"{path.name}/study.yaml"
        settings = _settings(path / "study.yaml", file)
    if columns:
        settings["columns"] = dict(columns)
    return _study(file, path, path.name, settings)


def _settings(path: Path, file: str) -> dict[str, Any]:
    settings = read_yaml(path, file)
    if not isinstance(settings, dict):
        raise StudyError(f"{file} must hold keys and values, such as `title: ...`")
    if fixed := {"folder", "name", "text"} & settings.keys():
        raise StudyError(f"{file}: leave out {sorted(fixed)[0]!r}, it follows from the folder")
    return {str(key): value for key, value in settings.items()}


def _of_one_file(path: Path, columns: Mapping[str, str]) -> Study:
    if path.suffix.lower() not in endings() or is_own(path):
        known = ", ".join(sorted(endings()))
        raise StudyError(f"{path.name} is no text, or of no format that is read: give a folder, or one file of {known}")
    inner = Path(path.stem)  # of export.csv.gz
    name = inner.stem if inner.suffix.lower() in endings() and inner.stem else path.stem
    return _study(path.name, path.parent, name, {"title": _as_title(name), "columns": dict(columns)}, path.name)


def _study(file: str, folder: Path, name: str, settings: dict[str, Any], text: str = "") -> Study:
    """The study of some settings, with the package's voices, targets and codebooks where it names no voices."""
    if UNSHOWN.search(name):
        raise StudyError(f"the name {name!r} holds characters that cannot be shown: rename it")
    if "voices" not in settings:
        settings = read_yaml(DEFAULT) | settings
    try:
        study = Study(**settings, folder=folder, name=name or "study", text=text)
    except ValidationError as error:
        raise StudyError(f"{file}: {explain(error)}") from None
    for named in (*study.lexicons, *(book for book in study.codebooks if book.endswith((".yaml", ".yml")))):
        inside(folder, named)
    return study


def _as_title(name: str) -> str:
    """The name of a folder or file as a title."""
    return " ".join(name.split())[:200].strip() or "A study without a name"


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
