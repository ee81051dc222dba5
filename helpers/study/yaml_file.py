"""Read a YAML file of the user's: plain data only, every mistake one line with its place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import BaseConstructor
from yaml.parser import Parser

from helpers.study.errors import StudyError

MOST_BYTES = 2_000_000  # a study.yaml or a codebook is a few pages of text: more is a mistake


def read_yaml(path: Path, name: str = "", words: bool = False) -> Any:
    """The content of a YAML file, called `name` in what is said of it: no aliases, no key given twice.

    no, yes, on, off and dates are words, as in YAML 1.2; with `words` numbers, true, false and null are words too.
    Raises StudyError where there is no such file, or it is no UTF-8 text, no YAML or too large.
    """
    name = name or path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise StudyError(f"{name}: cannot be read ({error.strerror}).") from None
    if len(raw) > MOST_BYTES:
        raise StudyError(f"{name}: larger than {MOST_BYTES // 1_000_000} MB: is it the right file?")
    try:
        return yaml.load(raw.decode("utf-8-sig"), Loader=_Words if words else _Values)  # both plain data
    except UnicodeDecodeError:
        raise StudyError(f"{name}: is not UTF-8 text; save it as UTF-8.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise StudyError(f"{name}: {_problem(error)}") from None


class _Strict(Parser, Composer, BaseConstructor):
    """No aliases (a few lines of them can unfold to gigabytes), no key given twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.MarkedYAMLError(
                problem=f"alias *{event.anchor} is not allowed; write it out, or put words that begin with * in quotes",
                problem_mark=event.start_mark,
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(problem=f"key {key.value!r} is given twice", problem_mark=key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep)


class _Words(_Strict, yaml.BaseLoader):
    """Every scalar is text."""


class _Values(_Strict, yaml.SafeLoader):
    """Numbers, true, false and null have their values, and nothing else: PyYAML knows YAML 1.1, where no is false."""


_FLOAT = r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?"
_Values.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", "[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),  # 007 is a name
    ("float", _FLOAT, "-+.0123456789"),
):
    _Values.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})$"), list(_first))


def _problem(error: Exception) -> str:
    """One line for what YAML found wrong, with its place."""
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else "it "
    problem = getattr(error, "problem", None) or "is nested too deeply or holds a value that cannot be read"
    return f"not valid YAML, {place}{' '.join(str(problem).split())}."
