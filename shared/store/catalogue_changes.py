"""What may happen to the records of one catalogue; each change works on them in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.errors import Conflict, NotFound, PreconditionFailed
from shared.domain.exercises import Exercise, Standing
from shared.domain.naming import name_key
from shared.store.exercise_records import Record, exercise_of, record_of

MOST_CUSTOM_EXERCISES = 500
"""In use; what is archived or removed does not count."""
_SETTLED_AT_ONCE = 3
_RACES_END_AFTER = timedelta(days=1)

Records = dict[str, Record]


def add(records: Records, exercise: Exercise, taken: frozenset[str]) -> Exercise:
    """`taken`: keys of names that other catalogues in sight hold. Adding the same exercise again
    (a repeat of a request whose answer was lost) finds the first."""
    if exercise.id in records:
        return exercise_of(exercise.id, records[exercise.id], exercise.organization_id)
    _refuse_taken_name(records, exercise, taken)
    if exercise.organization_id is not None:
        _refuse_when_full(records)
    records[exercise.id] = record_of(exercise)
    return exercise


def change(records: Records, exercise: Exercise, taken: frozenset[str]) -> Exercise:
    record = _unchanged(records, exercise)
    if record["standing"] != Standing.ACTIVE:
        raise Conflict("This exercise is archived and stays as it is.")
    _refuse_taken_name(records, exercise, taken)
    changed = replace(exercise, version=exercise.version + 1)
    if record["load_mode"] != exercise.load_mode:
        changed = replace(changed, load_mode_since=exercise.updated_at)
    records[exercise.id] = record_of(changed, record)
    return changed


def retire(
    records: Records, exercise: Exercise, now: datetime, is_used: Callable[[str], bool]
) -> Exercise:
    record = _unchanged(records, exercise)
    _settle(records, now - _RACES_END_AFTER, is_used)
    if exercise.organization_id is None or is_used(exercise.id):
        retired = replace(exercise, standing=Standing.ARCHIVED)
    else:
        # The trace is kept short.
        retired = replace(exercise, standing=Standing.REMOVED, aliases=(), description="")
    retired = replace(retired, version=exercise.version + 1, updated_at=now)
    records[exercise.id] = record_of(retired, record)
    return retired


def take_along(records: Records, exercises: Sequence[Exercise]) -> None:
    """What is here already stays as it is."""
    for exercise in exercises:
        active = exercise.standing is Standing.ACTIVE
        kept = replace(exercise, standing=Standing.ARCHIVED) if active else exercise
        records.setdefault(exercise.id, record_of(kept))


def _unchanged(records: Records, exercise: Exercise) -> Record:
    record = records.get(exercise.id)
    if record is None or record["standing"] == Standing.REMOVED:
        raise NotFound
    if record["version"] != exercise.version:
        raise PreconditionFailed
    return record


def _refuse_taken_name(records: Records, exercise: Exercise, taken: frozenset[str]) -> None:
    """What is archived or removed gives its name free."""
    key = name_key(exercise.name)
    if key in taken or any(
        exercise_id != exercise.id
        and record["standing"] == Standing.ACTIVE
        and name_key(record["name"]) == key
        for exercise_id, record in records.items()
    ):
        raise Conflict("There is an exercise with this name.", field="name")


def _refuse_when_full(records: Mapping[str, Record]) -> None:
    count = sum(record["standing"] == Standing.ACTIVE for record in records.values())
    if count >= MOST_CUSTOM_EXERCISES:
        raise Conflict(
            f"There is room for {MOST_CUSTOM_EXERCISES} custom exercises. Delete one first.",
            limit=MOST_CUSTOM_EXERCISES,
            count=count,
        )


def _settle(records: Records, before: datetime, is_used: Callable[[str], bool]) -> None:
    """Forget a few traces of what was removed before then; archive what is used after all."""
    old = [
        exercise_id
        for exercise_id, record in records.items()
        if record["standing"] == Standing.REMOVED
        and datetime.fromisoformat(record["updated_at"]) < before
    ]
    for exercise_id in old[:_SETTLED_AT_ONCE]:
        if is_used(exercise_id):
            records[exercise_id]["standing"] = Standing.ARCHIVED.value
        else:
            del records[exercise_id]
