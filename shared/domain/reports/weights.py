"""The trend of the body's weight, week by week."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from shared.domain.log.body_weights import METRIC
from shared.domain.log.measurements import Measurement
from shared.domain.reports.facts import Weight
from shared.domain.trend import readings, smoothed
from shared.domain.weeks import IsoWeek
from shared.domain.zones import Zones

Weights = Mapping[IsoWeek, Fraction]
"""The trend at the last reading of each week that has one, in kilograms."""


def weekly_weights(measurements: Iterable[Measurement], zones: Zones) -> Weights:
    found = readings(
        measurements,
        lambda one: zones.local(one.measured_at).date(),
        _kilograms,
    )
    return {IsoWeek.of(point.day): point.trend for point in smoothed(found)}


def weight_in(week: IsoWeek, weights: Weights) -> Weight | None:
    """None when nobody was weighed in that week."""
    kg = weights.get(week)
    return None if kg is None else Weight(kg, weights.get(week.later(-1)))


def _kilograms(measurement: Measurement) -> Fraction | None:
    value = measurement.values.get(METRIC)
    # By way of text: 80.1 means ten times 8.01, not the nearest binary number.
    return None if value is None else Fraction(str(value))
