"""How fast many documents are written: Firestore's rule of 500, then half as much more every
five minutes (firebase.google.com/docs/firestore/best-practices, “Ramping up traffic”)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST_RATE = 500.0
"""Writes a second."""
_GROWTH, _EVERY_SECONDS = 1.5, 300.0


@dataclass
class Pace:
    first_rate: float = FIRST_RATE
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _began: float | None = field(default=None, init=False)
    _free_at: float = field(default=0.0, init=False)

    def rate(self, now: float) -> float:
        began = now if self._began is None else self._began
        growth: float = _GROWTH ** ((now - began) // _EVERY_SECONDS)
        return self.first_rate * growth

    def before(self, writes: int) -> None:
        """Wait until so many more may be written."""
        now = self.clock()
        if self._began is None:
            self._began, self._free_at = now, now
        if self._free_at > now:
            self.sleep(self._free_at - now)
            now = self._free_at
        self._free_at = now + writes / self.rate(now)
