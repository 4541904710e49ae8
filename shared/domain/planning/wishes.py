"""What somebody wants of a program that is to be made for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.exercises import Equipment
from shared.domain.muscles import Muscle
from shared.domain.profiles import Experience
from shared.domain.programs import Structure
from shared.domain.targets import VolumeTarget

MINUTES = (15, 240)
"""The shortest and the longest session one can wish for."""
USUAL_MINUTES = 60
"""What a session is kept to, as far as it goes, where no wish is known."""
LONGEST_MINUTES = 120
"""What a session never passes where no wish is known."""
MOST_FOCUS = 6


class Goal(StrEnum):
    HYPERTROPHY = "HYPERTROPHY"
    STRENGTH = "STRENGTH"
    GENERAL = "GENERAL"


class Wish(StrEnum):
    """By the names they have in a request, and the person's own targets."""

    DAYS = "days"
    MINUTES = "minutes_per_session"
    EQUIPMENT = "equipment"
    FOCUS = "focus"
    TARGETS = "volume_targets"


@dataclass(frozen=True, slots=True)
class Wishes:
    goal: Goal
    structure: Structure
    equipment: frozenset[Equipment] | None = None
    """Only this; None for whatever a gym has."""
    minutes: int | None = None
    """The longest a session may take."""
    focus: frozenset[Muscle] = frozenset()
    """These get the upper half of their range."""
    experience: Experience = Experience.INTERMEDIATE
    targets: Mapping[Muscle, VolumeTarget] = field(default_factory=dict)
