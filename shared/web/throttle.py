"""A cap on requests by network, held in this process.

It guards an instance, not the fleet: with n instances a network gets n times as much. What must
hold everywhere (sign-in, spending) is counted in Firestore instead.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from shared.domain.errors import RateLimited

_MOST_NETWORKS = 50_000


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
    """`quota` requests a network in each window of `window_seconds`, windows starting together."""

    def __init__(
        self,
        policy: str,
        quota: int,
        window_seconds: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._policy, self._quota, self._seconds, self._clock = (
            policy,
            quota,
            window_seconds,
            clock,
        )
        self._window = -1
        self._counts: dict[str, int] = {}
        self._lock = Lock()

    def take(self, network: str) -> Allowance:
        """Raises `RateLimited` when the window is used up."""
        now = self._clock()
        window = int(now // self._seconds)
        with self._lock:
            if window != self._window or len(self._counts) > _MOST_NETWORKS:
                self._window, self._counts = window, {}
            used = self._counts.get(network, 0) + 1
            self._counts[network] = used
        resets = max(1, int((window + 1) * self._seconds - now) + 1)
        allowance = Allowance(
            self._policy, self._quota, self._seconds, max(0, self._quota - used), resets
        )
        if used > self._quota:
            refusal = RateLimited(resets)
            refusal.headers.update(allowance.headers())
            raise refusal
        return allowance
