"""The curated catalogue, a solver, and wishes, for tests of programs that are made."""

from fractions import Fraction
from functools import cache

from shared.domain.catalogue import Catalogue
from shared.domain.muscles import Muscle
from shared.domain.planning.generation import Generated, generate
from shared.domain.planning.wishes import Goal, Wishes
from shared.domain.programs import Structure, Weekday, Weekly
from shared.domain.targets import VolumeTarget
from shared.solver.highs import Highs
from tests.domain.published import NOW
from tools.seed.catalogue import load_catalogue

CURATED = Catalogue.of({one.id: one for one in load_catalogue(written_at=NOW)}, 1)
SOLVER = Highs()
LIGHT = {muscle: VolumeTarget(Fraction(1), Fraction(6)) for muscle in Muscle}
"""Targets that leave much choice: what takes a second otherwise is found at once."""


def days(number: int) -> Structure:
    return Weekly(tuple(Weekday)[:number])


def wishing(number: int, **wishes: object) -> Wishes:
    return Wishes(**{"goal": Goal.HYPERTROPHY, "structure": days(number), **wishes})  # type: ignore[arg-type]


@cache
def made(number: int) -> Generated:
    return generate(wishing(number), CURATED, SOLVER)
