"""What is asked of a rule."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shared.domain.log.workouts import LoadUnit
from shared.domain.muscles import Muscle


class Span(StrEnum):
    PLANNED = "PLANNED"
    THIS_WEEK = "THIS_WEEK"
    LAST_WEEK = "LAST_WEEK"
    NOT_SAID = "NOT_SAID"


@dataclass(frozen=True, slots=True)
class Amount:
    value: Decimal
    unit: LoadUnit | None = None
    """None where the person's own is meant."""


@dataclass(frozen=True, slots=True)
class AskedVolume:
    muscles: tuple[Muscle, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AskedTarget:
    muscles: tuple[Muscle, ...]


@dataclass(frozen=True, slots=True)
class AskedWeek:
    """All that was trained in a week."""

    span: Span


@dataclass(frozen=True, slots=True)
class AskedLastSets:
    exercise: str
    """As it was typed, here and below."""


@dataclass(frozen=True, slots=True)
class AskedNext:
    pass


@dataclass(frozen=True, slots=True)
class AskedPlates:
    load: Amount
    bar: Amount | None = None


@dataclass(frozen=True, slots=True)
class AskedEstimate:
    """Of a set that somebody did, or would do. `exercise` may be empty."""

    load: Amount
    reps: int
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class AskedOneRepMax:
    exercise: str


@dataclass(frozen=True, slots=True)
class AskedRecords:
    """Of one exercise, or (empty) the latest of all."""

    exercise: str


@dataclass(frozen=True, slots=True)
class AskedBody:
    metric: str


@dataclass(frozen=True, slots=True)
class AskedQuota:
    pass


@dataclass(frozen=True, slots=True)
class AskedMemory:
    pass


@dataclass(frozen=True, slots=True)
class AskedHelp:
    pass


Intent = (
    AskedVolume
    | AskedTarget
    | AskedWeek
    | AskedLastSets
    | AskedNext
    | AskedPlates
    | AskedEstimate
    | AskedOneRepMax
    | AskedRecords
    | AskedBody
    | AskedQuota
    | AskedMemory
    | AskedHelp
)
