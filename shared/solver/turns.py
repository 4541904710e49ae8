"""Who wants something solved waits for a turn: as many solve at once as there are processors."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from shared.domain.errors import Unavailable
from shared.domain.planning.model import Solver
from shared.once import once
from shared.solver.highs import BUSY, Highs


def _processors() -> BoundedSemaphore:
    return BoundedSemaphore(len(os.sched_getaffinity(0)))


@dataclass(frozen=True)
class Turns:
    """Waiting and working together take less than a function may run."""

    patience_seconds: float = 25.0
    working_seconds: float = 25.0
    free: BoundedSemaphore = field(default_factory=_processors)
    solver_until: Callable[[float], Solver] = Highs

    @contextmanager
    def taken(self) -> Iterator[Solver]:
        """A solver for one request, with all that has to be solved for it. Raises `Unavailable`
        when others are at work for too long."""
        if not self.free.acquire(timeout=self.patience_seconds):
            raise Unavailable(BUSY)
        try:
            yield self.solver_until(time.monotonic() + self.working_seconds)
        finally:
            self.free.release()


@once
def live_turns() -> Turns:
    return Turns()
