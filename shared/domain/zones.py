"""The time zones a person has lived by: which one was in force when, and whose day it then was."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

MOST_PAST_ZONES = 100
"""Of more, the oldest are forgotten: the one after them then counts for all time before."""


class PastZone(NamedTuple):
    """In force before `until`, and since the one before it in the history."""

    zone: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Zones:
    """`past` is in the order of time. The first zone counts for all time before it."""

    now: str = "UTC"
    past: tuple[PastZone, ...] = ()

    def at(self, moment: datetime) -> str:
        """The zone in force at that moment."""
        return next((one.zone for one in self.past if moment < one.until), self.now)

    def local(self, moment: datetime) -> datetime:
        """The clock on the wall where the person was."""
        return moment.astimezone(_zone(self.at(moment)))

    def moved(self, zone: str, at: datetime) -> "Zones":
        """From `at` on the clock is that of `zone`; no moment before it moves to another day."""
        if zone == self.now:
            return self
        past = (*self.past, PastZone(self.now, at))
        return Zones(zone, past[-MOST_PAST_ZONES:])

    def instant(self, local: datetime) -> datetime:
        """When a clock without a zone shows this time, by the zone of now: the first time it does,
        or the end of the hour that is left out."""
        return local.replace(tzinfo=_zone(self.now)).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        """When this day began where the person was."""
        local = datetime.combine(day, time())
        # Only the moment tells the zone, and only the zone the moment: the second is right but for
        # days on which somebody moved.
        return Zones(self.at(self.instant(local))).instant(local)


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo:
    # The library's own cache forgets all but eight that nobody holds.
    return ZoneInfo(name)
