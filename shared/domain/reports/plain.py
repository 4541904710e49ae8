"""The facts of a week as plain values: what is stored, shown, and all that a text may quote."""

from fractions import Fraction
from typing import Any

from shared.domain.figures import Amount, rounded
from shared.domain.log.workouts import KG_IN_A_POUND
from shared.domain.reports.facts import WeekFacts
from shared.domain.targets import Verdict

Plain = dict[str, Any]

_TENTHS = 10


def number(amount: Amount) -> int | float:
    """Whole figures without a decimal point."""
    figure = rounded(Fraction(amount))
    return int(figure) if figure == int(figure) else figure


def tenths(amount: Fraction) -> int | float:
    """To one decimal, half to even."""
    return number(Fraction(round(amount * _TENTHS), _TENTHS))


def mass(name: str, kg: Fraction | None) -> Plain:
    """In kilograms and in pounds, side by side."""
    pounds = None if kg is None else tenths(kg / KG_IN_A_POUND)
    return {f"{name}_kg": None if kg is None else tenths(kg), f"{name}_lb": pounds}


def plain(facts: WeekFacts) -> Plain:
    below, weight = len(facts.muscles_with(Verdict.BELOW_MINIMUM)), facts.weight
    return {
        "week": str(facts.week),
        "units": facts.units.value,
        "workouts": facts.workouts,
        "sets": facts.sets,
        "hard_sets": number(facts.hard_sets),
        **mass("tonnage", facts.tonnage_kg),
        "exercises": facts.exercises,
        "deload": facts.is_deload,
        "week_before": {
            "workouts": facts.before.workouts,
            "hard_sets": number(facts.before.hard_sets),
            **mass("tonnage", facts.before.tonnage_kg),
        },
        "muscles": [
            {
                "muscle_group": one.muscle.value,
                "weekly_sets": number(one.weekly_sets),
                "status": one.status.value,
            }
            for one in facts.muscles
        ],
        "muscles_below_minimum": below,
        "planned_workouts": _or_none(facts.planned_workouts),
        "planned_hard_sets": _or_none(facts.planned_sets),
        **mass("trend_weight", weight and weight.kg),
        **mass("trend_weight_before", weight and weight.before_kg),
        "workouts_in_all": facts.workouts_in_all,
        "weeks_in_a_row": facts.weeks_in_a_row,
        "best_loads": [
            {
                "exercise_id": one.exercise_id,
                "exercise": one.exercise,
                **mass("load", one.kg),
                "reps": one.reps,
            }
            for one in facts.best_loads
        ],
        "milestones": [{"kind": one.kind.value, "value": one.value} for one in facts.milestones],
    }


def _or_none(amount: Amount | None) -> int | float | None:
    return None if amount is None else number(amount)
