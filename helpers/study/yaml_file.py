"""Read a YAML file of the user's: plain data only, every mistake one line with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from helpers.study.errors import StudyError

MOST_BYTES = 2_000_000  # a study.yaml or a codebook is a few pages of text: more is a mistake


def read_yaml(path: Path, name: str = "") -> Any:
    """The content of a YAML file, called `name` in what is said of it: no aliases, no key given twice.

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
        return yaml.load(raw.decode("utf-8-sig"), Loader=_Loader)  # a SafeLoader
    except UnicodeDecodeError:
        raise StudyError(f"{name}: is not UTF-8 text; save it as UTF-8.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise StudyError(f"{name}: {_problem(error)}") from None


class _Loader(yaml.SafeLoader):
    """Plain YAML: no aliases (a few lines of them can unfold to gigabytes), no key given twice."""

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


def _problem(error: Exception) -> str:
    """One line for what YAML found wrong, with its place."""
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else "it "
    problem = getattr(error, "problem", None) or "is nested too deeply or holds a value that cannot be read"
    return f"not valid YAML, {place}{' '.join(str(problem).split())}."
