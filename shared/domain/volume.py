"""Weekly volume: how many hard sets each of the 18 muscles really gets, and from where."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from shared.domain.catalogue import Catalogue, unknown_exercise
from shared.domain.credit import CREDITS, Credit, CreditModel
from shared.domain.errors import Invalid
from shared.domain.exercises import QUARTERS_PER_SET, Contributions
from shared.domain.figures import PER_SESSION, Amount, PerWeek, in_sets, per_week, shown
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
    sets: Amount
    times_per_week: Fraction
    quarters: int
    """The contribution as credited, in quarters of a set."""
    weekly_sets: Fraction

    @property
    def contribution(self) -> Fraction:
        return CONTRIBUTIONS[self.quarters]


class MuscleVolume(NamedTuple):
    """What one muscle gets in a week."""

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


class VolumeWarning(NamedTuple):
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
    warnings: tuple[VolumeWarning, ...]

    def of(self, muscle: Muscle) -> MuscleVolume:
        return self.muscles[ORDER[muscle]]


ORDER: dict[Muscle, int] = {muscle: place for place, muscle in enumerate(Muscle)}


def weekly_volume(
    plan: Plan,
    catalogue: Catalogue,
    targets: Targets,
    model: CreditModel = CreditModel.GRADED,
) -> Report:
    """Exact: whole quarters are counted over one rotation, then turned into a week's sets by the
    one factor that all sessions share. Verdicts are passed before anything is rounded.

    Raises `Invalid` naming the place of an exercise that the catalogue does not know."""
    doses = Doses(per_week(plan.times_per_week), CREDITS[model])
    for index, session in enumerate(plan.sessions):
        for place, entry in enumerate(session.exercises):
            name, contributions = trained_by(entry, catalogue, index, place)
            doses.give(session.name, index, name, entry.exercise_id, entry.hard_sets, contributions)
    return doses.report(targets, plan.structure.training_days_per_week)


class Doses:
    """What every session, trained once, gives to each muscle."""

    def __init__(self, weekly: PerWeek, credit: Credit) -> None:
        self.weekly = weekly
        self.credit = credit
        self.hard_sets: Amount = 0
        self.sources: dict[Muscle, list[Source]] = {muscle: [] for muscle in ORDER}
        """For every muscle, in the order of the plan."""

    def give(
        self,
        session: str,
        index: int,
        exercise: str,
        exercise_id: str | None,
        sets: Amount,
        contributions: Contributions,
    ) -> None:
        if not sets:
            return
        self.hard_sets += sets
        weekly, credit, times = self.weekly, self.credit, self.weekly.times
        for muscle, stored in contributions.items():
            share = credit[stored]
            if share:
                # `tuple.__new__` passes by the generated constructor, which takes twice as long:
                # this line is where a report spends its time.
                source = tuple.__new__(
                    Source,
                    (
                        session,
                        index,
                        exercise,
                        exercise_id,
                        sets,
                        times,
                        share,
                        weekly[sets * share],
                    ),
                )
                self.sources[muscle].append(source)

    def report(self, targets: Targets, sessions_per_week: Fraction) -> Report:
        muscles = tuple(
            add_up(muscle, sources, targets.get(muscle, DEFAULT_TARGET), self.weekly)
            for muscle, sources in self.sources.items()
        )
        return Report(
            muscles=muscles,
            weekly_sets_total=self.weekly[self.hard_sets * QUARTERS_PER_SET],
            sessions_per_week=sessions_per_week,
            warnings=tuple(
                warn(muscle) for muscle in muscles if muscle.status is not Verdict.OPTIMAL
            ),
        )


def add_up(
    muscle: Muscle, sources: list[Source], target: VolumeTarget, weekly: PerWeek
) -> MuscleVolume:
    direct: Amount = 0
    total: Amount = 0
    doses: dict[int, Amount] = {}
    for _, session, _, _, sets, _, share, _ in sources:
        doses[session] = doses.get(session, 0) + sets * share
        total += sets
        if share == QUARTERS_PER_SET:
            direct += sets
    weekly_sets = weekly[sum(doses.values())]
    return MuscleVolume(
        muscle,
        weekly_sets,
        weekly[direct * QUARTERS_PER_SET],
        weekly[total * QUARTERS_PER_SET],
        target.verdict(weekly_sets),
        target.minimum,
        target.maximum,
        weekly[len(doses) * QUARTERS_PER_SET],
        PER_SESSION[max(doses.values(), default=0)],
        tuple(sources),
    )


def trained_by(
    entry: Entry, catalogue: Catalogue, session_index: int, place: int
) -> tuple[str, Contributions]:
    """The name of an entry's exercise and what it gives."""
    if entry.inline is not None:
        return entry.inline.name, entry.inline.contributions
    exercise = catalogue.find(entry.exercise_id or "")
    if exercise is None:
        raise Invalid(unknown_exercise(session_index, place))
    return exercise.name, exercise.contributions


def warn(volume: MuscleVolume) -> VolumeWarning:
    if volume.status is Verdict.BELOW_MINIMUM:
        bound = f"under the minimum of {shown(volume.minimum)}"
    elif volume.status is Verdict.HIGH:
        bound = f"over the maximum of {shown(volume.maximum)}"
    else:
        bound = f"far over the maximum of {shown(volume.maximum)}"
    message = f"{volume.muscle.label}: {in_sets(volume.weekly_sets)} a week, {bound}."
    return VolumeWarning(volume.status, volume.muscle, message)
