"""Trends, held against the figures of The Hacker's Diet and against smoothing day by day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.figures import rounded
from shared.domain.trend import REACHES_BACK, Point, Reading, readings, smoothed, weekly_rate

FIRST = date(2026, 3, 1)
WEIGHTS = st.integers(400, 2000).map(lambda tenths: Fraction(tenths, 10))


def taken(*values: float | None) -> list[Reading]:
    """One a day; None for a day without."""
    return [
        Reading(FIRST + timedelta(day), Fraction(str(value)))
        for day, value in enumerate(values)
        if value is not None
    ]


def trends(*values: float | None) -> list[float]:
    return [rounded(point.trend) for point in smoothed(taken(*values))]


def test_the_oracle_of_daily_weights() -> None:
    assert trends(80.0, 79.2, 80.4, 79.0, 78.8) == [80, 79.92, 79.968, 79.8712, 79.7641]


def test_days_without_a_figure_count() -> None:
    # 1 - 0.9^3 of the way.
    assert trends(80, None, None, 79) == [80, 79.729]
    assert trends(80, None, None, 79)[-1] == trends(80, 79, 79, 79)[-1]


def test_after_years_the_trend_begins_anew() -> None:
    late = Reading(date(2099, 12, 31), Fraction(60))
    assert smoothed([*taken(80), late])[-1].trend == 60


def test_nothing_has_no_trend() -> None:
    assert smoothed([]) == []
    assert weekly_rate([]) is None


@given(st.lists(WEIGHTS | st.none(), max_size=60))
def test_a_gap_is_like_the_next_figure_on_each_of_its_days(values: list[Fraction | None]) -> None:
    told = [Reading(FIRST + timedelta(day), one) for day, one in enumerate(values) if one]
    expected: dict[date, float] = {}
    trend: float | None = None
    last = FIRST
    for day, value in told:
        for _ in range((day - last).days):
            trend = None if trend is None else trend + 0.1 * (float(value) - trend)
        trend, last = float(value) if trend is None else trend, day
        expected[day] = trend
    found = {point.day: float(point.trend) for point in smoothed(told)}
    assert found == pytest.approx(expected, abs=1e-9)


@given(st.lists(WEIGHTS, min_size=1, max_size=40))
def test_a_trend_stays_between_the_figures(values: list[Fraction]) -> None:
    told = [Reading(FIRST + timedelta(day), value) for day, value in enumerate(values)]
    assert all(min(values) <= point.trend <= max(values) for point in smoothed(told))


def test_what_lies_far_back_does_not_show() -> None:
    days = REACHES_BACK.days
    recent = [Fraction(800 + day % 7, 10) for day in range(days + 30)]
    told = [Reading(FIRST + timedelta(day), one) for day, one in enumerate(recent)]
    before = Reading(FIRST - timedelta(1), Fraction(180))
    whole, cut = smoothed([before, *told]), smoothed(told)
    assert [rounded(point.trend) for point in whole[-30:]] == [
        rounded(point.trend) for point in cut[-30:]
    ]


def test_the_figure_of_a_day_is_the_mean_of_its_figures() -> None:
    told = [("b", 3), ("a", 81), ("a", 80), ("c", None)]
    days = {name: FIRST + timedelta(number) for number, name in enumerate("abc")}
    found = readings(
        told,
        day_of=lambda one: days[one[0]],
        value_of=lambda one: None if one[1] is None else Fraction(one[1]),
    )
    assert found == [
        Reading(FIRST, Fraction(161, 2)),
        Reading(FIRST + timedelta(1), Fraction(3)),
    ]


def line(days: int, a_day: Fraction, every: int = 1) -> list[Point]:
    """A trend that moves by so much a day."""
    return [
        Point(FIRST + timedelta(day), Fraction(0), 80 + day * a_day)
        for day in range(0, days + 1, every)
    ]


@given(st.integers(7, 60), st.fractions(-1, 1, max_denominator=100), st.sampled_from([1, 7]))
def test_the_rate_of_a_straight_trend_is_its_slope(days: int, a_day: Fraction, every: int) -> None:
    assert weekly_rate(line(days, a_day, every)) == 7 * a_day


def test_there_is_no_rate_before_a_week_is_known() -> None:
    assert weekly_rate(line(6, Fraction(1))) is None
    assert weekly_rate(line(7, Fraction(1))) == 7


def test_the_rate_is_that_of_the_last_four_weeks() -> None:
    before = [Point(FIRST - timedelta(200 - day), Fraction(0), Fraction(500)) for day in range(100)]
    assert weekly_rate([*before, *line(40, Fraction(-1, 10))]) == Fraction(-7, 10)
    # Of two figures far from each other, the last four weeks have but one.
    assert weekly_rate(line(28, Fraction(1), every=28)) is None
