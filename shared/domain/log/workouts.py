"""Workouts as they were trained: exercises, their sets, loads in the unit that was entered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from shared.domain.programs import SetKind


class LoadUnit(StrEnum):
    KG = "KG"
    LB = "LB"


KG_IN_A_POUND = Fraction(45359237, 100_000_000)
"""By definition (international avoirdupois pound, 1959)."""


@dataclass(frozen=True, slots=True)
class Load:
    """As it was entered: 135 lb stays 135 lb. 0 is allowed."""

    value: Decimal
    unit: LoadUnit = LoadUnit.KG

    @property
    def kg(self) -> Fraction:
        """Exact."""
        value = Fraction(self.value)
        return value if self.unit is LoadUnit.KG else value * KG_IN_A_POUND


class Side(StrEnum):
    """LEFT and RIGHT are half a set each."""

    BOTH = "BOTH"
    LEFT = "LEFT"
    RIGHT = "RIGHT"


class WorkoutStatus(StrEnum):
    IN_PROGRESS = "IN_PROGRESS"
    FINISHED = "FINISHED"


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """One set. At least one of `reps`, `duration_seconds` and `distance_m` is there; 0 reps is a
    missed attempt. `rir` and `rpe` go in halves. A DROP set belongs to the set before it."""

    set_id: str
    kind: SetKind
    load: Load
    completed_at: datetime
    reps: int | None = None
    duration_seconds: float | None = None
    distance_m: float | None = None
    forced_reps: int = 0
    """Reps with somebody's help, beside `reps`."""
    rir: float | None = None
    rpe: float | None = None
    side: Side = Side.BOTH
    rest_seconds: int | None = None
    """The rest before this set."""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Execution:
    """One exercise of a workout. Sets stand by when they were completed."""

    exercise_id: str
    sets: tuple[LoggedSet, ...] = ()
    notes: str = ""
    superset_group: int | None = None


@dataclass(frozen=True, slots=True)
class Workout:
    """Executions stand in the order they were first added, or of the last reorder."""

    id: str
    started_at: datetime
    status: WorkoutStatus = WorkoutStatus.IN_PROGRESS
    finished_at: datetime | None = None
    name: str | None = None
    program_id: str | None = None
    session_id: str | None = None
    notes: str = ""
    executions: tuple[Execution, ...] = ()

    def execution(self, exercise_id: str) -> Execution | None:
        return next((one for one in self.executions if one.exercise_id == exercise_id), None)

    @property
    def exercise_ids(self) -> tuple[str, ...]:
        return tuple(execution.exercise_id for execution in self.executions)

    @property
    def set_count(self) -> int:
        return sum(len(execution.sets) for execution in self.executions)
