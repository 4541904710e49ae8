"""What the models have cost on a day of UTC: `coach_spend/{yyyymmdd}-{shard}`.

Everybody's questions come together here, so the day is spread over shards, and what an instance
knows of the sum is some seconds old: the breaker is a bound on a bad day, not a quota.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from shared import log
from shared.clock import utc_now
from shared.domain.errors import Unavailable
from shared.once import once
from shared.store.database import Changed, Database, Exists, live_database
from shared.store.writes import Create, Path, Put

_SHARDS = 8
_KNOWN_SECONDS = 10.0
_KEPT = timedelta(days=40)


class FirestoreCoachSpend:
    """Threads may share it."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._now, self._clock = database, now, clock
        self._lock = Lock()
        self._known: tuple[float, str, int] | None = None

    def today(self) -> int:
        """Millionths of a dollar, at most some seconds old. Raises `Unavailable`."""
        day = self._day()
        with self._lock:
            if self._known is not None:
                read_at, of_day, micros = self._known
                if of_day == day and self._clock() - read_at < _KNOWN_SECONDS:
                    return micros
        read_at = self._clock()
        shards = self._database.get_many([_path(day, shard) for shard in range(_SHARDS)])
        micros = sum(shard.data["cost_micros"] for shard in shards if shard is not None)
        with self._lock:
            self._known = read_at, day, micros
        return micros

    def add(self, micros: int) -> None:
        """An outage here only leaves it uncounted."""
        if micros == 0:
            return
        path = _path(self._day(), random.randrange(_SHARDS))  # noqa: S311
        try:
            self._database.contended(lambda: self._try(path, micros))
        except Unavailable as error:
            log.failure("a cost of the coach was not counted", error)

    def _try(self, path: Path, micros: int) -> None:
        found = self._database.get(path)
        if found is not None:
            data = {**found.data, "cost_micros": found.data["cost_micros"] + micros}
            self._database.commit(Put(path, data, unchanged_since=found))
            return
        try:
            fresh = {"cost_micros": micros, "expire_at": self._now() + _KEPT}
            self._database.commit(Create(path, fresh))
        except Exists as error:
            raise Changed from error

    def _day(self) -> str:
        return f"{self._now():%Y%m%d}"


@once
def live_coach_spend() -> FirestoreCoachSpend:
    return FirestoreCoachSpend(live_database())


def _path(day: str, shard: int) -> Path:
    return ("coach_spend", f"{day}-{shard}")
