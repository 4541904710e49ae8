"""The rules about volume, measured on the doses each session gives each muscle."""

from fractions import Fraction
from math import ceil, floor

from shared.domain.exercises import QUARTERS_PER_SET
from shared.domain.figures import per_week
from shared.domain.linting.findings import AboutMuscle, AboutPlan, AboutSession, Key, Rule
from shared.domain.muscles import Muscle
from shared.domain.targets import DEFAULT_TARGET, Targets, VolumeTarget

Doses = list[dict[Muscle, int]]
"""For each session, quarters of a hard set by muscle; a muscle it does not train may be absent."""

SESSION_LIMIT = 10 * QUARTERS_PER_SET
"""Quarters of a set beyond which more in one session is thought to add nothing."""
LEAST_FREQUENCY = 2
PUSH = (Muscle.CHEST, Muscle.FRONT_DELTS, Muscle.TRICEPS)
PULL = (Muscle.LATS, Muscle.RHOMBOIDS, Muscle.REAR_DELTS, Muscle.ELBOW_FLEXORS)
WORTH_BALANCING = 4
"""Weekly sets a muscle, on average, from which a side is compared with the other."""


class Yardstick:
    """Rules for plans whose sessions are each trained `times` a week."""

    def __init__(self, targets: Targets, times: Fraction) -> None:
        self.targets = targets
        self.weekly = per_week(times)
        self.sessions_for_frequency = ceil(LEAST_FREQUENCY / times)
        """In so many sessions a muscle must be trained to be trained often enough."""
        self.least: dict[Muscle, int] = {}
        """Quarters in one rotation that make the minimum of the week."""
        self.most: dict[Muscle, int] = {}
        """Quarters in one rotation that keep within the maximum of the week."""
        for muscle in Muscle:
            target = self.target(muscle)
            self.least[muscle] = ceil(target.minimum * QUARTERS_PER_SET / times)
            self.most[muscle] = floor(target.maximum * QUARTERS_PER_SET / times)

    def with_times(self, times: Fraction) -> "Yardstick":
        return Yardstick(self.targets, times)

    def target(self, muscle: Muscle) -> VolumeTarget:
        return self.targets.get(muscle, DEFAULT_TARGET)

    def weekly_sets(self, doses: Doses, muscle: Muscle) -> Fraction:
        return self.weekly[quarters(doses, muscle)]

    def frequency(self, doses: Doses, muscle: Muscle) -> Fraction:
        return self.weekly.times * len([dose for dose in doses if dose.get(muscle)])

    def is_seldom(self, doses: Doses, muscle: Muscle) -> bool:
        return len([dose for dose in doses if dose.get(muscle)]) < self.sessions_for_frequency

    def keys(self, doses: Doses) -> list[Key]:
        """Every finding about volume, muscle by muscle."""
        found = [key for muscle in Muscle for key in self.muscle_keys(doses, muscle)]
        return [*found, *self.balance_keys(doses)]

    def muscle_keys(self, doses: Doses, muscle: Muscle) -> list[Key]:
        """A muscle whose own minimum is 0 may be missing and may be seldom trained."""
        found: list[Key] = []
        got, least = quarters(doses, muscle), self.least[muscle]
        if got < least:
            rule = Rule.UNDER_VOLUME if got else Rule.MISSING_MUSCLE
            found.append(AboutMuscle(rule, muscle))
        elif got > self.most[muscle]:
            found.append(AboutMuscle(Rule.OVER_VOLUME, muscle))
        if got and least and self.is_seldom(doses, muscle):
            found.append(AboutMuscle(Rule.LOW_FREQUENCY, muscle))
        for session, dose in enumerate(doses):
            if dose.get(muscle, 0) > SESSION_LIMIT:
                found.append(AboutSession(Rule.SESSION_OVERLOAD, muscle, session))
        return found

    def balance_keys(self, doses: Doses) -> list[Key]:
        push = quarters(doses, *PUSH) * len(PULL)
        pull = quarters(doses, *PULL) * len(PUSH)
        if 2 * max(push, pull) <= 3 * min(push, pull):
            return []
        strong = PUSH if push > pull else PULL
        is_worth_it = self.mean(doses, strong) >= WORTH_BALANCING
        return [AboutPlan(Rule.PUSH_PULL_IMBALANCE)] if is_worth_it else []

    def mean(self, doses: Doses, side: tuple[Muscle, ...]) -> Fraction:
        """Weekly sets of one side of the upper body, a muscle."""
        return self.weekly[quarters(doses, *side)] / len(side)


def quarters(doses: Doses, *muscles: Muscle) -> int:
    return sum([dose.get(muscle, 0) for dose in doses for muscle in muscles])
