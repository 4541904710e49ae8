"""What a person has told the coach of themselves, for them to see, correct and delete."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_MEMORIES = 100
MOST_CHARACTERS = 300


class MemoryKind(StrEnum):
    NAME = "NAME"
    EQUIPMENT = "EQUIPMENT"
    SCHEDULE = "SCHEDULE"
    PREFERENCE = "PREFERENCE"
    GOAL = "GOAL"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Memory:
    id: str
    text: str
    """In the person's own words."""
    kind: MemoryKind
    created_at: datetime
    updated_at: datetime
