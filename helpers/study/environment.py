"""The packages that are installed, and those of them that results rest on."""

from __future__ import annotations

import platform
import re
from functools import lru_cache
from importlib.metadata import distributions

from helpers.study.settings import ROOT


@lru_cache(maxsize=1)
def packages() -> dict[str, str]:
    """Every package of this environment with its version, by its name as requirements.lock writes it."""
    found = (distribution.metadata for distribution in distributions())  # read anew each time that it is asked for
    return dict(sorted((canonical(of["Name"] or ""), of["Version"]) for of in found))


def canonical(name: str) -> str:
    """A package's name in the one spelling that all its spellings have in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def engines() -> dict[str, str]:
    """The versions of Python and of all that requirements.lock names, as far as it is installed."""
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    return {"python": platform.python_version()} | {
        name: version for name, version in packages().items() if name in set(map(canonical, locked))
    }
