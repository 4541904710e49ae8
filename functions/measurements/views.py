"""How measurements are shown: as they were logged, and with what is derived from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from shared.domain.access import Caller
from shared.domain.body import Method, Obstacle, Reason, composition
from shared.domain.figures import rounded
from shared.domain.log.measurements import Measurement
from shared.domain.trend import SMOOTHING, Point, weekly_rate
from shared.web.wire import View


class ReasonView(View):
    """`missing` names metrics, and `sex`, which stands in the profile."""

    code: Obstacle
    message: str
    missing: list[str]

    @staticmethod
    def of(reason: Reason) -> "ReasonView":
        return ReasonView(code=reason.code, message=reason.message, missing=list(reason.missing))


class MeasurementView(View):
    """`method` tells how the share of fat is known; `reason`, why one of the three figures before
    it is null."""

    id: str
    measured_at: datetime
    values: Mapping[str, float]
    notes: str
    body_fat_percent: float | None
    fat_mass_kg: float | None
    lean_mass_kg: float | None
    method: Method | None
    reason: ReasonView | None

    @staticmethod
    def of(measurement: Measurement, caller: Caller) -> "MeasurementView":
        body = composition(measurement.values, caller.sex, caller.height_cm)
        percent, fat, lean = body.body_fat_percent, body.fat_mass_kg, body.lean_mass_kg
        return MeasurementView(
            id=measurement.id,
            measured_at=measurement.measured_at,
            values=measurement.values,
            notes=measurement.notes,
            body_fat_percent=None if percent is None else rounded(percent),
            fat_mass_kg=None if fat is None else rounded(fat),
            lean_mass_kg=None if lean is None else rounded(lean),
            method=body.method,
            reason=None if body.reason is None else ReasonView.of(body.reason),
        )


@dataclass(slots=True)
class TrendPointView:
    """One day: the mean of its figures, and the trend with them."""

    day: date
    value: float
    trend: float


class TrendView(View):
    """A point for every day with a figure. `trend` is that of the last one; `weekly_rate` how far
    it moves in a week, null while that is known for less than a week."""

    metric: str
    start_date: date
    end_date: date
    smoothing: float
    trend: float | None
    weekly_rate: float | None
    points: list[TrendPointView]

    @staticmethod
    def of(metric: str, first: date, last: date, points: Sequence[Point]) -> "TrendView":
        """`points` may begin before the first day."""
        rate = weekly_rate(points)
        shown = [
            TrendPointView(point.day, rounded(point.value), rounded(point.trend))
            for point in points
            if point.day >= first
        ]
        return TrendView(
            metric=metric,
            start_date=first,
            end_date=last,
            smoothing=float(SMOOTHING),
            trend=shown[-1].trend if shown else None,
            weekly_rate=None if rate is None or not shown else rounded(rate),
            points=shown,
        )
