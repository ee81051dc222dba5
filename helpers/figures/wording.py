"""How numbers and names are written in sentences and figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from babel import Locale

from helpers.lexicons import languages

Form = Callable[[float], str]  # writes a number


def listing(items: Sequence[object]) -> str:
    """Items as a sentence lists them.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 2 else words)


def count(n: int, one: str, many: str = "") -> str:
    """A number and what it counts; thousands with commas.

    >>> count(1, "story", "stories"), count(1200, "word")
    ('1 story', '1,200 words')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def signed(value: float) -> str:
    """A score with its sign and two decimals; a true minus. Where nothing was scored, ``no value``.

    >>> signed(-0.123), signed(0.001), signed(float("nan"))
    ('−0.12', '0.00', 'no value')
    """
    if pd.isna(value):
        return "no value"
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0 else text.replace("-", "−")


def percent(share: float) -> str:
    """A share as whole per cent, with ``under 1 %`` and ``over 99 %`` at the ends.

    >>> percent(0.41), percent(0.001), percent(0)
    ('41 %', 'under 1 %', '0 %')
    """
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def interval(value: float, low: float, high: float, form: Form = percent) -> str:
    """An estimate with its interval, or alone where there is none.

    >>> interval(0.41, 0.1, 0.9), interval(0.41, float("nan"), float("nan"))
    ('41 % (10 to 90 %)', '41 %')
    """
    if pd.isna(value):
        return ""
    bounds = "" if pd.isna(low) else f" ({form(low).removesuffix(' %')} to {form(high)})"
    return form(value) + bounds


def points(share: float) -> str:
    """A difference between shares in percentage points, with its sign; small ones with a decimal.

    >>> points(-0.07), points(-0.002), points(0)
    ('−7 points', '−0.2 points', '0 points')
    """
    exact = f"{100 * share:+.{0 if abs(share) >= 0.0095 else 1}f}"
    return f"{exact if float(exact) else '0'} points".replace("-", "−")


def capital(text: str) -> str:
    """The text with its first letter a capital."""
    return text[:1].upper() + text[1:]


def within(name: str) -> str:
    """A name as it stands within a sentence: "the West"."""
    return name[0].lower() + name[1:] if name.startswith("The ") else name


def language(code: str) -> str:
    """The English name of a language; "a language not recognised" for none.

    >>> language("ru")
    'Russian'
    """
    if not code:
        return "a language not recognised"
    known = languages.table().get(code)
    return known.name if known else Locale("en").languages.get(code, code)
