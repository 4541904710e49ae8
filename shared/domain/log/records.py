"""Personal records: the best somebody did in an exercise, kept up workout by workout.

A record is a maximum over sets (or workouts) with a fixed way to settle ties, so that it does not
matter in which order workouts are taken in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from shared.domain.exercises import LoadMode
from shared.domain.log.estimates import WITH_PAUSES, estimate, lifted_kg
from shared.domain.log.workouts import Load, LoggedSet, Workout
from shared.domain.programs import SetKind

MOST_REPS = 30
"""The best load is kept for each number of reps up to this."""


class Feat(StrEnum):
    LOAD = "LOAD"
    """The most load for exactly so many reps; of an ASSISTED exercise the least help."""
    ONE_REP_MAX = "ONE_REP_MAX"
    SET_VOLUME = "SET_VOLUME"
    """Kilograms moved in one set."""
    WORKOUT_VOLUME = "WORKOUT_VOLUME"
    REPS = "REPS"
    SECONDS = "SECONDS"
    METRES = "METRES"


class Key(NamedTuple):
    feat: Feat
    reps: int = 0
    """Of `LOAD` alone."""


@dataclass(frozen=True, slots=True)
class Best:
    """`value`: what is compared, the more the better. What a workout did as a whole has no set."""

    value: Fraction
    at: datetime
    workout_id: str
    set_id: str | None = None
    reps: int | None = None
    load: Load | None = None
    body_kg: Fraction | None = None
    """The body weight it was reckoned with."""

    def beats(self, other: "Best") -> bool:
        """Of equals the earlier one; of those the one whose ids sort first."""
        if self.value != other.value:
            return self.value > other.value
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[datetime, str, str]:
        return self.at, self.workout_id, self.set_id or ""


Bests = Mapping[Key, Best]


@dataclass(frozen=True, slots=True)
class Lift:
    """How the numbers of an exercise are to be read."""

    mode: LoadMode = LoadMode.EXTERNAL
    since: datetime | None = None
    """Sets before this were logged under another load mode: their numbers mean something else."""


def bests_of(
    workout: Workout, exercise_id: str, lift: Lift, body_kg: Fraction | None
) -> dict[Key, Best]:
    """The best of one workout. Warm-ups set no records; where reps were not done in one go they
    count for volume alone. `body_kg`: measured near that day, None when it was not."""
    execution = workout.execution(exercise_id)
    counted = [
        one
        for one in (execution.sets if execution else ())
        if one.kind is not SetKind.WARMUP and (lift.since is None or one.completed_at >= lift.since)
    ]
    found: dict[Key, Best] = {}
    for one in counted:
        for key, value in _values(one, lift.mode, body_kg):
            body = body_kg if key.feat is not Feat.LOAD and _is_bodyweight(lift) else None
            best = Best(value, one.completed_at, workout.id, one.set_id, one.reps, one.load, body)
            _improve(found, key, best)
    volumes = [found_volume for one in counted if (found_volume := _volume(one, lift, body_kg))]
    if volumes:
        last = max(one.completed_at for one in counted)
        found[Key(Feat.WORKOUT_VOLUME)] = Best(sum(volumes, Fraction()), last, workout.id)
    return found


def merged(parts: Iterable[Bests]) -> dict[Key, Best]:
    found: dict[Key, Best] = {}
    for part in parts:
        for key, best in part.items():
            _improve(found, key, best)
    return found


def renewed(stored: Bests, workout_id: str, now: Bests) -> dict[Key, Best] | None:
    """The records after this workout has become another one, of which `now` is the best. None when
    it held a record that it no longer does: then only all workouts together tell who does."""
    for key, best in stored.items():
        # Which set of a workout it was does not matter to the others.
        if best.workout_id == workout_id and (
            key not in now or best.beats(replace(now[key], set_id=best.set_id))
        ):
            return None
    others = {key: best for key, best in stored.items() if best.workout_id != workout_id}
    return merged((others, now))


def _improve(found: dict[Key, Best], key: Key, best: Best) -> None:
    if key not in found or best.beats(found[key]):
        found[key] = best


def _is_bodyweight(lift: Lift) -> bool:
    return lift.mode is LoadMode.BODYWEIGHT


def _values(
    one: LoggedSet, mode: LoadMode, body_kg: Fraction | None
) -> Iterator[tuple[Key, Fraction]]:
    reps = one.reps or 0
    if reps and one.kind not in WITH_PAUSES:
        yield Key(Feat.REPS), Fraction(reps)
        if reps <= MOST_REPS:
            yield Key(Feat.LOAD, reps), -one.load.kg if mode is LoadMode.ASSISTED else one.load.kg
        guess = estimate(one, mode, body_kg)
        if guess is not None:
            yield Key(Feat.ONE_REP_MAX), guess.kg
    volume = _volume(one, Lift(mode), body_kg)
    if volume:
        yield Key(Feat.SET_VOLUME), volume
    if one.duration_seconds:
        yield Key(Feat.SECONDS), Fraction(str(one.duration_seconds))
    if one.distance_m:
        yield Key(Feat.METRES), Fraction(str(one.distance_m))


def _volume(one: LoggedSet, lift: Lift, body_kg: Fraction | None) -> Fraction:
    """Kilograms times completed reps; 0 where nobody knows the kilograms."""
    return (lifted_kg(one, lift.mode, body_kg) or Fraction()) * (one.reps or 0)
