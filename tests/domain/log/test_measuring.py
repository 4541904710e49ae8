"""What people do to a measurement by request."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.errors import Invalid, NotFound
from shared.domain.log.bounds import MAX_METRICS
from shared.domain.log.events import Entry, MeasurementRecorded, Payload, Place
from shared.domain.log.measurements import Measurement, fold_measurement
from shared.domain.log.measuring import (
    correct_measurement,
    delete_measurement,
    replace_measurement,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
MINE = Measurement("m", NOON, {"weight_kg": 80.5, "waist_cm": 85.0}, "fasted")


def after(events: list[Payload]) -> Measurement | None:
    """What `MINE` becomes."""
    recorded = MeasurementRecorded("m", MINE.measured_at, MINE.values, MINE.notes)
    payloads = [recorded, *events]
    return fold_measurement(
        Entry(Place(NOON, "d", number), payload) for number, payload in enumerate(payloads)
    )


def test_what_is_replaced_is_what_was_sent() -> None:
    changed = after(replace_measurement(MINE, LATER, {"weight_kg": 80.0, "hip_cm": 99.0}, ""))
    assert changed == Measurement("m", LATER, {"weight_kg": 80.0, "hip_cm": 99.0}, "")


def test_replacing_it_by_itself_is_no_event() -> None:
    assert replace_measurement(MINE, NOON, dict(MINE.values), "fasted") == []


def test_a_correction_leaves_what_it_does_not_name() -> None:
    changed = after(correct_measurement(MINE, {"values": {"waist_cm": None, "hip_cm": 99.0}}))
    assert changed == Measurement("m", NOON, {"weight_kg": 80.5, "hip_cm": 99.0}, "fasted")
    assert after(correct_measurement(MINE, {"notes": ""})) == Measurement("m", NOON, MINE.values)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"weight_kg": None, "waist_cm": None},
            "No figure would be left. Delete the measurement instead.",
        ),
        (
            {f"m{number}": 1.0 for number in range(MAX_METRICS - 1)},
            "A measurement has at most 60 figures.",
        ),
    ],
)
def test_a_correction_leaves_one_figure_and_not_too_many(
    values: dict[str, Any], message: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        correct_measurement(MINE, {"values": values})
    assert [(fault.path, fault.message) for fault in refusal.value.faults] == [("values", message)]


def test_what_is_deleted_is_gone() -> None:
    assert after(delete_measurement(MINE)) is None


def test_what_is_not_there_cannot_be_changed() -> None:
    with pytest.raises(NotFound):
        replace_measurement(None, NOON, {"weight_kg": 80.0}, "")
    with pytest.raises(NotFound):
        correct_measurement(None, {"notes": ""})
    with pytest.raises(NotFound):
        delete_measurement(None)
