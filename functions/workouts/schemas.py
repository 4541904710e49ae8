"""What is asked of `workouts`."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from shared.domain.log import bounds
from shared.domain.log.workouts import Load, LoggedSet, Side, WorkoutStatus
from shared.domain.programs import SetKind
from shared.web.days import DaysQuery
from shared.web.logged import (
    Changes,
    Id,
    LoadDraft,
    Metres,
    Name,
    Notes,
    Reps,
    Rest,
    Rir,
    Rpe,
    Seconds,
    SupersetGroup,
    not_sent,
)
from shared.web.paging import GrowingQuery, PageQuery
from shared.web.wire import Instant, Wire

_MOST_SETS = 100
"""Of one exercise that is sent whole."""


class WorkoutOrder(Wire):
    """`session_id` names a session of the program. Without a name the workout has the session's;
    without a start it begins now."""

    program_id: Id | None = None
    session_id: Id | None = None
    started_at: Instant | None = None
    name: Name | None = None

    @field_validator("session_id")
    @classmethod
    def of_a_program(cls, session_id: str | None, info: ValidationInfo) -> str | None:
        if session_id is not None and info.data.get("program_id") is None:
            raise ValueError("A session belongs to a program: name both.")
        return session_id


class FinishOrder(Wire):
    finished_at: Instant | None = None


class SetOrder(Wire):
    """A set that was done. Without a load it was done with none; without a time, now."""

    kind: SetKind = SetKind.WORKING
    load: LoadDraft | None = None
    completed_at: Instant | None = None
    reps: Reps | None = None
    duration_seconds: Seconds | None = None
    distance_m: Metres | None = None
    forced_reps: Reps = 0
    rir: Rir | None = None
    rpe: Rpe | None = None
    side: Side = Side.BOTH
    rest_seconds: Rest | None = None
    notes: Notes = ""

    def to_set(self, set_id: str, now: datetime) -> LoggedSet:
        return LoggedSet(
            set_id=set_id,
            kind=self.kind,
            load=self.load.to_load() if self.load else Load(Decimal()),
            completed_at=self.completed_at or now,
            reps=self.reps,
            duration_seconds=self.duration_seconds,
            distance_m=self.distance_m,
            forced_reps=self.forced_reps,
            rir=self.rir,
            rpe=self.rpe,
            side=self.side,
            rest_seconds=self.rest_seconds,
            notes=self.notes,
        )


class ExecutionDraft(Wire):
    notes: Notes = ""
    superset_group: SupersetGroup | None = None
    sets: list[SetOrder] = Field(max_length=_MOST_SETS)

    def about(self) -> Mapping[str, Any]:
        return {"notes": self.notes, "superset_group": self.superset_group}


class ExecutionChanges(Changes):
    notes: Notes = not_sent()
    superset_group: SupersetGroup | None = not_sent()


class NewOrder(Wire):
    exercise_ids: list[Id] = Field(min_length=1, max_length=bounds.MAX_EXERCISES)


class WorkoutsQuery(DaysQuery, GrowingQuery):
    """Days of the person's own calendar, the last one included."""

    finished: bool | None = None

    @property
    def status(self) -> WorkoutStatus | None:
        if self.finished is None:
            return None
        return WorkoutStatus.FINISHED if self.finished else WorkoutStatus.IN_PROGRESS


class HistoryQuery(GrowingQuery):
    pass


class RecordsQuery(PageQuery):
    """Sorted by when the last record of an exercise was set."""

    exercise_id: Id | None = None
