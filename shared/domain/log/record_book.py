"""All records of a person, brought up to date with what has changed in the log since."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.domain.exercises import Exercise, LoadMode
from shared.domain.log.body_weights import BodyWeights
from shared.domain.log.records import Best, Bests, Key, Lift, bests_of, merged, renewed
from shared.domain.log.workouts import Workout

LiftOf = Callable[[str], Lift]
"""How an exercise is lifted, by its id."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The records in one exercise, and how its numbers were read."""

    lift: Lift
    bests: Bests

    @property
    def latest(self) -> datetime:
        """When the last of them was set."""
        return max(best.at for best in self.bests.values())


@dataclass(frozen=True, slots=True)
class RecordBook:
    """As the log stood at the server order `as_of`. Taking in what it knows already changes
    nothing."""

    as_of: int = 0
    weights: BodyWeights = field(default_factory=lambda: BodyWeights({}))
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    """By exercise; none is empty."""

    def taken_in(
        self, changes: Mapping[str, Workout | None], lift_of: LiftOf
    ) -> "tuple[RecordBook, frozenset[str]]":
        """With these workouts as they are now (None: gone), and the exercises whose records can
        only be told from all of their workouts: see `rebuilt`."""
        stale = {name for name, sheet in self.sheets.items() if sheet.lift != lift_of(name)}
        holders = self._holders(changes)
        bests: dict[str, Bests] = {name: sheet.bests for name, sheet in self.sheets.items()}
        for workout_id, workout in changes.items():
            now = set(workout.exercise_ids) if workout else set()
            for exercise_id in (now | holders.get(workout_id, set())) - stale:
                best = self._best(workout, exercise_id, lift_of(exercise_id))
                fresh = renewed(bests.get(exercise_id, {}), workout_id, best)
                if fresh is None:
                    stale.add(exercise_id)
                else:
                    bests[exercise_id] = fresh
        sheets = {name: Sheet(lift_of(name), one) for name, one in bests.items() if one}
        return replace(self, sheets=sheets), frozenset(stale)

    def rebuilt(self, exercise_id: str, workouts: Iterable[Workout], lift: Lift) -> "RecordBook":
        """With the records of one exercise worked out from all workouts it is in."""
        best = merged(self._best(workout, exercise_id, lift) for workout in workouts)
        others = {name: sheet for name, sheet in self.sheets.items() if name != exercise_id}
        return replace(self, sheets=others | ({exercise_id: Sheet(lift, best)} if best else {}))

    @property
    def weighs_the_body(self) -> bool:
        """Whether a body weight decides any of these records."""
        return any(sheet.lift.mode is LoadMode.BODYWEIGHT for sheet in self.sheets.values())

    def _best(self, workout: Workout | None, exercise_id: str, lift: Lift) -> dict[Key, Best]:
        if workout is None:
            return {}
        return bests_of(workout, exercise_id, lift, self.weights.at(workout.started_at))

    def _holders(self, changes: Mapping[str, Workout | None]) -> dict[str, set[str]]:
        """Of the changed workouts: the exercises in which they hold a record."""
        found: dict[str, set[str]] = {}
        for exercise_id, sheet in self.sheets.items():
            for best in sheet.bests.values():
                if best.workout_id in changes:
                    found.setdefault(best.workout_id, set()).add(exercise_id)
        return found


def lift_of(exercise: Exercise | None) -> Lift:
    """What the catalogue does not know (yet) is taken for the usual kind."""
    return Lift() if exercise is None else Lift(exercise.load_mode, exercise.load_mode_since)
