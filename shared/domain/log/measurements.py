"""Measurements of the body: free metrics, each a number, at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.domain.log.events import (
    Entry,
    MeasurementCorrected,
    MeasurementDeleted,
    MeasurementRecorded,
)


@dataclass(frozen=True, slots=True)
class Measurement:
    """`values`: metric (`weight_kg`, `waist_cm`, …) -> number."""

    id: str
    measured_at: datetime
    values: Mapping[str, float]
    notes: str = ""


def fold_measurement(entries: Iterable[Entry]) -> Measurement | None:
    """What the entries of one measurement come to; None when it was deleted or has only been
    corrected so far. The first recording in fold order wins; corrections overlay it wherever they
    stand, metric by metric (None removes one); deletion is final."""
    found: Measurement | None = None
    changes: dict[str, Any] = {}
    values: dict[str, float | None] = {}
    for _, payload in sorted(entries, key=lambda entry: entry.place):
        match payload:
            case MeasurementDeleted():
                return None
            case MeasurementRecorded(measurement_id, measured_at, recorded, notes) if not found:
                found = Measurement(measurement_id, measured_at, recorded, notes)
            case MeasurementCorrected(changes=corrected):
                values |= corrected.get("values", {})
                changes |= {name: new for name, new in corrected.items() if name != "values"}
            case _:
                pass
    if found is None:
        return None
    overlaid = {**found.values, **values}
    remaining = {name: value for name, value in overlaid.items() if value is not None}
    return replace(found, **changes, values=remaining)
