"""Rounds of measurement, and what is told of them: medians, and ratios within the same round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.load import Target, timed, warm

WARM_UP_SECONDS = 3.0


@dataclass(frozen=True)
class Plan:
    """How long to measure. Every target is asked in every round, one after the other."""

    rounds: int = 3
    requests: Mapping[int, int] = field(default_factory=lambda: {1: 400, 8: 1600})
    """Concurrency -> requests to each target in each round."""
    warm_up_seconds: float = WARM_UP_SECONDS


@dataclass
class Figures:
    """Milliseconds of one target at one concurrency, round by round."""

    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)

    def add(self, times: Sequence[float]) -> None:
        ordered = sorted(times)
        self.p50.append(ordered[len(ordered) // 2])
        self.p99.append(ordered[int(len(ordered) * 0.99)])

    def over(self, other: "Figures") -> tuple[float, float]:
        """How many times the other's p50 and p99, each round held against the same round: what
        slows the machine down for a while slows both."""
        return _ratio(self.p50, other.p50), _ratio(self.p99, other.p99)


Results = Mapping[int, Mapping[str, Figures]]
"""Concurrency -> name of the target -> its figures."""


def measure(targets: Sequence[Target], plan: Plan) -> Results:
    for target in targets:
        warm(target, max(plan.requests), plan.warm_up_seconds)
    results = {
        concurrency: {target.name: Figures() for target in targets} for concurrency in plan.requests
    }
    for _ in range(plan.rounds):
        for concurrency, requests in plan.requests.items():
            for target in targets:
                times = timed(target, concurrency, requests)
                results[concurrency][target.name].add(times)
    return results


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return median(our / their for our, their in zip(ours, theirs, strict=True))
