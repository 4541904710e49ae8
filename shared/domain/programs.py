"""Programs as people write them: sessions that rotate over training days, and sets in rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from fractions import Fraction

from shared.domain.exercises import Contributions


class SplitType(StrEnum):
    UPPER_LOWER = "UPPER_LOWER"
    PUSH_PULL_LEGS = "PUSH_PULL_LEGS"
    FULL_BODY = "FULL_BODY"
    BRO_SPLIT = "BRO_SPLIT"
    ANTERIOR_POSTERIOR = "ANTERIOR_POSTERIOR"
    CUSTOM = "CUSTOM"


class Weekday(IntEnum):
    """Monday is 0, as in `datetime.date.weekday`."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6


class SetKind(StrEnum):
    WARMUP = "WARMUP"
    WORKING = "WORKING"
    TOP = "TOP"
    BACK_OFF = "BACK_OFF"
    AMRAP = "AMRAP"
    DROP = "DROP"
    REST_PAUSE = "REST_PAUSE"
    MYO_REP = "MYO_REP"
    CLUSTER = "CLUSTER"

    @property
    def is_hard(self) -> bool:
        """A warm-up trains nothing, and a drop set was counted with its parent."""
        return self not in NOT_COUNTED


NOT_COUNTED = frozenset({SetKind.WARMUP, SetKind.DROP})


class Visibility(StrEnum):
    PRIVATE = "PRIVATE"
    ORGANIZATION = "ORGANIZATION"


@dataclass(frozen=True, slots=True)
class Weekly:
    """Training on fixed weekdays, Monday first, 1..7 of them, each once."""

    days: tuple[Weekday, ...]

    @property
    def training_days_per_week(self) -> Fraction:
        return Fraction(len(self.days))


@dataclass(frozen=True, slots=True)
class Cyclic:
    """`days_on` training days, then `days_off` rest days, each 1..14, over and over."""

    days_on: int
    days_off: int

    @property
    def training_days_per_week(self) -> Fraction:
        return Fraction(self.days_on * 7, self.days_on + self.days_off)


Structure = Weekly | Cyclic


@dataclass(frozen=True, slots=True)
class SetRow:
    """`count` sets alike. `reps_max` None: as many as possible. `rir`: reps left in reserve."""

    kind: SetKind
    count: int
    reps_min: int
    reps_max: int | None = None
    rir: int | None = None
    percent_1rm: float | None = None
    rest_seconds: int | None = None
    tempo: str | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class InlineExercise:
    """An exercise spelled out in a draft that is analysed and not kept."""

    name: str
    contributions: Contributions


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise of a session. Exactly one of `exercise_id` and `inline` is set."""

    sets: tuple[SetRow, ...]
    exercise_id: str | None = None
    inline: InlineExercise | None = None
    superset_group: int | None = None
    notes: str = ""
    id: str = ""
    """Empty until stored."""

    @property
    def hard_sets(self) -> int:
        total = 0
        for row in self.sets:
            if row.kind not in NOT_COUNTED:
                total += row.count
        return total


@dataclass(frozen=True, slots=True)
class Session:
    name: str
    exercises: tuple[Entry, ...]
    id: str = ""
    """Empty until stored."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person wrote: a draft, or the content of a stored program."""

    name: str
    split_type: SplitType
    structure: Structure
    duration_weeks: int
    sessions: tuple[Session, ...]
    description: str = ""
    visibility: Visibility = Visibility.PRIVATE

    @property
    def times_per_week(self) -> Fraction:
        """How often each session is trained in a week: they rotate over the training days."""
        return self.structure.training_days_per_week / len(self.sessions)

    @property
    def exercise_ids(self) -> frozenset[str]:
        """Those of the catalogue; exercises that are spelled out have none."""
        return frozenset(
            entry.exercise_id
            for session in self.sessions
            for entry in session.exercises
            if entry.exercise_id is not None
        )


@dataclass(frozen=True, slots=True)
class Program:
    """A stored plan. `owner_id` and `organization_id` are None for a template."""

    id: str
    plan: Plan
    owner_id: str | None
    organization_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    source_template_id: str | None = None
    is_archived: bool = False
    """Of a template: in no list any longer; whoever follows it goes on following it."""

    @property
    def exercise_ids(self) -> frozenset[str]:
        return self.plan.exercise_ids

    @property
    def is_template(self) -> bool:
        return self.owner_id is None
