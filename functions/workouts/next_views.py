"""How it is shown what to train next."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.exercises import Exercise, LoadMode, Tracking
from shared.domain.figures import rounded
from shared.domain.log.coding import load_plain
from shared.domain.log.progression import PlannedSet, Reason, Step, Target
from shared.domain.log.rotation import Turn
from shared.domain.log.sources import Occasion
from shared.domain.programs import Entry, Program, SetKind
from shared.web.log_views import LoadView, LoggedSetView
from shared.web.wire import View


@dataclass(slots=True)
class TargetSetView:
    """One set. `reps` is what to aim at within the range; `load` is null where nothing tells it."""

    kind: SetKind
    reps_min: int
    reps_max: int | None
    reps: int
    load: LoadView | None
    load_kg: float | None
    rir: int | None
    percent_1rm: float | None
    rest_seconds: int | None
    tempo: str | None
    notes: str

    @staticmethod
    def of(planned: PlannedSet) -> "TargetSetView":
        row = planned.row
        return TargetSetView(
            kind=row.kind,
            reps_min=row.reps_min,
            reps_max=row.reps_max,
            reps=planned.reps,
            load=LoadView(**load_plain(planned.load)) if planned.load else None,
            load_kg=None if planned.load is None else rounded(planned.load.kg),
            rir=row.rir,
            percent_1rm=row.percent_1rm,
            rest_seconds=row.rest_seconds,
            tempo=row.tempo,
            notes=row.notes,
        )


@dataclass(slots=True)
class TargetSourceView:
    """What the targets were taken from."""

    workout_id: str
    started_at: dt.datetime
    sets: list[LoggedSetView]

    @staticmethod
    def of(source: Occasion) -> "TargetSourceView":
        sets = [LoggedSetView.of(one) for one in source.hard_sets]
        return TargetSourceView(source.workout.id, source.workout.started_at, sets)


@dataclass(slots=True)
class ExerciseTargetView:
    exercise_id: str
    exercise_name: str | None
    load_mode: LoadMode | None
    tracking: Tracking | None
    order: int
    superset_group: int | None
    notes: str
    progression: Step
    reason: Reason
    sets: list[TargetSetView]
    source: TargetSourceView | None

    @staticmethod
    def of(
        order: int, entry: Entry, exercise: Exercise | None, target: Target
    ) -> "ExerciseTargetView":
        return ExerciseTargetView(
            exercise_id=str(entry.exercise_id),
            exercise_name=exercise.name if exercise else None,
            load_mode=exercise.load_mode if exercise else None,
            tracking=exercise.tracking if exercise else None,
            order=order,
            superset_group=entry.superset_group,
            notes=entry.notes,
            progression=target.step,
            reason=target.reason,
            sets=[TargetSetView.of(planned) for planned in target.sets],
            source=TargetSourceView.of(target.source) if target.source else None,
        )


class NextSessionView(View):
    id: str
    name: str
    index: int
    """From 0, in the program."""


class NextView(View):
    """`date`: the next training day by the program, today at the earliest. `workout_id`: of this
    session's workout when it is being trained already."""

    program_id: str
    program_name: str
    session: NextSessionView
    date: dt.date
    is_today: bool
    workout_id: str | None
    exercises: list[ExerciseTargetView]

    @staticmethod
    def of(
        program: Program, turn: Turn, today: dt.date, exercises: list[ExerciseTargetView]
    ) -> "NextView":
        plan, session = program.plan, turn.session
        return NextView(
            program_id=program.id,
            program_name=plan.name,
            session=NextSessionView(
                id=session.id, name=session.name, index=plan.sessions.index(session)
            ),
            date=turn.day,
            is_today=turn.day == today,
            workout_id=turn.going_on.id if turn.going_on else None,
            exercises=exercises,
        )
