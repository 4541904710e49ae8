"""Volume targets: between which numbers of weekly sets a muscle is well served."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


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
        if weekly_sets < self.minimum:
            return Verdict.BELOW_MINIMUM
        if weekly_sets <= self.maximum:
            return Verdict.OPTIMAL
        return Verdict.HIGH if weekly_sets <= self.ceiling else Verdict.EXCESSIVE


DEFAULT_TARGET = VolumeTarget()
