"""How training days are split: which session trains what."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from shared.domain.muscles import Muscle
from shared.domain.planning.movements import Movement
from shared.domain.programs import SplitType, Structure

CORE = frozenset({Muscle.ABS, Muscle.OBLIQUES})
PUSHING = frozenset({Muscle.CHEST, Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.TRICEPS})
PULLING = frozenset(
    {
        Muscle.LATS,
        Muscle.TRAPS,
        Muscle.RHOMBOIDS,
        Muscle.REAR_DELTS,
        Muscle.ELBOW_FLEXORS,
        Muscle.FOREARMS,
    }
)
LOWER_BODY = frozenset(Muscle) - PUSHING - PULLING - CORE


@dataclass(frozen=True, slots=True)
class Outline:
    """A session before it has exercises. Of each group of `movements` it has at least one."""

    name: str
    muscles: frozenset[Muscle]
    """An exercise belongs here when all it trains directly does."""
    movements: tuple[frozenset[Movement], ...]


@dataclass(frozen=True, slots=True)
class Split:
    kind: SplitType
    label: str
    outlines: tuple[Outline, ...]


SQUATS = frozenset({Movement.SQUAT})
HINGES = frozenset({Movement.HINGE})
PRESSES = frozenset({Movement.PRESS, Movement.OVERHEAD})
PULLS = frozenset({Movement.ROW, Movement.PULLDOWN})

FULL = Outline("Full body", frozenset(Muscle), (SQUATS | HINGES, PRESSES, PULLS))
UPPER = Outline("Upper", PUSHING | PULLING | CORE, (PRESSES, PULLS))
LOWER = Outline("Lower", LOWER_BODY | CORE, (SQUATS, HINGES))
PUSH = Outline("Push", PUSHING | CORE, (PRESSES,))
PULL = Outline("Pull", PULLING | CORE | {Muscle.SPINAL_ERECTORS}, (PULLS,))
LEGS = Outline("Legs", LOWER_BODY | CORE, (SQUATS, HINGES))


def _named(outlines: Sequence[Outline]) -> tuple[Outline, ...]:
    """`Upper A`, `Upper B` where a name comes twice."""
    names = [outline.name for outline in outlines]
    return tuple(
        Outline(
            f"{outline.name} {chr(ord('A') + names[:place].count(outline.name))}"
            if names.count(outline.name) > 1
            else outline.name,
            outline.muscles,
            outline.movements,
        )
        for place, outline in enumerate(outlines)
    )


BY_DAYS = (
    Split(SplitType.FULL_BODY, "Full body", _named([FULL])),
    Split(SplitType.FULL_BODY, "Full body", _named([FULL] * 2)),
    Split(SplitType.FULL_BODY, "Full body", _named([FULL] * 3)),
    Split(SplitType.UPPER_LOWER, "Upper/lower", _named([UPPER, LOWER] * 2)),
    Split(
        SplitType.CUSTOM, "Upper/lower, push/pull/legs", _named([UPPER, LOWER, PUSH, PULL, LEGS])
    ),
    Split(SplitType.PUSH_PULL_LEGS, "Push/pull/legs", _named([PUSH, PULL, LEGS])),
    Split(
        SplitType.CUSTOM,
        "Push/pull/legs and full body",
        _named([PUSH, PULL, LEGS, PUSH, PULL, LEGS, FULL]),
    ),
)


def splits_for(structure: Structure) -> tuple[Split, ...]:
    """The usual one for so many training days a week first. Then one that lets every session train
    anything, for wishes that leave little choice. No session comes round less than once a week,
    as long as there is a training day in each."""
    days = floor(structure.training_days_per_week)
    usual = BY_DAYS[max(0, min(days, 7) - 1)]
    free = BY_DAYS[2] if days >= 3 else usual
    return (usual,) if usual is free else (usual, free)


def times_per_week(structure: Structure, split: Split) -> Fraction:
    return structure.training_days_per_week / len(split.outlines)
