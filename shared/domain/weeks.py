"""ISO weeks: Monday to Sunday, named by the year their Thursday is in."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from shared.domain.zones import Zones

YEARS = range(1970, 2200)
"""Of the weeks that can be asked for."""
EASTERNMOST = timedelta(hours=14)
WESTERNMOST = timedelta(hours=12)
"""How far clocks run ahead of UTC and behind it."""

_NAME = re.compile(r"([0-9]{4})-W([0-9]{2})\Z", re.ASCII)
_WEEK = timedelta(weeks=1)


class IsoWeek(NamedTuple):
    """They compare as they follow each other. Written `2026-W40`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "IsoWeek":
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def read(cls, name: str) -> "IsoWeek | None":
        """None for what names no week: not every year has a W53."""
        written = _NAME.match(name)
        if written is None:
            return None
        year, number = int(written[1]), int(written[2])
        if year not in YEARS or not 1 <= number <= weeks_in(year):
            return None
        return cls(year, number)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    def later(self, weeks: int) -> "IsoWeek":
        """So many weeks after this one; before it when negative."""
        return IsoWeek.of(self.monday + weeks * _WEEK)

    def until(self, last: "IsoWeek") -> Iterator["IsoWeek"]:
        """From this one to `last`, both included."""
        for weeks in range((last.monday - self.monday).days // 7 + 1):
            yield self.later(weeks)


def weeks_in(year: int) -> int:
    """52 or 53. The 28th of December lies in the last week of its year."""
    return date(year, 12, 28).isocalendar().week


def week_of(moment: datetime, zones: Zones) -> IsoWeek:
    """By the clock where the person was at that moment."""
    return IsoWeek.of(zones.local(moment).date())


def closing(week: IsoWeek, zones: Zones) -> datetime:
    """When the week is over, by the zone of now: its Sunday's midnight."""
    return zones.instant(datetime.combine(week.later(1).monday, time()))


def is_over(week: IsoWeek, now: datetime, zones: Zones) -> bool:
    return week < week_of(now, zones)


def around(first: IsoWeek, last: IsoWeek) -> tuple[datetime, datetime]:
    """Moments that no part of these weeks lies before or after, wherever on earth they are."""
    begins = datetime.combine(first.monday, time(), UTC)
    ends = datetime.combine(last.later(1).monday, time(), UTC)
    return begins - EASTERNMOST, ends + WESTERNMOST
