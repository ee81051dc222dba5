"""The parameters of notebooks: what a `parameters` cell declares, and what may stand in it.

A notebook's model is made from its own cell, so that a notebook of the user's own needs no entry anywhere. A name means
the same in every notebook, and CONSTRAINTS says of it more than a cell can (ranges, allowed values). A mistake is told
in one sentence before a kernel starts, and in the notebook itself where somebody runs it by hand.
"""

from __future__ import annotations

import ast
import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from helpers.study import Study, StudyError, did_you_mean, entries, explain, load_study, output_folder
from helpers.tables import schemas

Model = TypeVar("Model", bound=BaseModel)
PLAIN = {"str": str, "int": int, "float": float, "bool": bool, "list": list}

# What a parameter of this name must be, in any notebook; of other names the type that the cell declares is enough.
CONSTRAINTS: dict[str, Any] = {
    "study": Annotated[str, Field(min_length=1)],
    "out": Annotated[str, Field(min_length=1)],
    "outlets": list[str],
    "voices": list[str],
    "min_n": Annotated[int, Field(ge=1)],
    "resamples": Annotated[int, Field(ge=100, le=100_000)],
    "seed": Annotated[int, Field(ge=0, lt=2**32)],
    "pair": Annotated[list[str], Field(max_length=2)],
    "drawn": Annotated[int, Field(ge=100, le=100_000)],
    "by": Literal["voice", "outlet", "bloc"],
    "min_articles": Annotated[int, Field(ge=1)],
    "own_page": Annotated[int, Field(ge=1)],
    "longest": Annotated[int, Field(ge=1, le=5)],
    "splits": Annotated[int, Field(ge=0, le=10_000)],
}


class ParameterError(StudyError):
    """A parameter that cannot be: unknown, of the wrong type, out of range."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows this in place of a traceback."""
        return [f"Wrong parameter: {self}"]


class Declared(NamedTuple):
    """One line of a parameters cell."""

    type: str
    default: Any
    help: str


def read_cell(notebook: Path) -> dict[str, Declared]:
    """The parameters that a notebook declares, one `name: type = literal  # help` a line."""
    return _declared(_parameters_cell(notebook), notebook.name)


def _declared(cell: str, notebook: str) -> dict[str, Declared]:
    """The parameters that a cell declares; StudyError naming the line that is of another form."""
    declared = {}
    for number, line in enumerate(cell.splitlines(), 1):
        try:
            match ast.parse(line).body:
                case []:
                    continue
                case [ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) as node]:
                    kind, default = ast.unparse(node.annotation), ast.literal_eval(value)
                case _:
                    raise ValueError
        except (SyntaxError, ValueError):
            raise StudyError(
                f"{notebook}: parameters cell, line {number}: write `name: type = value  # help`, it is {line!r}"
            ) from None
        comment = line.encode()[node.end_col_offset :].decode()
        declared[name] = Declared(kind, default, comment.strip(" #"))
    return declared


def _parameters_cell(notebook: Path) -> str:
    tagged = [cell for cell in read_cells(notebook) if "parameters" in cell["metadata"].get("tags", [])]
    return tagged[0]["source"] if tagged else ""


def read_cells(notebook: Path) -> list[dict[str, Any]]:
    """The cells of a notebook, each source as one string. (nbformat takes a second to load, JSON none.)

    Raises StudyError where the file is missing or no notebook.
    """
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        return [cell | {"source": "".join(cell["source"])} for cell in cells]
    except FileNotFoundError:
        raise StudyError(f"{notebook} does not exist") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError(f"{notebook.name} is not a notebook ({type(error).__name__})") from None


def model_of(notebook: Path) -> type[BaseModel]:
    """The model of a notebook's parameters, made from its cell."""
    return _model(notebook.name, read_cell(notebook))


