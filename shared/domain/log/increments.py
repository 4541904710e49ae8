"""How much more is the next load: what equipment and lift allow, in the unit of the plates."""

from decimal import Decimal

from shared.domain.exercises import Equipment, Exercise, LoadMode, Mechanic
from shared.domain.log.workouts import Load, LoadUnit

_USUAL = {LoadUnit.KG: Decimal("2.5"), LoadUnit.LB: Decimal(5)}
_STEPS = {
    Equipment.DUMBBELL: {LoadUnit.KG: Decimal(2), LoadUnit.LB: Decimal(5)},
    Equipment.KETTLEBELL: {LoadUnit.KG: Decimal(4), LoadUnit.LB: Decimal(10)},
}
# A stack of plates moves in larger steps; what works a single joint bears smaller ones.
_STACKS = frozenset({Equipment.MACHINE, Equipment.CABLE})
_STACK = {LoadUnit.KG: Decimal(5), LoadUnit.LB: Decimal(10)}


def increment(exercise: Exercise, unit: LoadUnit) -> Decimal:
    if exercise.equipment in _STACKS and exercise.mechanic is Mechanic.COMPOUND:
        return _STACK[unit]
    return _STEPS.get(exercise.equipment, _USUAL)[unit]


def harder(load: Load, exercise: Exercise) -> Load | None:
    """The next load. Less help for an ASSISTED exercise, None when there is none left to take
    away; None for bands, whose steps nobody knows."""
    step = increment(exercise, load.unit)
    if exercise.load_mode is LoadMode.BAND:
        return None
    if exercise.load_mode is LoadMode.ASSISTED:
        return Load(max(load.value - step, Decimal()), load.unit) if load.value > 0 else None
    return Load(load.value + step, load.unit)
