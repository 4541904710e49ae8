"""Workouts: `users/{uid}/workouts`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.domain.log.events import EntityKind
from shared.domain.log.workouts import Workout, WorkoutStatus
from shared.once import once
from shared.store.database import live_database
from shared.store.projections import Projections, Row, between
from shared.store.queries import Where


@dataclass(frozen=True)
class FirestoreWorkouts(Projections[Workout]):
    kind: ClassVar = EntityKind.WORKOUT

    def started(
        self,
        owner: str,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        status: WorkoutStatus | None = None,
        exercise_id: str | None = None,
        beyond: str | None = None,
        newest_first: bool = True,
        limit: int = 100,
    ) -> list[Row[Workout]]:
        """Those started at or after `since` and before `until`, going on beyond the place of the
        last row seen. Needs an index over what is named: (`status`, `exercise_ids`, `place`)."""
        where = [*_with(status, exercise_id), *between(since, until, beyond, newest_first)]
        return self._listed(owner, where, newest_first, limit)

    def count(
        self,
        owner: str,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        status: WorkoutStatus | None = None,
        exercise_id: str | None = None,
    ) -> int:
        """How many `started` would list without a limit."""
        where = [*_with(status, exercise_id), *between(since, until, None, newest_first=True)]
        return self._count(owner, where)

    def last_with(self, owner: str, exercise_ids: Sequence[str], limit: int) -> list[Workout]:
        """The last with any of these exercises, of which there are at most 30; the newest first.
        Needs an index over (`exercise_ids`, `place`)."""
        where = [Where("exercise_ids", "contains any", list(exercise_ids))]
        return [row.value for row in self._listed(owner, where, True, limit)]

    def last_by(self, owner: str, program_id: str, limit: int) -> list[Workout]:
        """The last by this program, the newest first. Needs an index over (`program_id`,
        `place`)."""
        where = [Where("program_id", "==", program_id)]
        return [row.value for row in self._listed(owner, where, True, limit)]


def _with(status: WorkoutStatus | None, exercise_id: str | None) -> list[Where]:
    found: list[Where] = []
    if status is not None:
        found.append(Where("status", "==", status))
    if exercise_id is not None:
        found.append(Where("exercise_ids", "contains", exercise_id))
    return found


@once
def live_workouts() -> FirestoreWorkouts:
    return FirestoreWorkouts(live_database())
