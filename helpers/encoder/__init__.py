"""The one reader of words: multilingual-e5-small's pieces, cut to four languages, and the models that read them."""

from __future__ import annotations

from helpers.models import session

__all__ = ["session"]
