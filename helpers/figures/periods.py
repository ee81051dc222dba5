"""Days, weeks, months, quarters, years or longer: the finest of them that a figure has room for and enough is in."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from helpers.analysis.estimate import MIN_CLUSTERS
from helpers.figures import wording

ROOM = 24  # periods that a figure has room for
FAR = 0.01  # of the dates of a large corpus, at either end, do not stretch an axis
LARGE = 100  # dates
EARLIER, LATER = "earlier", "later"


class Unit(NamedTuple):
    """A length of time.

    freq, form: pandas' code, and how a period is written. known: characters of a date that tell it. most: of a corpus
    that takes more of them the next unit is the right one. years: that a period of years holds.
    """

    name: str
    freq: str
    form: str
    known: int
    most: int = ROOM
    years: int = 1


UNITS = (
    Unit("day", "D", "%Y-%m-%d", 10),
    Unit("week", "W", "%Y-%m-%d", 10, most=10),  # called by its Monday
    Unit("month", "M", "%Y-%m", 7),
    Unit("quarter", "Q", "%Y Q%q", 7),
    Unit("year", "Y", "%Y", 4),
    Unit("five-year span", "Y", "%Y", 4, years=5),
    Unit("decade", "Y", "%Y", 4, years=10),
)


class Periods(NamedTuple):
    """Periods of a figure: their unit, their names from the first to the last, and the period of each row.

    of: missing for a row whose date does not tell it. note: how many stories that are, as a sentence; "" for none.
    """

    unit: str
    names: list[str]
    of: pd.Series
    note: str = ""


def periods(rows: pd.DataFrame, room: int = ROOM, least: float = MIN_CLUSTERS) -> Periods:
    """The periods to show rows in, by their columns ``published`` (2023-05-20, 2023-05, 2023 or "") and ``story_id``.

    The finest unit of which at most ``room`` are needed, that most dates tell, and whose periods hold ``least`` stories
    or more for half of the stories; where none does, the finest that fits. Few dates far off are earlier or later.
    """
    dates = rows["published"].astype(str).str[:10]
    stories = rows.assign(date=dates)[dates != ""].drop_duplicates(["story_id", "date"])
    if stories.empty:
        return Periods("month", [], pd.Series(None, rows.index, dtype=object))
    first, last, told = ends(stories["date"])
    units = fitting(first, last, told, room) or list(UNITS[-1:])
    unit = next((unit for unit in units if _held(stories, unit) >= least), units[0])
    low, high = start(pd.Series([first, last]), unit)
    found = start(dates, unit)
    named = {period: _name(period, unit, low, high) for period in sorted(found.dropna().unique())}
    lost = rows.loc[found.isna(), "story_id"].nunique()
    told_by = {10: "day", 7: "month", 4: "year"}[unit.known]
    note = f"{wording.count(lost, 'story', 'stories')} without a date to the {told_by} left out" if lost else ""
    every = [_name(period, unit, low, high) for period in pd.period_range(low, high, freq=unit.freq)]
    held = set(named.values())
    names = dict.fromkeys([*({EARLIER} & held), *every, *({LATER} & held)])
    return Periods(unit.name, list(names), found.map(named).astype(object), note)


def ends(dates: pd.Series) -> tuple[str, str, float]:
    """First and last of some dates (there must be one), and how many characters most of them have.

    Of a large corpus without the few that lie far off, and only of dates that tell as much as most do.
    """
    told = float(dates.str.len().median())
    exact = sorted(dates[dates.str.len() >= told])
    few = int(FAR * len(exact)) if len(exact) >= LARGE else 0
    return exact[few], exact[len(exact) - 1 - few], told


def fitting(first: str, last: str, told: float, room: int = ROOM) -> list[Unit]:
    """The units of which at most ``room`` reach from one date to another, the finest first.

    ``told``: characters of most dates, which tell the day (10), the month (7) or only the year (4).
    """
    known = [(unit, *start(pd.Series([first, last]), unit)) for unit in UNITS if unit.known <= told]
    return [unit for unit, low, high in known if (high - low).n // unit.years < min(room, unit.most)]


def start(dates: pd.Series, unit: Unit) -> pd.Series:
    """The period that each date lies in, as pandas has it; missing where the date does not tell it."""
    known = dates.where(dates.str.len() >= unit.known)
    return pd.to_datetime(known.map(_whole, "ignore"), errors="coerce", format="%Y-%m-%d").dt.to_period(unit.freq)


def span(period: object, unit: str) -> tuple[str, str] | None:
    """First and last day of a period, given by its first day or by its name; None of all that is earlier or later.

    >>> span("2023 Q2", "quarter"), span("2023-05-01", "week"), span("2020–24", "five-year span")
    (('2023-04-01', '2023-06-30'), ('2023-05-01', '2023-05-07'), ('2020-01-01', '2024-12-31'))
    """
    if period in (EARLIER, LATER):
        return None
    found = next(known for known in UNITS if known.name == unit)
    if found.years > 1:
        first = int(str(period)[:4])
        return f"{first}-01-01", f"{first + found.years - 1}-12-31"
    whole = pd.Period(str(period)[:10].replace(" ", ""), freq=found.freq)
    return f"{whole.start_time:%Y-%m-%d}", f"{whole.end_time:%Y-%m-%d}"


def _whole(date: str) -> str:
    """The first day of a month or year; a day itself."""
    return f"{date}-01-01"[:10]


def _held(stories: pd.DataFrame, unit: Unit) -> float:
    """How many stories lie in the period of the middle story."""
    found = start(stories["date"], unit)
    return float(found.map(found.value_counts()).median())


def _name(period: pd.Period, unit: Unit, low: pd.Period, high: pd.Period) -> str:
    """``2023-05``, ``2023 Q2``, ``2020–24``; a week by its Monday; outside of low and high earlier or later."""
    if not low <= period <= high:
        return EARLIER if period < low else LATER
    if unit.years == 1:
        return period.start_time.strftime(unit.form) if unit.freq == "W" else period.strftime(unit.form)
    first = period.year // unit.years * unit.years
    return f"{first}–{(first + unit.years - 1) % 100:02d}"
