"""Asking every dependency at once whether it answers."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from threading import Lock

from shared import log

DEADLINE_SECONDS = 2.0
_FRESH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    name: str
    is_up: bool
    seconds: float


class Readiness:
    """The route is open to everyone, so however often it is asked, the dependencies are asked at
    most once a second."""

    def __init__(
        self,
        probes: Mapping[str, Callable[[], object]],
        deadline: float = DEADLINE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """A probe returns when its dependency answered, and raises when it did not."""
        self._probes, self._deadline, self._clock = probes, deadline, clock
        self._known: tuple[Standing, ...] = ()
        self._asked_at = float("-inf")
        self._lock = Lock()

    def look(self) -> tuple[Standing, ...]:
        with self._lock:
            if self._clock() - self._asked_at >= _FRESH_SECONDS:
                self._known = self._ask()
                self._asked_at = self._clock()
            return self._known

    def _ask(self) -> tuple[Standing, ...]:
        pool = ThreadPoolExecutor(len(self._probes), "probe")
        asked = {
            name: pool.submit(copy_context().run, _tried, name, probe)
            for name, probe in self._probes.items()
        }
        # Who hangs is not waited for; the client's own deadline ends its thread.
        wait(asked.values(), self._deadline)
        pool.shutdown(wait=False, cancel_futures=True)
        return tuple(self._standing(name, future) for name, future in asked.items())

    def _standing(self, name: str, asked: Future[Standing]) -> Standing:
        if asked.done():
            return asked.result()
        log.event("ERROR", "dependency does not answer", dependency=name)
        return Standing(name, False, self._deadline)


def _tried(name: str, probe: Callable[[], object]) -> Standing:
    started = time.perf_counter()
    try:
        probe()
    except Exception as error:
        log.failure("dependency down", error, dependency=name)
        return Standing(name, False, time.perf_counter() - started)
    return Standing(name, True, time.perf_counter() - started)
