"""Weekly volume: how many hard sets each of the 18 muscles really gets, and from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from shared.domain.catalogue import Catalogue
from shared.domain.credit import CREDITS, CreditModel
from shared.domain.errors import Fault, Invalid
from shared.domain.exercises import QUARTERS_PER_SET, Contributions
from shared.domain.figures import PerWeek, shown
from shared.domain.muscles import Muscle
from shared.domain.programs import Entry, Plan
from shared.domain.targets import DEFAULT_TARGET, Targets, Verdict, VolumeTarget

CONTRIBUTIONS = tuple(Fraction(share, QUARTERS_PER_SET) for share in range(QUARTERS_PER_SET + 1))


class Source(NamedTuple):
    """One exercise of one session, as far as it trains one muscle."""

    session: str
    session_index: int
    exercise: str
    exercise_id: str | None
    sets: int
    times_per_week: Fraction
    quarters: int
    """The contribution as credited, in quarters of a set."""
    weekly_sets: Fraction

    @property
    def contribution(self) -> Fraction:
        return CONTRIBUTIONS[self.quarters]


@dataclass(frozen=True, slots=True)
class MuscleVolume:
    """What one muscle gets in a week. `direct_sets` and `total_sets` count by the exercise's own
    contributions, whatever the credit model."""

    muscle: Muscle
    weekly_sets: Fraction
    direct_sets: Fraction
    total_sets: Fraction
    status: Verdict
    minimum: Fraction
    maximum: Fraction
    frequency_per_week: Fraction
    largest_session_sets: Fraction
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Warning:
    code: Verdict
    muscle: Muscle
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    muscles: tuple[MuscleVolume, ...]
    """All of them, in the order of `Muscle`."""
    weekly_sets_total: Fraction
    """Hard sets a week, each counted once however many muscles it trains."""
    sessions_per_week: Fraction
    warnings: tuple[Warning, ...]

    def of(self, muscle: Muscle) -> MuscleVolume:
        return self.muscles[ORDER[muscle]]


ORDER: dict[Muscle, int] = {muscle: place for place, muscle in enumerate(Muscle)}


class Tally:
    """The running counts of one muscle over one rotation of the sessions."""

    __slots__ = ("direct", "dose", "largest", "quarters", "session", "sessions", "sources", "total")

    def __init__(self) -> None:
        self.quarters = self.direct = self.total = 0
        self.sessions = self.largest = self.dose = 0
        self.session = -1
        self.sources: list[Source] = []

    def add(self, source: Source) -> None:
        """Sources come session by session."""
        if source.session_index != self.session:
            self.session = source.session_index
            self.sessions += 1
            self.dose = 0
        quarters = source.sets * source.quarters
        self.quarters += quarters
        self.dose += quarters
        self.largest = max(self.largest, self.dose)
        self.sources.append(source)


def weekly_volume(
    plan: Plan,
    catalogue: Catalogue,
    targets: Targets,
    model: CreditModel = CreditModel.GRADED,
) -> Report:
    """Exact: whole quarters are counted over one rotation, then turned into a week's sets by the
    one factor all sessions share. Verdicts are passed before anything is rounded.

    Raises `Invalid` naming the place of an exercise the catalogue does not know."""
    ...
