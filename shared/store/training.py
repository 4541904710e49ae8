"""What somebody trained, week by week: read from their workouts whenever it is asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from shared.domain.log.workouts import Workout
from shared.domain.reports.weights import Weights, weekly_weights
from shared.domain.trained import in_weeks
from shared.domain.trend import REACHES_BACK
from shared.domain.weeks import IsoWeek, around
from shared.domain.zones import Zones
from shared.once import once
from shared.store.database import Database, live_database
from shared.store.log_documents import head_path
from shared.store.measurements import FirestoreMeasurements
from shared.store.projections import Row
from shared.store.workouts import FirestoreWorkouts

_AT_ONCE = 300
"""Workouts, or measurements, of one query."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class FirestoreTraining:
    database: Database

    def has_logged(self, owner: str) -> bool:
        """Whether anything ever came into their log. One read."""
        return self.database.get(head_path(owner), only=("next_order",)) is not None

    def was_active(self, owner: str, first: IsoWeek, last: IsoWeek) -> bool:
        """Whether they trained or measured anything from `first` to `last`, give or take the hours
        between time zones. Two reads at the most."""
        since, until = around(first, last)
        workouts, measured = FirestoreWorkouts(self.database), FirestoreMeasurements(self.database)
        return bool(
            workouts.started(owner, since, until, limit=1)
            or measured.measured(owner, since, until, limit=1)
        )

    def began(self, owner: str) -> datetime | None:
        """When they first trained or measured anything. Two reads at the most."""
        workouts, measured = FirestoreWorkouts(self.database), FirestoreMeasurements(self.database)
        trained = workouts.started(owner, newest_first=False, limit=1)
        weighed = measured.measured(owner, newest_first=False, limit=1)
        moments = [row.value.started_at for row in trained]
        return min(moments + [row.value.measured_at for row in weighed], default=None)

    def weeks(
        self, owner: str, first: IsoWeek, last: IsoWeek, zones: Zones
    ) -> Mapping[IsoWeek, tuple[Workout, ...]]:
        """The trained workouts of every week from `first` to `last`. A read for each, and for the
        few of the hours around them."""
        return in_weeks(self.workouts(owner, *around(first, last)), first, last, zones)

    def workouts(
        self, owner: str, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Workout]:
        """Those started at or after `since` and before `until`, in the order they were started.
        A read for each."""
        kept = FirestoreWorkouts(self.database)
        return _in_parts(
            lambda beyond: kept.started(
                owner, since, until, beyond=beyond, newest_first=False, limit=_AT_ONCE
            )
        )

    def weights(self, owner: str, first: IsoWeek, last: IsoWeek, zones: Zones) -> Weights:
        """The trend of their weight, good from `first` to `last`. A read for each measurement of
        these weeks and of the half year before, which the trend comes from."""
        kept = FirestoreMeasurements(self.database)
        begins, ends = around(first, last)
        measurements = _in_parts(
            lambda beyond: kept.measured(
                owner,
                begins - REACHES_BACK,
                ends,
                beyond=beyond,
                newest_first=False,
                limit=_AT_ONCE,
            )
        )
        return weekly_weights(measurements, zones)


def _in_parts(read: Callable[[str | None], Sequence[Row[Value]]]) -> Iterator[Value]:
    beyond = None
    while True:
        rows = read(beyond)
        for row in rows:
            yield row.value
        if len(rows) < _AT_ONCE:
            return
        beyond = rows[-1].place


@once
def live_training() -> FirestoreTraining:
    return FirestoreTraining(live_database())