def _model(notebook: str, declared: Mapping[str, Declared]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for name, (kind, default, _) in declared.items():
        if kind not in PLAIN:
            raise StudyError(f"{notebook}: parameter {name} is {kind}; use one of {', '.join(PLAIN)}")
        allowed = CONSTRAINTS.get(name, PLAIN[kind])
        if plain(allowed) is not PLAIN[kind]:
            known = plain(allowed).__name__
            raise StudyError(f"{notebook}: parameter {name} is {kind}, but {known} in every other notebook: rename it")
        fields[name] = (allowed, default)
    return create_model(notebook, __config__=ConfigDict(extra="forbid", frozen=True, strict=True), **fields)


def _run_cell(notebook: str, history: Iterable[str]) -> dict[str, Declared]:
    """What the parameters cell declares that was run last: a cell that does nothing else. StudyError without one."""
    for cell in reversed(list(history)):
        with contextlib.suppress(StudyError):
            if declared := _declared(cell, notebook):
                return declared
    raise StudyError(
        f"{notebook}: no parameters cell was run: one with nothing but lines `name: type = value  # help`, "
        'such as `study: str = "seeds"  # folder of the study`'
    )


def parse(pairs: Iterable[str], models: Iterable[type[BaseModel]]) -> dict[str, Any]:
    """`NAME=VALUE` words of the command line, each value read by the declared type of its parameter.

    A parameter need only belong to one of the models. A string is taken as it stands ('007' stays '007');
    a list is JSON or words with commas between. Raises ParameterError for a name or a value that cannot be.
    """
    types_of = {name: field.annotation for model in models for name, field in model.model_fields.items()}
    values = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise ParameterError(f"-p {pair}: write -p NAME=VALUE")
        if name not in types_of:
            raise ParameterError(unknown(name, types_of))
        values[name] = _value(name, text, types_of[name])
    return values


def unknown(name: str, known: Iterable[str]) -> str:
    """The sentence for a name that no parameter has."""
    known = sorted(known)
    hint = did_you_mean(name, known, f"there are {', '.join(known)}")
    return f"there is no parameter {name!r}: {hint}"


def _value(name: str, text: str, annotation: Any) -> Any:
    kind = plain(annotation)
    if kind is str:
        return text
    if kind is list and not text.strip().startswith("["):
        return [word.strip() for word in text.split(",") if word.strip()]
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if type(value) is not kind and not (kind is float and type(value) is int):
        raise ParameterError(f"parameter {name} must be {_SAID[kind]}, not {text!r}")
    return value


_SAID = {int: "a whole number", float: "a number", bool: "true or false", list: 'a list such as ["a", "b"]'}


def plain(annotation: Any) -> type:
    """The plain type below an annotation: `list[str]` -> list, `Literal["a", "b"]` -> str."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return plain(get_args(annotation)[0])
    if origin is Literal:
        return type(get_args(annotation)[0])
    return origin or annotation


def validate(model: type[Model], values: Mapping[str, Any]) -> Model:
    """The parameters as a model; ParameterError in one sentence where they cannot be."""
    for name in values:
        if name not in model.model_fields:
            raise ParameterError(unknown(name, model.model_fields))
    try:
        return model(**values)
    except ValidationError as error:
        raise ParameterError(f"parameter {explain(error)}") from None


def check_against(study: Study, parameters: BaseModel, outlets: Iterable[str] | None = None) -> None:
    """Refuse voices, outlets and instruments that the study does not have. outlets: its outlets, if they are known."""
    given = parameters.model_dump()
    _refuse_others(study, "voice", [*given.get("voices", []), *given.get("pair", [])], study.voice_names())
    wanted = [*given.get("outlets", []), *filter(None, [given.get("outlet", "")])]
    if wanted:
        _refuse_others(study, "outlet", wanted, outlets or {entry.outlet for entry in entries(study)[0]})
    instruments = list(filter(None, [given.get("instrument", ""), study.primary.instrument]))
    if instruments:
        from helpers.sentiment import sentence_instruments  # with its engines: only where it is asked for

        _refuse_others(study, "instrument", instruments, sentence_instruments(study))


def _refuse_others(study: Study, what: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    known = list(known)
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known, f"it has {', '.join(sorted(known)[:12])}")
            raise ParameterError(f"the study {study.name} has no {what} {name!r}; {hint}")


def check(notebook: str, namespace: Mapping[str, Any]) -> Any:
    """The parameters of a notebook, checked, from the variables of its `parameters` cell.

    Called as the notebook starts (helpers.figures.start), so that a wrong value is told in one line however it was
    started. The cell is that among the cells run so far, ``In`` of IPython. Raises ParameterError.
    """
    history = namespace.get("In", [])
    model = _model(notebook, _run_cell(notebook, history))
    values = {
        name: _from_papermill(name, namespace[name], field.annotation)
        for name, field in model.model_fields.items()
        if name in namespace
    }
    p: Any = validate(model, values | dict.fromkeys(_injected(history) - values.keys()))
    if "study" in model.model_fields:
        study = load_study(p.study)
        measured = _measured_outlets(study, getattr(p, "out", "outputs"))
        wanted = {*getattr(p, "outlets", ()), getattr(p, "outlet", "")} - {""}
        check_against(study, p, measured if measured >= wanted else None)
    return p


def _measured_outlets(study: Study, out: str) -> set[str]:
    """The outlets of the last measurement; none where there is none, so that they are looked up in the study."""
    with contextlib.suppress(OSError, StudyError):
        found = schemas.read(output_folder(study, out) / "tables", "articles", ["outlet"])
        return set(found["outlet"])
    return set()


def _from_papermill(name: str, value: Any, annotation: Any) -> Any:
    """A value as meant: papermill's `-p outlets '["a", "b"]'` hands a list over as a string."""
    return _value(name, value, annotation) if isinstance(value, str) else value


def _injected(history: Iterable[str]) -> set[str]:
    """Names set by the cell that papermill put in, from IPython's list of the cells run so far."""
    cells = [source for source in history if source.startswith("# Parameters\n")]
    nodes = [node for source in cells for node in ast.parse(source).body if isinstance(node, ast.Assign)]
    return {target.id for node in nodes for target in node.targets if isinstance(target, ast.Name)}
