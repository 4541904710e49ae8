"""Exact figures: from quarters of a set to sets a week, and to what people are shown."""

from fractions import Fraction
from functools import lru_cache

from shared.domain.exercises import QUARTERS_PER_SET

SCALE = 10_000


Amount = int | Fraction
"""Of sets, or of quarters of them. Whole ones are `int`: plans have no others."""


class PerWeek(dict[Amount, Fraction]):
    """Quarters of a set in one rotation -> sets a week. Making a fraction costs more than all else
    about it, so each is made once and kept: the first `KEPT` of them."""

    KEPT = 2_000

    def __init__(self, times: Fraction) -> None:
        super().__init__()
        self.times = times
        self._numerator = times.numerator
        self._denominator = times.denominator * QUARTERS_PER_SET

    def __missing__(self, quarters: Amount) -> Fraction:
        sets = Fraction(quarters * self._numerator, self._denominator)
        if len(self) < self.KEPT:
            self[quarters] = sets
        return sets


@lru_cache(maxsize=16)
def per_week(times: Fraction) -> PerWeek:
    """One for each factor. Shared between threads: two may make the same figure, none a wrong
    one."""
    return PerWeek(times)


PER_SESSION = PerWeek(Fraction(1))
"""Quarters of a set -> sets."""


def rounded(figure: Fraction) -> float:
    """To 4 decimals, half to even, decided on the fraction: no binary float is ever rounded."""
    numerator, denominator = figure.numerator, figure.denominator
    if SCALE % denominator == 0:
        return numerator / denominator
    whole, rest = divmod(numerator * SCALE, denominator)
    if rest * 2 > denominator or (rest * 2 == denominator and whole % 2):
        whole += 1
    return whole / SCALE


def shown(figure: Fraction) -> str:
    """As people read it in a sentence: `10`, `7.5`, `23.3333`."""
    return f"{rounded(figure):.12g}"


def in_sets(figure: Fraction) -> str:
    """`1 set`, `2.5 sets`."""
    words = shown(figure)
    return f"{words} set" if words == "1" else f"{words} sets"
