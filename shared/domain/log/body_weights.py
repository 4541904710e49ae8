"""A person's body weight over time: what a BODYWEIGHT lift is reckoned with."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from shared.domain.log.measurements import Measurement

METRIC = "weight_kg"
SAME_DAY = timedelta(hours=24)
"""So much later somebody may step on the scales, and it still counts for the workout."""


class Weighing(NamedTuple):
    at: datetime
    kg: Fraction


class Span(NamedTuple):
    """Workouts started at or after `since` and before `until` (None: without end)."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class BodyWeights:
    """`weighings`: by the id of the measurement."""

    weighings: Mapping[str, Weighing]

    def at(self, started_at: datetime) -> Fraction | None:
        """For a workout that started then: the last weight measured before it or within
        `SAME_DAY` after; None when there is none."""
        after = bisect_right(self._moments, started_at + SAME_DAY)
        return self._in_order[after - 1].kg if after else None

    def changed(
        self, changes: Iterable[tuple[str, Measurement | None]]
    ) -> "tuple[BodyWeights, list[Span]]":
        """With these measurements as they are now (None: gone), and the workouts whose body weight
        may have become another one."""
        now = dict(self.weighings)
        moved: list[datetime] = []
        for measurement_id, measurement in changes:
            before = now.pop(measurement_id, None)
            after = _weighing(measurement)
            if after is not None:
                now[measurement_id] = after
            if before != after:
                moved += [one.at for one in (before, after) if one is not None]
        weights = BodyWeights(now)
        return weights, [weights._counting(at) for at in sorted(set(moved))]

    def _counting(self, at: datetime) -> Span:
        after = bisect_right(self._moments, at)
        until = self._moments[after] - SAME_DAY if after < len(self._moments) else None
        return Span(at - SAME_DAY, until)

    @cached_property
    def _in_order(self) -> list[Weighing]:
        return sorted(self.weighings.values())

    @cached_property
    def _moments(self) -> list[datetime]:
        return [one.at for one in self._in_order]


def _weighing(measurement: Measurement | None) -> Weighing | None:
    kg = None if measurement is None else measurement.values.get(METRIC)
    if measurement is None or not kg:
        return None
    # By way of text: 80.1 means 801 tenths.
    return Weighing(measurement.measured_at, Fraction(str(kg)))
