"""Framing: an open codebook of word patterns, found with the words that count as evidence.

`load_codebooks(study)` reads the YAML files a study names, `find(texts, language, codebook)` gives every
hit with its place in the text. What the frames are is written in helpers/codebooks/*.yaml. What a study taught of its
codebooks' frames is in `taught`.
"""

from helpers.framing.codebook import Codebook, Frame, load_codebooks, read_codebook
from helpers.framing.matcher import Hit, find

CODEBOOK, MODEL = "codebook", "model"  # the instruments that find frames

__all__ = ["CODEBOOK", "MODEL", "Codebook", "Frame", "Hit", "find", "load_codebooks", "read_codebook"]
