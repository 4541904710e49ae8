"""Measurements of the body: `users/{uid}/measurements`."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.domain.log.events import EntityKind
from shared.domain.log.measurements import Measurement
from shared.once import once
from shared.store.database import live_database
from shared.store.projections import Projections, Row, between


@dataclass(frozen=True)
class FirestoreMeasurements(Projections[Measurement]):
    kind: ClassVar = EntityKind.MEASUREMENT

    def measured(
        self,
        owner: str,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        beyond: str | None = None,
        newest_first: bool = True,
        limit: int = 100,
    ) -> list[Row[Measurement]]:
        """Those taken at or after `since` and before `until`, going on beyond the place of the
        last row seen."""
        where = between(since, until, beyond, newest_first)
        return self._listed(owner, where, newest_first, limit)

    def count(
        self, owner: str, since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """How many `measured` would list without a limit."""
        return self._count(owner, between(since, until, None, newest_first=True))


@once
def live_measurements() -> FirestoreMeasurements:
    return FirestoreMeasurements(live_database())
