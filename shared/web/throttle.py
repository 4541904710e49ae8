"""Limits that each instance counts for itself: a cap on requests by network, or by person.

It guards an instance, not the fleet: with n instances one gets n times as much. What must hold
everywhere (sign-in, spending) is counted in Firestore instead.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from shared.domain.errors import RateLimited
from shared.domain.limits import TABLE, Held, Limit, Profile, Rate

_MOST_SUBJECTS = 50_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a window, for the RateLimit headers."""

    policy: str
    quota: int
    window_seconds: int
    remaining: int
    resets_in_seconds: int

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window_seconds}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.resets_in_seconds}',
        }


class Throttle:
    """As many requests of one subject as the limit says in each window, windows starting
    together."""

    def __init__(self, limit: Limit, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._clock = limit, clock
        self._window = -1
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def take(self, subject: str) -> Allowance:
        """Raises `RateLimited` when the window is used up."""
        limit, now = self._limit, self._clock()
        window = int(now // limit.seconds)
        with self._lock:
            if window != self._window or len(self._counts) > _MOST_SUBJECTS:
                self._window, self._counts = window, {}
            used = self._counts.get(subject, 0) + 1
            self._counts[subject] = used
        resets = max(1, int((window + 1) * limit.seconds - now) + 1)
        left = max(0, limit.allowed - used)
        allowance = Allowance(limit.name, limit.allowed, limit.seconds, left, resets)
        if used > limit.allowed:
            refusal = RateLimited(resets)
            refusal.headers.update(allowance.headers())
            raise refusal
        return allowance


Throttles = Mapping[Rate, Throttle]


def throttles(numbers: Profile) -> Throttles:
    """One for each row of the table that instances hold."""
    rows = {rate: row.limits(numbers) for rate, row in TABLE.items() if row.held is Held.INSTANCE}
    return {rate: Throttle(limit) for rate, limits in rows.items() for limit in limits}
