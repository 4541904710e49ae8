"""The steps the handlers share: change a measurement, and follow a metric through the days."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from shared.domain.body import figure_of
from shared.domain.errors import Fault, Invalid
from shared.domain.log.events import Payload
from shared.domain.log.judging import is_too_far_ahead
from shared.domain.log.measurements import Measurement
from shared.domain.trend import REACHES_BACK, readings, smoothed
from shared.store.log_changes import LogChanges
from shared.store.measurements import FirestoreMeasurements
from shared.web.call import Call

from .schemas import TrendQuery
from .views import TrendView

Decide = Callable[[Measurement | None], Sequence[Payload]]

MOST_READ = 2_000
"""Measurements that one trend is told from, the last of its days."""
_USUAL = timedelta(days=90)
_LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deps:
    measurements: FirestoreMeasurements
    changes: LogChanges
    now: Callable[[], datetime]


def changed_or_gone(call: Call[Deps], measurement_id: str, decide: Decide) -> Measurement | None:
    return call.deps.changes.of_measurement(
        call.caller.user_id, measurement_id, decide, call.new_id
    )


def not_ahead(call: Call[Deps], measured_at: datetime | None) -> None:
    if measured_at is not None and is_too_far_ahead(measured_at, call.deps.now()):
        raise Invalid(Fault("measured_at", "This lies more than 24 hours ahead."))


def trend_of(call: Call[Deps], query: TrendQuery) -> TrendView:
    """The same on a day, whichever days it is asked with: what was measured before them counts."""
    caller = call.caller
    first, last = _days(call, query)
    rows = call.deps.measurements.measured(
        caller.user_id,
        caller.zones.midnight(first - REACHES_BACK),
        caller.zones.midnight(last + _DAY),
        limit=MOST_READ,
    )

    def day_of(one: Measurement) -> date:
        return caller.zones.local(one.measured_at).date()

    def value_of(one: Measurement) -> Fraction | None:
        return figure_of(query.metric, one.values, caller.sex, caller.height_cm)

    found = readings((row.value for row in rows), day_of, value_of)
    return TrendView.of(query.metric, first, last, smoothed(found))


def _days(call: Call[Deps], query: TrendQuery) -> tuple[date, date]:
    last = query.end_date or call.caller.zones.local(call.deps.now()).date()
    first = query.start_date or last - _USUAL + _DAY
    if last < first:
        raise Invalid(Fault("start_date", "This lies after today. Send end_date, too."))
    if first <= last - _LONGEST:
        raise Invalid(Fault("start_date", f"These are more than {_LONGEST.days} days."))
    return first, last
