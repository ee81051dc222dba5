"""What an attribution is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Attribution:
    """Somebody's words, written or spoken, or their attitude, as an article gives them.

    Spans are the article's characters. `source` is (-1, -1) where nobody is named; `content` may have a gap. `mode`
    is direct, indirect or mixed, `cue_class` speech or attitude, `confidence` the chance that all of it is right.
    """

    source: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    mode: str
    cue_class: str
    confidence: float

    @property
    def bare(self) -> bool:
        """Whether nothing but its words tells that it is somebody's: it has their first character for a cue."""
        start = self.content[0][0]
        return self.cue == (start, start + 1)
