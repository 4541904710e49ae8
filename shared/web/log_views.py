"""How workouts and measurements are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.figures import rounded
from shared.domain.log.coding import load_plain
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import (
    Execution,
    LoadUnit,
    LoggedSet,
    Side,
    Workout,
    WorkoutStatus,
)
from shared.domain.programs import SetKind
from shared.web.wire import View

# What a workout is made of by the dozen: plain dataclasses, which are made quicker than models.


@dataclass(slots=True)
class LoadView:
    """As it was entered."""

    value: float
    unit: LoadUnit


@dataclass(slots=True)
class LoggedSetView:
    set_id: str
    kind: SetKind
    reps: int | None
    duration_seconds: float | None
    distance_m: float | None
    forced_reps: int
    load: LoadView
    load_kg: float
    rir: float | None
    rpe: float | None
    side: Side
    rest_seconds: int | None
    completed_at: datetime
    notes: str

    @staticmethod
    def of(done: LoggedSet) -> "LoggedSetView":
        return LoggedSetView(
            set_id=done.set_id,
            kind=done.kind,
            reps=done.reps,
            duration_seconds=done.duration_seconds,
            distance_m=done.distance_m,
            forced_reps=done.forced_reps,
            load=LoadView(**load_plain(done.load)),
            load_kg=rounded(done.load.kg),
            rir=done.rir,
            rpe=done.rpe,
            side=done.side,
            rest_seconds=done.rest_seconds,
            completed_at=done.completed_at,
            notes=done.notes,
        )


@dataclass(slots=True)
class ExecutionView:
    exercise_id: str
    order: int
    superset_group: int | None
    notes: str
    sets: list[LoggedSetView]

    @staticmethod
    def of(execution: Execution, order: int) -> "ExecutionView":
        sets = [LoggedSetView.of(done) for done in execution.sets]
        return ExecutionView(
            execution.exercise_id, order, execution.superset_group, execution.notes, sets
        )


class WorkoutView(View):
    """`order` counts from 1."""

    id: str
    name: str | None
    program_id: str | None
    session_id: str | None
    status: WorkoutStatus
    started_at: datetime
    finished_at: datetime | None
    notes: str
    executions: list[ExecutionView]

    @staticmethod
    def of(workout: Workout) -> "WorkoutView":
        return WorkoutView(
            id=workout.id,
            name=workout.name,
            program_id=workout.program_id,
            session_id=workout.session_id,
            status=workout.status,
            started_at=workout.started_at,
            finished_at=workout.finished_at,
            notes=workout.notes,
            executions=[
                ExecutionView.of(execution, order)
                for order, execution in enumerate(workout.executions, start=1)
            ],
        )


class LoggedMeasurementView(View):
    """As it was logged, without what is derived from it."""

    id: str
    measured_at: datetime
    values: Mapping[str, float]
    notes: str

    @staticmethod
    def of(measurement: Measurement) -> "LoggedMeasurementView":
        return LoggedMeasurementView(
            id=measurement.id,
            measured_at=measurement.measured_at,
            values=measurement.values,
            notes=measurement.notes,
        )
