"""Why wishes cannot all be met: which of them clash, and what would do instead.

Each wish is taken back alone. When that makes a program possible, the wish is part of every clash
there is, because no clash is left without it: so what is named here is as little as can be named.
When no wish alone is enough, those are named of which that is proven. What could not be decided
in time is not named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.catalogue import Catalogue
from shared.domain.figures import per_week, shown
from shared.domain.muscles import Muscle
from shared.domain.planning.candidates import candidates
from shared.domain.planning.formulating import formulate
from shared.domain.planning.formulation import Formulation
from shared.domain.planning.model import Outcome, Solution, Solver
from shared.domain.planning.splits import splits_for, times_per_week
from shared.domain.planning.wishes import MINUTES, Wish, Wishes
from shared.domain.programs import Structure, Weekday, Weekly

SECONDS = 1.5
"""For one question of whether there is any program at all."""
STEP_MINUTES = 5
NOT_ALONE: Mapping[Wish, str] = {
    Wish.DAYS: "More days alone would not be enough.",
    Wish.MINUTES: "Longer sessions alone would not be enough.",
    Wish.EQUIPMENT: "More equipment alone would not be enough.",
    Wish.FOCUS: "To give up the focus alone would not be enough.",
    Wish.TARGETS: "Lower targets alone would not be enough.",
}


@dataclass(frozen=True, slots=True)
class Conflict:
    wish: Wish
    message: str
    would_do: int | None = None
    """What would do alone: minutes, or days. A little less might do, too."""
    muscles: tuple[Muscle, ...] = ()
    """Those that stay below their minimum, by the best that was found."""
    is_enough: bool = True
    """To give it up alone makes a program possible; if not, that is proven, too."""

    def as_details(self) -> dict[str, Any]:
        details: dict[str, Any] = {"wish": self.wish.value, "message": self.message}
        if self.would_do is not None:
            details["would_do"] = self.would_do
        if self.muscles:
            details["muscles"] = [muscle.value for muscle in self.muscles]
        return details


def conflicts_in(wishes: Wishes, catalogue: Catalogue, solver: Solver) -> tuple[Conflict, ...]:
    """In the order of `Wish`. Of wishes that are proven to clash."""
    inquiry = Inquiry(catalogue, solver)
    asked = (
        inquiry.days(wishes),
        inquiry.minutes(wishes),
        inquiry.equipment(wishes),
        inquiry.focus(wishes),
        inquiry.targets(wishes),
    )
    proven = tuple(one for one in asked if one is not None)
    return tuple(one for one in proven if one.is_enough) or proven


def _not_alone(wish: Wish, outcome: Outcome) -> Conflict | None:
    proven = outcome is Outcome.INFEASIBLE
    return Conflict(wish, NOT_ALONE[wish], is_enough=False) if proven else None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Of each wish: what becomes possible without it. None where it is not wished for, or where
    that could not be decided."""

    catalogue: Catalogue
    solver: Solver

    def days(self, wishes: Wishes) -> Conflict | None:
        trained = int(wishes.structure.training_days_per_week)
        outcomes = {Outcome.INFEASIBLE}
        for days in range(trained + 1, len(Weekday) + 1):
            structure: Structure = Weekly(tuple(Weekday)[:days])
            outcome = self.outcome(replace(wishes, structure=structure))
            if outcome is Outcome.SOLVED:
                return Conflict(Wish.DAYS, f"{days} training days a week would do.", days)
            outcomes.add(outcome)
        return None if Outcome.UNDECIDED in outcomes else _not_alone(Wish.DAYS, Outcome.INFEASIBLE)

    def minutes(self, wishes: Wishes) -> Conflict | None:
        if wishes.minutes is None:
            return None
        minutes = wishes.minutes - wishes.minutes % STEP_MINUTES + STEP_MINUTES
        step = STEP_MINUTES
        while minutes < MINUTES[1]:
            longer = replace(wishes, minutes=minutes)
            if self.may_be(longer):
                if self.outcome(longer) is Outcome.SOLVED:
                    return _minutes(minutes)
                # Nearly enough: what is found soon is better than the very least found late.
                step *= 2
            minutes += step
        # Whatever fits into shorter sessions fits into the longest.
        longest = self.outcome(replace(wishes, minutes=MINUTES[1]))
        solved = longest is Outcome.SOLVED
        return _minutes(MINUTES[1]) if solved else _not_alone(Wish.MINUTES, longest)

    def equipment(self, wishes: Wishes) -> Conflict | None:
        if wishes.equipment is None:
            return None
        outcome = self.outcome(replace(wishes, equipment=None))
        if outcome is Outcome.SOLVED:
            return Conflict(Wish.EQUIPMENT, "With all that a gym has it could be done.")
        return _not_alone(Wish.EQUIPMENT, outcome)

    def focus(self, wishes: Wishes) -> Conflict | None:
        if not wishes.focus:
            return None
        outcome = self.outcome(replace(wishes, focus=frozenset()))
        if outcome is Outcome.SOLVED:
            return Conflict(Wish.FOCUS, "Without a focus it could be done.")
        return _not_alone(Wish.FOCUS, outcome)

    def targets(self, wishes: Wishes) -> Conflict | None:
        outcome = Outcome.INFEASIBLE
        for formed in self._formed(wishes, giving_way=True):
            model = formed.model.pricing(*formed.short.values())
            solution = self.solver.solve(model, SECONDS)
            outcome = solution.outcome
            if outcome is Outcome.SOLVED:
                return _lacking(formed, solution)
            if outcome is Outcome.UNDECIDED:
                break
        return _not_alone(Wish.TARGETS, outcome)

    def outcome(self, wishes: Wishes) -> Outcome:
        """Whether there is any program, if that is found in time."""
        if not self.may_be(wishes):
            return Outcome.INFEASIBLE
        outcomes = (
            self.solver.solve(formed.model.pricing(), SECONDS).outcome
            for formed in self._formed(wishes)
        )
        return next((one for one in outcomes if one is not Outcome.INFEASIBLE), Outcome.INFEASIBLE)

    def may_be(self, wishes: Wishes) -> bool:
        """Where there is no program though sets could be cut in pieces, there is none at all: this
        is told in no time."""
        return any(
            self.solver.solve(formed.model.pricing(), SECONDS, relaxed=True).outcome
            is not Outcome.INFEASIBLE
            for formed in self._formed(wishes)
        )

    def _formed(self, wishes: Wishes, *, giving_way: bool = False) -> Iterator[Formulation]:
        """The split that leaves most room first."""
        exercises = candidates(self.catalogue, wishes)
        for split in reversed(splits_for(wishes.structure)):
            yield formulate(wishes, split, exercises, giving_way=giving_way)


def _minutes(minutes: int) -> Conflict:
    return Conflict(Wish.MINUTES, f"{minutes} minutes for each session would do.", minutes)


def _lacking(formed: Formulation, solution: Solution) -> Conflict:
    weekly = per_week(times_per_week(formed.wishes.structure, formed.split))
    short = {
        muscle: weekly[solution.whole(lacks)]
        for muscle, lacks in formed.short.items()
        if solution.whole(lacks)
    }
    named = ", ".join(f"{muscle.label.lower()} ({shown(s)})" for muscle, s in short.items())
    message = f"The best that was found lacks so many sets a week: {named}."
    return Conflict(Wish.TARGETS, message, muscles=tuple(short))
