"""Why wishes cannot all be met: which of them clash, and what would do instead.

Each wish is taken back alone. When that makes a program possible, the wish is part of every clash
there is, because no clash is left without it: so what is named here is as little as can be named.
When no wish alone is enough, all of them are named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.catalogue import Catalogue
from shared.domain.figures import per_week, shown
from shared.domain.muscles import Muscle
from shared.domain.planning.candidates import candidates
from shared.domain.planning.formulation import Formulation, formulate
from shared.domain.planning.model import Outcome, Solver
from shared.domain.planning.splits import splits_for, times_per_week
from shared.domain.planning.wishes import MINUTES, Wish, Wishes
from shared.domain.programs import Structure, Weekday, Weekly

SECONDS = 1.5
"""For one question of whether there is any program at all."""
STEP_MINUTES = 5
NOT_ALONE = "To give this up alone would not be enough."


@dataclass(frozen=True, slots=True)
class Conflict:
    wish: Wish
    message: str
    would_do: int | None = None
    """What would do alone: minutes, or days. A little less might do, too."""
    muscles: tuple[Muscle, ...] = ()
    """Those that cannot get their minimum."""

    def as_details(self) -> dict[str, Any]:
        details: dict[str, Any] = {"wish": self.wish.value, "message": self.message}
        if self.would_do is not None:
            details["would_do"] = self.would_do
        if self.muscles:
            details["muscles"] = [muscle.value for muscle in self.muscles]
        return details


def conflicts_in(wishes: Wishes, catalogue: Catalogue, solver: Solver) -> tuple[Conflict, ...]:
    """In the order of `Wish`."""
    inquiry = Inquiry(catalogue, solver)
    found = (
        *inquiry.days(wishes),
        *inquiry.minutes(wishes),
        *inquiry.equipment(wishes),
        *inquiry.focus(wishes),
        *inquiry.targets(wishes),
    )
    return found or tuple(Conflict(wish, NOT_ALONE) for wish in _said(wishes))


def _said(wishes: Wishes) -> Iterator[Wish]:
    yield Wish.DAYS
    if wishes.minutes is not None:
        yield Wish.MINUTES
    if wishes.equipment is not None:
        yield Wish.EQUIPMENT
    if wishes.focus:
        yield Wish.FOCUS
    yield Wish.TARGETS


@dataclass(frozen=True, slots=True)
class Inquiry:
    catalogue: Catalogue
    solver: Solver

    def days(self, wishes: Wishes) -> Iterator[Conflict]:
        trained = int(wishes.structure.training_days_per_week)
        for days in range(trained + 1, len(Weekday) + 1):
            structure: Structure = Weekly(tuple(Weekday)[:days])
            if self.can_be(replace(wishes, structure=structure)):
                yield Conflict(Wish.DAYS, f"{days} training days a week would do.", days)
                return

    def minutes(self, wishes: Wishes) -> Iterator[Conflict]:
        if wishes.minutes is None:
            return
        minutes = wishes.minutes - wishes.minutes % STEP_MINUTES + STEP_MINUTES
        step = STEP_MINUTES
        while minutes <= MINUTES[1]:
            longer = replace(wishes, minutes=minutes)
            if self.may_be(longer):
                if self.can_be(longer):
                    message = f"{minutes} minutes for each session would do."
                    yield Conflict(Wish.MINUTES, message, minutes)
                    return
                # Nearly enough: what is found soon is better than the very least found late.
                step *= 2
            minutes += step

    def equipment(self, wishes: Wishes) -> Iterator[Conflict]:
        if wishes.equipment is not None and self.can_be(replace(wishes, equipment=None)):
            yield Conflict(Wish.EQUIPMENT, "With all that a gym has it could be done.")

    def focus(self, wishes: Wishes) -> Iterator[Conflict]:
        if wishes.focus and self.can_be(replace(wishes, focus=frozenset())):
            yield Conflict(Wish.FOCUS, "Without a focus it could be done.")

    def targets(self, wishes: Wishes) -> Iterator[Conflict]:
        formed = self._formed(wishes, giving_way=True)
        solution = self.solver.solve(formed.model.pricing(*formed.short.values()), SECONDS)
        if solution.outcome is not Outcome.SOLVED:
            return
        weekly = per_week(times_per_week(wishes.structure, formed.split))
        short = {
            muscle: weekly[solution.whole(lacks)]
            for muscle, lacks in formed.short.items()
            if solution.whole(lacks)
        }
        named = ", ".join(f"{muscle.label.lower()} ({shown(s)})" for muscle, s in short.items())
        message = f"The best that was found lacks so many sets a week: {named}."
        yield Conflict(Wish.TARGETS, message, muscles=tuple(short))

    def can_be(self, wishes: Wishes) -> bool:
        """Whether there is any program, and it is found in time."""
        if not self.may_be(wishes):
            return False
        model = self._formed(wishes).model.pricing()
        return self.solver.solve(model, SECONDS).outcome is Outcome.SOLVED

    def may_be(self, wishes: Wishes) -> bool:
        """Where there is no program though sets could be cut in pieces, there is none at all: this
        is told in no time."""
        model = self._formed(wishes).model.pricing()
        return self.solver.solve(model, SECONDS, relaxed=True).outcome is Outcome.SOLVED

    def _formed(self, wishes: Wishes, *, giving_way: bool = False) -> Formulation:
        """By the split that leaves most room."""
        split = splits_for(wishes.structure)[-1]
        exercises = candidates(self.catalogue, wishes)
        return formulate(wishes, split, exercises, giving_way=giving_way)
