"""Facts: what is known and where from, with every figure that may be said of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What a figure counts. COUNT is everything without a unit of its own here: sets, reps, RIR,
    days, weeks, times."""

    COUNT = "COUNT"
    KG = "KG"
    LB = "LB"
    CM = "CM"
    PERCENT = "PERCENT"
    SECONDS = "SECONDS"
    """Said in minutes and hours, too."""
    ANY = "ANY"
    """Fits whatever it is said of: numbers people write without a unit."""


class Origin(StrEnum):
    RECORD = "RECORD"
    """Read from what is stored, or worked out from that."""
    STATED = "STATED"
    """The person's own words in this conversation."""
    LANDMARK = "LANDMARK"
    """Common ground of training. Supports advice, never what somebody is said to have done."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Exact, before any rounding. A mass may be said in kilograms and in pounds."""

    value: Fraction
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Fact:
    source: str
    """Where it can be looked up: `volume:planned:CHEST`, `record:<exercise id>`."""
    label: str
    """What it is about, in plain words: `Chest, planned sets a week`."""
    figures: tuple[Figure, ...] = ()
    dates: tuple[date, ...] = ()
    """Days that may be named. Of an ISO week: its Monday; any day bears out its week's number."""
    about: tuple[str, ...] = ()
    """What a sentence calls its subject, beside a muscle that `label` begins with. Where a
    sentence names subjects of facts, its figures must come from a fact about one of those."""
    origin: Origin = Origin.RECORD


@dataclass(frozen=True, slots=True)
class Citation:
    """`claim`: the sentence of the answer that the fact with this source bears out."""

    claim: str
    source: str
