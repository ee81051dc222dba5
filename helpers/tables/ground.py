"""What a measurement rests on besides its texts: study, settings, codebooks, lexicons and code, in one hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from helpers import framing, sentiment
from helpers.study import Study, StudyError
from helpers.tables import schemas
from helpers.tables.annotate import Settings
from helpers.tables.cache import code_version, digest, sha256


@dataclass(frozen=True)
class Ground:
    """What all shards of a measurement rest on besides their texts, as it was when the measurement began."""

    study: Study
    settings: Settings
    codebook: framing.Codebook
    instruments: tuple[str, ...]  # names and versions; the version of the study's own is their content's hash
    code: str

    @classmethod
    def of(cls, study: Study, settings: Settings) -> Ground:
        """That of a study and settings as they are now. Raises StudyError for a mistake in a codebook or a lexicon."""
        return cls(study, settings, framing.load_codebooks(study), _instruments(study), code_version())

    def check(self) -> None:
        """Raise StudyError where the code or a lexicon was changed meanwhile: results may rest on either."""
        code_version()
        if _instruments(self.study) != self.instruments:
            raise StudyError("a lexicon was changed while it was measured with: run it again")

    @property
    def digest(self) -> str:
        """All of it in one hash, the same for every shard."""
        return digest(
            self.settings.model_dump_json(),
            self.study.model_dump_json(include={"voices", "targets"}),
            self.codebook.digest,
            *self.instruments,
            self.code,
        )


def _instruments(study: Study) -> tuple[str, ...]:
    found = sentiment.sentence_instruments(study) | sentiment.target_instruments()
    return tuple(f"{name} {instrument.version}" for name, instrument in found.items())


def fingerprint(ground: Ground) -> str:
    """Hash of what all rests on and of the names, sizes and times in the study's folder: cheap to compare.

    A text that was changed with its size and its time kept is seen by `measure` alone, which reads it.
    """
    study = ground.study
    stats = ((f.relative_to(study.folder).as_posix(), f.stat()) for f in study.files())
    return digest(
        ground.digest,
        json.dumps(study.columns, sort_keys=True),
        *(f"{name} {s.st_size} {s.st_mtime_ns}" for name, s in stats),
    )


def sums(folder: Path) -> dict[str, str]:
    """The hash of every table in a folder. Raises OSError where one is not there."""
    return {name: sha256(folder / f"{name}.parquet") for name in schemas.SCHEMAS}


def csv_sums(folder: Path) -> dict[str, str]:
    """The hash of every CSV of a table in a folder; long tables have none."""
    files = (folder / f"{name}.csv" for name in schemas.SCHEMAS)
    return {path.name: sha256(path) for path in files if path.is_file()}
