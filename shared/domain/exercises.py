"""Exercises and what each set of one gives to which muscle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.muscles import Muscle


class Equipment(StrEnum):
    BARBELL = "BARBELL"
    DUMBBELL = "DUMBBELL"
    CABLE = "CABLE"
    MACHINE = "MACHINE"
    SMITH_MACHINE = "SMITH_MACHINE"
    BODYWEIGHT = "BODYWEIGHT"
    KETTLEBELL = "KETTLEBELL"
    RESISTANCE_BAND = "RESISTANCE_BAND"
    OTHER = "OTHER"


class Mechanic(StrEnum):
    COMPOUND = "COMPOUND"
    ISOLATION = "ISOLATION"


class LoadMode(StrEnum):
    """What the logged number means. ASSISTED: the number helps, so a larger one is easier."""

    EXTERNAL = "EXTERNAL"
    BODYWEIGHT = "BODYWEIGHT"
    ASSISTED = "ASSISTED"
    BAND = "BAND"


class Laterality(StrEnum):
    BILATERAL = "BILATERAL"
    UNILATERAL = "UNILATERAL"


class Tracking(StrEnum):
    """What a set of the exercise is measured in."""

    REPS = "REPS"
    TIME = "TIME"
    DISTANCE = "DISTANCE"


class Standing(StrEnum):
    """ARCHIVED: readable and usable where it is used already, refused in new drafts.
    REMOVED: gone for people, kept so that a program that took it up meanwhile still adds up."""

    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"
    REMOVED = "REMOVED"


# A contribution is counted in quarters of a hard set: 1, 2, 3 or 4. Whole numbers keep every sum
# exact; 4 is a direct set (the muscle is what the exercise trains).
QUARTERS_PER_SET = 4

Contributions = Mapping[Muscle, int]


@dataclass(frozen=True, slots=True)
class Exercise:
    id: str
    name: str
    contributions: Contributions
    """Muscle -> quarters of a set, 1..4, at least one muscle with 4."""
    equipment: Equipment
    mechanic: Mechanic
    load_mode: LoadMode
    laterality: Laterality
    tracking: Tracking
    aliases: tuple[str, ...] = ()
    description: str = ""
    image_url: str | None = None
    organization_id: str | None = None
    """The owner; None for the global catalogue."""
    created_by: str | None = None
    standing: Standing = Standing.ACTIVE
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None
    is_standard: bool = False
    """The form a bare movement word means: 'squat' means the barbell back squat."""
    load_mode_since: datetime | None = None
    """When somebody gave it another load mode: loads logged before mean something else."""
