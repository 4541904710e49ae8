"""What people write beside their figures, and where it stands."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from shared.domain.coach.own_texts import (
    LONGEST,
    OwnText,
    Source,
    of_memory,
    of_program,
    of_workout,
    touched,
    words_in,
    words_of,
)
from shared.domain.log.events import (
    ExerciseNoted,
    ExerciseRemoved,
    Payload,
    SetCompleted,
    SetCorrected,
    SetDeleted,
    WorkoutCancelled,
    WorkoutCorrected,
    WorkoutStarted,
)
from shared.domain.log.workouts import Execution, Load, LoggedSet, Workout
from shared.domain.programs import (
    Entry,
    Plan,
    Program,
    Session,
    SetKind,
    SetRow,
    SplitType,
    Weekday,
    Weekly,
)

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
NAMES = {"bench": "Bench Press", "row": "Row"}


def logged(notes: str) -> LoggedSet:
    return LoggedSet("s", SetKind.WORKING, Load(Decimal(80)), NOW, reps=8, notes=notes)


def test_notes_of_a_workout_stand_at_their_exercise() -> None:
    executions = (
        Execution("bench", (logged(""), logged("elbow felt off")), notes="slow tempo"),
        Execution("row", (logged(""),)),
    )
    workout = Workout("w", NOW, name="Push", notes="Slept badly", executions=executions)
    assert list(of_workout(workout, NAMES.__getitem__)) == [
        OwnText(Source.WORKOUT, "w", "", "Push", "Slept badly", NOW),
        OwnText(Source.WORKOUT, "w", "bench", "Bench Press", "slow tempo\nelbow felt off", NOW),
    ]


def test_a_workout_without_a_note_has_nothing_to_say() -> None:
    blank = Workout("w", NOW, notes=" \n", executions=(Execution("row", (logged(""),)),))
    assert list(of_workout(blank, NAMES.__getitem__)) == []
    unnamed = replace(blank, notes="Tired")
    assert [one.meaning for one in of_workout(unnamed, NAMES.__getitem__)] == ["Tired"]


def test_notes_of_a_program_stand_at_their_entry() -> None:
    row = SetRow(SetKind.WORKING, 3, 8, 12, notes="pause at the chest")
    entries = (
        Entry((row,), "bench", notes="Elbows in", id="e1"),
        Entry((replace(row, notes=""),), "row", id="e2"),
    )
    plan = Plan(
        "Mine",
        SplitType.CUSTOM,
        Weekly((Weekday.MON,)),
        4,
        (Session("Push", entries, "s1"),),
        description="For a bad shoulder",
    )
    program = Program("p", plan, "me", "ours", 1, NOW, NOW)
    assert [(one.place, one.meaning) for one in of_program(program, NAMES.__getitem__)] == [
        ("", "Mine: For a bad shoulder"),
        ("e1", "Push, Bench Press: Elbows in\npause at the chest"),
    ]


def test_a_long_text_is_cut() -> None:
    memory = of_memory("m", "x" * (LONGEST + 1), NOW)
    assert (memory.meaning, memory.source) == ("x" * LONGEST, Source.MEMORY)


@pytest.mark.parametrize(
    ("payload", "workout"),
    [
        (SetCompleted("w", "bench", logged("elbow")), "w"),
        (SetCompleted("w", "bench", logged("")), None),
        (SetCorrected("w", "s", {"notes": ""}), "w"),
        (SetCorrected("w", "s", {"reps": 9}), None),
        (ExerciseNoted("w", "bench", {"notes": "slow"}), "w"),
        (ExerciseNoted("w", "bench", {"superset_group": 1}), None),
        (WorkoutCorrected("w", {"notes": "tired"}), "w"),
        (WorkoutCorrected("w", {"name": "Push"}), None),
        (WorkoutCancelled("w"), "w"),
        (ExerciseRemoved("w", "bench"), "w"),
        (SetDeleted("w", "s"), "w"),
        (WorkoutStarted("w", NOW), None),
    ],
)
def test_what_may_change_a_text_names_its_workout(payload: Payload, workout: str | None) -> None:
    assert touched(payload) == workout


def test_words_tell_whether_a_text_has_changed() -> None:
    workout = Workout("w", NOW, notes="Tired", executions=(Execution("row", (logged(""),)),))
    assert words_of(workout) == words_of(replace(workout, finished_at=NOW))
    assert words_of(workout) != words_of(replace(workout, notes="Fresh"))
    assert words_of(None) == []
    plan = Plan("P", SplitType.CUSTOM, Weekly((Weekday.MON,)), 4, (), description="Mine")
    program = Program("p", plan, "me", "ours", 1, NOW, NOW)
    assert words_in(program) == [("", "Mine")]
    assert words_in(replace(program, version=2)) == words_in(program)
