"""Few articles shown as they stand: each mark is a sentence, in the order of the text.

Where there are too few stories to say how anybody writes in general, these figures count what these texts hold::

    rows = analysis.passages(results, instrument, list(labels), read, p.outlets)
    if strips.fits(corpus):
        nb.publish(strips.voices(rows, study, corpus), "report_strip_voices")
"""

from helpers.figures.strips.by_frame import frames
from helpers.figures.strips.by_tone import tone
from helpers.figures.strips.by_voice import voices
from helpers.figures.strips.squares import waffle

__all__ = ["frames", "tone", "voices", "waffle"]
