"""Figures kept for a minute, so that looking at them often counts them once."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from shared.store.figures import Figures

REMEMBERED_SECONDS = 60.0


@dataclass
class Remembered:
    """Counted by one at a time: who asks meanwhile waits for what comes of it. Threads may share
    it."""

    count: Callable[[], Figures]
    clock: Callable[[], float] = time.monotonic
    _known: tuple[float, Figures] | None = None
    _counting: Lock = field(default_factory=Lock)

    def get(self) -> Figures:
        with self._counting:
            began = self.clock()
            if self._known is None or began - self._known[0] >= REMEMBERED_SECONDS:
                self._known = began, self.count()
            return self._known[1]
