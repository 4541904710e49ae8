"""Whose week is to be reported next, and when: `report_schedules/{uid}`.

A schedule begins with the first entry of somebody's log. The clock asks for those that are due;
whoever reports the week moves the schedule to the next in the same batch as the report.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.errors import Erased
from shared.domain.weeks import WESTERNMOST, IsoWeek
from shared.once import once
from shared.store.database import Database, live_database
from shared.store.queries import Query, Where
from shared.store.writes import Delete, Document, Merge, Path, Put


@dataclass(frozen=True)
class Schedule:
    """`week` is the next to be reported; from `due_at` on somebody should look whether it is
    over."""

    user_id: str
    week: IsoWeek
    due_at: datetime
    document: Document


@dataclass(frozen=True)
class FirestoreSchedules:
    database: Database

    def find(self, user_id: str) -> Schedule | None:
        document = self.database.get(schedule_path(user_id))
        return None if document is None else _schedule(document)

    def due(self, now: datetime, limit: int) -> list[Schedule]:
        """The longest due first."""
        query = Query("report_schedules", [Where("due_at", "<=", now)], [("due_at", False)], limit)
        return [_schedule(document) for document in self.database.query(query)]

    def put_off(self, schedules: Sequence[Schedule], until: datetime) -> list[Schedule]:
        """Those that are. Who is being erased has none any more, and keeps nobody else waiting.
        Raises `Changed` when any was moved meanwhile."""
        later: dict[tuple[str, ...], object] = {("due_at",): until}
        puts = [Merge(one.document.path, later, unchanged_since=one.document) for one in schedules]
        try:
            self.database.commit(*puts)
        except Erased:
            if len(schedules) == 1:
                self.remove(schedules[0])
                return []
            half = len(schedules) // 2
            return [
                *self.put_off(schedules[:half], until),
                *self.put_off(schedules[half:], until),
            ]
        return list(schedules)

    def remove(self, schedule: Schedule) -> None:
        """Raises `Changed` when it was moved meanwhile."""
        self.database.commit(Delete(schedule.document.path, schedule.document))


def schedule_path(user_id: str) -> Path:
    return ("report_schedules", user_id)


def first_schedule(user_id: str, now: datetime) -> Put:
    """To be written with the first entry of a log. Where the person is nobody asks here: it is due
    at once, for the earliest week that it may be anywhere, and whoever looks moves it."""
    earliest = IsoWeek.of((now - WESTERNMOST).date())
    return Put(schedule_path(user_id), _fields(earliest, now))


def moved(schedule: Schedule, week: IsoWeek, due_at: datetime) -> Put:
    """Fails when it was moved meanwhile, or is gone."""
    return Put(schedule.document.path, _fields(week, due_at), unchanged_since=schedule.document)


def _fields(week: IsoWeek, due_at: datetime) -> dict[str, object]:
    # A little jitter would spread the load; the queue behind it does that already.
    return {"week": str(week), "due_at": due_at}


def _schedule(document: Document) -> Schedule:
    week = IsoWeek.read(document.data["week"])
    assert week is not None  # noqa: S101
    return Schedule(document.id, week, document.data["due_at"], document)


@once
def live_schedules() -> FirestoreSchedules:
    return FirestoreSchedules(live_database())
