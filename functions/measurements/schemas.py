"""What is asked of `measurements`."""

from shared.web.days import DaysQuery
from shared.web.logged import MeasuredValues, MetricName, Notes
from shared.web.paging import GrowingQuery
from shared.web.wire import Instant, Wire


class MeasurementOrder(Wire):
    """What was measured; without a time, now. Each metric carries its unit in its name, such as
    `weight_kg` or `waist_cm`. Any other name is welcome, too."""

    measured_at: Instant | None = None
    values: MeasuredValues
    notes: Notes = ""


class MeasurementDraft(Wire):
    """All of a measurement: a figure that is not among these is no longer in it."""

    measured_at: Instant
    values: MeasuredValues
    notes: Notes = ""


class MeasurementsQuery(DaysQuery, GrowingQuery):
    """Sorted by when they were taken."""


class TrendQuery(DaysQuery):
    """At most 366 days. Without an end they are those until today, without a start the last 90."""

    metric: MetricName
