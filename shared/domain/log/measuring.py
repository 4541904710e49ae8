"""What people do to a measurement by request: judged by how it stands, becoming events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain.errors import Fault, Invalid, NotFound
from shared.domain.log.bounds import MAX_METRICS
from shared.domain.log.events import MeasurementCorrected, MeasurementDeleted, Payload
from shared.domain.log.measurements import Measurement


def standing(measurement: Measurement | None) -> Measurement:
    if measurement is None:
        raise NotFound
    return measurement


def replace_measurement(
    measurement: Measurement | None,
    measured_at: datetime,
    values: Mapping[str, float],
    notes: str,
) -> list[Payload]:
    """All of it as it is sent. What stands so already is no event."""
    found = standing(measurement)
    if (found.measured_at, found.values, found.notes) == (measured_at, values, notes):
        return []
    gone: dict[str, float | None] = dict.fromkeys(found.values.keys() - values.keys())
    changes = {"measured_at": measured_at, "values": {**gone, **values}, "notes": notes}
    return [MeasurementCorrected(found.id, changes)]


def correct_measurement(
    measurement: Measurement | None, changes: Mapping[str, Any]
) -> list[Payload]:
    """Raises `Invalid` when no figure, or more than there may be, would be left."""
    found = standing(measurement)
    left = {**found.values, **changes.get("values", {})}
    count = sum(value is not None for value in left.values())
    if not count:
        message = "No figure would be left. Delete the measurement instead."
        raise Invalid(Fault("values", message))
    if count > MAX_METRICS:
        raise Invalid(Fault("values", f"A measurement has at most {MAX_METRICS} figures."))
    return [MeasurementCorrected(found.id, changes)]


def delete_measurement(measurement: Measurement | None) -> list[Payload]:
    return [MeasurementDeleted(standing(measurement).id)]
