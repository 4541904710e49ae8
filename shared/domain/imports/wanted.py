"""From what a file holds to the events that the log lacks: none, when it was imported before."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from shared.domain.imports.found import (
    About,
    Past,
    PastLedger,
    PastMeasurement,
    PastSet,
    PastWorkout,
    generation,
)
from shared.domain.log.coding import as_text, instant_text, payload_plain
from shared.domain.log.devices import SERVER_PREFIX
from shared.domain.log.events import (
    TYPES,
    Entity,
    EntityKind,
    Entry,
    ExerciseAdded,
    ExerciseNoted,
    ExercisesReordered,
    MeasurementDeleted,
    MeasurementRecorded,
    Payload,
    SetCompleted,
    SetDeleted,
    WorkoutCancelled,
    WorkoutCorrected,
    WorkoutFinished,
    WorkoutStarted,
)

UNDO_DEVICE = f"{SERVER_PREFIX}undo"
"""What it deletes and cancels was imported, and may be imported again."""

START, FINISH = "start", "finish"

Choose = Callable[[str, str | None], str | None]
"""(an exercise's name in the file, its id there) -> the exercise with us; None: leave it out."""


class Wanted(NamedTuple):
    """`key`: what is said. The log holds it already when it holds one with the same key."""

    key: str
    occurred_at: datetime
    payload: Payload


@dataclass(frozen=True, slots=True)
class Held:
    """What the log knows of one thing. `is_undone`: it was imported, and that was undone."""

    keys: Collection[str] = frozenset()
    undone_sets: Collection[str] = frozenset()
    is_undone: bool = False

    def set_id(self, first: str) -> str:
        """The id under which a set stands or may be written."""
        number = 0
        while (found := generation(first, number)) in self.undone_sets:
            number += 1
        return found


def entity_of(past: Past, number: int = 0) -> Entity:
    """The thing a file speaks of, under its id of this generation."""
    kind = EntityKind.WORKOUT
    if isinstance(past, PastMeasurement):
        kind = EntityKind.MEASUREMENT
    elif isinstance(past, PastLedger):
        kind = past.kind
    return Entity(kind, generation(past.id, number))


def held_in(entries: Iterable[Entry]) -> Held:
    keys: set[str] = set()
    undone: set[str] = set()
    is_undone = False
    for place, payload in entries:
        keys.update(_keys(place.occurred_at, payload))
        if place.device_id == UNDO_DEVICE:
            is_undone |= isinstance(payload, WorkoutCancelled | MeasurementDeleted)
            if isinstance(payload, SetDeleted):
                undone.add(payload.set_id)
    return Held(keys, undone, is_undone)


def set_key(set_id: str) -> str:
    return f"set {set_id}"


def sets_in(past: Past, held: Held) -> Iterator[tuple[str, str | None, bool]]:
    """Each set's exercise by its name and its id in the file, and whether the log lacks it."""
    if isinstance(past, PastWorkout):
        for one in past.sets:
            is_new = set_key(held.set_id(one.done.set_id)) not in held.keys
            yield one.exercise, one.exercise_id, is_new
    elif isinstance(past, PastLedger):
        for _, payload in past.entries:
            if isinstance(payload, SetCompleted):
                is_new = set_key(held.set_id(payload.set.set_id)) not in held.keys
                known = payload.exercise_id
                yield past.names.get(known, known), known, is_new


def wanted_of(past: Past, entity: Entity, choose: Choose, held: Held) -> list[Wanted]:
    """What is still to be said, in the order in which it is to be written. `entity`: see
    `entity_of`, of a generation that was not undone."""
    if isinstance(past, PastWorkout):
        said = _of_workout(past, entity.id, choose, held)
    elif isinstance(past, PastMeasurement):
        recorded = MeasurementRecorded(entity.id, past.measured_at, past.values, past.notes)
        said = iter([Wanted(START, past.measured_at, recorded)])
    else:
        said = _of_ledger(past, entity.id, choose, held)
    return [one for one in said if one.key not in held.keys]


def _of_workout(past: PastWorkout, name: str, choose: Choose, held: Held) -> Iterator[Wanted]:
    chosen = [
        (exercise_id, one)
        for one in past.sets
        if (exercise_id := choose(one.exercise, one.exercise_id)) is not None
    ]
    if past.sets and not chosen:
        return
    first = min([past.started_at, *(one.done.completed_at for _, one in chosen)])
    started = WorkoutStarted(name, past.started_at, past.program_id, past.session_id, past.name)
    yield Wanted(START, first, started)
    if past.notes:
        yield Wanted(START, first, WorkoutCorrected(name, {"notes": past.notes}))
    for payload in _abouts(past, name, choose, chosen):
        yield Wanted(_about_key(payload.exercise_id), first, payload)
    for exercise_id, one in chosen:
        done = replace(one.done, set_id=held.set_id(one.done.set_id))
        completed = SetCompleted(name, exercise_id, done)
        yield Wanted(set_key(done.set_id), done.completed_at, completed)
    if past.finished_at is not None:
        yield Wanted(FINISH, past.finished_at, WorkoutFinished(name, past.finished_at))


def _abouts(
    past: PastWorkout, name: str, choose: Choose, chosen: list[tuple[str, PastSet]]
) -> Iterator[ExerciseAdded | ExerciseNoted]:
    """What the sets alone would not say: the order of exercises, supersets, notes, exercises
    without a set."""
    abouts: dict[str, About] = {}
    for about in past.exercises:
        exercise_id = choose(about.exercise, about.exercise_id)
        if exercise_id is not None:
            abouts.setdefault(exercise_id, about)
    by_time = sorted(chosen, key=lambda one: one[1].done.completed_at)
    is_told_by_sets = list(dict.fromkeys(exercise_id for exercise_id, _ in by_time)) == list(abouts)
    for exercise_id, about in abouts.items():
        if not is_told_by_sets or about.superset_group is not None:
            yield ExerciseAdded(name, exercise_id, about.superset_group)
        if about.notes:
            yield ExerciseNoted(name, exercise_id, {"notes": about.notes})


def _of_ledger(past: PastLedger, name: str, choose: Choose, held: Held) -> Iterator[Wanted]:
    done = [one.exercise_id for _, one in past.entries if isinstance(one, SetCompleted)]
    if done and not any(choose(past.names.get(one, one), one) for one in done):
        return
    for place, payload in past.entries:
        renamed = _renamed(payload, name, past, choose, held)
        if renamed is not None:
            yield Wanted(_dated(place.occurred_at, renamed), place.occurred_at, renamed)


def _renamed(
    payload: Payload, name: str, past: PastLedger, choose: Choose, held: Held
) -> Payload | None:
    """The same about what the thing, its sets and its exercises are called with us."""
    changes: dict[str, Any] = {f"{past.kind}_id": name}
    exercise_id = getattr(payload, "exercise_id", None)
    if exercise_id is not None:
        changes["exercise_id"] = choose(past.names.get(exercise_id, exercise_id), exercise_id)
        if changes["exercise_id"] is None:
            return None
    if isinstance(payload, ExercisesReordered):
        ours = (choose(past.names.get(one, one), one) for one in payload.exercise_ids)
        changes["exercise_ids"] = tuple(one for one in ours if one is not None)
    if isinstance(payload, SetCompleted):
        changes["set"] = replace(payload.set, set_id=held.set_id(payload.set.set_id))
    elif hasattr(payload, "set_id"):
        changes["set_id"] = held.set_id(payload.set_id)
    return replace(payload, **changes)


def _keys(at: datetime, payload: Payload) -> Iterator[str]:
    yield _dated(at, payload)
    if isinstance(payload, WorkoutStarted | MeasurementRecorded):
        yield START
    elif isinstance(payload, WorkoutFinished):
        yield FINISH
    elif isinstance(payload, SetCompleted):
        yield set_key(payload.set.set_id)
    exercise_id = getattr(payload, "exercise_id", None)
    if exercise_id is not None:
        yield _about_key(exercise_id)


def _about_key(exercise_id: str) -> str:
    return f"exercise {exercise_id}"


def _dated(at: datetime, payload: Payload) -> str:
    said: Mapping[str, Any] = payload_plain(payload)
    return f"{instant_text(at)} {TYPES[type(payload)]} {as_text(said)}"
