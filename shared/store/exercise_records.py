"""Exercises as the records of a catalogue document, each decoded when it is asked for.

All records of a document are one JSON text: decoding hundreds of nested Firestore maps costs more
than the network does, and the parser of the standard library is fast.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from shared.domain.exercises import (
    Equipment,
    Exercise,
    Laterality,
    LoadMode,
    Mechanic,
    Standing,
    Tracking,
)
from shared.domain.muscles import Muscle

Record = dict[str, Any]


class Exercises(Mapping[str, Exercise]):
    """Id -> exercise over records. Threads may share it: decoding twice does no harm. Two are
    equal when they are one, so that what is worked out from one can be kept by it."""

    def __init__(self, records: Mapping[str, Record], organization_id: str | None) -> None:
        self._records, self._organization_id = records, organization_id
        self._decoded: dict[str, Exercise] = {}

    def __getitem__(self, exercise_id: str) -> Exercise:
        exercise = self._decoded.get(exercise_id)
        if exercise is None:
            record = self._records[exercise_id]
            exercise = exercise_of(exercise_id, record, self._organization_id)
            self._decoded[exercise_id] = exercise
        return exercise

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def exercise_of(exercise_id: str, record: Record, organization_id: str | None) -> Exercise:
    return Exercise(
        id=exercise_id,
        name=record["name"],
        contributions={Muscle(name): share for name, share in record["contributions"].items()},
        equipment=Equipment(record["equipment"]),
        mechanic=Mechanic(record["mechanic"]),
        load_mode=LoadMode(record["load_mode"]),
        laterality=Laterality(record["laterality"]),
        tracking=Tracking(record["tracking"]),
        aliases=tuple(record["aliases"]),
        description=record["description"],
        image_url=record["image_url"],
        organization_id=organization_id,
        created_by=record["created_by"],
        standing=Standing(record["standing"]),
        version=record["version"],
        created_at=_moment(record["created_at"]),
        updated_at=_moment(record["updated_at"]),
        is_standard=record["is_standard"],
        load_mode_since=_moment(record.get("load_mode_since")),
    )


def record_of(exercise: Exercise, before: Record | None = None) -> Record:
    """What stands in `before` and is no field of an exercise stays."""
    return (before or {}) | {
        "name": exercise.name,
        "contributions": {muscle.value: share for muscle, share in exercise.contributions.items()},
        "equipment": exercise.equipment.value,
        "mechanic": exercise.mechanic.value,
        "load_mode": exercise.load_mode.value,
        "laterality": exercise.laterality.value,
        "tracking": exercise.tracking.value,
        "aliases": list(exercise.aliases),
        "description": exercise.description,
        "image_url": exercise.image_url,
        "created_by": exercise.created_by,
        "standing": exercise.standing.value,
        "version": exercise.version,
        "created_at": _text(exercise.created_at),
        "updated_at": _text(exercise.updated_at),
        "is_standard": exercise.is_standard,
        "load_mode_since": _text(exercise.load_mode_since),
    }


def read_records(text: str) -> dict[str, Record]:
    records: dict[str, Record] = json.loads(text)
    return records


def written(records: Mapping[str, Record]) -> str:
    return json.dumps(records, ensure_ascii=False, separators=(",", ":"))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
