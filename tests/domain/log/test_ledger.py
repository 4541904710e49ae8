"""Ledgers: the same events, the same bytes, whichever way they came together."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log.coding import (
    as_text,
    measurement_of,
    measurement_plain,
    payload_of,
    payload_plain,
    workout_of,
    workout_plain,
)
from shared.domain.log.events import (
    CLASSES,
    TYPES,
    Entity,
    EntityKind,
    Event,
    ExerciseNoted,
    MeasurementDeleted,
    Payload,
    SetDeleted,
    Skipped,
    WorkoutStarted,
)
from shared.domain.log.fold import fold_workout
from shared.domain.log.ledger import (
    MOST_BYTES,
    RESERVED_BYTES,
    Ledger,
    ledger_of,
    read_ledger,
)
from shared.domain.log.measurements import Measurement, fold_measurement
from shared.domain.log.workouts import Workout
from tests.domain.log.strategies import (
    NOON,
    about_measurements,
    about_workouts,
    histories,
    skipped,
)

WORKOUT, MEASUREMENT = Entity(EntityKind.WORKOUT, "w"), Entity(EntityKind.MEASUREMENT, "m")


@given(st.data(), st.sampled_from([WORKOUT, MEASUREMENT]))
def test_in_parts_at_once_or_read_again_a_ledger_has_the_same_bytes(
    data: st.DataObject, entity: Entity
) -> None:
    payloads = about_workouts if entity is WORKOUT else about_measurements
    history = data.draw(histories(payloads))
    entries = [event.entry for event in data.draw(st.permutations(history))]
    cut = data.draw(st.integers(0, len(entries)))
    begun = read_ledger(entity, ledger_of(entity, entries[:cut]).text)
    for entry in entries[cut:]:
        begun = begun.with_entry(entry)
    whole = ledger_of(entity, [event.entry for event in history])
    assert begun == whole
    assert begun.size == len(whole.text.encode()) + bool(whole.text)
    assert begun.fold() == whole.fold()
    assert whole.last == max((entry.place for entry in entries), default=None)


@given(histories(), histories(about_measurements))
def test_a_ledger_folds_to_what_its_entity_is(
    workouts: list[Event], measurements: list[Event]
) -> None:
    about_workout = [event.entry for event in workouts]
    assert ledger_of(WORKOUT, about_workout).fold() == fold_workout(about_workout)
    about_measurement = [event.entry for event in measurements]
    folded = ledger_of(MEASUREMENT, about_measurement).fold()
    assert folded == fold_measurement(about_measurement)


@given(about_workouts | about_measurements | skipped)
def test_a_payload_survives_its_text(payload: Payload) -> None:
    plain = payload_plain(payload)
    assert payload_of(TYPES[type(payload)], plain) == payload
    assert payload_plain(payload_of(TYPES[type(payload)], plain)) == plain
    assert "\n" not in as_text(plain)


@given(histories(), histories(about_measurements))
def test_what_is_folded_survives_its_text(workouts: list[Event], measurements: list[Event]) -> None:
    workout = fold_workout(event.entry for event in workouts)
    if isinstance(workout, Workout):
        assert workout_of(workout_plain(workout)) == workout
    measurement = fold_measurement(event.entry for event in measurements)
    if isinstance(measurement, Measurement):
        assert measurement_of(measurement_plain(measurement)) == measurement


def test_a_note_stands_on_the_wire_as_it_is_sent() -> None:
    noted = ExerciseNoted("w", "bench", {"notes": "wide"})
    assert payload_plain(noted) == {"workout_id": "w", "exercise_id": "bench", "notes": "wide"}


def test_a_full_ledger_takes_only_what_ends_or_makes_room() -> None:
    def filled(size: int) -> Ledger:
        return Ledger(WORKOUT, size=size)

    more, less = WorkoutStarted("w", NOON), SetDeleted("w", "s1")
    assert filled(MOST_BYTES - 1).has_room_for(more)
    assert not filled(MOST_BYTES).has_room_for(more)
    assert filled(MOST_BYTES + RESERVED_BYTES - 1).has_room_for(less)
    assert not filled(MOST_BYTES + RESERVED_BYTES).has_room_for(less)


@pytest.mark.parametrize(
    ("payload", "entity"),
    [
        (Skipped("gone"), None),
        (SetDeleted("w", "s1"), WORKOUT),
        (MeasurementDeleted("m"), MEASUREMENT),
    ],
)
def test_an_event_knows_what_it_is_about(payload: Payload, entity: Entity | None) -> None:
    event = Event("e", "phone", 1, NOON, payload)
    assert event.entity == entity
    assert CLASSES[event.type] is type(payload)


@given(histories())
def test_no_two_events_have_one_place(history: list[Event]) -> None:
    places = sorted(event.entry.place for event in history)
    assert all(one < other for one, other in pairwise(places))
