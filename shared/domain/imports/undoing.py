"""Taking back what one import brought, and nothing that a person wrote since."""

from collections.abc import Collection
from dataclasses import dataclass

from shared.domain.imports.wanted import Wanted
from shared.domain.log.events import (
    Entity,
    EntityKind,
    MeasurementDeleted,
    MeasurementRecorded,
    Payload,
    SetCompleted,
    SetDeleted,
    WorkoutCancelled,
    WorkoutStarted,
)
from shared.domain.log.measurements import Measurement
from shared.domain.log.workouts import Workout


@dataclass(frozen=True, slots=True)
class Brought:
    """What one commit of an import added to one thing. `is_new`: the thing itself."""

    entity: Entity
    is_new: bool
    set_ids: tuple[str, ...] = ()


def brought(entity: Entity, added: Collection[Wanted]) -> Brought:
    payloads = [one.payload for one in added]
    return Brought(
        entity,
        any(isinstance(one, WorkoutStarted | MeasurementRecorded) for one in payloads),
        tuple(one.set.set_id for one in payloads if isinstance(one, SetCompleted)),
    )


def takes_back(
    was: Brought, value: Workout | Measurement | None, later: Collection[str] = ()
) -> list[Payload]:
    """`value`: as it stands. `later`: sets that later commits of the same import brought. A
    workout that holds others by now stays, with those."""
    if value is None:
        return []
    if was.entity.kind is EntityKind.MEASUREMENT or isinstance(value, Measurement):
        return [MeasurementDeleted(was.entity.id)] if was.is_new else []
    ours = set(was.set_ids)
    here = [done.set_id for execution in value.executions for done in execution.sets]
    if was.is_new and ours.union(later).issuperset(here):
        return [WorkoutCancelled(was.entity.id)]
    return [SetDeleted(was.entity.id, set_id) for set_id in here if set_id in ours]
