"""A plan laid out for lint: its doses, the rows that make them, and exercises that could help."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from shared.domain.catalogue import Catalogue
from shared.domain.exercises import (
    QUARTERS_PER_SET,
    Contributions,
    Equipment,
    Exercise,
    Standing,
    Tracking,
)
from shared.domain.linting.goals import gives_a_goal
from shared.domain.linting.yardstick import Doses, Yardstick
from shared.domain.muscles import Muscle
from shared.domain.programs import Plan, SetKind
from shared.domain.targets import Targets
from shared.domain.volume import trained_by

PEAKS = (SetKind.TOP, SetKind.AMRAP)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row that counts, or one that a fix would add: that one has a count of 0."""

    session: int
    entry: int
    row: int
    count: int
    contributions: Contributions
    is_goal: bool = True
    """Whether it gives something to progress by."""
    is_peak: bool = False
    """A top set or one of as many reps as possible: what progress is measured by."""

    @property
    def place(self) -> tuple[int, int, int]:
        return self.session, self.entry, self.row

    @property
    def spread(self) -> int:
        """Quarters of a set over all muscles: what else changes with the row."""
        return sum(self.contributions.values())


class Ground:
    """Raises `Invalid` naming the place of an exercise that the catalogue does not know."""

    def __init__(self, plan: Plan, catalogue: Catalogue, targets: Targets) -> None:
        self.plan = plan
        self.catalogue = catalogue
        self.exercises: dict[tuple[int, int], tuple[str, Contributions]] = {}
        self.rows: dict[Muscle, list[Row]] = {muscle: [] for muscle in Muscle}
        self.entries: dict[tuple[int, int], list[Row]] = {}
        self.doses: Doses = [{} for _ in plan.sessions]
        self.yardstick = Yardstick(targets, plan.times_per_week)
        for session, entry in self._entries():
            self._lay_out(session, entry)
        self.keys = self.yardstick.keys(self.doses)
        self.known = frozenset(self.keys)
        self._candidates: dict[tuple[Muscle, bool], list[Exercise]] = {}

    def _entries(self) -> Iterator[tuple[int, int]]:
        for index, session in enumerate(self.plan.sessions):
            for place in range(len(session.exercises)):
                yield index, place

    def _lay_out(self, session: int, place: int) -> None:
        entry = self.plan.sessions[session].exercises[place]
        name, contributions = trained_by(entry, self.catalogue, session, place)
        self.exercises[session, place] = name, contributions
        for number, row in enumerate(entry.sets):
            if row.kind.is_hard:
                goal, peak = gives_a_goal(row), row.kind in PEAKS
                laid = Row(session, place, number, row.count, contributions, goal, peak)
                self.entries.setdefault((session, place), []).append(laid)
                dose = self.doses[session]
                for muscle, share in contributions.items():
                    self.rows[muscle].append(laid)
                    dose[muscle] = dose.get(muscle, 0) + share * row.count

    @cached_property
    def equipment(self) -> frozenset[Equipment]:
        """What the plan uses already, and one's own body."""
        used = {Equipment.BODYWEIGHT}
        for session in self.plan.sessions:
            for entry in session.exercises:
                exercise = self.catalogue.find(entry.exercise_id or "")
                if exercise is not None:
                    used.add(exercise.equipment)
        return frozenset(used)

    @cached_property
    def offered(self) -> tuple[Exercise, ...]:
        return tuple(
            exercise
            for exercise in self.catalogue
            if exercise.standing is Standing.ACTIVE and exercise.tracking is Tracking.REPS
        )

    def candidates(self, muscle: Muscle, *, sparing: bool) -> list[Exercise]:
        """Exercises that train the muscle directly: those with equipment in use first, then those
        everyone knows, then those that train least besides; `sparing` has these before those."""
        if (muscle, sparing) not in self._candidates:
            found = [
                exercise
                for exercise in self.offered
                if exercise.contributions.get(muscle) == QUARTERS_PER_SET
            ]
            found.sort(key=lambda exercise: self._preference(exercise, sparing))
            self._candidates[muscle, sparing] = found
        return self._candidates[muscle, sparing]

    def _preference(self, exercise: Exercise, sparing: bool) -> tuple[object, ...]:
        besides, rare = sum(exercise.contributions.values()), not exercise.is_standard
        return (
            exercise.equipment not in self.equipment,
            *((besides, rare) if sparing else (rare, besides)),
            exercise.organization_id is not None,
            exercise.name,
            exercise.id,
        )
