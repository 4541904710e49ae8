"""The fold of a workout: the contract's sentences, and hypothesis against a plain reference."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.log.events import (
    Entry,
    Event,
    ExerciseAdded,
    ExerciseNoted,
    ExerciseRemoved,
    ExercisesReordered,
    Payload,
    Place,
    SetCompleted,
    SetCorrected,
    SetDeleted,
    WorkoutCancelled,
    WorkoutCorrected,
    WorkoutFinished,
    WorkoutStarted,
)
from shared.domain.log.fold import fold_workout
from shared.domain.log.workouts import Load, LoadUnit, LoggedSet, Workout, WorkoutStatus
from shared.domain.programs import SetKind
from tests.domain.log import reference
from tests.domain.log.strategies import NOON, histories


def done(name: str = "s1", exercise: str = "bench", at: float = 0, **fields: Any) -> SetCompleted:
    usual: dict[str, Any] = {"kind": SetKind.WORKING, "load": Load(Decimal(60)), "reps": 8}
    completed_at = NOON + timedelta(minutes=at)
    return SetCompleted(
        "w", exercise, LoggedSet(set_id=name, completed_at=completed_at, **(usual | fields))
    )


START = WorkoutStarted("w", NOON)
FINISH = WorkoutFinished("w", NOON + timedelta(hours=1))


def folded(*payloads: Payload) -> Workout | None:
    """They occurred in the order given, and arrive in another."""
    entries = [
        Entry(Place(NOON + timedelta(minutes=index), "phone", index + 1), payload)
        for index, payload in enumerate(payloads)
    ]
    Random(len(entries)).shuffle(entries)
    return fold_workout(entries)


def workout(*payloads: Payload) -> Workout:
    found = folded(*payloads)
    assert found is not None
    return found


def names(found: Workout) -> dict[str, list[str]]:
    return {
        execution.exercise_id: [one.set_id for one in execution.sets]
        for execution in found.executions
    }


@given(histories())
def test_the_fold_is_what_the_contract_says(history: list[Event]) -> None:
    entries = [event.entry for event in history]
    assert fold_workout(entries) == reference.told(entries)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: list[Event], chance: Random) -> None:
    entries = [event.entry for event in history]
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert fold_workout(shuffled) == fold_workout(entries)


def test_what_arrives_before_the_start_waits_for_it() -> None:
    assert folded(done(), SetCorrected("w", "s1", {"reps": 9})) is None
    found = workout(SetCorrected("w", "s1", {"reps": 9}), done(), START)
    assert found.executions[0].sets[0].reps == 9


def test_the_first_start_the_first_end_and_the_first_completion_count() -> None:
    later = WorkoutStarted("w", NOON + timedelta(days=1), name="Other")
    second_end = WorkoutFinished("w", NOON + timedelta(hours=9))
    found = workout(START, later, done(reps=8), done(reps=2), FINISH, second_end)
    assert (found.started_at, found.name) == (NOON, None)
    assert found.finished_at == FINISH.finished_at
    assert [one.reps for one in found.executions[0].sets] == [8]


def test_a_second_completion_of_a_set_adds_no_exercise() -> None:
    assert names(workout(START, done("s1", "bench"), done("s1", "row"))) == {"bench": ["s1"]}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_set_that_was_deleted_stays_so_wherever_its_deletion_stands(place: int) -> None:
    payloads: list[Payload] = [START, done("s1"), done("s2")]
    payloads.insert(place, SetDeleted("w", "s1"))
    assert names(workout(*payloads)) == {"bench": ["s2"]}


def test_corrections_overlay_in_their_order_also_those_before_the_set() -> None:
    found = workout(
        START,
        SetCorrected("w", "s1", {"reps": 5, "rir": 3.0}),
        done(rir=1.0),
        SetCorrected("w", "s1", {"reps": 6}),
        SetCorrected("w", "s1", {"rir": None}),
    )
    [one] = found.executions[0].sets
    assert (one.reps, one.rir) == (6, None)


def test_a_removal_takes_the_sets_before_it_and_no_others() -> None:
    found = workout(START, done("s1"), ExerciseRemoved("w", "bench"), done("s2"))
    assert names(found) == {"bench": ["s2"]}
    assert names(workout(START, done("s1"), ExerciseRemoved("w", "bench"))) == {}
    opened = workout(START, done("s1"), ExerciseRemoved("w", "bench"), ExerciseAdded("w", "bench"))
    assert names(opened) == {"bench": []}


def test_an_exercise_that_is_opened_afresh_has_no_notes_and_stands_last() -> None:
    found = workout(
        START,
        ExerciseAdded("w", "bench", 1),
        ExerciseNoted("w", "bench", {"notes": "wide"}),
        ExercisesReordered("w", ("bench", "row")),
        ExerciseAdded("w", "row"),
        ExerciseRemoved("w", "bench"),
        ExerciseAdded("w", "bench"),
    )
    assert found.exercise_ids == ("row", "bench")
    assert (found.executions[1].notes, found.executions[1].superset_group) == ("", None)


def test_notes_wait_for_their_exercise() -> None:
    found = workout(START, ExerciseNoted("w", "bench", {"notes": "wide"}), done())
    assert found.executions[0].notes == "wide"
    assert workout(START, ExerciseNoted("w", "row", {"notes": "x"}), done()).exercise_ids == (
        "bench",
    )


def test_exercises_stand_as_added_or_as_last_reordered_the_others_behind() -> None:
    added = [ExerciseAdded("w", one) for one in ("a", "b", "c")]
    assert workout(START, *added).exercise_ids == ("a", "b", "c")
    reordered = ExercisesReordered("w", ("c", "x", "a"))
    found = workout(START, *added, ExercisesReordered("w", ("b",)), reordered)
    assert found.exercise_ids == ("c", "a", "b")


def test_sets_stand_by_when_they_were_completed_and_as_told_at_the_same_time() -> None:
    found = workout(START, done("s1", at=3), done("s2", at=1), done("s4", at=3), done("s3", at=3))
    assert names(found) == {"bench": ["s2", "s1", "s4", "s3"]}


def test_a_workout_finished_without_a_set_does_not_exist_until_one_arrives() -> None:
    assert folded(START, ExerciseAdded("w", "bench"), FINISH) is None
    assert folded(START, done(), FINISH, SetDeleted("w", "s1")) is None
    found = workout(START, FINISH, done())
    assert found.status is WorkoutStatus.FINISHED
    assert workout(START).status is WorkoutStatus.IN_PROGRESS


def test_cancelling_is_final() -> None:
    assert folded(WorkoutCancelled("w"), START, done(), FINISH) is None


def test_a_correction_of_the_end_waits_for_the_end() -> None:
    correction = WorkoutCorrected("w", {"finished_at": NOON, "name": "Push"})
    found = workout(START, done(), correction)
    assert (found.finished_at, found.name) == (None, "Push")
    assert workout(START, done(), correction, FINISH).finished_at == NOON


def test_an_exercise_is_found_with_its_sets() -> None:
    found = workout(START, done("s1"), done("s2", "row"))
    sought = found.execution("row")
    assert sought is not None
    assert (sought.exercise_id, [one.set_id for one in sought.sets]) == ("row", ["s2"])
    assert found.execution("squat") is None
    assert found.set_count == 2


def test_a_pound_is_exact() -> None:
    assert Load(Decimal("135"), LoadUnit.LB).kg == Fraction(135 * 45359237, 10**8)
    assert Load(Decimal("62.5")).kg == Fraction(125, 2)
