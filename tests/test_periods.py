"""Over time: days, weeks, months, quarters or years; few dates far off; dates that do not tell enough."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.figures.periods import EARLIER, LATER, ROOM, periods


def rows(dates) -> pd.DataFrame:
    return pd.DataFrame({"published": list(dates), "story_id": [f"s{i}" for i in range(len(dates))]})


def every(n: int, step: str, first: str = "2022-03-01") -> list[str]:
    return pd.date_range(first, periods=n, freq=step).strftime("%Y-%m-%d").tolist()


@pytest.mark.parametrize(
    ("dates", "unit", "names"),
    [
        (every(200, "2h"), "day", ["2022-03-01", "2022-03-02"]),
        (every(300, "4h"), "week", ["2022-02-28", "2022-03-07"]),  # the Mondays
        (every(80, "2D"), "month", ["2022-03", "2022-04"]),
        (every(400, "4D"), "quarter", ["2022 Q1", "2022 Q2"]),
        (every(400, "8D"), "year", ["2022", "2023"]),
        (every(30, "40D"), "year", ["2022", "2023"]),  # too few stories in a month and in a quarter
        (every(300, "50D"), "five-year span", ["2020–24", "2025–29"]),
        (["2022-03", "2022-04", "2022-04"] * 6 + ["2022-05-04"], "month", ["2022-03", "2022-04"]),
        (["2021", "2022", "2023"] * 6, "year", ["2021", "2022"]),
    ],
)
def test_the_finest_unit_that_has_room_and_stories(dates, unit, names):
    found = periods(rows(dates))
    assert (found.unit, found.names[:2], found.note) == (unit, names, "")
    assert found.of.notna().all()


def test_a_date_that_does_not_tell_the_period_is_counted_and_left_out():
    found = periods(rows([*every(40, "5D"), "2022", "", ""]))
    assert found.unit == "month" and found.of.isna().sum() == 3
    assert found.note == "3 stories without a date to the month left out"
    assert periods(rows(["", ""])).names == []


def test_a_few_dates_far_off_do_not_stretch_the_axis():
    found = periods(rows(["1999-01-01", *every(300, "12h"), "2031-01-01"]))
    assert found.unit == "month" and found.names[0] == EARLIER and found.names[-1] == LATER and len(found.names) <= 8
    assert (found.of.iloc[0], found.of.iloc[-1]) == (EARLIER, LATER)


DATES = st.dates(pd.Timestamp("1900-01-01").date(), pd.Timestamp("2100-01-01").date()).map(str)


@given(st.lists(st.one_of(DATES, DATES.map(lambda day: day[:7]), DATES.map(lambda day: day[:4]), st.just(""))))
def test_every_row_has_a_period_of_the_axis_or_is_counted(dates):
    found = periods(rows(dates))
    told = found.of.dropna()
    assert set(told) <= set(found.names) and len(found.names) <= ROOM + 2
    lost = len(dates) - len(told)
    assert found.note.startswith(f"{lost} ") if lost and any(dates) else not found.note
