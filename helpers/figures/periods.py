"""Months, quarters or years: the finest of them that leaves room for its labels."""

from __future__ import annotations

import pandas as pd

MOST = 12  # periods that a figure has room to label


def periods(months: pd.Series) -> tuple[str, dict[str, str]]:
    """The unit (month, quarter or year), and for every month from the first to the last the period it belongs to.

    ``months`` are written ``2023-05``. A quarter is ``2023 Q2``. Decades of years stay years, however many.
    """
    if months.empty:
        return "month", {}
    every = pd.period_range(months.min(), months.max(), freq="M")
    for unit, form in (("month", "%Y-%m"), ("quarter", "%Y Q%q"), ("year", "%Y")):
        names = (every if unit == "month" else every.asfreq(unit[0].upper())).strftime(form)
        if len(set(names)) <= MOST:
            break
    return unit, dict(zip(every.astype(str), names, strict=True))
