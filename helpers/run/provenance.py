"""What a run rests on: versions, the state of the code, hashes of files."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from helpers.study import ROOT
from helpers.study.environment import canonical, packages
from helpers.tables.cache import sha256


def hashes(folder: Path, files: Iterable[Path]) -> dict[str, str]:
    """Path relative to the folder -> hash, in the order of the paths."""
    return {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(files)}


def digest(*parts: Any) -> str:
    """One hash of plain data."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Python, the system, and the packages that requirements.txt names."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    direct = {canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in lines if line[:1].isalpha()}
    found = {name: number for name, number in packages().items() if name in direct}
    return {"python": platform.python_version(), "system": platform.platform()} | found


def code() -> str:
    """Hash of the package and of the packages it runs with: what notebooks may depend on besides their own text."""
    files = [p for p in (ROOT / "helpers").rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return digest(platform.python_version(), packages(), hashes(ROOT, files))


def git() -> dict[str, Any]:
    """The commit of the code, and whether files differ from it; empty outside a git work tree."""
    commit = _git("rev-parse", "HEAD")
    return {"commit": commit, "changed": bool(_git("status", "--porcelain"))} if commit else {}


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
