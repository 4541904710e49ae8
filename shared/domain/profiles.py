"""Profiles: what a person tells about themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.muscles import Muscle
from shared.domain.targets import VolumeTarget

EARLIEST_BIRTH = date(1900, 1, 1)
HEIGHT_CM = (50, 300)
MOST_WEEKLY_SETS = 60


class Units(StrEnum):
    """What the screens show. What is stored is metric."""

    METRIC = "METRIC"
    IMPERIAL = "IMPERIAL"


class Sex(StrEnum):
    """For formulas that know two: body fat from girths."""

    FEMALE = "FEMALE"
    MALE = "MALE"


class Experience(StrEnum):
    NOVICE = "NOVICE"
    INTERMEDIATE = "INTERMEDIATE"
    ADVANCED = "ADVANCED"


@dataclass(frozen=True, slots=True)
class Profile:
    full_name: str | None = None
    time_zone: str = "UTC"
    units: Units = Units.METRIC
    sex: Sex | None = None
    birth_date: date | None = None
    height_cm: float | None = None
    experience: Experience | None = None
    volume_targets: Mapping[Muscle, VolumeTarget] = field(default_factory=dict)
    """Only the muscles whose target differs from the default."""
    weekly_report_email: bool = False
    """Whether the report of a week comes as a letter, too."""


def is_time_zone(name: str) -> bool:
    """Whether `name` is an IANA time zone, such as Europe/Berlin."""
    if name.startswith(("posix", "right/", "localtime", "Factory")):
        # Files of a system's zone folder that are no zones of the IANA list.
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def is_birth_date(day: date, today: date) -> bool:
    return EARLIEST_BIRTH <= day < today
