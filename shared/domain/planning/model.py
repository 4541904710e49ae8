"""An integer program as data: what may be chosen, what must hold, what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

GAP = 0.1
"""How much dearer than the best a solution may be, as a share of its cost. Where costs stand for
taste, closer than this is not worth the waiting; what must hold is held exactly."""

Terms = Mapping[int, int]
"""Variable -> coefficient."""


class Variable(NamedTuple):
    lower: int
    upper: int
    cost: int
    is_whole: bool


class Constraint(NamedTuple):
    """`lower <= sum of the terms <= upper`; None where there is no bound."""

    terms: Terms
    lower: int | None
    upper: int | None


@dataclass(slots=True)
class Model:
    """Everything in it is whole, so that a solution can be checked without a tolerance. What is
    not `is_whole` takes any value in between, and is whole in some cheapest solution."""

    variables: list[Variable] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)
    gap: float = GAP

    def choose(self, lower: int, upper: int, cost: int = 0, *, is_whole: bool = True) -> int:
        """A new variable; its cost is paid for each unit. Answers where it stands."""
        self.variables.append(Variable(lower, upper, cost, is_whole))
        return len(self.variables) - 1

    def hold(self, terms: Terms, lower: int | None = None, upper: int | None = None) -> None:
        self.constraints.append(Constraint(dict(terms), lower, upper))

    def lacking(self, terms: Terms, wanted: int, cost: int) -> int:
        """A new variable: how much less than `wanted` the terms are, which costs so much a unit."""
        short = self.choose(0, wanted, cost, is_whole=False)
        self.hold({**terms, short: 1}, lower=wanted)
        return short

    def pricing(self, *variables: int) -> "Model":
        """With the costs of these alone, and as little of those as there can be. Without any, the
        first solution is as good as another."""
        priced = set(variables)
        left = [
            one if place in priced else one._replace(cost=0)
            for place, one in enumerate(self.variables)
        ]
        return Model(left, self.constraints, gap=0.0)


class Outcome(StrEnum):
    SOLVED = "SOLVED"
    """Within the gap of the best there is, or the best that was found in time."""
    INFEASIBLE = "INFEASIBLE"
    """Proven."""
    UNDECIDED = "UNDECIDED"
    """Nothing was found in time."""


class Solution(NamedTuple):
    outcome: Outcome
    values: Sequence[float]
    """One for each variable, as near to whole as floating point is; empty unless solved."""
    cut_short: bool = False
    """The best that was found in time: there may be better ones."""

    def whole(self, variable: int) -> int:
        return round(self.values[variable])


class Solver(Protocol):
    def solve(self, model: Model, seconds: float, *, relaxed: bool = False) -> Solution:
        """The cheapest choice that holds every constraint. The same model has the same solution,
        as long as time does not run out. `relaxed`: nothing needs to be whole."""
