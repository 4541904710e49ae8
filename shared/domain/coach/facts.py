"""Facts: what is known and where from, with every figure that may be said of it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What a figure counts. COUNT is everything that is neither a mass nor a length: sets, reps,
    days, percents, times."""

    COUNT = "COUNT"
    KG = "KG"
    LB = "LB"
    CM = "CM"
    PERCENT = "PERCENT"


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


@dataclass(frozen=True, slots=True)
class Citation:
    """`claim`: the sentence of the answer that the fact with this source bears out."""

    claim: str
    source: str
