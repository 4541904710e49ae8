"""Replaying sets under another credit model, beside the figures they have."""

from dataclasses import dataclass, replace
from fractions import Fraction

from shared.domain.catalogue import Catalogue
from shared.domain.credit import CreditModel
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan
from shared.domain.targets import Targets
from shared.domain.volume import Report, weekly_volume


@dataclass(frozen=True, slots=True)
class Difference:
    """`weekly_sets` is the replayed figure less the graded one."""

    muscle: Muscle
    weekly_sets: Fraction


@dataclass(frozen=True, slots=True)
class Replay:
    model: CreditModel
    graded: Report
    replayed: Report
    differences: tuple[Difference, ...]
    """One for each muscle, in the order of `Muscle`."""


def replay(plan: Plan, catalogue: Catalogue, targets: Targets, model: CreditModel) -> Replay:
    graded = weekly_volume(plan, catalogue, targets)
    return compared(graded, weekly_volume(plan, catalogue, targets, model), model)


def compared(graded: Report, replayed: Report, model: CreditModel) -> Replay:
    """Two reports of the same sets, the second under `model`."""
    pairs = tuple(zip(graded.muscles, replayed.muscles, strict=True))
    muscles = tuple(
        # Direct and total sets are facts about the exercises: they stay the same beside any model.
        after._replace(direct_sets=before.direct_sets, total_sets=before.total_sets)
        for before, after in pairs
    )
    differences = tuple(
        Difference(before.muscle, after.weekly_sets - before.weekly_sets) for before, after in pairs
    )
    return Replay(model, graded, replace(replayed, muscles=muscles), differences)
