"""The arithmetic of the windows in which tries are counted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared.domain.limits import Limit


@dataclass(frozen=True, slots=True)
class Window:
    """What one limit has counted for one subject since `started_at`."""

    started_at: datetime
    last_at: datetime
    count: int

    def ends_at(self, limit: Limit) -> datetime:
        return self.started_at + timedelta(seconds=limit.seconds)


@dataclass(frozen=True, slots=True)
class Admitted:
    """The windows as they are to be stored, in the order asked; None where nothing is counted."""

    windows: tuple[Window | None, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    limit: Limit
    retry_after_seconds: int
    """At least 1."""
    may_settle: bool
    """Something counted moments ago may still be given back: asking again shortly can help."""


# Longer than a password check and its refund take.
_SETTLING = timedelta(seconds=2)


def admit(
    limits: Sequence[Limit], held: Sequence[Window | None], now: datetime
) -> Admitted | Refused:
    """Let one more through all of `limits`, or name the one that makes it wait longest.

    The first limit must be the narrowest: a limit that has become slow is paced by what the
    first one last let through, so that somebody who was not seen there yet is never held up.
    """
    windows = [_current(limit, window, now) for limit, window in zip(limits, held, strict=True)]
    waits = [
        _wait(limit, window, windows[0], now) for limit, window in zip(limits, windows, strict=True)
    ]
    worst = max(range(len(limits)), key=waits.__getitem__)
    if waits[worst] > timedelta(0):
        window = windows[worst]
        settling = window is not None and now - window.last_at < _SETTLING
        seconds = math.ceil(waits[worst].total_seconds())
        return Refused(limits[worst], seconds, may_settle=settling)
    return Admitted(
        tuple(_counted(limit, window, now) for limit, window in zip(limits, windows, strict=True))
    )


def given_back(window: Window | None, counted: Window) -> Window | None:
    """The stored window without one attempt that `counted` it; None when that is no longer to be
    told from it because a new window has begun."""
    if window is None or window.started_at != counted.started_at or window.count == 0:
        return None
    return replace(window, count=window.count - 1)


def remaining(limit: Limit, window: Window) -> int:
    return max(0, limit.allowed - window.count)


def _current(limit: Limit, window: Window | None, now: datetime) -> Window | None:
    return None if window is None or window.ends_at(limit) <= now else window


def _is_full(limit: Limit, window: Window | None) -> bool:
    return window is not None and window.count >= limit.allowed


def _wait(limit: Limit, window: Window | None, first: Window | None, now: datetime) -> timedelta:
    if window is None or window.count < limit.allowed:
        return timedelta(0)
    if limit.then_every is None:
        return window.ends_at(limit) - now
    if first is None:
        return timedelta(0)
    return first.last_at + timedelta(seconds=limit.then_every) - now


def _counted(limit: Limit, window: Window | None, now: datetime) -> Window | None:
    if window is None:
        return Window(started_at=now, last_at=now, count=1)
    if _is_full(limit, window):
        # A slow limit is past counting, and a document that everybody writes is a bottleneck.
        return None
    return replace(window, last_at=now, count=window.count + 1)
