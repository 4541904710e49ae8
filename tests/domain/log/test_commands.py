"""What a request may do to a workout, and what comes of it in the fold."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from shared.domain.errors import Conflict, Invalid, NotFound, Refusal
from shared.domain.exercises import Tracking
from shared.domain.log import commands
from shared.domain.log.events import Entry, Payload, Place, WorkoutFinished, WorkoutStarted
from shared.domain.log.fold import fold_workout
from shared.domain.log.workouts import Load, LoggedSet, Workout, WorkoutStatus
from shared.domain.programs import SetKind

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SET = LoggedSet("s1", SetKind.WORKING, Load(Decimal(60)), NOON, reps=8)


def folded(*steps: Sequence[Payload]) -> Workout | None:
    payloads = [payload for step in steps for payload in step]
    return fold_workout(
        Entry(Place(NOON, "server-rest", number), payload)
        for number, payload in enumerate(payloads, start=1)
    )


BEGUN: list[Payload] = [WorkoutStarted("w", NOON, "p", "a", "Push")]
EMPTY = folded(BEGUN)
WITH_SET: list[Payload] = [*BEGUN, *commands.add_set(EMPTY, "bench", SET)]
ONE = folded(WITH_SET)
FINISHED = folded(WITH_SET, commands.finish(ONE, NOON + timedelta(hours=1)))


def paths(refusal: Invalid) -> list[str]:
    return [fault.path for fault in refusal.faults]


def test_each_command_does_what_it_says() -> None:
    assert FINISHED is not None
    assert FINISHED.status is WorkoutStatus.FINISHED
    assert folded(BEGUN, commands.finish(EMPTY, NOON)) is None
    assert folded(WITH_SET, commands.cancel(ONE)) is None
    renamed = folded(BEGUN, commands.correct(EMPTY, {"name": None}))
    assert renamed is not None
    assert renamed.name is None
    other = replace(SET, set_id="s2", reps=5)
    put = folded(WITH_SET, commands.put_execution(ONE, "bench", {"notes": "slow"}, [other]))
    assert put is not None
    assert put.executions[0].sets == (other,)
    assert put.executions[0].notes == "slow"
    assert folded(WITH_SET, commands.remove_execution(ONE, "bench")) == EMPTY
    assert folded(WITH_SET, commands.delete_set(ONE, "bench", "s1")) != ONE
    changed = folded(WITH_SET, commands.correct_set(ONE, "bench", "s1", {"reps": 9}, None))
    assert changed is not None
    assert commands.set_in(changed, "bench", "s1").reps == 9
    two = folded(WITH_SET, commands.put_execution(ONE, "row", {}, []))
    assert two is not None
    assert two.exercise_ids == ("bench", "row")
    reordered = folded(
        WITH_SET,
        commands.put_execution(ONE, "row", {}, []),
        commands.reorder(two, ["row", "bench"]),
        commands.change_execution(two, "row", {"superset_group": 1}),
    )
    assert reordered is not None
    assert reordered.exercise_ids == ("row", "bench")
    assert reordered.executions[0].superset_group == 1


def test_what_a_device_told_wrongly_keeps_nobody_from_correcting_the_rest() -> None:
    odd = replace(SET, rir=2, rpe=8.5)
    begun: list[Payload] = [WorkoutStarted("w", NOON, None, "a", "Push")]
    end = [WorkoutFinished("w", NOON - timedelta(hours=1))]
    workout = folded(begun, commands.add_set(folded(begun), "bench", odd), end)
    assert commands.correct(workout, {"name": "Pull"})
    assert commands.correct_set(workout, "bench", "s1", {"notes": "slow"}, Tracking.TIME)
    for changes, place in (
        ({"session_id": "b"}, "session_id"),
        ({"started_at": NOON}, "started_at"),
    ):
        with pytest.raises(Invalid) as refused:
            commands.correct(workout, changes)
        assert paths(refused.value) == [place]


def test_of_rir_and_rpe_the_one_that_is_corrected_stands() -> None:
    [begun] = commands.add_set(EMPTY, "bench", replace(SET, rir=2, rpe=8))
    workout = folded([*BEGUN, begun])

    def corrected(**changes: float | None) -> tuple[float | None, float | None]:
        steps = commands.correct_set(workout, "bench", "s1", changes, Tracking.REPS)
        found = commands.set_in(folded([*BEGUN, begun], steps), "bench", "s1")
        return found.rir, found.rpe

    assert corrected(rir=1) == (1, None)
    assert corrected(rpe=9) == (None, 9)
    assert corrected(rpe=8) == (2, 8)
    assert corrected(rir=None) == (None, 8)
    assert corrected(rir=0, rpe=10) == (0, 10)
    with pytest.raises(Invalid):
        corrected(rir=0, rpe=9)


@pytest.mark.parametrize(
    "order",
    [
        lambda: commands.finish(None, NOON),
        lambda: commands.cancel(None),
        lambda: commands.correct(None, {}),
        lambda: commands.put_execution(None, "bench", {}, []),
        lambda: commands.change_execution(ONE, "row", {}),
        lambda: commands.remove_execution(ONE, "row"),
        lambda: commands.reorder(None, []),
        lambda: commands.add_set(None, "bench", SET),
        lambda: commands.correct_set(ONE, "bench", "s2", {}, None),
        lambda: commands.delete_set(ONE, "row", "s1"),
    ],
)
def test_what_is_not_there_cannot_be_changed(order: Callable[[], object]) -> None:
    with pytest.raises(NotFound):
        order()


def test_a_workout_is_finished_once_and_not_before_it_began() -> None:
    with pytest.raises(Conflict):
        commands.finish(FINISHED, NOON)
    with pytest.raises(Invalid) as refusal:
        commands.finish(ONE, NOON - timedelta(seconds=1))
    assert paths(refusal.value) == ["finished_at"]


@pytest.mark.parametrize(
    ("workout", "changes", "path"),
    [
        (ONE, {"finished_at": NOON}, "finished_at"),
        (ONE, {"program_id": None}, "session_id"),
        (FINISHED, {"finished_at": NOON - timedelta(hours=1)}, "finished_at"),
        (FINISHED, {"started_at": NOON + timedelta(hours=2)}, "started_at"),
        (FINISHED, {"started_at": NOON + timedelta(hours=2), "finished_at": NOON}, "finished_at"),
    ],
)
def test_a_correction_leaves_a_workout_in_order(
    workout: Workout, changes: dict[str, object], path: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.correct(workout, changes)
    assert paths(refusal.value) == [path]


def test_a_finished_workout_keeps_a_set() -> None:
    with pytest.raises(Invalid) as refusal:
        commands.put_execution(FINISHED, "bench", {}, [])
    assert paths(refusal.value) == ["sets"]
    assert commands.put_execution(FINISHED, "row", {}, [])
    assert commands.put_execution(FINISHED, "bench", {}, [SET])


def test_an_order_names_every_exercise_once() -> None:
    for wrong in ([], ["bench", "bench"], ["row"]):
        with pytest.raises(Refusal) as refusal:
            commands.reorder(ONE, wrong)
        assert isinstance(refusal.value, Invalid)


@pytest.mark.parametrize(
    ("one", "tracking", "expected"),
    [
        (SET, Tracking.REPS, []),
        (SET, None, []),
        (SET, Tracking.TIME, ["sets.0.duration_seconds"]),
        (SET, Tracking.DISTANCE, ["sets.0.distance_m"]),
        (replace(SET, reps=None), None, ["sets.0.reps"]),
        (replace(SET, reps=None, distance_m=5.0), None, []),
        (replace(SET, rir=2.0, rpe=8.0), Tracking.REPS, []),
        (replace(SET, rir=2.0, rpe=8.5), Tracking.REPS, ["sets.0.rpe"]),
        (replace(SET, reps=None, rir=2.0, rpe=9.0), Tracking.REPS, ["sets.0.reps", "sets.0.rpe"]),
    ],
)
def test_a_set_is_measured_as_its_exercise_is(
    one: LoggedSet, tracking: Tracking | None, expected: list[str]
) -> None:
    assert [fault.path for fault in commands.faults_of(one, tracking, "sets.0.")] == expected


def test_a_corrected_set_is_judged_as_a_new_one() -> None:
    with pytest.raises(Invalid) as refusal:
        commands.correct_set(ONE, "bench", "s1", {"rir": 2.0, "rpe": 9.0}, Tracking.REPS)
    assert paths(refusal.value) == ["rpe"]
