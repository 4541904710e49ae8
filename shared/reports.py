"""What nobody expected: a line in the log, and a report to Sentry where there is one for us
(docs/decisions/0051)."""

import threading
import time
from collections import deque
from collections.abc import Mapping
from functools import cache

from shared import log
from shared.settings import Reporting, load

PATIENCE_SECONDS = 1.0
"""An answer waits this long for its report, because an instance may stand still after it."""
MOST_A_MINUTE = 10
"""Of an instance. One defect that everybody meets must not make everybody wait."""

# An address that cannot be one stops the start, not the first report.
load(Reporting)


def unexpected(error: Exception, **known: str) -> None:
    """`known` tells where to look, such as `request_id`, and nothing of whom it is about. Never
    raises, and what becomes of the report changes nothing but the time this takes."""
    log.failure("unexpected error", error, **known)
    settings = load(Reporting)
    if settings.sentry_dsn:
        _reporter(settings).report(error, known)


class Reporter:
    def __init__(self, settings: Reporting) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._begun: deque[float] = deque(maxlen=MOST_A_MINUTE)

    def report(self, error: Exception, known: Mapping[str, str]) -> None:
        """In a thread of its own: importing the library, looking up a name and connecting have
        one bound together, and nobody waits for somebody else's report."""
        if not self._has_turn(time.monotonic()):
            return
        telling = threading.Thread(target=self._tell, args=(error, known), daemon=True)
        try:
            telling.start()
            telling.join(PATIENCE_SECONDS)
        except RuntimeError as trouble:
            log.event("WARNING", "Sentry was not told", reason=str(trouble))
        else:
            if telling.is_alive():
                log.event("WARNING", "Sentry takes long", **known)

    def _has_turn(self, now: float) -> bool:
        with self._lock:
            if len(self._begun) == MOST_A_MINUTE and now - self._begun[0] < 60:
                return False
            self._begun.append(now)
            return True

    def _tell(self, error: Exception, known: Mapping[str, str]) -> None:
        try:
            # Nobody pays for the library before something is broken.
            from shared.sentry import sentry_of

            sentry_of(self._settings).tell(error, known)
        except Exception as trouble:
            log.event("WARNING", "Sentry was not told", reason=type(trouble).__name__)


_reporter = cache(Reporter)
