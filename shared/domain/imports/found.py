"""What a file of another app, or one of our own exports, turns out to hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from uuid import UUID, uuid5

from shared.domain.log.events import EntityKind, Entry
from shared.domain.log.workouts import LoadUnit, LoggedSet

MOST_ROWS = 200_000
MOST_SETS = 2_000
"""Of one workout, which is read as a whole: far more than a day holds, or we keep of it."""
_NAMESPACE = UUID("9b3d1f5c-6a70-4f0e-8f43-5d1e2c7a9b10")


class Source(StrEnum):
    """Whose file it is. WGER knows body weights only; FITNOTES has a file of workouts and one of
    the body, told apart by their headers."""

    STRONG = "STRONG"
    HEVY = "HEVY"
    FITNOTES = "FITNOTES"
    LIFTOSAUR = "LIFTOSAUR"
    HYPERTROQ = "HYPERTROQ"
    WGER = "WGER"


class Unreadable(Exception):
    """The file as a whole cannot be taken. `message` may be shown to anyone."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.message, self.line = message, line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Problem:
    """One row that is left out. `line` counts from 1, with the header; `column` as the file has
    it. Never what stands there."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a file does not say."""

    zone: tzinfo
    """Where its clock times were."""
    now: datetime
    unit: LoadUnit | None = None
    """Of loads in a file without a unit. None: kilograms."""


@dataclass(frozen=True, slots=True)
class PastSet:
    """`exercise_id` is None where the file knows names alone. The id in `done` is the first that
    this set can have: see `generation`."""

    exercise: str
    done: LoggedSet
    exercise_id: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a workout says of one of its exercises."""

    exercise: str
    exercise_id: str | None = None
    notes: str = ""
    superset_group: int | None = None


@dataclass(frozen=True, slots=True)
class PastWorkout:
    id: str
    line: int
    """Where it begins."""
    started_at: datetime
    finished_at: datetime | None
    """None for one that is still going on."""
    name: str | None = None
    notes: str = ""
    program_id: str | None = None
    session_id: str | None = None
    exercises: tuple[About, ...] = ()
    """Each once, in their order."""
    sets: tuple[PastSet, ...] = ()


@dataclass(frozen=True, slots=True)
class PastMeasurement:
    id: str
    line: int
    measured_at: datetime
    values: Mapping[str, float]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PastLedger:
    """A workout or a measurement with all that was ever said of it, in fold order. `names`: what
    the exercises were called."""

    id: str
    line: int
    entries: tuple[Entry, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    kind: EntityKind = EntityKind.WORKOUT


Past = PastWorkout | PastMeasurement | PastLedger
Found = Iterator[Past | Problem]


def id_of(*parts: object) -> str:
    """The same for the same parts, whoever imports them and whenever."""
    return str(uuid5(_NAMESPACE, "\0".join(map(str, parts))))


def generation(first: str, number: int) -> str:
    """The id that a thing gets after it was undone `number` times: cancelling and deleting are
    final, so that what is imported again has to be another one."""
    return first if number == 0 else id_of(first, number)
