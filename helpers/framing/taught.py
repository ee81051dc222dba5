"""What `train frames` learnt from a study's own coding: the file taught_frames.json in its folder, and its use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from helpers import models
from helpers.encoder import meaning
from helpers.framing.codebook import Codebook
from helpers.framing.learned import Heads, presence, vectors
from helpers.study import Problem, Study
from helpers.study.kinds import TAUGHT_FRAMES as FILE

UNREADABLE = "it is not as `train frames` writes it"


@dataclass(frozen=True)
class Taught:
    """Heads for frames of a study's codebooks, by language.

    about: by language what is told of them (`training.frames`), with `texts`, the hashes of the coded sentences.
    digest: of the file; "" where nothing was taught.
    """

    codebook: Codebook
    names: tuple[str, ...] = ()
    heads: dict[str, Heads] = field(default_factory=dict)
    about: dict[str, dict[str, Any]] = field(default_factory=dict)
    digest: str = ""

    def frames(self, texts: Sequence[str], language: str) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Frames that were learnt in a language, their scores in texts and whether they are present: [texts, frames].

        No frame where the language was not taught.
        """
        if language not in self.heads:
            return [], np.zeros((len(texts), 0)), np.zeros((len(texts), 0), dtype=bool)
        heads = self.heads[language]
        scores = heads.scores(vectors(texts), presence(texts, language, self.codebook, self.names))
        learned = heads.learned > 0
        names = [name for name, is_learned in zip(self.names, learned, strict=True) if is_learned]
        return names, scores[:, learned], heads.present(scores)[:, learned]

    def learned(self) -> set[str]:
        """The frames that were learnt in any language."""
        return {
            name for heads in self.heads.values() for name, yes in zip(self.names, heads.learned, strict=True) if yes
        }

    def knows(self, text: str) -> bool:
        """Whether a sentence is one of those that taught."""
        return any(key(text) in told["texts"] for told in self.about.values())


def key(text: str) -> str:
    """A short hash of a sentence's words."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def teachable(codebook: Codebook) -> tuple[str, ...]:
    """The frames that a study may teach: those that the package's own model does not know."""
    own = meaning.chosen().codebook
    return tuple(name for name in codebook.names if codebook.frame(name).codebook != own)


@cache
def reader() -> str:
    """Hash of the model whose vectors the heads read."""
    return hashlib.sha256((models.FOLDER / f"{meaning.NAME}.onnx").read_bytes()).hexdigest()


def write(study: Study, taught: Taught, made: str) -> None:
    """Write the file; made: the day."""
    stored = {
        "what": "frames learnt from this study's coding by `train frames`; `measure` uses them",
        "made": made,
        "codebooks": taught.codebook.digest,
        "reader": reader(),
        "frames": taught.names,
        "languages": {
            language: taught.about[language] | {"heads": heads.stored()} for language, heads in taught.heads.items()
        },
    }
    (study.folder / FILE).write_text(json.dumps(stored, ensure_ascii=False) + "\n", "utf-8")


def load(study: Study, codebook: Codebook) -> tuple[Taught, list[Problem]]:
    """What a study was taught; nothing where it has no such file, or one that no longer fits, which is a problem."""
    nothing, path = Taught(codebook), study.folder / FILE
    if study.text or not path.is_file():
        return nothing, []
    try:
        raw = path.read_bytes()
        stored = json.loads(raw)
        if stored["codebooks"] != codebook.digest:
            return nothing, [_problem("it was learnt with the codebooks as they were before")]
        if stored["reader"] != reader():
            return nothing, [_problem("it was learnt with another version of the model that reads the sentences")]
        languages, names = stored["languages"], tuple(map(str, stored["frames"]))
        if not set(names) <= set(codebook.names):
            return nothing, [_problem(UNREADABLE)]
        heads = {language: Heads.of(told.pop("heads"), len(names)) for language, told in languages.items()}
        for told in languages.values():
            told["texts"] = frozenset(told["texts"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return nothing, [_problem(UNREADABLE)]
    return Taught(codebook, names, heads, languages, hashlib.sha256(raw).hexdigest()), []


def _problem(why: str) -> Problem:
    return Problem(FILE, 0, f"{why}, so its frames were not scored: run `train frames` again, or remove it", "doubt")
