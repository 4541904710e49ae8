"""The trend of a metric: its daily figures, smoothed, and how fast it moves."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeVar

SMOOTHING = Fraction(1, 10)
"""So much of the way to a new figure the trend goes in a day (Walker, The Hacker's Diet)."""

REACHES_BACK = timedelta(weeks=26)
"""What was measured so long before a day no longer shows in its trend: 0.9 to that power is
5e-9."""

RATE_OVER = timedelta(days=28)
RATE_FROM = timedelta(days=7)
"""The days that the rate is taken over, at the most and at the least."""

_LEFT = 1 - SMOOTHING
_GRID = 10**12
"""The trend is kept to so many parts: exact fractions grow with every step."""
_MOST_DAYS = 1_000

Measured = TypeVar("Measured")


class Reading(NamedTuple):
    day: date
    value: Fraction


class Point(NamedTuple):
    day: date
    value: Fraction
    trend: Fraction


def readings(
    measured: Iterable[Measured],
    day_of: Callable[[Measured], date],
    value_of: Callable[[Measured], Fraction | None],
) -> list[Reading]:
    """One for each day that has a figure, in the order of days: the mean of the day's."""
    told = ((day_of(one), value_of(one)) for one in measured)
    known = sorted((day, value) for day, value in told if value is not None)
    found = []
    for day, those in groupby(known, key=itemgetter(0)):
        values = [value for _, value in those]
        found.append(Reading(day, sum(values, Fraction(0)) / len(values)))
    return found


def smoothed(figures: Iterable[Reading]) -> list[Point]:
    """Each day with its trend, which begins at the first figure. Days without one count as well:
    after three of them a new figure moves the trend as far as three equal ones would."""
    points: list[Point] = []
    for day, value in figures:
        trend = round(value * _GRID)
        if points:
            last = points[-1]
            days = min((day - last.day).days, _MOST_DAYS)
            # What is left of the way after so many days, in whole numbers: they cost nothing.
            left, of = _LEFT.numerator**days, _LEFT.denominator**days
            trend += (int(last.trend * _GRID) - trend) * left // of
        points.append(Point(day, value, Fraction(trend, _GRID)))
    return points


def weekly_rate(points: Sequence[Point]) -> Fraction | None:
    """How far the trend moves in a week: the slope of the line nearest to it over the last
    `RATE_OVER` before the last point. None while it is known for less than `RATE_FROM`."""
    if not points:
        return None
    last = points[-1].day
    late = [point for point in points if last - point.day < RATE_OVER]
    if last - late[0].day < RATE_FROM:
        return None
    days = [(point.day - last).days for point in late]
    middle = Fraction(sum(days), len(days))
    spread = sum((day - middle) ** 2 for day in days)
    moved = sum((day - middle) * point.trend for day, point in zip(days, late, strict=True))
    return Fraction(7 * moved / spread)
