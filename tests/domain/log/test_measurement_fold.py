"""The fold of a measurement."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log.events import (
    Entry,
    Event,
    MeasurementCorrected,
    MeasurementDeleted,
    MeasurementRecorded,
    Payload,
    Place,
)
from shared.domain.log.measurements import Measurement, fold_measurement
from tests.domain.log.strategies import NOON, about_measurements, histories

RECORDED = MeasurementRecorded("m", NOON, {"weight_kg": 80.0, "waist_cm": 90.0}, "morning")


def folded(*payloads: Payload) -> Measurement | None:
    return fold_measurement(
        Entry(Place(NOON + timedelta(minutes=index), "phone", index + 1), payload)
        for index, payload in enumerate(payloads)
    )


@given(histories(about_measurements), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: list[Event], chance: Random) -> None:
    entries = [event.entry for event in history]
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert fold_measurement(shuffled) == fold_measurement(entries)


@pytest.mark.parametrize("place", [0, 1])
def test_a_correction_overlays_what_it_names_wherever_it_stands(place: int) -> None:
    corrections = MeasurementCorrected("m", {"values": {"weight_kg": 81.0, "waist_cm": None}})
    payloads: list[Payload] = [RECORDED, MeasurementRecorded("m", NOON, {"neck_cm": 1.0})]
    payloads.insert(place, corrections)
    assert folded(*payloads) == Measurement("m", NOON, {"weight_kg": 81.0}, "morning")


def test_later_corrections_win_field_by_field() -> None:
    later = NOON + timedelta(days=1)
    found = folded(
        RECORDED,
        MeasurementCorrected("m", {"measured_at": later, "notes": "a"}),
        MeasurementCorrected("m", {"notes": "b"}),
    )
    assert found == Measurement("m", later, RECORDED.values, "b")


def test_deletion_is_final_and_a_correction_alone_is_nothing() -> None:
    assert folded(MeasurementDeleted("m"), RECORDED) is None
    assert folded(MeasurementCorrected("m", {"notes": "x"})) is None
