"""How workouts are answered: what `shared.web.log_views` shows, by itself or with more around."""

from datetime import datetime
from typing import Literal

from pydantic import RootModel

from shared.domain.log import commands
from shared.domain.log.workouts import Workout, WorkoutStatus
from shared.web.log_views import ExecutionView, LoggedSetView, WorkoutView
from shared.web.wire import View


class ExecutionAnswer(RootModel[ExecutionView]):
    @staticmethod
    def of(workout: Workout, exercise_id: str) -> "ExecutionAnswer":
        """Raises `NotFound` when it is not in the workout."""
        execution = commands.execution_in(workout, exercise_id)
        return ExecutionAnswer(ExecutionView.of(execution, workout.executions.index(execution) + 1))


class SetAnswer(RootModel[LoggedSetView]):
    pass


class GoneView(View):
    """A workout that was finished without a set is not kept."""

    deleted: Literal[True] = True


class FinishAnswer(RootModel[WorkoutView | GoneView]):
    pass


class OccasionView(View):
    """One exercise in one workout."""

    workout_id: str
    workout_name: str | None
    status: WorkoutStatus
    started_at: datetime
    finished_at: datetime | None
    notes: str
    sets: list[LoggedSetView]

    @staticmethod
    def of(workout: Workout, exercise_id: str) -> "OccasionView":
        execution = workout.execution(exercise_id)
        return OccasionView(
            workout_id=workout.id,
            workout_name=workout.name,
            status=workout.status,
            started_at=workout.started_at,
            finished_at=workout.finished_at,
            notes=execution.notes if execution else "",
            sets=[LoggedSetView.of(one) for one in (execution.sets if execution else ())],
        )


class LastSetsView(View):
    """Nothing but the exercise and no sets when it was never done."""

    exercise_id: str
    workout_id: str | None
    workout_name: str | None
    started_at: datetime | None
    finished_at: datetime | None
    notes: str
    sets: list[LoggedSetView]

    @staticmethod
    def of(exercise_id: str, workout: Workout | None) -> "LastSetsView":
        execution = workout.execution(exercise_id) if workout else None
        return LastSetsView(
            exercise_id=exercise_id,
            workout_id=workout.id if workout else None,
            workout_name=workout.name if workout else None,
            started_at=workout.started_at if workout else None,
            finished_at=workout.finished_at if workout else None,
            notes=execution.notes if execution else "",
            sets=[LoggedSetView.of(one) for one in (execution.sets if execution else ())],
        )
