"""Events as any device may tell them, of few workouts, exercises and sets, so that they meet."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shared.domain.log.events import (
    Event,
    ExerciseAdded,
    ExerciseNoted,
    ExerciseRemoved,
    ExercisesReordered,
    MeasurementCorrected,
    MeasurementDeleted,
    MeasurementRecorded,
    Payload,
    SetCompleted,
    SetCorrected,
    SetDeleted,
    Skipped,
    WorkoutCancelled,
    WorkoutCorrected,
    WorkoutFinished,
    WorkoutStarted,
)
from shared.domain.log.workouts import Load, LoadUnit, LoggedSet, Side
from shared.domain.programs import SetKind

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

instants = st.builds(
    lambda minutes, micros: NOON + timedelta(minutes=minutes, microseconds=micros),
    st.integers(0, 4),
    st.sampled_from([0, 0, 1, 500_000]),
)
workouts = st.just("w")
exercises = st.sampled_from(["bench", "row", "squat"])
sets = st.sampled_from(["s1", "s2", "s3", "s4"])
texts = st.sampled_from(["", "slow", "line\nbreak", "é\u2028", '"\\'])
loads = st.builds(
    Load,
    st.sampled_from(["0", "60", "62.5", "135", "61.23"]).map(Decimal),
    st.sampled_from(LoadUnit),
)
halves = st.none() | st.sampled_from([0.0, 1.5, 2.0])
groups = st.none() | st.integers(1, 3)

set_fields: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(SetKind),
    "load": loads,
    "completed_at": instants,
    "reps": st.integers(0, 3),
    "forced_reps": st.integers(0, 1),
    "rir": halves,
    "rpe": halves,
    "side": st.sampled_from(Side),
    "rest_seconds": st.none() | st.just(90),
    "notes": texts,
}
workout_fields: dict[str, st.SearchStrategy[Any]] = {
    "started_at": instants,
    "finished_at": instants,
    "name": st.none() | texts,
    "program_id": st.none() | st.just("p"),
    "session_id": st.none() | st.just("a"),
    "notes": texts,
}


def changes(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields).filter(bool)


completions = st.builds(
    lambda workout, exercise, name, fields: SetCompleted(
        workout, exercise, LoggedSet(set_id=name, **fields)
    ),
    workouts,
    exercises,
    sets,
    st.fixed_dictionaries(set_fields),
)
about_workouts: st.SearchStrategy[Payload] = st.one_of(
    st.builds(WorkoutStarted, workouts, instants, name=st.none() | texts),
    completions,
    completions,
    st.builds(SetCorrected, workouts, sets, changes(set_fields)),
    st.builds(SetDeleted, workouts, sets),
    st.builds(ExerciseAdded, workouts, exercises, groups),
    st.builds(ExerciseRemoved, workouts, exercises),
    st.builds(
        ExerciseNoted,
        workouts,
        exercises,
        changes({"notes": texts, "superset_group": groups}),
    ),
    st.builds(
        ExercisesReordered,
        workouts,
        st.lists(exercises, min_size=1, unique=True).map(tuple),
    ),
    st.builds(WorkoutFinished, workouts, instants),
    st.builds(WorkoutCorrected, workouts, changes(workout_fields)),
    # Final, so seldom.
    st.sampled_from([WorkoutStarted("w", NOON)] * 4 + [WorkoutCancelled("w")]),
)
metrics = st.sampled_from(["weight_kg", "waist_cm"])
figures = st.sampled_from([80.0, 80.5, 81.0])
about_measurements: st.SearchStrategy[Payload] = st.one_of(
    st.builds(MeasurementRecorded, st.just("m"), instants, st.dictionaries(metrics, figures)),
    st.builds(
        MeasurementCorrected,
        st.just("m"),
        changes(
            {
                "measured_at": instants,
                "notes": texts,
                "values": st.dictionaries(metrics, st.none() | figures),
            }
        ),
    ),
    st.sampled_from([MeasurementRecorded("m", NOON, {}), MeasurementDeleted("m")]),
)
skipped: st.SearchStrategy[Payload] = st.builds(Skipped, texts)


@st.composite
def histories(
    draw: st.DrawFn,
    payloads: st.SearchStrategy[Payload] = about_workouts,
    devices: tuple[str, ...] = ("phone", "server-rest", "watch"),
) -> list[Event]:
    """Devices number what they tell; their clocks agree about little."""
    told = draw(st.lists(st.tuples(st.sampled_from(devices), instants, payloads), max_size=14))
    counts = dict.fromkeys(devices, 0)
    events = []
    for device, at, payload in told:
        counts[device] += 1
        number = counts[device]
        events.append(Event(f"{device}-{number}", device, number, at, payload))
    return events
