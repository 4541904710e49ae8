"""What lint finds: rules, severities, findings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from shared.domain.muscles import Muscle


class Rule(StrEnum):
    MISSING_MUSCLE = "MISSING_MUSCLE"
    UNDER_VOLUME = "UNDER_VOLUME"
    OVER_VOLUME = "OVER_VOLUME"
    LOW_FREQUENCY = "LOW_FREQUENCY"
    SESSION_OVERLOAD = "SESSION_OVERLOAD"
    PUSH_PULL_IMBALANCE = "PUSH_PULL_IMBALANCE"
    MORE_SESSIONS_THAN_DAYS = "MORE_SESSIONS_THAN_DAYS"
    NO_PROGRESSION = "NO_PROGRESSION"
    HIGH_RIR = "HIGH_RIR"


class Severity(StrEnum):
    INFO = "INFO"
    WARNING = "WARNING"


class AboutMuscle(NamedTuple):
    rule: Rule
    muscle: Muscle


class AboutSession(NamedTuple):
    """What one muscle gets in one session."""

    rule: Rule
    muscle: Muscle
    session: int


class AboutEntry(NamedTuple):
    """One exercise of one session."""

    rule: Rule
    session: int
    entry: int


class AboutPlan(NamedTuple):
    rule: Rule


Key = AboutMuscle | AboutSession | AboutEntry | AboutPlan
"""What makes a finding the same one before and after a change."""

Patch = list[dict[str, Any]]
"""RFC 6902 operations on the plan as JSON."""


@dataclass(frozen=True, slots=True)
class Finding:
    rule: Rule
    severity: Severity
    message: str
    muscle: Muscle | None = None
    session_index: int | None = None
    session_id: str | None = None
    fix: Patch | None = None
    """Applied to the plan, it takes this finding away, keeps the plan legal and brings no other
    finding: at most a missing muscle becomes an undertrained one."""
